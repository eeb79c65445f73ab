//! What must hold for every quantity, by proptest.

use proptest::prelude::*;
use proptest::sample::select;

use super::{Amount, Place, Qualifier, Quantity, Unit, qualifier};
use rust_decimal::Decimal;

/// Units of every kind, and words nobody has listed.
fn unit() -> impl Strategy<Value = Unit> {
    let known = select(vec![
        "元",
        "千元",
        "万元",
        "亿元",
        "万亿元",
        "亩",
        "万亩",
        "公顷",
        "平方公里",
        "平方米",
        "公里",
        "里",
        "吨",
        "公斤",
        "斤",
        "%",
        "‰",
        "个百分点",
        "倍",
        "人",
        "万人",
        "人次",
        "亿人次",
        "户",
        "个",
        "个月",
        "年",
        "元/人",
        "万元/亩",
        "千瓦时",
        "万千瓦时",
        "℃",
        "kWh",
    ])
    .prop_map(|name| Unit::parse(name).unwrap());
    let any = "[万亿]?[\u{4e00}-\u{9fa5}A-Za-z/]{1,6}"
        .prop_filter_map("not a unit", |name| Unit::parse(&name).ok());
    prop_oneof![3 => known, 1 => any]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    let any = (any::<i128>(), 0u32..=28)
        .prop_map(|(whole, scale)| Decimal::from_i128_with_scale(whole >> 32, scale));
    let usual = (-10_000_000i64..10_000_000, 0u32..5).prop_map(|(w, s)| Decimal::new(w, s));
    prop_oneof![1 => any, 3 => usual]
}

/// Numbers as figures have them, so that sums do not overflow.
fn usual() -> impl Strategy<Value = Decimal> {
    (-1_000_000_000i64..1_000_000_000, 0u32..6).prop_map(|(w, s)| Decimal::new(w, s))
}

fn word() -> impl Strategy<Value = Option<Qualifier>> {
    proptest::option::of(select(qualifier::all()))
}

fn of(
    numbers: impl Strategy<Value = Decimal> + Clone,
    unit: impl Strategy<Value = Unit>,
) -> impl Strategy<Value = Quantity> {
    let second = proptest::option::weighted(0.3, numbers.clone());
    (numbers, second, unit, word()).prop_map(|(one, other, unit, word)| {
        let amount = match other {
            Some(other) => Amount::between(one, other),
            None => Amount::One(one),
        };
        Quantity::new(amount, unit, word)
    })
}

fn quantity() -> impl Strategy<Value = Quantity> {
    of(decimal().boxed(), unit())
}

fn money() -> impl Strategy<Value = Quantity> {
    let units = select(vec!["元", "千元", "万元", "百万元", "亿元"]);
    of(
        usual().boxed(),
        units.prop_map(|name| Unit::parse(name).unwrap()),
    )
}

/// Money that is one number: without bounds on one side, sums keep every part.
fn plain_money() -> impl Strategy<Value = Quantity> {
    money().prop_map(|q| Quantity::exact(q.value(), q.unit().clone()))
}

/// Equal to the last printed decimal, which `==` on decimals does not ask.
fn same(a: &Quantity, b: &Quantity) -> bool {
    let scales = |q: &Quantity| (q.amount().low().scale(), q.amount().high().scale());
    a == b && scales(a) == scales(b)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn print_then_parse_is_the_identity(q in quantity()) {
        let printed = q.prose();
        let read = Quantity::parse(&printed);
        prop_assert!(read.as_ref().is_ok_and(|r| same(r, &q)), "{} {:?} {:?}", printed, q, read);
        let read = Quantity::parse(&q.table_with_unit());
        prop_assert!(read.as_ref().is_ok_and(|r| same(r, &q)), "{} {:?}", printed, read);
    }

    #[test]
    fn a_number_in_a_column_reads_back_with_the_columns_unit(q in quantity()) {
        for printed in [q.table(), q.number_prose()] {
            let read = Quantity::parse_with_unit(&printed, q.unit());
            prop_assert!(read.is_ok(), "{} {:?}", printed, read);
            let read = read.unwrap();
            // Without the unit, 3万多元 and 3多万元 look the same.
            let moved = q.qualifier().is_some_and(|w| w.wants_whole() && w.place() != Place::Between);
            prop_assert_eq!((read.amount(), read.unit(), read.sense()), (q.amount(), q.unit(), q.sense()));
            prop_assert!(moved || same(&read, &q));
        }
    }

    #[test]
    fn parse_then_print_is_the_identity_on_canonical_text(
        whole in "0|[1-9][0-9]{0,9}",
        fraction in "(\\.[0-9]{1,6})?",
        minus in any::<bool>(),
        unit in unit(),
        word in word(),
    ) {
        let zero = whole == "0" && fraction.chars().all(|c| c == '0' || c == '.');
        let number = format!("{}{whole}{fraction}", if minus && !zero { "-" } else { "" });
        let latin = unit.as_str().starts_with(|c: char| c.is_ascii_alphabetic());
        let u = format!("{}{}", if latin { " " } else { "" }, unit.as_str());
        let text = match word.map(|w| (w.word(), w.place())) {
            None => format!("{number}{u}"),
            Some((w, Place::Before)) => format!("{w}{number}{u}"),
            Some((w, Place::After)) => format!("{number}{u}{w}"),
            Some((w, Place::Between)) => format!("{number}{w}{u}"),
            Some((w, Place::Inside)) => match unit.inner() {
                Some((head, rest)) => format!("{number}{head}{w}{rest}"),
                None => format!("{number}{w}{u}"),
            },
        };
        prop_assert_eq!(Quantity::parse(&text).map(|q| q.prose()), Ok(text));
    }

    #[test]
    fn conversion_there_and_back_loses_nothing(q in quantity(), to in unit()) {
        if let Ok(there) = q.convert(&to) {
            let back = there.convert(q.unit()).unwrap();
            prop_assert_eq!((back.amount(), back.unit(), back.sense()), (q.amount(), q.unit(), q.sense()));
            let order = q.middle().and(there.middle()).map(|_| std::cmp::Ordering::Equal);
            prop_assert_eq!(q.compare(&there), order);
        } else {
            prop_assert!(q.unit() != &to);
        }
    }

    #[test]
    fn money_always_converts(q in money(), to in select(vec!["元", "万元", "亿元"])) {
        let to = Unit::parse(to).unwrap();
        prop_assert_eq!(q.convert(&to).unwrap().convert(q.unit()).unwrap().amount(), q.amount());
    }

    #[test]
    fn addition_commutes(a in money(), b in money()) {
        let (ab, ba) = (a.add(&b).unwrap(), b.add(&a).unwrap());
        let ba = ba.convert(ab.unit()).unwrap();
        prop_assert_eq!((ab.amount(), ab.sense()), (ba.amount(), ba.sense()));
    }

    #[test]
    fn addition_associates(a in plain_money(), b in plain_money(), c in plain_money()) {
        let left = a.add(&b).unwrap().add(&c).unwrap();
        prop_assert_eq!(&left, &a.add(&b.add(&c).unwrap()).unwrap());
        prop_assert_eq!(&left, &Quantity::sum([&a, &b, &c]).unwrap().unwrap());
        prop_assert_eq!(left.sub(&c).unwrap().sub(&b).unwrap().compare(&a), Some(std::cmp::Ordering::Equal));
    }

    #[test]
    fn a_total_has_one_value_in_any_order(parts in proptest::collection::vec(money(), 1..6)) {
        let forward = Quantity::sum(&parts).unwrap().unwrap();
        let backward = Quantity::sum(parts.iter().rev()).unwrap().unwrap();
        let backward = backward.convert(forward.unit()).unwrap();
        prop_assert_eq!((forward.amount(), forward.sense()), (backward.amount(), backward.sense()));
        prop_assert_eq!(forward.is_about(), backward.is_about());
    }

    #[test]
    fn certainty_never_contradicts_itself(a in money(), b in money(), by in usual()) {
        if let (Some(x), Some(y)) = (a.sure_at_least(&b), b.sure_at_least(&a)) {
            prop_assert!(x || y);
        }
        // Added to both sides, a number changes nothing.
        let by = Quantity::exact(by, Unit::parse("元").unwrap());
        let (c, d) = (a.add(&by).unwrap(), b.add(&by).unwrap());
        prop_assert_eq!(a.sure_at_least(&b), c.sure_at_least(&d));
    }

    #[test]
    fn a_rounded_bound_still_holds(q in money(), decimals in 0u32..3) {
        let rounded = q.round(decimals);
        prop_assert!(rounded.amount().low().scale() <= q.amount().low().scale());
        let (low, high) = (q.amount().low(), q.amount().high());
        match q.sense() {
            super::Sense::AtLeast => prop_assert!(rounded.value() <= low),
            super::Sense::LessThan | super::Sense::AtMost => prop_assert!(rounded.value() >= low),
            super::Sense::Range => prop_assert!(rounded.amount().low() <= low && rounded.amount().high() >= high),
            super::Sense::Exact | super::Sense::About => {
                prop_assert!((rounded.value() - low).abs() * Decimal::TWO <= Decimal::new(1, decimals));
            }
        }
    }

    #[test]
    fn what_is_printed_in_prose_is_found_there(
        one in usual(),
        other in proptest::option::weighted(0.3, usual()),
        word in word(),
        unit in select(vec!["元", "万元", "亩", "人次", "万户", "个", "个月", "%", "个百分点", "元/人"]),
    ) {
        let amount = other.map_or(Amount::One(one), |other| Amount::between(one, other));
        let q = Quantity::new(amount, Unit::parse(unit).unwrap(), word);
        let text = format!("合计（{}）。", q.prose());
        let found = super::scan(&text);
        prop_assert_eq!(found.len(), 1, "{} {:?}", text, found);
        prop_assert_eq!((&found[0].quantity, found[0].kind), (&q, super::Kind::Quantity));
        prop_assert_eq!(&text[found[0].range.clone()], q.prose());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[0-9０-９.,，约近余多上以不足—\\-至万亿元个百点%年月第 /一半a版日]{0,24}|.{0,24}") {
        match Quantity::parse(&text) {
            Ok(q) => prop_assert_eq!(Quantity::parse(&q.prose()), Ok(q)),
            Err(error) => prop_assert!(text.get(error.range()).is_some() && !error.zh().is_empty()),
        }
        let unit = Unit::parse("万元").unwrap();
        let _ = Quantity::parse_with_unit(&text, &unit);
        let _ = Quantity::from_number(&text, &unit);
        for found in super::scan(&text) {
            prop_assert!(text.get(found.range.clone()).is_some_and(|t| !t.is_empty()));
        }
    }
}

#[test]
fn ends_of_a_range_and_about_are_told() {
    let range = Quantity::parse("10—15万元").unwrap();
    assert_eq!(range.range(), Some((Decimal::from(10), Decimal::from(15))));
    assert!(!range.is_about());
    let about = Quantity::parse("约3个").unwrap();
    assert_eq!(about.range(), None);
    assert!(about.is_about());
}

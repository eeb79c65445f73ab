//! Sentences about values side by side: the largest, the smallest, the one in
//! focus, the gaps.

use super::{Clause, count, counted, most, names, of_one, zh};
use crate::chart::data::{Language, Words, finite, gap};

/// One thing that has, or lacks, a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: Option<f64>,
    pub(crate) shown: &'a str,
    pub(crate) focus: bool,
}

fn present<'a>(facts: &[Fact<'a>]) -> Vec<(Fact<'a>, f64)> {
    facts
        .iter()
        .filter_map(|f| finite(f.value).map(|v| (*f, v)))
        .collect()
}

/// Everyone at the top (`1.0`) or the bottom (`-1.0`).
fn extreme<'a>(present: &[(Fact<'a>, f64)], side: f64) -> Vec<Fact<'a>> {
    let best = present
        .iter()
        .map(|(_, v)| v * side)
        .fold(f64::NEG_INFINITY, f64::max);
    present
        .iter()
        .filter(|(_, v)| v * side == best)
        .map(|(f, _)| *f)
        .collect()
}

/// Where a value stands among all, the best first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rank {
    /// From 1.
    pub(crate) place: usize,
    /// Whether others share it.
    pub(crate) tied: bool,
    /// Of how many that have a value.
    pub(crate) of: usize,
    /// Nobody comes after it.
    pub(crate) last: bool,
}

fn rank(present: &[(Fact<'_>, f64)], value: f64, words: &Words) -> Rank {
    let standing = words.standing(value);
    let above = present
        .iter()
        .filter(|(_, v)| words.standing(*v) > standing)
        .count();
    let equal = present.iter().filter(|(_, v)| *v == value).count();
    Rank {
        place: above + 1,
        tied: equal > 1,
        of: present.len(),
        last: above + equal == present.len(),
    }
}

/// Where `fact` stands; nothing where it has no certain place.
fn placed(fact: &Fact<'_>, rank: Rank, words: &Words) -> String {
    let Rank {
        place, tied, of, ..
    } = rank;
    if is_bound(fact.shown, words) || (tied && be(fact.shown).is_empty()) {
        return String::new();
    }
    match (words.language, tied) {
        (Language::Chinese, false) => format!("居第{place}位"),
        (Language::Chinese, true) if rank.last => {
            let (high, low) = most(words);
            format!("并列{}", if words.lowest_first { high } else { low })
        }
        (Language::Chinese, true) => format!("并列第{place}位"),
        (Language::English, false) => format!("ranking {place} of {of}"),
        (Language::English, true) => format!("ranking equal {place} of {of}"),
    }
}

/// What equal values are printed as: 12个, or 12个或约12个 where they differ in how
/// sure they are.
fn printed(facts: &[Fact<'_>], words: &Words) -> String {
    let mut all: Vec<&str> = Vec::new();
    for fact in facts {
        if !all.contains(&fact.shown) {
            all.push(fact.shown);
        }
    }
    all.join(if zh(words) { "或" } else { " or " })
}

/// Who is at the top (`1.0`) or the bottom (`-1.0`), with the word for it.
fn one_end(here: &[(Fact<'_>, f64)], (side, word): (f64, &str), words: &Words) -> Clause {
    let ends = &extreme(here, side)[..];
    let word = match (zh(words), is_certain(here, side, words)) {
        (_, true) => word,
        (true, false) => &format!("按所写的数{word}"),
        (false, false) => &format!("{word} by the number given"),
    };
    let list: Vec<&str> = ends.iter().map(|f| f.name).collect();
    let shown = printed(ends, words);
    let who = names(&list, words);
    let be = be(&shown);
    // Two bounds that read alike are not known to be equal.
    let sure = !ends.iter().any(|f| is_bound(f.shown, words));
    let level = if sure { "并列" } else { "" };
    if zh(words) && !sure && ends.iter().any(|f| f.shown != ends[0].shown) {
        return Clause::new(format!("{who}{word}（{}）", shown.replace('或', "、"))).must();
    }
    match (zh(words), ends.len() > 1) {
        (true, false) => Clause::new(format!("{who}{word}，{be}{shown}")).must(),
        (true, true) => Clause::or(
            format!("{who}{level}{word}，均{be}{shown}"),
            format!(
                "{}{}{level}{word}，均{be}{shown}",
                list.len(),
                counted(words)
            ),
        )
        .must(),
        (false, false) => Clause::new(format!("{who} is {word} at {shown}")).must(),
        (false, true) => Clause::or(
            format!("{who} are equally {word} at {shown}"),
            format!(
                "{} {} are equally {word} at {shown}",
                list.len(),
                counted(words)
            ),
        )
        .must(),
    }
}

/// What to say of values side by side: the largest, the smallest, the focus, the gaps.
pub(crate) fn ranking(facts: &[Fact<'_>], words: &Words) -> Vec<Clause> {
    let mut clauses = ranking_then(facts, words, "");
    if gaps_to_tell(facts) {
        clauses.extend(missing(facts, words));
    }
    clauses.extend(bounded(facts, words));
    clauses
}

/// Which way a bound lies open, as far as its words tell.
const LESS: [&str; 6] = ["不足", "不到", "近", "以下", "至多", "under "];
const MORE: [&str; 7] = ["超", "逾", "余", "多", "以上", "至少", "over "];

/// Whether the one at the top (`1.0`) or the bottom (`-1.0`) is there whatever the
/// bounds stand for: 不足80万元 may be less than 70万元以上, but 超过10 is not the least of
/// a row that begins with 3. What is half as much is taken to stay below.
fn is_certain(here: &[(Fact<'_>, f64)], side: f64, words: &Words) -> bool {
    let best = here
        .iter()
        .map(|(_, v)| v * side)
        .fold(f64::NEG_INFINITY, f64::max);
    let best = best * side;
    here.iter().all(|(fact, value)| {
        let says = |words: &[&str]| words.iter().any(|w| fact.shown.contains(w));
        let (outward, inward) = match side > 0.0 {
            true => (says(&MORE), says(&LESS)),
            false => (says(&LESS), says(&MORE)),
        };
        let (small, large) = (value.min(best), value.max(best));
        let far = small >= 0.0 && large >= small * 2.0 && large > 0.0;
        match *value == best {
            _ if !is_bound(fact.shown, words) => true,
            true => outward && !inward,
            false => far || (inward && !outward),
        }
    })
}

/// 不足500, 超过3200 and 10—15 have no place of their own among others, and two of them
/// that are printed alike need not be equal.
pub(crate) fn is_bound(shown: &str, words: &Words) -> bool {
    const BOUNDS: [&str; 18] = [
        "不足", "不到", "超", "逾", "近", "以上", "以下", "余", "多", "至少", "至多", "—", "–",
        "not ", "over ", "under ", "nearly", "than",
    ];
    // 315万元（不足1%） is no bound: only its share is.
    let shown = shown.split('（').next().unwrap_or(shown);
    let told = shown.strip_suffix(words.unit.as_str()).unwrap_or(shown);
    BOUNDS.iter().any(|b| told.contains(b))
}

/// Whoever is told as the smallest or the largest among bounds is so only by what is
/// written.
pub(crate) fn bounded(facts: &[Fact<'_>], words: &Words) -> Option<Clause> {
    let here = present(facts);
    let some = here.iter().any(|(f, _)| is_bound(f.shown, words));
    (some && here.len() > 1).then(|| {
        Clause::new(match words.language {
            Language::Chinese => "其中有“超过”“不足”一类的界限，按所写的数排".to_string(),
            Language::English => "some are bounds and ranked by the number given".to_string(),
        })
    })
}

/// 为279个, but 约279个 and 不足6万人次 alone.
fn be(shown: &str) -> &'static str {
    let number = |c: char| c.is_ascii_digit() || ['−', '-', '+'].contains(&c);
    if shown.starts_with(number) { "为" } else { "" }
}

/// The two ends with their words, the better one first: a loss is not the fewest of
/// anything.
fn ends(here: &[(Fact<'_>, f64)], words: &Words) -> [(f64, &'static str); 2] {
    let (high, low) = match (zh(words), here.iter().any(|(_, v)| *v < 0.0)) {
        (true, true) => ("最高", "最低"),
        _ => most(words),
    };
    match words.lowest_first {
        true => [(-1.0, low), (1.0, high)],
        false => [(1.0, high), (-1.0, low)],
    }
}

/// 城镇住户81万户，多于农村住户的30万户: among two nobody is 最多. None where one of
/// them may be more than it says.
fn of_two(
    facts: &[Fact<'_>],
    here: &[(Fact<'_>, f64)],
    measure: &str,
    words: &Words,
) -> Option<String> {
    let ([_, _], [a, b]) = (facts, here) else {
        return None;
    };
    let bound = |f: &Fact<'_>| is_bound(f.shown, words);
    if !zh(words) || a.1 == b.1 || bound(&a.0) || bound(&b.0) {
        return None;
    }
    let [(_, word), _] = ends(here, words);
    let (first, second) = match words.standing(a.1) > words.standing(b.1) {
        true => (&a.0, &b.0),
        false => (&b.0, &a.0),
    };
    let than = word.replace('最', "");
    Some(format!(
        "{}{measure}{}，{than}于{}的{}",
        first.name, first.shown, second.name, second.shown
    ))
}

/// Whether who has no value has not been said already: all, or all but one.
fn gaps_to_tell(facts: &[Fact<'_>]) -> bool {
    present(facts).len() > 1
}

/// The same without the gaps, of values at one time among others: `when` (2019年)
/// stands in place of how many there are, which has been told before.
pub(crate) fn ranking_then(facts: &[Fact<'_>], words: &Words, when: &str) -> Vec<Clause> {
    let here = present(facts);
    let all = count(facts.len(), words);
    let zh = zh(words);
    let [best, worst] = ends(&here, words);
    let mut clauses = Vec::new();
    match (facts, &here[..]) {
        ([], _) => clauses.push(Clause::new(gap(words.language).to_string())),
        ([one], []) => clauses.push(Clause::new(no_data(one.name, words))),
        (_, []) => clauses.push(Clause::new(if zh && words.counted.is_empty() {
            "均暂无数据".to_string()
        } else if zh {
            format!("{all}均暂无数据")
        } else {
            format!("no data for any of the {all}")
        })),
        ([one], [_]) => clauses.push(Clause::new(is(one, words))),
        (_, [(one, _)]) => {
            clauses.push(Clause::new(match (zh, when) {
                (true, "") => {
                    let of = match words.counted.as_str() {
                        "" => String::new(),
                        _ => format!("{all}中"),
                    };
                    format!("{of}只有{}有数据，{}{}", one.name, be(one.shown), one.shown)
                }
                (true, when) => {
                    format!(
                        "{when}只有{}有数据，{}{}",
                        one.name,
                        be(one.shown),
                        one.shown
                    )
                }
                (false, "") => format!("of the {all} only {} has data: {}", one.name, one.shown),
                (false, when) => format!("in {when} only {} has data: {}", one.name, one.shown),
            }));
            return clauses;
        }
        (_, [(_, value), rest @ ..]) if rest.iter().all(|(_, v)| v == value) => {
            let shown = printed(&extreme(&here, 1.0), words);
            let who = match here.len() == facts.len() {
                true if zh && words.counted.is_empty() => String::new(),
                true => all,
                false => count(here.len(), words),
            };
            clauses.push(Clause::new(match (zh, when) {
                (true, "") => format!("{who}均{}{shown}", be(&shown)),
                (true, when) => format!("{when}均{}{shown}", be(&shown)),
                (false, "") => format!("all {who} have {shown}"),
                (false, when) => format!("in {when} all have {shown}"),
            }));
        }
        _ if when.is_empty() && of_two(facts, &here, "", words).is_some() => {
            let told = of_two(facts, &here, "", words);
            clauses.extend(told.map(|told| Clause::new(told).must()));
        }
        _ => {
            let top = one_end(&here, best, words);
            let lead = match (zh, when) {
                (true, "") if words.counted.is_empty() => String::new(),
                (true, "") => format!("{all}中，"),
                (true, when) => when.to_owned(),
                (false, "") => format!("of the {all}, "),
                (false, when) => format!("in {when}, "),
            };
            clauses.push(Clause {
                full: format!("{lead}{}", top.full),
                short: top.short.map(|s| format!("{lead}{s}")),
                must: true,
            });
            clauses.push(one_end(&here, worst, words));
            clauses.extend(focused(&here, words));
        }
    }
    clauses
}

/// Who has no value, if anyone.
pub(crate) fn missing(facts: &[Fact<'_>], words: &Words) -> Option<Clause> {
    lacking(facts, words, "")
}

/// Who has no value at one time, if anyone: 2019年暂无数据.
pub(crate) fn lacking(facts: &[Fact<'_>], words: &Words, when: &str) -> Option<Clause> {
    without(facts, words, |who| match (zh(words), when) {
        (true, when) => format!("{who}{when}暂无数据"),
        (false, "") => format!("no data for {who}"),
        (false, when) => format!("no data of {when} for {who}"),
    })
}

/// Who lacks which of the years in between, if anyone: the first by name, the one the
/// page is about before all, the others by their number.
pub(crate) fn gaps(broken: &[(&str, bool, Vec<i32>)], words: &Words) -> Option<Clause> {
    let (name, _, years) = broken.iter().find(|b| b.1).or(broken.first())?;
    let zh = zh(words);
    let others = match (broken.len() - 1, zh) {
        (0, _) => String::new(),
        (n, true) => format!("，另{n}{}有缺年", counted(words)),
        (n, false) => format!(", and some years for {n} other {}", counted(words)),
    };
    let said = |years: String| match zh {
        true => format!("{name}缺{years}{others}"),
        false => format!("{name} has no data for {years}{others}"),
    };
    let number = match zh {
        true => format!("{}个年份", years.len()),
        false => format!("{} years", years.len()),
    };
    let listed = year_list(years, zh);
    Some(if years.len() > 1 {
        Clause::or(said(listed.unwrap_or(number.clone())), said(number)).must()
    } else {
        Clause::new(said(listed.unwrap_or(number))).must()
    })
}

/// 2014—2016、2018年: years in a row as a range; none of more than four parts.
fn year_list(years: &[i32], zh: bool) -> Option<String> {
    let mut parts: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match parts.last_mut() {
            Some((_, to)) if *to + 1 == *year => *to = *year,
            _ => parts.push((*year, *year)),
        }
    }
    let text = |(from, to): &(i32, i32)| match (to - from, zh) {
        (0, _) => from.to_string(),
        (1, true) => format!("{from}、{to}"),
        (1, false) => format!("{from}, {to}"),
        (_, true) => format!("{from}—{to}"),
        (_, false) => format!("{from}\u{2013}{to}"),
    };
    let list: Vec<String> = parts.iter().map(text).collect();
    (list.len() <= 4).then(|| match zh {
        true => format!("{}年", list.join("、")),
        false => list.join(", "),
    })
}

/// Years of which there is no value: 2014—2016、2018年暂无数据.
pub(crate) fn no_years(years: &[i32], words: &Words) -> Option<Clause> {
    let zh = zh(words);
    let number = match zh {
        true => format!("{}个年份", years.len()),
        false => format!("{} years", years.len()),
    };
    let list = year_list(years, zh).unwrap_or(number.clone());
    (!years.is_empty()).then(|| Clause::or(no_data(&list, words), no_data(&number, words)).must())
}

/// `said` of those without a value; their number where their names have no room.
fn without(facts: &[Fact<'_>], words: &Words, said: impl Fn(&str) -> String) -> Option<Clause> {
    // The one the page is about is named first, so that no 等 hides it.
    let (focus, others): (Vec<&Fact<'_>>, Vec<&Fact<'_>>) = facts
        .iter()
        .filter(|f| finite(f.value).is_none())
        .partition(|f| f.focus);
    let list: Vec<&str> = focus.into_iter().chain(others).map(|f| f.name).collect();
    let count = count(list.len(), words);
    let short = match list[..] {
        [] => return None,
        [one] if one.chars().count() <= count.chars().count() => one,
        _ => &count,
    };
    Some(Clause::or(said(&names(&list, words)), said(short)).must())
}

fn no_data(who: &str, words: &Words) -> String {
    if zh(words) {
        format!("{who}暂无数据")
    } else {
        format!("no data for {who}")
    }
}

/// The note on who has no data: how many and who; of very many the first few.
pub(crate) fn without_data(names: &[&str], words: &Words) -> Option<String> {
    const NAMED: usize = 20;
    const FIRST: usize = 8;
    let (space, comma, colon, more) = if zh(words) {
        ("", "、", "：", "等")
    } else {
        (" ", ", ", ": ", " and others")
    };
    let who = match names {
        [] => return None,
        [one] => return Some(no_data(one, words)),
        many if many.len() > NAMED => {
            let first: Vec<&str> = many.iter().copied().take(FIRST).collect();
            format!("{}{more}", first.join(comma))
        }
        all => all.join(comma),
    };
    let many = format!("{}{space}{}", names.len(), counted(words));
    Some(format!("{}{colon}{who}", no_data(&many, words)))
}

/// The heading where the one the page is about has no value.
pub(crate) fn lacking_headline(facts: &[Fact<'_>], words: &Words) -> Option<String> {
    let mut focus = facts.iter().filter(|f| f.focus);
    let (Some(one), None) = (focus.next(), focus.next()) else {
        return None;
    };
    let measure = words.measure.as_str();
    finite(one.value).is_none().then(|| {
        if zh(words) {
            format!("{}{measure}暂无数据", one.name)
        } else {
            format!("{}no data for {}", colon(measure, words), one.name)
        }
    })
}

fn is(fact: &Fact<'_>, words: &Words) -> String {
    if zh(words) {
        format!("{}{}{}", fact.name, be(fact.shown), fact.shown)
    } else {
        format!("{} has {}", fact.name, fact.shown)
    }
}

/// The one the page is about, unless it was named as the largest or smallest.
fn focused(here: &[(Fact<'_>, f64)], words: &Words) -> Option<Clause> {
    let mut focus = here.iter().filter(|(f, _)| f.focus);
    let ((fact, value), None) = (focus.next()?, focus.next()) else {
        return None;
    };
    focus_clause(fact, rank(here, *value, words), words)
}

/// What is said of one in focus besides the ends, unless it is at one of them.
pub(crate) fn focus_clause(fact: &Fact<'_>, rank: Rank, words: &Words) -> Option<Clause> {
    let comma = if zh(words) { "，" } else { ", " };
    let place = placed(fact, rank, words);
    let comma = if place.is_empty() { "" } else { comma };
    (rank.place > 1 && !rank.last)
        .then(|| Clause::new(format!("{}{comma}{place}", is(fact, words))))
}

/// The heading for one in focus among several; `None` where it leads alone,
/// and the heading for all says so.
pub(crate) fn focus_headline(fact: &Fact<'_>, rank: Rank, words: &Words) -> Option<String> {
    tells_of_one(rank).then(|| one_headline(fact, Some(rank), words))
}

/// Whether the heading is about the one in focus: who leads alone is told by the
/// heading for all, and so is what all share.
fn tells_of_one(rank: Rank) -> bool {
    rank.place > 1 || (rank.tied && !rank.last)
}

fn one_headline(fact: &Fact<'_>, rank: Option<Rank>, words: &Words) -> String {
    let measure = words.measure.as_str();
    let colon = colon(measure, words);
    let place = rank.map(|rank| placed(fact, rank, words));
    let place = place.unwrap_or_default();
    let lone = lone(words);
    match (zh(words), place.is_empty()) {
        (true, true) if lone => format!("{measure}：{}{}", fact.name, fact.shown),
        (true, false) if lone => format!("{measure}：{}{}，{place}", fact.name, fact.shown),
        (true, true) => of_one(fact.name, &[measure, fact.shown]),
        (true, false) => format!("{}，{place}", of_one(fact.name, &[measure, fact.shown])),
        (false, true) => format!("{colon}{} has {}", fact.name, fact.shown),
        (false, false) => format!("{colon}{} has {}, {place}", fact.name, fact.shown),
    }
}

/// Rows of no common noun: whether 满意受访者 or 煤炭能源消费 is Chinese nobody knows, so
/// the measure stands before them by itself.
pub(crate) fn lone(words: &Words) -> bool {
    zh(words) && words.counted.is_empty() && !words.measure.is_empty()
}

/// What stands before an English heading.
fn colon(measure: &str, words: &Words) -> String {
    if measure.is_empty() || zh(words) {
        String::new()
    } else {
        format!("{measure}: ")
    }
}

/// The heading over values side by side.
pub(crate) fn ranking_headline(facts: &[Fact<'_>], words: &Words) -> String {
    let here = present(facts);
    let measure = words.measure.as_str();
    let zh = zh(words);
    let [(side, word), _] = ends(&here, words);
    let colon = if measure.is_empty() {
        String::new()
    } else {
        format!("{measure}: ")
    };
    if let Some(lacking) = lacking_headline(facts, words) {
        return lacking;
    }
    if here.is_empty() {
        return match (words.language, measure) {
            (Language::Chinese, m) => format!("{m}暂无数据"),
            (Language::English, "") => "No data".to_string(),
            (Language::English, m) => format!("No data on {m}"),
        };
    }
    let mut focus = here.iter().filter(|(f, _)| f.focus);
    let single = match (&here[..], focus.next(), focus.next()) {
        ([one], _, _) => Some(one),
        (_, Some(one), None) => tells_of_one(rank(&here, one.1, words)).then_some(one),
        _ => None,
    };
    if let Some((fact, value)) = single {
        let rank = (here.len() > 1).then(|| rank(&here, *value, words));
        return one_headline(fact, rank, words);
    }
    let top = extreme(&here, side);
    let shown = printed(&top, words);
    let shown = shown.as_str();
    let list: Vec<&str> = top.iter().map(|f| f.name).collect();
    if top.len() == here.len() {
        let who = format!(
            "{}{}{}",
            here.len(),
            if zh { "" } else { " " },
            counted(words)
        );
        return if lone(words) {
            format!("{measure}均{}{shown}", be(shown))
        } else if zh {
            format!("{who}{measure}均{}{shown}", be(shown))
        } else {
            format!("{colon}all {who} at {shown}")
        };
    }
    if !is_certain(&here, side, words) {
        let some = format!("{}{}", here.len(), if zh { "" } else { " " }) + counted(words);
        return match (zh, measure) {
            (true, "") => format!("{some}有数据"),
            (true, _) => format!("{measure}：{some}有数据"),
            (false, _) => format!("{colon}{some} with data"),
        };
    }
    let lone_measure = if lone(words) { "" } else { measure };
    if let Some(two) = of_two(facts, &here, lone_measure, words) {
        return match lone(words) {
            true => format!("{measure}：{two}"),
            false => two,
        };
    }
    let who = match list.len() {
        1 | 2 => names(&list, words),
        n => format!("{n}{}{}", if zh { "" } else { " " }, counted(words)),
    };
    match (zh, list.len()) {
        (true, 1) if lone(words) => format!("{measure}：{who}{word}，{shown}"),
        (true, 1) => format!("{who}{measure}{word}，{shown}"),
        (true, _) => {
            let sure = !top.iter().any(|f| is_bound(f.shown, words));
            let level = if sure { "并列" } else { "" };
            match lone(words) {
                true => format!("{measure}：{who}{level}{word}，均{}{shown}", be(shown)),
                false => format!("{who}{measure}{level}{word}，均{}{shown}", be(shown)),
            }
        }
        (false, _) => format!("{colon}{who} {word}, {shown}"),
    }
}

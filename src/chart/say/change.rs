//! Sentences about values over time: from what to what, how many went which way,
//! where a series turned.

use super::rank::{is_bound, lone};
use super::{Clause, classifier, count, counted, most, moves, of_one, verbs, zh};
use crate::chart::data::Words;

/// One thing's first and last value.
#[derive(Clone, Debug)]
pub(crate) struct Change<'a> {
    pub(crate) name: &'a str,
    pub(crate) from: (String, f64, &'a str),
    pub(crate) to: (String, f64, &'a str),
    pub(crate) focus: bool,
    /// It begins later or ends earlier than what is shown: then its years are said.
    pub(crate) partly: bool,
}

/// From A to B, in words that say the direction.
fn moved(change: &Change<'_>, dated: bool, words: &Words) -> String {
    let (from_when, from, from_shown) = &change.from;
    let (to_when, to, to_shown) = &change.to;
    let dated = dated && !from_when.is_empty();
    if zh(words) {
        // A loss that shrinks has not grown.
        let (up, down) = match from.min(*to) < 0.0 {
            true => ("升至", "降至"),
            false => moves(words),
        };
        let verb = if to > from { up } else { down };
        return match (from == to, dated) {
            (true, true) => format!("{from_when}和{to_when}同为{to_shown}"),
            // Not 保持不变: between them it may have moved.
            (true, false) => format!("前后同为{to_shown}"),
            (false, true) => format!("从{from_when}的{from_shown}{verb}{to_when}的{to_shown}"),
            (false, false) => format!("从{from_shown}{verb}{to_shown}"),
        };
    }
    let verb = if to > from { "rose" } else { "fell" };
    match (from == to, dated) {
        (true, true) => format!("stood at {to_shown} in both {from_when} and {to_when}"),
        (true, false) => format!("ended where it began, at {to_shown}"),
        (false, true) => {
            format!("{verb} from {from_shown} in {from_when} to {to_shown} in {to_when}")
        }
        (false, false) => format!("{verb} from {from_shown} to {to_shown}"),
    }
}

/// How many went which way, in words; ways that nobody went are left out.
fn ways(changes: &[Change<'_>], words: &Words) -> Vec<(usize, &'static str, &'static str)> {
    // A deficit that widens has not become less.
    let (up, down) = match changes.iter().any(|c| c.from.1.min(c.to.1) < 0.0) {
        true => ("上升", "下降"),
        false => verbs(words),
    };
    // 3万元 and 不足3万元 are no two equal values.
    let open = |c: &Change<'_>| is_bound(c.from.2, words) || is_bound(c.to.2, words);
    let of = |way: &dyn Fn(&Change<'_>) -> bool| changes.iter().filter(|c| way(c)).count();
    [
        (of(&|c| c.to.1 > c.from.1), up, "up"),
        (of(&|c| c.to.1 < c.from.1), down, "down"),
        (of(&|c| c.to.1 == c.from.1 && !open(c)), "持平", "level"),
        (
            of(&|c| c.to.1 == c.from.1 && open(c)),
            "无法比较",
            "not comparable",
        ),
    ]
    .into_iter()
    .filter(|(n, _, _)| *n > 0)
    .collect()
}

/// 增加 or 减少; what is below zero rises and falls.
fn way(change: &Change<'_>, words: &Words) -> &'static str {
    let (up, down) = match change.from.1.min(change.to.1) < 0.0 {
        true => ("上升", "下降"),
        false => verbs(words),
    };
    if change.to.1 > change.from.1 {
        up
    } else {
        down
    }
}

/// What changed more than any other did, where that can be said.
fn most_changed<'a, 'b>(changes: &'b [Change<'a>], words: &Words) -> Option<&'b Change<'a>> {
    let size = |change: &Change<'_>| (change.to.1 - change.from.1).abs();
    let most = changes.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    // Of several that changed as much, none changed most.
    // 20.1 − 18.3 and 9.9 − 8.1 differ in a float's last digit only.
    let nearly = size(most) * (1.0 - 1e-9);
    let alone = changes.iter().filter(|c| size(c) >= nearly).count() == 1;
    // What went on for longer is not compared with what began later.
    let spans_differ = changes.iter().any(|c| c.partly);
    // Nobody knows how far it is from a bound.
    let bound = |c: &Change<'_>| is_bound(c.from.2, words) || is_bound(c.to.2, words);
    let known = alone && !spans_differ && !changes.iter().any(bound);
    (known && size(most) > 0.0).then_some(most)
}

/// Which changes are told one by one: the only one, or the one the page is about.
fn told<'a, 'b>(changes: &'b [Change<'a>]) -> Option<&'b Change<'a>> {
    let mut focus = changes.iter().filter(|c| c.focus);
    match (changes, focus.next(), focus.next()) {
        ([one], _, _) => Some(one),
        (_, Some(one), None) => Some(one),
        _ => None,
    }
}

/// What to say of changes: the one in focus, how many went which way, the largest.
///
/// `all` is how many there are with and without both values.
pub(crate) fn changes(changes: &[Change<'_>], all: usize, words: &Words) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let space = if zh(words) { "" } else { " " };
    if let Some(one) = told(changes) {
        // The measure stands before the first clause.
        let name = Some(one.name)
            .filter(|n| *n != words.measure)
            .unwrap_or_default();
        clauses.push(Clause::or(
            format!("{name}{space}{}", moved(one, true, words)),
            format!("{name}{space}{}", moved(one, false, words)),
        ));
    }
    if changes.len() < 2 {
        return clauses;
    }
    let ways = ways(changes, words);
    let parts: Vec<String> = ways
        .iter()
        .map(|(n, zh_word, en_word)| match zh(words) {
            true => format!("{n}{}{zh_word}", classifier(words)),
            false => format!("{n} {en_word}"),
        })
        .collect();
    // 城镇、农村都增加: what 2个 would be, nobody knows.
    let comparable = match (zh(words) && words.counted.is_empty(), changes) {
        (true, [a, b]) if ways.len() == 1 => format!("{}、{}", a.name, b.name),
        _ => count(changes.len(), words),
    };
    let all = match (changes.len() == all, zh(words)) {
        (true, _) => comparable,
        (false, true) => format!("前后都有数据的{comparable}"),
        (false, false) => format!("{comparable} with both figures"),
    };
    let joined = parts.join(if zh(words) { "、" } else { ", " });
    clauses.push(Clause::new(match (zh(words), &ways[..]) {
        (true, [(_, way, _)]) => {
            let every = if changes.len() == 2 { "都" } else { "全部" };
            format!("{all}{every}{way}")
        }
        (true, _) => format!("{all}中{joined}"),
        (false, _) => format!("of {all}, {joined}"),
    }));
    if let Some(most) =
        most_changed(changes, words).filter(|m| told(changes).is_none_or(|t| t.name != m.name))
    {
        clauses.push(Clause::new(if zh(words) {
            let way = way(most, words);
            format!("{way}最多的是{}，{}", most.name, moved(most, false, words))
        } else {
            format!(
                "{} changed most: it {}",
                most.name,
                moved(most, false, words)
            )
        }));
    }
    clauses
}

/// Where a single series turned: its highest and lowest, if they lie within.
pub(crate) fn turning(points: &[(i32, f64, &str)], words: &Words) -> Vec<Clause> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let year = |y: i32| {
        if zh(words) {
            format!("{y}年")
        } else {
            y.to_string()
        }
    };
    let losses = zh(words) && points.iter().any(|p| p.1 < 0.0);
    let (high, low) = match losses {
        true => ("最高", "最低"),
        false => most(words),
    };
    let ends = (first.1.max(last.1), first.1.min(last.1));
    let top = points
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|p| p.1 > ends.0);
    let bottom = points
        .iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|p| p.1 < ends.1);
    [(top, high), (bottom, low)]
        .into_iter()
        .filter_map(|(point, word)| point.map(|p| (p, word)))
        .map(|((when, _, shown), word)| {
            let when = year(*when);
            Clause::new(if zh(words) {
                format!("{when}{word}，为{shown}")
            } else {
                format!("{word} in {when} at {shown}")
            })
        })
        .collect()
}

/// The heading over changes, if there are any.
///
/// Where some lack one of the two values, a count among all would claim too much:
/// then it is only said how many went that way.
pub(crate) fn changes_headline(
    changes: &[Change<'_>],
    all: usize,
    words: &Words,
) -> Option<String> {
    let measure = words.measure.as_str();
    if let Some(one) = told(changes) {
        // 旅游人次：旅游人次从… says it twice.
        let measure = Some(measure).filter(|m| *m != one.name).unwrap_or_default();
        return Some(if zh(words) {
            if lone(words) && !measure.is_empty() && !one.name.is_empty() {
                return Some(format!(
                    "{measure}：{}{}",
                    one.name,
                    moved(one, one.partly, words)
                ));
            }
            of_one(one.name, &[measure, &moved(one, one.partly, words)])
        } else if measure.is_empty() {
            format!("{} {}", one.name, moved(one, one.partly, words))
        } else {
            format!("{measure}: {} {}", one.name, moved(one, one.partly, words))
        });
    }
    let partly = changes.len() < all;
    if changes.is_empty() || (partly && changes.len() < 2) {
        return None;
    }
    let ways = ways(changes, words);
    let (n, zh_word, en_word) = ways.iter().copied().rev().max_by_key(|(n, _, _)| *n)?;
    let all = changes.len();
    let counted = counted(words);
    if partly {
        let lead = match (measure, zh(words)) {
            ("", _) => String::new(),
            (measure, true) => format!("{measure}："),
            (measure, false) => format!("{measure}: "),
        };
        let ways: Vec<String> = ways
            .iter()
            .enumerate()
            .map(|(at, (n, zh_word, en_word))| match (zh(words), at) {
                (true, 0) => format!("{n}{counted}{zh_word}"),
                (true, _) => format!("{n}{}{zh_word}", classifier(words)),
                (false, 0) => format!("{n} {counted} {en_word}"),
                (false, _) => format!("{n} {en_word}"),
            })
            .collect();
        return Some(format!(
            "{lead}{}",
            ways.join(if zh(words) { "、" } else { ", " })
        ));
    }
    // No way is that of most: then all are told, not the luckiest.
    let most = ways.iter().filter(|(m, _, _)| n * 2 <= all || *m == n);
    let parts: Vec<String> = most
        .map(|(n, zh_word, en_word)| match zh(words) {
            true => format!("{n}{}{zh_word}", classifier(words)),
            false => format!("{n} {en_word}"),
        })
        .collect();
    let parts = parts.join(if zh(words) { "、" } else { ", " });
    Some(match (zh(words), n == all) {
        (true, true) if lone(words) => format!("{measure}全部{zh_word}"),
        // "Two of three" beside 事故 would be two of three accidents.
        (true, false) if lone(words) && n * 2 > all => format!("{measure}多数{zh_word}"),
        (true, false) if lone(words) => match most_changed(changes, words) {
            Some(most) => format!(
                "{measure}：{}{}最多，{}",
                most.name,
                way(most, words),
                moved(most, false, words)
            ),
            None if ways
                .iter()
                .filter(|w| ["up", "down"].contains(&w.2))
                .count()
                == 2 =>
            {
                format!("{measure}有升有降")
            }
            None => format!("{measure}部分{zh_word}"),
        },
        (true, true) if all == 2 => format!("{}{measure}都{zh_word}", count(all, words)),
        (true, true) => format!("{all}{counted}{measure}全部{zh_word}"),
        (true, false) if measure.is_empty() => {
            format!("{all}{counted}中{parts}")
        }
        (true, false) => format!("{measure}：{all}{counted}中{parts}"),
        (false, true) if measure.is_empty() => format!("all {all} {counted} {en_word}"),
        (false, true) => format!("{measure}: all {all} {counted} {en_word}"),
        (false, false) if measure.is_empty() => format!("of {all} {counted}, {parts}"),
        (false, false) => format!("{measure}: of {all} {counted}, {parts}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change<'a>(name: &'a str, from: (f64, &'a str), to: (f64, &'a str)) -> Change<'a> {
        Change {
            name,
            from: ("2019年".into(), from.0, from.1),
            to: ("2020年".into(), to.0, to.1),
            focus: false,
            partly: false,
        }
    }

    #[test]
    fn what_rises_and_falls_is_headed_by_what_moved_most() {
        let words = Words {
            measure: "批发价".into(),
            unit: "元/公斤".into(),
            ..Words::default()
        };
        let all = [
            change("牛肉", (92.3, "92.3元/公斤"), (71.0, "71.0元/公斤")),
            change("鸡蛋", (5.5, "5.5元/公斤"), (9.9, "9.9元/公斤")),
        ];
        assert_eq!(
            changes_headline(&all, 2, &words).as_deref(),
            Some("批发价：牛肉下降最多，从92.3元/公斤降至71.0元/公斤")
        );
        let alike = [
            change("牛肉", (2.0, "2元/公斤"), (1.0, "1元/公斤")),
            change("鸡蛋", (1.0, "1元/公斤"), (2.0, "2元/公斤")),
        ];
        let headline = changes_headline(&alike, 2, &words);
        assert_eq!(headline.as_deref(), Some("批发价有升有降"));
    }

    #[test]
    fn a_deficit_that_widens_falls_and_does_not_become_less() {
        let words = Words {
            measure: "收支差额".into(),
            unit: "亿元".into(),
            counted: "个县（市、区）".into(),
            ..Words::default()
        };
        let all = [
            change("甲县", (-14.2, "−14.2亿元"), (-18.4, "−18.4亿元")),
            change("乙县", (-3.0, "−3亿元"), (-4.0, "−4亿元")),
            change("丙县", (2.0, "2亿元"), (1.0, "1亿元")),
        ];
        assert_eq!(
            changes_headline(&all, 3, &words).as_deref(),
            Some("3个县（市、区）收支差额全部下降")
        );
    }

    #[test]
    fn two_are_named_and_a_measure_is_said_once() {
        let words = Words {
            measure: "旅游人次".into(),
            unit: "万人次".into(),
            ..Words::default()
        };
        let said = |all: &[Change<'_>]| {
            let clauses = changes(all, all.len(), &words);
            let headline = changes_headline(all, all.len(), &words).unwrap();
            (headline, crate::chart::say::paragraph(&words, clauses))
        };
        let grown = |name| change(name, (280.0, "280万人次"), (520.0, "520万人次"));
        let (headline, text) = said(&[grown("旅游人次")]);
        assert_eq!(headline, "旅游人次从280万人次增至520万人次");
        assert!(text.starts_with("旅游人次：从2019年的"), "{text}");
        let (_, text) = said(&[grown("城镇"), grown("农村")]);
        assert!(text.starts_with("旅游人次：城镇、农村都增加"), "{text}");
    }

    #[test]
    fn a_value_and_a_bound_of_one_number_are_not_level() {
        let words = Words {
            unit: "万元".into(),
            counted: "个乡镇".into(),
            ..Words::default()
        };
        let all = [
            change("甲镇", (3.0, "3万元"), (3.0, "不足3万元")),
            change("乙镇", (3.0, "3万元"), (3.0, "3万元")),
            change("丙镇", (3.0, "3万元"), (4.0, "4万元")),
        ];
        let said = crate::chart::say::paragraph(&words, changes(&all, 3, &words));
        assert_eq!(said, "3个乡镇中1个增加、1个持平、1个无法比较。");
    }
}

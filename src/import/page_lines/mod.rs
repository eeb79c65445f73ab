//! What a line around a text is: breadcrumb, button, source, date, editor,
//! byline. Traditional characters are recognised as well.

mod furniture;
mod labels;
mod moment;
mod names;

pub(super) use furniture::turns_page;
pub(super) use labels::parts;
pub(super) use moment::date_of;
pub(super) use names::{people, signature};

use crate::content::Date;
use crate::import::simplify;
use furniture::{is_page, is_red_head, is_sentence};
use labels::{BYLINES, DATES, EDITORS, SOURCES, after_label, labelled};
use moment::{is_beside_date, moment, moment_at};
use names::{is_han, is_role, signs};

/// What a line around a text is.
pub(super) enum Kind {
    /// Of the page, not of the text.
    Page,
    /// Where and when it was published; the time of day as it is written.
    Source {
        source: Option<String>,
        date: Option<Date>,
        moment: Option<String>,
    },
    /// 责编.
    Editor(String),
    /// 署名.
    Byline(Vec<String>),
    /// A date alone.
    Date(Date),
}

/// 澧源日报 2026年10月12日 星期一 第02版：要闻: the head of a newspaper's page.
fn nameplate(key: &str) -> Option<Kind> {
    let (paper, rest) = key.split_once([' ', '　'])?;
    let is_paper = paper.ends_with('报') && (2..=12).contains(&paper.chars().count());
    let page = rest.contains('版') || rest.contains("星期");
    let date = date_of(rest).filter(|_| is_paper && page && key.chars().count() <= 50)?;
    Some(Kind::Source {
        source: Some(paper.to_owned()),
        date: Some(date),
        moment: None,
    })
}

/// What a line is, if it is one of these.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', '【', '】', '[', ']', ' ']);
    // □ 本报记者 杨敏
    let key = key.trim_start_matches(['□', '■', '◇', '◆', '○', '●', '△', '▲', ' ', '　']);
    if is_red_head(key) {
        return Some(Kind::Page);
    }
    let rights = ["版权声明", "免责声明", "未经许可", "未经授权"];
    let rights = rights.iter().any(|word| key.starts_with(word)) && key.chars().count() <= 60;
    if rights || (is_page(key) && !is_sentence(key)) {
        return Some(Kind::Page);
    }
    // 记者：钱从哪来？ is said in the text.
    if key.ends_with(['。', '！', '？', '；', '?', '!']) {
        return None;
    }
    if let Some(found) = nameplate(key) {
        return Some(found);
    }
    for word in EDITORS {
        if let Some(rest) = after_label(key, word) {
            // 责任编辑： with nobody behind it.
            if rest.is_empty() {
                return Some(Kind::Page);
            }
            return Some(Kind::Editor(own_words(text, rest)));
        }
    }
    if let Some(found) = labelled(key, SOURCES).filter(|_| !is_sentence(key)) {
        // 来源：人民网 2022年07月07日: the date is no part of the source.
        let source = match moment_at(found) {
            Some((at, _)) => found.get(..at).unwrap_or(found),
            None => found,
        };
        let source = own_words(text, source.trim_end_matches(['|', ' ', '　', '(', '（']));
        return Some(Kind::Source {
            source: Some(source).filter(|s| !s.is_empty()),
            date: date_of(key),
            moment: moment(key),
        });
    }
    if DATES.iter().any(|w| after_label(key, w).is_some()) {
        return date_of(key).map(|date| Kind::Source {
            source: None,
            date: Some(date),
            moment: moment(key),
        });
    }
    for word in BYLINES {
        let labelled = after_label(key, word);
        if let Some(rest) = labelled.filter(|r| r.chars().count() <= 40 && !r.trim().is_empty()) {
            let people = people(&own_words(text, rest));
            return people
                .iter()
                .all(|name| signs(name))
                .then_some(Kind::Byline(people));
        }
    }
    // 澧源日报记者 王小明 通讯员 李红
    let mut words = key.split_whitespace();
    if key.chars().count() <= 50 && words.any(|w| is_role(w) && w.chars().count() > 1) {
        let people = people(&own_words(text, key));
        let all = !people.is_empty() && people.iter().all(|name| signs(name));
        return all.then_some(Kind::Byline(people));
    }
    // 青川日报 alone above its date.
    const PAPERS: &[&str] = &["日报", "晚报", "早报", "晨报", "时报", "商报"];
    if PAPERS.iter().any(|w| key.ends_with(w))
        && (4..=8).contains(&key.chars().count())
        && is_han(key)
    {
        return Some(Kind::Source {
            source: Some(own_words(text, key)),
            date: None,
            moment: None,
        });
    }
    let date = date_of(key)?;
    let moment = moment(key);
    let rest: String = key
        .chars()
        .filter(|c| !c.is_ascii_digit() && !"年月日-./:：时分秒 　".contains(*c))
        .collect();
    let alone = is_beside_date(&rest) && key.chars().count() <= 30;
    alone.then_some(match moment {
        None => Kind::Date(date),
        moment => Kind::Source {
            source: None,
            date: Some(date),
            moment,
        },
    })
}

/// The same words as they stand in the line itself: traditional characters
/// are converted later, and only on request.
fn own_words(line: &str, simplified: &str) -> String {
    let key = simplify::characters(line);
    let found = key.find(simplified);
    let start = found.map(|at| key[..at].chars().count());
    let words: String = match start {
        // The table maps one character to one.
        Some(start) => line
            .chars()
            .skip(start)
            .take(simplified.chars().count())
            .collect(),
        None => simplified.to_owned(),
    };
    words
        .trim()
        .trim_end_matches(['）', ')', '】', ']'])
        .trim()
        .to_owned()
}

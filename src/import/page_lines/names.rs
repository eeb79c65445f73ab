//! The names of a byline: people, units, and the words that say what somebody is
//! (本报记者, 通讯员).

use crate::import::simplify;

/// The people of a byline: names between spaces or commas; a name of two
/// characters set apart by a space is one name.
pub(in crate::import) fn people(text: &str) -> Vec<String> {
    let text = text
        .trim()
        .trim_start_matches("文/图")
        .trim_start_matches(['/', '：', ':', ' ', '　']);
    let mut names: Vec<String> = Vec::new();
    let mut single = false;
    for word in text
        .split([' ', '　', '、', '，', ',', ';', '；', '\t'])
        .filter(|w| !w.is_empty())
    {
        if is_role(word) {
            continue;
        }
        let alone = word.chars().count() == 1;
        match names.last_mut() {
            Some(last) if alone && single => {
                last.push_str(word);
                single = false;
            }
            _ => {
                names.push(word.to_owned());
                single = alone;
            }
        }
    }
    names
}

/// 龙泉市农业农村局 王 强: a unit, perhaps with people behind it.
pub(in crate::import) fn signature(text: &str) -> Vec<String> {
    if is_unit(text) {
        return vec![text.to_owned()];
    }
    let words: Vec<&str> = text
        .split([' ', '\u{3000}'])
        .filter(|w| !w.is_empty())
        .collect();
    if words.iter().all(|word| is_unit(word)) {
        return words.into_iter().map(str::to_owned).collect();
    }
    let [unit, rest @ ..] = words.as_slice() else {
        return Vec::new();
    };
    let names = people(&rest.join(" "));
    let is_name = |name: &String| (2..=4).contains(&name.chars().count()) && is_han(name);
    if !is_unit(unit) || names.is_empty() || !names.iter().all(is_name) {
        return Vec::new();
    }
    std::iter::once((*unit).to_owned()).chain(names).collect()
}

/// 本报记者, 澧源日报记者, 通讯员: what somebody is, before the name.
pub(super) fn is_role(word: &str) -> bool {
    const EXACT: &[&str] = &[
        "文",
        "图",
        "文/图",
        "图/文",
        "摄影",
        "报道",
        "摄影报道",
        "撰稿",
        "撰文",
        "采写",
        "整理",
    ];
    let ends = ["记者", "通讯员", "实习生", "评论员", "撰稿人"];
    let key = simplify::characters(word);
    let role = ends.iter().any(|end| key.ends_with(end)) && key.chars().count() <= 14;
    EXACT.contains(&key.as_str()) || role
}

/// Whether a word may stand in a byline: a person's name, or a unit's.
pub(super) fn signs(name: &str) -> bool {
    // 记者 手记 heads a part of the text.
    if ["手记", "感言", "点评", "短评"].contains(&name) {
        return false;
    }
    // 李明摄 took a picture.
    let person = (2..=5).contains(&name.chars().count()) && is_han(name) && !name.ends_with('摄');
    // 阿卜杜拉·买买提
    let long = name.contains('·') && name.chars().count() <= 15 && is_han(name);
    let foreign = name
        .chars()
        .all(|c| c.is_ascii_alphabetic() || " .".contains(c));
    person || long || foreign || is_unit(name)
}

/// 中共平湖市委组织部: a line that is the name of a unit.
pub(super) fn is_unit(text: &str) -> bool {
    const TAILS: &[&str] = &[
        "部",
        "委",
        "局",
        "办",
        "办公室",
        "政府",
        "中心",
        "县委",
        "市委",
        "区委",
        "党委",
        "日报社",
        "报社",
        "研究室",
        "领导小组",
        "专班",
        "街道",
        "镇",
        "乡",
        "公司",
        "协会",
        "学校",
        "支部",
        "工委",
        "党组",
    ];
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', ' ']);
    (4..=30).contains(&key.chars().count())
        && TAILS.iter().any(|t| key.ends_with(t))
        && key
            .chars()
            .all(|c| is_han(c.encode_utf8(&mut [0; 4])) || "（）()".contains(c))
}

pub(super) fn is_han(text: &str) -> bool {
    text.chars()
        .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '·')
}

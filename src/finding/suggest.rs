//! "Did you mean": the nearest of the names that would have been right.

use crate::finding::Text;
use crate::text;

/// The known name nearest to `wrong`, if it is near enough to be meant:
/// at most a third of its characters changed, or it differs only in letter
/// case, `-` against `_`, or full-width forms. Ties go to the first.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = fold(wrong);
    let limit = (plain.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&plain, &fold(name)), name))
        .filter(|(distance, name)| *distance <= limit && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Hint for an unknown name: the nearest known one, or all of them where
/// they are few.
pub fn hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Text> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(name) = nearest(wrong, known.iter().copied()) {
        return Some(text!("是不是想写“{name}”？", "did you mean `{name}`?"));
    }
    if known.is_empty() || known.len() > 16 {
        return None;
    }
    let (zh, en) = (known.join("、"), known.join(", "));
    Some(text!("这里可以写：{zh}", "one of: {en}"))
}

fn fold(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '-' | ' ' => '_',
            // Full-width ASCII stands 0xFEE0 above its plain form.
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_key() {
        assert_eq!(nearest("titel", ["title", "deck"]), Some("title"));
        assert_eq!(nearest("as-of", ["source", "as_of"]), Some("as_of"));
        assert_eq!(nearest("Ｔitle", ["title"]), Some("title"));
        assert_eq!(nearest("遂昌", ["遂昌县", "松阳县"]), Some("遂昌县"));
    }

    #[test]
    fn a_far_name_finds_nothing() {
        assert_eq!(nearest("photograph", ["title", "deck"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}

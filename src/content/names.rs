//! Names that become addresses.

use super::Spot;
use super::raw::Maybe;
use super::reader::Read;
use crate::finding::{Code, Finding, Findings, Place};
use crate::text;
use toml::Spanned;

/// Whether `name` can be a part of an address on every server and disk:
/// ASCII small letters, digits, `-` and `_`, starting with a letter or digit.
pub fn is_slug(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
        && !is_device(name)
}

/// Names that Windows keeps for its devices: no folder can be called so.
pub(super) fn is_device(name: &str) -> bool {
    let numbered = |start: &str| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Says that `name` cannot be part of an address.
pub(super) fn report_slug(name: &str, place: Place, findings: &mut Findings) {
    if is_device(name) {
        let message = text!(
            "“{name}”是 Windows 的设备名，不能作文件夹名",
            "`{name}` is a device of Windows, no name for a folder"
        );
        let hint = text!(
            "换一个名字，如 {name}-xian",
            "use another name, e.g. {name}-xian"
        );
        findings.push(Finding::new(Code::IdInvalid, place, message).hint(hint));
        return;
    }
    let message = text!(
        "“{name}”要用作网址的一部分，只能有小写字母、数字、- 和 _",
        "`{name}` becomes part of an address: small letters, digits, - and _ only"
    );
    let hint = text!(
        "换成这样的名字：liandu、suichang-xian",
        "use a name such as liandu or suichang-xian"
    );
    findings.push(Finding::new(Code::IdInvalid, place, message).hint(hint));
}

/// The value of a required key, or a finding that names the key.
pub(super) fn required<T, R>(
    value: Option<Spanned<T>>,
    path: &str,
    at: Place,
    read: &Read<R>,
    findings: &mut Findings,
) -> Option<Spot<T>> {
    match value {
        Some(value) => Some(spot(value, read)),
        None => {
            if !read.was_dropped(path) && !read.is_misnamed(path) {
                missing(path, at, findings);
            }
            None
        }
    }
}

/// Says that a required key is not there.
pub(super) fn missing(path: &str, at: Place, findings: &mut Findings) {
    let key = path.rsplit('.').next().unwrap_or(path);
    let message = text!("缺少“{key}”", "the key `{key}` is missing");
    let example = match key {
        "roster" => "[\"liandu\"]",
        "start" | "due" => "2019-12-31",
        "date" => "\"2018-04\"",
        "unit" => "\"万元\"",
        "id" => "\"income\"",
        "is" => "\"total\"",
        "value" => "12",
        _ => "\"…\"",
    };
    let hint = text!(
        "补上一行：{key} = {example}",
        "add a line: {key} = {example}"
    );
    findings.push(Finding::new(Code::KeyMissing, at, message).hint(hint));
}

/// A raw value with its place.
pub(super) fn spot<T, R>(value: Spanned<T>, read: &Read<R>) -> Spot<T> {
    let place = read.place(value.span());
    Spot {
        value: value.into_inner(),
        place,
    }
}

/// A list of raw values, each with its place.
pub(super) fn spots<T, R>(list: Maybe<Vec<Spanned<T>>>, read: &Read<R>) -> Vec<Spot<T>> {
    let list = list.map(Spanned::into_inner).unwrap_or_default();
    list.into_iter().map(|value| spot(value, read)).collect()
}

/// A text that must not be blank; `None` with a finding if it is.
pub(super) fn filled(text: Spot<String>, findings: &mut Findings) -> Option<Spot<String>> {
    if text.value.trim().is_empty() {
        let message = text!("这里不能是空的", "this must not be blank");
        let hint = text!("写上内容", "write something here");
        findings.push(Finding::new(Code::ValueInvalid, text.place, message).hint(hint));
        return None;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn slugs() {
        for good in [
            "liandu",
            "2019",
            "suichang-xian",
            "a_1",
            "cong",
            "com",
            "com12",
        ] {
            assert!(is_slug(good), "{good}");
        }
        for bad in [
            "", "莲都", "Liandu", "-a", "a b", "a/b", "..", "a.b", "con", "com1",
        ] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}

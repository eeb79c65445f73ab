//! A printed value without its unit.

/// The number of a plain text without its unit, for places too small for both; none
/// where a word or another unit goes with it.
pub fn bare<'a>(text: &'a str, unit: &str) -> Option<&'a str> {
    let number = text.strip_suffix(unit)?.trim_end();
    let digits = number.trim_start_matches(['−', '-']);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let grouped = whole.bytes().all(|b| b.is_ascii_digit() || b == b',');
    (grouped && plain(fraction) && whole.starts_with(|c: char| c.is_ascii_digit()))
        .then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_has_lost_nothing_but_its_unit() {
        assert_eq!(bare("−96.5万元", "万元"), Some("−96.5"));
        assert_eq!(bare("12 km", "km"), Some("12"));
        assert_eq!(bare("12", ""), Some("12"));
        for text in ["约5万元", "5亿元", "5万元以上", "3—5万元", "暂无数据"] {
            assert_eq!(bare(text, "万元"), None, "{text}");
        }
    }
}

//! One number of decimals for the values of a chart: 5% beside 4.2% is 5.0%.

/// Zeros are added to no more decimals than this: beyond it they would claim a
/// precision that nobody measured.
const MOST: usize = 2;

/// Gives plain numbers of `unit` as many decimals as the one of them with the most.
/// What has a word with it (约, 以上), another unit or more than two decimals stays
/// as it is, and then nothing is added to the others either beyond two.
///
/// Only zeros are added: every value stays the one it was.
pub fn even(texts: Vec<&mut String>, unit: &str) {
    let most = texts
        .iter()
        .filter_map(|text| decimals(text, unit))
        .map(|(_, decimals)| decimals)
        .max()
        .unwrap_or(0);
    if most == 0 || most > MOST {
        return;
    }
    for text in texts {
        let Some((end, own)) = decimals(text, unit).filter(|(_, own)| *own < most) else {
            continue;
        };
        let point = if own == 0 { "." } else { "" };
        text.insert_str(end, &format!("{point}{}", "0".repeat(most - own)));
    }
}

/// The number of a plain text without its unit, for places too small for both; none
/// where a word or another unit goes with it.
pub(crate) fn bare<'a>(text: &'a str, unit: &str) -> Option<&'a str> {
    decimals(text, unit).and_then(|(end, _)| text.get(..end))
}

/// Where the number of a plain text ends, and how many decimals it has.
fn decimals(text: &str, unit: &str) -> Option<(usize, usize)> {
    let number = text.strip_suffix(unit)?.trim_end();
    let digits = number.trim_start_matches(['−', '-']);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let grouped = whole.bytes().all(|b| b.is_ascii_digit() || b == b',');
    (grouped && plain(fraction) && whole.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((number.len(), fraction.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evened(texts: &[&str], unit: &str) -> Vec<String> {
        let mut texts: Vec<String> = texts.iter().map(|t| (*t).to_owned()).collect();
        even(texts.iter_mut().collect(), unit);
        texts
    }

    #[test]
    fn numbers_of_a_chart_have_the_same_decimals() {
        assert_eq!(
            evened(&["−96.0万元", "−120万元", "12,000万元"], "万元"),
            ["−96.0万元", "−120.0万元", "12,000.0万元"]
        );
        assert_eq!(evened(&["5 km", "4.25 km"], "km"), ["5.00 km", "4.25 km"]);
        assert_eq!(evened(&["3", "0.5"], ""), ["3.0", "0.5"]);
    }

    #[test]
    fn a_bare_number_has_lost_nothing_but_its_unit() {
        assert_eq!(bare("−96.5万元", "万元"), Some("−96.5"));
        assert_eq!(bare("12 km", "km"), Some("12"));
        assert_eq!(bare("12", ""), Some("12"));
        for text in ["约5万元", "5亿元", "5万元以上", "3—5万元", "暂无数据"] {
            assert_eq!(bare(text, "万元"), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_plain_number_stays() {
        for text in ["约5%", "5%以上", "3—5%", "暂无数据", "2.738亿元", "", "%"] {
            assert_eq!(evened(&[text, "4.2%"], "%")[0], text);
        }
        assert_eq!(evened(&["5‰", "7.331‰"], "‰"), ["5‰", "7.331‰"]);
        assert_eq!(evened(&["5个", "12个"], "个"), ["5个", "12个"]);
    }
}

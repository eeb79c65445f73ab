//! What a number format shows: decimals, a percent sign, the sign of the yuan, a unit
//! in quotes, commas that divide. .xlsx and .xls write them alike.

use crate::import::grid::Format;

/// Reads the first section of a number format (ECMA-376 part 1, 18.8.31).
pub(in crate::import) fn format(code: &str) -> Format {
    let mut format = Format::default();
    let mut suffix = String::new();
    let (mut quoted, mut bracket, mut seen, mut decimals) = (false, false, false, None::<u32>);
    // Commas behind the last digit, and digits behind a written point.
    let (mut commas, mut written) = (0, None::<u32>);
    let mut general = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '¥' | '￥' if !seen => format.currency = true,
            '"' => quoted = !quoted,
            '.' if quoted && seen => written = Some(0),
            _ if quoted => suffix.push(c),
            '\\' | '!' => match chars.next() {
                Some('.') if seen => written = Some(0),
                other => suffix.extend(other),
            },
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            // General shows a number as it is.
            'G' if !seen => (seen, general) = (true, true),
            // What follows speaks of negative numbers.
            ';' => break,
            '_' | '*' => {
                chars.next();
            }
            '%' => format.percent = true,
            '.' => {
                decimals = Some(0);
                format.divided += 3 * std::mem::take(&mut commas);
            }
            ',' => commas += u32::from(seen),
            '0' | '#' | '?' => {
                // Between digits a comma only groups them.
                commas = 0;
                format.torn |= seen && !suffix.is_empty();
                written = written.map(|n| n + 1);
                if !seen {
                    // A word before the number is no unit.
                    suffix.clear();
                }
                seen = true;
                if c == '0' {
                    decimals = decimals.map(|n| n + 1);
                }
            }
            _ => {}
        }
    }
    if seen {
        format.divided += 3 * commas + written.unwrap_or(0);
        format.decimals = (!general).then(|| decimals.or(written).unwrap_or(0));
        let word = suffix.trim();
        format.suffix = (!word.is_empty()).then(|| word.to_owned());
    }
    format
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn number_formats() {
        let read = |code| {
            let f = format(code);
            (f.percent, f.decimals, f.suffix)
        };
        assert_eq!(read("0.00%"), (true, Some(2), None));
        assert_eq!(read("General"), (false, None, None));
        assert_eq!(read("#,##0\"亩\""), (false, Some(0), Some("亩".into())));
        assert_eq!(
            read("0.0\\万\\元;-0.0"),
            (false, Some(1), Some("万元".into()))
        );
        assert_eq!(read("\"￥\"#,##0.00"), (false, Some(2), None));
        assert_eq!(read("[$-804]0;[Red]\"%\"0"), (false, Some(0), None));
    }

    #[test]
    fn formats_that_divide() {
        let read = |code| {
            let f = format(code);
            (f.divided, f.torn, f.suffix.unwrap_or_default())
        };
        let of = |n, word: &str| (n, false, word.to_owned());
        assert_eq!(read("#,##0.00"), of(0, ""));
        assert_eq!(read("#,##0"), of(0, ""));
        assert_eq!(read("0.00,,\"百万元\""), of(6, "百万元"));
        assert_eq!(read("#,##0,"), of(3, ""));
        assert_eq!(read("0!.0,\"万元\""), of(4, "万元"));
        assert_eq!(read("0\\.0000\"万元\""), of(4, "万元"));
        assert_eq!(read("0\".\"0000"), of(4, ""));
        assert!(format("0\"亿\"0000\"万元\"").torn);
        assert_eq!(read("0.00_);(0.00)"), of(0, ""));
        assert_eq!(format("General"), super::Format::default());
        assert_eq!(format("General\"%\"").suffix.as_deref(), Some("%"));
        let money = [
            "¥#,##0.00",
            "[$¥-804]#,##0",
            "_ ¥* #,##0.00_ ;_ @_ ",
            "\"￥\"0.00",
        ];
        assert!(money.iter().all(|code| format(code).currency));
        assert!(!format("0.00").currency);
    }
}

//! What can be wrong with a written quantity, and where, in both languages.

use std::fmt;
use std::ops::Range;

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ParseErrorKind {
    /// Nothing but spaces.
    Empty,
    /// There is no numeral.
    NoNumber,
    /// The number is written in Chinese: 十六年.
    ChineseNumerals,
    /// Arabic and Chinese numerals are mixed: 1千, 1百零8, 3年半.
    MixedNumerals,
    /// A fraction: 1/3, 三分之一.
    Fraction,
    /// A word before the number that is no qualifier: 下降3.5%.
    WordBefore,
    /// A comma that does not part thousands: 1,23.
    ThousandsMisplaced,
    /// A decimal point without digits on both sides, or two of them: .5, 3., 1.2.3.
    PointMisplaced,
    /// A whole part that begins with 0: 007.
    LeadingZero,
    /// A space inside the digits: 43 914.
    SpaceInNumber,
    /// More digits than an exact decimal holds (28, and 28 after the point).
    TooManyDigits,
    /// A number literal that is not a finite decimal: 0x1F, inf, nan.
    NotDecimal,
    /// The unit is missing.
    UnitMissing,
    /// What follows the number cannot be a unit.
    UnitMalformed,
    /// Two qualifiers where one may stand: 约2300余人次.
    QualifiersClash {
        /// The first word.
        first: &'static str,
        /// The second word.
        second: &'static str,
    },
    /// A range with a qualifier other than 约 and its like: 10—15万元以上.
    RangeQualifier {
        /// The word.
        word: &'static str,
    },
    /// A range whose first number is not the smaller one: 15—10万元.
    RangeUpsideDown,
    /// A range whose lower end has no exact value in the unit of the upper: 3户—5亩.
    RangeUnits,
}

/// Why and where a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ParseError {
    kind: ParseErrorKind,
    range: Range<usize>,
    text: String,
}

impl ParseError {
    /// `range` is a byte range of `source` on character boundaries.
    pub(super) fn new(kind: ParseErrorKind, source: &str, range: Range<usize>) -> ParseError {
        let text = source.get(range.clone()).unwrap_or(source).to_owned();
        ParseError { kind, range, text }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ParseErrorKind {
        &self.kind
    }

    /// The bytes of the text that was parsed where it goes wrong; empty, at the
    /// end of the number, for a missing unit.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The message in Chinese, without a final mark.
    #[must_use]
    pub fn zh(&self) -> String {
        use ParseErrorKind as K;
        let text = &self.text;
        match &self.kind {
            K::Empty => "这里应写一个数量，如“2.738亿元”，却是空的".to_owned(),
            K::NoNumber => format!("“{text}”里没有数字"),
            K::ChineseNumerals => {
                format!("“{text}”是汉字数字；数量请用阿拉伯数字写，如“16年”（GB/T 15835）")
            }
            K::MixedNumerals => format!(
                "“{text}”使阿拉伯数字与汉字数字混用；请写全数字，数字后只可用万、亿（GB/T 15835）"
            ),
            K::Fraction => format!("“{text}”是分数；请写成小数或百分数"),
            K::WordBefore => {
                format!("数字前的“{text}”不属于数量；只可写约、近、超、不足等限定词")
            }
            K::ThousandsMisplaced => {
                format!("“{text}”的千分位逗号位置不对；应每三位一个，如“43,914”")
            }
            K::PointMisplaced => format!("“{text}”的小数点位置不对；两边都要有数字，如“0.5”"),
            K::LeadingZero => format!("“{text}”以0开头；请去掉多余的0"),
            K::SpaceInNumber => format!("“{text}”的数字中间有空格；请去掉"),
            K::TooManyDigits => format!("“{text}”的位数太多；最多28位"),
            K::NotDecimal => format!("“{text}”不是十进制的有限数"),
            K::UnitMissing => "数字后缺单位，如“万元”“户”“%”".to_owned(),
            K::UnitMalformed => format!("“{text}”不能作单位；单位里没有数字、标点和限定词"),
            K::QualifiersClash { first, second } => {
                format!("“{first}”与“{second}”不能同时用；只留一个")
            }
            K::RangeQualifier { word } => {
                format!("范围不能再带“{word}”；去掉它，或改写为一个数")
            }
            K::RangeUpsideDown => format!("范围“{text}”应前小后大"),
            K::RangeUnits => format!("范围“{text}”两端的单位不能准确换算"),
        }
    }

    /// The message in English, without a final mark.
    #[must_use]
    pub fn en(&self) -> String {
        use ParseErrorKind as K;
        let text = &self.text;
        match &self.kind {
            K::Empty => "expected a quantity such as “2.738亿元”, found nothing".to_owned(),
            K::NoNumber => format!("there is no number in “{text}”"),
            K::ChineseNumerals => format!(
                "“{text}” is a Chinese numeral; write quantities in Arabic numerals, as in “16年” (GB/T 15835)"
            ),
            K::MixedNumerals => format!(
                "“{text}” mixes Arabic and Chinese numerals; write all digits, only 万 and 亿 may follow them (GB/T 15835)"
            ),
            K::Fraction => format!("“{text}” is a fraction; write a decimal or a percentage"),
            K::WordBefore => format!(
                "“{text}” before the number is no part of a quantity; only qualifiers such as 约, 近, 超, 不足 may stand there"
            ),
            K::ThousandsMisplaced => format!(
                "the commas in “{text}” do not part thousands; one every three digits, as in “43,914”"
            ),
            K::PointMisplaced => format!(
                "the decimal point in “{text}” is misplaced; it needs digits on both sides, as in “0.5”"
            ),
            K::LeadingZero => format!("“{text}” begins with 0; remove the extra zeros"),
            K::SpaceInNumber => format!("there is a space inside the number “{text}”; remove it"),
            K::TooManyDigits => format!("“{text}” has too many digits; 28 is the most"),
            K::NotDecimal => format!("“{text}” is not a finite decimal number"),
            K::UnitMissing => {
                "a unit is missing after the number, such as “万元”, “户”, “%”".to_owned()
            }
            K::UnitMalformed => format!(
                "“{text}” cannot be a unit; a unit holds no digits, punctuation or qualifiers"
            ),
            K::QualifiersClash { first, second } => {
                format!("“{first}” and “{second}” exclude each other; keep one")
            }
            K::RangeQualifier { word } => {
                format!("a range cannot take “{word}”; remove it, or write one number")
            }
            K::RangeUpsideDown => {
                format!("the range “{text}” must go from the smaller number to the larger")
            }
            K::RangeUnits => {
                format!("the two ends of the range “{text}” have units that do not convert exactly")
            }
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for ParseError {}

#[cfg(test)]
mod tests {
    use crate::quantity::Quantity;

    const MESSAGES: &str = "
这里应写一个数量，如“2.738亿元”，却是空的 | expected a quantity such as “2.738亿元”, found nothing
“户”里没有数字 | there is no number in “户”
“十六年”是汉字数字；数量请用阿拉伯数字写，如“16年”（GB/T 15835） | “十六年” is a Chinese numeral; write quantities in Arabic numerals, as in “16年” (GB/T 15835)
“5万1千元”使阿拉伯数字与汉字数字混用；请写全数字，数字后只可用万、亿（GB/T 15835） | “5万1千元” mixes Arabic and Chinese numerals; write all digits, only 万 and 亿 may follow them (GB/T 15835)
“1/3”是分数；请写成小数或百分数 | “1/3” is a fraction; write a decimal or a percentage
数字前的“下降”不属于数量；只可写约、近、超、不足等限定词 | “下降” before the number is no part of a quantity; only qualifiers such as 约, 近, 超, 不足 may stand there
“1,23”的千分位逗号位置不对；应每三位一个，如“43,914” | the commas in “1,23” do not part thousands; one every three digits, as in “43,914”
“.5元”的小数点位置不对；两边都要有数字，如“0.5” | the decimal point in “.5元” is misplaced; it needs digits on both sides, as in “0.5”
“007”以0开头；请去掉多余的0 | “007” begins with 0; remove the extra zeros
“43 914”的数字中间有空格；请去掉 | there is a space inside the number “43 914”; remove it
“79228162514264337593543950336”的位数太多；最多28位 | “79228162514264337593543950336” has too many digits; 28 is the most
数字后缺单位，如“万元”“户”“%” | a unit is missing after the number, such as “万元”, “户”, “%”
“万元，”不能作单位；单位里没有数字、标点和限定词 | “万元，” cannot be a unit; a unit holds no digits, punctuation or qualifiers
“约”与“余”不能同时用；只留一个 | “约” and “余” exclude each other; keep one
范围不能再带“以上”；去掉它，或改写为一个数 | a range cannot take “以上”; remove it, or write one number
范围“15—10万元”应前小后大 | the range “15—10万元” must go from the smaller number to the larger
范围“3户—5亩”两端的单位不能准确换算 | the two ends of the range “3户—5亩” have units that do not convert exactly
“0x1F”不是十进制的有限数 | “0x1F” is not a finite decimal number
";

    #[test]
    fn every_message_reads_whole_in_both_languages() {
        let texts = [
            "",
            "约户",
            "十六年",
            "5万1千元",
            "1/3",
            "下降3.5%",
            "1,23户",
            ".5元",
            "007户",
            "43 914元",
            "79228162514264337593543950336元",
            "约160",
            "72万元，",
            "约2300余人次",
            "10—15万元以上",
            "15—10万元",
            "3户—5亩",
        ];
        let mut messages: Vec<String> = texts
            .iter()
            .filter_map(|text| Quantity::parse(text).err())
            .map(|error| format!("{} | {}", error.zh(), error.en()))
            .collect();
        let unit = Quantity::parse("1户").unwrap().unit().clone();
        let hex = Quantity::from_number("0x1F", &unit).unwrap_err();
        messages.push(format!("{} | {}", hex.zh(), hex.en()));
        assert_eq!(messages.join("\n"), MESSAGES.trim());
    }
}

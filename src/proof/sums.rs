//! Totals that their parts do not make: 项目58个。联建项目20个；新建项目36个。
//!
//! Figures that refer to each other are held together elsewhere; here it is
//! prose as it was sent in. A list that leaves something out is sound, so a sum
//! is worked out only where the wording says that the list is whole, or where
//! the parts are more than the whole.

use super::block::{Block, Role};
use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::script::{ends, is_blank, is_han, starts};
use crate::finding::Code;
use crate::text;
use rust_decimal::Decimal;
use std::ops::Range;

/// Runs the rule.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    if !matches!(block.role, Role::Paragraph | Role::Item | Role::Line) {
        return;
    }
    let text = block.text.as_str();
    let amounts = amounts(text);
    if amounts.len() < 3 {
        return;
    }
    let sentences = pieces(text, 0..text.len(), &['。', '！', '？', '\n']);
    for (i, sentence) in sentences.iter().enumerate() {
        let own = within(&amounts, sentence);
        let mut found = Vec::new();
        named_parts(text, sentence, own, &mut found);
        added_up(text, sentence, own, &mut found);
        let next = sentences.get(i + 1);
        if let Some(next) = next.filter(|_| found.is_empty()) {
            alike(text, own, next, within(&amounts, next), &mut found);
        }
        // 项目58个：联建项目20个；新建项目36个。
        let colon = text[sentence.clone()].find('：');
        if let Some(colon) = colon.filter(|_| found.is_empty()) {
            let colon = sentence.start + colon;
            let rest = colon + '：'.len_utf8()..sentence.end;
            let head = within(&amounts, &(sentence.start..colon));
            alike(text, head, &rest, within(&amounts, &rest), &mut found);
        }
        faults.extend(found.iter().map(|sum| sum.fault(block)));
    }
}

/// A whole and what is said to be its parts.
struct Sum<'a> {
    whole: &'a Amount,
    parts: Vec<&'a Amount>,
}

/// A sum that is as large as can be where it would be larger.
fn added(numbers: impl Iterator<Item = Decimal>) -> Decimal {
    numbers.fold(Decimal::ZERO, Decimal::saturating_add)
}

impl Sum<'_> {
    fn total(&self) -> Decimal {
        added(self.parts.iter().map(|part| part.value))
    }

    /// How far the sum may be off: every rounded number by half of its last
    /// digit, an approximate one by a twentieth of the whole.
    fn is_off(&self) -> bool {
        let all = || self.parts.iter().copied().chain([self.whole]);
        let mut room = added(all().map(|a| a.step / Decimal::TWO));
        if all().any(|a| a.about) {
            room = room.saturating_add(self.whole.value / Decimal::from(20));
        }
        self.total().saturating_sub(self.whole.value).abs() > room
    }

    fn is_more(&self) -> bool {
        self.is_off() && self.total() > self.whole.value
    }

    /// Nearly the whole: the list leaves nothing out on purpose.
    fn is_near(&self) -> bool {
        let (ten, eight) = (Decimal::TEN, Decimal::from(8));
        self.total().saturating_mul(ten) >= self.whole.value.saturating_mul(eight)
    }

    fn fault(&self, block: &Block) -> Fault {
        let text = block.text.as_str();
        let written = &text[self.whole.range.clone()];
        let parts: Vec<&str> = self.parts.iter().map(|p| &text[p.range.clone()]).collect();
        let (zh, en) = (parts.join("＋"), parts.join(" + "));
        let total = self.whole.say(self.total());
        let message = text!(
            "“{written}”和各项之和对不上：{zh}＝{total}",
            "{written} is not the sum of its parts: {en} = {total}"
        );
        let hint = text!(
            "核对总数和各项；没有列全的，写明“其中”“等”",
            "check the total and its parts; of a list that is not whole say 其中 or 等"
        );
        let range = self.whole.range.clone();
        Fault::new(block, Code::SumDiffers, range, message).hint(hint)
    }
}

/// A number with its unit.
struct Amount {
    /// With 万 or 亿 and the unit.
    range: Range<usize>,
    /// Without 万 and 亿.
    value: Decimal,
    /// What its last digit counts, if it was rounded.
    step: Decimal,
    /// 万 or 亿.
    scale: Decimal,
    scale_name: &'static str,
    unit: &'static str,
    /// 约, 余 and the like.
    about: bool,
}

impl Amount {
    /// A value in this amount's scale and unit.
    fn say(&self, value: Decimal) -> String {
        let (scale, unit) = (self.scale_name, self.unit);
        let value = value.checked_div(self.scale).unwrap_or(value).normalize();
        format!("{value}{scale}{unit}")
    }
}

/// What can be added up.
const UNITS: &[&str] = &[
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "公斤",
    "人次",
    "万元",
    "元",
    "亩",
    "吨",
    "户",
    "人",
    "名",
    "个",
    "家",
    "座",
    "处",
    "条",
    "项",
    "件",
    "台",
    "套",
    "株",
    "头",
    "只",
    "所",
    "场",
    "期",
    "辆",
    "间",
    "栋",
    "幢",
    "宗",
    "笔",
];

fn amounts(text: &str) -> Vec<Amount> {
    numerals(text)
        .iter()
        .filter_map(|n| amount(text, n))
        .collect()
}

fn amount(text: &str, number: &Numeral) -> Option<Amount> {
    let digits = text[number.range.clone()].replace(',', "");
    let plain: Decimal = digits.parse().ok()?;
    let rest = &text[number.range.end..];
    let blank = rest.len() - rest.trim_start_matches(is_blank).len();
    let rest = &rest[blank..];
    let (name, scale) = match starts(rest, &["万亿", "亿", "万"]) {
        Some("万亿") => ("万亿", Decimal::from(1_000_000_000_000_u64)),
        Some("亿") => ("亿", Decimal::from(100_000_000)),
        Some("万") => ("万", Decimal::from(10_000)),
        _ => ("", Decimal::ONE),
    };
    let behind = &rest[name.len()..];
    let much = starts(behind, &["多", "余"]).unwrap_or("");
    let unit = starts(&behind[much.len()..], UNITS)?;
    let after = &behind[much.len() + unit.len()..];
    // 3个月, 5个百分点, 20个%, 10元/亩 and 第3个 count something else.
    if starts(after, &["月", "百分", "小时", "%", "/", "／", "以"]).is_some() && unit == "个"
        || after.starts_with(['/', '／'])
    {
        return None;
    }
    let head = &text[..number.range.start];
    if head.ends_with(['第', '前', '每', '—', '-', '～', '~', '.', '至']) {
        return None;
    }
    let about = ["约", "近", "超", "逾", "超过", "不到", "突破", "达到近"];
    let places = digits.split('.').nth(1).map_or(0, str::len);
    let rounded = places > 0 || !name.is_empty();
    let step = Decimal::new(1, u32::try_from(places).ok()?);
    let end = number.range.end + blank + name.len() + much.len() + unit.len();
    Some(Amount {
        range: number.range.start..end,
        value: plain.checked_mul(scale)?,
        step: match rounded {
            true => step.checked_mul(scale)?,
            false => Decimal::ZERO,
        },
        scale,
        scale_name: name,
        unit,
        about: !much.is_empty()
            || ends(head, &about).is_some()
            || starts(after, &["左右", "以上", "上下"]).is_some(),
    })
}

/// The amounts that stand in `range`.
fn within<'a>(amounts: &'a [Amount], range: &Range<usize>) -> &'a [Amount] {
    let from = amounts.partition_point(|a| a.range.start < range.start);
    let to = amounts.partition_point(|a| a.range.start < range.end);
    amounts.get(from..to).unwrap_or_default()
}

/// `range` cut at each of `marks`, without what is blank.
fn pieces(text: &str, range: Range<usize>, marks: &[char]) -> Vec<Range<usize>> {
    let mut at = range.start;
    let mut found = Vec::new();
    for piece in text[range].split_inclusive(marks) {
        let end = at + piece.len();
        let bare = piece.trim_end_matches(marks);
        if !bare.trim().is_empty() {
            found.push(at..at + bare.len());
        }
        at = end;
    }
    found
}

const STOPS: &[char] = &['，', '；', '、', ',', ';', '：'];

/// Words of a clause whose number is no part of a whole.
const OTHER: &[&str] = &[
    "比", "较", "同比", "增", "减", "每", "均", "占", "收益", "新增", "带动", "实现", "平均", "达",
    "（", "(", "至少", "最", "超", "利润", "目标", "计划", "次", "剩",
];

/// 总投资80万元，其中甲20万元，乙70万元: the one amount of each clause after
/// the word, as far as they are of one kind.
fn named_parts<'a>(
    text: &str,
    sentence: &Range<usize>,
    amounts: &'a [Amount],
    found: &mut Vec<Sum<'a>>,
) {
    let said = &text[sentence.clone()];
    let words = ["其中", "分别为", "分别是", "由"];
    for word in words {
        let Some(at) = said.find(word).map(|at| sentence.start + at) else {
            continue;
        };
        if word == "由" && !said.contains("组成") && !said.contains("构成") {
            continue;
        }
        let Some(whole) = amounts.iter().rev().find(|a| a.range.end <= at) else {
            continue;
        };
        // 58个项目，其中; only few words stand between.
        if text[whole.range.end..at].chars().count() > 16
            || text[whole.range.end..at].contains(['。', '；', ';'])
        {
            continue;
        }
        let mut parts = Vec::new();
        let mut rest = false;
        for clause in pieces(text, at + word.len()..sentence.end, STOPS) {
            let words = &text[clause.clone()];
            let own = self::within(amounts, &clause);
            let [one] = own else { break };
            let last = starts(words, &["其余", "剩余", "余下", "剩下"]).is_some();
            if one.unit != whole.unit || !last && OTHER.iter().any(|w| words.contains(w)) {
                break;
            }
            parts.push(one);
            rest |= last;
        }
        let sum = Sum { whole, parts };
        if sum.parts.len() < 2 || !sum.is_off() {
            continue;
        }
        // What is counted may be counted twice (党员30人，妇女40人); money not.
        let is_whole = rest || word != "其中";
        let is_money = matches!(whole.unit, "元" | "亩");
        if is_whole || is_money && sum.is_more() {
            found.push(sum);
        }
        return;
    }
}

/// 甲20万元，乙70万元，合计80万元.
fn added_up<'a>(
    text: &str,
    sentence: &Range<usize>,
    amounts: &'a [Amount],
    found: &mut Vec<Sum<'a>>,
) {
    let clauses = pieces(text, sentence.clone(), STOPS);
    for (i, clause) in clauses.iter().enumerate() {
        let words = &text[clause.clone()];
        let total = starts(words, &["合计", "共计", "总计"]);
        let Some(total) = total else { continue };
        let Some(whole) = within(amounts, clause).first() else {
            continue;
        };
        let between = &text[clause.start + total.len()..whole.range.start];
        if !matches!(between, "" | "为" | "达" | "是" | "约") {
            continue;
        }
        let mut parts = Vec::new();
        // A longer list is a table.
        for clause in clauses[..i].iter().rev().take(40) {
            let words = &text[clause.clone()];
            let own = within(amounts, clause);
            let is_total = ["总", "共", "合计", "累计", "其中"];
            if own.is_empty() && !words.contains(|c: char| c.is_ascii_digit()) {
                // 物业出租，86万元
                continue;
            }
            let [one] = own else { break };
            let other = is_total.iter().chain(OTHER).any(|w| words.contains(w));
            if one.unit != whole.unit || other {
                break;
            }
            parts.push(one);
        }
        // A list may begin anywhere.
        let fits = (2..=parts.len()).any(|n| {
            let parts = parts[..n].to_vec();
            !Sum { whole, parts }.is_off()
        });
        parts.reverse();
        if parts.len() >= 2 && !fits {
            found.push(Sum { whole, parts });
        }
    }
}

/// 共投入资金2亿元，项目58个。联建项目20个，资金1亿元；新建项目36个，资金1亿元。
/// The sentence after the total is made of nothing but clauses alike.
fn alike<'a>(
    text: &str,
    totals: &'a [Amount],
    list: &Range<usize>,
    parts: &'a [Amount],
    found: &mut Vec<Sum<'a>>,
) {
    let said = &text[list.clone()];
    let open = [
        "其中", "等", "比如", "例如", "如", "增", "减", "比", "较", "每", "均",
    ];
    let Some(last) = totals.last() else { return };
    let head = text[..last.range.end]
        .rsplit(['。', '！', '？', '\n'])
        .next();
    let head = head.unwrap_or("");
    let is_total = ["共", "合计", "总", "累计"]
        .iter()
        .any(|w| head.contains(w));
    if !is_total || open.iter().any(|w| said.contains(w)) {
        return;
    }
    let groups: Vec<&[Amount]> = pieces(text, list.clone(), &['；', ';'])
        .iter()
        .map(|clause| within(parts, clause))
        .collect();
    let Some(shape) = groups.first().filter(|_| groups.len() >= 2) else {
        return;
    };
    let same = |group: &&[Amount]| {
        group.len() == shape.len() && group.iter().zip(*shape).all(|(a, b)| a.unit == b.unit)
    };
    if shape.is_empty() || !groups.iter().all(same) {
        return;
    }
    let mut sums = Vec::new();
    for (i, part) in shape.iter().enumerate() {
        let column: Vec<&Amount> = groups.iter().filter_map(|g| g.get(i)).collect();
        let noun = noun(text, part);
        let mut wholes = totals
            .iter()
            .filter(|t| t.unit == part.unit && self::noun(text, t) == noun);
        let (Some(whole), None) = (wholes.next(), wholes.next()) else {
            return;
        };
        let alike = column.iter().all(|p| self::noun(text, p) == noun);
        if noun.chars().count() < 2 || !alike {
            return;
        }
        let parts = column;
        sums.push(Sum { whole, parts });
    }
    // Where none comes near, the clauses are examples.
    if sums.iter().any(|sum| sum.is_near() || sum.is_more()) {
        found.extend(sums.into_iter().filter(Sum::is_off));
    }
}

/// The two characters before a number: 资金2.738亿元.
fn noun<'t>(text: &'t str, amount: &Amount) -> &'t str {
    let head = text[..amount.range.start].trim_end_matches(is_blank);
    let head = head.trim_end_matches(['约', '近', '超', '逾', '有', '为', '达', '到', '共']);
    let mut from = head.len();
    for c in head.chars().rev().take(2).take_while(|c| is_han(*c)) {
        from -= c.len_utf8();
    }
    &head[from..]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, faults, hits};
    use crate::finding::Language;

    const CODE: &str = "sum-differs";

    #[test]
    fn a_list_of_clauses_alike_after_their_total() {
        let text = "共投入“消薄”资金2.738亿元，涉及项目58个。乡镇（街道）联建项目20个，扶持资金7395万元；村级新建项目36个，扶持资金5385万元。";
        assert_eq!(hits(text, CODE), ["2.738亿元", "58个"]);
        let later = format!("建立了项目库。{text}");
        assert_eq!(hits(&later, CODE), ["2.738亿元", "58个"]);
        // As the page has it, with half-width marks.
        let pasted = text.replace('，', ",").replace('；', ";");
        assert_eq!(hits(&pasted, CODE), ["2.738亿元", "58个"]);
        let found = faults(text);
        let sum = found.iter().find(|f| f.code.as_str() == CODE).unwrap();
        assert_eq!(
            sum.message.get(Language::Zh),
            "“2.738亿元”和各项之和对不上：7395万元＋5385万元＝1.278亿元"
        );
        clean(&text.replace("58", "56").replace("2.738", "1.278"), CODE);
        clean(&text.replace("。乡镇", "。其中，乡镇"), CODE);
    }

    #[test]
    fn parts_that_are_said_to_be_the_whole() {
        assert_eq!(
            hits("总投资80万元，其中财政20万元，自筹70万元。", CODE),
            ["80万元"]
        );
        assert_eq!(
            hits("共有项目58个，其中联建20个，新建30个，其余6个。", CODE),
            ["58个"]
        );
        assert_eq!(
            hits("第一期投资100万元，第二期投资200万元，合计350万元。", CODE),
            ["350万元"]
        );
    }

    #[test]
    fn lists_that_are_not_whole_or_are_right() {
        for text in [
            "总投资80万元，其中财政20万元，自筹30万元。",
            "村民60人，其中党员30人，妇女40人。",
            "总投资约80万元，其中财政20万元，自筹62万元。",
            "总投资1.28亿元，其中财政7395万元，自筹5385万元。",
            "全年共接待游客20万人次。五一接待游客3万人次；国庆接待游客5万人次。",
            "去年投资50万元，第一期投资100万元，第二期投资200万元，合计300万元。",
            "总投资80万元，其中财政20万元，建成后年收益90万元。",
        ] {
            clean(text, CODE);
        }
    }
}

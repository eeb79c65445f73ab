//! What each rule says, whole: the messages and hints that an editor reads.

use super::*;
use crate::content::Body;
use crate::finding::{Code, Findings, Language, Severity, Source};

fn findings(text: &str, rules: &Rules) -> Vec<crate::finding::Finding> {
    let body = Body {
        source: Source::new("case.md", text),
        range: 0..text.len(),
    };
    let mut findings = Findings::new();
    proofread(&Passage::body(&body, Kind::Case), rules, &mut findings);
    findings.sorted()
}

/// What one rule says about a text, in one language.
fn said(text: &str, code: Code, language: Language) -> Vec<String> {
    let of_code = findings(text, &Rules::new())
        .into_iter()
        .filter(|f| f.code == code);
    of_code
        .map(|f| {
            let (line, column) = f.place.position().unwrap();
            let hint = f
                .hint
                .map_or(String::new(), |h| format!(" ({})", h.get(language)));
            format!("{line}:{column} {}{hint}", f.message.get(language))
        })
        .collect()
}

const SAYINGS: &[(Code, &str, &str, &str)] = &[
    (
        Code::PunctuationHalf,
        "夯实责任,强化担当,抓落实。",
        "1:5 中文里用了半角的“,”；本行另有 1 处，在第 10 列 (改为：，)",
        "1:5 half-width `,` in Chinese text; 1 more in this line, at column 10 (change to: ，)",
    ),
    (
        Code::PunctuationDoubled,
        "强化，，担当。",
        "1:3 标点“，，”连用 (改为：，)",
        "1:3 two marks in a row: ，， (change to: ，)",
    ),
    (
        Code::QuoteStraight,
        "把\"消薄当成。",
        "1:2 中文里用了直引号 \" (这个引号没有成对)",
        "1:2 straight quote \" in Chinese text (this quote has no partner)",
    ),
    (
        Code::QuoteUnpaired,
        "跨县“飞地“造血”。",
        "1:3 引号 “ 没有配对 (补上另一半，或删去多余的)",
        "1:3 the quote “ has no partner (add its partner, or delete it)",
    ),
    (
        Code::QuoteUnpaired,
        "把“消薄“当成。",
        "1:5 引号 “ 方向反了 (改为：”)",
        "1:5 the quote “ is turned the wrong way (change to: ”)",
    ),
    (
        Code::QuoteNested,
        "《关于印发〈甲〉和《乙》的通知》",
        "1:10 书名号里面又用了书名号 (改为：〈乙〉)",
        "1:10 title marks inside title marks (change to: 〈乙〉)",
    ),
    (
        Code::BracketUnpaired,
        "乡镇（街道。",
        "1:3 括号 （ 没有配对 (补上另一半，或删去多余的)",
        "1:3 the bracket （ has no partner (add its partner, or delete it)",
    ),
    (
        Code::FinalMarkMissing,
        "成立小组。全面落实",
        "1:9 段末没有句号 (改为：实。)",
        "1:9 the paragraph has no final mark (change to: 实。)",
    ),
    (
        Code::ParagraphCut,
        "发挥积极性。做到赋予共同富裕的",
        "1:15 这一段像是没有写完，断在半句 (对照原稿把后半句补上)",
        "1:15 the paragraph seems to break off in the middle of a sentence (complete it from the manuscript)",
    ),
    (
        Code::SpaceInChinese,
        "夯实 责任。",
        "1:3 汉字之间有空格 (删去)",
        "1:3 a space between Chinese characters (delete it)",
    ),
    (
        Code::WidthFull,
        "共１５户。",
        "1:2 “１５”是全角的 (改为：15)",
        "1:2 １５ is full-width (change to: 15)",
    ),
    (
        Code::TildeHalf,
        "10~15人",
        "1:3 范围的连接号用“～” (改为：～)",
        "1:3 a range takes ～ (change to: ～)",
    ),
    (
        Code::TimesSign,
        "3*5米",
        "1:2 乘号用“×” (改为：×)",
        "1:2 the sign of multiplication is × (change to: ×)",
    ),
    (
        Code::MarkdownSlip,
        "1.强化",
        "1:1 “1.”后面没有空格，不会成为列表 (改为：1. )",
        "1:1 no space after 1.: this is no list (change to: 1. )",
    ),
    (
        Code::MarkdownSlip,
        "1．逐村过堂。\n2．一村一策。",
        "2:1 “2．”不会另起一行，会接在上一段后面 (上面空一行；要列表，写“1. ”)",
        "2:1 2． begins no line: it runs on from the text above (leave a blank line above; for a list write “1. ”)",
    ),
    (
        Code::MarkdownSlip,
        "见[说明]（a.html）",
        "1:6 链接和图片的符号要用半角，“（”不起作用 (改为：()",
        "1:6 links and pictures need half-width signs: （ has no effect (change to: ()",
    ),
    (
        Code::RangeUnit,
        "达10-15万元",
        "1:2 范围前一个数缺“万元”，会读成 10 (改为：10万元—15万元)",
        "1:2 the first number of the range lacks 万元 (change to: 10万元—15万元)",
    ),
    (
        Code::ApproximationDoubled,
        "约2300余人次",
        "1:1 “约”与“余”只能用一个 (改为：2300余)",
        "1:1 约 and 余 exclude each other (change to: 2300余)",
    ),
    (
        Code::NumberMixed,
        "共3千人",
        "1:2 “3千”写法混杂：阿拉伯数字后面只用万、亿 (改为：3000)",
        "1:2 3千: after Arabic digits only 万 and 亿 may stand (change to: 3000)",
    ),
    (
        Code::DecreaseTimes,
        "成本下降3倍",
        "1:3 减少不能用倍数 (用百分之几或几分之几：减少75%，减少到四分之一)",
        "1:3 nothing becomes less by a multiple (say by what share: 减少75%)",
    ),
    (
        Code::SumDiffers,
        "总投资80万元，其中财政20万元，自筹70万元",
        "1:4 “80万元”和各项之和对不上：20万元＋70万元＝90万元 (核对总数和各项；没有列全的，写明“其中”“等”)",
        "1:4 80万元 is not the sum of its parts: 20万元 + 70万元 = 90万元 (check the total and its parts; of a list that is not whole say 其中 or 等)",
    ),
    (
        Code::PercentPoint,
        "覆盖率提高3%",
        "1:6 两个百分比之差用“个百分点”，这里的“%”有歧义 (改为：3个百分点)",
        "1:6 the difference of two shares is in 个百分点; % is ambiguous here (change to: 3个百分点)",
    ),
    (
        Code::PercentPoint,
        "收入增长3个百分点",
        "1:5 数额的增减用“%”，“个百分点”只用于百分比之差 (改为：3%)",
        "1:5 an amount changes by %, 个百分点 is for the difference of shares (change to: 3%)",
    ),
    (
        Code::PercentPoint,
        "提高3个%",
        "1:4 “个%”应为“个百分点” (改为：个百分点)",
        "1:4 个% for 个百分点 (change to: 个百分点)",
    ),
    (
        Code::YearForm,
        "二零一九年",
        "1:1 年份“二零一九年”的写法混杂 (改为：2019)",
        "1:1 the year 二零一九 mixes numerals (change to: 2019)",
    ),
    (
        Code::YearForm,
        "2018年和二〇一九年",
        "1:7 年份有的用阿拉伯数字，有的用汉字（二〇一九） (改为：2019)",
        "1:7 some years are in Arabic digits, some in Chinese (二〇一九) (change to: 2019)",
    ),
    (
        Code::YearShort,
        "自19年11月起",
        "1:2 年份“19年”只有两位 (年份写全四位)",
        "1:2 the year 19 has two digits (write all four digits)",
    ),
    (
        Code::DateImpossible,
        "2019年2月29日",
        "1:1 没有“2019年2月29日”这一天 (核对日期)",
        "1:1 there is no 2019年2月29日 (check the date)",
    ),
    (
        Code::SentenceRepeated,
        "深入分析优势，坚持项目为王，实施一村一策。深入分析优势，坚持项目为王，实施一村一策。",
        "1:22 这句话前面已经有过 (删去一处)",
        "1:22 this sentence has stood before (delete one of the two)",
    ),
    (
        Code::Placeholder,
        "××县",
        "1:1 “××”像是留待填写的 (换成真正的内容，或删去)",
        "1:1 ×× looks like something left to be filled in (put the real text there, or delete it)",
    ),
    (
        Code::IdNumber,
        "证号440524188001010014",
        "1:3 这里有身份证号码 (个人信息不得公开：删去，或改用单位电话)",
        "1:3 the number of an identity card (personal data must not be published: delete it)",
    ),
    (
        Code::PhoneNumber,
        "电话13800138000",
        "1:3 这里有手机号码 (个人信息不得公开：删去，或改用单位电话)",
        "1:3 the number of a mobile phone (personal data must not be published: delete it)",
    ),
];

#[test]
fn every_rule_says_what_is_wrong_and_what_to_do() {
    for (code, text, zh, en) in SAYINGS {
        assert_eq!(said(text, *code, Language::Zh), [*zh], "{text}");
        assert_eq!(said(text, *code, Language::En), [*en], "{text}");
    }
}

#[test]
fn every_rule_of_one_text_is_among_the_sayings() {
    // These need more than one text and are tested where they stand.
    let others = [
        Code::SentenceShared,
        Code::SentenceCommon,
        Code::CountyForeign,
        Code::CaseLength,
        Code::NumberCouldRefer,
        Code::NumberDiffers,
        Code::ReferenceRepeats,
        Code::DateDiffers,
        Code::CountDiffers,
        // These need the department's lists.
        Code::WordWrong,
        Code::NameRetired,
        Code::TitleWrong,
        Code::TitleTerm,
        Code::PhraseNear,
        Code::PlaceForeign,
    ];
    for code in CODES.iter().filter(|c| !others.contains(c)) {
        assert!(SAYINGS.iter().any(|s| s.0 == *code), "{}", code.as_str());
    }
}

#[test]
fn what_the_markdown_room_tells_is_not_told_twice() {
    for text in [
        "##标题",
        "题记\n---",
        "**一是强化。",
        "![图](图 1.jpg)",
        "3*5=15，4*6=24",
    ] {
        assert_eq!(findings(text, &Rules::new()).len(), 0, "{text}");
        assert!(!super::tests::faults(text).is_empty(), "{text}");
    }
}

#[test]
fn the_site_sets_the_level() {
    let text = "夯实 责任。电话13800138000";
    let mut rules = Rules::new();
    rules.set(Rules::named("space-in-chinese").unwrap(), Level::Off);
    rules.set(Code::PhoneNumber, Level::parse("info").unwrap());
    rules.set(Code::FinalMarkMissing, Level::Error);
    let found: Vec<_> = findings(text, &rules)
        .iter()
        .map(|f| (f.code, f.severity))
        .collect();
    assert_eq!(
        found,
        [
            (Code::PhoneNumber, Severity::Info),
            (Code::FinalMarkMissing, Severity::Error)
        ]
    );
    assert_eq!(Rules::named("key-unknown"), None);
    assert_eq!(Level::parse("loud"), None);
}

#[test]
fn only_persons_data_and_broken_phrases_are_errors() {
    let errors: Vec<_> = CODES
        .iter()
        .filter(|c| c.severity() == Severity::Error)
        .collect();
    assert_eq!(
        errors,
        [&Code::IdNumber, &Code::PhoneNumber, &Code::PhraseNear]
    );
}

#[test]
fn a_fix_over_markup_is_not_safe() {
    let body = |text: &str| Body {
        source: Source::new("case.md", text),
        range: 0..text.len(),
    };
    let safe = |text: &str| {
        let body = body(text);
        let faults = faults(&Passage::body(&body, Kind::Case));
        faults.first().and_then(|f| f.fix.as_ref()).map(|f| f.safe)
    };
    assert_eq!(safe("共１５户"), Some(true));
    assert_eq!(safe("共１**５**户"), Some(false));
}

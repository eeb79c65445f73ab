//! Two passages of published cases as they were pasted, faults and all: every
//! fault must be found at its place, and nothing else.

use super::tests::faults;

/// Line, column, rule and what stands there; half-width commas left out.
fn found(text: &str) -> Vec<String> {
    let shown = |range: &std::ops::Range<usize>| {
        let head = &text[..range.start];
        let line = head.matches('\n').count() + 1;
        let column = head.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("{line}:{column}")
    };
    faults(text)
        .iter()
        .filter(|f| &text[f.range.clone()] != ",")
        .map(|f| {
            format!(
                "{} {} {}",
                shown(&f.range),
                f.code.as_str(),
                &text[f.range.clone()]
            )
        })
        .collect()
}

/// 庆元, with the end of its last paragraph lost and a sentence printed twice.
const QINGYUAN: &str = "\
### 庆元

确定各级党委政府主要负责人为消除集体经济薄弱村工作具体责任人。充分发挥166名集体经济薄弱村“第一书记”的作用,带领薄弱村拔穷根、破困境。

依托主题党日活动及村集体经济发展研讨交流活动,为壮大村集体经济献言献策。深入分析和挖掘优势,坚持项目为王,实施一村一策,助推村集体经济发展。成立了强村联合发展有限公司,实现了村村有股权、村村有分红。深入实施“千金结干村、消灭薄弱村”专项行动。

项目建设“着眼长效”。深入分析和挖掘优势,坚持项目为王,实施一村一策,助推村集体经济发展。统筹部门的项目政策和资金,向消薄发展项目倾斜,引导薄弱村通过盘活闲置资产、入股投资电站、生态资源开发、兴办物业增收等办法,多措并举,有效增收。抱团发展“实现高效”。成立了强村联合发展有限公
";

#[test]
fn a_case_with_a_lost_end_and_a_sentence_twice() {
    assert_eq!(
        found(QINGYUAN),
        [
            "7:12 sentence-repeated 深入分析和挖掘优势,坚持项目为王,实施一村一策,助推村集体经济发展。",
            "7:139 paragraph-cut 公",
        ]
    );
    let commas = faults(QINGYUAN)
        .iter()
        .filter(|f| f.code.as_str() == "punctuation-half")
        .count();
    assert_eq!(commas, QINGYUAN.matches(',').count());
}

/// Parts of the 莲都, 龙泉 and 平湖 cases, the last in traditional characters.
const OTHERS: &str = "\
自8月份开业以来,该村已接待游客5000人次以上,预计年收益可达10-15万元。

累计开展全市性“财务处理相关问题解析”等业务培训12期,约2300余人次参加了培训;19个乡镇(街道)累计举办各类业务培训8000余人次。

报省政府同意后予以在全省复制推广,平湖的跨县“飞地“造血”助推精准扶贫脱贫机制创新位列其中(全省仅阿里巴巴和平湖市)。

每年租金收益1340萬元,增幅超過17倍﹔每村每年平均增收24萬元,真正做到在實共同富裕的時候賦予共同富裕的
";

#[test]
fn numbers_quotes_and_a_cut() {
    assert_eq!(
        found(OTHERS),
        [
            "1:33 range-unit 10-15万元",
            "3:29 approximation-doubled 约2300余",
            "3:42 punctuation-half ;",
            "3:48 punctuation-half (",
            "3:51 punctuation-half )",
            "5:23 quote-unpaired “",
            "5:46 punctuation-half (",
            "5:58 punctuation-half )",
            "7:21 punctuation-half ﹔",
            "7:54 paragraph-cut 的",
        ]
    );
}

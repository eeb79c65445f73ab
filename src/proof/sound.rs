//! Sound newspaper prose, in which no rule may find anything at all.

use super::tests::faults;
use super::*;
use crate::content::Spot;
use crate::finding::{Place, Source};

/// Asserts that nothing is found, and says what was.
fn sound(text: &str) {
    let found: Vec<String> = faults(text)
        .iter()
        .map(|f| format!("{} {}", f.code.as_str(), &text[f.range.clone()]))
        .collect();
    assert_eq!(found, Vec::<String>::new(), "{text}");
}

#[test]
fn a_report_with_figures() {
    sound(
        "截至2019年11月15日，全县122个薄弱村全部达到年收入10万元、经营性收入5万元以上，消除率100%。\
         三年来，县财政累计投入扶持资金2.738亿元，整合部门资金约1.2亿元，实施项目58个，其中投资1000万元以上的有6个。\
         2017年至2019年，村均收入由8.6万元增加到21.3万元，年均增长35.4%；经营性收入占比达61.2%，比2016年提高18.5个百分点。\
         预计今后3～5年，各村年收益可达10万元—15万元，增幅保持在8%～12%。“钱袋子鼓了，腰杆子就硬了。”岱后村党支部书记说。",
    );
}

#[test]
fn a_case_with_every_kind_of_block() {
    sound(
        "## 夯实责任，强化担当\n\n\
         **强化组织领导。**成立由县委书记任组长的“消薄”工作领导小组，印发《关于发展壮大村级集体经济的实施意见（试行）》（以下简称《意见》），全县{{villages}}纳入台账，做到“一村一策”。\n\n\
         **一是变“输血”为“造血”。**坚持**“飞地抱团”**与**“光伏+”**并举，把**《章程》**落到实处。2018年，引进Apple供应商2家，打造“互联网+农业”3.0版，产品通过ISO 9001:2015认证，GDP（国内生产总值）增速居全省第3位。\n\n\
         ### （一）主要做法\n\n\
         1. 建立县、乡、村三级书记抓“消薄”机制\n2. 推行“四个一”工作法：每月一调度、每季一通报、半年一督查、年底一考核。\n3. 选派51名“第一书记”\n\n\
         - 投入{{funds | 万元}}，占{{share}}；\n- 覆盖19个乡镇（街道）。\n\n\
         | 项目 | 投资（万元） | 年收益 |\n|:---|---:|---:|\n| 碧湖园区 | 900 | 72万元 |\n| 豆腐工坊 | 1,250.5 | 15万元 |\n\n\
         ![岱后“红军营”开营](岱后红军营.jpg \"杨敏 摄\")\n\n\
         > 时任省委主要负责同志指出：“要把‘消薄’作为乡村振兴的头等大事来抓。”\n\n\
         ```figures\nids = [\"villages\",\"funds\"]\n```\n\n\
         详见[实施意见](https://www.example.gov.cn/a,b.html)，或拨打0578-2091234、12345热线，邮箱xf@example.gov.cn。[^1]\n\n\
         （记者 杨敏 通讯员 周若毅）\n\n\
         [^1]: 数据来自县农业农村局。\n",
    );
}

#[test]
fn a_story_with_speech_and_dates() {
    sound(
        "　　“以前村里账上只有3000余元，现在每年有近百万元进账！”11月8日上午9:30，在景宁—海盐民族“双创园”，\
         毛垟乡党委书记吴菁算了一笔账：入股资金1.2亿元，按10%的固定回报，254个村每村每年可分红4.7万元左右……\n\n\u{3000}\u{3000}变化从何而来？答案藏在“红绿融合”四个字里。该乡与上海、杭州等地的20多家企业结对，近3年多来接待游客5000人次以上，\
         带动40多户群众就业、160多户群众增收——这在过去是想都不敢想的事。2020年2月29日，新任“领头雁”走马上任；到2035年，全乡将基本实现现代化。\n\n\u{3000}\u{3000}“第一，班子要强；第二，路子要对。”他说，“还要补齐亟待补齐的短板。”\n\n\u{3000}\u{3000}（文/杨敏 周若毅）\n",
    );
}

#[test]
fn a_summary_of_numbers() {
    sound(
        "全县森林覆盖率达80.79%，比上年提高0.3个百分点；农村居民人均可支配收入43914元，增长10.1%，增幅超过17倍的村有3个。\
         建成装机容量3千瓦以上的光伏电站百余座，粮食总产量3亿5000万斤，亩产超千斤；1至4月，豆腐工坊实现产值70万元、利润15万元。\
         困难群众减少75%，办理时间压缩到3个工作日以内。面积约3公顷，长20米×宽5米，比例为3:1，得分99.5分。",
    );
}

#[test]
fn headlines_captions_and_notes() {
    for (text, kind) in [
        ("党建引领 创新支撑 精准发力", Kind::Title),
        ("——我市全域推进“消薄”工程掠影", Kind::Title),
        ("岱后“红军营”开营（资料图）", Kind::Caption),
        (
            "2018年4月，张村乡引进浙江乾亨医药集团，拟投资1.78亿元",
            Kind::Note,
        ),
        ("其余项目原文未列", Kind::Note),
        ("三年合计，含移民后扶资金7270万元。", Kind::Note),
    ] {
        let source = Source::new("a.toml", format!("\"{text}\""));
        let spot = Spot {
            value: text.to_owned(),
            place: Place::at(&source, 0..text.len() + 2),
        };
        assert_eq!(super::faults(&Passage::spot(&spot, kind)), [], "{text}");
    }
}

#[test]
fn english_text_is_left_alone() {
    sound(
        "The county's 401 villages, with \"red\" tourism (and more), earned 2.7 million yuan; see a.html: it's fine.",
    );
}

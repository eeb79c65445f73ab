//! Pasted pages into cases.

use crate::Desk;

const PAGE: &str = "\
中國共產黨新聞網>>黨建>>典型案例
分享

浙江平湖“飛地抱團”發展 構建共同富裕多維跑道

中共平湖市委組織部

2022年07月07日13:57    來源:人民網-中國共產黨新聞網

　　自2006年起,平湖市一以貫之做好“統籌城鄉發展”大文章,從高處著眼,村經常性收入2.59億元,增幅超過17倍﹔每村每年平均增收24萬元。著名企業浙江乾亨醫藥集團參與。
一、實施背景
　　發展壯大村級集體經濟(簡稱“消薄”)是重點。
（一）主要做法
　　村均360萬元,增速10.1%.

(責編:王子鋒、秦華)
微信“掃一掃”添加“學習大國”
";

#[test]
fn a_web_page_in_traditional_characters() {
    let desk = Desk::new();
    desk.write("page.txt", PAGE);
    let arguments = [
        "import",
        "text",
        "page.txt",
        "--county",
        "liandu",
        "--simplify",
        "--protect",
        "乾亨",
        "--yes",
    ];
    let ran = desk.run(&arguments);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let expected = "\
+++
name  = \"莲都区\"
code  = \"331102\"
title = \"浙江平湖“飞地抱团”发展 构建共同富裕多维跑道\"
byline = [\"中共平湖市委组织部\"]
date = 2022-07-07
# 原页：中国共产党新闻网>>党建>>典型案例
# 原页：分享
# 原页：2022年07月07日13:57 来源:人民网-中国共产党新闻网
# 原页：(责编:王子锋、秦华)
# 原页：微信“扫一扫”添加“学习大国”
+++

自2006年起，平湖市一以贯之做好“统筹城乡发展”大文章，从高处着眼，村经常性收入2.59亿元，增幅超过17倍；每村每年平均增收24万元。著名企业浙江乾亨医药集团参与。

## 一、实施背景

发展壮大村级集体经济（简称“消薄”）是重点。

### （一）主要做法

村均360万元，增速10.1%。

（发布时间：2022年07月07日13:57；来源：人民网-中国共产党新闻网；责编：王子锋、秦华）
";
    assert_eq!(desk.read("liandu/index.md"), expected);
}

#[test]
fn a_newspaper_page_in_markdown_with_its_deck_and_loose_captions() {
    let desk = Desk::new();
    let page = "# 党建引领 创新支撑\n\n## ——我市全域推进“消薄”工程掠影——\n\n文/ 杨敏 周若毅\n\n**把“消薄”当成重要政治任务抓。**\n\n### 莲都\n\n夯实责任,强化使命担当,约2300余人次。\n\n蔬菜种植\n\n### 龙泉\n\n投入10-15万元。\n";
    desk.write("page.txt", page);
    let ran = desk.run(&[
        "import", "text", "page.txt", "--county", "longquan", "--no-fix", "--yes",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("longquan/index.md");
    assert!(text.contains("byline = [\"杨敏\", \"周若毅\"]"), "{text}");
    let body = "——我市全域推进“消薄”工程掠影——\n\n**把“消薄”当成重要政治任务抓。**\n\n## 莲都\n\n夯实责任,强化使命担当,约2300余人次。\n\n蔬菜种植\n\n## 龙泉\n\n投入10-15万元。\n";
    assert!(text.ends_with(body), "{text}");
    assert!(
        ran.err
            .contains("像是图说（图没有一起贴来），也可能是小标题：蔬菜种植"),
        "{}",
        ran.err
    );
}

#[test]
fn a_line_of_many_labels_is_taken_apart_and_keeps_its_time() {
    let desk = Desk::new();
    desk.write(
        "page.txt",
        "乡村夜校办起来\n发布时间：2026-01-09 10:05:30  信息来源：市委组织部 张三  作者：李四  责任编辑：王五  责编：赵六  浏览次数：128\n\n第一段写得很平常，讲了夜校。\n\n第二段也是。\n2026年1月8日 09时30分\n",
    );
    let ran = desk.run(&["import", "text", "page.txt", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    for expected in [
        "title = \"乡村夜校办起来\"",
        "byline = [\"李四\"]",
        "date = 2026-01-09",
        "浏览次数：128\n",
        "第二段也是。\n\n2026年1月8日 09时30分\n",
        "（发布时间：2026-01-09 10:05:30；来源：市委组织部 张三；责编：王五；责编：赵六）\n",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn headings_in_brackets_and_units_that_sign_together() {
    let desk = Desk::new();
    desk.write(
        "page.txt",
        "附件3\n念好“山海经”\n——莲都区的做法\n莲都区委组织部  莲都区农业农村局\n【背景】\n全区共有38个薄弱村。\n【做法】\n组建联合体12个。\n【本报讯】昨日开会。\n",
    );
    let ran = desk.run(&["import", "text", "page.txt", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    for expected in [
        "byline = [\"莲都区委组织部\", \"莲都区农业农村局\"]\n# 原页：附件3\n",
        "——莲都区的做法\n\n## 【背景】\n\n全区共有38个薄弱村。\n\n## 【做法】\n",
        "\n【本报讯】昨日开会。\n",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn text_of_an_old_notepad() {
    let desk = Desk::new();
    let (bytes, _, _) = encoding_rs::GB18030.encode("标题\r\n\r\n第一段有 100% 的村。\r\n");
    desk.put("page.txt", &bytes);
    let ran = desk.run(&["import", "text", "page.txt", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    assert!(
        text.contains("title = \"标题\"") && text.ends_with("第一段有 100% 的村。\n"),
        "{text}"
    );
}

#[test]
fn a_county_without_a_folder_gets_one() {
    let desk = Desk::new();
    let edition = desk
        .read("edition.toml")
        .replace("\"jingning\"", "\"jingning\", \"qingtian\"");
    desk.write("content/2026/edition.toml", &edition);
    desk.write(
        "page.txt",
        "借船出海\n\n青田县与平湖市合作。青田县的村入股。\n",
    );
    let ran = desk.run(&[
        "import",
        "text",
        "page.txt",
        "--county",
        "qingtian",
        "--name",
        "青田县",
        "--yes",
    ]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        desk.read("qingtian/index.md")
            .starts_with("+++\nname = \"青田县\"\ntitle = \"借船出海\"\n+++\n")
    );
}

#[test]
fn a_county_that_the_roster_does_not_name_is_added_but_not_a_slip_of_one() {
    let desk = Desk::new();
    desk.write("page.txt", "飞地抱团\n\n平湖市有村社,全市持股2951户。\n");
    let before = desk.content();
    let ran = desk.run(&["import", "text", "page.txt", "--county", "laindu", "--yes"]);
    assert_eq!(ran.codes(), ["import-county"]);
    assert!(ran.err.contains("--county liandu"), "{}", ran.err);
    assert_eq!(desk.content(), before);
    let ran = desk.run(&[
        "import",
        "text",
        "page.txt",
        "--county",
        "pinghu",
        "--name",
        "平湖市",
        "--yes",
    ]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let edition = desk.read("edition.toml");
    assert!(edition.contains("\"jingning\", \"pinghu\"]"), "{edition}");
    // Mended like the others.
    assert!(desk.read("pinghu/index.md").contains("村社，全市"));
}

/// Words of a page at the beginning do not make a sentence a button.
#[test]
fn sentences_with_the_words_of_a_page_stay_in_the_text() {
    let sentences = [
        "扫一扫门前的二维码，就能看到每户的分红账，全镇已发码3200张。",
        "当前位置最偏的村，离县城也有77公里。",
        "分享：老周把34万元分给了大家。",
    ];
    let desk = Desk::new();
    let text = format!(
        "强村之路\n当前位置：首页 > 正文\n{}\n打印\n",
        sentences.join("\n")
    );
    let file = desk.put("a.txt", text.as_bytes());
    let file = file.to_str().unwrap();
    let ran = desk.run(&["import", "text", file, "--county", "liandu", "--yes"]);
    let written = desk.read("liandu/index.md");
    let body = written.rsplit_once("+++").unwrap().1;
    for sentence in sentences {
        assert!(body.contains(sentence), "{written}");
    }
    for line in ["原页  当前位置：首页 > 正文", "原页  打印"] {
        assert!(ran.out.contains(line), "{}", ran.out);
    }
}

#[test]
fn what_the_editor_wrote_outlives_a_second_import() {
    let desk = Desk::new();
    let own = desk.read("liandu/index.md");
    for text in [
        "第一篇稿子。这里是正文，写得不长。",
        "第二篇稿子。这里是正文，也不长。",
    ] {
        let file = desk.put("a.txt", format!("标题\n{text}\n{text}\n").as_bytes());
        let file = file.to_str().unwrap();
        desk.run(&["import", "text", file, "--county", "liandu", "--yes"]);
    }
    assert_eq!(desk.read("liandu/index.md~"), own);
    assert!(desk.read("liandu/index.md.2~").contains("第一篇稿子"));
}

#[test]
fn the_furniture_of_a_page_and_of_a_chats_account() {
    let desk = Desk::new();
    let page = "当前位置：首页 > 动态\n龙泉：抱团强村\n发布日期：2026-03-08 09:12　信息来源：组织部　浏览次数：12次\n【打印】【关闭】\n字号：T | T | T\n阅读：123次\n分享到：\n　　龙泉市构建三级推进体系，19个乡镇累计培训8000余人次，成效明显。\n　　三年来，统筹资金4.2亿元，带动2300余户增收，群众满意。\n编辑：王小明\n校对：李红\n责任编辑：\n版权声明：未经许可不得转载。\n浙ICP备12345678号\n";
    let file = desk.put("a.txt", page.as_bytes());
    let file = file.to_str().unwrap();
    let ran = desk.run(&["import", "text", file, "--county", "longquan", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("longquan/index.md");
    let body = "龙泉市构建三级推进体系，19个乡镇累计培训8000余人次，成效明显。\n\n三年来，统筹资金4.2亿元，带动2300余户增收，群众满意。\n\n（发布时间：2026-03-08 09:12；来源：组织部；责编：王小明）\n";
    assert!(text.ends_with(&format!("+++\n\n{body}")), "{text}");
    let chat = "老街“活”起来\n原创 张三 澧源发布 2026-10-08 18:00 湖南\n\n全区强村达到50个，比上年增加38个，走在前列。\n\n审核：孙八\n阅读 1.2万\n";
    let file = desk.put("b.txt", chat.as_bytes());
    let file = file.to_str().unwrap();
    desk.run(&["import", "text", file, "--county", "longquan", "--yes"]);
    let text = desk.read("longquan/index.md");
    assert!(text.contains("byline = [\"张三\"]"), "{text}");
    let body = "全区强村达到50个，比上年增加38个，走在前列。\n\n（发布时间：2026-10-08 18:00；来源：澧源发布）\n";
    assert!(text.ends_with(&format!("+++\n\n{body}")), "{text}");
}

/// A newspaper's lines: its head, a title of two lines, deck and byline without
/// empty lines; some paragraphs wrapped, one not.
#[test]
fn a_newspaper_page_of_which_a_part_is_wrapped() {
    let desk = Desk::new();
    let page = "澧源日报 2026年10月12日 星期一 第02版：要闻\n抱团发展，\n让“空壳村”变“实力村”\n——镇河县见闻\n□ 本报记者 张三 李四\n  十月的镇河，油茶飘香。在茶洞镇\n石门村，村支书田大勇算了一笔账：全\n村油茶3560亩，年产值2136万元，村集\n体分红48.6万元。\n  “靠山吃山，要会吃。”他说。\n  2023年，该县薄弱村92个，占49.5\n%；2026年清零。\n  这一段没有折行，是从网页上整段复制过来的，投入资金2.7亿元，带动农户6.7万户，户均增收5400元，村均收入达到22.5万元，增长15.6%，后面还有许多文字。\n  县里整合资金2.36亿元，撬动社会资\n本5.8亿元。\n";
    let file = desk.put("a.txt", page.as_bytes());
    let file = file.to_str().unwrap();
    let ran = desk.run(&["import", "text", file, "--county", "longquan", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("longquan/index.md");
    for line in [
        "title = \"抱团发展，让“空壳村”变“实力村”\"",
        "byline = [\"张三\", \"李四\"]",
        "date = 2026-10-12",
        "——镇河县见闻\n\n十月的镇河，油茶飘香。在茶洞镇石门村，村支书田大勇算了一笔账：全村油茶3560亩，年产值2136万元，村集体分红48.6万元。\n\n“靠山吃山，要会吃。”他说。\n\n2023年，该县薄弱村92个，占49.5%；2026年清零。\n\n这一段没有折行",
        "后面还有许多文字。\n\n县里整合资金2.36亿元，撬动社会资本5.8亿元。\n\n（来源：澧源日报）\n",
    ] {
        assert!(text.contains(line), "{line}\nnot in\n{text}");
    }
}

/// What is said in an interview or told of a day is text, whatever label it
/// begins with.
#[test]
fn labels_within_the_text_head_sentences() {
    let desk = Desk::new();
    let lines = [
        "记者：钱从哪来？",
        "通讯员：队伍有36人，撰稿1200篇。",
        "来源：项目资金360万元全部到村，分红到户。",
        "文：化礼堂。",
        "老支书说，这笔钱来之不易，全村人都记在心里，一分一厘都要用在明处，账本贴在墙上。",
        "2026年6月1日",
        "村里开工建设冷库，投资230万元，当年建成，当年见效，村民拍手叫好，收入翻番。",
        "年底又添一座，合计两座，容量达到1200吨，附近三个村的果农都来存货，供不应求。",
        "到了第二年，村里算了算账，收入比上年多了36万元，大家商量着再建一座更大的。",
    ];
    let page = format!(
        "钱从哪来\n澧源日报记者 王小明 通讯员 李红\n{}\n",
        lines.join("\n")
    );
    let file = desk.put("a.txt", page.as_bytes());
    let file = file.to_str().unwrap();
    let ran = desk.run(&["import", "text", file, "--county", "longquan", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("longquan/index.md");
    assert!(text.contains("byline = [\"王小明\", \"李红\"]"), "{text}");
    assert!(!text.contains("date = "), "{text}");
    let body = text.rsplit_once("+++").unwrap().1;
    for line in lines {
        assert!(body.contains(line), "{line}\nnot in\n{text}");
    }
}

/// A browser copies a table with tabs; a phone breaks lines within numbers.
#[test]
fn a_table_with_tabs_and_numbers_torn_apart() {
    let desk = Desk::new();
    let page = "莲都区：盘活村级资产\n　　收入构成如下：\n年份\t总收入（万元）\n2025\t8,200\n2026\t9,800\n　　全区民宿1260家，床位1.5\n万张，\n户均增收3.6万元。\n（一）资金3.6\n亿元到位。\n　　村民说：“好。”\n（下转第三版）\n【纠错】 【责任编辑:孙七】\n阅读下一篇：\n";
    desk.write("page.txt", page);
    let ran = desk.run(&["import", "text", "page.txt", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let written = desk.read("liandu/index.md");
    for part in [
        "| 年份 | 总收入（万元） |\n|--:|--:|\n| 2025 | 8,200 |\n| 2026 | 9,800 |\n",
        "全区民宿1260家，床位1.5万张，户均增收3.6万元。\n",
        "（一）资金3.6亿元到位。\n",
        "# 原页：（下转第三版）\n",
        "# 原页：阅读下一篇：\n",
        "（责编：孙七）\n",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
}

fn pasted(page: &str) -> (String, crate::Ran) {
    let desk = Desk::new();
    desk.write("page.txt", page);
    let ran = desk.run(&["import", "text", "page.txt", "--county", "liandu", "--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    (desk.read("liandu/index.md"), ran)
}

#[test]
fn the_page_of_a_newspaper() {
    let page = "青川日报\n2026年10月15日 星期四\n第03版：县域\n上一版\n下一版\n\n          一湾活水润乡村\n        ——莲都区的探索\n        本报记者 李明 文/图\n\n    金秋十月，走进白沙湾，只见渔港码头上一片\n繁忙。“今天卸货36吨，收入12.6\n万元。”刘强说。\n    书记表示，将坚持“海上牧场+陆上加工”双轮驱动，力争到\n2027年，村均收入突破80万元。\n    （下转第四版）\n";
    let (written, _) = pasted(page);
    for part in [
        "title = \"一湾活水润乡村\"\n",
        "byline = [\"李明\"]\n",
        "date = 2026-10-15\n",
        "码头上一片繁忙。“今天卸货36吨，收入12.6万元。”刘强说。\n",
        "力争到2027年，村均收入突破80万元。\n",
        "（来源：青川日报）\n",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
}

#[test]
fn a_page_of_a_chat() {
    let page = "共富路上的账本\n原创 云河发布 云河发布\n2026年10月12日 17:30 四川\n点击上方蓝字关注我们\n\n01\n建平台\n\n“以前查账要跑三天。”村民说。\n\n02\n强监管\n\n溢价率达12%，纠纷下降35%。\n\n记者：陈一\n编辑 林二 校对 周三\n\nEND\n往期推荐\n● 召开三季度经济运行分析会\n喜欢就点个“在看”吧\n";
    let (written, _) = pasted(page);
    assert!(written.contains("byline = [\"陈一\"]"), "{written}");
    assert!(written.contains("date = 2026-10-12"), "{written}");
    let text = written.rsplit_once("+++\n").unwrap().1;
    assert!(text.starts_with("\n## 01 建平台\n\n“以前"), "{text}");
    assert!(
        text.ends_with("（发布时间：2026年10月12日 17:30；责编：林二）\n"),
        "{text}"
    );
    assert!(
        written.contains("# 原页：● 召开三季度经济运行分析会\n"),
        "{written}"
    );
    assert!(!text.contains("经济运行分析会"), "{text}");
}

#[test]
fn two_people_of_two_roles_and_who_took_the_pictures() {
    let page = "村级集体经济“破茧成蝶”\n□本报通讯员 田野 本报记者 李 明\n走进石桥村，看到的都是新变化，处处是新气象。\n本报记者 李明摄\n";
    let (written, _) = pasted(page);
    assert!(
        written.contains("byline = [\"田野\", \"李明\"]"),
        "{written}"
    );
    assert!(written.ends_with("本报记者 李明摄\n"), "{written}");
}

#[test]
fn letters_with_spaces_between_them() {
    let (written, ran) = pasted(
        "莲 都 区 ： 茶 旅 融 合\n\n近 年 来 ， 发 展 民 宿 86 家 ， 接 待 36.8 万 人 次 。\n",
    );
    assert!(
        written.contains("近年来，发展民宿86家，接待36.8万人次。\n"),
        "{written}"
    );
    assert!(ran.err.contains("像是扫描识别的"), "{}", ran.err);
}

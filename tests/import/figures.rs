//! Tables into figures.toml.

use crate::{Desk, sent};

const LIANDU: &str = "\
# 莲都的数，县农办报
[figures.villages]
value    = 402   # 年初
note     = \"老口径\"
target   = 401

[figures.own]
name  = \"本县的\"
unit  = \"人次\"
value = \"5000人次以上\"

[figures.funds]
value = 1560
target = 1000

[figures.coverage]
value = 98.6
";

const JINGNING: &str = "\
[figures.villages]
value = 122
target = 122

[figures.funds]
value = \"约800万元\"
target = 800.5

[figures.coverage]
value = 97.35
";

/// The same table from three programs: title rows, a heading of two levels with
/// merged cells, line breaks in names, numbers as text, percentages, totals.
#[test]
fn one_table_from_three_programs_writes_the_same_files() {
    for file in ["wide.xlsx", "wide-libreoffice.xlsx", "wide.ods", "wide.xls"] {
        let desk = Desk::new();
        let ran = desk.figures(
            &sent("tables").join(file),
            &["--map", "联系电话=-", "--yes"],
        );
        assert_eq!(ran.status, 0, "{file}: {}{}", ran.out, ran.err);
        assert_eq!(desk.read("liandu/figures.toml"), LIANDU, "{file}");
        assert_eq!(desk.read("jingning/figures.toml"), JINGNING, "{file}");
        // 龙泉's funds stand there as 2.738亿元 already, its villages are “/”.
        let longquan = "[figures.funds]\nvalue = \"2.738亿元\"\ntarget = 500\n\n[figures.villages]\ntarget = 300\n\n[figures.coverage]\nvalue = 97.5\n";
        assert_eq!(desk.read("longquan/figures.toml"), longquan, "{file}");
        let again = desk.figures(
            &sent("tables").join(file),
            &["--map", "联系电话=-", "--yes"],
        );
        assert!(again.out.contains("改动 0 处"), "{file}: {}", again.out);
        assert_eq!(desk.read("liandu/figures.toml"), LIANDU, "{file}");
    }
}

#[test]
fn the_plan_names_every_correction_and_what_is_left_out() {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.figures(
        &sent("tables/wide.xlsx"),
        &["--map", "联系电话=-", "--dry-run"],
    );
    for line in [
        "C   达标村（个） / 目标数  villages.target 达标村 目标  个",
        "F   扶持资金 / 2026年      funds 扶持资金               万元",
        "汇总!D5  文字“402”按 402个 处理",
        "汇总!G5  0.986 显示为百分数，按 98.6% 处理",
        "汇总!D7  “/”按没有数据处理",
        "汇总!B8   “合计”是合计，不写入，只用来核对",
        "汇总!B10  “填报人：张三”不是数据",
        "莲都区          达标村         279个 → 402个       汇总!D5",
        "龙泉市          达标村 目标    （无） → 300个      汇总!C7",
    ] {
        assert!(ran.out.contains(line), "{line}\nnot in\n{}", ran.out);
    }
    assert_eq!(desk.content(), before);
}

/// Without a terminal nobody can be asked, so nothing is written.
#[test]
fn nothing_is_written_without_yes() {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.figures(&sent("tables/turned.xlsx"), &[]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.out.contains("没有写入；确认无误后加 --yes。"),
        "{}",
        ran.out
    );
    assert_eq!(desk.content(), before);
}

#[test]
fn nothing_is_written_while_anything_is_unclear() {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.figures(&sent("tables/unclear.xlsx"), &["--yes"]);
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.codes(),
        [
            "import-cell",
            "import-column",
            "import-county",
            "import-damaged",
            "import-formula",
            "import-hidden",
            "import-scale"
        ]
    );
    for said in [
        "表!D1：表头“农民满意度”对不上",
        "表!A3：名单里没有“经开区”",
        "表!C2：“1.23457E+16”是科学记数",
        "表!C4：这一格是日期，不是数",
        "表!C6：“12345678901234600”超过 15 位",
        "表!E5 在隐藏的行列里",
        "表!E2：“覆盖率”的 0.5 是 0.5%，还是它的一百倍，看不出来",
    ] {
        assert!(ran.err.contains(said), "{said}\nnot in\n{}", ran.err);
    }
    assert_eq!(desk.content(), before);
}

#[test]
fn percentages_of_an_old_workbook_by_their_format() {
    let desk = Desk::new();
    let ran = desk.figures(&sent("tables/old.xls"), &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/figures.toml");
    assert!(
        text.contains("[figures.coverage]\nvalue = 98.6\n"),
        "{text}"
    );
}

#[test]
fn fractions_that_no_format_calls_percentages_are_asked_about() {
    let desk = Desk::new();
    let before = desk.content();
    let file = desk.put("a.csv", "县,覆盖率\n莲都区,0.986\n".as_bytes());
    let ran = desk.figures(&file, &["--yes"]);
    assert_eq!(ran.codes(), ["import-scale"]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(desk.content(), before);
    let file = desk.put("a.csv", "县,覆盖率\n莲都区,0.986\n".as_bytes());
    let ran = desk.figures(&file, &["--yes", "--map", "覆盖率=coverage*100"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/figures.toml");
    assert!(
        text.contains("[figures.coverage]\nvalue = 98.6\n"),
        "{text}"
    );
}

#[test]
fn a_table_turned_round_with_units_of_its_own() {
    let desk = Desk::new();
    let ran = desk.figures(&sent("tables/turned.xlsx"), &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err
            .contains("横表!G4：“扶持资金”的合计写的是 0.7亿元，各县相加是 0.6亿元")
    );
    assert!(
        desk.read("longquan/figures.toml")
            .contains("value = \"0.2亿元\"")
    );
}

#[test]
fn a_sheet_for_each_county() {
    let desk = Desk::new();
    let ran = desk.figures(&sent("tables/list.xlsx"), &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        desk.read("liandu/figures.toml")
            .contains("value    = 401   # 年初")
    );
    assert!(
        desk.read("longquan/figures.toml")
            .contains("value = 800\nnote = \"三年合计\"\n")
    );
}

#[test]
fn text_tables_in_every_encoding() {
    let mut written = Vec::new();
    for file in ["long.csv", "long.txt", "long-bom.csv"] {
        let desk = Desk::new();
        let ran = desk.figures(&sent("tables").join(file), &["--yes"]);
        assert_eq!(ran.status, 0, "{file}: {}{}", ran.out, ran.err);
        written.push(desk.read("liandu/figures.toml"));
    }
    assert!(written[0].contains("value = \"4.2亿元\""), "{}", written[0]);
    assert!(written.iter().all(|w| *w == written[0]));
}

#[test]
fn a_mapping_is_kept_for_next_year() {
    let desk = Desk::new();
    let table = "县,达标数,电话,经费（万元）\n莲都,3,1,4\n开发区,5,1,6\n";
    let file = desk.put("a.csv", table.as_bytes());
    assert_eq!(desk.figures(&file, &["--yes"]).status, 1);
    let settled = [
        "--map",
        "达标数=达标村",
        "--map",
        "电话=-",
        "--map",
        "经费（万元）=funds",
        "--map",
        "开发区=-",
        "--keep",
        "--yes",
    ];
    let ran = desk.figures(&file, &settled);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let kept = "[columns]\n\"达标数\" = \"villages\"\n\"电话\" = \"-\"\n\"经费（万元）\" = \"funds\"\n\n[counties]\n\"开发区\" = \"-\"\n";
    assert_eq!(desk.read("import.toml"), kept);
    desk.write("a.csv", &table.replace(",3,", ",33,"));
    let ran = desk.figures(&file, &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        desk.read("liandu/figures.toml")
            .contains("value    = 33   # 年初")
    );
}

#[test]
fn years_beside_each_other_go_into_the_series() {
    let desk = Desk::new();
    let table = "县,达标村,,\n,2024年,2025年,2026年\n莲都区,1,2,3\n龙泉市,4,5,6\n";
    let file = desk.put("a.csv", table.as_bytes());
    let ran = desk.figures(&file, &["--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let text = desk.read("longquan/figures.toml");
    assert!(
        text.contains("[figures.villages]\nvalue = 6\nseries = { 2024 = 4, 2025 = 5 }\n"),
        "{text}"
    );
}

#[test]
fn a_part_of_an_indicator_is_not_the_indicator() {
    let desk = Desk::new();
    let table = "县,扶持资金,\n,省级,市级\n莲都区,1,2\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.codes(), ["import-column"]);
    assert!(ran.err.contains("像是指标的一部分“省级”"), "{}", ran.err);
}

#[test]
fn another_unit_in_the_heading_is_no_number_of_ours() {
    let desk = Desk::new();
    let table = "县,扶持资金（户）\n莲都区,1\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert!(
        ran.err.contains("表头的单位“户”与指标的“万元”换算不过来"),
        "{}",
        ran.err
    );
}

#[test]
fn a_name_that_two_counties_could_have_is_nobodys() {
    let desk = Desk::new();
    let index = desk.read("longquan/index.md").replace("龙泉市", "莲都市");
    desk.write("content/2026/longquan/index.md", &index);
    let ran = desk.figures(
        &desk.put("a.csv", "县,达标村\n莲都,1\n莲都区,2\n".as_bytes()),
        &["--yes"],
    );
    assert_eq!(ran.codes(), ["import-county"]);
    assert!(ran.err.contains("A2：名单里没有“莲都”"), "{}", ran.err);
}

#[test]
fn a_hundred_thousand_rows_are_read_and_told_shortly() {
    let desk = Desk::new();
    let mut table = String::from("县,达标村,扶持资金（万元）\n莲都区,1,2\n");
    for n in 0..100_000 {
        table.push_str(&format!("某县{n},1,2\n"));
    }
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("同样的问题还有 99975 处"),
        "{}",
        ran.err.len()
    );
    assert!(ran.err.lines().count() < 100);
}

#[test]
fn a_sheet_for_each_year_goes_into_the_series() {
    let desk = Desk::new();
    let ran = desk.figures(
        &sent("tables/years.xlsx"),
        &["--map", "目标=-", "--map", "培训班=-", "--yes"],
    );
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let text = desk.read("longquan/figures.toml");
    assert!(
        text.contains("[figures.villages]\nvalue = 301\nseries = { 2025 = 290 }\n"),
        "{text}"
    );
}

/// Last year's table must not become this year's numbers, unless the editor
/// says that it is meant so.
#[test]
fn a_table_of_another_year_is_asked_about() {
    let desk = Desk::new();
    let table = "2024年度统计表,\n县,达标村\n莲都区,1\n";
    let file = desk.put("a.csv", table.as_bytes());
    let before = desk.content();
    let ran = desk.figures(&file, &["--yes"]);
    assert_eq!(
        (ran.status, ran.codes()),
        (1, vec!["import-year".to_owned()])
    );
    assert!(
        ran.err
            .contains("表的标题写的是 2024 年（“2024年度统计表”），数却要写进 2026"),
        "{}",
        ran.err
    );
    assert_eq!(desk.content(), before);
    let ran = desk.figures(&file, &["--map", "2024年度统计表=-", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(desk.read("liandu/figures.toml").contains("value    = 1 "));
}

/// 目标 and 完成 stand below each other, the county's name merged beside them.
#[test]
fn a_row_for_the_target_and_one_for_what_was_done() {
    let desk = Desk::new();
    let table = "县,类别,达标村\n莲都区,目标,500\n莲都区,完成,401\n莲都区,完成率,80.2%\n龙泉市,目标,90\n龙泉市,完成,80\n合计,目标,590\n合计,完成,480\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("import-total"), "{}", ran.err);
    let text = desk.read("longquan/figures.toml");
    assert!(
        text.contains("[figures.villages]\nvalue = 80\ntarget = 90\n"),
        "{text}"
    );
}

#[test]
fn marks_of_footnotes_and_the_lines_below_a_table() {
    let desk = Desk::new();
    let table = "序号,单位,达标村①,扶持资金（单位：万元）*\n1,莲都区②,401,7270\n2,龙泉市,80,90\n,合计,481,7360\n①含飞地村。,,,\n填报人：张三,,联系电话：,13800000000\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(desk.read("liandu/figures.toml").contains("value = 7270\n"));
}

/// One option settles a heading in every sheet, so it is asked for once.
#[test]
fn a_heading_of_many_sheets_is_asked_for_once() {
    let desk = Desk::new();
    let ran = desk.figures(&sent("tables/years.xlsx"), &["--yes"]);
    assert_eq!(ran.err.matches("import-column").count(), 1, "{}", ran.err);
    let ran = desk.figures(&sent("tables/years.xlsx"), &["--map", "培训班=-", "--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let liandu = desk.read("liandu/figures.toml");
    assert!(liandu.contains("target   = 500"), "{liandu}");
}

/// Where the numbers come from is written with them, also where they stay.
#[test]
fn the_source_and_the_date_of_a_table() {
    let desk = Desk::new();
    let file = desk.put("a.csv", "县,达标村\n莲都区,279\n龙泉市,301\n".as_bytes());
    let more = [
        "--source",
        "农业农村局年报",
        "--as-of",
        "2026-09-30",
        "--yes",
    ];
    let ran = desk.figures(&file, &more);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("出处：农业农村局年报（这次的 2 项数据）"),
        "{}",
        ran.out
    );
    let kept = desk.read("liandu/figures.toml");
    assert!(kept.contains("value    = 279   # 年初"), "{kept}");
    assert!(
        kept.contains("source   = \"农业农村局年报\"\nas_of    = 2026-09-30\n"),
        "{kept}"
    );
    assert!(!kept.contains("own]\nsource"), "{kept}");
    assert_eq!(desk.figures(&file, &["--as-of", "去年", "--yes"]).status, 2);
}

/// Below each other, and beside each other to save paper.
#[test]
fn two_tables_on_one_sheet() {
    let below = "表一,\n县,达标村\n1、莲都,401\n2、龙泉,80\n,\n表二 单位：亿元,\n县,扶持资金\n莲都,0.7\n龙泉,0.1\n";
    let beside =
        "县,达标村,扶持资金（亿元）,县,达标村,扶持资金（亿元）\n莲都,401,0.7,龙泉,80,0.1\n";
    for table in [below, beside] {
        let desk = Desk::new();
        let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
        assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
        let text = desk.read("longquan/figures.toml");
        assert!(text.contains("value = \"0.1亿元\""), "{text}");
        assert!(text.contains("value = 80\n"), "{text}");
        assert!(
            desk.read("liandu/figures.toml")
                .contains("value = \"0.7亿元\"")
        );
    }
}

#[test]
fn words_that_are_not_imported_with_their_signs() {
    let desk = Desk::new();
    let table = "县,达标村,,,\n,1-10月累计,同比±%,位次,增长(%)\n莲都区,401,+3.2,1,5\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        desk.read("liandu/figures.toml")
            .contains("value    = 401   # 年初")
    );
}

/// The county's name stands in a line above; the first column holds labels.
#[test]
fn a_form_of_labels_and_numbers() {
    let desk = Desk::new();
    let table =
        "填报单位：,莲都区委组织部\n达标村（个）,401\n扶持资金（亿元）,0.7\n覆盖率（%）,98.6\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let text = desk.read("liandu/figures.toml");
    for part in [
        "value    = 401   # 年初",
        "value = \"0.7亿元\"",
        "value = 98.6\n",
    ] {
        assert!(text.contains(part), "{part}\nnot in\n{text}");
    }
}

/// Wherever a table states its unit, its numbers are read in it.
#[test]
fn the_unit_of_a_table_in_every_layout() {
    let tables = [
        (
            "across",
            "单位：亿元,,\n指标,莲都区,龙泉市\n扶持资金,0.7,0.1\n",
        ),
        (
            "across, at the right",
            "各县指标,,\n,,单位：亿元\n指标,莲都区,龙泉市\n扶持资金,0.7,0.1\n",
        ),
        (
            "across, in a column behind",
            "指标,莲都区,龙泉市,单位\n扶持资金,0.7,0.1,亿元\n",
        ),
        (
            "across, below",
            "指标,莲都区,龙泉市\n扶持资金,0.7,0.1\n单位：亿元,,\n",
        ),
        (
            "in the title",
            "扶持资金情况（单位：亿元）,\n县,扶持资金\n莲都区,0.7\n龙泉市,0.1\n",
        ),
        (
            "in two cells",
            "单位：,亿元\n县,扶持资金\n莲都区,0.7\n龙泉市,0.1\n",
        ),
        (
            "in the heading",
            "县,扶持资金,单位：亿元\n莲都区,0.7,\n龙泉市,0.1,\n",
        ),
        (
            "below",
            "县,扶持资金\n莲都区,0.7\n龙泉市,0.1\n单位：亿元,\n",
        ),
        (
            "in a column",
            "县,扶持资金,单位\n莲都区,0.7,亿元\n龙泉市,0.1,亿元\n",
        ),
        (
            "of tables side by side",
            "单位：亿元,,,\n县,扶持资金,县,扶持资金\n莲都区,0.7,龙泉市,0.1\n",
        ),
        (
            "list with a column",
            "县,指标,数值,单位\n莲都区,扶持资金,0.7,亿元\n龙泉市,扶持资金,0.1,亿元\n",
        ),
        (
            "list with a line",
            "单位：亿元,,\n县,指标,数值\n莲都区,扶持资金,0.7\n龙泉市,扶持资金,0.1\n",
        ),
        (
            "list with a heading",
            "县,指标,数值（亿元）\n莲都区,扶持资金,0.7\n龙泉市,扶持资金,0.1\n",
        ),
    ];
    for (name, table) in tables {
        let desk = Desk::new();
        let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
        assert_eq!(ran.status, 0, "{name}: {}{}", ran.out, ran.err);
        for (county, value) in [("liandu", "0.7亿元"), ("longquan", "0.1亿元")] {
            let text = desk.read(&format!("{county}/figures.toml"));
            assert!(
                text.contains(&format!("value = \"{value}\"")),
                "{name}: {text}{}{}",
                ran.out,
                ran.err
            );
        }
    }
}

/// One county's table, the county and the unit in its title.
#[test]
fn the_unit_of_a_table_of_one_county() {
    for table in [
        "莲都区数据（单位：亿元）,\n指标,数值\n扶持资金,0.7\n",
        "莲都区2026年数据,\n单位：亿元,\n指标,2026年\n扶持资金,0.7\n",
        "莲都区数据,\n指标,数值\n扶持资金,0.7\n单位：亿元,\n",
    ] {
        let desk = Desk::new();
        let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
        assert_eq!(ran.status, 0, "{table}{}{}", ran.out, ran.err);
        let text = desk.read("liandu/figures.toml");
        assert!(text.contains("value = \"0.7亿元\""), "{table}{text}");
    }
}

#[test]
fn units_that_contradict_each_other_are_asked_about() {
    for table in [
        "单位：亿元,\n县,扶持资金\n莲都区,0.7\n单位：万元,\n",
        "单位：亿元,\n指标,莲都区,龙泉市\n扶持资金,0.7,0.1\n单位：元,\n",
        "县,扶持资金,单位\n莲都区,0.7,亿元\n龙泉市,1000,\n",
        "县,指标,数值,单位\n莲都区,扶持资金,0.7,（不详）\n",
        "单位：元、万元,,\n县,指标,数值\n莲都区,扶持资金,7\n",
    ] {
        let desk = Desk::new();
        let before = desk.content();
        let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
        assert_eq!(ran.status, 1, "{table}{}{}", ran.out, ran.err);
        assert_eq!(desk.content(), before, "{table}");
    }
}

#[test]
fn a_unit_that_no_number_is_read_in_is_said() {
    let desk = Desk::new();
    let table = "单位：元,\n县,扶持资金（万元）\n莲都区,7000\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err.contains("写着单位“元”，没有一个数按它读"),
        "{}",
        ran.err
    );
}

/// What the last figure's comments say is not the next one's.
#[test]
fn comments_below_the_last_figure_stay_under_it() {
    let desk = Desk::new();
    let path = "content/2026/longquan/figures.toml";
    desk.write(path, "[figures.funds]\n# value =\n# target = 90\n");
    let table = "县,扶持资金,达标村\n龙泉市,5,80\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(
        desk.read("longquan/figures.toml"),
        "[figures.funds]\nvalue = 5\n# value =\n# target = 90\n\n[figures.villages]\nvalue = 80\n"
    );
}

/// What a table writes, by its rows as a text table.
fn of_rows(rows: &str) -> (Desk, crate::Ran) {
    let desk = Desk::new();
    let ran = desk.figures(&desk.put("a.csv", rows.as_bytes()), &["--yes"]);
    (desk, ran)
}

#[test]
fn a_title_that_names_the_unit() {
    for title in [
        "各县扶持资金统计表（元）",
        "扶持资金（以元计）",
        "金额按元计算",
        "单位：元",
    ] {
        let (desk, ran) = of_rows(&format!("{title},\n县,扶持资金\n莲都区,15000000\n"));
        assert_eq!(ran.status, 0, "{title}: {}", ran.err);
        let text = desk.read("liandu/figures.toml");
        assert!(text.contains("value = \"15000000元\""), "{title}: {text}");
    }
}

#[test]
fn a_second_table_on_the_sheet_is_in_the_unit_of_the_first() {
    let below = "\n,\n表二,\n县,达标村,扶持资金目标\n莲都区,402,16000000\n";
    let (desk, ran) = of_rows(&format!("单位：元,\n县,扶持资金\n莲都区,15000000{below}"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/figures.toml");
    assert!(text.contains("target = \"16000000元\""), "{text}");
    assert!(!ran.err.contains("没有一个数按它读"), "{}", ran.err);
}

#[test]
fn a_list_whose_rows_name_the_target_and_leave_units_out() {
    let rows = "县,指标,单位,数值\n莲都区,扶持资金目标,万元,1500\n莲都区,扶持资金,,1400\n莲都区,覆盖率,,97\n";
    let (desk, ran) = of_rows(rows);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/figures.toml");
    assert!(
        text.contains("value = 1400\ntarget = 1500")
            || text.contains("target = 1500\nvalue = 1400"),
        "{text}"
    );
    // Another row of the same indicator is in another unit.
    let (_, ran) =
        of_rows("县,指标,单位,数值\n莲都区,扶持资金,元,15000000\n龙泉市,扶持资金,,2500\n");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("看不出是元还是万元"), "{}", ran.err);
}

#[test]
fn counties_under_their_region_and_slips_of_their_names() {
    let (desk, ran) = of_rows("县,达标村\n浙江省丽水市莲都区,1\n丽水市龙泉,2\n景 宁,3\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        desk.read("longquan/figures.toml")
            .contains("[figures.villages]\nvalue = 2")
    );
    let (_, ran) = of_rows("县,达标村\n莲都区人民政府,1\n龙泉县,2\n青田县,3\n");
    assert_eq!(ran.status, 1);
    for said in ["是不是“莲都区”", "是不是“龙泉市”", "青田县=县的文件夹名"]
    {
        assert!(ran.err.contains(said), "{said} not in {}", ran.err);
    }
}

#[test]
fn rows_under_a_county_go_on_with_it_where_nothing_is_merged() {
    let (desk, ran) = of_rows(
        "县,指标,数值\n莲都区,达标村,402\n,扶持资金,1560\n合计,达标村,402\n,扶持资金,1560\n",
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("县名空着，算上面的“莲都区”的"),
        "{}",
        ran.out
    );
    let text = desk.read("liandu/figures.toml");
    assert!(text.contains("[figures.funds]\nvalue = 1560"), "{text}");
    let (_, ran) = of_rows("县,指标,数值\n,扶持资金,1560\n莲都区,达标村,402\n");
    assert_eq!(ran.status, 1, "{}", ran.out);
}

#[test]
fn a_column_or_a_row_of_years() {
    for rows in [
        "年份,县,达标村\n2025,莲都区,350\n2026,莲都区,402\n2026年,龙泉市,301\n",
        "指标,莲都区,莲都区,龙泉市\n年份,2025年,2026年,2026年\n达标村,350,402,301\n",
    ] {
        let (desk, ran) = of_rows(rows);
        assert_eq!(ran.status, 0, "{rows}{}{}", ran.out, ran.err);
        let text = desk.read("liandu/figures.toml");
        assert!(text.contains("value    = 402   # 年初\n"), "{text}");
        assert!(text.contains("series   = { 2025 = 350 }"), "{text}");
    }
    // The year in which something was built says nothing of the numbers.
    let (_, ran) = of_rows("建成年份,县,达标村\n2019,莲都区,350\n2020,龙泉市,402\n");
    assert_eq!(ran.codes(), ["import-column"]);
}

#[test]
fn units_behind_the_name_of_an_indicator() {
    for (heading, value) in [
        ("扶持资金（万）", "value = 5\n"),
        ("扶持资金 万元", "value = 5\n"),
        ("扶持资金【元】", "value = \"5元\"\n"),
        ("扶持资金〔亿元〕", "value = \"5亿元\"\n"),
        ("扶持资金（以元计）", "value = \"5元\"\n"),
        ("扶持资金元", "value = \"5元\"\n"),
    ] {
        let (desk, ran) = of_rows(&format!("县,{heading}\n莲都区,5\n"));
        assert_eq!(ran.status, 0, "{heading}{}", ran.err);
        let text = desk.read("liandu/figures.toml");
        assert!(
            text.contains(&format!("[figures.funds]\n{value}")),
            "{heading}{text}"
        );
    }
    for heading in ["扶持资金（含税）", "扶持资金（美元）", "省级扶持资金（元）"]
    {
        let (_, ran) = of_rows(&format!("县,{heading}\n莲都区,5\n"));
        assert_eq!(ran.codes(), ["import-column"], "{heading}");
    }
}

/// Computed by LibreOffice: noise is taken as it is shown, in every format, and
/// the total of what is shown may be off by a rounding.
#[test]
fn computed_numbers_are_taken_as_they_are_shown() {
    for file in ["formulas.xlsx", "formulas.ods", "formulas.xls"] {
        let desk = Desk::new();
        let ran = desk.figures(&sent("tables").join(file), &["--yes"]);
        assert_eq!(ran.codes(), ["import-cell"], "{file}: {}", ran.err);
        assert!(
            ran.err.contains("汇总!D4：公式出错：#DIV/0!"),
            "{file}: {}",
            ran.err
        );
        for said in [
            "算出来的 0.333333333333333 按显示的 0.33 取",
            "→ 97.5%",
            "→ 401个",
        ] {
            assert!(ran.out.contains(said), "{file}: {said}\n{}", ran.out);
        }
    }
}

/// What a table says whose county has other numbers.
fn refused(rows: &str, code: &str, words: &str) {
    let desk = Desk::new();
    let before = desk.content();
    let ran = desk.figures(&desk.put("a.csv", rows.as_bytes()), &["--yes"]);
    assert_eq!(ran.codes(), [code], "{rows}\n{}", ran.err);
    assert!(ran.err.contains(words), "{rows}\n{}", ran.err);
    assert_eq!(desk.content(), before);
}

#[test]
fn two_numbers_in_one_cell_are_not_run_together() {
    for cell in ["12 13", "\"12\n13\"", "\"1\n560\"", "1560 12"] {
        let rows = format!("县,达标村\n莲都区,{cell}\n");
        refused(&rows, "import-cell", "像是一格里写了两个数");
    }
    let (desk, ran) = of_rows("县,达标村\n莲都区,1 560\n");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(desk.read("liandu/figures.toml").contains("= 1560"));
}

#[test]
fn a_code_that_is_another_countys() {
    let desk = Desk::new();
    let path = "content/2026/liandu/index.md";
    let text = desk.read("liandu/index.md");
    desk.write(path, &text.replacen("name", "code = \"331102\"\nname", 1));
    let rows = "代码,县,达标村\n331102,龙泉市,30\n";
    let ran = desk.figures(&desk.put("a.csv", rows.as_bytes()), &["--yes"]);
    assert_eq!(ran.codes(), ["import-county"], "{}", ran.err);
    assert!(ran.err.contains("代码 331102 是“莲都区”的"), "{}", ran.err);
    let rows = "代码,县,达标村\n331102,莲都区,30\n";
    let ran = desk.figures(&desk.put("a.csv", rows.as_bytes()), &["--yes"]);
    assert!(!ran.err.contains("import-"), "{}", ran.err);
}

#[test]
fn numbers_without_a_unit_a_hundredfold_off_are_asked_about() {
    let rows = "县,扶持资金\n莲都区,15600000\n龙泉市,273800000\n";
    refused(rows, "import-scale", "没有写单位，按万元算就差了上百倍");
    let desk = Desk::new();
    let file = desk.put("a.csv", rows.as_bytes());
    let ran = desk.figures(&file, &["--yes", "--map", "扶持资金=funds:元"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(desk.read("liandu/figures.toml").contains("\"15600000元\""));
}

/// The mapping of last year holds, but its columns of a year do not.
#[test]
fn a_mapping_comes_along_into_the_next_edition() {
    let desk = Desk::new();
    let mapping = "[columns]\n\"达标数\" = \"villages\"\n\"2025年村数\" = \"villages\"\n";
    let old = desk.folder.path().join("content/2025");
    std::fs::create_dir_all(&old).unwrap();
    for file in ["edition.toml", "liandu/index.md"] {
        let text = desk.read(file).replace("2026", "2025");
        std::fs::create_dir_all(old.join(file).parent().unwrap()).unwrap();
        std::fs::write(old.join(file), text).unwrap();
    }
    std::fs::write(old.join("import.toml"), mapping).unwrap();
    let more = ["--edition", "2026", "--yes"];
    let file = desk.put("a.csv", "县,达标数\n莲都区,33\n".as_bytes());
    let ran = desk.figures(&file, &more);
    assert!(
        ran.out.contains("照 2025 的 import.toml") || ran.err.contains("照 2025 的 import.toml"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(desk.read("liandu/figures.toml").contains("= 33 "));
    let file = desk.put("a.csv", "县,2025年村数\n莲都区,34\n".as_bytes());
    desk.figures(&file, &more);
    assert!(desk.read("liandu/figures.toml").contains("= 33 "));
}

//! Tables as county offices send them: totals where the running number stands,
//! subtotals, last year's title, two lists beside each other, what colleagues
//! struck through or wrote beside a cell.

use crate::{Desk, Ran, sent};

/// What a text table writes.
fn rows(rows: &str, more: &[&str]) -> (Desk, Ran) {
    let desk = Desk::new();
    let file = desk.put("a.csv", rows.as_bytes());
    let mut arguments = vec!["--yes"];
    arguments.extend(more);
    let ran = desk.figures(&file, &arguments);
    (desk, ran)
}

fn villages(desk: &Desk, county: &str) -> String {
    let text = desk.read(&format!("{county}/figures.toml"));
    let value = text
        .split("[figures.villages]\n")
        .nth(1)
        .unwrap_or_default();
    let value = value.lines().find(|line| line.starts_with("value"));
    let value = value.and_then(|line| line.split_once('=')).map(|(_, v)| v);
    value
        .unwrap_or_default()
        .split('#')
        .next()
        .unwrap()
        .trim()
        .to_owned()
}

#[test]
fn what_was_struck_through_or_commented_on() {
    for file in ["odd.xlsx", "odd.ods", "odd.xls"] {
        let desk = Desk::new();
        let before = desk.content();
        let ran = desk.figures(&sent("tables").join(file), &["--yes"]);
        assert_eq!(
            ran.codes(),
            ["import-cell", "import-note"],
            "{file}: {}",
            ran.err
        );
        for said in [
            "核对!B3：“300”整个划掉了（删除线）",
            "核对!B4：“120122”里有的字划掉了",
            "核对!B2 有批注：县里说还要核",
        ] {
            assert!(ran.err.contains(said), "{file}: {said}\n{}", ran.err);
        }
        let yuan = "核对!C2  格式带 ¥ 号，15600000 按元算";
        assert!(ran.out.contains(yuan), "{file}: {}", ran.out);
        assert_eq!(desk.content(), before);
    }
}

#[test]
fn a_total_beside_the_running_numbers_above_or_below() {
    for table in [
        "序号,县,达标村\n1,莲都区,5\n2,龙泉市,10\n合计,,15\n",
        "序号,县,达标村\n合计,,15\n1,莲都区,5\n2,龙泉市,10\n",
        "序号,县,达标村\n1,莲都区,5\n2,龙泉市,10\n总 计（2个县）,,15\n",
    ] {
        let (desk, ran) = rows(table, &[]);
        assert_eq!(ran.status, 0, "{table}{}", ran.err);
        assert!(
            ran.out.contains("是合计，不写入，只用来核对"),
            "{}",
            ran.out
        );
        assert!(!ran.err.contains("import-total"), "{}", ran.err);
        assert_eq!(villages(&desk, "liandu"), "5");
    }
    let (_, ran) = rows("序号,县,达标村\n1,莲都区,5\n2,龙泉市,10\n合计,,16\n", &[]);
    assert!(
        ran.err.contains("合计写的是 16个，各县相加是 15个"),
        "{}",
        ran.err
    );
}

#[test]
fn subtotals_are_compared_with_their_own_counties() {
    let table = |last: &str| {
        format!(
            "县,达标村\n莲都区,5\n平原县小计,5\n龙泉市,10\n景宁县,15\n山区县小计,{last}\n全市合计,30\n"
        )
    };
    let (desk, ran) = rows(&table("25"), &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!ran.err.contains("import-"), "{}", ran.err);
    assert_eq!(villages(&desk, "jingning"), "15");
    let (_, ran) = rows(&table("26"), &[]);
    assert!(
        ran.err
            .contains("B6：“达标村”的合计写的是 26个，各县相加是 25个"),
        "{}",
        ran.err
    );
    // Groups headed by their totals.
    let (_, ran) = rows(
        "县,达标村\n合计,30\n平原县小计,5\n莲都区,5\n山区县小计,25\n龙泉市,10\n景宁县,15\n",
        &[],
    );
    assert!(!ran.err.contains("import-"), "{}", ran.err);
}

#[test]
fn one_total_for_two_blocks_beside_each_other() {
    let (_, ran) = rows(
        "县,达标村,,县,达标村\n莲都区,5,,景宁,15\n龙泉市,10,,合计,30\n",
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!ran.err.contains("import-"), "{}", ran.err);
}

#[test]
fn codes_with_those_of_towns_and_villages_behind_them() {
    let desk = Desk::new();
    let table = "区划代码,达标村\n331102000000,5\n";
    let ran = desk.figures(&desk.put("a.csv", table.as_bytes()), &["--yes"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(villages(&desk, "liandu"), "5");
    let list = "代码,县,指标,数值\n331102,龙泉市,达标村,5\n";
    let ran = desk.figures(&desk.put("a.csv", list.as_bytes()), &["--yes"]);
    assert!(ran.err.contains("代码 331102 是“莲都区”的"), "{}", ran.err);
}

#[test]
fn one_number_in_two_units() {
    let (desk, ran) = rows(
        "县,扶持资金（亿元）,扶持资金（万元）\n莲都区,1.50,15000\n龙泉市,0.27,2738\n",
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("是同一项“扶持资金”，数也一致，取 C 列的"),
        "{}",
        ran.out
    );
    let text = desk.read("longquan/figures.toml");
    assert!(text.contains("value = 2738"), "{text}");
    let (_, ran) = rows(
        "县,扶持资金（亿元）,扶持资金（万元）\n莲都区,1.50,15000\n龙泉市,0.27,3738\n",
        &[],
    );
    assert_eq!(ran.codes(), ["import-twice"], "{}", ran.err);
}

#[test]
fn an_emptied_cell_is_listed_and_takes_nothing_away() {
    let (desk, ran) = rows("县,达标村,扶持资金（万元）\n莲都区,,5\n", &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let line = "B2  莲都区“达标村” 279个 →（空）：表里没有数，原有的不动";
    assert!(ran.out.contains(line), "{}", ran.out);
    assert_eq!(villages(&desk, "liandu"), "279");
}

/// 目标 | 完成 under a title that names the indicator.
#[test]
fn a_title_that_names_the_indicator() {
    let (desk, ran) = rows(
        "各县达标村情况,,,\n县,目标,完成,完成率\n莲都区,6,5,83%\n龙泉市,10,10,100%\n",
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("照标题算“达标村”的"), "{}", ran.out);
    assert_eq!(villages(&desk, "longquan"), "10");
    let (desk, ran) = rows(
        "扶持资金（亿元）,,\n县,2025年,2026年\n莲都区,0.5,0.6\n",
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/figures.toml");
    assert!(
        text.contains("value = \"0.6亿元\"\nseries = { 2025 = \"0.5亿元\" }"),
        "{text}"
    );
}

/// 指标 | 数值 | 指标 | 数值: the right one's numbers are not the left one's.
#[test]
fn two_lists_beside_each_other() {
    for heading in ["指标,数值,指标,数值\n", ""] {
        let table = format!(
            "莲都区情况表,,,\n{heading}达标村（个）,—,扶持资金（万元）,8000\n覆盖率（%）,,,\n"
        );
        let (desk, ran) = rows(&table, &[]);
        assert_eq!(ran.status, 0, "{table}{}", ran.err);
        assert_eq!(villages(&desk, "liandu"), "279", "{table}");
        let text = desk.read("liandu/figures.toml");
        assert!(
            text.contains("[figures.funds]\nvalue = 8000"),
            "{table}{text}"
        );
    }
}

/// A column of units says %, but 0.46 may be what the cell showed as 46%.
#[test]
fn a_fraction_in_a_list_with_units() {
    let (_, ran) = rows("县,指标,单位,数值\n莲都区,覆盖率,%,0.46\n", &[]);
    assert_eq!(ran.codes(), ["import-scale"], "{}", ran.err);
}

#[test]
fn the_whole_beside_its_parts() {
    let (desk, ran) = rows(
        "县,达标村,,其中：\n,合计,目标,扶持资金（万元）\n莲都区,5,6,7\n",
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(villages(&desk, "liandu"), "5");
    let (_, ran) = rows("县,达标村,其中：省级达标\n莲都区,5,2\n", &[]);
    assert_eq!(ran.codes(), ["import-column"], "{}", ran.err);
}

#[test]
fn rows_of_a_text_table_and_what_a_quotation_mark_swallows() {
    let (_, ran) = rows("县,达标村\n\"莲都\n区\",5\n\n龙泉市,十来个\n", &[]);
    assert!(ran.err.contains("B4：“十来个”"), "{}", ran.err);
    let (_, ran) = rows("县,达标村\n\"莲都区,5\n龙泉市,10\n景宁,15\n", &[]);
    assert_eq!(ran.codes(), ["import-unreadable"], "{}", ran.err);
    assert!(ran.err.contains("第 2 行有一个引号没有配对"), "{}", ran.err);
}

/// The time that a long cell takes grows with its length, not with its square.
#[test]
fn a_cell_of_two_hundred_thousand_letters() {
    let table = format!("县,达标村\n莲都区,5\n{},6\n", "字".repeat(200_000));
    let before = std::time::Instant::now();
    let (_, ran) = rows(&table, &[]);
    assert_eq!(ran.codes(), ["import-county"]);
    assert!(ran.err.len() < 2_000, "{}", ran.err.len());
    assert!(before.elapsed().as_secs() < 30);
}

/// 2025年完成 is no number of 2026, and 2027年目标 no target of it.
#[test]
fn a_year_beside_the_word_for_done_or_target() {
    let (desk, ran) = rows(
        "县,指标,单位,2025年完成,2026年目标\n莲都区,达标村,个,45,120\n",
        &[],
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(villages(&desk, "liandu"), "279");
    let text = desk.read("liandu/figures.toml");
    assert!(
        text.contains("2025 = 45") && text.contains("target"),
        "{text}"
    );
    let (_, ran) = rows("县,2027年达标村目标（个）\n莲都区,100\n", &[]);
    assert_eq!(ran.codes(), ["import-column"], "{}", ran.err);
    assert!(ran.err.contains("是 2027 年的目标"), "{}", ran.err);
}

/// A unit that is said but not known is no leave to take the indicator's own.
#[test]
fn units_that_are_half_said() {
    let (_, ran) = rows("情况表（单位：亿元、千个）,\n县,达标村\n莲都区,5\n", &[]);
    assert!(
        ran.err.contains("A1 写着单位“千个”，这个单位认不出"),
        "{}",
        ran.err
    );
    assert_eq!(
        (ran.status, villages(&Desk::new(), "liandu").as_str()),
        (1, "279")
    );
    let (_, ran) = rows("县,扶持资金\n景宁县,8000万元\n莲都区,50000000\n", &[]);
    assert_eq!(ran.codes(), ["import-scale"], "{}", ran.err);
    assert!(
        ran.err
            .contains("B3 按万元算是 50000000万元，B2 是 8000万元"),
        "{}",
        ran.err
    );
}

/// A column of units beside the counties says row by row what they are in.
#[test]
fn a_unit_for_each_row() {
    let (desk, ran) = rows("县,扶持资金,单位\n莲都区,0.7,亿元\n龙泉市,1000,万元\n", &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(desk.read("liandu/figures.toml").contains("\"0.7亿元\""));
    assert!(
        desk.read("longquan/figures.toml")
            .contains("value = 1000\n")
    );
    // Of two such columns that behind the numbers counts.
    let table =
        "县,达标村,单位,扶持资金,单位\n莲都区,401,个,7000,万元\n龙泉市,300,个,30000000,元\n";
    let (desk, ran) = rows(table, &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        desk.read("longquan/figures.toml")
            .contains("\"30000000元\"")
    );
}

#[test]
fn targets_right_of_their_indicators() {
    let table = "县,达标村,目标,扶持资金（亿元）,目标\n莲都区,401,420,0.7,0.9\n";
    let (desk, ran) = rows(table, &["--keep"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let liandu = desk.read("liandu/figures.toml");
    assert!(liandu.contains("target   = 420"), "{liandu}");
    assert!(liandu.contains("target = \"0.9亿元\""), "{liandu}");
    assert!(ran.out.contains("算左边“达标村”的"), "{}", ran.out);
    // One for two indicators is nobody's.
    let (_, ran) = rows("县,达标村,扶持资金,目标\n莲都区,401,7000,420\n", &[]);
    assert_eq!(
        ran.codes(),
        ["import-column", "import-guess"],
        "{}",
        ran.err
    );
    // Their heading is not kept for next year, when it may be another's.
    assert!(!desk.read("import.toml").contains("目标 ="));
}

#[test]
fn a_county_above_its_indicators() {
    let table = "指标,2025年,2026年\n莲都区,,\n达标村（个）,390,401\n扶持资金（万元）,6000,7000\n龙泉市,,\n达标村（个）,290,301\n";
    let (desk, ran) = rows(table, &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert_eq!(villages(&desk, "liandu"), "401");
    assert_eq!(villages(&desk, "longquan"), "301");
    assert!(desk.read("longquan/figures.toml").contains("2025 = 290"));
    // What stands under a name that is not known is nobody's.
    let table = "指标,2026年\n莲都区,\n达标村,401\n龙全市,\n达标村,301\n龙泉市,\n达标村,9\n";
    let (_, ran) = rows(table, &[]);
    assert_eq!(ran.codes(), ["import-county"], "{}", ran.err);
}

#[test]
fn shares_among_which_one_may_be_a_fraction() {
    for table in [
        "县,覆盖率\n莲都区,46%\n龙泉市,1\n",
        "县,覆盖率\n莲都区,46\n龙泉市,0.73\n",
    ] {
        let (_, ran) = rows(table, &[]);
        assert_eq!(ran.codes(), ["import-scale"], "{table}{}", ran.err);
    }
    let (_, ran) = rows("县,覆盖率\n莲都区,46\n龙泉市,1\n", &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn a_share_that_may_be_an_indicator_is_asked_about() {
    let (_, ran) = rows("县,达标村,达标村覆盖率\n莲都区,401,46\n", &[]);
    assert_eq!(ran.codes(), ["import-column"], "{}", ran.err);
    assert!(ran.err.contains("达标村覆盖率=覆盖率"), "{}", ran.err);
}

#[test]
fn no_unit_and_nothing_to_compare_with() {
    let (_, ran) = rows("县,扶持资金\n莲都区,7000\n", &["--map", "扶持资金=funds"]);
    assert!(ran.err.contains("也没有以前的数可比"), "{}", ran.err);
    // 个 are whole.
    let (_, ran) = rows("县,达标村\n莲都区,1.2\n", &[]);
    assert_eq!(ran.codes(), ["import-scale"], "{}", ran.err);
}

#[test]
fn some_months_of_another_year_are_not_that_year() {
    let table =
        "县,2025年1-9月达标村,2026年1-9月达标村,全市排名,比上年增加（个）\n莲都区,390,401,1,11\n";
    let (desk, ran) = rows(table, &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert_eq!(villages(&desk, "liandu"), "401");
    assert!(!desk.read("liandu/figures.toml").contains("series"));
    assert!(
        ran.out.contains("2025 年只有几个月的数，不写入"),
        "{}",
        ran.out
    );
}

#[test]
fn one_total_for_two_blocks_and_titles_above_each_table() {
    let table = "县,达标村,县,达标村\n莲都区,401,龙泉市,301\n合计,,,702\n";
    let (_, ran) = rows(table, &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains("import-total"), "{}", ran.err);
    let table = "表一：达标村（单位：个）,,\n县,2025年,2026年\n莲都区,390,401\n,,\n表二：扶持资金（单位：万元）,,\n县,2025年,2026年\n莲都区,6000,7000\n";
    let (desk, ran) = rows(table, &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let liandu = desk.read("liandu/figures.toml");
    assert!(
        liandu.contains("2025 = 390") && liandu.contains("2025 = 6000"),
        "{liandu}"
    );
}

/// What stands before, behind and in brackets of an indicator's name.
#[test]
fn headings_with_words_around_the_name() {
    for (heading, used) in [
        ("★达标村（个）（必填）", "villages 达标村"),
        ("本年达标村", "villages 达标村"),
        ("截至2026年9月30日达标村（个）", "villages 达标村"),
        ("达标村（2025年底）", "villages.series.2025"),
        ("截至2025年底达标村", "villages.series.2025"),
        ("达标村2026年目标", "villages.target"),
        ("达标村（个，1-9月）", "1-9月的数当作2026年的"),
        ("去年达标村", "上一年的数，不写入"),
        ("达标村（2025年1-9月）", "2025 年只有几个月的数"),
        ("达标村2025年1-9月", "2025 年只有几个月的数"),
        ("达标村2027年目标", "是 2027 年的目标"),
        ("新增达标村", "没有这个指标"),
        ("达标村（不含飞地）", "不是认得的单位"),
    ] {
        let (_, ran) = rows(&format!("县,{heading}\n莲都区,401\n"), &[]);
        assert!(ran.out.contains(used), "{heading}: {}{}", ran.out, ran.err);
    }
}

/// 元 typed under 万元, in some rows only.
#[test]
fn numbers_a_thousandfold_off_are_asked_about() {
    let desk = Desk::new();
    let table = "县,扶持资金（万元）\n莲都区,7000\n龙泉市,27380000\n";
    let file = desk.put("a.csv", table.as_bytes());
    let ran = desk.figures(&file, &["--yes"]);
    assert_eq!(ran.codes(), ["import-scale"], "{}", ran.err);
    assert!(
        ran.err.contains("B3：“扶持资金”是 27380000万元"),
        "{}",
        ran.err
    );
    let ran = desk.figures(&file, &["--yes", "--map", "扶持资金（万元）=funds*1"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

/// A column that only numbers the rows stands before their names.
#[test]
fn counties_as_columns_behind_running_numbers() {
    let head = "指标名称,计量单位,莲都区,龙泉市\n";
    for table in [
        format!("序号,{head}1,达标村,个,401,301\n2,扶持资金,万元,7000,6500\n"),
        format!("代码,{head}10101,达标村,个,401,301\n10102,扶持资金,万元,7000,6500\n"),
        format!(
            "某市2026年情况表,,,,\n序号,{head}1,达标村,个,401,301\n2,扶持资金,万元,7000,6500\n"
        ),
    ] {
        let (desk, ran) = rows(&table, &[]);
        assert_eq!(ran.status, 0, "{table}{}{}", ran.out, ran.err);
        assert_eq!(villages(&desk, "longquan"), "301", "{table}{}", ran.out);
    }
}

#[test]
fn a_remark_without_a_number_makes_no_figure() {
    let table =
        "县,指标,数值,备注\n莲都区,覆盖率,,另报\n莲都区,达标村,401,\n龙泉市,达标村,301,已核\n";
    let (desk, ran) = rows(table, &[]);
    assert!(ran.err.contains("备注“另报”没有写入"), "{}", ran.err);
    assert!(!ran.err.contains("key-missing"), "{}", ran.err);
    assert!(!desk.read("liandu/figures.toml").contains("另报"));
    assert!(desk.read("longquan/figures.toml").contains("已核"));
}

#[test]
fn numbers_with_commas_or_words_have_a_scale_too() {
    for cell in ["\"70,000\"", "约70000"] {
        let table = format!("县,扶持资金\n莲都区,{cell}\n");
        let (_, ran) = rows(&table, &[]);
        let said = ran.err.contains("也没有以前的数可比") || ran.err.contains("import-scale");
        assert!(said, "{cell}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_heading_and_the_one_below_it_name_an_indicator_together() {
    let (desk, ran) = rows("县,覆盖\n,率（%）\n莲都区,46\n", &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(
        desk.read("liandu/figures.toml").contains("46"),
        "{}",
        ran.out
    );
}

#[test]
fn words_for_the_end_of_a_year_and_the_task_handed_down() {
    let (desk, ran) = rows("县,达标村,\n,年末数,下达任务\n莲都区,401,450\n", &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert_eq!(villages(&desk, "liandu"), "401");
    assert!(desk.read("liandu/figures.toml").contains("450"));
}

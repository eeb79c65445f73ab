//! Charts in a case: what they are given by the edition, and what they say of it.

use super::ground::Ground;
use std::fs;

const CASE: &str = "+++\nname = \"南县\"\ntitle = \"南县的做法\"\n+++\n\n## 做法\n\n";

/// The page of a county that states nothing and shows these charts.
fn page(charts: &str) -> String {
    let ground = Ground::new(None, &[2022], "");
    ground.write(
        "content/2022/nan/index.md",
        format!("{CASE}{charts}").as_bytes(),
    );
    fs::remove_file(ground.path("content/2022/nan/figures.toml")).unwrap();
    let output = ground.build(&[]);
    fs::read_to_string(output.join("2022/nan/index.html")).unwrap()
}

/// The first chart's description, as text.
fn description(html: &str) -> String {
    let (_, after) = html.split_once("<p class=\"description\">").unwrap();
    let said = after.split("</p>").next().unwrap();
    said.split('<')
        .map(|part| part.rsplit('>').next().unwrap())
        .collect()
}

#[test]
fn rows_are_counted_by_what_their_names_say_they_are() {
    for (names, counted) in [
        (["碧湖镇", "仙渡乡", "紫金街道"], "3个乡镇（街道）中，"),
        (["沙溪村", "梁村", "南明社区"], "3个村（社区）中，"),
        (["1月", "2月", "12月"], "3个月份中，"),
        (["满意", "一般", "不满意"], "调查：满意最高"),
    ] {
        let rows: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(n, name)| format!("{{ name = \"{name}\", value = {} }}", 30 - n))
            .collect();
        let html = page(&format!(
            "```chart\nkind = \"bars\"\nunit = \"%\"\nmeasure = \"调查\"\nrows = [{}]\n```\n",
            rows.join(", ")
        ));
        let said = description(&html);
        assert!(said.contains(counted), "{said}");
    }
}

#[test]
fn months_stand_in_their_own_order() {
    let order = |extra: &str| {
        let html = page(&format!(
            "```chart\nkind = \"bars\"\nunit = \"%\"\nmeasure = \"调查\"\n{extra}rows = [{{ name = \"1月\", value = 3 }}, {{ name = \"2月\", value = 9 }}]\n```\n"
        ));
        let at = |text: &str| html.find(text).unwrap();
        at(">1月</text>") < at(">2月</text>")
    };
    assert!(order(""));
    assert!(!order("order = \"value\"\n"));
}

#[test]
fn a_charts_csv_can_be_computed_with() {
    let ground = Ground::new(None, &[2022], "");
    let rows = "{ name = \"甲镇\", value = -12034.5 }, { name = \"乙镇\", value = \"约7万元\" }, { name = \"丙镇\" }";
    let chart = format!(
        "```chart\nkind = \"bars\"\nunit = \"万元\"\nmeasure = \"结余\"\nrows = [{rows}]\n```\n"
    );
    ground.write(
        "content/2022/nan/index.md",
        format!("{CASE}{chart}").as_bytes(),
    );
    fs::remove_file(ground.path("content/2022/nan/figures.toml")).unwrap();
    let output = ground.build(&[]);
    let csv = fs::read_to_string(output.join("2022/nan/charts/chart-1.csv")).unwrap();
    assert_eq!(
        csv,
        "\u{feff}乡镇（街道）,结余（万元）\r\n甲镇,-12034.5\r\n乙镇,约7万元\r\n丙镇,暂无数据\r\n"
    );
}

#[test]
fn a_county_without_a_figure_is_named_by_every_chart_of_the_indicator() {
    for kind in [
        "bars",
        "bullet",
        "line",
        "columns",
        "slope",
        "dots",
        "multiples",
    ] {
        let html = page(&format!(
            "```chart\nkind = \"{kind}\"\nindicator = \"villages\"\n```\n"
        ));
        let said = description(&html);
        assert!(said.contains("南县暂无数据"), "{kind}: {said}");
    }
}

#[test]
fn rows_take_their_years_from_the_period_and_keep_the_decimals_they_were_written_with() {
    let html = page(
        "```chart\nkind = \"dots\"\nunit = \"万元\"\nmeasure = \"债务\"\nperiod = \"2017—2019年\"\nrows = [\n  { name = \"甲镇\", baseline = -96.0, value = -120 },\n  { name = \"乙镇\", baseline = 3, value = 4 },\n]\n```\n",
    );
    let said = description(&html);
    assert!(
        said.contains("下降最多的是甲镇，从−96.0万元降至−120万元"),
        "{said}"
    );
    assert!(said.contains("2019年乙镇最高，为4万元"), "{said}");
    assert!(html.contains("2017年"), "no first year");
    assert!(!html.contains("起点"), "the year is known");
}

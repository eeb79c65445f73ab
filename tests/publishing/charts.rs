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
        said.contains("变化最大的是甲镇，从−96.0万元降至−120万元"),
        "{said}"
    );
    assert!(said.contains("2019年乙镇最高，为4万元"), "{said}");
    assert!(html.contains("2017年"), "no first year");
    assert!(!html.contains("起点"), "the year is known");
}

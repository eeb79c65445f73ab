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
fn rows_take_their_years_from_the_period_and_have_one_number_of_decimals() {
    let html = page(
        "```chart\nkind = \"dots\"\nunit = \"万元\"\nmeasure = \"债务\"\nperiod = \"2017—2019年\"\nrows = [\n  { name = \"甲镇\", baseline = -96.0, value = -120 },\n  { name = \"乙镇\", baseline = 3, value = 4 },\n]\n```\n",
    );
    let said = description(&html);
    assert!(
        said.contains("变化最大的是甲镇，从−96.0万元降至−120.0万元"),
        "{said}"
    );
    assert!(said.contains("2019年乙镇最高，为4.0万元"), "{said}");
    assert!(html.contains("2017年"), "no first year");
    assert!(!html.contains("起点"), "the year is known");
}

//! Every kind of chart in every awkward shape, on one page, to be looked at.
//!
//! `cargo run --example gallery -- [FILE]` writes it, by default to
//! `target/gallery/index.html`: each drawing wide and narrow, light and dark, with
//! the heading, the description and the file of its own. The tests draw the same
//! specimens, so what is looked at is what is tested.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use xunli::chart::*;

/// A chart with a name and the words around it.
pub(crate) struct Specimen {
    /// `bars`, `line` …
    pub(crate) kind: &'static str,
    /// `nine`, `outlier` …
    pub(crate) shape: &'static str,
    /// What stands around it.
    pub(crate) words: Words,
    /// The chart.
    pub(crate) chart: Chart,
}

/// One county's value in a shape.
#[derive(Clone)]
struct Item {
    name: String,
    value: Option<f64>,
    focus: bool,
}

/// The shapes: how many, and what is awkward about them.
pub(crate) const SHAPES: [&str; 15] = [
    "one",
    "two",
    "nine",
    "focus",
    "ninety",
    "nine-hundred",
    "zeros",
    "negatives",
    "outlier",
    "equal",
    "missing",
    "gaps",
    "names",
    "values",
    "english",
];

const COUNTIES: [&str; 9] = [
    "莲都区",
    "龙泉市",
    "青田县",
    "云和县",
    "庆元县",
    "缙云县",
    "遂昌县",
    "松阳县",
    "景宁畲族自治县",
];

fn items(shape: &str) -> Vec<Item> {
    let nine = [279.0, 350.0, 78.0, 67.0, 19.0, 205.0, 120.0, 401.0, 133.0];
    let list = |names: &[&str], values: &[f64]| -> Vec<Item> {
        names
            .iter()
            .zip(values)
            .map(|(n, v)| Item {
                name: n.to_string(),
                value: Some(*v),
                focus: false,
            })
            .collect()
    };
    let many = |n: usize| -> Vec<Item> {
        (0..n)
            .map(|i| Item {
                name: format!(
                    "{}{}乡",
                    COUNTIES[i % 9].chars().take(2).collect::<String>(),
                    i + 1
                ),
                // A fixed walk over the numbers, not chance.
                value: (i % 41 != 7).then_some(((i * 7919) % 4001) as f64),
                focus: i == n / 2,
            })
            .collect()
    };
    match shape {
        "one" => list(&COUNTIES[..1], &nine),
        "two" => list(&COUNTIES[..2], &nine),
        "ninety" => many(90),
        "nine-hundred" => many(900),
        "zeros" => list(&COUNTIES, &[0.0, 3.0, 0.0, 1.0, 0.0, 2.0, 0.0, 0.0, 1.0]),
        "negatives" => list(
            &COUNTIES,
            &[-120.0, 35.0, -4.0, 60.0, 12.0, -48.0, 0.0, 88.0, -1.0],
        ),
        "outlier" => list(
            &COUNTIES,
            &[12.0, 35.0, 4.0, 60.0, 12.0, 48.0, 9.0, 1_234_567.0, 21.0],
        ),
        "equal" => list(&COUNTIES, &[12.0; 9]),
        "missing" => COUNTIES
            .iter()
            .map(|n| Item {
                name: n.to_string(),
                value: None,
                focus: false,
            })
            .collect(),
        "gaps" => {
            let mut gaps = list(&COUNTIES, &nine);
            gaps[2].value = None;
            gaps[5].value = None;
            gaps[8].value = Some(f64::NAN);
            gaps
        }
        "names" => list(
            &[
                "莲都",
                "龙泉市",
                "景宁畲族自治县",
                "积石山保安族东乡族撒拉族自治县",
                "双江拉祜族佤族布朗族傣族自治县沙河乡村集",
                "松阳",
                "大化瑶族自治县",
                "遂昌县王村口镇",
                "云和县崇头镇梅源村股份经济合作社",
            ],
            &nine,
        ),
        "focus" => {
            let mut focus = list(&COUNTIES, &nine);
            focus[3].focus = true;
            focus
        }
        _ => list(&COUNTIES, &nine),
    }
}

fn words(shape: &str) -> Words {
    match shape {
        "english" => Words {
            measure: "Villages above the threshold".into(),
            period: "2019".into(),
            source: "County accounts".into(),
            as_of: "15 November 2019".into(),
            counted: "counties".into(),
            language: Language::English,
            ..Words::default()
        },
        "values" => Words {
            measure: "三年累计投入资金".into(),
            unit: "元".into(),
            period: "2017—2019年".into(),
            source: "三资入账数据".into(),
            as_of: "2019年11月15日".into(),
            counted: "个县（市、区）".into(),
            ..Words::default()
        },
        _ => Words {
            measure: "达标村".into(),
            unit: "个".into(),
            period: "2019年".into(),
            source: "三资入账数据".into(),
            as_of: "2019年11月15日".into(),
            counted: if shape.starts_with("nine") && shape.len() > 4 {
                "个乡镇"
            } else {
                "个县（市、区）"
            }
            .into(),
            ..Words::default()
        },
    }
}

/// The text of a value, as the quantity room would print it.
fn shown(value: Option<f64>, shape: &str) -> String {
    let minus = |v: f64| {
        let mut text = if v < 0.0 { "−" } else { "" }.to_string();
        xunli::quantity::push_parted(&mut text, &v.abs().to_string());
        text
    };
    match (value, shape) {
        (None, _) => String::new(),
        (Some(v), "english") => minus(v),
        (Some(v), "values") => format!("约{}.28亿元以上（含配套资金{}万元）", v, v * 10.0),
        (Some(v), _) => format!("{}个", minus(v)),
    }
}

fn rows(shape: &str) -> Vec<Row> {
    items(shape)
        .into_iter()
        .enumerate()
        .map(|(n, item)| Row {
            shown: shown(item.value, shape),
            name: item.name,
            value: item.value,
            focus: item.focus,
            href: (n % 2 == 0).then(|| format!("../{n}/index.html")),
            note: (shape == "gaps" && n < 2).then(|| "含上年结转".to_string()),
        })
        .collect()
}

fn goals(shape: &str) -> Vec<Goal> {
    let status = |word: &str, sign: &str, tone| {
        Some(Status {
            word: word.into(),
            sign: sign.into(),
            tone,
        })
    };
    rows(shape)
        .into_iter()
        .enumerate()
        .map(|(n, row)| {
            let value = row.value.filter(|v| v.is_finite());
            let target = match n % 4 {
                0 => value,
                1 => value.map(|v| v * 1.25 + 1.0),
                2 => value.map(|v| (v.abs() * 3.0 + 8.0).round()),
                _ => value.map(|v| (v * 0.4 - 3.0).round()),
            }
            .or(Some(30.0));
            let baseline = (n % 2 == 0).then(|| value.unwrap_or(0.0).abs() / 2.0 - 5.0);
            let (none, done, late, back) = match shape {
                "english" => ("No data", "Done", "Slightly behind", "Behind"),
                _ => ("暂无数据", "已完成", "略滞后", "滞后"),
            };
            let from = baseline.unwrap_or(0.0);
            let way = target.map_or(1.0, |t| (value.unwrap_or(from) - from) / (t - from));
            let status = match value {
                None => status(none, "○", Tone::Plain),
                _ if way >= 1.0 => status(done, "✓", Tone::Good),
                _ if way >= 0.6 => status(late, "▲", Tone::Warn),
                _ => status(back, "▼", Tone::Bad),
            };
            Goal {
                target_shown: shown(target, shape),
                row,
                baseline,
                baseline_shown: shown(baseline, shape),
                target,
                status,
            }
        })
        .collect()
}

fn series(shape: &str) -> Vec<Series> {
    items(shape)
        .into_iter()
        .enumerate()
        .map(|(n, item)| {
            let points = (0..6).map(|k: i32| {
                let swing = f64::from((n as i32 * 5 + k * 3) % 7 - 3) * 0.06;
                let growth = 0.45
                    + f64::from(k) * 0.11
                    + if shape == "equal" || k == 5 {
                        0.0
                    } else {
                        swing
                    };
                let growth = if shape == "equal" { 1.0 } else { growth };
                let gap = shape == "gaps" && (k as usize == n % 6 || n == 4);
                let value = item.value.filter(|_| !gap).map(|v| (v * growth).round());
                (2014 + k, value, shown(value, shape))
            });
            Series {
                points: points.collect(),
                name: item.name,
                focus: item.focus,
            }
        })
        .collect()
}

fn tiles(shape: &str) -> Vec<Tile> {
    const PLACES: [(u32, u32); 9] = [
        (2, 1),
        (0, 2),
        (4, 2),
        (2, 3),
        (1, 4),
        (3, 0),
        (0, 0),
        (1, 0),
        (3, 3),
    ];
    rows(shape)
        .into_iter()
        .enumerate()
        .map(|(n, row)| Tile {
            name: row.name,
            place: if shape == "two" {
                None
            } else {
                PLACES.get(n).copied()
            },
            value: row.value,
            shown: row.shown,
            href: row.href,
            step: None,
            focus: row.focus,
        })
        .collect()
}

fn pairs(shape: &str) -> Vec<Pair> {
    let first_year = series(shape);
    rows(shape)
        .into_iter()
        .zip(first_year)
        .map(|(row, s)| {
            let (_, from, from_shown) = s.points[0].clone();
            Pair {
                name: row.name,
                from,
                from_shown,
                to: row.value,
                to_shown: row.shown,
                focus: row.focus,
                href: row.href,
                note: row.note,
            }
        })
        .collect()
}

/// The first county's values by year; many counties make many years.
fn years(shape: &str) -> Vec<Row> {
    let rows = rows(shape);
    let first = 2020 - rows.len();
    rows.into_iter()
        .enumerate()
        .map(|(n, row)| Row {
            name: format!("{}", first + n),
            ..row
        })
        .collect()
}

fn stacked(shape: &str) -> Stacked {
    let parts: Vec<String> = match shape {
        "names" => [
            "物业经济与资产租赁收入",
            "光伏发电",
            "飞地抱团项目分红收益",
            "其他",
        ]
        .map(String::from)
        .to_vec(),
        "english" => ["Rent", "Solar", "Joint projects", "Other"]
            .map(String::from)
            .to_vec(),
        _ => ["物业", "光伏", "飞地", "其他"].map(String::from).to_vec(),
    };
    let rows = rows(shape)
        .into_iter()
        .enumerate()
        .map(|(n, row)| {
            // The last part is what the others leave, so that all make the total.
            let cut = |v: f64| {
                let parts = [0.4, 0.1, 0.3].map(|c| (v * c).round());
                let rest = v - parts.iter().sum::<f64>();
                [parts[0], parts[1], parts[2], rest]
            };
            let parts = (0..4).map(|k| {
                let value = row
                    .value
                    .filter(|_| !(shape == "gaps" && n == 0 && k == 1))
                    .map(|v| cut(v)[k]);
                (value, shown(value, shape))
            });
            Stack {
                parts: parts.collect(),
                name: row.name,
                total: (row.value, row.shown),
                focus: row.focus,
                href: row.href,
            }
        })
        .collect();
    Stacked {
        parts,
        rows,
        order: Order::Value,
    }
}

fn charts(shape: &'static str) -> Vec<(&'static str, Chart)> {
    let series = series(shape);
    let reference = Reference {
        name: "全市平均".into(),
        value: 183.6,
        shown: "183.6个".into(),
    };
    let (then, now) = match shape {
        "english" => ("2014", "2019"),
        _ => ("2014年", "2019年"),
    };
    vec![
        (
            "bars",
            Chart::Bars(Bars {
                rows: rows(shape),
                order: Order::Value,
                reference: matches!(shape, "nine" | "focus").then_some(reference),
                tint: 0,
            }),
        ),
        (
            "bullet",
            Chart::Bullet(Bullet {
                goals: goals(shape),
                order: Order::Value,
            }),
        ),
        (
            "line",
            Chart::Line(Line {
                series: series.clone(),
                tint: 0,
            }),
        ),
        (
            "line-four",
            Chart::Line(Line {
                series: series.iter().take(4).cloned().collect(),
                tint: 0,
            }),
        ),
        (
            "columns",
            Chart::Columns(Columns {
                rows: rows(shape),
                tint: 1,
            }),
        ),
        (
            "columns-years",
            Chart::Columns(Columns {
                rows: years(shape),
                tint: 0,
            }),
        ),
        ("stacked", Chart::Stacked(stacked(shape))),
        (
            "share",
            Chart::Share(Share {
                parts: rows(shape),
                whole_shown: (shape == "nine").then(|| "1652个".into()),
                order: Order::Value,
            }),
        ),
        (
            "share-three",
            Chart::Share(Share {
                parts: rows(shape).into_iter().take(3).collect(),
                whole_shown: None,
                order: Order::Value,
            }),
        ),
        (
            "slope",
            Chart::Slope(Slope {
                from: then.into(),
                to: now.into(),
                rows: pairs(shape),
                tint: 0,
            }),
        ),
        (
            "dots",
            Chart::Dots(Dots {
                from: Some(then.into()),
                to: now.into(),
                rows: pairs(shape),
                order: Order::Value,
                tint: 0,
            }),
        ),
        (
            "dots-single",
            Chart::Dots(Dots {
                from: None,
                to: String::new(),
                rows: pairs(shape),
                order: Order::Official,
                tint: 2,
            }),
        ),
        (
            "multiples",
            Chart::Multiples(Multiples {
                series: series.clone(),
                tint: 0,
            }),
        ),
        (
            "tiles",
            Chart::Tiles(Tiles {
                tiles: tiles(shape),
                ..Tiles::default()
            }),
        ),
        (
            "tiles-second",
            Chart::Tiles(Tiles {
                tiles: tiles(shape),
                tint: 1,
                ..Tiles::default()
            }),
        ),
        (
            "tiles-third",
            Chart::Tiles(Tiles {
                tiles: tiles(shape),
                tint: 2,
                ..Tiles::default()
            }),
        ),
        (
            "tiles-fourth",
            Chart::Tiles(Tiles {
                tiles: tiles(shape),
                tint: 3,
                ..Tiles::default()
            }),
        ),
        (
            "spark",
            Chart::Spark(Spark {
                series: series[0].clone(),
                tint: 0,
            }),
        ),
    ]
}

/// Every kind in every shape.
pub(crate) fn specimens() -> Vec<Specimen> {
    let mut all = Vec::new();
    for shape in SHAPES {
        for (kind, chart) in charts(shape) {
            // A kind's second form shares most of its drawing with the first.
            let form = kind.contains('-');
            if form && !["nine", "focus", "ninety", "negatives", "gaps", "names"].contains(&shape) {
                continue;
            }
            // A map in another colour differs in nothing else.
            if kind.starts_with("tiles-") && shape != "nine" {
                continue;
            }
            let mut words = words(shape);
            if !["bars", "bullet", "columns", "stacked", "share", "tiles"]
                .iter()
                .any(|k| kind.starts_with(k))
            {
                words.period = if shape == "english" {
                    "2014–2019".into()
                } else {
                    "2014—2019年".into()
                };
            }
            if let ("columns-years", Chart::Columns(columns)) = (kind, &chart)
                && let [first, .., last] = &columns.rows[..]
            {
                words.period = format!("{}—{}年", first.name, last.name);
            }
            all.push(Specimen {
                kind,
                shape,
                words,
                chart,
            });
        }
    }
    all.sort_by_key(|s| s.kind);
    all
}

fn page(palette: &Palette, only: &[String]) -> String {
    let mut out = String::from(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>图样</title><style>",
    );
    out.push_str(&chart_css(palette));
    out.push_str(PAGE);
    out.push_str("</style><body>");
    for s in specimens() {
        let name = format!("{}-{}", s.kind, s.shape);
        if !only.is_empty() && !only.iter().any(|o| name.starts_with(o.as_str())) {
            continue;
        }
        let _ = write!(
            out,
            "<section id=\"{name}\"><h2>{name}</h2><p><b>{}</b><br>{}</p><div class=\"sides\">",
            text(&s.chart.headline(&s.words)),
            text(&s.chart.describe(&s.words)),
        );
        for dark in ["", " dark"] {
            let wide = s
                .chart
                .draw(&s.words, Width::Wide, &format!("{name}{}", dark.trim()));
            let narrow = s
                .chart
                .draw(&s.words, Width::Narrow, &format!("{name}{}", dark.trim()));
            let _ = write!(
                out,
                "<div class=\"side{dark}\"><div class=\"w\">{wide}</div><div class=\"n\">{narrow}</div></div>"
            );
        }
        out.push_str("</div></section>\n");
    }
    out.push_str("</body></html>\n");
    out
}

fn text(plain: &str) -> String {
    plain.replace('&', "&amp;").replace('<', "&lt;")
}

const PAGE: &str = "
body{font:15px/1.6 'Noto Sans CJK SC',sans-serif;margin:16px;background:#fff;color:#111}
h2{margin:24px 0 0;font-size:17px} p{margin:4px 0 8px;max-width:60em}
.sides{display:flex;flex-direction:column;gap:8px}
.side{display:flex;gap:24px;padding:16px;background:var(--c-ground);width:1140px;align-items:start}
.w{width:720px;flex:none} .n{width:360px;flex:none} .w svg,.n svg{display:block;outline:1px dotted #8884} .w svg:not(.spark),.n svg:not(.spark){width:100%}
";

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .unwrap_or_else(|| "target/gallery/index.html".to_string());
    let only: Vec<String> = arguments.collect();
    let palette = Palette::hong();
    // The dark half of the page: the dark colours under a class of its own.
    let css = chart_css(&palette);
    let dark = css
        .split("\n@media screen{")
        .nth(1)
        .and_then(|rest| rest.split("}\n").next())
        .unwrap_or_default()
        .replace(":root[data-theme=dark]", ".dark");
    let html = page(&palette, &only).replace("</style>", &format!("{dark}</style>"));
    let path = std::path::Path::new(&file);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, html)?;
    println!("{file}");
    Ok(())
}

//! Every kind of chart in every awkward shape: the drawings byte for byte, that
//! nothing collides or leaves its view box, that no label can break out of its
//! text, and that words never speak of what is not there.

// The helpers of tests may give up as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "gallery.rs"]
mod gallery;

use gallery::{Specimen, specimens};
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use xunli::chart::*;

/// An element of a drawing, with its attributes and the text right inside it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|a| a.0 == name)
            .map(|a| a.1.as_str())
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name)
            .map_or(0.0, |v| v.parse().unwrap_or_else(|_| panic!("{name}={v}")))
    }
}

/// Reads a drawing as strictly as an XML reader would, or says what is wrong.
fn parse(svg: &str) -> Result<Vec<Element>, String> {
    if let Some(c) = svg
        .chars()
        .find(|c| (c.is_control() && *c != '\n') || ['\u{fffe}', '\u{ffff}'].contains(c))
    {
        return Err(format!("control character {:x}", u32::from(c)));
    }
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let text = unescape(&rest[..at])?;
        if let Some(&inside) = open.last() {
            elements[inside].text.push_str(&text);
        } else if !text.trim().is_empty() {
            return Err(format!("text outside: {text}"));
        }
        let end = rest.find('>').ok_or("a tag does not end")?;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let top = open.pop().ok_or("nothing to close")?;
            if elements[top].name != name {
                return Err(format!("</{name}> closes <{}>", elements[top].name));
            }
            continue;
        }
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |t| (t, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut element = Element {
            name: name.to_string(),
            ..Element::default()
        };
        while !attributes.trim().is_empty() {
            let (key, after) = attributes
                .trim_start()
                .split_once("=\"")
                .ok_or("an attribute without quotes")?;
            let (value, after) = after.split_once('"').ok_or("an attribute does not end")?;
            if value.contains('<') || element.get(key).is_some() {
                return Err(format!("{key}={value}"));
            }
            element.attributes.push((key.to_string(), unescape(value)?));
            attributes = after;
        }
        if !empty {
            open.push(elements.len());
        }
        elements.push(element);
    }
    if open.is_empty() {
        Ok(elements)
    } else {
        Err("an element is not closed".into())
    }
}

fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (entity, after) = rest[at + 1..].split_once(';').ok_or("a bare &")?;
        out.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "#39" => '\'',
            other => return Err(format!("&{other};")),
        });
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[derive(Clone, Debug)]
struct Area {
    what: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Area) -> bool {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = self.bottom.min(other.bottom) - self.top.max(other.top);
        across > 0.5 && down > 0.5
    }
}

/// The box of a text: a Han character reaches 0.82 em above and 0.1 em below its baseline.
fn text_area(e: &Element) -> Area {
    let size = e.number("font-size");
    let wide = measure::width(&e.text, size, e.get("font-weight").is_some());
    let x = e.number("x");
    let left = match e.get("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    let y = e.number("y");
    Area {
        what: e.text.clone(),
        left,
        right: left + wide,
        top: y - size * 0.82,
        bottom: y + size * 0.1,
    }
}

fn mark_area(e: &Element) -> Option<Area> {
    let (x, y, half) = match e.name.as_str() {
        "rect" => {
            let (x, y) = (e.number("x"), e.number("y"));
            let (right, bottom) = (x + e.number("width"), y + e.number("height"));
            return Some(Area {
                what: "rect".into(),
                left: x,
                right,
                top: y,
                bottom,
            });
        }
        "circle" => (e.number("cx"), e.number("cy"), e.number("r")),
        _ => return None,
    };
    Some(Area {
        what: "circle".into(),
        left: x - half,
        right: x + half,
        top: y - half,
        bottom: y + half,
    })
}

/// The straight pieces of a path of `M l h v Z`, the only commands the drawings have.
fn pieces(e: &Element) -> Vec<[(f64, f64); 2]> {
    let Some(d) = e.get("d").filter(|_| e.name == "path") else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let (mut at, mut start) = ((0.0, 0.0), (0.0, 0.0));
    let mut rest = d;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..]
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or(rest.len(), |n| n + 1);
        let numbers: Vec<f64> = rest[1..end]
            .split_whitespace()
            .map(|n| n.parse().unwrap_or_else(|_| panic!("{d}")))
            .collect();
        rest = &rest[end..];
        let to = match (command, &numbers[..]) {
            ('M', [x, y]) => {
                (at, start) = ((*x, *y), (*x, *y));
                continue;
            }
            ('l', [x, y]) => (at.0 + x, at.1 + y),
            ('h', [x]) => (at.0 + x, at.1),
            ('v', [y]) => (at.0, at.1 + y),
            ('Z' | 'z', []) => start,
            _ => panic!("{d}"),
        };
        out.push([at, to]);
        at = to;
    }
    out
}

/// Whether a straight piece runs through a box, by more than its rim.
fn crosses([a, b]: [(f64, f64); 2], area: &Area) -> bool {
    let (left, right) = (area.left + 1.0, area.right - 1.0);
    let (top, bottom) = (area.top + 1.0, area.bottom - 1.0);
    // Liang and Barsky: what is left of the piece inside each pair of sides.
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0, 1.0);
    for (p, q) in [
        (-dx, a.0 - left),
        (dx, right - a.0),
        (-dy, a.1 - top),
        (dy, bottom - a.1),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return false;
            }
        } else if p < 0.0 {
            from = f64::max(from, q / p);
        } else {
            to = f64::min(to, q / p);
        }
    }
    from < to
}

/// What collides, leaves the view box or is too small, in one drawing.
fn lint(svg: &str) -> Vec<String> {
    let elements = parse(svg).unwrap_or_else(|e| panic!("{e}\n{svg}"));
    let view: Vec<f64> = elements[0]
        .get("viewBox")
        .unwrap()
        .split(' ')
        .map(|n| n.parse().unwrap())
        .collect();
    let (width, height) = (view[2], view[3]);
    let mut faults = Vec::new();
    let texts: Vec<(&Element, Area)> = elements
        .iter()
        .filter(|e| e.name == "text")
        .map(|e| (e, text_area(e)))
        .collect();
    for (n, (element, area)) in texts.iter().enumerate() {
        // Drawings are shown at 8/9 of their size or more.
        if element.number("font-size") * 8.0 / 9.0 < 12.0 {
            faults.push(format!("{} is too small", area.what));
        }
        if area.left < -0.5
            || area.right > width + 0.5
            || area.top < -0.5
            || area.bottom > height + 0.5
        {
            faults.push(format!("{area:?} leaves {width}x{height}"));
        }
        for (_, other) in &texts[n + 1..] {
            if area.meets(other) {
                faults.push(format!("{area:?} meets {other:?}"));
            }
        }
    }
    for element in &elements {
        let Some(mark) = mark_area(element) else {
            continue;
        };
        if mark.left < -0.6
            || mark.right > width + 0.6
            || mark.top < -0.6
            || mark.bottom > height + 0.6
        {
            faults.push(format!("{mark:?} leaves {width}x{height}"));
        }
        if element.get("fill") == Some("none") {
            continue;
        }
        for (text, area) in &texts {
            let class = text.get("class").unwrap_or_default();
            // A text with a rim of ground may cross a rule, but no bar and no dot; one made
            // for a mark may stand on it.
            let rule = mark.right - mark.left < 4.0 && class.ends_with(" halo");
            if !class.contains("f-on-") && !rule && area.meets(&mark) {
                faults.push(format!("{area:?} stands on {mark:?}"));
            }
        }
    }
    for (text, area) in &texts {
        let class = text.get("class").unwrap_or_default();
        if class.ends_with(" halo") {
            continue;
        }
        // What is written on a mark lies within it.
        if class.contains("f-on-") {
            let within = |m: &Area| {
                m.left <= area.left + 0.5
                    && area.right <= m.right + 0.5
                    && m.top <= area.top + 0.5
                    && area.bottom <= m.bottom + 0.5
            };
            if !elements.iter().filter_map(mark_area).any(|m| within(&m)) {
                faults.push(format!("{area:?} leaves its mark"));
            }
            continue;
        }
        for element in &elements {
            if let Some(piece) = pieces(element).into_iter().find(|p| crosses(*p, area)) {
                faults.push(format!("{area:?} is crossed by {piece:?}"));
            }
        }
    }
    faults
}

#[test]
fn the_lint_sees_what_it_is_for() {
    let svg = |body: &str| format!("<svg viewBox=\"0 0 100 50\">{body}</svg>");
    let text = |x: i32, y: i32| {
        format!("<text x=\"{x}\" y=\"{y}\" font-size=\"14\" class=\"f-c-text\">松阳县</text>")
    };
    assert_eq!(lint(&svg(&text(10, 20))), Vec::<String>::new());
    for (bad, fault) in [
        (text(70, 20), "leaves"),
        (text(10, 55), "leaves"),
        (text(10, 20) + &text(30, 25), "meets"),
        (
            text(10, 20) + "<rect x=\"0\" y=\"0\" width=\"20\" height=\"20\" class=\"f-c1\"/>",
            "stands on",
        ),
        (
            "<circle cx=\"99\" cy=\"9\" r=\"4\" class=\"f-c1\"/>".to_string(),
            "leaves",
        ),
        (text(10, 20).replace("14", "13"), "too small"),
        (
            text(10, 20) + "<path d=\"M2 8l60 12h3v4Z\" class=\"s-c1\"/>",
            "is crossed by",
        ),
        (
            text(10, 20).replace("f-c-text", "f-on-c1")
                + "<rect x=\"0\" y=\"0\" width=\"40\" height=\"30\" class=\"f-c1\"/>",
            "leaves its mark",
        ),
        (
            text(10, 20).replace("f-c-text", "f-c-text halo")
                + "<rect x=\"0\" y=\"0\" width=\"20\" height=\"20\" class=\"f-c1\"/>",
            "stands on",
        ),
    ] {
        let faults = lint(&svg(&bad));
        assert!(
            faults.len() == 1 && faults[0].contains(fault),
            "{bad}: {faults:?}"
        );
    }
    for bad in [
        "<svg viewBox=\"0 0 1 1\">&nbsp;</svg>",
        "<svg><g></svg>",
        "<svg a=b/>",
        "<svg>\u{1}</svg>",
        "<svg a=\"<\"/>",
    ] {
        assert!(parse(bad).is_err(), "{bad}");
    }
}

fn both(s: &Specimen) -> [String; 2] {
    [Width::Wide, Width::Narrow].map(|w| s.chart.draw(&s.words, w, "c"))
}

#[test]
fn nothing_collides_or_leaves_the_view_box() {
    let mut faults = Vec::new();
    for s in specimens() {
        for (svg, width) in both(&s).iter().zip(["wide", "narrow"]) {
            faults.extend(
                lint(svg)
                    .into_iter()
                    .map(|f| format!("{}-{} {width}: {f}", s.kind, s.shape)),
            );
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults[..faults.len().min(60)].join("\n")
    );
}

#[test]
fn drawings_need_no_style_and_no_script() {
    for s in specimens() {
        for svg in both(&s) {
            for e in parse(&svg).unwrap() {
                assert!(e.get("style").is_none(), "{}-{}", s.kind, s.shape);
                assert!(!["style", "script", "foreignObject"].contains(&e.name.as_str()));
                assert!(
                    !e.attributes.iter().any(|a| a.0.starts_with("on")),
                    "{:?}",
                    e.attributes
                );
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_is_there() {
    let s = specimens().into_iter().find(|s| s.kind == "bars").unwrap();
    let html = [
        s.chart.drawn(&s.words).inline("a"),
        s.chart.drawn(&s.words).inline("b"),
    ]
    .concat();
    let elements = parse(&format!("<div>{html}</div>")).unwrap();
    let ids: Vec<&str> = elements.iter().filter_map(|e| e.get("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    assert_eq!(ids.len(), 8);
    // What holds links must not be one image.
    let role = if elements.iter().any(|e| e.name == "a") {
        "group"
    } else {
        "img"
    };
    for svg in elements.iter().filter(|e| e.name == "svg") {
        assert_eq!(svg.get("role"), Some(role));
        for reference in ["aria-labelledby", "aria-describedby"] {
            assert!(unique.contains(svg.get(reference).unwrap()));
        }
    }
}

#[test]
fn the_same_chart_has_the_same_bytes() {
    for (a, b) in specimens().iter().zip(specimens()) {
        assert_eq!(both(a), both(&b));
        assert_eq!(
            a.chart.drawn(&a.words).file(&Palette::hong()),
            b.chart.drawn(&b.words).file(&Palette::hong())
        );
    }
}

#[test]
fn every_mark_has_a_tooltip() {
    for s in specimens()
        .iter()
        .filter(|s| !s.shape.starts_with("miss") && s.kind != "spark")
    {
        let elements = parse(&both(s)[0]).unwrap();
        let groups = elements
            .iter()
            .filter(|e| e.get("class") == Some("mk"))
            .count();
        let titles = elements
            .iter()
            .filter(|e| e.name == "title" && !e.text.is_empty())
            .count();
        assert!(groups > 0, "{}-{}", s.kind, s.shape);
        assert_eq!(titles, groups + 1, "{}-{}", s.kind, s.shape);
    }
}

#[test]
fn words_never_speak_of_what_is_not_there() {
    for s in specimens() {
        let name = format!("{}-{}", s.kind, s.shape);
        let (description, headline) = (s.chart.describe(&s.words), s.chart.headline(&s.words));
        let table = s.chart.table(&s.words);
        let cells: String = table
            .rows
            .iter()
            .flatten()
            .map(|c| format!("{} ", c.text))
            .collect();
        let drawn = both(&s).concat();
        for text in [&description, &headline, &cells, &drawn] {
            for wrong in [
                "NaN", "inf", "Some(", "None", "为；", "为。", "的；", "，，",
            ] {
                assert!(!text.contains(wrong), "{name}: {wrong} in {text}");
            }
        }
        assert!(
            description.chars().count() <= DESCRIPTION_LIMIT,
            "{name}: {description}"
        );
        assert!(
            description.ends_with(if s.shape == "english" { '.' } else { '。' }),
            "{name}: {description}"
        );
        assert!(!headline.is_empty(), "{name}");
        assert!(
            table.rows.iter().all(|r| r.len() == table.head.len()),
            "{name}"
        );
        if s.shape == "missing" {
            assert!(description.contains("暂无数据"), "{name}: {description}");
            assert!(s.kind == "spark" || drawn.contains("暂无数据"), "{name}");
            assert!(!description.contains("0个"), "{name}: {description}");
        }
    }
}

#[test]
fn headings_are_short() {
    for s in specimens()
        .iter()
        .filter(|s| !["names", "values", "english"].contains(&s.shape))
    {
        let headline = s.chart.headline(&s.words);
        assert!(
            measure::em(&headline) <= 30.0,
            "{}-{}: {headline}",
            s.kind,
            s.shape
        );
    }
}

#[test]
fn a_value_is_printed_as_it_was_given() {
    let row = |name: &str, value: f64, shown: &str| Row {
        name: name.into(),
        value: Some(value),
        shown: shown.into(),
        ..Row::default()
    };
    let rows = vec![
        row("甲县", 4.2e8, "约4.2亿元"),
        row("乙县", 27_380.0, "2.738亿元"),
        row("丙县", 0.1 + 0.2, "0.3元"),
    ];
    let chart = Chart::Bars(Bars {
        rows,
        ..Bars::default()
    });
    let svg = chart.draw(&Words::default(), Width::Wide, "c");
    let texts: Vec<String> = parse(&svg)
        .unwrap()
        .into_iter()
        .filter(|e| e.name == "text")
        .map(|e| e.text)
        .collect();
    assert_eq!(
        texts,
        ["甲县", "约4.2亿元", "乙县", "2.738亿元", "丙县", "0.3元"]
    );
}

#[test]
fn nine_hundred_rows_say_what_is_left_out() {
    let s = specimens()
        .into_iter()
        .find(|s| s.kind == "bars" && s.shape == "nine-hundred")
        .unwrap();
    let texts: Vec<String> = parse(&both(&s)[0])
        .unwrap()
        .into_iter()
        .filter(|e| e.name == "text")
        .map(|e| e.text)
        .collect();
    let left: Vec<&String> = texts
        .iter()
        .filter(|t| t.contains("未画出") || t.contains("暂无数据"))
        .collect();
    assert_eq!(
        left,
        [
            "⋯ 其余286个乡镇未画出",
            "⋯ 其余569个乡镇未画出",
            "22个乡镇暂无数据：松阳8乡、云和49乡、景宁90乡、庆元131乡、莲都172乡、缙云213乡、龙泉254乡、遂昌295乡等"
        ]
    );
    // 286 + 569 + 22 and the 23 that are drawn.
    assert_eq!(texts.len(), 23 * 2 + 3);
}

/// Everything that is a word and not a county's name, far longer than it should be.
#[test]
fn long_words_around_the_data_still_fit() {
    let long = || {
        "各县（市、区）集体经济年收入达到十万元且经营性收入达到五万元的行政村所占比重".to_string()
    };
    let words = Words {
        unit: long(),
        measure: long(),
        period: long(),
        counted: long(),
        ..Words::default()
    };
    for s in specimens()
        .iter()
        .filter(|s| ["nine", "focus", "ninety", "gaps"].contains(&s.shape))
    {
        let mut chart = s.chart.clone();
        match &mut chart {
            Chart::Bars(c) => {
                c.reference = Some(Reference {
                    name: long(),
                    value: 300.0,
                    shown: long(),
                })
            }
            Chart::Slope(c) => (c.from, c.to) = (long(), long()),
            Chart::Dots(c) => (c.from, c.to) = (Some(long()), long()),
            Chart::Stacked(c) => c.parts = vec![long(), long(), long(), long()],
            Chart::Tiles(c) => c.keys = vec![long(); 5],
            Chart::Share(c) => c.whole_shown = Some(long()),
            _ => {}
        }
        for width in [Width::Wide, Width::Narrow] {
            let faults = lint(&chart.draw(&words, width, "c"));
            assert!(
                faults.is_empty(),
                "{}-{} {width:?}: {}",
                s.kind,
                s.shape,
                faults.join("\n")
            );
        }
        assert!(parse(&chart.drawn(&words).file(&Palette::hong())).is_ok());
    }
}

/// Labels that try to be markup, end an attribute or carry what XML forbids.
const HOSTILE: &str = "</text></svg><script>alert(1)</script>\"' onload='x' &amp; ]]> \u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{fffe}\u{202e}<!-- \n\t";

fn hostile(kind: &str) -> Chart {
    let text = || HOSTILE.to_string();
    let row = Row {
        name: text(),
        value: Some(3.0),
        shown: text(),
        focus: true,
        href: Some(text()),
        note: Some(text()),
    };
    let plain = Row {
        name: "乙".into(),
        value: Some(5.0),
        shown: text(),
        href: Some("javascript:alert(1)".into()),
        ..Row::default()
    };
    let rows = vec![row.clone(), plain.clone()];
    let series = |focus| Series {
        name: text(),
        points: vec![(2018, Some(1.0), text()), (2019, Some(2.0), text())],
        focus,
    };
    let pair = Pair {
        name: text(),
        from: Some(1.0),
        from_shown: text(),
        to: Some(2.0),
        to_shown: text(),
        focus: true,
        href: Some(text()),
        note: Some(text()),
    };
    match kind {
        "bars" => Chart::Bars(Bars {
            rows,
            reference: Some(Reference {
                name: text(),
                value: 2.0,
                shown: text(),
            }),
            ..Bars::default()
        }),
        "bullet" => {
            let status = Some(Status {
                word: text(),
                sign: text(),
                tone: Tone::Good,
            });
            Chart::Bullet(Bullet {
                goals: vec![Goal {
                    row,
                    baseline: Some(0.0),
                    baseline_shown: text(),
                    target: Some(9.0),
                    target_shown: text(),
                    status,
                }],
                order: Order::Value,
            })
        }
        "line" => Chart::Line(Line {
            series: vec![series(true), series(false)],
            tint: 0,
        }),
        "columns" => Chart::Columns(Columns { rows, tint: 0 }),
        "stacked" => Chart::Stacked(Stacked {
            parts: vec![text(), "b".into()],
            rows: vec![Stack {
                name: text(),
                parts: vec![(Some(1.0), text()), (Some(2.0), text())],
                total: (Some(1.0), text()),
                focus: true,
                href: Some(text()),
            }],
            order: Order::Value,
        }),
        "share" => Chart::Share(Share {
            parts: rows,
            whole_shown: Some(text()),
            order: Order::Value,
        }),
        "slope" => Chart::Slope(Slope {
            from: text(),
            to: text(),
            rows: vec![pair],
            tint: 0,
        }),
        "dots" => Chart::Dots(Dots {
            from: Some(text()),
            to: text(),
            rows: vec![pair],
            ..Dots::default()
        }),
        "multiples" => Chart::Multiples(Multiples {
            series: vec![series(false), series(true)],
            tint: 0,
        }),
        "tiles" => Chart::Tiles(Tiles {
            tiles: vec![Tile {
                name: text(),
                value: Some(1.0),
                shown: text(),
                href: Some(text()),
                focus: true,
                ..Tile::default()
            }],
            keys: vec![text(); 5],
            tint: 0,
        }),
        _ => Chart::Spark(Spark {
            series: series(false),
            tint: 0,
        }),
    }
}

/// Every kind of chart.
const KINDS: &[&str] = &[
    "bars",
    "bullet",
    "line",
    "columns",
    "stacked",
    "share",
    "slope",
    "dots",
    "multiples",
    "tiles",
    "spark",
];

#[test]
fn no_label_breaks_out_of_its_text() {
    let t = || HOSTILE.to_string();
    for language in [Language::Chinese, Language::English] {
        let words = Words {
            title: t(),
            measure: t(),
            unit: t(),
            period: t(),
            source: t(),
            as_of: t(),
            counted: t(),
            language,
            ..Words::default()
        };
        for kind in KINDS {
            let chart = hostile(kind);
            let drawings = [
                chart.draw(&words, Width::Wide, HOSTILE),
                chart.draw(&words, Width::Narrow, "c"),
                chart.drawn(&words).file(&Palette::hong()),
            ];
            for svg in drawings {
                let elements = parse(&svg).unwrap_or_else(|e| panic!("{kind}: {e}\n{svg}"));
                for e in &elements {
                    assert!(
                        [
                            "svg", "title", "desc", "g", "a", "text", "rect", "path", "circle"
                        ]
                        .contains(&e.name.as_str()),
                        "{kind}: <{}>",
                        e.name
                    );
                    assert!(!e.attributes.iter().any(|a| a.0.starts_with("on")));
                    assert!(
                        e.get("href").is_none_or(|h| !h.contains("script:")),
                        "{:?}",
                        e.get("href")
                    );
                }
                assert!(
                    elements.iter().any(|e| e.text.contains("<script>")),
                    "{}",
                    kind
                );
            }
        }
    }
}

#[test]
fn numbers_at_the_edge_of_a_float_are_drawn_or_told_as_missing() {
    let edges = [
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        -0.0,
        1e15 + 1.0,
        1e15,
        -1e-300,
        f64::NEG_INFINITY,
    ];
    for (a, b) in edges
        .iter()
        .flat_map(|a| edges.iter().map(move |b| (*a, *b)))
    {
        let row = |name: &str, v| Row {
            name: name.into(),
            value: Some(v),
            shown: "x".into(),
            ..Row::default()
        };
        let rows = vec![row("甲", a), row("乙", b)];
        let points = vec![
            (i32::MIN, Some(a), "x".into()),
            (0, None, String::new()),
            (i32::MAX, Some(b), "x".into()),
        ];
        let series = vec![Series {
            name: "甲".into(),
            points,
            focus: false,
        }];
        let goal = Goal {
            row: row("甲", a),
            baseline: Some(b),
            baseline_shown: "z".into(),
            target: Some(-a),
            target_shown: "y".into(),
            status: None,
        };
        let pair = Pair {
            name: "甲".into(),
            from: Some(a),
            from_shown: "x".into(),
            to: Some(b),
            to_shown: "y".into(),
            ..Pair::default()
        };
        let tile = |name: &str, v| Tile {
            name: name.into(),
            value: Some(v),
            place: Some((u32::MAX, 0)),
            ..Tile::default()
        };
        let part = |v| (Some(v), "x".to_string());
        let stack = Stack {
            name: "甲".into(),
            parts: vec![part(a), part(b)],
            ..Stack::default()
        };
        let charts = [
            Chart::Bars(Bars {
                rows: rows.clone(),
                ..Bars::default()
            }),
            Chart::Columns(Columns {
                rows: rows.clone(),
                tint: 9,
            }),
            Chart::Share(Share {
                parts: rows,
                whole_shown: None,
                order: Order::Value,
            }),
            Chart::Line(Line {
                series: series.clone(),
                tint: 9,
            }),
            Chart::Multiples(Multiples {
                series: series.clone(),
                tint: 9,
            }),
            Chart::Spark(Spark {
                series: series[0].clone(),
                tint: 9,
            }),
            Chart::Bullet(Bullet {
                goals: vec![goal],
                order: Order::Value,
            }),
            Chart::Slope(Slope {
                rows: vec![pair.clone()],
                ..Slope::default()
            }),
            Chart::Dots(Dots {
                from: Some("a".into()),
                rows: vec![pair],
                ..Dots::default()
            }),
            Chart::Tiles(Tiles {
                tiles: vec![tile("甲", a), tile("乙", b)],
                ..Tiles::default()
            }),
            Chart::Tiles(Tiles {
                tiles: vec![tile("甲", a)],
                ..Tiles::default()
            }),
            Chart::Stacked(Stacked {
                parts: vec!["p".into(), "q".into()],
                rows: vec![stack],
                order: Order::Value,
            }),
        ];
        for chart in charts {
            for width in [Width::Wide, Width::Narrow] {
                let svg = chart.draw(&Words::default(), width, "c");
                assert!(
                    parse(&svg).is_ok() && !svg.contains("NaN") && !svg.contains("inf"),
                    "{a} {b}: {svg}"
                );
            }
            assert!(chart.describe(&Words::default()).chars().count() <= DESCRIPTION_LIMIT);
        }
    }
}

#[test]
fn faults_in_the_data_are_all_reported() {
    let row = |name: &str, value: Option<f64>, shown: &str| Row {
        name: name.into(),
        value,
        shown: shown.into(),
        ..Row::default()
    };
    let rows = vec![
        row("甲", Some(f64::NAN), "1"),
        row("甲", Some(1.0), ""),
        row(" ", Some(f64::INFINITY), "1"),
        Row {
            href: Some("javascript:x".into()),
            ..row("乙", None, "")
        },
    ];
    let codes =
        |chart: Chart| -> Vec<&'static str> { chart.validate().iter().map(|p| p.code).collect() };
    let found = codes(Chart::Bars(Bars {
        rows,
        ..Bars::default()
    }));
    assert_eq!(
        found,
        [
            "chart-unnamed",
            "chart-twice",
            "chart-not-a-number",
            "chart-unprinted",
            "chart-not-a-number",
            "chart-link"
        ]
    );
    assert_eq!(codes(Chart::Bars(Bars::default())), ["chart-empty"]);
    let years = Series {
        name: "甲".into(),
        points: vec![(2019, None, String::new()), (2018, None, String::new())],
        focus: false,
    };
    assert_eq!(
        codes(Chart::Line(Line {
            series: vec![years],
            tint: 0
        })),
        ["chart-years"]
    );
    let tile = |name: &str, place| Tile {
        name: name.into(),
        place,
        ..Tile::default()
    };
    let tiles = vec![
        tile("甲", Some((0, 0))),
        tile("乙", Some((0, 0))),
        tile("丙", None),
    ];
    assert_eq!(
        codes(Chart::Tiles(Tiles {
            tiles,
            ..Tiles::default()
        })),
        ["chart-place-taken", "chart-unplaced"]
    );
}

#[test]
fn files_of_their_own_carry_title_source_and_colours() {
    for s in specimens() {
        let svg = s.chart.drawn(&s.words).file(&Palette::hong());
        let elements = parse(&svg).unwrap_or_else(|e| panic!("{e}\n{svg}"));
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width="));
        let drawn: String = elements
            .iter()
            .filter(|e| e.name == "text")
            .map(|e| e.text.as_str())
            .collect();
        assert!(
            drawn
                .replace(' ', "")
                .contains(&s.chart.headline(&s.words).replace(' ', "")),
            "{}-{}",
            s.kind,
            s.shape
        );
        let source = if s.shape == "english" {
            "Source: County accounts"
        } else {
            "出处：三资入账数据，截至2019年11月15日"
        };
        assert!(drawn.contains(source), "{}-{}", s.kind, s.shape);
        assert!(
            !elements
                .iter()
                .any(|e| e.get("class").is_some_and(|c| c != "mk")),
            "{}-{}",
            s.kind,
            s.shape
        );
    }
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/chart")
        .join(name)
}

/// Every recorded file: per specimen one that can be opened and the narrow drawing,
/// per kind the words of all its shapes.
fn outputs() -> BTreeMap<String, String> {
    // One element a line, so that a change can be read.
    let lines = |svg: String| svg.replace("><", ">\n<") + "\n";
    let mut files = BTreeMap::new();
    for s in specimens() {
        let name = format!("{}-{}", s.kind, s.shape);
        let narrow = s.chart.draw(&s.words, Width::Narrow, &name);
        files.insert(
            format!("{name}.svg"),
            lines(s.chart.drawn(&s.words).file(&Palette::hong())),
        );
        files.insert(format!("{name}.narrow.txt"), lines(narrow));
        let words: &mut String = files.entry(format!("{}.words.txt", s.kind)).or_default();
        words.push_str(&format!(
            "== {}\n{}\n{}\n",
            s.shape,
            s.chart.headline(&s.words),
            s.chart.describe(&s.words)
        ));
        let table = s.chart.table(&s.words);
        words.push_str(&format!("{}\n{}\n", table.caption, table.head.join(" | ")));
        for row in table.rows.iter().take(3) {
            let cells: Vec<&str> = row.iter().map(|c| c.text.as_str()).collect();
            words.push_str(&format!("{}\n", cells.join(" | ")));
        }
    }
    files
}

#[test]
fn drawings_and_words_are_as_recorded() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let outputs = outputs();
    let faults: Vec<String> = outputs
        .iter()
        .filter_map(|(name, actual)| {
            let expected = Data::read_from(&golden(name), Some(DataFormat::Text)).raw();
            assert
                .try_eq(Some(name), Data::text(actual.as_str()), expected)
                .err()
                .map(|e| e.to_string())
        })
        .collect();
    assert!(
        faults.is_empty(),
        "{} differ, the first:\n{}",
        faults.len(),
        faults[0]
    );
    for entry in std::fs::read_dir(golden("")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            outputs.contains_key(&name),
            "tests/golden/chart/{name} belongs to no specimen"
        );
    }
}

/// What is missing has its place in the words of every kind, and the one in focus
/// is named there first.
#[test]
fn a_highlighted_county_without_data_is_said_in_every_kind() {
    let name = |n: usize| format!("{n}县");
    let words = Words {
        measure: "达标村".into(),
        unit: "个".into(),
        counted: "个县（市、区）".into(),
        ..Words::default()
    };
    let value = |n: usize| (n < 5).then_some(n as f64 + 1.0);
    let shown = |n: usize| value(n).map(|v| format!("{v}个")).unwrap_or_default();
    let focus = |n: usize| n == 7;
    let row = |n: usize| Row {
        name: name(n),
        value: value(n),
        shown: shown(n),
        focus: focus(n),
        ..Row::default()
    };
    let rows: Vec<Row> = (0..9).map(row).collect();
    let series: Vec<Series> = (0..9)
        .map(|n| Series {
            name: name(n),
            points: match value(n) {
                Some(v) => vec![
                    (2018, Some(v + 1.0), format!("{}个", v + 1.0)),
                    (2019, Some(v), shown(n)),
                ],
                None => Vec::new(),
            },
            focus: focus(n),
        })
        .collect();
    let pairs: Vec<Pair> = (0..9)
        .map(|n| Pair {
            name: name(n),
            from: value(n),
            from_shown: shown(n),
            to: value(n),
            to_shown: shown(n),
            focus: focus(n),
            ..Pair::default()
        })
        .collect();
    let tiles = (0..9).map(|n| Tile {
        name: name(n),
        place: Some((n as u32, 0)),
        value: value(n),
        shown: shown(n),
        focus: focus(n),
        ..Tile::default()
    });
    let charts = [
        Chart::Bars(Bars {
            rows: rows.clone(),
            ..Bars::default()
        }),
        Chart::Columns(Columns {
            rows: rows.clone(),
            tint: 0,
        }),
        Chart::Share(Share {
            parts: rows.clone(),
            whole_shown: None,
            order: Order::Value,
        }),
        Chart::Bullet(Bullet {
            goals: rows
                .iter()
                .map(|row| Goal {
                    target: row.value.map(|v| v + 1.0),
                    target_shown: "9个".into(),
                    row: row.clone(),
                    ..Goal::default()
                })
                .collect(),
            order: Order::Value,
        }),
        Chart::Line(Line {
            series: series.clone(),
            tint: 0,
        }),
        Chart::Multiples(Multiples { series, tint: 0 }),
        Chart::Slope(Slope {
            from: "2018年".into(),
            to: "2019年".into(),
            rows: pairs.clone(),
            tint: 0,
        }),
        Chart::Dots(Dots {
            from: Some("2018年".into()),
            to: "2019年".into(),
            rows: pairs,
            ..Dots::default()
        }),
        Chart::Tiles(Tiles {
            tiles: tiles.collect(),
            ..Tiles::default()
        }),
    ];
    for chart in charts {
        let said = chart.describe(&words);
        assert!(said.contains("7县等4个县（市、区）暂无数据"), "{said}");
        assert_eq!(chart.headline(&words), "7县达标村暂无数据", "{said}");
    }
}

//! A chart as a file of its own: title, measure and source are drawn in, because
//! a picture that is passed on loses the page around it.

use super::coloured::coloured;
use super::data::{Width, Words};
use super::drawn::Drawn;
use super::ink::Ink;
use super::measure::wrap_even;
use super::palette::Scheme;
use super::say;
use super::sheet::{Pen, Sheet};
use super::svg::{escape, push_tenths};

const MARGIN: f64 = 28.0;
/// Named families first, so that a rasteriser finds one; no font is embedded.
const FONTS: &str = "Noto Sans CJK SC,Source Han Sans SC,PingFang SC,Microsoft YaHei,sans-serif";

/// The file. The same bytes for the same chart, words and colours.
pub(crate) fn file(drawn: &Drawn<'_>, scheme: &Scheme) -> String {
    let words = drawn.words;
    let inner = Width::Wide.px();
    let (body, height) = &drawn.wide;
    let mut head = String::new();
    let top = {
        let sheet = Sheet::new(&mut head, inner + 2.0 * MARGIN);
        let title = wrap_even(&drawn.title, 26.0, true, inner);
        let y = lines(&sheet, MARGIN, &title, Pen::new(26.0, Ink::Text).bold(true));
        lines(
            &sheet,
            y + 4.0,
            &wrapped(&say::caption(words)),
            Pen::new(15.0, Ink::Muted),
        ) + 16.0
    };
    let mut foot = String::new();
    let bottom = {
        let sheet = Sheet::new(&mut foot, inner + 2.0 * MARGIN);
        let y = top + height + 12.0;
        lines(
            &sheet,
            y,
            &wrapped(&source(words)),
            Pen::new(13.5, Ink::Muted),
        ) + MARGIN
    };
    let mut size = String::new();
    push_tenths(&mut size, ((inner + 2.0 * MARGIN) * 10.0) as i32);
    let (wide, mut high) = (size, String::new());
    push_tenths(&mut high, (bottom * 10.0).ceil() as i32);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
         role=\"img\" aria-labelledby=\"t\" aria-describedby=\"d\" font-family=\"{FONTS}\"><title id=\"t\">"
    );
    escape(&mut out, &drawn.title);
    out.push_str("</title><desc id=\"d\">");
    escape(&mut out, &drawn.description);
    out.push_str(&format!(
        "</desc><rect width=\"{wide}\" height=\"{high}\" fill=\"{}\"/>",
        scheme.color(Ink::Ground)
    ));
    out.push_str(&coloured(&head, scheme));
    out.push_str("<g transform=\"translate(");
    push_tenths(&mut out, (MARGIN * 10.0) as i32);
    out.push(' ');
    push_tenths(&mut out, (top * 10.0).round() as i32);
    out.push_str(")\">");
    out.push_str(&coloured(body, scheme));
    out.push_str("</g>");
    out.push_str(&coloured(&foot, scheme));
    out.push_str("</svg>\n");
    out
}

fn wrapped(text: &str) -> Vec<String> {
    if text.is_empty() {
        Vec::new()
    } else {
        wrap_even(text, 15.0, false, Width::Wide.px())
    }
}

/// Draws lines from `top` down and returns where they end.
fn lines(sheet: &Sheet<'_>, top: f64, lines: &[String], pen: Pen) -> f64 {
    let leading = (pen.size * 1.35).round();
    for (n, line) in lines.iter().enumerate() {
        sheet.text((MARGIN, top + leading * (n as f64 + 0.5)), line, pen);
    }
    top + leading * lines.len() as f64
}

/// 出处：三资入账数据。截至2019年11月15日。
fn source(words: &Words) -> String {
    match (
        say::zh(words),
        words.source.is_empty(),
        words.as_of.is_empty(),
    ) {
        (_, true, true) => String::new(),
        (true, false, true) => format!("出处：{}", words.source),
        (true, true, false) => format!("截至{}", words.as_of),
        (true, false, false) => format!("出处：{}，截至{}", words.source, words.as_of),
        (false, false, true) => format!("Source: {}", words.source),
        (false, true, false) => format!("As of {}", words.as_of),
        (false, false, false) => format!("Source: {}, as of {}", words.source, words.as_of),
    }
}

//! Charts per second, per kind: nine counties, one wide drawing.
//!
//! `cargo bench --bench chart`; the items are charts. A kind of nine rows takes
//! tens of microseconds; stock plotters takes about 150 for nine captioned bars
//! with values through its own SVG backend (`default-features = false`, features
//! `svg_backend` and `line_series`).

use divan::Bencher;
use divan::counter::ItemsCount;
use xunli::chart::{Chart, Palette, Width};

#[allow(dead_code)]
#[path = "../gallery.rs"]
mod gallery;

fn main() {
    divan::main();
}

const KINDS: [&str; 11] = [
    "bars",
    "bullet",
    "columns",
    "dots",
    "line",
    "multiples",
    "share",
    "slope",
    "spark",
    "stacked",
    "tiles",
];

fn specimen(kind: &str, shape: &str) -> Option<gallery::Specimen> {
    gallery::specimens()
        .into_iter()
        .find(|s| s.kind == kind && s.shape == shape)
}

fn bench(
    bencher: Bencher<'_, '_>,
    kind: &str,
    shape: &str,
    work: impl Fn(&gallery::Specimen) -> String,
) {
    if let Some(s) = specimen(kind, shape) {
        bencher
            .counter(ItemsCount::new(1usize))
            .bench_local(|| work(&s));
    }
}

#[divan::bench(args = KINDS)]
fn nine(bencher: Bencher<'_, '_>, kind: &str) {
    bench(bencher, kind, "nine", |s| {
        s.chart.draw(&s.words, Width::Wide, "c")
    });
}

#[divan::bench(args = KINDS)]
fn nine_hundred(bencher: Bencher<'_, '_>, kind: &str) {
    bench(bencher, kind, "nine-hundred", |s| {
        s.chart.draw(&s.words, Width::Wide, "c")
    });
}

#[divan::bench(args = ["bars"])]
fn both_widths(bencher: Bencher<'_, '_>, kind: &str) {
    bench(bencher, kind, "nine", |s| {
        s.chart.drawn(&s.words).inline("c")
    });
}

#[divan::bench(args = ["bars"])]
fn standalone(bencher: Bencher<'_, '_>, kind: &str) {
    let palette = Palette::hong();
    bench(bencher, kind, "nine", |s| {
        s.chart.drawn(&s.words).file(&palette)
    });
}

#[divan::bench(args = ["bars"])]
fn description(bencher: Bencher<'_, '_>, kind: &str) {
    bench(bencher, kind, "nine-hundred", |s| {
        Chart::describe(&s.chart, &s.words)
    });
}

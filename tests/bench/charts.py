#!/usr/bin/env python3
"""Charts per second of stock plotters and of ECharts on a server.

    python3 tests/bench/charts.py [--keep DIR]

Nine captioned bars with their values, and four lines of six years with their
names, as `cargo bench --bench chart` draws them (`bars`, `line`): stock
plotters through its own SVG backend, ECharts through `renderToSVGString`. Both
are built in a folder that is thrown away, with cargo and npm from their
registries; a program that is not on the PATH is passed over. What is printed is
the best of many batches, for one thread.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

NAMES = ["莲都区", "龙泉市", "青田县", "云和县", "庆元县", "缙云县", "遂昌县", "松阳县", "景宁畲族自治县"]
VALUES = [279, 350, 78, 67, 19, 205, 120, 401, 133]

CARGO = """[package]
name = "stock"
version = "0.1.0"
edition = "2021"

[dependencies]
plotters = { version = "0.3.7", default-features = false, features = ["svg_backend", "line_series"] }
"""

RUST = """use plotters::prelude::*;
use std::time::Instant;

const NAMES: [&str; 9] = [%s];
const VALUES: [f64; 9] = [%s];

fn bars() -> String {
    let mut out = String::new();
    {
        let root = SVGBackend::with_string(&mut out, (720, 320)).into_drawing_area();
        root.fill(&WHITE).unwrap();
        let mut chart = ChartBuilder::on(&root)
            .caption("松阳县达标村最多，401个", ("sans-serif", 18))
            .margin(8)
            .x_label_area_size(28)
            .y_label_area_size(110)
            .build_cartesian_2d(0f64..420., (0usize..8).into_segmented())
            .unwrap();
        let name = |v: &SegmentValue<usize>| match v {
            SegmentValue::CenterOf(i) => NAMES[*i].to_string(),
            _ => String::new(),
        };
        chart.configure_mesh().disable_y_mesh().y_label_formatter(&name).draw().unwrap();
        let bar = |i: usize| {
            let corners = [(0., SegmentValue::Exact(i)), (VALUES[i], SegmentValue::Exact(i + 1))];
            Rectangle::new(corners, RGBColor(136, 14, 20).filled())
        };
        chart.draw_series((0..9).map(bar)).unwrap();
        let value = |i: usize| {
            let at = (VALUES[i], SegmentValue::CenterOf(i));
            Text::new(format!("{}个", VALUES[i]), at, ("sans-serif", 15))
        };
        chart.draw_series((0..9).map(value)).unwrap();
        root.present().unwrap();
    }
    out
}

fn line() -> String {
    let mut out = String::new();
    {
        let root = SVGBackend::with_string(&mut out, (720, 360)).into_drawing_area();
        root.fill(&WHITE).unwrap();
        let mut chart = ChartBuilder::on(&root)
            .caption("四县达标村", ("sans-serif", 18))
            .margin(8)
            .x_label_area_size(28)
            .y_label_area_size(50)
            .build_cartesian_2d(2014i32..2019, 0f64..420.)
            .unwrap();
        chart.configure_mesh().draw().unwrap();
        for k in 0..4 {
            let points: Vec<(i32, f64)> =
                (0..6).map(|y| (2014 + y, VALUES[k] * (0.45 + 0.11 * y as f64))).collect();
            let style = Palette99::pick(k);
            chart
                .draw_series(LineSeries::new(points.clone(), style.stroke_width(2)))
                .unwrap()
                .label(NAMES[k])
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], Palette99::pick(k)));
            chart.draw_series(points.iter().map(|p| Circle::new(*p, 3, style.filled()))).unwrap();
        }
        chart.configure_series_labels().border_style(BLACK).draw().unwrap();
        root.present().unwrap();
    }
    out
}

fn main() {
    for (name, draw) in [("bars", bars as fn() -> String), ("line", line)] {
        let (mut best, mut bytes) = (f64::MAX, 0);
        for _ in 0..40 {
            let start = Instant::now();
            for _ in 0..200 {
                bytes = draw().len();
            }
            best = best.min(start.elapsed().as_secs_f64() / 200.);
        }
        println!("plotters  {name:5} {:8.1} us {:8.0}/s {bytes:6} bytes", best * 1e6, 1. / best);
    }
}
"""

NODE = """const echarts = require('echarts');
const names = %s, values = %s;
const options = {
  bars: {
    title: { text: '松阳县达标村最多，401个' }, grid: { left: 110 },
    xAxis: { type: 'value' }, yAxis: { type: 'category', data: names },
    series: [{ type: 'bar', data: values, label: { show: true, position: 'right' } }],
  },
  line: {
    title: { text: '四县达标村' }, yAxis: { type: 'value' },
    xAxis: { type: 'category', data: [2014, 2015, 2016, 2017, 2018, 2019] },
    series: [0, 1, 2, 3].map(k => ({
      type: 'line', name: names[k], endLabel: { show: true, formatter: '{a}' },
      data: [0, 1, 2, 3, 4, 5].map(y => values[k] * (0.45 + 0.11 * y)),
    })),
  },
};
for (const kind in options) {
  let bytes;
  const batch = count => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) {
      const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 340 });
      chart.setOption({ animation: false, ...options[kind] });
      bytes = chart.renderToSVGString().length;
      chart.dispose();
    }
    return Number(process.hrtime.bigint() - start) / count / 1000;
  };
  batch(60);
  const best = Math.min(...Array.from({ length: 8 }, () => batch(30)));
  console.log(`echarts   ${kind.padEnd(5)} ${best.toFixed(1).padStart(8)} us ` +
    `${(1e6 / best).toFixed(0).padStart(8)}/s ${String(bytes).padStart(6)} bytes`);
}
process.exit(0);
"""


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def run(command, folder):
    subprocess.run(command, cwd=folder, check=True)


def plotters(folder):
    names = ", ".join(f'"{name}"' for name in NAMES)
    values = ", ".join(f"{value}." for value in VALUES)
    put(os.path.join(folder, "Cargo.toml"), CARGO)
    put(os.path.join(folder, "src", "main.rs"), RUST % (names, values))
    run(["cargo", "run", "--release", "--quiet"], folder)


def echarts(folder):
    put(os.path.join(folder, "package.json"), '{ "private": true }\n')
    put(os.path.join(folder, "bench.cjs"), NODE % (NAMES, VALUES))
    run(["npm", "install", "--silent", "--no-audit", "--no-fund", "echarts@6"], folder)
    run(["node", "bench.cjs"], folder)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--keep", metavar="DIR", help="build here and leave it")
    keep = arguments.parse_args().keep
    folder = os.path.abspath(keep) if keep else tempfile.mkdtemp()
    try:
        for name, needs, bench in [("plotters", "cargo", plotters), ("echarts", "npm", echarts)]:
            if shutil.which(needs):
                bench(os.path.join(folder, name))
            else:
                print(f"{name}: no {needs} here", file=sys.stderr)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

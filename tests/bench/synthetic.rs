//! Showcases of any size, the same to the byte on every machine: what the
//! benches, the large tests and the comparison with other generators read.
//!
//! A county has a case of some 1,500 characters that cites its figures, forty
//! figures towards targets, and, on request, photos. Gaps and long names come
//! as they come in real collections: every seventeenth figure is missing, every
//! hundredth county has nothing but its case, every fiftieth a name of forty
//! characters. No clock and no random numbers: all follows from the indices.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// How much there is to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) counties: usize,
    pub(crate) editions: usize,
    /// Indicators, and figures of each county.
    pub(crate) figures: usize,
    /// Photos of each county.
    pub(crate) photos: usize,
    /// Whether the pages that come of figures are made: data, indicators,
    /// comparisons, print.
    pub(crate) whole: bool,
    /// Whether pages show four charts each; always where it is whole.
    pub(crate) charts: bool,
}

impl Size {
    /// One edition of forty figures, without photos, with everything.
    pub(crate) fn of(counties: usize) -> Size {
        Size {
            counties,
            editions: 1,
            figures: 40,
            photos: 0,
            whole: true,
            charts: true,
        }
    }
}

/// The newest edition.
const NEWEST: usize = 2024;
const UNITS: [&str; 5] = ["个", "万元", "户", "人", "亩"];
const MATTERS: [&str; 8] = [
    "达标村",
    "集体收入",
    "入股农户",
    "就业人数",
    "流转土地",
    "投入资金",
    "联建项目",
    "分红总额",
];
const PHRASES: [&str; 16] = [
    "片区组团发展",
    "强村公司统一经营",
    "收益按股分红",
    "账目逐月公开",
    "干部包村到户",
    "资产清查入册",
    "闲置校舍改作民宿",
    "山地改种油茶",
    "水电收益入村",
    "物业租金归集体",
    "农旅线路串联各村",
    "电商代销山货",
    "飞地厂房异地置业",
    "光伏板架上屋顶",
    "合作社包销茶叶",
    "老街修缮招商",
];
const PLACES: [&str; 8] = ["东", "西", "南", "北", "上", "下", "前", "后"];

/// Writes the showcase below `root`, which is made.
pub(crate) fn write(root: &Path, size: Size) -> io::Result<()> {
    put(root, "content/site.toml", &site(size))?;
    for e in 0..size.editions {
        let year = NEWEST - e;
        put(
            root,
            &format!("content/{year}/edition.toml"),
            &edition(year, size),
        )?;
        put(
            root,
            &format!("content/{year}/index.md"),
            "+++\n+++\n\n全省各县一年的做法和数据，都在这里。\n",
        )?;
        for c in 0..size.counties {
            let folder = format!("content/{year}/{}", slug(c));
            put(root, &format!("{folder}/index.md"), &case(c, year, size))?;
            put(
                root,
                &format!("{folder}/figures.toml"),
                &figures(c, year, size),
            )?;
            for p in 0..size.photos {
                let path = root.join(&folder).join(format!("{p}.png"));
                fs::write(path, photo(c * 7 + p))?;
            }
        }
    }
    Ok(())
}

fn put(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// The folder and address of a county.
fn slug(c: usize) -> String {
    format!("c{c:05}")
}

fn name(c: usize) -> String {
    let (east, west) = (PLACES[c % 8], PLACES[c / 8 % 8]);
    let short = format!("{east}{west}第{}县", c + 1);
    if c % 50 == 49 {
        format!("{short}及其所辖各民族自治乡镇街道经济技术开发区风景名胜区管理委员会联合体")
    } else {
        short
    }
}

fn site(size: Size) -> String {
    let mut text = "title = \"千县巡礼\"\nurl = \"https://example.org/\"\n\n[publisher]\nname = \"某省委组织部\"\n".to_owned();
    if !size.whole {
        text += "\n[pages]\ndata = false\nmethod = false\nindicators = false\ncompare = false\nprint = false\nyears = false\nsearch = false\ncodes = false\nsingle = false\n";
        let _ = writeln!(text, "charts = {}", size.charts);
    }
    text
}

fn edition(year: usize, size: Size) -> String {
    let mut text = format!(
        "region = \"某省\"\ntitle = \"千县一年\"\nsource = \"某省统计公报\"\nas_of = {year}-12-31\nroster = ["
    );
    for c in 0..size.counties {
        let _ = write!(text, "\"{}\", ", slug(c));
    }
    text += "]\n\n[plan]\nstart = 2021-01-01\ndue = 2025-12-31\n";
    for i in 0..size.figures {
        let unit = UNITS[i % 5];
        let headline = i < 2;
        let _ = write!(
            text,
            "\n[[indicators]]\nid = \"{}\"\nname = \"{}{}\"\nunit = \"{unit}\"\ntotal = \"sum\"\nheadline = {headline}\n",
            id(i),
            MATTERS[i % 8],
            i + 1
        );
    }
    text
}

fn id(i: usize) -> String {
    format!("f{:02}", i + 1)
}

/// Whether a county states a figure.
fn states(c: usize, i: usize) -> bool {
    c % 100 != 57 && (i < 4 || (c * 7 + i) % 17 != 3)
}

/// A figure's value in a year; it grows.
fn value(c: usize, i: usize, year: usize) -> usize {
    let start = 50 + (c * 37 + i * 11) % 700;
    start + (year - 2000) * (1 + (c + i) % 9)
}

fn case(c: usize, year: usize, size: Size) -> String {
    let title = format!("{}，{}", PHRASES[c % 16], PHRASES[(c / 16 + 5) % 16]);
    let mut text = format!(
        "+++\nname = \"{}\"\ntitle = \"{title}\"\nsummary = \"{year}年，第{}县{}。\"\n",
        name(c),
        c + 1,
        PHRASES[(c + 3) % 16]
    );
    if size.photos > 0 {
        text += "cover = \"0.png\"\n";
    }
    text += "+++\n\n";
    for (part, heading) in ["夯实责任", "盘活资产", "做强产业", "收益到户"]
        .iter()
        .enumerate()
    {
        let _ = write!(text, "## {heading}\n\n");
        for paragraph in 0..3 {
            let seed = c * 13 + part * 5 + paragraph * 3;
            if states(c, part) {
                let _ = write!(text, "全县{}{{{{{}}}}}，", MATTERS[part % 8], id(part));
            }
            let _ = write!(text, "**“{}”**逐村过堂。", PHRASES[seed % 16]);
            for at in 0..2 {
                let a = (seed + at * 7) % 16;
                let b = (a + 1 + (seed / 16 + at * 3) % 15) % 16;
                let place = PLACES[(seed / 3 + at) % 8];
                let _ = write!(
                    text,
                    "{place}片第{}组{}，随后{}，由乡镇和村里各派一名干部盯到底。",
                    seed * 4 + at + 1,
                    PHRASES[a],
                    PHRASES[b]
                );
            }
            text += "\n\n";
        }
    }
    for p in 0..size.photos {
        let _ = write!(text, "![第{}处现场]({p}.png \"县里供图\")\n\n", p + 1);
    }
    text
}

fn figures(c: usize, year: usize, size: Size) -> String {
    let mut text = String::new();
    for i in (0..size.figures).filter(|i| states(c, *i)) {
        let now = value(c, i, year);
        let _ = write!(
            text,
            "[figures.{}]\nvalue = {now}\ntarget = {}\nbaseline = {}\n",
            id(i),
            value(c, i, 2025) + 5,
            value(c, i, 2020)
        );
        // One line chart on each page.
        if i == 2 {
            let years: Vec<String> = (2020..=year)
                .map(|y| format!("{y} = {}", value(c, i, y)))
                .collect();
            let _ = writeln!(text, "series = {{ {} }}", years.join(", "));
        }
        text.push('\n');
    }
    text
}

/// A grey PNG of 1,200 by 800 pixels, stored without compression of its own.
fn photo(seed: usize) -> Vec<u8> {
    let (width, height) = (1200usize, 800usize);
    let mut raw = Vec::with_capacity((width + 1) * height);
    for y in 0..height {
        raw.push(0);
        raw.extend((0..width).map(|x| ((x * 3 + y * 5 + seed * 31) / 8 % 256) as u8));
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = Vec::new();
    head.extend((width as u32).to_be_bytes());
    head.extend((height as u32).to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    chunk(&mut png, b"IHDR", &head);
    chunk(&mut png, b"IDAT", &stored(&raw));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// RFC 1950 and 1951: stored blocks.
fn stored(raw: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = raw.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        out.extend((block.len() as u16).to_le_bytes());
        out.extend((!(block.len() as u16)).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in raw {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let start = png.len();
    png.extend(kind);
    png.extend(data);
    let mut crc = u32::MAX;
    for byte in &png[start..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    png.extend((!crc).to_be_bytes());
}

//! Photos from the content to the site, through the real binary: what a phone
//! writes beside the pixels must never be published.

// The helpers of tests may panic as the tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

// Only the laying out of stories is used here.
#[allow(dead_code)]
#[path = "cli/story.rs"]
mod story;

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use story::{Story, files_below, xunli};
use xunli::picture::{Cache, Fault, Format, Picture};

/// Stands in every kind of note a picture can carry.
const SECRET: &str = "SECRET-28.4670N-119.9220E";

/// The sound showcase with `photos` beside a case that shows them all.
struct Showcase {
    folder: tempfile::TempDir,
}

impl Showcase {
    fn with(photos: &[(&str, Vec<u8>)]) -> Showcase {
        let folder = tempfile::tempdir().unwrap();
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
        Story::read(&home.join("sound.txt")).lay(folder.path());
        let dong = folder.path().join("content/2024/dong");
        let mut text = fs::read_to_string(dong.join("index.md")).unwrap();
        for (name, bytes) in photos {
            fs::write(dong.join(name), bytes).unwrap();
            text.push_str(&format!("\n![东县的村](<{name}> \"丁一 摄\")\n"));
        }
        fs::write(dong.join("index.md"), text).unwrap();
        Showcase { folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// What it says on the way, and the site's files.
    fn build(&self) -> (String, BTreeMap<PathBuf, Vec<u8>>) {
        let output = xunli(&self.root())
            .args(["build", "--format", "short"])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        (said, files_below(&self.root().join("output")))
    }
}

fn file<'a>(files: &'a BTreeMap<PathBuf, Vec<u8>>, name: &str) -> &'a [u8] {
    files
        .get(&Path::new("2024/dong").join(name))
        .unwrap_or_else(|| panic!("no {name} in {:?}", files.keys().collect::<Vec<_>>()))
}

fn page(files: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    String::from_utf8(file(files, "index.html").to_vec()).unwrap()
}

/// An EXIF directory with an orientation, a maker's note and a GPS directory.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut out = tag.to_le_bytes().to_vec();
        out.extend(kind.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(value.to_le_bytes());
        out
    };
    let text = SECRET.len() as u32;
    tiff.extend(entry(0x010F, 2, text, 68));
    tiff.extend(entry(0x0112, 3, 1, orientation.into()));
    tiff.extend(entry(0x8825, 4, 1, 50));
    tiff.extend([0; 4]);
    // GPSLatitudeRef and its end.
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, u32::from(b'N')));
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 68);
    tiff.extend(SECRET.as_bytes());
    tiff
}

/// Rows of pixels: left half red, right half blue, a green band at the top,
/// and grain over all, as a photograph has it.
fn scene(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let mut data = Vec::new();
    for y in 0..height {
        for x in 0..width {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (state >> 27) as u8;
            data.extend(if y < height / 4 {
                [grain, 200 + grain, grain]
            } else if x < width / 2 {
                [200 + grain, grain, grain]
            } else {
                [grain, grain, 200 + grain]
            });
        }
    }
    data
}

/// Like a phone's: EXIF with a position, XMP, IPTC, a comment, and a film
/// behind the end of the picture.
fn phone_jpeg(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 90);
    encoder.add_exif_metadata(&exif(orientation)).unwrap();
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{SECRET}</x:xmpmeta>");
    encoder.add_app_segment(1, xmp.into_bytes()).unwrap();
    let iptc = format!("Photoshop 3.0\0{SECRET}");
    encoder.add_app_segment(13, iptc.into_bytes()).unwrap();
    let data = scene(width.into(), height.into());
    encoder
        .encode(&data, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let comment = [&[0xFF, 0xFE, 0, SECRET.len() as u8 + 2], SECRET.as_bytes()].concat();
    jpeg.splice(2..2, comment);
    jpeg.extend(format!("....ftypmp42{SECRET}").into_bytes());
    jpeg
}

fn png_with_notes(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut info = png::Info::with_size(width, height);
    info.color_type = png::ColorType::Rgb;
    info.bit_depth = png::BitDepth::Eight;
    info.exif_metadata = Some(exif(1).into());
    let mut encoder = png::Encoder::with_info(&mut out, info).unwrap();
    encoder
        .add_text_chunk("Comment".to_owned(), SECRET.to_owned())
        .unwrap();
    encoder
        .add_itxt_chunk("XML:com.adobe.xmp".to_owned(), SECRET.to_owned())
        .unwrap();
    let mut writer = encoder.write_header().unwrap();
    // Few colours, as in a drawing.
    let data: Vec<u8> = (0..width * height)
        .flat_map(|n| {
            if n % width < width / 3 {
                [160, 19, 26]
            } else {
                [255, 254, 251]
            }
        })
        .collect();
    writer.write_image_data(&data).unwrap();
    writer.finish().unwrap();
    out.extend(SECRET.as_bytes());
    out
}

fn webp_with_notes(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(Cursor::new(&mut out));
    encoder.set_exif_metadata(exif(6));
    encoder.set_xmp_metadata(SECRET.as_bytes().to_vec());
    encoder
        .encode(
            &scene(width, height),
            width,
            height,
            image_webp::ColorType::Rgb8,
        )
        .unwrap();
    out
}

/// A picture's size and the colours at three places: top, left, right.
fn seen(jpeg: &[u8]) -> (usize, usize, [usize; 3]) {
    let cursor = zune_core::bytestream::ZCursor::new(jpeg);
    let mut decoder = zune_jpeg::JpegDecoder::new(cursor);
    let data = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    let strongest = |x: usize, y: usize| {
        let at = (y * width + x) * 3;
        (0..3).max_by_key(|c| data[at + c]).unwrap()
    };
    let colors = [
        strongest(width / 2, height / 8),
        strongest(width / 4, height / 2),
        strongest(width * 3 / 4, height / 2),
    ];
    (width, height, colors)
}

const UPRIGHT: [usize; 3] = [1, 0, 2];

fn assert_clean(files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        let holds = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
        for note in [
            SECRET.as_bytes(),
            b"Exif\0",
            b"ns.adobe.com",
            b"Photoshop 3.0",
            b"eXIf",
            b"tEXt",
            b"iTXt",
        ] {
            assert!(
                !holds(note),
                "{} in {}",
                String::from_utf8_lossy(note),
                path.display()
            );
        }
    }
}

#[test]
fn a_phones_position_is_never_published() {
    let showcase = Showcase::with(&[
        ("大.jpg", phone_jpeg(2400, 1200, 1)),
        ("小.jpg", phone_jpeg(800, 600, 1)),
        ("draw.png", png_with_notes(800, 600)),
        ("wide.png", png_with_notes(2000, 500)),
        ("web.webp", webp_with_notes(600, 900)),
    ]);
    let (said, files) = showcase.build();
    assert_eq!(said, "");
    assert_clean(&files);
    // And the notes were there.
    let before = files_below(&showcase.root().join("content/2024/dong"));
    for name in ["大.jpg", "小.jpg", "draw.png", "wide.png", "web.webp"] {
        let bytes = &before[Path::new(name)];
        assert!(
            bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes()),
            "{name}"
        );
    }
}

#[test]
fn pictures_come_in_three_widths_with_their_sizes_on_the_page() {
    let showcase = Showcase::with(&[("岱后.jpg", phone_jpeg(2400, 1200, 1))]);
    let (_, files) = showcase.build();
    for (name, width) in [
        ("岱后-480.jpg", 480),
        ("岱后-960.jpg", 960),
        ("岱后.jpg", 1600),
    ] {
        assert_eq!(
            seen(file(&files, name)),
            (width, width / 2, UPRIGHT),
            "{name}"
        );
    }
    let html = page(&files);
    let path = "../../2024/dong/%E5%B2%B1%E5%90%8E";
    assert!(
        html.contains(&format!(
            "srcset=\"{path}-480.jpg 480w, {path}-960.jpg 960w, {path}.jpg 1600w\""
        )),
        "{html}"
    );
    assert!(html.contains("width=\"1600\" height=\"800\""), "{html}");
    assert!(html.contains("loading=\"lazy\""));
}

#[test]
fn a_picture_lying_on_its_side_is_turned_upright() {
    // What the sensor saw: the scene turned by a quarter to the left.
    let (width, height) = (900_u16, 1200_u16);
    let upright = scene(width.into(), height.into());
    let (w, h) = (usize::from(width), usize::from(height));
    let mut lying = Vec::new();
    for x in 0..w {
        for y in 0..h {
            let at = (y * w + (w - 1 - x)) * 3;
            lying.extend_from_slice(&upright[at..at + 3]);
        }
    }
    let mut jpeg = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut jpeg, 90);
    encoder.add_exif_metadata(&exif(6)).unwrap();
    encoder
        .encode(&lying, height, width, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let showcase = Showcase::with(&[("a.jpg", jpeg)]);
    let (_, files) = showcase.build();
    assert_eq!(seen(file(&files, "a.jpg")), (900, 1200, UPRIGHT));
    assert_eq!(seen(file(&files, "a-480.jpg")), (480, 640, UPRIGHT));
    assert!(page(&files).contains("width=\"900\" height=\"1200\""));
}

#[test]
fn no_version_is_larger_than_the_original() {
    let picture = |width| {
        let file = phone_jpeg(width, 300, 1);
        let made = Picture::make(&file, &Cache::none()).unwrap();
        made.versions.iter().map(|v| v.width).collect::<Vec<_>>()
    };
    assert_eq!(picture(300), [300]);
    // A step of a few pixels is not worth a file.
    assert_eq!(picture(500), [500]);
    assert_eq!(picture(900), [480, 900]);
    assert_eq!(picture(1600), [480, 960, 1600]);
    assert_eq!(picture(5000), [480, 960, 1600]);
}

#[test]
fn a_small_photo_keeps_every_pixel() {
    let original = phone_jpeg(900, 600, 1);
    let made = Picture::make(&original, &Cache::none()).unwrap();
    let pixels = |jpeg: &[u8]| {
        zune_jpeg::JpegDecoder::new(zune_core::bytestream::ZCursor::new(jpeg))
            .decode()
            .unwrap()
    };
    assert!(pixels(&made.largest().bytes) == pixels(&original));
}

#[test]
fn what_is_transparent_stays_so() {
    let (width, height) = (1000, 500);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let data: Vec<u8> = (0..width * height)
        .flat_map(|n| {
            [
                (n % 251) as u8,
                (n % 241) as u8,
                9,
                if n % width < 500 { 0 } else { 255 },
            ]
        })
        .collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&data).unwrap();
    writer.finish().unwrap();
    let made = Picture::make(&file, &Cache::none()).unwrap();
    for version in &made.versions {
        assert_eq!(version.format, Format::Png);
        let mut decoder = png::Decoder::new(Cursor::new(&version.bytes));
        decoder.set_transformations(png::Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let row = version.width as usize * 4;
        assert_eq!((pixels[3], pixels[row - 1]), (0, 255));
    }
}

#[test]
fn an_opaque_photo_saved_as_png_is_published_as_jpeg() {
    let (width, height) = (1200, 800);
    let mut shot = Vec::new();
    let mut encoder = png::Encoder::new(&mut shot, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let data: Vec<u8> = scene(width, height)
        .chunks(3)
        .flat_map(|p| [p[0], p[1], p[2], 255])
        .collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&data).unwrap();
    writer.finish().unwrap();
    let showcase = Showcase::with(&[("shot.png", shot)]);
    let (_, files) = showcase.build();
    assert_eq!(seen(file(&files, "shot.jpg")), (1200, 800, UPRIGHT));
    assert!(page(&files).contains("2024/dong/shot-480.jpg 480w"));
}

#[test]
fn a_picture_cut_off_in_transfer_is_an_error() {
    let whole = phone_jpeg(900, 600, 1);
    let half = &whole[..whole.len() / 2];
    let made = Picture::make(half, &Cache::none());
    assert!(
        matches!(made, Err(Fault::CutOff | Fault::Broken)),
        "{made:?}"
    );
}

#[test]
fn no_part_of_a_picture_makes_the_program_fall() {
    for file in [
        phone_jpeg(64, 48, 6),
        png_with_notes(64, 48),
        webp_with_notes(64, 48),
    ] {
        for at in (0..file.len()).step_by(7) {
            let _ = Picture::make(&file[..at], &Cache::none());
            let mut damaged = file.clone();
            damaged[at] ^= 0x55;
            let _ = Picture::make(&damaged, &Cache::none());
        }
    }
}

#[test]
fn the_site_is_the_same_with_and_without_a_cache() {
    let showcase = Showcase::with(&[
        ("a.jpg", phone_jpeg(1700, 900, 3)),
        // The same picture twice.
        ("b.jpg", phone_jpeg(1700, 900, 3)),
        ("c.png", png_with_notes(1700, 900)),
    ]);
    let cache = showcase.root().join(".xunli-cache");
    let (_, first) = showcase.build();
    let kept = files_below(&cache);
    let pictures = kept.keys().filter(|path| path.starts_with("pictures"));
    assert_eq!(pictures.count(), 2, "{:?}", kept.keys());
    assert!(
        !first
            .keys()
            .any(|path| path.to_string_lossy().contains("cache"))
    );
    // Without the note of the last build, which would spare the next one.
    for path in kept
        .keys()
        .filter(|path| path.to_string_lossy().starts_with("built-"))
    {
        fs::remove_file(cache.join(path)).unwrap();
    }
    let (_, cached) = showcase.build();
    assert!(first == cached);
    // Damaged.
    for path in kept.keys() {
        let mut bytes = kept[path].clone();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(cache.join(path), bytes).unwrap();
    }
    let (_, damaged) = showcase.build();
    assert!(first == damaged);
    // Gone, and nothing may be written there.
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, "a file where the folder should be").unwrap();
    let (_, without) = showcase.build();
    assert!(first == without);
}

#[test]
fn among_pictures_a_county_without_one_is_set_in_larger_type() {
    let showcase = Showcase::with(&[("a.jpg", phone_jpeg(1200, 800, 1))]);
    let content = showcase.root().join("content/2024");
    let change = |file: &str, from: &str, to: &str| {
        let written = fs::read_to_string(content.join(file)).unwrap();
        assert!(written.contains(from), "{file}");
        fs::write(content.join(file), written.replacen(from, to, 1)).unwrap();
    };
    change("dong/index.md", "title =", "cover = \"a.jpg\"\ntitle =");
    change("edition.toml", "total =", "headline = true\ntotal =");
    let home = |showcase: &Showcase| {
        let files = showcase.build().1;
        String::from_utf8(files[Path::new("index.html")].clone()).unwrap()
    };
    let page = home(&showcase);
    let told = page.split("class=\"card told\"").nth(1).unwrap();
    let told = told.split("</li>").next().unwrap();
    assert!(
        told.contains("西县的做法") && told.contains("<b>8</b>"),
        "{told}"
    );
    assert_eq!(page.matches("class=\"plate\"").count(), 1);

    // Nothing to be printed large.
    fs::remove_file(content.join("xi/figures.toml")).unwrap();
    change("xi/index.md", "{{villages}}", "不少村");
    assert!(home(&showcase).contains("class=\"card told\""));

    // Alone, a county is the story: its parts are listed instead of a card.
    change("edition.toml", ", \"xi\"", "");
    fs::remove_dir_all(content.join("xi")).unwrap();
    change(
        "dong/index.md",
        "东县有",
        "## 缘起\n\n一句。\n\n## 办法\n\n东县有",
    );
    let page = home(&showcase);
    assert!(page.contains("class=\"feature pictured\""), "{page}");
    assert!(!page.contains("class=\"cards") && !page.contains("class=\"card\""));
    assert_eq!(page.matches("2024/dong/index.html#").count(), 2, "{page}");
}

#[test]
fn pages_with_an_address_carry_it_as_a_code_for_paper() {
    let showcase = Showcase::with(&[]);
    let (_, files) = showcase.build();
    assert!(!page(&files).contains("qr-code"));
    let site = showcase.root().join("content/site.toml");
    let toml = fs::read_to_string(&site).unwrap();
    fs::write(
        &site,
        format!("url = \"https://example.gov.cn/x/\"\n{toml}"),
    )
    .unwrap();
    let (_, files) = showcase.build();
    let code = xunli::picture::qr(
        "https://example.gov.cn/x/2024/dong/index.html",
        "扫码看网页",
    )
    .unwrap();
    assert!(page(&files).contains(&code));
    let print = String::from_utf8(files[Path::new("2024/print/index.html")].clone()).unwrap();
    assert!(print.contains("qr-code"));
    let lost = String::from_utf8(files[Path::new("404.html")].clone()).unwrap();
    assert!(
        !lost.contains("qr-code"),
        "404.html has no address of its own"
    );
}

/// The bytes are part of the promise: the same on every processor, system and
/// day. Where this fails after a change of a library, the recipe in
/// `src/picture/mod.rs` must get another number, or old caches give old bytes.
#[test]
fn the_same_picture_gives_the_same_bytes_on_every_machine() {
    let digest = |file: &[u8]| {
        let made = Picture::make(file, &Cache::none()).unwrap();
        let mut hash = Sha256::new();
        for version in &made.versions {
            hash.update(&version.bytes);
        }
        let hash = hash.finalize();
        hash.iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
    };
    let made = [
        digest(&phone_jpeg(1800, 700, 8)),
        digest(&webp_with_notes(1300, 650)),
        digest(&png_with_notes(1700, 400)),
    ];
    assert_eq!(
        made,
        ["a01720a6e544ce62", "c5c1fdc7a396c630", "f846917b4172f8a5"]
    );
}

/// The values of an attribute in all tags of a page.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}
#[test]
fn a_county_in_one_file_needs_nothing_beside_it() {
    let showcase = Showcase::with(&[("a.jpg", phone_jpeg(1200, 600, 1))]);
    let case = showcase.root().join("content/2024/dong/index.md");
    let chart = "```chart\nkind = \"bars\"\nindicator = \"villages\"\n```";
    let text = fs::read_to_string(&case).unwrap();
    fs::write(
        &case,
        format!("{text}\n见[西县](../xi/index.md)和[原图](a.jpg)。\n\n{chart}\n"),
    )
    .unwrap();
    let (_, files) = showcase.build();
    let single = String::from_utf8(file(&files, "dong.html").to_vec()).unwrap();
    for href in attributes(&single, "href") {
        let id = href.strip_prefix('#').unwrap_or_else(|| panic!("{href}"));
        assert!(
            single.contains(&format!(" id=\"{id}\"")),
            "{href} leads nowhere"
        );
    }
    assert!(single.contains(">西县</a>"), "its words stay");
    let sources = attributes(&single, "src");
    assert!(!sources.is_empty());
    assert!(
        sources
            .iter()
            .all(|s| s.starts_with("data:image/jpeg;base64,"))
    );
    assert!(attributes(&single, "srcset").is_empty());
    assert!(!single.contains("<script") && !single.contains("<link rel=\"stylesheet\""));
    assert!(single.contains("<svg") && single.contains("<style>"));
    assert!(page(&files).contains("<a href=\"../../2024/dong/dong.html\" download>"));

    let site = showcase.root().join("content/site.toml");
    let toml = fs::read_to_string(&site).unwrap();
    fs::write(
        &site,
        format!("url = \"https://example.gov.cn/x/\"\n{toml}"),
    )
    .unwrap();
    let (_, files) = showcase.build();
    let single = String::from_utf8(file(&files, "dong.html").to_vec()).unwrap();
    let links = attributes(&single, "href");
    assert!(
        links.contains(&"https://example.gov.cn/x/2024/xi/index.html"),
        "{links:?}"
    );
    assert!(
        links.contains(&"https://example.gov.cn/x/2024/dong/a.jpg"),
        "{links:?}"
    );
    assert!(
        links
            .iter()
            .all(|l| l.starts_with('#') || l.starts_with("https://")),
        "{links:?}"
    );
}

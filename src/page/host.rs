//! What a text is part of: resolves its references, blocks, photos and links.

use super::desk::Desk;
use super::job::Anchor;
use super::photo::PhotoView;
use super::{address, block, outside, photo};
use crate::content::{Asset, AssetKind, Body, Date};
use crate::finding::{Code, Finding, Findings, Place, Text, hint, nearest};
use crate::markdown::{self, Block, Host, Inline, Link, Photo};
use crate::publish::Bytes;
use crate::showcase::{Reference, Showcase, Unresolved};
use crate::text;
use quick_xml::escape::escape;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A source note at the foot of a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NoteView {
    /// From 1, in order of first use on the page.
    pub(super) number: usize,
    /// Source and as-of in words.
    pub(super) text: String,
}

/// The place a text has in the showcase, and what it has used so far.
pub(super) struct TextHost<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) edition: usize,
    pub(super) county: Option<usize>,
    body: &'a Body,
    /// Files beside the text, by the name it uses.
    files: &'a BTreeMap<String, Asset>,
    /// The page the text stands on, from the site's root.
    pub(super) path: String,
    /// Leads from the page to the site's root.
    pub(super) root: String,
    /// Put before every id of this text.
    pub(super) prefix: String,
    /// Part of a document for paper.
    pub(super) paper: bool,
    pub(super) notes: Vec<NoteView>,
    last_note: usize,
    pub(super) charts: usize,
    /// Where the component that was read last begins in the file.
    pub(super) block: usize,
    photos: usize,
    /// The page's cover, shown above the text; where the text shows it too, it
    /// is left out there and only its caption and credit are taken.
    pub(super) cover: Option<PhotoView>,
    /// The first photo that stands on its own, for those who share the page.
    pub(super) first: Option<PhotoView>,
    /// Files that components made, beside the page.
    pub(super) made: Vec<(String, Bytes)>,
    pub(super) findings: Findings,
    pub(super) used: BTreeSet<String>,
    /// Paths of the files that it means to show and cannot.
    pub(super) faulty: BTreeSet<String>,
    /// Places in pages that it leads to.
    pub(super) anchors: Vec<Anchor>,
    /// Figures it refers to: edition and anchor on its data page.
    pub(super) cites: BTreeSet<(usize, String)>,
}

impl<'a> TextHost<'a> {
    /// A host for `body` on the page at `path`.
    pub(super) fn new(
        desk: &'a Desk<'a>,
        (edition, county): (usize, Option<usize>),
        body: &'a Body,
        files: &'a BTreeMap<String, Asset>,
        path: &str,
    ) -> TextHost<'a> {
        TextHost {
            desk,
            edition,
            county,
            body,
            files,
            path: path.to_owned(),
            root: address::root(path),
            prefix: String::new(),
            paper: false,
            notes: Vec::new(),
            last_note: 0,
            charts: 0,
            block: 0,
            photos: 0,
            cover: None,
            first: None,
            made: Vec::new(),
            findings: Findings::new(),
            used: BTreeSet::new(),
            faulty: BTreeSet::new(),
            anchors: Vec::new(),
            cites: BTreeSet::new(),
        }
    }

    /// Makes the text part of a document for paper: ids of its own behind
    /// `prefix`, notes that go on from those before it, no files to download.
    pub(super) fn prepare_for_paper(&mut self, prefix: &str, notes: Vec<NoteView>) {
        prefix.clone_into(&mut self.prefix);
        self.last_note = notes.len();
        self.notes = notes;
        self.paper = true;
    }

    /// The place of a range of the text.
    pub(super) fn place(&self, at: Range<usize>) -> Place {
        self.body.place(at)
    }

    /// The number of the note that says `text`, a new one where it is new.
    pub(super) fn note(&mut self, text: &str) -> usize {
        if let Some(note) = self.notes.iter().find(|n| n.text == text) {
            return note.number;
        }
        let number = self.notes.len() + 1;
        self.notes.push(NoteView {
            number,
            text: text.to_owned(),
        });
        number
    }

    /// What a reference prints, as a link to its place in the data page, with
    /// the mark of its source note.
    fn cite(&mut self, reference: &Reference<'_>) -> String {
        let language = self.desk.language;
        let shown = reference.shown.get(language);
        let number = self.note(&reference.provenance.say(language));
        self.cites
            .insert((reference.edition, reference.anchor.clone()));
        let edition = self.desk.edition(reference.edition);
        let place = self.desk.figure(edition, &reference.anchor, reference.id);
        // A mark that repeats the one before it is kept for paper and for
        // those who listen, and may be hidden on a screen.
        let again = if self.last_note == number {
            " again"
        } else {
            ""
        };
        self.last_note = number;
        let root = &self.root;
        let value = escape(shown);
        let label = escape(self.desk.words.get("source_note"));
        format!(
            "<span class=\"fig\"><a href=\"{root}{place}\">{value}</a><sup class=\"mark{again}\"><a href=\"#note-{number}\" aria-label=\"{label} {number}\">{number}</a></sup></span>"
        )
    }

    /// A title or summary as HTML where it has references; what is wrong with
    /// them was said when the lines of all pages were read.
    pub(super) fn line(&mut self, line: &str) -> Option<String> {
        let desk = self.desk;
        let at = (self.edition, self.county);
        markdown::substitute_html(line, |expr| {
            let reference = desk.showcase.reference(at.0, at.1, expr).ok()?;
            Some(self.cite(&reference))
        })
    }

    /// Takes note of a photo that stands on its own.
    pub(super) fn shows(&mut self, photo: &PhotoView) {
        self.first.get_or_insert_with(|| photo.clone());
    }

    /// An id for the next photo of the page.
    pub(super) fn photo_id(&mut self) -> String {
        self.photos += 1;
        format!("{}photo-{}", self.prefix, self.photos)
    }

    /// Whether the page already shows this photo as its cover; if so, the
    /// cover gets the caption that the text gives it.
    pub(super) fn leads_with(&mut self, asset: &Asset, photo: &Photo<'_>) -> bool {
        let src = address::encode(&photo::link(self.desk, asset));
        match &mut self.cover {
            Some(cover) if cover.src == src && !photo.inline => {
                photo.caption.clone_into(&mut cover.caption);
                cover.caption_html = photo::linked(photo);
                photo.credit.clone_into(&mut cover.credit);
                true
            }
            _ => false,
        }
    }

    /// The photo of that name beside the text, recorded as used; otherwise a
    /// finding at `place`.
    pub(super) fn find_photo(&mut self, file: &str, place: &Place) -> Option<&'a Asset> {
        let name = address::join("", file);
        let Some(name) = name.filter(|_| !file.starts_with('/')) else {
            let message = text!(
                "图片要放在同一个文件夹里，不能用“{file}”引到外面",
                "a picture must lie in the same folder; `{file}` leads out of it"
            );
            let hint = text!("把图片复制到文字旁边", "copy the picture beside the text");
            self.findings
                .push(Finding::new(Code::LinkOutside, place.clone(), message).hint(hint));
            return None;
        };
        let Some(asset) = self.files.get(&name) else {
            let message = match file.trim() {
                "" => text!("没有写图片的文件名", "no picture is named"),
                _ => text!("找不到图片“{file}”", "there is no picture `{file}`"),
            };
            let photos = self.files.values().filter(|a| photo::is_photo(a));
            let folder = address::folder(self.body.source.path());
            let below = |a: &'a Asset| a.path.strip_prefix(folder)?.strip_prefix('/');
            let photos: Vec<&str> = photos.filter_map(below).collect();
            let hint = hint(&name, photos).unwrap_or_else(|| {
                text!(
                    "把图片放到 {folder}/ 里，名字一字不差",
                    "put the picture into {folder}/ under exactly this name"
                )
            });
            self.findings
                .push(Finding::new(Code::PhotoMissing, place.clone(), message).hint(hint));
            return None;
        };
        if asset.kind == AssetKind::Refused {
            return None;
        }
        if !matches!(asset.kind, AssetKind::Photo { .. }) {
            self.findings.push(not_a_photo(asset, file, place.clone()));
            // It is faulty, and not forgotten as well.
            self.faulty.insert(asset.path.clone());
            return None;
        }
        self.used.insert(asset.path.clone());
        Some(asset)
    }

    /// Adds the problems of the rendered text.
    pub(super) fn take_problems(&mut self, problems: &[markdown::Problem]) {
        for problem in problems {
            let (message, hint) = (problem.kind.message(), problem.kind.hint());
            let code = Code::named(problem.kind.code()).unwrap_or(Code::HtmlDropped);
            let place = self.place(problem.at.clone());
            let message = Text {
                zh: message.zh,
                en: message.en,
            };
            let mut finding = Finding::new(code, place, message);
            if !hint.zh.is_empty() {
                finding = finding.hint(Text {
                    zh: hint.zh,
                    en: hint.en,
                });
            }
            self.findings.push(finding);
        }
    }
}

fn not_a_photo(asset: &Asset, file: &str, place: Place) -> Finding {
    let path = &asset.path;
    let (message, hint) = match asset.kind {
        AssetKind::Drawing => (
            text!(
                "SVG 图不能直接放到页面上：“{file}”",
                "an SVG cannot be shown: `{file}`"
            ),
            text!(
                "导出成 PNG 或 JPEG，放在旁边",
                "export it as PNG or JPEG beside it"
            ),
        ),
        AssetKind::BrokenPhoto => (
            text!(
                "“{file}”打不开，不像完好的图片",
                "`{file}` cannot be read as a picture"
            ),
            text!(
                "用看图软件打开 {path} 看看，另存为 JPEG；手机的 HEIC 只改后缀不行",
                "open {path} in a viewer and save it as JPEG; a phone's HEIC is not one by its new name"
            ),
        ),
        _ => (
            text!("“{file}”不是图片", "`{file}` is not a picture"),
            text!(
                "图片用 JPEG、PNG、WebP 或 GIF；手机的 HEIC 要先转成 JPEG",
                "use JPEG, PNG, WebP or GIF; convert a phone's HEIC to JPEG first"
            ),
        ),
    };
    Finding::new(Code::PhotoInvalid, place, message).hint(hint)
}

/// A reference that has nothing to print, as a finding.
pub(super) fn unresolved(why: Unresolved, place: Place) -> Finding {
    let code = if why.malformed {
        Code::ReferenceInvalid
    } else {
        Code::FigureUnknown
    };
    Finding::new(code, place, why.message).maybe_hint(why.hint)
}

/// Whether a reference names something that is written but faulty, and has a
/// finding of its own.
pub(super) fn is_faulty(
    showcase: &Showcase<'_>,
    (edition, county): (usize, Option<usize>),
    expr: &str,
) -> bool {
    let path = expr.split(['|', '.']).next().unwrap_or(expr).trim();
    let mut parts = path.rsplit('/');
    let id = parts.next().unwrap_or("");
    // Of a plain page, where no edition could be read.
    let Some(here) = showcase.editions.get(edition) else {
        return true;
    };
    let own = county.map(|c| here.counties[c].content.slug.as_str());
    let slug = parts
        .next()
        .map_or(own, |slug| Some(slug).filter(|s| *s != "region"));
    let edition = parts.next().unwrap_or(&here.content.id);
    let faulty = &showcase.content.faulty;
    faulty.figure(edition, slug, id) || slug.is_some_and(|slug| faulty.county(edition, slug))
}

/// A date as pages print it.
pub(super) fn date(desk: &Desk<'_>, date: Date) -> String {
    match desk.language {
        crate::finding::Language::Zh => date.zh(),
        crate::finding::Language::En => date.to_string(),
    }
}

impl Host for TextHost<'_> {
    fn reference(&mut self, expr: &str, at: Range<usize>) -> Option<Inline> {
        let found = self
            .desk
            .showcase
            .reference(self.edition, self.county, expr);
        let reference = match found {
            Ok(reference) => reference,
            Err(why) => {
                let at_fault = is_faulty(self.desk.showcase, (self.edition, self.county), expr);
                if why.malformed || !at_fault {
                    let place = self.place(at);
                    self.findings.push(unresolved(why, place));
                }
                return None;
            }
        };
        let html = self.cite(&reference);
        let shown = reference.shown.get(self.desk.language);
        Some(Inline {
            html,
            text: shown.to_owned(),
        })
    }

    fn block(&mut self, kind: &str, toml: &str, at: Range<usize>) -> Option<Block> {
        block::render(self, kind, toml, at)
    }

    fn photo(&mut self, photo: Photo<'_>) -> Option<String> {
        let place = self.place(photo.at.clone());
        let asset = self.find_photo(photo.file, &place)?;
        photo::html(self, asset, &photo)
    }

    fn link(&mut self, destination: &str, at: Range<usize>) -> Option<Link> {
        if markdown::address(destination) == markdown::Address::External {
            if !outside::is_whole(destination) {
                self.nowhere(destination, at);
                return None;
            }
            let place = self.place(at);
            outside::check(self.desk, destination, place, &mut self.findings);
            return Some(Link {
                href: destination.to_owned(),
                external: true,
            });
        }
        if destination.starts_with('#') && !self.paper {
            self.lead_to(&self.path.clone(), destination, at.clone());
        }
        if destination.is_empty()
            || is_scheme(destination)
                && destination
                    .split_once(':')
                    .is_some_and(|(_, to)| to.trim().is_empty())
        {
            self.nowhere(destination, at);
            return None;
        }
        if destination.starts_with('#') || is_scheme(destination) {
            return Some(Link {
                href: destination.to_owned(),
                external: false,
            });
        }
        let href = self.inside(destination, at)?;
        Some(Link {
            href,
            external: false,
        })
    }
}

impl TextHost<'_> {
    /// A relative link: to a write-up, to a page, or to a file beside it.
    fn inside(&mut self, destination: &str, at: Range<usize>) -> Option<String> {
        let (path, anchor) = match destination.split_once('#') {
            Some((path, anchor)) => (path, format!("#{anchor}")),
            None => (destination, String::new()),
        };
        let path = markdown::percent(path);
        let folder = address::folder(self.body.source.path());
        let target = address::join(folder, &path).filter(|t| t.starts_with("content/"));
        let Some(target) = target.filter(|_| !path.starts_with('/')) else {
            let message = text!(
                "链接“{destination}”指到专题外面去了",
                "the link `{destination}` leads out of the showcase"
            );
            let hint = text!(
                "写成相对的路径，例如 ../qingtian/index.md；外面的网页要写全网址",
                "write a relative path such as ../qingtian/index.md, or a whole address"
            );
            let place = self.place(at);
            self.findings
                .push(Finding::new(Code::LinkOutside, place, message).hint(hint));
            return None;
        };
        if let Some(page) = self.page_at(&target) {
            self.lead_to(&page, &anchor, at);
            return Some(format!("{}{}{anchor}", self.root, address::encode(&page)));
        }
        if let Some(asset) = self.desk.assets.get(target.as_str()) {
            if asset.kind == AssetKind::Refused {
                return None;
            }
            self.used.insert(asset.path.clone());
            let path = photo::link(self.desk, asset);
            return Some(format!("{}{}", self.root, address::encode(&path)));
        }
        let mut parts = target.split('/').skip(1);
        if let (Some(edition), county) = (parts.next(), parts.next())
            && self
                .desk
                .showcase
                .content
                .faulty
                .county(edition, county.unwrap_or(""))
        {
            return None;
        }
        let message = text!(
            "链接“{destination}”指向的文件不存在",
            "the link `{destination}` leads to nothing"
        );
        let hint = self.dead(&target, &path);
        let place = self.place(at);
        self.findings
            .push(Finding::new(Code::LinkDead, place, message).hint(hint));
        None
    }

    /// Notes a place in a page that must be there when all pages are made.
    fn lead_to(&mut self, page: &str, anchor: &str, at: Range<usize>) {
        let id = markdown::percent(anchor.trim_start_matches('#'));
        // `#` and `#top` are the page's beginning in every browser.
        if id.is_empty() || id == "top" {
            return;
        }
        self.anchors.push(Anchor {
            place: self.place(at),
            page: page.to_owned(),
            id,
        });
    }

    /// An address that names nobody.
    fn nowhere(&mut self, destination: &str, at: Range<usize>) {
        let message = text!(
            "网址“{destination}”不完整",
            "the address `{destination}` is not whole"
        );
        let hint = text!(
            "写全，例如 https://www.example.gov.cn/ 或 mailto:a@example.gov.cn；还不知道的，去掉链接",
            "write it whole, e.g. https://www.example.gov.cn/ or mailto:a@example.gov.cn, or take the link out"
        );
        let place = self.place(at);
        self.findings
            .push(Finding::new(Code::LinkDead, place, message).hint(hint));
    }

    /// What a link that leads to nothing may have meant: never the text that
    /// it stands in.
    fn dead(&self, target: &str, path: &str) -> Text {
        let own = self.body.source.path();
        let ending = |path: &str| {
            path.rsplit_once('.')
                .map(|(_, ending)| ending.to_lowercase())
        };
        let pages = self.desk.pages.keys().copied();
        let assets = self.desk.assets.keys().copied();
        let known = pages.chain(assets).filter(|known| *known != own);
        let known =
            known.filter(|known| ending(known) == ending(target) || ending(target).is_none());
        if path.starts_with("www.") || path.starts_with("http") || path.contains("：//") {
            return text!(
                "外面的网页要写全网址，以 https:// 开头，冒号和斜杠都用半角",
                "write the whole address, beginning with https://"
            );
        }
        match nearest(target, known) {
            Some(near) => text!("是不是 {near}？", "did you mean {near}?"),
            None => text!(
                "链接从这个文件所在的文件夹数起：旁边的文件写文件名，别的县写 ../文件夹名/index.md",
                "links count from this file's folder: a file beside it by its name, another county as ../folder/index.md"
            ),
        }
    }

    /// The page made of the file at `target`, which may also be written as its
    /// folder or as the page it becomes.
    fn page_at(&self, target: &str) -> Option<String> {
        let stem = target.strip_suffix("/index.html").unwrap_or(target);
        [
            target.to_owned(),
            format!("{stem}/index.md"),
            format!("{stem}.md"),
        ]
        .iter()
        .find_map(|path| self.desk.pages.get(path.as_str()).cloned())
    }
}

fn is_scheme(destination: &str) -> bool {
    ["mailto:", "tel:"]
        .iter()
        .any(|s| destination.to_ascii_lowercase().starts_with(s))
}

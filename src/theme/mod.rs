//! How pages look: templates (Tera 2), colours, style sheets and scripts.
//!
//! The built-in themes are those of the repository's `themes/`, compiled into
//! the program, so it needs nothing beside it. A showcase may override single
//! files of a theme in a `themes/<name>/` of its own, or bring a theme that
//! names a built-in `base` and overrides some of it. A template of its own may
//! extend the one it replaces as `builtin/<file>`.
//!
//! Templates are parsed once. What all pages share is put into Tera's global
//! context once, never serialised again for each page. This room knows
//! nothing of which pages exist.

mod assets;
mod builtin;
mod css;
mod depth;
mod failure;
mod keep;
mod mentions;
mod patience;
mod settings;
mod words;

pub use assets::{Fingerprinted, css_alone};
pub use mentions::Mentions;
pub use words::Words;

use crate::chart;
use crate::content::{self, Folder, Spot};
use crate::finding::{Code, Finding, Findings, Language, Place, Source, Text, hint, system};
use crate::picture;
use crate::text;
use patience::Patience;
use serde::Serialize;
use settings::Settings;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use tera::{Context, Tera};

/// A value as templates see it: made once, it is taken over by every page that
/// shows it as it is.
pub use tera::Value;

/// A page larger than this is a template that runs away.
const PAGE_LIMIT: usize = 64 << 20;
/// Bytes of a file of a theme at most; fonts for Chinese are the largest.
const FILE_LIMIT: u64 = 32 << 20;
/// Templates that a theme may have of its own. Tera follows each to all that it
/// includes, at every step of the way: 3,000 in a chain took 20 seconds.
const TEMPLATES: usize = 500;

/// Told, from another thread, of a template that does not end or that fills the
/// memory. Nothing can stop it but the end of the program.
pub type Endless = Arc<dyn Fn(Finding) + Send + Sync>;

/// Templates by the name Tera knows them by.
type Sources = BTreeMap<String, Arc<Source>>;

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    /// For findings.
    sources: Sources,
    assets: Vec<Fingerprinted>,
    palette: chart::Palette,
    /// Whether there are templates that are not known to end.
    has_own: bool,
    patience: Option<Patience>,
}

/// Where a theme's settings give the chart colour `key` (light.c2); their
/// beginning where they do not, because then the built-in one is meant.
fn colour(toml: &str, key: &str) -> std::ops::Range<usize> {
    let Some((scheme, name)) = key.split_once('.') else {
        return 0..0;
    };
    // The page's own colours stand beside those of its charts.
    let section = match name {
        "paper" => format!("[{scheme}]"),
        _ => format!("[charts.{scheme}]"),
    };
    let (mut within, mut at) = (false, 0);
    for line in toml.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim();
        if text.starts_with('[') {
            within = text == section;
        }
        let given = text.split_once('=').map(|(key, _)| key.trim());
        if within && given == Some(name) {
            let indent = line.len() - line.trim_start().len();
            return start + indent..start + indent + text.len();
        }
    }
    0..0
}

impl Theme {
    /// Loads the theme that site.toml names, with the showcase's own files
    /// over the built-in ones. What is wrong goes to `findings`.
    pub fn load(root: &Path, name: &Spot<String>, findings: &mut Findings) -> Option<Theme> {
        let own = own_files(root, &name.value, findings);
        let own_settings = own.get("theme.toml").and_then(File::source);
        let settings = own_settings
            .as_ref()
            .map(|source| Settings::read(source, findings));
        let base = settings
            .as_ref()
            .and_then(|s| s.base.clone())
            .unwrap_or_else(|| name.value.clone());
        let Some(files) = builtin::files(&base) else {
            findings.push(unknown(name, own.is_empty()));
            return None;
        };
        let settings = match settings {
            Some(settings) => settings.over(&base),
            None => Settings::built_in(&base)?,
        };
        for problem in settings.unreadable() {
            let place = own_settings.as_ref().map_or_else(
                || name.place.clone(),
                |source| {
                    // Of the colours that it is about the first that the showcase has
                    // of its own.
                    let keys = problem.about.as_deref().unwrap_or_default();
                    let mut found = keys.split(' ').map(|key| colour(source.text(), key));
                    Place::at(source, found.find(|at| !at.is_empty()).unwrap_or_default())
                },
            );
            let message = Text {
                zh: problem.zh,
                en: problem.en,
            };
            findings.push(Finding::new(Code::ThemeInvalid, place, message));
        }
        let (assets, templates) = rayon::join(
            || assets::collect(&files, &own, &settings, findings),
            || parsed(sources(&files, &own)),
        );
        let (tera, sources) = match templates {
            Ok(templates) => templates,
            Err(faults) => {
                faults.into_iter().for_each(|fault| findings.push(fault));
                return None;
            }
        };
        let mut theme = Theme {
            tera,
            sources,
            assets,
            palette: settings.palette().clone(),
            has_own: own.keys().any(|path| path.starts_with("templates/")),
            patience: None,
        };
        let names: BTreeMap<&str, &str> = theme
            .assets
            .iter()
            .map(|a| (a.name.as_str(), a.path.as_str()))
            .collect();
        theme.tera.global_context().insert("assets", &names);
        Some(theme)
    }

    /// Makes `value` known to every template as `name`.
    pub fn share(&mut self, name: &'static str, value: &impl Serialize) {
        self.tera.global_context().insert(name, value);
    }

    /// Has somebody told of a template that takes too much; see [`Endless`].
    pub fn watch(&mut self, endless: &Endless) {
        if !self.has_own {
            return;
        }
        let (sources, endless) = (self.sources.clone(), Arc::clone(endless));
        self.patience = Some(Patience::begin(move |template, excess| {
            endless(failure::excess(template, excess, &sources));
        }));
    }

    /// What the template may show at all.
    pub fn mentions(&self, template: &str, lists: &[&str]) -> Mentions {
        Mentions::of(template, lists, &self.sources)
    }

    /// Renders one template with a page's own values, in UTF-8.
    ///
    /// # Errors
    /// A finding with the template's file and line.
    pub fn render(&self, template: &str, values: &impl Serialize) -> Result<Vec<u8>, Box<Finding>> {
        let fail = |error: &tera::Error| Box::new(failure::finding(error, template, &self.sources));
        let context = Context::from_serialize(values).map_err(|e| fail(&e))?;
        let mut out = Limited(Vec::with_capacity(16 << 10));
        let rendered = match &self.patience {
            Some(patience) => patience.during(template, || {
                self.tera.render_to(template, &context, &mut out)
            }),
            None => self.tera.render_to(template, &context, &mut out),
        };
        match rendered {
            Ok(()) => {
                // A page is kept until it is on the disk: nothing to spare.
                out.0.shrink_to_fit();
                Ok(out.0)
            }
            Err(error) => Err(fail(&error)),
        }
    }

    /// Renders what is to stand in a page.
    ///
    /// # Errors
    /// As [`Theme::render`].
    pub fn render_part(
        &self,
        template: &str,
        values: &impl Serialize,
    ) -> Result<String, Box<Finding>> {
        let bytes = self.render(template, values)?;
        let fault = |_| failure::finding(&tera::Error::message("UTF-8"), template, &self.sources);
        String::from_utf8(bytes).map_err(|error| Box::new(fault(error)))
    }

    /// Style sheets, scripts and other files, their names carrying a hash of
    /// their content.
    pub fn assets(&self) -> &[Fingerprinted] {
        &self.assets
    }

    /// The colours of charts, light and dark.
    pub fn palette(&self) -> &chart::Palette {
        &self.palette
    }

    /// Interface words in `language`.
    pub fn words(language: Language) -> Words {
        Words::of(language)
    }
}

/// The built-in templates, and the showcase's own before them.
fn sources(files: &[builtin::BuiltIn], own: &BTreeMap<String, File>) -> Sources {
    let mut sources = Sources::new();
    for file in files {
        if let Some(name) = file.path.strip_prefix("templates/") {
            let path = format!("themes/{}/{}", file.theme, file.path);
            let text = String::from_utf8_lossy(file.bytes).into_owned();
            sources.insert(format!("builtin/{name}"), Source::new(path, text));
        }
    }
    for (path, file) in own {
        if let (Some(name), Some(source)) = (path.strip_prefix("templates/"), file.source()) {
            sources.insert(name.to_owned(), source);
        }
    }
    sources
}

fn parsed(sources: Sources) -> Result<(Tera, Sources), Vec<Finding>> {
    if let Some(finding) = depth::too_deep(&sources) {
        return Err(vec![finding]);
    }
    let mut tera = Tera::new();
    tera.register_filter("keep", keep::filter);
    tera.register_filter("phrases", keep::phrases);
    tera.autoescape_on(vec![".html", ".svg", ".xml", ".json"]);
    let texts = sources.iter().map(|(name, source)| (name, source.text()));
    match tera
        .set_fallback_prefixes(["builtin/"])
        .and_then(|()| tera.add_raw_templates(texts))
    {
        Ok(()) => Ok((tera, sources)),
        Err(error) => Err(failure::findings(&error, &sources)),
    }
}

/// Stops a template that would fill the memory.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > PAGE_LIMIT {
            return Err(io::Error::other("the page grows beyond 64 MB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A theme file of the showcase's own.
pub(crate) enum File {
    Text(Arc<Source>),
    Bytes(Vec<u8>),
}

impl File {
    fn source(&self) -> Option<Arc<Source>> {
        match self {
            File::Text(source) => Some(Arc::clone(source)),
            File::Bytes(_) => None,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            File::Text(source) => source.text().as_bytes(),
            File::Bytes(bytes) => bytes,
        }
    }
}

/// The showcase's own files of a theme, by path below the theme's folder.
fn own_files(root: &Path, name: &str, findings: &mut Findings) -> BTreeMap<String, File> {
    let plain = !name.is_empty() && !name.contains(['/', '\\', '.']);
    if !plain {
        return BTreeMap::new();
    }
    let path = format!("themes/{name}");
    let link = content::link_on_the_way(root, &path);
    match root.join(&path).metadata() {
        _ if link.is_some() => {}
        Ok(found) if found.is_dir() => {}
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let Text { zh, en } = system(&error);
            let message = text!("读不了这个文件夹：{zh}", "the folder cannot be read: {en}");
            let place = Place::file(path);
            findings.push(Finding::new(Code::FileUnreadable, place, message));
            return BTreeMap::new();
        }
        _ => return BTreeMap::new(),
    }
    let Some(folder) = Folder::read(root, &path, findings) else {
        return BTreeMap::new();
    };
    let mut own = BTreeMap::new();
    for (name, entry) in folder.files_below() {
        if entry.is_bad() || name == "README.md" {
            continue;
        }
        if let Some(file) = own_file(entry, findings) {
            if name.starts_with("static/") && name.ends_with(".svg") {
                findings.extend(drawing(entry.path(), file.bytes()));
            }
            own.insert(name, file);
        }
    }
    let is_template = |path: &String| path.starts_with("templates/");
    let templates = own.keys().filter(|path| is_template(path)).count();
    if templates > TEMPLATES {
        findings.push(too_many(templates, format!("{path}/templates")));
        own.retain(|path, _| !is_template(path));
    }
    own
}

fn too_many(templates: usize, folder: String) -> Finding {
    let message = text!(
        "这个主题有 {templates} 个模板，最多 {TEMPLATES} 个",
        "the theme has {templates} templates; it may have {TEMPLATES}"
    );
    let hint = text!(
        "删去不用的，或合并一些",
        "take out those that are not used, or join some"
    );
    Finding::new(Code::ThemeInvalid, Place::file(folder), message).hint(hint)
}

/// A drawing of a theme is opened by its own address like any other.
fn drawing(path: &str, bytes: &[u8]) -> Findings {
    let mut findings = Findings::new();
    if let Some(Text { zh, en }) = picture::danger(bytes) {
        let message = text!(
            "这个 SVG 不只是图，不能发布：{zh}",
            "this SVG is more than a drawing and is not published: {en}"
        );
        let hint = text!(
            "在作图软件里另存为“纯 SVG”",
            "save it as plain SVG in the drawing program"
        );
        let finding = Finding::new(Code::DrawingUnsafe, Place::file(path), message);
        findings.push(finding.hint(hint));
    }
    findings
}

fn own_file(entry: &content::Entry, findings: &mut Findings) -> Option<File> {
    if let Some(source) = entry.text() {
        return Some(File::Text(Arc::clone(source)));
    }
    let bytes = match content::read_ordinary(entry.disk(), FILE_LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let most = FILE_LIMIT >> 20;
            let message = text!(
                "文件太大，主题里的文件最多 {most} MB",
                "the file is too large; a theme's files may have {most} MB"
            );
            let hint = text!("换一个小的，或删去", "take a smaller one, or delete it");
            let place = Place::file(entry.path());
            findings.push(Finding::new(Code::FileTooLarge, place, message).hint(hint));
            return None;
        }
        Err(error) => {
            let Text { zh, en } = system(&error);
            let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
            let place = Place::file(entry.path());
            findings.push(Finding::new(Code::FileUnreadable, place, message));
            return None;
        }
    };
    let is_text = [".html", ".css", ".js", ".svg", ".xml", ".txt"]
        .iter()
        .any(|e| entry.name().ends_with(e));
    if !is_text {
        return Some(File::Bytes(bytes));
    }
    match content::decode(entry.path(), bytes) {
        Ok(source) => Some(File::Text(source)),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

fn unknown(name: &Spot<String>, nothing_there: bool) -> Finding {
    let wanted = &name.value;
    let message = if nothing_there {
        text!("没有叫“{wanted}”的主题", "there is no theme `{wanted}`")
    } else {
        text!(
            "themes/{wanted}/theme.toml 要用 base 写明它改自哪个内置主题",
            "themes/{wanted}/theme.toml must name the built-in theme it is based on as `base`"
        )
    };
    Finding::new(Code::ThemeUnknown, name.place.clone(), message)
        .maybe_hint(hint(wanted, builtin::NAMES.iter().copied()))
}

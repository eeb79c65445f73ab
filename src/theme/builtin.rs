//! The themes that are compiled into the program.

/// A file of a built-in theme.
#[derive(Debug, Clone, Copy)]
pub(super) struct BuiltIn {
    /// The theme whose folder it lies in.
    pub(super) theme: &'static str,
    /// Path below the theme's folder.
    pub(super) path: &'static str,
    pub(super) bytes: &'static [u8],
}

macro_rules! files {
    ($theme:literal: $($path:literal)*) => {
        &[$(BuiltIn {
            theme: $theme,
            path: $path,
            bytes: include_bytes!(concat!("../../themes/", $theme, "/", $path)),
        }),*]
    };
}

/// Names of the built-in themes; the first one's templates serve all.
pub(super) const NAMES: &[&str] = &["hong", "qing"];

const HONG: &[BuiltIn] = files!("hong":
    "static/icon.svg"
    "static/layout.css"
    "static/leave.js"
    "static/search.js"
    "static/site.css"
    "static/site.js"
    "templates/base.html"
    "templates/compare-home.html"
    "templates/compare.html"
    "templates/county-years.html"
    "templates/county.html"
    "templates/data.html"
    "templates/edition.html"
    "templates/embed.html"
    "templates/feed.xml"
    "templates/indicator.html"
    "templates/method.html"
    "templates/moved.html"
    "templates/not-found.html"
    "templates/page.html"
    "templates/parts/amount.html"
    "templates/parts/chart-data.html"
    "templates/parts/chart.html"
    "templates/parts/checks.html"
    "templates/parts/downloads.html"
    "templates/parts/figures.html"
    "templates/parts/footer.html"
    "templates/parts/gallery.html"
    "templates/parts/head-meta.html"
    "templates/parts/leave.html"
    "templates/parts/notes.html"
    "templates/parts/photo.html"
    "templates/parts/progress.html"
    "templates/parts/projects.html"
    "templates/parts/quote.html"
    "templates/parts/ranking.html"
    "templates/parts/sources.html"
    "templates/parts/timeline.html"
    "templates/print.html"
    "templates/search.html"
    "templates/sitemap.xml"
    "templates/statement.html"
    "templates/years.html"
    "theme.toml"
);

/// Colours, faces, an icon and one style sheet; the rest is hong's.
const QING: &[BuiltIn] = files!("qing":
    "static/icon.svg"
    "static/site.css"
    "theme.toml"
);

/// All files of a built-in theme: its own, and of the first theme those that it
/// does not bring itself. `None` if there is none of that name.
pub(super) fn files(name: &str) -> Option<Vec<BuiltIn>> {
    let own = match name {
        "hong" => HONG,
        "qing" => QING,
        _ => return None,
    };
    let first = HONG.iter().filter(|f| own.iter().all(|o| o.path != f.path));
    Some(own.iter().chain(first).copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_theme_folders_is_compiled_in() {
        let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
        for theme in NAMES {
            let folder = themes.join(theme);
            let on_disk: BTreeSet<String> = walkdir::WalkDir::new(&folder)
                .into_iter()
                .map(Result::unwrap)
                .filter(|e| e.file_type().is_file())
                .map(|e| {
                    e.path()
                        .strip_prefix(&folder)
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .to_owned()
                })
                .collect();
            let compiled: BTreeSet<String> = files(theme)
                .unwrap()
                .iter()
                .filter(|f| f.theme == *theme)
                .map(|f| f.path.to_owned())
                .collect();
            assert_eq!(on_disk, compiled);
        }
    }
}

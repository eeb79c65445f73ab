//! `xunli new`: a showcase, next year's edition, a county's folder.

use super::Outcome;
use super::options::{Shared, Showcase};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use xunli::content::{self, Content};
use xunli::finding::{Findings, Language, Severity, Text};
use xunli::scaffold::{self, NewFile, Refusal};
use xunli::text;

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli new showcase 巡礼 --title 山区强村巡礼   新专题 · a showcase
  xunli new county liandu --name 莲都区          加一个县 · one more county
  xunli new edition 2027                        下一届 · next year's edition

已经有的文件从不改动 · What is there is never touched";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 新专题：一个可以照着改的小样例 · A showcase: a small sound sample to write over
    Showcase {
        /// 新文件夹 · The new folder
        dir: PathBuf,
        /// 专题名称 · Its title
        #[arg(long)]
        title: Option<String>,
        /// 哪一年，默认今年 · Of which year; this one by default
        #[arg(long)]
        year: Option<i32>,
    },
    /// 下一届：名单、指标、基期照搬，数据空着 · Next year's edition: roster, indicators and baselines carried over, figures empty
    Edition {
        /// 文件夹名，一般就是年份 · Its folder, usually the year
        id: String,
        /// 照哪一届，默认最新 · From which edition; the newest by default
        #[arg(long)]
        from: Option<String>,
    },
    /// 一个县：四个小标题的写法，列好指标的数据 · A county: a case with the usual headings, figures with every indicator listed
    County {
        /// 文件夹名，如 liandu · Its folder, e.g. liandu
        slug: String,
        /// 县名，如 莲都区 · Its name
        #[arg(long, default_value = "待补")]
        name: String,
        /// 哪一届，默认最新 · Of which edition; the newest by default
        #[arg(long)]
        edition: Option<String>,
    },
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let made = match &arguments.what {
        What::Showcase { dir, title, year } => {
            let year = year.unwrap_or_else(this_year);
            let language = shared.asked_language().unwrap_or(Language::Zh);
            let room = room(dir, std::env::home_dir().as_deref());
            room.and_then(|()| make(dir, scaffold::showcase(title.as_deref(), year, language)))
                .map(|files| (files, Some(next(dir))))
        }
        What::Edition { id, from } => in_showcase(shared, |root, content| {
            make(root, scaffold::edition(content, id, from.as_deref())?).map(|files| (files, None))
        }),
        What::County {
            slug,
            name,
            edition,
        } => in_showcase(shared, |root, content| {
            county(root, content, slug, name, edition.as_deref())
        }),
    };
    let language = shared.language();
    match made {
        Ok((files, after)) => {
            let mut out: String = files.iter().map(|path| format!("{path}\n")).collect();
            if let Some(after) = after {
                out.push_str(after.get(language));
                out.push('\n');
            }
            super::say(&out);
            Outcome::Done
        }
        Err(refusal) => {
            super::note(refusal.text().get(language));
            match refusal {
                Refusal::Asked(_) | Refusal::Exists(_) => Outcome::WrongCommand,
                Refusal::System(_) => Outcome::SystemRefused,
            }
        }
    }
}

/// Refuses to lay a showcase among all that a disk or a person has.
fn room(dir: &Path, home: Option<&Path>) -> Result<(), Refusal> {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let place = whole(dir);
    let is_home = home.is_some_and(|home| whole(home) == place);
    if is_home || (place.has_root() && place.parent().is_none()) {
        let dir = dir.display();
        return Err(Refusal::Asked(text!(
            "“{dir}”里是别的东西，专题要有自己的文件夹：写一个新文件夹的名字",
            "{dir} holds other things; a showcase needs a folder of its own: name a new one"
        )));
    }
    Ok(())
}

/// What to do with a new showcase.
fn next(dir: &Path) -> Text {
    let dir = dir.display();
    text!(
        "接下来：cd {dir}，再 xunli serve --open；先改 content/site.toml",
        "next: cd {dir}, then xunli serve --open; begin with content/site.toml"
    )
}

type Made = Result<(Vec<String>, Option<Text>), Refusal>;

fn make(root: &Path, files: Vec<NewFile>) -> Result<Vec<String>, Refusal> {
    scaffold::write(root, &files)?;
    let shown = |file: &NewFile| root.join(&file.path).display().to_string();
    Ok(files.iter().map(shown).collect())
}

/// Works on the showcase here; what is wrong with it is shown, and is no
/// reason to refuse as long as it can be read at all.
fn in_showcase(shared: &Shared, work: impl FnOnce(&Path, &Content) -> Made) -> Made {
    let showcase = Showcase::find(None);
    let mut findings = Findings::new();
    match content::load(&showcase.root, &mut findings) {
        Some(content) => work(&showcase.root, &content),
        None => {
            shared.print(&showcase, findings, Severity::Error);
            Err(Refusal::Asked(text!(
                "先把上面的错误改好",
                "mend the errors above first"
            )))
        }
    }
}

fn county(root: &Path, content: &Content, slug: &str, name: &str, id: Option<&str>) -> Made {
    let edition = match id {
        Some(id) => content.editions.iter().find(|e| e.id == id),
        None => content
            .editions
            .iter()
            .max_by_key(|e| (e.year, e.id.as_str())),
    };
    let Some(edition) = edition else {
        return Err(Refusal::Asked(match id {
            Some(id) => text!("没有 {id} 这一届", "there is no edition {id}"),
            None => text!("还没有任何年度", "there is no edition yet"),
        }));
    };
    let language = match content.site.language.starts_with("zh") {
        true => Language::Zh,
        false => Language::En,
    };
    let files = make(root, scaffold::county(edition, slug, name, language)?)?;
    let file = root.join("content").join(&edition.id).join("edition.toml");
    let file = file.display();
    // In the roster, and without a folder until now.
    let listed = content.faulty.county(&edition.id, slug);
    let after = text!(
        "再把 \"{slug}\" 写进 {file} 的 roster",
        "now add \"{slug}\" to roster in {file}"
    );
    Ok((files, (!listed).then_some(after)))
}

/// Only what a new showcase is called depends on the clock, never a site.
fn this_year() -> i32 {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    // Days of a mean Gregorian year; a few hours off at New Year do not matter.
    let years = (seconds / 86_400) * 10_000 / 3_652_425;
    1970 + i32::try_from(years).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::room;
    use std::path::Path;

    #[test]
    fn a_showcase_was_laid_among_all_that_a_disk_holds() {
        let home = tempfile::tempdir().unwrap();
        let inside = home.path().join("专题");
        std::fs::create_dir(&inside).unwrap();
        let is_refused = |path: &Path| room(path, Some(home.path())).is_err();
        assert!(is_refused(Path::new("/")));
        assert!(is_refused(Path::new("/./")));
        assert!(is_refused(home.path()));
        assert!(is_refused(&inside.join("..")));
        assert!(!is_refused(&inside));
        assert!(!is_refused(&inside.join("新")));
        assert!(!is_refused(Path::new("新")));
    }

    #[test]
    fn the_year_is_one_of_ours() {
        assert!((2024..2200).contains(&super::this_year()));
    }
}

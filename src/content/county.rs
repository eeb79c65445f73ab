//! A county's folder: the case and its front matter.

use super::case::{self, Parts};
use super::names::{filled, required, spot, spots};
use super::raw::RawCase;
use super::roster::Folders;
use super::site::top;
use super::{County, Folder, Spot, asset, figures, government, review};
use crate::finding::{Code, Finding, Findings, Place, Severity, Text, nearest};
use crate::text;
use toml::Spanned;

/// Reads the folder of one county of the roster.
pub(super) fn load(
    folders: &Folders<'_>,
    slug: &Spot<String>,
    context: &figures::Context<'_>,
    findings: &mut Findings,
) -> Option<County> {
    let name = &slug.value;
    let edition = folders.folder;
    let entry = edition.get(name);
    let Some(folder) = entry.and_then(super::Entry::folder) else {
        if entry.is_some_and(super::Entry::is_bad) {
            return None;
        }
        let message = text!(
            "名单里有“{name}”，却没有它的文件夹",
            "the roster names `{name}`, but it has no folder"
        );
        let path = edition.path();
        let hint = match (folders.pairs.get(name), entry) {
            (Some(stray), _) if !super::is_slug(stray) => text!(
                "把文件夹 {path}/{stray} 改名为 {name}",
                "rename the folder {path}/{stray} to {name}"
            ),
            (Some(stray), _) => text!(
                "文件夹 {path}/{stray} 不在名单里；是它的话，把文件夹改名为 {name}，或把名单里的“{name}”改成“{stray}”",
                "the folder {path}/{stray} is not in the roster; if it is this county's, rename it to {name}, or write {stray} in the roster"
            ),
            (None, Some(_)) => text!(
                "{path}/{name} 是一个文件：给它改名，另建同名的文件夹",
                "{path}/{name} is a file: rename it and make a folder of that name"
            ),
            (None, None) => text!("新建文件夹 {path}/{name}", "make the folder {path}/{name}"),
        };
        let finding = Finding::new(Code::CountyMissing, slug.place.clone(), message);
        findings.push(finding.hint(hint));
        return None;
    };
    // Both files are read whatever is wrong with the other one.
    let sheet = match folder.get("figures.toml").filter(|e| e.folder().is_none()) {
        Some(entry) => figures::load(entry, context, findings),
        None => {
            let case = folder.get("index.md").and_then(super::Entry::text);
            // Where nothing is at all, one finding says so.
            if case.is_some() || folder.get("index.md").is_some() {
                no_figures(folder, case.map_or("", |source| source.text()), findings);
            }
            figures::Sheet {
                torn: true,
                ..figures::Sheet::default()
            }
        }
    };
    let Some(entry) = folder.get("index.md").filter(|e| e.folder().is_none()) else {
        no_case(folder, findings);
        return None;
    };
    let Parts { front, body } = case::cut::<RawCase>(entry.text()?, findings)?;
    let Some(mut read) = front else {
        let (message, hint) = case::lost_front(body.text()).unwrap_or_else(no_front);
        findings.push(Finding::new(Code::FrontMatterMissing, top(entry), message).hint(hint));
        return None;
    };
    let mut raw = std::mem::take(&mut read.raw);
    let review = review::signed(&mut raw, &read, findings);
    let at = top(entry);
    let county_name = required(raw.name, "name", at.clone(), &read, findings);
    let title = required(raw.title, "title", at, &read, findings);
    let date = raw
        .date
        .and_then(|d| government::moment(spot(d, &read), findings));
    if body.text().trim().is_empty() {
        let message = text!("写法还没有正文", "the case has no text");
        let hint = text!(
            "在第二行 +++ 下面写文章",
            "write the case below the second line of +++"
        );
        findings.push(Finding::new(Code::CaseEmpty, body.place(0..0), message).hint(hint));
    }
    Some(County {
        slug: name.clone(),
        path: folder.path().to_owned(),
        // What is missing has a finding already; the rest is still checked.
        name: county_name
            .and_then(|n| filled(n, findings))
            .unwrap_or_else(|| slug.clone()),
        code: raw
            .code
            .map(|c| spot(c, &read))
            .and_then(|c| code(c, findings)),
        title: title
            .and_then(|t| filled(t, findings))
            .unwrap_or_else(|| slug.clone()),
        summary: raw.summary.map(|s| spot(s, &read)),
        byline: raw.byline.map(Spanned::into_inner).unwrap_or_default(),
        reviewed_by: raw.reviewed_by.map(Spanned::into_inner),
        date: date.map(|d| d.date),
        time: date.and_then(|d| d.time),
        aliases: spots(raw.aliases, &read),
        partners: spots(raw.partners, &read),
        review,
        cover: raw.cover.map(|c| spot(c, &read)),
        body,
        figures: sheet.figures,
        checks: sheet.checks,
        projects: sheet.projects,
        milestones: sheet.milestones,
        note: sheet.note,
        files: asset::beside(folder, &["index.md", "figures.toml"]),
        faulty: sheet.faulty,
        torn: sheet.torn,
    })
}

fn no_front() -> (Text, Text) {
    (
        text!(
            "开头缺少两行 +++ 之间的说明（name、title）",
            "the front matter between two lines of +++ is missing (name, title)"
        ),
        text!(
            "文件最前面写：+++ 换行 name = \"县名\" 换行 title = \"标题\" 换行 +++",
            "begin the file with +++, name = \"…\", title = \"…\", +++ on lines of their own"
        ),
    )
}

/// Administrative codes have six digits (GB/T 2260), or more below the county
/// (GB/T 10114).
fn code(code: Spot<String>, findings: &mut Findings) -> Option<String> {
    let digits = code.value.bytes().all(|b| b.is_ascii_digit());
    if !digits || ![6, 9, 12].contains(&code.value.len()) {
        let message = text!(
            "行政区划代码是 6 位（或 9、12 位）数字",
            "an administrative code has 6, 9 or 12 digits"
        );
        let hint = text!(
            "写成 code = \"331102\"；不知道的，删去这一行",
            "write code = \"331102\", or delete the line"
        );
        findings.push(Finding::new(Code::ValueInvalid, code.place, message).hint(hint));
        return None;
    }
    Some(code.value)
}

fn no_case(folder: &Folder, findings: &mut Findings) {
    let message = text!(
        "没有 index.md，这个县没有写法",
        "there is no index.md, so no case"
    );
    let files = || folder.entries().filter(|e| e.folder().is_none());
    let names = files().map(super::Entry::name);
    let path = folder.path();
    let hint = match nearest("index.md", names) {
        Some(slip) => text!("把 {slip} 改名为 index.md", "rename {slip} to index.md"),
        None => match files().map(super::Entry::name).find(|n| n.ends_with(".md")) {
            Some(other) => text!("把 {other} 改名为 index.md", "rename {other} to index.md"),
            None if files().any(|e| e.name().ends_with(".docx")) => text!(
                "文章还是 Word 文件：移出 content/，用 xunli import 收进来",
                "the case is still a Word file: move it out of content/ and use `xunli import`"
            ),
            None => text!(
                "在 {path}/ 里新建 index.md，写上县名、标题和文章",
                "make {path}/index.md with the county's name, a title and the case"
            ),
        },
    };
    let place = Place::file(format!("{}/index.md", folder.path()));
    findings.push(Finding::new(Code::CaseMissing, place, message).hint(hint));
}

/// A case that prints figures of its own county cannot do without them: one
/// error then, in place of one for every reference.
fn no_figures(folder: &Folder, case: &str, findings: &mut Findings) {
    // \{{ stands for two braces.
    let needed = case.replace("\\{{", "").split("{{").skip(1).any(|rest| {
        let inside = rest.split("}}").next().unwrap_or("");
        !inside.contains('/')
    });
    let place = Place::file(format!("{}/figures.toml", folder.path()));
    let message = match needed {
        true => text!(
            "没有 figures.toml，正文里用 {{{{…}}}} 引用的数据都没有着落",
            "there is no figures.toml, and the case refers to figures"
        ),
        false => text!(
            "没有 figures.toml，这个县的数据全部显示为暂无数据",
            "there is no figures.toml; all of this county's figures show as missing"
        ),
    };
    let slip = nearest("figures.toml", folder.entries().map(super::Entry::name));
    let hint = match (slip, needed) {
        (Some(slip), _) => text!(
            "把 {slip} 改名为 figures.toml",
            "rename {slip} to figures.toml"
        ),
        (None, true) => text!(
            "新建 figures.toml，把这些数据写进去",
            "make a figures.toml with these figures"
        ),
        (None, false) => text!(
            "数据到了，就新建 figures.toml 写进去",
            "make a figures.toml when the figures arrive"
        ),
    };
    let mut finding = Finding::new(Code::FiguresMissing, place, message).hint(hint);
    if needed {
        finding.severity = Severity::Error;
    }
    findings.push(finding);
}

//! Next year's edition, from this year's: roster, indicators, tiles and
//! baselines go over; the figures are empty.

use super::county::{about, case, head};
use super::{NewFile, Refusal};
use crate::content::{self, Content, County, Edition, Spot};
use crate::finding::Language;
use crate::quantity::Quantity;
use crate::text;
use std::fmt::Write;

/// The files of the edition `id`, made from the newest one, or from `from`.
///
/// # Errors
/// No such edition, or a name that no address can carry.
pub fn edition(content: &Content, id: &str, from: Option<&str>) -> Result<Vec<NewFile>, Refusal> {
    if !content::is_slug(id) {
        return Err(Refusal::Asked(text!(
            "“{id}”要用作文件夹名和网址，一般就写年份：2025",
            "`{id}` becomes a folder and part of an address; usually it is the year: 2025"
        )));
    }
    let old = match from {
        Some(from) => content.editions.iter().find(|e| e.id == from),
        None => content
            .editions
            .iter()
            .max_by_key(|e| (e.year, e.id.as_str())),
    };
    let language = match content.site.language.starts_with("zh") {
        true => Language::Zh,
        false => Language::En,
    };
    let Some(old) = old else {
        return Err(Refusal::Asked(match from {
            Some(from) => text!("没有 {from} 这一届", "there is no edition {from}"),
            None => text!(
                "还没有任何年度可以照着来",
                "there is no edition to start from"
            ),
        }));
    };
    let year = id
        .get(..4)
        .and_then(|y| y.parse().ok())
        .unwrap_or(old.year + 1);
    let folder = format!("content/{id}");
    let mut files = vec![NewFile::new(
        format!("{folder}/edition.toml"),
        carried(old.place.source().map_or("", |s| s.text()), year, language),
    )];
    if old.lead.is_some() {
        let todo = match language {
            Language::Zh => "待补。\n",
            Language::En => "TODO: to be written.\n",
        };
        files.push(NewFile::new(format!("{folder}/index.md"), todo));
    }
    for county in &old.counties {
        let slug = &county.slug;
        let text = case(&county.name.value, county.code.as_deref(), language);
        files.push(NewFile::new(format!("{folder}/{slug}/index.md"), text));
        let text = sheet(old, county, language);
        files.push(NewFile::new(format!("{folder}/{slug}/figures.toml"), text));
    }
    Ok(files)
}

/// edition.toml as it was written, comments and all, without what holds for
/// the old year only.
fn carried(old: &str, year: i32, language: Language) -> String {
    let note = match language {
        Language::Zh => "由上一届生成：title、deck、source、[plan] 请逐行核对。",
        Language::En => "From the edition before: look at title, deck, source and [plan].",
    };
    let mut text = format!("# {note}\nas_of = {year}-12-31\n");
    let mut top = true;
    // In a list of several lines that stays behind.
    let mut inside = false;
    for line in old.lines() {
        if inside {
            inside = !line.contains(']');
            continue;
        }
        top &= !line.trim_start().starts_with('[');
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let dropped = match key.trim() {
            "as_of" | "note" | "frozen" | "published" | "revised" | "aliases" => top,
            "stated_total" => !top,
            _ => false,
        };
        if dropped {
            inside = value.trim_start().starts_with('[') && !value.contains(']');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The indicators and the county's own figures, each with its baseline.
fn sheet(edition: &Edition, county: &County, language: Language) -> String {
    let mut text = head(language);
    for indicator in &edition.indicators {
        text += &about(indicator);
        let figure = county.figure(&indicator.id);
        let baseline = figure.and_then(|f| f.baseline.as_ref());
        let target = figure.and_then(|f| f.target.as_ref());
        entry(&mut text, &indicator.id, "", baseline, target);
    }
    for figure in &county.figures {
        let Some(own) = &figure.own else { continue };
        let named = [
            ("name", Some(own.name.clone())),
            ("unit", Some(figure.unit.to_string())),
            ("meaning", own.meaning.clone()),
        ];
        let mut lines = String::new();
        for (key, value) in named {
            if let Some(value) = value {
                let _ = writeln!(lines, "{key:8} = {}", toml::Value::from(value));
            }
        }
        text.push('\n');
        let (baseline, target) = (figure.baseline.as_ref(), figure.target.as_ref());
        entry(&mut text, &figure.id, &lines, baseline, target);
    }
    text
}

/// One figure; wholly a comment where nothing goes over.
fn entry(
    text: &mut String,
    id: &str,
    lines: &str,
    baseline: Option<&Spot<Quantity>>,
    target: Option<&Spot<Quantity>>,
) {
    // As it was written, quotes included.
    let target = target.map_or("", |t| t.place.text());
    let target = format!("# target   = {target}");
    let _ = match (baseline, lines) {
        (None, "") => write!(
            text,
            "# [figures.{id}]\n# value    =\n{}\n",
            target.trim_end()
        ),
        (baseline, lines) => {
            let baseline = match baseline {
                Some(baseline) => format!("baseline = {}\n", baseline.place.text()),
                None => String::new(),
            };
            write!(
                text,
                "[figures.{id}]\n{lines}{baseline}# value    =\n{}\n",
                target.trim_end()
            )
        }
    };
}

#[cfg(test)]
mod tests {
    use super::carried;
    use crate::finding::Language;

    #[test]
    fn what_holds_for_the_old_year_only_stays_behind() {
        let old = "title = \"甲\" # 主题\nas_of = 2023-12-31\nfrozen = true\npublished = 2024-01-05\n\
            revised = \"2023年更正\"\naliases = [\n  \"2023.html\",\n]\nroster = [\"a\"]\n\n[[indicators]]\nid = \"a\"\nstated_total = 3\n";
        let new = carried(old, 2024, Language::Zh);
        assert!(new.contains("as_of = 2024-12-31\n"), "{new}");
        assert!(new.contains("title = \"甲\" # 主题\n"), "{new}");
        assert!(new.contains("\nroster = [\"a\"]\n"), "{new}");
        for gone in [
            "2023",
            "frozen",
            "published",
            "revised",
            "aliases",
            "stated_total",
        ] {
            assert!(!new.contains(gone), "{new}");
        }
    }
}

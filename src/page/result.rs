//! The sentence that states an edition's result, written from the data.
//!
//! Nothing is claimed that the figures do not bear: totals say whom they leave
//! out, "all" is said only of those that have a target, and where nothing is
//! stated the sentence says that.

use super::strip;
use crate::content::Total;
use crate::finding::Text;
use crate::quantity::Quantity;
use crate::showcase::{Edition, Measure, Status};
use crate::text;

/// So many indicators are named beside the leading one.
const BESIDE: usize = 2;

/// 9个县（市、区）报送9项指标：达标村569个，目标569个，有数据的2个全部达到目标……
pub(super) fn sentence(edition: &Edition<'_>) -> Text {
    let stated: Vec<&Measure<'_>> = edition
        .measures
        .iter()
        .filter(|m| !m.ranking.is_empty())
        .collect();
    let mut parts = Vec::new();
    let leading = strip::leading(edition).filter(|m| total(edition, m).is_some());
    let headline = stated.iter().copied().filter(|m| m.indicator.headline);
    let ordered = leading
        .into_iter()
        .chain(headline)
        .chain(stated.iter().copied());
    let mut named: Vec<&str> = Vec::new();
    for measure in ordered {
        let id = measure.indicator.id.as_str();
        if parts.len() > BESIDE || named.contains(&id) {
            continue;
        }
        let Some(said) = total(edition, measure) else {
            continue;
        };
        named.push(id);
        parts.push(if parts.is_empty() {
            in_full(edition, measure, said)
        } else {
            said
        });
    }
    assemble(edition, stated.len(), &parts)
}

fn assemble(edition: &Edition<'_>, stated: usize, parts: &[Text]) -> Text {
    let counties = edition.counties.len();
    let who = match edition.counties.as_slice() {
        [only] => Text {
            zh: only.content.name.value.clone(),
            en: only.content.name.value.clone(),
        },
        _ => text!("{counties}个县（市、区）", "{counties} counties"),
    };
    let (zh, en) = (who.zh, who.en);
    if stated == 0 {
        return text!("{zh}暂无数据。", "{en}: no data yet.");
    }
    let verb = if counties == 1 { "reports" } else { "report" };
    let things = if stated == 1 {
        "indicator"
    } else {
        "indicators"
    };
    let head = text!("{zh}报送{stated}项指标", "{en} {verb} {stated} {things}");
    if parts.is_empty() {
        return Text {
            zh: format!("{}。", head.zh),
            en: format!("{}.", head.en),
        };
    }
    let zh: Vec<&str> = parts.iter().map(|p| p.zh.as_str()).collect();
    let en: Vec<&str> = parts.iter().map(|p| p.en.as_str()).collect();
    Text {
        zh: format!("{}：{}。", head.zh, zh.join("；")),
        en: format!("{}: {}.", head.en, en.join("; ")),
    }
}

/// An indicator's figure over the region; a lone county's own where there is
/// no total. `None` where there is nothing to say in one number.
fn total(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<Text> {
    let name = &measure.indicator.name;
    // PM2.5 and 35微克 must not read as one number.
    let is = if name.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        "为"
    } else {
        ""
    };
    let Some(total) = &measure.total else {
        let [only] = edition.counties.as_slice() else {
            return None;
        };
        let figure = only
            .figures
            .iter()
            .find(|f| f.content.id == measure.indicator.id)?;
        let value = figure.value()?.prose();
        return Some(text!("{name}{is}{value}", "{name} {value}"));
    };
    let value = total.value.prose();
    let mean = !matches!(total.kind, Total::Sum) && total.of > 1;
    let mut said = if mean {
        text!("{name}平均{value}", "{name} {value} on average")
    } else {
        text!("{name}{is}{value}", "{name} {value}")
    };
    let covered = total.covered;
    if covered < total.of {
        said.zh.push_str(&format!("（{covered}个有数据）"));
        said.en.push_str(&format!(" ({covered} with data)"));
    }
    Some(said)
}

/// The leading figure with its target and who has reached it, or with its
/// change since the edition before.
fn in_full(edition: &Edition<'_>, measure: &Measure<'_>, mut said: Text) -> Text {
    let mut add = |more: Text| {
        said.zh.push('，');
        said.zh.push_str(&more.zh);
        said.en.push_str(", ");
        said.en.push_str(&more.en);
    };
    let target = measure.total.as_ref().and_then(|t| t.target.as_ref());
    if let Some(target) = target.map(Quantity::prose) {
        add(text!("目标{target}", "of {target} aimed at"));
    }
    if let Some(reached) = reached(edition, measure) {
        add(reached);
    }
    if let Some(change) = &measure.change {
        add(change.sentence());
    }
    said
}

/// Who has reached the target; `None` where nobody has one.
fn reached(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<Text> {
    let figures = edition.counties.iter().flat_map(|c| &c.figures);
    let progress: Vec<Status> = figures
        .filter(|f| f.content.id == measure.indicator.id)
        .filter_map(|f| Some(f.progress.as_ref()?.status))
        .collect();
    let (aims, counties) = (progress.len(), edition.counties.len());
    let done = progress
        .iter()
        .filter(|s| matches!(s, Status::Done | Status::DoneEarly))
        .count();
    Some(match (aims, done) {
        (0, _) => return None,
        (1, 1) if counties == 1 => text!("已达到目标", "target reached"),
        (1, 0) if counties == 1 => text!("尚未达到目标", "target not yet reached"),
        (_, 0) => text!(
            "有目标的{aims}个县（市、区）尚未达到目标",
            "none of the {aims} with a target has reached it"
        ),
        (_, _) if done == aims && aims == counties => {
            text!(
                "{aims}个县（市、区）全部达到目标",
                "all {aims} counties have reached it"
            )
        }
        (1, _) => text!(
            "有目标的1个县（市、区）已达到",
            "the one with a target has reached it"
        ),
        (_, _) if done == aims => text!(
            "有目标的{aims}个县（市、区）全部达到",
            "all {aims} with a target have reached it"
        ),
        _ => text!(
            "有目标的{aims}个县（市、区）中{done}个达到",
            "{done} of the {aims} with a target have reached it"
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content;
    use crate::finding::Findings;
    use std::fs;

    const VILLAGES: &str = "[[indicators]]\nid=\"villages\"\nname=\"达标村\"\nunit=\"个\"\ntotal=\"sum\"\nheadline=true\n";

    /// The sentence of an edition: its indicators, and each county's figures.
    fn said(indicators: &str, counties: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: String, text: String| {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "site.toml".into(),
            "title=\"巡礼\"\nlanguage=\"zh-CN\"\ntheme=\"hong\"\n[publisher]\nname=\"市委\"\n"
                .into(),
        );
        let roster: Vec<String> = (1..=counties.len()).map(|n| format!("\"c{n}\"")).collect();
        let roster = roster.join(",");
        write(
            "2024/edition.toml".into(),
            format!(
                "region=\"丽水市\"\ntitle=\"巡礼\"\nsource=\"报表\"\nas_of=2024-12-31\nroster=[{roster}]\n{indicators}"
            ),
        );
        for (at, figures) in counties.iter().enumerate() {
            let n = at + 1;
            write(
                format!("2024/c{n}/index.md"),
                format!("+++\nname=\"{n}号县\"\ntitle=\"题\"\n+++\n\n正文。\n"),
            );
            write(format!("2024/c{n}/figures.toml"), (*figures).to_owned());
        }
        let mut findings = Findings::new();
        let content = content::load(folder.path(), &mut findings).unwrap();
        let showcase = crate::showcase::resolve(&content, &mut findings);
        sentence(&showcase.editions[0]).zh
    }

    #[test]
    fn all_is_said_only_where_all_have_reached_it() {
        let done = "[figures.villages]\nvalue=5\ntarget=5\n";
        let open = "[figures.villages]\nvalue=3\ntarget=6\n";
        assert_eq!(
            said(VILLAGES, &[done, done]),
            "2个县（市、区）报送1项指标：达标村10个，目标10个，2个县（市、区）全部达到目标。"
        );
        assert_eq!(
            said(VILLAGES, &[done, open]),
            "2个县（市、区）报送1项指标：达标村8个，目标11个，有目标的2个县（市、区）中1个达到。"
        );
        assert_eq!(
            said(VILLAGES, &[done, done, ""]),
            "3个县（市、区）报送1项指标：达标村10个（2个有数据），目标10个，有目标的2个县（市、区）全部达到。"
        );
    }

    #[test]
    fn the_digits_of_a_name_ran_into_those_of_its_value() {
        let dust = VILLAGES.replace("达标村", "PM2.5");
        assert_eq!(
            said(&dust, &["[figures.villages]\nvalue=35\n"]),
            "1号县报送1项指标：PM2.5为35个。"
        );
    }

    #[test]
    fn one_county_is_named_and_no_data_is_said() {
        let done = "[figures.villages]\nvalue=5\ntarget=5\n";
        assert_eq!(
            said(VILLAGES, &[done]),
            "1号县报送1项指标：达标村5个，目标5个，已达到目标。"
        );
        assert_eq!(said(VILLAGES, &[""]), "1号县暂无数据。");
        assert_eq!(said(VILLAGES, &["", ""]), "2个县（市、区）暂无数据。");
    }

    #[test]
    fn no_target_is_claimed_where_there_is_none_and_means_are_called_so() {
        let mean = "[[indicators]]\nid=\"rate\"\nname=\"覆盖率\"\nunit=\"%\"\ntotal=\"mean\"\nheadline=true\n";
        assert_eq!(
            said(
                mean,
                &["[figures.rate]\nvalue=40\n", "[figures.rate]\nvalue=60\n"]
            ),
            "2个县（市、区）报送1项指标：覆盖率平均50%。"
        );
        let alone = "[[indicators]]\nid=\"rate\"\nname=\"覆盖率\"\nunit=\"%\"\ntotal=\"none\"\n";
        assert_eq!(
            said(alone, &["[figures.rate]\nvalue=40\n"]),
            "1号县报送1项指标：覆盖率40%。"
        );
        assert_eq!(
            said(
                alone,
                &["[figures.rate]\nvalue=40\n", "[figures.rate]\nvalue=60\n"]
            ),
            "2个县（市、区）报送1项指标。"
        );
    }
}

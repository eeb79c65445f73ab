//! The indicators of an edition, and the rules of their totals.

use super::figures;
use super::limits;
use super::names::{filled, is_slug, required, spot};
use super::raw::{Maybe, RawEdition, RawIndicator, RawTotal};
use super::reader::Read;
use super::{Indicator, Spot, Total};
use crate::finding::{Code, Finding, Findings, hint};
use crate::quantity::Unit;
use crate::text;
use std::collections::BTreeSet;
use toml::Spanned;

pub(super) fn indicators(
    raw: Vec<Spanned<RawIndicator>>,
    read: &Read<RawEdition>,
    untotalled: &mut BTreeSet<String>,
    findings: &mut Findings,
) -> (Vec<Indicator>, BTreeSet<String>) {
    let mut indicators: Vec<Indicator> = Vec::new();
    let mut faulty = BTreeSet::new();
    let mut weights: Vec<(String, Spot<String>)> = Vec::new();
    for (at, raw) in raw.into_iter().enumerate() {
        let id = raw.get_ref().id.as_ref().map(|id| id.get_ref().clone());
        // One whose id is not there may be any.
        let id = id.unwrap_or_default();
        if read.was_dropped(&format!("indicators[{at}].total")) {
            untotalled.insert(id.clone());
        }
        let Some(indicator) = indicator(at, raw, read, &mut weights, untotalled, findings) else {
            faulty.insert(id);
            continue;
        };
        {
            if let Some(first) = indicators.iter().find(|i| i.id == indicator.id) {
                let id = &indicator.id;
                let message = text!("指标“{id}”写了两次", "the indicator `{id}` stands twice");
                let label = text!("第一次在这里", "first here");
                let hint = text!("给其中一个换个 id", "give one of them another id");
                findings.push(
                    Finding::new(Code::NameDuplicate, indicator.place, message)
                        .hint(hint)
                        .related(first.place.clone(), label),
                );
                faulty.insert(String::new());
                continue;
            }
            if let Some(first) = indicators.iter().find(|i| i.name == indicator.name) {
                let name = &indicator.name;
                let message = text!(
                    "两个指标都叫“{name}”",
                    "two indicators have the name `{name}`"
                );
                let label = text!("第一个在这里", "the first is here");
                let hint = text!(
                    "给其中一个换个名字，读者分得清",
                    "give one of them another name"
                );
                findings.push(
                    Finding::new(Code::NameDuplicate, indicator.place.clone(), message)
                        .hint(hint)
                        .related(first.place.clone(), label),
                );
            }
            indicators.push(indicator);
        }
    }
    for (owner, weight) in weights {
        if owner == weight.value {
            let message = text!(
                "“{owner}”不能按自己加权",
                "`{owner}` cannot be its own weight"
            );
            let hint = text!(
                "写另一个指标的 id，例如人口、户数",
                "name another indicator, such as the population"
            );
            findings.push(Finding::new(Code::ValueInvalid, weight.place, message).hint(hint));
        } else if faulty.contains(&weight.value)
            || faulty.contains("")
            || read.was_dropped("indicators")
        {
            // It has a finding of its own.
        } else if indicators.iter().all(|i| i.id != weight.value) {
            let id = &weight.value;
            let message = text!("没有叫“{id}”的指标", "there is no indicator `{id}`");
            let known = indicators.iter().map(|i| i.id.as_str());
            findings.push(
                Finding::new(Code::FigureUnknown, weight.place, message)
                    .maybe_hint(hint(id, known)),
            );
        }
    }
    (indicators, faulty)
}

fn indicator(
    at: usize,
    raw: Spanned<RawIndicator>,
    read: &Read<RawEdition>,
    weights: &mut Vec<(String, Spot<String>)>,
    untotalled: &mut BTreeSet<String>,
    findings: &mut Findings,
) -> Option<Indicator> {
    let place = read.place(raw.span());
    let raw = raw.into_inner();
    let mut need = |value: Maybe<String>, key: &str| {
        let path = format!("indicators[{at}].{key}");
        required(value, &path, place.clone(), read, findings).and_then(|v| filled(v, findings))
    };
    let id = need(raw.id, "id");
    let name = need(raw.name, "name");
    let unit = need(raw.unit, "unit");
    let id = id?;
    let plain = is_slug(&id.value) && !id.value.contains('-');
    if !plain {
        let written = &id.value;
        let message = text!(
            "指标的 id 只能有小写字母、数字和 _，写成了“{written}”",
            "an indicator's id has small letters, digits and _ only, not `{written}`"
        );
        let hint = text!(
            "写成 income、per_capita_income 这样；中文名写在 name 里",
            "write it like income or per_capita_income; the Chinese name goes into `name`"
        );
        findings.push(Finding::new(Code::IdInvalid, id.place.clone(), message).hint(hint));
    }
    let unit = unit.and_then(|u| figures::unit(u, findings))?;
    let stated_total = raw
        .stated_total
        .and_then(|v| figures::quantity(spot(v, read), &unit, findings));
    let decimals = raw
        .decimals
        .map(|d| spot(d, read))
        .and_then(|d| match u32::try_from(d.value) {
            Ok(decimals) if decimals <= 9 => Some(decimals),
            _ => {
                let message = text!("小数位数要写 0 到 9", "decimals go from 0 to 9");
                let hint = text!(
                    "整数写 decimals = 0；照原数印的，删去这一行",
                    "write decimals = 0 for whole numbers; leave it out to print what is given"
                );
                findings.push(Finding::new(Code::ValueInvalid, d.place, message).hint(hint));
                None
            }
        });
    let total = match raw.total.map(|t| spot(t, read)) {
        None => default_total(&unit),
        Some(spot) => match total(spot, &id.value, at, read, weights, findings) {
            Some(total) => total,
            None => {
                untotalled.insert(id.value.clone());
                Total::None
            }
        },
    };
    let better = raw
        .better
        .and_then(|b| limits::better(spot(b, read), findings));
    let range = raw.range.map(|r| spot(r, read));
    let limits = limits::limits(raw.whole, range, &unit, findings);
    if !plain {
        return None;
    }
    Some(Indicator {
        id: id.value,
        place: id.place,
        name: name?.value,
        unit,
        meaning: raw.meaning.map(Spanned::into_inner),
        total,
        stated_total,
        note: raw.note.map(Spanned::into_inner),
        decimals,
        better,
        limits,
        headline: raw.headline.unwrap_or(false),
    })
}

/// Adding shares up means nothing; adding amounts does.
fn default_total(unit: &Unit) -> Total {
    if unit.is_percent() || unit.is_percentage_point() {
        Total::None
    } else {
        Total::Sum
    }
}

fn total(
    raw: Spot<RawTotal>,
    id: &str,
    at: usize,
    read: &Read<RawEdition>,
    weights: &mut Vec<(String, Spot<String>)>,
    findings: &mut Findings,
) -> Option<Total> {
    Some(match raw.value {
        RawTotal::Weighted(weight) => {
            let path = format!("indicators[{at}].total.weighted_by");
            let Some(by) = weight.weighted_by else {
                if !read.was_dropped(&path) && !read.is_misnamed(&path) {
                    super::names::missing("weighted_by", raw.place, findings);
                }
                return None;
            };
            let spot = Spot {
                value: by.clone(),
                place: raw.place,
            };
            weights.push((id.to_owned(), spot));
            Total::WeightedBy(by)
        }
        RawTotal::Word(word) => match word.as_str() {
            "sum" => Total::Sum,
            "mean" => Total::Mean,
            "none" => Total::None,
            _ => {
                let message = text!("合计方式没有“{word}”", "`{word}` is no way to total");
                let known = ["sum", "mean", "none", "{ weighted_by = \"id\" }"];
                findings.push(
                    Finding::new(Code::ValueInvalid, raw.place, message)
                        .maybe_hint(hint(&word, known)),
                );
                return None;
            }
        },
    })
}

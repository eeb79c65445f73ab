//! `{{…}}` in a write-up: what it points at and what is printed for it.
//!
//! ```text
//! villages   qingtian/funds   region/villages   2019/qingtian/funds   2019/region/villages
//! villages.target  .baseline .progress .change .rank .pace .status .total
//! funds | 亿元
//! ```
//!
//! A reference that names nothing, or something without a value, is never
//! printed as something else: it is [`Unresolved`], with the nearest names.

use super::{Change, County, Edition, Measure, Progress, Provenance, Rank, Reference, Showcase};
use super::{Unresolved, change};
use crate::finding::{Text, hint};
use crate::quantity::{Quantity, Unit};
use crate::text;
use rust_decimal::RoundingStrategy;
use std::borrow::Cow;

/// What may stand after the point.
const FIELDS: &[&str] = &[
    "value", "target", "baseline", "progress", "change", "rank", "pace", "status", "total",
];

impl<'c> Showcase<'c> {
    /// What `expr`, the inside of `{{…}}`, comes to.
    ///
    /// `edition` is the index of the edition the text belongs to (the newest,
    /// 0, for a plain page), `county` that of its county; a lead or a plain page
    /// has none and must say `region/…` or `slug/…`.
    ///
    /// # Errors
    /// [`Unresolved`] where it does not parse, names what is not there, or has
    /// no value to print.
    pub fn reference(
        &self,
        edition: usize,
        county: Option<usize>,
        expr: &str,
    ) -> Result<Reference<'c>, Unresolved> {
        let parsed = parse(expr)?;
        let edition = match parsed.edition {
            Some(id) => self.edition_of(id)?,
            None => edition,
        };
        let Some(here) = self.editions.get(edition) else {
            return Err(absent(
                text!("还没有任何年度", "there is no edition yet"),
                None,
            ));
        };
        let pointed = match (parsed.place, county) {
            (Some("region"), _) => None,
            (Some(slug), _) => Some(county_of(here, slug, &parsed, self)?),
            (None, None) => return Err(no_county(&parsed)),
            (None, Some(_)) if parsed.field == Field::Total => None,
            (None, Some(county)) => here.counties.get(county),
        };
        match pointed {
            Some(county) => of_county((edition, here), county, &parsed),
            None => of_region((edition, here), &parsed),
        }
    }

    fn edition_of(&self, id: &str) -> Result<usize, Unresolved> {
        let found = self.editions.iter().position(|e| e.content.id == id);
        found.ok_or_else(|| {
            let known = self.editions.iter().map(|e| e.content.id.as_str());
            absent(
                text!("没有“{id}”这个年度", "there is no edition `{id}`"),
                hint(id, known),
            )
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Value,
    Target,
    Baseline,
    Progress,
    Change,
    Rank,
    Pace,
    Status,
    Total,
}

impl Field {
    fn of(word: &str) -> Option<Field> {
        Some(match word {
            "value" => Field::Value,
            "target" => Field::Target,
            "baseline" => Field::Baseline,
            "progress" => Field::Progress,
            "change" => Field::Change,
            "rank" => Field::Rank,
            "pace" => Field::Pace,
            "status" => Field::Status,
            "total" => Field::Total,
            _ => return None,
        })
    }
}

/// A reference, taken apart.
struct Parsed<'e> {
    edition: Option<&'e str>,
    /// A county's slug, or `region`.
    place: Option<&'e str>,
    id: &'e str,
    field: Field,
    unit: Option<Unit>,
}

fn parse(expr: &str) -> Result<Parsed<'_>, Unresolved> {
    let (path, filter) = match expr.split_once(['|', '｜']) {
        Some((path, filter)) => (path.trim(), Some(filter.trim())),
        None => (expr.trim(), None),
    };
    let unit = match filter {
        None => None,
        Some(word) => Some(Unit::parse(word).map_err(|error| {
            let (zh, en) = (error.zh(), error.en());
            let message = text!("“|”后面要写单位：{zh}", "a unit stands after `|`: {en}");
            malformed(
                message,
                Some(text!("例如 funds | 亿元", "e.g. funds | 亿元")),
            )
        })?),
    };
    let mut parts = path.rsplit('/').map(str::trim);
    let (last, place, edition) = (parts.next().unwrap_or(""), parts.next(), parts.next());
    if parts.next().is_some() {
        return Err(shape(expr));
    }
    let (id, field) = match last.split_once('.') {
        None => (last, Field::Value),
        Some((id, word)) => {
            let word = word.trim();
            let field = Field::of(word).ok_or_else(|| {
                let message = match word {
                    "" => text!("点后面没有写要印哪一项", "nothing stands behind the dot"),
                    word => text!(
                        "点后面没有“{word}”这一项",
                        "there is no `{word}` of a figure"
                    ),
                };
                malformed(message, hint(word, FIELDS.iter().copied()))
            })?;
            (id.trim(), field)
        }
    };
    let named = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    if ![edition, place, Some(id)].into_iter().flatten().all(named) {
        return Err(shape(expr));
    }
    Ok(Parsed {
        edition,
        place,
        id,
        field,
        unit,
    })
}

fn shape(expr: &str) -> Unresolved {
    malformed(
        text!("看不懂“{expr}”这个引用", "`{expr}` is no reference"),
        Some(text!(
            "写成 villages、qingtian/funds、region/villages 或 2019/qingtian/funds，后面可加 .target 等，或 | 亿元",
            "write villages, qingtian/funds, region/villages or 2019/qingtian/funds, then .target and the like, or | 亿元"
        )),
    )
}

fn malformed(message: Text, hint: Option<Text>) -> Unresolved {
    Unresolved {
        message,
        hint,
        malformed: true,
    }
}

fn absent(message: Text, hint: Option<Text>) -> Unresolved {
    Unresolved {
        message,
        hint,
        malformed: false,
    }
}

fn no_county(parsed: &Parsed<'_>) -> Unresolved {
    let id = parsed.id;
    absent(
        text!(
            "这里不属于哪个县（市、区），“{id}”不知道指哪里的",
            "this text belongs to no county, so `{id}` may be anyone's"
        ),
        Some(text!(
            "写成 region/{id}，或县的文件夹名加 /{id}",
            "write region/{id}, or a county's folder and /{id}"
        )),
    )
}

fn county_of<'a, 'c>(
    edition: &'a Edition<'c>,
    slug: &str,
    parsed: &Parsed<'_>,
    showcase: &Showcase<'_>,
) -> Result<&'a County<'c>, Unresolved> {
    let found = edition.slugs.get(slug);
    if let Some(county) = found.and_then(|at| edition.counties.get(*at)) {
        return Ok(county);
    }
    let (year, id) = (&edition.content.id, parsed.id);
    let message = text!(
        "{year} 年度没有“{slug}”这个县（市、区）",
        "the edition {year} has no county `{slug}`"
    );
    let by_name = edition
        .counties
        .iter()
        .find(|c| c.content.name.value == slug);
    let hint = if let Some(county) = by_name {
        let folder = &county.content.slug;
        Some(text!(
            "写文件夹名：{folder}/{id}",
            "write its folder: {folder}/{id}"
        ))
    } else if showcase.editions.iter().any(|e| e.content.id == slug) {
        Some(text!(
            "引用别的年度，要写成 {slug}/县的文件夹名/{id} 或 {slug}/region/{id}",
            "for another edition write {slug}/county/{id} or {slug}/region/{id}"
        ))
    } else {
        hint(slug, edition.slugs.keys().copied().chain(["region"]))
    };
    Err(absent(message, hint))
}

fn of_county<'c>(
    (at, edition): (usize, &Edition<'c>),
    county: &County<'c>,
    parsed: &Parsed<'_>,
) -> Result<Reference<'c>, Unresolved> {
    let id = parsed.id;
    let Some(figure) = county.figure(id) else {
        return Err(no_figure(edition, county, id));
    };
    if parsed.field == Field::Total {
        return of_region((at, edition), parsed);
    }
    let shown = match parsed.field {
        Field::Value | Field::Total => quantity(figure.value(), parsed, "数值", "value"),
        Field::Target => quantity(figure.target(), parsed, "目标", "target"),
        Field::Baseline => quantity(figure.baseline(), parsed, "基期", "baseline"),
        Field::Rank => plain(parsed, figure.rank.map(rank), "位次", "rank"),
        Field::Status => {
            let word = figure.status().map(|s| s.word());
            plain(parsed, word, "进度状态", "status")
        }
        Field::Progress | Field::Pace => of_progress(figure.progress.as_deref(), parsed),
        Field::Change => of_change(figure.change.as_deref(), parsed),
    }?;
    Ok(Reference {
        shown,
        edition: at,
        id: &figure.content.id,
        anchor: figure.anchor(),
        source_note: usize::try_from(figure.source_note).ok(),
        provenance: Provenance::Stated {
            source: &figure.content.source,
            as_of: figure.content.as_of,
        },
    })
}

fn no_figure(edition: &Edition<'_>, county: &County<'_>, id: &str) -> Unresolved {
    let name = &county.content.name.value;
    if edition.measures.iter().any(|m| m.indicator.id == id) {
        return absent(
            text!(
                "{name}没有填报“{id}”，暂无数据",
                "{name} does not state `{id}`"
            ),
            Some(text!(
                "在 figures.toml 里补上，或改写这句话",
                "add it to figures.toml, or reword the sentence"
            )),
        );
    }
    let known = county.figures.iter().map(|f| f.content.id.as_str());
    // A block of figures that got into another county's file.
    let elsewhere = edition.counties.iter().find(|c| c.figure(id).is_some());
    let hint = match elsewhere {
        Some(other) => {
            let (there, slug) = (&other.content.name.value, &other.content.slug);
            Some(text!(
                "{there}的 figures.toml 里有这一项：说的是那里的数，写 {slug}/{id}；放错了文件夹，移回来",
                "it stands in figures.toml of {there}: if that is meant, write {slug}/{id}; if it is in the wrong folder, move it back"
            ))
        }
        None => hint(id, known),
    };
    absent(
        text!("{name}没有叫“{id}”的数据", "{name} has no figure `{id}`"),
        hint,
    )
}

fn of_region<'c>(
    (at, edition): (usize, &Edition<'c>),
    parsed: &Parsed<'_>,
) -> Result<Reference<'c>, Unresolved> {
    let id = parsed.id;
    let region = &edition.content.region.value;
    let Some(measure) = edition.measures.iter().find(|m| m.indicator.id == id) else {
        let known = edition.measures.iter().map(|m| m.indicator.id.as_str());
        return Err(absent(
            text!("没有叫“{id}”的指标", "there is no indicator `{id}`"),
            hint(id, known),
        ));
    };
    let Some(total) = &measure.total else {
        let name = &measure.indicator.name;
        return Err(absent(
            text!(
                "“{name}”没有{region}的合计",
                "`{name}` has no figure for {region}"
            ),
            Some(text!(
                "这个指标不作合计（total），或还没有县填报",
                "the indicator has total = \"none\", or no county states it"
            )),
        ));
    };
    let shown = match parsed.field {
        Field::Value | Field::Total => quantity(Some(&total.value), parsed, "数值", "value"),
        Field::Target => quantity(total.target.as_ref(), parsed, "目标", "target"),
        Field::Baseline => quantity(total.baseline.as_ref(), parsed, "基期", "baseline"),
        Field::Progress | Field::Pace => of_progress(measure.progress.as_ref(), parsed),
        Field::Status => {
            let word = measure.progress.as_ref().map(|p| p.status.word());
            plain(parsed, word, "进度状态", "status")
        }
        Field::Change => of_change(measure.change.as_ref(), parsed),
        Field::Rank => Err(nothing("位次", "rank")),
    }?;
    Ok(Reference {
        shown,
        edition: at,
        id: &measure.indicator.id,
        anchor: format!("region-{id}"),
        source_note: None,
        provenance: Provenance::Computed(computed(edition, measure, total.covered, total.of)),
    })
}

fn computed(edition: &Edition<'_>, measure: &Measure<'_>, covered: usize, of: usize) -> Text {
    use crate::content::Total;
    let (rule_zh, rule_en) = match measure.indicator.total {
        Total::Sum | Total::None => ("合计", "sum"),
        Total::Mean => ("平均", "mean"),
        Total::WeightedBy(_) => ("加权平均", "weighted mean"),
    };
    let (zh, en) = match edition.as_of {
        Some(date) => (format!("；截至{}", date.zh()), format!("; as of {date}")),
        None => Default::default(),
    };
    text!(
        "{of}个县（市、区）中{covered}个的数据{rule_zh}{zh}",
        "{rule_en} of {covered} out of {of} counties{en}"
    )
}

fn nothing(zh: &str, en: &str) -> Unresolved {
    absent(
        text!("这项数据没有{zh}，暂无数据", "this figure has no {en}"),
        Some(text!(
            "在 figures.toml 里补上它所需的数，或改写这句话",
            "add what it needs to figures.toml, or reword the sentence"
        )),
    )
}

/// A quantity in prose, in the unit asked for.
fn quantity(
    quantity: Option<&Quantity>,
    parsed: &Parsed<'_>,
    zh: &str,
    en: &str,
) -> Result<Text, Unresolved> {
    let quantity = quantity.ok_or_else(|| nothing(zh, en))?;
    let zh = converted(quantity, parsed)?.prose();
    Ok(Text { en: zh.clone(), zh })
}

fn converted<'q>(
    quantity: &'q Quantity,
    parsed: &Parsed<'_>,
) -> Result<Cow<'q, Quantity>, Unresolved> {
    let Some(unit) = &parsed.unit else {
        return Ok(Cow::Borrowed(quantity));
    };
    quantity.convert(unit).map(Cow::Owned).map_err(|error| {
        let (zh, en) = (error.zh(), error.en());
        let family = quantity.unit().as_str();
        let hint = text!(
            "换成和“{family}”同类的单位，或去掉 | 和后面的字",
            "name a unit of the kind of {family}, or leave | and what follows out"
        );
        absent(text!("{zh}", "{en}"), Some(hint))
    })
}

/// Something that has no unit to convert.
fn plain(parsed: &Parsed<'_>, text: Option<Text>, zh: &str, en: &str) -> Result<Text, Unresolved> {
    if parsed.unit.is_some() {
        return Err(malformed(
            text!("{zh}没有单位，不能换算", "a {en} has no unit to convert"),
            None,
        ));
    }
    text.ok_or_else(|| nothing(zh, en))
}

fn rank(rank: Rank) -> Text {
    let place = rank.place;
    match rank.tied {
        true => text!("并列第{place}位", "joint no. {place}"),
        false => text!("第{place}位", "no. {place}"),
    }
}

fn of_progress(progress: Option<&Progress<'_>>, parsed: &Parsed<'_>) -> Result<Text, Unresolved> {
    if parsed.field == Field::Progress {
        return plain(
            parsed,
            progress.map(Progress::percent),
            "完成率",
            "progress",
        );
    }
    let pace = progress.and_then(Progress::pace).map(|pace| {
        // Cut, not rounded, as in the sentence that explains it.
        let pace = pace
            .round_dp_with_strategy(2, RoundingStrategy::ToZero)
            .normalize();
        text!("{pace}", "{pace}")
    });
    plain(parsed, pace, "进度比", "pace")
}

fn of_change(change: Option<&Change>, parsed: &Parsed<'_>) -> Result<Text, Unresolved> {
    let change =
        change.ok_or_else(|| nothing("上一年度可比的数", "edition before to compare with"))?;
    Ok(change::words(
        &*converted(&change.difference, parsed)?,
        change.is_below(),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::resolve;
    use super::super::sample::Sample;
    use super::*;
    use crate::finding::{Findings, Language};

    const INDICATORS: &str = "[[indicators]]\nid = \"villages\"\nname = \"达标村\"\nunit = \"个\"\n[[indicators]]\nid = \"funds\"\nname = \"资金\"\nunit = \"万元\"\n[[indicators]]\nid = \"rate\"\nname = \"覆盖率\"\nunit = \"%\"";
    const PLAN: &str = "as_of = 2019-11-30\n[plan]\nstart = 2017-01-01\ndue = 2019-12-31";

    fn sample() -> Sample {
        let sample = Sample::new();
        sample.edition(
            "2018",
            "as_of = 2018-12-31",
            INDICATORS,
            &[(
                "liandu",
                "[figures.villages]\nvalue = 389\n[figures.rate]\nvalue = 50.1",
            )],
        );
        sample.edition(
            "2019",
            PLAN,
            INDICATORS,
            &[
                ("liandu", "[figures.villages]\nvalue = 401\ntarget = 401\nbaseline = 279\n[figures.rate]\nvalue = 52.2\n[figures.funds]\ntarget = 9"),
                ("qingtian", "[figures.villages]\nvalue = 401\n[figures.funds]\nvalue = \"约4.2亿元\""),
            ],
        );
        sample
    }

    fn ask(edition: usize, county: Option<usize>, expr: &str) -> Result<String, Unresolved> {
        let content = sample().load();
        let showcase = resolve(&content, &mut Findings::new());
        let found = showcase.reference(edition, county, expr);
        found.map(|r| format!("{} {} {}", r.shown.zh, r.edition, r.anchor))
    }

    #[test]
    fn every_form_prints_what_it_names() {
        for (expr, shown) in [
            ("villages", "401个 0 liandu-villages"),
            (" villages . target ", "401个 0 liandu-villages"),
            ("villages.baseline", "279个 0 liandu-villages"),
            ("villages.progress", "100% 0 liandu-villages"),
            ("villages.change", "增加12个 0 liandu-villages"),
            ("rate.change", "提高2.1个百分点 0 liandu-villages"),
            ("villages.rank", "并列第1位 0 liandu-villages"),
            ("villages.status", "提前完成 0 liandu-villages"),
            ("villages.pace", "1.02 0 liandu-villages"),
            ("villages.total", "802个 0 region-villages"),
            ("region/villages", "802个 0 region-villages"),
            ("qingtian/funds", "约4.2亿元 0 qingtian-funds"),
            ("qingtian/funds | 万元", "约42000万元 0 qingtian-funds"),
            ("qingtian/funds.rank", "第1位 0 qingtian-funds"),
            ("2018/liandu/villages", "389个 1 liandu-villages"),
            ("2018/region/villages", "389个 1 region-villages"),
        ] {
            let shown = shown.replace(
                "liandu-villages",
                if expr.starts_with("rate") {
                    "liandu-rate"
                } else {
                    "liandu-villages"
                },
            );
            assert_eq!(ask(0, Some(0), expr), Ok(shown), "{expr}");
        }
    }

    #[test]
    fn what_names_nothing_says_what_is_near() {
        for (county, expr, message, hint, malformed) in [
            (
                Some(0),
                "vilages",
                "liandu县没有叫“vilages”的数据",
                "是不是想写“villages”？",
                false,
            ),
            (
                Some(0),
                "villages.targte",
                "点后面没有“targte”这一项",
                "是不是想写“target”？",
                true,
            ),
            (
                Some(0),
                "qingtain/funds",
                "2019 年度没有“qingtain”这个县（市、区）",
                "是不是想写“qingtian”？",
                false,
            ),
            (
                Some(0),
                "qingtian县/funds",
                "2019 年度没有“qingtian县”这个县（市、区）",
                "写文件夹名：qingtian/funds",
                false,
            ),
            (
                Some(0),
                "2017/liandu/funds",
                "没有“2017”这个年度",
                "是不是想写“2019”？",
                false,
            ),
            (
                Some(0),
                "2018/villages",
                "2019 年度没有“2018”这个县（市、区）",
                "引用别的年度，要写成 2018/县的文件夹名/villages 或 2018/region/villages",
                false,
            ),
            (
                None,
                "villages",
                "这里不属于哪个县（市、区），“villages”不知道指哪里的",
                "写成 region/villages，或县的文件夹名加 /villages",
                false,
            ),
            (
                Some(1),
                "rate",
                "qingtian县没有填报“rate”，暂无数据",
                "在 figures.toml 里补上，或改写这句话",
                false,
            ),
            (
                Some(0),
                "funds",
                "这项数据没有数值，暂无数据",
                "在 figures.toml 里补上它所需的数，或改写这句话",
                false,
            ),
            (
                Some(0),
                "region/rate",
                "“覆盖率”没有丽水市的合计",
                "这个指标不作合计（total），或还没有县填报",
                false,
            ),
            (
                Some(0),
                "qingtian/funds | 亩",
                "“万元”不能换算成“亩”",
                "换成和“亿元”同类的单位，或去掉 | 和后面的字",
                false,
            ),
            (
                Some(0),
                "villages.rank | 个",
                "位次没有单位，不能换算",
                "",
                true,
            ),
        ] {
            let got = ask(0, county, expr).unwrap_err();
            let got_hint = got.hint.map_or_else(String::new, |h| h.zh);
            let message = message.replace(
                "“万元”不能",
                if expr.contains("亩") {
                    "“亿元”不能"
                } else {
                    "“万元”不能"
                },
            );
            assert_eq!(
                (got.message.zh, got_hint.as_str(), got.malformed),
                (message, hint, malformed),
                "{expr}"
            );
        }
        for expr in ["", "a/b/c/d", "a b", "/villages", ".target", "villages |"] {
            assert!(ask(0, Some(0), expr).unwrap_err().malformed, "{expr}");
        }
    }

    #[test]
    fn a_reference_says_where_it_comes_from() {
        let content = sample().load();
        let showcase = resolve(&content, &mut Findings::new());
        let own = showcase.reference(0, Some(0), "villages").unwrap();
        assert_eq!(
            own.provenance.say(Language::Zh),
            "出处：统计报表；截至2019年11月30日"
        );
        assert_eq!(own.source_note, Some(1));
        let region = showcase.reference(0, None, "region/funds").unwrap();
        assert_eq!(
            region.provenance.say(Language::Zh),
            "2个县（市、区）中1个的数据合计；截至2019年11月30日"
        );
        assert_eq!(region.source_note, None);
    }
}

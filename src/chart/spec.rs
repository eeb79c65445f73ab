//! What an editor writes in a fenced `chart` block.
//!
//! Only the shape is known here: which counties and figures are meant is resolved
//! by the caller, so every value keeps the place where it stood, counted in bytes
//! from the beginning of the block. A number may be an integer, a float or a text
//! (`"约4.2亿元"`).

use super::data::Order;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A `chart` block.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartSpec {
    /// Which kind of chart.
    pub kind: Spanned<KindName>,
    /// The indicator whose figures are drawn.
    #[serde(default)]
    pub indicator: Option<Spanned<String>>,
    /// Figures written in the block itself, instead of an indicator's.
    #[serde(default)]
    pub rows: Option<Vec<SpecRow>>,
    /// A heading instead of the one written from the data.
    #[serde(default)]
    pub title: Option<String>,
    /// The names or folders to pick out.
    #[serde(default)]
    pub highlight: Option<Vec<Spanned<String>>>,
    /// A remark below the drawing.
    #[serde(default)]
    pub note: Option<String>,
    /// By value or official.
    #[serde(default)]
    pub order: Option<Order>,
    /// The counties to show; all when there is no list.
    #[serde(default)]
    pub counties: Option<Vec<Spanned<String>>>,
    /// A description instead of the one written from the data.
    #[serde(default)]
    pub description: Option<Spanned<String>>,
}

/// A row written in the block.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecRow {
    /// What it is called.
    pub name: Spanned<String>,
    /// Its value.
    #[serde(default)]
    pub value: Option<Spanned<toml::Value>>,
    /// Where it began.
    #[serde(default)]
    pub baseline: Option<Spanned<toml::Value>>,
    /// Where it is to end.
    #[serde(default)]
    pub target: Option<Spanned<toml::Value>>,
    /// Its values over years, or the parts of a stacked bar by name.
    #[serde(default)]
    pub series: Option<BTreeMap<String, Spanned<toml::Value>>>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// The names of the kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // They are the variants of [`super::Chart`].
pub enum KindName {
    Bars,
    Bullet,
    Line,
    Columns,
    Stacked,
    Share,
    Slope,
    Dots,
    Multiples,
    Tiles,
    Spark,
}

impl KindName {
    /// Every kind.
    pub const ALL: [KindName; 11] = [
        KindName::Bars,
        KindName::Bullet,
        KindName::Line,
        KindName::Columns,
        KindName::Stacked,
        KindName::Share,
        KindName::Slope,
        KindName::Dots,
        KindName::Multiples,
        KindName::Tiles,
        KindName::Spark,
    ];

    /// As written in a block.
    pub fn name(self) -> &'static str {
        match self {
            KindName::Bars => "bars",
            KindName::Bullet => "bullet",
            KindName::Line => "line",
            KindName::Columns => "columns",
            KindName::Stacked => "stacked",
            KindName::Share => "share",
            KindName::Slope => "slope",
            KindName::Dots => "dots",
            KindName::Multiples => "multiples",
            KindName::Tiles => "tiles",
            KindName::Spark => "spark",
        }
    }
}

impl ChartSpec {
    /// Reads a block.
    ///
    /// # Errors
    /// What the TOML reader found, with its span in bytes from the block's beginning:
    /// a syntax error, an unknown key or kind, a value of the wrong type.
    pub fn parse(block: &str) -> Result<ChartSpec, toml::de::Error> {
        toml::from_str(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_writing_and_their_place() {
        let block = "kind = \"bars\"\nrows = [\n  { name = \"甲\", value = \"约4.2亿元\" },\n  { name = \"乙\", value = 3 },\n  { name = \"丙\", value = 2.50 },\n]\n";
        let spec = ChartSpec::parse(block).unwrap();
        assert_eq!(*spec.kind.get_ref(), KindName::Bars);
        let values: Vec<&str> = spec
            .rows
            .iter()
            .flatten()
            .filter_map(|r| r.value.as_ref())
            .map(|v| &block[v.span()])
            .collect();
        assert_eq!(values, ["\"约4.2亿元\"", "3", "2.50"]);
    }

    #[test]
    fn unknown_keys_and_kinds_are_refused_with_their_place() {
        let block = "kind = \"bars\"\nindicater = \"a\"\n";
        let error = ChartSpec::parse(block).unwrap_err();
        assert_eq!(error.span().map(|s| &block[s]), Some("indicater"));
        let error = ChartSpec::parse("kind = \"pie\"\n").unwrap_err();
        assert!(error.message().contains("unknown variant `pie`"), "{error}");
        assert!(
            ChartSpec::parse("indicator = \"a\"\n")
                .unwrap_err()
                .message()
                .contains("kind")
        );
    }

    #[test]
    fn every_kind_is_written_by_its_name() {
        for kind in KindName::ALL {
            let spec =
                ChartSpec::parse(&format!("kind = \"{}\"\norder = \"official\"", kind.name()))
                    .unwrap();
            assert_eq!(*spec.kind.get_ref(), kind);
            assert_eq!(spec.order, Some(Order::Official));
        }
    }
}

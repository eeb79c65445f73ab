//! The levels that site.toml gives to rules: `[check.levels]`.

use super::fault::{CODES, Level, Rules};
use crate::content::Proofing;
use crate::finding::{Code, Finding, Findings, hint};
use crate::text;

impl Rules {
    /// The rules as `[check.levels]` of site.toml sets them; a name that is
    /// no rule and a word that is no level are findings.
    pub fn of(proofing: &Proofing, findings: &mut Findings) -> Rules {
        let mut rules = Rules::new();
        for (code, level) in &proofing.levels {
            let (name, word) = (&code.value, &level.value);
            let rule = Rules::named(name);
            if rule.is_none() {
                let message = match Code::named(name) {
                    Some(_) => text!(
                        "“{name}”不是校对规则，级别不能改",
                        "`{name}` is no rule of proofreading; its level is fixed"
                    ),
                    None => text!("没有叫“{name}”的规则", "there is no rule `{name}`"),
                };
                let near = hint(name, CODES.iter().map(|c| c.as_str()));
                let finding = Finding::new(Code::KeyUnknown, code.place.clone(), message);
                findings.push(finding.maybe_hint(near));
            }
            let parsed = Level::parse(word);
            if parsed.is_none() {
                let message = text!(
                    "级别没有“{word}”，只有 off、info、warning、error",
                    "`{word}` is no level: off, info, warning, error"
                );
                let near = hint(word, ["off", "info", "warning", "error"]);
                let finding = Finding::new(Code::ValueInvalid, level.place.clone(), message);
                findings.push(finding.maybe_hint(near));
            }
            if let (Some(rule), Some(level)) = (rule, parsed) {
                rules.set(rule, level);
            }
        }
        rules
    }
}

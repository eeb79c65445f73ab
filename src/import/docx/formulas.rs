//! Formulas (ECMA-376 part 1, 22.1) as a line of text: a fraction keeps its
//! bar, or 401 over 444 would become the number 401444.

use crate::import::xml::Element;

/// A formula as a person would type it.
pub(super) fn line(element: &Element) -> String {
    let part = |name: &str| element.child(name).map(line).unwrap_or_default();
    match element.name.as_str() {
        "t" => element.text(),
        "f" => format!("{}/{}", grouped(&part("num")), grouped(&part("den"))),
        "sSup" => format!("{}^{}", part("e"), grouped(&part("sup"))),
        "sSub" => format!("{}_{}", part("e"), grouped(&part("sub"))),
        "sSubSup" => format!(
            "{}_{}^{}",
            part("e"),
            grouped(&part("sub")),
            grouped(&part("sup"))
        ),
        "rad" => match part("deg").as_str() {
            "" => format!("√{}", grouped(&part("e"))),
            degree => format!("{degree}√{}", grouped(&part("e"))),
        },
        "d" => {
            let of = |name| element.child("dPr").and_then(|p| p.value(name));
            let (open, close) = (of("begChr").unwrap_or("("), of("endChr").unwrap_or(")"));
            let inner: Vec<String> = element
                .elements()
                .filter(|e| e.name == "e")
                .map(line)
                .collect();
            format!("{open}{}{close}", inner.join(","))
        }
        "nary" => {
            let sign = element.child("naryPr").and_then(|p| p.value("chr"));
            let (from, to) = (part("sub"), part("sup"));
            let sign = sign.unwrap_or("∫");
            format!("{sign}({from}→{to}){}", part("e"))
        }
        "mr" => {
            let cells: Vec<String> = element.elements().map(line).collect();
            format!("{};", cells.join(","))
        }
        _ => element.elements().map(line).collect(),
    }
}

/// More than one number or word goes in brackets.
fn grouped(text: &str) -> String {
    let single = text
        .chars()
        .all(|c| c.is_alphanumeric() || c == '.' || c == '%');
    if single {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::import::xml::parse;

    #[test]
    fn a_fraction_keeps_its_bar() {
        let of = |xml: &str| line(&parse(xml).unwrap());
        let run = |t: &str| format!("<r><t>{t}</t></r>");
        let (a, b) = (run("401"), run("444"));
        assert_eq!(
            of(&format!(
                "<oMath><f><num>{a}</num><den>{b}</den></f>{}</oMath>",
                run("=90.3%")
            )),
            "401/444=90.3%"
        );
        assert_eq!(
            of(&format!(
                "<oMath><sSup><e>{}</e><sup>{}</sup></sSup></oMath>",
                run("a"),
                run("2")
            )),
            "a^2"
        );
        assert_eq!(
            of(&format!(
                "<oMath><f><num>{}</num><den>{b}</den></f></oMath>",
                run("1+2")
            )),
            "(1+2)/444"
        );
    }
}

//! The stylesheet of the inks: light, dark and paper.

use super::ink::Ink;
use super::palette::{Palette, Scheme};
use std::fmt::Write as _;

/// The rules that colour inline drawings and choose between the wide and the
/// narrow one. Dark follows the reader's system unless `data-theme` on the root
/// says otherwise; paper is always light.
pub fn chart_css(palette: &Palette) -> String {
    let (light, dark) = (variables(&palette.light), variables(&palette.dark));
    let mut css = format!(
        ":root{{{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
         @media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    );
    for ink in Ink::ALL {
        let token = ink.token();
        let _ = write!(css, ".f-{token}{{fill:var(--{token})}}");
        if ink.under().is_none() {
            let _ = write!(css, ".s-{token}{{stroke:var(--{token})}}");
        }
    }
    css.push_str(STRUCTURE);
    css
}

fn variables(scheme: &Scheme) -> String {
    let mut out = String::new();
    for ink in Ink::ALL {
        let _ = write!(out, "--{}:{};", ink.token(), scheme.color(ink));
    }
    out.pop();
    out
}

/// The choice of drawing goes by the room the chart has, not by the window, where
/// the browser knows how; the media query is for those that do not.
const STRUCTURE: &str = "
.chart{container-type:inline-size}
.chart svg{display:block;width:100%;height:auto;overflow:visible}
.chart svg text{font-variant-numeric:tabular-nums}
.halo{paint-order:stroke;stroke:var(--c-ground);stroke-width:4px;stroke-linejoin:round}
.spark{width:120px;height:32px;vertical-align:middle}
.chart a{text-decoration:none}
.chart a:hover text{text-decoration:underline}
.chart-wide{max-width:860px}
.chart-narrow{max-width:480px}
.chart .chart-wide{display:none}
@media (min-width:640px){.chart .chart-wide{display:block}.chart .chart-narrow{display:none}}
@supports (container-type:inline-size){
.chart .chart-wide{display:none}.chart .chart-narrow{display:block}
@container (min-width:640px){.chart .chart-wide{display:block}.chart .chart-narrow{display:none}}
}
@media print{.chart svg{print-color-adjust:exact;-webkit-print-color-adjust:exact;break-inside:avoid}}
@media (forced-colors:active){.chart svg{forced-color-adjust:none;background:var(--c-ground)}}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_a_colour_and_a_rule() {
        let css = chart_css(&Palette::hong());
        for ink in Ink::ALL {
            let token = ink.token();
            assert_eq!(css.matches(&format!("--{token}:#")).count(), 3, "{token}");
            assert!(
                css.contains(&format!(".f-{token}{{fill:var(--{token})}}")),
                "{token}"
            );
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}

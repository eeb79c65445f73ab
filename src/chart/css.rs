//! The stylesheet of the inks: light, dark and paper.

use super::ink::Ink;
use super::palette::{Hex, Palette, Scheme};
use super::ramp;
use std::fmt::Write as _;

/// The rules that colour inline drawings and choose between the wide and the
/// narrow one. Dark follows the reader's system unless `data-theme` on the root
/// says otherwise; paper is always light.
pub fn chart_css(palette: &Palette) -> String {
    let rules = |root: &str, scheme: &Scheme, ramps: &[[Hex; 5]]| {
        let variables = variables(scheme);
        format!("{root}{{{variables}}}{}", recolours(root, scheme, ramps))
    };
    let (light, dark) = (ramp::ramps(&palette.light), ramp::ramps(&palette.dark));
    let mut css = format!(
        "{}\n@media screen and (prefers-color-scheme:dark){{{}}}\n@media screen{{{}}}\n@media print{{:root{{--{}:{}}}}}\n",
        rules(":root", &palette.light, &light),
        rules(":root:not([data-theme=light])", &palette.dark, &dark),
        rules(":root[data-theme=dark]", &palette.dark, &dark),
        Ink::Grey.token(),
        paper_grey(&palette.light),
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

/// The grey of what stands behind on paper: lighter than on a screen, because in black
/// and white every series colour is a grey too and must still be the darker one.
fn paper_grey(scheme: &Scheme) -> Hex {
    let (grey, ground) = (scheme.grey.linear(), scheme.ground.linear());
    let between = |n: usize| (grey[n] + ground[n]) / 2.0;
    Hex::from_linear([between(0), between(1), between(2)])
}

fn variables(scheme: &Scheme) -> String {
    let mut out = String::new();
    for ink in Ink::ALL {
        let _ = write!(out, "--{}:{};", ink.token(), scheme.color(ink));
    }
    out.pop();
    out
}

/// The steps of the tile map for the second series and those after it, and those about
/// zero, as a class
/// of the drawing: the marks keep their names, and one rule recolours a map.
fn recolours(root: &str, scheme: &Scheme, ramps: &[[Hex; 5]]) -> String {
    let mut out = String::new();
    for (series, ramp) in ramps.iter().enumerate().skip(1) {
        let mut own = scheme.clone();
        own.sequential = *ramp;
        let _ = write!(out, "{root} .ramp-{}{{", series + 1);
        for step in (0..own.sequential.len()).map(Ink::step) {
            for ink in [step, step.on()] {
                let _ = write!(out, "--{}:{};", ink.token(), own.color(ink));
            }
        }
        out.pop();
        out.push('}');
    }
    out
}

/// The space that pages put between Han and Latin would make labels wider than
/// they were measured. The choice of drawing goes by the room the chart has, not by the window, where
/// the browser knows how; the media query is for those that do not, and for a county as one file.
/// It leaves out the windows in which a column of text is narrower than the wide drawing.
const STRUCTURE: &str = "
.chart svg{display:block;width:100%;height:auto;overflow:visible}
.chart svg text{font-variant-numeric:tabular-nums;text-autospace:no-autospace;letter-spacing:0;word-spacing:0}
.halo{stroke:var(--c-ground);stroke-width:4px;stroke-linejoin:round}
.spark{width:120px;height:32px;vertical-align:middle}
.chart a{text-decoration:none}
.chart a:hover text{text-decoration:underline}
.chart-wide{max-width:760px}
.chart-narrow{max-width:400px}
.chart .chart-wide{display:none}
@media print,(min-width:44rem) and (max-width:59.99rem),(min-width:66rem){.chart .chart-wide{display:block}.chart .chart-narrow{display:none}}
@supports (container-type:inline-size){
.chart{container-type:inline-size}
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
    fn on_paper_a_focus_is_darker_than_the_greys_around_it() {
        for palette in crate::chart::palette::built_in() {
            let grey = paper_grey(&palette.light);
            for ink in [Ink::C1, Ink::C2, Ink::C3, Ink::C4] {
                let contrast = palette.light.color(ink).contrast(grey);
                assert!(contrast > 1.5, "{ink:?} {contrast}");
            }
            // Still to be seen, and no text stands on it that would be lost.
            assert!(grey.contrast(palette.light.ground) > 1.4);
            let on = palette.light.color(Ink::OnGrey);
            assert!(on.contrast(grey) >= 4.5, "{}", on.contrast(grey));
        }
    }

    #[test]
    fn every_ink_has_a_colour_and_a_rule() {
        let css = chart_css(&Palette::hong());
        for ink in Ink::ALL {
            let token = ink.token();
            // Light, and dark by the system's wish and by the reader's own; a step of
            // the tile map in each series colour.
            let ramps = if token.contains('q') {
                2 * ramp::RAMPS
            } else {
                1
            };
            let count = css.matches(&format!("--{token}:#")).count();
            let paper = usize::from(ink == Ink::Grey);
            assert_eq!(count, 3 * ramps + paper, "{token}");
            assert!(
                css.contains(&format!(".f-{token}{{fill:var(--{token})}}")),
                "{token}"
            );
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}

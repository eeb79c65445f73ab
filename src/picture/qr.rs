//! An address as a square of dots, to be scanned from paper.

use qrcodegen::{QrCode, QrCodeEcc};
use quick_xml::escape::escape;
use std::fmt::Write as _;

/// Clear squares around the code that scanners need (ISO/IEC 18004, 6.3.8).
const QUIET: i32 = 4;

/// `address` as an SVG, black on white whatever the theme; `None` if it is
/// longer than such a code can hold. `label` says what it is to those who
/// listen.
pub fn qr(address: &str, label: &str) -> Option<String> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let whole = size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let name = escape(label);
    Some(format!(
        "<svg class=\"qr-code\" role=\"img\" aria-label=\"{name}\" viewBox=\"0 0 {whole} {whole}\" \
         width=\"132\" height=\"132\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The drawing must hold exactly the dots of the code.
    #[test]
    fn every_dot_is_drawn() {
        let address = "https://www.example.gov.cn/xiaobo/2019/liandu/index.html";
        let svg = qr(address, "本页网址").unwrap();
        let code = QrCode::encode_text(address, QrCodeEcc::Medium).unwrap();
        let dots = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        let drawn: usize = svg
            .split("v1h-")
            .skip(1)
            .filter_map(|rest| rest.split('z').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(drawn, dots);
    }

    #[test]
    fn an_address_too_long_for_a_code_has_none() {
        assert_eq!(qr(&"长".repeat(2000), ""), None);
    }
}

//! Where a link may lead: http, https, mailto, tel, or a relative address.
//!
//! Every sanitiser that let a dangerous link through matched before it had
//! decoded (letter case, entities, control characters). Here a destination is
//! judged in every form a reader's browser or a second decoding could make of
//! it, and each must be allowed.

/// What a link destination is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// `http:` or `https:`: leaves the site.
    External,
    /// `mailto:` or `tel:`.
    Contact,
    /// A path, query or anchor within the site.
    Relative,
    /// Another scheme (named, lower case), or an address that names a host
    /// without a scheme (`//host/`, then the name is empty). Refused.
    Forbidden(String),
}

/// How often an address is decoded again before it is judged as it stands.
const DECODINGS: usize = 4;

/// Judges `destination` in all its decoded forms.
pub fn address(destination: &str) -> Address {
    let first = form(destination);
    let mut text = destination.to_string();
    for _ in 0..DECODINGS {
        let decoded = decode(&text);
        if decoded == text {
            break;
        }
        // Only what would be dangerous matters in the deeper forms: a file
        // may well be called `10%3A9.jpg`.
        if let Address::Forbidden(scheme) = form(&decoded)
            && (scheme.is_empty() || RUNNING.contains(&scheme.as_str()))
        {
            return Address::Forbidden(scheme);
        }
        text = decoded;
    }
    first
}

/// Schemes with which an address is a program or a document of its own.
const RUNNING: [&str; 6] = [
    "javascript",
    "vbscript",
    "livescript",
    "data",
    "blob",
    "file",
];

/// Judges one form. Browsers drop control characters and spaces from the
/// front and tabs and line ends from anywhere, and read `\` as `/`.
fn form(text: &str) -> Address {
    let seen: String = text
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !is_invisible(*c))
        .collect();
    let slashes = seen.bytes().take_while(|b| matches!(b, b'/' | b'\\'));
    if slashes.count() > 1 {
        return Address::Forbidden(String::new());
    }
    let head = seen.split(['/', '?', '#']).next().unwrap_or_default();
    let head = head.replace('\\', "");
    let Some((scheme, _)) = head.split_once(':') else {
        return Address::Relative;
    };
    match scheme.to_lowercase().as_str() {
        "http" | "https" => Address::External,
        "mailto" | "tel" => Address::Contact,
        other => Address::Forbidden(other.chars().take(40).collect()),
    }
}

/// Zero-width and direction characters, which hide in a pasted scheme.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// One decoding of percent signs, and of the character references that a
/// scheme can be spelt with.
fn decode(text: &str) -> String {
    entities(&percent(text))
}

/// `text` with its percent-encoded bytes decoded; what is not UTF-8 then
/// becomes U+FFFD.
pub fn percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_string();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let value = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(value.unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = entity(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The character and length of the reference at the front of `text`. Browsers
/// do not ask for the semicolon of a numeric one.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: [(&str, char); 7] = [
        ("&colon;", ':'),
        ("&Tab;", '\t'),
        ("&NewLine;", '\n'),
        ("&sol;", '/'),
        ("&bsol;", '\\'),
        ("&amp;", '&'),
        ("&percnt;", '%'),
    ];
    if let Some((name, c)) = NAMED.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((*c, name.len()));
    }
    let body = text.strip_prefix("&#")?;
    let (digits, radix) = match body.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (body, 10),
    };
    let count = digits
        .chars()
        .take(12)
        .take_while(|c| c.is_digit(radix))
        .count();
    let code = u32::from_str_radix(&digits[..count], radix).ok()?;
    let mut length = text.len() - digits.len() + count;
    length += usize::from(text[length..].starts_with(';'));
    Some((char::from_u32(code).unwrap_or('\u{FFFD}'), length))
}

/// `address` for an `href`: what an address may not hold is percent-encoded,
/// then escaped.
pub(crate) fn href(address: &str) -> String {
    let mut out = String::with_capacity(address.len() + 8);
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b if b.is_ascii_alphanumeric() || b"-_.~!*();:@=+$,/?%#".contains(&b) => {
                out.push(char::from(b));
            }
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_schemes_and_relative_addresses_pass() {
        for ok in ["https://x.cn/", "HTTP://X", " https://x"] {
            assert_eq!(address(ok), Address::External, "{ok}");
        }
        assert_eq!(address("tel:0578"), Address::Contact);
        for ok in [
            "a.md",
            "../qingtian/index.md#b:c",
            "#一、背景",
            "?a:b",
            "./10:9.md",
            "10%3A9.jpg",
        ] {
            assert_eq!(address(ok), Address::Relative, "{ok}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            "javascript%3Ax",
            "javascript%253Ax",
            "&#106;avascript:x",
            "&#x6A;avascript&colon;x",
            "%26%23106;avascript:x",
            "java\u{200B}script:x",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\javascript:x",
            "/%2Fevil.example",
            "file:///etc/passwd",
            "ftp://x",
        ] {
            assert!(matches!(address(bad), Address::Forbidden(_)), "{bad}");
        }
    }

    #[test]
    fn what_hides_in_a_scheme_is_not_named() {
        for pasted in ["java\u{200B}script:x", "java\u{AD}script:x"] {
            assert_eq!(address(pasted), Address::Forbidden("javascript".into()));
        }
        assert_eq!(address("ht\u{2060}tps://x.cn"), Address::External);
    }
}

//! Pictures inside a page, as `data:` addresses (RFC 2397).

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `bytes` of the media type `kind` as an address that holds them, in Base64
/// (RFC 4648, section 4).
pub fn data_address(kind: &str, bytes: &[u8]) -> String {
    let mut out = format!("data:{kind};base64,");
    out.reserve(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            out.push(if place > group.len() {
                '='
            } else {
                char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize])
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (text, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(
                data_address("a/b", text.as_bytes()),
                format!("data:a/b;base64,{coded}")
            );
        }
        assert!(data_address("", &[0xff, 0xef, 0xbe]).ends_with("/+++"));
    }
}

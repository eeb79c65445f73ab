//! Which way up a camera was held: the only thing read from EXIF.

/// The orientation of a picture that stands upright as it is.
pub(super) const UPRIGHT: u8 = 1;

/// Tag 0x0112 of the first directory (EXIF 2.32, section 4.6.4); upright
/// where there is none or it makes no sense.
pub(super) fn orientation(exif: &[u8]) -> u8 {
    read(exif)
        .filter(|turn| (1..=8).contains(turn))
        .unwrap_or(UPRIGHT)
}

fn read(exif: &[u8]) -> Option<u8> {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let bytes: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = if big {
        u32::from_be_bytes(bytes)
    } else {
        u32::from_le_bytes(bytes)
    };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(u16_at(first)?);
    (0..entries)
        .filter_map(|n| first.checked_add(2 + n * 12))
        .find(|at| u16_at(*at) == Some(0x0112))
        .and_then(|at| u16_at(at.checked_add(8)?))
        .and_then(|value| u8::try_from(value).ok())
}

/// Width and height once turned upright.
pub(super) fn upright((width, height): (u32, u32), turn: u8) -> (u32, u32) {
    if turn >= 5 {
        (height, width)
    } else {
        (width, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_are_read() {
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        assert_eq!(orientation(big), 6);
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";
        assert_eq!(orientation(little), 8);
    }

    #[test]
    fn what_makes_no_sense_is_upright() {
        for exif in [
            &b""[..],
            b"MM\0*",
            b"MM\0*\xff\xff\xff\xff",
            b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0",
        ] {
            assert_eq!(orientation(exif), UPRIGHT);
        }
    }
}

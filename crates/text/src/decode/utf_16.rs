//! UTF-16 by its mark, or by the pattern of bytes that only it has.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{DOUBTFUL, VOTES, survey};
use crate::plausibility::sampled;

/// Bytes looked at.
const HEAD: usize = 4096;

/// The encoding, the bytes after a mark, and why.
pub(super) fn detect<'a>(bytes: &'a [u8], claim: Option<&str>) -> Option<(&'static Encoding, &'a [u8], &'static str)> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return Some((UTF_16LE, rest, "UTF-16LE byte order mark")),
        [0xFE, 0xFF, rest @ ..] => return Some((UTF_16BE, rest, "UTF-16BE byte order mark")),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let units = head.len() / 2;
    if units < 2 {
        return None;
    }
    // Without a null byte there is no ASCII in the text, not even a line end: only short text can be so.
    let null = memchr::memchr(0, head).is_some();
    if !null && (head.len() == HEAD || simdutf8::basic::from_utf8(bytes).is_ok()) {
        return None;
    }
    let (mut little, mut big) = (0, 0);
    // Null bytes at even and at odd places.
    let mut nulls = [0, 0];
    for pair in head.chunks_exact(2) {
        little += usize::from(usual(pair[1], pair[0]));
        big += usize::from(usual(pair[0], pair[1]));
        nulls[0] += usize::from(pair[0] == 0);
        nulls[1] += usize::from(pair[1] == 0);
    }
    let (encoding, why, found, (own, other)) = match little >= big {
        true => (UTF_16LE, "no mark; pattern of null and hanzi bytes is UTF-16LE", little, (nulls[1], nulls[0])),
        false => (UTF_16BE, "no mark; pattern of null and hanzi bytes is UTF-16BE", big, (nulls[0], nulls[1])),
    };
    let decided = Some((encoding, bytes, why));
    // Null bytes on one side alone are the high bytes of Latin letters: nothing else writes so.
    if own * 20 >= units && other * 20 <= own && found * 10 >= units * 8 {
        return decided;
    }
    // Hanzi units can be ASCII letter pairs (U+4E41 is "NA"): bytes must also not read as another charset.
    let claimed = claim.and_then(|label| Encoding::for_label(label.trim().as_bytes())).is_some_and(|it| it == encoding);
    let needed = match (null, claimed) {
        (true, _) => units * 7 / 10,
        (false, true) => units * 9 / 10,
        (false, false) => units * 19 / 20,
    };
    if found < needed.max(2) || (!null && !claimed && survey::looks_multibyte(head)) {
        return None;
    }
    let (text, _) = encoding.decode_without_bom_handling(head);
    if sampled(&text, VOTES).0 >= DOUBTFUL { decided } else { None }
}

/// Units that Chinese text is made of: ASCII and Latin letters, toned vowels, punctuation, signs, hanzi, full-width forms.
fn usual(high: u8, low: u8) -> bool {
    match high {
        0 => (0x20..0x7F).contains(&low) || low >= 0xA0 || matches!(low, b'\t' | b'\n' | b'\r'),
        0x01 => low < 0xE0,
        0x20 => low < 0x40,
        0x21..=0x22 | 0x24..=0x26 | 0x30 | 0x4E..=0x9F | 0xFF => true,
        _ => false,
    }
}

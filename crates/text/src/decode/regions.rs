//! Pages that were put together from files in two charsets: a UTF-8 footer in a GBK page, or the reverse.
//!
//! Bytes are looked at in pieces that end at an ASCII byte which no charset uses inside a character (a blank, `<`, `"` …).
//! Each piece is UTF-8, pairs of bytes, or says nothing; neighbours of one kind make a region, and a region that differs
//! from most of the page must prove itself, so that a damaged byte or two never makes one.

use std::ops::Range;

use encoding_rs::GB18030;

use crate::plausibility::plausibility;

/// Sequences of three bytes and more, without anything broken, that make UTF-8 worth asking for; and that a region of
/// it must have.
const SEQUENCES: usize = 3;
/// Pairs of bytes that a region of another charset must have.
const PAIRS: usize = 3;
/// How plausible a region must be in its own charset.
const PLAUSIBLE: f32 = 0.8;
/// What that must gain over its charset being that of the page.
const GAIN: f32 = 0.2;

/// A run of bytes in one charset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) bytes: Range<usize>,
    pub(super) utf_8: bool,
}

/// What a piece says.
enum Piece {
    /// UTF-8, with so many long sequences.
    Utf8(usize),
    /// So many pairs of bytes, and not UTF-8.
    Pairs(usize),
    /// Pairs, or UTF-8, damaged or rare: pairs if it stands beside some.
    Perhaps,
    Neither,
}

/// A region with its evidence while it grows.
struct Growing {
    region: Region,
    /// Long sequences or pairs.
    strength: usize,
}

/// True if the bytes have a few long UTF-8 sequences that nothing broken parts. Only the first bytes after ASCII are
/// read closely, so that this is quick on text of pairs.
pub(super) fn suspected(bytes: &[u8]) -> bool {
    let mut streak = 0;
    let mut i = ascii(bytes, 0);
    while i < bytes.len() {
        let mut at = i;
        while let Some([0xE1..=0xEF, 0x80..=0xBF, 0x80..=0xBF]) = bytes.get(at..at + 3) {
            streak += 1;
            at += 3;
        }
        if streak >= SEQUENCES {
            return true;
        }
        let end = above_ascii(bytes, at);
        if end > at {
            streak = 0;
        }
        i = ascii(bytes, end);
    }
    false
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Index after the ASCII bytes that begin at `i`.
#[inline]
fn ascii(bytes: &[u8], mut i: usize) -> usize {
    while let Some(eight) = bytes.get(i..i + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes) {
        match (eight & HIGH).trailing_zeros() / 8 {
            8 => i += 8,
            n => return i + n as usize,
        }
    }
    i + bytes.get(i..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii()).count()
}

/// Index after the bytes above ASCII that begin at `i`.
#[inline]
fn above_ascii(bytes: &[u8], mut i: usize) -> usize {
    while let Some(eight) = bytes.get(i..i + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes) {
        match (!eight & HIGH).trailing_zeros() / 8 {
            8 => i += 8,
            n => return i + n as usize,
        }
    }
    i + bytes.get(i..).unwrap_or_default().iter().take_while(|byte| !byte.is_ascii()).count()
}

/// Divides the bytes into regions that alternate; one region if the page is of one charset, none if nothing tells.
pub(super) fn divide(bytes: &[u8]) -> Vec<Region> {
    let mut grown: Vec<Growing> = Vec::new();
    // Where pieces began that are pairs if the next one is.
    let mut perhaps = None;
    let mut i = 0;
    while i < bytes.len() {
        let start = ascii(bytes, i);
        let end = bytes[start..].iter().position(|byte| parts(*byte)).map_or(bytes.len(), |length| start + length);
        i = end;
        let (utf_8, strength) = match judge(&bytes[start..end]) {
            Piece::Utf8(sequences) => (true, sequences),
            Piece::Pairs(pairs) => (false, pairs),
            Piece::Perhaps => {
                match grown.last_mut().filter(|last| !last.region.utf_8) {
                    Some(last) => last.region.bytes.end = end,
                    None => perhaps = perhaps.or(Some(start)),
                }
                continue;
            }
            Piece::Neither => continue,
        };
        let start = perhaps.take().filter(|_| !utf_8).unwrap_or(start);
        match grown.last_mut() {
            Some(last) if last.region.utf_8 == utf_8 => {
                last.region.bytes.end = end;
                last.strength += strength;
            }
            _ => grown.push(Growing { region: Region { bytes: start..end, utf_8 }, strength }),
        }
    }
    let size = |utf_8: bool, each: usize| -> usize {
        grown.iter().filter(|it| it.region.utf_8 == utf_8).map(|it| it.strength * each).sum()
    };
    let mostly_utf_8 = size(true, 3) >= size(false, 2);
    let mut regions: Vec<Region> = Vec::new();
    let mut from = 0;
    for it in grown.iter().filter(|it| it.region.utf_8 != mostly_utf_8 && proves_itself(bytes, it)) {
        let Range { start, end } = it.region.bytes;
        if start > from {
            regions.push(Region { bytes: from..start, utf_8: mostly_utf_8 });
        }
        regions.push(it.region.clone());
        from = end;
    }
    if from < bytes.len() {
        regions.push(Region { bytes: from..bytes.len(), utf_8: mostly_utf_8 });
    }
    regions
}

/// ASCII that is never the second byte of a character, nor part of GB 18030's codes of four bytes.
fn parts(byte: u8) -> bool {
    byte < 0x30 || (0x3A..0x40).contains(&byte)
}

fn judge(piece: &[u8]) -> Piece {
    let (mut long, mut short, mut signs, mut broken) = (0, 0, 0, 0);
    for chunk in piece.utf8_chunks() {
        for byte in chunk.valid().bytes() {
            long += usize::from(byte >= 0xE0);
            short += usize::from((0xC4..0xE0).contains(&byte));
            // · × © and their like.
            signs += usize::from(matches!(byte, 0xC2 | 0xC3));
        }
        broken += usize::from(!chunk.invalid().is_empty());
    }
    match (long, broken) {
        (1.., 0) => return Piece::Utf8(long),
        (0, 0) if short == 0 || signs > 0 => return Piece::Neither,
        (2.., _) if long >= 2 * broken && long > short + signs => return Piece::Utf8(long),
        _ if long * 2 > broken => return Piece::Neither,
        _ => {}
    }
    let mut pairs = 0;
    let mut i = 0;
    while i < piece.len() {
        i += match piece[i..] {
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => 4,
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => {
                pairs += 1;
                2
            }
            [0x00..=0x7F, ..] => 1,
            _ => return Piece::Neither,
        };
    }
    if broken < 2 || long * 4 > broken { Piece::Perhaps } else { Piece::Pairs(pairs) }
}

/// A region unlike the page is believed if it reads well as what it seems to be, and not as the rest.
fn proves_itself(bytes: &[u8], it: &Growing) -> bool {
    let Some(bytes) = bytes.get(it.region.bytes.clone()) else { return false };
    let as_utf_8 = || plausibility(&String::from_utf8_lossy(bytes));
    let as_gb = || plausibility(&GB18030.decode_without_bom_handling(bytes).0);
    match it.region.utf_8 {
        true => it.strength >= SEQUENCES && as_utf_8() >= (as_gb() + GAIN).min(PLAUSIBLE + GAIN / 2.0),
        false => {
            it.strength >= PAIRS
                && as_gb() >= PLAUSIBLE
                && !GB18030.decode_without_bom_handling(bytes).1
                && as_utf_8() + GAIN <= as_gb()
        }
    }
}

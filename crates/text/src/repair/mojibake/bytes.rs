//! The way back: the bytes that a wrong decoding was given, character by character.

use std::ops::Range;
use std::sync::OnceLock;

use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};

use crate::gb;
use crate::table::only_char;

/// The charset that a text was wrongly read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// ISO 8859-1 or Windows-1252.
    Latin,
    Gb,
    Big5,
}

/// A byte that no text has: of a character that was lost, or that the charset does not have.
pub(super) const NONE: u8 = 0xFF;

/// Bytes with the index of the character that each comes from.
pub(super) struct Bytes {
    pub(super) bytes: Vec<u8>,
    pub(super) owners: Vec<u32>,
    /// By character: whether the charset has it.
    has: Vec<bool>,
    /// By character: the index of its first byte; one more for the end.
    starts: Vec<u32>,
}

impl Bytes {
    pub(super) fn of(chars: &[char], wrong: Wrong) -> Bytes {
        let n = chars.len();
        let mut it = Bytes {
            bytes: Vec::with_capacity(n * 2),
            owners: Vec::with_capacity(n * 2),
            has: Vec::with_capacity(n),
            starts: Vec::with_capacity(n + 1),
        };
        for (index, c) in chars.iter().copied().enumerate() {
            it.starts.push(it.bytes.len() as u32);
            let code = if c.is_ascii() { Some((c as u16, 1)) } else { encode(c, wrong) };
            it.has.push(code.is_some());
            let (code, length) = code.unwrap_or((u16::from(NONE), 1));
            let [high, low] = code.to_be_bytes();
            if length == 2 {
                it.bytes.push(high);
            }
            it.bytes.push(low);
            it.owners.resize(it.bytes.len(), index as u32);
        }
        it.starts.push(it.bytes.len() as u32);
        it
    }

    /// The bytes of a range of characters.
    pub(super) fn slice(&self, chars: Range<usize>) -> Option<&[u8]> {
        self.bytes.get(*self.starts.get(chars.start)? as usize..*self.starts.get(chars.end)? as usize)
    }

    /// Runs of characters that the charset has, or that were lost, from the first that is not ASCII to the last.
    pub(super) fn runs(&self, chars: &[char]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut open = false;
        for (at, (c, has)) in chars.iter().zip(&self.has).enumerate() {
            if !has && *c != '\u{FFFD}' {
                open = false;
            } else if !c.is_ascii() {
                match runs.last_mut().filter(|_| open) {
                    Some(run) => run.end = at + 1,
                    None => runs.push(at..at + 1),
                }
                open = true;
            }
        }
        // The second byte of the last character may be an ASCII letter.
        for run in &mut runs {
            let odd =
                self.slice(run.clone()).is_some_and(|it| it.iter().filter(|byte| **byte >= 0x80).count() % 2 == 1);
            if odd && chars.get(run.end).is_some_and(|c| c.is_ascii() && *c >= '@') {
                run.end += 1;
            }
        }
        runs
    }

    /// True if a character begins with this byte, or the text ends before it.
    pub(super) fn is_seam(&self, at: usize) -> bool {
        at == 0 || at >= self.owners.len() || self.owners.get(at) != self.owners.get(at - 1)
    }
}

/// Code points that the tables cover: all planes that the charsets reach.
const COVERED: usize = 0x3_0000;

/// The code of a character and its length in bytes.
fn encode(c: char, wrong: Wrong) -> Option<(u16, usize)> {
    static LATIN: OnceLock<Vec<u16>> = OnceLock::new();
    static GB: OnceLock<Vec<u16>> = OnceLock::new();
    static TAIWAN: OnceLock<Vec<u16>> = OnceLock::new();
    let (codes, length) = match (wrong, c) {
        // Readers of Latin-1 give controls where Windows-1252 has letters.
        (Wrong::Latin, '\u{80}'..='\u{FF}') => return Some((c as u16, 1)),
        // The euro sign is the single byte 80 to readers of GBK.
        (Wrong::Gb, '€') => return Some((0x80, 1)),
        (Wrong::Latin, _) => (LATIN.get_or_init(windows), 1),
        (Wrong::Gb, _) => (GB.get_or_init(|| table(GB18030)), 2),
        (Wrong::Big5, _) => (TAIWAN.get_or_init(|| table(BIG5)), 2),
    };
    codes.get(c as usize).copied().filter(|code| *code != 0).map(|code| (code, length))
}

/// The codes of a charset of pairs by code point, 0 for none; of two codes for one character the lower one.
fn table(encoding: &'static Encoding) -> Vec<u16> {
    let mut codes = vec![0; COVERED];
    for lead in 0x81..=0xFE {
        for (trail, c) in gb::row(encoding, lead, 0x40..=0xFE) {
            let slot = c.and_then(|c| codes.get_mut(c as usize));
            if let Some(slot) = slot.filter(|slot| **slot == 0) {
                *slot = u16::from_be_bytes([lead, trail]);
            }
        }
    }
    codes
}

/// The bytes that Windows-1252 has letters for where Latin-1 has controls.
fn windows() -> Vec<u16> {
    let mut codes = vec![0; COVERED];
    for byte in 0x80..=0x9F {
        let text = WINDOWS_1252.decode_without_bom_handling_and_without_replacement(std::slice::from_ref(&byte));
        let slot = text.and_then(|text| only_char(&text)).and_then(|c| codes.get_mut(c as usize));
        if let Some(slot) = slot.filter(|slot| **slot == 0) {
            *slot = u16::from(byte);
        }
    }
    codes
}

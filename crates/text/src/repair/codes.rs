//! The two-byte codes of GBK as tables, both ways: repairs of shifted text look up thousands.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use encoding_rs::GB18030;

use crate::gb;

/// Lead bytes of two-byte codes.
pub(super) const LEADS: RangeInclusive<u8> = 0x81..=0xFE;
/// Trail bytes.
pub(super) const TRAILS: RangeInclusive<u8> = 0x40..=0xFE;
const ROW: usize = 0xFE - 0x40 + 1;

pub(super) struct Codes {
    /// By lead and trail; 0 where there is no character, or a private one.
    chars: Vec<u16>,
    /// By code point; 0 where there is no code.
    codes: Vec<u16>,
}

impl Codes {
    pub(super) fn get() -> &'static Codes {
        static CODES: OnceLock<Codes> = OnceLock::new();
        CODES.get_or_init(|| {
            let mut codes = Codes { chars: Vec::with_capacity(ROW * 126), codes: vec![0; 0x1_0000] };
            for lead in LEADS {
                for (trail, found) in gb::row(GB18030, lead, TRAILS) {
                    let found = found.and_then(|c| u16::try_from(u32::from(c)).ok()).unwrap_or(0);
                    if let Some(code) = codes.codes.get_mut(usize::from(found)).filter(|code| **code == 0) {
                        *code = u16::from_be_bytes([lead, trail]);
                    }
                    codes.chars.push(if (0xE000..=0xF8FF).contains(&found) { 0 } else { found });
                }
            }
            codes
        })
    }

    /// The character of a code; none for private-use ones.
    #[inline]
    pub(super) fn decode(&self, lead: u8, trail: u8) -> Option<char> {
        let (row, column) = (lead.checked_sub(0x81)?, trail.checked_sub(0x40)?);
        let found = *self.chars.get(usize::from(row) * ROW + usize::from(column))?;
        if found == 0 || column as usize >= ROW { None } else { char::from_u32(u32::from(found)) }
    }

    /// The code of a character, private-use ones included.
    #[inline]
    pub(super) fn encode(&self, c: char) -> Option<[u8; 2]> {
        let code = *self.codes.get(c as usize)?;
        (code != 0 && c != '\0').then(|| code.to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_both_ways() {
        let codes = Codes::get();
        for c in "績内䶮，。Ａ€㐂鎮鄉".chars().filter(|c| gb::encode(*c).is_some()) {
            let code = codes.encode(c).expect("a code");
            assert_eq!((Some(code), codes.decode(code[0], code[1])), (gb::encode(c), Some(c)), "{c}");
        }
        assert_eq!(codes.decode(0xBF, 0x83), Some('績'));
        assert_eq!((codes.decode(0xAB, 0xC3), codes.decode(0xA1, 0x41)), (None, None), "private use");
        assert_eq!((codes.encode('a'), codes.decode(0xFF, 0x40), codes.decode(0xA1, 0x7F)), (None, None, None));
    }
}

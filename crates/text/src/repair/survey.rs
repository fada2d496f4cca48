//! One look at a text that says which repairs may have work in it: nearly all texts need none, and a page has hundreds.

use super::charwise::is_invisible;
use super::mojibake::Alarm;

/// A set of repairs that may have work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs(u8);

impl Needs {
    /// [`mojibake`](super::mojibake()).
    pub const MOJIBAKE: Needs = Needs(1);
    /// [`leftovers`](super::leftovers()).
    pub const LEFTOVERS: Needs = Needs(1 << 1);
    /// [`invisible`](super::invisible).
    pub const INVISIBLE: Needs = Needs(1 << 2);
    /// [`radicals`](super::radicals).
    pub const RADICALS: Needs = Needs(1 << 3);
    /// [`gloss`](super::gloss()).
    pub const GLOSS: Needs = Needs(1 << 4);
    /// [`strays`](super::strays()).
    pub const STRAYS: Needs = Needs(1 << 5);

    /// No repair has work.
    pub fn none(self) -> bool {
        self.0 == 0
    }

    /// One of `other` is among them.
    pub fn has(self, other: Needs) -> bool {
        self.0 & other.0 != 0
    }

    /// All of both.
    #[must_use]
    pub fn and(self, other: Needs) -> Needs {
        Needs(self.0 | other.0)
    }
}

/// What an ASCII character may be a sign of; those with [`LOOK`] ask for the next one too.
const ASCII: [u8; 128] = {
    let mut signs = [0; 128];
    let mut at = 0;
    while at < 0x20 {
        signs[at] = Needs::INVISIBLE.0;
        at += 1;
    }
    (signs[b'\t' as usize], signs[b'\n' as usize], signs[b'\r' as usize]) = (0, 0, 0);
    signs[0x7F] = Needs::INVISIBLE.0;
    (signs[b'&' as usize], signs[b'_' as usize]) = (Needs::LEFTOVERS.0, Needs::LEFTOVERS.0);
    (signs[b'\\' as usize], signs[b'%' as usize]) = (Needs::LEFTOVERS.0, Needs::LEFTOVERS.0);
    (signs[b'x' as usize], signs[b'(' as usize]) = (LOOK, LOOK);
    signs
};
const LOOK: u8 = 1 << 7;

/// Which repairs may have work in the text. A repair that is not among them would return nothing.
pub fn survey(text: &str) -> Needs {
    let bytes = text.as_bytes();
    let mut alarm = Alarm::new();
    let (mut needs, mut at) = (0u8, 0);
    while let Some(&first) = bytes.get(at) {
        let next = |by: usize| bytes.get(at + by).copied().unwrap_or(0);
        match first {
            0..0x80 => {
                let sign = ASCII[usize::from(first)];
                needs |= match (sign & LOOK != 0, first) {
                    (false, _) => sign,
                    (true, b'(') if next(1).is_ascii_lowercase() => Needs::GLOSS.0,
                    (true, b'x') if next(1) == b'0' => Needs::LEFTOVERS.0,
                    (true, _) => 0,
                };
                at += 1;
            }
            // Hanzi, and a few that are none.
            0xE4..=0xE9 => {
                let Some(&[first, second, third]) = bytes.get(at..at + 3) else { break };
                alarm.see(code_of(first, second, third));
                at += 3;
            }
            0xE3 | 0xEF => {
                let (second, third) = (next(1), next(2));
                needs |= match (first, second) {
                    (0xE3, 0x82..=0x84) => Needs::STRAYS.0,
                    // U+FEFF and U+FFF9 to U+FFFB.
                    (0xEF, 0xBB) if third == 0xBF => Needs::INVISIBLE.0,
                    (0xEF, 0xBF) if matches!(third, 0xB9..=0xBB) => Needs::INVISIBLE.0,
                    (0xEF, 0xBC) if third == 0x88 && next(3).is_ascii_lowercase() => Needs::GLOSS.0,
                    _ => 0,
                };
                alarm.see(code_of(first, second, third));
                at += 3;
            }
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                needs |= rarer(first, next(1));
                needs |= if is_invisible(c) { Needs::INVISIBLE.0 } else { 0 };
                alarm.see(u32::from(c));
                at += c.len_utf8();
            }
        }
    }
    Needs(if alarm.rings() { needs | Needs::MOJIBAKE.0 } else { needs })
}

/// The code point of a character of three bytes.
#[inline]
fn code_of(first: u8, second: u8, third: u8) -> u32 {
    u32::from(first & 0xF) << 12 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F)
}

/// What a character beyond ASCII that is no common hanzi or punctuation may be a sign of, by its first two bytes.
fn rarer(first: u8, second: u8) -> u8 {
    match (first, second) {
        // Vowels with tone marks.
        (0xC3..=0xC5 | 0xC7, _) => Needs::GLOSS.0,
        (0xCE..=0xD2 | 0xD4, _) | (0xF0, 0x9F) | (0xE2, 0x98..=0x9E) => Needs::STRAYS.0,
        (0xE2, 0xBA..=0xBF) => Needs::RADICALS.0,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair;

    /// Pieces that repairs look for, and pieces that are near them.
    const PIECES: [&str; 48] = [
        "云河市",
        "項目",
        "，",
        "。",
        "（",
        "）",
        "(",
        "x",
        "xiang",
        "xiàng",
        ")",
        "x0dx0a",
        "&#24453;",
        "_x000D_",
        "\\r\\n",
        "%u4E00",
        "\u{AD}",
        "\u{200B}",
        "\u{2009}",
        "“",
        "”",
        "—",
        "\u{FEFF}",
        "\u{61C}",
        "\u{180E}",
        "\u{2066}",
        "\u{FFF9}",
        "\u{7F}",
        "\u{1}",
        "\t",
        "⼈⼤",
        "⺠",
        "鐨勭殑",
        "å›½",
        "ÖÐ",
        "锟斤拷",
        "\u{FFFD}",
        "😀",
        "☆",
        "А",
        "Ω",
        "ㄧ",
        "エ",
        "é",
        "GDP",
        " ",
        "\u{10FFFF}",
        "\u{E000}",
    ];

    #[test]
    fn no_repair_has_work_that_was_not_announced() {
        let mut seed = 7u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..6 {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                text.push_str(PIECES[(seed >> 33) as usize % PIECES.len()]);
            }
            let needs = survey(&text);
            let works = [
                (Needs::MOJIBAKE, repair::mojibake(&text).is_some()),
                (Needs::LEFTOVERS, repair::leftovers(&text).is_some()),
                (Needs::INVISIBLE, repair::invisible(&text).is_some()),
                (Needs::RADICALS, repair::radicals(&text).is_some()),
                (Needs::GLOSS, repair::gloss(&text, true).is_some() || repair::annotations(&text) > 0),
                (Needs::STRAYS, repair::strays(&text).is_some()),
            ];
            for (need, works) in works {
                assert!(!works || needs.has(need), "{text:?} {need:?}");
            }
        }
    }

    #[test]
    fn plain_text_needs_nothing() {
        for text in ["", "云河市2024年工作总结：完成率98，同比增长3.5个百分点（含青溪县）。", "PPP (A)"]
        {
            assert!(survey(text).none(), "{text:?} {:?}", survey(text));
        }
    }
}

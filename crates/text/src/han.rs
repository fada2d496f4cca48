//! Simplified and traditional Chinese: longest match over OpenCC's phrases, then its characters.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use crate::table::{CharTable, entries, only_char};

/// What to convert to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HanTarget {
    /// Simplified Chinese (简体).
    Simplified,
    /// Traditional Chinese (繁体), OpenCC's standard, without regional wording.
    Traditional,
}

/// One direction's dictionaries.
struct Dictionary {
    phrases: HashMap<&'static str, &'static str, BuildHasherDefault<Fnv>>,
    /// For each first character of a phrase, the lengths of its phrases in characters, as bits.
    lengths: HashMap<char, u32, BuildHasherDefault<Fnv>>,
    chars: CharTable,
    /// Characters that the table cannot hold.
    beyond: HashMap<char, char, BuildHasherDefault<Fnv>>,
}

static TO_SIMPLIFIED: OnceLock<Dictionary> = OnceLock::new();
static TO_TRADITIONAL: OnceLock<Dictionary> = OnceLock::new();

/// FNV-1a: short keys, fixed seed.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Dictionary {
    fn new(characters: &'static str, phrases: &'static str) -> Self {
        let mut dictionary = Dictionary {
            phrases: HashMap::default(),
            lengths: HashMap::default(),
            chars: CharTable::new(pairs(characters)),
            beyond: pairs(characters).filter(|&(from, to)| from > '\u{FFFF}' || to > '\u{FFFF}').collect(),
        };
        for (key, value, _) in entries(phrases) {
            let (Some(first), length) = (key.chars().next(), key.chars().count()) else { continue };
            if (1..32).contains(&length) {
                dictionary.phrases.insert(key, value);
                *dictionary.lengths.entry(first).or_default() |= 1 << length;
            }
        }
        dictionary
    }

    fn char(&self, c: char) -> char {
        match self.chars.get(c) {
            same if same == c => self.beyond.get(&c).copied().unwrap_or(c),
            other => other,
        }
    }

    /// The longest phrase that `text` starts with: its bytes and its value.
    fn phrase(&self, text: &str) -> Option<(usize, &'static str)> {
        let lengths = *self.lengths.get(&text.chars().next()?)?;
        // Ends of the prefixes of 1, 2, … characters.
        let mut ends = [0usize; 32];
        let mut available = 0;
        for (end, c) in text.char_indices().take(31 - lengths.leading_zeros() as usize) {
            available += 1;
            ends[available] = end + c.len_utf8();
        }
        (1..=available)
            .rev()
            .filter(|length| lengths & (1 << length) != 0)
            .find_map(|length| self.phrases.get(&text[..ends[length]]).map(|value| (ends[length], *value)))
    }
}

fn pairs(characters: &'static str) -> impl Iterator<Item = (char, char)> {
    entries(characters).filter_map(|(key, first, _)| Some((only_char(key)?, only_char(first)?))).filter(|(a, b)| a != b)
}

/// Converts a text. Borrows when nothing changes.
pub fn convert(text: &str, target: HanTarget) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let dictionary = match target {
        HanTarget::Simplified => TO_SIMPLIFIED.get_or_init(|| {
            Dictionary::new(
                include_str!("../data/opencc/TSCharacters.txt"),
                include_str!("../data/opencc/TSPhrases.txt"),
            )
        }),
        HanTarget::Traditional => TO_TRADITIONAL.get_or_init(|| {
            Dictionary::new(
                include_str!("../data/opencc/STCharacters.txt"),
                include_str!("../data/opencc/STPhrases.txt"),
            )
        }),
    };
    let mut converted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        if c.is_ascii() {
            converted.push(c);
        } else if let Some((phrase, value)) = dictionary.phrase(rest) {
            converted.push_str(value);
            length = phrase;
        } else {
            converted.push(dictionary.char(c));
        }
        rest = &rest[length..];
    }
    if converted == text { Cow::Borrowed(text) } else { Cow::Owned(converted) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_decide_between_variants() {
        assert_eq!(convert("头发干燥，发展干部，皇后之后", HanTarget::Traditional), "頭髮乾燥，發展幹部，皇后之後");
        assert_eq!(convert("雲河縣發展規劃，乾隆年間，著作", HanTarget::Simplified), "云河县发展规划，乾隆年间，著作");
    }

    #[test]
    fn nothing_to_do_borrows() {
        assert!(matches!(convert("青溪县工作报告", HanTarget::Simplified), Cow::Borrowed(_)));
        assert!(matches!(convert("report 2024", HanTarget::Traditional), Cow::Borrowed(_)));
    }
}

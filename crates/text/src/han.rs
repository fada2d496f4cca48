//! Simplified and traditional Chinese: longest match over OpenCC's phrases, then its characters.
//!
//! The results are those of OpenCC 1.4.2 with its configurations `t2s` and `s2t`. Its `s2t` is OpenCC's own standard of
//! traditional characters, which keeps apart what Unicode keeps apart (羣衆, 瞭解, 裏); the habits of Taiwan (群眾, 裡) and
//! Hong Kong are other configurations on top of it, and are not applied.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::OnceLock;

use crate::table::{entries, only_char};

/// What to convert to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HanTarget {
    /// Simplified Chinese (简体): OpenCC's `t2s`.
    Simplified,
    /// Traditional Chinese (繁體), without regional forms and wording: OpenCC's `s2t`.
    Traditional,
}

/// Characters to characters, in all planes that have ideographs; `'\0'` stands for the character itself.
struct Chars {
    /// Page number by code point / 256.
    index: Vec<u16>,
    pages: Vec<[char; 256]>,
}

/// One past the last code point of the tables, in pages.
const PAGES: usize = 0x32400 >> 8;

impl Chars {
    fn new(pairs: impl Iterator<Item = (char, char)>) -> Self {
        let mut chars = Chars { index: vec![0; PAGES], pages: vec![['\0'; 256]] };
        for (from, to) in pairs {
            let code = from as usize;
            let Some(page) = chars.index.get_mut(code >> 8) else { continue };
            if *page == 0 {
                *page = chars.pages.len() as u16;
                chars.pages.push(['\0'; 256]);
            }
            if let Some(slot) = chars.pages.get_mut(usize::from(*page)).map(|page| &mut page[code & 0xFF])
                && *slot == '\0'
            {
                *slot = to;
            }
        }
        chars
    }

    #[inline]
    fn get(&self, c: char) -> char {
        let code = c as usize;
        let page = self.index.get(code >> 8).copied().unwrap_or_default();
        match self.pages.get(usize::from(page)).map(|page| page[code & 0xFF]) {
            None | Some('\0') => c,
            Some(to) => to,
        }
    }
}

/// Phrases, found by their first two characters.
struct Phrases {
    /// By their first two characters, the longest first.
    sorted: Vec<(&'static str, &'static str)>,
    /// Open addressing: two characters, and where their phrases begin in `sorted`; 0 is free.
    slots: Vec<(u64, u32)>,
    /// Bits by the same hash: most pairs of characters begin no phrase, and this small table says so.
    filter: Vec<u64>,
}

/// Slots are a power of two, and at most half of them are taken.
const SLOTS: usize = 1 << 17;

#[inline]
fn pair(first: char, second: char) -> u64 {
    u64::from(u32::from(first)) << 32 | u64::from(u32::from(second))
}

#[inline]
fn hash(pair: u64) -> u64 {
    (pair ^ pair >> 22).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[inline]
fn slot(pair: u64) -> usize {
    (hash(pair) >> 47) as usize & (SLOTS - 1)
}

/// Word and bit in the filter of 2¹⁹ bits.
#[inline]
fn filter_bit(pair: u64) -> (usize, u64) {
    let hash = hash(pair);
    ((hash >> 51) as usize, 1 << (hash >> 45 & 63))
}

fn key(phrase: &str) -> Option<u64> {
    let mut chars = phrase.chars();
    Some(pair(chars.next()?, chars.next()?))
}

impl Phrases {
    fn new(files: &[&'static str]) -> Self {
        let all = files.iter().flat_map(|file| entries(file)).map(|(phrase, value, _)| (phrase, value));
        let mut sorted: Vec<_> = all.filter(|(phrase, _)| key(phrase).is_some()).collect();
        sorted.sort_by_cached_key(|(phrase, _)| (key(phrase), Reverse(phrase.len())));
        let mut slots = vec![(0, 0); SLOTS];
        let mut filter = vec![0; 1 << 13];
        let mut last = None;
        for (at, (phrase, _)) in sorted.iter().enumerate().take(SLOTS / 2) {
            let Some(pair) = key(phrase).filter(|pair| last != Some(*pair)) else { continue };
            last = Some(pair);
            let mut i = slot(pair);
            while slots[i].0 != 0 {
                i = (i + 1) & (SLOTS - 1);
            }
            slots[i] = (pair, at as u32);
            let (word, bit) = filter_bit(pair);
            filter[word] |= bit;
        }
        Phrases { sorted, slots, filter }
    }

    /// The longest phrase that `text` starts with, given its first two characters.
    #[inline]
    fn longest(&self, first: char, second: char, text: &str) -> Option<(&'static str, &'static str)> {
        let pair = pair(first, second);
        let (word, bit) = filter_bit(pair);
        if self.filter[word] & bit == 0 {
            return None;
        }
        let mut i = slot(pair);
        // Half of the slots are free: this ends.
        let start = loop {
            match self.slots[i] {
                (0, _) => return None,
                (found, start) if found == pair => break start as usize,
                _ => i = (i + 1) & (SLOTS - 1),
            }
        };
        let rest = self.sorted.get(start..).unwrap_or_default();
        rest.iter()
            .take_while(|(phrase, _)| key(phrase) == Some(pair))
            .find(|(phrase, _)| text.starts_with(phrase))
            .copied()
    }
}

/// One direction's dictionaries.
struct Dictionary {
    phrases: Phrases,
    chars: Chars,
}

impl Dictionary {
    /// Earlier files of characters go before later ones.
    fn new(phrases: &[&'static str], characters: &[&'static str]) -> Self {
        let pairs = characters.iter().flat_map(|file| pairs(file));
        Dictionary { phrases: Phrases::new(phrases), chars: Chars::new(pairs) }
    }
}

fn pairs(file: &'static str) -> impl Iterator<Item = (char, char)> {
    entries(file).filter_map(|(key, first, _)| Some((only_char(key)?, only_char(first)?)))
}

static TO_SIMPLIFIED: OnceLock<Dictionary> = OnceLock::new();
static TO_TRADITIONAL: OnceLock<Dictionary> = OnceLock::new();
static UNIFIED: OnceLock<Chars> = OnceLock::new();

/// Converts a text, character for character. Borrows when nothing changes.
pub fn convert(text: &str, target: HanTarget) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let dictionary = match target {
        HanTarget::Simplified => TO_SIMPLIFIED.get_or_init(|| {
            let phrases = [include_str!("../data/opencc/TSPhrases.txt")];
            let extended = include_str!("../data/opencc/TSCharactersExt.txt");
            Dictionary::new(&phrases, &[extended, include_str!("../data/opencc/TSCharacters.txt")])
        }),
        HanTarget::Traditional => TO_TRADITIONAL.get_or_init(|| {
            let phrases = [
                include_str!("../data/opencc/STPhrases.txt"),
                include_str!("../data/opencc/STPhrases_GeneratedFromRegionalPhrases.txt"),
            ];
            Dictionary::new(&phrases, &[include_str!("../data/opencc/STCharacters.txt")])
        }),
    };
    match unified(text) {
        Cow::Borrowed(text) => with(dictionary, text),
        Cow::Owned(text) => Cow::Owned(with(dictionary, &text).into_owned()),
    }
}

fn with<'a>(dictionary: &Dictionary, text: &'a str) -> Cow<'a, str> {
    let mut converted = String::new();
    // What lies before is in `converted`.
    let mut copied = 0;
    let mut at = 0;
    let mut next = text.chars().next();
    while let Some(c) = next {
        let end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        next = rest.chars().next();
        let found = next.and_then(|second| dictionary.phrases.longest(c, second, text.get(at..).unwrap_or_default()));
        if let Some((phrase, value)) = found {
            if phrase != value {
                converted.push_str(text.get(copied..at).unwrap_or_default());
                converted.push_str(value);
                copied = at + phrase.len();
            }
            at += phrase.len();
            next = text.get(at..).unwrap_or_default().chars().next();
            continue;
        }
        let to = dictionary.chars.get(c);
        if to != c {
            converted.push_str(text.get(copied..at).unwrap_or_default());
            converted.push(to);
            copied = end;
        }
        at = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    converted.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(converted)
}

/// CJK compatibility ideographs become the unified ones, as OpenCC has it before conversion.
fn unified(text: &str) -> Cow<'_, str> {
    // U+F900–FAFF begin with EF A4–AB, U+2F800–2FA1F with F0 AF.
    let bytes = text.as_bytes();
    let is_one = |at: usize| match (bytes.get(at), bytes.get(at + 1)) {
        (Some(0xEF), Some(second)) => (0xA4..=0xAB).contains(second),
        (_, second) => second == Some(&0xAF),
    };
    if !memchr::memchr2_iter(0xEF, 0xF0, bytes).any(is_one) {
        return Cow::Borrowed(text);
    }
    let table =
        UNIFIED.get_or_init(|| Chars::new(pairs(include_str!("../data/opencc/CJK_Compatibility_Ideographs.txt"))));
    Cow::Owned(text.chars().map(|c| table.get(c)).collect())
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
    fn opencc_s_own_sentences_come_out_as_there() {
        let cases = include_str!("../data/opencc/testcases.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut seen = 0;
        for case in cases {
            let mut fields = case.split('\t');
            let (Some(name), Some(input), Some(expected)) = (fields.next(), fields.next(), fields.next()) else {
                panic!("{case}")
            };
            let target = if name == "s2t" { HanTarget::Traditional } else { HanTarget::Simplified };
            assert_eq!(convert(input, target), expected, "{name} {input}");
            seen += 1;
        }
        assert_eq!(seen, 160);
    }

    #[test]
    fn every_entry_converts_to_its_value() {
        for file in [
            include_str!("../data/opencc/STPhrases.txt"),
            include_str!("../data/opencc/STPhrases_GeneratedFromRegionalPhrases.txt"),
            include_str!("../data/opencc/STCharacters.txt"),
        ] {
            for (key, value, _) in entries(file) {
                assert_eq!(convert(key, HanTarget::Traditional), value);
                assert_eq!(key.chars().count(), value.chars().count());
            }
        }
    }

    #[test]
    fn nothing_to_do_borrows() {
        assert!(matches!(convert("青溪县工作报告", HanTarget::Simplified), Cow::Borrowed(_)));
        assert!(matches!(convert("report 2024", HanTarget::Traditional), Cow::Borrowed(_)));
    }

    #[test]
    fn compatibility_ideographs_are_unified_first() {
        assert_eq!(convert("\u{F9B5}\u{F92D}", HanTarget::Simplified), "例来");
    }
}

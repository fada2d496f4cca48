//! Readings in brackets: how they are written, and which characters they are readings of.

use std::sync::OnceLock;

use pinyin::{ToPinyin, ToPinyinMulti};

use crate::fold::fold_char;

/// Letters of the longest syllable (zhuāng, chuáng).
const SYLLABLE: usize = 6;
/// Letters that syllables are written with, ü as the last, and nothing.
const LETTERS: u32 = 28;

/// A syllable of pinyin, as numbers that are quick to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Syllable {
    /// Letters and tone.
    exact: u32,
    /// Letters alone; ü, v and u are one.
    bare: u32,
    /// It carries a tone mark.
    pub(super) toned: bool,
}

impl Syllable {
    /// Adds a letter; false if it is none.
    #[inline]
    fn push(&mut self, letter: char) -> bool {
        let (plain, tone) = if letter.is_ascii_lowercase() { (letter, 0) } else { plain(letter) };
        let (number, bare) = match plain {
            'v' | 'ü' => (27, 21),
            'a'..='z' => (plain as u32 - 'a' as u32 + 1, plain as u32 - 'a' as u32 + 1),
            _ => return false,
        };
        // Six digits to the base of 28, three bits for the tone.
        let marked = (self.exact & 7).max(tone);
        self.exact = (((self.exact >> 3).wrapping_mul(LETTERS).wrapping_add(number)) << 3) | marked;
        self.bare = self.bare.wrapping_mul(LETTERS).wrapping_add(bare);
        self.toned |= tone > 0;
        true
    }

    fn new(reading: &str) -> Syllable {
        let mut syllable = Syllable::default();
        for letter in reading.chars().take(SYLLABLE) {
            syllable.push(letter);
        }
        syllable
    }
}

/// A bracketed reading in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gloss {
    /// Index after the closing bracket.
    pub(super) end: usize,
    pub(super) syllable: Syllable,
}

/// The gloss that starts with a bracket at `i`.
#[inline]
pub(super) fn gloss_at(chars: &[char], i: usize) -> Option<Gloss> {
    if matches!(chars.get(i), Some('(' | '（')) { syllable_at(chars, i + 1) } else { None }
}

/// The syllable at `i`, up to and with a closing bracket.
pub(super) fn syllable_at(chars: &[char], i: usize) -> Option<Gloss> {
    let mut syllable = Syllable::default();
    for (n, c) in chars.get(i..)?.iter().take(SYLLABLE + 1).enumerate() {
        if matches!(c, ')' | '）') {
            return (n > 0).then_some(Gloss { end: i + n + 1, syllable });
        }
        if n == SYLLABLE || !syllable.push(*c) {
            return None;
        }
    }
    None
}

pub(super) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}')
}

/// True if the character, or its simplified form, is read like that, whatever the tone: farms take it from a dictionary
/// of words, 着(zhe), 行(háng).
pub(super) fn reads(c: char, syllable: &Syllable) -> bool {
    Readings::get().of(c).iter().any(|reading| reading.bare == syllable.bare)
}

/// True if the character is read exactly like that, tone included.
pub(super) fn reads_exactly(c: char, syllable: &Syllable) -> bool {
    Readings::get().of(c).iter().any(|reading| reading.exact == syllable.exact)
}

/// The readings of the ideographs U+4E00 to U+9FFF, with those of their simplified forms.
struct Readings {
    /// Where those of each character start in `all`.
    starts: Vec<u32>,
    all: Vec<Syllable>,
    /// Characters by reading, in the order of readings.
    chars: Vec<(u32, char)>,
}

/// The characters that are read exactly like that.
pub(super) fn read_like(syllable: &Syllable) -> impl Iterator<Item = char> + use<> {
    let chars = &Readings::get().chars;
    let exact = syllable.exact;
    let from = chars.partition_point(|(reading, _)| *reading < exact);
    chars.iter().skip(from).take_while(move |(reading, _)| *reading == exact).map(|(_, c)| *c)
}

impl Readings {
    fn get() -> &'static Readings {
        static READINGS: OnceLock<Readings> = OnceLock::new();
        READINGS.get_or_init(|| {
            let mut readings =
                Readings { starts: Vec::with_capacity(0x5201), all: Vec::with_capacity(0x8000), chars: Vec::new() };
            for c in '\u{4E00}'..='\u{9FFF}' {
                let start = readings.all.len();
                readings.starts.push(start as u32);
                for c in [Some(c), Some(fold_char(c)).filter(|folded| *folded != c)].into_iter().flatten() {
                    let first = c.to_pinyin().into_iter();
                    for pinyin in first.chain(c.to_pinyin_multi().into_iter().flatten()) {
                        let syllable = Syllable::new(pinyin.with_tone());
                        if readings.all.get(start..).is_some_and(|known| !known.contains(&syllable)) {
                            readings.all.push(syllable);
                        }
                    }
                }
            }
            readings.starts.push(readings.all.len() as u32);
            let mut chars = Vec::with_capacity(readings.all.len());
            for c in '\u{4E00}'..='\u{9FFF}' {
                chars.extend(readings.of(c).iter().map(|syllable| (syllable.exact, c)));
            }
            chars.sort_unstable();
            readings.chars = chars;
            readings
        })
    }

    #[inline]
    fn of(&self, c: char) -> &[Syllable] {
        let Some(at) = u32::from(c).checked_sub(0x4E00).map(|at| at as usize) else { return &[] };
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self.all.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The vowel without its tone mark, and its tone; script letters that GBK has become plain ones.
#[inline]
fn plain(c: char) -> (char, u32) {
    match c {
        'a'..='z' | 'ü' => (c, 0),
        'ā' => ('a', 1),
        'á' => ('a', 2),
        'ǎ' => ('a', 3),
        'à' => ('a', 4),
        'ē' => ('e', 1),
        'é' => ('e', 2),
        'ě' => ('e', 3),
        'è' => ('e', 4),
        'ê' => ('e', 5),
        'ī' => ('i', 1),
        'í' => ('i', 2),
        'ǐ' => ('i', 3),
        'ì' => ('i', 4),
        'ō' => ('o', 1),
        'ó' => ('o', 2),
        'ǒ' => ('o', 3),
        'ò' => ('o', 4),
        'ū' => ('u', 1),
        'ú' => ('u', 2),
        'ǔ' => ('u', 3),
        'ù' => ('u', 4),
        'ǖ' => ('ü', 1),
        'ǘ' => ('ü', 2),
        'ǚ' => ('ü', 3),
        'ǜ' => ('ü', 4),
        'ń' => ('n', 2),
        'ň' => ('n', 3),
        'ǹ' => ('n', 4),
        'ɑ' => ('a', 0),
        'ɡ' => ('g', 0),
        _ => (c, 0),
    }
}

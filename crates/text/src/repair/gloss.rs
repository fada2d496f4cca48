//! Glosses of content farms: readings in brackets behind the characters of a text, 項(xiàng)目, or doubled, 政(zheng)(zheng)府.
//!
//! A true reading of the character before it is taken out. True parentheses stay: (市), (PPP), 云河(yunhe).

use std::sync::OnceLock;

use memchr::memmem::Finder;
use pinyin::{ToPinyin, ToPinyinMulti};

use super::{Doubt, Repair, TextEdit, slip};
use crate::fold::fold_char;
use crate::plausibility::is_common;

/// Letters of the longest syllable (zhuāng, chuáng).
const SYLLABLE: usize = 6;

/// A bracketed reading in a text.
pub(super) struct Gloss {
    /// Index after the closing bracket.
    pub(super) end: usize,
    pub(super) syllable: String,
    /// The syllable carries a tone mark.
    pub(super) toned: bool,
}

/// Takes out glosses and undoes the byte slips that their making caused. With `evident`, the document is known to be
/// glossed (see [`annotations`]): then readings without tone marks are taken out too, and rare characters lose theirs.
pub fn gloss(text: &str, evident: bool) -> Option<Repair> {
    if !may_be_glossed(text) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let evident = evident || count(&chars) >= 3;
    let mut repair = Repair { text: String::with_capacity(text.len()), ..Repair::default() };
    let mut last: Option<char> = None;
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if let Some(found) = gloss_at(&chars, i) {
            let doubled = gloss_at(&chars, found.end).filter(|next| next.syllable == found.syllable);
            let end = doubled.as_ref().map_or(found.end, |next| next.end);
            let before: String = chars[i..end].iter().collect();
            if last.is_some_and(|owner| is_gloss(owner, &found, doubled.is_some(), evident)) {
                repair.edits.push(TextEdit { start: i, before, after: String::new() });
                i = end;
                continue;
            }
            if last.is_some_and(is_hanzi) && (found.toned || doubled.is_some()) {
                let about = format!("{before} may be a gloss; it is no sure reading of the character before it");
                repair.doubts.push(Doubt { start: i, about });
            }
        } else if let Some(slipped) = slip::at(&chars, i, last) {
            match slipped {
                slip::Outcome::Undone { end, after, doubt } => {
                    let before: String = chars[i..end].iter().collect();
                    if let Some(doubt) = doubt {
                        let about = format!("{doubt} in {before}, read as {after}");
                        repair.doubts.push(Doubt { start: i, about });
                    }
                    last = after.chars().next_back();
                    repair.text.push_str(&after);
                    repair.edits.push(TextEdit { start: i, before, after });
                    i = end;
                    continue;
                }
                slip::Outcome::Hopeless { about } => repair.doubts.push(Doubt { start: i, about }),
            }
        }
        repair.text.push(c);
        last = Some(c);
        i += 1;
    }
    repair.noted()
}

/// How many sure glosses a text has: toned true readings behind common characters, and doubled ones. A document whose
/// paragraphs have several is evidently glossed.
pub fn annotations(text: &str) -> usize {
    if may_be_glossed(text) { count(&text.chars().collect::<Vec<_>>()) } else { 0 }
}

fn count(chars: &[char]) -> usize {
    let mut n = 0;
    for (i, pair) in chars.windows(2).enumerate() {
        if is_hanzi(pair[0])
            && let Some(found) = gloss_at(chars, i + 1)
        {
            let doubled = gloss_at(chars, found.end).is_some_and(|next| next.syllable == found.syllable);
            n += usize::from(is_gloss(pair[0], &found, doubled, false));
        }
    }
    n
}

/// Cheap look for anything like a gloss: nearly all texts end here.
fn may_be_glossed(text: &str) -> bool {
    static WIDE: OnceLock<Finder<'static>> = OnceLock::new();
    let bytes = text.as_bytes();
    // Vowels with tone marks start with one of four bytes, which no hanzi has.
    if memchr::memchr3(0xC3, 0xC4, 0xC5, bytes).is_some() || memchr::memchr(0xC7, bytes).is_some() {
        return true;
    }
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    if memchr::memchr_iter(b'(', bytes).any(|at| letter(at + 1)) {
        return true;
    }
    let wide = WIDE.get_or_init(|| Finder::new("（"));
    wide.find_iter(bytes).any(|at| letter(at + 3))
}

/// Whether a bracketed syllable behind `owner` is a gloss.
fn is_gloss(owner: char, found: &Gloss, doubled: bool, evident: bool) -> bool {
    if !is_hanzi(owner) || !reads(owner, &found.syllable) {
        return false;
    }
    // Writers gloss rare characters themselves: 亳(bó)州. Nobody glosses 項.
    evident || ((found.toned || doubled) && is_common(fold_char(owner)))
}

/// The gloss that starts with a bracket at `i`.
pub(super) fn gloss_at(chars: &[char], i: usize) -> Option<Gloss> {
    if !matches!(chars.get(i), Some('(' | '（')) {
        return None;
    }
    syllable_at(chars, i + 1)
}

/// The syllable at `i`, up to and with a closing bracket.
pub(super) fn syllable_at(chars: &[char], i: usize) -> Option<Gloss> {
    let rest = chars.get(i..)?;
    let length = rest.iter().take(SYLLABLE + 1).position(|c| matches!(c, ')' | '）')).filter(|n| *n > 0)?;
    let syllable: String = rest[..length].iter().collect();
    let letters = rest[..length].iter().all(|c| c.is_ascii_lowercase() || *c == 'ü' || plain(*c) != *c);
    let toned = rest[..length].iter().any(|c| *c != 'ü' && plain(*c) != *c);
    letters.then_some(Gloss { end: i + length + 1, syllable, toned })
}

pub(super) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

/// True if the character, or its simplified form, is read like that; tones count only where both sides have them.
pub(super) fn reads(c: char, syllable: &str) -> bool {
    let toned = syllable.chars().any(|c| c != 'ü' && plain(c) != c);
    let same = |reading: &str| {
        // Farms take the tone from a dictionary of words: 着(zhe), 行(háng); another tone of the same syllable is no
        // other word.
        reading == syllable || (toned || !syllable.contains('ü')) && same_letters(reading, syllable)
    };
    let one = |c: char| {
        c.to_pinyin().is_some_and(|p| same(p.with_tone()))
            || c.to_pinyin_multi().is_some_and(|all| all.into_iter().any(|p| same(p.with_tone())))
    };
    one(c) || (fold_char(c) != c && one(fold_char(c)))
}

/// True if the character is read exactly like that, tone included.
pub(super) fn reads_exactly(c: char, syllable: &str) -> bool {
    let one = |c: char| {
        c.to_pinyin().is_some_and(|p| p.with_tone() == syllable)
            || c.to_pinyin_multi().is_some_and(|all| all.into_iter().any(|p| p.with_tone() == syllable))
    };
    one(c) || (fold_char(c) != c && one(fold_char(c)))
}

fn same_letters(a: &str, b: &str) -> bool {
    a.chars().map(bare).eq(b.chars().map(bare))
}

/// The letter without its tone; ü, v and u are one.
fn bare(c: char) -> char {
    match plain(c) {
        'ü' | 'v' => 'u',
        other => other,
    }
}

/// The vowel without its tone mark.
fn plain(c: char) -> char {
    match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ê' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'ü',
        'ń' | 'ň' | 'ǹ' => 'n',
        other => other,
    }
}

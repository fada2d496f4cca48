//! How well hanzi follow each other: the judge between decodings of the same damaged bytes. Costs are tenths of a bit,
//! so that the sum over a text is how improbable it is.

use std::sync::OnceLock;

use crate::fold::fold_char;
use crate::table::{entries, only_char};

/// Tenths of a bit in one level of the data file.
const STEP: i32 = 7;
/// A hanzi that the words of the data do not have.
const UNKNOWN: i32 = 230;
/// Punctuation of Chinese prose, and ASCII.
const POINT: i32 = 40;
/// Full-width letters and other signs that prose may have.
const SIGN: i32 = 110;
/// Full-width letters and digits, Roman numerals: behind others of their kind, and elsewhere.
const LETTER: (i32, i32) = (60, 210);
/// What prose never has: phonetic letters, box drawings, private-use characters.
const STRANGE: i32 = 260;
/// What stands at the end of a text.
const CLOSING: &str = "。：；！？”）」』…";

/// Followers of one hanzi.
#[derive(Clone, Copy, Default)]
struct Entry {
    start: u8,
    end: u8,
    /// A character that traditional text does not have.
    simplified: bool,
    /// A form that traditional text has for few words only: 嚮 and 曏 beside 向.
    variant: bool,
    /// Neither it nor its simplified form is in the data.
    unknown: bool,
    from: u32,
    to: u32,
}

pub(super) struct Language {
    /// By code point from U+4E00.
    entries: Vec<Entry>,
    /// (code point, level), sorted within an entry.
    pairs: Vec<(u16, u8)>,
}

/// A character, for weighing others behind it.
pub(super) struct After<'a> {
    last: Option<char>,
    hanzi: bool,
    closed: i32,
    on: i32,
    pairs: &'a [(u16, u8)],
}

const FIRST: u32 = 0x4E00;
const COUNT: usize = 0x9FFF - 0x4E00 + 1;
/// The last level that the data file tells.
const RAREST: u8 = 25;
/// The level of what is not there.
const NONE: u8 = 40;

impl Language {
    pub(super) fn get() -> &'static Language {
        static LANGUAGE: OnceLock<Language> = OnceLock::new();
        LANGUAGE.get_or_init(|| Language::read(include_str!("../../data/language.txt")))
    }

    fn read(file: &str) -> Language {
        let absent = Entry { start: NONE, ..Entry::default() };
        let mut language = Language { entries: vec![absent; COUNT], pairs: Vec::with_capacity(file.len() / 4) };
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let mut chars = line.chars();
            let (Some(first), Some(start), Some(end)) = (chars.next(), chars.next(), chars.next()) else { continue };
            let from = language.pairs.len();
            let mut level = 0;
            for c in chars {
                match u16::try_from(u32::from(c)) {
                    Ok(letter) if c.is_ascii() => level = rank(letter),
                    Ok(code) => language.pairs.push((code, level)),
                    Err(_) => {}
                }
            }
            if let Some(pairs) = language.pairs.get_mut(from..) {
                pairs.sort_unstable();
            }
            let (start, end) = (rank(start as u16), rank(end as u16));
            if let Some(entry) = slot(first).and_then(|at| language.entries.get_mut(at)) {
                *entry = Entry { start, end, from: from as u32, to: language.pairs.len() as u32, ..Entry::default() };
            }
        }
        for (from, _, values) in entries(include_str!("../../data/opencc/STCharacters.txt")) {
            let entry = only_char(from).and_then(slot).and_then(|at| language.entries.get_mut(at));
            if let Some(entry) = entry.filter(|_| values.split(' ').all(|to| to != from)) {
                entry.simplified = true;
            }
            for rare in values.split(' ').skip(1).filter(|to| *to != from) {
                let entry = only_char(rare).and_then(slot).and_then(|at| language.entries.get_mut(at));
                if let Some(entry) = entry {
                    entry.variant = true;
                }
            }
        }
        for c in '\u{4E00}'..='\u{9FFF}' {
            let unknown = language.entry(fold_char(c)).is_some_and(|entry| entry.start == NONE);
            if let Some(entry) = slot(c).and_then(|at| language.entries.get_mut(at)) {
                entry.unknown = unknown;
            }
        }
        language
    }

    /// True for characters that traditional text writes in another way.
    pub(super) fn is_simplified(&self, c: char) -> bool {
        self.entry(c).is_some_and(|entry| entry.simplified)
    }

    /// True for forms that few words have in traditional text.
    pub(super) fn is_variant(&self, c: char) -> bool {
        self.entry(c).is_some_and(|entry| entry.variant)
    }

    /// True for hanzi that prose does not have, and for simplified ones in traditional text.
    #[inline]
    pub(super) fn is_odd(&self, c: char, traditional: bool) -> bool {
        self.entry(c).is_some_and(|entry| entry.unknown || entry.simplified && traditional)
    }

    fn entry(&self, c: char) -> Option<&Entry> {
        slot(c).and_then(|at| self.entries.get(at))
    }

    /// The cost of `b` behind `a`; both may be traditional.
    pub(super) fn cost(&self, a: Option<char>, b: char) -> i32 {
        self.cost_in(a, false, b)
    }

    /// The same, where `a` may be known to be the second character of a word: it likely ends there.
    pub(super) fn cost_in(&self, a: Option<char>, word: bool, b: char) -> i32 {
        self.cost_after(&self.after(a, word), b)
    }

    /// What is to be known of `a` to weigh many characters behind it.
    pub(super) fn after(&self, a: Option<char>, word: bool) -> After<'_> {
        let entry = a.map(fold_char).and_then(|a| self.entry(a));
        let closed = entry.map_or(0, |entry| i32::from(entry.end) * STEP);
        let (closed, on) = if word { (closed.min(STEP), 25) } else { (closed, 0) };
        After { last: a, hanzi: entry.is_some(), closed, on, pairs: self.pairs_of(entry) }
    }

    /// The cost of `b` behind it.
    #[inline]
    pub(super) fn cost_after(&self, after: &After<'_>, b: char) -> i32 {
        let folded = fold_char(b);
        let Some(to) = self.entry(folded) else {
            let listed = is_letter(b) && after.last.is_some_and(is_letter);
            return if listed { LETTER.0 } else { after.closed + outside(b) };
        };
        let start = match to.start {
            NONE => UNKNOWN,
            RAREST => UNKNOWN - 20,
            start => i32::from(start) * STEP,
        };
        if !after.hanzi {
            // Words that stand behind others.
            let later = if matches!(b, '的' | '了' | '着' | '们' | '地') { POINT } else { 0 };
            let numeral = after.last == Some('（') && is_numeral(b);
            return later + if numeral { start.min(POINT - 5) } else { start };
        }
        let across = after.closed + start;
        inside(after.pairs, folded).map_or(across, |inside| across.min(inside + after.on))
    }

    fn pairs_of(&self, entry: Option<&Entry>) -> &[(u16, u8)] {
        let range = entry.map_or(0..0, |entry| entry.from as usize..entry.to as usize);
        self.pairs.get(range).unwrap_or_default()
    }

    /// What follows `a` inside words, simplified, by code point, with its cost.
    pub(super) fn followers(&self, a: char) -> impl Iterator<Item = (char, i32)> + '_ {
        let pairs = self.pairs_of(self.entry(fold_char(a)));
        pairs.iter().filter_map(|(code, level)| Some((char::from_u32(u32::from(*code))?, i32::from(*level) * STEP)))
    }

    /// How improbable `b` would be in a text at large: the cost of starting a word with it.
    pub(super) fn alone(&self, b: char) -> i32 {
        self.cost(None, b)
    }

    /// True if the two belong together in a word, far oftener than chance would have it.
    pub(super) fn word(&self, a: char, b: char) -> bool {
        let inside = inside(self.pairs_of(self.entry(fold_char(a))), fold_char(b));
        inside.is_some_and(|inside| inside <= 60 && inside + 20 <= self.alone(b))
    }

    /// The cost of a text's end behind `a`.
    pub(super) fn end(&self, a: char) -> i32 {
        match a {
            '。' => return 10,
            '；' | '：' => return 35,
            a if CLOSING.contains(a) => return 20,
            _ => {}
        }
        self.entry(fold_char(a)).map_or(120, |entry| 45 + i32::from(entry.end) * STEP)
    }
}

/// The cost of a character among the followers of another.
#[inline]
fn inside(pairs: &[(u16, u8)], b: char) -> Option<i32> {
    let code = u16::try_from(u32::from(b)).ok()?;
    let at = pairs.partition_point(|pair| pair.0 < code);
    pairs.get(at).filter(|pair| pair.0 == code).map(|pair| i32::from(pair.1) * STEP)
}

/// The level that a letter of the data file stands for.
fn rank(letter: u16) -> u8 {
    u8::try_from(letter.saturating_sub(u16::from(b'a'))).unwrap_or(NONE).min(NONE)
}

fn slot(c: char) -> Option<usize> {
    u32::from(c).checked_sub(FIRST).map(|at| at as usize).filter(|at| *at < COUNT)
}

/// What numbers items behind an opening bracket.
fn is_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '第')
}

/// Full-width letters and digits, and Roman numerals.
fn is_letter(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'Ⅰ'..='Ⅻ')
}

fn outside(c: char) -> i32 {
    match c {
        c if is_letter(c) => LETTER.1,
        ' '..='~' | '\t' | '\n' | '\r' => POINT + 10,
        '，' | '。' => POINT,
        '、' => POINT + 5,
        '：' => POINT + 10,
        '（' | '）' => POINT + 25,
        '；' | '“' | '”' | '《' | '》' | '—' => POINT + 5,
        '？' | '！' | '‘' | '’' | '〈' | '〉' | '【' | '】' | '〔' | '〕' | '『' | '』' | '「' | '」' | '…' | '％'
        | '·' => POINT + 50,
        '！'..='～' | '①'..='⑳' | '‰' | '℃' | '㎡' | '○' | '●' | '■' | '◆' | '√' | '×' | '±' | '\u{3000}' => {
            SIGN
        }
        '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' => UNKNOWN + 20,
        _ => STRANGE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_likelier_than_chance() {
        let language = Language::get();
        let cost = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            chars.windows(2).map(|pair| language.cost(Some(pair[0]), pair[1])).sum::<i32>()
        };
        assert!(cost("们全面完成了") + 200 < cost("们嫱瓿闪所们"));
        assert!(cost("專家庫建設工作") + 150 < cost("專家庫旖ㄔ工作"));
        assert!(language.word('工', '作') && language.word('發', '展') && !language.word('的', '作'));
        assert!(language.end('。') < language.end('，'));
    }
}

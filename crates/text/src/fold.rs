//! Folding: one spelling for matching rules and understanding values. Traditional becomes simplified character by
//! character, full-width ASCII half-width, wide and hard blanks a space, radicals ideographs.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::table::{CharTable, entries, only_char};

static TABLE: OnceLock<CharTable> = OnceLock::new();

/// Every character that folds, each followed by what it folds to. A test makes them from OpenCC's and Unicode's data and
/// compares: reading those takes longer than to read a page.
static PAIRS: &str = include_str!("../data/fold.txt");

fn table() -> &'static CharTable {
    TABLE.get_or_init(|| {
        let mut chars = PAIRS.chars().filter(|c| *c != '\n');
        CharTable::new(std::iter::from_fn(|| chars.next().zip(chars.next())))
    })
}

/// Radicals and the ideographs they stand for.
pub(crate) fn radicals() -> impl Iterator<Item = (char, char)> {
    entries(include_str!("../data/radicals.tsv")).filter_map(|(from, to, _)| Some((only_char(from)?, only_char(to)?)))
}

/// Folds one character.
#[inline]
pub fn fold_char(c: char) -> char {
    if c.is_ascii() { c } else { table().get(c) }
}

/// Folds a text, one character for one character, so that character offsets stay valid. Borrows when nothing changes.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let table = table();
    let mut folded = String::new();
    // What stays as it is is copied in runs.
    let (mut from, mut at) = (0, 0);
    while let Some((code, length)) = code_at(text, at) {
        if length == 1 {
            at += 1;
            continue;
        }
        let to = table.code(code as usize);
        if to != 0 {
            if folded.is_empty() {
                folded.reserve(text.len());
            }
            folded.push_str(text.get(from..at).unwrap_or_default());
            folded.push(char::from_u32(u32::from(to)).unwrap_or_default());
            from = at + length;
        }
        at += length;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    folded.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(folded)
}

/// The character that begins at a byte of a text: its code, and its bytes. All text goes by here several times, and nearly
/// all of its characters have one byte or three.
#[inline]
pub fn code_at(text: &str, at: usize) -> Option<(u32, usize)> {
    let bytes = text.as_bytes();
    match *bytes.get(at)? {
        first @ 0..0x80 => Some((u32::from(first), 1)),
        0xE0..=0xEF => {
            let &[first, second, third] = bytes.get(at..)?.first_chunk()?;
            let low = |byte: u8| u32::from(byte & 0x3F);
            Some((u32::from(first & 0xF) << 12 | low(second) << 6 | low(third), 3))
        }
        _ => text.get(at..)?.chars().next().map(|c| (u32::from(c), c.len_utf8())),
    }
}

/// Folds a text to its end of a list of characters: for texts whose characters are looked at by their number.
pub fn fold_into(text: &str, folded: &mut Vec<char>) {
    let table = table();
    let from = folded.len();
    folded.resize(from + text.chars().count(), ' ');
    let places = folded.get_mut(from..).unwrap_or_default();
    places.iter_mut().zip(text.chars()).for_each(|(place, c)| *place = if c.is_ascii() { c } else { table.get(c) });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file of pairs, made anew.
    fn pairs() -> String {
        let widths =
            (0xFF01u32..=0xFF5E).filter_map(|code| Some((char::from_u32(code)?, char::from_u32(code - 0xFEE0)?)));
        let blanks = ['\u{A0}', '\u{3000}', '\u{202F}', '\u{205F}'].into_iter().chain('\u{2000}'..='\u{200A}');
        let han = entries(include_str!("../data/opencc/TSCharacters.txt")).filter_map(|(key, first, values)| {
            let (from, to) = (only_char(key)?, only_char(first)?);
            // A character that simplified text keeps in some words (乾坤, 宫商角徵羽) is left alone, but for 於.
            let kept = values.split(' ').any(|value| value == key) && from != '於';
            (from != to && !kept).then_some((from, to))
        });
        let simple = CharTable::new(han);
        let radicals = radicals().map(|(from, to)| (from, simple.get(to)));
        let han = ('\u{3400}'..='\u{FAFF}').map(|c| (c, simple.get(c))).filter(|(from, to)| from != to);
        // Small forms (CNS 11643): 云政发﹝2022﹞17号.
        let small =
            "﹐﹑﹔﹕﹖﹗﹘﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫".chars().zip(",、;:?!—(){}〔〕#&*+-<>=\\$%@".chars());
        let all = han.chain(radicals).chain(widths).chain(blanks.map(|blank| (blank, ' '))).chain(small);
        let all: Vec<String> = all.map(|(from, to)| format!("{from}{to}")).collect();
        all.chunks(40).map(|line| line.concat() + "\n").collect()
    }

    #[test]
    fn pairs_are_those_of_the_sources() {
        if std::env::var_os("LANTAI_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/fold.txt"), pairs()).expect("written");
        }
        assert!(pairs() == PAIRS, "data/fold.txt is not up to date: LANTAI_BLESS=1 writes it");
    }

    #[test]
    fn folds_variants_widths_blanks_and_radicals() {
        assert_eq!(fold("責任單位：（１）ＡＢ　後續"), "责任单位:(1)AB 后续");
        assert_eq!(fold("云政发﹝2022﹞17号﹕﹙一﹚"), "云政发〔2022〕17号:(一)");
        assert_eq!(fold("⼯作⻓⾒\u{A0}于於"), "工作长见 于于");
    }

    #[test]
    fn one_char_for_one_char() {
        let text = "關於印發《雲河縣2024年工作要點》的通知　ＡＢＣ𠮷";
        assert_eq!(fold(text).chars().count(), text.chars().count());
        let mut folded = Vec::new();
        fold_into(text, &mut folded);
        assert!(fold(text).chars().eq(folded));
    }

    #[test]
    fn simplified_text_is_borrowed() {
        assert!(matches!(fold("青溪县科技局关于著名项目、乾坤、瞭望的通知"), Cow::Borrowed(_)));
        assert!(matches!(fold("plain"), Cow::Borrowed(_)));
    }
}

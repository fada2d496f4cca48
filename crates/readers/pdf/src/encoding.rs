//! Encodings of simple fonts: base encodings, glyph names, and fonts with raw GBK bytes (ISO 32000-1, 9.6.6 and annex D).

use std::collections::HashMap;
use std::sync::OnceLock;

use encoding_rs::{Encoding, GBK, MACINTOSH, WINDOWS_1252};

/// A simple font's characters by code.
pub(crate) type Table = [Option<char>; 256];

/// Named encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Standard,
    WinAnsi,
    MacRoman,
    Symbol,
    Wingdings,
}

impl Base {
    /// The encoding of that name in a font dictionary.
    pub(crate) fn named(name: &[u8]) -> Option<Base> {
        Some(match name {
            b"WinAnsiEncoding" => Base::WinAnsi,
            b"MacRomanEncoding" => Base::MacRoman,
            b"StandardEncoding" => Base::Standard,
            _ => return None,
        })
    }

    /// The encoding as a table.
    pub(crate) fn table(self) -> Table {
        static TABLES: [OnceLock<Table>; 5] = [const { OnceLock::new() }; 5];
        TABLES.get(self as usize).map_or_else(|| self.build(), |table| *table.get_or_init(|| self.build()))
    }

    fn build(self) -> Table {
        let mut table: Table = [None; 256];
        let (upper, overlay): (Option<&'static Encoding>, &str) = match self {
            Base::Standard => (None, "standard"),
            Base::WinAnsi => (Some(WINDOWS_1252), ""),
            Base::MacRoman => (Some(MACINTOSH), ""),
            Base::Symbol => (None, "symbol"),
            Base::Wingdings => (None, "wingdings"),
        };
        if self != Base::Wingdings {
            for code in 0x20..0x7f_u8 {
                table[usize::from(code)] = Some(char::from(code));
            }
        }
        if let Some(encoding) = upper {
            for code in 0x80..=0xff_u8 {
                let bytes = [code];
                let (text, _) = encoding.decode_without_bom_handling(&bytes);
                table[usize::from(code)] = text.chars().next().filter(|c| !c.is_control() && *c != '\u{fffd}');
            }
        }
        if self == Base::WinAnsi {
            // The two codes that WinAnsi doubles, and no soft hyphen: what is drawn is a hyphen.
            table[0xa0] = Some(' ');
            table[0xad] = Some('-');
        }
        for (name, code, c) in rows(include_str!("../data/encodings.tsv")) {
            if name == overlay
                && let Some(slot) = usize::from_str_radix(code, 16).ok().and_then(|code| table.get_mut(code))
            {
                *slot = Some(c);
            }
        }
        table
    }
}

fn rows(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str, char)> {
    data.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (rest, hex) = line.rsplit_once('\t')?;
        let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
        Some(match rest.split_once('\t') {
            Some((name, code)) => (name, code, c),
            None => (rest, "", c),
        })
    })
}

/// The character of a glyph name (Adobe Glyph List specification): listed names, `uniXXXX`, `uXXXXX`; suffixes after a
/// dot do not count.
pub(crate) fn glyph_char(name: &[u8]) -> Option<char> {
    static NAMES: OnceLock<HashMap<&'static str, char>> = OnceLock::new();
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|stem| !stem.is_empty())?;
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only);
    }
    let names = NAMES.get_or_init(|| rows(include_str!("../data/glyphs.tsv")).map(|(name, _, c)| (name, c)).collect());
    names.get(name).copied().or_else(|| {
        let digits = name.strip_prefix("uni").and_then(|d| d.get(..4)).or_else(|| name.strip_prefix('u'))?;
        if !(4..=6).contains(&digits.len()) {
            return None;
        }
        char::from_u32(u32::from_str_radix(digits, 16).ok()?).filter(|c| !c.is_control())
    })
}

/// The character of a lead and a trail byte of GBK, `None` where they are no pair.
pub(crate) fn gbk_pair(lead: u8, trail: u8) -> Option<char> {
    if lead < 0x81 || lead == 0xff || trail < 0x40 || trail == 0x7f || trail == 0xff {
        return None;
    }
    let text = GBK.decode_without_bom_handling_and_without_replacement(&[lead, trail])?.chars().next()?;
    Some(text)
}

/// The built-in encoding of an embedded Type 1 font: lines `dup 65 /A put` in its clear-text part.
pub(crate) fn type1_table(program: &[u8]) -> Option<Table> {
    let clear = memchr::memmem::find(program, b"eexec").map_or(program, |end| program.get(..end).unwrap_or_default());
    let start = memchr::memmem::find(clear, b"/Encoding")?;
    let mut table: Table = [None; 256];
    let mut found = false;
    let mut words = clear.get(start..)?.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        match word {
            b"dup" => {
                let code = words.next().and_then(|w| std::str::from_utf8(w).ok()).and_then(|w| w.parse::<usize>().ok());
                let name = words.next().and_then(|w| w.strip_prefix(b"/"));
                if let (Some(code), Some(name)) = (code, name)
                    && let Some(slot) = table.get_mut(code)
                {
                    *slot = glyph_char(name);
                    found |= slot.is_some();
                }
            }
            b"def" if found => break,
            b"StandardEncoding" => return Some(Base::Standard.table()),
            _ => {}
        }
    }
    found.then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names() {
        assert_eq!(glyph_char(b"quoteright"), Some('’'));
        assert_eq!(glyph_char(b"A"), Some('A'));
        assert_eq!(glyph_char(b"uni4E91"), Some('云'));
        assert_eq!(glyph_char(b"u20BB7"), Some('𠮷'));
        assert_eq!(glyph_char(b"one.oldstyle"), Some('1'));
        assert_eq!(glyph_char(b".notdef"), None);
        assert_eq!(glyph_char(b"g123"), None);
    }

    #[test]
    fn base_encodings() {
        assert_eq!(Base::WinAnsi.table()[0x93], Some('“'));
        assert_eq!(Base::MacRoman.table()[0x8e], Some('é'));
        assert_eq!(Base::Standard.table()[0x27], Some('’'));
        assert_eq!(Base::Symbol.table()[0xb3], Some('≥'));
        assert_eq!(Base::Wingdings.table()[0x6c], Some('●'));
    }

    #[test]
    fn pairs_of_gbk() {
        assert_eq!(gbk_pair(0xCA, 0xD0), Some('市'));
        assert_eq!(gbk_pair(0xB7, b' '), None);
    }

    #[test]
    fn built_in_encodings_of_type_1() {
        let program = b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 1 /A put\ndup 2 /bullet put\nreadonly def\ncurrentfile eexec dup 3 /B put";
        let table = type1_table(program).expect("has an encoding");
        assert_eq!((table[1], table[2], table[3]), (Some('A'), Some('•'), None));
    }
}

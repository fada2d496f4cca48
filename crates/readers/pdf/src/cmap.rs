//! Maps from character codes: ToUnicode streams, and Adobe's predefined CMaps, which are parsed once per process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hayro_cmap::{BfString, CMap, CMapName};

use crate::token::{Token, Tokenizer};

/// A ToUnicode map (ISO 32000-1, 9.10.3). Reads what is there; faulty entries are left out.
#[derive(Debug, Default)]
pub(crate) struct ToUnicode {
    /// First code, last code, UTF-16 text of the first code; by first code.
    ranges: Vec<(u32, u32, Box<[u16]>)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    None,
    Chars,
    Ranges,
}

impl ToUnicode {
    pub(crate) fn parse(data: &[u8]) -> Self {
        let mut ranges: Vec<(u32, u32, Box<[u16]>)> = Vec::new();
        let mut section = Section::None;
        let mut codes: Vec<u32> = Vec::with_capacity(2);
        let mut in_array = false;
        for token in Tokenizer::new(data) {
            match token {
                Token::Keyword(word) => {
                    section = match word {
                        b"beginbfchar" => Section::Chars,
                        b"beginbfrange" => Section::Ranges,
                        _ => Section::None,
                    };
                    codes.clear();
                    in_array = false;
                }
                Token::ArrayStart => in_array = section == Section::Ranges && codes.len() == 2,
                Token::ArrayEnd => {
                    in_array = false;
                    codes.clear();
                }
                Token::String(bytes) => match (section, codes.as_slice()) {
                    (Section::None, _) => {}
                    (Section::Chars, &[code]) => {
                        ranges.push((code, code, utf16(&bytes)));
                        codes.clear();
                    }
                    (Section::Ranges, &[low, high]) if in_array => {
                        if low <= high {
                            ranges.push((low, low, utf16(&bytes)));
                        }
                        codes = vec![low.saturating_add(1), high];
                    }
                    (Section::Ranges, &[low, high]) => {
                        if low <= high {
                            ranges.push((low, high, utf16(&bytes)));
                        }
                        codes.clear();
                    }
                    _ => codes.push(bytes.iter().take(4).fold(0, |code, b| code << 8 | u32::from(*b))),
                },
                _ => {}
            }
        }
        ranges.sort_by_key(|range| range.0);
        ToUnicode { ranges }
    }

    /// The text of a code; U+0000 and U+FFFD count as none.
    pub(crate) fn text(&self, code: u32) -> Option<String> {
        let end = self.ranges.partition_point(|range| range.0 <= code);
        // Ranges may overlap; the nearest start wins, so a few steps back are enough.
        let (low, _, base) = self.ranges[..end].iter().rev().take(4).find(|range| range.1 >= code)?;
        let step = u16::try_from(code - low).ok()?;
        let mut units = base.to_vec();
        let last = units.last_mut()?;
        *last = last.checked_add(step)?;
        let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
        let absent = text.chars().all(|c| matches!(c, '\0' | '\u{fffd}'));
        (!absent).then_some(text)
    }
}

/// Destination bytes are UTF-16BE; a single byte, which some tools write, is the character itself.
fn utf16(bytes: &[u8]) -> Box<[u16]> {
    match bytes {
        [one] => Box::new([u16::from(*one)]),
        _ => bytes.as_chunks::<2>().0.iter().take(64).map(|pair| u16::from_be_bytes(*pair)).collect(),
    }
}

/// A predefined CMap by its name, `None` where Adobe has none of that name.
pub(crate) fn predefined(name: &[u8]) -> Option<Arc<CMap>> {
    // Holds only names that Adobe defined, so it cannot grow without bound.
    static PARSED: Mutex<BTreeMap<Vec<u8>, Arc<CMap>>> = Mutex::new(BTreeMap::new());
    if let Some(found) = PARSED.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
        return Some(Arc::clone(found));
    }
    let map = Arc::new(match name {
        b"Identity-H" => CMap::identity_h(),
        b"Identity-V" => CMap::identity_v(),
        _ => CMap::parse(hayro_cmap::load_embedded(CMapName::from_bytes(name))?, hayro_cmap::load_embedded)?,
    });
    PARSED.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_vec(), Arc::clone(&map));
    Some(map)
}

/// The CIDs of ASCII's printable characters, in the collections that [`ascii_is_plain`] speaks of.
pub(crate) const ASCII_CIDS: std::ops::RangeInclusive<u32> = 1..=95;

/// True for the encodings in UTF-16 that lead the printable characters of ASCII, and of all codes from U+00AE on none, to
/// [`ASCII_CIDS`], in order (Adobe-GB1, -CNS1, -Korea1).
pub(crate) fn ascii_is_plain(encoding: &[u8]) -> bool {
    [&b"UniGB-"[..], b"UniCNS-", b"UniKS-"].iter().any(|family| encoding.starts_with(family))
        && !matches!(CMapName::from_bytes(encoding), CMapName::Custom(_))
}

/// A CMap that the file itself holds.
pub(crate) fn embedded(data: &[u8]) -> Option<CMap> {
    if data.starts_with(b"bcmap") {
        return None;
    }
    CMap::parse(data, hayro_cmap::load_embedded)
}

/// The text of a code in a CMap that leads to Unicode.
pub(crate) fn bf_text(map: &CMap, code: u32) -> Option<String> {
    match map.lookup_bf_string(code)? {
        BfString::Char('\0' | '\u{fffd}') => None,
        BfString::Char(c) => Some(c.to_string()),
        BfString::String(text) => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chars_ranges_arrays_surrogates() {
        let map = ToUnicode::parse(
            b"1 beginbfchar <01> <4E91> <02> <D842DFB7> <03> <0000> endbfchar
              2 beginbfrange <10> <12> <6CB3> <20> <21> [<5E02> <0041 0042>] endbfrange",
        );
        let text = |code| map.text(code);
        assert_eq!(text(1).as_deref(), Some("云"));
        assert_eq!(text(2).as_deref(), Some("𠮷"));
        assert_eq!(text(3), None, "U+0000 means that the code has no text");
        assert_eq!(text(0x11).as_deref(), Some("\u{6cb4}"));
        assert_eq!(text(0x20).as_deref(), Some("市"));
        assert_eq!(text(0x21).as_deref(), Some("AB"));
        assert_eq!(text(0x22), None);
    }

    #[test]
    fn broken_maps_keep_what_they_say() {
        let map = ToUnicode::parse(b"beginbfchar <01> /space <02> <53BF> endbfchar beginbfrange <05> <04> <0041>");
        assert_eq!(map.text(5), None);
        let huge = ToUnicode::parse(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange");
        assert_eq!(huge.text(1).as_deref(), Some("B"));
        assert_eq!(huge.text(0xffff_ffff), None);
    }

    #[test]
    fn cids_of_ascii() {
        for name in
            ["UniGB-UCS2-H", "UniGB-UTF16-V", "UniCNS-UCS2-V", "UniCNS-UTF16-H", "UniKS-UCS2-H", "UniKS-UTF16-H"]
        {
            assert!(ascii_is_plain(name.as_bytes()));
            let map = predefined(name.as_bytes()).expect("Adobe defines it");
            for code in 0x20..=0x7e {
                assert_eq!(map.lookup_cid_code(code, 2), Some(code - 0x1f), "{name} {code:x}");
            }
            for code in 0xae..=0xffff {
                assert!(map.lookup_cid_code(code, 2).is_none_or(|cid| !ASCII_CIDS.contains(&cid)), "{name} {code:x}");
                assert!(code > 0xff || map.lookup_cid_code(code, 1).is_none(), "{name} {code:x}");
            }
        }
        assert!(!ascii_is_plain(b"UniJIS-UCS2-H"), "its backslash is a yen sign");
        assert!(!ascii_is_plain(b"UniGB-UCS2-X"), "Adobe defines none");
    }

    #[test]
    fn predefined_maps_are_known() {
        let gbk = predefined(b"GBK-EUC-H").expect("Adobe defines it");
        let ucs = predefined(b"Adobe-GB1-UCS2").expect("Adobe defines it");
        let cid = gbk.lookup_cid_code(0xCAD0, 2).expect("市 in GBK");
        assert_eq!(bf_text(&ucs, cid).as_deref(), Some("市"));
        assert!(predefined(b"No-Such-Map").is_none());
    }
}

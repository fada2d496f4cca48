//! Fonts: how bytes of a string become glyphs with a width and a text (ISO 32000-1, 9.5–9.10).
//!
//! The text of a code is looked for in this order: ToUnicode; codes that are UTF-16 already (`UniGB-UCS2-H`); the
//! character collection of the CIDs; the embedded font's own character map, reversed; for simple fonts their encoding.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::{CMap, CidFamily};
use lopdf::{Dictionary, Object, Stream};

use crate::cmap::{self, ToUnicode};
use crate::encoding::{self, Base, Table};
use crate::objects::{File, as_dict, number};
use crate::program::{self, Program};

/// Most codes of a font that are remembered.
const MAX_SEEN: usize = 30_000;

/// The text that a glyph stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Text {
    /// Nothing says what it stands for.
    #[default]
    Unknown,
    Char(char),
    Many(Rc<str>),
}

impl Text {
    fn of(text: &str) -> Text {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Text::Unknown,
            (Some(only), None) => Text::Char(only),
            _ => Text::Many(text.into()),
        }
    }
}

/// One glyph of a string.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// Bytes that its code takes.
    pub(crate) len: usize,
    /// Advance in ems.
    pub(crate) width: f32,
    pub(crate) text: Text,
}

/// A loaded font.
pub(crate) struct Font<'a> {
    file: &'a File,
    pub(crate) bold: bool,
    pub(crate) vertical: bool,
    /// Height of an em in units of the font size; not 1 only in some Type 3 fonts.
    pub(crate) em: f32,
    to_unicode: Option<ToUnicode>,
    widths: Widths,
    kind: Kind<'a>,
    seen: RefCell<Seen>,
}

/// Glyphs met before, by the first two bytes of the string that showed them, or by the only one. Codes of more bytes are
/// rare and not remembered.
#[derive(Default)]
struct Seen {
    /// For each first byte, for each second one, the index of the glyph plus one.
    pairs: Vec<Option<Box<[u32; 256]>>>,
    singles: Vec<u32>,
    glyphs: Vec<Shown>,
}

impl Seen {
    fn get(&self, bytes: &[u8]) -> Option<&Shown> {
        let &first = bytes.first()?;
        let index = match self.singles.get(usize::from(first)) {
            Some(0) | None => {
                let block = self.pairs.get(usize::from(first))?.as_ref()?;
                block[usize::from(*bytes.get(1)?)]
            }
            Some(index) => *index,
        };
        self.glyphs.get((index as usize).checked_sub(1)?)
    }

    fn keep(&mut self, bytes: &[u8], shown: &Shown) {
        if self.glyphs.len() >= MAX_SEEN {
            *self = Seen::default();
        }
        let index = self.glyphs.len() as u32 + 1;
        match *bytes {
            [only] => {
                self.singles.resize(256, 0);
                self.singles[usize::from(only)] = index;
            }
            [first, second] => {
                self.pairs.resize(256, None);
                let block = self.pairs[usize::from(first)].get_or_insert_with(|| Box::new([0; 256]));
                block[usize::from(second)] = index;
            }
            _ => return,
        }
        self.glyphs.push(shown.clone());
    }
}

enum Kind<'a> {
    Simple { table: Box<Table>, raw_gbk: bool },
    Composite(Box<Composite<'a>>),
}

struct Composite<'a> {
    /// The encoding's name, if it is a predefined one.
    encoding: Option<&'a [u8]>,
    /// From codes to CIDs; predefined maps are unpacked once they are needed.
    codes: OnceCell<Arc<CMap>>,
    /// For encodings whose codes are Unicode.
    unicode: Option<UnicodeForm>,
    /// Widths and text of most codes need no map: see [`Composite::plain`].
    plain: bool,
    /// Registry and ordering of the CIDs.
    system: (&'a [u8], &'a [u8]),
    /// From CIDs to text.
    collection: OnceCell<Option<Arc<CMap>>>,
    program: Option<&'a Stream>,
    cid_to_gid: Option<&'a Stream>,
    reverse: OnceCell<Option<Reverse>>,
}

/// From glyphs of an embedded font back to characters.
struct Reverse {
    program: Program,
    cid_to_gid: Option<Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq)]
enum UnicodeForm {
    Utf16,
    Utf8,
    Utf32,
}

impl UnicodeForm {
    fn named(name: &[u8]) -> Option<Self> {
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        if !name.starts_with(b"Uni") {
            None
        } else if has(b"UCS2") || has(b"UTF16") {
            Some(UnicodeForm::Utf16)
        } else if has(b"UTF8") {
            Some(UnicodeForm::Utf8)
        } else if has(b"UTF32") {
            Some(UnicodeForm::Utf32)
        } else {
            None
        }
    }
}

/// Widths in thousandths of an em, by CID or code.
struct Widths {
    ranges: Vec<(u32, u32, f32)>,
    default: f32,
}

impl Widths {
    fn of(&self, cid: u32) -> f32 {
        let end = self.ranges.partition_point(|range| range.0 <= cid);
        match end.checked_sub(1).and_then(|i| self.ranges.get(i)) {
            Some((_, last, width)) if *last >= cid => *width,
            _ => self.default,
        }
    }
}

impl<'a> Font<'a> {
    /// Loads a font dictionary. Whatever is missing or broken falls back to the most likely reading.
    pub(crate) fn load(file: &'a File, dict: &'a Dictionary) -> Font<'a> {
        let subtype = file.name(dict, b"Subtype").unwrap_or_default();
        let to_unicode = match file.get(dict, b"ToUnicode") {
            Some(Object::Stream(stream)) => file.data(stream).map(|data| ToUnicode::parse(&data)),
            _ => None,
        };
        let descendant = file.array(dict, b"DescendantFonts").and_then(|a| as_dict(file.resolve(a.first()?)));
        let inner = descendant.unwrap_or(dict);
        let descriptor = file.dict(inner, b"FontDescriptor");
        let name = font_name(file.name(dict, b"BaseFont").unwrap_or_default());
        let heavy = descriptor.is_some_and(|d| {
            file.number(d, b"FontWeight").is_some_and(|weight| weight >= 700.0)
                || file.number(d, b"Flags").is_some_and(|flags| flags as i64 & 0x40000 != 0)
        });
        let mut font = Font {
            file,
            bold: heavy || is_bold(&name),
            vertical: false,
            em: 1.0,
            to_unicode,
            widths: Widths { ranges: Vec::new(), default: 1000.0 },
            kind: Kind::Simple { table: Box::new([None; 256]), raw_gbk: false },
            seen: RefCell::default(),
        };
        if subtype == b"Type0" {
            font.load_composite(dict, inner, descriptor);
        } else {
            font.load_simple(dict, subtype, descriptor, &name);
        }
        font
    }

    fn load_composite(&mut self, dict: &'a Dictionary, inner: &'a Dictionary, descriptor: Option<&'a Dictionary>) {
        let file = self.file;
        let (mut unicode, mut encoding) = (None, None);
        let codes = match file.get(dict, b"Encoding") {
            Some(Object::Name(name)) => {
                self.vertical = name.ends_with(b"-V") || name == b"V";
                unicode = UnicodeForm::named(name);
                encoding = Some(name.as_slice());
                OnceCell::new()
            }
            Some(Object::Stream(stream)) => {
                self.vertical = file.number(&stream.dict, b"WMode") == Some(1.0);
                let map = file.data(stream).and_then(|data| cmap::embedded(&data));
                map.map_or_else(OnceCell::new, |map| OnceCell::from(Arc::new(map)))
            }
            _ => OnceCell::new(),
        };
        let info = file.dict(inner, b"CIDSystemInfo");
        let part = |key: &[u8]| match info.and_then(|info| file.get(info, key)) {
            Some(Object::String(bytes, _) | Object::Name(bytes)) => bytes.as_slice(),
            _ => &[],
        };
        let stream = |dict: Option<&'a Dictionary>, key: &[u8]| match file.get(dict?, key) {
            Some(Object::Stream(stream)) => Some(stream),
            _ => None,
        };
        if self.vertical {
            // Of the vertical metrics only the advance matters; it points down.
            let usual = file.array(inner, b"DW2").and_then(|pair| number(file.resolve(pair.get(1)?)));
            self.widths.default = -usual.unwrap_or(-1000.0) as f32;
            self.widths.ranges = file.array(inner, b"W2").map(|w| by_cid::<3>(file, w, -1.0)).unwrap_or_default();
        } else {
            self.widths.default = file.number(inner, b"DW").unwrap_or(1000.0) as f32;
            self.widths.ranges = file.array(inner, b"W").map(|w| by_cid::<1>(file, w, 1.0)).unwrap_or_default();
        }
        self.kind = Kind::Composite(Box::new(Composite {
            encoding,
            codes,
            unicode,
            plain: unicode == Some(UnicodeForm::Utf16)
                && encoding.is_some_and(cmap::ascii_is_plain)
                && self.widths.ranges.iter().all(|range| cmap::ASCII_CIDS.contains(&range.0) && range.1 <= 95),
            system: (part(b"Registry"), part(b"Ordering")),
            collection: OnceCell::new(),
            program: stream(descriptor, b"FontFile2").or_else(|| stream(descriptor, b"FontFile3")),
            cid_to_gid: stream(Some(inner), b"CIDToGIDMap"),
            reverse: OnceCell::new(),
        }));
    }

    fn load_simple(&mut self, dict: &Dictionary, subtype: &[u8], descriptor: Option<&Dictionary>, name: &str) {
        let file = self.file;
        let embedded = |key: &[u8]| descriptor.is_some_and(|d| d.has(key));
        let is_embedded = embedded(b"FontFile") || embedded(b"FontFile2") || embedded(b"FontFile3");
        let encoding = file.get(dict, b"Encoding");
        let base = match encoding {
            Some(Object::Name(name)) => Base::named(name),
            Some(other) => as_dict(other).and_then(|d| Base::named(file.name(d, b"BaseEncoding")?)),
            None => None,
        };
        let built_in = || match file.get(descriptor?, b"FontFile") {
            Some(Object::Stream(stream)) => encoding::type1_table(&file.data(stream)?),
            // Programs are large: where a map tells the text, they are not unpacked.
            _ if self.to_unicode.is_some() => None,
            _ => match file.get(descriptor?, b"FontFile2").or_else(|| file.get(descriptor?, b"FontFile3"))? {
                Object::Stream(stream) => program::simple_table(&file.data(stream)?),
                _ => None,
            },
        };
        let lower = name.to_ascii_lowercase();
        let mut table = if let Some(base) = base {
            base.table()
        } else if lower.contains("wingdings") {
            Base::Wingdings.table()
        } else if lower.contains("symbol") {
            Base::Symbol.table()
        } else if let Some(table) = built_in() {
            table
        } else if subtype == b"TrueType" {
            Base::WinAnsi.table()
        } else {
            Base::Standard.table()
        };
        if let Some(differences) = encoding.and_then(as_dict).and_then(|d| file.array(d, b"Differences")) {
            let mut code = 0usize;
            for object in differences {
                match file.resolve(object) {
                    Object::Name(name) => {
                        if let Some(slot) = table.get_mut(code) {
                            *slot = encoding::glyph_char(name);
                        }
                        code += 1;
                    }
                    other => code = number(other).unwrap_or(256.0).clamp(0.0, 256.0) as usize,
                }
            }
        }
        self.widths.default = descriptor.and_then(|d| file.number(d, b"MissingWidth")).unwrap_or(0.0) as f32;
        match file.array(dict, b"Widths") {
            Some(widths) => {
                let first = file.number(dict, b"FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as u32;
                let numbers = file.numbers(widths.get(..256).unwrap_or(widths));
                self.widths.ranges = (first..).zip(&numbers).map(|(code, w)| (code, code, *w as f32)).collect();
            }
            None => self.widths.default = 500.0,
        }
        if subtype == b"Type3" {
            let scale = file.array(dict, b"FontMatrix").map(|m| file.numbers(m)).unwrap_or_default();
            let (a, d) = (scale.first().copied().unwrap_or(0.001), scale.get(3).copied().unwrap_or(0.001));
            for (_, _, width) in &mut self.widths.ranges {
                *width *= (a * 1000.0) as f32;
            }
            // Glyph spaces of about 1000 units are as others; bitmap fonts have a space of their own.
            let height = file.rect(dict, b"FontBBox").map_or(0.0, |b| (b[3] - b[1]) * d.abs()) as f32;
            if !(0.3..3.0).contains(&(d.abs() * 1000.0)) && (0.01..100.0).contains(&height) {
                self.em = height;
            }
        }
        let raw_gbk = !is_embedded && subtype == b"TrueType" && is_chinese(name);
        self.kind = Kind::Simple { table: Box::new(table), raw_gbk };
    }

    /// Tells the code, the width and the character of each glyph of a string, up to the first one that was not met
    /// before or is not a single character; returns the string from there on.
    #[inline]
    pub(crate) fn each_known<'b>(&self, bytes: &'b [u8], mut each: impl FnMut(&[u8], f32, char)) -> &'b [u8] {
        let seen = self.seen.borrow();
        let mut rest = bytes;
        while let Some(Shown { len, width, text: Text::Char(c) }) = seen.get(rest)
            && let Some((code, tail)) = rest.split_at_checked(*len)
        {
            each(code, *width, *c);
            rest = tail;
        }
        rest
    }

    /// The next glyph of a string, `None` at its end.
    pub(crate) fn next(&self, bytes: &[u8]) -> Option<Shown> {
        let &first = bytes.first()?;
        if let Some(shown) = self.seen.borrow().get(bytes) {
            return Some(shown.clone());
        }
        // Sure: these bytes mean this glyph whatever follows them.
        let (code, len, cid, sure) = match &self.kind {
            Kind::Simple { raw_gbk: true, .. } => match bytes.get(1) {
                Some(&second) if encoding::gbk_pair(first, second).is_some() => {
                    (u32::from(first) << 8 | u32::from(second), 2, 0, true)
                }
                _ => (u32::from(first), 1, u32::from(first), first < 0x81),
            },
            Kind::Simple { .. } => (u32::from(first), 1, u32::from(first), true),
            Kind::Composite(composite) => composite.split(bytes),
        };
        let code_bytes = bytes.get(..len).unwrap_or(bytes);
        let width = match (&self.kind, code_bytes) {
            // Each byte of a pair in a simple font has a width of its own.
            (Kind::Simple { .. }, &[lead, trail]) => {
                let sum = self.widths.of(u32::from(lead)) + self.widths.of(u32::from(trail));
                if sum > 0.0 { sum } else { 1000.0 }
            }
            _ => self.widths.of(cid),
        };
        let width = if width.is_finite() { (width / 1000.0).clamp(-100.0, 100.0) } else { 0.0 };
        let text = self.text(code, cid, code_bytes);
        let shown = Shown { len, width, text };
        if sure {
            self.seen.borrow_mut().keep(code_bytes, &shown);
        }
        Some(shown)
    }

    fn text(&self, code: u32, cid: u32, bytes: &[u8]) -> Text {
        if let Some(text) = self.to_unicode.as_ref().and_then(|map| map.text(code)) {
            return Text::of(&text);
        }
        match &self.kind {
            Kind::Simple { table, .. } => match bytes {
                &[lead, trail] => encoding::gbk_pair(lead, trail).map_or(Text::Unknown, Text::Char),
                _ => table.get(code as usize).copied().flatten().map_or(Text::Unknown, Text::Char),
            },
            Kind::Composite(composite) => composite.text(self.file, cid, bytes),
        }
    }
}

impl Composite<'_> {
    fn codes(&self) -> &CMap {
        self.codes.get_or_init(|| {
            let identity = || cmap::predefined(b"Identity-H").unwrap_or_else(|| Arc::new(CMap::identity_h()));
            self.encoding.and_then(cmap::predefined).unwrap_or_else(identity)
        })
    }

    fn collection(&self) -> Option<&CMap> {
        let map = self.collection.get_or_init(|| {
            let named = self.codes().metadata().character_collection.as_ref();
            let family = match named.map(|collection| collection.family.clone()) {
                Some(CidFamily::AdobeIdentity) | None => {
                    CidFamily::from_registry_ordering(self.system.0, self.system.1)
                }
                Some(family) => family,
            };
            family.ucs2_cmap().and_then(|name| cmap::predefined(name.to_bytes()))
        });
        map.as_deref()
    }

    /// The code at the start of a string and its CID, where these are known without a map: codes of ASCII have CIDs of
    /// their own, and of all others only widths and texts would depend that this font and this encoding do not have.
    fn plain(&self, bytes: &[u8]) -> Option<(u32, u32)> {
        let &[high, low, ..] = bytes else { return None };
        let code = u32::from(high) << 8 | u32::from(low);
        match code {
            _ if !self.plain => None,
            0x20..=0x7e => Some((code, code - 0x1f)),
            // Surrogates and private codes left out.
            0xae..=0xd7ff | 0xf900..=0xfffd => Some((code, u32::MAX)),
            _ => None,
        }
    }

    /// Code, its length in bytes, its CID, and whether the encoding has it.
    fn split(&self, bytes: &[u8]) -> (u32, usize, u32, bool) {
        if let Some((code, cid)) = self.plain(bytes) {
            return (code, 2, cid, true);
        }
        let codes = self.codes();
        let mut code = 0u32;
        for (i, b) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*b);
            if let Some(cid) = codes.lookup_cid_code(code, i as u8 + 1) {
                return (code, i + 1, cid, true);
            }
        }
        // Not in the map: the length that the encoding's codes have.
        let len = match (self.unicode, bytes) {
            (Some(UnicodeForm::Utf16), [0xd8..=0xdb, _, _, _, ..]) | (Some(UnicodeForm::Utf32), [_, _, _, _, ..]) => 4,
            (Some(UnicodeForm::Utf8), [0xc0..=0xdf, _, ..]) => 2,
            (Some(UnicodeForm::Utf8), [0xe0..=0xef, _, _, ..]) => 3,
            (Some(UnicodeForm::Utf8), [0xf0..=0xff, _, _, _, ..]) => 4,
            (Some(UnicodeForm::Utf8), _) => 1,
            _ => bytes.len().min(2),
        };
        (bytes.iter().take(len).fold(0, |code, b| code << 8 | u32::from(*b)), len, 0, false)
    }

    fn text(&self, file: &File, cid: u32, bytes: &[u8]) -> Text {
        let direct = match self.unicode {
            Some(UnicodeForm::Utf16) => {
                let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
                String::from_utf16(&units).ok()
            }
            Some(UnicodeForm::Utf8) => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Some(UnicodeForm::Utf32) => {
                char::from_u32(bytes.iter().fold(0, |c, b| c << 8 | u32::from(*b))).map(String::from)
            }
            None => None,
        };
        // Private codes of an encoding mean what the collection says of their CID (Hong Kong's characters, for one).
        let private = direct.as_ref().is_some_and(|text| text.chars().any(|c| matches!(c, '\u{e000}'..='\u{f8ff}')));
        let collected = || self.collection().and_then(|map| cmap::bf_text(map, cid)).map(|text| usual(&text));
        if private && let Some(text) = collected() {
            return text;
        }
        if let Some(text) = direct.filter(|text| !text.is_empty()) {
            return Text::of(&text);
        }
        if let Some(text) = collected() {
            return text;
        }
        if self.system.1 == b"UCS" {
            return char::from_u32(cid).map_or(Text::Unknown, Text::Char);
        }
        let reverse = self.reverse.get_or_init(|| {
            let program = Program::of(&file.data(self.program?)?)?;
            Some(Reverse { program, cid_to_gid: self.cid_to_gid.and_then(|stream| file.data(stream)) })
        });
        let Some(reverse) = reverse else { return Text::Unknown };
        if let Some(collection) = &reverse.program.collection {
            return cmap::bf_text(collection, cid).map_or(Text::Unknown, |text| usual(&text));
        }
        let gid = match &reverse.cid_to_gid {
            Some(map) => match map.get(cid as usize * 2..cid as usize * 2 + 2) {
                Some(&[high, low]) => u32::from(high) << 8 | u32::from(low),
                _ => return Text::Unknown,
            },
            None => cid,
        };
        reverse.program.char(gid).map_or(Text::Unknown, Text::Char)
    }
}

/// The text of a CID. Adobe's maps have the dots of Chinese text in the middle of the line as a mathematical sign.
fn usual(text: &str) -> Text {
    if text == "\u{22ef}" { Text::Char('…') } else { Text::of(text) }
}

/// The `W` array (`N` = 1) or `W2` array (`N` = 3) of a CIDFont as ranges, by first CID: of the values for each CID, or
/// range, the first one times `sign`. It is a width, or the advance downwards, behind which stands the origin.
fn by_cid<const N: usize>(file: &File, array: &[Object], sign: f64) -> Vec<(u32, u32, f32)> {
    let mut ranges = Vec::with_capacity(array.len() / N);
    let mut rest = array;
    let at = |object: &Object| number(file.resolve(object)).unwrap_or(0.0);
    let value = |values: &[Object; N]| (sign * values.first().map_or(0.0, at)) as f32;
    while let [first, second, tail @ ..] = rest {
        let first = at(first).clamp(0.0, 1e6) as u32;
        if let Object::Array(list) = file.resolve(second) {
            let values = list.as_chunks::<N>().0;
            ranges.extend((first..).zip(values).map(|(cid, values)| (cid, cid, value(values))));
            rest = tail;
        } else if let Some((values, tail)) = tail.split_first_chunk::<N>() {
            ranges.push((first, at(second).clamp(0.0, 1e6) as u32, value(values)));
            rest = tail;
        } else {
            break;
        }
    }
    ranges.sort_by_key(|range| range.0);
    ranges
}

/// A font's name without its subset tag; names are UTF-8 or GBK.
fn font_name(raw: &[u8]) -> String {
    let raw = match raw {
        [tag @ .., _] if tag.len() > 6 && tag.get(6) == Some(&b'+') => raw.get(7..).unwrap_or_default(),
        _ => raw,
    };
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GBK.decode_without_bom_handling(raw).0.into_owned(),
    }
}

fn is_bold(name: &str) -> bool {
    let lower = name.to_lowercase();
    let yahei = lower.contains("yahei") || lower.contains("雅黑");
    ["bold", "black", "heavy", "粗"].iter().any(|word| lower.contains(word))
        || (!yahei && ["hei", "黑", "fzht"].iter().any(|word| lower.contains(word)))
}

/// Names of Chinese fonts that Windows programs use without embedding, with strings in GBK.
fn is_chinese(name: &str) -> bool {
    const NAMES: [&str; 9] =
        ["simsun", "nsimsun", "simhei", "simkai", "simfang", "fangsong", "kaiti", "stsong", "stzhongsong"];
    let lower = name.to_lowercase();
    !name.is_ascii() || lower.contains("gb2312") || NAMES.iter().any(|known| lower.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fonts() {
        assert_eq!(font_name(b"ABCDEF+SimHei"), "SimHei");
        assert_eq!(font_name(b"\xcb\xce\xcc\xe5"), "宋体");
        assert!(is_bold("SimHei") && is_bold("黑体") && is_bold("Arial-BoldMT"));
        assert!(!is_bold("MicrosoftYaHei") && !is_bold("FangSong_GB2312"));
        assert!(is_chinese("宋体,Bold") && is_chinese("FangSong_GB2312") && !is_chinese("Arial"));
    }
}

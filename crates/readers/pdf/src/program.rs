//! Embedded font programs: which character a glyph stands for, by the program's own character map or its glyph names
//! (ISO 32000-1, 9.6.6.4 and 9.7.4.2; Adobe technical note 5176 for CFF).

use std::collections::HashMap;
use std::sync::Arc;

use hayro_cmap::{CMap, CidFamily};
use skrifa::raw::ps::cff::charset::Charset;
use skrifa::raw::ps::cff::{CffFontRef, dict};
use skrifa::raw::tables::cff::Cff;
use skrifa::raw::tables::cmap::{CmapSubtable, PlatformId};
use skrifa::raw::{FontRead, TableProvider};
use skrifa::{FontRef, GlyphId, GlyphNames, MetadataProvider};

use crate::cmap;
use crate::encoding::{Base, Table, glyph_char};

/// Most pairs that are taken from a character map, and most glyph names.
const MAX_PAIRS: usize = 300_000;

/// What the program of a composite font says.
#[derive(Default)]
pub(crate) struct Program {
    /// Characters by glyph.
    chars: HashMap<u32, char>,
    /// A program whose glyphs are CIDs of this collection.
    pub(crate) collection: Option<Arc<CMap>>,
}

impl Program {
    /// Reads a TrueType, OpenType or bare CFF program; `None` where it says nothing.
    pub(crate) fn of(program: &[u8]) -> Option<Program> {
        if let Some(collection) = collection(program) {
            return Some(Program { collection: Some(collection), ..Program::default() });
        }
        if let Some(font) = bare_cff(program) {
            let chars: HashMap<u32, char> = names(&font, &font.charset()?).collect();
            return (!chars.is_empty()).then_some(Program { chars, collection: None });
        }
        let font = FontRef::new(program).ok()?;
        let chars = chars_of(&font);
        (!chars.is_empty()).then_some(Program { chars, collection: None })
    }

    /// The character of a glyph.
    pub(crate) fn char(&self, glyph: u32) -> Option<char> {
        self.chars.get(&glyph).copied()
    }
}

fn bare_cff(program: &[u8]) -> Option<CffFontRef<'_>> {
    (program.first() == Some(&1)).then(|| CffFontRef::new_cff(program, 0, None).ok())?
}

/// Characters of the glyphs of a CFF program by their names.
fn names<'f>(font: &'f CffFontRef<'_>, charset: &'f Charset<'_>) -> impl Iterator<Item = (u32, char)> + 'f {
    let glyphs = charset.iter().take(MAX_PAIRS);
    glyphs.filter_map(|(glyph, name)| Some((glyph.to_u32(), glyph_char(font.string(name)?)?)))
}

/// The character collection that a CID-keyed CFF program names.
fn collection(program: &[u8]) -> Option<Arc<CMap>> {
    let cff = Some(program).filter(|program| program.first() == Some(&1))?;
    let cff = Cff::read(cff.into()).ok()?;
    let top = cff.top_dicts().get(0)?;
    let (registry, ordering) = dict::entries(top, None).flatten().find_map(|entry| match entry {
        dict::Entry::Ros { registry, ordering, .. } => Some((registry, ordering)),
        _ => None,
    })?;
    let text = |sid: skrifa::raw::ps::Sid| match sid.resolve_standard() {
        Ok(text) => Some(text),
        Err(index) => cff.strings().get(index),
    };
    let family = CidFamily::from_registry_ordering(text(registry)?, text(ordering)?);
    cmap::predefined(family.ucs2_cmap()?.to_bytes())
}

/// The characters of an OpenType font's glyphs: its Unicode map reversed, and for glyphs that this does not have, their
/// names. Where several characters share a glyph, radicals and controls yield to ordinary characters.
fn chars_of(font: &FontRef<'_>) -> HashMap<u32, char> {
    let mut chars: HashMap<u32, char> = HashMap::new();
    for (code, glyph) in font.charmap().mappings().take(MAX_PAIRS) {
        // Codes of symbol maps are no characters.
        let Some(c) = char::from_u32(code).filter(|c| !matches!(c, '\u{f000}'..='\u{f0ff}')) else { continue };
        let slot = chars.entry(glyph.to_u32()).or_insert(c);
        if matches!(*slot, '\0'..='\u{1f}' | '\u{2e80}'..='\u{2fdf}' | '\u{e000}'..='\u{f8ff}') {
            *slot = c;
        }
    }
    for (glyph, name) in GlyphNames::new(font).iter().take(MAX_PAIRS).filter(|(_, name)| !name.is_synthesized()) {
        if let Some(c) = glyph_char(name.as_str().as_bytes()) {
            chars.entry(glyph.to_u32()).or_insert(c);
        }
    }
    chars
}

/// The characters of a simple font whose codes only its program explains; `None` where it does not.
pub(crate) fn simple_table(program: &[u8]) -> Option<Table> {
    let mut table: Table = [None; 256];
    if let Some(font) = bare_cff(program) {
        let (encoding, charset) = (font.encoding()?, font.charset()?);
        for (code, slot) in (0..=255u8).zip(&mut table) {
            let glyph = encoding.map(code).filter(|glyph| *glyph != GlyphId::NOTDEF);
            let name = glyph.and_then(|glyph| font.string(charset.string_id(glyph)?));
            *slot = name.and_then(glyph_char);
        }
        return known(table);
    }
    let font = FontRef::new(program).ok()?;
    let cmap = font.cmap().ok()?;
    let chars = chars_of(&font);
    let (mut symbol, mut mac) = (None, None);
    for record in cmap.encoding_records() {
        let subtable = || record.subtable(cmap.offset_data()).ok();
        match (record.platform_id(), record.encoding_id()) {
            (PlatformId::Windows, 0) => symbol = subtable(),
            (PlatformId::Macintosh, 0) => mac = subtable(),
            _ => {}
        }
    }
    let roman = Base::MacRoman.table();
    let glyph = |map: &Option<CmapSubtable<'_>>, code: u32| {
        map.as_ref().and_then(|map| map.map_codepoint(code)).filter(|glyph| *glyph != GlyphId::NOTDEF)
    };
    for (code, slot) in (0..=255u32).zip(&mut table) {
        let by_symbol = [0xf000, 0, 0xf100, 0xf200].into_iter().find_map(|base| glyph(&symbol, base + code));
        let by_mac = glyph(&mac, code);
        let own = by_symbol.or(by_mac).and_then(|glyph| chars.get(&glyph.to_u32()).copied());
        // Without names, codes of a Macintosh map are what they are on a Macintosh.
        let usual = || roman.get(code as usize).copied().flatten().filter(|_| by_mac.is_some());
        *slot = own.or_else(usual);
    }
    known(table)
}

/// A table that knows some characters. Blanks have no glyph in many programs.
fn known(mut table: Table) -> Option<Table> {
    let found = table.iter().any(Option::is_some);
    if let Some(blank) = table.get_mut(0x20) {
        blank.get_or_insert(' ');
    }
    found.then_some(table)
}

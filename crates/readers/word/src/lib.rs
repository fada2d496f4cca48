//! Reads DOCX into a Flow: paragraphs with their automatic numbers, tables with merged cells, text boxes, notes,
//! headers and footers, document properties. Parts are streamed; nothing is kept as a tree.

mod facts;
mod field;
mod numbering;
mod numerals;
mod package;
mod paragraph;
mod story;
mod styles;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use lantai_model::{Block, Container, ErrorKind, Flow, Item, Margin, ReadError, Reading, Remark, Span};
use memchr::memmem;

use numbering::Numbering;
use package::{Package, Relationship, by_id, damaged};
use story::{Note, Shared, Story};
use styles::Styles;

/// The containers that every flow of this reader has; the constants below are their indices.
const CONTAINERS: [&str; 4] = ["document", "header", "footer", "notes"];
const ROOT: u32 = 0;
const HEADER: u32 = 1;
const FOOTER: u32 = 2;
const NOTES: u32 = 3;

/// Signature of an OLE compound file: old Word files, and encrypted new ones.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// True when the bytes look like a DOCX package: a zip with parts of a Word document. Cheap; nothing is unpacked.
pub fn is_docx(bytes: &[u8]) -> bool {
    const REACH: usize = 64 << 10;
    let head = &bytes[..bytes.len().min(REACH)];
    let tail = &bytes[bytes.len().saturating_sub(REACH)..];
    is_zip(bytes) && [head, tail].iter().any(|part| memmem::find(part, b"word/").is_some())
}

/// True when the bytes are an Office file that is encrypted with a password (an OLE file around a package).
pub fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(OLE) && has_stream(bytes, "EncryptedPackage")
}

/// Reads a DOCX file. Damage that leaves text readable is told in remarks (`Limited`).
///
/// # Errors
/// `Empty`, `Damaged`, `Encrypted`, `Unsupported` (another kind of Office or zip file), `Unknown`, `Limit` (entries).
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    refuse_others(bytes)?;
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let relationships = package.relationships(&main);
    let named = |kind: &str| relationships.iter().find(|rel| rel.kind == kind && !rel.external);
    let styles = Styles::parse(&part_of(&mut package, named("styles")).unwrap_or_default());
    let numbering = Numbering::parse(&part_of(&mut package, named("numbering")).unwrap_or_default());
    let sizes = Default::default();
    let mut shared = Shared { styles: &styles, numbering, sizes, remarks: Vec::new(), cells: 0 };

    let text = package.part(&main).ok_or_else(|| damaged("the package has no document part"))?;
    let body = story::read(&text, &main, &relationships, &mut shared, ROOT, None);
    drop(text);
    let mut items = body.items;
    let mut notes = |kind: Note, name: &str| {
        if body.note_references.iter().any(|(found, _)| *found == kind)
            && let Some(rel) = named(name)
        {
            items.extend(read_notes(&mut package, rel, kind, &body.note_references, &mut shared));
        }
    };
    notes(Note::Footnote, "footnotes");
    notes(Note::Endnote, "endnotes");
    let mut seen = BTreeSet::new();
    for (margin, id) in &body.margins {
        if let Some(rel) = by_id(&relationships, id).filter(|rel| !rel.external)
            && seen.insert(&rel.target)
        {
            items.extend(read_margin(&mut package, rel, *margin, &mut shared));
        }
    }
    drop_repeated_margins(&mut items);
    scale(&mut items, &shared);
    let facts = facts::read(&mut package);

    let mut remarks = std::mem::take(&mut package.remarks);
    remarks.append(&mut shared.remarks);
    let visible: usize = items.iter().map(|item| item.block.visible_chars()).sum();
    if visible == 0 {
        if !items.iter().any(|item| matches!(item.block, Block::Image(_))) {
            return Err(without_text(body.broken, &remarks));
        }
        let about = "the document consists of images; their text is not read";
        remarks.push(Remark::limited("ocr_needed", about, Span::default()));
    }
    let container = |tag: &str| Container { tag: tag.into(), ..Container::default() };
    let containers = CONTAINERS.map(container).into();
    Ok(Reading { flow: Flow { items, containers, facts }, remarks })
}

/// Why a package has no text.
fn without_text(broken: bool, remarks: &[Remark]) -> ReadError {
    if broken {
        return damaged("the document part is broken before any text");
    }
    if remarks.iter().any(|remark| matches!(remark, Remark::Limited { rule, .. } if rule == "alt_chunk")) {
        let message = "the document's text lies in an embedded document of another format (w:altChunk)";
        return ReadError::new(ErrorKind::Unsupported, message, "open it in Word and save it anew");
    }
    ReadError::new(ErrorKind::Empty, "the document has no text", "check that this is the file you mean")
}

/// Says what the bytes are when they are not a zip package.
fn refuse_others(bytes: &[u8]) -> Result<(), ReadError> {
    if is_zip(bytes) {
        return Ok(());
    }
    let (kind, message, remedy) = if bytes.is_empty() {
        (ErrorKind::Empty, "the file has no bytes", "fetch it again")
    } else if is_encrypted(bytes) {
        (ErrorKind::Encrypted, "the document is encrypted with a password", "open it in Word and save it without one")
    } else if bytes.starts_with(OLE) {
        let message = "the file is an OLE file (Word 97–2003 .doc or the like), not .docx";
        (ErrorKind::Unsupported, message, "save it as .docx in Word or WPS")
    } else {
        (ErrorKind::Unknown, "the file is not a Word file (.docx)", "check what kind of file it is")
    };
    Err(ReadError::new(kind, message, remedy))
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// True when an OLE file has a stream of that name (names are UTF-16).
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(bytes, &wide).is_some()
}

fn part_of(package: &mut Package<'_>, rel: Option<&Relationship>) -> Option<String> {
    package.part(&rel?.target)
}

/// The notes that the text refers to, in the order of reference.
fn read_notes(
    package: &mut Package<'_>,
    rel: &Relationship,
    kind: Note,
    references: &[(Note, String)],
    shared: &mut Shared<'_>,
) -> Vec<Item> {
    let Some(text) = package.part(&rel.target) else { return Vec::new() };
    let links = package.relationships(&rel.target);
    let Story { items, notes, .. } = story::read(&text, &rel.target, &links, shared, NOTES, None);
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, (found, id)) in references.iter().enumerate() {
        if *found == kind {
            order.entry(id).or_insert(place);
        }
    }
    let mut starts = notes.iter().map(|(id, start)| (order.get(id.as_str()).copied(), *start)).peekable();
    let mut place = None;
    let mut placed: Vec<(usize, Item)> = Vec::new();
    for (index, mut item) in items.into_iter().enumerate() {
        while let Some((found, _)) = starts.next_if(|(_, start)| *start <= index) {
            place = found;
        }
        if let Some(place) = place {
            item.cues.style = Some(if kind == Note::Footnote { "footnote" } else { "endnote" }.into());
            placed.push((place, item));
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, item)| item).collect()
}

fn read_margin(package: &mut Package<'_>, rel: &Relationship, margin: Margin, shared: &mut Shared<'_>) -> Vec<Item> {
    let Some(text) = package.part(&rel.target) else { return Vec::new() };
    let links = package.relationships(&rel.target);
    let container = if margin == Margin::Header { HEADER } else { FOOTER };
    story::read(&text, &rel.target, &links, shared, container, Some(margin)).items
}

/// Sections repeat their heads and feet: each text is kept once, pictures not at all.
fn drop_repeated_margins(items: &mut Vec<Item>) {
    let mut seen = BTreeSet::new();
    items.retain(|item| match (&item.cues.margin, &item.block) {
        (None, _) | (_, Block::Table(_)) => true,
        (Some(margin), Block::Paragraph(paragraph)) => seen.insert((*margin == Margin::Header, paragraph.text.clone())),
        (Some(_), Block::Image(_)) => false,
    });
}

/// Turns sizes in half-points into sizes relative to the body text: the size that most characters have.
fn scale(items: &mut [Item], shared: &Shared<'_>) {
    let [body, cells] = &shared.sizes;
    let common = if body.is_empty() { cells } else { body };
    let Some((body, _)) = common.iter().max_by_key(|(size, chars)| (**chars, **size)) else { return };
    let body = f32::from((*body).max(1));
    for item in items {
        item.cues.size /= body;
    }
}

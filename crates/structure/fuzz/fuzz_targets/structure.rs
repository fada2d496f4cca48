//! Any text as a document: structure never panics, loses nothing, moves nothing, and says the same twice.
#![no_main]

use lantai_model::{Align, Block, Cell, Cues, Document, Flow, Item, Mark, MarkKind, Paragraph, Remark, Row, Section, Span, Table};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut flow = Flow::default();
    let mut input: Vec<char> = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let look = line.bytes().next().filter(|byte| *byte < b' ');
        let words = if look.is_some() { &line[1..] } else { line };
        if words.trim().is_empty() {
            continue;
        }
        input.extend(words.chars().filter(|c| !c.is_whitespace()));
        flow.items.push(item(words, look.unwrap_or(0), Span::text(number, number + 1)));
    }
    let (mut document, remarks) = lantai_structure::structure(flow.clone());
    lantai_structure::records(&mut document);
    let (mut body, mut others) = (Vec::new(), String::new());
    section(&mut body, &document.body);
    rest(&mut others, &document);
    for remark in &remarks {
        if let Remark::Omitted { text, .. } = remark {
            others.push_str(text);
        }
    }
    let mut source = input.iter();
    assert!(body.iter().all(|c| source.any(|s| s == c)), "moved");
    let mut all: Vec<char> = body.into_iter().chain(others.chars().filter(|c| !c.is_whitespace())).collect();
    all.sort_unstable();
    input.sort_unstable();
    let mut found = all.into_iter();
    assert!(input.iter().all(|c| found.any(|f| f == *c)), "lost");
    let (mut again, told) = lantai_structure::structure(flow);
    lantai_structure::records(&mut again);
    assert_eq!(format!("{document:?}{remarks:?}"), format!("{again:?}{told:?}"));
});

fn item(text: &str, look: u8, at: Span) -> Item {
    let mut cues = Cues { heading: if look & 16 != 0 { 1 + (look & 3) } else { 0 }, bold: look & 1 != 0, ..Cues::default() };
    cues.align = match look & 6 {
        2 => Align::Center,
        4 => Align::End,
        _ => Align::Start,
    };
    cues.size = if look & 8 != 0 { 1.3 } else { 1.0 };
    if look == 31 {
        let cells = text.split('|').map(|cell| Cell::new(cell, at.clone())).collect();
        return Item { block: Block::Table(Table { caption: None, rows: vec![Row { cells }] }), cues, at };
    }
    let mut marks = Vec::new();
    if look & 12 == 12 {
        let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).nth(6).unwrap_or(text.len());
        marks.push(Mark { start: 0, end: end as u32, kind: MarkKind::Strong });
    }
    Item { block: Block::Paragraph(Paragraph { text: text.to_owned(), marks, list: 0 }), cues, at }
}

fn block(out: &mut Vec<char>, block: &Block) {
    let mut add = |text: &str| out.extend(text.chars().filter(|c| !c.is_whitespace()));
    match block {
        Block::Paragraph(paragraph) => add(&paragraph.text),
        // Cells are compared with the line that they were made of.
        Block::Table(table) => {
            let cells: Vec<&str> = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
            add(&cells.join("|"));
        }
        Block::Image(_) => {}
    }
}

fn section(out: &mut Vec<char>, from: &Section) {
    let label = from.number.iter().flat_map(|number| number.label.chars());
    out.extend(label.chain(from.heading.chars()).filter(|c| !c.is_whitespace()));
    from.blocks.iter().for_each(|placed| block(out, &placed.block));
    from.children.iter().for_each(|child| section(out, child));
}

/// All that a document states outside its outline.
fn rest(out: &mut String, document: &Document) {
    let fields = document.meta.fields.iter().map(|(_, field)| field).chain(&document.meta.other);
    fields.for_each(|field| out.push_str(&format!("{}{}::：：", field.label, field.stated)));
    out.extend(document.salutation.iter().map(|salutation| salutation.stated.as_str()));
    out.extend(document.signature.iter().map(|signature| signature.stated.as_str()));
    let mut chars = Vec::new();
    [&document.closing, &document.attachment_list, &document.notes].into_iter().flatten().for_each(|placed| block(&mut chars, &placed.block));
    for part in &document.parts {
        section(&mut chars, &part.body);
        rest(out, part);
    }
    out.extend(chars);
}

//! Nothing is lost: every visible character that a reader saw is in the document, in an `Omitted`, or in a repair.

use std::collections::BTreeMap;

use lantai::{Conversion, Document, Flow, Remark};
use lantai_model::{Block, Field, Section};

/// Characters with how often they stand somewhere.
type Bag = BTreeMap<char, i64>;

/// The visible characters of the flow that the conversion does not account for, with how many are missing.
pub fn missing(flow: &Flow, conversion: &Conversion) -> Vec<(char, i64)> {
    let mut bag = Bag::new();
    for item in flow.items.iter() {
        block(&mut bag, &item.block, 1);
    }
    let mut seen = Bag::new();
    std::mem::swap(&mut bag, &mut seen);
    document(&mut bag, &conversion.document);
    for remark in &conversion.remarks {
        match remark {
            Remark::Omitted { text, .. } => add(&mut bag, text, 1),
            Remark::Corrected { edits, .. } => edits.iter().for_each(|edit| add(&mut bag, &edit.before, 1)),
            _ => {}
        }
    }
    seen.into_iter()
        .map(|(c, count)| (c, count - bag.get(&c).copied().unwrap_or(0)))
        .filter(|(_, left)| *left > 0)
        .collect()
}

fn add(bag: &mut Bag, text: &str, times: i64) {
    for c in text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)) {
        // The colon between a label and its value is stated by the field itself, whichever colon it was.
        *bag.entry(if c == '：' { ':' } else { c }).or_default() += times;
    }
}

/// Characters without a shape: cleaning takes them out with a count and no text.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn block(bag: &mut Bag, block: &Block, times: i64) {
    match block {
        Block::Paragraph(paragraph) => add(bag, &paragraph.text, times),
        Block::Table(table) => {
            add(bag, table.caption.as_deref().unwrap_or(""), times);
            table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(bag, &cell.text, times));
        }
        Block::Image(_) => {}
    }
}

fn field(bag: &mut Bag, field: &Field) {
    add(bag, &field.label, 1);
    add(bag, &field.stated, 1);
    if !field.label.is_empty() {
        add(bag, ":", 1);
    }
}

fn document(bag: &mut Bag, document_: &Document) {
    document_.meta.fields.iter().for_each(|(_, f)| field(bag, f));
    document_.meta.other.iter().for_each(|f| field(bag, f));
    add(bag, document_.salutation.as_ref().map_or("", |salutation| &salutation.stated), 1);
    section(bag, &document_.body);
    add(bag, document_.signature.as_ref().map_or("", |signature| &signature.stated), 1);
    document_.closing.iter().for_each(|closing| block(bag, &closing.block, 1));
    document_.attachment_list.iter().for_each(|announced| block(bag, &announced.block, 1));
    document_.notes.iter().for_each(|note| block(bag, &note.block, 1));
    document_.parts.iter().for_each(|part| document(bag, part));
}

fn section(bag: &mut Bag, section_: &Section) {
    add(bag, section_.number.as_ref().map_or("", |number| &number.label), 1);
    add(bag, &section_.heading, 1);
    section_.blocks.iter().for_each(|placed| block(bag, &placed.block, 1));
    section_.children.iter().for_each(|child| section(bag, child));
}

//! Reads PDF into a Flow: objects by lopdf, text layer and layout our own.
//!
//! `objects` → `interpret` (glyphs and rulings of a page) → `layout` (lines and tables) → `furniture`, `paragraphs` →
//! `assemble` (the flow). What the file says is never trusted: work, sizes and depths are bounded by counts.

mod assemble;
mod cmap;
mod columns;
mod encoding;
mod facts;
mod font;
mod furniture;
mod geometry;
mod glyph;
mod grid;
mod interpret;
mod joined;
mod layout;
mod lengths;
mod lines;
mod marked;
mod notes;
mod objects;
mod outline;
mod paint;
mod paragraphs;
mod path;
mod plausible;
mod program;
mod report;
mod ruleless;
mod scale;
mod show;
mod structure;
mod tables;
mod tagged;
#[cfg(test)]
mod tests;
mod token;
mod unpack;
mod watermark;

use lantai_model::{ErrorKind, ReadError, Reading, Remark};

/// Reads a PDF file.
///
/// Text comes in reading order, as paragraphs and tables that page breaks do not cut; running heads, feet and page
/// numbers carry `cues.margin`. Pages that are only images, and text layers that cannot be read, are told by remarks.
///
/// # Errors
/// `Empty` for no bytes, `Encrypted` where a password is needed, `Damaged` where no PDF structure can be found.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    let reading = match objects::File::load(bytes, false) {
        Ok(file) => read_file(&file),
        Err(error) if error.kind == ErrorKind::Damaged => {
            read_file(&objects::File::load(bytes, true).map_err(|_| error)?)
        }
        Err(error) => return Err(error),
    };
    let says = |reading: &Reading, name: &str| {
        reading.remarks.iter().any(|remark| matches!(remark, Remark::Limited { rule, .. } if rule == name))
    };
    // A table of objects may be readable and wrong: where it leads to no text at all, look for the objects instead.
    let bare = |reading: &Reading| reading.flow.items.is_empty() && !has_images(reading);
    if (bare(&reading) || says(&reading, "objects_missing"))
        && let Ok(file) = objects::File::load(bytes, true)
    {
        let again = read_file(&file);
        let chars =
            |reading: &Reading| -> usize { reading.flow.items.iter().map(|item| item.block.visible_chars()).sum() };
        let more = chars(&again) > chars(&reading);
        if more || bare(&reading) && !bare(&again) {
            return Ok(again);
        }
    }
    if says(&reading, "no_pages") {
        return Err(objects::damaged("the PDF holds no page that can be found"));
    }
    Ok(reading)
}

fn has_images(reading: &Reading) -> bool {
    reading.remarks.iter().any(|remark| matches!(remark, Remark::Limited { rule, .. } if rule == "ocr_needed"))
}

fn read_file(file: &objects::File) -> Reading {
    let pages = file.pages();
    let hidden_layers = file.hidden_layers();
    let mut fonts = interpret::Fonts::new();
    let mut layouts = Vec::with_capacity(pages.len());
    let mut report = report::Report::default();
    let mut carried = layout::Carried::default();
    let tree = structure::Tree::load(file, &pages);
    let mut tagged = Vec::new();
    for (page, number) in pages.iter().zip(1u32..) {
        let content = interpret::page(file, page, &mut fonts, &hidden_layers);
        report.page(number, &content);
        if tree.is_some() {
            tagged.push(marked::TaggedPage::of(&content));
        }
        layouts.push(layout::lay_out(number, content, &mut carried));
    }
    furniture::mark(&mut layouts);
    watermark::mark(&mut layouts);
    let habit = paragraphs::habit(&layouts);
    paragraphs::measure(&mut layouts, &habit);
    notes::mark(&mut layouts, &habit);
    let (flow, remarks) = assemble::flow(&layouts, habit);
    let by_tags = tree.and_then(|tree| tagged::flow(&tree, &tagged, &layouts, habit, (&flow, &remarks)));
    let (mut flow, mut remarks) = by_tags.unwrap_or((flow, remarks));
    outline::mark(file, &pages, &mut flow);
    flow.facts = facts::facts(file, &pages);
    flow.facts.extend(report.images());
    report.close(file, &layouts, &mut remarks);
    Reading { flow, remarks }
}

//! Writes a flow in simplified or traditional characters, where the user asks for it.

use lantai_model::{Block, Flow, Mark, Remark};
use lantai_text::han::{HanTarget, convert};

/// Which Han characters the output is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Han {
    /// As printed.
    #[default]
    Keep,
    /// Simplified (简体).
    Simplified,
    /// Traditional (繁體).
    Traditional,
}

/// Converts all text of a flow. The remark counts the paragraphs and cells that changed; it lists no single characters.
pub fn write(mut flow: Flow, han: Han) -> (Flow, Option<Remark>) {
    let (target, rule) = match han {
        Han::Keep => return (flow, None),
        Han::Simplified => (HanTarget::Simplified, "han_simplified"),
        Han::Traditional => (HanTarget::Traditional, "han_traditional"),
    };
    let mut count = 0;
    let mut change = |text: &mut String, marks: Option<&mut Vec<Mark>>| {
        let changed = convert(text, target);
        if *changed == **text {
            return;
        }
        let changed = changed.into_owned();
        if let Some(marks) = marks {
            move_marks(marks, text, &changed);
        }
        *text = changed;
        count += 1;
    };
    for item in &mut flow.items {
        match &mut item.block {
            Block::Paragraph(paragraph) => change(&mut paragraph.text, Some(&mut paragraph.marks)),
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    change(&mut cell.text, Some(&mut cell.marks));
                }
            }
            Block::Image(image) => change(&mut image.alt, None),
        }
    }
    for fact in &mut flow.facts {
        change(&mut fact.value, None);
    }
    (flow, Some(Remark::Corrected { rule: rule.into(), count, edits: Vec::new() }))
}

/// Marks follow their characters; where a phrase changed its length they are given up rather than put on other words.
fn move_marks(marks: &mut Vec<Mark>, before: &str, after: &str) {
    if before.chars().count() != after.chars().count() {
        marks.clear();
        return;
    }
    let ends = |text: &str| -> Vec<usize> { text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() };
    let (old, new) = (ends(before), ends(after));
    let moved =
        |at: u32| old.binary_search(&(at as usize)).ok().and_then(|nth| new.get(nth)).map_or(0, |at| *at as u32);
    for mark in marks {
        (mark.start, mark.end) = (moved(mark.start), moved(mark.end));
    }
}

//! Repairs the text of every paragraph, cell and fact, and moves marks and addresses along.

use lantai_model::{Block, Edit, Flow, Mark, Remark, Span};
use lantai_text::repair::{self, Glosses, Needs, Repair, TextEdit};

use crate::draft::Draft;

/// A way of repairing one text, with what is known of the glosses of the whole document.
type Step = fn(&str, &mut Glosses) -> Option<Repair>;

/// The repairs in their order. Mojibake comes first: control characters are part of it.
const STEPS: [(&str, Needs, Step); 6] = [
    ("mojibake", Needs::MOJIBAKE, |text, _| repair::mojibake(text)),
    ("leftovers", Needs::LEFTOVERS, |text, _| repair::leftovers(text)),
    ("invisible", Needs::INVISIBLE, |text, _| repair::invisible(text)),
    ("radicals", Needs::RADICALS, |text, _| repair::radicals(text)),
    ("gloss", Needs::GLOSS, |text, glosses| glosses.repair(text)),
    ("strays", Needs::STRAYS, |text, _| repair::strays(text)),
];

/// Sure glosses from which a document counts as glossed.
const EVIDENT: usize = 3;

/// Doubts that are told one by one; a document with more is ruined, and each place would tell no more.
const DOUBTS: usize = 2000;

/// Repairs all text of a flow.
pub fn repair(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let flow = &mut draft.flow;
    let mut needs = Vec::new();
    let mut found = 0;
    each_text(flow, |text, _, _, _| {
        let need = repair::survey(text);
        if need.has(Needs::GLOSS) && found < EVIDENT {
            found += repair::annotations(text);
        }
        needs.push(need);
    });
    let Some(last) = needs.iter().rposition(|need| !need.none()) else { return };
    let mut edits: [Vec<Edit>; STEPS.len()] = Default::default();
    let mut doubts = Vec::new();
    let mut needs = needs.into_iter().take(last + 1);
    let mut glosses = Glosses::new(found >= EVIDENT);
    each_text(flow, |text, marks, at, number| {
        let need = needs.next().unwrap_or_default();
        if !need.none() {
            mend(text, marks, &Origin { at, number }, need, &mut glosses, &mut edits, &mut doubts);
        }
    });
    for ((rule, _, _), edits) in STEPS.iter().zip(edits) {
        if !edits.is_empty() {
            remarks.push(Remark::Corrected { rule: (*rule).to_owned(), count: edits.len() as u32, edits });
        }
    }
    if doubts.len() > DOUBTS {
        let more = format!("{} more places of this document may stand for lost text", doubts.len() - DOUBTS);
        doubts.truncate(DOUBTS);
        doubts.push(Remark::unclear("doubts", more, Span::default()));
    }
    remarks.append(&mut doubts);
    // A paragraph of invisible characters alone is none.
    flow.items.retain(|item| !matches!(&item.block, Block::Paragraph(paragraph) if paragraph.text.is_empty()));
}

/// Visits every text of a flow, always in the same order, with its marks, its place, and the characters before it that
/// the source does not have (automatic numbers).
fn each_text(flow: &mut Flow, mut visit: impl FnMut(&mut String, &mut Vec<Mark>, &Span, usize)) {
    let mut no_marks = Vec::new();
    for item in &mut flow.items {
        match &mut item.block {
            Block::Paragraph(paragraph) => {
                let number = item.cues.auto_number as usize;
                let number = paragraph.text.get(..number).map_or(0, |number| number.chars().count());
                visit(&mut paragraph.text, &mut paragraph.marks, &item.at, number);
            }
            Block::Table(table) => {
                if let Some(caption) = &mut table.caption {
                    visit(caption, &mut no_marks, &item.at, 0);
                }
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    visit(&mut cell.text, &mut cell.marks, &cell.at, 0);
                }
            }
            Block::Image(image) => visit(&mut image.alt, &mut no_marks, &item.at, 0),
        }
    }
    for fact in &mut flow.facts {
        visit(&mut fact.value, &mut no_marks, &Span::default(), 0);
    }
}

/// Where a text came from.
struct Origin<'a> {
    at: &'a Span,
    /// Characters before it that the source does not have.
    number: usize,
}

/// Repairs one text. A repair may make work for a later one: the text is looked at again after each.
fn mend(
    text: &mut String,
    marks: &mut Vec<Mark>,
    origin: &Origin<'_>,
    mut need: Needs,
    glosses: &mut Glosses,
    edits: &mut [Vec<Edit>; STEPS.len()],
    doubts: &mut Vec<Remark>,
) {
    // Repairs of earlier steps, innermost last: they lead back to characters of the source.
    let mut before: Vec<Vec<TextEdit>> = Vec::new();
    for ((rule, needed, step), edits) in STEPS.iter().zip(edits) {
        if !need.has(*needed) {
            continue;
        }
        let Some(repair) = step(text, glosses) else { continue };
        let place = |start: usize, len: usize| {
            let start = before.iter().rev().fold(start, |at, edits| at_source(edits, at));
            let start = start.saturating_sub(origin.number);
            if origin.at.is_unknown() { origin.at.clone() } else { origin.at.within(start, start + len) }
        };
        for doubt in &repair.doubts {
            doubts.push(Remark::unclear(rule, doubt.about.clone(), place(doubt.start, 1)));
        }
        if repair.edits.is_empty() {
            continue;
        }
        for edit in &repair.edits {
            edits.push(Edit {
                at: place(edit.start, edit.before.chars().count()),
                before: edit.before.clone(),
                after: edit.after.clone(),
            });
        }
        move_marks(text, &repair.edits, marks);
        *text = repair.text;
        need = repair::survey(text);
        before.push(repair.edits);
    }
    marks.retain(|mark| mark.start < mark.end);
}

/// The index before a repair of the character that stands at `at` after it.
fn at_source(edits: &[TextEdit], at: usize) -> usize {
    let (mut shift, mut index) = (0isize, at as isize);
    for edit in edits {
        let (before, after) = (edit.before.chars().count() as isize, edit.after.chars().count() as isize);
        let start = edit.start as isize + shift;
        if start + after > at as isize {
            break;
        }
        shift += after - before;
        index = at as isize - shift;
    }
    index.max(0) as usize
}

/// Moves byte ranges from the text before a repair to the text after it.
fn move_marks(text: &str, edits: &[TextEdit], marks: &mut [Mark]) {
    if marks.is_empty() {
        return;
    }
    // Per edit: its byte range in the old text and its length in the new one.
    let mut moves = Vec::with_capacity(edits.len());
    let mut chars = text.char_indices().map(|(at, _)| at).enumerate();
    for edit in edits {
        let start = chars.by_ref().find(|(index, _)| *index == edit.start).map_or(text.len(), |(_, at)| at);
        moves.push((start, start + edit.before.len(), edit.after.len()));
    }
    let moved = |at: u32, to_end: bool| {
        let (at, mut shift) = (at as usize, 0isize);
        for &(start, end, new) in &moves {
            if at <= start {
                break;
            }
            if at < end {
                let inside = start as isize + shift + if to_end { new as isize } else { 0 };
                return inside.max(0) as u32;
            }
            shift += new as isize - (end - start) as isize;
        }
        (at as isize + shift).max(0) as u32
    };
    for mark in marks {
        (mark.start, mark.end) = (moved(mark.start, false), moved(mark.end, true));
    }
}

//! Takes out what sites set before a text and after its end: sign-off lines, disclaimers, footers.

use lantai_model::{Block, Item, Remark};

use crate::chrome::{asked, cut, fell, has_date, item_is_attachment};
use crate::draft::Draft;
use crate::key::{is_sentence, key, line, visible_up_to};
use crate::rules::{Where, rules};

/// Visible characters from which a sentence is text and no chrome.
const LONG: usize = 60;
/// Characters of the longest note that is cut off a line.
const MAX_TAIL: usize = 40;
/// Lines at the edges of a flow in which edge rules look.
const MAX_EDGE: usize = 60;

/// Lines from the start that are the head of a flow without any sentence.
const HEAD: usize = 3;

/// Rules that hold before the text begins and after it has ended.
pub fn edges(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let count = draft.flow.items.len();
    let mut fallen: Vec<Option<&'static str>> = vec![None; count];
    for at in 0..count.min(MAX_EDGE) {
        if !edge_line(draft, &mut fallen, at, Where::Start, remarks) {
            break;
        }
    }
    // The end begins behind the first sentence: source and author under a title are no sign-off.
    let begun = |item: &Item| line(item).is_none_or(is_sentence) && !matches!(item.block, Block::Image(_));
    let head = draft.flow.items.iter().position(begun).unwrap_or(HEAD.min(count));
    for at in (head..count).rev().take(MAX_EDGE) {
        let goes_on = edge_line(draft, &mut fallen, at, Where::End, remarks);
        if fallen[at].is_none() {
            cut_tail(draft, at, remarks);
        }
        if !goes_on {
            break;
        }
    }
    draft.omit(&fallen, remarks);
}

/// Judges a line at an edge; false where the text is reached.
fn edge_line(
    draft: &mut Draft,
    fallen: &mut [Option<&'static str>],
    at: usize,
    edge: Where,
    remarks: &mut Vec<Remark>,
) -> bool {
    if fallen[at].is_some() {
        return true;
    }
    let item = &draft.flow.items[at];
    let Some(text) = line(item) else { return matches!(item.block, Block::Image(_)) };
    if !item_is_attachment(item)
        && let Some(rule) = rules().find(&asked(draft, at), edge)
    {
        fell(draft, fallen, at, rule, remarks);
        return true;
    }
    // Counts of votes, without a word.
    if edge == Where::End && draft.page() && is_count(draft.key(at)) {
        fallen[at] = Some("ending_mark");
        return true;
    }
    !(is_sentence(text) && visible_up_to(text, LONG) >= LONG)
}

/// A count that no word explains: (12), 92.31%. Days and years are none.
fn is_count(key: &str) -> bool {
    let bracketed = key.starts_with('(') && key.ends_with(')') || key.ends_with('%');
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    bracketed && (1..=8).contains(&digits) && !key.contains(char::is_alphabetic) && !has_date(key) && digits != 4
}

/// Cuts a note about editors off the end of a line of text.
fn cut_tail(draft: &mut Draft, at: usize, remarks: &mut Vec<Remark>) {
    let item = &mut draft.flow.items[at];
    let Some(text) = line(item) else { return };
    let last = text.char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    let tail = key(&text[last..]);
    let Some(from) = rules().tail(&tail, draft.scope).filter(|from| *from > 0 || last > 0) else { return };
    let note = tail[from..].chars().count();
    if note <= MAX_TAIL {
        let all = visible_up_to(text, usize::MAX);
        cut(item, all - note, all, "editors", remarks);
    }
}

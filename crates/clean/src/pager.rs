//! Pagers below a text that goes on on other pages: they fall, and the text is told to be a part.

use lantai_model::{Block, Fact, FactKind, MarkKind, Remark, Span};

use crate::draft::Draft;
use crate::rules::rules;

/// Characters of the longest pager.
const LONGEST: u32 = 80;
/// Characters of a piece of a pager whose pieces are items of their own.
const PIECE: u32 = 8;

/// Per item: it turns pages (上一页 1 2 3 下一页, 【1】【2】【3】, 第1页/共4页), or is a piece of what does.
pub fn pagers(draft: &Draft) -> Vec<bool> {
    let count = draft.flow.items.len();
    let mut pager: Vec<bool> = (0..count).map(|at| is_pager(draft, at)).collect();
    // Pieces: beside a pager, or many in a row of which one leads to the next page.
    let piece = |at: usize| {
        let line = draft.line(at);
        draft.page() && (1..=PIECE).contains(&line.chars) && rules().pager_words(draft.key(at)).is_some()
    };
    let mut at = 0;
    while at < count {
        let start = at;
        while at < count && (pager[at] || piece(at)) {
            at += 1;
        }
        let run = start..at;
        let leads =
            |at: usize| pager[at] || ["下一页", "下页", "后一页"].iter().any(|word| draft.key(at).contains(word));
        if run.clone().any(leads) {
            pager[run].fill(true);
        }
        at += 1;
    }
    pager
}

/// The item is a whole pager.
fn is_pager(draft: &Draft, at: usize) -> bool {
    let line = draft.line(at);
    if !draft.page() || !line.keyed || line.chars < 2 || line.chars > LONGEST {
        return false;
    }
    let key = draft.key(at);
    let Some(words) = rules().pager_words(key) else { return false };
    let links = draft.flow.items[at].cues.link_chars * 2 >= line.chars;
    (links && runs_from_one(key) && numbers(draft, at) >= 2)
        || (words >= 2 && key.contains('页') && (links || key.contains("下一页") || key.contains('共')))
        || (links && ["下一页", "下页"].contains(&key))
}

/// Links and separate runs of digits in the item.
fn numbers(draft: &Draft, at: usize) -> usize {
    let Block::Paragraph(paragraph) = &draft.flow.items[at].block else { return 0 };
    let links = paragraph.marks.iter().filter(|mark| matches!(mark.kind, MarkKind::Link { .. })).count();
    links.max(paragraph.text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count())
}

/// The digits of a key begin to count: 12, 123, 2345.
fn runs_from_one(key: &str) -> bool {
    let digits: Vec<u8> = key.bytes().filter(u8::is_ascii_digit).take(3).collect();
    digits.len() >= 2 && matches!(digits[0], b'1' | b'2') && digits.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Takes out the pagers that are left, and tells that the text is not whole.
pub fn pagination(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let pager = pagers(draft);
    let fallen: Vec<_> = pager.iter().map(|pager| pager.then_some("pagination")).collect();
    let mut doubt = None;
    let mut told = false;
    for at in (0..pager.len()).filter(|at| pager[*at]) {
        let key = draft.key(at);
        if told || key.contains("共1页") || key.contains("1/1页") {
            continue;
        }
        let about = |word: &str| format!("the text {word} on other pages: {}", text(draft, at));
        if draft.flow.items[at].cues.link_chars > 0 || key.contains("下一页") {
            told = true;
            remarks.push(Remark::limited("incomplete", about("goes on"), draft.flow.items[at].at.clone()));
        } else if rules().pager_words(key).is_some_and(|words| words >= 2) && doubt.is_none() {
            doubt = Some(Remark::unclear("incomplete", about("may go on"), draft.flow.items[at].at.clone()));
        }
    }
    let fact = |fact: &&Fact| fact.name == "pagination" && fact.kind != FactKind::Breadcrumb;
    if !told && let Some(fact) = draft.flow.facts.iter().find(fact) {
        let about = format!("the text may go on on other pages: {}", fact.value);
        doubt.get_or_insert(Remark::unclear("incomplete", about, Span::default()));
    }
    remarks.extend(doubt.filter(|_| !told));
    draft.omit(&fallen, remarks);
}

fn text(draft: &Draft, at: usize) -> &str {
    crate::key::line(&draft.flow.items[at]).unwrap_or("").trim()
}

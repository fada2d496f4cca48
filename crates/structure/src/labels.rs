//! Labels and their values inside one line: 索 引 号：…　文号：…, glued, cut, or without any colon.

use lantai_model::{Block, MarkKind, Name};

use crate::dateline;
use crate::line::{Line, byte_range, text_of};
use crate::rules::RULES;

/// Signs that set statements apart.
const SEPARATORS: [char; 6] = ['|', '丨', '︱', '│', '/', '・'];

/// Characters of the longest line of labels; what is longer is text.
const LONGEST: usize = 4000;
/// Most colons in a line of labels.
const MOST: usize = 100;

/// A label with its value in one line, as character ranges of the line.
#[derive(Debug, PartialEq)]
pub struct Pair {
    /// Where the label begins.
    pub start: usize,
    /// One past its last character; the colon stands here, if there is one.
    pub label_end: usize,
    /// The field that it names; none for labels without a name of their own.
    pub name: Option<Name>,
    /// The value, without what sets it apart from the next.
    pub value: std::ops::Range<usize>,
}

/// All labels with their values in a folded line. Cut labels count only beside a whole one, or at the start of a line
/// in a block of metadata.
pub fn pairs(folded: &[char], in_block: bool) -> Vec<Pair> {
    if folded.len() > LONGEST {
        return Vec::new();
    }
    let colons: Vec<usize> = folded.iter().enumerate().filter(|(_, c)| **c == ':').map(|(at, _)| at).collect();
    if colons.len() > MOST {
        return Vec::new();
    }
    let mut heads: Vec<(usize, usize, Option<Name>)> = Vec::new();
    let mut floor = 0;
    for &colon in &colons {
        // After a first label, values and labels may stand side by side without a blank.
        let glued = !heads.is_empty();
        if let Some((start, name)) = whole_label(folded, floor, colon, glued) {
            heads.push((start, colon, name));
            floor = colon + 1;
        }
    }
    if !heads.is_empty() || in_block && opens_cut(folded, &colons) {
        let mut floor = 0;
        for &colon in &colons {
            let taken = heads.iter().any(|head| head.1 == colon);
            if !taken && let Some((start, name)) = cut_label(folded, floor, colon) {
                heads.push((start, colon, Some(name)));
            }
            floor = colon + 1;
        }
        heads.sort();
    }
    let ends: Vec<usize> = heads.iter().skip(1).map(|head| head.0).chain([folded.len()]).collect();
    heads
        .into_iter()
        .zip(ends)
        .map(|((start, colon, name), end)| {
            let opener = start.checked_sub(1).map(|before| folded[before]);
            let value = trimmed(folded, colon + 1..end.max(colon + 1), opener);
            Pair { start, label_end: colon, name, value }
        })
        .collect()
}

/// A range without blanks and separators at its ends, and without the bracket that closes the one before its label.
pub fn trimmed(folded: &[char], range: std::ops::Range<usize>, opener: Option<char>) -> std::ops::Range<usize> {
    let (mut start, mut end) = (range.start, range.end);
    let closer = opener.and_then(|opener| "【】[]()".chars().skip_while(|c| *c != opener).nth(1));
    // A stroke alone is a value that says: none.
    let strokes = !folded[range].iter().all(|c| c.is_whitespace() || SEPARATORS.contains(c));
    let idle = |c: char| c.is_whitespace() || strokes && SEPARATORS.contains(&c);
    while start < end && idle(folded[start]) {
        start += 1;
    }
    while end > start {
        let last = folded[end - 1];
        // The next label may have opened a bracket of its own.
        let bracket = Some(last) == closer || matches!(last, '【' | '[' | '(');
        if !idle(last) && !bracket {
            break;
        }
        end -= 1;
    }
    start..end
}

/// The first colon of the line stands behind a cut label, and nothing stands before that.
fn opens_cut(folded: &[char], colons: &[usize]) -> bool {
    colons.first().is_some_and(|colon| {
        cut_label(folded, 0, *colon).is_some_and(|(start, _)| folded[..start].iter().all(|c| c.is_whitespace()))
    })
}

/// Labels without colons: the line begins with one, which is bold or has at least three characters. More may follow
/// behind blanks.
pub fn bare_pairs(line: &Line) -> Vec<Pair> {
    let Block::Paragraph(paragraph) = &line.block else { return Vec::new() };
    let folded = &line.folded;
    if folded.len() > 400 || folded.contains(&'。') {
        return Vec::new();
    }
    let strong = |at: usize| {
        let byte = byte_range(&paragraph.text, 0, at).end as u32;
        let here = paragraph.marks.iter().find(|mark| mark.kind == MarkKind::Strong && mark.start == byte)?;
        let text = paragraph.text.get(mark_range(here))?;
        Some(at + text.chars().count())
    };
    let start = line.start();
    let mut heads: Vec<(usize, usize, Option<Name>)> = Vec::new();
    let mut at = start;
    while at < folded.len() {
        let begins =
            at == start || folded[at - 1].is_whitespace() || !paragraph.marks.is_empty() && strong(at).is_some();
        let found = if begins && !folded[at].is_whitespace() { bare_label(folded, at, strong(at)) } else { None };
        match found {
            Some((end, name)) => {
                heads.push((at, end, name));
                at = end;
            }
            None if at == start => return Vec::new(),
            None => at += 1,
        }
    }
    let ends: Vec<usize> = heads.iter().skip(1).map(|head| head.0).chain([folded.len()]).collect();
    let pair = |((start, label_end, name), end): ((usize, usize, Option<Name>), usize)| Pair {
        start,
        label_end,
        name,
        value: trimmed(folded, label_end..end, None),
    };
    heads.into_iter().zip(ends).map(pair).collect()
}

fn mark_range(mark: &lantai_model::Mark) -> std::ops::Range<usize> {
    mark.start as usize..mark.end as usize
}

/// The longest label that begins there, and where it ends. A bold range holds the label and nothing else.
fn bare_label(folded: &[char], start: usize, bold: Option<usize>) -> Option<(usize, Option<Name>)> {
    let rules = &*RULES;
    let mut word = String::new();
    let mut best = None;
    if !rules.label_starts.contains(*folded.get(start)?) {
        return None;
    }
    let mut count = 0;
    for (at, c) in folded.iter().enumerate().skip(start) {
        if c.is_whitespace() {
            continue;
        }
        count += 1;
        if count > rules.longest_label || bold.is_some_and(|end| at >= end) {
            break;
        }
        word.push(*c);
        let fits = bold.is_none() && count >= 3
            || bold.is_some_and(|end| folded[at + 1..end].iter().all(|c| c.is_whitespace()));
        // The value of a label is no rest of a longer word, and a colon is for others to read.
        if fits
            && folded.get(at + 1) != Some(&':')
            && let Some(name) = rules.labels.get(&word)
        {
            best = Some((at + 1, *name));
        }
    }
    best
}

/// The longest known label that ends at the colon and begins after a blank or at the floor, or anywhere where labels may be
/// glued to the value before them. Blanks inside are allowed (索 引 号).
fn whole_label(folded: &[char], floor: usize, colon: usize, glued: bool) -> Option<(usize, Option<Name>)> {
    let rules = &*RULES;
    let mut word: Vec<char> = Vec::new();
    let mut best = None;
    for at in (floor..colon).rev() {
        if folded[at].is_whitespace() {
            continue;
        }
        word.insert(0, folded[at]);
        if word.len() > rules.longest_label {
            break;
        }
        let before = if at == floor { ' ' } else { folded[at - 1] };
        let boundary = before.is_whitespace()
            || matches!(before, '【' | '[' | '(' | '】' | ']' | ')')
            || SEPARATORS.contains(&before);
        if boundary || word.len() >= 2 && (glued || ends_day(folded, at)) {
            let label = text_of(&word);
            if let Some(name) = rules.labels.get(&label) {
                best = Some((at, *name));
            }
        }
    }
    best
}

/// A cut label: all that stands between a blank and the colon, and the value agrees with its meaning.
fn cut_label(folded: &[char], floor: usize, colon: usize) -> Option<(usize, Name)> {
    let start = (floor..colon).rev().take_while(|at| !folded[*at].is_whitespace()).last()?;
    let label = text_of(&folded[start..colon]);
    let names = RULES.cut.get(&label)?;
    let value: String = folded[colon + 1..].iter().collect::<String>().trim_start().to_owned();
    let value = value.split_whitespace().next().unwrap_or("");
    let fits = |name: &&Name| match name {
        Name::IndexNumber => value.chars().filter(char::is_ascii_digit).count() >= 6 && value.contains(['/', '-']),
        Name::DocNumber => value.contains(['〔', '[', '【']),
        _ => true,
    };
    names.iter().find(fits).map(|name| (start, *name))
}

/// A day or a time of day ends right before that place: 2024-01-08来源：…
fn ends_day(folded: &[char], at: usize) -> bool {
    let from = at.saturating_sub(20);
    folded[at - 1].is_ascii_digit() && at - from >= 8 && dateline::find(&folded[from..at]).is_some()
        || folded[at - 1] == '日' && folded[from..at].contains(&'年')
}

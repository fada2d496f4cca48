//! Measures that name who leads them: in a bracket after their text, on a line of their own, or in their heading.

use std::sync::LazyLock;

use lantai_model::{Block, Genre, Placed, Section, Span, Task};
use memchr::{memchr2_iter, memmem};

use crate::charge::{Charge, Known};
use crate::lead_units;
use crate::lexicon::Words;
use crate::tasks::{printed_number, references, text_of};

/// A bracket at the end of a measure is at most so many bytes long.
const LONGEST: usize = 1500;

/// Sentences in a row at the end of a text that may say who is responsible.
const SENTENCES: usize = 4;

/// A section whose heading ends with brackets that say which clause it carries out, or who is responsible.
pub fn of_heading(section: &Section, genre: Genre) -> Option<Task> {
    let mut heading = section.heading.trim_end();
    let mut charge: Option<Charge> = None;
    let mut refs: Vec<String> = Vec::new();
    loop {
        let bare = heading.trim_end_matches(['。', '.', '；', ';']);
        if !bare.ends_with([')', '）']) {
            break;
        }
        let Some(open) = opening(bare, bare.len()) else { break };
        let inner = inside(bare, open);
        if let Some(mut found) = references(inner) {
            found.append(&mut refs);
            refs = found;
        } else if let Some(found) = lead_units::of_bracket(inner) {
            let later = charge.take();
            let mut found = found;
            later.into_iter().for_each(|later| found.add(later));
            charge = Some(found);
        } else {
            break;
        }
        heading = bare[..open].trim_end();
    }
    if charge.is_none() && (refs.is_empty() || section.number.is_none()) {
        return None;
    }
    let Charge { leaders, units, cooperating, due, progress: _ } = charge.unwrap_or_default();
    let text = text_of(section);
    // A report tells under such a heading what was done, a plan what is to be done.
    let reports = !refs.is_empty() || matches!(genre, Genre::Progress | Genre::Summary);
    let (progress, measures) = if reports { (text, String::new()) } else { (String::new(), text) };
    Some(Task {
        number: printed_number(section),
        goal: heading.trim().to_owned(),
        measures,
        leaders,
        units,
        cooperating,
        due,
        progress,
        refs,
        at: section.at.clone(),
        ..Task::default()
    })
}

/// A section of numbered items below whose last one stands who is responsible, while no item says so by itself: the line
/// is that of the section.
pub fn of_items(section: &Section) -> Option<Task> {
    let (last, others) = section.children.split_last()?;
    if others.is_empty() || section.number.is_none() || section.heading.is_empty() || !last.children.is_empty() {
        return None;
    }
    let (charge, lines) = trailing(last);
    let charge = charge.filter(|charge| !charge.units.is_empty())?;
    let silent = |item: &Section| {
        let mut tasks = Vec::new();
        of_text(item, &mut tasks);
        item.number.is_some()
            && item.children.is_empty()
            && tasks.is_empty()
            && of_heading(item, Genre::Other).is_none()
            && lead_units::of_sentences(&item.heading).is_none()
            && lead_units::of_sentences(&text_of(item)).is_none()
    };
    if last.number.is_none() || !others.iter().all(silent) {
        return None;
    }
    let text = text_of(section);
    let mut kept: Vec<&str> = text.lines().collect();
    kept.truncate(kept.len().saturating_sub(lines));
    let Charge { leaders, units, cooperating, due, progress } = charge;
    let (number, goal, measures) = (printed_number(section), section.heading.trim().to_owned(), kept.join("\n"));
    let at = section.at.clone();
    Some(Task { number, goal, measures, leaders, units, cooperating, due, progress, at, ..Task::default() })
}

/// What the last lines of a section say of who is responsible, and how many they are.
fn trailing(section: &Section) -> (Option<Charge>, usize) {
    let mut charge: Option<Charge> = None;
    let mut lines = 0;
    for placed in section.blocks.iter().rev() {
        let Block::Paragraph(paragraph) = &placed.block else { break };
        let Some(mut found) = lead_units::of_line(&paragraph.text) else { break };
        charge.take().into_iter().for_each(|later| found.add(later));
        charge = Some(found);
        lines += 1;
    }
    (charge, lines)
}

/// Adds to a task what stands below the items of its section and says no more than how it goes or when: 整改进展：….
pub fn of_last_item(section: &Section, task: &mut Task) {
    let Some(charge) = section.children.last().and_then(|last| trailing(last).0) else { return };
    if charge.units.is_empty() && charge.cooperating.is_empty() && charge.leaders.is_empty() {
        for (to, from) in [(&mut task.due, charge.due), (&mut task.progress, charge.progress)] {
            if to.is_empty() {
                *to = from;
            }
        }
    }
}

/// A measure with who is responsible for it.
struct Measure {
    text: String,
    charge: Charge,
    at: Span,
    /// The place where its text begins: block and byte.
    block: usize,
}

/// Adds the measures that a section's own paragraphs state.
pub fn of_text(section: &Section, tasks: &mut Vec<Task>) {
    let mut measures: Vec<Measure> = Vec::new();
    // Text that no bracket or line has claimed yet: block and byte where it begins.
    let mut from: Option<(usize, usize)> = None;
    // The lines that claim the text before them; several such lines in a row claim it together.
    let mut line_before = false;
    // The line before, where its list of units is not at its end, and what was known before it.
    let mut open: Option<(String, Known)> = None;
    for (index, placed) in section.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = &placed.block else {
            (from, line_before, open) = (None, false, None);
            continue;
        };
        let text = &paragraph.text;
        // A list of units that was broken goes on with the next line: 参加单位：甲、乙、
        if let Some((line, before)) = open.take()
            && let Some(measure) = measures.last_mut()
            && let Some(charge) = lead_units::of_line(&format!("{line}{text}"))
        {
            measure.charge.back_to(before);
            measure.charge.add(charge);
            continue;
        }
        let heads = |measure: &Measure| measure.text.is_empty() && !section.heading.is_empty();
        let charge = lead_units::of_line(text);
        // How it goes is told of a measure that is known; by itself it claims nothing.
        if let Some(charge) =
            charge.filter(|charge| line_before || !charge.tells_only() || measures.last().is_some_and(heads))
        {
            let broken = text.trim_end().ends_with(['、', '，']);
            // Lines that stand below a heading, before all text, claim the whole section.
            match measures.last_mut().filter(|measure| line_before || heads(measure)) {
                Some(measure) => {
                    open = broken.then(|| (text.clone(), measure.charge.known()));
                    measure.charge.add(charge);
                }
                None => {
                    let (start, at) = from.take().map_or_else(
                        || (index, section.at.clone()),
                        |(block, _)| (block, section.blocks.get(block).map_or(Span::default(), |b| b.at.clone())),
                    );
                    open = broken.then(|| (text.clone(), Known::default()));
                    let text = between(section, (start, 0), (index, 0));
                    measures.push(Measure { text, charge, at, block: start });
                }
            }
            line_before = true;
            continue;
        }
        line_before = false;
        let mut done = 0;
        // A byte of the text and the characters before it.
        let mut passed = (0, 0);
        for (open, end, charge) in brackets(text) {
            let (block, start) = from.take().unwrap_or((index, done));
            let at = match section.blocks.get(block) {
                Some(first) if block != index => first.at.clone(),
                _ => within(&placed.at, text, start, end, &mut passed),
            };
            let measure = between(section, (block, start), (index, open));
            if !measure.is_empty() {
                measures.push(Measure { text: measure, charge, at, block });
            }
            done = end;
        }
        if let Some((start, charge)) = last_sentence(text).filter(|(start, _)| *start >= done) {
            let (block, first) = from.take().unwrap_or((index, done));
            let measure = between(section, (block, first), (index, start));
            if !measure.is_empty() {
                let at = section.blocks.get(block).map_or(Span::default(), |placed| placed.at.clone());
                measures.push(Measure { text: measure, charge, at, block });
            }
            line_before = true;
            done = text.len();
        }
        if !text[done..].trim().is_empty() && from.is_none() {
            from = Some((index, done));
        }
    }
    if measures.is_empty() {
        return;
    }
    let single = measures.len() == 1;
    let mut whole = single && from.is_none() && !section.heading.is_empty();
    if let ([only], Some(rest)) = (measures.as_mut_slice(), from)
        && only.text.is_empty()
        && !section.heading.is_empty()
    {
        only.text = unclaimed(section, rest.0);
        whole = true;
    }
    for measure in measures {
        let Measure { text, charge, at, block } = measure;
        let (goal, text) = match () {
            _ if whole => (section.heading.trim().to_owned(), text),
            // Paragraphs before the last one are an introduction, where other measures have one each.
            _ if !single && text.contains('\n') => {
                (text.rsplit('\n').next().unwrap_or_default().to_owned(), String::new())
            }
            _ => (text, String::new()),
        };
        let goal = if goal.is_empty() { section.heading.trim().to_owned() } else { goal };
        let Charge { leaders, units, cooperating, due, progress } = charge;
        let number = printed_number(section);
        let at = if whole && block == 0 { section.at.clone() } else { at };
        let measures = text;
        tasks.push(Task { number, goal, measures, leaders, units, cooperating, due, progress, at, ..Task::default() });
    }
}

/// The section's text from one place to another, a paragraph a line.
fn between(section: &Section, from: (usize, usize), to: (usize, usize)) -> String {
    let mut all = String::new();
    for index in from.0..=to.0 {
        let Some(Block::Paragraph(paragraph)) = section.blocks.get(index).map(|placed| &placed.block) else { continue };
        let start = if index == from.0 { from.1 } else { 0 };
        let end = if index == to.0 { to.1 } else { paragraph.text.len() };
        let piece = paragraph.text.get(start..end).unwrap_or("").trim().trim_start_matches(['。', '；', ';']).trim();
        if !piece.is_empty() {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(piece);
        }
    }
    all
}

/// The section's paragraphs from one on that say not who is responsible.
fn unclaimed(section: &Section, from: usize) -> String {
    let text = |placed: &Placed| match &placed.block {
        Block::Paragraph(paragraph) if lead_units::of_line(&paragraph.text).is_none() => Some(paragraph.text.clone()),
        _ => None,
    };
    section.blocks.iter().skip(from).filter_map(text).collect::<Vec<_>>().join("\n")
}

/// The place of a piece of a text; pieces come in their order, so that each character is counted once.
fn within(at: &Span, text: &str, start: usize, end: usize, passed: &mut (usize, usize)) -> Span {
    if start == 0 && end == text.len() {
        return at.clone();
    }
    let mut characters = |byte: usize| {
        let between = text.get(passed.0..byte).map_or(0, |text| text.chars().count());
        crate::steps::count(between);
        *passed = (byte, passed.1 + between);
        passed.1
    };
    let first = characters(start);
    at.within(first, characters(end))
}

/// Brackets at the end of a measure that say who is responsible: where they open, where they end, and what they say.
fn brackets(text: &str) -> impl Iterator<Item = (usize, usize, Charge)> {
    // 0x89 ends the full-width closing bracket in UTF-8.
    memchr2_iter(b')', 0x89, text.as_bytes()).filter_map(|at| {
        let end = at + 1;
        let full = text.as_bytes()[..end].ends_with("）".as_bytes());
        if !full && text.as_bytes()[at] != b')' {
            return None;
        }
        let rest = text[end..].trim_start();
        let close = if full { end - 3 } else { at };
        // A measure ends here: nothing follows, or a new sentence after the bracket or its stop.
        let ends = rest.is_empty() || rest.starts_with(['。', '；', ';', '(', '（']);
        if !ends && !speaks(&text[text.floor_char_boundary(close.saturating_sub(24))..close]) {
            return None;
        }
        let open = opening(text, end)?;
        let closed = text[..open].trim_end().ends_with(['。', '；', ';', '！', '”', ')', '）']);
        if !ends && !closed {
            return None;
        }
        let inner = inside(&text[..end], open);
        let charge = if speaks(inner) { lead_units::of_bracket(inner)? } else { return None };
        Some((open, end, charge))
    })
}

/// A last sentence without brackets that says who is responsible: …。责任单位：市科技局.
fn last_sentence(text: &str) -> Option<(usize, Charge)> {
    static UNIT: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("单位"));
    let tail = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
    let found = tail + UNIT.find(&text.as_bytes()[tail..])?;
    let start = found
        - text[tail..found]
            .chars()
            .rev()
            .take_while(|c| !matches!(*c, '。' | '；' | ';'))
            .map(char::len_utf8)
            .sum::<usize>();
    // It must be a sentence of its own, and not all of the paragraph.
    if start == tail {
        return None;
    }
    let mut charge = lead_units::of_line(&text[start..])?;
    // 责任领导：王恒。责任单位：县财政局。 Sentences before it may be of the same kind.
    let mut start = start;
    for _ in 0..SENTENCES {
        let before = text[tail..start].trim_end().trim_end_matches(['。', '；', ';']);
        let Some(at) = before.rfind(['。', '；', ';']) else { break };
        let from = tail + at + before[at..].chars().next().map_or(0, char::len_utf8);
        let Some(mut found) = lead_units::of_line(&text[from..tail + before.len()]) else { break };
        found.add(charge);
        (charge, start) = (found, from);
    }
    Some((start, charge))
}

/// Quick: one of the words is there without which nobody is named responsible.
fn speaks(text: &str) -> bool {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        ["负责", "負責", "牵头", "牽頭", "单位", "單位", "部门", "配合", "落实", "责任", "承办", "科室"]
            .into_iter()
            .collect()
    });
    WORDS.stands_in(text)
}

/// Where the bracket opens that closes right before `end`; brackets inside it are passed over.
fn opening(text: &str, end: usize) -> Option<usize> {
    let from = text.floor_char_boundary(end.saturating_sub(LONGEST));
    let mut depth = 0u32;
    for (at, c) in text[from..end].char_indices().rev() {
        match c {
            ')' | '）' => depth += 1,
            '(' | '（' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(from + at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What stands inside a bracket that opens at `open` and closes at the end.
fn inside(text: &str, open: usize) -> &str {
    let inner = text.get(open..).unwrap_or("");
    let inner = inner.strip_prefix(['(', '（']).unwrap_or(inner);
    inner.strip_suffix([')', '）']).unwrap_or(inner).trim()
}

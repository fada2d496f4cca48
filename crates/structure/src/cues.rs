//! Headings without numbers, by their looks: marked by the source, large, centred, bold, or short lines between
//! paragraphs. A look is believed where the document uses it again and again for lines that text follows.

use lantai_model::{Align, Block};

use crate::date;
use crate::heading;
use crate::line::Line;
use crate::number::Form;
use crate::role_words;
use crate::scan::Marks;

/// How headings without numbers look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// Marked as a heading of that level by the source.
    Heading(u8),
    /// In larger type than the text.
    Large,
    /// Bold and centred.
    BoldCenter,
    /// Centred.
    Center,
    /// Bold.
    Bold,
    /// A short line without a final stop before a paragraph.
    Short,
    /// Such a line that names a role among numbered ones (指导思想, 一、…): it stands beside the first of them.
    Lone,
    /// A question (问：…？) before its answer (答：…).
    Question,
    /// A bold sentence before text in its paragraph that is not bold.
    Lead,
    /// A word that heads what stands before the first section or after the last: 前言, 结语.
    Frame,
    /// A line all in brackets: 【主要成效】.
    Bracketed,
}

/// How many looks there are, levels of headings counted singly.
const LOOKS: usize = 17;
/// Widest heading that the source marks, in characters.
const MARKED_WIDTH: usize = 80;
/// Widest heading by looks.
const WIDTH: usize = 40;
/// Widest heading that has no looks of its own.
const SHORT: usize = 20;
/// Narrowest paragraph of text that may follow a short line.
const TEXT: usize = 30;
/// Narrowest paragraph that may follow a short line that names a role.
const SENTENCE: usize = 12;
/// Widths of short lines between paragraphs that are headings whatever they say.
const WORDS: std::ops::RangeInclusive<usize> = 4..=14;
/// Type that is larger than the text's by this much is large.
const LARGE: f32 = 1.12;

fn index(cue: Cue) -> usize {
    match cue {
        Cue::Heading(level) => usize::from(level.min(6)),
        Cue::Large => 7,
        Cue::BoldCenter => 8,
        Cue::Center => 9,
        Cue::Bold => 10,
        Cue::Short => 11,
        Cue::Lone => 12,
        Cue::Question => 13,
        Cue::Lead => 14,
        Cue::Frame => 15,
        Cue::Bracketed => 16,
    }
}

/// What is known of the lines of one look.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Lines of that look that stand after the start of the text.
    lines: u32,
    /// Those among them that text or a number follows.
    followed: u32,
    /// Those that name a role.
    roles: u32,
    /// Those that stand between paragraphs of sentences.
    between: u32,
}

/// For each line the look by which it is a heading.
pub fn headings(lines: &[Line], marks: &Marks) -> Vec<Option<Cue>> {
    // Beside numbers: where none are, looks tell.
    let numbered = marks.iter().flatten().any(|mark| mark.label.form <= Form::Han);
    let frames = |at: usize| numbered && is_frame(&lines[at]) && lines.get(at + 1).is_some_and(is_text);
    let asks = |at: usize| is_question(&lines[at], lines.get(at + 1));
    let cues: Vec<Option<Cue>> = lines
        .iter()
        .zip(marks.iter())
        .enumerate()
        .map(|(at, (line, marks))| match marks.is_empty() {
            true if asks(at) => Some(Cue::Question),
            true if frames(at) => Some(Cue::Frame),
            true => look(line).or_else(|| heading::lead(line).map(|_| Cue::Lead)),
            false => None,
        })
        .collect();
    if cues.iter().all(Option::is_none) {
        return cues;
    }
    // Subtitles, dates and names stand before the text.
    let begins = (0..lines.len()).find(|at| !marks[*at].is_empty() || is_text(&lines[*at])).unwrap_or(lines.len());
    let mut seen = [Seen::default(); LOOKS];
    let mut early = [0u32; LOOKS];
    for (at, cue) in cues.iter().enumerate() {
        let Some(cue) = *cue else { continue };
        if at < begins && !leads_in(&cues, at, begins) {
            early[index(cue)] += 1;
            continue;
        }
        let seen = &mut seen[index(cue)];
        seen.lines += 1;
        seen.followed += u32::from(is_followed(lines, marks, &cues, at, cue));
        seen.roles += u32::from(names_role(&lines[at]));
        seen.between += u32::from(cue == Cue::Short && stands_between(lines, at));
    }
    // Where nothing is numbered and nothing else looks like a heading, the lines between the paragraphs are the headings.
    let bare = marks.iter().flatten().all(|mark| mark.label.form.runs_in())
        && seen[..index(Cue::Short)].iter().all(|seen| seen.lines == 0);
    let believed = |cue: Cue, after: bool| {
        let Seen { lines, followed, roles, between } = seen[index(cue)];
        let mostly = followed * 5 >= lines * 4;
        match cue {
            Cue::Heading(_) if after => true,
            Cue::Heading(_) => lines + early[index(cue)] >= 2,
            Cue::Question | Cue::Frame => true,
            Cue::Lead => lines >= 2,
            _ if !after && cue != Cue::Frame => false,
            Cue::Large | Cue::BoldCenter => followed >= 1 && followed * 2 >= lines,
            Cue::Center | Cue::Bold | Cue::Bracketed => (lines >= 2 || roles >= 1) && mostly,
            Cue::Short => lines >= 2 && roles * 2 >= lines && mostly || bare && between >= 3 && between == lines,
            Cue::Lone => false,
        }
    };
    // A name under the title looks like a heading that has no looks; one that names a role is one.
    let after = |at: usize| {
        at >= begins || leads_in(&cues, at, begins) && (cues[at] != Some(Cue::Short) || names_role(&lines[at]))
    };
    let short = &seen[index(Cue::Short)];
    let lone = !bare && short.lines + early[index(Cue::Short)] == 1 && !believed(Cue::Short, true);
    let own = |at: usize| {
        let alone = lone
            && cues[at] == Some(Cue::Short)
            && stands_between(lines, at)
            && (names_role(&lines[at]) || closes(&lines[at]));
        if alone { Some(Cue::Lone) } else { cues[at].filter(|cue| believed(*cue, after(at))) }
    };
    (0..lines.len()).map(own).collect()
}

/// The line right before the text may be its first heading, where its look comes again.
fn leads_in(cues: &[Option<Cue>], at: usize, begins: usize) -> bool {
    at + 1 == begins && cues[begins..].iter().any(|cue| *cue == cues[at])
}

/// The look of a line that may be a heading.
fn look(line: &Line) -> Option<Cue> {
    let Block::Paragraph(paragraph) = &line.block else { return None };
    let cues = &line.cues;
    let width = line.width();
    if cues.heading > 0 {
        let ends = line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ','));
        return ((1..=MARKED_WIDTH).contains(&width) && !ends).then_some(Cue::Heading(cues.heading.min(6)));
    }
    if !(2..=WIDTH).contains(&width) || paragraph.list > 0 || cues.align == Align::End {
        return None;
    }
    let center = cues.align == Align::Center;
    let cue = match (cues.size >= LARGE, center, cues.bold) {
        (true, ..) => Cue::Large,
        (_, true, true) => Cue::BoldCenter,
        (_, true, false) => Cue::Center,
        (_, _, true) => Cue::Bold,
        _ if is_bracketed(line) => Cue::Bracketed,
        // Words apart are an office and a name: 云河市市长　沈知行.
        _ if width <= SHORT && !has_blanks(line) => Cue::Short,
        _ => return None,
    };
    (!reads_on(line)).then_some(cue)
}

/// Blanks stand between its letters.
fn has_blanks(line: &Line) -> bool {
    let text = line.folded.get(line.start()..).unwrap_or_default();
    text.len() - text.iter().rev().take_while(|c| c.is_whitespace()).count() > line.width()
}

/// Sentences, dates, notes in brackets, captions and lists are no headings.
fn reads_on(line: &Line) -> bool {
    let text = line.folded.get(line.start()..).unwrap_or_default();
    let first = text.first().copied().unwrap_or(' ');
    line.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ',' | '、' | '!' | '?' | '…'))
        || "(〔[—-·•●◆※*注图表附".contains(first)
        || first.is_ascii_digit() && !text.contains(&'年')
        || text.contains(&'。')
        || text.iter().filter(|c| matches!(**c, ',' | ';' | ':')).count() > 2
        || !text.iter().any(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        || date::whole(&line.folded).is_some()
}

/// The line is such a word and nothing else.
fn is_frame(line: &Line) -> bool {
    const WORDS: [&str; 10] = ["前言", "序言", "引言", "导言", "绪论", "绪言", "结语", "结束语", "后记", "结论"];
    line.is_paragraph() && line.width() <= 3 && WORDS.iter().any(|word| line.key_is(word))
}

/// The line is a few words in brackets: 【主要成效】.
fn is_bracketed(line: &Line) -> bool {
    let mut text = line.folded.iter().filter(|c| !c.is_whitespace());
    let closes = |c: &char| matches!(c, '【' | '】');
    line.width() <= SHORT + 2 && text.next() == Some(&'【') && text.next_back() == Some(&'】') && !text.any(closes)
}

/// A question that its answer follows: 问：…？ 答：….
fn is_question(line: &Line, next: Option<&Line>) -> bool {
    let speaks = |line: &Line, who: char| {
        let mut text = line.folded.iter().filter(|c| !c.is_whitespace());
        line.is_paragraph() && text.next() == Some(&who) && text.next() == Some(&':')
    };
    line.width() <= MARKED_WIDTH
        && line.last() != Some('。')
        && speaks(line, '问')
        && next.is_some_and(|next| speaks(next, '答'))
}

/// A paragraph that says something.
fn is_text(line: &Line) -> bool {
    line.is_paragraph() && (line.width() >= TEXT || line.last().is_some_and(|c| matches!(c, '。' | ';')))
}

fn is_followed(lines: &[Line], marks: &Marks, cues: &[Option<Cue>], at: usize, cue: Cue) -> bool {
    let Some(next) = lines.get(at + 1) else { return false };
    match cue {
        Cue::Heading(_) | Cue::Question | Cue::Lead | Cue::Frame => true,
        // A centred line before a table is its caption.
        Cue::Center | Cue::BoldCenter if !next.is_paragraph() => false,
        // A line that names a role needs no long paragraph to be believed.
        Cue::Short if names_role(&lines[at]) => next.width() >= SENTENCE && is_text(next),
        Cue::Short => next.width() >= TEXT && is_text(next),
        _ => {
            !marks[at + 1].is_empty()
                || is_text(next)
                || cues[at + 1].is_some_and(|next| next != cue)
                || !next.is_paragraph()
        }
    }
}

/// A few words right after a sentence and right before one: 馆藏建设. Names are shorter, but 综述 is a role.
fn stands_between(lines: &[Line], at: usize) -> bool {
    let ends = |line: &Line| line.is_paragraph() && matches!(line.last(), Some('。' | ':'));
    (WORDS.contains(&lines[at].width()) || names_role(&lines[at]))
        && at.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(ends)
        && lines.get(at + 1).is_some_and(ends)
}

/// 名词解释 and the like.
fn closes(line: &Line) -> bool {
    line.width() <= SHORT && role_words::closes(&line.key())
}

fn names_role(line: &Line) -> bool {
    role_words::named(&line.key())
}

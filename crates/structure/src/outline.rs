//! The outline: every block hung at its place below the numbers and headings that `scan` and `cues` find, by the levels
//! that `levels` learns from them. Wrong numbers stay as printed and get a remark.

use lantai_model::{Block, Number, Placed, Remark, Section, push_number};

use crate::cues::{self, Cue};
use crate::habits::{self, Habit};
use crate::heading;
use crate::levels::{Event, Kind, Levels};
use crate::line::{Line, byte_range};
use crate::number::{Form, Label};
use crate::scan::{self, Mark, Marks};

/// Builds the outline of one document's text.
pub fn build(lines: Vec<Line>, remarks: &mut Vec<Remark>) -> Section {
    let marks = scan::numbers(&lines);
    let cues = cues::headings(&lines, &marks);
    let levels = Levels::learn(&events(&lines, &marks, &cues));
    let habits = habits::learn(&lines, &marks, &levels);
    let mut builder = Builder {
        levels,
        titled: articles_are_titled(&lines, &marks),
        styled: is_styled(&lines),
        open: vec![Open::default()],
        last: [0; Form::COUNT],
        remarks,
    };
    for (((line, marks), cue), habit) in lines.into_iter().zip(marks.iter()).zip(cues).zip(habits) {
        builder.line(line, marks, cue, habit);
    }
    builder.finish()
}

/// All numbers and headings in reading order.
fn events(lines: &[Line], marks: &Marks, cues: &[Option<Cue>]) -> Vec<Event> {
    let mut events = Vec::new();
    for ((line, marks), cue) in lines.iter().zip(marks.iter()).zip(cues) {
        for (nth, Mark { label, .. }) in marks.iter().enumerate() {
            let heading = if nth == 0 { line.cues.heading } else { 0 };
            events.push(Event { kind: Kind::Number(label.form, label.variant), value: label.value, heading });
        }
        events.extend(cue.map(|cue| Event { kind: Kind::Cue(cue), value: 0, heading: line.cues.heading }));
    }
    events
}

fn articles_are_titled(lines: &[Line], marks: &Marks) -> bool {
    let articles = lines.iter().zip(marks.iter()).filter_map(|(line, marks)| {
        let mark = marks.first().filter(|mark| mark.label.form == Form::Article)?;
        Some((line, mark.label))
    });
    heading::articles_are_titled(articles)
}

/// The source marks headings of more than one level, so that its levels can be believed.
fn is_styled(lines: &[Line]) -> bool {
    let mut levels = lines.iter().map(|line| line.cues.heading).filter(|level| *level > 0);
    levels.next().is_some_and(|first| levels.any(|level| level != first))
}

/// A section that is still open.
#[derive(Default)]
struct Open {
    section: Section,
    /// What opened it; None for the root.
    kind: Option<Kind>,
    /// Heading level that the source marks, 0 for none.
    heading: u8,
    /// Holds paragraphs after items that run in a paragraph (一是…二是…), and nothing below them.
    aside: bool,
    /// Value of the last child of each kind that was hung here, and whether it came twice.
    children: Vec<(Kind, u32, bool)>,
}

impl Open {
    fn runs_in(&self) -> bool {
        matches!(self.kind, Some(Kind::Number(form, _)) if form.runs_in())
    }
}

struct Builder<'a> {
    levels: Levels,
    /// The document's articles have headings.
    titled: bool,
    /// The source marks headings of more than one level.
    styled: bool,
    /// The root first, then the open sections from the outside in.
    open: Vec<Open>,
    /// The last number of each form, for sequences that run on across parents.
    last: [u32; Form::COUNT],
    remarks: &'a mut Vec<Remark>,
}

impl Builder<'_> {
    fn line(&mut self, line: Line, marks: &[Mark], cue: Option<Cue>, habit: Habit) {
        let Some(first) = marks.first() else {
            match cue {
                Some(cue) => self.unnumbered(line, cue),
                None => self.block(line.placed()),
            }
            return;
        };
        if let Some(before) = line.part(0, first.at) {
            self.block(before);
        }
        // Most lines hold one number, at their start.
        if marks.len() == 1 && first.at == 0 && !line.folded.last().is_some_and(|c| c.is_whitespace()) {
            let mut line = line;
            line.at = line.at.within(0, line.folded.len());
            return self.numbered(line, first.label, habit);
        }
        let cuts: Vec<usize> = marks.iter().map(|mark| mark.at).collect();
        // What the line is known for is known of its first number.
        let kinds: Vec<Kind> = marks.iter().map(|mark| self.levels.kind(mark.label)).collect();
        for (nth, (mark, piece)) in marks.iter().zip(line.pieces(&cuts)).enumerate() {
            // Of sentences side by side in a paragraph, one that has no text of its own is no heading.
            let beside = |other: Option<usize>| other.and_then(|other| kinds.get(other)) == kinds.get(nth);
            let item = mark.at > 0 && (beside(nth.checked_sub(1)) || beside(Some(nth + 1)));
            let item = item && kinds.get(nth + 1).is_none_or(|next| !self.levels.above(kinds[nth], *next));
            self.numbered(piece, mark.label, Habit { item, text: habit.text && nth == 0, ..Habit::default() });
        }
    }

    /// Opens a section for a number with its text.
    fn numbered(&mut self, line: Line, label: Label, habit: Habit) {
        let kind = self.levels.kind(label);
        let depth = self.place(kind, label.value, line.cues.heading);
        self.close_to(depth);
        self.check(kind, label, &line);
        self.last[label.form as usize] = label.value;
        let (heading, text) = match heading::split(&line, label, self.titled, habit) {
            (Some(_), None) if line.last() == Some('。') && self.ends_a_list(kind) => (None, Some(label.chars)),
            split => split,
        };
        let printed = line.text();
        let number_bytes = byte_range(printed, 0, label.chars);
        let number = Number {
            style: label.style,
            value: label.value,
            label: printed.get(number_bytes).unwrap_or_default().trim_end().to_owned(),
        };
        let words = heading.and_then(|end| printed.get(byte_range(printed, label.chars, end)));
        let section = Section {
            number: Some(number),
            heading: words.unwrap_or_default().trim().to_owned(),
            at: line.at.within(0, heading.unwrap_or(label.chars)),
            ..Section::default()
        };
        self.open.push(Open { section, kind: Some(kind), heading: line.cues.heading, ..Open::default() });
        if let Some(text) = text.and_then(|start| line.part(start, line.folded.len()))
            && let Some(open) = self.open.last_mut()
        {
            open.section.blocks.push(text);
        }
    }

    /// Opens a section for a heading without a number.
    fn unnumbered(&mut self, line: Line, cue: Cue) {
        let kind = Kind::Cue(cue);
        let depth = self.place(kind, 0, line.cues.heading);
        self.close_to(depth);
        let heading = line.cues.heading;
        let lead = if cue == Cue::Lead { heading::lead(&line) } else { None };
        let end = lead.unwrap_or(line.folded.len());
        let words = line.text().get(byte_range(line.text(), 0, end)).unwrap_or_default().trim().to_owned();
        let text = line.slice(end, line.folded.len());
        let at = if lead.is_some() { line.at.within(0, end) } else { line.at };
        let blocks = text.map(Line::placed).into_iter().collect();
        let section = Section { heading: words, at, blocks, ..Section::default() };
        self.open.push(Open { section, kind: Some(kind), heading, ..Open::default() });
    }

    /// How many open sections stay open around a new one of that kind.
    fn place(&self, kind: Kind, value: u32, heading: u8) -> usize {
        crate::steps::count(self.open.len());
        if kind == Kind::Cue(Cue::Frame) {
            return 1;
        }
        let same = self.open.iter().rposition(|open| open.kind == Some(kind));
        let mut from = 0;
        if self.styled && heading > 0 {
            let higher = |open: &&Open| open.kind.is_none() && !open.aside || (1..heading).contains(&open.heading);
            return self.open.iter().take_while(higher).count();
        }
        if self.styled {
            // Numbers that are not marked stand below the heading that is, unless they go on with its sequence.
            let goes_on = |at: &usize| {
                let number = self.open.get(*at).and_then(|open| open.section.number.as_ref());
                number.is_some_and(|number| value > 1 && number.value + 1 == value)
            };
            from = self.open.iter().rposition(|open| open.heading > 0).map_or(0, |at| at + 1);
            if let Some(at) = same.filter(|at| *at >= from || goes_on(at)) {
                return at;
            }
        } else if let Some(at) = same {
            return at;
        }
        let holds = |open: &&Open| !open.aside && open.kind.is_none_or(|above| self.levels.above(above, kind));
        from + self.open.iter().skip(from).take_while(holds).count()
    }

    /// The item before ends with a semicolon: they are items of one list, not headings.
    fn ends_a_list(&self, kind: Kind) -> bool {
        let Some(parent) = self.open.last() else { return false };
        let Some(before) = parent.section.children.last().filter(|before| before.heading.is_empty()) else {
            return false;
        };
        let semicolon = matches!(before.blocks.as_slice(), [Placed { block: Block::Paragraph(paragraph), .. }]
            if paragraph.text.trim_end().ends_with(['；', ';']));
        semicolon && parent.children.iter().any(|(other, ..)| *other == kind)
    }

    /// Remarks on a number that does not follow those before it.
    fn check(&mut self, kind: Kind, label: Label, line: &Line) {
        let Some(parent) = self.open.last_mut() else { return };
        let value = label.value;
        let runs_on = value == self.last[label.form as usize].wrapping_add(1);
        let known = parent.children.iter().position(|(other, ..)| *other == kind);
        let about = match known.map(|at| parent.children[at]) {
            _ if value == 1 && known.is_none() => None,
            None if runs_on => None,
            None => Some(("outline_gap", "begins a sequence that has no 1", None)),
            Some((_, last, _)) if value == last => Some(("outline_duplicate", "comes again", None)),
            Some((_, last, _)) if value == last + 1 || runs_on => None,
            // （二）（二）（四）: the second was meant to be the third.
            Some((_, last, twice)) if value == last + 2 && twice => None,
            Some((_, last, _)) if value > last => Some(("outline_gap", "follows", Some(last))),
            // Lists of items may begin anew in one section.
            Some(_) if value == 1 && label.form >= Form::Arabic => None,
            Some((_, last, _)) => Some(("outline_order", "follows", Some(last))),
        };
        let twice = known.is_some_and(|at| parent.children[at].1 == value);
        match known {
            Some(at) => parent.children[at] = (kind, value, twice),
            None => parent.children.push((kind, value, false)),
        }
        if let Some((rule, says, after)) = about {
            let printed = line.text().get(byte_range(line.text(), 0, label.chars)).unwrap_or_default().trim();
            let mut about = String::with_capacity(printed.len() + says.len() + 12);
            about.push_str(printed);
            about.push(' ');
            about.push_str(says);
            if let Some(after) = after {
                about.push(' ');
                push_number(&mut about, after.into());
            }
            self.remarks.push(Remark::unclear(rule, about, line.at.clone()));
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth.max(1) {
            let Some(done) = self.open.pop() else { return };
            if let Some(parent) = self.open.last_mut() {
                parent.section.children.push(done.section);
            }
        }
    }

    fn block(&mut self, placed: Placed) {
        // After items that run in a paragraph (一是…二是…) the next plain paragraph belongs to the section around them.
        let items = self.open.iter().rev().take_while(|open| open.runs_in() && !open.section.blocks.is_empty()).count();
        if items > 0 {
            self.close_to(self.open.len() - items);
            let section = Section { at: placed.at.clone(), ..Section::default() };
            self.open.push(Open { section, aside: true, ..Open::default() });
        }
        if let Some(open) = self.open.last_mut() {
            open.section.blocks.push(placed);
        }
    }

    fn finish(mut self) -> Section {
        self.close_to(1);
        self.open.pop().map(|open| open.section).unwrap_or_default()
    }
}

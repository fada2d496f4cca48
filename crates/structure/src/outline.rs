//! The numbered outline: finds numbers at the start of paragraphs and inside them, learns the levels from their order,
//! and hangs every block at its place.

use lantai_model::{Number, NumberStyle, Section};

use crate::line::{Line, byte_range};
use crate::number::{self, Label};

/// A heading in one paragraph with its text is at most this long, in characters.
const HEADING_WIDTH: usize = 60;
/// A paragraph of its own that is a heading is at most this long.
const TITLE_WIDTH: usize = 120;

/// Builds the outline of one document's text.
pub fn build(lines: Vec<Line>) -> Section {
    let mut builder = Builder::default();
    let starts: Vec<Option<Label>> = lines.iter().map(Line::label).collect();
    for (index, line) in lines.into_iter().enumerate() {
        builder.line(line, &starts[index + 1..]);
    }
    builder.finish()
}

/// A section that is still open.
struct Open {
    section: Section,
    /// Style of its number; None for the root and for headings without a number.
    style: Option<NumberStyle>,
    /// Heading level that the source marks, 0 for none.
    heading: u8,
}

struct Builder {
    /// The root first, then the open sections from the outside in.
    open: Vec<Open>,
    /// The last number of each style, for sequences that run on across parents.
    last: [u32; 9],
}

impl Default for Builder {
    fn default() -> Self {
        Builder { open: vec![Open { section: Section::default(), style: None, heading: 0 }], last: [0; 9] }
    }
}

/// Depth by custom: chapters hold sections, 一、 holds （一） holds 1. holds （1） holds ①; 一是 stands anywhere.
fn rank(style: NumberStyle) -> u8 {
    match style {
        NumberStyle::Chapter => 0,
        NumberStyle::Section => 1,
        NumberStyle::Article => 2,
        NumberStyle::Han => 3,
        NumberStyle::HanParen => 4,
        NumberStyle::Arabic => 5,
        NumberStyle::ArabicParen => 6,
        NumberStyle::Circled => 7,
        NumberStyle::Inline => 8,
    }
}

impl Builder {
    /// Takes one line; `following` holds the numbers that later lines begin with.
    fn line(&mut self, line: Line, following: &[Option<Label>]) {
        if !line.is_paragraph() {
            self.block(line);
            return;
        }
        let cuts = self.cuts(&line, following);
        if cuts.is_empty() {
            self.text(line);
            return;
        }
        if let Some(before) = line.slice(0, cuts[0].0) {
            self.text(before);
        }
        let ends = cuts.iter().skip(1).map(|cut| cut.0).chain([line.folded.len()]);
        for (&(start, label), end) in cuts.iter().zip(ends) {
            if let Some(piece) = line.slice(start, end) {
                self.numbered(piece, label);
            }
        }
    }

    /// The numbers of the outline in a line: where they stand and what they are.
    fn cuts(&self, line: &Line, following: &[Option<Label>]) -> Vec<(usize, Label)> {
        let folded = &line.folded;
        let start = line.start();
        let mut cuts: Vec<(usize, Label)> = Vec::new();
        if let Some(label) = line.label()
            && self.accepts(label, folded, start, following)
        {
            cuts.push((start, label));
        }
        let candidates = inner_numbers(folded, start + cuts.first().map_or(0, |(_, label)| label.chars));
        for (nth, &(at, label)) in candidates.iter().enumerate() {
            let previous = cuts.iter().rev().map(|(_, l)| *l).find(|l| l.style == label.style);
            let last = previous.map_or(self.value_open(label.style), |l| l.value);
            let continues = last > 0 && label.value == last + 1;
            let opens = label.value == 1
                && (candidates[nth + 1..].iter().any(|(_, l)| is_next(*l, label))
                    || following.iter().take(6).flatten().take(3).any(|l| is_next(*l, label)));
            // The text before a number with a level of its own ends what was numbered below it, so only styles
            // that may stand inside a paragraph open there.
            let inside = !matches!(label.style, NumberStyle::Chapter | NumberStyle::Section | NumberStyle::Article);
            if inside && (continues || opens) {
                cuts.push((at, label));
            }
        }
        cuts
    }

    /// Whether a number at the start of a paragraph belongs to the outline.
    fn accepts(&self, label: Label, folded: &[char], start: usize, following: &[Option<Label>]) -> bool {
        let rest = folded.get(start + label.chars..).unwrap_or_default();
        let has_text = rest.iter().any(|c| !c.is_whitespace());
        let last = self.last[rank(label.style) as usize];
        let next_follows = || following.iter().take(40).flatten().any(|l| is_next(*l, label));
        match label.style {
            NumberStyle::Inline => {
                has_text
                    && (self.value_open(label.style) + 1 == label.value || next_follows() || {
                        label.value == 1
                            && inner_numbers(folded, start + label.chars).iter().any(|(_, l)| is_next(*l, label))
                    })
            }
            NumberStyle::Arabic | NumberStyle::ArabicParen => {
                has_text && (label.value == 1 || label.value == last + 1 || label.value <= last + 3 || next_follows())
            }
            NumberStyle::Article => has_text,
            _ => true,
        }
    }

    /// The value of the innermost open section of that style, 0 if none is open.
    fn value_open(&self, style: NumberStyle) -> u32 {
        let open = self.open.iter().rev().find(|open| open.style == Some(style));
        open.and_then(|open| open.section.number.as_ref()).map_or(0, |number| number.value)
    }

    /// Opens a section for a number with its text.
    fn numbered(&mut self, line: Line, label: Label) {
        let depth = self.place(label);
        self.close_to(depth);
        self.last[rank(label.style) as usize] = label.value;
        // What is below a number of this style starts anew, but a sequence may also run on (1–16 over （一）–（五）).
        let (heading, text) = split_heading(&line, label);
        let printed = line.text();
        let number_bytes = byte_range(printed, 0, label.chars);
        let number =
            Number { style: label.style, value: label.value, label: printed[number_bytes].trim_end().to_owned() };
        let heading_text = heading.map_or("", |end| printed[byte_range(printed, label.chars, end)].trim()).to_owned();
        let end = heading.unwrap_or(label.chars);
        let section =
            Section { number: Some(number), heading: heading_text, at: line.at.within(0, end), ..Section::default() };
        self.open.push(Open { section, style: Some(label.style), heading: line.cues.heading });
        if let Some(text) = text.and_then(|start| line.slice(start, line.folded.len())) {
            self.block(text);
        }
    }

    /// How many open sections stay open around a new number.
    fn place(&self, label: Label) -> usize {
        if let Some(at) = self.open.iter().rposition(|open| open.style == Some(label.style)) {
            return at;
        }
        // 一是 hangs below whatever is open; the others below the deepest number of a higher rank.
        if label.style == NumberStyle::Inline {
            return self.open.len();
        }
        let higher = |open: &Open| open.style.is_none_or(|style| rank(style) < rank(label.style));
        self.open.iter().take_while(|open| higher(open)).count()
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth.max(1) {
            let Some(done) = self.open.pop() else { return };
            if let Some(parent) = self.open.last_mut() {
                parent.section.children.push(done.section);
            }
        }
    }

    /// A paragraph without a number: a heading that the source marks, or text.
    fn text(&mut self, line: Line) {
        let level = line.cues.heading;
        if level == 0 || line.width() > TITLE_WIDTH {
            self.block(line);
            return;
        }
        let inner = self.open.iter().skip(1).take_while(|open| open.heading > 0 && open.heading < level).count();
        self.close_to(1 + inner);
        let section = Section { heading: line.text().to_owned(), at: line.at.clone(), ..Section::default() };
        self.open.push(Open { section, style: None, heading: level });
    }

    fn block(&mut self, line: Line) {
        // After items that stand in one paragraph (一是…二是…) the next plain paragraph belongs to the section around them.
        if self
            .open
            .last()
            .is_some_and(|open| open.style == Some(NumberStyle::Inline) && !open.section.blocks.is_empty())
        {
            self.close_to(self.open.len() - 1);
        }
        if let Some(open) = self.open.last_mut() {
            open.section.blocks.push(line.placed());
        }
    }

    fn finish(mut self) -> Section {
        self.close_to(1);
        self.open.pop().map(|open| open.section).unwrap_or_default()
    }
}

fn is_next(label: Label, before: Label) -> bool {
    label.style == before.style && label.value == before.value + 1
}

/// Numbers inside a paragraph: after the end of a sentence or clause, from character `from` on.
fn inner_numbers(folded: &[char], from: usize) -> Vec<(usize, Label)> {
    let mut found = Vec::new();
    let mut boundary = false;
    let mut depth = 0i32;
    let mut at = 0;
    while at < folded.len() {
        let c = folded[at];
        if boundary
            && at >= from
            && let Some(label) = number::label(&folded[at..])
        {
            found.push((at, label));
            at += label.chars;
            boundary = false;
            continue;
        }
        match c {
            '(' | '《' | '“' => depth += 1,
            ')' | '》' | '”' => depth -= 1,
            _ => {}
        }
        boundary = match c {
            '。' | ';' | ':' | '!' | '?' => depth <= 0,
            // （市科技局牵头）二是: a bracket or quotation that closes after a sentence.
            ')' | '”' => depth <= 0,
            _ if c.is_whitespace() => boundary,
            _ => false,
        };
        at += 1;
    }
    found
}

/// Where the heading of a numbered line ends and where its text begins, in characters. Items without a heading have text only.
fn split_heading(line: &Line, label: Label) -> (Option<usize>, Option<usize>) {
    let folded = &line.folded;
    let total = folded.len();
    if label.style == NumberStyle::Inline || label.style == NumberStyle::Article {
        return (None, Some(label.chars));
    }
    let stop = (label.chars..total).find(|at| folded[*at] == '。');
    match stop {
        Some(stop) => {
            let after: String = folded[stop + 1..].iter().collect();
            let width = stop - label.chars;
            if after.trim().is_empty() || only_brackets(after.trim()) {
                // All of it is the heading, unless it is a sentence that happens to be numbered.
                let sentence = width > HEADING_WIDTH && line.cues.heading == 0;
                if sentence { (None, Some(label.chars)) } else { (Some(total), None) }
            } else if width <= HEADING_WIDTH && !folded[label.chars..stop].iter().any(|c| ";:".contains(*c)) {
                (Some(stop + 1), Some(stop + 1))
            } else {
                (None, Some(label.chars))
            }
        }
        None => {
            let ends_open = line.last().is_some_and(|c| ";,:".contains(c));
            if ends_open || total - label.chars > TITLE_WIDTH { (None, Some(label.chars)) } else { (Some(total), None) }
        }
    }
}

/// True for （第16条、高新科） and the like.
fn only_brackets(text: &str) -> bool {
    text.starts_with('(') && text.ends_with([')', '。']) && text.matches('(').count() <= 2
}

//! Collects the text of one paragraph or cell: white space as HTML collapses it, bold and links as marks.

use lantai_model::{Mark, MarkKind, Paragraph};

use crate::visible;

/// Bytes of room that are kept from one paragraph for the next.
const MAX_ROOM: usize = 1 << 16;

/// How a run of text looks.
#[derive(Clone, Copy, Default)]
pub struct Look<'a> {
    /// Inside bold elements or styles.
    pub bold: bool,
    /// Inside a heading, which is bold of itself.
    pub heading: bool,
    /// Inside a link: its number on the page and its target, empty where a script acts.
    pub link: Option<(u32, &'a str)>,
}

/// A paragraph that is being collected.
#[derive(Default)]
pub struct Collector {
    text: String,
    marks: Vec<Mark>,
    /// Characters that are not white space.
    pub visible: u32,
    /// Of these, characters inside links.
    pub link_chars: u32,
    bold_chars: u32,
    /// A space or line break that is written only if more text follows.
    pending: Option<char>,
    strong: Option<usize>,
    link: Option<(usize, u32)>,
}

impl Collector {
    /// True when there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// True when all visible characters are bold.
    pub fn is_bold(&self) -> bool {
        self.visible > 0 && self.bold_chars == self.visible
    }

    /// Adds a run of text. White space collapses; the walk splits preformatted text at its line breaks.
    pub fn push(&mut self, run: &str, look: Look<'_>) {
        let mut previous = None;
        let mut rest = run;
        while let Some(first) = rest.bytes().next() {
            if is_blank(first) {
                let blank = rest.bytes().take_while(|byte| is_blank(*byte)).count();
                let after = rest[blank..].chars().next();
                let broken = || memchr::memchr(b'\n', &rest.as_bytes()[..blank]).is_some();
                // CSS Text 3, 4.1.3: a line break of the source between two wide characters is no space.
                let swallowed = previous.is_some_and(wide) && after.is_some_and(wide) && broken();
                if !swallowed && !self.text.is_empty() {
                    self.pending.get_or_insert(' ');
                }
                rest = &rest[blank..];
                continue;
            }
            let end = memchr::memchr3(b' ', b'\n', b'\t', rest.as_bytes()).unwrap_or(rest.len());
            let mut word = &rest[..end];
            rest = &rest[end..];
            if self.text.is_empty() || self.pending == Some('\n') {
                word = word.trim_start_matches(edge);
                if word.is_empty() {
                    continue;
                }
            }
            if let Some(blank) = self.pending.take()
                && !self.text.is_empty()
            {
                self.text.push(blank);
            }
            let start = self.text.len();
            self.text.push_str(word);
            let visible = visible::count(word);
            self.visible += visible;
            if look.bold || look.heading {
                self.bold_chars += visible;
            }
            if look.link.is_some() {
                self.link_chars += visible;
            }
            if visible > 0 {
                self.mark(start, look);
            }
            if !rest.is_empty() {
                previous = word.chars().next_back();
            }
        }
    }

    /// Extends the marks that go on from the run before, or begins new ones.
    fn mark(&mut self, start: usize, look: Look<'_>) {
        let end = self.text.len() as u32;
        match (look.bold, self.strong) {
            (true, Some(at)) => self.marks[at].end = end,
            (true, None) => {
                self.strong = Some(self.marks.len());
                self.marks.push(Mark { start: start as u32, end, kind: MarkKind::Strong });
            }
            (false, _) => self.strong = None,
        }
        match (look.link, self.link) {
            (Some((number, _)), Some((at, open))) if number == open => self.marks[at].end = end,
            (Some((number, href)), _) if !href.is_empty() => {
                self.link = Some((self.marks.len(), number));
                self.marks.push(Mark { start: start as u32, end, kind: MarkKind::Link { href: href.to_owned() } });
            }
            _ => self.link = None,
        }
    }

    /// Ends the line; more text goes on behind a line break.
    pub fn break_line(&mut self) {
        if !self.text.is_empty() {
            self.text.truncate(self.text.trim_end_matches(edge).len());
            self.pending = Some('\n');
        }
    }

    /// A space between what stands before and after.
    pub fn space(&mut self) {
        if !self.text.is_empty() {
            self.pending.get_or_insert(' ');
        }
    }

    /// Takes the paragraph; nothing is left behind but room. The text has no blanks at its edges.
    pub fn take(&mut self) -> Paragraph {
        // Copies, so that what is kept is no larger than it need be.
        let text = self.text.trim_end_matches(edge).to_owned();
        let end = text.len() as u32;
        self.marks.retain_mut(|mark| {
            mark.end = mark.end.min(end);
            mark.start < mark.end
        });
        let mut marks: Vec<Mark> = Vec::with_capacity(self.marks.len());
        marks.append(&mut self.marks);
        marks.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
        self.text.clear();
        if self.text.capacity() > MAX_ROOM {
            self.text = String::new();
        }
        (self.visible, self.link_chars, self.bold_chars) = (0, 0, 0);
        (self.pending, self.strong, self.link) = (None, None, None);
        Paragraph { text, marks, list: 0 }
    }
}

/// Blanks that are trimmed at the edges of paragraphs and kept inside.
fn edge(c: char) -> bool {
    c.is_whitespace()
}

/// White space that collapses. Carriage returns are gone, form feeds do not occur.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t')
}

/// East Asian Width F or W, as far as it occurs in Chinese text.
fn wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}')
}

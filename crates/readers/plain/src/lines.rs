//! Lines of a text: where they start and end without the blanks around them, and how they join.

/// A stretch of one line, without blanks at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// First visible byte.
    pub(crate) start: usize,
    /// One past the last visible byte; `start` for a blank line.
    pub(crate) end: usize,
    /// First byte of the line itself, before any blanks.
    pub(crate) from: usize,
}

impl Line {
    /// The stretch `from..to` without the blanks around it.
    pub(crate) fn trimmed(text: &str, from: usize, to: usize) -> Line {
        let part = &text[from..to];
        let head = part.trim_start_matches(is_blank);
        let start = to - head.len();
        Line { start, end: start + head.trim_end_matches(is_blank).len(), from }
    }

    /// Nothing to see.
    pub(crate) fn is_blank(&self) -> bool {
        self.start == self.end
    }

    /// The visible text.
    pub(crate) fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

/// White space, and characters that show nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\0')
}

/// Splits a text at line ends of any kind: LF, CR LF, CR, form feed, vertical tab, NEL, line and paragraph separator.
pub(crate) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 64);
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '\n' | '\r' | '\x0B' | '\x0C' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            // The LF of a CR LF ends an empty stretch, which is no line.
            if !(c == '\n' && at == from && text[..at].ends_with('\r')) {
                lines.push(Line::trimmed(text, from, at));
            }
            from = at + c.len_utf8();
        }
    }
    if from < text.len() {
        lines.push(Line::trimmed(text, from, text.len()));
    }
    lines
}

/// Whether digits at a break are one number or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digits {
    /// A machine broke the line at a column, through a number if need be.
    Joined,
    /// Somebody broke the line.
    Apart,
}

/// The stretches as one text: a space where a line broke between letters, nothing where it broke beside wide characters.
pub(crate) fn join(text: &str, parts: &[Line], digits: Digits) -> String {
    let mut joined = String::with_capacity(parts.iter().map(|part| part.end - part.start + 1).sum());
    for part in parts.iter().map(|part| part.text(text)).filter(|part| !part.is_empty()) {
        if let (Some(last), Some(next)) = (joined.chars().next_back(), part.chars().next()) {
            let number = last.is_ascii_digit() && next.is_ascii_digit() && digits == Digits::Joined;
            if !is_wide(last) && !is_wide(next) && !number {
                joined.push(' ');
            }
        }
        joined.push_str(part);
    }
    joined
}

/// Characters that take a full column: hanzi, kana, hangul, CJK punctuation, full-width forms.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '①'..='⑳')
}

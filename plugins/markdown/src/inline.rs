//! Text inside paragraphs, headings and cells: links, and as few escapes as keep the meaning.

use std::ops::Range;

/// A link over a range of the text.
pub struct Link<'a> {
    /// Bytes of the text, on character boundaries, not empty.
    pub range: Range<usize>,
    /// Its target.
    pub href: &'a str,
}

impl<'a> Link<'a> {
    /// A link worth making: over some text, to somewhere.
    pub fn new(text: &str, range: Range<usize>, href: &'a str) -> Option<Self> {
        let blank = text.get(range.clone()).is_none_or(|words| words.trim().is_empty());
        let href = href.trim();
        let script = href.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("javascript:"));
        (!blank && !href.is_empty() && !href.starts_with('#') && !script).then_some(Link { range, href })
    }
}

/// Where the text will stand.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    /// In a paragraph: `\n` is a hard break.
    Paragraph,
    /// On one line: `\n` is a blank.
    Heading,
    /// In a cell: `\n` is `<br>`, and `|` is escaped.
    Cell,
}

/// Bytes that may need a second look. Most texts have none.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let marks = b"\\`*_[]<&~|!\n";
    let mut at = 0;
    while at < marks.len() {
        special[marks[at] as usize] = true;
        at += 1;
    }
    special
};

/// Appends the text. `links` stand in order and do not overlap.
pub fn inline(out: &mut String, text: &str, links: &[Link<'_>], place: Place) {
    if links.is_empty() && !text.bytes().any(|byte| SPECIAL[usize::from(byte)]) {
        return out.push_str(text);
    }
    let count = |c: u8| text.bytes().filter(|b| *b == c).take(2).count();
    let pairs = Pairs {
        ticks: count(b'`') > 1,
        stars: count(b'*') > 1,
        bars: count(b'_') > 1,
        waves: count(b'~') > 1,
        brackets: text.contains("](") || text.contains("]["),
    };
    let mut links = links.iter().peekable();
    let mut open: Option<&Link<'_>> = None;
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(link) = open.filter(|link| link.range.end <= at) {
            out.push_str(text.get(done..at).unwrap_or(""));
            done = at;
            target(out, link.href);
            open = None;
        }
        if open.is_none()
            && let Some(link) = links.next_if(|link| link.range.start <= at)
        {
            out.push_str(text.get(done..at).unwrap_or(""));
            done = at;
            out.push('[');
            open = Some(link);
        }
        if byte == b'\n' {
            out.push_str(text.get(done..at).unwrap_or("").trim_end_matches([' ', '\r']));
            out.push_str(match place {
                Place::Paragraph => "  \n",
                Place::Heading => " ",
                Place::Cell => "<br>",
            });
            done = at + 1;
            continue;
        }
        let means_something = match byte {
            b'[' | b']' if open.is_some() => true,
            b'!' => links.peek().is_some_and(|link| link.range.start == at + 1),
            b'|' => place == Place::Cell,
            _ => pairs.mean_something(text, at, byte),
        };
        if means_something {
            out.push_str(text.get(done..at).unwrap_or(""));
            out.push('\\');
            done = at;
        }
    }
    out.push_str(text.get(done..).unwrap_or(""));
    if let Some(link) = open {
        target(out, link.href);
    }
}

/// Which marks come more than once: one alone never means anything.
struct Pairs {
    ticks: bool,
    stars: bool,
    bars: bool,
    waves: bool,
    brackets: bool,
}

impl Pairs {
    fn mean_something(&self, text: &str, at: usize, byte: u8) -> bool {
        let after = || text.get(at + 1..).unwrap_or("");
        let before = || text.get(..at).unwrap_or("");
        match byte {
            b'`' => self.ticks,
            b'~' => self.waves,
            b'[' => self.brackets,
            b'*' => {
                let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
                self.stars && !(blank(before().chars().next_back()) && blank(after().chars().next()))
            }
            b'_' => {
                // Inside a word, and Han characters are words too, a low line is only a low line.
                let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                self.bars && !(word(before().chars().next_back()) && word(after().chars().next()))
            }
            b'\\' => after().starts_with(|c: char| c.is_ascii_punctuation() || c == '\n'),
            b'<' => after().starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            b'&' => {
                let name = after().strip_prefix('#').unwrap_or(after());
                let len = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
                len > 0 && name.as_bytes().get(len) == Some(&b';')
            }
            _ => false,
        }
    }
}

/// The end of a link: `](target)`.
fn target(out: &mut String, href: &str) {
    let plain = !href.contains([' ', '(', ')', '<', '>', '\n', '\t', '\r']) && !href.contains(char::is_control);
    out.push_str(if plain { "](" } else { "](<" });
    for c in href.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push_str(if plain { ")" } else { ">)" });
}

/// Appends the lines of a paragraph that [`inline`] has made, escaping what would begin a list, a heading, a quotation or
/// a rule; all lines but the first are indented.
pub fn lines(out: &mut String, paragraph: &str, indent: usize) {
    for (number, line) in paragraph.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
        }
        let line = line.trim_start_matches([' ', '\t']);
        let at = escape_at(line);
        if let Some((head, tail)) = at.and_then(|at| line.split_at_checked(at)) {
            out.push_str(head);
            out.push('\\');
            out.push_str(tail);
        } else {
            out.push_str(line);
        }
    }
}

/// Where a line needs a backslash so that it stays a line of text.
fn escape_at(line: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let first = line.bytes().next()?;
    let bare = line.trim_end();
    let only = |c: char| bare.chars().all(|other| other == c);
    let special = match first {
        b'#' => {
            let rest = line.trim_start_matches('#');
            line.len() - rest.len() <= 6 && ends(rest)
        }
        b'>' => true,
        b'-' => ends(&line[1..]) || only('-'),
        b'+' | b'*' => ends(&line[1..]),
        b'_' => only('_') && bare.len() > 2,
        b'=' => only('='),
        b'[' => line.contains("]:"),
        b'0'..=b'9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = line.get(digits..).unwrap_or("");
            let stop = rest.starts_with(['.', ')']) && ends(rest.get(1..).unwrap_or(""));
            return (digits <= 9 && stop).then_some(digits);
        }
        _ => false,
    };
    special.then_some(0)
}

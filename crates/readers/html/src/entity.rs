//! Character references: `&nbsp;`, `&#20113;`, `&#x4E91;` (WHATWG HTML, 13.2.5.72).

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use html5ever::tendril::StrTendril;

/// A reference that was understood.
#[derive(Debug, PartialEq)]
pub struct Found {
    first: char,
    second: Option<char>,
    /// One past its last byte.
    pub end: usize,
}

impl Found {
    /// Writes the characters down.
    pub fn push_to(&self, text: &mut StrTendril) {
        text.push_char(self.first);
        if let Some(second) = self.second {
            text.push_char(second);
        }
    }
}

/// The names that pages are full of.
const COMMON: [(&str, char); 12] = [
    ("nbsp;", '\u{A0}'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("amp;", '&'),
    ("quot;", '"'),
    ("ldquo;", '“'),
    ("rdquo;", '”'),
    ("emsp;", '\u{2003}'),
    ("ensp;", '\u{2002}'),
    ("middot;", '·'),
    ("mdash;", '—'),
    ("hellip;", '…'),
];

/// Reads the reference whose `&` stands before `at`.
pub fn read(text: &str, at: usize, in_attribute: bool) -> Option<Found> {
    let rest = text.get(at..)?;
    if let Some(digits) = rest.strip_prefix('#') {
        return numeric(digits, at + 1);
    }
    for (name, c) in COMMON {
        if rest.starts_with(name) {
            return Some(Found { first: c, second: None, end: at + name.len() });
        }
    }
    named(rest, at, in_attribute)
}

fn numeric(digits: &str, at: usize) -> Option<Found> {
    let (base, skip) = if digits.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let mut code = 0u32;
    let mut length = skip;
    for digit in digits[skip..].bytes().map_while(|byte| char::from(byte).to_digit(base)) {
        code = code.saturating_mul(base).saturating_add(digit);
        length += 1;
    }
    if length == skip {
        return None;
    }
    let first = match code {
        0x80..=0x9F => C1_REPLACEMENTS[code as usize - 0x80].or_else(|| char::from_u32(code)),
        0 => None,
        _ => char::from_u32(code),
    };
    let closed = usize::from(digits[length..].starts_with(';'));
    Some(Found { first: first.unwrap_or('\u{FFFD}'), second: None, end: at + length + closed })
}

/// The longest name that matches. Some may lack their semicolon, in attributes only where no name can go on.
fn named(rest: &str, at: usize, in_attribute: bool) -> Option<Found> {
    let mut best = None;
    for end in 1..=rest.len() {
        let Some(codes) = rest.get(..end).and_then(|name| NAMED_ENTITIES.get(name)) else { break };
        if codes.0 != 0 {
            best = Some((end, *codes));
        }
    }
    let (length, (first, second)) = best?;
    let next = rest.as_bytes().get(length);
    let goes_on = next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric());
    if in_attribute && goes_on && !rest[..length].ends_with(';') {
        return None;
    }
    let second = char::from_u32(second).filter(|c| *c != '\0');
    Some(Found { first: char::from_u32(first)?, second, end: at + length })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, in_attribute: bool) -> Option<(char, usize)> {
        read(text, 1, in_attribute).map(|found| (found.first, found.end))
    }

    #[test]
    fn references_by_number_and_name() {
        assert_eq!(one("&#20113;河", false), Some(('云', 8)));
        assert_eq!(one("&#x4e91河", false), Some(('云', 7)));
        assert_eq!(one("&#150;", false), Some(('–', 6)));
        assert_eq!(one("&#0;", false), Some(('\u{FFFD}', 4)));
        assert_eq!(one("&#99999999999;", false), Some(('\u{FFFD}', 14)));
        assert_eq!(
            (one("&#;", false), one("&#x;", false), one("& ", false), one("&云", false)),
            (None, None, None, None)
        );
        assert_eq!(one("&nbsp;", false), Some(('\u{A0}', 6)));
        assert_eq!(one("&notit;", false), Some(('¬', 4)));
        assert_eq!(one("&notin;", false), Some(('∉', 7)));
    }

    #[test]
    fn addresses_with_parameters_stay() {
        assert_eq!((one("&copy=1", true), one("&copyid", true)), (None, None));
        assert_eq!(one("&copy;", true), Some(('©', 6)));
        assert_eq!(one("&copy", true), Some(('©', 5)));
    }
}

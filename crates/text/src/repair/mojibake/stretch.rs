//! Stretches of bytes that hold to the rules of UTF-8, but for a character that the road lost here and there.

use std::ops::Range;

use super::bytes::{Bytes, NONE};

/// A stretch of UTF-8.
pub(super) struct Stretch {
    /// The characters of the wrong text.
    pub(super) chars: Range<usize>,
    /// What the bytes say; U+FFFD for a lost character.
    pub(super) text: String,
    /// Indices of characters of the wrong text at which one was lost.
    pub(super) lost: Vec<usize>,
    /// Sequences of three bytes and more, and of two.
    pub(super) long: usize,
    pub(super) short: usize,
}

/// A step through the bytes.
#[derive(Clone, Copy)]
struct Step {
    start: usize,
    end: usize,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Ascii(char),
    Sequence(char),
    /// U+FFFD: lost before the wrong reading.
    Mark,
    /// A sequence that is not whole, with its first byte.
    Lost(u8),
}

/// All stretches.
pub(super) fn utf_8(bytes: &Bytes) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut steps: Vec<Step> = Vec::new();
    // Two broken sequences in a row end a stretch.
    let mut broken = false;
    let mut at = 0;
    while at < bytes.bytes.len() {
        let step = step(&bytes.bytes, at);
        at = step.end;
        match step.what {
            What::Ascii(_) if steps.is_empty() => {}
            What::Ascii(_) => steps.push(step),
            What::Mark if steps.is_empty() => {}
            What::Sequence(_) | What::Mark => {
                broken = false;
                steps.push(step);
            }
            What::Lost(lead) if steps.is_empty() && lead < 0xE0 => {}
            What::Lost(_) if !broken => {
                broken = true;
                steps.push(step);
            }
            What::Lost(_) => {
                stretches.extend(close(bytes, &steps));
                steps.clear();
                broken = false;
            }
        }
    }
    stretches.extend(close(bytes, &steps));
    stretches
}

fn step(bytes: &[u8], start: usize) -> Step {
    let byte = bytes.get(start).copied().unwrap_or_default();
    if byte < 0x80 {
        return Step { start, end: start + 1, what: What::Ascii(char::from(byte)) };
    }
    let length = match byte {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let whole = bytes.get(start..start + length).and_then(|it| std::str::from_utf8(it).ok());
    if let Some(c) = whole.and_then(|it| it.chars().next()) {
        let what = if c == '\u{FFFD}' { What::Mark } else { What::Sequence(c) };
        return Step { start, end: start + length, what };
    }
    let own = |byte: &u8| (0x80..=0xBF).contains(byte) || *byte == NONE;
    let more = bytes.iter().skip(start + 1).take(length - 1).take_while(|byte| own(byte)).count();
    let mut end = start + 1 + more;
    // Some readers put one question mark for the last byte and what follows it.
    if (1..length - 1).contains(&more) && bytes.get(end) == Some(&b'?') {
        end += 1;
    }
    Step { start, end, what: What::Lost(byte) }
}

/// The stretch that the steps make, cut to whole characters on both sides.
fn close(bytes: &Bytes, steps: &[Step]) -> Option<Stretch> {
    let begins = |step: &Step| {
        let sound = match step.what {
            What::Ascii(_) | What::Mark => false,
            What::Sequence(_) => true,
            What::Lost(lead) => lead >= 0xE0 && lead != NONE,
        };
        sound && bytes.is_seam(step.start)
    };
    let ends = |step: &Step| {
        let sound = match step.what {
            What::Ascii(_) | What::Mark => false,
            What::Sequence(_) => true,
            What::Lost(lead) => lead >= 0xE0 && lead != NONE && step.end - step.start >= 2,
        };
        sound && bytes.is_seam(step.end)
    };
    let first = steps.iter().position(begins)?;
    let last = steps.iter().rposition(ends)?;
    let steps = steps.get(first..=last)?;
    let owner = |at: usize| bytes.owners.get(at).map(|owner| *owner as usize);
    let chars = owner(steps.first()?.start)?..owner(steps.last()?.end - 1)? + 1;
    let mut stretch = Stretch { chars, text: String::new(), lost: Vec::new(), long: 0, short: 0 };
    for step in steps {
        match step.what {
            What::Ascii(c) => stretch.text.push(c),
            What::Sequence(c) => {
                let length = step.end - step.start;
                stretch.long += usize::from(length > 2);
                stretch.short += usize::from(length == 2);
                stretch.text.push(c);
            }
            What::Mark | What::Lost(_) => {
                stretch.text.push('\u{FFFD}');
                stretch.lost.extend(owner(step.start));
            }
        }
    }
    Some(stretch)
}

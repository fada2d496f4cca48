//! Streams whose `/Length` is wrong (ISO 32000-1, 7.3.8): the file is mended before it is loaded, so that streams of
//! objects and encrypted streams are read like any others.
//!
//! A length is right when `endstream` stands where it leads. Where it does not, the data ends before the next
//! `endstream`; where there is none either, before the next `endobj`, or with the file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;

/// Longest dictionary of a stream that is looked at, in bytes.
const MAX_DICTIONARY: usize = 64 << 10;

/// A file with its lengths mended.
pub(crate) struct Mended<'b> {
    pub(crate) bytes: Cow<'b, [u8]>,
    /// How many lengths were wrong.
    pub(crate) wrong: usize,
    /// Objects stand elsewhere than before, so that the file's table of them is of no use.
    pub(crate) moved: bool,
}

/// What goes in the place of a range of bytes.
struct Edit {
    range: Range<usize>,
    text: Vec<u8>,
    /// It mends a length that may have cost text.
    told: bool,
}

/// Finds wrong lengths and mends them.
pub(crate) fn mend(bytes: &[u8]) -> Mended<'_> {
    let edits = wrong_lengths(bytes);
    let wrong = edits.iter().filter(|edit| edit.told).count();
    if edits.is_empty() {
        return Mended { bytes: Cow::Borrowed(bytes), wrong, moved: false };
    }
    let moved = edits.iter().any(|edit| edit.text.len() > edit.range.len());
    let mut out = Vec::with_capacity(bytes.len() + 64 * edits.len());
    let mut done = 0;
    for Edit { range, text, .. } in edits {
        out.extend_from_slice(bytes.get(done..range.start).unwrap_or_default());
        out.extend_from_slice(&text);
        // Shorter numbers leave blanks, so that nothing moves.
        out.resize(out.len() + range.len().saturating_sub(text.len()), b' ');
        done = range.end;
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Mended { bytes: Cow::Owned(out), wrong, moved }
}

/// The edits that mend the lengths of all streams, in order.
fn wrong_lengths(bytes: &[u8]) -> Vec<Edit> {
    let stream = memmem::Finder::new(b"stream");
    let mut ends = Ends::new(bytes);
    let mut objects = None;
    let mut edits = Vec::new();
    let (mut at, mut last) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| stream.find(rest)) {
        let keyword = at + found;
        at = keyword + b"stream".len();
        let Some(start) = data_start(bytes, at) else { continue };
        let Some(head) = dictionary(bytes, last, keyword) else {
            last = keyword;
            continue;
        };
        let (place, length) = stated(bytes, &head);
        let length = match length {
            Stated::Number(length) => Some(length),
            Stated::Reference(number) => objects.get_or_insert_with(|| integers(bytes)).get(&number).copied(),
            Stated::Nothing => None,
        };
        let end = match length.and_then(|length| ends_at(bytes, start, length)) {
            Some(end) => end,
            None => {
                let (data_end, end, closed) = ends.after(start);
                let text = format_length(&place, data_end - start);
                edits.push(Edit { range: place, text, told: matters(bytes, &head, start, length, data_end) });
                if !closed {
                    edits.push(Edit {
                        range: data_end..data_end,
                        text: b"\nendstream\nendobj\n".to_vec(),
                        told: false,
                    });
                }
                end
            }
        };
        (at, last) = (end, end);
    }
    edits
}

/// Whether a wrong length is worth telling: not that of a metadata packet, and not where only blanks were left out.
fn matters(bytes: &[u8], head: &Range<usize>, start: usize, length: Option<usize>, end: usize) -> bool {
    let left_out = length.and_then(|length| bytes.get(start.checked_add(length)?..end));
    let blanks = left_out.is_some_and(|rest| rest.len() < 8 && rest.trim_ascii().is_empty());
    let packet = bytes.get(head.clone()).is_some_and(|dict| memmem::find(dict, b"/Metadata").is_some());
    !blanks && !packet
}

/// A length with as much around it as its place needs.
fn format_length(place: &Range<usize>, length: usize) -> Vec<u8> {
    if place.is_empty() { format!(" /Length {length} ").into_bytes() } else { format!(" {length}").into_bytes() }
}

/// Where the data of a stream begins whose keyword ends at `at`, `None` where no stream begins here.
fn data_start(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(..at)?.ends_with(b"endstream") {
        return None;
    }
    let rest = bytes.get(at..)?;
    let blanks = rest.iter().take_while(|b| **b == b' ').count();
    match rest.get(blanks..)? {
        [b'\r', b'\n', ..] => Some(at + blanks + 2),
        [b'\r' | b'\n', ..] => Some(at + blanks + 1),
        _ => None,
    }
}

/// The dictionary before a `stream` keyword, its closing brackets left out.
fn dictionary(bytes: &[u8], last: usize, keyword: usize) -> Option<Range<usize>> {
    let from = last.max(keyword.saturating_sub(MAX_DICTIONARY));
    let head = bytes.get(from..keyword)?.trim_ascii_end().strip_suffix(b">>")?;
    let start = memmem::rfind(head, b" obj")? + 4;
    Some(from + start..from + head.len())
}

/// What a dictionary says of the length.
enum Stated {
    Number(usize),
    Reference(u32),
    Nothing,
}

/// What a stream's dictionary says of its length, and where: an empty place is where it should be said.
fn stated(bytes: &[u8], head: &Range<usize>) -> (Range<usize>, Stated) {
    let dict = bytes.get(head.clone()).unwrap_or_default();
    for key in memmem::find_iter(dict, b"/Length") {
        let value = key + b"/Length".len();
        let rest = dict.get(value..).unwrap_or_default();
        let text = rest.trim_ascii_start();
        // `/Length1` is another key.
        if text.len() == rest.len() {
            continue;
        }
        let place = |rest: &[u8]| head.start + value..head.end - rest.len();
        let sign = usize::from(text.starts_with(b"/"));
        let ends = |b: &u8| b.is_ascii_whitespace() || b"/<>[]()".contains(b);
        let len = text.iter().skip(sign).position(ends).map_or(text.len(), |len| sign + len);
        let (word, after) = text.split_at(len);
        let Some((number, _)) = integer(word).filter(|(_, digits)| *digits == len) else {
            return (place(after), Stated::Nothing);
        };
        let generation = after.trim_ascii_start();
        let reference = integer(generation).and_then(|(_, digits)| {
            let mark = generation.get(digits..)?;
            let mark = Some(mark.trim_ascii_start()).filter(|trimmed| trimmed.len() < mark.len())?;
            mark.strip_prefix(b"R")
        });
        return match (reference, u32::try_from(number)) {
            (Some(after), Ok(object)) => (place(after), Stated::Reference(object)),
            _ => (place(after), Stated::Number(number)),
        };
    }
    (head.end..head.end, Stated::Nothing)
}

/// A number at the start of a text, and how many digits it has.
fn integer(text: &[u8]) -> Option<(usize, usize)> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = std::str::from_utf8(text.get(..digits)?).ok()?.parse().ok()?;
    Some((number, digits))
}

/// The end of the `endstream` to which a length leads, `None` where it leads elsewhere.
fn ends_at(bytes: &[u8], start: usize, length: usize) -> Option<usize> {
    let rest = bytes.get(start.checked_add(length)?..)?;
    let line = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    rest.get(line..)?.starts_with(b"endstream").then_some(start + length + line + b"endstream".len())
}

/// Where data without a right length ends.
struct Ends<'b> {
    bytes: &'b [u8],
    stream: Next<'b>,
    object: Next<'b>,
}

/// The next place of a word; looked for once, however often it is asked for.
struct Next<'b> {
    bytes: &'b [u8],
    word: &'static [u8],
    /// From where it was looked for, and what was found.
    known: Option<(usize, Option<usize>)>,
}

impl Next<'_> {
    fn after(&mut self, start: usize) -> Option<usize> {
        if let Some((from, found)) = self.known
            && from <= start
            && found.is_none_or(|found| found >= start)
        {
            return found;
        }
        let found = memmem::find(self.bytes.get(start..)?, self.word).map(|found| start + found);
        self.known = Some((start, found));
        found
    }
}

impl<'b> Ends<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let next = |word| Next { bytes, word, known: None };
        Ends { bytes, stream: next(b"endstream"), object: next(b"\nendobj") }
    }

    /// The end of the data, where to go on, and whether `endstream` stands there.
    fn after(&mut self, start: usize) -> (usize, usize, bool) {
        let object = self.object.after(start);
        match self.stream.after(start) {
            Some(stream) if object.is_none_or(|object| stream < object) => {
                let data = self.bytes.get(start..stream).unwrap_or_default();
                let line = match data {
                    [.., b'\r', b'\n'] => 2,
                    [.., b'\r' | b'\n'] => 1,
                    _ => 0,
                };
                (stream - line, stream + b"endstream".len(), true)
            }
            _ => {
                let end = object.unwrap_or(self.bytes.len());
                (end, end, false)
            }
        }
    }
}

/// The objects of a file that are integers, by number; of an object written several times, the last one.
fn integers(bytes: &[u8]) -> HashMap<u32, usize> {
    let mut out = HashMap::new();
    for at in memmem::find_iter(bytes, b" obj") {
        let rest = bytes.get(at + 4..).unwrap_or_default().trim_ascii_start();
        let Some((value, digits)) = integer(rest.get(..rest.len().min(12)).unwrap_or_default()) else { continue };
        if !rest.get(digits..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"endobj")) {
            continue;
        }
        // `12 0 obj`, read backwards.
        let back = |end: usize| {
            let head = bytes.get(end.saturating_sub(10)..end).unwrap_or_default();
            end - head.iter().rev().take_while(|b| b.is_ascii_digit()).count()
        };
        let generation = back(at);
        if generation == at || generation == 0 {
            continue;
        }
        let number = back(generation - 1);
        if let Some((number, _)) = bytes.get(number..generation - 1).and_then(integer)
            && let Ok(number) = u32::try_from(number)
        {
            out.insert(number, value);
        }
    }
    out
}

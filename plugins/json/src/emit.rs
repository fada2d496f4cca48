//! A small JSON emitter that writes byte for byte what serde_json writes, pretty or compact.

use std::fmt::Write as _;

/// Writes values in order; the caller keeps objects and arrays in balance.
pub struct Json {
    out: String,
    pretty: bool,
    depth: usize,
    /// Nothing stands yet in the innermost object or array.
    first: bool,
    /// A key was written: the next value follows on the same line.
    keyed: bool,
}

impl Json {
    /// An emitter with room for about so many bytes.
    pub fn new(pretty: bool, capacity: usize) -> Self {
        Json { out: String::with_capacity(capacity), pretty, depth: 0, first: true, keyed: false }
    }

    /// Hands the text so far to `sink`, where it has more than `least` bytes.
    pub fn hand_over<E>(&mut self, least: usize, sink: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        if self.out.len() > least {
            sink(&self.out)?;
            self.out.clear();
        }
        Ok(())
    }

    /// The end of the last line.
    pub fn line_end(&mut self) {
        self.out.push('\n');
    }

    /// Begins an object or array: `{` or `[`.
    pub fn begin(&mut self, bracket: char) {
        self.separate();
        self.out.push(bracket);
        self.depth += 1;
        self.first = true;
    }

    /// Ends it: `}` or `]`.
    pub fn end(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if !self.first {
            self.line();
        }
        self.out.push(bracket);
        self.first = false;
    }

    /// A key of the schema, which needs no escapes; its value must follow.
    pub fn key(&mut self, key: &'static str) {
        self.separate();
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str(if self.pretty { "\": " } else { "\":" });
        self.keyed = true;
    }

    /// Any other key.
    pub fn named(&mut self, key: &str) {
        self.separate();
        quote(&mut self.out, key);
        self.out.push_str(if self.pretty { ": " } else { ":" });
        self.keyed = true;
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.separate();
        quote(&mut self.out, text);
    }

    /// A number, a boolean or `null`, as written.
    pub fn literal(&mut self, literal: &str) {
        self.separate();
        self.out.push_str(literal);
    }

    /// `"key": "text"`.
    pub fn entry(&mut self, key: &'static str, text: &str) {
        self.key(key);
        self.string(text);
    }

    /// `"key": 12`.
    pub fn number(&mut self, key: &'static str, number: u64) {
        self.key(key);
        self.separate();
        // Writing to a String cannot fail.
        let _ = write!(self.out, "{number}");
    }

    fn separate(&mut self) {
        if std::mem::take(&mut self.keyed) {
            return;
        }
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        if self.depth > 0 {
            self.line();
        }
    }

    fn line(&mut self) {
        if self.pretty {
            const LINE: &str = "\n                                                                ";
            // Nearly always that is all.
            let mut blanks = self.depth * 2;
            let some = blanks.min(LINE.len() - 1);
            self.out.push_str(&LINE[..=some]);
            blanks -= some;
            while blanks > 0 {
                let some = blanks.min(LINE.len() - 1);
                self.out.push_str(&LINE[1..=some]);
                blanks -= some;
            }
        }
    }
}

/// Bytes that cannot stand in a JSON string as they are.
const ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        escaped[byte] = true;
        byte += 1;
    }
    escaped[b'"' as usize] = true;
    escaped[b'\\' as usize] = true;
    escaped
};

/// The first byte that cannot stand as it is; eight are looked at at once.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    // Bytes below `limit`: the classic test of a word for bytes that borrow, which never misses one.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & (ONES << 7);
    let plain = |eight: &[u8]| {
        let word = eight.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        below(word, 0x20) | equal(b'"') | equal(b'\\') == 0
    };
    let from = 8 * bytes.chunks_exact(8).take_while(|eight| plain(eight)).count();
    let rest = bytes.get(from..)?;
    rest.iter().position(|byte| ESCAPED[usize::from(*byte)]).map(|at| from + at)
}

/// A JSON string: quotes, backslashes and control characters are escaped, all else stands as it is.
fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = first_escaped(rest.as_bytes()) {
        // What is escaped is ASCII, so both cuts are on character boundaries.
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let byte = from.as_bytes().first().copied().unwrap_or(0);
        escape(out, byte);
        rest = from.get(1..).unwrap_or("");
    }
    out.push_str(rest);
    out.push('"');
}

fn escape(out: &mut String, byte: u8) {
    let short = match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x08 => "\\b",
        0x0c => "\\f",
        _ => {
            const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
            out.push_str("\\u00");
            out.push(HEX[usize::from(byte >> 4)]);
            return out.push(HEX[usize::from(byte & 15)]);
        }
    };
    out.push_str(short);
}

//! Splits content streams and CMaps into tokens, borrowing from their bytes (ISO 32000-1, 7.2 and 7.8.2).

use std::borrow::Cow;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Number(f64),
    Name(Cow<'a, [u8]>),
    String(Cow<'a, [u8]>),
    ArrayStart,
    ArrayEnd,
    DictStart,
    DictEnd,
    Keyword(&'a [u8]),
}

/// Reads tokens; never fails: what it cannot understand it skips.
pub(crate) struct Tokenizer<'a> {
    data: &'a [u8],
    pos: usize,
}

/// Kinds of bytes, for [`KIND`].
const SPACE: u8 = 1;
const DELIMITER: u8 = 2;
/// What cannot be copied from a literal string as it is.
const SPECIAL: u8 = 4;

/// The kinds that each byte belongs to.
const KIND: [u8; 256] = {
    let mut kind = [0; 256];
    let lists: [(&[u8], u8); 3] = [(&[0, 9, 10, 12, 13, 32], SPACE), (b"()<>[]{}/%", DELIMITER), (b"()\\\r", SPECIAL)];
    let mut i = 0;
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].0.len() {
            kind[lists[i].0[j] as usize] |= lists[i].1;
            j += 1;
        }
        i += 1;
    }
    kind
};

/// The value of each byte as a hexadecimal digit, [`NO_DIGIT`] for all others.
const HEX: [u8; 256] = {
    let mut value = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < 16 {
        value[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        value[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digit += 1;
    }
    value
};
const NO_DIGIT: u8 = 16;

fn is(b: u8, kinds: u8) -> bool {
    KIND[usize::from(b)] & kinds != 0
}

fn is_space(b: u8) -> bool {
    is(b, SPACE)
}

fn hex(b: u8) -> Option<u8> {
    Some(HEX[usize::from(b)]).filter(|digit| *digit < NO_DIGIT)
}

impl<'a> Tokenizer<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Tokenizer { data, pos: 0 }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.data.get(self.pos + ahead).copied()
    }

    /// The bytes from `start` up to where a regular run of characters ends.
    fn regular(&mut self, start: usize) -> &'a [u8] {
        let rest = self.data.get(self.pos..).unwrap_or_default();
        self.pos += rest.iter().position(|&b| is(b, SPACE | DELIMITER)).unwrap_or(rest.len());
        self.data.get(start..self.pos).unwrap_or_default()
    }

    /// The number at `start`, where it is nothing but digits, few enough to be exact; goes to its end.
    fn whole_number(&mut self, start: usize) -> Option<f64> {
        let mut value = 0u32;
        for (digits, &b) in self.data.get(start..)?.iter().take(10).enumerate() {
            if b.is_ascii_digit() && digits < 9 {
                value = value * 10 + u32::from(b - b'0');
            } else {
                let ends = digits > 0 && is(b, SPACE | DELIMITER);
                return ends.then(|| {
                    self.pos = start + digits;
                    f64::from(value)
                });
            }
        }
        None
    }

    fn skip_space(&mut self) {
        while let Some(b) = self.peek(0) {
            if is_space(b) {
                self.pos += 1;
            } else if b == b'%' {
                while self.peek(0).is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.pos += 1;
                }
            } else {
                break;
            }
        }
    }

    fn name(&mut self) -> Token<'a> {
        let raw = self.regular(self.pos);
        if !raw.contains(&b'#') {
            return Token::Name(Cow::Borrowed(raw));
        }
        let mut out = Vec::with_capacity(raw.len());
        let mut i = 0;
        while let Some(&b) = raw.get(i) {
            let escaped = || Some(hex(*raw.get(i + 1)?)? << 4 | hex(*raw.get(i + 2)?)?);
            match (b, escaped()) {
                (b'#', Some(value)) => {
                    out.push(value);
                    i += 3;
                }
                _ => {
                    out.push(b);
                    i += 1;
                }
            }
        }
        Token::Name(Cow::Owned(out))
    }

    fn hex_string(&mut self) -> Token<'a> {
        let rest = self.data.get(self.pos..).unwrap_or_default();
        let end = memchr::memchr(b'>', rest);
        let digits = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.pos += digits.len() + usize::from(end.is_some());
        let mut out = Vec::with_capacity(digits.len().div_ceil(2));
        // Nearly all strings are pairs of digits; from the first byte that is none on, each byte is looked at alone.
        let (pairs, _) = digits.as_chunks::<2>();
        let plain = pairs.iter().map_while(|&[high, low]| {
            let (high, low) = (HEX[usize::from(high)], HEX[usize::from(low)]);
            ((high | low) < NO_DIGIT).then_some(high << 4 | low)
        });
        out.extend(plain);
        let mut half: Option<u8> = None;
        for digit in digits.get(2 * out.len()..).unwrap_or_default().iter().filter_map(|&b| hex(b)) {
            match half.take() {
                Some(high) => out.push(high << 4 | digit),
                None => half = Some(digit),
            }
        }
        out.extend(half.map(|high| high << 4));
        Token::String(Cow::Owned(out))
    }

    fn literal_string(&mut self) -> Token<'a> {
        let start = self.pos;
        let mut depth = 1usize;
        // First without copying: most strings hold no escapes.
        loop {
            self.skip_plain();
            match self.peek(0) {
                None => break,
                Some(b'\\' | b'\r') => return self.escaped_string(start, depth),
                Some(b'(') => depth += 1,
                _ => depth -= 1,
            }
            self.pos += 1;
            if depth == 0 {
                return Token::String(Cow::Borrowed(self.data.get(start..self.pos - 1).unwrap_or_default()));
            }
        }
        Token::String(Cow::Borrowed(self.data.get(start..).unwrap_or_default()))
    }

    /// Goes to the next byte of a literal string that is more than itself; tells what lay before it.
    fn skip_plain(&mut self) -> &'a [u8] {
        let rest = self.data.get(self.pos..).unwrap_or_default();
        let len = rest.iter().position(|&b| is(b, SPECIAL)).unwrap_or(rest.len());
        self.pos += len;
        rest.get(..len).unwrap_or_default()
    }

    fn escaped_string(&mut self, start: usize, mut depth: usize) -> Token<'a> {
        let before = self.data.get(start..self.pos).unwrap_or_default();
        let mut out = Vec::with_capacity(before.len() + 192);
        out.extend_from_slice(before);
        let mut rest = self.data.get(self.pos..).unwrap_or_default();
        loop {
            // Text that is no ASCII is mostly written as octal digits, three for each byte.
            if let Some([b'\\', a, b, c]) = rest.first_chunk::<4>() {
                let [a, b, c] = [a, b, c].map(|digit| digit ^ b'0');
                if a | b | c < 8 {
                    // High digits that do not fit are ignored (7.3.4.2).
                    out.push(a << 6 | b << 3 | c);
                    rest = rest.get(4..).unwrap_or_default();
                    continue;
                }
            }
            let [b, tail @ ..] = rest else { break };
            rest = tail;
            match b {
                b'\\' => rest = unescape(rest, &mut out),
                b'(' => {
                    depth += 1;
                    out.push(b'(');
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    out.push(b')');
                }
                b'\r' => {
                    rest = rest.strip_prefix(b"\n").unwrap_or(rest);
                    out.push(b'\n');
                }
                b => out.push(*b),
            }
        }
        self.pos = self.data.len() - rest.len();
        Token::String(Cow::Owned(out))
    }

    /// Goes past the data of an inline image, after its `ID`.
    pub(crate) fn skip_inline_image(&mut self) {
        self.pos += 1;
        while let Some(found) = memchr::memmem::find(self.data.get(self.pos..).unwrap_or_default(), b"EI") {
            let at = self.pos + found;
            self.pos = at + 2;
            let before = at.checked_sub(1).and_then(|i| self.data.get(i)).is_none_or(|&b| is_space(b));
            let after = self.data.get(at + 2..(at + 12).min(self.data.len())).unwrap_or_default();
            // Image data may hold "EI" by chance: content that follows is plain ASCII.
            if before && after.first().is_none_or(|&b| is_space(b)) && after.iter().all(|b| b.is_ascii() && *b != 0) {
                return;
            }
        }
        self.pos = self.data.len();
    }
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let b = self.peek(0)?;
            let start = self.pos;
            self.pos += 1;
            return Some(match b {
                b'/' => self.name(),
                b'(' => self.literal_string(),
                b'<' if self.peek(0) == Some(b'<') => {
                    self.pos += 1;
                    Token::DictStart
                }
                b'<' => self.hex_string(),
                b'>' => {
                    if self.peek(0) == Some(b'>') {
                        self.pos += 1;
                        Token::DictEnd
                    } else {
                        continue;
                    }
                }
                b'[' => Token::ArrayStart,
                b']' => Token::ArrayEnd,
                b')' | b'{' | b'}' => continue,
                _ => {
                    // Most numbers are whole ones.
                    if let Some(number) = self.whole_number(start) {
                        return Some(Token::Number(number));
                    }
                    let run = self.regular(start);
                    if matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.') {
                        Token::Number(number(run))
                    } else {
                        Token::Keyword(run)
                    }
                }
            });
        }
    }
}

/// Writes what an escape of a literal string means; `rest` begins after its backslash. Returns what follows it.
fn unescape<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let [escape, rest @ ..] = rest else { return rest };
    out.push(match escape {
        b'0'..=b'7' => {
            let [digit @ b'0'..=b'7', tail @ ..] = rest else {
                out.push(escape - b'0');
                return rest;
            };
            out.push((escape - b'0') << 3 | (digit - b'0'));
            return tail;
        }
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'\n' => return rest,
        b'\r' => return rest.strip_prefix(b"\n").unwrap_or(rest),
        other => *other,
    });
    rest
}

/// A number as lenient readers take it: `--5` is -5, `1.2.3` is 1.2, `12-3` is 12.
fn number(run: &[u8]) -> f64 {
    let mut negative = false;
    let mut value = 0.0f64;
    let mut scale = 0.0f64;
    let mut digits = false;
    for &b in run {
        match b {
            b'0'..=b'9' => {
                digits = true;
                let digit = f64::from(b - b'0');
                if scale > 0.0 {
                    value += digit * scale;
                    scale *= 0.1;
                } else {
                    value = value * 10.0 + digit;
                }
            }
            b'-' if !digits => negative = true,
            b'+' if !digits => {}
            b'.' if scale == 0.0 => scale = 0.1,
            _ => break,
        }
    }
    let value = if value.is_finite() { value.min(1e12) } else { 0.0 };
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(data: &[u8]) -> Vec<Token<'_>> {
        Tokenizer::new(data).collect()
    }

    #[test]
    fn strings_names_numbers() {
        let tokens = all(b"/F#31 12.5 Tf (a\\(b\\051\\101) <4 1 42> --3 [ .5 ] % end\nET");
        let s = |b: &'static [u8]| Token::String(Cow::Borrowed(b));
        assert_eq!(
            tokens,
            [
                Token::Name(Cow::Borrowed(b"F1")),
                Token::Number(12.5),
                Token::Keyword(b"Tf"),
                s(b"a(b)A"),
                s(b"AB"),
                Token::Number(-3.0),
                Token::ArrayStart,
                Token::Number(0.5),
                Token::ArrayEnd,
                Token::Keyword(b"ET"),
            ]
        );
    }

    #[test]
    fn nested_and_unfinished_strings() {
        assert_eq!(all(b"(a(b)c)"), [Token::String(Cow::Borrowed(b"a(b)c"))]);
        assert_eq!(all(b"(abc"), [Token::String(Cow::Borrowed(b"abc"))]);
        assert_eq!(all(b"(a\\"), [Token::String(Cow::Borrowed(b"a"))]);
        assert_eq!(all(b"<41"), [Token::String(Cow::Borrowed(b"A"))]);
    }

    #[test]
    fn inline_image_data_is_passed_over() {
        let mut tokens = Tokenizer::new(b"ID \x01EI\xff(\x02 EI Q");
        assert_eq!(tokens.next(), Some(Token::Keyword(b"ID")));
        tokens.skip_inline_image();
        assert_eq!(tokens.next(), Some(Token::Keyword(b"Q")));
    }
}

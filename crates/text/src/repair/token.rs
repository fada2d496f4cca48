//! What a damaged text consists of, for a reader of shifted runs: pairs of bytes, ASCII, glosses, and marks of loss.

use super::codes::Codes;
use super::reading::{Syllable, gloss_at, is_hanzi, syllable_at};

/// Longest rest of a tag or entity behind a mark of loss.
const MARKUP: usize = 12;

/// One piece of shown text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    /// A character of two bytes.
    Pair([u8; 2], char),
    Ascii(u8),
    /// The byte 80 alone, as some decoders show it.
    Euro,
    /// A character that GBK does not have.
    Other(char),
    /// A reading in brackets, once or twice.
    Gloss(Syllable),
    /// A reading whose opening bracket was taken for the second byte of a pair, or which follows a broken one.
    LostGloss(Syllable),
    /// A pair of bytes that is no character.
    Lost(Behind),
}

/// What stands behind a mark of loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// The text goes on; an ASCII character may have died with the mark.
    Text,
    /// The ASCII character that broke the pair is there.
    Ascii,
    /// The rest of a tag or entity that lost its first character: it is no text.
    Markup,
    /// Nothing.
    End,
}

#[inline]
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '?' | '\u{FFFD}')
}

/// The token at `i`, and where the next one starts.
pub(super) fn token_at(chars: &[char], i: usize, returns: bool) -> Option<(Token, usize)> {
    let c = *chars.get(i)?;
    if let Some((syllable, end)) = lost_gloss_at(chars, i) {
        return Some((Token::LostGloss(syllable), end));
    }
    if let Some(found) = gloss_at(chars, i) {
        return Some((Token::Gloss(found.syllable), doubled(chars, found.end, &found.syllable)));
    }
    if is_mark(c) {
        let ascii = chars.get(i + 1).is_some_and(char::is_ascii);
        return Some(match chars.get(i + 1) {
            None => (Token::Lost(Behind::End), i + 1),
            Some(_) => match markup_end(chars, i + 1) {
                Some(end) => (Token::Lost(Behind::Markup), end),
                None if ascii && (returns || c != '?') => (Token::Lost(Behind::Ascii), i + 1),
                None => (Token::Lost(Behind::Text), i + 1),
            },
        });
    }
    if c == '€' {
        return Some((Token::Euro, i + 1));
    }
    if let Some(byte) = u8::try_from(c).ok().filter(u8::is_ascii) {
        return Some((Token::Ascii(byte), i + 1));
    }
    let token = Codes::get().encode(c).map_or(Token::Other(c), |code| Token::Pair(code, c));
    Some((token, i + 1))
}

/// A gloss at `i` that lost its bracket: `?jī)`, `?(jī)`, or `jī)` behind a character.
pub(super) fn lost_gloss_at(chars: &[char], i: usize) -> Option<(Syllable, usize)> {
    let c = *chars.get(i)?;
    let found = if is_mark(c) {
        let bracket = usize::from(chars.get(i + 1) == Some(&'('));
        syllable_at(chars, i + 1 + bracket).filter(|found| found.syllable.toned || bracket == 0 || c == '\u{FFFD}')?
    } else if c.is_alphabetic() && !is_hanzi(c) && i > 0 && chars.get(i - 1).is_some_and(|c| is_hanzi(*c)) {
        syllable_at(chars, i).filter(|found| found.syllable.toned)?
    } else {
        return None;
    };
    Some((found.syllable, doubled(chars, found.end, &found.syllable)))
}

/// The end of a gloss that may be there twice.
pub(super) fn doubled(chars: &[char], end: usize, syllable: &Syllable) -> usize {
    gloss_at(chars, end).filter(|next| next.syllable == *syllable).map_or(end, |next| next.end)
}

/// The end of what is left of `</p>`, `<br />` or `&nbsp;` without its first character, at the end of a text or before
/// blanks.
fn markup_end(chars: &[char], i: usize) -> Option<usize> {
    let rest: String = chars.get(i..)?.iter().take(MARKUP).collect();
    let whole =
        ["/p>", "br>", "br/>", "br />", "/span>", "/strong>", "/b>", "/div>", "/li>", "/td>", "/h1>", "/h2>", "nbsp;"];
    whole.iter().find(|markup| rest.starts_with(**markup)).map(|markup| i + markup.len())
}

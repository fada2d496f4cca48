//! Single characters in GB18030's two-byte codes, and the code areas of GB 2312.

use encoding_rs::Encoding;
#[cfg(test)]
use encoding_rs::GB18030;

/// The two bytes of a character, if it has a two-byte code.
#[cfg(test)]
pub(crate) fn encode(c: char) -> Option<[u8; 2]> {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GB18030.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [high, low] if !failed => Some([high, low]),
        _ => None,
    }
}

/// What a charset has for the two-byte codes with this lead byte, in one decoding.
pub(crate) fn row(
    encoding: &'static Encoding,
    lead: u8,
    trails: std::ops::RangeInclusive<u8>,
) -> impl Iterator<Item = (u8, Option<char>)> {
    let codes: Vec<u8> = trails.clone().flat_map(|trail| [lead, trail, b'\n']).collect();
    let (text, _) = encoding.decode_without_bom_handling(&codes);
    let chars: Vec<Option<char>> =
        text.lines().map(|line| crate::table::only_char(line).filter(|c| *c != '\u{FFFD}')).collect();
    trails.zip(chars)
}

/// All characters of a rectangle of two-byte codes.
#[cfg(test)]
pub(crate) fn area(
    encoding: &'static Encoding,
    high: std::ops::RangeInclusive<u8>,
    low: &[std::ops::RangeInclusive<u8>],
) -> Vec<char> {
    let codes: Vec<u8> = high.flat_map(|h| low.iter().cloned().flatten().flat_map(move |l| [h, l])).collect();
    let (text, _) = encoding.decode_without_bom_handling(&codes);
    text.chars().collect()
}

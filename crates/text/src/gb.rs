//! Single characters in GB18030's two-byte codes, and the code areas of GB 2312.

#[cfg(test)]
use encoding_rs::Encoding;
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

/// The character of a two-byte code.
pub(crate) fn decode(code: [u8; 2]) -> Option<char> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(&code)?;
    crate::table::only_char(&text)
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

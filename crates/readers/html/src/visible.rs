//! Counts what is to be seen in a text.

/// Characters that are not white space. All text of a page comes by here: bytes that begin a character less the blanks,
/// in loops that compilers turn into wide steps.
pub fn count(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let starts: usize = bytes.chunks(BLOCK).map(|block| usize::from(few(block, |byte| (byte as i8) >= -0x40))).sum();
    let blanks: usize =
        bytes.chunks(BLOCK).map(|block| usize::from(few(block, |byte| matches!(byte, b' ' | 9..=13)))).sum();
    (starts - blanks) as u32 - wide_blanks(text)
}

/// As many bytes as a count in one byte holds.
const BLOCK: usize = 255;

/// Bytes of a block that are so.
#[inline]
fn few(block: &[u8], is: impl Fn(u8) -> bool) -> u8 {
    block.iter().fold(0, |count, byte| count + u8::from(is(*byte)))
}

/// White space beyond ASCII: it begins with C2, E1, E2 or E3, and of these E3 is the first byte of 。 and 、 too.
fn wide_blanks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let blank = |at: &usize| text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace);
    let rare = memchr::memchr3_iter(0xC2, 0xE1, 0xE2, bytes).filter(blank).count();
    let ideographic =
        memchr::memchr_iter(0xE3, bytes).filter(|at| bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80])).count();
    (rare + ideographic) as u32
}

#[cfg(test)]
mod tests {
    #[test]
    fn as_the_characters_say() {
        let all: String = ('\0'..='\u{FFFF}').filter(|c| c.is_whitespace() || (*c as u32).is_multiple_of(61)).collect();
        for text in ["", " ", "云", "云 河\u{3000}市。、\u{A0}£\u{2003}“a”\u{2028}\u{205F}\n", &all] {
            assert_eq!(super::count(text), text.chars().filter(|c| !c.is_whitespace()).count() as u32, "{text:?}");
        }
    }
}

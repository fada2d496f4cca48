//! Counts what is to be seen in a text.

/// Characters that are not white space. All text of a page comes by here: bytes that begin a character less the blanks,
/// in loops that compilers turn into wide steps.
pub fn count(text: &str) -> u32 {
    let bytes = text.as_bytes();
    // White space beyond ASCII begins with C2, E1, E2 or E3. E3 is the first byte of 。 and 、 too: there it is E3 80 80.
    let (mut count, mut rare) = (0u32, false);
    for block in bytes.chunks(BLOCK) {
        let visible = |byte: u8| ((byte as i8) >= -0x40) & !matches!(byte, b' ' | 9..=13);
        count += u32::from(block.iter().fold(0u8, |count, byte| count + u8::from(visible(*byte))));
        rare |= block.iter().fold(false, |rare, byte| rare | matches!(byte, 0xC2 | 0xE1 | 0xE2));
    }
    let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
    for ((first, second), third) in bytes.chunks(BLOCK).zip(second.chunks(BLOCK)).zip(third.chunks(BLOCK)) {
        let wide = first.iter().zip(second).zip(third);
        let wide = wide.map(|((first, second), third)| (*first == 0xE3) & (*second == 0x80) & (*third == 0x80));
        count -= u32::from(wide.fold(0u8, |count, wide| count + u8::from(wide)));
    }
    if rare { count - rare_blanks(text) } else { count }
}

/// As many bytes as a count in one byte holds.
const BLOCK: usize = 255;

/// White space beyond ASCII but for U+3000.
fn rare_blanks(text: &str) -> u32 {
    let blank = |at: &usize| text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace);
    memchr::memchr3_iter(0xC2, 0xE1, 0xE2, text.as_bytes()).filter(blank).count() as u32
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

//! Counts what is to be seen in a text.

/// Characters that are not white space. All text of a page comes by here: one step for a character, by its first byte.
pub fn count(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while let Some(&first) = bytes.get(at) {
        let length = match first {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        let blank = match first {
            b' ' | 9..=13 => true,
            // White space beyond ASCII begins with one of these bytes.
            0xC2 | 0xE1..=0xE3 => text[at..].chars().next().is_some_and(char::is_whitespace),
            _ => false,
        };
        count += u32::from(!blank);
        at += length;
    }
    count
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

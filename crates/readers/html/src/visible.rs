//! Counts what is to be seen in a text.

/// Characters that are not white space. All text of a page comes by here: one step for a character, by its first byte.
pub fn count(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while let Some(&first) = bytes.get(at) {
        let step = STEPS[usize::from(first)];
        count += u32::from(step >> 3 & 1);
        if step & LOOK != 0 {
            let blank = match first {
                0xE3 => bytes.get(at + 1..at + 3) == Some(&[0x80, 0x80]),
                _ => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace),
            };
            count -= u32::from(blank);
        }
        at += usize::from(step & 7);
    }
    count
}

/// By the first byte of a character: its length, [`SEEN`] unless it is blank, [`LOOK`] where only all of it tells.
const STEPS: [u8; 256] = {
    let mut steps = [4 | SEEN; 256];
    let mut byte = 0;
    while byte < 0xF0 {
        steps[byte] = SEEN
            | if byte < 0x80 {
                1
            } else if byte < 0xE0 {
                2
            } else {
                3
            };
        byte += 1;
    }
    (steps[b' ' as usize], steps[9], steps[10], steps[11], steps[12], steps[13]) = (1, 1, 1, 1, 1, 1);
    // White space beyond ASCII begins with one of these bytes.
    (steps[0xC2], steps[0xE1], steps[0xE2], steps[0xE3]) =
        (2 | SEEN | LOOK, 3 | SEEN | LOOK, 3 | SEEN | LOOK, 3 | SEEN | LOOK);
    steps
};
const SEEN: u8 = 1 << 3;
const LOOK: u8 = 1 << 4;

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

//! How much a text looks like Chinese prose that was decoded rightly: the judge of charsets and repairs.
//!
//! Characters vote by how common they are in writing. The level 1 hanzi of GB 2312 and Big5 make up nearly all of
//! real text, and only a third of the hanzi that a wrong decoding yields. ASCII does not vote: markup is ASCII in
//! every charset.

/// First and last unified ideograph of the basic block, and how many there are.
const HANZI: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;
const HANZI_COUNT: usize = 0x5200;

const FREQUENT: i8 = 100;
const FIRST: i8 = 90;
const UNKNOWN: i8 = 20;

/// Levels of the ideographs from U+4E00 on: digits, in lines of [`LINE`]. A test makes them from `frequent.txt` and the
/// code charts and compares.
const LEVELS: &[u8] = include_bytes!("../data/levels.txt");
const LINE: usize = 128;

/// Weights of the ideographs, by their levels: 0 is in no list, 1 and 2 are level 2 of Big5 and of GB 2312, 3 and 4
/// level 1 of both, 5 is frequent.
static WEIGHTS: [i8; HANZI_COUNT] = {
    const OF_LEVEL: [i8; 8] = [0, 10, 35, 80, FIRST, FREQUENT, 0, 0];
    let mut weights = [0; HANZI_COUNT];
    let mut at = 0;
    while at < HANZI_COUNT && at + at / LINE < LEVELS.len() {
        weights[at] = OF_LEVEL[(LEVELS[at + at / LINE] & 7) as usize];
        at += 1;
    }
    weights
};

/// The vote of a character that is not ASCII, in hundredths: 100 for what prose is full of, below 0 for what it never has.
pub(crate) fn weight(c: char) -> i8 {
    weight_of(u32::from(c))
}

/// True for the commonest hanzi of prose.
pub(crate) fn is_frequent(c: char) -> bool {
    HANZI.contains(&u32::from(c)) && weight(c) == FREQUENT
}

/// True for hanzi that everybody can read: level 1 of GB 2312.
pub(crate) fn is_common(c: char) -> bool {
    HANZI.contains(&u32::from(c)) && weight(c) >= FIRST
}

/// [`weight`] by code point.
#[inline(always)]
pub(crate) fn weight_of(code: u32) -> i8 {
    let at = code.wrapping_sub(*HANZI.start()) as usize;
    match WEIGHTS.get(at) {
        Some(weight) => *weight,
        None => beyond(code),
    }
}

/// The vote of what is no ideograph of the basic block.
#[inline(never)]
fn beyond(code: u32) -> i8 {
    match code {
        0x80..=0x9F => -100,
        0xA0..=0xBF | 0xD7 | 0xF7 => 60,
        0xC0..=0x24F => 15,
        0x370..=0x52F => 25,
        0x2010..=0x2027 | 0x2030..=0x203B | 0x3000..=0x3017 => 100,
        0x2100..=0x27BF | 0x3200..=0x33FF => 60,
        0x2E80..=0x2FD5 => 40,
        0x3040..=0x30FF => 40,
        0xAC00..=0xD7A3 => 30,
        0x3400..=0x4DBF | 0x20000..=0x3FFFF => 0,
        0xE000..=0xF8FF => -100,
        0xFF01..=0xFF5E => 90,
        0xFFFD => -128,
        0xFFE0..=0xFFE6 => 60,
        _ => UNKNOWN,
    }
}

/// Plausibility of a text from 0 (noise) to 1 (prose); 1 for text without any character that tells.
pub fn plausibility(text: &str) -> f32 {
    sampled(text, usize::MAX).0
}

/// Plausibility over the first `limit` characters that vote, and how many voted.
pub(crate) fn sampled(text: &str, limit: usize) -> (f32, usize) {
    let (mut sum, mut votes) = (0i64, 0usize);
    let mut after_letter = false;
    for c in text.chars() {
        if c.is_ascii() {
            after_letter = c.is_ascii_alphabetic();
            if c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c') {
                sum -= 100;
                votes += 1;
            }
            continue;
        }
        let weight = match c {
            // Zero-width characters and marks say nothing.
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {
                continue;
            }
            // A letter with an accent is at home in a word of letters, not beside its likes.
            '\u{C0}'..='\u{24F}' if after_letter => 70,
            _ => weight(c),
        };
        after_letter = false;
        sum += i64::from(weight);
        votes += 1;
        if votes >= limit {
            break;
        }
    }
    if votes == 0 {
        return (1.0, 0);
    }
    ((sum as f32 / (votes as f32 * 100.0)).clamp(0.0, 1.0), votes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030};

    /// The file of levels, made anew: later lists win.
    fn levels() -> String {
        let mut levels = vec![b'0'; HANZI_COUNT];
        let mut put = |chars: Vec<char>, level| {
            for c in chars {
                if let Some(slot) = (c as usize).checked_sub(0x4E00).and_then(|i| levels.get_mut(i)) {
                    *slot = level;
                }
            }
        };
        put(crate::gb::area(BIG5, 0xC9..=0xF9, &[0x40..=0x7E, 0xA1..=0xFE]), b'1');
        put(crate::gb::area(GB18030, 0xD8..=0xF7, &[0xA1..=0xFE]), b'2');
        put(crate::gb::area(BIG5, 0xA4..=0xC6, &[0x40..=0x7E, 0xA1..=0xFE]), b'3');
        put(crate::gb::area(GB18030, 0xB0..=0xD7, &[0xA1..=0xFE]), b'4');
        let frequent = include_str!("../data/frequent.txt").lines().filter(|line| !line.starts_with('#'));
        put(frequent.flat_map(str::chars).collect(), b'5');
        let lines = levels.chunks(LINE).map(|line| String::from_utf8(line.to_vec()).expect("digits"));
        lines.map(|line| line + "\n").collect()
    }

    #[test]
    fn levels_are_those_of_the_charts() {
        if std::env::var_os("LANTAI_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/levels.txt"), levels()).expect("written");
        }
        assert!(levels().as_bytes() == LEVELS, "data/levels.txt is not up to date: LANTAI_BLESS=1 writes it");
    }

    #[test]
    fn prose_is_plausible_and_noise_is_not() {
        assert!(plausibility("云河市人民政府关于印发2024年重点工作任务分工方案的通知，各县（市、区）人民政府：") > 0.9);
        assert!(plausibility("雲河市人民政府關於印發重點工作任務分工方案的通知") > 0.85);
        let misread =
            encoding_rs::GBK.decode_without_bom_handling("云河市人民政府关于印发重点工作方案的通知".as_bytes()).0;
        assert!(plausibility(&misread) < 0.6, "{misread} {}", plausibility(&misread));
        assert!(plausibility("\u{FFFD}\u{FFFD}\u{E000}") == 0.0);
        assert_eq!(plausibility("plain ascii"), 1.0);
        assert_eq!(plausibility(""), 1.0);
        assert!(plausibility("Café crème à Genève") > 0.5);
    }
}

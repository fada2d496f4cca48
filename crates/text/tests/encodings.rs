//! Charsets at large: windows of invented text in every encoding under right, wrong and no labels; flipped bytes; noise.

use encoding_rs::{BIG5, GB18030, GBK};
use lantai_text::han::{HanTarget, convert};
use lantai_text::{Decoded, decode};

/// Invented report text.
const TEXT: &str = concat!(
    include_str!("../../../samples/progress-text/source.txt"),
    include_str!("../../../samples/task-table-text/source.txt"),
    include_str!("../../../samples/key-points-text/source.txt"),
);

/// A small generator with a fixed seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

const CHARSETS: [&str; 6] = ["gbk", "gb18030", "big5", "utf-8", "utf-16le", "utf-16be"];

fn encoded(text: &str, charset: &str) -> Option<Vec<u8>> {
    let (bytes, _, failed) = match charset {
        "gbk" => GBK.encode(text),
        "gb18030" => GB18030.encode(text),
        "big5" => BIG5.encode(text),
        "utf-16le" => return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf-16be" => return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        _ => return Some(text.as_bytes().to_vec()),
    };
    (!failed).then(|| bytes.into_owned())
}

/// Share of windows read exactly, in hundredths of a percent.
fn right(length: usize, charset: &str, claim: impl Fn(usize) -> Option<&'static str>) -> usize {
    let text = if charset == "big5" { convert(TEXT, HanTarget::Traditional) } else { TEXT.into() };
    // Without what the charset cannot write (羣 in Big5).
    let source: Vec<char> = text.chars().filter(|c| encoded(&c.to_string(), charset).is_some()).collect();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut right, mut all) = (0, 0);
    for round in 0..400 {
        let start = dice.below(source.len() - length);
        let window: String = source[start..start + length].iter().collect();
        let Some(bytes) = encoded(&window, charset) else { continue };
        all += 1;
        right += usize::from(decode(&bytes, claim(round), false).text == window);
    }
    right * 10_000 / all
}

#[test]
fn windows_are_read_right_whatever_the_label() {
    for (length, bar) in [(10, 9_800), (50, 9_950), (500, 9_950)] {
        for charset in CHARSETS {
            let own = |label: &str| label == charset || (label.starts_with("gb") && charset.starts_with("gb"));
            let wrong: Vec<&'static str> =
                CHARSETS.into_iter().chain(["windows-1252", "shift_jis", "nonsense"]).filter(|it| !own(it)).collect();
            let shares = [
                right(length, charset, |_| Some(charset)),
                right(length, charset, |round| Some(wrong[round % wrong.len()])),
                right(length, charset, |_| None),
            ];
            assert!(shares.iter().all(|share| *share >= bar), "{length} {charset} {shares:?}");
        }
    }
}

#[test]
fn one_flipped_byte_never_changes_the_verdict() {
    let body: String = TEXT.chars().skip(300).take(500).collect();
    let page = format!("<html><head><meta charset=\"gb2312\"><title>工作报告</title></head><body>{body}</body></html>");
    for text in [body, page] {
        let bytes = text.into_bytes();
        for at in 0..bytes.len() {
            let set = [0x00, 0x80, 0xA0, 0xBF, 0xC0, 0xFE, 0xFF, b'<'];
            for value in [0x01, 0x10, 0x20, 0x40, 0x80, 0xFF].map(|mask| bytes[at] ^ mask).into_iter().chain(set) {
                let mut flipped = bytes.clone();
                flipped[at] = value;
                let Decoded { charset, evidence, .. } = decode(&flipped, None, true);
                assert!(charset == "UTF-8" && !evidence.contains("but for"), "{at} {value:X} {charset} {evidence}");
            }
        }
    }
}

#[test]
fn arbitrary_bytes_are_text_of_bounded_size() {
    let fragments: [&[u8]; 12] = [
        b"<meta charset=gbk>",
        b"<?xml encoding='utf-16'?>",
        b"\xFF\xFE",
        b"\xFE\xFF\0",
        b"\xEF\xBB\xBF",
        "云河市工作报告".as_bytes(),
        b"\xD4\xC6\xBA\xD3\xCA\xD0\xB9\xA4",
        b"\x84\x31\xA4\x37",
        b"<!--",
        b"charset=",
        b"\xE4\xBA",
        b"\x80 \xFF",
    ];
    let mut dice = Dice(88_172_645_463_325_252);
    for round in 0..6_000 {
        let mut bytes = Vec::new();
        for _ in 0..dice.below(40) {
            match round % 3 {
                0 => bytes.push(dice.below(256) as u8),
                1 => bytes.extend_from_slice(fragments[dice.below(fragments.len())]),
                _ if dice.below(2) == 0 => bytes.push(0x80 | dice.below(128) as u8),
                _ => bytes.extend_from_slice(fragments[dice.below(fragments.len())]),
            }
        }
        let claim = [None, Some("gbk"), Some("utf-16le"), Some("x-user-defined"), Some("\"")][round % 5];
        let decoded = decode(&bytes, claim, round % 2 == 0);
        // No encoding makes more than three bytes of text out of one.
        assert!(decoded.text.len() <= 3 * bytes.len() + 4 && decoded.evidence.len() < 1_000);
        assert_eq!(decoded, decode(&bytes, claim, round % 2 == 0));
    }
}

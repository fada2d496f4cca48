//! Text that was decoded with the wrong charset before it came here, as a whole: UTF-8 or GBK read as Latin letters,
//! and UTF-8 read as GBK (鐨勭殑).

use encoding_rs::{Encoding, GB18030, UTF_8, WINDOWS_1252};

use super::{Doubt, Repair, TextEdit};
use crate::plausibility::{plausibility, sampled};

/// Text above this is never touched.
const GOOD: f32 = 0.62;
/// A repair must reach this, and gain `GAIN`.
const ENOUGH: f32 = 0.8;
const GAIN: f32 = 0.25;

/// Undoes a wrong decoding of a whole paragraph. Judged by plausibility before and after; good text is left at the first
/// few characters.
pub fn mojibake(text: &str) -> Option<Repair> {
    if text.is_ascii() {
        return None;
    }
    // Two looks: a short one that good text passes, then a longer one.
    for votes in [24, 400] {
        let (score, heard) = sampled(text, votes);
        if score >= GOOD || heard < 4 {
            return None;
        }
    }
    let before = plausibility(text);
    let ways: [(&'static Encoding, &'static Encoding); 3] =
        [(WINDOWS_1252, UTF_8), (WINDOWS_1252, GB18030), (GB18030, UTF_8)];
    let best = ways
        .into_iter()
        .filter_map(|(wrong, right)| {
            let fixed = redecode(text, wrong, right)?;
            let score = plausibility(&fixed);
            (score >= ENOUGH && score - before >= GAIN).then_some((score, fixed))
        })
        .reduce(|a, b| if b.0 > a.0 { b } else { a });
    let Some((_, fixed)) = best else {
        let lost = text.contains("锟斤拷") || text.contains("烫烫烫");
        let doubt =
            || Doubt { start: 0, about: "text lost in a wrong conversion (锟斤拷) cannot be restored".into() };
        return lost.then(|| Repair { text: text.to_owned(), edits: Vec::new(), doubts: vec![doubt()] });
    };
    let mut doubts = Vec::new();
    if fixed.contains('\u{FFFD}') {
        doubts.push(Doubt { start: 0, about: "some characters were lost in a wrong conversion".into() });
    }
    let edits = vec![TextEdit { start: 0, before: text.to_owned(), after: fixed.clone() }];
    Some(Repair { text: fixed, edits, doubts })
}

/// Takes the text back to the bytes it was read from and reads them rightly.
fn redecode(text: &str, wrong: &'static Encoding, right: &'static Encoding) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut lost = 0;
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii() {
            bytes.push(c as u8);
            continue;
        }
        // Latin-1 readers give C1 controls where Windows-1252 has letters.
        if wrong == WINDOWS_1252
            && let Ok(byte) = u8::try_from(u32::from(c))
        {
            bytes.push(byte);
            continue;
        }
        let (code, _, failed) = wrong.encode(c.encode_utf8(&mut buffer));
        // The euro sign is the single byte 80 in GBK.
        match (failed, c) {
            (_, '€') if wrong == GB18030 => bytes.push(0x80),
            (false, _) => bytes.extend_from_slice(&code),
            (true, _) => {
                lost += 1;
                bytes.push(0xFF);
            }
        }
    }
    let (fixed, _) = right.decode_without_bom_handling(&bytes);
    (lost * 20 <= bytes.len()).then(|| fixed.into_owned())
}

//! Charset arbitration: every candidate is decoded and judged by its errors and by how plausible the text is.
//! A label is a claim, not a finding.

mod claims;
mod survey;
#[cfg(test)]
mod tests;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::plausibility::sampled;
use survey::Survey;

/// Characters that vote on a candidate.
const VOTES: usize = 600;
/// Valid multi-byte sequences that prove UTF-8 whatever the text looks like.
const PROOF: usize = 12;
/// A candidate without errors and at least this plausible is taken without hearing the others.
const CONVINCING: f32 = 0.8;
/// Below this, the statistics are asked too.
const DOUBTFUL: f32 = 0.6;
/// Bytes that the statistical detector gets to see; it is slow.
const DETECTOR_BYTES: usize = 64 << 10;

/// Text with the charset it was decoded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// WHATWG name of the charset used.
    pub charset: &'static str,
    /// Why, for people.
    pub evidence: String,
    /// Byte sequences that could not be decoded and became U+FFFD.
    pub replaced: u32,
}

/// Decodes bytes. `claim` is a charset named from outside (a server, an archive); with `markup`, declarations in the
/// first 4 KiB are heard as well. Never fails.
pub fn decode(bytes: &[u8], claim: Option<&str>, markup: bool) -> Decoded {
    if let Some((encoding, rest, why)) = utf_16(bytes) {
        let (text, failed) = encoding.decode_without_bom_handling(rest);
        let replaced = if failed { replacements(&text) } else { 0 };
        return Decoded { text: text.into_owned(), charset: encoding.name(), evidence: why.into(), replaced };
    }
    let (marked, bytes) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let claims = claims::collect(claim, if markup { bytes } else { &[] });
    let mut evidence = claims.describe(marked);

    let valid = simdutf8::basic::from_utf8(bytes);
    if let Ok(text) = valid {
        let ascii = text.is_ascii();
        let (score, votes) = if ascii { (1.0, 0) } else { sampled(text, PROOF) };
        if votes >= PROOF || score >= CONVINCING {
            evidence.push_str(if ascii { "; bytes are ASCII" } else { "; bytes are valid UTF-8" });
            return Decoded { text: text.to_owned(), charset: UTF_8.name(), evidence, replaced: 0 };
        }
    }

    let survey = Survey::of(bytes);
    if valid.is_err() {
        evidence.push_str(&survey.describe());
        if survey.is_damaged_utf8() {
            let (text, replaced) = lossy_utf8(bytes);
            evidence.push_str("; the rest is UTF-8");
            return Decoded { text, charset: UTF_8.name(), evidence, replaced };
        }
    }
    let order = if survey.leans_to_utf8() { [UTF_8, GB18030, BIG5] } else { [GB18030, BIG5, UTF_8] };
    let encoding = arbitrate(bytes, &claims.encodings, order, valid.is_ok(), &mut evidence);
    if encoding == UTF_8 {
        evidence.push_str(if valid.is_ok() { "; bytes are valid UTF-8" } else { "; UTF-8 still reads best" });
        let (text, replaced) = lossy_utf8(bytes);
        return Decoded { text, charset: UTF_8.name(), evidence, replaced };
    }
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    let replaced = if failed { replacements(&text) } else { 0 };
    evidence.push_str(&match replaced {
        0 => format!("; {} decodes without errors", encoding.name()),
        n => format!("; {} decodes best, with {n} errors", encoding.name()),
    });
    let text = if encoding == GB18030 { assigned(text.into_owned()) } else { text.into_owned() };
    Decoded { text, charset: encoding.name(), evidence, replaced }
}

/// The encoding whose reading of a sample is the most plausible: the claimed ones and those of `order` are heard, and
/// statistics if none of them will do.
fn arbitrate(
    bytes: &[u8],
    claimed: &[&'static Encoding],
    order: [&'static Encoding; 3],
    valid_utf_8: bool,
    evidence: &mut String,
) -> &'static Encoding {
    let sample = survey::sample(bytes);
    let mut best: Option<(f32, &'static Encoding)> = None;
    let mut heard: Vec<&'static Encoding> = Vec::new();
    let mut hear = |encoding: &'static Encoding, bonus: f32, best: &mut Option<(f32, &'static Encoding)>| {
        if heard.contains(&encoding) {
            return false;
        }
        heard.push(encoding);
        let (text, failed) = encoding.decode_without_bom_handling(&sample);
        let score = sampled(&text, VOTES).0 + bonus;
        if best.is_none_or(|(least, _)| score > least) {
            *best = Some((score, encoding));
        }
        !failed && score >= CONVINCING
    };
    let first = claimed.iter().copied().filter(|encoding| *encoding != UTF_8);
    for encoding in first.chain(order) {
        // Holding to the rules of UTF-8 is no small feat even for a few bytes (© is 漏 in GBK).
        let bonus = match encoding == UTF_8 && valid_utf_8 {
            true => 0.3,
            false if claimed.contains(&encoding) => 0.05,
            false => 0.0,
        };
        if hear(encoding, bonus, &mut best) {
            return encoding;
        }
    }
    if best.is_none_or(|(score, _)| score < DOUBTFUL) {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes[..bytes.len().min(DETECTOR_BYTES)], true);
        // Without a top-level domain: "cn" would rule Big5 out.
        let guess = detector.guess(None, Utf8Detection::Allow);
        let guess = if guess == encoding_rs::GBK { GB18030 } else { guess };
        evidence.push_str(&format!("; statistics suggest {}", guess.name()));
        hear(guess, 0.1, &mut best);
    }
    best.map_or(UTF_8, |(_, encoding)| encoding)
}

/// UTF-16 by its mark, or by bytes that only it can have.
fn utf_16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8], &'static str)> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return Some((UTF_16LE, rest, "UTF-16LE byte order mark")),
        [0xFE, 0xFF, rest @ ..] => return Some((UTF_16BE, rest, "UTF-16BE byte order mark")),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return None;
    }
    // Units that are ASCII, CJK punctuation, hanzi or full-width forms, in either byte order.
    let usual = |high: u8, low: u8| match high {
        0 => (0x20..0x7F).contains(&low) || matches!(low, b'\t' | b'\n' | b'\r'),
        0x20 => low < 0x40,
        0x30 | 0x4E..=0x9F | 0xFF => true,
        _ => false,
    };
    let (mut little, mut big) = (0, 0);
    for pair in head.chunks_exact(2) {
        little += usize::from(usual(pair[1], pair[0]));
        big += usize::from(usual(pair[0], pair[1]));
    }
    // Hanzi units can be ASCII letter pairs (U+4E41 is "NA"): bytes must also not read as another charset.
    let units = head.len() / 2;
    let nulls = memchr::memchr(0, head).is_some();
    let needed = if nulls { units * 7 / 10 } else { units * 19 / 20 };
    if little.max(big) < needed.max(2) || (!nulls && survey::looks_multibyte(head)) {
        return None;
    }
    let (encoding, why) = match little >= big {
        true => (UTF_16LE, "no mark; pattern of null and hanzi bytes is UTF-16LE"),
        false => (UTF_16BE, "no mark; pattern of null and hanzi bytes is UTF-16BE"),
    };
    let (text, _) = encoding.decode_without_bom_handling(head);
    (sampled(&text, VOTES).0 >= DOUBTFUL).then_some((encoding, bytes, why))
}

/// Decodes UTF-8 with U+FFFD for each broken sequence, and counts these.
fn lossy_utf8(bytes: &[u8]) -> (String, u32) {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{FFFD}');
            replaced += 1;
        }
    }
    (text, replaced)
}

fn replacements(text: &str) -> u32 {
    memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").count() as u32
}

/// Moves characters that GB 18030 once kept in the private use area to the codes that Unicode gave them later
/// (GB 18030-2022).
fn assigned(text: String) -> String {
    const MOVED: [(char, char); 24] = [
        ('\u{E5E5}', '\u{3000}'),
        ('\u{E78D}', '\u{FE10}'),
        ('\u{E78E}', '\u{FE12}'),
        ('\u{E78F}', '\u{FE11}'),
        ('\u{E790}', '\u{FE13}'),
        ('\u{E791}', '\u{FE14}'),
        ('\u{E792}', '\u{FE15}'),
        ('\u{E793}', '\u{FE16}'),
        ('\u{E794}', '\u{FE17}'),
        ('\u{E795}', '\u{FE18}'),
        ('\u{E796}', '\u{FE19}'),
        ('\u{E7C7}', '\u{1E3F}'),
        ('\u{E81E}', '\u{9FB4}'),
        ('\u{E826}', '\u{9FB5}'),
        ('\u{E82B}', '\u{9FB6}'),
        ('\u{E82C}', '\u{9FB7}'),
        ('\u{E831}', '\u{215D7}'),
        ('\u{E832}', '\u{9FB8}'),
        ('\u{E83B}', '\u{2298F}'),
        ('\u{E843}', '\u{9FB9}'),
        ('\u{E854}', '\u{9FBA}'),
        ('\u{E855}', '\u{241FE}'),
        ('\u{E864}', '\u{9FBB}'),
        ('\u{E816}', '\u{20087}'),
    ];
    // Every private use character below U+F000 starts with byte EE.
    if memchr::memchr(0xEE, text.as_bytes()).is_none() {
        return text;
    }
    text.chars().map(|c| MOVED.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)).collect()
}

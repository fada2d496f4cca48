//! Charset arbitration: every candidate is decoded and judged by its errors and by how plausible the text is.
//! A label is a claim, not a finding.

mod assigned;
mod claims;
mod regions;
mod survey;
#[cfg(test)]
mod tests;
mod utf_16;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

use crate::plausibility::sampled;
use claims::Claims;
use regions::Region;
use survey::Survey;

/// Characters that vote on a candidate.
const VOTES: usize = 600;
/// Valid multi-byte sequences that prove UTF-8 whatever the text looks like.
const PROOF: usize = 12;
/// A candidate without errors and at least this plausible is taken without hearing the others, if so many characters
/// voted.
const CONVINCING: f32 = 0.8;
const CONVINCED: usize = 24;
/// Below this, the statistics are asked too.
const DOUBTFUL: f32 = 0.6;
/// Bytes that the statistical detector gets to see; it is slow.
const DETECTOR_BYTES: usize = 64 << 10;
/// Regions of another charset that the evidence names.
const NAMED: usize = 4;

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

/// Decodes bytes. `claim` is a charset named from outside (a server, an archive); with `markup`, the declarations in the
/// text are heard as well. A page put together from files in two charsets is decoded by region, and the evidence names
/// the bytes (counted from 0, both ends included). Never fails.
pub fn decode(bytes: &[u8], claim: Option<&str>, markup: bool) -> Decoded {
    if let Some((encoding, rest, why)) = utf_16::detect(bytes, claim) {
        let (text, failed) = encoding.decode_without_bom_handling(rest);
        let replaced = if failed { replacements(&text) } else { 0 };
        let claims = claims::collect(claim, &[]);
        let evidence = if claim.is_some() { format!("{}; {why}", claims.describe(false)) } else { why.into() };
        return Decoded { text: text.into_owned(), charset: encoding.name(), evidence, replaced };
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
        if regions::suspected(bytes) {
            let regions = regions::divide(bytes);
            if regions.len() > 1 {
                return by_region(bytes, &regions, &claims, evidence, if marked { 3 } else { 0 });
            }
        }
        if survey.is_damaged_utf8() {
            let (text, replaced) = lossy_utf8(bytes);
            evidence.push_str("; the rest is UTF-8");
            return Decoded { text, charset: UTF_8.name(), evidence, replaced };
        }
    }
    let order = if survey.leans_to_utf8() { [UTF_8, GB18030, BIG5] } else { [GB18030, BIG5, UTF_8] };
    let encoding = arbitrate(bytes, &claims.encodings, order, valid.is_ok(), &mut evidence);
    let (text, replaced) = read(bytes, encoding);
    evidence.push_str(&match replaced {
        _ if encoding == UTF_8 && valid.is_ok() => "; bytes are valid UTF-8".to_owned(),
        _ if encoding == UTF_8 => "; UTF-8 still reads best".to_owned(),
        0 => format!("; {} decodes without errors", encoding.name()),
        n => format!("; {} decodes best, with {n} errors", encoding.name()),
    });
    Decoded { text, charset: encoding.name(), evidence, replaced }
}

/// Decodes regions, one part UTF-8 and the other what it reads best as; the charset is that of the greater part.
fn by_region(bytes: &[u8], regions: &[Region], claims: &Claims, mut evidence: String, offset: usize) -> Decoded {
    let part = |region: &Region| bytes.get(region.bytes.clone()).unwrap_or_default();
    let others: Vec<u8> = regions.iter().filter(|region| !region.utf_8).flat_map(part).copied().collect();
    let other = arbitrate(&others, &claims.encodings, [GB18030, BIG5, GB18030], false, &mut evidence);
    let size = |utf_8: bool| -> usize {
        let of_kind = regions.iter().filter(|region| region.utf_8 == utf_8);
        of_kind.map(|region| part(region).iter().filter(|byte| **byte >= 0x80).count()).sum()
    };
    let (main, minor) = if size(true) >= size(false) { (UTF_8, other) } else { (other, UTF_8) };
    let (mut text, mut replaced) = (String::with_capacity(bytes.len() * 3 / 2), 0);
    let mut named = Vec::new();
    for region in regions {
        let encoding = if region.utf_8 { UTF_8 } else { other };
        let (piece, errors) = read(part(region), encoding);
        text.push_str(&piece);
        replaced += errors;
        if encoding == minor {
            named.push(format!("{}–{}", region.bytes.start + offset, region.bytes.end.saturating_sub(1) + offset));
        }
    }
    let more = match named.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more regions"),
    };
    named.truncate(NAMED);
    evidence.push_str(&format!(
        "; {} but for bytes {}{more}, which are {}",
        main.name(),
        named.join(", "),
        minor.name()
    ));
    Decoded { text, charset: main.name(), evidence, replaced }
}

/// Decodes in a known encoding, and counts what could not be decoded.
fn read(bytes: &[u8], encoding: &'static Encoding) -> (String, u32) {
    if encoding == UTF_8 {
        return lossy_utf8(bytes);
    }
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    let replaced = if failed { replacements(&text) } else { 0 };
    let text = text.into_owned();
    (if encoding == GB18030 { assigned::assigned(text) } else { text }, replaced)
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
        let (score, votes) = sampled(&text, VOTES);
        let score = score + bonus;
        if best.is_none_or(|(least, _)| score > least) {
            *best = Some((score, encoding));
        }
        !failed && score >= CONVINCING && votes >= CONVINCED
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

//! Text that was decoded with the wrong charset before it came here: UTF-8 or GBK read as Latin letters (å›½, ÖÐ), UTF-8
//! read as GBK (鐨勭殑) or Big5, GBK and Big5 read as each other, and two of these on top of each other.
//!
//! Undone by going back to the bytes. That bytes hold to the rules of UTF-8 proves it; between charsets of pairs the better
//! text must be far better. Good text is left after one look at each character. What such a road has already lost (锟斤拷)
//! is a doubt with its place.

mod bytes;
mod lost;
mod stretch;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::language::Language;
use super::{Doubt, Repair, TextEdit};
use crate::plausibility::{is_frequent, plausibility, weight, weight_of};
use bytes::{Bytes, Wrong};
use encoding_rs::{BIG5, Encoding, GB18030};
use stretch::Stretch;

/// A repaired stretch must be this plausible, and gain so much.
const ENOUGH: f32 = 0.7;
const GAIN: f32 = 0.25;
/// The same for charsets of pairs, which prove less.
const PAIRS_ENOUGH: f32 = 0.85;
const PAIRS_GAIN: f32 = 0.3;
/// Tenths of a bit that a character of the repaired text must be less surprising than one before.
const PAIRS_CHEAPER: i32 = 25;
/// Wrong decodings on top of each other.
const DEPTH: usize = 3;
/// Characters of a text that are looked at; more is no paragraph.
const CHARS: usize = 1 << 20;
/// Stretches of one text that are restored.
const FIXES: usize = 512;
/// Doubts of one text.
const DOUBTS: usize = 16;

/// A stretch that was restored.
struct Fix {
    /// Characters of the text before.
    chars: Range<usize>,
    text: String,
    /// Indices before at which a character was lost.
    lost: Vec<usize>,
    /// What the text gained.
    gain: f32,
}

/// Undoes wrong decodings in a paragraph, and points to what they lost.
pub fn mojibake(text: &str) -> Option<Repair> {
    if text.is_ascii() || !is_suspicious(text) {
        return None;
    }
    let chars: Vec<char> = text.chars().take(CHARS).collect();
    let fixes = undo(&chars, DEPTH);
    let mut repair = Repair { text: String::with_capacity(text.len()), ..Repair::default() };
    let mut copied = 0;
    for fix in &fixes {
        repair.text.extend(chars.get(copied..fix.chars.start).unwrap_or_default());
        repair.doubts.extend(lost::marks(&chars, copied..fix.chars.start));
        repair.text.push_str(&fix.text);
        copied = fix.chars.end;
        let before = chars.get(fix.chars.clone()).unwrap_or_default().iter().collect();
        repair.edits.push(TextEdit { start: fix.chars.start, before, after: fix.text.clone() });
        let doubt = |start: &usize| Doubt { start: *start, about: "a character was lost in a wrong conversion".into() };
        repair.doubts.extend(fix.lost.iter().map(doubt));
    }
    repair.doubts.extend(lost::marks(&chars, copied..chars.len()));
    repair.doubts.truncate(DOUBTS);
    repair.text.extend(text.chars().skip(copied));
    repair.noted()
}

/// One look at each character: text of common ones passes.
fn is_suspicious(text: &str) -> bool {
    let mut alarm = Alarm::new();
    text.chars().filter(|c| !c.is_ascii()).for_each(|c| alarm.see(u32::from(c)));
    alarm.rings()
}

/// Sees the characters of a text that are not ASCII one after the other, and rings when too many of them are strange.
pub(super) struct Alarm {
    strange: u32,
    /// The character before was a letter of Latin-1.
    letter: bool,
    rang: bool,
}

impl Alarm {
    const ENOUGH: u32 = 6;

    pub(super) fn new() -> Alarm {
        Alarm { strange: 0, letter: false, rang: false }
    }

    /// Sees a character, by its code point.
    #[inline(always)]
    pub(super) fn see(&mut self, code: u32) {
        const TELL: [u32; 2] = ['烫' as u32, '屯' as u32];
        let heavy = weight_of(code) >= 60;
        if heavy && code > 0xFF && code != TELL[0] && code != TELL[1] {
            self.strange = self.strange.saturating_sub(1);
            self.letter = false;
        } else {
            self.wonder(code, heavy);
        }
    }

    #[inline(never)]
    fn wonder(&mut self, code: u32, heavy: bool) {
        // Letters of Latin-1 beside each other are rare in any language.
        let latin = (0x80..=0xFF).contains(&code);
        self.strange = match char::from_u32(code) {
            Some('\u{FFFD}' | '锟' | '嚙') => Self::ENOUGH,
            _ if latin && self.letter => self.strange + 3,
            _ if latin && heavy => self.strange.saturating_sub(1),
            _ => self.strange + 2,
        };
        self.letter = latin;
        self.rang |= self.strange >= Self::ENOUGH;
    }

    pub(super) fn rings(&self) -> bool {
        self.rang
    }
}

/// The stretches that can be restored, in order of place.
fn undo(chars: &[char], depth: usize) -> Vec<Fix> {
    if depth == 0 {
        return Vec::new();
    }
    let mut found: Vec<Fix> = Vec::new();
    for wrong in [Wrong::Latin, Wrong::Gb, Wrong::Big5] {
        let bytes = Bytes::of(chars, wrong);
        let stretches = stretch::utf_8(&bytes);
        found.extend(stretches.into_iter().filter_map(|it| proved(chars, it, wrong, depth)));
        let rights: &[&'static Encoding] = match wrong {
            Wrong::Latin => &[GB18030, BIG5],
            Wrong::Gb => &[BIG5],
            Wrong::Big5 => &[GB18030],
        };
        for right in rights {
            found.extend(bytes.runs(chars).into_iter().filter_map(|run| of_pairs(chars, &bytes, run, wrong, right)));
        }
    }
    // The best first; what overlaps a better one goes.
    found.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.chars.start.cmp(&b.chars.start)));
    found.truncate(FIXES);
    let mut taken: Vec<Fix> = Vec::new();
    for fix in found {
        if taken.iter().all(|it| it.chars.end <= fix.chars.start || fix.chars.end <= it.chars.start) {
            taken.push(fix);
        }
    }
    taken.sort_by_key(|fix| fix.chars.start);
    taken
}

/// A stretch that is UTF-8, if it reads well or can be made to by a further step.
fn proved(chars: &[char], stretch: Stretch, wrong: Wrong, depth: usize) -> Option<Fix> {
    let Stretch { chars: range, text, lost, long, short } = stretch;
    let sequences = match wrong {
        Wrong::Latin => long >= 1 || short >= 2,
        Wrong::Gb | Wrong::Big5 => long >= 2,
    };
    if !sequences || lost.len() * 3 > long + short {
        return None;
    }
    let before: String = chars.get(range.clone())?.iter().collect();
    let inner: Vec<char> = text.chars().collect();
    let deeper = undo(&inner, depth - 1);
    let text = if deeper.is_empty() { text } else { applied(&inner, &deeper) };
    let (before, after) = (plausibility(&before), plausibility(&text.replace('\u{FFFD}', "")));
    // Two sequences alone may be chance.
    let enough = if wrong != Wrong::Latin && long == 2 { PAIRS_ENOUGH } else { ENOUGH };
    let better = after >= enough && after - before >= GAIN && !text.is_ascii();
    let gain = (after - before) * range.len() as f32;
    better.then_some(Fix { chars: range, text, lost, gain })
}

fn applied(chars: &[char], fixes: &[Fix]) -> String {
    let mut text = String::new();
    let mut copied = 0;
    for fix in fixes {
        text.extend(chars.get(copied..fix.chars.start).unwrap_or_default());
        text.push_str(&fix.text);
        copied = fix.chars.end;
    }
    text.extend(chars.get(copied..).unwrap_or_default());
    text
}

/// A run read in another charset of pairs, if it reads far better.
fn of_pairs(chars: &[char], bytes: &Bytes, run: Range<usize>, wrong: Wrong, right: &'static Encoding) -> Option<Fix> {
    let before = chars.get(run.clone())?;
    let counted = before.iter().filter(|c| !c.is_ascii()).count();
    let kana = before.iter().filter(|c| ('\u{3040}'..='\u{30FF}').contains(*c)).count();
    // Pairs read as other pairs are hanzi and a few signs of all kinds; letters by themselves are a language.
    let letters = before.iter().filter(|c| ('\u{C0}'..='\u{52F}').contains(*c)).count();
    let of_language = wrong != Wrong::Latin && (letters * 3 > counted || letters > 0 && !before.iter().any(is_hanzi));
    if counted < 4 || kana * 3 > counted || of_language || is_table(before) {
        return None;
    }
    let (text, _) = right.decode_without_bom_handling(bytes.slice(run.clone())?);
    let text = text.into_owned();
    let (mut all, mut hanzi, mut common, mut frequent, mut broken) = (0, 0, 0, 0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let weight = weight(c);
        all += 1;
        broken += usize::from(c == '\u{FFFD}');
        common += usize::from(weight >= 80);
        hanzi += usize::from(is_hanzi(&c));
        frequent += usize::from(is_frequent(c));
    }
    let least = if wrong == Wrong::Latin { 2 } else { 4 };
    let reads_well = hanzi >= least && common * 20 >= (all - broken) * 17 && frequent * 20 >= hanzi * 7;
    if !reads_well || broken * 12 > all || frequent < 2 {
        return None;
    }
    let whole: Vec<char> = text.chars().filter(|c| *c != '\u{FFFD}').collect();
    if surprise(&whole) + PAIRS_CHEAPER > surprise(before) {
        return None;
    }
    let (old, new): (String, String) = (before.iter().collect(), whole.iter().collect());
    let (old, new) = (plausibility(&old), plausibility(&new));
    let lost = match broken {
        0 => Vec::new(),
        _ => (run.start..run.end).filter(|at| chars.get(*at) == Some(&'\u{FFFD}')).collect(),
    };
    let better = new >= PAIRS_ENOUGH && new - old >= PAIRS_GAIN;
    let gain = (new - old) * run.len() as f32;
    better.then_some(Fix { chars: run, text, lost, gain })
}

fn is_hanzi(c: &char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(c)
}

/// Characters in the order of their codes: a table of signs or letters, not words.
fn is_table(chars: &[char]) -> bool {
    let shown: Vec<u32> = chars.iter().filter(|c| !c.is_ascii()).map(|c| u32::from(*c)).collect();
    let steps = shown.windows(2).filter(|pair| matches!(pair, [a, b] if a + 1 == *b)).count();
    steps * 4 >= shown.len()
}

/// Tenths of a bit for a character, on the average.
fn surprise(chars: &[char]) -> i32 {
    let language = Language::get();
    let mut last = None;
    let (mut sum, mut n) = (0i64, 0i64);
    for c in chars.iter().copied().filter(|c| !c.is_ascii()) {
        sum += i64::from(language.cost(last, c));
        n += 1;
        last = Some(c);
    }
    (sum / n.max(1)) as i32
}

//! Byte slips: a gloss was put in by replacing bytes, and the bytes found were the end of one character and the start of
//! the next. 專家庫建設 (…D2 8E EC…) holds 規 (D2 8E), became D2 8E "(guī)" EC …, and was read as 專家?guī)旖ㄔO(shè):
//! the lead byte 8E and the bracket died as "?", and all that follows is shifted by a byte until an ASCII byte ends it.
//!
//! Undone by going back to the bytes: the lost lead byte is one that makes the reading true, and the shift is undone.

use super::gloss::{gloss_at, is_hanzi, reads, reads_exactly, syllable_at};
use crate::gb;
use crate::plausibility::weight;

/// Characters that a shifted run may have.
const RUN: usize = 200;
/// Lead bytes of two-byte codes.
const LEADS: std::ops::RangeInclusive<u8> = 0x81..=0xFE;
/// What the mean weight of a run must gain to be believed.
const GAIN: i32 = 15;
/// Weight below which a character has no place in a repaired run.
const STRANGE: i8 = 0;

/// What became of a suspected slip.
pub(super) enum Outcome {
    /// `chars[i..end]` was `after`.
    Undone {
        /// Index after the run.
        end: usize,
        /// What stood there.
        after: String,
        /// A character of the run could not be restored and is `?`.
        lost: bool,
    },
    /// It looks like a slip and cannot be undone.
    Hopeless {
        /// For people.
        about: String,
    },
}

/// A run as it was before the slip.
struct Run {
    end: usize,
    text: String,
    lost: bool,
    /// Mean weight of its characters.
    score: i32,
}

/// Looks for a slip at the replacement mark `chars[i]`; `last` is the (repaired) character before it.
pub(super) fn at(chars: &[char], i: usize, last: Option<char>) -> Option<Outcome> {
    if !matches!(chars.get(i), Some('?' | '\u{FFFD}')) {
        return None;
    }
    if let Some(outcome) = swallowed_stop(chars, i) {
        return Some(outcome);
    }
    let from = if chars.get(i + 1) == Some(&'(') { i + 2 } else { i + 1 };
    let found = syllable_at(chars, from).filter(|found| found.toned)?;
    let owner = last.filter(|c| is_hanzi(*c))?;
    let [_, trail] = gb::encode(owner)?;
    let best = LEADS
        .filter(|lead| gb::decode([trail, *lead]).is_some_and(|c| reads_exactly(c, &found.syllable)))
        .filter_map(|lead| shifted(chars, found.end, lead))
        .reduce(|a, b| if b.score > a.score { b } else { a });
    let seen = chars.get(i..found.end.min(chars.len())).unwrap_or_default();
    let hopeless = || Outcome::Hopeless { about: format!("damaged and not restored: {}", seen.iter().collect::<String>()) };
    let Some(run) = best else { return Some(hopeless()) };
    let before = mean(chars.get(found.end..run.end).unwrap_or_default().iter().copied());
    if run.score < before + GAIN {
        return Some(hopeless());
    }
    Some(Outcome::Undone { end: run.end, after: run.text, lost: run.lost })
}

/// Reads `chars[i..]` shifted by one byte, after the lost lead byte, up to where the shift ends.
fn shifted(chars: &[char], mut i: usize, mut lead: u8) -> Option<Run> {
    let start = i;
    let mut text = String::new();
    let mut lost = false;
    while i - start < RUN {
        let c = *chars.get(i)?;
        // A gloss of a character as it is shown now is part of the damage; its bytes were never there.
        if let Some(found) = gloss_at(chars, i)
            && i > start
            && chars.get(i - 1).is_some_and(|shown| reads(*shown, &found.syllable))
        {
            i = found.end;
            continue;
        }
        if matches!(c, '?' | '\u{FFFD}') {
            // The gloss of a character that is whole in the true reading swallowed the bracket, and ends the shift.
            if let Some(found) = syllable_at(chars, i + 1).filter(|found| found.toned) {
                let restored = LEADS
                    .filter_map(|low| gb::decode([lead, low]))
                    .filter(|c| reads_exactly(*c, &found.syllable))
                    .reduce(|a, b| if weight(b) > weight(a) { b } else { a })?;
                text.push(restored);
                i = found.end;
            } else {
                // Two bytes died here: the end of a character, and an ASCII character.
                text.push('?');
                lost = true;
                i += 1;
            }
            break;
        }
        if c.is_ascii() {
            // Only as the second byte of a character does ASCII end a shift.
            text.push(gb::decode([lead, c as u8])?);
            i += 1;
            break;
        }
        let [high, low] = gb::encode(c)?;
        text.push(gb::decode([lead, high])?);
        lead = low;
        i += 1;
    }
    let restored = || text.chars().filter(|c| !c.is_ascii());
    if restored().next().is_none() || restored().any(|c| weight(c) <= STRANGE && !is_hanzi(c)) {
        return None;
    }
    let score = mean(text.chars());
    Some(Run { end: i, text, lost, score })
}

/// 成績。現(xiàn)將 with its full-width comma bytes (A3 AC, across 。 and 現) made an ASCII comma became 成績?,F(xiàn)將.
/// The stop is believed when the letter completes a character with the reading that follows.
fn swallowed_stop(chars: &[char], i: usize) -> Option<Outcome> {
    let [',' | '，', letter, ..] = chars.get(i + 1..)? else { return None };
    if !letter.is_ascii() {
        return None;
    }
    let found = gloss_at(chars, i + 3).filter(|found| found.toned)?;
    let restored = gb::decode([0xAC, *letter as u8]).filter(|c| reads(*c, &found.syllable))?;
    Some(Outcome::Undone { end: i + 3, after: format!("。{restored}"), lost: false })
}

/// Mean weight of characters; glosses and other ASCII count as strange inside a run of hanzi.
fn mean(chars: impl Iterator<Item = char>) -> i32 {
    let (sum, n) = chars.fold((0, 0), |(sum, n), c| (sum + if c.is_ascii() { 0 } else { i32::from(weight(c)) }, n + 1));
    if n == 0 { 0 } else { sum / n }
}

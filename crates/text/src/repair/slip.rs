//! Byte slips: a gloss was put in by replacing bytes, and the bytes found were the end of one character and the start of
//! the next. 數量兩個 (… C1 BF, 83 C9, 82 80) holds 績 (BF 83), became … C1 BF 83 "(jī)" C9 82 80, and was read as
//! 數量?jī)蓚…: the lead byte 83 and the bracket died as "?", and all that follows is shifted by a byte until an ASCII
//! byte ends it.
//!
//! Undone by going back to the bytes: the lost lead byte is one that makes the reading true, and the shift is undone.

use super::gloss::{Gloss, gloss_at, is_hanzi, reads, reads_exactly, syllable_at};
use crate::gb;
use crate::plausibility::weight;

/// Characters that a shifted run may have.
const RUN: usize = 200;
/// Lead bytes of two-byte codes.
const LEADS: std::ops::RangeInclusive<u8> = 0x81..=0xFE;
/// Trail bytes that are not ASCII.
const TRAILS: std::ops::RangeInclusive<u8> = 0x80..=0xFE;
/// What the mean weight of a run must gain to be believed.
const GAIN: i32 = 15;
/// Weight below which a character has no place in a repaired run.
const STRANGE: i8 = 0;
/// Weight of characters that are rare enough for a doubt.
const RARE: i8 = 35;

/// What became of a suspected slip.
pub(super) enum Outcome {
    /// `chars[i..end]` was `after`.
    Undone {
        /// Index after the run.
        end: usize,
        /// What stood there.
        after: String,
        /// What is not sure about it, for people.
        doubt: Option<&'static str>,
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
    doubt: Option<&'static str>,
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
    let found = syllable_after(chars, i)?;
    let owner = last.filter(|c| is_hanzi(*c))?;
    let [_, trail] = gb::encode(owner)?;
    // The character that was found across two others is itself a common one.
    let rank = |(glossed, run): &(char, Run)| run.score + i32::from(weight(*glossed));
    let best = LEADS
        .filter_map(|lead| Some((lead, gb::decode([trail, lead])?)))
        .filter(|(_, glossed)| reads_exactly(*glossed, &found.syllable))
        .filter_map(|(lead, glossed)| Some((glossed, shifted(chars, found.end, lead)?)))
        .reduce(|a, b| if rank(&b) > rank(&a) { b } else { a });
    let seen = chars.get(i..found.end.min(chars.len())).unwrap_or_default();
    let hopeless =
        || Outcome::Hopeless { about: format!("damaged and not restored: {}", seen.iter().collect::<String>()) };
    let Some((_, run)) = best else { return Some(hopeless()) };
    let before = mean(chars.get(found.end..run.end).unwrap_or_default().iter().copied());
    if run.score < before + GAIN {
        return Some(hopeless());
    }
    Some(Outcome::Undone { end: run.end, after: run.text, doubt: run.doubt })
}

/// The toned syllable behind the replacement mark `chars[i]`. Most decoders take the bracket for the second half of the
/// broken pair; the Encoding Standard's gives it back.
fn syllable_after(chars: &[char], i: usize) -> Option<Gloss> {
    let from = if chars.get(i + 1) == Some(&'(') { i + 2 } else { i + 1 };
    syllable_at(chars, from).filter(|found| found.toned)
}

/// Reads `chars[i..]` shifted by one byte, after the lost lead byte, up to where the shift ends.
fn shifted(chars: &[char], mut i: usize, mut lead: u8) -> Option<Run> {
    let start = i;
    let mut text = String::new();
    let mut doubt = None;
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
            if let Some(found) = syllable_after(chars, i) {
                let restored = TRAILS
                    .filter_map(|low| gb::decode([lead, low]))
                    .filter(|c| reads_exactly(*c, &found.syllable))
                    .reduce(|a, b| if weight(b) > weight(a) { b } else { a })?;
                text.push(restored);
                i = found.end;
            } else {
                // Two bytes died here: the end of a character, and an ASCII character.
                text.push('?');
                doubt = Some("a character was lost");
                i += 1;
            }
            break;
        }
        if c == '€' && gloss_at(chars, i + 1).is_some() {
            // The byte 80 alone is the euro sign to some decoders; here it is the second byte of what is glossed.
            text.push(gb::decode([lead, 0x80])?);
            i += 1;
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
    // Readers that drop what their charset has no character for leave a wrong one at the seam.
    let odd = |c: char| weight(c) <= RARE || (('！'..='～').contains(&c) && !"！％（），．：；？".contains(c));
    if doubt.is_none() && restored().any(odd) {
        doubt = Some("characters may have been lost");
    }
    let score = mean(text.chars());
    Some(Run { end: i, text, doubt, score })
}

/// 完畢。現(xiàn)將 with its full-width comma bytes (A3 AC, across 。 and 現) made an ASCII comma became 完畢?,F(xiàn)將.
/// The stop is believed when the letter completes a character with the reading that follows.
fn swallowed_stop(chars: &[char], i: usize) -> Option<Outcome> {
    let [',' | '，', letter, ..] = chars.get(i + 1..)? else { return None };
    if !letter.is_ascii() {
        return None;
    }
    let found = gloss_at(chars, i + 3).filter(|found| found.toned)?;
    let restored = gb::decode([0xAC, *letter as u8]).filter(|c| reads(*c, &found.syllable))?;
    Some(Outcome::Undone { end: i + 3, after: format!("。{restored}"), doubt: None })
}

/// Mean weight of characters; glosses and other ASCII count as strange inside a run of hanzi.
fn mean(chars: impl Iterator<Item = char>) -> i32 {
    let (sum, n) = chars.fold((0, 0), |(sum, n), c| (sum + if c.is_ascii() { 0 } else { i32::from(weight(c)) }, n + 1));
    if n == 0 { 0 } else { sum / n }
}

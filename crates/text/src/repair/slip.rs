//! Byte slips: a gloss was put in by replacing bytes, and the bytes found were the end of one character and the start of
//! the next. 數量兩個 (… C1 BF, 83 C9, 82 80) holds 績 (BF 83), became … C1 BF 83 "(jī)" C9 82 80, and was read as
//! 數量?jī)蓚…: the lead byte 83 and the bracket died as "?", and all that follows is shifted by a byte until an ASCII
//! byte ends it. Other readers give the bracket back (�(jī)蓚) or drop the byte with no mark (數量(jī)蓚).
//!
//! Undone by going back to the bytes: the lost lead byte is one that makes the reading true, and [`shift`] reads on.

use super::codes::{Codes, LEADS};
use super::costs;
use super::known::Known;
use super::language::Language;
use super::reading::{Gloss, Syllable, gloss_at, reads, reads_exactly};
pub(super) use super::shift::Run;
use super::shift::{self, Slip};
use super::token::{doubled, is_mark, lost_gloss_at};

/// Costs, in tenths of a bit: the text being right, after all, with a gloss that lost its
/// bracket, and with a gloss of another character.
const BROKEN: i32 = 250;
const MISPLACED: i32 = 160;
const OTHER_TONE: i32 = 0;

/// What became of a suspected slip.
pub(super) enum Outcome {
    /// `chars[i..end]` was `text`.
    Undone(Run),
    /// It looks like a slip and cannot be undone.
    Hopeless {
        /// Index after what looks like it.
        end: usize,
    },
}

/// A text whose slips are undone.
pub(super) struct Slips<'a> {
    pub(super) chars: &'a [char],
    /// The document is known to be glossed.
    pub(super) evident: bool,
    /// The text is traditional Chinese.
    pub(super) traditional: bool,
    /// Steps that the document may still take.
    pub(super) steps: &'a mut usize,
    /// What the document has shown of the farm's table.
    pub(super) known: &'a mut Known,
}

impl Slips<'_> {
    /// Looks for a slip that left a broken gloss at `chars[i]`; `last` is the (repaired) character before it.
    pub(super) fn broken(&mut self, i: usize, last: Option<char>) -> Option<Outcome> {
        if let Some(run) = swallowed_stop(self.chars, i, last) {
            return Some(Outcome::Undone(run));
        }
        let (syllable, end) = lost_gloss_at(self.chars, i).filter(|(syllable, _)| syllable.toned || self.evident)?;
        let returns = self.chars.get(i + 1) == Some(&'(');
        let run = self.undone(end, last?, &syllable, returns, BROKEN);
        Some(run.map_or(Outcome::Hopeless { end }, Outcome::Undone))
    }

    /// Looks for a slip that left a whole gloss behind a character that is not read so, or in another tone.
    pub(super) fn misplaced(&mut self, found: &Gloss, last: char, other_tone: bool) -> Option<Run> {
        let end = doubled(self.chars, found.end, &found.syllable);
        let nothing = if other_tone { OTHER_TONE } else { MISPLACED };
        self.undone(end, last, &found.syllable, true, nothing)
    }

    fn undone(&mut self, from: usize, last: char, syllable: &Syllable, returns: bool, nothing: i32) -> Option<Run> {
        if *self.steps == 0 {
            return None;
        }
        *self.steps = self.steps.saturating_sub(LEADS.count());
        let [_, trail] = Codes::get().encode(last).filter(|[_, trail]| LEADS.contains(trail))?;
        let language = Language::get();
        // The character that was found across two others is in the farm's table, and rather a common one.
        let known = &*self.known;
        let prior = |c| language.alone(c) / 6 + known.found(c);
        let mut leads = shift::leads(trail, |c| reads_exactly(c, syllable).then(|| prior(c)));
        if leads.is_empty() {
            leads = shift::leads(trail, |c| reads(c, syllable).then(|| prior(c) + costs::OTHER_TONE));
        }
        if leads.is_empty() {
            return None;
        }
        let slip = Slip { from, last, leads, returns, traditional: self.traditional, nothing };
        let run = shift::read(self.chars, &slip, self.known, self.steps);
        self.known.reader_drops |= run.as_ref().is_some_and(|run| run.doubt == Some(costs::BYTES_LOST));
        run
    }
}

/// 完畢。現(xiàn)將 with its full-width comma bytes (A3 AC, across 。 and 現) made an ASCII comma became 完畢?,F(xiàn)將.
/// The stop is believed when the letter completes a character with the reading that follows.
fn swallowed_stop(chars: &[char], i: usize, last: Option<char>) -> Option<Run> {
    let c = *chars.get(i)?;
    let comma = |at: usize| matches!(chars.get(at), Some(',' | '，'));
    let letter_at = match c {
        ',' => i + 1,
        c if is_mark(c) => i + 1 + usize::from(comma(i + 1)),
        _ => return None,
    };
    let letter = u8::try_from(*chars.get(letter_at)?).ok().filter(u8::is_ascii)?;
    let found = gloss_at(chars, letter_at + 1).filter(|found| found.syllable.toned)?;
    let fits = |lead: u8| Codes::get().decode(lead, letter).filter(|c| reads(*c, &found.syllable));
    if let Some(restored) = fits(0xAC) {
        return Some(Run { end: letter_at + 1, text: format!("。{restored}"), doubt: None });
    }
    // Its first byte alone was lost.
    if letter_at != i + 1 || !is_mark(c) {
        return None;
    }
    let language = Language::get();
    let restored = LEADS.filter_map(fits).min_by_key(|c| language.cost(last, *c))?;
    let doubt = Some("the first byte of a character was lost");
    Some(Run { end: letter_at + 1, text: restored.to_string(), doubt })
}

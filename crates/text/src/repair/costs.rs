//! What the undoing of slips weighs and how far it looks: costs in tenths of a bit, and limits of the search.

/// Ways that are followed at a time.
pub(super) const BEAM: usize = 16;
/// Ways that are so much worse than the best one are given up.
pub(super) const HOPELESS: i32 = 180;
/// Tokens that a run may have.
pub(super) const RUN: usize = 2000;
/// Tokens behind a run that are looked at to see that the text is right again.
pub(super) const CALM: u8 = 5;
/// Guesses that are followed for each unknown byte.
pub(super) const GUESSES: usize = 4;

/// Costs, in tenths of a bit: a character that died with an ASCII character, a pair of bytes that is not there, the next
/// one (a gain: it restores one more character, and longer text costs more), one that is shown as a mark, a new slip, a
/// mark of loss that stays, a gloss of
/// nothing that is there.
pub(super) const EATEN: i32 = 70;
pub(super) const GONE: i32 = 55;
pub(super) const GONE_TOO: i32 = -15;
pub(super) const MARKED: i32 = 50;
pub(super) const AGAIN: i32 = 80;
pub(super) const UNEXPLAINED: i32 = 110;
pub(super) const WRONG_GLOSS: i32 = 150;
/// A simplified character in traditional text.
pub(super) const FOREIGN: i32 = 60;
/// A form that few words have.
pub(super) const VARIANT: i32 = 50;
/// A reading with another tone than the character's.
pub(super) const OTHER_TONE: i32 = 60;
/// A step is improbable from here: only then pairs are looked for that are not there.
pub(super) const IMPROBABLE: i32 = 120;
/// The same for the last character of a run, which nothing behind it confirms.
pub(super) const WEAK: i32 = 65;
/// Ways, from the best one, for which such pairs are looked for.
pub(super) const LOOKED_FOR: usize = 3;
/// The same for the first token, before which the ways have only been guessed.
pub(super) const LOOKED_FOR_FIRST: usize = 12;
/// Ways that are kept of those with such pairs.
pub(super) const GONE_WAYS: usize = 6;
/// What the best way must be ahead of the next one to be sure.
pub(super) const SURE: i32 = 100;
/// The cost of a character from which a run is doubted.
pub(super) const ODD: i32 = 130;
/// The same where the reader is known to drop pairs with no mark.
pub(super) const ODD_WITH_LOSS: i32 = 70;
/// What is said of a run in which pairs are guessed that are not there.
pub(super) const BYTES_LOST: &str = "bytes were lost and are guessed";

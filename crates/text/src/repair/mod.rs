//! Repairs: what bad software did to text is taken back, with a record of every place. A repair that would not make the
//! text better is not made; where damage is seen and not undone, a doubt says so.

mod charwise;
mod codes;
mod costs;
mod gloss;
mod known;
mod language;
mod leftovers;
mod mojibake;
mod private;
mod reading;
mod shift;
mod slip;
mod strays;
mod survey;
#[cfg(test)]
mod tests;
mod token;

pub use charwise::{invisible, radicals};
pub use gloss::{Glosses, annotations, gloss};
pub use leftovers::leftovers;
pub use mojibake::mojibake;
pub use strays::strays;
pub use survey::{Needs, survey};

/// A repaired text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repair {
    /// The text after the repair.
    pub text: String,
    /// What was changed, in order of place, without overlaps.
    pub edits: Vec<TextEdit>,
    /// What looks damaged and was left.
    pub doubts: Vec<Doubt>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// Index of the first changed character in the original text.
    pub start: usize,
    /// The characters there.
    pub before: String,
    /// What stands in the repaired text instead.
    pub after: String,
}

/// Damage that was seen and left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Index of its first character in the original text.
    pub start: usize,
    /// What is doubtful, for people.
    pub about: String,
}

impl Repair {
    /// The repair, if it did or doubted anything.
    fn noted(self) -> Option<Repair> {
        (!self.edits.is_empty() || !self.doubts.is_empty()).then_some(self)
    }
}

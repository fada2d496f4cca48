//! What a document has shown of its farm's table: characters that carried a gloss are in it, characters that stood
//! without one are not. A farm replaces every place, so that this tells which characters a slip can have come from.

/// Costs, in tenths of a bit, of a character having been found across two others: one with a gloss elsewhere, one that
/// was not seen yet, one without.
const IN_TABLE: i32 = 0;
const UNSEEN: i32 = 10;
const NOT_IN_TABLE: i32 = 120;
/// The same for a character of the text that is guessed and has no gloss.
const GLOSSED_ELSEWHERE: i32 = 80;
const GUESSED_UNSEEN: i32 = 15;
const SEEN: i32 = 0;

const GLOSSED: u8 = 1;
const PLAIN: u8 = 2;
/// Code points U+4E00 to U+9FFF.
const FIRST: u32 = 0x4E00;
const COUNT: usize = 0x9FFF - 0x4E00 + 1;

/// What was seen of each character.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Empty until the first one is seen.
    marks: Vec<u8>,
    /// Pairs of bytes were lost with no mark.
    pub(super) reader_drops: bool,
}

impl Known {
    #[inline]
    fn mark(&mut self, c: char, mark: u8) {
        let Some(at) = u32::from(c).checked_sub(FIRST).map(|at| at as usize).filter(|at| *at < COUNT) else { return };
        if self.marks.is_empty() {
            self.marks.resize(COUNT, 0);
        }
        if let Some(marks) = self.marks.get_mut(at) {
            *marks |= mark;
        }
    }

    /// The character had a gloss.
    pub(super) fn glossed(&mut self, c: char) {
        self.mark(c, GLOSSED);
    }

    /// The character had none.
    #[inline]
    pub(super) fn plain(&mut self, c: char) {
        self.mark(c, PLAIN);
    }

    fn of(&self, c: char) -> u8 {
        let at = u32::from(c).checked_sub(FIRST).map_or(COUNT, |at| at as usize);
        self.marks.get(at).copied().unwrap_or(0)
    }

    /// What it costs to believe that the farm found the character in the bytes.
    pub(super) fn found(&self, c: char) -> i32 {
        match self.of(c) {
            0 => UNSEEN,
            PLAIN => NOT_IN_TABLE,
            _ => IN_TABLE,
        }
    }

    /// What it costs to guess the character where no gloss is, besides its improbability.
    pub(super) fn guessed(&self, c: char) -> i32 {
        match self.of(c) {
            0 => GUESSED_UNSEEN,
            GLOSSED => GLOSSED_ELSEWHERE,
            _ => SEEN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_learned() {
        let mut known = Known::default();
        assert_eq!((known.found('績'), known.guessed('績')), (UNSEEN, GUESSED_UNSEEN));
        known.glossed('績');
        known.plain('工');
        known.plain('，');
        assert!(known.found('績') < known.found('量') && known.found('量') < known.found('工'));
        assert!(known.guessed('工') < known.guessed('量') && known.guessed('量') < known.guessed('績'));
    }
}

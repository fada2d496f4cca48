//! A set of phrases that is asked which of them a text begins with: a small hash table over first characters, so that
//! text without any costs a few instructions per character and building costs little more than copying the phrases.

/// Slots of the table; a few hundred phrases leave most of them empty.
const SLOTS: usize = 1024;

/// Bits that tell which characters begin phrases, by the lower bits of their codes.
const BITS: usize = 1 << 16;

/// Phrases with a number each.
pub struct Lexicon {
    /// A bit for each first character: most characters of a text begin no phrase.
    begins: Vec<u64>,
    /// Per slot: where its phrases begin in `phrases`; one more entry ends the last.
    slots: Vec<u16>,
    /// Slot by slot, long phrases first.
    phrases: Vec<(Box<str>, u32)>,
}

impl Lexicon {
    /// Makes a lexicon. Empty phrases are left out, and so are those past the 65,535th.
    pub fn new<S: Into<Box<str>>>(phrases: impl IntoIterator<Item = (S, u32)>) -> Lexicon {
        let phrases = phrases.into_iter().map(|(phrase, number)| (phrase.into(), number));
        let mut phrases: Vec<(Box<str>, u32)> =
            phrases.filter(|(phrase, _)| !phrase.is_empty()).take(usize::from(u16::MAX)).collect();
        phrases
            .sort_by_cached_key(|(phrase, number)| (slot(phrase.as_bytes()), std::cmp::Reverse(phrase.len()), *number));
        let mut begins = vec![0u64; if phrases.is_empty() { 0 } else { BITS / 64 }];
        for c in phrases.iter().filter_map(|(phrase, _)| phrase.chars().next()) {
            if let Some(bits) = begins.get_mut(c as usize % BITS / 64) {
                *bits |= 1 << (c as usize % 64);
            }
        }
        let mut slots = vec![0u16; SLOTS + 1];
        for (phrase, _) in &phrases {
            slots[slot(phrase.as_bytes()) + 1] += 1;
        }
        for at in 0..SLOTS {
            slots[at + 1] += slots[at];
        }
        Lexicon { begins, slots, phrases }
    }

    /// The phrases that the text begins with, the longest first: length in bytes and number.
    #[inline]
    pub fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, u32)> + 'a {
        let slot = if text.is_empty() { 0 } else { slot(text) };
        let range = usize::from(self.slots[slot])..usize::from(self.slots[slot + 1]);
        self.phrases[range]
            .iter()
            .filter(move |(phrase, _)| text.starts_with(phrase.as_bytes()))
            .map(|(phrase, number)| (phrase.len(), *number))
    }

    /// The number of the phrase that is the text.
    pub fn whole(&self, text: &str) -> Option<u32> {
        self.at(text.as_bytes()).find(|(len, _)| *len == text.len()).map(|(_, number)| number)
    }

    /// All phrases, for tests.
    #[cfg(test)]
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().map(|(phrase, _)| &**phrase)
    }

    /// Calls `found` for each phrase at each place of the text: start, end, number.
    #[inline]
    pub fn scan(&self, text: &str, mut found: impl FnMut(usize, usize, u32)) {
        if self.phrases.is_empty() {
            return;
        }
        let mut next = 0;
        while let Some((code, length)) = lantai_text::code_at(text, next) {
            let at = next;
            next += length;
            let bits = self.begins.get(code as usize % BITS / 64).copied().unwrap_or(0);
            if bits & (1 << (code % 64)) != 0 {
                for (len, number) in self.at(text.as_bytes().get(at..).unwrap_or_default()) {
                    found(at, at + len, number);
                }
            }
        }
    }
}

/// The slot of a text that is not empty, by its first character.
#[inline]
fn slot(text: &[u8]) -> usize {
    let first = match text {
        [a, b, c, ..] if *a >= 0xE0 => u32::from_be_bytes([0, *a, *b, *c]),
        [a, ..] => u32::from(*a),
        [] => 0,
    };
    (first.wrapping_mul(0x9E37_79B1) >> 22) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_phrases_wherever_they_stand() {
        let words = ["来源", "来源:", "©", "a+", "编辑"];
        let lexicon = Lexicon::new(words.iter().enumerate().map(|(at, word)| (*word, at as u32)));
        let mut found = Vec::new();
        lexicon.scan("©来源:编辑a", |start, end, number| found.push((start, end, number)));
        assert_eq!(found, [(0, 2, 2), (2, 9, 1), (2, 8, 0), (9, 15, 4)]);
        assert_eq!((lexicon.whole("来源"), lexicon.whole("来"), lexicon.whole("")), (Some(0), None, None));
    }
}

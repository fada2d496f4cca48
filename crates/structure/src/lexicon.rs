//! Words with what they mean, found in text in one pass over its characters.

use std::sync::OnceLock;

/// Words of two or more characters, as a rule, each with a meaning. Texts are folded before they are searched.
#[derive(Debug)]
pub struct Lexicon<T> {
    words: Vec<(String, T)>,
    /// Characters that begin words, in their order, and where those stand in `order`.
    starts: Vec<(char, u32)>,
    /// Words by their index, each with its second character (NUL for none), in the order of their first characters, then
    /// in their own.
    order: Vec<(char, u32)>,
    /// Characters that begin a word: most begin none.
    begins: CharSet,
    /// Characters that end one.
    endings: CharSet,
    /// Those characters in their order, each with a word that it ends; made when it is first asked for.
    lasts: OnceLock<Vec<(char, u32)>>,
}

/// Words that all mean one thing.
pub type Words = Lexicon<()>;

impl<S: Into<String>> FromIterator<S> for Words {
    fn from_iter<I: IntoIterator<Item = S>>(words: I) -> Self {
        Lexicon::new(words.into_iter().map(|word| (word.into(), ())).collect())
    }
}

impl<'de> serde::Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(file: D) -> Result<Self, D::Error> {
        Vec::<String>::deserialize(file).map(Words::from_iter)
    }
}

/// Characters, one bit for each.
#[derive(Clone, Debug, Default)]
pub struct CharSet(Vec<u64>);

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut bits = Vec::new();
        for c in chars {
            let at = c as usize / 64;
            bits.resize(bits.len().max(at + 1), 0);
            bits[at] |= 1 << (c as usize % 64);
        }
        CharSet(bits)
    }
}

impl CharSet {
    /// True for a character of the set.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|bits| bits & (1 << (c as usize % 64)) != 0)
    }
}

impl<T> Lexicon<T> {
    /// Takes the words in their order; it decides between words where the caller says so.
    pub fn new(words: Vec<(String, T)>) -> Self {
        let firsts = words.iter().zip(0u32..).filter_map(|((word, _), index)| Some((word.chars().next()?, index)));
        let mut order: Vec<(char, u32)> = firsts.collect();
        order.sort_unstable();
        let mut starts: Vec<(char, u32)> = order.iter().map(|(first, _)| *first).zip(0..).collect();
        starts.dedup_by_key(|(first, _)| *first);
        let second = |index: u32| words.get(index as usize).and_then(|(word, _)| word.chars().nth(1)).unwrap_or('\0');
        let order = order.into_iter().map(|(_, index)| (second(index), index)).collect();
        let begins = starts.iter().map(|(first, _)| *first).collect();
        let endings = words.iter().filter_map(|(word, _)| word.chars().next_back()).collect();
        Lexicon { words, starts, order, begins, endings, lasts: OnceLock::new() }
    }

    /// All words that stand in the text: byte offset, index of the word, the word, its meaning.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, &'a str, &'a T)> {
        let places = text.char_indices().filter(|(_, c)| self.begins.contains(*c));
        places.flat_map(move |(at, c)| self.under(c, &text[at..]).map(move |(index, word, of)| (at, index, word, of)))
    }

    /// The word that begins last in a text of characters, of several the last in their order: where it begins, its length
    /// and its meaning.
    pub fn last_in(&self, text: &[char]) -> Option<(usize, usize, &T)> {
        let mut places = text.iter().enumerate().rev().filter(|(_, c)| self.begins.contains(**c));
        places.find_map(|(at, c)| {
            let rest = text.get(at..)?;
            self.indices(*c).iter().rev().find_map(|(_, index)| {
                let (word, meaning) = self.words.get(*index as usize)?;
                let mut letters = rest.iter();
                let length =
                    word.chars().try_fold(0, |length, c| (letters.next() == Some(&c)).then_some(length + 1))?;
                Some((at, length, meaning))
            })
        })
    }

    /// Words that begin with a character: their second characters and their indices.
    fn indices(&self, first: char) -> &[(char, u32)] {
        let Ok(at) = self.starts.binary_search_by_key(&first, |(first, _)| *first) else { return &[] };
        let place = |at: usize| self.starts.get(at).map_or(self.order.len(), |(_, place)| *place as usize);
        self.order.get(place(at)..place(at + 1)).unwrap_or_default()
    }

    /// The words that a text with this first character begins with.
    fn under<'a>(&'a self, first: char, text: &'a str) -> impl Iterator<Item = (usize, &'a str, &'a T)> {
        let next = text.get(first.len_utf8()..).and_then(|rest| rest.chars().next());
        // Many words begin alike: 不足, 不够, 不强 …
        let fits = move |second: char| second == '\0' || Some(second) == next;
        self.indices(first).iter().filter(move |(second, _)| fits(*second)).filter_map(move |(_, index)| {
            let (word, meaning) = self.words.get(*index as usize)?;
            text.starts_with(word.as_str()).then_some((*index as usize, word.as_str(), meaning))
        })
    }

    /// The words that the text begins with, in their order.
    pub fn at<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, &'a T)> {
        let first = text.chars().next();
        first.into_iter().flat_map(move |first| self.under(first, text).map(|(_, word, of)| (word, of)))
    }

    /// Characters that begin words.
    pub fn firsts(&self) -> impl Iterator<Item = char> {
        self.starts.iter().map(|(first, _)| *first)
    }

    /// True when one of the words stands in the text.
    pub fn stands_in(&self, text: &str) -> bool {
        let begins = |at: usize, c: char| self.under(c, text.get(at..).unwrap_or_default()).next().is_some();
        text.char_indices().any(|(at, c)| self.begins.contains(c) && begins(at, c))
    }

    /// True when the text begins with one of the words.
    pub fn begins(&self, text: &str) -> bool {
        let first = text.chars().next().filter(|first| self.begins.contains(*first));
        first.is_some_and(|first| self.under(first, text).next().is_some())
    }

    /// True when a text of characters begins with one of the words.
    pub fn begins_in(&self, text: &[char]) -> bool {
        let Some(first) = text.first().copied().filter(|first| self.begins.contains(*first)) else { return false };
        let word = |index: u32| self.words.get(index as usize).map_or("", |(word, _)| word.as_str());
        self.indices(first).iter().any(|(_, index)| begins(text, word(*index)))
    }

    /// True when one of the words stands in a text of characters.
    pub fn is_among(&self, text: &[char]) -> bool {
        let here = |at: usize| text.get(at..).is_some_and(|rest| self.begins_in(rest));
        text.iter().enumerate().any(|(at, c)| self.begins.contains(*c) && here(at))
    }

    /// Quick: a text that ends with this character may end with one of the words.
    pub fn may_end(&self, last: char) -> bool {
        self.endings.contains(last)
    }

    /// True when the text ends with one of the words.
    pub fn ends(&self, text: &str) -> bool {
        let Some(last) = text.chars().next_back().filter(|last| self.endings.contains(*last)) else { return false };
        let lasts = self.lasts.get_or_init(|| {
            let ends = self.words.iter().zip(0..).filter_map(|((word, _), at)| Some((word.chars().next_back()?, at)));
            let mut lasts: Vec<(char, u32)> = ends.collect();
            lasts.sort_unstable();
            lasts
        });
        let from = lasts.partition_point(|(end, _)| *end < last);
        let here = lasts.iter().skip(from).take_while(|(end, _)| *end == last);
        here.filter_map(|(_, at)| self.words.get(*at as usize)).any(|(word, _)| text.ends_with(word.as_str()))
    }

    /// The words in their order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(word, _)| word.as_str())
    }
}

/// Whether a text of characters begins with a word.
pub fn begins(text: &[char], word: &str) -> bool {
    let mut letters = text.iter();
    word.chars().all(|c| letters.next() == Some(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_overlap() {
        let lexicon = Lexicon::new(vec![("工作总结".into(), 1), ("总结".into(), 2), ("计划".into(), 3)]);
        let found: Vec<_> = lexicon.find("年度工作总结及计划").map(|(at, _, _, meaning)| (at, *meaning)).collect();
        assert_eq!(found, [(6, 1), (12, 2), (21, 3)]);
        let last =
            |text: &str| lexicon.last_in(&text.chars().collect::<Vec<_>>()).map(|(at, length, of)| (at, length, *of));
        assert_eq!(last("年度工作总结及计划书"), Some((7, 2, 3)));
        assert_eq!((last("总结和计"), last("")), (Some((0, 2, 2)), None));
        assert!(lexicon.ends("某总结") && !lexicon.ends("总结会") && !lexicon.ends(""));
        assert!(lexicon.begins("总结会") && !lexicon.begins("某总结") && !lexicon.begins(""));
        let begins = |text: &str| lexicon.begins_in(&text.chars().collect::<Vec<_>>());
        assert!(begins("总结会") && !begins("某总结") && !begins("总") && !begins(""));
        let among = |text: &str| lexicon.is_among(&text.chars().collect::<Vec<_>>());
        assert!(among("某计划书") && !among("计 划") && lexicon.may_end('划') && !lexicon.may_end('计'));
        assert!(lexicon.stands_in("某计划书") && !lexicon.stands_in("计 划"));
    }
}

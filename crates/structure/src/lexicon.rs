//! Words with what they mean, found in text in one pass over its characters.

use std::collections::BTreeMap;

/// Words of two or more characters, as a rule, each with a meaning. Texts are folded before they are searched.
#[derive(Debug)]
pub struct Lexicon<T> {
    words: Vec<(String, T)>,
    /// Which words begin with a character, by their index; in the order of the characters.
    starts: Vec<(char, Vec<u32>)>,
    /// One bit for each character of the basic plane that begins a word: most characters begin none.
    begins: Vec<u64>,
}

impl<T> Lexicon<T> {
    /// Takes the words in their order; it decides between words where the caller says so.
    pub fn new(words: Vec<(String, T)>) -> Self {
        let mut starts: BTreeMap<char, Vec<u32>> = BTreeMap::new();
        let mut begins = vec![0u64; 1024];
        for (index, (word, _)) in words.iter().enumerate() {
            let Some(first) = word.chars().next() else { continue };
            starts.entry(first).or_default().push(index as u32);
            if let Some(bits) = begins.get_mut(first as usize / 64) {
                *bits |= 1 << (first as usize % 64);
            }
        }
        Lexicon { words, starts: starts.into_iter().collect(), begins }
    }

    /// All words that stand in the text: byte offset, index of the word, the word, its meaning.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, &'a str, &'a T)> {
        text.char_indices()
            .filter(|(_, c)| self.begins.get(*c as usize / 64).is_none_or(|bits| bits & (1 << (*c as usize % 64)) != 0))
            .flat_map(move |(at, c)| {
                let found = self.starts.binary_search_by_key(&c, |(first, _)| *first).ok();
                let indices = found.and_then(|at| self.starts.get(at)).map_or(&[][..], |(_, indices)| indices);
                indices.iter().filter_map(move |index| {
                    let (word, meaning) = &self.words[*index as usize];
                    text[at..].starts_with(word.as_str()).then_some((at, *index as usize, word.as_str(), meaning))
                })
            })
    }

    /// True when the text ends with one of the words.
    pub fn ends(&self, text: &str) -> bool {
        self.words.iter().any(|(word, _)| text.ends_with(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_overlap() {
        let lexicon = Lexicon::new(vec![("工作总结".into(), 1), ("总结".into(), 2), ("计划".into(), 3)]);
        let found: Vec<_> = lexicon.find("年度工作总结及计划").map(|(at, _, _, meaning)| (at, *meaning)).collect();
        assert_eq!(found, [(6, 1), (12, 2), (21, 3)]);
        assert!(lexicon.ends("某总结") && !lexicon.ends("总结会"));
    }
}

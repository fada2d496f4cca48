//! The lexicon of `rules/indicators.toml`, made ready to be compared with the ends and starts of clauses.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use lantai_model::{Bound, Direction, IndicatorKind};
use serde::Deserialize;

use crate::lexicon::{CharSet, Lexicon};
use crate::rules::{self, rules_file};

/// The words that stand under a character, with their meanings.
type Under<T> = (char, Vec<(Vec<char>, T)>);

/// Words with meanings, compared with the start or the end of a text; the longest word wins.
pub struct Affixes<T> {
    words: Vec<Under<T>>,
    /// Characters that words stand under: most have none.
    edges: CharSet,
}

impl<T: Copy> Affixes<T> {
    /// Words compared with the end of texts, or with their start. They are folded here.
    pub fn new(words: impl Iterator<Item = (String, T)>, at_end: bool) -> Self {
        let mut by_char: BTreeMap<char, Vec<(Vec<char>, T)>> = BTreeMap::new();
        for (word, meaning) in words {
            let chars: Vec<char> = lantai_text::fold(&word).chars().collect();
            let edge = if at_end { chars.last() } else { chars.first() };
            if let Some(edge) = edge.copied() {
                by_char.entry(edge).or_default().push((chars, meaning));
            }
        }
        by_char.values_mut().for_each(|words| words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        let edges = by_char.keys().copied().collect();
        Affixes { words: by_char.into_iter().collect(), edges }
    }

    fn under(&self, edge: char) -> Option<&Vec<(Vec<char>, T)>> {
        if !self.edges.contains(edge) {
            return None;
        }
        let at = self.words.binary_search_by_key(&edge, |(edge, _)| *edge).ok()?;
        self.words.get(at).map(|(_, words)| words)
    }

    /// The word that the text ends with: its length and meaning.
    pub fn at_end(&self, text: &[char]) -> Option<(usize, T)> {
        let words = self.under(*text.last()?)?;
        words.iter().find(|(word, _)| text.ends_with(word)).map(|(word, meaning)| (word.len(), *meaning))
    }

    /// The word that the text begins with: its length and meaning.
    pub fn at_start(&self, text: &[char]) -> Option<(usize, T)> {
        let words = self.under(*text.first()?)?;
        words.iter().find(|(word, _)| text.starts_with(word)).map(|(word, meaning)| (word.len(), *meaning))
    }
}

/// The lexicon.
pub struct FigureRules {
    /// Words between a name and its figure (ends).
    pub links: Affixes<Option<Bound>>,
    /// Ends of names that look like links.
    pub link_keep: Affixes<()>,
    /// Verbs of change (ends); true for nouns.
    pub changes: Affixes<(Direction, bool)>,
    /// What changes are compared with (ends).
    pub basis: Affixes<()>,
    /// Words that open a clause (starts), with what they say of the figure.
    pub lead: Affixes<Option<IndicatorKind>>,
    /// Starts of names that look like those.
    pub lead_keep: Affixes<()>,
    /// Verbs before a name.
    pub cut: Lexicon<()>,
    /// Words that tell targets from results, anywhere.
    pub kinds: Lexicon<IndicatorKind>,
    /// What begins a new statement after a count (starts).
    pub after: Affixes<()>,
    /// What makes a number no indicator.
    pub never: Lexicon<()>,
    /// Ends of headings under which figures are conditions.
    pub never_headings: Vec<String>,
    /// Ends of titles of documents in which figures are requirements or explanations.
    pub never_titles: Vec<String>,
    /// Starts of what is no name.
    pub name_starts: Affixes<()>,
    /// Ends of what is no name.
    pub name_ends: Affixes<()>,
    /// Names that name nothing measured.
    pub no_names: HashSet<Vec<char>>,
    /// Characters of the longest of them.
    pub longest_no_name: usize,
    /// Names in which a word of kinds says nothing.
    pub kinds_keep: Vec<Vec<char>>,
    /// What earns and produces (ends).
    pub owners: Affixes<()>,
    /// What comes about over a time (ends).
    pub flows: Affixes<()>,
    /// Places that may stand before a time.
    pub places: Affixes<()>,
    /// Times without digits (starts).
    pub times: Affixes<()>,
}

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Lead {
    words: Vec<String>,
    keep: Vec<String>,
}

#[derive(Deserialize)]
struct Changes {
    increase: Vec<String>,
    decrease: Vec<String>,
    increase_noun: Vec<String>,
    decrease_noun: Vec<String>,
}

#[derive(Deserialize)]
struct Kinds {
    keep: Vec<String>,
    target: Vec<String>,
    target_lead: Vec<String>,
    actual: Vec<String>,
    actual_lead: Vec<String>,
    share: Vec<String>,
}

#[derive(Deserialize)]
struct Never {
    words: Vec<String>,
    headings: Vec<String>,
    titles: Vec<String>,
    starts: Vec<String>,
    ends: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    links: BTreeMap<String, Vec<String>>,
    link_keep: Words,
    changes: Changes,
    basis: Words,
    lead: Lead,
    cut: Words,
    kinds: Kinds,
    after: Words,
    owners: Words,
    flows: Words,
    never: Never,
    places: Words,
    times: Words,
}

/// The lexicon. It is part of the program, so a mistake in it is a mistake in the program: a test loads it.
pub static RULES: LazyLock<FigureRules> = LazyLock::new(|| load().expect("the lexicon is checked by a test"));

fn load() -> Result<FigureRules, String> {
    let file: File = rules::parse("indicators.toml", rules_file!("indicators"))?;
    let mut links = Vec::new();
    for (key, words) in file.links {
        let bound = match key.as_str() {
            "none" => None,
            key => Some(Bound::from_key(key).ok_or(format!("indicators.toml: no bound {key}"))?),
        };
        links.extend(words.into_iter().map(|word| (word, bound)));
    }
    let Changes { increase, decrease, increase_noun, decrease_noun } = file.changes;
    let changes = [
        (increase, Direction::Increase, false),
        (decrease, Direction::Decrease, false),
        (increase_noun, Direction::Increase, true),
        (decrease_noun, Direction::Decrease, true),
    ];
    let changes =
        changes.into_iter().flat_map(|(words, way, noun)| words.into_iter().map(move |word| (word, (way, noun))));
    let Kinds { keep, target, target_lead, actual, actual_lead, share } = file.kinds;
    let mut lead: HashMap<String, Option<IndicatorKind>> =
        file.lead.words.into_iter().map(|word| (word, None)).collect();
    let mut kinds = Vec::new();
    for (words, kind, anywhere) in [
        (target, IndicatorKind::Target, true),
        (actual, IndicatorKind::Actual, true),
        (target_lead, IndicatorKind::Target, false),
        (actual_lead, IndicatorKind::Actual, false),
        (share, IndicatorKind::Share, false),
    ] {
        for word in words {
            if anywhere {
                kinds.push((word, kind));
            } else {
                lead.insert(word, Some(kind));
            }
        }
    }
    let plain = |words: Vec<String>| words.into_iter().map(|word| (word, ()));
    Ok(FigureRules {
        links: Affixes::new(links.into_iter(), true),
        link_keep: Affixes::new(plain(file.link_keep.words), true),
        changes: Affixes::new(changes, true),
        basis: Affixes::new(plain(file.basis.words), true),
        lead: Affixes::new(lead.into_iter(), false),
        lead_keep: Affixes::new(plain(file.lead.keep), false),
        cut: Lexicon::new(plain(file.cut.words).collect()),
        kinds: Lexicon::new(kinds),
        kinds_keep: keep.iter().map(|name| name.chars().collect()).collect(),
        owners: Affixes::new(plain(file.owners.words), true),
        flows: Affixes::new(plain(file.flows.words), true),
        after: Affixes::new(plain(file.after.words), false),
        never: Lexicon::new(plain(file.never.words).collect()),
        never_headings: file.never.headings,
        never_titles: file.never.titles,
        name_starts: Affixes::new(plain(file.never.starts), false),
        name_ends: Affixes::new(plain(file.never.ends), true),
        longest_no_name: file.never.names.iter().map(|name| name.chars().count()).max().unwrap_or(0),
        no_names: file.never.names.iter().map(|name| name.chars().collect()).collect(),
        places: Affixes::new(plain(file.places.words), false),
        times: Affixes::new(plain(file.times.words), false),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_loads() {
        let rules = load().unwrap();
        let chars: Vec<char> = "总数提高到".chars().collect();
        assert_eq!(rules.links.at_end(&chars), Some((3, Some(Bound::Reaches))));
        assert_eq!(rules.changes.at_end(&chars), None);
    }
}

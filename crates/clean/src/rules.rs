//! Loads the rules and finds which of them speak of a line, with one automaton for all phrases.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

/// Where in the flow a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    /// Everywhere.
    Anywhere,
    /// Before the text begins.
    Start,
    /// After the text has ended.
    End,
}

/// Which lines fall with the one that a rule found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Follow {
    /// Lines that are links.
    #[default]
    Links,
    /// Lines without a sentence.
    Short,
}

/// A rule of `rules/chrome.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    #[serde(rename = "where")]
    pub place: Where,
    pub max_chars: usize,
    #[serde(default)]
    starts: Vec<String>,
    #[serde(default)]
    equals: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    all: Vec<Vec<String>>,
    #[serde(default)]
    wild: Vec<String>,
    #[serde(default)]
    pub follow: usize,
    #[serde(default)]
    pub follow_while: Follow,
    pub incomplete: Option<String>,
    #[serde(default)]
    no_sentence: bool,
}

#[derive(Deserialize)]
struct RuleFile {
    tails: Vec<String>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Bars {
    words: Vec<String>,
    openers: Vec<String>,
}

#[derive(Deserialize)]
struct Labels {
    block: Vec<String>,
    line: Vec<String>,
}

/// How a phrase must stand in a line.
enum Fit {
    Start,
    Whole,
    Inside,
    /// Member of the rule's group of that number.
    Group(usize),
    /// Parts that must follow the phrase.
    Wild(Vec<String>),
}

/// The rules, ready to be asked.
pub struct Rules {
    rules: Vec<Rule>,
    phrases: AhoCorasick,
    /// Per phrase: rule and fit.
    meaning: Vec<(usize, Fit)>,
    longest: usize,
    /// Words of bars, longest first.
    bar_words: Vec<String>,
    bar_openers: Vec<String>,
    block_labels: Vec<String>,
    line_labels: Vec<String>,
    /// Words that begin a note at the end of a line.
    pub tails: Vec<String>,
}

static RULES: OnceLock<Rules> = OnceLock::new();

/// The rules of this version.
pub fn rules() -> &'static Rules {
    RULES.get_or_init(Rules::load)
}

impl Rules {
    fn load() -> Rules {
        // The files are part of the program; a test reads them.
        let file: RuleFile = toml::from_str(include_str!("../rules/chrome.toml")).expect("rules/chrome.toml is valid");
        let mut bars: Bars = toml::from_str(include_str!("../rules/bars.toml")).expect("rules/bars.toml is valid");
        let labels: Labels = toml::from_str(include_str!("../rules/labels.toml")).expect("rules/labels.toml is valid");
        bars.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        bars.openers.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let (mut phrases, mut meaning) = (Vec::new(), Vec::new());
        for (index, rule) in file.rule.iter().enumerate() {
            let mut add = |phrase: &str, fit: Fit| {
                phrases.push(crate::key::key(phrase));
                meaning.push((index, fit));
            };
            rule.starts.iter().for_each(|phrase| add(phrase, Fit::Start));
            rule.equals.iter().for_each(|phrase| add(phrase, Fit::Whole));
            rule.contains.iter().for_each(|phrase| add(phrase, Fit::Inside));
            for (group, words) in rule.all.iter().enumerate() {
                words.iter().for_each(|word| add(word, Fit::Group(group)));
            }
            for phrase in &rule.wild {
                let mut parts = phrase.split('*').map(crate::key::key);
                if let Some(first) = parts.next() {
                    add(&first, Fit::Wild(parts.collect()));
                }
            }
        }
        let phrases = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&phrases)
            .expect("a few hundred short phrases make an automaton");
        Rules {
            longest: file.rule.iter().map(|rule| rule.max_chars).max().unwrap_or(0),
            rules: file.rule,
            tails: file.tails,
            phrases,
            meaning,
            bar_words: bars.words,
            bar_openers: bars.openers,
            block_labels: sorted(labels.block),
            line_labels: sorted(labels.line),
        }
    }

    /// Characters of the longest line that a rule may speak of.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// The first rule, in the order of the file, that fits the key and passes `holds`.
    pub fn find(&self, key: &str, holds: impl Fn(&Rule) -> bool) -> Option<&'static Rule>
    where
        Self: 'static,
    {
        let this: &'static Rules = rules();
        let chars = key.chars().count();
        let sentence = key.contains('。');
        let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
        let bare_start = bare.as_ptr() as usize - key.as_ptr() as usize;
        let mut best: Option<usize> = None;
        let mut groups: Vec<(usize, usize, usize)> = Vec::new();
        for found in this.phrases.find_overlapping_iter(key) {
            let (index, fit) = &this.meaning[found.pattern().as_usize()];
            let rule = &this.rules[*index];
            if chars > rule.max_chars || (rule.no_sentence && sentence) || best.is_some_and(|best| best <= *index) {
                continue;
            }
            let fits = match fit {
                Fit::Start => found.start() == 0 || found.start() == bare_start,
                Fit::Whole => found.start() <= bare_start && found.end() >= bare_start + bare.len(),
                Fit::Inside => true,
                Fit::Group(group) => {
                    let member = (*index, *group, found.pattern().as_usize());
                    if !groups.contains(&member) {
                        groups.push(member);
                    }
                    groups.iter().filter(|(i, g, _)| (i, g) == (index, group)).count() == rule.all[*group].len()
                }
                Fit::Wild(parts) => follows(&key[found.end()..], parts),
            };
            if fits && holds(rule) {
                best = Some(*index);
            }
        }
        best.map(|index| &this.rules[index])
    }

    /// The line is made of words of tool bars alone. One word that could also be a word of the text must be a link.
    pub fn is_bar(&self, key: &str, linked: bool) -> bool {
        let (end, words, chars) = self.bar_run(key);
        let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
        end == key.len()
            && match words {
                0 => false,
                1 => linked || self.bar_openers.iter().any(|word| word == bare),
                2 => chars > 2,
                _ => true,
            }
    }

    /// How far bar words and signs reach: bytes, words, characters of the words.
    fn bar_run(&self, key: &str) -> (usize, usize, usize) {
        let (mut at, mut words, mut chars) = (0, 0, 0);
        let mut end = 0;
        while let Some(c) = key[at..].chars().next() {
            if let Some(word) = self.bar_words.iter().find(|word| key[at..].starts_with(word.as_str())) {
                at += word.len();
                words += 1;
                chars += word.chars().count();
                end = at;
            } else if c.is_alphanumeric() {
                break;
            } else {
                at += c.len_utf8();
                end = at;
            }
        }
        (end, words, chars)
    }

    /// A tool bar inside a line of metadata, as a byte range of the key. `opens` says whether a word begins there.
    pub fn bar_inside(&self, key: &str, opens: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let mut before: Option<char> = None;
        for (at, c) in key.char_indices() {
            if self.bar_openers.iter().any(|word| key[at..].starts_with(word.as_str())) && opens(at) {
                let (run, words, _) = self.bar_run(&key[at..]);
                if words >= 2 || at + run == key.len() {
                    let open = before.filter(|c| "[【(「".contains(*c)).map_or(0, char::len_utf8);
                    return Some((at - open, at + run));
                }
            }
            before = Some(c);
        }
        None
    }

    /// How many metadata labels with a colon stand in the line: of the disclosure block, of the line under the title.
    pub fn labels(&self, key: &str) -> (usize, usize) {
        let (mut block, mut line) = (0, 0);
        for (at, _) in key.match_indices(':') {
            let before = &key[..at];
            if self.block_labels.iter().any(|label| before.ends_with(label.as_str())) {
                block += 1;
            } else if self.line_labels.iter().any(|label| before.ends_with(label.as_str())) {
                line += 1;
            }
        }
        (block, line)
    }

    /// The key is a label of the disclosure block, with or without a colon.
    pub fn is_block_label(&self, key: &str) -> bool {
        let key = key.trim_matches(|c: char| !c.is_alphanumeric());
        self.block_labels.binary_search_by(|label| label.as_str().cmp(key)).is_ok()
    }
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

/// The parts stand in the text in their order, each within a few characters of the one before.
fn follows(text: &str, parts: &[String]) -> bool {
    let mut rest = text;
    for part in parts {
        match rest.find(part.as_str()) {
            Some(at) if rest[..at].chars().count() <= 12 => rest = &rest[at + part.len()..],
            _ => return false,
        }
    }
    true
}

//! Loads the rules and finds which of them speak of a line.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::lexicon::Lexicon;

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
    /// Inside a line: the phrase falls, the line stays.
    Mark,
}

/// What the source is, from pages on; a rule holds up to its scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// A web page.
    #[default]
    Page,
    /// Plain text, which may come from a page.
    Text,
    /// A document of an office or a printer.
    All,
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

/// A rule of `rules/chrome.toml`, which explains the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: String,
    #[serde(rename = "where")]
    pub place: Where,
    pub max_chars: u32,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    linked: bool,
    #[serde(default)]
    no_sentence: bool,
    #[serde(default)]
    starts: Vec<String>,
    #[serde(default)]
    equals: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    all: Vec<Vec<String>>,
    #[serde(default)]
    wild: Vec<String>,
    /// The next line must be a link that leads to no file.
    #[serde(default)]
    leads: bool,
    #[serde(default)]
    pub follow: usize,
    #[serde(default)]
    pub follow_while: Follow,
    /// Beginnings of lines beside this one that fall with it.
    #[serde(default)]
    pub beside: Vec<String>,
    /// A line falls with its mark if no more than so many characters are left of it.
    #[serde(default)]
    pub whole: u32,
    pub incomplete: Option<Incomplete>,
}

/// What a rule's line says of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Incomplete {
    /// A part of it is withheld.
    Surely,
    /// A part of it may be.
    Perhaps,
}

#[derive(Deserialize)]
struct RuleFile {
    tails: Vec<String>,
    page_tails: Vec<String>,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Bars {
    teasers: Vec<String>,
    words: Vec<String>,
    openers: Vec<String>,
    pages: Vec<String>,
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
    End,
    Inside,
    /// Member of the rule's group of that number.
    Group(usize),
    /// Parts that must follow the phrase.
    Wild(Vec<String>),
}

/// A line as rules are asked about it.
pub struct Asked<'a> {
    /// Its key.
    pub key: &'a str,
    /// Characters of the key.
    pub chars: u32,
    /// A phrase that may stand inside a line is in it, as [`Rules::inside`] says.
    pub inside: bool,
    /// What it stands in.
    pub scope: Scope,
    /// At least half of it is links.
    pub linked: bool,
    /// The next line is a link that leads to no file.
    pub leads: bool,
}

/// The rules, ready to be asked.
pub struct Rules {
    rules: Vec<Rule>,
    /// Per phrase: rule and fit.
    meaning: Vec<(usize, Fit)>,
    /// Phrases that stand at the beginning of a line, by their place in `meaning`.
    first: Lexicon,
    /// Phrases that stand anywhere in a line.
    inner: Lexicon,
    /// Those among them that hold in every document.
    inner_all: Lexicon,
    longest: u32,
    /// How the beginning of a text ends that a link shows beside it.
    teasers: Vec<String>,
    bar_words: Lexicon,
    bar_openers: Lexicon,
    page_words: Lexicon,
    /// Metadata labels: number 0 for the disclosure block, 1 for the line under the title.
    labels: Lexicon,
    longest_label: usize,
    /// Words that begin a note at the end of a line: number 0 on pages and in plain text, 1 on pages alone.
    tails: Lexicon,
}

static RULES: OnceLock<Rules> = OnceLock::new();

/// The rules of this version.
pub fn rules() -> &'static Rules {
    RULES.get_or_init(Rules::load)
}

/// A letter or a digit; nearly all are ideographs.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

impl Rules {
    fn load() -> Rules {
        // The files are part of the program; a test reads them.
        let file: RuleFile = toml::from_str(include_str!("../rules/chrome.toml")).expect("rules/chrome.toml is valid");
        let bars: Bars = toml::from_str(include_str!("../rules/bars.toml")).expect("rules/bars.toml is valid");
        let labels: Labels = toml::from_str(include_str!("../rules/labels.toml")).expect("rules/labels.toml is valid");
        let mut meaning = Vec::new();
        let (mut first, mut inner) = (Vec::new(), Vec::new());
        for (index, rule) in file.rule.iter().enumerate() {
            let mut add = |phrase: &str, fit: Fit| {
                let list = if matches!(fit, Fit::Start | Fit::Whole) { &mut first } else { &mut inner };
                list.push((phrase.to_owned(), meaning.len() as u32));
                meaning.push((index, fit));
            };
            rule.starts.iter().for_each(|phrase| add(phrase, Fit::Start));
            rule.equals.iter().for_each(|phrase| add(phrase, Fit::Whole));
            rule.ends.iter().for_each(|phrase| add(phrase, Fit::End));
            rule.contains.iter().for_each(|phrase| add(phrase, Fit::Inside));
            for (group, words) in rule.all.iter().enumerate() {
                words.iter().for_each(|word| add(word, Fit::Group(group)));
            }
            for phrase in &rule.wild {
                let mut parts = phrase.split('*');
                if let Some(first) = parts.next() {
                    add(first, Fit::Wild(parts.map(str::to_owned).collect()));
                }
            }
        }
        let set = |words: Vec<String>| Lexicon::new(words.into_iter().map(|word| (word, 0)));
        let page_tails = file.page_tails.into_iter().map(|tail| (tail, 1));
        let tails = file.tails.into_iter().map(|tail| (tail, 0)).chain(page_tails);
        let labels: Vec<(String, u32)> = labels
            .block
            .into_iter()
            .map(|label| (label, 0))
            .chain(labels.line.into_iter().map(|label| (label, 1)))
            .collect();
        let most = |rules: &mut dyn Iterator<Item = &Rule>| rules.map(|rule| rule.max_chars).max().unwrap_or(0);
        let longest = most(&mut file.rule.iter().filter(|rule| rule.place != Where::Mark));
        let for_all = |number: u32| {
            let rule = meaning.get(number as usize).and_then(|(index, _): &(usize, Fit)| file.rule.get(*index));
            rule.is_some_and(|rule| rule.scope == Scope::All)
        };
        Rules {
            first: Lexicon::new(first),
            inner_all: Lexicon::new(inner.iter().filter(|(_, number)| for_all(*number)).cloned()),
            inner: Lexicon::new(inner),
            meaning,
            longest,
            teasers: bars.teasers,
            bar_words: set(bars.words),
            bar_openers: set(bars.openers),
            page_words: set(bars.pages),
            longest_label: labels.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0),
            labels: Lexicon::new(labels),
            tails: Lexicon::new(tails),
            rules: file.rule,
        }
    }

    /// The first rule for that place, in the order of the file, that fits the line.
    pub fn find(&'static self, line: &Asked<'_>, place: Where) -> Option<&'static Rule> {
        if line.chars > self.longest || line.chars == 0 {
            return None;
        }
        let Asked { key, chars, inside, scope, linked, leads } = *line;
        let sentence = key.contains('。');
        let start = key.find(is_letter).unwrap_or(0);
        let end = key.rfind(is_letter).unwrap_or(0);
        let mut best: Option<usize> = None;
        let mut groups: Vec<(usize, usize, u32)> = Vec::new();
        let mut ask = |from: usize, to: usize, number: u32| {
            let Some((index, fit)) = self.meaning.get(number as usize) else { return };
            let rule = &self.rules[*index];
            if best.is_some_and(|best| best <= *index)
                || rule.place != place
                || chars > rule.max_chars
                || (rule.no_sentence && sentence)
                || (rule.linked && !linked)
                || (rule.leads && !leads)
                || rule.scope < scope
            {
                return;
            }
            let fits = match fit {
                Fit::Start => from == 0 || from == start,
                Fit::Whole => from <= start && to > end,
                Fit::End => to > end,
                Fit::Inside => true,
                Fit::Group(group) => {
                    let member = (*index, *group, number);
                    if !groups.contains(&member) {
                        groups.push(member);
                    }
                    groups.iter().filter(|(i, g, _)| (i, g) == (index, group)).count() == rule.all[*group].len()
                }
                Fit::Wild(parts) => follows(&key[to..], parts).is_some(),
            };
            if fits {
                best = Some(*index);
            }
        };
        for at in 0..=start {
            if key.is_char_boundary(at) {
                self.first.at(&key.as_bytes()[at..]).for_each(|(len, number)| ask(at, at + len, number));
            }
        }
        if inside {
            self.inner.scan(key, &mut ask);
        }
        best.map(|index| &self.rules[index])
    }

    /// Whether phrases stand in the key that may stand inside a line: of lines that fall, of marks that fall alone.
    pub fn inside(&self, key: &str, scope: Scope) -> (bool, bool) {
        let (mut line, mut mark) = (false, false);
        let phrases = if scope == Scope::All { &self.inner_all } else { &self.inner };
        phrases.scan(key, |_, _, number| {
            let rule = self.meaning.get(number as usize).and_then(|(index, _)| self.rules.get(*index));
            match rule.map(|rule| rule.place) {
                Some(Where::Mark) => mark = true,
                _ => line = true,
            }
        });
        (line, mark)
    }

    /// The first mark in a key, from `from` on: its rule and its byte range.
    pub fn mark(&'static self, key: &str, scope: Scope, from: usize) -> Option<(&'static Rule, usize, usize)> {
        let mut best: Option<(&Rule, usize, usize)> = None;
        self.inner.scan(key, |start, end, number| {
            let Some((index, fit)) = self.meaning.get(number as usize) else { return };
            let rule = &self.rules[*index];
            if rule.place != Where::Mark
                || start < from
                || best.is_some_and(|(_, first, _)| first <= start)
                || rule.scope < scope
            {
                return;
            }
            let end = match fit {
                Fit::Wild(parts) => follows(&key[end..], parts).map(|len| end + len),
                _ => Some(end),
            };
            if let Some(end) = end {
                best = Some((rule, start, end));
            }
        });
        best
    }

    /// The line is made of words of tool bars alone. One word that could also be a word of the text must be a link;
    /// in a text without a page the words must begin as bars do.
    pub fn is_bar(&self, key: &str, linked: bool, scope: Scope) -> bool {
        let page = scope == Scope::Page;
        if scope == Scope::All {
            return false;
        }
        let (end, words, chars) = self.bar_run(key);
        if end < key.len() || words == 0 {
            return false;
        }
        let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
        let opens = self.bar_openers.at(bare.as_bytes()).next().is_some();
        match words {
            1 => page && (linked || self.bar_openers.whole(bare).is_some()),
            2 => chars > 2 && (page || opens),
            _ => page || opens,
        }
    }

    /// How far bar words, signs and counts reach: bytes, words, characters of the words.
    fn bar_run(&self, key: &str) -> (usize, usize, usize) {
        let (mut at, mut words, mut chars) = (0, 0, 0);
        let mut end = 0;
        while let Some(c) = key[at..].chars().next() {
            if let Some((len, _)) = self.bar_words.at(&key.as_bytes()[at..]).next() {
                words += 1;
                chars += key[at..at + len].chars().count();
                at += len;
                end = at;
            } else if c.is_alphanumeric() && !(c.is_ascii_digit() && words > 0) {
                break;
            } else {
                at += c.len_utf8();
                if !c.is_ascii_digit() || at == key.len() {
                    end = at;
                }
            }
        }
        (end, words, chars)
    }

    /// A tool bar inside a line of metadata, as a byte range of the key. `opens` says whether a word begins there.
    pub fn bar_inside(&self, key: &str, glued: bool, opens: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let mut before: Option<char> = None;
        for (at, c) in key.char_indices() {
            if self.bar_openers.at(&key.as_bytes()[at..]).next().is_some() {
                let (run, words, _) = self.bar_run(&key[at..]);
                // Boxes side by side are glued in print: a bar at the end needs no blank before it.
                let label = key[at..].contains(':');
                let ends = glued && !label && at + run == key.len() && before.is_some_and(|c| c != ':');
                if !(ends || opens(at)) {
                    before = Some(c);
                    continue;
                }
                if words >= 2 || at + run == key.len() {
                    let open = before.filter(|c| "[【(「".contains(*c)).map_or(0, char::len_utf8);
                    return Some((at - open, at + run));
                }
            }
            before = Some(c);
        }
        None
    }

    /// The key turns pages of a text and says nothing else: words of pagers, numbers, signs. Returns how many words.
    pub fn pager_words(&self, key: &str) -> Option<usize> {
        let (mut at, mut words) = (0, 0);
        while let Some(c) = key[at..].chars().next() {
            if let Some((len, _)) = self.page_words.at(&key.as_bytes()[at..]).next() {
                words += 1;
                at += len;
            } else if c.is_alphanumeric() && !c.is_ascii_digit() {
                return None;
            } else {
                at += c.len_utf8();
            }
        }
        Some(words)
    }

    /// The line shows the beginning of another text: it breaks off.
    pub fn is_teaser(&self, text: &str) -> bool {
        let text = text.trim_end();
        text.len() <= 1200 && self.teasers.iter().any(|end| text.ends_with(end.as_str()))
    }

    /// How many metadata labels with a colon stand in the line: of the disclosure block, of the line under the title.
    pub fn labels(&self, key: &str) -> (u32, u32) {
        let (mut block, mut line) = (0, 0);
        for (colon, _) in key.match_indices(':') {
            let (mut in_block, mut in_line) = (false, false);
            for (at, _) in key[..colon].char_indices().rev().take(self.longest_label) {
                for (len, number) in self.labels.at(&key.as_bytes()[at..colon]) {
                    in_block |= at + len == colon && number == 0;
                    in_line |= at + len == colon && number == 1;
                }
            }
            if in_block {
                block += 1;
            } else if in_line {
                line += 1;
            }
        }
        (block, line)
    }

    /// The key is a label of the disclosure block, with or without a colon.
    pub fn is_block_label(&self, key: &str) -> bool {
        let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
        self.labels.at(bare.as_bytes()).any(|(len, number)| len == bare.len() && number == 0)
    }

    /// The key begins with a label of the disclosure block of at least three characters; a value may be glued to it.
    pub fn begins_block_label(&self, key: &str) -> bool {
        self.labels.at(key.as_bytes()).any(|(len, number)| number == 0 && len >= 9)
    }

    /// Where the last note at the end of a key begins, in bytes.
    pub fn tail(&self, key: &str, scope: Scope) -> Option<usize> {
        let mut last = None;
        self.tails.scan(key, |start, end, page| {
            if scope == Scope::Page || (page == 0 && scope == Scope::Text) {
                let stop = if key[start..end].starts_with('。') { '。'.len_utf8() } else { 0 };
                last = Some(start + stop);
            }
        });
        last
    }

    /// Every phrase of every list, for the test that they are keys.
    #[cfg(test)]
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        let lists =
            |rule: &'static Rule| [&rule.starts, &rule.equals, &rule.ends, &rule.contains, &rule.wild, &rule.beside];
        let rules = rules().rules.iter();
        let all = rules.clone().flat_map(|rule| &rule.all).flatten();
        rules.flat_map(lists).flatten().chain(all).map(String::as_str).chain(self.tails.phrases())
    }
}

/// The parts stand in the text in their order, each within a few characters of the one before: the bytes up to the
/// end of the last.
fn follows(text: &str, parts: &[String]) -> Option<usize> {
    let mut at = 0;
    for part in parts {
        let found = text[at..].find(part.as_str())?;
        if text[at..at + found].chars().count() > 12 {
            return None;
        }
        at += found + part.len();
    }
    Some(at)
}

//! Words that say who is responsible (`rules/charges.tsv`): labels, verbs, and ends of names of units.

use std::sync::LazyLock;

use crate::lexicon::CharSet;

/// What a label or a verb says of the names beside it.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// They lead (牵头单位).
    Lead,
    /// They are responsible (责任单位).
    Charge,
    /// They cooperate (配合单位).
    Cooperate,
    /// They are leaders in charge (责任领导).
    Leader,
    /// When it must be done (完成时限).
    Due,
    /// How it goes (进展情况).
    Progress,
}

/// The words of `rules/charges.tsv`.
pub struct Charges {
    /// Labels, longer ones before those that they begin with.
    pub labels: Vec<(&'static str, Kind)>,
    /// Characters that labels begin with.
    pub starts: CharSet,
    /// Words at the end of a clause and what they say of the units before them, longer ones first.
    pub verbs: Vec<(&'static str, Option<Kind>)>,
    /// Characters that verbs end with.
    pub verb_ends: CharSet,
    /// Names of units that do not end as organs do.
    pub unit_ends: Vec<&'static str>,
    /// What may stand after the last of several units (等部门).
    pub rest: Vec<&'static str>,
    /// Clauses that say when, without a date (持续推进).
    pub when: Vec<&'static str>,
    /// Characters that these begin with.
    pub when_starts: CharSet,
}

/// The words, part of the program: a test loads them.
pub static CHARGES: LazyLock<Charges> = LazyLock::new(|| load().expect("the lexicon is checked by a test"));

fn load() -> Result<Charges, String> {
    let mut labels = Vec::new();
    let mut verbs = Vec::new();
    let (mut unit_ends, mut rest, mut when) = (Vec::new(), Vec::new(), Vec::new());
    let lines = include_str!("../rules/charges.tsv").lines().filter(|line| !line.starts_with('#'));
    for (key, words) in lines.filter_map(|line| line.split_once('\t')) {
        let words = words.split(' ');
        let (form, kind) = key.split_once(' ').unwrap_or((key, ""));
        let known = match kind {
            "lead" => Some(Kind::Lead),
            "charge" => Some(Kind::Charge),
            "cooperate" => Some(Kind::Cooperate),
            "leader" => Some(Kind::Leader),
            "due" => Some(Kind::Due),
            "progress" => Some(Kind::Progress),
            "around" | "" => None,
            other => return Err(format!("charges.tsv: no kind {other}")),
        };
        match (form, known) {
            ("label", Some(kind)) => labels.extend(words.map(|word| (word, kind))),
            ("verb", kind) => verbs.extend(words.map(|word| (word, kind))),
            ("end", _) => unit_ends.extend(words),
            ("rest", _) => rest.extend(words),
            ("when", _) => when.extend(words),
            _ => return Err(format!("charges.tsv: no key {key}")),
        }
    }
    labels.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    verbs.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    let starts = labels.iter().filter_map(|(word, _)| word.chars().next()).collect();
    let verb_ends = verbs.iter().filter_map(|(word, _)| word.chars().next_back()).collect();
    let when_starts = when.iter().filter_map(|word: &&str| word.chars().next()).collect();
    Ok(Charges { labels, starts, verbs, verb_ends, unit_ends, rest, when, when_starts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_loads() {
        assert!(load().unwrap().labels.len() > 30);
    }
}

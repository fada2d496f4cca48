//! Names and posts in rosters: what is a person's name, what a post, what an organ, and how a line lists them.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::figure_rules::Affixes;
use crate::lexicon::CharSet;
use crate::rules::{self, RULES as WORDS, rules_file};

/// The lexicon of `rules/people.toml`.
pub struct RosterRules {
    /// Roles in a group.
    pub roles: HashSet<Vec<char>>,
    /// What roles begin with.
    pub role_starts: CharSet,
    /// Characters of the longest role.
    pub longest_role: usize,
    /// Words that name a group.
    pub groups: Vec<Vec<char>>,
    /// What may follow a group's name in a heading.
    pub roster: Vec<Vec<char>>,
    /// What posts end with.
    posts: Affixes<()>,
    /// Column headings.
    pub columns: Columns,
    single: CharSet,
    double: HashSet<[char; 2]>,
}

/// Column headings of rosters.
#[derive(Deserialize)]
pub struct Columns {
    /// 姓名
    pub name: Vec<String>,
    /// 职务
    pub post: Vec<String>,
    /// 单位
    pub unit: Vec<String>,
    /// 组内职务
    pub role: Vec<String>,
}

#[derive(Deserialize)]
struct Surnames {
    single: String,
    double: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    roles: Vec<String>,
    groups: Vec<String>,
    roster: Vec<String>,
    posts: Vec<String>,
    columns: Columns,
    surnames: Surnames,
}

/// The lexicon. It is part of the program, so a mistake in it is a mistake in the program: a test loads it.
pub static RULES: LazyLock<RosterRules> = LazyLock::new(|| load().expect("the lexicon is checked by a test"));

fn load() -> Result<RosterRules, String> {
    let file: File = rules::parse("people.toml", rules_file!("people"))?;
    let chars = |words: Vec<String>| words.into_iter().map(|word| word.chars().collect::<Vec<char>>());
    let longest_first = |words: Vec<String>| {
        let mut words: Vec<Vec<char>> = chars(words).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    let double = chars(file.surnames.double).filter_map(|name| name.try_into().ok()).collect();
    let roles: HashSet<Vec<char>> = chars(file.roles).collect();
    Ok(RosterRules {
        role_starts: roles.iter().filter_map(|role| role.first().copied()).collect(),
        longest_role: roles.iter().map(Vec::len).max().unwrap_or(0),
        roles,
        groups: longest_first(file.groups),
        roster: longest_first(file.roster),
        posts: Affixes::new(file.posts.into_iter().map(|post| (post, ())), true),
        columns: file.columns,
        single: file.surnames.single.chars().filter(|c| !c.is_whitespace()).collect(),
        double,
    })
}

/// Someone whom a line names; ranges are characters of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name, blanks inside it left out; empty where only the post is said.
    pub name: String,
    /// The post as printed, blanks at its ends left out; empty where none is said.
    pub title: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A person's name: two to four Han characters of which the first are a family name, or one with ·.
pub fn is_name(word: &[char]) -> bool {
    if word.contains(&'·') {
        return (4..=16).contains(&word.len()) && word.iter().all(|c| *c == '·' || is_han(*c));
    }
    if !word.iter().all(|c| is_han(*c)) {
        return false;
    }
    let double = word.len() >= 3 && RULES.double.contains(&[word[0], word[1]]);
    let single = word.first().is_some_and(|c| RULES.single.contains(*c));
    (double && word.len() <= 4 || single && (2..=3).contains(&word.len())) && !is_post(word) && !is_organ(word)
}

/// Words that end as posts do; brackets at the end are left out of account: 局长（兼）.
pub fn is_post(words: &[char]) -> bool {
    RULES.posts.at_end(without_brackets(words)).is_some()
}

/// Words that end as organs do.
pub fn is_organ(words: &[char]) -> bool {
    let words: String = without_brackets(words).iter().collect();
    words.chars().count() >= 3 && WORDS.organs.ends.ends(&words)
}

fn without_brackets(words: &[char]) -> &[char] {
    match words.last() {
        Some(')') => words.iter().rposition(|c| *c == '(').map_or(words, |open| &words[..open]),
        _ => words,
    }
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || c == '〇'
}

/// The role that a line begins with, and where what follows it begins: 组　长：, 成员：, 副组长 李明.
pub fn role(folded: &[char]) -> Option<(String, usize)> {
    let mut word = Vec::new();
    let mut blank = false;
    for (at, &c) in folded.iter().enumerate().take(RULES.longest_role * 4 + 8) {
        if c == ':' {
            return RULES.roles.contains(&word).then(|| (word.iter().collect(), at + 1));
        }
        if c.is_whitespace() {
            blank = !word.is_empty();
            continue;
        }
        // Without a colon a blank and a name must follow: 组 长  王恒  区长.
        if blank && RULES.roles.contains(&word) && first_name(&folded[at..]).is_some() {
            return Some((word.iter().collect(), at));
        }
        word.push(c);
        blank = false;
        if word.len() > RULES.longest_role {
            return None;
        }
    }
    // The role stands alone; who has it follows on the next lines.
    (RULES.roles.contains(&word) && word.len() >= 2).then(|| (word.iter().collect(), folded.len()))
}

/// The name that a line begins with, and where it ends: 王恒, 王 恒, 王　　恒.
pub fn first_name(folded: &[char]) -> Option<(String, usize)> {
    let start = folded.iter().take_while(|c| c.is_whitespace()).count();
    let word = |from: usize| {
        let length = folded[from..].iter().take(17).take_while(|c| is_han(**c) || **c == '·').count();
        from..from + length
    };
    let first = word(start);
    let after = |end: usize| folded.get(end).is_none_or(|c| c.is_whitespace() || "(,、;".contains(*c));
    if first.len() == 1 {
        let gap = folded[first.end..].iter().take(8).take_while(|c| c.is_whitespace()).count();
        let second = word(first.end + gap);
        let name: Vec<char> = folded[first].iter().chain(&folded[second.clone()]).copied().collect();
        return (gap > 0 && second.len() == 1 && after(second.end) && is_name(&name))
            .then(|| (name.iter().collect(), second.end));
    }
    (after(first.end) && is_name(&folded[first.clone()])).then(|| (folded[first.clone()].iter().collect(), first.end))
}

/// Who is named in `folded[from..]`; `None` when it is no list of people, posts or organs.
pub fn entries(folded: &[char], printed: &[char], from: usize) -> Option<Vec<Entry>> {
    let rest = folded.get(from..)?;
    // 王 恒  区委副书记、区长: one person and what he is.
    if let Some((name, end)) = first_name(rest) {
        let title = trim(folded, from + end, folded.len());
        let words = &folded[title.clone()];
        let blank = rest.get(end).is_some_and(|c| c.is_whitespace());
        if title.is_empty() || blank && is_title(words) {
            let start = from + rest.iter().take_while(|c| c.is_whitespace()).count();
            let title = post(printed, title);
            return Some(vec![Entry { name, title, start, end: folded.len() }]);
        }
    }
    let mut found = Vec::new();
    for piece in pieces(folded, from) {
        found.push(entry(folded, printed, piece)?);
    }
    (!found.is_empty()).then_some(found)
}

/// Posts need not be known by their last word where several are told or a unit is named.
fn is_title(words: &[char]) -> bool {
    words.len() <= 60 && !words.contains(&'。') && (is_post(words) || is_organ(words)) && !lists_names(words)
}

/// Names only, apart by blanks or stops: 朱明 王晓来 李 静.
fn lists_names(words: &[char]) -> bool {
    let text: String = words.iter().collect();
    let (names, _) = crate::names::people(&text);
    names.len() > 1 && names.iter().all(|name| is_name(&name.chars().collect::<Vec<_>>()))
}

/// One of several: a name, 王恒（区长）, 区长王恒, an organ, or a post without a name.
fn entry(folded: &[char], printed: &[char], piece: std::ops::Range<usize>) -> Option<Entry> {
    let words = &folded[piece.clone()];
    let (start, end) = (piece.start, piece.end);
    let made = |name: String, title: String| Some(Entry { name, title, start, end });
    let bare: Vec<char> = words.iter().filter(|c| !c.is_whitespace()).copied().collect();
    if is_name(&bare) {
        return made(bare.iter().collect(), String::new());
    }
    if let Some((name, length)) = first_name(words) {
        let title = trim(folded, start + length, end);
        let words = &folded[title.clone()];
        if words.first() == Some(&'(') && words.last() == Some(&')') {
            return made(name, post(printed, title.start + 1..title.end - 1));
        }
        return if is_title(words) { made(name, post(printed, title)) } else { None };
    }
    // 区财政局局长李静
    for length in [3, 2, 4] {
        let Some(at) = bare.len().checked_sub(length).filter(|at| *at >= 2) else { continue };
        if is_post(&bare[..at]) && is_name(&bare[at..]) && !is_post(&bare) {
            return made(bare[at..].iter().collect(), bare[..at].iter().collect());
        }
    }
    if bare.windows(2).any(|two| matches!(two, ['设', '在'] | ['设', '于']))
        || bare.iter().any(|c| "由为的要应须将".contains(*c))
    {
        return None;
    }
    if bare.len() >= 3 && bare.len() <= 40 && is_post(&bare) {
        return made(String::new(), post(printed, piece));
    }
    (bare.len() <= 30 && is_organ(&bare)).then_some(())?;
    made(post(printed, piece), String::new())
}

/// The pieces of a list between stops outside brackets; where there are no stops, between blanks, if all are names.
fn pieces(folded: &[char], from: usize) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (from, 0i32);
    for at in from..=folded.len() {
        let c = folded.get(at).copied();
        match c {
            Some('(') => depth += 1,
            Some(')') => depth -= 1,
            Some('、' | ',' | ';' | '。') if depth <= 0 => {}
            None => {}
            _ => continue,
        }
        if matches!(c, Some('(' | ')')) {
            continue;
        }
        let piece = trim(folded, start, at);
        if !piece.is_empty() {
            found.push(piece);
        }
        start = at + 1;
    }
    found.into_iter().flat_map(|piece| by_blanks(folded, piece)).collect()
}

/// 朱明 王晓来 李 静: three names.
fn by_blanks(folded: &[char], piece: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = piece.start;
    while at < piece.end {
        let Some((_, length)) = first_name(&folded[at..piece.end]) else { return vec![piece] };
        let blanks = folded[at..piece.end].iter().take_while(|c| c.is_whitespace()).count();
        found.push(at + blanks..at + length);
        at += length;
    }
    found
}

fn trim(folded: &[char], start: usize, end: usize) -> std::ops::Range<usize> {
    let start = start + folded[start..end].iter().take_while(|c| c.is_whitespace()).count();
    let blanks = folded[start..end].iter().rev().take_while(|c| c.is_whitespace()).count();
    start..end - blanks
}

/// A post as printed, runs of blanks as one.
fn post(printed: &[char], range: std::ops::Range<usize>) -> String {
    let text: String = printed.get(range).unwrap_or(&[]).iter().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<(String, String)>> {
        let folded: Vec<char> = lantai_text::fold(text).chars().collect();
        let printed: Vec<char> = text.chars().collect();
        let found = entries(&folded, &printed, 0)?;
        Some(found.into_iter().map(|entry| (entry.name, entry.title)).collect())
    }

    fn one(text: &str) -> Option<(String, String)> {
        read(text).filter(|found| found.len() == 1).map(|mut found| found.remove(0))
    }

    fn pair(name: &str, title: &str) -> Option<(String, String)> {
        Some((name.to_owned(), title.to_owned()))
    }

    #[test]
    fn the_lexicon_loads() {
        let rules = load().unwrap();
        assert!(rules.single.contains('王') && rules.roles.len() > 40);
    }

    #[test]
    fn one_person() {
        assert_eq!(one("王　恒　　区委副书记、区政府区长"), pair("王恒", "区委副书记、区政府区长"));
        assert_eq!(one("欧阳修远 县科技局党组书记、局长（兼）"), pair("欧阳修远", "县科技局党组书记、局长（兼）"));
        assert_eq!(one("李静（县财政局局长）"), pair("李静", "县财政局局长"));
        assert_eq!(one("县财政局局长李静"), pair("李静", "县财政局局长"));
        assert_eq!(one("阿依古丽·买买提  镇长"), pair("阿依古丽·买买提", "镇长"));
        assert_eq!(one("县政府分管副县长"), pair("", "县政府分管副县长"));
        assert_eq!(one("县发展改革委"), pair("县发展改革委", ""));
    }

    #[test]
    fn several() {
        let names = |text: &str| read(text).map(|found| found.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(names("朱明、王晓来、李 静").unwrap(), ["朱明", "王晓来", "李静"]);
        assert_eq!(names("朱明 王晓来　李　静").unwrap(), ["朱明", "王晓来", "李静"]);
        assert_eq!(names("县教育局、县财政局、青溪镇人民政府").unwrap(), ["县教育局", "县财政局", "青溪镇人民政府"]);
        let found = read("张明（县发改委主任），李华（县财政局副局长）").unwrap();
        assert_eq!(found[1], ("李华".to_owned(), "县财政局副局长".to_owned()));
    }

    #[test]
    fn what_is_no_roster() {
        for text in ["负责统筹协调全区工作", "由县长召集并主持", "另行通知", "各单位要高度重视，加强领导", ""]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn roles() {
        let role = |text: &str| {
            let folded: Vec<char> = lantai_text::fold(text).chars().collect();
            role(&folded).map(|(role, _)| role)
        };
        assert_eq!(role("组　　长：王恒").as_deref(), Some("组长"));
        assert_eq!(role("副 组 长  李静  副县长").as_deref(), Some("副组长"));
        assert_eq!(role("成员：").as_deref(), Some("成员"));
        assert_eq!(role("成员单位：县教育局").as_deref(), Some("成员单位"));
        assert_eq!(role("组长负责全面工作。"), None);
        assert_eq!(role("联系人：王恒"), None);
    }
}

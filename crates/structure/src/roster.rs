//! Names and posts in rosters: what is a person's name, what a post, what an organ, and what role a line begins with.

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
    /// What those who attend a meeting stand under (出席), before a colon.
    pub attendance: HashSet<Vec<char>>,
    /// Words of posts that many hold: 各镇主要负责人.
    pub general: Vec<String>,
    /// Words that name a group.
    pub groups: Vec<Vec<char>>,
    /// What may follow a group's name in a heading.
    pub roster: Vec<Vec<char>>,
    /// What posts end with.
    posts: Affixes<()>,
    /// Column headings.
    pub columns: Columns,
    /// What somebody does in a group begins with: 主持.
    pub duties: Vec<Vec<char>>,
    /// Ends of names of bodies that send people and do not end as organs do: 政协.
    pub senders: Vec<Vec<char>>,
    /// Words that begin with what is a family name too, and begin no name.
    no_names: HashSet<Vec<char>>,
    single: CharSet,
    double: HashSet<[char; 2]>,
}

/// Column headings of rosters.
#[derive(Deserialize)]
pub struct Columns {
    /// 姓名
    pub name: Vec<String>,
    /// 组别
    pub group: Vec<String>,
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
    attendance: Vec<String>,
    general: Vec<String>,
    no_names: Vec<String>,
    senders: Vec<String>,
    duties: Vec<String>,
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
    let attendance: HashSet<Vec<char>> = chars(file.attendance).collect();
    let all = || roles.iter().chain(&attendance);
    Ok(RosterRules {
        role_starts: all().filter_map(|role| role.first().copied()).collect(),
        longest_role: all().map(Vec::len).max().unwrap_or(0),
        roles,
        attendance,
        general: file.general,
        no_names: chars(file.no_names).collect(),
        senders: chars(file.senders).collect(),
        duties: chars(file.duties).collect(),
        groups: longest_first(file.groups),
        roster: longest_first(file.roster),
        posts: Affixes::new(file.posts.into_iter().map(|post| (post, ())), true),
        columns: file.columns,
        single: file.surnames.single.chars().filter(|c| !c.is_whitespace()).collect(),
        double,
    })
}

/// Longest note between a role and its colon, in characters.
const NOTE: usize = 24;

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
    (double && word.len() <= 4 || single && (2..=3).contains(&word.len()))
        && !is_post(word)
        && !is_organ(word)
        && !word.get(..2).is_some_and(|two| RULES.no_names.contains(two))
        && !(word.len() == 3 && word.last().is_some_and(|c| "镇乡县区".contains(*c)))
}

/// What may be a name where a post beside it says so, though its family name is not known or it has none: 扎西次仁, 贡布.
pub fn may_be_name(word: &[char]) -> bool {
    (2..=6).contains(&word.len())
        && word.iter().all(|c| is_han(*c) && !"的由为等各及和".contains(*c))
        && !is_post(word)
        && !is_organ(word)
        && word.get(..2).is_none_or(|two| !RULES.no_names.contains(two))
        && !RULES.roles.contains(word)
        && word.last().is_some_and(|c| !"镇乡县区".contains(*c))
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

pub fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || c == '〇'
}

/// The role that a line begins with, and where what follows it begins: 组　长：, 成员：, 副组长 李明, 委员（按姓氏笔画排序）：.
pub fn role(folded: &[char]) -> Option<(String, usize)> {
    let mut word = Vec::new();
    let mut blank = false;
    let mut at = 0;
    let reach = folded.len().min(RULES.longest_role * 4 + 8);
    while let Some(&c) = folded[..reach].get(at) {
        if c == ':' {
            return (RULES.roles.contains(&word) || RULES.attendance.contains(&word))
                .then(|| (without_verb(&word), at + 1));
        }
        if c.is_whitespace() {
            blank = !word.is_empty();
            at += 1;
            continue;
        }
        // A note on the order of names stands before the colon.
        if c == '(' && RULES.roles.contains(&word) {
            let close = folded[at..].iter().take(NOTE).position(|c| *c == ')')?;
            let colon = at + close + 1;
            return (folded.get(colon) == Some(&':')).then(|| (word.iter().collect(), colon + 1));
        }
        // Without a colon a blank and a name must follow: 组 长  王恒  区长.
        if blank && RULES.roles.contains(&word) && first_name(&folded[at..]).is_some() {
            return Some((word.iter().collect(), at));
        }
        word.push(c);
        blank = false;
        // 参加会议的有县财政局王恒
        if c == '有' && RULES.attendance.contains(&word) {
            let colon = usize::from(folded.get(at + 1) == Some(&':'));
            return Some((without_verb(&word), at + 1 + colon));
        }
        if word.len() > RULES.longest_role {
            return None;
        }
        at += 1;
    }
    // The role stands alone; who has it follows on the next lines.
    (RULES.roles.contains(&word) && word.len() >= 2).then(|| (word.iter().collect(), folded.len()))
}

/// 出席会议的有 is 出席会议.
fn without_verb(word: &[char]) -> String {
    let bare = word.strip_suffix(&['的', '有']).or_else(|| word.strip_suffix(&['的', '人', '员', '有']));
    bare.unwrap_or(word).iter().collect()
}

/// Where a further role stands in a line that a role opens: 组长：王恒　副组长：李静. The role's first character.
pub fn next_role(folded: &[char], from: usize) -> Option<usize> {
    let colons = folded.iter().enumerate().skip(from).filter(|(_, c)| **c == ':').map(|(at, _)| at);
    colons.into_iter().find_map(|colon| {
        let reach = colon.saturating_sub(RULES.longest_role * 3).max(from);
        let starts = (reach..colon).filter(|at| {
            RULES.role_starts.contains(folded[*at])
                && (*at == from || folded[at - 1].is_whitespace() || "、,;。)".contains(folded[at - 1]))
        });
        starts.into_iter().find(|at| role(&folded[*at..=colon]).is_some_and(|(_, end)| at + end == colon + 1))
    })
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
        // 古 月县财政局: the line after it was joined to a padded name.
        if let [end, next, ..] = folded[second.clone()]
            && gap > 0
            && "省市县区".contains(next)
            && second.len() > 3
        {
            let name = [folded[first.start], end];
            return is_name(&name).then(|| (name.iter().collect(), second.start + 1));
        }
        let name: Vec<char> = folded[first].iter().chain(&folded[second.clone()]).copied().collect();
        return (gap > 0 && second.len() == 1 && after(second.end) && is_name(&name))
            .then(|| (name.iter().collect(), second.end));
    }
    (after(first.end) && is_name(&folded[first.clone()])).then(|| (folded[first.clone()].iter().collect(), first.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_loads() {
        let rules = load().unwrap();
        assert!(rules.single.contains('王') && rules.roles.len() > 40);
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

    #[test]
    fn roles_and_their_notes() {
        let role_of = |text: &str| {
            let folded: Vec<char> = lantai_text::fold(text).chars().collect();
            role(&folded).map(|(role, from)| (role, folded[from..].iter().collect::<String>()))
        };
        let found = |role: &str, rest: &str| Some((role.to_owned(), rest.to_owned()));
        assert_eq!(role_of("委　　员（按姓氏笔画排序）：王恒"), found("委员", "王恒"));
        assert_eq!(role_of("参加会议的有县财政局王恒"), found("参加会议", "县财政局王恒"));
        assert_eq!(role_of("出席会议的有：王恒"), found("出席会议", "王恒"));
        assert_eq!(role_of("出席会议并讲话"), None);
        let line: Vec<char> = "组长:王恒 副组长:李静,成员:朱明".chars().collect();
        assert_eq!(next_role(&line, 3), Some(6));
        assert_eq!(next_role(&line, 10), Some(13));
        assert_eq!(next_role(&line, 16), None);
    }
}

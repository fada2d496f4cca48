//! Rosters within a sentence: 成立由县委书记李静任组长，县长王恒任副组长，朱明、吕腾为成员的领导小组; 组长由县长王恒担任. Only people
//! that are named count: 各镇主要负责人为成员 names none.

use std::ops::Range;

use crate::roster::{self, RULES};

/// Someone whom a sentence names, with ranges of its characters.
#[derive(Debug, PartialEq)]
pub struct Named {
    /// Name.
    pub name: String,
    /// Post as printed; empty where none is said.
    pub title: String,
    /// Role in the group.
    pub role: String,
    /// The group, where the sentence says it.
    pub group: Option<Range<usize>>,
    /// Where post and name stand.
    pub at: Range<usize>,
}

/// Longest text that is read, and longest list of people for one role, in characters.
const LONGEST: usize = 4000;
const LIST: usize = 200;
/// Longest name of a group.
const GROUP: usize = 50;

/// Whether a text may say who has which role: 任 before a role, 担任 or 兼任.
pub fn may_name(text: &str) -> bool {
    text.match_indices('任').any(|(at, verb)| {
        let before = text[..at].chars().next_back();
        let after = text[at + verb.len()..].chars().next().map(lantai_text::fold_char);
        before.is_some_and(|c| matches!(c, '担' | '擔' | '兼')) || after.is_some_and(|c| RULES.role_starts.contains(c))
    })
}

/// All people whom a text names in roles, in order. Those who are `known` by name are believed.
pub fn find(folded: &[char], printed: &[char], known: impl Fn(&str) -> bool) -> Vec<Named> {
    let mut found = Vec::new();
    if folded.len() > LONGEST || folded.len() != printed.len() {
        return found;
    }
    let mut posts = false;
    let mut clauses = 0;
    for at in 0..folded.len() {
        let Some(clause) = clause(folded, at) else { continue };
        let before = found.len();
        posts |= people(folded, printed, &clause, &mut found);
        clauses += usize::from(found.len() > before);
    }
    // Bare names are believed beside a post and a name, or where several roles have one.
    if !posts && clauses < 2 {
        found.retain(|named| known(&named.name));
    }
    found
}

/// Who gets which role: a list of people, the role, and the group that the words around them name.
struct Clause {
    list: Range<usize>,
    role: String,
    group: Option<Range<usize>>,
}

/// The clause whose verb (任, 为) or 由 stands at a character.
fn clause(folded: &[char], at: usize) -> Option<Clause> {
    match folded[at] {
        '任' | '为' => {
            let role = role_from(folded, at + 1)?;
            let verb = if at > 0 && matches!(folded[at - 1], '担' | '兼' | '出' | '作') { at - 1 } else { at };
            let from = verb.saturating_sub(LIST);
            let start = from + list_start(&folded[from..verb]);
            let start = start + opening(&folded[start..verb]);
            let role_end = at + 1 + role.len();
            let group = (folded.get(role_end) == Some(&'的')).then(|| group_from(folded, role_end + 1)).flatten();
            Some(Clause { list: start..verb, role: role.into_iter().collect(), group })
        }
        '由' => {
            let end = at - usize::from(at >= 2 && folded[..at].ends_with(&['一', '职'])) * 2;
            let role = role_to(folded, end)?;
            let list = folded[at + 1..].iter().take(LIST);
            let stop = list.clone().position(|c| matches!(c, ',' | ';' | '。' | ':')).unwrap_or(list.len());
            let list = &folded[at + 1..at + 1 + stop];
            let verb =
                list.iter().rposition(|c| *c == '任').filter(|verb| verb + 1 == list.len() || list[verb + 1] == ')')?;
            let verb = verb - usize::from(verb > 0 && matches!(list[verb - 1], '担' | '兼' | '出'));
            let group = group_to(folded, end - role.len());
            Some(Clause { list: at + 1..at + 1 + verb, role: role.into_iter().collect(), group })
        }
        _ => None,
    }
}

/// Where the list begins that ends a text: after a stop, 由 or 以 outside brackets.
fn list_start(text: &[char]) -> usize {
    let mut depth = 0;
    for (at, c) in text.iter().enumerate().rev() {
        match c {
            ')' => depth += 1,
            '(' if depth == 0 => return at + 1,
            '(' => depth -= 1,
            ',' | ';' | '。' | ':' | '由' | '以' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    0
}

/// Words before the first of a list that are none of it: 明确县长王恒任组长.
fn opening(list: &[char]) -> usize {
    const WORDS: [&[char]; 10] = [
        &['明', '确'],
        &['确', '定'],
        &['聘', '请'],
        &['聘', '任'],
        &['推', '举'],
        &['其', '中'],
        &['同', '时'],
        &['任', '命'],
        &['并'],
        &['请'],
    ];
    WORDS.iter().find(|word| list.starts_with(word)).map_or(0, |word| word.len())
}

/// The role that begins at a character and ends at the end of a word.
fn role_from(folded: &[char], at: usize) -> Option<Vec<char>> {
    let rest = folded.get(at..)?;
    RULES.role_starts.contains(*rest.first()?).then_some(())?;
    let ends = |length: &usize| rest.get(*length).is_none_or(|c| ",;。、的)兼并和及 ".contains(*c));
    let length = (2..=RULES.longest_role.min(rest.len()))
        .rev()
        .filter(ends)
        .find(|length| RULES.roles.contains(&rest[..*length]))?;
    Some(rest[..length].to_vec())
}

/// The role that ends before a character.
fn role_to(folded: &[char], end: usize) -> Option<Vec<char>> {
    let from = end.saturating_sub(RULES.longest_role);
    (from..end.saturating_sub(1))
        .find(|from| RULES.roles.contains(&folded[*from..end]))
        .map(|from| folded[from..end].to_vec())
}

/// The group whose name begins at a character: …为成员的科技创新工作领导小组.
fn group_from(folded: &[char], at: usize) -> Option<Range<usize>> {
    let length = folded[at..].iter().take(GROUP).take_while(|c| !",。;:、(".contains(**c)).count();
    let named = &folded[at..at + length];
    let end = RULES
        .groups
        .iter()
        .filter_map(|word| named.windows(word.len()).rposition(|two| two == word).map(|at| at + word.len()))
        .max()?;
    Some(at..at + end)
}

/// The group whose name ends before a character: 领导小组组长由….
fn group_to(folded: &[char], end: usize) -> Option<Range<usize>> {
    RULES.groups.iter().any(|word| folded[..end].ends_with(word)).then_some(())?;
    let from = end.saturating_sub(GROUP);
    let start = folded[from..end].iter().rposition(|c| ",。;:、()立".contains(*c)).map_or(from, |stop| from + stop + 1);
    Some(start..end)
}

/// Adds the people of a list; true where one has a post beside the name.
fn people(folded: &[char], printed: &[char], clause: &Clause, found: &mut Vec<Named>) -> bool {
    let mut posts = false;
    // 县委常委、副县长高亚楠: posts of the one who is named next.
    let mut before: Option<usize> = None;
    for piece in pieces(folded, clause.list.clone()) {
        let words = without_comrade(folded, piece.clone());
        let list = &folded[words.clone()];
        let split = split(list);
        let Some(Split { name, post }) = split else {
            let own = roster::is_post(list)
                && !list.starts_with(&['各'])
                && !list.ends_with(&['人'])
                && !list.ends_with(&['导']);
            before = own.then_some(before.unwrap_or(words.start));
            continue;
        };
        let start = before.take().filter(|_| !post.is_empty() && post.start == 0).unwrap_or(words.start);
        let title: String = if post.is_empty() {
            String::new()
        } else {
            printed[if post.start == 0 { start } else { words.start + post.start }..words.start + post.end]
                .iter()
                .collect()
        };
        posts |= !title.is_empty();
        found.push(Named {
            name: list[name].iter().filter(|c| !c.is_whitespace()).collect(),
            title: title.trim().to_owned(),
            role: clause.role.clone(),
            group: clause.group.clone(),
            at: start..words.end,
        });
    }
    posts
}

/// Where the name and the post of one person stand.
struct Split {
    name: Range<usize>,
    post: Range<usize>,
}

/// 县长王恒, 王恒, 王恒（县长）.
fn split(words: &[char]) -> Option<Split> {
    let name = roster::is_name;
    if let Some(open) =
        words.iter().position(|c| *c == '(').filter(|open| words.ends_with(&[')']) && name(&words[..*open]))
    {
        return Some(Split { name: 0..open, post: open + 1..words.len() - 1 });
    }
    if name(words) {
        return Some(Split { name: 0..words.len(), post: 0..0 });
    }
    if roster::is_post(words) {
        return None;
    }
    let at = [3, 2, 4].into_iter().filter_map(|length| words.len().checked_sub(length).filter(|at| *at >= 2));
    let at = at.into_iter().find(|at| roster::is_post(&words[..*at]) && name(&words[*at..]))?;
    Some(Split { name: at..words.len(), post: 0..at })
}

/// Pieces between 、 and 和 that stand outside brackets.
fn pieces(folded: &[char], list: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (list.start, 0i32);
    for at in list.clone() {
        match folded[at] {
            '(' => depth += 1,
            ')' => depth -= 1,
            '、' if depth == 0 => {
                found.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(start..list.end);
    found
}

/// 沈一帆同志: without the word, and without blanks at the ends.
fn without_comrade(folded: &[char], piece: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (piece.start, piece.end);
    while start < end && folded[start].is_whitespace() {
        start += 1;
    }
    while end > start && folded[end - 1].is_whitespace() {
        end -= 1;
    }
    if folded[start..end].ends_with(&['同', '志']) { start..end - 2 } else { start..end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let printed: Vec<char> = text.chars().collect();
        let folded: Vec<char> = printed.iter().map(|c| lantai_text::fold_char(*c)).collect();
        if !may_name(text) {
            return Vec::new();
        }
        let group = |named: &Named| named.group.clone().map_or(String::new(), |group| printed[group].iter().collect());
        find(&folded, &printed, |_| false)
            .iter()
            .map(|n| [&*n.role, &*n.name, &*n.title, &*group(n)].join("|"))
            .collect()
    }

    #[test]
    fn a_group_set_up_in_one_sentence() {
        assert_eq!(
            read(
                "成立由县委书记李静任组长，县长王恒任副组长，朱明、吕腾为成员的青溪县科技创新工作领导小组，统筹全县科技工作。"
            ),
            [
                "组长|李静|县委书记|",
                "副组长|王恒|县长|",
                "成员|朱明||青溪县科技创新工作领导小组",
                "成员|吕腾||青溪县科技创新工作领导小组",
            ]
        );
    }

    #[test]
    fn by_whom_a_role_is_held() {
        assert_eq!(
            read(
                "领导小组组长由县委常委、副县长高亚楠同志担任，副组长由县政协副主席李静担任，办公室主任由县科技局局长吕腾兼任。"
            ),
            ["组长|高亚楠|县委常委、副县长|领导小组", "副组长|李静|县政协副主席|", "办公室主任|吕腾|县科技局局长|"]
        );
        assert_eq!(
            read("领导小组由县长王恒担任组长，朱明（县财政局局长）、吕腾（县科技局局长）为成员。"),
            ["组长|王恒|县长|", "成员|朱明|县财政局局长|", "成员|吕腾|县科技局局长|"]
        );
    }

    #[test]
    fn posts_without_names_are_no_people() {
        for text in [
            "成立由县政府主要负责人任组长，分管负责人任副组长，各镇镇长为成员的领导小组。",
            "组长由分管副县长担任，成员由县科技局、县财政局等部门主要负责人组成。",
            "办公室主任由县科技局局长兼任。",
            "党员为成员的攻坚队担任组长单位的任务。",
            "以企业为主体，责任主任为第一责任人，任务重、责任大。",
            "方案为主任务，江河为成员单位。",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}

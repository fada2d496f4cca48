//! Roles of a document's top-level sections: by the words of their headings, by their place where the heading says
//! nothing (`role_places`), and by how paragraphs open in a text without headings.

use lantai_model::{Block, Genre, Placed, Role, Section};

use crate::role_places as places;
use crate::rules::{RULES, RoleWord, Stands};

/// Characters of a heading that are looked at.
const WIDTH: usize = 80;
/// Clauses of a heading that are looked at.
const CLAUSES: usize = 6;
/// Characters of a clause with a verb that may also begin a noun (推进措施).
const LONG: usize = 6;
/// Characters before a word among which 的 makes a noun of its clause: 推进工作的主要措施.
const OWNED: usize = 3;
/// Characters of a paragraph's start that say what it is.
const OPENING: usize = 24;

/// Gives roles to the children of a document's body.
pub fn assign(body: &mut Section, genre: Genre, title: &str) {
    if body.children.is_empty() && looks_back(genre) {
        by_paragraph(body);
        return;
    }
    let named: Vec<Named> = named_all(body, genre, title);
    let placed = places::assign(body, &named, genre);
    for (section, (named, placed)) in body.children.iter_mut().zip(named.iter().zip(placed)) {
        let mut roles = named.roles.iter().copied();
        section.role = placed.or_else(|| roles.next());
        section.also = if placed.is_some() { Vec::new() } else { roles.collect() };
    }
}

/// What headings name. A heading that names a later year than those that look back looks ahead.
fn named_all(body: &Section, genre: Genre, title: &str) -> Vec<Named> {
    let first: Vec<Named> = body.children.iter().map(|section| of(&section.heading, genre, None)).collect();
    if !looks_back(genre) {
        return first;
    }
    let back = body.children.iter().zip(&first).filter(|(_, named)| named.roles.contains(&Role::Summary));
    let back = back.filter_map(|(section, _)| year(&section.heading)).max().or_else(|| year(title));
    let later = |heading: &str| back.is_some_and(|back| year(heading).is_some_and(|year| year > back));
    let children = body.children.iter().zip(first);
    children
        .map(|(section, named)| match later(&section.heading) {
            true => of(&section.heading, genre, back),
            false => named,
        })
        .collect()
}

/// The first year that a text names.
fn year(text: &str) -> Option<u32> {
    let folded = lantai_text::fold(text);
    let at = folded.find('年')?;
    let digits: String = folded[..at].chars().rev().take_while(char::is_ascii_digit).collect();
    let digits: String = digits.chars().rev().collect();
    (digits.len() == 4 && digits.starts_with("20")).then(|| digits.parse().ok())?
}

pub(crate) fn looks_back(genre: Genre) -> bool {
    matches!(genre, Genre::Summary | Genre::Progress | Genre::Bulletin | Genre::Other)
}

/// What the words of a heading name.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// The roles in its order.
    pub roles: Vec<Role>,
    /// It speaks of what is to come.
    pub ahead: bool,
    /// It is a statement (聚焦…，抓好…): it tells what is done, not what the section is.
    pub statement: bool,
    /// It closes a document and names nothing: 其他事项.
    pub rest: bool,
    /// It tells of responsibility: 压实责任.
    pub closing: bool,
}

/// What a heading names. `back` is the year that the document looks back on, where the heading names a later one.
fn of(heading: &str, genre: Genre, back: Option<u32>) -> Named {
    let mut folded: String = lantai_text::fold(heading)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '《' | '》'))
        .take(WIDTH)
        .collect();
    // Notes in brackets at the end say nothing of the role: (2023年).
    if folded.ends_with(')')
        && let Some(open) = folded.rfind('(').filter(|open| *open > 0)
    {
        folded.truncate(open);
    }
    let trimmed = folded.trim_end_matches(|c: char| "。:;,.!".contains(c)).len();
    folded.truncate(trimmed);
    let rules = &RULES.roles;
    let mut named = Named { closing: rules.closing.stands_in(&folded), ..Named::default() };
    if rules.rest.begins(&folded) {
        named.rest = true;
        return named;
    }
    if rules.none.stands_in(&folded) {
        rules.none.words().for_each(|phrase| folded = folded.replace(phrase, "|"));
    }
    let first = folded.split(',').next().unwrap_or_default();
    named.statement = rules.statement.tackles.begins(&folded)
        || rules.statement.does.begins(&folded)
        || first.chars().count() >= LONG && rules.statement.also.begins(first);
    let (mut ahead, mut opens) = (back.is_some(), back.is_some());
    for clause in folded.split(['及', '和', '与', '暨', '、', ',', '|', ';']).filter(|c| !c.is_empty()).take(CLAUSES)
    {
        ahead |= rules.future.stands_in(clause);
        opens |= rules.future.begins(clause);
        let word = decides(clause).map(|(role, at)| if says(clause, at, role, genre) { Ok(role) } else { Err(()) });
        named.statement |= word == Some(Err(()));
        let word = word.and_then(Result::ok);
        let role = match word {
            Some(RoleWord::Either) if looks_back(genre) => Some(Role::Summary),
            Some(RoleWord::Either) => Some(Role::Tasks),
            Some(RoleWord::Course) if looks_back(genre) => Some(Role::Plans),
            Some(RoleWord::Course) => Some(Role::Overview),
            // 工作安排 in a plan is what the plan is about.
            Some(RoleWord::Of(Role::Plans)) if !ahead && !looks_back(genre) => Some(Role::Tasks),
            Some(RoleWord::Of(role)) => Some(role),
            None => None,
        };
        let role = match role {
            // 下半年工作完成情况 looks back all the same, and what is wrong or wished is no plan.
            Some(Role::Summary) if word == Some(RoleWord::Of(Role::Summary)) => Some(Role::Summary),
            Some(role @ (Role::Problems | Role::Suggestions)) => Some(role),
            // 今后五年的目标, 2024年的总体要求
            Some(role @ (Role::Goals | Role::Overview | Role::Safeguards))
                if ahead && (back.is_some() || has_years(&folded)) =>
            {
                Some(role)
            }
            // A year alone makes no plan of tasks: 2024年重点工作.
            Some(Role::Tasks) if ahead && back.is_some() && !rules.future.stands_in(&folded) => Some(Role::Tasks),
            Some(_) if ahead => Some(Role::Plans),
            Some(Role::Tasks) if rules.done.stands_in(clause) => Some(Role::Summary),
            role => role,
        };
        if let Some(role) = role.filter(|role| !named.roles.contains(role)) {
            named.roles.push(role);
        }
    }
    named.ahead = ahead;
    let roles = &mut named.roles;
    // 明年要办的几件实事
    if roles.is_empty() && opens && looks_back(genre) {
        roles.push(Role::Plans);
    }
    // 主要举措及成效, 工作思路及举措 tell of one thing.
    if looks_back(genre) && (roles.contains(&Role::Summary) || roles.contains(&Role::Plans)) {
        roles.retain(|role| *role != Role::Tasks);
    }
    named
}

/// Several years to come: 今后五年.
fn has_years(folded: &str) -> bool {
    ["今后", "未来"].iter().any(|word| {
        let after = folded.find(word).and_then(|at| folded.get(at + word.len()..));
        after.is_some_and(|after| after.chars().take(3).any(|c| c == '年'))
    })
}

/// The word that decides a clause, and where it begins: the one that ends last, then the longer.
fn decides(clause: &str) -> Option<(RoleWord, usize)> {
    RULES
        .roles
        .words
        .find(clause)
        .map(|(at, _, word, (role, stands))| (at, at + word.len(), word.len(), *role, *stands))
        .filter(|(at, to, _, _, stands)| match stands {
            Stands::Any => true,
            Stands::End => *to == clause.len(),
            Stands::Alone => *to == clause.len() && *at == 0,
        })
        .max_by_key(|(_, to, length, ..)| (*to, *length))
        .map(|(at, .., role, _)| (role, at))
}

/// A clause is about the role that its word names. 聚焦群众看病难问题 tells what is done: its object is no problem of the
/// report's, and 落实年度计划 is no plan.
fn says(clause: &str, at: usize, word: RoleWord, genre: Genre) -> bool {
    let role = match word {
        RoleWord::Of(Role::Summary | Role::Suggestions) => return true,
        RoleWord::Of(role) => Some(role),
        RoleWord::Either | RoleWord::Course => None,
    };
    // A plan's tasks stay tasks.
    if !looks_back(genre) && matches!(role, Some(Role::Tasks | Role::Plans | Role::Safeguards) | None) {
        return true;
    }
    let verbs = &RULES.roles.statement;
    if role == Some(Role::Problems) && verbs.tackles.begins(clause) {
        return false;
    }
    let long = clause.chars().count() >= LONG;
    let verb = verbs.tackles.begins(clause) || verbs.does.begins(clause) || long && verbs.also.begins(clause);
    let before = clause.get(..at).unwrap_or_default();
    let noun = before.chars().rev().take(OWNED).any(|c| c == '的') || verbs.owns.stands_in(before);
    !verb || noun || role == Some(Role::Safeguards)
}

/// Parts a text without headings where paragraphs open with strong words for two roles at least.
fn by_paragraph(body: &mut Section) {
    let roles: Vec<Option<Role>> = body.blocks.iter().map(opening).collect();
    let mut kinds: Vec<Role> = roles.iter().flatten().copied().collect();
    kinds.sort();
    kinds.dedup();
    let Some(first) = roles.iter().position(Option::is_some).filter(|_| kinds.len() >= 2) else { return };
    let rest = body.blocks.split_off(first);
    for (placed, role) in rest.into_iter().zip(roles.into_iter().skip(first)) {
        match body.children.last_mut() {
            // Paragraphs without such words go on with what stands before them.
            Some(open) if role.is_none() || open.role == role => open.blocks.push(placed),
            _ => {
                let at = placed.at.clone();
                body.children.push(Section { role, at, blocks: vec![placed], ..Section::default() });
            }
        }
    }
}

/// What the opening words of a paragraph say of it.
fn opening(placed: &Placed) -> Option<Role> {
    let Block::Paragraph(paragraph) = &placed.block else { return None };
    let start: String = paragraph.text.chars().filter(|c| !c.is_whitespace()).take(OPENING).collect();
    let start = lantai_text::fold(&start);
    let first = start.split([',', '。', ':', ';']).next().unwrap_or("");
    let opens = |role: Role, text: &str, at_start: bool| {
        let words = RULES.roles.opens.get(&role).map_or(&[][..], Vec::as_slice);
        words.iter().any(|word| if at_start { text.starts_with(word.as_str()) } else { text.contains(word.as_str()) })
    };
    // Problems may be named later in the opening: 目前，工作中还存在一些不足.
    if opens(Role::Problems, &start, false) {
        return Some(Role::Problems);
    }
    let named = [Role::Plans, Role::Suggestions, Role::Summary].into_iter().find(|role| opens(*role, first, true));
    // 今年9月以来, 开学以来
    named.or_else(|| first.ends_with("以来").then_some(Role::Summary))
}

/// A line names a role, whatever the genre of its document.
pub fn named(heading: &str) -> bool {
    !of(heading, Genre::Summary, None).roles.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_words() {
        for (heading, role) in [
            ("上半年工作總結", Some(Role::Summary)),
            ("存在的主要問題", Some(Role::Problems)),
            ("下半年工作安排", Some(Role::Plans)),
            ("下一步重点任务", Some(Role::Plans)),
            ("总体要求", Some(Role::Overview)),
            ("主要目标", Some(Role::Goals)),
            ("重点任务", Some(Role::Tasks)),
            ("保障措施", Some(Role::Safeguards)),
            ("有关意见建议", Some(Role::Suggestions)),
            ("党的建设", None),
            ("时间安排", None),
            ("社会保障", None),
        ] {
            assert_eq!(of(heading, Genre::Summary, None).roles.first().copied(), role, "{heading}");
        }
        assert_eq!(of("主要工作", Genre::Summary, None).roles, [Role::Summary]);
        assert_eq!(of("主要工作", Genre::KeyPoints, None).roles, [Role::Tasks]);
    }

    #[test]
    fn several_in_their_order() {
        assert_eq!(of("工作总结及下半年计划", Genre::Summary, None).roles, [Role::Summary, Role::Plans]);
        assert_eq!(of("存在的困难和问题", Genre::Summary, None).roles, [Role::Problems]);
        assert_eq!(of("聚焦群众看病难问题", Genre::Summary, None).roles, []);
        assert_eq!(of("解决成果转化中的突出问题", Genre::KeyPoints, None).roles, []);
        assert_eq!(of("推进法治政府建设存在的不足和原因", Genre::Summary, None).roles, [Role::Problems]);
        assert_eq!(of("已完成的任务", Genre::Progress, None).roles, [Role::Summary]);
        assert_eq!(of("其他需要报告的情况", Genre::Summary, None).roles, []);
        assert_eq!(of("下半年工作完成情况", Genre::Summary, None).roles, [Role::Summary]);
        assert_eq!(of("建议提案办理情况", Genre::Summary, None).roles, [Role::Summary]);
        assert_eq!(of("今后五年的目标和任务", Genre::Summary, None).roles, [Role::Goals, Role::Plans]);
    }
}

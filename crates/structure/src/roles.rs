//! Roles of a document's top-level sections: by the words of their headings, by what their text tells where the heading
//! says nothing, and by how paragraphs open in a text without headings.

use lantai_model::{Block, Genre, Placed, Role, Section};

use crate::rules::{RULES, RoleWord};

/// Characters of a heading that are looked at.
const WIDTH: usize = 80;
/// Clauses of a heading that are looked at.
const CLAUSES: usize = 6;
/// Characters of a section's text that are weighed.
const WEIGHED: usize = 1200;
/// Signs that decide what a text tells of, and how much they must outweigh the others.
const SIGNS: usize = 4;
/// Characters of a paragraph's start that say what it is.
const OPENING: usize = 24;

/// Gives roles to the children of a document's body.
pub fn assign(body: &mut Section, genre: Genre) {
    if body.children.is_empty() && looks_back(genre) {
        by_paragraph(body);
        return;
    }
    for section in &mut body.children {
        let mut roles = of(&section.heading, genre).into_iter();
        if let Some(first) = roles.next() {
            section.role = Some(first);
            section.also = roles.collect();
        } else if !section.heading.is_empty() {
            section.role = by_content(section, genre);
        }
    }
}

fn looks_back(genre: Genre) -> bool {
    matches!(genre, Genre::Summary | Genre::Progress | Genre::Bulletin | Genre::Other)
}

/// The roles that a heading names, in its order.
fn of(heading: &str, genre: Genre) -> Vec<Role> {
    let mut folded: String = lantai_text::fold(heading)
        .chars()
        .filter(|c| !c.is_whitespace() && !"“”《》".contains(*c))
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
    for phrase in &RULES.roles.none {
        if folded.contains(phrase.as_str()) {
            folded = folded.replace(phrase.as_str(), "|");
        }
    }
    let mut roles: Vec<Role> = Vec::new();
    let mut ahead = false;
    for clause in folded.split(['及', '和', '与', '暨', '、', ',', '|', ';']).filter(|c| !c.is_empty()).take(CLAUSES)
    {
        ahead |= RULES.roles.future.iter().any(|word| clause.contains(word.as_str()));
        let word = decides(clause);
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
            Some(_) if ahead => Some(Role::Plans),
            role => role,
        };
        if let Some(role) = role.filter(|role| !roles.contains(role)) {
            roles.push(role);
        }
    }
    // 主要举措及成效 tells of one thing.
    if looks_back(genre) && roles.contains(&Role::Summary) {
        roles.retain(|role| *role != Role::Tasks);
    }
    roles
}

/// The word that decides a clause: the one that ends last, then the longer.
fn decides(clause: &str) -> Option<RoleWord> {
    RULES
        .roles
        .words
        .find(clause)
        .map(|(at, _, word, (role, end))| (at + word.len(), word.len(), *role, *end))
        .filter(|(to, _, _, end)| !end || *to == clause.len())
        .max_by_key(|(to, length, ..)| (*to, *length))
        .map(|(.., role, _)| role)
}

/// What a section tells of whose heading names no role: what was done, or what is to be done.
fn by_content(section: &Section, genre: Genre) -> Option<Role> {
    if !matches!(genre, Genre::Summary | Genre::Progress | Genre::KeyPoints) {
        return None;
    }
    let (mut past, mut future, mut seen) = (0, 0, 0);
    let mut waiting = vec![section];
    while let Some(section) = waiting.pop() {
        for placed in &section.blocks {
            let Block::Paragraph(paragraph) = &placed.block else { continue };
            let text: String = paragraph.text.chars().take(WEIGHED - seen).collect();
            seen += text.chars().count();
            for (.., done) in RULES.roles.signs.find(&lantai_text::fold(&text)) {
                *(if *done { &mut past } else { &mut future }) += 1;
            }
            if seen >= WEIGHED {
                waiting.clear();
                break;
            }
        }
        if seen < WEIGHED {
            waiting.extend(section.children.iter().rev());
        }
    }
    match genre {
        Genre::Summary | Genre::Progress if past >= SIGNS && past >= future * 3 => Some(Role::Summary),
        Genre::Summary | Genre::Progress if future >= SIGNS && future >= past * 3 => Some(Role::Plans),
        Genre::KeyPoints if future >= SIGNS && future > past => Some(Role::Tasks),
        _ => None,
    }
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
    [Role::Plans, Role::Suggestions, Role::Summary].into_iter().find(|role| opens(*role, first, true))
}

/// A line names a role, whatever the genre of its document.
pub fn named(heading: &str) -> bool {
    !of(heading, Genre::Summary).is_empty()
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
            assert_eq!(of(heading, Genre::Summary).first().copied(), role, "{heading}");
        }
        assert_eq!(of("主要工作", Genre::Summary), [Role::Summary]);
        assert_eq!(of("主要工作", Genre::KeyPoints), [Role::Tasks]);
    }

    #[test]
    fn several_in_their_order() {
        assert_eq!(of("工作总结及下半年计划", Genre::Summary), [Role::Summary, Role::Plans]);
        assert_eq!(of("存在的困难和问题", Genre::Summary), [Role::Problems]);
        assert_eq!(of("下半年工作完成情况", Genre::Summary), [Role::Summary]);
        assert_eq!(of("建议提案办理情况", Genre::Summary), [Role::Summary]);
        assert_eq!(of("今后五年的目标和任务", Genre::Summary), [Role::Plans]);
    }
}

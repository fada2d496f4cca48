//! Roles of a document's top-level sections: by the words of their headings, by their place where the heading says
//! nothing (`role_places`), and by how paragraphs open in a text without headings.

use std::cell::OnceCell;

use lantai_model::{Block, Genre, NumberStyle, Placed, Role, Section};

use crate::role_looks as looks;
use crate::role_paragraphs as paragraphs;
use crate::role_places as places;
use crate::role_signs::Weighed;
use crate::role_words::{Named, looks_back, of};
use crate::rules::Look;

/// Headings below a section that are read for it.
const CHILDREN: usize = 8;

/// Gives roles to the children of a document's body.
pub fn assign(body: &mut Section, genre: Genre, title: &str) {
    let look = looks::of(genre, title).or_else(|| looks::of(genre, subtitle(body)?));
    if paragraphs::has_no_headings(body) {
        if matches!(look, Some(Look::Back | Look::Ahead)) || matches!(genre, Genre::Other | Genre::Letter) {
            paragraphs::assign(body, look, year(title));
        }
        if body.children.iter().any(|section| section.role.is_some()) {
            return;
        }
    }
    // Chapters of laws and regulations play no part in a report, nor do questions and answers.
    let chapters = body.children.iter().any(|section| has_style(section, NumberStyle::Chapter));
    let asked = |section: &Section| ["问：", "问:", "問："].iter().any(|ask| section.heading.starts_with(ask));
    if genre == Genre::Regulation && chapters
        || body.children.iter().any(asked)
        || body.children.iter().any(|section| section.children.iter().any(is_article))
    {
        return;
    }
    let back = year(title);
    let mut weighed = Weighed::new(&body.children, back);
    let first_look = look.or(Some(Look::Back));
    let first = OnceCell::new();
    let at_first = || first.get_or_init(|| named_all(body, first_look, back));
    let look = match (look, genre) {
        (Some(Look::Address), _) => {
            looks::by_text(&body.children, true, &mut weighed).filter(|look| *look == Look::Back).or(look)
        }
        (Some(Look::Ahead), _) if goes_from_done_to_planned(body, at_first(), back) => Some(Look::Back),
        (None, Genre::Other) => by_headings(at_first()).or_else(|| looks::by_text(&body.children, false, &mut weighed)),
        _ => look,
    };
    let named = first.into_inner().filter(|_| look == first_look).unwrap_or_else(|| named_all(body, look, back));
    let placed = places::assign(&body.children, &named, genre, look, &mut weighed);
    for (section, (named, placed)) in body.children.iter_mut().zip(named.iter().zip(placed)) {
        let mut roles = named.roles.iter().copied();
        section.role = placed.or_else(|| roles.next());
        section.also = if placed.is_some() { Vec::new() } else { roles.collect() };
    }
    match look {
        Some(Look::Back) => mixed(&mut body.children),
        Some(Look::Ahead) => with_goals(&mut body.children),
        _ => {}
    }
}

/// 总体要求 with 主要目标 below it, or with what is to be reached by a year, is both, where no section has the goals alone.
fn with_goals(sections: &mut [Section]) {
    if sections.iter().any(|section| section.role == Some(Role::Goals) || section.also.contains(&Role::Goals)) {
        return;
    }
    let names = |section: &Section| {
        let below = |child: &Section| of(&child.heading, Some(Look::Ahead), None).roles == [Role::Goals];
        section.children.iter().any(below) || section.blocks.iter().any(aims)
    };
    if let Some(section) = sections.iter_mut().find(|section| section.role == Some(Role::Overview) && names(section)) {
        section.also.push(Role::Goals);
    }
}

/// A sentence opens with the year that it aims at: 到2025年，…
fn aims(placed: &Placed) -> bool {
    let Block::Paragraph(paragraph) = &placed.block else { return false };
    let folded = lantai_text::fold(&paragraph.text);
    let year = |sentence: &str| {
        let year = sentence.trim_start().strip_prefix("到20").and_then(|rest| rest.split_once('年'));
        year.is_some_and(|(digits, _)| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    folded.split(['。', ';']).any(year)
}

/// The one section that tells what was done and then what is wrong or comes next is of both, where no other is of that.
fn mixed(sections: &mut [Section]) {
    if sections.iter().filter(|section| section.role == Some(Role::Summary)).count() != 1 {
        return;
    }
    let plays = |section: &Section, role| section.role == Some(role) || section.also.contains(&role);
    for role in [Role::Problems, Role::Plans] {
        if sections.iter().any(|section| plays(section, role)) {
            continue;
        }
        let Some(section) = sections.iter_mut().find(|section| section.role == Some(Role::Summary)) else { return };
        let blocks = section.blocks.iter().chain(section.children.iter().flat_map(|child| &child.blocks));
        let texts = blocks.skip(1).filter_map(|placed| match &placed.block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            _ => None,
        });
        if texts.map(paragraphs::says).any(|said| said == Some(role)) {
            section.also.push(role);
        }
    }
}

/// The line after a dash under the title: ——清风社区治理经验材料.
fn subtitle(body: &Section) -> Option<&str> {
    match &body.blocks.first()?.block {
        Block::Paragraph(paragraph) => paragraph.text.trim_start().strip_prefix("——"),
        _ => None,
    }
}

/// How a document looks whose headings name what was done and what comes next, or what is wrong and how to mend it.
fn by_headings(named: &[Named]) -> Option<Look> {
    let any = |roles: &[Role]| named.iter().any(|named| named.roles.iter().any(|role| roles.contains(role)));
    match () {
        _ if any(&[Role::Summary]) && any(&[Role::Problems, Role::Plans]) => Some(Look::Back),
        _ if any(&[Role::Summary, Role::Problems]) && any(&[Role::Suggestions]) => Some(Look::Study),
        _ => None,
    }
}

/// 前三季度工作进展及四季度安排 is a report by its sections: the first tells what was done, the last what comes next.
fn goes_from_done_to_planned(body: &Section, named: &[Named], title: Option<u32>) -> bool {
    let is = |named: Option<&Named>, role| named.is_some_and(|named| named.roles.first() == Some(&role));
    is(named.first(), Role::Summary) && is(named_all(body, Some(Look::Back), title).last(), Role::Plans)
}

fn is_article(section: &Section) -> bool {
    has_style(section, NumberStyle::Article)
}

/// The section's number is of that style.
pub fn has_style(section: &Section, style: NumberStyle) -> bool {
    section.number.as_ref().is_some_and(|number| number.style == style)
}

/// What headings name. A heading that names a later year than those that look back looks ahead.
fn named_all(body: &Section, look: Option<Look>, title: Option<u32>) -> Vec<Named> {
    let mut named: Vec<Named> = body.children.iter().map(|section| of(&section.heading, look, None)).collect();
    if looks_back(look) {
        let pairs = body.children.iter().zip(&named);
        let back = pairs.filter(|(_, named)| named.roles.contains(&Role::Summary) && !named.either);
        let back = back.filter_map(|(section, _)| year(&section.heading)).max().or(title);
        for (section, named) in body.children.iter().zip(&mut named) {
            if back.is_some_and(|back| year(&section.heading).is_some_and(|year| year > back)) {
                *named = of(&section.heading, look, back);
            }
        }
    }
    for (section, named) in body.children.iter().zip(&mut named) {
        if look.is_some() && named.roles.is_empty() && !named.rest {
            named.roles = of_children(section, look);
        }
    }
    named
}

/// A heading that says nothing is read from the headings below it, where they all name roles: 总体思路, 基本原则, 主要目标.
fn of_children(section: &Section, look: Option<Look>) -> Vec<Role> {
    let mut roles = Vec::new();
    if !(2..=CHILDREN).contains(&section.children.len()) {
        return roles;
    }
    for child in &section.children {
        let named = of(&child.heading, look, None);
        // 关于“学习走过场”问题 is what was put right, below 整改落实.
        if named.roles.is_empty() || named.statement || child.heading.starts_with("关于") {
            return Vec::new();
        }
        roles.extend(named.roles);
    }
    let mut seen = Vec::new();
    roles.retain(|role| {
        !seen.contains(role) && {
            seen.push(*role);
            true
        }
    });
    roles
}

/// The first year that a text names.
pub(crate) fn year(text: &str) -> Option<u32> {
    // No other character folds to this one.
    let mut before = text[..text.find('年')?].chars().rev().map(lantai_text::fold_char);
    let mut year = 0;
    for place in [1, 10, 100, 1000] {
        year += before.next()?.to_digit(10)? * place;
    }
    ((2000..2100).contains(&year) && !before.next().is_some_and(|c| c.is_ascii_digit())).then_some(year)
}

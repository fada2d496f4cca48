//! Roles by place and by what a section's text tells, where its heading names none: 一、党建工作 in a summary is what was
//! done if it stands before the problems. What contradicts its place keeps no role.

use lantai_model::{Block, Genre, Role, Section};

use crate::roles::{Named, looks_back};
use crate::rules::RULES;

/// Characters of a section's text that are weighed.
const WEIGHED: usize = 1200;
/// Characters of a text that says something.
const TEXT: usize = 12;
/// Signs that decide what a text tells of, and how much they must outweigh the others.
const SIGNS: usize = 4;

/// What a text tells: signs of what was done, signs of what is to be done, characters looked at.
#[derive(Clone, Copy, Default)]
struct Told {
    past: usize,
    future: usize,
    seen: usize,
}

/// For each child of the body the role that its place gives it; none where its heading decides.
pub fn assign(body: &Section, named: &[Named], genre: Genre) -> Vec<Option<Role>> {
    let mut roles = vec![None; named.len()];
    // Where a report stops to look back.
    let turn = named.iter().position(|named| {
        let first = named.roles.first();
        matches!(first, Some(Role::Problems | Role::Plans | Role::Suggestions))
            || named.ahead && matches!(first, Some(Role::Goals | Role::Overview))
    });
    let planned = named.iter().position(|named| named.ahead && !named.roles.is_empty());
    let reports = named.iter().any(|named| named.roles.contains(&Role::Summary));
    // What sections tell, each weighed once, when it is asked for.
    let mut told: Vec<Option<Told>> = vec![None; named.len()];
    for (at, (section, said)) in body.children.iter().zip(named).enumerate() {
        // 强化组织领导，防控平稳转段 in a report is no safeguard, and its measures are what was done.
        let vague = said.roles.is_empty()
            || looks_back(genre)
                && said.statement
                && said.roles == [Role::Safeguards]
                && at + 1 < named.len()
                && turn.is_none_or(|turn| at < turn)
            || looks_back(genre) && said.roles == [Role::Tasks] && turn.is_some_and(|turn| at < turn);
        if !vague || said.rest || section.heading.is_empty() {
            continue;
        }
        let own = weigh(&mut told, &body.children, at);
        let last = at + 1 == named.len();
        roles[at] = match genre {
            Genre::Other if !(reports && turn.is_some()) => None,
            Genre::Summary | Genre::Progress | Genre::Other => {
                // The whole text tells of what was done.
                let backward = || {
                    let all = (0..named.len()).map(|at| weigh(&mut told, &body.children, at));
                    let (past, future) = all.fold((0, 0), |sum, told| (sum.0 + told.past, sum.1 + told.future));
                    past >= 1 && past > future * 2
                };
                looking_back(own, at, last, turn, planned, backward, said)
            }
            Genre::KeyPoints | Genre::Plan | Genre::Notice => {
                let closes = said.closing && at > 0 && at + 2 >= named.len() && genre != Genre::Notice;
                let acts = said.statement || genre == Genre::KeyPoints;
                match own.seen >= TEXT {
                    true if closes => Some(Role::Safeguards),
                    // 4月15日前完成: few words of what was done say nothing in a plan.
                    true if acts && (own.past <= own.future || own.past < SIGNS) => Some(Role::Tasks),
                    _ => None,
                }
            }
            _ => None,
        };
    }
    // Sections of one kind play one part: items of a report of which most tell what was done.
    let alike = matches!(genre, Genre::Summary | Genre::Progress) && named.iter().all(|named| named.roles.is_empty());
    let mostly = roles.iter().filter(|role| **role == Some(Role::Summary)).count() * 2 >= roles.len().max(4);
    if alike && mostly && roles.iter().all(|role| matches!(role, None | Some(Role::Summary))) {
        for ((role, said), section) in roles.iter_mut().zip(named).zip(&body.children) {
            if !said.rest && section.number.is_some() && !section.heading.is_empty() {
                *role = Some(Role::Summary);
            }
        }
    }
    roles
}

fn looking_back(
    told: Told,
    at: usize,
    last: bool,
    turn: Option<usize>,
    planned: Option<usize>,
    backward: impl FnOnce() -> bool,
    said: &Named,
) -> Option<Role> {
    let Told { past, future, seen } = told;
    if seen < TEXT {
        return None;
    }
    match turn {
        Some(turn) if at < turn && past >= future => Some(Role::Summary),
        // A report that goes on with what it has announced: 三、推动产业转型升级 after 今后五年的奋斗目标.
        Some(_) if planned.is_some_and(|planned| at > planned) && said.statement && past <= future => Some(Role::Plans),
        None if past > future || past == future && backward() => Some(Role::Summary),
        None if last && future >= 2 && future >= past * 2 => Some(Role::Plans),
        _ if past >= SIGNS && past >= future * 3 => Some(Role::Summary),
        _ if future >= SIGNS && future >= past * 3 => Some(Role::Plans),
        _ => None,
    }
}

/// What one of the sections tells.
fn weigh(known: &mut [Option<Told>], sections: &[Section], at: usize) -> Told {
    match (known.get_mut(at), sections.get(at)) {
        (Some(known), Some(section)) => *known.get_or_insert_with(|| told(section)),
        _ => Told::default(),
    }
}

/// Weighs the first characters of a section's text.
fn told(section: &Section) -> Told {
    let mut told = Told::default();
    let mut waiting = vec![(section, false)];
    while let Some((section, below)) = waiting.pop() {
        let paragraphs = section.blocks.iter().filter_map(|placed| match &placed.block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            _ => None,
        });
        for text in below.then_some(section.heading.as_str()).into_iter().chain(paragraphs) {
            // No text has more characters than bytes.
            let left = WEIGHED - told.seen;
            let cut = if text.len() > left { text.char_indices().nth(left) } else { None };
            let text = cut.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
            told.seen += text.chars().count();
            for (.., done) in RULES.roles.signs.find(&lantai_text::fold(text)) {
                *(if *done { &mut told.past } else { &mut told.future }) += 1;
            }
            if told.seen >= WEIGHED {
                return told;
            }
        }
        waiting.extend(section.children.iter().rev().map(|child| (child, true)));
    }
    told
}

//! Roles by place and by what a section's text tells, where its heading names none: 一、党建工作 in a summary is what was
//! done if it stands before the problems. What contradicts its place keeps no role.

use lantai_model::{Genre, Role, Section};

use crate::role_paragraphs::is_point;
use crate::role_signs::{Told, Weighed};
use crate::role_words::Named;
use crate::rules::Look;

/// Characters of a text that says something.
const TEXT: usize = 12;
/// Signs that decide what a text tells of, and how much they must outweigh the others.
const SIGNS: usize = 4;
/// Words and figures of what was done in a section that tells results.
const RESULTS: usize = 4;
/// Characters of a heading that says more than what it is about: 多渠道筹措资金.
const SAYING: usize = 6;

/// For each section the role that its text and its place give it; none where its heading decides.
pub fn assign(
    sections: &[Section],
    named: &[Named],
    genre: Genre,
    look: Option<Look>,
    weighed: &mut Weighed<'_>,
) -> Vec<Option<Role>> {
    match look {
        Some(Look::Back | Look::Study) => looking_back(sections, named, look, genre, weighed),
        Some(Look::Ahead | Look::Address) => looking_ahead(sections, named, genre, look, weighed),
        None if genre == Genre::Letter => asking(sections, named, weighed),
        None => vec![None; named.len()],
    }
}

/// Sections of a report.
fn looking_back(
    sections: &[Section],
    named: &[Named],
    look: Option<Look>,
    genre: Genre,
    weighed: &mut Weighed<'_>,
) -> Vec<Option<Role>> {
    let count = named.len();
    let turns = |role: &Role| matches!(role, Role::Problems | Role::Plans | Role::Suggestions);
    // Where a report stops to look back.
    let turn = named.iter().position(|named| {
        let first = named.roles.first();
        first.is_some_and(turns) || named.ahead && matches!(first, Some(Role::Goals | Role::Overview))
    });
    let planned = named.iter().position(|named| named.ahead && !named.roles.is_empty());
    let mut roles = vec![None; count];
    let mut silent = vec![false; count];
    for (at, (section, said)) in sections.iter().zip(named).enumerate() {
        let (last, before) = (at + 1 == count, turn.is_none_or(|turn| at < turn));
        let only = |role: Role| said.roles == [role];
        // 强化组织领导，防控平稳转段 in a report is no safeguard, and its measures are what was done.
        let vague = said.roles.is_empty()
            || only(Role::Safeguards) && !said.ahead && before && (!last || turn.is_none() && is_past(weighed.at(at)))
            || only(Role::Tasks) && (turn.is_some() && before || said.slogan)
            || said.slogan && !said.ahead && (only(Role::Overview) || only(Role::Goals));
        // 基本情况 that tells little but results is what was done.
        if only(Role::Overview) && said.general && !said.slogan && at == 0 {
            let told = weighed.at(at);
            if told.past >= RESULTS && is_past(told) {
                roles[at] = Some(Role::Summary);
            }
            continue;
        }
        // 三、推动剩余事项的举措 after what was done, where no problems stand between.
        if only(Role::Tasks) && turn.is_none() && !said.slogan && named[..at].iter().any(tells) {
            let told = weighed.at(at);
            roles[at] = Some(if is_past(told) { Role::Summary } else { Role::Plans });
            continue;
        }
        // What a report is to take up after its problems is planned: 四、整改措施.
        if only(Role::Tasks) && turn.is_some_and(|turn| at > turn) && !said.ahead {
            let study = look == Some(Look::Study);
            roles[at] = Some(if study { Role::Suggestions } else { Role::Plans });
            continue;
        }
        // 2012年的主要工作 after 今后五年的奋斗目标
        if said.either && planned.is_some_and(|planned| at > planned) && !is_past(weighed.at(at)) {
            roles[at] = Some(Role::Plans);
            continue;
        }
        silent[at] = vague && !said.rest && !section.heading.is_empty() && !is_point(section);
        if !silent[at] {
            continue;
        }
        let told = weighed.at(at);
        let Told { past, future, wrong, wish, acts, seen, .. } = told;
        if seen < TEXT {
            continue;
        }
        let study = look == Some(Look::Study);
        roles[at] = match () {
            _ if wish > 0 && wish >= past.min(2) && (study || wish > wrong) && at > 0 => Some(Role::Suggestions),
            _ if wrong > past && wrong > future && (wrong >= 2 || acts == 0 && past + future == 0) => {
                Some(Role::Problems)
            }
            _ if study => study_tells(told, at, turn, last),
            _ if turn.is_some() && before && past >= future => Some(Role::Summary),
            // A report that goes on with what it has announced: 三、推动产业转型升级 after 今后五年的奋斗目标.
            _ if planned.is_some_and(|planned| at > planned)
                && said.statement
                && (past <= future || told.done == 0) =>
            {
                Some(Role::Plans)
            }
            // 锚定目标、坚定信心，奋力开创新局面, though 加强政府自身建设 follows.
            _ if said.onward && at > 0 && future >= past && turn.is_none() => Some(Role::Plans),
            _ if last && at > 0 && (said.onward || turn.is_some()) && past <= future + acts => Some(Role::Plans),
            _ if turn.is_none() && past > future => Some(Role::Summary),
            // 下一步，… at the end of the last item closes the report.
            _ if last && at > 0 && future > past && !told.begins_done => Some(Role::Plans),
            _ if past >= SIGNS && past >= future * 3 => Some(Role::Summary),
            _ if future >= SIGNS && future >= past * 3 => Some(Role::Plans),
            _ => None,
        };
    }
    // Sections of one kind play one part: items of a report of which most tell what was done.
    let told = |roles: &[Option<Role>]| roles.iter().filter(|role| **role == Some(Role::Summary)).count();
    let open = (0..count).filter(|at| silent[*at] && roles[*at].is_none_or(|role| role == Role::Summary)).count();
    if told(&roles) * 2 >= open.max(3) && genre != Genre::Bulletin {
        let end = turn.unwrap_or(count);
        let alike = named.iter().all(|named| named.roles.is_empty());
        for at in 0..end {
            let numbered = sections.get(at).is_some_and(|section| section.number.is_some());
            let open = silent[at] && roles[at].is_none() && numbered;
            let mut past = || {
                let told = weighed.at(at);
                told.future <= told.past + 1
            };
            if open && (alike || past()) {
                roles[at] = Some(Role::Summary);
            }
        }
    }
    roles
}

fn tells(named: &Named) -> bool {
    named.roles.first() == Some(&Role::Summary)
}

/// A text that tells little but what was done.
fn is_past(told: Told) -> bool {
    told.done > 0 && told.past > 2 * (told.future + told.acts)
}

/// What a silent section of a study tells.
fn study_tells(told: Told, at: usize, turn: Option<usize>, last: bool) -> Option<Role> {
    match turn {
        _ if at == 0 && told.past > told.future => Some(Role::Overview),
        Some(turn) if at > turn && (told.future + told.acts > told.past || last) => Some(Role::Suggestions),
        None if last && told.future + told.acts > told.past => Some(Role::Suggestions),
        _ if told.past > told.future => Some(Role::Summary),
        _ => None,
    }
}

/// Sections of a plan, a notice or a speech.
fn looking_ahead(
    sections: &[Section],
    named: &[Named],
    genre: Genre,
    look: Option<Look>,
    weighed: &mut Weighed<'_>,
) -> Vec<Option<Role>> {
    let count = named.len();
    let is_silent = |at: usize| named[at].roles.is_empty() && !named[at].rest && !sections[at].heading.is_empty();
    // Sections of a run play one part: where most say what to do, the others do so too.
    let orders = |at: usize| named[at].roles == [Role::Tasks];
    let measures = (0..count).filter(|at| orders(*at) || is_silent(*at) && named[*at].statement).count();
    let open = (0..count).filter(|at| orders(*at) || is_silent(*at)).count();
    let run = measures * 2 >= open.max(2);
    let mut roles = vec![None; count];
    for (at, (section, said)) in sections.iter().zip(named).enumerate() {
        if at == 0 && said.aware && count > 1 {
            roles[at] = Some(Role::Overview);
            continue;
        }
        if !is_silent(at) {
            continue;
        }
        let last = at + 2 >= count && named[at + 1..].iter().all(closes_too);
        let closes = said.closing && at > 0 && last;
        let long = section.heading.chars().count() >= SAYING && !said.particular;
        let acts = match genre {
            Genre::KeyPoints => true,
            Genre::Plan => said.statement || long || run && !said.particular,
            _ if look == Some(Look::Address) => said.statement || long,
            _ => said.statement || run && !said.particular,
        };
        let told = weighed.at(at);
        // 四、时间安排 with its phases.
        let phases = genre == Genre::Plan && told.phases > 1 && told.phases * 2 >= told.future + told.acts;
        let said_so = look == Some(Look::Address) && !said.statement;
        roles[at] = match () {
            _ if told.seen < TEXT => None,
            _ if phases => Some(Role::Tasks),
            _ if closes => Some(Role::Safeguards),
            // A speech first says how things stand.
            _ if said_so && told.wrong >= 2 && told.wrong > told.past + told.future => Some(Role::Problems),
            _ if said_so && told.done > told.future + told.acts => Some(Role::Summary),
            // 4月15日前完成: few words of what was done say nothing in a plan.
            _ if acts && (told.done <= told.future + told.acts || told.done < SIGNS) => Some(Role::Tasks),
            _ => None,
        };
    }
    roles
}

/// What may stand behind a section that closes a plan.
fn closes_too(named: &Named) -> bool {
    named.closing || named.rest || named.roles.contains(&Role::Safeguards)
}

/// What a letter asks for.
fn asking(sections: &[Section], named: &[Named], weighed: &mut Weighed<'_>) -> Vec<Option<Role>> {
    let count = named.len();
    let asks = |at: usize| {
        let silent = named[at].roles.is_empty() && !named[at].rest && !sections[at].heading.is_empty();
        (silent && at > 0 && weighed.at(at).wish > 0).then_some(Role::Suggestions)
    };
    (0..count).map(asks).collect()
}

//! What the words of a heading name (段落作用): roles clause by clause, whether it looks ahead, states, asks or closes.

use lantai_model::Role;

use crate::rules::{Look, RULES, RoleWord, Stands};

/// Characters of a heading that are looked at.
const WIDTH: usize = 80;
/// Clauses of a heading that are looked at.
const CLAUSES: usize = 6;
/// Characters of a clause with a verb that may also begin a noun (推进措施).
const LONG: usize = 6;
/// Characters before a word among which 的 makes a noun of its clause: 推进工作的主要措施.
const OWNED: usize = 3;
/// Characters of a clause that is a bare word: 计划.
const BARE: usize = 2;

/// Sections of such a document tell what was done, as a rule.
pub(crate) fn looks_back(look: Option<Look>) -> bool {
    matches!(look, Some(Look::Back | Look::Study))
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
    /// It is of several clauses: 锚定新目标，奋楫扬帆启新程
    pub slogan: bool,
    /// Its words look ahead without a plan: 新征程
    pub onward: bool,
    /// It gives a particular: 报名条件
    pub particular: bool,
    /// It says why, to those who are to act: 充分认识…的意义
    pub aware: bool,
    /// It says no more than how things stand: 基本情况
    pub general: bool,
    /// Its word looks back or ahead as its document does: 重点工作任务
    pub either: bool,
}

/// What a heading names. `back` is the year that the document looks back on, where the heading names a later one.
pub(crate) fn of(heading: &str, look: Option<Look>, back: Option<u32>) -> Named {
    // An item without a heading.
    if heading.is_empty() && back.is_none() {
        return Named::default();
    }
    let mut folded = plain(heading);
    let rules = &RULES.roles;
    // 问题：人才与经费之困 says it before the colon.
    if let Some((before, _)) = folded.split_once(':').filter(|(before, _)| !before.is_empty()) {
        let named = of(before, look, back);
        if !named.roles.is_empty() && !named.statement {
            return named;
        }
    }
    let mut named = Named { closing: rules.closing.stands_in(&folded), ..Named::default() };
    if rules.rest.begins(&folded) {
        named.rest = true;
        return named;
    }
    named.onward = rules.onward.stands_in(&folded);
    named.particular = rules.particulars.ends(&folded);
    named.aware = rules.aware.begins(&folded);
    named.general = rules.general.ends(&folded);
    named.slogan = folded.contains(',');
    if rules.none.stands_in(&folded) {
        rules.none.words().for_each(|phrase| folded = folded.replace(phrase, "|"));
    }
    let looks_back = looks_back(look);
    named.statement = opens_with_verb(folded.split(',').next().unwrap_or_default());
    let (mut ahead, mut opens) = (back.is_some(), back.is_some());
    let mut left = CLAUSES;
    for part in folded.split([',', '|', ';']) {
        // A verb governs all that is joined to its object: 破解要素保障的难点和堵点.
        let mut governed = false;
        for clause in joined(part).take(left) {
            left -= 1;
            ahead |= rules.future.stands_in(clause);
            opens |= rules.future.begins(clause);
            // 组织机构及职责: theirs.
            let theirs = !named.roles.is_empty() && rules.theirs.iter().any(|word| word == clause);
            let found = decides(clause, look).filter(|_| !theirs);
            let says = found.is_some_and(|found| says(clause, found, look, governed));
            named.statement |= found.is_some() && !says;
            governed |= !says && opens_with_verb(clause);
            let word = found.filter(|_| says).map(|(word, ..)| word);
            named.either |= word == Some(RoleWord::Either);
            let role = match word {
                Some(RoleWord::Either) if looks_back => Some(Role::Summary),
                Some(RoleWord::Either) => Some(Role::Tasks),
                Some(RoleWord::Course) if looks_back => Some(Role::Plans),
                Some(RoleWord::Course) => Some(Role::Overview),
                Some(RoleWord::Measure) if looks_back && !ahead => Some(Role::Summary),
                Some(RoleWord::Measure) => Some(Role::Goals),
                // 工作安排 in a plan is what the plan is about; 招聘范围、对象、计划 are particulars.
                Some(RoleWord::Of(Role::Plans)) if !ahead && !looks_back && clause.len() == folded.len() => {
                    Some(Role::Tasks)
                }
                Some(RoleWord::Of(Role::Plans)) if !ahead && !looks_back => {
                    (clause.chars().count() > BARE).then_some(Role::Tasks)
                }
                Some(RoleWord::Of(role)) => Some(role),
                None => None,
            };
            let role = match role {
                // 下半年工作完成情况 looks back all the same, and what is wrong or wished is no plan.
                Some(Role::Summary) if word == Some(RoleWord::Of(Role::Summary)) => Some(Role::Summary),
                // 需要上级解决的问题
                Some(Role::Problems) if asks(clause) => Some(Role::Suggestions),
                // 下步对策 of a report is what it will do.
                Some(Role::Suggestions) if ahead && look == Some(Look::Back) && clause.ends_with("对策") => {
                    Some(Role::Plans)
                }
                Some(role @ (Role::Problems | Role::Suggestions | Role::Goals)) => Some(role),
                // 2024年的总体要求
                Some(role @ (Role::Overview | Role::Safeguards)) if ahead && (back.is_some() || has_years(&folded)) => {
                    Some(role)
                }
                Some(_) if ahead => Some(Role::Plans),
                Some(Role::Tasks) if rules.done.stands_in(clause) => Some(Role::Summary),
                role => role,
            };
            if let Some(role) = role.filter(|role| !named.roles.contains(role)) {
                named.roles.push(role);
            }
        }
    }
    named.ahead = ahead;
    let roles = &mut named.roles;
    // 明年要办的几件实事, 过去一年的工作
    let passed = (looks_back || look == Some(Look::Address)) && !named.slogan && rules.passed.begins(&folded);
    if roles.is_empty() {
        roles.extend(if opens && looks_back { Some(Role::Plans) } else { passed.then_some(Role::Summary) });
    }
    // 主要举措及成效, 工作思路及举措 tell of one thing.
    if looks_back && (roles.contains(&Role::Summary) || roles.contains(&Role::Plans)) {
        roles.retain(|role| *role != Role::Tasks);
    }
    // 主要目标和任务进展 tells how they were met, 整改措施及成效 what they came to.
    if looks_back && !ahead && roles.last() == Some(&Role::Summary) {
        roles.retain(|role| !matches!(role, Role::Goals | Role::Plans));
    }
    named
}

/// A clause asks somebody for help: 恳请上级支持解决的问题.
fn asks(clause: &str) -> bool {
    match clause.find('需').and_then(|at| clause.get(at..)) {
        Some(rest) => RULES.roles.asked.stands_in(rest),
        None => ["恳请", "提请", "请求"].iter().any(|word| clause.contains(word)),
    }
}

/// The clauses that 及, 和, 与, 暨 and 、 join.
fn joined(part: &str) -> impl Iterator<Item = &str> {
    let mut before = None;
    let mut rest = part.char_indices().peekable();
    let mut from = 0;
    let mut cuts = std::iter::from_fn(move || {
        while let Some((at, c)) = rest.next() {
            let after = rest.peek().map(|(_, after)| *after);
            let (last, end) = (before.replace(c), at + c.len_utf8());
            if joins(last, c, after) {
                let clause = part.get(from..at);
                from = end;
                return clause;
            }
        }
        let clause = part.get(from..).filter(|clause| !clause.is_empty());
        from = part.len();
        clause
    });
    std::iter::from_fn(move || cuts.next()).filter(|clause| !clause.is_empty())
}

/// A character joins clauses and is not part of a word: 及时, 普及, 和谐, 参与.
fn joins(before: Option<char>, c: char, after: Option<char>) -> bool {
    let words: &[&str] = match c {
        '、' | '暨' => return true,
        '及' => &["时早格第", "普涉遍触波危顾惠"],
        '和' => &["谐平睦美", "温缓总饱共融"],
        '与' => &["时会共", "参给赋授"],
        _ => return false,
    };
    let within = |list: Option<&&str>, c: Option<char>| list.zip(c).is_some_and(|(list, c)| list.contains(c));
    !within(words.first(), after) && !within(words.get(1), before)
}

/// A heading folded, without blanks, marks and a note in brackets at its end, which says nothing of the role: (2023年).
fn plain(heading: &str) -> String {
    let mut folded = String::with_capacity(heading.len().min(WIDTH * 4));
    let letters = heading.chars().map(lantai_text::fold_char);
    folded.extend(letters.filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '《' | '》')).take(WIDTH));
    if folded.ends_with(')')
        && let Some(open) = folded.rfind('(').filter(|open| *open > 0)
    {
        folded.truncate(open);
    }
    let trimmed = folded.trim_end_matches(|c: char| "。:;,.!".contains(c)).len();
    folded.truncate(trimmed);
    folded
}

/// A clause opens with a verb: 强化政治引领.
pub(crate) fn opens_with_verb(clause: &str) -> bool {
    let verbs = &RULES.roles.statement;
    verbs.does.begins(clause) && !verbs.nouns.begins(clause)
        || clause.chars().count() >= LONG && (verbs.also.begins(clause) || verbs.tackles.begins(clause))
}

/// Several years to come: 今后五年.
fn has_years(folded: &str) -> bool {
    ["今后", "未来"].iter().any(|word| {
        let after = folded.find(word).and_then(|at| folded.get(at + word.len()..));
        after.is_some_and(|after| after.chars().take(3).any(|c| c == '年'))
    })
}

/// A word found in a clause: what it says, where it begins, where it counts.
type Found = (RoleWord, usize, Stands);

/// The word that decides a clause: the one that ends last, then the longer.
fn decides(clause: &str, look: Option<Look>) -> Option<Found> {
    let found = RULES
        .roles
        .words
        .find(clause)
        .map(|(at, _, word, (role, stands))| (at, at + word.len(), word.len(), *role, *stands));
    found
        .filter(|(at, to, _, _, stands)| match stands {
            Stands::Any => true,
            Stands::End | Stands::Noun => *to == clause.len(),
            Stands::Alone => *to == clause.len() && *at == 0,
        })
        .max_by_key(|(_, to, length, ..)| (*to, *length))
        .map(|(at, _, _, role, stands)| (role, at, stands))
        .map(|(word, at, stands)| (by_look(word, clause, look), at, stands))
        .map(|found| of_state(clause, found))
}

/// Duties that an office is introduced by.
const DUTIES: [&str; 3] = ["主要职责", "部门职责", "单位职责"];

/// What some words say depends on how their document looks: a study looks for ways (文旅融合的发展路径), and 主要职责 are
/// tasks of a plan alone.
fn by_look(word: RoleWord, clause: &str, look: Option<Look>) -> RoleWord {
    match look {
        Some(Look::Study) if word == RoleWord::Of(Role::Tasks) && clause.ends_with("路径") => {
            RoleWord::Of(Role::Suggestions)
        }
        Some(Look::Ahead | Look::Address) => word,
        _ if word == RoleWord::Of(Role::Tasks) && DUTIES.iter().any(|end| clause.ends_with(end)) => {
            RoleWord::Of(Role::Overview)
        }
        _ => word,
    }
}

/// 机构设置情况 and 存在问题情况 are about what stands before 情况.
fn of_state(clause: &str, found: Found) -> Found {
    let Some(before) = clause.strip_suffix("情况").filter(|before| before.len() == found.1) else { return found };
    let words = RULES.roles.words.find(before).filter(|(at, _, word, _)| at + word.len() == before.len());
    words
        .filter(|(.., (word, _))| matches!(word, RoleWord::Of(Role::Overview | Role::Problems)))
        .max_by_key(|(_, _, word, _)| word.len())
        .map_or(found, |(at, _, _, (word, stands))| (*word, at, *stands))
}

/// A clause is about the role that its word names. 聚焦群众看病难问题 tells what is done: its object is no problem of the
/// report's, and 落实年度计划 is no plan. A word that begins the clause is no object: 突出问题.
fn says(clause: &str, (word, at, stands): Found, look: Option<Look>, governed: bool) -> bool {
    let role = match word {
        RoleWord::Of(role) => Some(role),
        RoleWord::Either | RoleWord::Course | RoleWord::Measure => None,
    };
    let verbs = &RULES.roles.statement;
    let before = clause.get(..at).unwrap_or_default();
    let owned = verbs.owns.stands_in(before) || verbs.owns.begins(clause.get(at..).unwrap_or_default());
    // 解决群众反映的突出问题, but 整改工作存在的问题
    let tackled = role == Some(Role::Problems) && verbs.tackles.begins(clause) && !(owned && verbs.also.begins(clause));
    // 积极防范经营中的法律风险
    let acts = role == Some(Role::Problems) && verbs.does.begins(clause);
    let of = !acts && before.chars().rev().take(OWNED).any(|c| c == '的');
    let noun = at == 0 && !governed || of || owned;
    if noun && (at == 0 || !tackled) {
        return true;
    }
    let verb = governed || opens_with_verb(clause);
    match role {
        Some(Role::Suggestions) => true,
        // 巩固整改成果, but 推进法治建设情况
        Some(Role::Summary) => !verb || looks_back(look) && clause.ends_with("情况"),
        Some(Role::Problems) => !verb && !tackled,
        Some(Role::Safeguards) => !verb || stands != Stands::Noun,
        // A plan's tasks stay tasks.
        Some(Role::Tasks | Role::Plans) | None if !looks_back(look) => true,
        _ => !verb,
    }
}

/// A line is a heading that closes a report and names nothing: 名词解释.
pub fn closes(heading: &str) -> bool {
    RULES.roles.rest.words().any(|word| word == heading)
}

/// A line names a role, whatever the genre of its document.
pub fn named(heading: &str) -> bool {
    !of(heading, Some(Look::Back), None).roles.is_empty()
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
            assert_eq!(of(heading, Some(Look::Back), None).roles.first().copied(), role, "{heading}");
        }
        assert_eq!(of("主要工作", Some(Look::Back), None).roles, [Role::Summary]);
        assert_eq!(of("主要工作", Some(Look::Ahead), None).roles, [Role::Tasks]);
    }

    #[test]
    fn several_in_their_order() {
        assert_eq!(of("工作总结及下半年计划", Some(Look::Back), None).roles, [Role::Summary, Role::Plans]);
        assert_eq!(of("存在的困难和问题", Some(Look::Back), None).roles, [Role::Problems]);
        assert_eq!(of("聚焦群众看病难问题", Some(Look::Back), None).roles, []);
        assert_eq!(of("解决成果转化中的突出问题", Some(Look::Ahead), None).roles, []);
        assert_eq!(of("推进法治政府建设存在的不足和原因", Some(Look::Back), None).roles, [Role::Problems]);
        assert_eq!(of("已完成的任务", Some(Look::Back), None).roles, [Role::Summary]);
        assert_eq!(of("其他需要报告的情况", Some(Look::Back), None).roles, []);
        assert_eq!(of("下半年工作完成情况", Some(Look::Back), None).roles, [Role::Summary]);
        assert_eq!(of("建议提案办理情况", Some(Look::Back), None).roles, [Role::Summary]);
        assert_eq!(of("今后五年的目标和任务", Some(Look::Back), None).roles, [Role::Goals, Role::Plans]);
    }
}

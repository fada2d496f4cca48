//! Who attended a meeting, by its minutes (会议纪要): 主持, 出席, 列席, 请假, 记录 with names, their units or posts, and the one
//! who is said to have held it (副县长王恒主持召开会议).

use std::ops::Range;

use crate::roster::{self, RULES};
use crate::roster_list::{self, Entry};

/// Longest sentence in which somebody holds a meeting, in characters.
const LONGEST: usize = 120;

/// Whether a role is one of attendance.
pub fn attends(role: &str) -> bool {
    RULES.attendance.contains(&role.chars().collect::<Vec<_>>())
}

/// Those whom a line names after its role. Who is not understood is passed over, if most are; a unit is that of all whom
/// it stands before: 县财政局王恒、李静. `None` when it names nobody that is known.
pub fn entries(folded: &[char], printed: &[char], from: usize, sure: bool) -> Option<Vec<Entry>> {
    let mut found: Vec<Entry> = Vec::new();
    let mut passed = 0usize;
    for clause in roster_list::parts(folded, from..folded.len(), &[';', '。']) {
        let clause = without_rest(folded, clause);
        match roster_list::with_posts(folded, printed, &clause) {
            Some(entry) => found.push(entry),
            None => passed += roster_list::list(folded, printed, clause, sure, &mut found)?,
        }
    }
    let mut unit: Option<(String, usize)> = None;
    for entry in &mut found {
        let person = roster::is_name(&entry.name.chars().collect::<Vec<_>>());
        let title: Vec<char> = entry.title.chars().collect();
        if person && !title.is_empty() {
            unit = (!roster::is_post(&title)).then(|| (entry.title.clone(), entry.end));
            continue;
        }
        let beside = |end: usize| {
            folded.get(end..entry.start).is_some_and(|between| between.iter().all(|c| *c == '、' || c.is_whitespace()))
        };
        unit = unit.filter(|(_, end)| person && beside(*end));
        if let Some((title, end)) = &mut unit {
            entry.title.clone_from(title);
            *end = entry.end;
        }
    }
    (!found.is_empty() && passed <= found.len()).then_some(found)
}

/// A list without 等 and what follows it at its end: 王恒、李静等同志.
fn without_rest(folded: &[char], clause: Range<usize>) -> Range<usize> {
    let words = &folded[clause.clone()];
    let rest = words.iter().rposition(|c| *c == '等').filter(|at| {
        let rest: String = words[at + 1..].iter().collect();
        matches!(&*rest, "" | "同志" | "人" | "领导" | "参加" | "出席" | "参加会议" | "参加了会议" | "出席会议")
    });
    clause.start..rest.map_or(clause.end, |at| clause.start + at)
}

/// Who is said to have held a meeting: 4月6日，副县长王恒在县政府主持召开会议.
pub fn holder(folded: &[char], printed: &[char]) -> Option<Entry> {
    let verb = folded.windows(4).take(LONGEST).position(|four| {
        matches!(four, ['主', '持', '召', '开'] | ['主', '持', '会', '议'] | ['召', '开', '会', '议'])
    })?;
    let stop = folded[..verb].iter().rposition(|c| ",。;:".contains(*c)).map_or(0, |at| at + 1);
    let mut start = stop;
    let end = folded[stop..verb].iter().position(|c| *c == '在').map_or(verb, |at| stop + at);
    // 4月6日上午副县长王恒
    if let Some(day) = folded[start..end].iter().rposition(|c| "日午晚".contains(*c)) {
        start += day + 1;
    }
    let words = &folded[start..end];
    let words = words.strip_suffix(&['同', '志']).unwrap_or(words);
    let at = roster_list::name_at_end(words).filter(|at| roster::is_post(&words[..*at]))?;
    Some(Entry {
        name: words[at..].iter().collect(),
        title: roster_list::post(printed, start..start + at),
        start,
        end: start + words.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> (Vec<char>, Vec<char>) {
        (text.chars().map(lantai_text::fold_char).collect(), text.chars().collect())
    }

    fn read(text: &str) -> Vec<String> {
        let (folded, printed) = folded(text);
        let found = entries(&folded, &printed, 0, false).unwrap_or_default();
        found.iter().map(|entry| format!("{}|{}", entry.name, entry.title)).collect()
    }

    #[test]
    fn units_posts_and_names() {
        assert_eq!(read("县政府办　　王　恒"), ["王恒|县政府办"]);
        assert_eq!(read("县财政局　　王　恒　　李静"), ["王恒|县财政局", "李静|县财政局"]);
        assert_eq!(
            read("县委办公室朱明，县财政局王恒、李静，青溪镇吕腾等"),
            ["朱明|县委办公室", "王恒|县财政局", "李静|县财政局", "吕腾|青溪镇"]
        );
        assert_eq!(
            read("县长王恒，副县长朱明、李静；县财政局局长吕腾"),
            ["王恒|县长", "朱明|副县长", "李静|", "吕腾|县财政局局长"]
        );
        assert_eq!(read("王恒（县政府办）、李静（县财政局）"), ["王恒|县政府办", "李静|县财政局"]);
        assert_eq!(read("县发展改革局、县财政局主要负责人"), ["县发展改革局|", "|县财政局主要负责人"]);
        assert!(read("会议听取了有关情况的汇报，研究了下一步工作").is_empty());
    }

    #[test]
    fn who_holds_the_meeting() {
        let held = |text: &str| {
            let (folded, printed) = folded(text);
            holder(&folded, &printed).map(|entry| (entry.name, entry.title))
        };
        let found = |name: &str, title: &str| Some((name.to_owned(), title.to_owned()));
        assert_eq!(held("2023年4月6日下午，副县长王恒在二号会议室主持召开专题会议。"), found("王恒", "副县长"));
        assert_eq!(held("4月6日县委副书记、县长王恒同志主持召开会议"), found("王恒", "县委副书记、县长"));
        assert_eq!(held("受县长委托，常务副县长主持召开会议"), None);
        assert_eq!(held("会议由县政府召开"), None);
    }
}

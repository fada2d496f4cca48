//! What the headings of a task table's columns mean, and what the words of its status column mean.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lexicon::{Lexicon, Words};
use crate::line::key_of_text;
use lantai_model::TaskState;

/// Columns of task tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 序号
    Number,
    /// 牵头领导
    Leaders,
    /// 牵头单位
    Lead,
    /// 责任单位
    Units,
    /// 责任单位及责任人
    Charge,
    /// 配合单位
    Cooperating,
    /// 完成时限
    Due,
    /// 进展情况
    Progress,
    /// 完成状态
    Status,
    /// 目标任务
    Goal,
    /// 具体举措
    Measures,
    /// 依据条款
    Refs,
    /// A state of its own (已完成), which a mark in the cell confirms.
    State(Option<TaskState>),
}

/// What a heading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// It names a column; false when a bare word (项目) names it, which only other columns confirm.
    Column(Column, bool),
    /// It names something that is no part of a task.
    Foreign,
    /// Not known.
    Unknown,
}

/// A heading has at most so many characters.
const LONGEST: usize = 14;

impl Column {
    fn from_key(key: &str) -> Option<Column> {
        Some(match key {
            "number" => Column::Number,
            "leaders" => Column::Leaders,
            "lead" => Column::Lead,
            "units" => Column::Units,
            "charge" => Column::Charge,
            "cooperating" => Column::Cooperating,
            "due" => Column::Due,
            "progress" => Column::Progress,
            "status" => Column::Status,
            "goal" => Column::Goal,
            "measures" => Column::Measures,
            "refs" => Column::Refs,
            _ => return None,
        })
    }
}

/// The lexicons of task tables.
pub struct Columns {
    words: Lexicon<Column>,
    exact: HashMap<&'static str, Heading>,
    foreign: Vec<&'static str>,
    other: Words,
    /// Words of rows that sum up (合计).
    pub sums: Vec<&'static str>,
    /// Cells that mean "none" (—).
    pub empty: Vec<&'static str>,
    marks: Vec<&'static str>,
    states: Lexicon<Option<TaskState>>,
    exact_states: HashMap<&'static str, Option<TaskState>>,
}

/// The lexicons, part of the program: a test loads them.
pub static COLUMNS: LazyLock<Columns> = LazyLock::new(|| load().expect("the lexicons are checked by a test"));

/// The lines of a lexicon: key and words.
fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, std::str::Split<'static, char>)> {
    let line = |line: &'static str| line.split_once('\t').map(|(key, words)| (key, words.split(' ')));
    text.lines().filter(|line| !line.starts_with('#')).filter_map(line)
}

fn load() -> Result<Columns, String> {
    let mut columns = Columns {
        words: Lexicon::new(Vec::new()),
        exact: HashMap::with_capacity(400),
        foreign: Vec::new(),
        other: Words::new(Vec::new()),
        sums: Vec::new(),
        empty: Vec::new(),
        marks: Vec::new(),
        states: Lexicon::new(Vec::new()),
        exact_states: HashMap::with_capacity(200),
    };
    let mut words: Vec<(String, Column)> = Vec::new();
    for (key, names) in lines(include_str!("../rules/columns.tsv")) {
        match key {
            "other" => columns.other = names.collect(),
            "none" => columns.foreign.extend(names),
            "sum" => columns.sums.extend(names),
            "empty" => columns.empty.extend(names),
            "mark" => columns.marks.extend(names),
            _ => {
                let (key, whole) = key.strip_suffix('=').map_or((key, false), |key| (key, true));
                let column = Column::from_key(key).ok_or(format!("columns.tsv: no column {key}"))?;
                let heading = Heading::Column(column, !whole || column == Column::Number);
                for name in names {
                    columns.exact.insert(name, heading);
                    if !whole {
                        words.push((name.to_owned(), column));
                    }
                }
            }
        }
    }
    columns.exact.extend(columns.foreign.iter().map(|name| (*name, Heading::Foreign)));
    words.sort_by_key(|(word, column)| (std::cmp::Reverse(word.len()), *column));
    columns.words = Lexicon::new(words);
    let mut meanings = Vec::new();
    for (key, names) in lines(include_str!("../rules/states.tsv")) {
        let state = match key {
            "unsure" => None,
            key => Some(TaskState::from_key(key).ok_or(format!("states.tsv: no state {key}"))?),
        };
        for name in names {
            meanings.push((name.to_owned(), state));
            columns.exact_states.insert(name, state);
        }
    }
    columns.states = Lexicon::new(meanings);
    Ok(columns)
}

/// What a column's heading says. Costs no more for long text than for short.
pub fn heading(text: &str) -> Heading {
    let mut key = String::with_capacity(3 * LONGEST);
    let mut count = 0;
    for c in text.chars() {
        // Notes in brackets after the heading say how to fill the column in.
        match lantai_text::fold_char(c) {
            '(' | '[' | '【' if count > 0 => break,
            c if c.is_whitespace() || c == ':' => {}
            c => {
                count += 1;
                if count > LONGEST {
                    return Heading::Unknown;
                }
                key.push(c.to_ascii_lowercase());
            }
        }
    }
    if key.is_empty() || key.bytes().all(|byte| byte.is_ascii_digit()) {
        return Heading::Unknown;
    }
    let columns = &*COLUMNS;
    if let Some(known) = columns.exact.get(key.as_str()) {
        return *known;
    }
    if columns.foreign.iter().any(|word| key.ends_with(word)) {
        return Heading::Foreign;
    }
    // The lexicon lists longer words first.
    let found = columns.words.find(&key).min_by_key(|(_, index, ..)| *index);
    found.map_or(Heading::Unknown, |(.., column)| Heading::Column(*column, true))
}

/// The heading says that its table holds no tasks: 中标单位, 身份证号.
pub fn is_of_other_table(text: &str) -> bool {
    text.len() <= 60 && COLUMNS.other.stands_in(text)
}

/// A cell that holds a state and nothing else: 已完成.
pub fn is_state(text: &str) -> bool {
    let folded = lantai_text::fold(text);
    let key: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    COLUMNS.exact_states.contains_key(key.trim_end_matches(['。', ';', '.']))
}

/// The state that a heading names, where it is one among several: 已完成 | 推进中 | 滞后. None where it names none.
pub fn state_heading(text: &str) -> Option<Option<TaskState>> {
    if text.is_empty() || text.len() > 45 {
        return None;
    }
    let folded = lantai_text::fold(text);
    let key: String = folded.chars().filter(|c| !c.is_whitespace()).take_while(|c| *c != '(').collect();
    COLUMNS.exact_states.get(key.as_str()).copied()
}

/// The cell confirms the state that its column names.
pub fn is_mark(text: &str) -> bool {
    COLUMNS.marks.contains(&text.trim())
}

/// The choice that is marked among several in one cell: □已完成 ☑推进中 □滞后 → 推进中.
pub fn chosen(text: &str) -> Option<&str> {
    const OPEN: [char; 3] = ['□', '☐', '○'];
    const MARKED: [char; 7] = ['☑', '☒', '✔', '√', '■', '✓', '●'];
    let boxed = |c: char| OPEN.contains(&c) || MARKED.contains(&c);
    if !text.contains(OPEN) {
        return None;
    }
    let (_, rest) = text.split_once(MARKED)?;
    // Other choices follow in boxes of their own; a second mark leaves it open.
    let choice = rest.split(boxed).next()?.trim();
    (!rest.contains(MARKED) && !choice.is_empty()).then_some(choice)
}

/// A share of the work: 80%.
pub fn is_percentage(text: &str) -> bool {
    let folded = lantai_text::fold(text);
    let number = folded.trim().strip_suffix('%').map(str::trim_end);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// What a printed status means; the second value is false when it has words and their meaning is not sure.
pub fn state(status: &str) -> (Option<TaskState>, bool) {
    // 是否完成: 是, 否.
    match status {
        "是" | "√" | "✓" | "✔" => return (Some(TaskState::Completed), true),
        "否" | "×" | "✗" => return (None, true),
        _ => {}
    }
    if let Some(state) = COLUMNS.exact_states.get(status) {
        return (*state, state.is_some());
    }
    let key = key_of_text(status);
    if key.is_empty() || key.chars().count() > 24 {
        return (None, true);
    }
    let found = COLUMNS.states.find(&key).max_by_key(|(at, _, word, _)| (word.len(), *at));
    match found {
        Some((.., state)) => (*state, state.is_some()),
        None => (None, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicons_load() {
        let columns = load().unwrap();
        assert!(!columns.sums.is_empty() && !columns.empty.is_empty() && !columns.foreign.is_empty());
    }

    #[test]
    fn headings() {
        use Column::*;
        for (text, column) in [
            ("重点工作\n目标任务", Goal),
            ("牵头 负责领导", Leaders),
            ("进展情况（每项控制在200字以内，填报时不要改变前面序号）", Progress),
            ("牵头单位", Lead),
            ("責任單位", Units),
            ("配合部门", Cooperating),
            ("完成时限", Due),
            ("具体举措", Measures),
            ("截至6月底进展情况", Progress),
            ("序　号", Number),
        ] {
            assert_eq!(heading(text), Heading::Column(column, true), "{text}");
        }
        assert_eq!(heading("项目"), Heading::Column(Goal, false));
        assert_eq!(heading("任务类别"), Heading::Foreign);
        for text in ["", "12", "深化与高校院所的合作，办好三件实事。", "云河"] {
            assert_eq!(heading(text), Heading::Unknown, "{text}");
        }
    }

    #[test]
    fn states() {
        use TaskState::*;
        for (text, meaning) in [
            ("达预期", OnTarget),
            ("序时推进", OnSchedule),
            ("按序时进度推进", OnSchedule),
            ("已完成", Completed),
            ("完成", Completed),
            ("未达序时进度", Behind),
            ("进度滞后", Behind),
            ("未启动", NotStarted),
            ("超序时进度", Ahead),
            ("超额完成", Ahead),
            ("未按期完成", Behind),
        ] {
            assert_eq!(state(text), (Some(meaning), true), "{text}");
        }
        for text in ["未完成", "部分完成", "甲类", "完成率80%"] {
            assert_eq!(state(text), (None, false), "{text}");
        }
        assert_eq!((state("是"), state("否")), ((Some(Completed), true), (None, true)));
        assert_eq!(state(""), (None, true));
    }
}

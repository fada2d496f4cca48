//! Tasks: rows of task tables, and numbered items that name the clause they carry out.

use lantai_model::{Block, Section, Table, Task};

use crate::front::split_outside_brackets;
use crate::line::key_of;
use crate::rules::{Column, RULES};

/// All tasks of a document's text, in reading order.
pub fn find(body: &Section) -> Vec<Task> {
    let mut tasks = Vec::new();
    let mut waiting = vec![body];
    while let Some(section) = waiting.pop() {
        for placed in &section.blocks {
            if let Block::Table(table) = &placed.block {
                tasks.extend(of_table(table));
            }
        }
        waiting.extend(section.children.iter().rev());
    }
    tasks.extend(body.children.iter().filter_map(of_item));
    tasks
}

/// Tasks of one table, if its headings say that it is a task table.
fn of_table(table: &Table) -> Vec<Task> {
    let grid = table.grid();
    let text = |row: usize, column: usize| -> &str {
        let slot = grid.get(row).and_then(|line| line.get(column)).copied().flatten();
        slot.map_or("", |(r, c)| table.rows[r].cells[c].text.as_str())
    };
    let columns_of = |row: usize| -> Option<Vec<Option<Column>>> {
        let columns: Vec<_> = (0..grid.get(row)?.len()).map(|column| column_of(text(row, column))).collect();
        let has = |wanted: Column| columns.contains(&Some(wanted));
        let others = [Column::Units, Column::Leaders, Column::Progress, Column::Status];
        (has(Column::Goal) && others.into_iter().any(has)).then_some(columns)
    };
    // A title or a note may stand in rows above the headings; headings may take two rows, the lower one decides.
    let Some(mut header) = (0..grid.len().min(4)).find(|row| columns_of(*row).is_some()) else { return Vec::new() };
    while header < 4 && columns_of(header + 1).is_some() {
        header += 1;
    }
    let Some(columns) = columns_of(header) else { return Vec::new() };
    let at = |row: usize, wanted: Column| -> &str {
        let found = columns.iter().position(|column| *column == Some(wanted));
        let text = found.map_or("", |column| text(row, column)).trim();
        if text.len() <= 6 && RULES.rows.empty.iter().any(|empty| empty == text) { "" } else { text }
    };
    // Task and goal may stand in columns of their own; together they say what is to be done.
    let goal_of = |row: usize| -> String {
        let mut goals: Vec<String> = Vec::new();
        for (column, _) in columns.iter().enumerate().filter(|(_, column)| **column == Some(Column::Goal)) {
            let goal = one_line(text(row, column));
            if !goal.is_empty() && !goals.contains(&goal) {
                goals.push(goal);
            }
        }
        goals.join("：")
    };
    let mut tasks = Vec::new();
    for (row, slots) in grid.iter().enumerate().skip(header + 1) {
        let goal = goal_of(row);
        // A cell that covers the whole row is the caption of a group; headings that come again are no task.
        let group = slots.len() > 1 && slots.iter().flatten().all(|slot| Some(slot) == slots.iter().flatten().next());
        let number = at(row, Column::Number);
        let sum = RULES.rows.sums.iter().any(|sum| number.starts_with(sum.as_str()) || goal.starts_with(sum.as_str()));
        let heading_again = || (0..slots.len()).all(|column| text(row, column) == text(header, column));
        if goal.is_empty() || group || sum || heading_again() {
            continue;
        }
        let place = slots.iter().flatten().next().map(|(r, c)| table.rows[*r].cells[*c].at.clone());
        tasks.push(Task {
            number: number.to_owned(),
            goal,
            leaders: people(at(row, Column::Leaders)),
            units: units(at(row, Column::Units)),
            progress: one_line(at(row, Column::Progress)),
            status: one_line(at(row, Column::Status)),
            refs: Vec::new(),
            at: place.unwrap_or_default(),
        });
    }
    tasks
}

/// The column that a heading names.
fn column_of(heading: &str) -> Option<Column> {
    let folded: Vec<char> = lantai_text::fold(heading).chars().collect();
    // Notes in brackets after the heading say how to fill the column in.
    let key = key_of(&folded);
    let key = key.split('(').next().unwrap_or("");
    if key.is_empty() || key.chars().count() > 14 {
        return None;
    }
    if RULES.no_columns.iter().any(|word| key.ends_with(word.as_str())) {
        return None;
    }
    // The lexicon lists longer words first.
    RULES.columns.find(key).min_by_key(|(_, index, ..)| *index).map(|(.., column)| *column)
}

/// Lines of a cell read on without a blank between Han characters.
fn one_line(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(joined.chars().last()) && latin(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// Names of people in a cell: apart by blanks, stops or line breaks; 杨　林 is one name padded to three places.
pub fn people(text: &str) -> Vec<String> {
    let words = split_outside_brackets(text, &['、', ',', '，', ';', '；', '/', '\n', ' ', '\t', '\u{3000}', '\u{a0}']);
    let mut names: Vec<String> = Vec::new();
    let mut half: Option<String> = None;
    for word in words {
        match half.take() {
            Some(first) if word.chars().count() == 1 => names.push(first + &word),
            Some(first) => names.extend([first, word]),
            None if word.chars().count() == 1 => half = Some(word),
            None => names.push(word),
        }
    }
    names.extend(half);
    names
}

/// Names of units in a cell.
pub fn units(text: &str) -> Vec<String> {
    // A line break inside a name is only layout: 市农业农村\n局.
    let mut joined = String::new();
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let whole = RULES.organs.ends.iter().any(|end| joined.ends_with(end.as_str()));
        if whole && !joined.ends_with(['、', ',', '，', ';', '；']) && !is_tail(line) {
            joined.push('、');
        }
        joined.push_str(line);
    }
    split_outside_brackets(&joined, &['、', ',', '，', ';', '；', ' ', '\u{3000}', '\u{a0}'])
}

fn is_tail(line: &str) -> bool {
    line.starts_with(['(', '（', '、', ',', '，'])
}

/// A numbered item whose heading names the clause that it carries out: （第16条、高新科）.
fn of_item(section: &Section) -> Option<Task> {
    let number = section.number.as_ref()?;
    let heading = section.heading.trim_end_matches(['。', '.']);
    let inner = heading.strip_suffix([')', '）'])?;
    let open = inner.rfind(['(', '（'])?;
    let bracket = inner[open..].chars().next().map_or(1, char::len_utf8);
    let refs = split_outside_brackets(&inner[open + bracket..], &['、', ',', '，', ';', '；', ' ']);
    let clause = |text: &String| {
        let folded: Vec<char> = lantai_text::fold(text).chars().collect();
        folded.first() == Some(&'第') && folded.last().is_some_and(|c| "条项号款".contains(*c))
    };
    if !refs.iter().any(clause) {
        return None;
    }
    Some(Task {
        number: number.label.trim_end_matches(['、', '.', '．']).to_owned(),
        goal: inner[..open].trim().to_owned(),
        progress: text_of(section),
        refs,
        at: section.at.clone(),
        ..Task::default()
    })
}

/// The text below a heading, as printed: an item's number and its text on one line.
fn text_of(section: &Section) -> String {
    let mut text = String::new();
    let mut waiting = vec![(section, true)];
    while let Some((section, root)) = waiting.pop() {
        let mut line_open = false;
        if !root {
            line_start(&mut text);
            text.push_str(section.number.as_ref().map_or("", |number| &number.label));
            text.push_str(&section.heading);
            line_open = section.heading.is_empty();
        }
        for placed in &section.blocks {
            if let Block::Paragraph(paragraph) = &placed.block {
                if !line_open {
                    line_start(&mut text);
                }
                text.push_str(&paragraph.text);
                line_open = false;
            }
        }
        waiting.extend(section.children.iter().rev().map(|child| (child, false)));
    }
    text
}

fn line_start(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_cells() {
        assert_eq!(people("朱明 王晓来"), ["朱明", "王晓来"]);
        assert_eq!(people("杨　林、李  静\n欧阳修远"), ["杨林", "李静", "欧阳修远"]);
        assert_eq!(units("市财政局(国资委)、市科技局"), ["市财政局(国资委)", "市科技局"]);
        assert_eq!(units("市科技局\n市农业农村\n局"), ["市科技局", "市农业农村局"]);
    }
}

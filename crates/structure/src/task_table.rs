//! Tasks in the rows of a table whose headings say that it is a table of tasks.

use lantai_model::{Cell, Remark, Table, Task};
use memchr::memchr;

use crate::charge::Charge;
use crate::columns::{self, COLUMNS, Column, Heading};
use crate::lead_units;
use crate::names;
use crate::number;
use crate::task_form;

/// Rows from the top among which the headings are looked for: a title and notes may stand above them.
const REACH: usize = 5;

/// The headings of a task table.
pub struct Head {
    /// The first row below the headings.
    from: usize,
    /// Grid columns from left to right, with what they mean and whether that is sure.
    columns: Vec<(usize, Column, bool)>,
    /// The heading of the goal as printed.
    goal: String,
    /// Headings that are states, with their columns.
    states: Vec<(usize, String)>,
    /// Headings that part the one above them, with their columns: 一季度.
    parts: Vec<(usize, String)>,
    /// Columns of the grid.
    width: usize,
    /// Index of the first task of the table.
    tasks: usize,
}

type Grid = Vec<Vec<Option<(usize, usize)>>>;

/// Adds the tasks of one table, if its headings say that it has any. A table without headings goes on with the one right
/// before it (`before`), where it has as many columns. The headings are for the table that follows.
pub fn read(table: &Table, before: Option<Head>, tasks: &mut Vec<Task>, remarks: &mut Vec<Remark>) -> Option<Head> {
    // Most tables are none, and few of them need their grid built to be known.
    let named =
        |cell: &Cell| matches!(columns::heading(&cell.text), Heading::Column(Column::Goal | Column::Measures, _));
    let headed = table.rows.len() > 1 && table.rows.iter().take(REACH).any(|row| row.cells.iter().any(named));
    if !headed && before.is_none() {
        return None;
    }
    let forms = if headed { task_form::forms(table) } else { Vec::new() };
    if !forms.is_empty() {
        for form in &forms {
            let grid = form.grid();
            if let Some(head) = self::head(form, &grid) {
                rows(form, &grid, Head { tasks: tasks.len(), ..head }, tasks, remarks);
            }
        }
        return None;
    }
    let grid = table.grid();
    let found = if headed { head(table, &grid) } else { None };
    // Rows above headings that are those of the table before go on with it.
    let again = |head: &Head| {
        before.as_ref().is_some_and(|before| before.columns == head.columns && before.width == head.width)
    };
    let found = found.filter(|head| head.from < 2 || !again(head));
    if let Some(head) = found {
        return Some(rows(table, &grid, Head { tasks: tasks.len(), ..head }, tasks, remarks));
    }
    if let Some(before) = before.filter(|before| grid.first().is_some_and(|row| row.len() == before.width)) {
        return Some(rows(table, &grid, Head { from: 0, ..before }, tasks, remarks));
    }
    if !headed {
        return None;
    }
    let turned = turn(table, &grid)?;
    let grid = turned.grid();
    let head = self::head(&turned, &grid)?;
    Some(rows(&turned, &grid, Head { tasks: tasks.len(), ..head }, tasks, remarks))
}

/// Adds the tasks of the rows below the headings.
fn rows(table: &Table, grid: &Grid, head: Head, tasks: &mut Vec<Task>, remarks: &mut Vec<Remark>) -> Head {
    for row in head.from..grid.len() {
        let row = Row { table, grid, head: &head, row };
        if row.is_group() {
            continue;
        }
        let told = remarks.len();
        let mut task = row.task(remarks);
        if row.is_heading_again(&task) || is_sum(&task) {
            remarks.truncate(told);
            continue;
        }
        if task.goal.is_empty() {
            task.goal = std::mem::take(&mut task.measures);
        }
        let before = if tasks.len() > head.tasks { tasks.last_mut() } else { None };
        if let Some(before) = before.filter(|before| row.goes_on(before, &task)) {
            before.goal.push_str(&task.goal);
            before.measures.push_str(&task.measures);
            before.progress.push_str(&task.progress);
        } else if !task.goal.is_empty() && !row.is_caption(&task) {
            tasks.push(task);
        }
    }
    head
}

/// Columns of a table that may have its headings in the first column, and its rows.
const TURNED: (usize, usize) = (12, 24);

/// A table whose headings stand one below the other in its first column, turned so that they stand in its first row.
fn turn(table: &Table, grid: &Grid) -> Option<Table> {
    let width = grid.first()?.len();
    if !(2..=TURNED.0).contains(&width) || !(3..=TURNED.1).contains(&grid.len()) {
        return None;
    }
    let heading = |row: usize| cell(table, grid, row, 0).map(|(cell, _)| columns::heading(&cell.text));
    let count = |known: &dyn Fn(Heading) -> bool| (0..grid.len()).filter_map(heading).filter(|h| known(*h)).count();
    // A form to be filled in has other labels as well.
    if count(&|heading| matches!(heading, Heading::Column(_, true))) < 3
        || count(&|heading| heading != Heading::Unknown) * 4 < grid.len() * 3
    {
        return None;
    }
    // So has a form with labels in other columns too.
    let labels = |column: usize| {
        let label = |row: usize| cell(table, grid, row, column).map(|(cell, _)| columns::heading(&cell.text));
        (0..grid.len()).filter_map(label).filter(|label| matches!(label, Heading::Column(_, true))).count()
    };
    if (1..width).any(|column| labels(column) * 3 > grid.len()) {
        return None;
    }
    let mut seen = std::collections::HashSet::new();
    let mut rows = Vec::with_capacity(width);
    for column in 0..width {
        let mut cells = Vec::with_capacity(grid.len());
        for row in 0..grid.len() {
            let Some((cell, place)) = cell(table, grid, row, column) else { continue };
            if seen.insert(place) {
                cells.push(Cell { row_span: cell.col_span, col_span: cell.row_span, ..cell.clone() });
            }
        }
        rows.push(lantai_model::Row { cells });
    }
    Some(Table { caption: None, rows })
}

fn cell<'a>(table: &'a Table, grid: &Grid, row: usize, column: usize) -> Option<(&'a Cell, (usize, usize))> {
    let (r, c) = (*grid.get(row)?.get(column)?)?;
    Some((table.rows.get(r)?.cells.get(c)?, (r, c)))
}

/// Finds the headings; they may take two or three rows, where a heading is parted into several below it.
fn head(table: &Table, grid: &Grid) -> Option<Head> {
    (0..grid.len().min(REACH)).find_map(|first| {
        let row = table.rows.get(first)?;
        let mut last = first;
        let deepest = row.cells.iter().map(|cell| cell.row_span).max().unwrap_or(1).min(3) as usize;
        let spans = row.cells.iter().any(|cell| cell.col_span > 1) && row.cells.len() > 1;
        if row.cells.iter().any(|cell| cell.row_span == 1) && deepest > 1 {
            last = (first + deepest - 1).min(grid.len() - 1);
        } else if spans && is_lower_head(table, first + 1) {
            last = first + 1;
        }
        let mut columns = columns(table, grid, first, last)?;
        while last < first + 2 && last + 1 < grid.len() {
            // Headings that are printed again: the lower ones decide.
            let goal = columns.iter().find(|(_, kind, _)| *kind == Column::Goal).map_or(0, |(column, ..)| *column);
            let below = cell(table, grid, last + 1, goal).map(|(cell, _)| columns::heading(&cell.text));
            if below.is_none_or(|below| !matches!(below, Heading::Column(..))) {
                break;
            }
            let Some(again) = self::columns(table, grid, last + 1, last + 1) else { break };
            columns = again;
            last += 1;
        }
        let goal = columns
            .iter()
            .find(|(_, kind, _)| *kind == Column::Goal)
            .and_then(|(column, ..)| cell(table, grid, last, *column).map(|(cell, _)| cell.text.clone()));
        let state = |(column, kind, _): &(usize, Column, bool)| {
            let heading = cell(table, grid, last, *column).filter(|_| matches!(kind, Column::State(_)))?;
            Some((*column, heading.0.text.split_whitespace().collect()))
        };
        let states = columns.iter().filter_map(state).collect();
        // 时间进度, and below it 一季度, 二季度: words of their own over columns of one meaning.
        let part = |(column, kind, _): &(usize, Column, bool)| {
            let (lower, place) = cell(table, grid, last, *column).filter(|_| last > first)?;
            let whole = !matches!(kind, Column::Due | Column::Progress)
                || columns::heading(&lower.text) != Heading::Unknown
                || cell(table, grid, first, *column).is_none_or(|(_, above)| above == place);
            (!whole).then(|| (*column, lower.text.split_whitespace().collect()))
        };
        let parts = columns.iter().filter_map(part).collect();
        let width = grid.get(last).map_or(0, Vec::len);
        Some(Head { parts, states, from: last + 1, columns, goal: goal.unwrap_or_default(), width, tasks: 0 })
    })
}

/// A row below spanning headings that parts them: short words, one of which is a heading.
fn is_lower_head(table: &Table, row: usize) -> bool {
    let Some(row) = table.rows.get(row) else { return false };
    let mut known = row.cells.iter().filter(|cell| columns::state_heading(&cell.text).is_some()).count() > 1;
    for cell in &row.cells {
        known |= matches!(columns::heading(&cell.text), Heading::Column(..));
        let digits = !cell.text.is_empty() && cell.text.trim().bytes().all(|byte| byte.is_ascii_digit());
        if digits || cell.text.len() > 45 {
            return false;
        }
    }
    known
}

/// What the columns mean by the headings in rows `first..=last`; none where this is no task table.
fn columns(table: &Table, grid: &Grid, first: usize, last: usize) -> Option<Vec<(usize, Column, bool)>> {
    let width = grid.get(last)?.len();
    let mut found = Vec::new();
    let (mut sure_goal, mut bare_goal, mut others) = (false, false, 0u32);
    let other = |row: &lantai_model::Row| row.cells.iter().any(|cell| columns::is_of_other_table(&cell.text));
    if table.rows.get(first..=last)?.iter().any(other) {
        return None;
    }
    // 已完成 | 推进中 | 滞后: states as headings, never one alone.
    let states = |row: usize| {
        let named = |cell: &&Cell| columns::state_heading(&cell.text).is_some();
        table.rows.get(row).is_some_and(|row| row.cells.iter().filter(named).count() > 1)
    };
    let states = states(last).then_some(last);
    for column in 0..width {
        let state = states.and_then(|row| columns::state_heading(&cell(table, grid, row, column)?.0.text));
        if let Some(state) = state {
            others += 1;
            found.push((column, Column::State(state), true));
            continue;
        }
        // The lowest heading that is known decides.
        let mut heading = Heading::Unknown;
        for row in (first..=last).rev() {
            if let Some((cell, _)) = cell(table, grid, row, column) {
                heading = columns::heading(&cell.text);
            }
            if heading != Heading::Unknown {
                break;
            }
        }
        let Heading::Column(kind, sure) = heading else { continue };
        match kind {
            Column::Goal => (sure_goal, bare_goal) = (sure_goal || sure, bare_goal || !sure),
            Column::Measures => sure_goal = true,
            Column::Number | Column::Refs | Column::State(_) => {}
            _ => others += if sure { 2 } else { 1 },
        }
        found.push((column, kind, sure));
    }
    if !(sure_goal && others > 1 || bare_goal && others > 3) {
        return None;
    }
    // 完成情况 tells how it goes, or only how it stands: 已完成, 未完成.
    if !found.iter().any(|(_, kind, _)| matches!(kind, Column::Status | Column::State(_))) {
        let stands = |column: usize| {
            let cells = (last + 1..grid.len()).filter_map(|row| Some(cell(table, grid, row, column)?.0.text.trim()));
            let mut cells = cells.filter(|text| !text.is_empty()).peekable();
            cells.peek().is_some() && cells.all(columns::is_state)
        };
        let status = found.iter().rposition(|(column, kind, _)| *kind == Column::Progress && stands(*column));
        if let Some(column) = status.and_then(|at| found.get_mut(at)) {
            column.1 = Column::Status;
        }
    }
    Some(found)
}

/// One row below the headings.
struct Row<'a> {
    table: &'a Table,
    grid: &'a Grid,
    head: &'a Head,
    row: usize,
}

impl<'a> Row<'a> {
    fn task(&self, remarks: &mut Vec<Remark>) -> Task {
        let slots = self.grid.get(self.row).map_or(&[][..], Vec::as_slice);
        let place = slots.iter().flatten().next().and_then(|(r, c)| self.table.rows.get(*r)?.cells.get(*c));
        let at = place.map(|cell| cell.at.clone()).unwrap_or_default();
        let mut task = Task { at, ..Task::default() };
        let mut responsible: Vec<&str> = Vec::new();
        let mut before = None;
        let mut marked = Vec::new();
        for (column, kind, sure) in &self.head.columns {
            let Some((cell, place)) = cell(self.table, self.grid, self.row, *column) else { continue };
            let text = cell.text.trim();
            let none = text.len() <= 6 && COLUMNS.empty.contains(&text);
            // A cell that covers several columns of one meaning counts once.
            if text.is_empty() || none || before.replace((place, *kind)) == Some((place, *kind)) {
                continue;
            }
            match kind {
                Column::Number if task.number.is_empty() => task.number.push_str(text),
                Column::Number => {}
                // Task and goal may stand in columns of their own; together they say what is to be done.
                Column::Goal => add_line(text, "：", &mut task.goal),
                Column::Measures => add_line(text, "\n", &mut task.measures),
                Column::Due => add_part(self.part(*column), text, "；", &mut task.due),
                Column::Progress => add_part(self.part(*column), text, "\n", &mut task.progress),
                // 80% says how far, and only 100% how it stands.
                Column::Status if columns::is_percentage(text) => {
                    add_line(text, "；", &mut task.progress);
                    if columns::state(text).0.is_some() {
                        add_line(text, "；", &mut task.status);
                    }
                }
                Column::Status => add_line(columns::chosen(text).unwrap_or(text), "；", &mut task.status),
                Column::State(state) if columns::is_mark(text) => {
                    marked.push((*column, *state));
                }
                Column::State(_) => add_line(text, "\n", &mut task.progress),
                Column::Lead => task.units.extend(names::units(text)),
                Column::Units if *sure || names::ends_organ(text) => responsible.push(text),
                Column::Units => {}
                Column::Charge => {
                    let (units, leaders) = names::units_and_people(text);
                    task.units.extend(units);
                    task.leaders.extend(leaders);
                }
                Column::Cooperating => task.cooperating.extend(names::units(text)),
                Column::Refs => task.refs.extend(names::units(text)),
                Column::Leaders => {
                    let (names, sure) = names::people(text);
                    if !sure {
                        let about = format!("{text} may be parted into names in several ways");
                        remarks.push(Remark::unclear("names", about, cell.at.clone()));
                    }
                    task.leaders.extend(names);
                }
            }
        }
        responsibility(&mut task, &responsible);
        if let [(column, state)] = marked[..] {
            let heading = self.head.states.iter().find(|(at, _)| *at == column);
            task.status = heading.map_or(String::new(), |(_, heading)| heading.clone());
            task.state = state;
        } else if !task.status.is_empty() {
            let (state, sure) = columns::state(&task.status);
            task.state = state;
            if !sure {
                let about = format!("the status {} has no meaning that is sure", task.status);
                remarks.push(Remark::unclear("task_status", about, task.at.clone()));
            }
        }
        task
    }

    /// The part of a heading that stands over a column: 一季度 below 时间进度.
    fn part(&self, column: usize) -> &str {
        let found = self.head.parts.binary_search_by_key(&column, |(at, _)| *at).ok();
        found.and_then(|at| self.head.parts.get(at)).map_or("", |(_, part)| part)
    }

    /// A cell that covers the whole row is the caption of a group.
    fn is_group(&self) -> bool {
        let Some(slots) = self.grid.get(self.row) else { return true };
        let mut cells = slots.iter().flatten();
        let first = cells.next();
        slots.len() > 1 && cells.all(|slot| Some(slot) == first)
    }

    /// Headings that come again on a new page.
    fn is_heading_again(&self, task: &Task) -> bool {
        if self.head.goal.is_empty() {
            return false;
        }
        // Equal but for blanks: the same heading may be broken over lines in another place.
        let mut printed = self.head.goal.chars().filter(|c| !c.is_whitespace());
        task.goal.chars().filter(|c| !c.is_whitespace()).all(|c| printed.next() == Some(c)) && printed.next().is_none()
    }

    /// Whether the row carries on the row before it, which a page break parted: without a number, in the middle of a sentence.
    fn goes_on(&self, before: &Task, task: &Task) -> bool {
        let numbered = self.head.columns.iter().any(|(_, kind, _)| *kind == Column::Number);
        let empty = task.number.is_empty()
            && task.units.is_empty()
            && task.leaders.is_empty()
            && task.status.is_empty()
            && task.due.is_empty();
        let open = |text: &str, next: &str| {
            !next.is_empty() && !text.is_empty() && !text.ends_with(['。', '；', ';', '.', '！', '：', ':'])
        };
        numbered
            && empty
            && !before.number.is_empty()
            && !starts_numbered(&task.goal)
            && (open(&before.goal, &task.goal) && (task.progress.is_empty() || open(&before.progress, &task.progress))
                || task.goal.is_empty() && open(&before.progress, &task.progress))
    }

    /// A caption whose row was not merged: 一、经济发展 and nothing else.
    fn is_caption(&self, task: &Task) -> bool {
        starts_numbered(&task.goal)
            && self.head.columns.len() > 2
            && self.table.rows.get(self.row).is_some_and(|row| {
                row.cells.len() > 1 && row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() == 1
            })
    }
}

/// Who leads and who cooperates: by columns, or by words in a cell (牵头单位：…；配合单位：…).
fn responsibility(task: &mut Task, responsible: &[&str]) {
    let led = !task.units.is_empty();
    for text in responsible {
        let worded = text.chars().any(|c| matches!(c, '牵' | '牽' | '配' | ':' | '：'));
        let charge =
            if worded { lead_units::of_cell(text) } else { Charge { units: names::units(text), ..Default::default() } };
        let units = if led { &mut task.cooperating } else { &mut task.units };
        units.extend(charge.units);
        task.cooperating.extend(charge.cooperating);
        task.leaders.extend(charge.leaders);
    }
    if task.cooperating.iter().any(|unit| task.units.contains(unit)) {
        let units = std::mem::take(&mut task.cooperating);
        task.cooperating = units.into_iter().filter(|unit| !task.units.contains(unit)).collect();
    }
}

fn starts_numbered(text: &str) -> bool {
    // Most texts begin with what begins no number.
    if !text.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphabetic() || "一二三四五六七八九十第".contains(c))
    {
        return false;
    }
    let head: Vec<char> = text.chars().take(8).map(lantai_text::fold_char).collect();
    number::label(&head).is_some()
}

fn is_sum(task: &Task) -> bool {
    COLUMNS.sums.iter().any(|sum| task.number.starts_with(sum) || task.goal.starts_with(sum))
}

/// Adds a cell's text after the part of the heading that it stands under: 一季度：下达计划.
fn add_part(part: &str, text: &str, stop: &str, to: &mut String) {
    if part.is_empty() {
        return add_line(text, stop, to);
    }
    add_line(&format!("{part}：{text}"), stop, to);
}

/// Adds a cell's text after a stop, unless the same text is there already.
fn add_line(text: &str, stop: &str, to: &mut String) {
    let mut next = String::with_capacity(text.len());
    one_line(text, &mut next);
    if to.is_empty() {
        *to = next;
    } else if *to != next {
        to.push_str(stop);
        to.push_str(&next);
    }
}

/// Lines of a cell read on without a blank between Han characters.
fn one_line(text: &str, joined: &mut String) {
    if memchr(b'\n', text.as_bytes()).is_none() {
        joined.push_str(text);
        return;
    }
    joined.reserve(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(joined.chars().last()) && latin(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
}

//! Forms (表单): tables whose labels stand beside their values, in the first column and the third: 任务名称 | … | 牵头单位 | ….

use lantai_model::{Cell, Row, Table};

use crate::columns::{self, Column, Heading};

/// Rows and cells of a row that a form may have.
const ROWS: usize = 200;
const CELLS: usize = 12;

/// The forms of a table, each as a row of labels above a row of values; a table may hold several, one below the other.
/// None where its cells are no labels and values by turns.
pub fn forms(table: &Table) -> Vec<Table> {
    let pairs = pairs(table).unwrap_or_default();
    let mut forms: Vec<Table> = Vec::new();
    let mut first: Option<&str> = None;
    for (label, value) in pairs {
        let again = first.is_some_and(|first| first == label.text.trim());
        if forms.is_empty() || again {
            forms.push(Table { caption: None, rows: vec![Row { cells: Vec::new() }, Row { cells: Vec::new() }] });
        }
        // A form is known by its task; the label that names it opens the next one.
        if first.is_none() && is_goal(label) {
            first = Some(label.text.trim());
        }
        let plain = |cell: &Cell| Cell { row_span: 1, col_span: 1, ..cell.clone() };
        if let Some([labels, values]) = forms.last_mut().map(|form| form.rows.as_mut_slice()) {
            labels.cells.push(plain(label));
            values.cells.push(plain(value));
        }
    }
    forms
}

/// The labels with their values, where labels stand beside each other and not only below.
fn pairs(table: &Table) -> Option<Vec<(&Cell, &Cell)>> {
    if !(2..=ROWS).contains(&table.rows.len()) {
        return None;
    }
    let mut pairs = Vec::new();
    let (mut known, mut beside, mut headings) = (0usize, 0usize, 0usize);
    for row in &table.rows {
        match row.cells.as_slice() {
            [] | [_] => {}
            cells if cells.len() % 2 == 0 && cells.len() <= CELLS => {
                let is_heading = |cell: &Cell| matches!(columns::heading(&cell.text), Heading::Column(_, true));
                // A row of headings is that of another kind of table; a value may be like one: 进度滞后.
                if cells.len() > 2 && cells.iter().all(is_heading) {
                    return None;
                }
                for pair in cells.chunks_exact(2) {
                    let [label, value] = pair else { continue };
                    known += usize::from(is_heading(label));
                    headings += usize::from(is_heading(value));
                    pairs.push((label, value));
                }
                beside += usize::from(cells.len() > 2);
            }
            _ => return None,
        }
    }
    let labels = pairs.iter().filter(|(label, _)| label.text.chars().count() <= 14).count();
    let goal = pairs.iter().any(|(label, _)| is_goal(label));
    (goal
        && beside > 0
        && known >= 3
        && known * 2 >= pairs.len()
        && headings * 4 <= pairs.len()
        && labels == pairs.len())
    .then_some(pairs)
}

fn is_goal(label: &Cell) -> bool {
    matches!(columns::heading(&label.text), Heading::Column(Column::Goal, true))
}

#[cfg(test)]
mod tests {
    use lantai_model::{Span, Task};

    use super::*;
    use crate::task_table;

    fn read(rows: &[&str]) -> Vec<Task> {
        let row = |line: &&str| Row { cells: line.split('|').map(|text| Cell::new(text, Span::default())).collect() };
        let table = Table { caption: None, rows: rows.iter().map(row).collect() };
        let mut tasks = Vec::new();
        task_table::read(&table, None, &mut tasks, &mut Vec::new());
        tasks
    }

    #[test]
    fn labels_in_the_first_column_and_the_third() {
        let tasks = read(&[
            "重点任务进展情况表",
            "任务名称|建设科创园|牵头领导|朱明",
            "牵头单位|县科技局|配合单位|县财政局、县住建局",
            "具体举措|完成主体工程。",
            "完成时限|2024年12月|完成状态|滞后",
            "任务名称|修建县道|牵头领导|李静",
            "牵头单位|县交通局|配合单位|",
            "完成时限|2024年6月|完成状态|进度滞后",
        ]);
        let [park, road] = tasks.as_slice() else { panic!("{tasks:?}") };
        assert_eq!((&*park.goal, &*park.measures, &*park.due), ("建设科创园", "完成主体工程。", "2024年12月"));
        assert_eq!(park.cooperating, ["县财政局", "县住建局"]);
        assert_eq!((&park.leaders, &*park.status), (&vec!["朱明".to_owned()], "滞后"));
        assert_eq!((&*road.goal, &road.units, &*road.status), ("修建县道", &vec!["县交通局".to_owned()], "进度滞后"));
    }

    #[test]
    fn what_is_no_form_of_a_task() {
        // An application, and a form without a task.
        assert!(
            read(&["项目名称|高产栽培|申报单位|青溪农场", "负责人|王恒|实施时间|2024年", "工作内容|栽培"]).is_empty()
        );
        assert!(read(&["姓名|王恒|单位|县科技局", "职务|局长|任务|"]).is_empty());
    }
}

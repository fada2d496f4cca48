//! Tasks: rows of task tables, numbered items of work points, items that name the clause they carry out, and measures
//! that name who leads them.

use lantai_model::{Block, Genre, NumberStyle, Placed, Remark, Role, Section, Task};

use crate::lead_units;
use crate::measures;
use crate::names;
use crate::region;
use crate::role_words;
use crate::roster;
use crate::roster_meeting;
use crate::tail;
use crate::task_table;

/// A section that waits to be read, with what is known from above it.
struct Waiting<'a> {
    section: &'a Section,
    /// Items below are tasks by their place (重点任务).
    items: bool,
    /// Style of the number above.
    above: Option<NumberStyle>,
    /// A section above is a task with all its text: only tables below are read.
    inside: bool,
    /// The heading above names units, and the items below are theirs.
    units: &'a str,
    /// Depth below the body.
    depth: u32,
}

/// Words of headings whose items are phases or events, or what is looked at in an examination.
const PHASES: [&str; 7] = ["步骤", "阶段", "进度", "活动内容", "考核内容", "检查内容", "评分"];

/// All tasks of a document's text, in reading order; of what stands below its signature, those of tables.
pub fn find(body: &Section, notes: &[Placed], genre: Genre, remarks: &mut Vec<Remark>) -> Vec<Task> {
    let mut tasks = Vec::new();
    let planned = matches!(genre, Genre::KeyPoints | Genre::Plan | Genre::Notice);
    let stated =
        body.children.iter().any(|section| section.role == Some(Role::Tasks) && role_words::named(&section.heading));
    let by_units = !matches!(genre, Genre::Summary | Genre::Progress) && is_by_units(body);
    let mut waiting = vec![Waiting { section: body, items: false, above: None, inside: false, units: "", depth: 0 }];
    while let Some(Waiting { section, mut items, above, mut inside, mut units, depth }) = waiting.pop() {
        // A table may be cut into several, one right below the other.
        let mut head = None;
        for placed in &section.blocks {
            match &placed.block {
                Block::Table(table) => head = task_table::read(table, head.take(), &mut tasks, remarks),
                Block::Paragraph(paragraph) if is_continued(&paragraph.text) => {}
                _ => head = None,
            }
        }
        if depth == 1 {
            // Work points without a chapter of tasks are tasks from their first level on.
            // Phases (实施步骤) and events (活动内容) are no tasks, nor is whatever a notice asks for.
            items = planned
                && section.role == Some(Role::Tasks)
                && !PHASES.iter().any(|word| section.heading.contains(word))
                && (genre != Genre::Notice || role_words::named(&section.heading))
                || genre == Genre::KeyPoints && !stated && section.role.is_none();
            if by_units && is_local_organ(&section.heading) {
                (items, units) = (true, &section.heading);
            }
        }
        if !inside {
            let before = tasks.len();
            if let Some(task) = measures::of_heading(section, genre).or_else(|| measures::of_items(section)) {
                tasks.push(task);
                inside = true;
            } else {
                measures::of_text(section, &mut tasks);
                if let [task] = &mut tasks[before..] {
                    measures::of_last_item(section, task);
                }
                let chapter = || depth == 1 && section.role.is_some() && role_words::named(&section.heading);
                // Minutes say of each matter who is to see to it; what they only tell is no task.
                let minutes = genre == Genre::Minutes && depth > 0;
                if (items || minutes) && tasks.len() == before && !(items && chapter()) {
                    let item =
                        of_item(section, above).map(|task| if minutes { without_attendance(task) } else { task });
                    tasks.extend(item.filter(|task| items || !task.units.is_empty()));
                }
                for task in &mut tasks[before..] {
                    if task.units.is_empty() && !units.is_empty() {
                        task.units = names::units(units);
                    }
                }
            }
        }
        let above = section.number.as_ref().map(|number| number.style);
        let below = |section| Waiting { section, items, above, inside, units, depth: depth + 1 };
        waiting.extend(section.children.iter().rev().map(below));
    }
    let mut head = None;
    for note in notes {
        if let Block::Table(table) = &note.block {
            head = task_table::read(table, head.take(), &mut tasks, remarks);
        }
    }
    // A line that says who and nothing else is no task.
    tasks.retain(|task| !task.goal.is_empty() || !task.measures.is_empty());
    tasks
}

/// 续表, （续上表）: the table above goes on.
fn is_continued(text: &str) -> bool {
    text.len() <= 30 && text.contains('续') && text.contains('表')
}

/// A numbered item that holds no items itself: 1.强化创新主体培育。…
fn of_item(section: &Section, above: Option<NumberStyle>) -> Option<Task> {
    let number = section.number.as_ref()?;
    if !is_item(number.style, above) {
        return None;
    }
    let holds = |child: &Section| child.number.as_ref().is_some_and(|below| is_item(below.style, Some(number.style)));
    if section.children.iter().any(holds) {
        return None;
    }
    let (goal, measures) = match section.heading.trim() {
        "" => (text_of(section), String::new()),
        heading => (heading.to_owned(), text_of(section)),
    };
    let mut task = Task { number: printed_number(section), goal, measures, at: section.at.clone(), ..Task::default() };
    // （一）县发展改革委。负责…: the heading names who, the text what.
    let name = task.goal.trim_end_matches(['。', '：', ':']);
    if !task.measures.is_empty() && is_local_organ(name) {
        task.units = names::units(name);
        task.goal = std::mem::take(&mut task.measures);
    }
    claim(&mut task);
    if task.units.is_empty() && task.cooperating.is_empty() {
        let charge = lead_units::of_sentences(&task.measures).or_else(|| lead_units::of_sentences(&task.goal));
        let charge = charge.unwrap_or_default();
        (task.units, task.cooperating) = (charge.units, charge.cooperating);
    }
    (!task.goal.is_empty()).then_some(task)
}

/// Who attended stands below the last matter of minutes, and belongs to none.
fn without_attendance(mut task: Task) -> Task {
    let mut from = 0;
    for line in task.measures.split('\n') {
        let head: Vec<char> = line.chars().take(40).map(lantai_text::fold_char).collect();
        if roster::role(&head).is_some_and(|(role, _)| roster_meeting::attends(&role)) {
            task.measures.truncate(from);
            break;
        }
        from += line.len() + 1;
    }
    task.measures.truncate(task.measures.trim_end().len());
    task
}

/// Units in the bracket that ends an item, of whatever form: [高新科、各县（区）科技局], 【计划科牵头，农村科配合】, （监督科）.
fn claim(task: &mut Task) {
    let text = if task.measures.is_empty() { &mut task.goal } else { &mut task.measures };
    let Some((before, charge)) = lead_units::of_end(text) else { return };
    if task.units.is_empty() && task.cooperating.is_empty() {
        *text = before.to_owned();
        task.leaders.extend(charge.leaders);
        task.units = charge.units;
        task.cooperating = charge.cooperating;
        if task.due.is_empty() {
            task.due = charge.due;
        }
    }
}

/// The text goes by units: 一、县发展改革局 1.… 2.… 二、县财政局 3.….
fn is_by_units(body: &Section) -> bool {
    let by_unit = |section: &&Section| {
        section.children.first().is_some_and(|child| child.number.is_some()) && is_local_organ(&section.heading)
    };
    body.children.len() > 1 && body.children.iter().filter(by_unit).count() * 4 >= body.children.len() * 3
}

/// An organ by its place and its end: 县发展改革委, 青溪县财政局; 做强平台 only ends as organs do.
fn is_local_organ(name: &str) -> bool {
    let folded: Vec<char> = name.chars().take(16).map(lantai_text::fold_char).collect();
    (region::bare_level(&folded).is_some() || region::leading(&folded) > 0) && tail::is_organ_name(name)
}

/// 一是, ① and （1） below 1. are steps of an item and no items.
fn is_item(style: NumberStyle, above: Option<NumberStyle>) -> bool {
    match style {
        NumberStyle::Inline | NumberStyle::Circled => false,
        NumberStyle::ArabicParen => above != Some(NumberStyle::Arabic),
        _ => true,
    }
}

/// A section's number without the stop after it.
pub fn printed_number(section: &Section) -> String {
    section.number.as_ref().map_or("", |number| number.label.trim_end_matches(['、', '.', '．'])).to_owned()
}

/// The text below a heading, as printed: an item's number and its text on one line.
pub fn text_of(section: &Section) -> String {
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

/// The clauses and offices that a bracket names: 第16条、高新科. None when it names no clause.
pub fn references(inner: &str) -> Option<Vec<String>> {
    let stop = |c: char| matches!(c, '、' | ',' | '，' | ';' | '；' | ' ');
    let clause = |piece: &str| {
        let mut folded = piece.chars().map(lantai_text::fold_char);
        folded.next() == Some('第') && folded.next_back().is_some_and(|c| "条项号款".contains(c))
    };
    let found = inner.len() <= 300 && names::pieces(inner, stop).any(clause);
    found.then(|| names::pieces(inner, stop).map(str::to_owned).collect())
}

//! Rosters in tables: by their headings (姓名, 职务), or by roles in the first column.

use lantai_model::{Member, Span, Table};

use crate::line::key_of_text;
use crate::roster::{self, RULES};

/// Bytes of the longest heading of a column, blanks between its letters included.
const HEADING: usize = 90;

/// Ends of headings of roles: 专家组职务.
const ROLES: [&str; 4] = ["组职务", "专班职务", "指挥部职务", "委员会职务"];

/// Members that a table names. A list of names without roles is a roster only under a group's heading.
pub fn find(table: &Table, group: &str) -> Vec<Member> {
    let grid = table.grid();
    let cell = |row: usize, column: usize| -> Option<(&str, &Span)> {
        let (r, c) = (*grid.get(row)?.get(column)?)?;
        let cell = table.rows.get(r)?.cells.get(c)?;
        Some((cell.text.as_str(), &cell.at))
    };
    let text =
        |row: usize, column: Option<usize>| column.and_then(|column| cell(row, column)).map_or("", |(text, _)| text);
    let columns = |row: usize| -> Option<Columns> {
        let mut found = Columns::default();
        for column in 0..grid.get(row)?.len() {
            let text = text(row, Some(column));
            if text.len() <= HEADING {
                found.heading(column, &key_of_text(text));
            }
        }
        // 职务 beside 单位及职务 is the role, and so is one that holds no posts but 组长, 成员.
        let roles = |column: usize, sure: bool| {
            let cells =
                || (row + 1..grid.len()).map(|row| key_of_text(text(row, Some(column)))).filter(|key| !key.is_empty());
            let all = cells().all(|key| RULES.roles.contains(&key.chars().collect::<Vec<_>>()));
            all && (sure
                || found.name.is_some_and(|name| column < name)
                || cells().any(|key| matches!(&*key, "组长" | "成员" | "组员" | "副组长")))
        };
        if found.role.is_none()
            && let Some(post) = found.post.filter(|post| roles(*post, found.other.is_some()))
        {
            (found.role, found.post) = (Some(post), found.other);
        }
        (found.name.is_some() && (found.post.is_some() || found.unit.is_some())).then_some(found)
    };
    let mut members = Vec::new();
    let mut add = |row: usize, columns: &Columns| {
        let name = key_of_text(text(row, columns.name));
        let role = key_of_text(text(row, columns.role));
        let posts: Vec<String> = [columns.unit, columns.post]
            .iter()
            .map(|column| line(text(row, *column)))
            .filter(|post| !post.is_empty())
            .collect();
        let title = posts.concat();
        let known = RULES.roles.contains(&role.chars().collect::<Vec<_>>());
        let chars: Vec<char> = name.chars().collect();
        let person = roster::is_name(&chars)
            || known && roster::may_be_name(&chars) && roster::is_post(&title.chars().collect::<Vec<_>>());
        if !person || !known && group.is_empty() {
            return;
        }
        // 组别 parts a group; whose is no group (小学组) is no member.
        let own = key_of_text(text(row, columns.group));
        let group = if own.is_empty() { group } else { &own };
        let at = columns.name.and_then(|column| cell(row, column)).map(|(_, at)| at.clone()).unwrap_or_default();
        members.push(Member { name, title, role, group: group.to_owned(), at });
    };
    if let Some(header) = (0..grid.len().min(3)).find(|row| columns(*row).is_some()) {
        if let Some(columns) = columns(header) {
            (header + 1..grid.len()).for_each(|row| add(row, &columns));
        }
        return members;
    }
    // Without headings: 组长 | 王恒 | 县长.
    let columns = Columns { role: Some(0), name: Some(1), post: Some(2), ..Columns::default() };
    for row in 0..grid.len() {
        let first = text(row, Some(0));
        let begins = first.trim_start().chars().next().map(lantai_text::fold_char);
        if !begins.is_some_and(|c| RULES.role_starts.contains(c)) {
            continue;
        }
        let role: Vec<char> = key_of_text(first).chars().collect();
        if RULES.roles.contains(&role) {
            add(row, &columns);
        }
    }
    members
}

/// Labels of attendance with what stands beside them, in the tables of minutes: 主持人 | 王恒 | 记录人 | 李静.
pub fn attendance(table: &Table) -> impl Iterator<Item = (String, &lantai_model::Cell)> {
    let pairs = table.rows.iter().flat_map(|row| row.cells.windows(2));
    pairs.filter_map(|pair| {
        let [label, value] = pair else { return None };
        if label.text.len() > HEADING {
            return None;
        }
        let key: Vec<char> = key_of_text(label.text.trim_end_matches(['：', ':'])).chars().collect();
        RULES.attendance.contains(&key).then(|| (key.into_iter().collect(), value))
    })
}

#[derive(Default)]
struct Columns {
    name: Option<usize>,
    post: Option<usize>,
    unit: Option<usize>,
    role: Option<usize>,
    group: Option<usize>,
    /// A second column of posts.
    other: Option<usize>,
}

impl Columns {
    fn heading(&mut self, column: usize, heading: &str) {
        let words = &RULES.columns;
        let is = |list: &[String]| list.iter().any(|word| word == heading);
        let slot = match () {
            () if is(&words.name) => &mut self.name,
            () if is(&words.post) && self.post.is_some() => &mut self.other,
            () if is(&words.post) => &mut self.post,
            () if is(&words.group) => &mut self.group,
            () if is(&words.unit) => &mut self.unit,
            () if is(&words.role) || ROLES.iter().any(|end| heading.ends_with(end)) => &mut self.role,
            () => return,
        };
        slot.get_or_insert(column);
    }
}

/// As printed, on one line.
fn line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use lantai_model::{Cell, Row};

    use super::*;

    fn read(rows: &[&str], group: &str) -> Vec<String> {
        let row = |line: &&str| Row { cells: line.split('|').map(|text| Cell::new(text, Span::default())).collect() };
        let table = Table { caption: None, rows: rows.iter().map(row).collect() };
        find(&table, group).iter().map(|m| [&*m.role, &*m.name, &*m.title].join("|")).collect()
    }

    #[test]
    fn by_headings_and_by_roles() {
        let rows = [
            "序号|姓 名|工作单位|职务|组内职务",
            "1|王　恒|县政府|县长|组长",
            "2|李静|县财政局|局长|成员",
            "3||待定||",
        ];
        assert_eq!(read(&rows, ""), ["组长|王恒|县政府县长", "成员|李静|县财政局局长"]);
        assert_eq!(
            read(&["组 长|王恒|县长", "成员|李静|县财政局\n局长"], ""),
            ["组长|王恒|县长", "成员|李静|县财政局局长"]
        );
        let rows =
            ["组别|职务|姓名|单位及职务", "宣传组|组长|王恒|县委宣传部副部长", "宣传组|成员|李静|县融媒体中心主任"];
        assert_eq!(read(&rows, "工作专班"), ["组长|王恒|县委宣传部副部长", "成员|李静|县融媒体中心主任"]);
        assert_eq!(read(&["职务|姓名|单位", "主 任|王恒|县政府"], "协会"), ["主任|王恒|县政府"]);
        // Who sat an examination is no member of a group.
        assert!(read(&["姓名|单位", "王恒|县一中"], "").is_empty());
        assert_eq!(read(&["姓名|单位", "王恒|县一中"], "评审组"), ["|王恒|县一中"]);
    }
}

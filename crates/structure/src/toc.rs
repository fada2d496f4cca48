//! Gazettes: the table of contents and the documents that it lists.

use lantai_model::Remark;

use crate::line::Line;
use crate::parts::TitleKeys;

/// Lines from the start among which a table of contents is looked for.
const REACH: usize = 80;

/// A gazette's issue, split.
pub struct Issue {
    /// The table of contents, as a remark.
    pub contents: Option<Remark>,
    /// The lines of each document, its title first.
    pub documents: Vec<Vec<Line>>,
}

/// Splits a gazette at the titles that its table of contents lists; `lines` keeps what stands before it.
pub fn split(lines: &mut Vec<Line>) -> Option<Issue> {
    let entries = entries(lines);
    let starts: Vec<usize> =
        if entries.is_empty() { by_titles(lines) } else { entries.iter().map(|e| e.start).collect() };
    let first = *starts.first()?;
    let mut documents = Vec::new();
    for start in starts.iter().rev() {
        documents.push(lines.split_off(*start));
    }
    documents.reverse();
    let contents = entries.first().map(|entry| {
        let last = entries.iter().map(|entry| entry.line).max().unwrap_or(entry.line);
        // Headings of the table (政府文件) stand right above its first entry.
        let above = lines[..entry.line].iter().rev().take_while(|line| is_entry(line) && line.width() <= 12).count();
        let table: Vec<Line> = lines.drain(entry.line - above..(last + 1).min(first)).collect();
        let text = table.iter().map(Line::text).collect::<Vec<_>>().join("\n");
        let at = table.first().map(|line| line.at.clone()).unwrap_or_default();
        Remark::omitted("table_of_contents", text, at)
    });
    Some(Issue { contents, documents })
}

struct Entry {
    line: usize,
    start: usize,
}

/// Entries of the table of contents: short lines near the start that come again, in order, as titles.
fn entries(lines: &[Line]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let keys = TitleKeys::new(lines);
    let mut limit = lines.len().min(REACH);
    let mut line = 0;
    while line < limit {
        if is_entry(&lines[line]) {
            let key = entry_key(&lines[line]);
            let from = entries.last().map_or(line + 1, |entry| entry.start + 1);
            let again = (from..lines.len()).find(|at| keys.run_equal(*at, &key).is_some());
            if let Some(start) = again.filter(|_| key.chars().count() >= 6) {
                limit = limit.min(entries.first().map_or(start, |entry| entry.start));
                entries.push(Entry { line, start });
            }
        }
        line += 1;
    }
    entries
}

fn is_entry(line: &Line) -> bool {
    line.is_paragraph() && (2..=150).contains(&line.width()) && !line.last().is_some_and(|c| "。;:,".contains(c))
}

/// A title without the dots and the page number that follow it in a table of contents.
fn entry_key(line: &Line) -> String {
    let key: String = line.key().chars().filter(|c| !"《》“”\"".contains(*c)).collect();
    let bare = key.trim_end_matches(|c: char| c.is_ascii_digit() || ".·…—-()".contains(c));
    // Digits that end the title itself are kept where no dots stand before them.
    if bare.len() < key.len() && key[bare.len()..].contains(['.', '·', '…']) { bare.to_owned() } else { key }
}

/// Without a table of contents: titles 关于…的通知 that addressees follow.
fn by_titles(lines: &[Line]) -> Vec<usize> {
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| {
            let line = &lines[*at];
            let key = line.key();
            is_entry(line)
                && key.contains("关于")
                && ["通知", "意见", "决定", "批复", "通报", "公告", "通告"].iter().any(|word| key.ends_with(word))
                && lines[at + 1..].iter().take(4).any(|next| next.last() == Some(':'))
        })
        .collect();
    if starts.len() >= 2 { starts } else { Vec::new() }
}

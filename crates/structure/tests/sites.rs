//! Invented pages of many families of sites, read whole: what is metadata, what is text, and that nothing else stays.
//! Each `sites/*.page` states the fields (`name: value as printed or ISO date`), whether the text is told to be
//! incomplete, the text, and the page. Texts are compared without blanks.

use std::fmt::Write as _;
use std::path::Path;

use lantai_model::{Block, Document, Name, Placed, Remark, Section, Value};

#[test]
fn pages_of_all_families_are_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of pages is there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "page"))
        .collect();
    files.sort();
    assert!(files.len() >= 30, "{} pages", files.len());
    let only = std::env::var("ONLY").ok();
    let mut wrong = String::new();
    for file in &files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if only.as_ref().is_none_or(|only| name.contains(only.as_str())) {
            let text = std::fs::read_to_string(file).expect("a page can be read");
            for fault in check(&text) {
                let _ = writeln!(wrong, "{name}: {fault}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Reads a page and says what is not as its head states.
fn check(file: &str) -> Vec<String> {
    let (head, rest) = file.split_once("body:\n").expect("a page states its text");
    let (body, page) = rest.split_once("page:\n").expect("a page follows");
    let flow = lantai_html::read(page).expect("the page is read").flow;
    let (flow, mut remarks) = lantai_clean::clean(flow);
    let (document, more) = lantai_structure::structure(flow);
    remarks.extend(more);
    if std::env::var_os("SHOW").is_some() {
        println!("{:#?}\n{:#?}\n{}", document.meta, remarks, text(&document));
    }

    let mut wrong = Vec::new();
    for line in head.lines() {
        let (key, expected) = line.split_once(": ").expect("a field is `name: value`");
        let found = if key == "incomplete" {
            let told = |remark: &&Remark| match remark {
                Remark::Limited { rule, .. } | Remark::Unclear { rule, .. } => rule == "incomplete",
                _ => false,
            };
            let surely = |remark: &Remark| matches!(remark, Remark::Limited { .. });
            let told: Vec<bool> = remarks.iter().filter(told).map(surely).collect();
            let word = match (told.contains(&true), told.is_empty()) {
                (true, _) => "surely",
                (false, false) => "perhaps",
                (false, true) => "no",
            };
            word.to_owned()
        } else {
            let name = Name::from_key(key).expect("the field has a name");
            let field = document.meta.get(name);
            field.map_or(String::new(), |field| match &field.value {
                Value::Date(date) => date.to_string().chars().take(10).collect(),
                Value::Text(text) => text.clone(),
                Value::Words(_) => field.stated.clone(),
                Value::Period(period) => format!("{}/{}", period.from, period.to),
            })
        };
        if found != expected {
            wrong.push(format!("{key} is «{found}», not «{expected}»"));
        }
    }
    let blankless = |text: &str| text.split_whitespace().collect::<String>();
    let (found, expected) = (text(&document), body);
    if blankless(&found) != blankless(expected) {
        let lacks = |all: &str, line: &&str| !blankless(all).contains(&blankless(line));
        let more: Vec<&str> = found.lines().filter(|line| lacks(expected, line)).collect();
        let less: Vec<&str> = expected.lines().filter(|line| lacks(&found, line)).collect();
        wrong.push(format!("the text has too much {more:?}, too little {less:?}"));
    }
    wrong
}

/// All text of a document in reading order; cells apart by `|`.
fn text(document: &Document) -> String {
    let mut text = String::new();
    if let Some(salutation) = &document.salutation {
        let _ = writeln!(text, "{}", salutation.stated);
    }
    section(&document.body, &mut text);
    blocks(&document.closing, &mut text);
    blocks(&document.attachment_list, &mut text);
    if let Some(signature) = &document.signature {
        let _ = writeln!(text, "{}", signature.stated);
    }
    blocks(&document.notes, &mut text);
    for part in &document.parts {
        let fields = part.meta.fields.iter().map(|(_, field)| field);
        for field in fields.chain(&part.meta.other) {
            let _ = writeln!(text, "{}", field.stated);
        }
        text.push_str(&self::text(part));
    }
    text
}

fn section(section_: &Section, text: &mut String) {
    let number = section_.number.as_ref().map_or("", |number| &number.label);
    let _ = write!(text, "{number}{}", section_.heading);
    if !section_.heading.is_empty() {
        text.push('\n');
    }
    blocks(&section_.blocks, text);
    section_.children.iter().for_each(|child| section(child, text));
}

fn blocks(blocks: &[Placed], text: &mut String) {
    for placed in blocks {
        match &placed.block {
            Block::Paragraph(paragraph) => {
                let _ = writeln!(text, "{}", paragraph.text);
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).collect();
                    let _ = writeln!(text, "{}", cells.join("|"));
                }
            }
            Block::Image(_) => {}
        }
    }
}

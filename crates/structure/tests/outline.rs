//! Documents of difficult shape and the outline that each must have, as files that a person can read.
//!
//! `outline/NAME.txt` holds a document, one paragraph a line, its title first; looks stand before a line in braces:
//! `{h1}` heading level, `{b}` bold, `{c}` centred, `{e}` to the right, `{t}` a table's row. `outline/NAME.outline` was
//! written by hand (21 on: read and corrected by hand): `=` a document's title, `¶` a block's first words, `1 一、| 标题 <role>` a section with its level,
//! `!` a remark on the structure. Nothing blesses these files: where they differ, one of the two is wrong.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use lantai_model::{Align, Block, Cell, Cues, Document, Flow, Item, Paragraph, Remark, Row, Section, Span, Table};

/// Rules whose remarks the files state.
const RULES: &[&str] =
    &["outline_", "attachment_", "table_of_contents", "repeated_title", "title_repeated", "collection_"];

#[test]
fn documents_of_difficult_shape() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outline");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|ext| ext == "txt"));
    names.sort();
    assert!(names.len() >= 20, "{} documents", names.len());
    let mut wrong = String::new();
    for path in names {
        let expected = fs::read_to_string(path.with_extension("outline")).unwrap();
        let found = outline(&fs::read_to_string(&path).unwrap());
        let tidy = |text: &str| text.lines().map(first_words).collect::<Vec<_>>();
        if tidy(&expected) != tidy(&found) {
            let _ = writeln!(wrong, "--- {}\n{found}", path.file_stem().unwrap().to_string_lossy());
            let (expected, found) = (tidy(&expected), tidy(&found));
            for at in 0..expected.len().max(found.len()) {
                let (e, f) = (expected.get(at), found.get(at));
                if e != f {
                    let _ = writeln!(wrong, "line {}: expected {e:?}, found {f:?}", at + 1);
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A block is known by twelve characters; blanks at the end of a line say nothing.
fn first_words(line: &str) -> String {
    match line.split_once("¶ ") {
        Some((pad, words)) => format!("{pad}¶ {}", words.chars().take(12).collect::<String>()),
        None => line.trim_end().to_owned(),
    }
}

fn outline(text: &str) -> String {
    let mut flow = Flow::default();
    for (number, line) in text.lines().enumerate() {
        let at = Span::text(number, number + 1);
        flow.items.push(item(line, at));
    }
    let (document, remarks) = lantai_structure::structure(flow);
    let mut out = String::new();
    write_document(&mut out, &document, 0);
    for remark in &remarks {
        let (rule, about) = match remark {
            Remark::Unclear { rule, about, .. } => (rule, about.as_str()),
            Remark::Omitted { rule, text, .. } => (rule, text.as_str()),
            _ => continue,
        };
        if RULES.iter().any(|prefix| rule.starts_with(prefix)) {
            let word = if matches!(remark, Remark::Unclear { .. }) {
                about.split_whitespace().next()
            } else {
                about.lines().next()
            };
            let _ = writeln!(out, "! {rule} {}", word.unwrap_or_default());
        }
    }
    out
}

fn item(line: &str, at: Span) -> Item {
    let mut cues = Cues::default();
    let mut text = line;
    let mut table = false;
    if let Some((looks, rest)) = line.strip_prefix('{').and_then(|line| line.split_once('}')) {
        text = rest;
        for look in looks.split(',') {
            match look {
                "b" => cues.bold = true,
                "c" => cues.align = Align::Center,
                "e" => cues.align = Align::End,
                "t" => table = true,
                _ => cues.heading = look.trim_start_matches('h').parse().expect("a look"),
            }
        }
    }
    let block = if table {
        let cells = text.split('|').map(|cell| Cell::new(cell, at.clone())).collect();
        Block::Table(Table { caption: None, rows: vec![Row { cells }] })
    } else {
        Block::Paragraph(Paragraph::plain(text))
    };
    Item { block, cues, at }
}

fn write_document(out: &mut String, document: &Document, depth: usize) {
    // A part's title stands one step left of its text.
    let _ = writeln!(out, "{}= {}", "  ".repeat(depth.saturating_sub(1)), document.meta.title());
    write_section(out, &document.body, depth, 0);
    for part in &document.parts {
        write_document(out, part, depth + 1);
    }
}

fn write_section(out: &mut String, section: &Section, depth: usize, level: usize) {
    let pad = "  ".repeat(depth);
    for placed in &section.blocks {
        let words = match &placed.block {
            Block::Paragraph(paragraph) => paragraph.text.chars().take(13).collect(),
            Block::Table(_) => "[table]".to_owned(),
            Block::Image(_) => "[image]".to_owned(),
        };
        let _ = writeln!(out, "{pad}¶ {words}");
    }
    for child in &section.children {
        let label = child.number.as_ref().map_or("", |number| number.label.as_str());
        let roles: Vec<&str> = child.role.iter().chain(&child.also).map(|role| role.as_str()).collect();
        let roles = if roles.is_empty() { String::new() } else { format!(" <{}>", roles.join(", ")) };
        let line = format!("{pad}{} {label}| {}{roles}", level + 1, child.heading).replace("|  <", "| <");
        let _ = writeln!(out, "{line}");
        write_section(out, child, depth + 1, level + 1);
    }
}

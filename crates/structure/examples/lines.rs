//! Prints the structure of a text whose lines are paragraphs: `cargo run -p lantai-structure --example lines FILE`.

use lantai_model::{Block, Cues, Flow, Item, Paragraph, Section, Span};

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("readable");
    let mut flow = Flow::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let block = Block::Paragraph(Paragraph::plain(line.trim()));
        flow.items.push(Item { block, cues: Cues::default(), at: Span::default() });
    }
    let (mut document, remarks) = lantai_structure::structure(flow);
    lantai_structure::records(&mut document);
    show(&document, 0);
    for remark in remarks {
        println!("{}", serde_json::to_string(&remark).unwrap_or_default());
    }
}

fn show(document: &lantai_model::Document, depth: usize) {
    let pad = "    ".repeat(depth);
    println!("{pad}DOC {} title={:?} to={:?}", document.genre.as_str(), document.meta.title(), document.addressees);
    for (name, field) in &document.meta.fields {
        println!("{pad}  {} {:?}={:?} {:?}", name.as_str(), field.label, field.stated, field.value);
    }
    for field in &document.meta.other {
        println!("{pad}  other {:?}={:?}", field.label, field.stated);
    }
    section(&document.body, depth + 1);
    for task in &document.tasks {
        println!(
            "{pad}  TASK {} {:?} {:?} {:?} {:?} {:?}",
            task.number,
            task.leaders,
            task.units,
            task.status,
            task.refs,
            task.goal.chars().take(20).collect::<String>()
        );
    }
    println!(
        "{pad}  SIGN {:?}",
        document.signature.as_ref().map(|s| (&s.organs, s.date.as_ref().map(|d| d.value.to_string())))
    );
    for (name, placed) in [("CLOSE", &document.closing), ("LIST", &document.attachment_list), ("NOTE", &document.notes)]
    {
        for line in placed {
            match &line.block {
                Block::Paragraph(paragraph) => println!("{pad}  {name} {}", paragraph.text),
                block => println!("{pad}  {name} {block:?}"),
            }
        }
    }
    for member in &document.people {
        println!("{pad}  WHO {}|{}|{}|{}", member.role, member.name, member.title, member.group);
    }
    for part in &document.parts {
        show(part, depth + 1);
    }
}

fn section(section_: &Section, depth: usize) {
    let pad = "    ".repeat(depth);
    let number = section_.number.as_ref().map(|n| n.label.as_str()).unwrap_or("");
    println!("{pad}§ {number} {} {:?} blocks={}", section_.heading, section_.role, section_.blocks.len());
    for block in &section_.blocks {
        if let Block::Paragraph(p) = &block.block {
            println!("{pad}  ¶ {}", p.text.chars().take(30).collect::<String>());
        }
    }
    for child in &section_.children {
        section(child, depth + 1);
    }
}

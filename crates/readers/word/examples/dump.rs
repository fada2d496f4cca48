//! Prints what the reader sees in DOCX files: one line for each item, then facts and remarks.
//! With `--text`, plain text only (a merged cell is repeated in each row and column that it covers once per row).
//! With `--time N`, reads each file N times and prints nothing but the time.

use std::time::Instant;

use lantai_model::{Block, Reading};

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let text_only = args.first().is_some_and(|arg| arg == "--text");
    let rounds: u32 = match args.first() {
        Some(arg) if arg == "--time" => args.get(1).and_then(|n| n.parse().ok()).unwrap_or(1),
        _ => 0,
    };
    args.drain(..usize::from(text_only) + if rounds > 0 { 2 } else { 0 });
    for path in &args {
        let Ok(bytes) = std::fs::read(path) else {
            eprintln!("{path}: cannot be opened");
            continue;
        };
        if rounds > 0 {
            let start = Instant::now();
            for _ in 0..rounds {
                let _ = std::hint::black_box(lantai_word::read(&bytes));
            }
            println!("{:?}\t{path}", start.elapsed() / rounds);
            continue;
        }
        match lantai_word::read(&bytes) {
            Err(error) => println!("{path}: {} ({})", error, error.kind.as_str()),
            Ok(reading) if text_only => print_text(&reading),
            Ok(reading) => print_items(path, &reading),
        }
    }
}

fn print_text(reading: &Reading) {
    for item in reading.flow.items.iter().filter(|item| item.cues.margin.is_none() && !item.cues.hidden) {
        match &item.block {
            Block::Paragraph(paragraph) => println!("{}", paragraph.text),
            Block::Table(table) => {
                for row in table.grid() {
                    let mut before = None;
                    for slot in row {
                        if slot.is_some() && slot != before {
                            let (r, c) = slot.unwrap_or_default();
                            print!("{} | ", table.rows[r].cells[c].text.replace('\n', " "));
                        }
                        before = slot;
                    }
                    println!();
                }
            }
            Block::Image(_) => {}
        }
    }
}

fn print_items(path: &str, reading: &Reading) {
    println!("== {path}");
    for item in &reading.flow.items {
        let cues = &item.cues;
        print!("{} ", item.at);
        if cues.heading > 0 {
            print!("h{} ", cues.heading);
        }
        if cues.bold {
            print!("bold ");
        }
        if cues.hidden {
            print!("hidden ");
        }
        if let Some(margin) = cues.margin {
            print!("{margin:?} ");
        }
        if let Some(style) = &cues.style {
            print!("[{style}] ");
        }
        print!("{:?} {:.2} auto {} ", cues.align, cues.size, cues.auto_number);
        match &item.block {
            Block::Paragraph(paragraph) => {
                println!("list {} {:?} {:?}", paragraph.list, paragraph.text, paragraph.marks);
            }
            Block::Table(table) => {
                println!("table");
                for row in &table.rows {
                    let cells = row.cells.iter();
                    let cells: Vec<String> =
                        cells.map(|cell| format!("{}x{} {:?}", cell.row_span, cell.col_span, cell.text)).collect();
                    println!("    {}", cells.join(" | "));
                }
            }
            Block::Image(image) => println!("image {} {:?}", image.src, image.alt),
        }
    }
    for fact in &reading.flow.facts {
        println!("fact {} = {}", fact.name, fact.value);
    }
    for remark in &reading.remarks {
        println!("remark {remark:?}");
    }
}

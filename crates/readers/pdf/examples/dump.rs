//! Prints what the reader makes of a PDF, item by item: `dump FILE` for looks and places, `dump --text FILE` for text
//! alone, `dump --all FILE` for every character, furniture, hidden text and what was taken out included.
//! `dump --time FILE…` reads each file and prints how many documents a second that makes.

use lantai_model::{Block, Flow, Reading, Remark, Table};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mode, files) = match arguments.split_first() {
        Some((mode, files)) if mode.starts_with("--") => (mode.as_str(), files),
        _ => ("", arguments.as_slice()),
    };
    if mode == "--time" {
        let start = std::time::Instant::now();
        let mut items = 0;
        for file in files {
            let bytes = std::fs::read(file).unwrap_or_default();
            items += lantai_pdf::read(&bytes).map_or(0, |reading| reading.flow.items.len());
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("{} documents, {items} items, {:.1} documents/s", files.len(), files.len() as f64 / seconds);
        return;
    }
    for file in files {
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{file}: {error}");
                continue;
            }
        };
        match lantai_pdf::read(&bytes) {
            Ok(reading) if mode == "--text" => text(&reading.flow),
            Ok(reading) if mode == "--all" => all(&reading),
            Ok(reading) => {
                for fact in &reading.flow.facts {
                    println!("fact {} = {}", fact.name, fact.value);
                }
                for item in &reading.flow.items {
                    let cues = &item.cues;
                    let margin = cues.margin.map_or(String::new(), |m| format!(" {m:?}"));
                    let bold = if cues.bold { " bold" } else { "" };
                    let hidden = if cues.hidden { " hidden" } else { "" };
                    let red = if cues.red { " red" } else { "" };
                    let ruled = match (cues.rule_above, cues.rule_below) {
                        (true, true) => " ruled above and below",
                        (true, false) => " ruled above",
                        (false, true) => " ruled below",
                        _ => "",
                    };
                    print!("[{} x{} {:?}{bold}{red}{ruled}{margin}{hidden}] ", item.at, cues.size, cues.align);
                    match &item.block {
                        Block::Paragraph(paragraph) => println!("{}", paragraph.text),
                        Block::Table(table) => print_table(table),
                        Block::Image(image) => println!("image {}", image.src),
                    }
                }
                for remark in &reading.remarks {
                    println!("remark {remark:?}");
                }
            }
            Err(error) => println!("{file}: {:?} {error}", error.kind),
        }
    }
}

fn print_table(table: &Table) {
    println!("table");
    for row in &table.rows {
        for cell in &row.cells {
            let spans = if cell.row_span * cell.col_span > 1 {
                format!("({}x{}) ", cell.row_span, cell.col_span)
            } else {
                String::new()
            };
            print!("| {spans}{} ", cell.text.replace('\n', "⏎"));
        }
        println!("|");
    }
}

/// Every character once, in no order that matters.
fn all(reading: &Reading) {
    for item in &reading.flow.items {
        match &item.block {
            Block::Paragraph(paragraph) => println!("{}", paragraph.text),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    println!("{}", cell.text);
                }
            }
            Block::Image(_) => {}
        }
    }
    for remark in &reading.remarks {
        if let Remark::Omitted { text, .. } = remark {
            println!("{text}");
        }
    }
}

/// Text without furniture; merged cells are repeated in each row that they cover.
fn text(flow: &Flow) {
    for item in flow.items.iter().filter(|item| item.cues.margin.is_none()) {
        match &item.block {
            Block::Paragraph(paragraph) => println!("{}", paragraph.text),
            Block::Table(table) => {
                for row in table.grid() {
                    let mut last = None;
                    for slot in row.into_iter().flatten() {
                        if last != Some(slot) {
                            print!("{}\t", table.rows[slot.0].cells[slot.1].text);
                        }
                        last = Some(slot);
                    }
                    println!();
                }
            }
            Block::Image(_) => {}
        }
    }
}

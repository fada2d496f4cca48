//! Reads HTML pages and writes their cleaned text: `page OUTDIR PAGE...`; `page - PAGE...` shows all that was judged,
//! `page time N PAGE...` measures.

use std::path::Path;

use lantai_model::{Block, Flow, Item, Paragraph, Remark, Span};

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let mut out = args.next().unwrap_or_else(|| "-".to_owned());
    let mut repeat = 0;
    if out == "time" {
        repeat = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
        out = "-".to_owned();
    }
    let mut texts = Vec::new();
    for page in args {
        let bytes = std::fs::read(&page)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(wrong) => {
                let bytes = wrong.into_bytes();
                let (gb, _, _) = encoding_rs::GB18030.decode(&bytes);
                let utf8 = String::from_utf8_lossy(&bytes);
                let lost = |text: &str| text.matches('\u{FFFD}').count();
                if lost(&gb) < lost(&utf8) { gb.into_owned() } else { utf8.into_owned() }
            }
        };
        texts.push((page, text));
    }
    if repeat > 0 {
        let (mut read, mut clean) = (0u128, 0u128);
        for _ in 0..repeat {
            for (_, text) in &texts {
                let start = std::time::Instant::now();
                let flow = lantai_html::read(text).map(|reading| reading.flow).unwrap_or_default();
                read += start.elapsed().as_micros();
                let start = std::time::Instant::now();
                let cleaned = lantai_clean::clean(flow);
                clean += start.elapsed().as_micros();
                drop(cleaned);
            }
        }
        let documents = (repeat * texts.len()) as u128;
        println!("{documents} documents: read {} µs, clean {} µs each", read / documents, clean / documents);
        return Ok(());
    }
    for (page, text) in &texts {
        if page.ends_with(".txt") {
            let mut flow = Flow { containers: vec![Default::default()], ..Flow::default() };
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let start = line.as_ptr() as usize - text.as_ptr() as usize;
                flow.items.push(Item {
                    block: Block::Paragraph(Paragraph::plain(line.trim())),
                    cues: Default::default(),
                    at: Span::text(start, start + line.len()),
                });
            }
            let (flow, remarks) = lantai_clean::clean(flow);
            println!("===== {page}");
            show(&flow, &remarks);
            continue;
        }
        let flow = match lantai_html::read(text) {
            Ok(reading) => reading.flow,
            Err(error) => {
                eprintln!("{page}: {error}");
                continue;
            }
        };
        let (flow, remarks) = lantai_clean::clean(flow);
        if out == "-" {
            println!("===== {page}");
            show(&flow, &remarks);
        } else {
            let name = Path::new(&page).file_stem().unwrap_or_default().to_string_lossy().into_owned();
            std::fs::write(Path::new(&out).join(name + ".txt"), plain(&flow))?;
        }
    }
    Ok(())
}

fn plain(flow: &Flow) -> String {
    let mut text = String::new();
    for item in &flow.items {
        match &item.block {
            Block::Paragraph(paragraph) => text.push_str(&paragraph.text),
            Block::Image(_) => continue,
            Block::Table(table) => {
                for line in table.grid() {
                    for (row, cell) in line.into_iter().flatten() {
                        text.push_str(&table.rows[row].cells[cell].text);
                        text.push(' ');
                    }
                    text.push('\n');
                }
            }
        }
        text.push('\n');
    }
    text
}

fn show(flow: &Flow, remarks: &[Remark]) {
    for fact in &flow.facts {
        println!("    {:?} {} = {}", fact.kind, fact.name, fact.value);
    }
    for item in &flow.items {
        let one = Flow { items: vec![item.clone()], ..Flow::default() };
        let words: Vec<String> = flow
            .containers_of(item)
            .map(|container| format!("{}.{}", container.tag, container.words.replace(' ', ".")))
            .collect();
        print!("{}", plain(&one));
        println!(
            "        [{}] links {} heading {} {}",
            words.join(" < "),
            item.cues.link_chars,
            item.cues.heading,
            item.at
        );
    }
    for remark in remarks {
        match remark {
            Remark::Omitted { rule, text, .. } => println!("  - {rule}: {}", text.replace('\n', " ⏎ ")),
            Remark::Corrected { rule, count, .. } => println!("  ~ {rule}: {count}"),
            Remark::Unclear { rule, about, .. } => println!("  ? {rule}: {about}"),
            other => println!("  ! {other:?}"),
        }
    }
}

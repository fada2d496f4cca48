//! Any text becomes a sound flow, the same each time.
#![no_main]

use lantai_model::{Block, Flow, Mark};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let page = String::from_utf8_lossy(data);
    let Ok(reading) = lantai_html::read(&page) else { return };
    sound(&reading.flow);
    let again = lantai_html::read(&page).expect("read before");
    assert_eq!(format!("{:?}{:?}", reading.flow, reading.remarks), format!("{:?}{:?}", again.flow, again.remarks));
});

fn sound(flow: &Flow) {
    assert!(flow.containers.iter().enumerate().skip(1).all(|(at, container)| (container.parent as usize) < at));
    for item in &flow.items {
        assert!((item.cues.container as usize) < flow.containers.len());
        match &item.block {
            Block::Paragraph(paragraph) => {
                assert!(!paragraph.text.trim().is_empty());
                marks(&paragraph.text, &paragraph.marks);
                assert!(paragraph.text.get(..usize::from(item.cues.auto_number)).is_some());
            }
            Block::Table(table) => {
                for (r, row) in table.rows.iter().enumerate() {
                    assert!(!row.cells.is_empty());
                    for cell in &row.cells {
                        assert!(cell.row_span > 0 && r + cell.row_span as usize <= table.rows.len());
                        assert!((1..=1000).contains(&cell.col_span));
                        marks(&cell.text, &cell.marks);
                    }
                }
                assert_eq!(table.grid().len(), table.rows.len());
            }
            Block::Image(_) => {}
        }
    }
}

fn marks(text: &str, marks: &[Mark]) {
    for mark in marks {
        assert!(text.get(mark.start as usize..mark.end as usize).is_some_and(|range| !range.is_empty()));
    }
}

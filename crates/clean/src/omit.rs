//! Takes items out of a flow and tells it: what falls together by one rule is one remark.

use lantai_model::{Block, Flow, Item, Remark, Span};

/// Takes out each item whose entry in `fallen` names a rule. Shorter lists leave the rest alone.
pub fn omit(flow: &mut Flow, fallen: &[Option<&'static str>], remarks: &mut Vec<Remark>) {
    if fallen.iter().all(Option::is_none) {
        return;
    }
    let mut group: Option<(&'static str, String, Span)> = None;
    let mut close = |group: Option<(&'static str, String, Span)>| {
        if let Some((rule, text, at)) = group
            && !text.is_empty()
        {
            remarks.push(Remark::omitted(rule, text, at));
        }
    };
    let mut kept = Vec::with_capacity(flow.items.len());
    for (at, item) in std::mem::take(&mut flow.items).into_iter().enumerate() {
        let Some(rule) = fallen.get(at).copied().flatten() else {
            close(group.take());
            kept.push(item);
            continue;
        };
        match &mut group {
            Some((same, text, _)) if *same == rule => write(&item, text),
            _ => {
                close(group.take());
                let mut text = String::new();
                write(&item, &mut text);
                group = Some((rule, text, item.at));
            }
        }
    }
    close(group);
    flow.items = kept;
}

/// The visible text of an item; paragraphs and cells end with a line break.
fn write(item: &Item, text: &mut String) {
    match &item.block {
        Block::Paragraph(paragraph) => {
            text.push_str(&paragraph.text);
            text.push('\n');
        }
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.text);
            for part in table.caption.iter().chain(cells).filter(|part| !part.is_empty()) {
                text.push_str(part);
                text.push('\n');
            }
        }
        Block::Image(_) => {}
    }
}

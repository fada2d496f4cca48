//! Lists of links at the end of the text that lead elsewhere on the site. Links to files stay: they are attachments.

use lantai_model::{Block, Item, MarkKind, Paragraph, Remark};
use lantai_text::names_file;

use crate::draft::Draft;

/// The paragraph links to a file.
pub fn is_attachment(paragraph: &Paragraph) -> bool {
    paragraph.marks.iter().any(|mark| match &mark.kind {
        MarkKind::Link { href } => {
            names_file(href) || paragraph.text.get(mark.start as usize..mark.end as usize).is_some_and(names_file)
        }
        MarkKind::Strong => false,
    })
}

/// A link of the paragraph has a file as its target.
pub fn links_to_file(paragraph: &Paragraph) -> bool {
    paragraph.marks.iter().any(|mark| matches!(&mark.kind, MarkKind::Link { href } if names_file(href)))
}

/// Nearly all of the item is links.
pub fn mostly_links(item: &Item) -> bool {
    if item.cues.link_chars == 0 {
        return false;
    }
    let visible = item.block.visible_chars() as u64;
    visible > 0 && u64::from(item.cues.link_chars) * 10 >= visible * 7
}

/// Takes out links to files at the end of pages to which the text before them links already.
fn repeated_files(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let items = &draft.flow.items;
    let files = |item: &Item| match &item.block {
        Block::Paragraph(paragraph) => {
            let files = paragraph.marks.iter().filter_map(|mark| match &mark.kind {
                MarkKind::Link { href } if names_file(href) => Some(href.clone()),
                _ => None,
            });
            files.collect::<Vec<String>>()
        }
        _ => Vec::new(),
    };
    let alone = |item: &Item| mostly_links(item) && !files(item).is_empty();
    let end = items.iter().rev().take_while(|item| matches!(item.block, Block::Image(_)) || alone(item)).count();
    if end == 0 {
        return;
    }
    let (text, list) = items.split_at(items.len() - end);
    let known: std::collections::HashSet<String> = text.iter().flat_map(files).collect();
    let repeats = |item: &Item| alone(item) && files(item).iter().all(|file| known.contains(file));
    let mut fallen = vec![None; text.len()];
    fallen.extend(list.iter().map(|item| repeats(item).then_some("repeated_attachment")));
    draft.omit(&fallen, remarks);
}

/// Takes out link lists at the end of pages.
pub fn related_links(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    if !draft.page() {
        return;
    }
    repeated_files(draft, remarks);
    let flow = &draft.flow;
    let mut fallen: Vec<Option<&'static str>> = vec![None; flow.items.len()];
    let mut links = 0;
    for (at, item) in flow.items.iter().enumerate().rev() {
        match &item.block {
            Block::Image(_) => {}
            Block::Paragraph(paragraph) if mostly_links(item) && !is_attachment(paragraph) => {
                fallen[at] = Some("related_links");
                links += 1;
            }
            _ => break,
        }
    }
    // One link may be the source of the text; and a page of nothing but links is a list on purpose.
    if links >= 2 && links < flow.items.len() / 2 {
        for (at, item) in flow.items.iter().enumerate() {
            if matches!(item.block, Block::Image(_)) {
                fallen[at] = None;
            }
        }
        draft.omit(&fallen, remarks);
    }
}

//! Blocks as they begin and end: paragraphs are counted, finished and handed to what stands around them.

use lantai_model::{Block, Cues, Item};

use super::{Open, Walker};
use crate::{paragraph, table};

impl<'s> Walker<'s, '_> {
    pub(super) fn begin_paragraph(&mut self) {
        self.paragraphs = self.paragraphs.saturating_add(1);
        let style = &self.shared.styles.default_paragraph;
        let builder = match self.carried.take() {
            Some((depth, mut builder)) if depth == self.open.len() => {
                builder.continue_as(self.paragraphs, style);
                builder
            }
            other => {
                self.carried = other;
                Box::new(paragraph::Builder::new(self.paragraphs, style))
            }
        };
        self.open.push(Open::Paragraph(builder));
    }

    /// Counts the open paragraph in its list.
    pub(super) fn number(&mut self) {
        let Some(Open::Paragraph(builder)) = self.open.last_mut() else { return };
        if builder.label.is_some() || builder.mark_deleted {
            return;
        }
        builder.label = Some(None);
        let from_style = &builder.style.paragraph;
        let Some(num) = builder.props.num.or(from_style.num).filter(|num| *num != 0) else { return };
        if self.shared.numbering.is_empty() {
            return;
        }
        let tied = match (&builder.style.num_style, builder.props.level.or(from_style.level)) {
            (Some(style), None) => self.shared.numbering.level_of_style(num, style),
            _ => None,
        };
        let level = tied.unwrap_or_else(|| builder.level());
        builder.props.level = Some(level);
        builder.label = Some(self.shared.numbering.count(num, level));
    }

    pub(super) fn end_paragraph(&mut self, mut builder: Box<paragraph::Builder<'s>>) {
        self.fields.end_paragraph();
        builder.close_link();
        if builder.mark_deleted {
            if !builder.is_blank() {
                self.carried = Some((self.open.len(), builder));
            }
            return;
        }
        if builder.label.is_none() {
            self.open.push(Open::Paragraph(builder));
            self.number();
            let Some(Open::Paragraph(again)) = self.open.pop() else { return };
            builder = again;
        }
        self.finish_paragraph(*builder);
    }

    /// Ends a paragraph that was carried on where none follows it.
    pub(super) fn settle(&mut self) {
        if let Some((depth, _)) = &self.carried
            && *depth >= self.open.len()
            && let Some((_, builder)) = self.carried.take()
        {
            self.finish_paragraph(*builder);
        }
    }

    pub(super) fn finish_paragraph(&mut self, mut builder: paragraph::Builder<'s>) {
        let at = self.place(builder.number);
        let (boxes, images) = (std::mem::take(&mut builder.boxes), std::mem::take(&mut builder.images));
        let finished = builder.finish();
        let in_table = self.open.iter().any(|open| matches!(open, Open::Table(_)));
        if self.margin.is_none() {
            for (size, chars) in &finished.sizes {
                *self.shared.sizes[usize::from(in_table)].entry(*size).or_default() += u64::from(*chars);
            }
        }
        if let Some(Open::Table(table)) = self.open.last_mut() {
            table.push_text(&finished.paragraph.text, &at);
            for item in boxes {
                table.push_text(&text_of(&item.block), &at);
            }
            return;
        }
        for item in finished.into_items(at.clone()) {
            self.deliver(item);
        }
        for image in images {
            self.deliver(Item { block: Block::Image(image), cues: Cues::default(), at: at.clone() });
        }
        for item in boxes {
            self.deliver(item);
        }
    }

    pub(super) fn end_table(&mut self, table: table::Builder) {
        let at = self.place(table.number);
        let table = table.finish();
        if let Some(Open::Table(outer)) = self.open.last_mut() {
            outer.push_text(&table::flatten(&table), &at);
        } else if table.visible_chars() > 0 {
            self.deliver(Item { block: Block::Table(table), cues: Cues::default(), at });
        }
    }

    /// Hands an item to the paragraph around it (a text box), or to the story.
    pub(super) fn deliver(&mut self, mut item: Item) {
        item.cues.container = self.container;
        item.cues.margin = self.margin;
        match self.open.last_mut() {
            Some(Open::Paragraph(builder)) => builder.boxes.push(item),
            Some(Open::Table(table)) => table.push_text(&text_of(&item.block), &item.at),
            None => self.story.items.push(item),
        }
    }
}

/// A block as plain text, for cells.
fn text_of(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.text.clone(),
        Block::Table(table) => table::flatten(table),
        Block::Image(_) => String::new(),
    }
}

//! Pages to a flow: paragraphs and tables over page breaks become one, furniture goes behind what it would cut.

use lantai_model::{Align, Block, Container, Cues, Flow, Item, Margin, Mark, MarkKind, Paragraph, Place, Remark, Span};

use crate::columns::Column;
use crate::geometry::Rect;
use crate::layout::{BlockKind, PageLayout};
use crate::lines::{Line, separator};
use crate::notes::starts_note;
use crate::paragraphs::{Habit, Placed, align, fills, goes_on, placed, starts_numbered};
use crate::tables::PageTable;

/// The paragraph or table that is being put together.
enum Open<'p> {
    Nothing,
    Paragraph(Draft<'p>),
    Table { table: PageTable, page: u32, rect: Rect },
}

/// A paragraph in the making.
struct Draft<'p> {
    text: String,
    first_page: u32,
    first_column: Column,
    /// Box in its first column, in page space.
    rect: Rect,
    size: f32,
    bold: bool,
    /// Length in bytes of the bold text that it begins with.
    lead: usize,
    red: bool,
    ruled: (bool, bool),
    center: bool,
    end: bool,
    lines: usize,
    last: Placed<'p>,
}

struct Assembly<'p> {
    habit: Habit,
    items: Vec<Item>,
    remarks: Vec<Remark>,
    open: Open<'p>,
    /// Items that wait until what is open is done: furniture, and text aside.
    waiting: Vec<Item>,
}

fn span(page: u32, r: &Rect) -> Span {
    Place::Page { page, bbox: [r.x0, r.y0, r.x1, r.y1] }.into()
}

/// Builds the flow; the remarks tell of repeated header rows.
pub(crate) fn flow(pages: &[PageLayout], habit: Habit) -> (Flow, Vec<Remark>) {
    let mut assembly =
        Assembly { habit, items: Vec::new(), remarks: Vec::new(), open: Open::Nothing, waiting: Vec::new() };
    for page in pages {
        assembly.page(page);
    }
    assembly.close();
    let root = Container { parent: 0, tag: "page".into(), ..Container::default() };
    (Flow { items: assembly.items, containers: vec![root], facts: Vec::new() }, assembly.remarks)
}

impl<'p> Assembly<'p> {
    fn page(&mut self, page: &'p PageLayout) {
        let mut note = None;
        for block in &page.blocks {
            let rect = page.turn.back(&block.rect());
            match (&block.kind, block.margin) {
                (BlockKind::Line(line), Some(margin)) => {
                    let item = self.loose(line, span(page.number, &rect), Some(margin), false);
                    self.waiting.push(item);
                }
                (BlockKind::Line(line), None) if block.note => {
                    note = self.note(line, span(page.number, &rect), note);
                }
                (BlockKind::Line(_), None) => {
                    if let Some(line) = placed(block, page) {
                        self.line(line, rect);
                    }
                }
                (BlockKind::Table(table), _) => self.table(table, page.number, rect),
            }
        }
        for aside in &page.aside {
            let item = self.loose(&aside.line, span(page.number, &aside.rect), aside.margin, false);
            self.waiting.push(item);
        }
        for (line, rect) in &page.hidden {
            let item = self.loose(line, span(page.number, rect), None, true);
            self.waiting.push(item);
        }
    }

    /// A line of a footnote, which goes on the one at the given place in what waits, unless it begins one. Returns the
    /// place of its note.
    fn note(&mut self, line: &Line, at: Span, last: Option<usize>) -> Option<usize> {
        if !starts_note(&line.text)
            && !starts_numbered(&line.text)
            && let Some(Item { block: Block::Paragraph(open), .. }) = last.and_then(|last| self.waiting.get_mut(last))
        {
            let between = separator(&open.text, &line.text);
            open.text.push_str(between);
            open.text.push_str(&line.text);
            return last;
        }
        let item = self.loose(line, at, None, false);
        self.waiting.push(item);
        self.waiting.len().checked_sub(1)
    }

    fn relative(&self, size: f32) -> f32 {
        if self.habit.size > 0.0 { (size / self.habit.size * 100.0).round() / 100.0 } else { 0.0 }
    }

    /// A line that stands for itself.
    fn loose(&self, line: &Line, at: Span, margin: Option<Margin>, hidden: bool) -> Item {
        let cues = Cues { bold: line.bold, size: self.relative(line.size), margin, hidden, ..Cues::default() };
        Item { block: Block::Paragraph(Paragraph::plain(line.text.clone())), cues, at }
    }

    fn line(&mut self, line: Placed<'p>, rect: Rect) {
        let how = align(&line, &self.habit);
        if let Open::Paragraph(draft) = &mut self.open
            && goes_on(&draft.last, &line, draft.lines == 1, &self.habit)
        {
            let between = separator(&draft.text, &line.line.text);
            draft.text.push_str(between);
            if draft.bold {
                draft.lead = draft.text.len() + line.line.lead;
            }
            draft.text.push_str(&line.line.text);
            if line.page == draft.first_page && line.column == draft.first_column {
                draft.rect = draft.rect.union(&rect);
            }
            draft.bold &= line.line.bold;
            draft.red &= line.line.red;
            draft.ruled.1 = line.ruled.1;
            // The first line of a title may fill the width.
            draft.center = how == Align::Center || draft.center && fills(&line);
            draft.end &= how == Align::End;
            draft.lines += 1;
            draft.last = line;
            return;
        }
        self.close();
        self.open = Open::Paragraph(Draft {
            text: line.line.text.clone(),
            first_page: line.page,
            first_column: line.column,
            rect,
            size: line.line.size,
            bold: line.line.bold,
            lead: line.line.lead,
            red: line.line.red,
            ruled: line.ruled,
            center: how == Align::Center,
            end: how == Align::End,
            lines: 1,
            last: line,
        });
    }

    fn table(&mut self, table: &PageTable, page: u32, rect: Rect) {
        if let Open::Table { table: open, page: last, .. } = &mut self.open
            && page == *last + 1
            && let Some(omitted) = open.append(table)
        {
            *last = page;
            self.remarks.extend(omitted.into_iter().map(|(text, at)| Remark::omitted("repeated_header", text, at)));
            return;
        }
        self.close();
        self.open = Open::Table { table: table.clone(), page, rect };
    }

    /// Ends what is open, then lets out what waited.
    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Paragraph(draft) => {
                let align = match (draft.center, draft.end) {
                    (true, _) => Align::Center,
                    (_, true) => Align::End,
                    _ => Align::Start,
                };
                let cues = Cues {
                    bold: draft.bold,
                    red: draft.red,
                    rule_above: draft.ruled.0,
                    rule_below: draft.ruled.1,
                    size: self.relative(draft.size),
                    align,
                    ..Cues::default()
                };
                let at = span(draft.first_page, &draft.rect);
                let mut paragraph = Paragraph::plain(draft.text);
                // A heading in one paragraph with its text.
                if !draft.bold && draft.lead > 0 {
                    paragraph.marks.push(Mark { start: 0, end: draft.lead as u32, kind: MarkKind::Strong });
                }
                self.items.push(Item { block: Block::Paragraph(paragraph), cues, at });
            }
            Open::Table { table, rect, .. } => {
                let at = span(table.first_page(), &rect);
                self.items.push(Item { block: Block::Table(table.into_table()), cues: Cues::default(), at });
            }
        }
        self.items.append(&mut self.waiting);
    }
}

//! Pages to a flow: paragraphs and tables over page breaks become one, furniture goes behind what it would cut.

use lantai_model::{Align, Block, Container, Cues, Flow, Item, Place, Remark, Span};

use crate::columns::Column;
use crate::geometry::Rect;
use crate::joined::{Joined, alone};
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
    joined: Joined,
    first_page: u32,
    first_column: Column,
    /// Box in its first column, in page space.
    rect: Rect,
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
                    let item = alone(line, &self.habit, span(page.number, &rect), Some(margin), false);
                    self.waiting.push(item);
                }
                (BlockKind::Line(line), None) if block.note => {
                    note = self.note(line, span(page.number, &rect), note);
                }
                (BlockKind::Line(line), None) => self.line(placed(line, block, page), rect),
                (BlockKind::Table(table), _) => self.table(table, page.number, rect),
            }
        }
        for aside in &page.aside {
            let item = alone(&aside.line, &self.habit, span(page.number, &aside.rect), aside.margin, false);
            self.waiting.push(item);
        }
        for (line, rect) in &page.hidden {
            let item = alone(line, &self.habit, span(page.number, rect), None, true);
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
        let item = alone(line, &self.habit, at, None, false);
        self.waiting.push(item);
        self.waiting.len().checked_sub(1)
    }

    fn line(&mut self, line: Placed<'p>, rect: Rect) {
        let how = align(&line, &self.habit);
        if let Open::Paragraph(draft) = &mut self.open
            && goes_on(&draft.last, &line, draft.lines == 1, &self.habit)
        {
            draft.joined.push(line.line);
            if line.page == draft.first_page && line.column == draft.first_column {
                draft.rect = draft.rect.union(&rect);
            }
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
            joined: Joined::new(line.line),
            first_page: line.page,
            first_column: line.column,
            rect,
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
                let (rule_above, rule_below) = draft.ruled;
                let place = Cues { rule_above, rule_below, align, ..Cues::default() };
                let at = span(draft.first_page, &draft.rect);
                self.items.push(draft.joined.item(&self.habit, place, at));
            }
            Open::Table { table, rect, .. } => {
                let at = span(table.first_page(), &rect);
                self.items.push(Item { block: Block::Table(table.into_table()), cues: Cues::default(), at });
            }
        }
        self.items.append(&mut self.waiting);
    }
}

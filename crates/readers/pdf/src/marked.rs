//! Glyphs of a tagged file in the order of its structure tree, and which of its tables are told by the tree.
//!
//! Few programs tag merged cells. So a table that the layout found stays the layout's, unless the tree has just this
//! table, with merged cells and rows of equal width.

use lantai_model::{Block, Cell, Flow, Item, Place, Row, Span, Table};

use crate::geometry::Rect;
use crate::glyph::{Glyph, PageContent};
use crate::layout::PageLayout;
use crate::scale;
use crate::structure::{Tree, TreeCell};
use crate::watermark;

/// Share of the glyphs that the tree has to cover.
const COVERED: f32 = 0.9;
/// Most lines in the margins of a page, and most tables on it, for a tree to be used.
const MOST_BOXES: usize = 100;
/// Most fields of the grid of a tagged table.
const MOST_FIELDS: u64 = 1_000_000;

/// The glyphs of a page in its main direction, with its marked content.
pub(crate) struct TaggedPage {
    glyphs: Vec<Glyph>,
    tags: Vec<(u32, u32)>,
}

impl TaggedPage {
    /// Takes what is needed of a page before it is laid out.
    pub(crate) fn of(content: &PageContent) -> Self {
        let turn = PageContent::main_turn(&content.visible);
        let mut glyphs = content.visible.get(turn as usize).cloned().unwrap_or_default();
        scale::correct(&mut glyphs);
        watermark::take(&mut glyphs);
        TaggedPage { glyphs, tags: content.tags.clone() }
    }
}

/// A glyph with its place in the order of reading.
pub(crate) struct Ordered {
    pub order: u32,
    pub block: u32,
    /// By index.
    pub page: u32,
    pub glyph: Glyph,
    /// Index of the drawn table around it, plus one.
    drawn: u32,
}

/// A table that the layout found.
pub(crate) struct Drawn<'l> {
    pub item: &'l Item,
    /// Page by index, and box, of its first part.
    pub page: usize,
    pub rect: Rect,
    /// Where the tree begins to speak of what is in it.
    pub order: Option<u32>,
    owner: Owner,
}

/// The tagged table that what is drawn in a table belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Nobody,
    One(u32),
    Several,
}

/// A tagged file's text, sorted.
pub(crate) struct Sorted<'l> {
    /// In the order of reading, without what is in drawn tables.
    pub ordered: Vec<Ordered>,
    /// What the tree does not hold, by page.
    pub outside: Vec<Vec<Glyph>>,
    /// The drawn tables that stay.
    pub drawn: Vec<Drawn<'l>>,
    /// By tagged table, whether it is one.
    pub told: Vec<bool>,
}

/// A page's tables and margins.
struct Boxes {
    margins: Vec<Rect>,
    tables: Vec<(Rect, usize)>,
}

/// Sorts the glyphs of all pages; `None` where the tree covers too little of them.
pub(crate) fn sort<'l>(
    tree: &Tree,
    pages: &[TaggedPage],
    layouts: &[PageLayout],
    by_layout: &'l Flow,
) -> Option<Sorted<'l>> {
    let (boxes, mut drawn) = boxes(layouts, by_layout)?;
    let mut ordered: Vec<Ordered> = Vec::new();
    let mut outside: Vec<Vec<(Glyph, usize)>> = Vec::with_capacity(pages.len());
    let (mut covered, mut uncovered) = (0usize, 0usize);
    for (index, (page, boxes)) in pages.iter().zip(&boxes).enumerate() {
        let pieces: Vec<_> = page.tags.iter().map(|(form, mark)| tree.pieces.get(&(index, *form, *mark))).collect();
        let mut rest = Vec::new();
        for glyph in &page.glyphs {
            let (x, y) = glyph.middle();
            if boxes.margins.iter().any(|rect| rect.contains(x, y, 0.5)) {
                continue;
            }
            let around = boxes.tables.iter().find(|(rect, _)| rect.contains(x, y, 0.5)).map_or(0, |(_, i)| i + 1);
            let piece = usize::from(glyph.tag).checked_sub(1).and_then(|tag| *pieces.get(tag)?);
            let seen = usize::from(!glyph.is_space());
            if let Some(table) = around.checked_sub(1).and_then(|table| drawn.get_mut(table))
                && seen > 0
            {
                let cell = piece.and_then(|piece| tree.blocks.get(piece.block as usize)?.cell);
                table.belongs(cell.map(|[table, ..]| table));
                table.order = table.order.into_iter().chain(piece.map(|piece| piece.order)).min();
            }
            if let Some(piece) = piece {
                covered += seen;
                let (order, block) = (piece.order, piece.block);
                ordered.push(Ordered { order, block, page: index as u32, glyph: *glyph, drawn: around as u32 });
            } else {
                uncovered += if glyph.artifact { 0 } else { seen };
                rest.push((*glyph, around));
            }
        }
        outside.push(rest);
    }
    if covered == 0 || (covered as f32) < COVERED * (covered + uncovered) as f32 {
        return None;
    }
    let told = told(tree, &ordered, &drawn)?;
    let stays = |table: &Drawn<'_>| !matches!(table.owner, Owner::One(t) if told.get(t as usize) == Some(&true));
    let free = |around: usize| around.checked_sub(1).and_then(|i| drawn.get(i)).is_none_or(|table| !stays(table));
    ordered.retain(|glyph| free(glyph.drawn as usize));
    ordered.sort_by_key(|glyph| glyph.order);
    let outside = outside
        .into_iter()
        .map(|page| page.into_iter().filter(|(_, around)| free(*around)).map(|(glyph, _)| glyph).collect())
        .collect();
    drawn.retain(stays);
    drawn.sort_by_key(|table| table.order);
    Some(Sorted { ordered, outside, drawn, told })
}

impl Drawn<'_> {
    /// Notes that a glyph in the table belongs to a tagged table, or to none.
    fn belongs(&mut self, table: Option<u32>) {
        self.owner = match (self.owner, table) {
            (Owner::Nobody, Some(table)) => Owner::One(table),
            (Owner::One(known), Some(table)) if known == table => Owner::One(known),
            _ => Owner::Several,
        };
    }

    /// True where a place lies on a page of the table. What the layout leaves out of a table is told by its page.
    pub(crate) fn holds(&self, at: &Span) -> bool {
        let pages = match &self.item.block {
            Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.at.page()).max(),
            _ => None,
        };
        (self.item.at.page()..=pages.unwrap_or(0)).contains(&at.page())
    }
}

/// Margins and tables by page, and the tables that the layout made of these; `None` where there are too many.
fn boxes<'l>(layouts: &[PageLayout], by_layout: &'l Flow) -> Option<(Vec<Boxes>, Vec<Drawn<'l>>)> {
    let mut items = by_layout.items.iter().filter(|item| matches!(item.block, Block::Table(_))).peekable();
    let mut drawn: Vec<Drawn<'_>> = Vec::new();
    let mut out = Vec::with_capacity(layouts.len());
    for (page, layout) in layouts.iter().enumerate() {
        let mut boxes = Boxes { margins: Vec::new(), tables: Vec::new() };
        for block in &layout.blocks {
            let rect = block.rect();
            if block.margin.is_some() {
                boxes.margins.push(rect);
            }
            let Some(table) = block.table() else { continue };
            let r = layout.turn.back(&rect);
            let at: Span = Place::Page { page: table.first_page(), bbox: [r.x0, r.y0, r.x1, r.y1] }.into();
            // A table that is not the next one in the flow goes on the one before.
            if let Some(item) = items.next_if(|item| item.at == at) {
                drawn.push(Drawn { item, page, rect, order: None, owner: Owner::Nobody });
            }
            boxes.tables.push((rect, drawn.len().checked_sub(1)?));
        }
        if boxes.margins.len().max(boxes.tables.len()) > MOST_BOXES {
            return None;
        }
        out.push(boxes);
    }
    Some((out, drawn))
}

/// By tagged table, whether the tree tells it; `None` where a table is too large.
fn told(tree: &Tree, ordered: &[Ordered], drawn: &[Drawn<'_>]) -> Option<Vec<bool>> {
    let mut told = Vec::with_capacity(tree.tables.len());
    let mut merged = Vec::with_capacity(tree.tables.len());
    for rows in &tree.tables {
        let fields: u64 = rows.iter().flatten().map(|c| u64::from(c.row_span) * u64::from(c.column_span)).sum();
        if fields > MOST_FIELDS {
            return None;
        }
        let table = model(rows);
        // One row without rulings sets texts side by side.
        let alone = || !drawn.iter().any(|table| table.owner == Owner::One(told.len() as u32));
        told.push(is_even(&table) && (rows.len() > 1 || !alone()));
        merged.push(is_merged(&table));
    }
    for table in drawn {
        if let Owner::One(owner) = table.owner
            && let (Some(told), Some(merged)) = (told.get_mut(owner as usize), merged.get(owner as usize))
        {
            *told &= *merged;
        }
    }
    // A table of which a part stays drawn is not told.
    for glyph in ordered.iter().filter(|glyph| !glyph.glyph.is_space()) {
        let around = (glyph.drawn as usize).checked_sub(1).and_then(|i| drawn.get(i));
        if let Some(around) = around
            && around.owner == Owner::Several
            && let Some([table, ..]) = tree.blocks.get(glyph.block as usize).and_then(|block| block.cell)
            && let Some(told) = told.get_mut(table as usize)
        {
            *told = false;
        }
    }
    Some(told)
}

/// A tagged table without its text.
pub(crate) fn model(rows: &[Vec<TreeCell>]) -> Table {
    let cell = |cell: &TreeCell| Cell {
        row_span: cell.row_span,
        col_span: cell.column_span,
        header: cell.header,
        ..Cell::new("", Span::default())
    };
    Table { caption: None, rows: rows.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect() }
}

/// True where a cell covers several rows or columns.
fn is_merged(table: &Table) -> bool {
    table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.row_span > 1 || cell.col_span > 1)
}

/// True where all rows of a table are equally wide, and it has several columns.
fn is_even(table: &Table) -> bool {
    let grid = table.grid();
    let width = grid.first().map_or(0, Vec::len);
    width > 1 && grid.iter().all(|row| row.len() == width && row.iter().all(Option::is_some))
}

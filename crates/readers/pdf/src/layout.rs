//! One page from glyphs and rulings to lines and tables in reading order.

use lantai_model::Margin;

use crate::columns::{Column, Thing, ThingKind, arrange};
use crate::geometry::{Rect, Turn};
use crate::glyph::{Glyph, Layer, PageContent, Ruling};
use crate::grid::{Grid, grids};
use crate::lines::{Line, rows};
use crate::ruleless;
use crate::scale;
use crate::tables::{PageTable, Where, fill, same_edges};
use crate::watermark;

/// A laid-out page.
#[derive(Debug)]
pub(crate) struct PageLayout {
    /// 1-based.
    pub number: u32,
    /// Width and height, turned as the text is.
    pub size: (f32, f32),
    /// Width and height, not turned.
    pub paper: (f32, f32),
    /// Direction of the page's text.
    pub turn: Turn,
    /// Lines and tables in reading order.
    pub blocks: Vec<Block>,
    /// Text of other directions, after all else.
    pub aside: Vec<Aside>,
    /// Text that the page hides.
    pub hidden: Vec<(Line, Rect)>,
    /// Usual distance of base lines, in font sizes; 0 until measured.
    pub leading: f32,
    /// The blocks are an invisible text layer (OCR).
    pub from_invisible: bool,
}

/// A line beside or across the page's text.
#[derive(Debug)]
pub(crate) struct Aside {
    pub line: Line,
    /// Place on the page.
    pub rect: Rect,
    /// It is slanted, or lies over other text.
    pub across: bool,
    pub margin: Option<Margin>,
}

/// A line or a table.
#[derive(Debug)]
pub(crate) struct Block {
    pub kind: BlockKind,
    pub column: Column,
    /// Left and right end of the text area that it stands in.
    pub area: (f32, f32),
    pub margin: Option<Margin>,
    /// A line of a footnote.
    pub note: bool,
    /// A ruling over most of the page's text stands right above, and right below.
    pub ruled: (bool, bool),
}

#[derive(Debug)]
pub(crate) enum BlockKind {
    Line(Line),
    Table(PageTable),
}

impl PageLayout {
    /// Height of the page's foot: text that is turned upright may stand below zero.
    pub(crate) fn foot(&self) -> f32 {
        if matches!(self.turn, Turn::Up | Turn::Left) { -self.size.1 } else { 0.0 }
    }
}

impl Block {
    pub(crate) fn rect(&self) -> Rect {
        match &self.kind {
            BlockKind::Line(line) => line.rect,
            BlockKind::Table(table) => table.rect,
        }
    }

    pub(crate) fn line(&self) -> Option<&Line> {
        match &self.kind {
            BlockKind::Line(line) => Some(line),
            BlockKind::Table(_) => None,
        }
    }

    pub(crate) fn table(&self) -> Option<&PageTable> {
        match &self.kind {
            BlockKind::Line(_) => None,
            BlockKind::Table(table) => Some(table),
        }
    }
}

/// Visible text shorter than this does not outweigh a text layer under a scan.
const FEW: usize = 10;

/// Least width of a ruling that sets lines apart, as a share of that of the page's text; most that a page has, most
/// rulings that are looked at, and how far the two lines of a double one stand apart, in points.
const SEPARATOR: f32 = 0.7;
const MOST_SEPARATORS: usize = 8;
const MOST_RULINGS: usize = 200;
const DOUBLE: f32 = 6.0;

/// True where the layers hold that many visible glyphs.
fn hold(layers: &[Layer; 4], least: usize) -> bool {
    layers.iter().flatten().filter(|g| !g.is_space()).take(least).count() == least
}

/// What a page tells the next one about the table that it ends with.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    /// Columns of a table without rulings.
    columns: Option<ruleless::Carried>,
    /// Column edges of a table.
    edges: Vec<f32>,
}

/// Lays out a page.
pub(crate) fn lay_out(number: u32, mut content: PageContent, carried: &mut Carried) -> PageLayout {
    let from_invisible = !hold(&content.visible, FEW) && hold(&content.invisible, 3 * FEW + 1);
    if from_invisible {
        std::mem::swap(&mut content.visible, &mut content.invisible);
    }
    for layer in content.visible.iter_mut().chain(&mut content.invisible) {
        scale::correct(layer);
    }
    let turn = PageContent::main_turn(&content.visible);
    let (width, height) = content.size;
    let size = if matches!(turn, Turn::Up | Turn::Down) { (height, width) } else { (width, height) };
    let mut glyphs = std::mem::take(&mut content.visible[turn as usize]);
    content.slanted.extend(watermark::take(&mut glyphs));
    let beside = |(line, rect), across| Aside { line, rect, across, margin: None };
    let mut aside = Vec::new();
    for other in Turn::ALL.into_iter().filter(|other| *other != turn) {
        aside.extend(loose_lines(&content.visible[other as usize], other).into_iter().map(|line| beside(line, false)));
    }
    let page = Rect::new(0.0, 0.0, width, height);
    aside.extend(loose_lines(&content.slanted, Turn::Right).into_iter().map(|(line, _)| beside((line, page), true)));
    let hidden = Turn::ALL.into_iter().flat_map(|t| loose_lines(&content.invisible[t as usize], t));
    let veiled = loose_lines(&content.veiled, Turn::Right).into_iter().map(|(line, _)| (line, page));
    let hidden = hidden.chain(veiled).collect();

    let rulings: Vec<Ruling> = content.rulings.iter().map(|r| turned(r, turn)).collect();
    // A frame with rulings between its rows and none between its columns may be a table of several columns.
    let (strips, grids): (Vec<Grid>, Vec<Grid>) = grids(&rulings).into_iter().partition(|grid| grid.xs.len() == 2);
    let place = Where { page: number, turn, height: size.1, goes_on: false };
    let mut tables: Vec<PageTable> = Vec::new();
    for (i, grid) in grids.iter().enumerate() {
        let goes_on = i == 0 && same_edges(&carried.edges, &grid.xs);
        tables.extend(fill(grid, &mut glyphs, Where { goes_on, ..place }));
    }
    let mut lines = rows(&glyphs);
    let (found, open) = ruleless::find(&lines, &rulings, carried.columns.as_ref());
    carried.columns = open;
    if !(found.is_empty() && strips.is_empty()) {
        tables.extend(found.iter().chain(&strips).filter_map(|grid| fill(grid, &mut glyphs, place)));
        lines = rows(&glyphs);
    }
    let last = tables.iter().reduce(|a, b| if b.rect.y0 < a.rect.y0 { b } else { a });
    carried.edges = last.map_or_else(Vec::new, |table| table.xs.clone());
    let things = lines.into_iter().map(Thing::row).chain(tables.into_iter().map(Thing::table)).collect();
    let block = |(thing, column): (Thing<'_>, Column)| {
        let kind = match thing.kind {
            ThingKind::Row(row) => BlockKind::Line(row.line()?),
            ThingKind::Table(table) => BlockKind::Table(table),
        };
        Some(Block { kind, column, area: (0.0, 0.0), margin: None, note: false, ruled: (false, false) })
    };
    let mut blocks: Vec<Block> = arrange(things).into_iter().filter_map(block).collect();
    separators(&mut blocks, &rulings);
    PageLayout { number, size, paper: content.size, turn, blocks, aside, hidden, leading: 0.0, from_invisible }
}

/// Marks the lines that a ruling between them sets apart. Rulings inside tables and under words are none; many are a
/// form or ruled paper.
fn separators(blocks: &mut [Block], rulings: &[Ruling]) {
    let area = blocks.iter().map(Block::rect).reduce(|a, b| a.union(&b));
    let Some(width) = area.map(|area| area.width()) else { return };
    let table = |y: f32| blocks.iter().filter_map(Block::table).any(|t| t.rect.y0 - 3.0 < y && y < t.rect.y1 + 3.0);
    let wide = |r: &&Ruling| r.horizontal() && (r.x1 - r.x0).abs() > SEPARATOR * width && !table(r.y0);
    let mut ys: Vec<f32> = rulings.iter().filter(wide).map(|r| r.y0).take(MOST_RULINGS).collect();
    ys.sort_by(|a, b| b.total_cmp(a));
    ys.dedup_by(|a, b| (*a - *b).abs() < DOUBLE);
    if ys.len() > MOST_SEPARATORS {
        return;
    }
    for y in ys {
        // A line's box reaches down to its descenders: what cuts it is an underline.
        let above = |block: &Block| block.rect().y0 > y - 0.5;
        let below = |block: &Block| block.rect().y1 < y + DOUBLE + 0.5;
        let near = |a: &Block, b: &Block| (a.rect().y0 - y).abs() < (b.rect().y0 - y).abs();
        let nearest = |side: &dyn Fn(&Block) -> bool| {
            let all = blocks.iter().enumerate().filter(|(_, block)| side(block));
            all.reduce(|a, b| if near(b.1, a.1) { b } else { a }).map(|(i, _)| i)
        };
        let cut = blocks.iter().any(|block| !above(block) && !below(block));
        let (over, under) = (nearest(&above), nearest(&below));
        if !cut {
            if let Some(block) = over.and_then(|i| blocks.get_mut(i)) {
                block.ruled.1 = true;
            }
            if let Some(block) = under.and_then(|i| blocks.get_mut(i)) {
                block.ruled.0 = true;
            }
        }
    }
}

fn turned(r: &Ruling, turn: Turn) -> Ruling {
    let (x0, y0) = turn.upright(r.x0, r.y0);
    let (x1, y1) = turn.upright(r.x1, r.y1);
    Ruling { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
}

/// Lines of a layer with their place on the page.
fn loose_lines(glyphs: &[Glyph], turn: Turn) -> Vec<(Line, Rect)> {
    rows(glyphs)
        .iter()
        .filter_map(|row| row.line())
        .map(|line| {
            let rect = turn.back(&line.rect);
            (line, rect)
        })
        .collect()
}

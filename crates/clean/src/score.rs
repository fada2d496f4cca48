//! Measures of items and containers, by which the main content of a page is found.

use lantai_model::{Block, Flow, Table};

use crate::chrome::asked;
use crate::draft::Draft;
use crate::key::{weigh, write_key};
use crate::places::{self, Hint};
use crate::rules::{Where, rules};

/// Cells of the largest table that is a disclosure block.
const MAX_BLOCK_CELLS: usize = 80;

/// Lines at the end that are asked whether the site speaks.
const LAST_LINES: usize = 12;

/// What an item is in the eyes of the scorer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure {
    /// Weight as running text: characters and stops outside links. 0 for links, metadata and pictures.
    pub mass: u32,
    /// Visible characters.
    pub visible: u32,
    /// Nearly all of it is links.
    pub links: bool,
    /// States metadata of the document with labels of the disclosure block.
    pub block_labels: u32,
    /// States metadata as the line under the title does.
    pub line_labels: u32,
    /// Lies in a container that belongs to the site by its name.
    pub furniture: bool,
}

/// Sums over a container and all that lies in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// Weight as running text; furniture counts little.
    pub mass: u64,
    /// Visible characters.
    pub visible: u64,
    /// Visible characters inside links.
    pub link: u64,
}

/// A page measured.
pub struct Measured {
    /// Per item.
    pub items: Vec<Measure>,
    /// Per container.
    pub sums: Vec<Sum>,
    /// Per container: the hints of itself.
    pub hints: Vec<Hint>,
    /// Per container: the outermost container around it, or itself, that is furniture.
    pub furniture: Vec<Option<u32>>,
}

/// The parent of a container; parents always come first.
pub fn parent(flow: &Flow, container: usize) -> usize {
    flow.containers.get(container).map_or(0, |c| (c.parent as usize).min(container.saturating_sub(1)))
}

/// Measures a page.
pub fn measure(draft: &Draft) -> Measured {
    let flow = &draft.flow;
    let count = flow.containers.len();
    let mut hints: Vec<Hint> = flow.containers.iter().map(places::hint).collect();
    let mut items: Vec<Measure> = (0..flow.items.len()).map(|at| measure_item(draft, at)).collect();

    // Footers and notes of the site at the end say nothing of the text.
    for at in (0..flow.items.len()).rev().take(LAST_LINES) {
        if items[at].mass > 0 && rules().find(&asked(draft, at), Where::End).is_some() {
            items[at].mass = 0;
        }
    }

    // First without prejudice: what holds most of the text is no furniture, whatever its name.
    let plain = sum(flow, &items, count);
    let all = plain.first().map_or(0, |sum| sum.mass);
    for (hint, sum) in hints.iter_mut().zip(&plain) {
        if sum.mass * 2 > all {
            hint.furniture = false;
        }
    }
    let mut furniture: Vec<Option<u32>> = vec![None; count];
    for at in 1..count {
        furniture[at] = furniture[parent(flow, at)].or(hints[at].furniture.then_some(at as u32));
    }
    for (measure, item) in items.iter_mut().zip(&flow.items) {
        measure.furniture = furniture.get(item.cues.container as usize).is_some_and(Option::is_some);
        if measure.furniture {
            measure.mass /= 10;
        }
    }
    let sums = sum(flow, &items, count);
    Measured { items, sums, hints, furniture }
}

fn sum(flow: &Flow, items: &[Measure], count: usize) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); count];
    for (measure, item) in items.iter().zip(&flow.items) {
        if let Some(sum) = sums.get_mut(item.cues.container as usize) {
            sum.mass += u64::from(measure.mass);
            sum.visible += u64::from(measure.visible);
            sum.link += u64::from(item.cues.link_chars);
        }
    }
    for at in (1..count).rev() {
        let (inner, outer) = (sums[at], parent(flow, at));
        sums[outer].mass += inner.mass;
        sums[outer].visible += inner.visible;
        sums[outer].link += inner.link;
    }
    sums
}

fn measure_item(draft: &Draft, at: usize) -> Measure {
    let item = &draft.flow.items[at];
    let line = draft.line(at);
    let mut measure = Measure::default();
    let (visible, stops) = match &item.block {
        Block::Paragraph(_) if line.keyed => (line.chars, line.stops),
        Block::Paragraph(paragraph) => weigh(&paragraph.text),
        Block::Table(table) => {
            measure.block_labels = table_labels(table);
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| weigh(&cell.text)).fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1))
        }
        Block::Image(_) => (0, 0),
    };
    measure.visible = visible;
    if line.keyed && visible <= 300 {
        (measure.block_labels, measure.line_labels) = (line.block_labels, line.line_labels);
    }
    let link = item.cues.link_chars.min(visible);
    measure.links = visible > 0 && u64::from(link) * 10 >= u64::from(visible) * 7;
    let states = measure.block_labels > 0 && (visible < 300 || matches!(item.block, Block::Table(_)));
    if !(states || measure.line_labels >= 2) {
        let text = visible - link;
        let sentences = if link * 2 > visible { 0 } else { stops };
        let short = sentences == 0 && visible < 20;
        measure.mass = (text + 4 * sentences).saturating_sub(2 * link) / if short { 2 } else { 1 };
    }
    measure
}

/// Labels of the disclosure block in a table; 0 where they are too few or the table too large to be one.
fn table_labels(table: &Table) -> u32 {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    if cells.clone().nth(MAX_BLOCK_CELLS).is_some() {
        return 0;
    }
    let mut key = String::new();
    let labels = cells.filter(|cell| {
        key.clear();
        cell.text.len() < 60 && {
            write_key(&cell.text, &mut key);
            rules().is_block_label(&key)
        }
    });
    Some(labels.count() as u32).filter(|labels| *labels >= 2).unwrap_or(0)
}

//! Measures of items and containers, by which the main content of a page is found.

use lantai_model::{Block, Flow, Item};

use crate::key::{key, line};
use crate::places::{self, Hint};
use crate::rules::rules;

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
pub fn measure(flow: &Flow) -> Measured {
    let count = flow.containers.len();
    let mut hints: Vec<Hint> = flow.containers.iter().map(places::hint).collect();
    let mut items: Vec<Measure> = flow.items.iter().map(measure_item).collect();

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

fn measure_item(item: &Item) -> Measure {
    let mut measure = Measure::default();
    let mut stops = 0u32;
    let mut weigh = |text: &str| {
        for c in text.chars() {
            measure.visible += u32::from(!c.is_whitespace());
            stops += u32::from(matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？'));
        }
    };
    let mut labels = (0, 0);
    match &item.block {
        Block::Paragraph(paragraph) => weigh(&paragraph.text),
        Block::Table(table) => {
            for cell in table.rows.iter().flat_map(|row| &row.cells) {
                weigh(&cell.text);
                if cell.text.len() < 60 && rules().is_block_label(&key(&cell.text)) {
                    labels.0 += 1;
                }
            }
            if labels.0 < 2 {
                labels.0 = 0;
            }
        }
        Block::Image(_) => {}
    }
    if let Some(text) = line(item)
        && measure.visible <= 300
        && text.contains(['：', ':'])
    {
        labels = rules().labels(&key(text));
    }
    (measure.block_labels, measure.line_labels) = (labels.0 as u32, labels.1 as u32);
    let link = item.cues.link_chars.min(measure.visible);
    measure.links = measure.visible > 0 && u64::from(link) * 10 >= u64::from(measure.visible) * 7;
    let states = measure.block_labels > 0 && (measure.visible < 300 || line(item).is_none());
    if !(states || measure.line_labels >= 2) {
        let text = measure.visible - link;
        let sentences = if link * 2 > measure.visible { 0 } else { stops };
        let short = sentences == 0 && measure.visible < 20;
        measure.mass = (text + 4 * sentences).saturating_sub(2 * link) / if short { 2 } else { 1 };
    }
    measure
}

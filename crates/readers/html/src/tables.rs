//! Tells data tables from tables that only lay out the page, in one pass over a table before the walk goes into it.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::Node;
use scraper::node::Element;

use crate::element::{self, Attributes, Kind};
use crate::visible;

/// Visible characters from which a cell counts as a body of text and not as an entry.
const LONG_CELL: u32 = 200;

/// Verdicts on a table and all tables inside it, in document order: true for data.
pub fn judge(table: NodeRef<'_, Node>) -> Vec<(NodeId, bool)> {
    let mut verdicts = Vec::new();
    let mut open: Vec<Stats> = Vec::new();
    let mut links = 0u32;
    let mut headings = 0u32;
    let mut skip = None;
    // Raw text of scripts is not shown; elements inside them are.
    let mut raw = None;
    for edge in table.traverse() {
        match edge {
            Edge::Open(node) if skip.is_none() => match node.value() {
                Node::Element(element) => {
                    let kind = element::kind(&element.name.local);
                    match kind {
                        Kind::Skip | Kind::Style | Kind::Head | Kind::NoScript => skip = Some(node.id()),
                        Kind::Script => raw = Some(node.id()),
                        Kind::Table => {
                            let marks = Attributes::of(element);
                            let word_table = marks.class.split_ascii_whitespace().any(|class| {
                                class.len() >= 8
                                    && class.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("mso"))
                            });
                            open.push(Stats {
                                index: verdicts.len(),
                                declared: marks.bordered || word_table,
                                presentation: matches!(marks.role, "presentation" | "none"),
                                ..Stats::default()
                            });
                            verdicts.push((node.id(), false));
                        }
                        _ => {
                            links += u32::from(is_link(element));
                            headings += u32::from(matches!(kind, Kind::Heading(_)));
                            if let Some(stats) = open.last_mut() {
                                stats.enter(kind, element);
                            }
                        }
                    }
                }
                Node::Text(text) if raw.is_none() || node.parent().map(|parent| parent.id()) != raw => {
                    if let Some(stats) = open.last_mut() {
                        stats.read(text, links > 0, headings > 0);
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Some(id) = skip {
                    if id == node.id() {
                        skip = None;
                    }
                    continue;
                }
                let Some(element) = node.value().as_element() else { continue };
                match element::kind(&element.name.local) {
                    Kind::Table => {
                        let Some(mut stats) = open.pop() else { continue };
                        stats.end_row();
                        let data = stats.is_data();
                        verdicts[stats.index].1 = data;
                        if let Some(outer) = open.last_mut() {
                            outer.hold(&stats, data);
                        }
                    }
                    kind => {
                        links -= u32::from(is_link(element));
                        headings -= u32::from(matches!(kind, Kind::Heading(_)));
                    }
                }
            }
            _ => {}
        }
    }
    verdicts
}

fn is_link(element: &Element) -> bool {
    element.name.local == local_name!("a")
}

/// What is known of one table.
#[derive(Default)]
struct Stats {
    index: usize,
    /// Header cells, a border, a caption, a table style of a word processor: made as a table.
    declared: bool,
    presentation: bool,
    text: u32,
    link: u32,
    heading: u32,
    nested_text: u32,
    nested_data: bool,
    /// Rows in which two or more cells have text.
    wide_rows: u32,
    most_cells: u32,
    label_cell: bool,
    biggest: u32,
    biggest_blocks: u32,
    row_cells: u32,
    cell: Cell,
}

#[derive(Default)]
struct Cell {
    text: u32,
    blocks: u32,
    colon: bool,
}

impl Stats {
    fn enter(&mut self, kind: Kind, element: &Element) {
        match kind {
            Kind::TableRow => self.end_row(),
            Kind::TableCell => {
                self.end_cell();
                self.declared |= element.name.local == local_name!("th");
            }
            Kind::Caption => self.declared = true,
            Kind::Block if element.name.local == local_name!("thead") => self.declared = true,
            Kind::Block | Kind::Container | Kind::ListItem | Kind::Break | Kind::Heading(_) => self.cell.blocks += 1,
            _ => {}
        }
    }

    fn read(&mut self, text: &str, in_link: bool, in_heading: bool) {
        let visible = visible::count(text);
        if visible == 0 {
            return;
        }
        self.text += visible;
        self.cell.text += visible;
        self.cell.colon = text.trim_end().ends_with(['：', ':']);
        if in_link {
            self.link += visible;
        }
        if in_heading {
            self.heading += visible;
        }
    }

    fn hold(&mut self, inner: &Stats, data: bool) {
        self.text += inner.text;
        self.link += inner.link;
        self.cell.text += inner.text;
        self.cell.blocks += inner.wide_rows.max(1);
        self.nested_text += inner.text;
        self.nested_data |= data || inner.nested_data;
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        if cell.text > 0 {
            self.row_cells += 1;
            self.label_cell |= cell.colon && cell.text < 20;
        }
        if cell.text > self.biggest {
            self.biggest = cell.text;
            self.biggest_blocks = cell.blocks;
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let cells = std::mem::take(&mut self.row_cells);
        self.most_cells = self.most_cells.max(cells);
        self.wide_rows += u32::from(cells >= 2);
    }

    fn is_data(&self) -> bool {
        let outweighed = |part: u32, tenths: u32| u64::from(part) * 10 > u64::from(self.text) * u64::from(tenths);
        if self.presentation || self.most_cells < 2 {
            return false;
        }
        if self.nested_text > 0 && (outweighed(self.nested_text, 5) || (self.nested_data && !self.declared)) {
            return false;
        }
        if self.heading > 0 && self.biggest > LONG_CELL {
            return false;
        }
        // One cell that is nearly everything is the body of a page.
        let body = self.biggest > LONG_CELL && outweighed(self.biggest, 7);
        if body && (self.wide_rows < 2 || (self.wide_rows < 3 && self.biggest_blocks > 2)) {
            return false;
        }
        if self.wide_rows < 2 && !self.declared && !self.label_cell {
            return false;
        }
        self.declared || !outweighed(self.link, 6)
    }
}

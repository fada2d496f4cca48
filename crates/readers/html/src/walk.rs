//! The walk: goes through the tree once, without recursion, and writes down items in reading order.

use std::sync::Arc;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use lantai_model::{Align, Block, Container, Cues, FactKind, Flow, Image, Item, Paragraph};
use scraper::node::Element;
use scraper::{Html, Node};

use crate::element::{self, Attributes, Kind};
use crate::facts;
use crate::grid::Grid;
use crate::leaf;
use crate::number;
use crate::paragraph::{Collector, Look};
use crate::path::Paths;

/// Reads a tree into a flow; `verdicts` say which tables hold data, in document order.
pub fn walk(html: &Html, verdicts: Vec<bool>) -> Flow {
    let mut walker = Walker::new(verdicts);
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if walker.skip.is_none() => match node.value() {
                Node::Element(element) => walker.open(node, element),
                Node::Text(text) => walker.text(text),
                _ => {}
            },
            Edge::Close(node) if node.value().is_element() => match walker.skip {
                None => walker.close(),
                Some(skipped) if skipped == node.id() => walker.skip = None,
                Some(_) => {}
            },
            _ => {}
        }
    }
    walker.flush();
    walker.flow
}

/// An open element.
#[derive(Clone)]
struct Frame<'a> {
    kind: Kind,
    name: &'a str,
    class: &'a str,
    id: &'a str,
    role: &'a str,
    /// Groups others: becomes a container when something is found in it.
    groups: bool,
    /// Its index among the flow's containers, once it has one.
    container: Option<u32>,
    /// Depth of the innermost element that separates paragraphs, itself included.
    block: usize,
    look: Look<'a>,
    hidden: bool,
    pre: bool,
    align: Align,
    heading: u8,
    list: u8,
    /// Next number of an ordered list, and whether it shows numbers.
    number: i64,
    numbered: bool,
    /// Characters of paragraphs that stood directly in this element so far.
    chars: u32,
}

struct Walker<'a> {
    flow: Flow,
    paths: Paths<'a>,
    open: Vec<Frame<'a>>,
    skip: Option<NodeId>,
    line: Collector,
    veiled: Collector,
    images: Vec<Image>,
    grid: Option<Grid>,
    verdicts: std::vec::IntoIter<bool>,
    links: u32,
    /// Number of a list item that waits for its first text.
    number: Option<String>,
    tags: Vec<Arc<str>>,
    nameless: Arc<str>,
}

impl<'a> Walker<'a> {
    fn new(verdicts: Vec<bool>) -> Self {
        let nameless: Arc<str> = Arc::from("");
        let root = Container { tag: Arc::from("document"), words: nameless.clone(), ..Container::default() };
        Walker {
            flow: Flow { containers: vec![root], ..Flow::default() },
            paths: Paths::default(),
            open: Vec::new(),
            skip: None,
            line: Collector::default(),
            veiled: Collector::default(),
            images: Vec::new(),
            grid: None,
            verdicts: verdicts.into_iter(),
            links: 0,
            number: None,
            tags: Vec::new(),
            nameless,
        }
    }

    fn open(&mut self, node: NodeRef<'a, Node>, element: &'a Element) {
        let name = element.name();
        let kind = element::kind(name);
        match kind {
            Kind::Skip => return self.skip = Some(node.id()),
            Kind::Script => {
                for child in node.children() {
                    if let Node::Text(script) = child.value() {
                        facts::of_script(script, &mut self.flow.facts);
                    }
                }
                return self.skip = Some(node.id());
            }
            Kind::Title => {
                let in_picture = self.open.iter().any(|frame| frame.name == "svg");
                let known = self.flow.facts.iter().any(|fact| fact.kind == FactKind::Title);
                if !in_picture && !known {
                    self.flow.facts.extend(leaf::title(node));
                }
                return self.skip = Some(node.id());
            }
            Kind::Meta => self.flow.facts.extend(leaf::meta(element)),
            _ => {}
        }
        let marks = Attributes::of(element);
        let depth = self.open.len();
        let mut frame = match self.open.last() {
            Some(parent) => {
                Frame { kind, name, class: "", id: "", role: "", groups: false, container: None, ..parent.clone() }
            }
            None => Frame {
                kind,
                name,
                class: "",
                id: "",
                role: "",
                groups: false,
                container: None,
                block: 0,
                look: Look::default(),
                hidden: false,
                pre: false,
                align: Align::Start,
                heading: 0,
                list: 0,
                number: 1,
                numbered: false,
                chars: 0,
            },
        };
        let veiled_before = frame.hidden;
        frame.hidden |= marks.hidden || matches!(kind, Kind::Control | Kind::Head);
        if let Some(bold) = marks.bold {
            frame.look.bold = bold && frame.heading == 0;
        }
        if let Some(align) = marks.align
            && !matches!(kind, Kind::Table | Kind::Image)
        {
            frame.align = align;
        }
        match kind {
            Kind::Inline => match name {
                "b" | "strong" if marks.bold.is_none() => frame.look.bold = true,
                "a" if marks.clickable || marks.href.is_some_and(|href| !href.trim().is_empty()) => {
                    self.links += 1;
                    frame.look.link = Some((self.links, marks.href.unwrap_or("").trim()));
                }
                _ => {}
            },
            Kind::Break => return self.open_void(node, frame, Self::line_break),
            Kind::Image => return self.open_void(node, frame, |walker| walker.image(element)),
            Kind::Input => {
                let shown =
                    !matches!(marks.input_type, "hidden" | "checkbox" | "radio" | "file" | "image" | "password");
                let text = if marks.value.is_empty() { marks.placeholder } else { marks.value };
                return self.open_void(node, frame, |walker| {
                    if shown {
                        walker.veiled.space();
                        walker.veiled.push(text, Look::default());
                        walker.veiled.space();
                    }
                });
            }
            Kind::Control => self.veiled.space(),
            _ => {
                // A hidden element takes no room: what stands around it stays one line.
                if frame.hidden && !veiled_before {
                    self.veiled.break_line();
                } else {
                    self.separate(kind);
                }
                frame.block = depth;
                frame.chars = 0;
                frame.pre = frame.pre || matches!(name, "pre" | "listing" | "xmp" | "plaintext");
                match kind {
                    _ if name == "center" => frame.align = Align::Center,
                    // As browsers do for pages of the time when whole pages stood in <center>.
                    Kind::Table => frame.align = Align::Start,
                    _ => {}
                }
            }
        }
        self.paths.open(node, name);
        match kind {
            Kind::Container | Kind::List => frame.groups = true,
            Kind::Heading(level) => {
                frame.heading = level;
                frame.look.heading = true;
            }
            _ => {}
        }
        if kind == Kind::List {
            frame.list = frame.list.saturating_add(1);
            frame.numbered = name == "ol" && !marks.unnumbered;
            frame.number = marks.start.trim().parse::<i32>().map_or(1, i64::from);
        }
        if kind == Kind::ListItem && !frame.hidden {
            self.number = None;
            if let Some(list) = self.open.last_mut()
                && list.kind == Kind::List
                && list.numbered
            {
                let number = marks.value.trim().parse::<i32>().map_or(list.number, i64::from);
                list.number = number + 1;
                if !marks.unnumbered {
                    self.number = Some(format!("{number}."));
                }
            }
        }
        if matches!(kind, Kind::Table | Kind::TableRow | Kind::TableCell) {
            self.open_table_part(kind, name, &marks, &mut frame);
        }
        if frame.groups {
            (frame.class, frame.id, frame.role) = (marks.class, marks.id, marks.role);
        }
        self.open.push(frame);
    }

    /// Opens an element that holds nothing, and acts on it.
    fn open_void(&mut self, node: NodeRef<'a, Node>, frame: Frame<'a>, act: impl FnOnce(&mut Self)) {
        self.paths.open(node, frame.name);
        self.open.push(frame);
        act(self);
    }

    fn open_table_part(&mut self, kind: Kind, name: &str, marks: &Attributes<'a>, frame: &mut Frame<'a>) {
        let verdict = kind == Kind::Table && self.verdicts.next().unwrap_or(false);
        if frame.hidden {
            return;
        }
        let depth = self.open.len();
        match (&mut self.grid, kind) {
            (Some(grid), Kind::Table) => grid.nested += 1,
            (None, Kind::Table) if verdict => self.grid = Some(Grid::new(self.paths.span(depth))),
            (None, _) => frame.groups = kind != Kind::TableRow,
            (Some(grid), _) if grid.nested > 0 => {}
            (Some(grid), Kind::TableRow) => grid.row(),
            (Some(grid), _) => {
                let at = self.paths.span(depth);
                grid.open_cell(name == "th", marks, at);
            }
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.open.last() else { return };
        let (kind, hidden) = (frame.kind, frame.hidden);
        if hidden {
            match kind {
                Kind::Inline | Kind::Break | Kind::Image | Kind::Input => {}
                Kind::Control => self.veiled.space(),
                _ => self.veiled.break_line(),
            }
            let outermost = self.open.iter().rev().nth(1).is_none_or(|parent| !parent.hidden);
            if outermost && self.line.is_empty() && self.grid.is_none() && !matches!(kind, Kind::Control | Kind::Input)
            {
                self.flush();
            }
        } else {
            match kind {
                Kind::Inline | Kind::Break | Kind::Image | Kind::Input | Kind::Control => {}
                _ => self.separate(kind),
            }
            self.close_table_part(kind);
            if kind == Kind::ListItem {
                self.number = None;
            }
        }
        self.open.pop();
        self.paths.close();
        if self.open.is_empty() {
            self.flush();
        }
    }

    fn close_table_part(&mut self, kind: Kind) {
        let Some(grid) = &mut self.grid else { return };
        match kind {
            Kind::Table if grid.nested > 0 => grid.nested -= 1,
            Kind::Table => self.end_table(),
            Kind::TableCell if grid.nested == 0 => {
                grid.link_chars += self.line.link_chars;
                grid.close_cell(self.line.take().text);
            }
            Kind::Caption if grid.nested == 0 => grid.caption(self.line.take().text),
            _ => {}
        }
    }

    fn end_table(&mut self) {
        let Some(mut grid) = self.grid.take() else { return };
        grid.close_cell(self.line.take().text);
        let (link_chars, at) = (grid.link_chars, grid.at.clone());
        if let Some(table) = grid.finish() {
            let container = self.container();
            let cues = Cues { container, link_chars, ..Cues::default() };
            self.flow.items.push(Item { block: Block::Table(table), cues, at });
        }
        self.flush();
    }

    /// A border between paragraphs.
    fn separate(&mut self, kind: Kind) {
        if self.open.last().is_some_and(|frame| frame.hidden) {
            self.veiled.break_line();
            return;
        }
        match &self.grid {
            None => self.flush(),
            Some(grid) if grid.nested > 0 && kind == Kind::TableCell => self.line.space(),
            Some(_) => self.line.break_line(),
        }
    }

    fn line_break(&mut self) {
        self.separate(Kind::Break);
    }

    fn text(&mut self, text: &'a str) {
        let Some(frame) = self.open.last() else { return };
        if frame.kind == Kind::Head || self.open.get(1).is_some_and(|frame| frame.kind == Kind::Head) {
            return;
        }
        let (look, pre, hidden) = (frame.look, frame.pre, frame.hidden);
        if !pre {
            return if hidden { self.veiled.push(text, look) } else { self.line.push(text, look) };
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.separate(Kind::Break);
            }
            if hidden { self.veiled.push(line, look) } else { self.line.push(line, look) }
        }
    }

    /// Writes down the paragraph that was collected, then pictures and hidden text that stood in it.
    fn flush(&mut self) {
        if self.line.is_empty() && self.veiled.is_empty() && self.images.is_empty() {
            return;
        }
        let inner = self.open.len().saturating_sub(1);
        let block = self.open.last().map_or(0, |frame| frame.block);
        let mut cues = Cues { container: self.container(), ..Cues::default() };
        let mut at = self.paths.span(block);
        let mut list = 0;
        if let Some(frame) = self.open.get(block.min(inner)) {
            cues.align = frame.align;
            cues.heading = frame.heading;
            list = frame.list;
            cues.style = match frame.kind {
                Kind::Heading(_) => Some(frame.name),
                Kind::Block if matches!(frame.name, "blockquote" | "pre" | "figcaption" | "dt" | "dd" | "legend") => {
                    Some(frame.name)
                }
                _ => None,
            }
            .map(|name| tag(&mut self.tags, name));
        }
        if !self.line.is_empty() {
            let mut cues = Cues { link_chars: self.line.link_chars, bold: self.line.is_bold(), ..cues.clone() };
            let mut paragraph = self.line.take();
            paragraph.list = list;
            if let Some(frame) = self.open.get_mut(block) {
                // Several paragraphs of one element are told apart by their place in its text.
                let chars = paragraph.text.chars().count() as u32;
                if frame.chars > 0 {
                    at.chars = Some((frame.chars, frame.chars + chars));
                }
                frame.chars += chars + 1;
            }
            if let Some(automatic) = self.number.take()
                && !number::shown(&paragraph.text)
            {
                cues.auto_number = number::put(&mut paragraph, &automatic);
            }
            self.flow.items.push(Item { block: Block::Paragraph(paragraph), cues, at: at.clone() });
        }
        at.chars = None;
        for image in self.images.drain(..) {
            self.flow.items.push(Item { block: Block::Image(image), cues: cues.clone(), at: at.clone() });
        }
        if !self.veiled.is_empty() {
            let cues = Cues { hidden: true, link_chars: self.veiled.link_chars, ..cues };
            let paragraph = self.veiled.take();
            for line in paragraph.text.split('\n') {
                let block = Block::Paragraph(Paragraph::plain(line));
                self.flow.items.push(Item { block, cues: cues.clone(), at: at.clone() });
            }
        }
    }

    /// The container around the current place; containers come into being when something is found in them.
    fn container(&mut self) -> u32 {
        let mut parent = 0;
        let first = self.open.iter().rposition(|frame| frame.container.is_some());
        if let Some(index) = first.and_then(|at| self.open[at].container) {
            parent = index;
        }
        for frame in &mut self.open[first.map_or(0, |at| at + 1)..] {
            if !frame.groups {
                continue;
            }
            let words = if frame.class.is_empty() && frame.id.is_empty() {
                self.nameless.clone()
            } else {
                let words = frame.class.split_ascii_whitespace().chain(frame.id.split_ascii_whitespace());
                Arc::from(words.collect::<Vec<_>>().join(" ").to_lowercase())
            };
            self.flow.containers.push(Container {
                parent,
                tag: tag(&mut self.tags, frame.name),
                words,
                landmark: element::landmark(frame.name, frame.role),
            });
            parent = self.flow.containers.len() as u32 - 1;
            frame.container = Some(parent);
        }
        parent
    }

    fn image(&mut self, element: &Element) {
        let Some(frame) = self.open.last() else { return };
        let in_link = frame.look.link.is_some();
        if frame.hidden || self.grid.is_some() {
            return;
        }
        if let Some(image) = leaf::image(element, in_link) {
            self.images.push(image);
            if self.line.is_empty() {
                self.flush();
            }
        }
    }
}

/// One copy of each element name.
fn tag(tags: &mut Vec<Arc<str>>, name: &str) -> Arc<str> {
    if let Some(tag) = tags.iter().find(|tag| ***tag == *name) {
        return tag.clone();
    }
    let tag: Arc<str> = Arc::from(name);
    tags.push(tag.clone());
    tag
}

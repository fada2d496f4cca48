//! The walk: goes through the tree once, without recursion, and writes down items in reading order.

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use lantai_model::{Align, Fact, FactKind, Flow, Item, Remark, Span};
use scraper::node::Element;
use scraper::{Html, Node};

use crate::element::{Attributes, Kind, kind};
use crate::facts;
use crate::frame::{Frame, in_line};
use crate::grid::Group;
use crate::islands;
use crate::jsonld;
use crate::leaf;
use crate::number;
use crate::pager::Pager;
use crate::paragraph::Look;
use crate::path::Paths;
use crate::styles::Hidden;
use crate::tables;
use crate::visible;
use crate::write::Writer;

/// An element that a class hides and that holds more text is shown by a script sooner or later.
const MAX_HIDDEN: u32 = 200;
/// Nodes that are looked at to find out how much text such elements hold: of one element, and in all.
const MAX_LOOK: usize = 1000;
const MAX_LOOKS: usize = 500_000;
/// Frames that are noted.
const MAX_FRAMES: usize = 8;
/// Characters outside of links under which a page says little itself.
const LITTLE: usize = 200;

/// Reads a tree into a flow, with remarks on what stands elsewhere.
pub fn walk(html: &Html) -> (Flow, Vec<Remark>) {
    let mut walker = Walker::default();
    let root = html.tree.root();
    let mut node = root;
    'tree: loop {
        let opened = match node.value() {
            Node::Element(element) => walker.open(node, element),
            Node::Text(text) => {
                walker.text(text, node.next_sibling().is_some());
                false
            }
            Node::Document => true,
            _ => false,
        };
        if opened {
            if let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            walker.leave(node);
        }
        while node.next_sibling().is_none() {
            let Some(parent) = node.parent() else { break 'tree };
            node = parent;
            walker.leave(node);
            if node.id() == root.id() {
                break 'tree;
            }
        }
        let Some(next) = node.next_sibling() else { break };
        node = next;
    }
    walker.out.flush(&mut walker.open, &mut walker.paths);
    walker.pager.finish(&mut walker.out.flow.facts);
    walker.out.show_noscript();
    let mut remarks = walker.frame_remarks();
    remarks.append(&mut walker.out.remarks);
    (walker.out.flow, remarks)
}

#[derive(Default)]
struct Walker<'a> {
    out: Writer,
    paths: Paths<'a>,
    open: Vec<Frame<'a>>,
    /// What is known of the tables of the outermost table that the walk is in, in document order.
    verdicts: std::vec::IntoIter<(NodeId, bool)>,
    tables: u32,
    links: u32,
    hidden: Hidden,
    looks: usize,
    pager: Pager<'a>,
    frames: Vec<(leaf::Frame<'a>, Span)>,
}

impl<'a> Walker<'a> {
    /// Opens an element; false where nothing of it is to be walked.
    fn open(&mut self, node: NodeRef<'a, Node>, element: &'a Element) -> bool {
        let name = &element.name.local;
        let mut kind = kind(name);
        match kind {
            Kind::Skip => return false,
            Kind::Style => {
                for child in node.children() {
                    if let Node::Text(sheet) = child.value() {
                        self.hidden.read(sheet);
                    }
                }
                return false;
            }
            Kind::Script => {
                self.script(node, element);
                if !node.last_child().is_some_and(|child| child.value().is_document()) {
                    return false;
                }
            }
            Kind::Title => {
                let in_picture = element.name.ns != html5ever::ns!(html);
                let known = self.out.flow.facts.iter().any(|fact| fact.kind == FactKind::Title);
                if !in_picture && !known {
                    self.out.flow.facts.extend(leaf::title(node));
                }
                return false;
            }
            Kind::Meta => {
                if let Some(fact) = leaf::meta(element) {
                    facts::add(fact, &mut self.out.flow.facts);
                }
            }
            // The frame of a tree inside the tree.
            Kind::Block if *name == local_name!("html") && !self.open.is_empty() => kind = Kind::Inline,
            Kind::Container if *name == local_name!("body") && self.open.len() > 1 => kind = Kind::Inline,
            _ => {}
        }
        let marks = Attributes::of(element);
        let depth = self.open.len();
        let mut frame = Frame::inside(self.open.last(), kind, name);
        let veiled_before = frame.hidden;
        frame.noscript |= kind == Kind::NoScript;
        frame.gone |= marks.hidden
            || matches!(kind, Kind::Control | Kind::Head | Kind::NoScript | Kind::Data)
            || *name == local_name!("dialog") && !marks.open
            || marks.class == islands::PERHAPS;
        let faint =
            marks.faint && kind == Kind::Inline || !self.hidden.is_empty() && self.hidden.holds(marks.class, marks.id);
        if faint && !frame.hidden && !frame.gone {
            frame.gone = self.is_short(node);
        }
        if let Some(visible) = marks.visible
            && (!visible || self.may_show(kind))
        {
            frame.unseen = !visible;
        }
        frame.hidden = frame.gone || frame.unseen;
        if let Some(bold) = marks.bold {
            frame.look.bold = bold && frame.heading == 0;
        }
        if let Some(align) = marks.align
            && !matches!(kind, Kind::Table | Kind::Image)
        {
            frame.align = align;
        }
        match kind {
            Kind::Inline => match *name {
                local_name!("b") | local_name!("strong") if marks.bold.is_none() => frame.look.bold = true,
                local_name!("a")
                    if marks.onclick.is_some() || marks.href.is_some_and(|href| !href.trim().is_empty()) =>
                {
                    self.links += 1;
                    frame.look.link = Some((self.links, leaf::target(marks.href.unwrap_or(""), marks.onclick)));
                }
                _ => {}
            },
            Kind::Break | Kind::Image | Kind::Input | Kind::Frame | Kind::Object | Kind::Script => {}
            Kind::Control => self.out.veiled.space(),
            _ => {
                // A hidden element takes no room: what stands around it stays one line.
                if frame.hidden && !veiled_before {
                    self.out.veiled.break_line();
                } else {
                    self.separate(kind);
                }
                frame.block = depth;
                frame.chars = 0;
                frame.pre |= matches!(
                    *name,
                    local_name!("pre") | local_name!("listing") | local_name!("xmp") | local_name!("plaintext")
                );
                match kind {
                    _ if *name == local_name!("center") => frame.align = Align::Center,
                    // As browsers do for pages of the time when whole pages stood in <center>.
                    Kind::Table => frame.align = Align::Start,
                    _ => {}
                }
            }
        }
        self.paths.open(node, name);
        match kind {
            Kind::Container => frame.groups = true,
            Kind::Heading(level) => {
                frame.heading = level;
                frame.look.heading = true;
            }
            Kind::List => {
                frame.groups = true;
                frame.list = frame.list.saturating_add(1);
                let style = number::style(marks.kind, marks.list_style);
                let ordered = *name == local_name!("ol");
                frame.numbered = !marks.unnumbered && (ordered || style.is_some());
                frame.style = style.unwrap_or_default();
                let start = marks.start.trim().parse::<i32>().ok().map(i64::from);
                frame.step = if ordered && marks.reversed { -1 } else { 1 };
                frame.number = start.unwrap_or_else(|| if frame.step < 0 { items(node) } else { 1 });
            }
            Kind::ListItem if !frame.hidden => self.number(&marks),
            Kind::Table | Kind::TableRow | Kind::TableCell => self.open_table_part(node, kind, &marks, &mut frame),
            Kind::Block if self.out.grid.is_some() => self.row_group(&frame, true),
            _ => {}
        }
        if frame.groups {
            (frame.class, frame.id, frame.role) = (marks.class, marks.id, marks.role);
        }
        self.open.push(frame);
        match kind {
            Kind::Break => self.separate(kind),
            Kind::Image => self.image(element),
            Kind::Input => self.input(&marks),
            Kind::Frame | Kind::Object => {
                self.frame(element);
                // No browser that knows frames shows what they hold.
                if kind == Kind::Frame
                    && let Some(frame) = self.open.last_mut()
                {
                    (frame.gone, frame.hidden, frame.noscript) = (true, true, true);
                }
            }
            _ => {}
        }
        true
    }

    /// An element of that kind may be shown inside one that is not. The parts of a hidden table are no parts of
    /// another one.
    fn may_show(&self, kind: Kind) -> bool {
        let part = matches!(kind, Kind::TableRow | Kind::TableCell | Kind::Caption);
        kind == Kind::Inline || !part && self.out.grid.is_none()
    }

    /// Leaves a node that was opened.
    fn leave(&mut self, node: NodeRef<'a, Node>) {
        if node.value().is_element() {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.open.last() else { return };
        let (kind, hidden) = (frame.kind, frame.hidden);
        self.tables -= u32::from(kind == Kind::Table);
        if hidden {
            match kind {
                _ if in_line(kind) => {}
                Kind::Control => self.out.veiled.space(),
                _ => self.out.veiled.break_line(),
            }
            let outermost = self.open.iter().rev().nth(1).is_none_or(|parent| !parent.hidden);
            let alone = self.out.line.is_empty() && self.out.grid.is_none();
            if outermost && alone && !matches!(kind, Kind::Control | Kind::Input) {
                self.flush();
            }
        } else {
            if !in_line(kind) && kind != Kind::Control {
                self.separate(kind);
            }
            self.close_table_part(kind);
            if kind == Kind::ListItem {
                self.out.number = None;
            }
        }
        self.open.pop();
        self.paths.close();
        if self.open.is_empty() {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.out.flush(&mut self.open, &mut self.paths);
    }

    /// A border between paragraphs.
    fn separate(&mut self, kind: Kind) {
        if self.open.last().is_some_and(|frame| frame.hidden) {
            self.out.veiled.break_line();
            return;
        }
        match &self.out.grid {
            None => self.flush(),
            Some(grid) if grid.nested > 0 && kind == Kind::TableCell => self.out.line.space(),
            Some(_) => self.out.line.break_line(),
        }
    }

    fn text(&mut self, text: &'a str, followed: bool) {
        let Some(frame) = self.open.last() else { return };
        // Scripts, and what a browser without scripts or frames would see: their text was read as markup, see `islands`.
        // Where such elements stand in one another only the outermost was.
        if matches!(frame.kind, Kind::Head | Kind::Script)
            || matches!(frame.kind, Kind::NoScript | Kind::Frame) && followed
        {
            return;
        }
        let (look, pre, hidden) = (frame.look, frame.pre, frame.hidden);
        if !hidden {
            self.pager.text(text, look.link.map(|(_, href)| href));
        }
        if !pre {
            return self.push(text, look, hidden);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.separate(Kind::Break);
            }
            self.push(line, look, hidden);
        }
    }

    fn push(&mut self, text: &str, look: Look<'a>, hidden: bool) {
        if hidden {
            return self.out.veiled.push(text, look);
        }
        // In a cell an automatic number goes before the first text of its item.
        if self.out.grid.is_some()
            && self.out.number.is_some()
            && visible::count(text) > 0
            && let Some(number) = self.out.number.take()
            && !number::shown(text.trim_start())
        {
            self.out.line.push(&number, Look::default());
        }
        self.out.line.push(text, look);
    }

    /// The number of a list item waits for its first text.
    fn number(&mut self, marks: &Attributes<'a>) {
        self.out.number = None;
        if let Some(list) = self.open.last_mut()
            && list.kind == Kind::List
            && list.numbered
        {
            let number = marks.value.trim().parse::<i32>().map_or(list.number, i64::from);
            list.number = number + list.step;
            if !marks.unnumbered {
                let style = number::style(marks.kind, marks.list_style).unwrap_or(list.style);
                self.out.number = Some(number::label(style, number));
            }
        }
    }

    fn open_table_part(&mut self, node: NodeRef<'a, Node>, kind: Kind, marks: &Attributes<'a>, frame: &mut Frame<'a>) {
        let mut data = false;
        if kind == Kind::Table {
            if self.tables == 0 {
                self.verdicts = tables::judge(node).into_iter();
            }
            self.tables += 1;
            data = self.verdicts.find(|(id, _)| *id == node.id()).is_some_and(|(_, data)| data);
        }
        if frame.hidden {
            return;
        }
        let depth = self.open.len();
        match (&mut self.out.grid, kind) {
            (Some(grid), Kind::Table) => grid.nested += 1,
            (None, Kind::Table) if data => self.out.open_table(self.paths.span(depth)),
            (None, _) => frame.groups = kind != Kind::TableRow,
            (Some(grid), _) if grid.nested > 0 => {}
            (Some(grid), Kind::TableRow) => grid.row(),
            (Some(grid), _) => {
                let at = self.paths.span(depth);
                grid.open_cell(*frame.name == local_name!("th"), marks, at);
            }
        }
    }

    fn row_group(&mut self, frame: &Frame<'a>, opens: bool) {
        let Some(grid) = self.out.grid.as_mut().filter(|grid| grid.nested == 0) else { return };
        match *frame.name {
            local_name!("thead") if opens => grid.open_group(Group::Head),
            local_name!("tbody") if opens => grid.open_group(Group::Body),
            local_name!("tfoot") if opens => grid.open_group(Group::Foot),
            local_name!("thead") | local_name!("tbody") | local_name!("tfoot") => grid.close_group(),
            _ => {}
        }
    }

    fn close_table_part(&mut self, kind: Kind) {
        let out = &mut self.out;
        let Some(grid) = &mut out.grid else { return };
        match kind {
            Kind::Table if grid.nested > 0 => grid.nested -= 1,
            Kind::Table => {
                let container = out.container(&mut self.open);
                out.close_table(container);
                self.flush();
            }
            Kind::TableCell if grid.nested == 0 => {
                grid.link_chars += out.line.link_chars;
                let bold = out.line.is_bold();
                grid.close_cell(out.line.take(), bold);
            }
            Kind::Caption if grid.nested == 0 => grid.caption(out.line.take().text),
            Kind::Block if grid.nested == 0 => {
                if let Some(frame) = self.open.last().cloned() {
                    self.row_group(&frame, false);
                }
            }
            _ => {}
        }
    }

    /// What a script says of the page.
    fn script(&mut self, node: NodeRef<'a, Node>, element: &Element) {
        let facts = &mut self.out.flow.facts;
        let json = element.attr("type").is_some_and(|kind| kind.trim().to_ascii_lowercase().ends_with("ld+json"));
        for child in node.children() {
            let Node::Text(script) = child.value() else { continue };
            if json {
                jsonld::of_script(script, facts);
            } else {
                facts::of_script(script, facts);
                facts::pages(script, facts);
            }
        }
    }

    fn image(&mut self, element: &Element) {
        let Some(frame) = self.open.last() else { return };
        if frame.hidden {
            return;
        }
        if let Some(image) = leaf::image(element, frame.look.link.map(|(_, href)| href)) {
            self.out.images.push(image);
            // Pictures in a data table come behind it.
            if self.out.line.is_empty() && self.out.grid.is_none() {
                self.flush();
            }
        }
    }

    fn input(&mut self, marks: &Attributes<'a>) {
        let text = if marks.value.is_empty() { marks.placeholder } else { marks.value };
        if !matches!(marks.kind, "hidden" | "checkbox" | "radio" | "file" | "image" | "password") {
            self.out.veiled.space();
            self.out.veiled.push(text, Look::default());
            self.out.veiled.space();
        } else if marks.kind == "hidden" {
            let name = if marks.name.is_empty() { marks.id } else { marks.name };
            let value = marks.value.trim();
            if facts::tells(name.as_bytes()) && value.chars().any(char::is_alphanumeric) && value.len() <= 600 {
                let fact = Fact { kind: FactKind::Script, name: name.to_owned(), value: value.to_owned() };
                facts::add(fact, &mut self.out.flow.facts);
            }
        }
    }

    /// Notes a frame.
    fn frame(&mut self, element: &'a Element) {
        let Some(frame) = leaf::frame(element) else { return };
        let fact = Fact { kind: FactKind::Script, name: "frame".into(), value: frame.address.to_owned() };
        if self.open.last().is_none_or(|frame| frame.hidden) || self.out.flow.facts.contains(&fact) {
            return;
        }
        if (frame.large || frame.content) && self.frames.len() < MAX_FRAMES {
            self.frames.push((frame, self.paths.span(self.open.len() - 1)));
            self.out.flow.facts.push(fact);
        }
    }

    /// Remarks on frames that hold content: documents, parts of a page of frames, all where the page itself says little.
    fn frame_remarks(&self) -> Vec<Remark> {
        let own = |item: &Item| item.block.visible_chars().saturating_sub(item.cues.link_chars as usize);
        let shown = self.out.flow.items.iter().filter(|item| !item.cues.hidden);
        let little = self.frames.is_empty() || shown.map(own).sum::<usize>() < LITTLE;
        let told = self.frames.iter().filter(|(frame, _)| little || frame.content);
        told.map(|(frame, at)| {
            Remark::unclear("frame", format!("content in a frame was not read: {}", frame.address), at.clone())
        })
        .collect()
    }

    /// The element holds little text.
    fn is_short(&mut self, node: NodeRef<'a, Node>) -> bool {
        let mut chars = 0;
        for node in node.descendants().take(MAX_LOOK) {
            self.looks += 1;
            if let Node::Text(text) = node.value() {
                chars += visible::count(text);
            }
            if chars > MAX_HIDDEN || self.looks > MAX_LOOKS {
                return false;
            }
        }
        true
    }
}

/// The items of a list.
fn items(list: NodeRef<'_, Node>) -> i64 {
    let items = list.children().filter_map(|child| child.value().as_element());
    items.filter(|element| element.name.local == local_name!("li")).count() as i64
}

//! Writes down what the walk collects: paragraphs, pictures, hidden text, tables, and the containers around them.

use std::sync::Arc;

use html5ever::{LocalName, local_name};
use lantai_model::{Block, Container, Cues, Flow, Image, Item, Paragraph, Remark, Span};

use crate::element::{self, Kind};
use crate::frame::Frame;
use crate::grid::Grid;
use crate::number;
use crate::paragraph::Collector;
use crate::path::Paths;

/// The flow so far and what is being collected for it.
pub struct Writer {
    pub flow: Flow,
    pub line: Collector,
    /// Hidden text.
    pub veiled: Collector,
    pub images: Vec<Image>,
    pub grid: Option<Grid>,
    /// Number of a list item that waits for its first text.
    pub number: Option<String>,
    /// Limits that were hit.
    pub remarks: Vec<Remark>,
    /// Items from `<noscript>`.
    noscript: Vec<usize>,
    tags: Vec<(LocalName, Arc<str>)>,
    nameless: Arc<str>,
    words: String,
}

impl Default for Writer {
    fn default() -> Self {
        let nameless: Arc<str> = Arc::from("");
        let root = Container { tag: Arc::from("document"), words: nameless.clone(), ..Container::default() };
        Writer {
            flow: Flow { containers: vec![root], ..Flow::default() },
            line: Collector::default(),
            veiled: Collector::default(),
            images: Vec::new(),
            grid: None,
            number: None,
            remarks: Vec::new(),
            noscript: Vec::new(),
            tags: Vec::new(),
            nameless,
            words: String::new(),
        }
    }
}

impl Writer {
    /// Writes down the paragraph that was collected, then pictures and hidden text that stood in it.
    pub fn flush(&mut self, open: &mut [Frame<'_>], paths: &mut Paths<'_>) {
        if self.line.is_empty() && self.veiled.is_empty() && self.images.is_empty() {
            return;
        }
        let inner = open.len().saturating_sub(1);
        let block = open.last().map_or(0, |frame| frame.block);
        let mut cues = Cues { container: self.container(open), ..Cues::default() };
        let mut at = paths.span(block);
        let mut list = 0;
        if let Some(frame) = open.get(block.min(inner)) {
            cues.align = frame.align;
            cues.heading = frame.heading;
            list = frame.list;
            cues.style = says_style(frame).then(|| self.tag(frame.name));
        }
        if !self.line.is_empty() {
            let mut cues = Cues { link_chars: self.line.link_chars, bold: self.line.is_bold(), ..cues.clone() };
            let mut paragraph = self.line.take();
            paragraph.list = list;
            if let Some(frame) = open.get_mut(block) {
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
            let noscript = open.iter().any(|frame| frame.noscript);
            let paragraph = self.veiled.take();
            for line in paragraph.text.split('\n') {
                if noscript {
                    self.noscript.push(self.flow.items.len());
                }
                let block = Block::Paragraph(Paragraph::plain(line));
                self.flow.items.push(Item { block, cues: cues.clone(), at: at.clone() });
            }
        }
    }

    /// Begins a data table.
    pub fn open_table(&mut self, at: Span) {
        self.grid = Some(Grid::new(at));
    }

    /// Writes down the data table.
    pub fn close_table(&mut self, container: u32) {
        let Some(mut grid) = self.grid.take() else { return };
        let bold = self.line.is_bold();
        grid.close_cell(self.line.take(), bold);
        let (link_chars, at) = (grid.link_chars, grid.at.clone());
        if let Some((table, overgrown)) = grid.finish() {
            if overgrown {
                let about = "cells of a table claim to cover more rows or columns than can be; they stand alone";
                self.remarks.push(Remark::limited("table_spans", about, at.clone()));
            }
            let cues = Cues { container, link_chars, ..Cues::default() };
            self.flow.items.push(Item { block: Block::Table(table), cues, at });
        }
    }

    /// A page that shows nothing else shows what it says to those without scripts.
    pub fn show_noscript(&mut self) {
        if self.flow.items.iter().any(|item| !item.cues.hidden && item.block.visible_chars() > 0) {
            return;
        }
        for at in &self.noscript {
            if let Some(item) = self.flow.items.get_mut(*at) {
                item.cues.hidden = false;
            }
        }
    }

    /// The container around the current place; containers come into being when something is found in them.
    pub fn container(&mut self, open: &mut [Frame<'_>]) -> u32 {
        let mut parent = 0;
        let first = open.iter().rposition(|frame| frame.container.is_some());
        if let Some(index) = first.and_then(|at| open[at].container) {
            parent = index;
        }
        for frame in &mut open[first.map_or(0, |at| at + 1)..] {
            if !frame.groups {
                continue;
            }
            let container = Container {
                parent,
                tag: self.tag(frame.name),
                words: self.words(frame.class, frame.id),
                landmark: element::landmark(frame.name, frame.role),
            };
            self.flow.containers.push(container);
            parent = self.flow.containers.len() as u32 - 1;
            frame.container = Some(parent);
        }
        parent
    }

    /// Words of class and id in lower case. Neighbours often have the same.
    fn words(&mut self, class: &str, id: &str) -> Arc<str> {
        if class.is_empty() && id.is_empty() {
            return self.nameless.clone();
        }
        self.words.clear();
        for word in class.split_ascii_whitespace().chain(id.split_ascii_whitespace()) {
            if !self.words.is_empty() {
                self.words.push(' ');
            }
            self.words.push_str(word);
        }
        if self.words.is_ascii() {
            self.words.make_ascii_lowercase();
        } else {
            self.words = self.words.to_lowercase();
        }
        match self.flow.containers.last() {
            Some(last) if *last.words == *self.words => last.words.clone(),
            _ => Arc::from(&*self.words),
        }
    }

    /// One copy of each element name.
    fn tag(&mut self, name: &LocalName) -> Arc<str> {
        if let Some((_, tag)) = self.tags.iter().find(|(known, _)| known == name) {
            return tag.clone();
        }
        let tag: Arc<str> = Arc::from(&**name);
        self.tags.push((name.clone(), tag.clone()));
        tag
    }
}

/// The element's name says something about the paragraph.
fn says_style(frame: &Frame<'_>) -> bool {
    match frame.kind {
        Kind::Heading(_) => true,
        Kind::Block => matches!(
            *frame.name,
            local_name!("blockquote")
                | local_name!("pre")
                | local_name!("figcaption")
                | local_name!("dt")
                | local_name!("dd")
                | local_name!("legend")
        ),
        _ => false,
    }
}

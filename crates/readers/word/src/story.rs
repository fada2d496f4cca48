//! One story of a document (body, footnotes, a header) from XML to items, in one pass without a tree.

mod blocks;

use std::collections::BTreeMap;
use std::sync::Arc;

use lantai_model::{Block, Cues, Image, Item, Margin, Paragraph, Place, Remark, Span};

use crate::field::Fields;
use crate::numbering::Numbering;
use crate::package::{Relationship, by_id};
use crate::styles::Styles;
use crate::symbols;
use crate::xml::{Element, Node, Xml};
use crate::{paragraph, table};

/// Most table cells in one document.
const MAX_CELLS: u32 = 5_000_000;

/// What all stories of a document share.
pub(crate) struct Shared<'s> {
    pub(crate) styles: &'s Styles,
    pub(crate) numbering: Numbering,
    /// Visible characters by font size in half-points, outside tables and inside.
    pub(crate) sizes: [BTreeMap<u16, u64>; 2],
    pub(crate) remarks: Vec<Remark>,
    pub(crate) cells: u32,
}

/// What a story says.
#[derive(Default)]
pub(crate) struct Story {
    pub(crate) items: Vec<Item>,
    /// Footnotes and endnotes that the text refers to, in order.
    pub(crate) note_references: Vec<(Note, String)>,
    /// In a part of notes: the identifier of each note and its first item.
    pub(crate) notes: Vec<(String, usize)>,
    /// Relationship identifiers of headers and footers.
    pub(crate) margins: Vec<(Margin, String)>,
    /// The part is not well-formed.
    pub(crate) broken: bool,
}

/// The kinds of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    Footnote,
    Endnote,
}

/// An element that is open, as far as its children or its end depend on it.
#[derive(Clone, Copy, PartialEq)]
enum Tag {
    Other,
    Paragraph,
    ParagraphProps,
    /// Properties of the paragraph mark.
    MarkProps,
    Run,
    RunProps,
    Text,
    Instruction,
    Link,
    Alternatives,
    Table,
    Row,
    RowProps,
    Cell,
    CellProps,
}

enum Open<'s> {
    Paragraph(Box<paragraph::Builder<'s>>),
    Table(Box<table::Builder>),
}

struct Walker<'s, 'w> {
    shared: &'w mut Shared<'s>,
    relationships: &'w [Relationship],
    part: Arc<str>,
    margin: Option<Margin>,
    container: u32,
    tags: Vec<Tag>,
    open: Vec<Open<'s>>,
    /// For each open `mc:AlternateContent`: a choice has been taken.
    alternatives: Vec<bool>,
    fields: Fields,
    /// A paragraph whose mark is deleted, and how many containers were open around it.
    carried: Option<(usize, Box<paragraph::Builder<'s>>)>,
    text: String,
    keep_blanks: bool,
    paragraphs: u32,
    image_text: String,
    story: Story,
}

/// Reads a part. `container` and `margin` hold for all its items.
pub(crate) fn read<'s>(
    xml_text: &str,
    part: &str,
    relationships: &[Relationship],
    shared: &mut Shared<'s>,
    container: u32,
    margin: Option<Margin>,
) -> Story {
    let mut xml = Xml::new(xml_text);
    let mut walker = Walker {
        shared,
        relationships,
        part: part.into(),
        margin,
        container,
        tags: Vec::new(),
        open: Vec::new(),
        alternatives: Vec::new(),
        fields: Fields::default(),
        carried: None,
        text: String::new(),
        keep_blanks: false,
        paragraphs: 0,
        image_text: String::new(),
        story: Story::default(),
    };
    while let Some(node) = xml.next() {
        match node {
            Node::Start(element) => walker.start(&element, &mut xml),
            Node::End => walker.end(),
            Node::Text(text) => match walker.tags.last() {
                Some(Tag::Text) => walker.text.push_str(&text),
                Some(Tag::Instruction) => walker.fields.instruct(&text),
                _ => {}
            },
        }
    }
    // A part that breaks off leaves elements open: what they hold is kept.
    while !walker.tags.is_empty() {
        walker.end();
    }
    walker.settle();
    let mut story = walker.story;
    story.broken = xml.broken;
    if xml.broken {
        let about = format!("{part} breaks off or is not well-formed; what stands behind that place is missing");
        shared.remarks.push(Remark::limited("xml_damaged", about, Span::default()));
    }
    if xml.too_deep {
        let about = format!("{part} nests elements deeper than {}; what lies below is not read", crate::xml::MAX_DEPTH);
        shared.remarks.push(Remark::limited("xml_depth", about, Span::default()));
    }
    story
}

impl<'s> Walker<'s, '_> {
    /// Takes the start of an element. Elements that are passed over are consumed to their end here.
    fn start(&mut self, element: &Element<'_>, xml: &mut Xml<'_>) {
        let parent = self.tags.last().copied().unwrap_or(Tag::Other);
        let name = element.name();
        let tag = match parent {
            Tag::ParagraphProps => self.paragraph_prop(name, element, xml),
            Tag::MarkProps => {
                if let ("del" | "moveFrom", Some(builder)) = (name, self.paragraph()) {
                    builder.mark_deleted = true;
                }
                Some(Tag::Other)
            }
            Tag::RunProps => self.run_prop(name, element, xml),
            Tag::RowProps => self.row_prop(name, element),
            Tag::CellProps => self.cell_prop(name, element),
            _ => self.content(name, parent, element, xml),
        };
        if let Some(tag) = tag {
            self.tags.push(tag);
        }
    }

    /// An element of content. `None`: it has been consumed.
    fn content(&mut self, name: &str, parent: Tag, element: &Element<'_>, xml: &mut Xml<'_>) -> Option<Tag> {
        Some(match name {
            "p" => {
                self.begin_paragraph();
                Tag::Paragraph
            }
            "r" => Tag::Run,
            "t" if parent == Tag::Run => {
                self.text.clear();
                self.keep_blanks = element.get("space").is_some_and(|v| v == "preserve");
                Tag::Text
            }
            "pPr" if parent == Tag::Paragraph => Tag::ParagraphProps,
            "rPr" if parent == Tag::Run => Tag::RunProps,
            "tab" | "ptab" if parent == Tag::Run => self.sign("\t"),
            "br" if parent == Tag::Run => match element.get("type").as_deref() {
                Some("page" | "column") => Tag::Other,
                _ => self.sign("\n"),
            },
            "cr" if parent == Tag::Run => self.sign("\n"),
            "noBreakHyphen" if parent == Tag::Run => self.sign("-"),
            "sym" if parent == Tag::Run => {
                let found =
                    symbols::sign(&element.get("font").unwrap_or_default(), &element.get("char").unwrap_or_default());
                match found {
                    Some(c) => self.sign(c.encode_utf8(&mut [0; 4])),
                    None => Tag::Other,
                }
            }
            "instrText" => Tag::Instruction,
            "fldChar" => {
                self.field_char(&element.get("fldCharType").unwrap_or_default());
                Tag::Other
            }
            "hyperlink" => {
                let target = element.get("id").and_then(|id| self.target(&id).filter(|rel| rel.external));
                let href = target.map(|rel| rel.target.clone());
                if let (Some(href), Some(builder)) = (href, self.paragraph()) {
                    builder.open_link(href);
                }
                Tag::Link
            }
            "tbl" => {
                self.settle();
                self.open.push(Open::Table(Box::new(table::Builder::new(self.paragraphs + 1))));
                Tag::Table
            }
            "tr" if self.table().is_some() => {
                if let Some(table) = self.table() {
                    table.begin_row();
                }
                Tag::Row
            }
            "tc" if self.table().is_some() => return self.begin_cell(xml),
            "trPr" if parent == Tag::Row => Tag::RowProps,
            "tcPr" if parent == Tag::Cell => Tag::CellProps,
            "AlternateContent" => {
                self.alternatives.push(false);
                Tag::Alternatives
            }
            "Choice" | "Fallback" if parent == Tag::Alternatives => match self.alternatives.last_mut() {
                Some(taken @ false) => {
                    *taken = true;
                    Tag::Other
                }
                _ => return skip(xml),
            },
            "footnote" | "endnote" => {
                if !matches!(element.get("type").as_deref(), None | Some("normal")) {
                    return skip(xml);
                }
                let id = element.get("id").unwrap_or_default().into_owned();
                self.story.notes.push((id, self.story.items.len()));
                Tag::Other
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = if name == "footnoteReference" { Note::Footnote } else { Note::Endnote };
                self.story.note_references.push((kind, element.get("id").unwrap_or_default().into_owned()));
                Tag::Other
            }
            "headerReference" | "footerReference" => {
                let margin = if name == "headerReference" { Margin::Header } else { Margin::Footer };
                self.story.margins.push((margin, element.get("id").unwrap_or_default().into_owned()));
                Tag::Other
            }
            "docPr" => {
                self.image_text = element.get("descr").map(|v| v.into_owned()).unwrap_or_default();
                Tag::Other
            }
            "blip" | "imagedata" => {
                self.image(element);
                Tag::Other
            }
            "textpath" => {
                self.word_art(&element.get("string").unwrap_or_default());
                Tag::Other
            }
            "rt" => {
                self.ruby(xml);
                return None;
            }
            "altChunk" => {
                let about = "a document embedded as a chunk of another format (w:altChunk) is not read";
                self.shared.remarks.push(Remark::limited("alt_chunk", about, self.here()));
                Tag::Other
            }
            // Tracked deletions, and what describes content without being content.
            "del" | "moveFrom" | "delText" | "delInstrText" | "sdtPr" | "sdtEndPr" | "tblPr" | "tblPrEx"
            | "tblGrid" | "fldData" | "binData" | "tabs" => return skip(xml),
            _ => Tag::Other,
        })
    }

    fn paragraph_prop(&mut self, name: &str, element: &Element<'_>, xml: &mut Xml<'_>) -> Option<Tag> {
        Some(match name {
            "rPr" => Tag::MarkProps,
            // Its children are taken like those of the paragraph itself.
            "numPr" => Tag::ParagraphProps,
            "pPrChange" | "numberingChange" => return skip(xml),
            "pStyle" => {
                let styles = self.shared.styles;
                let style = element.val().and_then(|id| styles.get(&id));
                if let (Some(style), Some(builder)) = (style, self.paragraph()) {
                    builder.style = style;
                }
                Tag::Other
            }
            _ => {
                if let Some(builder) = self.paragraph() {
                    builder.props.take(element);
                }
                Tag::Other
            }
        })
    }

    fn run_prop(&mut self, name: &str, element: &Element<'_>, xml: &mut Xml<'_>) -> Option<Tag> {
        match name {
            "rPrChange" => return skip(xml),
            "rStyle" => {
                let styles = self.shared.styles;
                let style = element.val().and_then(|id| styles.get(&id));
                if let Some(builder) = self.paragraph() {
                    builder.run_style = style;
                }
            }
            _ => {
                if let Some(builder) = self.paragraph() {
                    builder.run.take(element);
                }
            }
        }
        Some(Tag::Other)
    }

    fn row_prop(&mut self, name: &str, element: &Element<'_>) -> Option<Tag> {
        let at = self.next_place();
        if let Some(table) = self.table() {
            match name {
                "gridBefore" => table.grid_before(element.number().unwrap_or(0), at),
                "tblHeader" if element.on() => table.header_row(),
                "del" => table.deleted_row(),
                _ => {}
            }
        }
        Some(Tag::Other)
    }

    fn cell_prop(&mut self, name: &str, element: &Element<'_>) -> Option<Tag> {
        if let Some(table) = self.table() {
            match name {
                "gridSpan" => table.grid_span(element.number().unwrap_or(1)),
                "vMerge" | "hMerge" => table.merge(name == "vMerge", element.val().is_some_and(|v| v == "restart")),
                _ => {}
            }
        }
        Some(Tag::Other)
    }

    fn begin_cell(&mut self, xml: &mut Xml<'_>) -> Option<Tag> {
        self.shared.cells += 1;
        if self.shared.cells > MAX_CELLS {
            if self.shared.cells == MAX_CELLS + 1 {
                let about = format!("the document has more than {MAX_CELLS} table cells; the others are not read");
                self.shared.remarks.push(Remark::limited("cells", about, self.here()));
            }
            return skip(xml);
        }
        let at = self.next_place();
        if let Some(table) = self.table() {
            table.begin_cell(at);
        }
        Some(Tag::Cell)
    }

    /// Ends the innermost open element.
    fn end(&mut self) {
        match self.tags.pop() {
            Some(Tag::Paragraph) => {
                if let Some(Open::Paragraph(builder)) = self.open.pop() {
                    self.end_paragraph(builder);
                }
            }
            Some(Tag::ParagraphProps) if self.tags.last() == Some(&Tag::Paragraph) => self.number(),
            Some(Tag::Run) => {
                if let Some(builder) = self.paragraph() {
                    builder.end_run();
                }
            }
            Some(Tag::Text) => {
                let text = std::mem::take(&mut self.text);
                self.push(if self.keep_blanks { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) });
                self.text = text;
            }
            Some(Tag::Link) => {
                if let Some(builder) = self.paragraph() {
                    builder.close_link();
                }
            }
            Some(Tag::Alternatives) => drop(self.alternatives.pop()),
            Some(Tag::Table) => {
                self.settle();
                if let Some(Open::Table(table)) = self.open.pop() {
                    self.end_table(*table);
                }
            }
            Some(Tag::Row) => {
                if let Some(table) = self.table() {
                    table.end_row();
                }
            }
            Some(Tag::Cell) => {
                self.settle();
                if let Some(table) = self.table() {
                    table.end_cell();
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.fields.in_instruction() || text.is_empty() {
            return;
        }
        let default_size = self.shared.styles.default_size;
        let Some(builder) = self.paragraph() else { return };
        if text.contains(['\n', '\r', '\t']) {
            builder.push(&text.replace(['\n', '\r', '\t'], " "), default_size);
        } else {
            builder.push(text, default_size);
        }
    }

    /// Puts a sign that stands for an element into the text.
    fn sign(&mut self, sign: &str) -> Tag {
        let default_size = self.shared.styles.default_size;
        if !self.fields.in_instruction()
            && let Some(builder) = self.paragraph()
        {
            builder.push(sign, default_size);
        }
        Tag::Other
    }

    fn field_char(&mut self, kind: &str) {
        let href = self.fields.mark(kind);
        let Some(builder) = self.paragraph() else { return };
        match kind {
            "separate" => {
                if let Some(href) = href {
                    builder.open_link(href);
                }
            }
            "end" if href.is_some() => builder.close_link(),
            _ => {}
        }
    }

    fn image(&mut self, element: &Element<'_>) {
        let id = element.get("embed").or_else(|| element.get("link")).or_else(|| element.get("id"));
        let Some(src) = id.and_then(|id| self.target(&id)).map(|rel| rel.target.clone()) else { return };
        let alt = std::mem::take(&mut self.image_text);
        if let Some(builder) = self.paragraph() {
            builder.images.push(Image { src, alt });
        }
    }

    /// The string of a WordArt shape is text that stands in a box.
    fn word_art(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            let at = self.here();
            self.deliver(Item { block: Block::Paragraph(Paragraph::plain(text)), cues: Cues::default(), at });
        }
    }

    /// A reading above characters (`w:rt`) is taken out of the line and noted.
    fn ruby(&mut self, xml: &mut Xml<'_>) {
        let outside = xml.depth().saturating_sub(1);
        let mut reading = String::new();
        while xml.depth() > outside {
            match xml.next() {
                Some(Node::Text(text)) => reading.push_str(text.trim()),
                Some(_) => {}
                None => break,
            }
        }
        if !reading.is_empty() {
            self.shared.remarks.push(Remark::omitted("ruby", reading, self.here()));
        }
    }

    fn target(&self, id: &str) -> Option<&Relationship> {
        by_id(self.relationships, id)
    }

    fn paragraph(&mut self) -> Option<&mut paragraph::Builder<'s>> {
        match self.open.last_mut() {
            Some(Open::Paragraph(builder)) => Some(builder),
            _ => None,
        }
    }

    fn table(&mut self) -> Option<&mut table::Builder> {
        match self.open.last_mut() {
            Some(Open::Table(table)) => Some(table),
            _ => None,
        }
    }

    fn place(&self, paragraph: u32) -> Span {
        Place::Part { part: self.part.clone(), paragraph }.into()
    }

    fn here(&self) -> Span {
        self.place(self.paragraphs.max(1))
    }

    /// The place of the paragraph that comes next.
    fn next_place(&self) -> Span {
        self.place(self.paragraphs + 1)
    }
}

fn skip(xml: &mut Xml<'_>) -> Option<Tag> {
    xml.skip();
    None
}

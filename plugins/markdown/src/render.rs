//! Walks a document and prints it.

use lantai_plugin::{Children, DocView, Meta, NodeRef, kind};

use crate::front::front_matter;
use crate::inline::{Link, Place, inline, lines};
use crate::table::table;

/// The document as Markdown, with one newline at its end.
pub fn render(doc: &DocView<'_>, with_front_matter: bool) -> String {
    let mut out = Page { out: String::with_capacity(doc.text_len() + doc.text_len() / 8), last: Last::Nothing };
    if with_front_matter {
        front_matter(&mut out.out, doc);
        if !out.out.is_empty() {
            out.last = Last::Block;
        }
    }
    out.document(doc.root());
    let end = out.out.trim_end_matches(['\n', ' ']).len();
    out.out.truncate(end);
    out.out.push('\n');
    out.out
}

/// What is still to be done, last in first out; with the depth of parts.
enum Step<'a> {
    Document(NodeRef<'a>, usize),
    /// The sections among the children of a node that are not done yet.
    Sections(Children<'a>, usize),
    Rest(NodeRef<'a>, usize),
    /// The parts among them.
    Parts(Children<'a>, usize),
}

/// What stands last on the page.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    Block,
    Item,
}

struct Page {
    out: String,
    last: Last,
}

impl Page {
    fn document(&mut self, root: NodeRef<'_>) {
        let mut steps = vec![Step::Document(root, 0)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Document(node, depth) => {
                    self.head(node, depth);
                    steps.push(Step::Rest(node, depth));
                    steps.push(Step::Sections(node.children(), depth));
                }
                Step::Sections(mut sections, depth) => {
                    let Some(node) = sections.find(|child| child.kind() == kind::SECTION) else { continue };
                    steps.push(Step::Sections(sections, depth));
                    self.section(node, depth);
                    steps.push(Step::Sections(node.children(), depth));
                }
                Step::Rest(node, depth) => {
                    self.rest(node);
                    steps.push(Step::Parts(node.children(), depth + 1));
                }
                Step::Parts(mut parts, depth) => {
                    let Some(node) = parts.find(|child| child.kind() == kind::PART) else { continue };
                    steps.push(Step::Parts(parts, depth));
                    steps.push(Step::Document(node, depth));
                }
            }
        }
    }

    /// What stands before the body.
    fn head(&mut self, node: NodeRef<'_>, depth: usize) {
        if depth > 0 {
            self.begin(Last::Block);
            self.out.push_str("---\n");
        }
        // 附件1 stands above an attachment's own title.
        if let Some(label) = Meta::of(node).get("附件").filter(|_| depth > 0) {
            self.paragraph("", label, &[]);
        }
        self.heading("", node.text(), depth + 1);
        // The front matter has it for the document itself.
        if let Some(number) = Meta::of(node).get("doc_number").filter(|_| depth > 0) {
            self.paragraph("", number, &[]);
        }
        for child in node.children() {
            match child.kind() {
                kind::SALUTATION => self.paragraph("", child.text(), &[]),
                kind::PARA | kind::TABLE | kind::IMAGE | kind::LIST | kind::ITEM => self.block(child, ""),
                _ => {}
            }
        }
    }

    /// A section without its subsections.
    fn section(&mut self, node: NodeRef<'_>, depth: usize) {
        let mut label = "";
        if node.body().trim().is_empty() {
            label = node.label();
        } else {
            self.heading(node.label(), node.body(), 1 + depth + usize::from(node.level()));
        }
        for block in node.children().filter(|child| child.kind() != kind::SECTION) {
            if !label.is_empty() && block.kind() != kind::PARA {
                self.paragraph(label, "", &[]);
                label = "";
            }
            self.block(block, std::mem::take(&mut label));
        }
        if !label.is_empty() {
            self.paragraph(label, "", &[]);
        }
    }

    /// What stands between the body and the parts.
    fn rest(&mut self, node: NodeRef<'_>) {
        for child in node.children() {
            match child.kind() {
                kind::SIGNATURE => self.paragraph("", child.text(), &[]),
                kind::NOTE => child.children().for_each(|block| self.block(block, "")),
                kind::ATTACHMENT => self.attachment(child),
                _ => {}
            }
        }
    }

    fn attachment(&mut self, node: NodeRef<'_>) {
        let href = node.attr("href").unwrap_or("");
        let text = if node.text().trim().is_empty() { href } else { node.text() };
        let link = Link::new(text, 0..text.len(), href);
        self.item(1, text, link.as_slice());
    }

    /// A block; a `label` stands before the text of a paragraph.
    fn block(&mut self, node: NodeRef<'_>, label: &str) {
        match node.kind() {
            kind::PARA => {
                let links = links(node);
                if node.level() > 0 && label.is_empty() {
                    self.item(node.level(), node.text(), &links);
                } else {
                    self.paragraph(label, node.text(), &links);
                }
            }
            kind::TABLE => {
                self.paragraph("", node.attr("caption").unwrap_or(""), &[]);
                let before = (self.out.len(), self.last);
                self.begin(Last::Block);
                let start = self.out.len();
                table(&mut self.out, node);
                if self.out.len() == start {
                    self.out.truncate(before.0);
                    self.last = before.1;
                }
            }
            kind::IMAGE => self.image(node),
            // A kind that this version does not know: its text, then its children's.
            _ => {
                let mut index = node.index();
                while index < node.end() {
                    let inner = node.at_index(index);
                    if inner.is_aside() {
                        index = inner.end().max(index + 1);
                        continue;
                    }
                    match inner.kind() {
                        kind::SPAN => {}
                        kind::ITEM => self.item(inner.level().max(1), inner.text(), &[]),
                        _ => self.paragraph("", inner.text(), &[]),
                    }
                    index += 1;
                }
            }
        }
    }

    fn image(&mut self, node: NodeRef<'_>) {
        let src = node.attr("src").unwrap_or("");
        let alt = node.text();
        if src.is_empty() {
            return self.paragraph("", alt, &[]);
        }
        // An image is a link with `!` before it; its text may be empty, so a blank stands for it here.
        let words = if alt.trim().is_empty() { "图片" } else { alt };
        let Some(link) = Link::new(words, 0..words.len(), src) else { return self.paragraph("", alt, &[]) };
        self.begin(Last::Block);
        self.out.push('!');
        inline(&mut self.out, words, &[link], Place::Heading);
        self.out.push('\n');
    }

    fn heading(&mut self, label: &str, text: &str, level: usize) {
        let mut line = String::with_capacity(label.len() + text.len() + 1);
        inline(&mut line, label.trim_start(), &[], Place::Heading);
        line.push_str(apart(label, text));
        let text = if line.is_empty() { text.trim() } else { text.trim_end() };
        inline(&mut line, text, &[], Place::Heading);
        if line.is_empty() {
            return;
        }
        // A heading may end with a row of `#` of its own, which must not be taken for decoration.
        let bare = line.trim_end_matches('#').len();
        if bare < line.len() && line.get(..bare).is_some_and(|head| head.is_empty() || head.ends_with(' ')) {
            line.insert(bare, '\\');
        }
        self.begin(Last::Block);
        self.out.extend(std::iter::repeat_n('#', level.clamp(1, 6)));
        self.out.push(' ');
        self.out.push_str(&line);
        self.out.push('\n');
    }

    fn paragraph(&mut self, label: &str, text: &str, links: &[Link<'_>]) {
        let mut made = String::with_capacity(label.len() + text.len() + 16);
        inline(&mut made, label, &[], Place::Paragraph);
        made.push_str(apart(label, text));
        inline(&mut made, text.trim_end(), links, Place::Paragraph);
        if made.trim().is_empty() {
            return;
        }
        self.begin(Last::Block);
        lines(&mut self.out, &made, 0);
        self.out.push('\n');
    }

    fn item(&mut self, level: u8, text: &str, links: &[Link<'_>]) {
        let mut made = String::with_capacity(text.len() + 16);
        inline(&mut made, text.trim_end(), links, Place::Paragraph);
        if made.trim().is_empty() {
            return;
        }
        self.begin(Last::Item);
        let indent = 2 * usize::from(level.clamp(1, 8) - 1);
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.out.push_str("- ");
        lines(&mut self.out, &made, indent + 2);
        self.out.push('\n');
    }

    /// A blank line between blocks; none between the items of a list.
    fn begin(&mut self, next: Last) {
        if self.last == Last::Block || (self.last == Last::Item && next == Last::Block) {
            self.out.push('\n');
        }
        self.last = next;
    }
}

/// What is printed between a number and its text: a blank behind 第一章, 第一条 and 1.1, nothing behind 一、 and （一）.
fn apart(label: &str, text: &str) -> &'static str {
    let word = label.ends_with(['章', '节', '条', '编', '篇', '分']) || label.ends_with(|c: char| c.is_ascii_digit());
    if word && text.starts_with(|c: char| c.is_alphanumeric() || "《“（(★".contains(c)) { " " } else { "" }
}

/// The links of a paragraph, in order; of links that overlap the first stays.
fn links(node: NodeRef<'_>) -> Vec<Link<'_>> {
    let spans = node.children_of(kind::SPAN).filter(|span| span.attr("kind") == Some("link"));
    let mut links: Vec<Link<'_>> =
        spans.filter_map(|span| Link::new(node.text(), span.range(), span.attr("href").unwrap_or(""))).collect();
    links.sort_by_key(|link| link.range.start);
    let mut end = 0;
    links.retain(|link| {
        let free = link.range.start >= end;
        end = if free { link.range.end } else { end };
        free
    });
    links
}

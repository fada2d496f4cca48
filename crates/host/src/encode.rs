//! From a [`Conversion`] to the document buffer that plugins read. "What a document looks like" in `lantai_plugin.h`
//! describes the result; nothing of the conversion is lost on the way.

use lantai_model::{
    Block, Conversion, Document, Edit, Field, Indicator, Mark, MarkKind, Name, Paragraph, Period, Placed, Remark,
    Section, Signature, Span, Table, Task, Value, push_number,
};
use lantai_plugin::{AttrType, Buffer, DocBuilder, attr_flag, flag, kind};

/// Flattens a conversion, or of it what writers of text use. A conversion that is too large for the format (4 GiB) gives a buffer that is flagged
/// incomplete, which [`Instance::write`](crate::Instance::write) refuses.
pub fn encode(conversion: &Conversion, content: Content) -> Buffer {
    let asides = content == Content::All;
    let mut b = Encoder { b: DocBuilder::with_capacity(16 * 1024), asides };
    let origin = &conversion.origin;
    b.b.open(kind::DOC).text(conversion.document.meta.title());
    b.b.attr("schema", conversion.schema).attr("genre", conversion.document.genre.as_str());
    b.b.attr("origin.name", &origin.name).attr("origin.format", &origin.format);
    b.int("origin.bytes", origin.bytes);
    b.b.attr("origin.blake3", &origin.blake3).attr("origin.generator", &origin.generator);
    b.tree(&conversion.document);
    for remark in conversion.remarks.iter().filter(|_| asides) {
        b.remark(remark);
    }
    b.b.finish()
}

/// What of a conversion goes into the buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// All of it.
    All,
    /// Nothing of what is flagged ASIDE: for writers that skip it.
    Text,
}

struct Encoder {
    b: DocBuilder,
    /// Data beside the text are encoded.
    asides: bool,
}

/// What is still to be done, last in first out. Sections and parts may be nested as deep as a source likes.
enum Step<'a> {
    Rest(&'a Document),
    Sections(&'a [Section], u8),
    Parts(&'a [Document]),
    Close,
}

impl Encoder {
    /// Everything inside a DOC or PART.
    fn tree(&mut self, document: &Document) {
        let mut steps = Vec::new();
        self.head(document, &mut steps);
        while let Some(step) = steps.pop() {
            match step {
                Step::Sections(sections, level) => {
                    let Some((section, rest)) = sections.split_first() else { continue };
                    steps.push(Step::Sections(rest, level));
                    self.section(section, level);
                    steps.push(Step::Close);
                    steps.push(Step::Sections(&section.children, level.saturating_add(1)));
                }
                Step::Rest(document) => {
                    self.rest(document);
                    steps.push(Step::Parts(&document.parts));
                }
                Step::Parts(parts) => {
                    let Some((document, rest)) = parts.split_first() else { continue };
                    steps.push(Step::Parts(rest));
                    self.b.open(kind::PART).text(document.meta.title()).attr("genre", document.genre.as_str());
                    steps.push(Step::Close);
                    self.head(document, &mut steps);
                }
                Step::Close => _ = self.b.close(),
            }
        }
    }

    /// What stands before the body; the body and what follows it become steps.
    fn head<'a>(&mut self, document: &'a Document, steps: &mut Vec<Step<'a>>) {
        self.meta(document);
        if document.salutation.is_some() || !document.addressees.is_empty() {
            self.b.open(kind::SALUTATION);
            if let Some(salutation) = &document.salutation {
                self.b.text(&salutation.stated);
            }
            self.all("addressee", &document.addressees);
            if let Some(salutation) = &document.salutation {
                self.at(&salutation.at);
            }
            self.b.close();
        }
        steps.push(Step::Rest(document));
        steps.push(Step::Sections(std::slice::from_ref(&document.body), 0));
    }

    /// Tasks, indicators, and the members of rosters.
    fn records(&mut self, document: &Document) {
        for task in &document.tasks {
            self.task(task);
        }
        for indicator in &document.indicators {
            self.indicator(indicator);
        }
        for member in &document.people {
            self.b.open(kind::MEMBER).flags(flag::ASIDE).attr("name", &member.name).attr("title", &member.title);
            self.b.attr("role", &member.role).attr("group", &member.group);
            self.at(&member.at);
            self.b.close();
        }
    }

    fn rest(&mut self, document: &Document) {
        if self.asides {
            self.records(document);
        }
        for (place, placed) in [("closing", &document.closing), ("attachment_list", &document.attachment_list)] {
            for line in placed {
                self.b.open(kind::NOTE).attr("place", place);
                self.block(line);
                self.b.close();
            }
        }
        if let Some(signature) = &document.signature {
            self.signature(signature);
        }
        for note in &document.notes {
            self.b.open(kind::NOTE);
            self.block(note);
            self.b.close();
        }
        for link in &document.attachments {
            self.b.open(kind::ATTACHMENT).text(&link.text).attr("href", &link.href);
            self.at(&link.at);
            self.b.close();
        }
    }

    fn meta(&mut self, document: &Document) {
        let meta = &document.meta;
        let named = || Name::ALL.iter().filter_map(|name| Some((*name, meta.get(*name)?)));
        self.b.open(kind::META);
        for (name, field) in named() {
            self.value(name.as_str(), &field.value, 0);
        }
        for field in &meta.other {
            self.value(&field.label, &field.value, attr_flag::OTHER);
        }
        if self.asides {
            named().for_each(|(name, field)| self.field(name.as_str(), field));
            meta.other.iter().for_each(|field| self.field("", field));
        }
        self.b.close();
    }

    fn field(&mut self, name: &str, field: &Field) {
        self.b.open(kind::FIELD).flags(flag::ASIDE);
        self.b.attr("name", name).attr("label", &field.label).attr("stated", &field.stated);
        self.value("value", &field.value, 0);
        self.at(&field.at);
        self.b.close();
    }

    fn value(&mut self, key: &str, value: &Value, flags: u16) {
        match value {
            Value::Text(text) => _ = self.b.attr_as(key, text, AttrType::Str, flags),
            Value::Date(date) => _ = self.b.attr_display(key, date, AttrType::Date, flags),
            Value::Period(Period { from, to }) => {
                let json = format!("{{\"from\":\"{from}\",\"to\":\"{to}\"}}");
                self.b.attr_as(key, &json, AttrType::Json, flags);
            }
            Value::Words(words) => {
                for word in words {
                    self.b.attr_as(key, word, AttrType::Str, flags | attr_flag::LIST);
                }
                // A list without words would leave no trace: FIELD says it by having no value at all.
            }
        }
    }

    fn section(&mut self, section: &Section, level: u8) {
        let label = section.number.as_ref().map_or("", |number| &number.label);
        self.b.open(kind::SECTION).level(level).labelled(label, &section.heading);
        if let Some(number) = &section.number {
            self.b.attr("number.style", number.style.as_str());
            self.int("number.value", number.value);
        }
        if let Some(role) = section.role {
            self.b.attr("role", role.as_str());
        }
        for role in &section.also {
            self.b.attr_as("also", role.as_str(), AttrType::Str, attr_flag::LIST);
        }
        self.at(&section.at);
        for block in &section.blocks {
            self.block(block);
        }
    }

    fn block(&mut self, placed: &Placed) {
        match &placed.block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph, &placed.at),
            Block::Table(table) => self.table(table, &placed.at),
            Block::Image(image) => {
                self.b.open(kind::IMAGE).text(&image.alt).attr("src", &image.src).attr("alt", &image.alt);
                self.at(&placed.at);
            }
        }
        self.b.close();
    }

    fn paragraph(&mut self, paragraph: &Paragraph, at: &Span) {
        self.b.open(kind::PARA).text(&paragraph.text).level(paragraph.list);
        self.at(at);
        self.marks(&paragraph.marks);
    }

    fn marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            self.b.open_span(mark.start as usize, mark.end as usize);
            match &mark.kind {
                MarkKind::Strong => _ = self.b.attr("kind", "strong"),
                MarkKind::Link { href } => _ = self.b.attr("kind", "link").attr("href", href),
            }
            self.b.close();
        }
    }

    fn table(&mut self, table: &Table, at: &Span) {
        self.b.open(kind::TABLE);
        if let Some(caption) = &table.caption {
            self.b.attr("caption", caption);
        }
        self.at(at);
        for row in &table.rows {
            self.b.open(kind::ROW);
            for cell in &row.cells {
                self.b.open(kind::CELL).text(&cell.text);
                if cell.header {
                    self.b.flags(flag::HEADER_CELL);
                }
                for (key, span) in [("row_span", cell.row_span), ("col_span", cell.col_span)] {
                    if span != 1 {
                        self.int(key, span);
                    }
                }
                self.at(&cell.at);
                self.marks(&cell.marks);
                self.b.close();
            }
            self.b.close();
        }
    }

    fn task(&mut self, task: &Task) {
        self.b.open(kind::TASK).flags(flag::ASIDE);
        self.b.attr("number", &task.number).attr("goal", &task.goal).attr("measures", &task.measures);
        self.all("leader", &task.leaders);
        self.all("unit", &task.units);
        self.all("cooperating", &task.cooperating);
        self.b.attr("due", &task.due).attr("progress", &task.progress).attr("status", &task.status);
        if let Some(state) = task.state {
            self.b.attr("state", state.as_str());
        }
        self.all("ref", &task.refs);
        self.at(&task.at);
        self.b.close();
    }

    fn indicator(&mut self, indicator: &Indicator) {
        self.b.open(kind::INDICATOR).flags(flag::ASIDE);
        self.b.attr("name", &indicator.name).attr("stated", &indicator.stated);
        self.maybe("value", indicator.value.as_deref());
        self.maybe("upper", indicator.upper.as_deref());
        self.b.attr("unit", &indicator.unit);
        self.maybe("bound", indicator.bound.map(|bound| bound.as_str()));
        if let Some(change) = &indicator.change {
            self.b.attr("change.stated", &change.stated).attr("change.direction", change.direction.as_str());
            self.b.attr("change.basis", &change.basis).attr("change.value", &change.value);
            self.maybe("change.upper", change.upper.as_deref());
            self.b.attr("change.unit", &change.unit);
            self.maybe("change.bound", change.bound.map(|bound| bound.as_str()));
        }
        self.b.attr("period", &indicator.period);
        self.maybe("kind", indicator.kind.map(|kind| kind.as_str()));
        self.maybe("constraint", indicator.constraint.map(|constraint| constraint.as_str()));
        self.at(&indicator.at);
        self.b.close();
    }

    fn signature(&mut self, signature: &Signature) {
        self.b.open(kind::SIGNATURE).text(&signature.stated);
        self.all("organ", &signature.organs);
        if let Some(date) = &signature.date {
            self.b.attr_display("date", &date.value, AttrType::Date, 0).attr("date.stated", &date.stated);
        }
        self.at(&signature.at);
        self.b.close();
    }

    fn remark(&mut self, remark: &Remark) {
        self.b.open(kind::REMARK).flags(flag::ASIDE);
        match remark {
            Remark::Decoded { charset, evidence, replaced } => {
                self.b.attr("kind", "decoded").attr("charset", charset).attr("evidence", evidence);
                self.int("replaced", *replaced);
            }
            Remark::Corrected { rule, count, edits } => {
                self.b.attr("kind", "corrected").attr("rule", rule);
                self.int("count", *count);
                for Edit { at, before, after } in edits {
                    self.b.attr_with("edit.at", AttrType::Str, 0, |text| at.write_to(text));
                    self.b.attr("edit.before", before).attr("edit.after", after);
                }
            }
            Remark::Omitted { rule, text, at } => {
                self.b.attr("kind", "omitted").attr("rule", rule).attr("text", text);
                self.at(at);
            }
            Remark::Unclear { rule, about, at } => {
                self.b.attr("kind", "unclear").attr("rule", rule).attr("about", about);
                self.at(at);
            }
            Remark::Limited { rule, about, at } => {
                self.b.attr("kind", "limited").attr("rule", rule).attr("about", about);
                self.at(at);
            }
        }
        self.b.close();
    }

    fn at(&mut self, at: &Span) {
        self.b.attr_with("at", AttrType::Str, 0, |text| at.write_to(text)).source(at.page(), at.offset());
    }

    /// An attribute that may be absent.
    fn maybe(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.b.attr(key, value);
        }
    }

    fn int(&mut self, key: &str, value: impl Into<u64>) {
        self.b.attr_with(key, AttrType::Int, 0, |text| push_number(text, value.into()));
    }

    fn all(&mut self, key: &str, values: &[String]) {
        for value in values {
            self.b.attr_as(key, value, AttrType::Str, attr_flag::LIST);
        }
    }
}

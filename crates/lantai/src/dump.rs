//! Readable dumps of the stages of a conversion, one fact a line: for `lantai inspect` and for reviewing tests.

use std::fmt::Write as _;

use lantai_model::{
    Align, Block, Bound, Document, Flow, Indicator, Item, Mark, MarkKind, Placed, ReadError, Reading, Remark, Section,
    Source, Value,
};

use crate::{Options, convert, detect, han, read};

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What came in: format and charset.
    Source,
    /// What the reader saw.
    Read,
    /// What cleaning left.
    Clean,
    /// What it says.
    Document,
}

/// The dump of one stage. Writing to a String cannot fail, so results of `write!` are dropped.
pub fn dump(source: &Source, options: &Options, stage: Stage) -> Result<String, ReadError> {
    let mut out = String::new();
    let format = detect(source)?;
    let _ = writeln!(out, "source {} · {} bytes · format {}", source.name, source.bytes.len(), format.id);
    match stage {
        Stage::Source => remarks(&mut out, &read(format, source)?.remarks),
        Stage::Read => {
            let Reading { flow: seen, remarks: made } = read(format, source)?;
            flow(&mut out, &seen);
            remarks(&mut out, &made);
        }
        Stage::Clean => {
            let Reading { flow: seen, remarks: mut made } = read(format, source)?;
            let (cleaned, more) = lantai_clean::clean(seen);
            made.extend(more);
            let (cleaned, more) = han::write(cleaned, options.han);
            made.extend(more);
            flow(&mut out, &cleaned);
            remarks(&mut out, &made);
        }
        Stage::Document => {
            let conversion = convert(source, options)?;
            document(&mut out, &conversion.document, 0);
            remarks(&mut out, &conversion.remarks);
        }
    }
    Ok(out)
}

fn flow(out: &mut String, flow: &Flow) {
    for fact in &flow.facts {
        let _ = writeln!(out, "fact {:?} {} = {}", fact.kind, fact.name, one_line(&fact.value));
    }
    for item in &flow.items {
        let _ = writeln!(out, "item{} @ {}", cues(item, flow), item.at);
        block(out, &item.block, 1);
    }
}

fn cues(item: &Item, flow: &Flow) -> String {
    let cues = &item.cues;
    let mut words = String::new();
    if cues.heading > 0 {
        let _ = write!(words, " heading={}", cues.heading);
    }
    match cues.align {
        Align::Start => {}
        Align::Center => words.push_str(" center"),
        Align::End => words.push_str(" end"),
    }
    if cues.bold {
        words.push_str(" bold");
    }
    if cues.size > 0.0 && (cues.size - 1.0).abs() > 0.05 {
        let _ = write!(words, " size={:.2}", cues.size);
    }
    if cues.auto_number > 0 {
        words.push_str(" auto-number");
    }
    if let Some(style) = &cues.style {
        let _ = write!(words, " style={style:?}");
    }
    if let Some(margin) = cues.margin {
        let _ = write!(words, " margin={margin:?}");
    }
    if cues.hidden {
        words.push_str(" hidden");
    }
    if cues.link_chars > 0 {
        let _ = write!(words, " links={}", cues.link_chars);
    }
    let inner = flow.containers_of(item).find(|container| !container.words.is_empty());
    if let Some(container) = inner {
        let _ = write!(words, " in={}.{}", container.tag, container.words.replace(' ', "."));
    }
    words
}

fn marks(out: &mut String, text: &str, marks: &[Mark], pad: &str) {
    for mark in marks {
        let text = text.get(mark.start as usize..mark.end as usize).map_or_else(|| "?".to_owned(), one_line);
        let _ = match &mark.kind {
            MarkKind::Strong => writeln!(out, "{pad}  strong {text}"),
            MarkKind::Link { href } => writeln!(out, "{pad}  link {text} → {href}"),
        };
    }
}

fn block(out: &mut String, block: &Block, depth: usize) {
    let pad = "  ".repeat(depth);
    match block {
        Block::Paragraph(paragraph) => {
            let list = if paragraph.list > 0 { format!("·{} ", paragraph.list) } else { String::new() };
            let _ = writeln!(out, "{pad}¶ {list}{}", one_line(&paragraph.text));
            marks(out, &paragraph.text, &paragraph.marks, &pad);
        }
        Block::Table(table) => {
            let caption = table.caption.as_deref().map_or(String::new(), |caption| format!(" {}", one_line(caption)));
            let _ = writeln!(out, "{pad}table{caption}");
            for row in &table.rows {
                let cells: Vec<String> = row
                    .cells
                    .iter()
                    .map(|cell| {
                        let mut text = one_line(&cell.text);
                        if cell.row_span > 1 || cell.col_span > 1 {
                            let _ = write!(text, " {{{}×{}}}", cell.row_span, cell.col_span);
                        }
                        if cell.header { format!("*{text}*") } else { text }
                    })
                    .collect();
                let _ = writeln!(out, "{pad}  | {} |", cells.join(" | "));
                for cell in &row.cells {
                    marks(out, &cell.text, &cell.marks, &pad);
                }
            }
        }
        Block::Image(image) => {
            let _ = writeln!(out, "{pad}image {} {}", image.src, image.alt);
        }
    }
}

fn placed(out: &mut String, block_: &Placed, depth: usize) {
    block(out, &block_.block, depth);
}

fn document(out: &mut String, document_: &Document, depth: usize) {
    let pad = "  ".repeat(depth);
    let _ = writeln!(out, "{pad}document {} · {}", document_.genre.as_str(), document_.meta.title());
    let value = |value: &Value| match value {
        Value::Text(text) => one_line(text),
        Value::Date(date) => date.to_string(),
        Value::Words(words) => words.join(" / "),
        Value::Period(period) => format!("{}/{}", period.from, period.to),
    };
    for (name, field) in &document_.meta.fields {
        let _ = writeln!(
            out,
            "{pad}  meta {} = {} [{}: {}]",
            name.as_str(),
            value(&field.value),
            field.label,
            one_line(&field.stated)
        );
    }
    for field in &document_.meta.other {
        let _ = writeln!(out, "{pad}  meta other [{}: {}]", field.label, one_line(&field.stated));
    }
    for addressee in &document_.addressees {
        let _ = writeln!(out, "{pad}  to {addressee}");
    }
    section(out, &document_.body, depth + 1);
    for task in &document_.tasks {
        let _ = writeln!(
            out,
            "{pad}  task {} · {} · leaders {:?} · units {:?} · status {} · refs {:?}",
            task.number, task.goal, task.leaders, task.units, task.status, task.refs
        );
        if let Some(state) = task.state {
            let _ = writeln!(out, "{pad}    state {}", state.as_str());
        }
        if !task.cooperating.is_empty() {
            let _ = writeln!(out, "{pad}    cooperating {:?}", task.cooperating);
        }
        for (name, text) in [("measures", &task.measures), ("due", &task.due)] {
            if !text.is_empty() {
                let _ = writeln!(out, "{pad}    {name} {}", one_line(text));
            }
        }
    }
    for indicator in &document_.indicators {
        let _ = writeln!(out, "{pad}  indicator {}", figure(indicator));
    }
    for member in &document_.people {
        let _ = writeln!(out, "{pad}  person {} · {} · {} · {}", member.role, member.name, member.title, member.group);
    }
    for (name, lines) in [("closing", &document_.closing), ("attachment list", &document_.attachment_list)] {
        for line in lines {
            let _ = writeln!(out, "{pad}  {name}");
            placed(out, line, depth + 2);
        }
    }
    if let Some(signature) = &document_.signature {
        let date = signature.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default();
        let _ = writeln!(out, "{pad}  signed {} · {date}", signature.organs.join("、"));
    }
    for note in &document_.notes {
        let _ = writeln!(out, "{pad}  note");
        placed(out, note, depth + 2);
    }
    for link in &document_.attachments {
        let _ = writeln!(out, "{pad}  attachment {} → {}", link.text, link.href);
    }
    for part in &document_.parts {
        document(out, part, depth + 1);
    }
}

/// An indicator on one line: name = value unit bound · change · period · kind [as printed].
fn figure(indicator: &Indicator) -> String {
    let bound = |bound: Option<Bound>| bound.map_or(String::new(), |bound| format!(" {}", bound.as_str()));
    let range = |value: &str, upper: &Option<String>| match upper {
        Some(upper) => format!("{value}–{upper}"),
        None => value.to_owned(),
    };
    let mut line = format!("{} =", indicator.name);
    if let Some(value) = &indicator.value {
        let _ = write!(line, " {} {}{}", range(value, &indicator.upper), indicator.unit, bound(indicator.bound));
    }
    if let Some(change) = &indicator.change {
        let (way, basis) = (change.direction.as_str(), &change.basis);
        let _ = write!(line, " · {way} {basis} {} {}", range(&change.value, &change.upper), change.unit);
        line.push_str(&bound(change.bound));
    }
    let kind = indicator.kind.map_or("", |kind| kind.as_str());
    let constraint = indicator.constraint.map_or(String::new(), |constraint| format!(" {}", constraint.as_str()));
    let _ = write!(line, " · {} · {kind}{constraint} [{}] @ {}", indicator.period, indicator.stated, indicator.at);
    line
}

/// Sections are as deep as the outline's number styles, so this ends.
fn section(out: &mut String, section_: &Section, depth: usize) {
    let pad = "  ".repeat(depth);
    let label = section_.number.as_ref().map_or("", |number| number.label.as_str());
    let style = section_
        .number
        .as_ref()
        .map_or(String::new(), |number| format!(" [{} {}]", number.style.as_str(), number.value));
    let roles: Vec<&str> = section_.role.iter().chain(&section_.also).map(|role| role.as_str()).collect();
    let role = if roles.is_empty() { String::new() } else { format!(" <{}>", roles.join(", ")) };
    let heading = format!("{pad}§{style} {label}{}{role}", section_.heading);
    let _ = writeln!(out, "{}", heading.trim_end());
    for block_ in &section_.blocks {
        placed(out, block_, depth + 1);
    }
    for child in &section_.children {
        section(out, child, depth + 1);
    }
}

fn remarks(out: &mut String, remarks: &[Remark]) {
    for remark in remarks {
        let _ = match remark {
            Remark::Decoded { charset, evidence, replaced } => {
                writeln!(out, "remark decoded {charset} · {evidence} · {replaced} replaced")
            }
            Remark::Corrected { rule, count, edits } => {
                let _ = writeln!(out, "remark corrected {rule} · {count}");
                for edit in edits.iter().take(5) {
                    let _ = writeln!(out, "  {:?} → {:?} @ {}", edit.before, edit.after, edit.at);
                }
                if edits.len() > 5 { writeln!(out, "  … {} more", edits.len() - 5) } else { Ok(()) }
            }
            Remark::Omitted { rule, text, at } => writeln!(out, "remark omitted {rule} · {} @ {at}", one_line(text)),
            Remark::Unclear { rule, about, at } => writeln!(out, "remark unclear {rule} · {about} @ {at}"),
            Remark::Limited { rule, about, at } => writeln!(out, "remark limited {rule} · {about} @ {at}"),
        };
    }
}

fn one_line(text: &str) -> String {
    text.trim().replace('\n', "⏎")
}

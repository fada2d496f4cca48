//! Flow to Document: metadata, title, parts, outline, roles, tasks, signature.
//!
//! Nothing fails here: every judgement returns a value, and what is in doubt becomes a remark. Words that decide
//! (labels, roles, genres, columns) live in `rules/*.toml` and are general: none is for one site or city.

mod about;
mod annex;
mod cell_figure;
mod charge;
mod charges;
mod clause;
mod closing;
mod collection;
mod columns;
mod cues;
mod date;
mod dateline;
mod decimal;
mod doc_number;
mod figure;
mod figure_left;
mod figure_name;
mod figure_rules;
mod front;
mod genre;
mod habits;
mod heading;
mod imprint;
mod indicator_columns;
mod indicator_table;
mod indicators;
mod kind;
mod labels;
mod labels_table;
mod lead_units;
mod letterhead;
mod levels;
mod lexicon;
mod line;
mod measures;
mod metadata;
mod names;
mod number;
mod numeral;
mod outline;
mod parts;
mod people;
mod period;
mod quantity;
mod red_head;
mod region;
mod respective;
mod role_looks;
mod role_paragraphs;
mod role_places;
mod role_signs;
mod role_words;
mod roles;
mod roster;
mod roster_list;
mod roster_meeting;
mod roster_prose;
mod roster_table;
mod rules;
mod scan;
mod steps;
mod tail;
mod task_form;
mod task_table;
mod tasks;
mod times;
mod title;
mod title_note;
mod toc;

use lantai_model::{Block, Document, FactKind, Flow, Genre, Link, Mark, MarkKind, Name, Remark, Span, Value};

use crate::line::Line;

/// Reads what a flow says as an official document.
pub fn structure(flow: Flow) -> (Document, Vec<Remark>) {
    let mut remarks = Vec::new();
    let attachments = attachments(&flow);
    let lines: Vec<Line> = flow.items.into_iter().map(Line::new).collect();
    let (mut meta, lines) = metadata::take(lines, &mut remarks);
    let lines = red_head::take(lines, &mut meta, &mut remarks);
    let lines = title::take(lines, &mut meta, &flow.facts, &mut remarks);
    metadata::add_facts(&mut meta, &flow.facts);
    title::state_doc_number(&mut meta);
    title::state_day(&mut meta);
    let genre = match genre::of(meta.title()) {
        Genre::Other | Genre::Bulletin if is_gazette(&meta) => Genre::Gazette,
        genre => genre,
    };
    let mut document = parts::document(meta, lines, genre, 0, &mut remarks);
    document.attachments = attachments;
    (document, remarks)
}

/// Reads the records of a document and all its parts that stand beside its text: indicators (指标) and the people and
/// organs of rosters (名单). A step of its own, because only outputs that hold data have a use for it.
pub fn records(document: &mut Document) {
    let mut open = vec![document];
    while let Some(document) = open.pop() {
        document.indicators = indicators::find(document);
        document.people = people::find(document);
        open.extend(&mut document.parts);
    }
}

/// The information category (信息分类) tells a gazette where the title does not.
fn is_gazette(meta: &lantai_model::Metadata) -> bool {
    let category = meta.get(Name::Category).map(|field| &field.value);
    matches!(category, Some(Value::Text(text)) if lantai_text::fold(text).contains("政府公报"))
}

/// Links to files, and files that frames show.
fn attachments(flow: &Flow) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut add = |text: &str, marks: &[Mark], at: &Span| {
        for mark in marks {
            let MarkKind::Link { href } = &mark.kind else { continue };
            let text = text.get(mark.start as usize..mark.end as usize).unwrap_or("");
            if lantai_text::names_file(href) || lantai_text::names_file(text) {
                links.push(Link { text: text.to_owned(), href: href.clone(), at: at.clone() });
            }
        }
    };
    for item in &flow.items {
        match &item.block {
            Block::Paragraph(paragraph) => add(&paragraph.text, &paragraph.marks, &item.at),
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(&cell.text, &cell.marks, &cell.at));
            }
            Block::Image(_) => {}
        }
    }
    // A frame has no words of its own.
    for fact in flow.facts.iter().filter(|fact| fact.kind == FactKind::Script && fact.name == "frame") {
        if lantai_text::names_file(&fact.value) && links.iter().all(|link| link.href != fact.value) {
            links.push(Link { text: String::new(), href: fact.value.clone(), at: Span::default() });
        }
    }
    links
}

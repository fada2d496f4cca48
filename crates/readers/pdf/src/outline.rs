//! Bookmarks as cues: a paragraph that repeats the title of a bookmark on the bookmark's page is a heading of its level.

use std::collections::{BTreeMap, HashMap, HashSet};

use lantai_model::{Block, Flow, Item};
use lopdf::{Dictionary, Object};

use crate::objects::{File, Page, as_dict, text_string};

/// Most bookmarks that are read, and deepest nesting.
const MAX_MARKS: usize = 5_000;
const MAX_DEPTH: u8 = 16;
/// Longest title, in characters: longer ones mark whole paragraphs.
const LONGEST: usize = 60;
/// Fewer bookmarks are the file's name or its pages, not its headings.
const LEAST: usize = 2;

/// A bookmark with a known page.
struct Bookmark {
    title: String,
    level: u8,
    page: Option<usize>,
}

/// Marks the headings that the file's bookmarks name.
pub(crate) fn mark(file: &File, pages: &[Page<'_>], flow: &mut Flow) {
    let marks = bookmarks(file, pages);
    if marks.len() < LEAST {
        return;
    }
    let mut wanted: BTreeMap<&str, Vec<(u8, Option<usize>)>> = BTreeMap::new();
    for mark in &marks {
        wanted.entry(&mark.title).or_default().push((mark.level, mark.page));
    }
    for item in &mut flow.items {
        if item.cues.margin.is_some() || item.cues.hidden {
            continue;
        }
        let Block::Paragraph(paragraph) = &item.block else { continue };
        if paragraph.text.len() > 4 * LONGEST {
            continue;
        }
        if let Some(list) = wanted.get(key(&paragraph.text).as_str()) {
            let page = page_of(item);
            // Bookmarks point above the heading, so to the end of the page before at worst.
            let near = |at: &Option<usize>| at.is_none_or(|at| at == page || at + 1 == page);
            if let Some((level, _)) = list.iter().find(|(_, at)| near(at)) {
                item.cues.heading = *level;
            }
        }
    }
}

fn page_of(item: &Item) -> usize {
    item.at.page() as usize
}

/// A title without its blanks.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn bookmarks(file: &File, pages: &[Page<'_>]) -> Vec<Bookmark> {
    let Some(root) = file.catalog().and_then(|catalog| file.dict(catalog, b"Outlines")) else { return Vec::new() };
    let numbers: HashMap<*const Dictionary, usize> =
        pages.iter().zip(1..).map(|(page, number)| (std::ptr::from_ref(page.dict), number)).collect();
    let names = destinations(file);
    let mut out = Vec::new();
    let mut seen: HashSet<*const Dictionary> = HashSet::new();
    let mut stack: Vec<(&Dictionary, u8)> = file.dict(root, b"First").into_iter().map(|first| (first, 1)).collect();
    while let Some((mark, level)) = stack.pop() {
        if !seen.insert(std::ptr::from_ref(mark)) || out.len() >= MAX_MARKS {
            continue;
        }
        stack.extend(file.dict(mark, b"Next").map(|next| (next, level)));
        if level < MAX_DEPTH {
            stack.extend(file.dict(mark, b"First").map(|first| (first, level + 1)));
        }
        let title = file.get(mark, b"Title").and_then(text_string).map(|title| key(&title)).unwrap_or_default();
        if title.is_empty() || title.chars().count() > LONGEST {
            continue;
        }
        let action = file.dict(mark, b"A").and_then(|action| file.get(action, b"D"));
        let target = file.get(mark, b"Dest").or(action);
        let page = target.and_then(|target| page_number(file, target, &names, &numbers));
        out.push(Bookmark { title, level, page });
    }
    out
}

/// Named destinations: the old dictionary and the name tree of the catalog.
fn destinations(file: &File) -> HashMap<Vec<u8>, &Object> {
    let mut out = HashMap::new();
    let Some(catalog) = file.catalog() else { return out };
    if let Some(old) = file.dict(catalog, b"Dests") {
        out.extend(old.iter().take(MAX_MARKS).map(|(name, value)| (name.clone(), file.resolve(value))));
    }
    let Some(tree) = file.dict(catalog, b"Names").and_then(|names| file.dict(names, b"Dests")) else { return out };
    let mut seen: HashSet<*const Dictionary> = HashSet::new();
    let mut stack = vec![tree];
    while let Some(node) = stack.pop() {
        if !seen.insert(std::ptr::from_ref(node)) || seen.len() > MAX_MARKS || out.len() > 4 * MAX_MARKS {
            continue;
        }
        for [name, value] in file.array(node, b"Names").unwrap_or_default().as_chunks::<2>().0.iter().take(MAX_MARKS) {
            if let Object::String(name, _) = file.resolve(name) {
                out.insert(name.clone(), file.resolve(value));
            }
        }
        let kids = file.array(node, b"Kids").unwrap_or_default().iter().take(MAX_MARKS);
        stack.extend(kids.filter_map(|kid| as_dict(file.resolve(kid))));
    }
    out
}

fn page_number(
    file: &File,
    target: &Object,
    names: &HashMap<Vec<u8>, &Object>,
    numbers: &HashMap<*const Dictionary, usize>,
) -> Option<usize> {
    let target = match target {
        Object::String(name, _) | Object::Name(name) => names.get(name).copied()?,
        other => other,
    };
    let array = match target {
        Object::Array(array) => array.as_slice(),
        other => file.array(as_dict(other)?, b"D")?,
    };
    match array.first()? {
        Object::Integer(index) => usize::try_from(index.checked_add(1)?).ok(),
        page => numbers.get(&std::ptr::from_ref(as_dict(file.resolve(page))?)).copied(),
    }
}

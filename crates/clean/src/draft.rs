//! A flow at work: its items, and what the rules ask of each of them, made once.

use lantai_model::{Flow, Place, Remark};

use crate::key::{line, write_key};
use crate::omit::omit;
use crate::rules::{Scope, rules};

/// Bytes of a line from which it has no key: rules speak of short lines, and of marks in lines of moderate length.
const LONGEST: usize = 4000;

/// A flow that is being cleaned.
pub struct Draft {
    /// The flow itself.
    pub flow: Flow,
    /// What the source is.
    pub scope: Scope,
    /// Per item, once [`index`] has run.
    lines: Vec<Line>,
    /// The keys of all lines, one behind the other.
    keys: String,
}

/// What the rules ask of an item.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    key: (u32, u32),
    /// Visible characters of a paragraph whose key was made.
    pub chars: u32,
    /// Stops among them.
    pub stops: u32,
    /// Metadata labels with a colon: of the disclosure block.
    pub block_labels: u32,
    /// Metadata labels with a colon: of the line under the title.
    pub line_labels: u32,
    /// A phrase that may stand inside a line stands in it.
    pub inside: bool,
    /// A mark may stand in it.
    pub mark: bool,
    /// A paragraph short enough for the rules.
    pub keyed: bool,
}

impl Draft {
    /// A draft of a flow.
    pub fn new(flow: Flow) -> Draft {
        let first = flow.items.iter().map(|item| &item.at.place).find(|place| **place != Place::Unknown);
        let scope = match first {
            Some(Place::Element(_)) => Scope::Page,
            Some(Place::Page { .. } | Place::Part { .. }) => Scope::All,
            Some(Place::Text { .. } | Place::Unknown) | None => Scope::Text,
        };
        Draft { flow, scope, lines: Vec::new(), keys: String::new() }
    }

    /// The source is a web page.
    pub fn page(&self) -> bool {
        self.scope == Scope::Page
    }

    /// The key of an item; empty for tables, pictures and long lines.
    pub fn key(&self, at: usize) -> &str {
        let (start, end) = self.lines.get(at).map_or((0, 0), |line| line.key);
        self.keys.get(start as usize..end as usize).unwrap_or("")
    }

    /// What the rules ask of an item.
    pub fn line(&self, at: usize) -> Line {
        self.lines.get(at).copied().unwrap_or_default()
    }

    /// Reads an item anew after its text has changed.
    pub fn refresh(&mut self, at: usize) {
        if let (Some(item), Some(line)) = (self.flow.items.get(at), self.lines.get_mut(at)) {
            *line = read(item, self.scope, &mut self.keys);
        }
    }

    /// Takes out each item whose entry in `fallen` names a rule.
    pub fn omit(&mut self, fallen: &[Option<&'static str>], remarks: &mut Vec<Remark>) {
        if fallen.iter().all(Option::is_none) {
            return;
        }
        omit(&mut self.flow, fallen, remarks);
        let mut falls = fallen.iter().map(Option::is_some);
        self.lines.retain(|_| !falls.next().unwrap_or(false));
    }
}

/// Makes the keys.
pub fn index(draft: &mut Draft, _: &mut Vec<Remark>) {
    draft.keys.clear();
    draft.lines = draft.flow.items.iter().map(|item| read(item, draft.scope, &mut draft.keys)).collect();
}

fn read(item: &lantai_model::Item, scope: Scope, keys: &mut String) -> Line {
    let Some(text) = line(item).filter(|text| text.len() <= LONGEST) else { return Line::default() };
    let start = keys.len();
    let (chars, stops) = write_key(text, keys);
    let key = &keys[start..];
    let (block_labels, line_labels) = rules().labels(key);
    let (inside, mark) = rules().inside(key, scope);
    Line { inside, mark, key: (start as u32, keys.len() as u32), chars, stops, block_labels, line_labels, keyed: true }
}

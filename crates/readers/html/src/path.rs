//! Addresses of elements, `/html/body/div[2]/p[3]`, built only for elements that are cited and sharing prefixes.

use std::sync::Arc;

use ego_tree::NodeRef;
use lantai_model::{Place, Span};
use scraper::Node;

/// Longer paths end at an ancestor.
const MAX_LEN: usize = 600;
/// Names of children that are told apart under one parent; children of further names get no index.
const MAX_NAMES: usize = 32;

/// The addresses of the open elements.
#[derive(Default)]
pub struct Paths<'a> {
    steps: Vec<Step<'a>>,
    /// Names of the children of all open elements, outermost first: name, met so far, in all.
    names: Vec<(&'a str, u32, u32)>,
    /// The path of the first `built` open elements.
    text: String,
    built: usize,
}

struct Step<'a> {
    name: &'a str,
    /// 0 where there is no other sibling of that name.
    ordinal: u32,
    /// Where its children's names begin in `names`.
    names: usize,
    /// Length of the path text up to this element, once it is built.
    len: usize,
    /// The path was long enough before this element.
    cut: bool,
}

impl<'a> Paths<'a> {
    /// Opens an element.
    pub fn open(&mut self, node: NodeRef<'a, Node>, name: &'a str) {
        let from = self.steps.last().map_or(0, |step| step.names);
        let mut ordinal = 0;
        if let Some((_, met, all)) = self.names[from..].iter_mut().find(|(other, ..)| *other == name) {
            *met += 1;
            ordinal = if *all > 1 { *met } else { 0 };
        }
        let names = self.names.len();
        for child in node.children() {
            let Some(element) = child.value().as_element() else { continue };
            let name = element.name();
            if let Some((_, _, all)) = self.names[names..].iter_mut().find(|(other, ..)| *other == name) {
                *all += 1;
            } else if self.names.len() - names < MAX_NAMES {
                self.names.push((name, 0, 1));
            }
        }
        self.steps.push(Step { name, ordinal, names, len: 0, cut: false });
    }

    /// Closes the innermost element.
    pub fn close(&mut self) {
        let Some(step) = self.steps.pop() else { return };
        self.names.truncate(step.names);
        if self.built > self.steps.len() {
            self.built = self.steps.len();
            self.text.truncate(self.steps.last().map_or(0, |step| step.len));
        }
    }

    /// The address of the open element at that depth (0 = outermost).
    pub fn span(&mut self, depth: usize) -> Span {
        while self.built <= depth && self.built < self.steps.len() {
            let cut = self.built > 0 && self.steps[self.built - 1].cut;
            let step = &mut self.steps[self.built];
            step.cut = cut || self.text.len() + step.name.len() > MAX_LEN;
            if !step.cut {
                self.text.push('/');
                self.text.push_str(step.name);
                if step.ordinal > 0 {
                    self.text.push_str(&format!("[{}]", step.ordinal));
                }
            }
            step.len = self.text.len();
            self.built += 1;
        }
        let end = self.steps.get(depth).map_or(self.text.len(), |step| step.len);
        Place::Element(Arc::from(&self.text[..end])).into()
    }
}

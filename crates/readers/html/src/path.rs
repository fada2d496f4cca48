//! Addresses of elements, `/html/body/div[2]/p[3]`, built only for elements that are cited and sharing prefixes.

use std::sync::Arc;

use ego_tree::NodeRef;
use html5ever::LocalName;
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
    /// Names of the children of all open elements, outermost first, with how many were met so far.
    names: Vec<(&'a LocalName, u32)>,
    /// The path of the first `built` open elements.
    text: String,
    built: usize,
}

struct Step<'a> {
    node: NodeRef<'a, Node>,
    name: &'a LocalName,
    /// Which one of its name it is among its siblings; 0 where they are not told apart.
    ordinal: u32,
    /// Where its children's names begin in `names`.
    names: usize,
    /// Length of the path text up to this element, once it is built.
    len: usize,
    /// The path was long enough before this element.
    cut: bool,
    /// The address, once it was asked for.
    address: Option<Arc<str>>,
}

impl<'a> Paths<'a> {
    /// Opens an element.
    pub fn open(&mut self, node: NodeRef<'a, Node>, name: &'a LocalName) {
        let from = self.steps.last().map_or(0, |step| step.names);
        let mut ordinal = 0;
        if let Some((_, met)) = self.names[from..].iter_mut().find(|(other, _)| *other == name) {
            *met += 1;
            ordinal = *met;
        } else if self.names.len() - from < MAX_NAMES {
            self.names.push((name, 1));
            ordinal = 1;
        }
        let names = self.names.len();
        self.steps.push(Step { node, name, ordinal, names, len: 0, cut: false, address: None });
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
                if step.ordinal > 1 || step.ordinal == 1 && step.is_followed() {
                    push_index(&mut self.text, step.ordinal);
                }
            }
            step.len = self.text.len();
            self.built += 1;
        }
        let Some(step) = self.steps.get_mut(depth) else { return Span::default() };
        let address = step.address.get_or_insert_with(|| Arc::from(&self.text[..step.len]));
        Place::Element(address.clone()).into()
    }
}

impl Step<'_> {
    /// A sibling of the same name comes after it.
    fn is_followed(&self) -> bool {
        let siblings = std::iter::successors(self.node.next_sibling(), |node| node.next_sibling());
        siblings.filter_map(|node| node.value().as_element()).any(|element| element.name.local == *self.name)
    }
}

fn push_index(text: &mut String, index: u32) {
    text.push('[');
    let from = text.len();
    let mut rest = index;
    while rest > 0 {
        text.insert(from, char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
    }
    text.push(']');
}

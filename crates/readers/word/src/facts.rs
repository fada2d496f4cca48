//! Document properties (docProps/core.xml and docProps/app.xml) as facts.

use lantai_model::{Fact, FactKind};

use crate::package::Package;
use crate::xml::{Node, Xml};

/// Properties of app.xml that speak of the document; the others speak of the program.
const APP: [&str; 3] = ["Company", "Manager", "Title"];
/// Longest value that is kept, in characters.
const MAX_VALUE: usize = 4096;

/// All properties that have a value, core properties first.
pub(crate) fn read(package: &mut Package<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let list = package.relationships("");
    for (kind, custom, all) in
        [("core-properties", "docProps/core.xml", true), ("extended-properties", "docProps/app.xml", false)]
    {
        // Strict packages name the relationships extendedProperties and the like.
        let stated = list.iter().find(|rel| rel.kind == kind && !rel.external).map(|rel| rel.target.as_str());
        if let Some(text) = package.part(stated.unwrap_or(custom)) {
            collect(&text, all, &mut facts);
        }
    }
    facts
}

fn collect(text: &str, all: bool, facts: &mut Vec<Fact>) {
    let mut xml = Xml::new(text);
    let mut open: Option<Fact> = None;
    while let Some(node) = xml.next() {
        match node {
            Node::Start(element) if xml.depth() == 2 && (all || APP.contains(&element.name())) => {
                let name = element.qualified_name().to_owned();
                open = Some(Fact { kind: FactKind::Property, name, value: String::new() });
            }
            Node::Text(text) => {
                if let Some(fact) = &mut open {
                    fact.value.extend(text.chars().take(MAX_VALUE));
                }
            }
            Node::End if xml.depth() == 1 => {
                if let Some(mut fact) = open.take() {
                    fact.value = fact.value.trim().to_owned();
                    if !fact.value.is_empty() {
                        facts.push(fact);
                    }
                }
            }
            _ => {}
        }
    }
}

//! Flow to Flow: takes out what the site added, repairs what the road broke. Nothing fails, and nothing vanishes:
//! each repair and each line that falls is told in a remark.
//!
//! What is known of sites and their phrases lives in `rules/*.toml`, for all sites and never for one.

mod chrome;
mod draft;
mod edges;
mod furniture;
mod key;
mod lexicon;
mod main_content;
mod marks;
mod omit;
mod pager;
mod places;
mod related;
mod repair;
mod rules;
mod score;
#[cfg(test)]
mod site_tests;
#[cfg(test)]
mod tests;

use lantai_model::{Flow, Remark};

use crate::draft::Draft;

/// A step of cleaning: changes the flow and tells what it did.
type Pass = fn(&mut Draft, &mut Vec<Remark>);

/// All steps in their order.
const PASSES: &[(&str, Pass)] = &[
    ("repair", repair::repair),
    ("hidden", furniture::hidden),
    ("page_furniture", furniture::margins),
    ("index", draft::index),
    ("marks", marks::marks),
    ("chrome", chrome::anywhere),
    ("main_content", main_content::main_content),
    ("pagination", pager::pagination),
    ("related_links", related::related_links),
    ("edges", edges::edges),
];

/// Cleans a flow. The remarks hold every visible character that is no longer in it.
pub fn clean(flow: Flow) -> (Flow, Vec<Remark>) {
    let mut draft = Draft::new(flow);
    let mut remarks = Vec::new();
    for (_, pass) in PASSES {
        pass(&mut draft, &mut remarks);
    }
    (draft.flow, remarks)
}

//! Flow to Flow: takes out what the site added, repairs what the road broke. Nothing fails, and nothing vanishes:
//! each repair and each line that falls is told in a remark.
//!
//! What is known of sites and their phrases lives in `rules/*.toml`, for all sites and never for one.

mod chrome;
mod furniture;
mod key;
mod main_content;
mod omit;
mod places;
mod related;
mod repair;
mod rules;
mod score;
#[cfg(test)]
mod tests;

use lantai_model::{Flow, Remark};

/// A step of cleaning: changes the flow and tells what it did.
pub type Pass = fn(&mut Flow, &mut Vec<Remark>);

/// All steps in their order.
pub const PASSES: &[(&str, Pass)] = &[
    ("repair", repair::repair),
    ("hidden", furniture::hidden),
    ("page_furniture", furniture::margins),
    ("chrome", chrome::anywhere),
    ("main_content", main_content::main_content),
    ("related_links", related::related_links),
    ("edges", chrome::edges),
];

/// Cleans a flow. The remarks hold every visible character that is no longer in it.
pub fn clean(mut flow: Flow) -> (Flow, Vec<Remark>) {
    let mut remarks = Vec::new();
    for (_, pass) in PASSES {
        pass(&mut flow, &mut remarks);
    }
    (flow, remarks)
}

//! What the source itself says is not part of the text: hidden text, running heads and feet.

use lantai_model::{Flow, Remark};

use crate::omit::omit;

/// Takes out hidden text.
pub fn hidden(flow: &mut Flow, remarks: &mut Vec<Remark>) {
    let fallen: Vec<_> = flow.items.iter().map(|item| item.cues.hidden.then_some("hidden")).collect();
    omit(flow, &fallen, remarks);
}

/// Takes out what stands in page margins.
pub fn margins(flow: &mut Flow, remarks: &mut Vec<Remark>) {
    let fallen: Vec<_> = flow.items.iter().map(|item| item.cues.margin.map(|_| "page_furniture")).collect();
    omit(flow, &fallen, remarks);
}

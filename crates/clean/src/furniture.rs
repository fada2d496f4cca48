//! What the source itself says is not part of the text: hidden text, running heads and feet.

use lantai_model::Remark;

use crate::draft::Draft;

/// Takes out hidden text.
pub fn hidden(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let fallen: Vec<_> = draft.flow.items.iter().map(|item| item.cues.hidden.then_some("hidden")).collect();
    draft.omit(&fallen, remarks);
}

/// Takes out what stands in page margins.
pub fn margins(draft: &mut Draft, remarks: &mut Vec<Remark>) {
    let fallen: Vec<_> = draft.flow.items.iter().map(|item| item.cues.margin.map(|_| "page_furniture")).collect();
    draft.omit(&fallen, remarks);
}

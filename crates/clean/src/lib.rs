//! Flow to Flow: takes out what the site added, repairs what the road broke.
use lantai_model::{Flow, Remark};
/// Cleans.
pub fn clean(flow: Flow) -> (Flow, Vec<Remark>) { (flow, vec![]) }

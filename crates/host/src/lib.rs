//! Finds, checks, loads and calls plugins.
//!
//! [`SearchPath`] says where to look, [`Registry`] what is there, [`Plugin`] is a writer that is loaded and checked,
//! [`Instance`] writes documents that [`encode`] has flattened. Outputs come back as bytes: this crate writes no file.
//!
//! One file per generation of the ABI (`v1.rs`) knows how a descriptor looks; `call.rs` is what a plugin sees of us.

mod call;
mod discover;
mod encode;
mod error;
mod instance;
mod names;
mod options;
mod search;
mod v1;

pub use discover::{FoundPlugin, Registry};
pub use encode::{Content, encode};
pub use error::HostError;
pub use instance::{Instance, Kind, OUTPUT_LIMIT, OutputFile, OutputKind, Plugin, Written};
pub use lantai_plugin::{Buffer, Level};
pub use search::{FoundBy, SearchPath};

//! The plugin author's only dependency: C ABI, document buffer, [`Writer`] trait, [`export!`].
//!
//! A plugin is a shared library. In Rust it is a `cdylib` with a type that implements [`Writer`]:
//!
//! ```
//! use lantai_plugin::{Ctx, DocView, WriteError, Writer};
//!
//! struct Titles;
//! impl Writer for Titles {
//!     const ID: &'static str = "titles";
//!     const EXTENSION: &'static str = "txt";
//!     fn create(_options: &str) -> Result<Self, WriteError> { Ok(Titles) }
//!     fn write(&mut self, doc: &DocView, cx: &Ctx) -> Result<(), WriteError> {
//!         cx.primary()?.write_all(doc.meta().title().unwrap_or("").as_bytes())
//!     }
//! }
//! lantai_plugin::export!(Titles);
//! ```
//!
//! `include/lantai_plugin.h` is the contract in full: its rules, and under "What a document looks like" the nodes and
//! attributes that a document has. The README beside it shows how to build and load a plugin in Rust and in C.
//!
//! A [`DocView`] reads a document, a [`DocBuilder`] makes one (for tests, and for plugins that read). A walk over all
//! words needs no tree:
//!
//! ```
//! # use lantai_plugin::{DocBuilder, kind};
//! let mut builder = DocBuilder::new();
//! builder.open(kind::DOC).text("云河市工作总结").open(kind::PARA).text("一年来，成效明显。");
//! let buffer = builder.finish();
//! let doc = buffer.view()?;
//! let words: Vec<&str> = doc.nodes().filter(|node| node.kind() != kind::SPAN).map(|node| node.text()).collect();
//! assert_eq!(words, ["云河市工作总结", "一年来，成效明显。"]);
//! # Ok::<(), lantai_plugin::ViewError>(())
//! ```

pub mod abi;
mod buffer;
mod build;
mod export;
mod node;
mod options;
mod view;
mod words;
mod writer;

pub use buffer::Buffer;
pub use build::DocBuilder;
pub use node::{AttrRef, Children, Meta, NodeRef};
pub use options::Options;
pub use view::{DocView, ViewError};
pub use words::{AttrType, attr_flag, doc_flag, flag, kind};
pub use writer::{Ctx, Level, Output, WriteError, Writer};

/// What [`export!`] needs and nobody else.
#[doc(hidden)]
pub mod glue {
    pub use crate::export::{Package, Plugins, module, plugin};
}

/// The plugin of the README, compiled so that it stays true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The C header, for tools that hand it out.
pub const HEADER: &str = include_str!("../include/lantai_plugin.h");

#[cfg(test)]
mod tests;

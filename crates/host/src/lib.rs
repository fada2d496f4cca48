//! Finds, checks, loads and calls plugins.

mod encode;

pub use encode::encode;

//! Our tokens build the tree that html5ever's own build.
#![no_main]
#![allow(dead_code)]

use libfuzzer_sys::fuzz_target;

#[path = "../../src/element.rs"]
mod element;
#[path = "../../src/entity.rs"]
mod entity;
#[path = "../../src/names.rs"]
mod names;
#[path = "../../src/parse.rs"]
mod parse;
#[path = "../../src/same_tree.rs"]
mod same_tree;
#[path = "../../src/tokens.rs"]
mod tokens;

fuzz_target!(|data: &[u8]| same_tree::check(&String::from_utf8_lossy(data)));

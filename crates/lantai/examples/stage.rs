//! Prints a stage of one file: `cargo run -p lantai --example stage -- document FILE`.

use lantai::dump::{Stage, dump};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let stage = match arguments[1].as_str() {
        "source" => Stage::Source,
        "read" => Stage::Read,
        "clean" => Stage::Clean,
        _ => Stage::Document,
    };
    let bytes = std::fs::read(&arguments[2]).expect("a file");
    let source = lantai::Source { name: arguments[2].clone(), bytes, ..Default::default() };
    match dump(&source, &lantai::Options::default(), stage) {
        Ok(text) => print!("{text}"),
        Err(error) => println!("error {error}"),
    }
}

//! Golden stage dumps of every sample: `tests/golden/<sample>.<stage>.txt`. `LANTAI_BLESS=1 cargo test -p lantai-tests`
//! rewrites them; read the diff before you commit it.

use std::fs;

use lantai::dump::{Stage, dump};
use lantai::{Options, Source};
use lantai_tests::{compare, root};

fn samples() -> Vec<Source> {
    let folder = root().join("samples");
    lantai_tests::files(&folder)
        .into_iter()
        .filter(|file| file.file_stem().is_some_and(|stem| stem == "source"))
        .map(|file| Source {
            name: file.to_string_lossy().replace('\\', "/"),
            bytes: fs::read(folder.join(&file)).expect("a sample can be read"),
            ..Source::default()
        })
        .collect()
}

#[test]
fn stages_of_every_sample() {
    let samples = samples();
    assert!(samples.len() >= 14, "{} samples", samples.len());
    let mut wrong = Vec::new();
    for source in &samples {
        let slug = source.name.split('/').next().unwrap_or_default();
        for (stage, name) in [(Stage::Clean, "clean"), (Stage::Document, "document")] {
            let text = dump(source, &Options::default(), stage).unwrap_or_else(|error| format!("error: {error}\n"));
            let file = root().join("tests").join("golden").join(format!("{slug}.{name}.txt"));
            wrong.extend(compare(&file, &text).err());
        }
    }
    assert!(wrong.is_empty(), "{} dumps differ\n{}", wrong.len(), wrong.join("\n"));
}

/// The invented pages of many families of sites, which `structure` reads whole in its own tests.
fn pages() -> Vec<Source> {
    let folder = root().join("crates/structure/tests/sites");
    let page = |file: std::path::PathBuf| {
        let text = fs::read_to_string(folder.join(&file)).expect("a page can be read");
        let (_, page) = text.split_once("page:\n").expect("a page follows its head");
        let name = file.with_extension("html").to_string_lossy().into_owned();
        Source { name, bytes: page.as_bytes().to_vec(), ..Source::default() }
    };
    lantai_tests::files(&folder).into_iter().map(page).collect()
}

#[test]
fn no_visible_character_is_lost() {
    let mut lost = Vec::new();
    for source in samples().into_iter().chain(pages()) {
        let format = lantai::detect(&source).expect("a sample is recognised");
        let reading = lantai::read(format, &source).expect("a sample is read");
        let conversion = lantai::convert(&source, &Options::default()).expect("a sample is converted");
        let missing = lantai_tests::lossless::missing(&reading.flow, &conversion);
        if !missing.is_empty() {
            lost.push(format!("{}: {missing:?}", source.name));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

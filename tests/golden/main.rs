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

#[test]
fn no_visible_character_is_lost() {
    let mut lost = Vec::new();
    for source in samples() {
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

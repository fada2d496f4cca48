//! Indicators of the five texts that the product was conceived from, against lists written by hand from the texts: what is
//! found must be on the list, and nearly all of the list must be found. The test skips where the texts are absent.
//!
//! A line is `name | value unit bound | change | period | kind`, as the record should say it.

use std::fs;

use lantai::{Han, Options, Source};
use lantai_model::{Bound, Document, Indicator};
use lantai_tests::shared;

fn documents(number: &str) -> Option<Document> {
    let folder = shared("seeds")?;
    let name = lantai_tests::files(&folder).into_iter().find(|name| name.to_string_lossy().starts_with(number))?;
    let bytes = fs::read(folder.join(&name)).expect("a file can be read");
    let source = Source { name: name.to_string_lossy().into_owned(), bytes, ..Source::default() };
    let options = Options { han: Han::Simplified, ..Options::default() };
    Some(lantai::convert(&source, &options).expect("a seed is converted").document)
}

fn line(indicator: &Indicator) -> String {
    let figure = |value: &str, upper: &Option<String>, unit: &str, bound: Option<Bound>| {
        let upper = upper.as_ref().map_or(String::new(), |upper| format!("–{upper}"));
        format!("{value}{upper} {unit} {}", bound.map_or("", Bound::as_str)).trim_end().to_owned()
    };
    let value = indicator
        .value
        .as_ref()
        .map_or(String::new(), |value| figure(value, &indicator.upper, &indicator.unit, indicator.bound));
    let change = indicator.change.as_ref().map_or(String::new(), |change| {
        let figure = figure(&change.value, &change.upper, &change.unit, change.bound);
        format!("{} {} {figure}", change.direction.as_str(), change.basis)
    });
    let kind = indicator.kind.map_or("", |kind| kind.as_str());
    [&indicator.name, value.as_str(), change.as_str(), &indicator.period, kind].join(" | ")
}

/// The indicators of a document and of all its parts.
fn lines(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![document];
    while let Some(document) = open.pop() {
        found.extend(document.indicators.iter().map(line));
        open.extend(document.parts.iter().rev());
    }
    found
}

#[test]
fn the_roster_of_seed_002_is_whole() {
    let Some(document) = documents("002") else { return };
    let mut people = Vec::new();
    let mut open = vec![&document];
    while let Some(document) = open.pop() {
        people.extend(&document.people);
        open.extend(document.parts.iter().rev());
    }
    let found: Vec<String> = people.iter().map(|m| format!("{} {} {}", m.role, m.name, m.title)).collect();
    let gold: Vec<&str> = include_str!("002-roster.txt").lines().collect();
    assert_eq!(found, gold);
    assert!(people.iter().all(|member| member.group.ends_with("科技成果转化工作专班")));
}

/// None wrong, and at least `least` of the list found.
fn check(number: &str, gold: &str, least: usize) {
    let Some(document) = documents(number) else { return };
    let squeeze = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut gold: Vec<String> = gold.lines().map(squeeze).filter(|line| !line.is_empty()).collect();
    let all = gold.len();
    let mut wrong = Vec::new();
    for line in lines(&document).iter().map(|line| squeeze(line)) {
        match gold.iter().position(|wanted| *wanted == line) {
            Some(at) => _ = gold.remove(at),
            None => wrong.push(line),
        }
    }
    let right = all - gold.len();
    println!("{number}: {right} of {all} found, {} wrong; missing {gold:#?}", wrong.len());
    assert!(wrong.is_empty(), "wrong: {wrong:#?}\nmissing: {gold:#?}");
    assert!(right >= least, "only {right} of {all} found; missing: {gold:#?}");
}

#[test]
fn seed_000() {
    check("000", include_str!("000.txt"), 20);
}

#[test]
fn seed_001() {
    check("001", include_str!("001.txt"), 40);
}

#[test]
fn seed_002() {
    check("002", include_str!("002.txt"), 8);
}

#[test]
fn seed_003() {
    check("003", include_str!("003.txt"), 24);
}

#[test]
fn seed_004() {
    check("004", include_str!("004.txt"), 32);
}

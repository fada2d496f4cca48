//! Texts garbled as content farms do it come back; clean ones stay as they are.

mod farm;

use std::sync::OnceLock;

use farm::{Outcome, Reader, Search, Style, garble, reports, roundtrip, table, traditional};
use lantai_text::fold::fold_char;
use lantai_text::han::{HanTarget, convert};
use lantai_text::repair::{annotations, gloss, strays};

/// Bytes of clean report text.
const SIZE: usize = 320_000;
/// Characters of a hundred that must come back where bytes slipped.
const RIGHT: f64 = 99.95;

/// The samples and lines of their clauses, as farms start from them.
fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        traditional(&reports(SIZE)).lines().filter(|line| !line.is_empty()).flat_map(|l| [l, "\n"]).collect()
    })
}

/// The characters that are not simplified ones: what farms gloss.
fn changed() -> String {
    text().chars().filter(|c| fold_char(*c) != *c).collect()
}

fn every(n: u32, at: u32) -> String {
    text().chars().filter(|c| !c.is_ascii() && u32::from(*c) % n == at).collect()
}

/// At least `right` per cent came back, and what did not is said.
fn assert_bars(outcome: &Outcome, right: f64, what: &str) {
    assert!(outcome.slipped > 50, "{what}: too few slips to tell");
    assert!(outcome.right() >= right, "{what}: {:.4} % right, {:?}", outcome.right(), outcome.examples.first());
    assert!(outcome.silent.is_empty(), "{what}: {:?}", outcome.silent);
}

#[test]
fn without_slips_all_is_exact() {
    assert!(text().len() >= 300_000);
    for chars in [changed(), every(3, 0), every(5, 2), text().to_owned()] {
        for style in [Style::Toned, Style::Untoned, Style::Doubled] {
            let outcome = roundtrip(text(), &table(&chars, style), Search::Characters, Reader::Eating);
            assert_eq!(outcome.wrong, 0, "{style:?}: {:?}", outcome.examples.first());
        }
    }
}

#[test]
fn slips_of_a_farms_table_are_undone_or_said() {
    for chars in [changed(), changed().chars().filter(|c| (*c as u32).is_multiple_of(2)).collect()] {
        let entries = table(&chars, Style::Toned);
        for search in [Search::Each, Search::Once] {
            for reader in [Reader::Eating, Reader::EatingPrivate, Reader::Standard] {
                let outcome = roundtrip(text(), &entries, search, reader);
                assert_bars(&outcome, RIGHT, &format!("{} {search:?} {reader:?}", entries.len()));
            }
        }
    }
}

#[test]
fn slips_of_any_table_are_undone_or_said() {
    // A table of every fourth character whatever damages more than half of all lines; most of what is lost is guessed.
    for at in [1, 3] {
        let entries = table(&every(4, at), Style::Toned);
        assert_bars(&roundtrip(text(), &entries, Search::Each, Reader::Eating), 99.6, "eating");
        assert_bars(&roundtrip(text(), &entries, Search::Once, Reader::EatingPrivate), 99.6, "eating, private");
        assert_bars(&roundtrip(text(), &entries, Search::Once, Reader::Standard), RIGHT, "standard");
    }
}

#[test]
fn clean_text_stays_byte_for_byte() {
    let simplified = convert(text(), HanTarget::Simplified);
    for text in [text(), simplified.as_ref(), &reports(SIZE)] {
        for line in text.lines() {
            assert_eq!(annotations(line), 0, "{line}");
            for evident in [false, true] {
                assert!(gloss(line, evident).is_none_or(|repair| repair.text == line), "{line}");
            }
            assert_eq!(strays(line), None, "{line}");
        }
        assert_eq!(gloss(text, false), None);
    }
}

#[test]
fn edits_tell_the_whole_story() {
    let entries = table(&changed(), Style::Toned);
    for line in text().lines().step_by(7) {
        let garbled = garble(line, &entries, Search::Each, Reader::EatingPrivate);
        let Some(repair) = gloss(&garbled, true) else { continue };
        let chars: Vec<char> = garbled.chars().collect();
        let (mut text, mut next) = (String::new(), 0);
        for edit in &repair.edits {
            assert!(edit.start >= next, "{garbled}");
            text.extend(&chars[next..edit.start]);
            next = edit.start + edit.before.chars().count();
            assert_eq!(chars[edit.start..next].iter().collect::<String>(), edit.before, "{garbled}");
            text.push_str(&edit.after);
        }
        text.extend(&chars[next..]);
        assert_eq!(text, repair.text);
    }
}

#[test]
fn hostile_text_is_bounded() {
    // The repair gives up after a number of steps that grows with the text; these would take hours otherwise.
    let pieces = ["們?nèi)嫱瓿", "?ā)", "?jī)蓚", "(ā)", "們?nèi)???", "?,F(xiàn)", "€(gè)", "政(", "Рa", "工😀"];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let _ = gloss(&text, true);
        let _ = annotations(&text);
        let _ = strays(&text);
    }
}

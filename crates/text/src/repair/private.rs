//! Pairs of bytes that no reader has a character for, and what may stand between two of them: decoders drop such pairs
//! or show a mark in their place.

use std::sync::OnceLock;

use super::codes::{Codes, LEADS};
use super::costs::GUESSES;
use super::language::Language;
use crate::fold::fold_char;

/// Pairs that no reader has a character for: a first byte, and a range of second bytes that may begin another pair.
pub(super) type Row = (u8, u8, u8);

/// All such pairs. Where they leave a mark, the byte 80 does, with any byte behind it.
pub(super) struct Private {
    rows: Vec<Row>,
    /// What may stand between two of them, by the range that the first one ends with, without and with marks.
    zones: Vec<((u8, u8), [Zone; 2])>,
}

/// What the byte 80 may have taken with it.
const AFTER_80: Row = (0x80, 0x81, 0xFE);

/// A character between two lost pairs, with the range of what comes after.
#[derive(Clone, Copy)]
pub(super) struct Between {
    pub(super) folded: char,
    pub(super) c: char,
    pub(super) from: u8,
    pub(super) to: u8,
}

/// The characters that may stand between two lost pairs.
pub(super) struct Zone {
    /// In the order of their simplified forms.
    pub(super) all: Vec<Between>,
    pub(super) commonest: Vec<Between>,
}

impl Private {
    pub(super) fn get() -> &'static Private {
        static PRIVATE: OnceLock<Private> = OnceLock::new();
        PRIVATE.get_or_init(|| {
            let codes = Codes::get();
            let mut rows: Vec<Row> = Vec::new();
            for high in LEADS {
                for low in LEADS.filter(|low| codes.decode(high, *low).is_none()) {
                    match rows.last_mut() {
                        Some((lead, _, to)) if *lead == high && *to + 1 == low => *to = low,
                        _ => rows.push((high, low, low)),
                    }
                }
            }
            let mut ranges: Vec<(u8, u8)> = rows.iter().chain([&AFTER_80]).map(|(_, from, to)| (*from, *to)).collect();
            ranges.sort_unstable();
            ranges.dedup();
            let zones = |range| (range, [Zone::new(&rows, range, false), Zone::new(&rows, range, true)]);
            Private { zones: ranges.into_iter().map(zones).collect(), rows }
        })
    }

    pub(super) fn rows(&self, marked: bool) -> impl Iterator<Item = Row> + '_ {
        self.rows.iter().copied().chain(marked.then_some(AFTER_80))
    }

    pub(super) fn zone(&self, range: (u8, u8), marked: bool) -> Option<&Zone> {
        let at = self.zones.binary_search_by_key(&range, |(range, _)| *range).ok()?;
        self.zones.get(at).and_then(|(_, zones)| zones.get(usize::from(marked)))
    }
}

impl Zone {
    fn new(rows: &[Row], (from, to): (u8, u8), marked: bool) -> Zone {
        let mut all = Vec::new();
        for (high, next_from, next_to) in rows.iter().copied().chain(marked.then_some(AFTER_80)) {
            for c in (from..=to).filter_map(|lead| Codes::get().decode(lead, high)) {
                all.push(Between { folded: fold_char(c), c, from: next_from, to: next_to });
            }
        }
        let language = Language::get();
        all.sort_unstable_by_key(|found| (found.folded, found.c, found.from, found.to));
        let mut commonest: Vec<(i32, Between)> = Vec::with_capacity(GUESSES * 2 + 1);
        for found in &all {
            let cost = language.alone(found.c);
            let at = commonest.partition_point(|(other, _)| *other <= cost);
            if at < GUESSES * 2 {
                commonest.insert(at, (cost, *found));
                commonest.truncate(GUESSES * 2);
            }
        }
        let commonest = commonest.into_iter().map(|(_, found)| found).collect();
        Zone { all, commonest }
    }
}

//! Guesses of what was lost: characters of which one byte or both are unknown, and pairs of bytes that are not there.

use super::{Pending, Search, Way};
use crate::repair::costs::{BYTES_LOST, GONE, GONE_TOO, GONE_WAYS, GUESSES, OTHER_TONE, SURE};
use crate::repair::private::{Between, Private};
use crate::repair::reading::{Syllable, read_like, reads, reads_exactly};

impl Search<'_> {
    /// The second byte is unknown, the reading of the character is not.
    pub(super) fn read_trail(&mut self, way: Way, lead: u8, next: usize, syllable: &Syllable) {
        for trail in 0x80..=0xFE {
            let Some(c) = self.codes.decode(lead, trail) else { continue };
            let tone = if reads_exactly(c, syllable) {
                0
            } else if reads(c, syllable) {
                OTHER_TONE
            } else {
                continue;
            };
            let cost = self.cost(&way, c) + tone;
            self.put(way, c, cost, Pending::Nothing, next);
        }
    }

    /// The second byte is unknown.
    pub(super) fn guess_trail(&mut self, way: Way, lead: u8, next: usize) {
        let way = Way { doubt: Some("a character was lost and is guessed"), ..way };
        let found = (0x80..=0xFE).filter_map(|trail| self.codes.decode(lead, trail));
        for (cost, c) in self.likeliest(&way, false, found) {
            self.put(way, c, cost, Pending::Nothing, next);
        }
    }

    /// The first byte is unknown.
    pub(super) fn guess_lead(&mut self, way: Way, (from, to): (u8, u8), trail: u8, pending: Pending, next: usize) {
        let found = (from..=to).filter_map(|lead| self.codes.decode(lead, trail));
        for (cost, c) in self.likeliest(&way, false, found) {
            self.put(way, c, cost, pending, next);
        }
    }

    /// Both bytes are unknown, but for a range; its reading may be known.
    pub(super) fn guess_both(&mut self, way: Way, (from, to): (u8, u8), next: usize, syllable: Option<&Syllable>) {
        let codes = self.codes;
        let within =
            |c: &char| codes.encode(*c).is_some_and(|[lead, trail]| (from..=to).contains(&lead) && trail >= 0x80);
        let best = match syllable {
            Some(syllable) => self.likeliest(&way, true, read_like(syllable).filter(within)),
            None => self.likeliest(&way, false, self.language.followers(way.last).map(|(c, _)| c).filter(within)),
        };
        for (cost, c) in best {
            self.put(way, c, cost, Pending::Nothing, next);
        }
    }

    /// Up to three pairs that no reader has a character for and that left no mark, as far as they may be better than
    /// what is there at a `cost`, or nearly.
    pub(super) fn gone(&mut self, way: Way, lead: u8, cost: i32) -> Vec<Way> {
        let limit = way.cost.saturating_add(cost).saturating_add(SURE);
        let mut all = self.lost_pairs(Way { cost: way.cost + GONE, ..way }, lead, false);
        all.retain(|half| half.cost < limit);
        let mut from = 0;
        for _ in 0..2 {
            let kept = std::mem::take(&mut self.next);
            for half in all.iter().skip(from) {
                if let Pending::Any(low, high) = half.pending {
                    self.between(Way { cost: half.cost + GONE_TOO, ..*half }, (low, high), false);
                }
            }
            let mut more = std::mem::replace(&mut self.next, kept);
            more.sort_by_key(|half| half.cost);
            more.truncate(GUESSES);
            more.retain(|half| half.cost < limit);
            from = all.len();
            all.append(&mut more);
        }
        all.sort_by_key(|half| half.cost);
        all.truncate(GONE_WAYS);
        all
    }

    /// The character whose second byte is the first one of a pair that is no character: such pairs are few.
    pub(super) fn lost_pairs(&mut self, way: Way, lead: u8, marked: bool) -> Vec<Way> {
        let doubt = if marked { "characters were lost and are guessed" } else { BYTES_LOST };
        let way = Way { doubt: Some(doubt), ..way };
        let after = self.language.after(Some(way.last), way.word);
        let mut best: Vec<(i32, char, (u8, u8))> = Vec::with_capacity(GUESSES + 1);
        for (high, from, to) in Private::get().rows(marked) {
            let Some(c) = self.codes.decode(lead, high) else { continue };
            self.count(1);
            let cost = self.language.cost_after(&after, c) + self.form(c);
            let at = best.partition_point(|(other, ..)| *other <= cost);
            if at < GUESSES {
                best.insert(at, (cost, c, (from, to)));
                best.truncate(GUESSES);
            }
        }
        let half = |(cost, c, (from, to))| {
            let word = !way.word && self.language.word(way.last, c);
            self.half(Way { last: c, word, pending: Pending::Any(from, to), ..way }, cost)
        };
        best.into_iter().map(half).collect()
    }

    /// The character between two pairs that are no characters.
    pub(super) fn between(&mut self, way: Way, (from, to): (u8, u8), marked: bool) {
        let mut best: Vec<(i32, Between)> = Vec::with_capacity(2 * GUESSES);
        let Some(zone) = Private::get().zone((from, to), marked) else { return };
        let mut put = |cost: i32, found: &Between| {
            let at = best.partition_point(|(other, _)| *other <= cost);
            if at < GUESSES {
                best.insert(at, (cost, *found));
                best.truncate(GUESSES);
            }
        };
        for found in &zone.commonest {
            put(self.cost(&way, found.c), found);
        }
        for (c, cost) in self.language.followers(way.last) {
            self.count(1);
            let from = zone.all.partition_point(|found| found.folded < c);
            for found in zone.all.iter().skip(from).take_while(|found| found.folded == c) {
                put(cost + self.form(found.c), found);
            }
        }
        best.dedup_by_key(|(_, found)| (found.c, found.from));
        for (cost, found) in best {
            let word = !way.word && self.language.word(way.last, found.c);
            let half = self.half(Way { last: found.c, word, pending: Pending::Any(found.from, found.to), ..way }, cost);
            self.next.push(half);
        }
    }

    fn half(&mut self, half: Way, cost: i32) -> Way {
        let node = self.grow(half.last, half.node);
        Way { cost: half.cost + cost, worst: half.worst.max(cost), node, ..half }
    }

    fn likeliest(&self, way: &Way, glossed: bool, found: impl Iterator<Item = char>) -> Vec<(i32, char)> {
        let known = |c| if glossed || self.glossed.is_some() { 0 } else { self.known.guessed(c) };
        let after = self.language.after(Some(way.last), way.word);
        let mut best: Vec<(i32, char)> = Vec::with_capacity(GUESSES + 1);
        for c in found {
            self.count(1);
            let cost = self.language.cost_after(&after, c) + self.form(c) + known(c);
            let at = best.partition_point(|(other, _)| *other <= cost);
            if at < GUESSES {
                best.insert(at, (cost, c));
                best.truncate(GUESSES);
            }
        }
        best
    }
}

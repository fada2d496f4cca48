//! Runs of text that a lost byte has shifted, read again: all ways to put the bytes together are followed side by side,
//! and the one that is best Chinese is kept, if it is better than the text as it is shown.

mod guess;

use std::cell::Cell;

use super::codes::{Codes, LEADS};
use super::costs::*;
use super::known::Known;
use super::language::Language;
use super::reading::{Syllable, gloss_at, reads};
use super::token::{Behind, Token, token_at};

/// How a slip begins.
pub(super) struct Slip {
    /// Index of what is shown behind the gloss.
    pub(super) from: usize,
    /// The character before it.
    pub(super) last: char,
    /// First bytes of the character that was broken, and what each costs.
    pub(super) leads: Vec<(u8, i32)>,
    /// Broken pairs give back their ASCII character.
    pub(super) returns: bool,
    /// The text is traditional Chinese.
    pub(super) traditional: bool,
    /// What it costs to believe that nothing slipped.
    pub(super) nothing: i32,
}

/// A run as it was.
pub(super) struct Run {
    pub(super) end: usize,
    pub(super) text: String,
    pub(super) doubt: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    /// The text is right again since `end`.
    Nothing,
    /// The first byte of the next character.
    Lead(u8),
    /// The same, unknown: the second byte of a lost pair, with the range of such bytes.
    Any(u8, u8),
}

#[derive(Clone, Copy)]
struct Way {
    cost: i32,
    pending: Pending,
    last: char,
    /// It is the second character of a word.
    word: bool,
    /// Index of the last restored character in the tree of all.
    node: usize,
    end: usize,
    calm: u8,
    /// The highest cost of a restored character.
    worst: i32,
    doubt: Option<&'static str>,
    /// How far behind the next best way with the same end was.
    ahead: i32,
}

/// No restored character.
const ROOT: usize = usize::MAX;

struct Search<'a> {
    codes: &'static Codes,
    language: &'static Language,
    /// What the document has shown of the farm's table.
    known: &'a Known,
    /// Restored characters with the one before.
    tree: Vec<(char, usize)>,
    next: Vec<Way>,
    /// The place of the way that is followed among all, from the best.
    rank: usize,
    looked_for: usize,
    /// The gloss behind the token.
    glossed: Option<Syllable>,
    /// What died with the token, if it is known: `?` if not.
    died: char,
    /// The text is traditional Chinese: simplified characters have no place in it.
    traditional: bool,
    /// Steps that may still be taken: characters that are weighed, and tokens.
    steps: &'a Cell<usize>,
}

/// Reads a run again; none if no way is better than the text as it is shown.
pub(super) fn read(chars: &[char], slip: &Slip, known: &Known, steps: &mut usize) -> Option<Run> {
    let left = Cell::new(*steps);
    let run = follow(chars, slip, known, &left);
    *steps = left.get();
    run
}

fn follow(chars: &[char], slip: &Slip, known: &Known, steps: &Cell<usize>) -> Option<Run> {
    let mut search = Search {
        codes: Codes::get(),
        language: Language::get(),
        tree: Vec::new(),
        next: Vec::new(),
        rank: 0,
        looked_for: LOOKED_FOR_FIRST,
        glossed: None,
        died: '?',
        steps,
        known,
        traditional: slip.traditional,
    };
    let start = |pending, cost| Way {
        cost,
        pending,
        last: slip.last,
        word: false,
        node: ROOT,
        end: slip.from,
        calm: 0,
        worst: 0,
        doubt: None,
        ahead: i32::MAX,
    };
    let mut ways: Vec<Way> = slip.leads.iter().map(|(lead, cost)| start(Pending::Lead(*lead), *cost)).collect();
    ways.push(start(Pending::Nothing, slip.nothing));
    let mut shown = None;
    let mut i = slip.from;
    for _ in 0..RUN {
        let Some((token, next)) = token_at(chars, i, slip.returns) else {
            search.finish(&ways, i);
            ways = search.kept();
            break;
        };
        search.died = if matches!(token, Token::Lost(_)) && closes(chars, next) { '(' } else { '?' };
        search.glossed = gloss_at(chars, next).map(|found| found.syllable);
        for (rank, way) in ways.iter().enumerate() {
            search.rank = rank;
            search.step(*way, token, shown, i, next);
        }
        search.looked_for = LOOKED_FOR;
        ways = search.kept();
        shown = if let Token::Pair(_, c) = token { Some(c) } else { None };
        i = next;
        if ways.first().is_none_or(|best| best.pending == Pending::Nothing && best.calm >= CALM) {
            break;
        }
        if steps.get() == 0 {
            return None;
        }
    }
    search.chosen(&ways)
}

/// True if a bracket is closed behind `i` that is not opened there.
fn closes(chars: &[char], i: usize) -> bool {
    /// Characters that brackets hold.
    const HELD: usize = 40;
    let mut open = 0;
    for c in chars.get(i..).unwrap_or_default().iter().take(HELD) {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return true,
            ')' => open -= 1,
            _ => {}
        }
    }
    false
}

impl Search<'_> {
    #[inline]
    fn count(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_sub(steps));
    }

    #[inline]
    fn cost(&self, way: &Way, c: char) -> i32 {
        self.count(1);
        self.language.cost_in(Some(way.last), way.word, c) + self.form(c)
    }

    /// The cost of the form of a character that has another one in traditional text.
    #[inline]
    fn form(&self, c: char) -> i32 {
        match c {
            _ if !self.traditional => 0,
            c if self.language.is_simplified(c) => FOREIGN,
            c if self.language.is_variant(c) => VARIANT,
            _ => 0,
        }
    }

    /// Follows one way over one token.
    fn step(&mut self, way: Way, token: Token, shown: Option<char>, at: usize, next: usize) {
        self.count(1);
        match way.pending {
            Pending::Nothing => self.step_right(way, token),
            Pending::Lead(lead) => self.step_shifted(way, lead, token, shown, at, next),
            Pending::Any(from, to) => match token {
                Token::Pair([high, low], _) => self.guess_lead(way, (from, to), high, Pending::Lead(low), next),
                Token::Ascii(byte) => self.guess_lead(way, (from, to), byte, Pending::Nothing, next),
                Token::Lost(Behind::End) => self.guess_both(way, (from, to), next, None),
                Token::Lost(_) => self.between(Way { cost: way.cost + MARKED, ..way }, (from, to), true),
                Token::LostGloss(syllable) => self.guess_both(way, (from, to), next, Some(&syllable)),
                _ => {}
            },
        }
    }

    /// Over text that is right again.
    fn step_right(&mut self, mut way: Way, token: Token) {
        let before = way;
        let cost = |c| self.cost(&before, c);
        match token {
            Token::Pair(_, c) | Token::Other(c) => {
                way.cost += cost(c);
                way.word = !way.word && self.language.word(way.last, c);
                way.last = c;
                way.calm += 1;
            }
            Token::Ascii(byte) => {
                way.cost += cost(char::from(byte));
                way.last = char::from(byte);
                way.calm += 1;
            }
            Token::Euro => {
                way.cost += UNEXPLAINED;
                way.last = '€';
            }
            Token::Gloss(syllable) if reads(way.last, &syllable) => {}
            Token::Gloss(_) => way.cost += WRONG_GLOSS,
            Token::LostGloss(_) => {
                way.cost += if way.calm == 0 { 2 * AGAIN } else { AGAIN };
                way.calm = CALM;
            }
            Token::Lost(_) => {
                way.cost += UNEXPLAINED;
                way.last = '?';
            }
        }
        self.next.push(way);
    }

    /// Over text that is shown shifted by a byte.
    fn step_shifted(&mut self, way: Way, lead: u8, token: Token, shown: Option<char>, at: usize, next: usize) {
        match token {
            Token::Pair([high, low], _) => {
                let whole = self.codes.decode(lead, high);
                let cost = whole.map_or(i32::MAX, |c| self.cost(&way, c));
                if let Some(c) = whole {
                    self.put(way, c, cost, Pending::Lead(low), next);
                }
                // The second byte of a full-width comma begins a pair for private use: what stood there is lost.
                let comma = lead == 0xA3 && high != 0xAC;
                if (comma || cost >= IMPROBABLE) && self.rank < self.looked_for {
                    for half in self.gone(way, lead, cost) {
                        if let Pending::Any(from, to) = half.pending {
                            self.guess_lead(half, (from, to), high, Pending::Lead(low), next);
                        }
                    }
                }
            }
            Token::Ascii(byte) => {
                let whole = self.codes.decode(lead, byte);
                let cost = whole.map_or(i32::MAX, |c| self.cost(&way, c));
                if let Some(c) = whole {
                    let weak = cost >= WEAK && self.glossed.is_none();
                    let doubt = way.doubt.or(weak.then_some("characters may have been lost"));
                    self.put(Way { doubt, ..way }, c, cost, Pending::Nothing, next);
                }
                let misread = whole.zip(self.glossed).is_some_and(|(c, syllable)| !reads(c, &syllable));
                let cost = cost.saturating_add(if misread { WRONG_GLOSS } else { 0 });
                if cost >= IMPROBABLE && byte >= 0x40 && self.rank < self.looked_for {
                    for half in self.gone(way, lead, cost) {
                        if let Pending::Any(from, to) = half.pending {
                            self.guess_lead(half, (from, to), byte, Pending::Nothing, next);
                        }
                    }
                }
                // Its second byte may be lost, with no mark.
                if cost >= IMPROBABLE {
                    let before = self.next.len();
                    self.guess_trail(Way { cost: way.cost + EATEN + GONE, ..way }, lead, at);
                    for guess in self.next.split_off(before) {
                        self.step_right(guess, token);
                    }
                }
            }
            Token::Euro => {
                if let Some(c) = self.codes.decode(lead, 0x80) {
                    let cost = self.cost(&way, c);
                    self.put(way, c, cost, Pending::Nothing, next);
                }
            }
            // A gloss of a character as it is shown now is part of the damage; its bytes were never there.
            Token::Gloss(syllable) if shown.is_some_and(|shown| reads(shown, &syllable)) => self.next.push(way),
            Token::Gloss(syllable) => {
                let way = Way { cost: way.cost + GONE, ..way };
                self.read_trail(way, lead, next, &syllable);
            }
            Token::LostGloss(syllable) => {
                let before = self.next.len();
                self.read_trail(way, lead, next, &syllable);
                if self.next.len() == before && self.rank < self.looked_for {
                    for half in self.gone(way, lead, WRONG_GLOSS) {
                        if let Pending::Any(from, to) = half.pending {
                            self.guess_both(half, (from, to), next, Some(&syllable));
                        }
                    }
                }
            }
            Token::Lost(behind) => {
                let before = self.next.len();
                self.guess_trail(Way { cost: way.cost + EATEN, ..way }, lead, next);
                if behind == Behind::Text {
                    for mut guess in self.next.split_off(before) {
                        guess.node = self.grow(self.died, guess.node);
                        guess.last = '?';
                        self.next.push(guess);
                    }
                }
                let way = Way { cost: way.cost + MARKED, ..way };
                for half in self.lost_pairs(way, lead, true) {
                    self.next.push(half);
                }
                // Some readers have no character for the byte 80 alone; others take the next byte with it.
                if let Some(c) = self.codes.decode(lead, 0x80) {
                    let cost = self.cost(&way, c);
                    if behind != Behind::Text {
                        self.put(way, c, cost, Pending::Nothing, next);
                        return;
                    }
                    let doubt = Some("a character was lost");
                    self.put(Way { doubt, ..way }, c, cost, Pending::Nothing, next);
                    if let Some(mut put) = self.next.pop() {
                        (put.node, put.last) = (self.grow(self.died, put.node), '?');
                        self.next.push(put);
                    }
                }
            }
            Token::Other(_) => {}
        }
    }

    fn grow(&mut self, c: char, parent: usize) -> usize {
        self.tree.push((c, parent));
        self.tree.len() - 1
    }

    fn put(&mut self, mut way: Way, c: char, cost: i32, pending: Pending, next: usize) {
        way.node = self.grow(c, way.node);
        way.cost += cost;
        way.word = !way.word && self.language.word(way.last, c);
        way.last = c;
        way.pending = pending;
        way.end = next;
        // An ASCII letter was taken for the second half of a character, and ends the shift.
        if let Pending::Lead(byte @ 0..0x80) = pending {
            way.last = char::from(byte);
            way.node = self.grow(way.last, way.node);
            way.pending = Pending::Nothing;
        }
        way.worst = way.worst.max(cost);
        self.next.push(way);
    }

    /// At the end of the text.
    fn finish(&mut self, ways: &[Way], end: usize) {
        for way in ways {
            match way.pending {
                Pending::Nothing => self.next.push(*way),
                Pending::Lead(lead) => self.guess_trail(Way { cost: way.cost + EATEN, ..*way }, lead, end),
                Pending::Any(from, to) => self.guess_both(*way, (from, to), end, None),
            }
        }
        for way in &mut self.next {
            way.cost += self.language.end(way.last);
        }
    }

    /// The best of the ways that were put forward; of those that go on alike, only the best.
    fn kept(&mut self) -> Vec<Way> {
        let mut all = std::mem::take(&mut self.next);
        all.sort_by_key(|way| way.cost);
        let mut kept: Vec<Way> = Vec::with_capacity(BEAM);
        let limit = all.first().map_or(i32::MAX, |best| best.cost.saturating_add(HOPELESS));
        for way in all {
            if way.cost > limit {
                break;
            }
            let same = |other: &&mut Way| {
                other.pending == way.pending
                    && other.last == way.last
                    && (other.end == way.end || way.pending != Pending::Nothing)
            };
            if let Some(better) = kept.iter_mut().find(same) {
                better.ahead = better.ahead.min(way.cost - better.cost);
            } else if kept.len() < BEAM {
                kept.push(way);
            }
        }
        kept
    }

    fn chosen(&self, ways: &[Way]) -> Option<Run> {
        let best = ways.first().filter(|best| best.node != ROOT && best.pending == Pending::Nothing)?;
        let mut text = Vec::new();
        let mut at = best.node;
        while let Some((c, parent)) = self.tree.get(at) {
            text.push(*c);
            at = *parent;
        }
        let rival = ways.iter().find(|way| way.node != best.node).map_or(i32::MAX, |way| way.cost - best.cost);
        let doubt = best.doubt.or(if best.ahead.min(rival) < SURE {
            Some("more than one reading is possible")
        } else if best.worst > if self.known.reader_drops { ODD_WITH_LOSS } else { ODD } {
            Some("characters may have been lost")
        } else {
            None
        });
        Some(Run { end: best.end, text: text.into_iter().rev().collect(), doubt })
    }
}

/// First bytes that make `trail` and itself a character that fits.
pub(super) fn leads(trail: u8, fits: impl Fn(char) -> Option<i32>) -> Vec<(u8, i32)> {
    let codes = Codes::get();
    LEADS.filter_map(|lead| Some((lead, fits(codes.decode(trail, lead)?)?))).collect()
}

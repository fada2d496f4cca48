//! Learns from a document which of its numbers stand above which. Custom (一、 above （一） above 1.) is only a prior:
//! the sequences decide, for a number that starts anew does so below what stands right before it, and what counts on
//! over others stands above them.

use crate::cues::Cue;
use crate::number::{Form, Label, Variant};

/// What shares a level: numbers of one form (and variant, where the document tells them apart), headings of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A form of number.
    Number(Form, Variant),
    /// A look of headings without numbers.
    Cue(Cue),
}

/// One number or heading of the document, in reading order.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// What it is.
    pub kind: Kind,
    /// Its value; 0 without a number.
    pub value: u32,
    /// Heading level that the source marks, 0 for none.
    pub heading: u8,
}

/// The levels of one document.
pub struct Levels {
    /// The kinds in use.
    kinds: Vec<Kind>,
    /// Forms whose variants are levels of their own.
    split: [bool; Form::COUNT],
    /// `above[a * kinds + b]`: a stands above b.
    above: Vec<bool>,
}

/// What speaks for one kind above another.
const START: f32 = 0.75;
const RESTART: f32 = 1.0;
const CUSTOM: f32 = 1.0;
const MARKED: f32 = 2.0;
const WITHIN: f32 = 0.5;

impl Levels {
    /// Learns from all numbers and headings of a document.
    pub fn learn(events: &[Event]) -> Levels {
        let mut levels = Levels { kinds: Vec::new(), split: split(events), above: Vec::new() };
        let slots: Vec<usize> = events
            .iter()
            .map(|event| {
                let kind = levels.merged(event.kind);
                levels.kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
                    levels.kinds.push(kind);
                    levels.kinds.len() - 1
                })
            })
            .collect();
        let count = levels.kinds.len();
        let evidence = evidence(events, &slots, &levels.kinds);
        // A lone heading stands where the first number does.
        let first = events.iter().find(|event| matches!(event.kind, Kind::Number(..)));
        let first = first.map(|event| levels.merged(event.kind));
        let beside = |kind: Kind| if kind == Kind::Cue(Cue::Lone) { first.unwrap_or(kind) } else { kind };
        levels.above = (0..count * count)
            .map(|at| {
                let (a, b) = (at / count, at % count);
                let (one, other) = (beside(levels.kinds[a]), beside(levels.kinds[b]));
                one != other && stands_above(one, other, evidence[at], evidence[b * count + a])
            })
            .collect();
        levels
    }

    /// Whether `a` stands above `b`.
    pub fn above(&self, a: Kind, b: Kind) -> bool {
        let slot = |kind| self.kinds.iter().position(|known| *known == kind);
        let (Some(a), Some(b)) = (slot(a), slot(b)) else { return false };
        self.above[a * self.kinds.len() + b]
    }

    /// The kind of a number.
    pub fn kind(&self, label: Label) -> Kind {
        self.merged(Kind::Number(label.form, label.variant))
    }

    /// Variants are one kind, where the document does not tell them apart.
    fn merged(&self, kind: Kind) -> Kind {
        match kind {
            Kind::Number(form, _) if !self.split[form as usize] => Kind::Number(form, Variant::Usual),
            kind => kind,
        }
    }
}

/// Forms whose variants (1. and 1、) make better sequences apart than together.
fn split(events: &[Event]) -> [bool; Form::COUNT] {
    let mut together = [(0u32, 0u32); Form::COUNT];
    let mut apart = [[0u32; 4]; Form::COUNT];
    let mut apart_breaks = [0u32; Form::COUNT];
    for event in events {
        let Kind::Number(form, variant) = event.kind else { continue };
        let (last, breaks) = &mut together[form as usize];
        *breaks += u32::from(event.value != 1 && event.value != *last + 1);
        *last = event.value;
        let last = &mut apart[form as usize][variant as usize];
        apart_breaks[form as usize] += u32::from(event.value != 1 && event.value != *last + 1);
        *last = event.value;
    }
    std::array::from_fn(|form| apart_breaks[form] < together[form].1)
}

/// For each pair of kinds what speaks for the first above the second.
fn evidence(events: &[Event], slots: &[usize], kinds: &[Kind]) -> Vec<f32> {
    let count = kinds.len();
    let mut evidence = vec![0f32; count * count];
    let mut over = vec![0u32; count * count];
    let mut begins = vec![false; count * count];
    let mut pairs = vec![0u32; count];
    // Time and value of the last event of each kind; 0 for none.
    let mut last = vec![(0usize, 0u32); count];
    let mut marked: Vec<Option<u8>> = vec![None; count];
    for (at, (event, &slot)) in events.iter().zip(slots).enumerate() {
        let numbered = matches!(event.kind, Kind::Number(..));
        let (seen, value) = last[slot];
        let starts = numbered && event.value == 1 || !numbered && seen == 0;
        if starts && at > 0 && slots[at - 1] != slot {
            evidence[slots[at - 1] * count + slot] += if seen == 0 { START } else { RESTART };
            begins[slots[at - 1] * count + slot] = true;
        }
        if seen > 0 && (!numbered || event.value == value + 1) {
            pairs[slot] += 1;
            for other in (0..count).filter(|other| last[*other].0 > seen) {
                over[slot * count + other] += 1;
            }
        }
        crate::steps::count(count);
        last[slot] = (at + 1, event.value);
        // A heading level that the source marks on all of a kind is evidence; on some it is none.
        let level = marked[slot].get_or_insert(event.heading);
        if *level != event.heading {
            *level = 0;
        }
    }
    for a in 0..count {
        for b in 0..count {
            let share = over[a * count + b] as f32 / pairs[a].max(1) as f32;
            // Headings without numbers always go on, so that says less.
            let looks = |kind: Kind| matches!(kind, Kind::Cue(_));
            evidence[a * count + b] += if looks(kinds[a]) { share / 2.0 } else { share };
            // 2023年主要工作, 一、 二、 三、, 存在问题: numbers begin below a heading, and none goes on behind the next.
            if looks(kinds[a])
                && !looks(kinds[b])
                && begins[a * count + b]
                && pairs[a] > 0
                && pairs[b] > 0
                && over[b * count + a] == 0
            {
                evidence[a * count + b] += WITHIN;
            }
            if let (Some(x), Some(y)) = (marked[a], marked[b])
                && x > 0
                && x < y
            {
                evidence[a * count + b] += MARKED;
            }
        }
    }
    evidence
}

fn stands_above(a: Kind, b: Kind, speaks: f32, against: f32) -> bool {
    if let (Kind::Cue(Cue::Heading(a)), Kind::Cue(Cue::Heading(b))) = (a, b) {
        return a < b;
    }
    // They stand beside the sections of the first level, whatever these are.
    if [a, b].contains(&Kind::Cue(Cue::Frame)) {
        return false;
    }
    match (runs_in(a), runs_in(b)) {
        (true, false) => return false,
        (false, true) => return true,
        _ => {}
    }
    let (x, y) = (custom(a), custom(b));
    let speaks = speaks + if x < y { CUSTOM } else { 0.0 };
    let against = against + if y < x { CUSTOM } else { 0.0 };
    speaks > against || speaks == against && x < y
}

fn runs_in(kind: Kind) -> bool {
    matches!(kind, Kind::Number(form, _) if form.runs_in())
}

/// Depth by custom.
fn custom(kind: Kind) -> u32 {
    match kind {
        Kind::Number(form, _) => 10 + 2 * form as u32,
        Kind::Cue(Cue::Heading(level)) => u32::from(level.min(6)),
        Kind::Cue(Cue::Large) => 7,
        Kind::Cue(Cue::BoldCenter) => 8,
        Kind::Cue(Cue::Center) => 9,
        // Bold and short lines stand below 一、 and above （一） where nothing else is known.
        Kind::Cue(Cue::Bold | Cue::Bracketed) => 11 + 2 * Form::Han as u32,
        Kind::Cue(Cue::Short | Cue::Lone) => 11 + 2 * Form::Han as u32 + 1,
        // Questions hold answers, and bold sentences their paragraph.
        Kind::Cue(Cue::Question | Cue::Lead | Cue::Frame) => 11 + 2 * Form::HanParen as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learn(text: &str) -> Levels {
        let events: Vec<Event> = text
            .split_whitespace()
            .filter_map(|word| {
                let chars: Vec<char> = lantai_text::fold(word).chars().collect();
                let label = crate::number::candidate(&chars)?;
                Some(Event { kind: Kind::Number(label.form, label.variant), value: label.value, heading: 0 })
            })
            .collect();
        Levels::learn(&events)
    }

    fn number(form: Form) -> Kind {
        Kind::Number(form, Variant::Usual)
    }

    #[test]
    fn custom_holds_where_nothing_speaks_against_it() {
        let levels = learn("1. 2. 3. 一、 （一） （二） 1. 2. 二、 （一）");
        assert!(levels.above(number(Form::Han), number(Form::HanParen)));
        assert!(levels.above(number(Form::HanParen), number(Form::Arabic)));
        assert!(levels.above(number(Form::Han), number(Form::Arabic)));
    }

    #[test]
    fn sequences_decide_against_custom() {
        let levels = learn("1. 一、 二、 2. 一、 二、 三、 3. 一、");
        assert!(levels.above(number(Form::Arabic), number(Form::Han)));
        let levels = learn("（一） 1. 2. 3. （二） 4. 5. （三） 6.");
        assert!(levels.above(number(Form::HanParen), number(Form::Arabic)));
    }

    #[test]
    fn variants_are_levels_only_where_they_nest() {
        let nested = learn("1、 1. 2. 2、 1. 2. 3、");
        assert!(nested.above(Kind::Number(Form::Arabic, Variant::Other), number(Form::Arabic)));
        let careless = learn("1、 2. 3、 4.");
        assert_eq!(careless.kinds.len(), 1);
    }
}

//! The clauses of a sentence, with the quantities in them.

use crate::quantity::Quantity;

/// A clause with the quantities in it.
pub struct Clause<'a> {
    /// First character.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// Its quantities.
    pub quantities: &'a [Quantity],
    /// What stands before it.
    pub joint: Joint,
}

/// What stands between a clause and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// The start of a sentence.
    Start,
    /// 、
    List,
    /// ,
    Comma,
    /// ; : or a bracket.
    Break,
}

/// Longest text in brackets that is read as part of the words around it.
const ASIDE: usize = 24;

/// Takes out the quantities that stand in titles: 《妇女发展规划(2021—2030年)》.
pub fn drop_titles(text: &[char], quantities: &mut Vec<Quantity>) {
    if !text.contains(&'《') {
        return;
    }
    let (mut at, mut open) = (0, false);
    quantities.retain(|quantity| {
        for c in &text[at..quantity.start] {
            open = if open { *c != '》' } else { *c == '《' };
        }
        at = quantity.start;
        !open
    });
}

/// The clauses of a text, those without quantities too, as they carry times and aims. What stands in 《》 is a title.
pub fn split<'a>(text: &[char], quantities: &'a [Quantity]) -> Vec<Clause<'a>> {
    let mut splitter = Splitter { clauses: Vec::new(), quantities, taken: 0, start: 0, joint: Joint::Start };
    let (mut next, mut at) = (0, 0);
    while at < text.len() {
        while next < quantities.len() && quantities[next].end <= at {
            next += 1;
        }
        if next < quantities.len() && quantities[next].start <= at {
            at = quantities[next].end;
            continue;
        }
        let joint = match text[at] {
            '。' | '!' | '?' | '\n' => Joint::Start,
            ';' | ':' => Joint::Break,
            ',' => Joint::Comma,
            '、' if splitter.has_quantity(at) => Joint::List,
            '《' => {
                if let Some(close) = text[at..].iter().take(120).position(|c| *c == '》') {
                    at += close;
                }
                at += 1;
                continue;
            }
            '(' => {
                let close = text[at..].iter().take(ASIDE + 2).position(|c| *c == ')');
                let plain = close.is_some_and(|close| !text[at..at + close].iter().any(char::is_ascii_digit));
                if let (true, Some(close)) = (plain, close) {
                    at += close + 1;
                    continue;
                }
                Joint::Break
            }
            ')' => Joint::Break,
            _ => {
                at += 1;
                continue;
            }
        };
        splitter.cut(at, joint);
        at += 1;
    }
    splitter.cut(text.len(), Joint::Start);
    splitter.clauses
}

struct Splitter<'a> {
    clauses: Vec<Clause<'a>>,
    quantities: &'a [Quantity],
    /// Quantities before this one are in clauses.
    taken: usize,
    start: usize,
    joint: Joint,
}

impl Splitter<'_> {
    fn has_quantity(&self, at: usize) -> bool {
        self.quantities.get(self.taken).is_some_and(|quantity| quantity.start >= self.start && quantity.end <= at)
    }

    /// Ends the clause before the mark at `at`, which joins it to the next.
    fn cut(&mut self, at: usize, joint: Joint) {
        let inside = self.quantities[self.taken..].iter().take_while(|quantity| quantity.end <= at).count();
        let quantities = &self.quantities[self.taken..self.taken + inside];
        if at > self.start {
            self.clauses.push(Clause { start: self.start, end: at, quantities, joint: self.joint });
        }
        self.taken += inside;
        self.start = at + 1;
        // An empty clause does not hide the end of a sentence.
        self.joint = joint;
    }
}

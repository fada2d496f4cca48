//! Marks that a wrong conversion leaves where it lost text.

use std::ops::Range;

use crate::repair::Doubt;

/// U+FFFD as it looks after a second wrong reading, by charset, and what empty memory looks like as GBK.
const MARKS: [(&str, usize); 5] = [
    // EF BF BD twice, read as GBK.
    ("锟斤拷", 2),
    ("嚙踝蕭", 3),
    ("ï¿½", 3),
    // CC CC and CD CD, which debuggers fill memory with.
    ("烫烫烫", 3),
    ("屯屯屯", 3),
];

/// A doubt for each run of marks within a range of characters.
pub(super) fn marks(chars: &[char], range: Range<usize>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = chars.get(at..range.end).unwrap_or_default();
        let length = run(rest);
        if length == 0 {
            at += 1;
            continue;
        }
        let shown: String = rest.iter().take(length.min(12)).collect();
        let about = format!("text was lost in a wrong conversion and cannot be restored: {shown}");
        doubts.push(Doubt { start: at, about });
        at += length;
    }
    doubts
}

/// Characters at the start that are marks.
fn run(chars: &[char]) -> usize {
    let replaced = chars.iter().take_while(|c| **c == '\u{FFFD}').count();
    if replaced > 0 {
        return replaced;
    }
    for (mark, least) in MARKS {
        let same = chars.iter().zip(mark.chars().cycle()).take_while(|(c, mark)| *c == mark).count();
        if same >= least {
            return same;
        }
    }
    0
}

//! Repairs of single characters: radicals that stand for ideographs, and characters that nobody sees.

use std::sync::OnceLock;

use super::{Repair, TextEdit};
use crate::table::CharTable;

static RADICALS: OnceLock<CharTable> = OnceLock::new();

/// Radicals (U+2E80–2FD5) that fonts or converters put in the place of ideographs (⼈⼤) become ideographs (人大).
pub fn radicals(text: &str) -> Option<Repair> {
    // U+2E80 is E2 BA 80, U+2FD5 is E2 BF 95.
    let bytes = text.as_bytes();
    let found = |at: usize| bytes.get(at + 1).is_some_and(|next| (0xBA..=0xBF).contains(next));
    memchr::memchr_iter(0xE2, bytes).find(|at| found(*at))?;
    let table = RADICALS.get_or_init(|| CharTable::new(crate::fold::radicals()));
    replace(text, |c| {
        let to = if ('\u{2E80}'..='\u{2FD5}').contains(&c) { table.get(c) } else { c };
        (to != c).then_some(Some(to))
    })
}

/// Zero-width characters, byte order marks, soft hyphens, bidirectional controls and C0/C1 controls are taken out.
pub fn invisible(text: &str) -> Option<Repair> {
    text.chars().find(|c| is_invisible(*c))?;
    replace(text, |c| is_invisible(c).then_some(None))
}

#[inline]
pub(super) fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{AD}' => true,
        '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => true,
        _ => false,
    }
}

/// Replaces (`Some(Some)`) or takes out (`Some(None)`) characters; neighbours share an edit.
fn replace(text: &str, change: impl Fn(char) -> Option<Option<char>>) -> Option<Repair> {
    let mut repair = Repair { text: String::with_capacity(text.len()), ..Repair::default() };
    let mut next = 0;
    for (i, c) in text.chars().enumerate() {
        let Some(to) = change(c) else {
            repair.text.push(c);
            continue;
        };
        if next != i || repair.edits.is_empty() {
            repair.edits.push(TextEdit { start: i, before: String::new(), after: String::new() });
        }
        next = i + 1;
        if let Some(edit) = repair.edits.last_mut() {
            edit.before.push(c);
            edit.after.extend(to);
        }
        repair.text.extend(to);
    }
    repair.noted()
}

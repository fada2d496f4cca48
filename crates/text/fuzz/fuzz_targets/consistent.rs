//! What every repair promises: its edits lead from the text before to the text after.

use lantai_text::repair::Repair;

pub fn check(text: &str, repair: Option<Repair>) {
    let Some(repair) = repair else { return };
    let chars: Vec<char> = text.chars().collect();
    let (mut rebuilt, mut at) = (String::new(), 0);
    for edit in &repair.edits {
        assert!(edit.start >= at, "edits are in order");
        rebuilt.extend(&chars[at..edit.start]);
        at = edit.start + edit.before.chars().count();
        assert_eq!(chars[edit.start..at].iter().collect::<String>(), edit.before);
        rebuilt.push_str(&edit.after);
    }
    rebuilt.extend(&chars[at..]);
    assert_eq!(rebuilt, repair.text);
    assert!(repair.doubts.iter().all(|doubt| doubt.start <= chars.len()));
}

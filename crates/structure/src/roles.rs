//! Roles of a document's top-level sections, by the words of their headings.

use lantai_model::{Genre, Role, Section};

use crate::rules::RULES;

/// Weight up to which a word tells of past work only where the document looks back: 主要工作.
const FAINT: u32 = 2;

/// Gives roles to the children of a document's body.
pub fn assign(body: &mut Section, genre: Genre) {
    for section in &mut body.children {
        section.role = of(&section.heading, genre);
    }
}

/// The role that a heading names: the heaviest word, then the longer, then the first.
fn of(heading: &str, genre: Genre) -> Option<Role> {
    let folded: String = lantai_text::fold(heading).chars().filter(|c| !c.is_whitespace()).take(80).collect();
    RULES
        .roles
        .find(&folded)
        .map(|(at, _, word, (role, weight))| (*weight, word.len(), std::cmp::Reverse(at), *role))
        .max_by_key(|(weight, length, at, _)| (*weight, *length, *at))
        .map(|(weight, .., role)| match (role, genre) {
            (Role::Summary, Genre::KeyPoints | Genre::Plan | Genre::Notice) if weight <= FAINT => Role::Tasks,
            _ => role,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_words() {
        for (heading, role) in [
            ("上半年工作總結", Some(Role::Summary)),
            ("存在的主要問題", Some(Role::Problems)),
            ("下半年工作安排", Some(Role::Plans)),
            ("下一步重点任务", Some(Role::Plans)),
            ("总体要求", Some(Role::Overview)),
            ("主要目标", Some(Role::Goals)),
            ("重点任务", Some(Role::Tasks)),
            ("保障措施", Some(Role::Safeguards)),
            ("有关意见建议", Some(Role::Suggestions)),
            ("党的建设", None),
        ] {
            assert_eq!(of(heading, Genre::Summary), role, "{heading}");
        }
        assert_eq!(of("主要工作", Genre::Summary), Some(Role::Summary));
        assert_eq!(of("主要工作", Genre::KeyPoints), Some(Role::Tasks));
    }
}

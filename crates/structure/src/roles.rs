//! Roles of a document's top-level sections, by the words of their headings.

use lantai_model::{Role, Section};

use crate::rules::RULES;

/// Gives roles to the children of a document's body.
pub fn assign(body: &mut Section) {
    for section in &mut body.children {
        section.role = of(&section.heading);
    }
}

/// The role that a heading names: the heaviest word, then the longer, then the first.
pub fn of(heading: &str) -> Option<Role> {
    let folded: String = lantai_text::fold(heading).chars().filter(|c| !c.is_whitespace()).take(80).collect();
    RULES
        .roles
        .iter()
        .filter_map(|(word, role, weight)| {
            let at = folded.find(word.as_str())?;
            Some((*weight, word.len(), std::cmp::Reverse(at), *role))
        })
        .max_by_key(|(weight, length, at, _)| (*weight, *length, *at))
        .map(|(.., role)| role)
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
            assert_eq!(of(heading), role, "{heading}");
        }
    }
}

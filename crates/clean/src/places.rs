//! What the classes, ids and landmarks of containers say of their role: weak evidence, weighed by the scorer.

use std::collections::HashSet;
use std::sync::OnceLock;

use lantai_model::{Container, Landmark};
use serde::Deserialize;

#[derive(Deserialize)]
struct Lexicon {
    words: HashSet<String>,
    inside: Vec<String>,
}

#[derive(Deserialize)]
struct PlaceFile {
    content: Lexicon,
    furniture: Lexicon,
}

fn lexicons() -> &'static PlaceFile {
    static FILE: OnceLock<PlaceFile> = OnceLock::new();
    // The file is part of the program; a test reads it.
    FILE.get_or_init(|| toml::from_str(include_str!("../rules/places.toml")).expect("rules/places.toml is valid"))
}

impl Lexicon {
    fn speaks_of(&self, words: &str) -> bool {
        words.split(|c: char| !c.is_alphabetic()).any(|word| self.words.contains(word))
            || self.inside.iter().any(|part| words.contains(part.as_str()))
    }
}

/// What a container is by its names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Named as the place of the text.
    pub content: bool,
    /// Named as part of the site: navigation, footer, sharing.
    pub furniture: bool,
}

/// The hint that a container gives by itself.
pub fn hint(container: &Container) -> Hint {
    let lexicons = lexicons();
    let mut hint = match container.landmark {
        Some(Landmark::Main | Landmark::Article) => Hint { content: true, furniture: false },
        Some(Landmark::Navigation | Landmark::ContentInfo | Landmark::Complementary | Landmark::Banner) => {
            Hint { content: false, furniture: true }
        }
        Some(Landmark::Form) | None => Hint::default(),
    };
    // Whole pages lie in body and form; their names say nothing of a part.
    if !container.words.is_empty() && !matches!(&*container.tag, "body" | "form") {
        hint.furniture |= lexicons.furniture.speaks_of(&container.words);
        hint.content |= lexicons.content.speaks_of(&container.words) && !hint.furniture;
    }
    hint
}

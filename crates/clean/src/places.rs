//! What the classes, ids and landmarks of containers say of their role: weak evidence, weighed by the scorer.

use std::sync::OnceLock;

use lantai_model::{Container, Landmark};
use serde::Deserialize;

use crate::lexicon::Lexicon;

#[derive(Deserialize)]
struct Words {
    words: Vec<String>,
    inside: Vec<String>,
}

#[derive(Deserialize)]
struct PlaceFile {
    content: Words,
    furniture: Words,
}

/// The names that speak of one role.
struct Names {
    words: Lexicon,
    inside: Lexicon,
}

/// Names of places of the text, and of furniture.
fn names() -> &'static (Names, Names) {
    static FILE: OnceLock<(Names, Names)> = OnceLock::new();
    let names = |words: Words| Names {
        words: Lexicon::new(words.words.into_iter().map(|word| (word, 0))),
        inside: Lexicon::new(words.inside.into_iter().map(|word| (word, 0))),
    };
    FILE.get_or_init(|| {
        // The file is part of the program; a test reads it.
        let file: PlaceFile = toml::from_str(include_str!("../rules/places.toml")).expect("rules/places.toml is valid");
        (names(file.content), names(file.furniture))
    })
}

impl Names {
    fn speak_of(&self, words: &str) -> bool {
        if words.split(|c: char| !c.is_alphabetic()).any(|word| self.words.whole(word).is_some()) {
            return true;
        }
        let mut found = false;
        self.inside.scan(words, |_, _, _| found = true);
        found
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
    let (content, furniture) = names();
    let mut hint = match container.landmark {
        Some(Landmark::Main | Landmark::Article) => Hint { content: true, furniture: false },
        Some(Landmark::Navigation | Landmark::ContentInfo | Landmark::Complementary | Landmark::Banner) => {
            Hint { content: false, furniture: true }
        }
        Some(Landmark::Form) | None => Hint::default(),
    };
    // Whole pages lie in body and form; their names say nothing of a part.
    if !container.words.is_empty() && !matches!(&*container.tag, "body" | "form") {
        hint.furniture |= furniture.speak_of(&container.words);
        hint.content |= content.speak_of(&container.words) && !hint.furniture;
    }
    hint
}

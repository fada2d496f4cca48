//! Reads what JSON-LD says of the page: headline, dates, author, publisher. Broken JSON gives what can be read of it.

use lantai_model::{Fact, FactKind};

use crate::facts;

/// Properties of schema.org that speak of the document.
const PROPERTIES: [&str; 12] = [
    "headline",
    "alternativeHeadline",
    "title",
    "datePublished",
    "dateModified",
    "dateCreated",
    "upDate",
    "pubDate",
    "author",
    "publisher",
    "articleSection",
    "keywords",
];
/// Objects whose `name` is meant: `"author": {"name": "…"}`.
const NAMED: [&str; 5] = ["author", "publisher", "creator", "sourceOrganization", "provider"];
/// Nesting that is followed.
const MAX_DEPTH: usize = 16;
/// Longest value.
const MAX_VALUE: usize = 600;
/// Facts of one script.
const MAX_FACTS: usize = 32;

/// Adds the properties that a JSON-LD script states.
pub fn of_script(script: &str, facts: &mut Vec<Fact>) {
    // The keys that lead to the current place; an array repeats the key it stands under.
    let mut keys: Vec<&str> = Vec::new();
    let mut key = "";
    let mut rest = script;
    let mut found = 0;
    while let Some(at) = rest.find(['"', '{', '}', '[', ']', ',']) {
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'{' | b'[' if keys.len() < MAX_DEPTH => keys.push(key),
            b'}' | b']' => {
                key = keys.pop().unwrap_or("");
            }
            b'"' => {
                let Some(end) = string_end(rest) else { return };
                let raw = &rest[..end];
                rest = &rest[end + 1..];
                if rest.trim_start().starts_with(':') {
                    key = raw;
                    continue;
                }
                let owner = keys.last().copied().unwrap_or("");
                let name = if key == "name" && NAMED.contains(&owner) { owner } else { key };
                let states = PROPERTIES.contains(&name) || NAMED.contains(&name);
                // A web address names nobody.
                if !states
                    || raw.len() > MAX_VALUE
                    || raw.starts_with("http")
                    || found == MAX_FACTS
                    || key.starts_with('@')
                {
                    continue;
                }
                let fact = Fact { kind: FactKind::Script, name: name.to_owned(), value: facts::unescape(raw) };
                if !fact.value.is_empty() {
                    facts::add(fact, facts);
                    found += 1;
                }
            }
            _ => {}
        }
    }
}

/// The closing quote of a string whose text begins here.
fn string_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
        if at >= bytes.len() {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_and_organs_belong_to_their_role() {
        let mut facts = Vec::new();
        let script = r#"{"@type":"NewsArticle","headline":"云河市\u5de5作要点","image":["https://a/b.png"],"name":"x",
            "author":[{"@type":"Organization","name":"云河市科技局","url":"https://a"}],"datePublished":"2023-08-02T08:34",
            "publisher":{"@type":"Organization","logo":{"name":"标志"},"name":"云河市人民政府"},"keywords":["科技","工业"]}"#;
        of_script(script, &mut facts);
        let read: Vec<_> = facts.iter().map(|fact| (fact.name.as_str(), fact.value.as_str())).collect();
        assert_eq!(
            read,
            [
                ("headline", "云河市工作要点"),
                ("author", "云河市科技局"),
                ("datePublished", "2023-08-02T08:34"),
                ("publisher", "云河市人民政府"),
                ("keywords", "科技"),
                ("keywords", "工业"),
            ]
        );
        for broken in ["{\"author\":\"a", "}}}]\"headline\":\"b\\", "{\"headline\":", &"[".repeat(10_000)] {
            of_script(broken, &mut facts);
        }
    }
}

//! Finds the classes and ids that a page's own style sheet hides: `.x { display: none }`.

use std::collections::BTreeSet;

/// Names of one page; a page with more is read as if it hid nothing more.
const MAX_NAMES: usize = 200;

/// Hidden classes and ids, written `.name` and `#name`.
#[derive(Default)]
pub struct Hidden(BTreeSet<String>);

impl Hidden {
    /// Nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An element of these classes and this id is hidden.
    pub fn holds(&self, class: &str, id: &str) -> bool {
        let known = |sign: char, name: &str| {
            let mut written = String::with_capacity(name.len() + 1);
            written.push(sign);
            written.push_str(name);
            self.0.contains(&written)
        };
        class.split_ascii_whitespace().any(|name| known('.', name)) || !id.is_empty() && known('#', id.trim())
    }

    /// Reads a style sheet. Only rules outside of `@` blocks count, and only selectors that are one class or one id.
    pub fn read(&mut self, sheet: &str) {
        let mut rest = sheet;
        while let Some(open) = rest.find('{') {
            let selectors = rest[..open].rsplit(['}', ';']).next().unwrap_or("");
            let selectors = selectors.rsplit("*/").next().unwrap_or("").trim();
            rest = &rest[open + 1..];
            if selectors.starts_with('@') {
                rest = &rest[block_end(rest)..];
                continue;
            }
            let close = rest.find('}').unwrap_or(rest.len());
            if let Some(hides) = hides(&rest[..close]) {
                for selector in selectors.split(',').map(str::trim).filter(|selector| is_simple(selector)) {
                    if !hides {
                        self.0.remove(selector);
                    } else if self.0.len() < MAX_NAMES {
                        self.0.insert(selector.to_owned());
                    }
                }
            }
            rest = &rest[close..];
        }
    }
}

/// What declarations say about being shown, if they do: the last one counts.
fn hides(declarations: &str) -> Option<bool> {
    let mut display = declarations.split(';').filter_map(|declaration| declaration.split_once(':'));
    let display = display.rfind(|(name, _)| name.trim().eq_ignore_ascii_case("display"))?;
    let value = display.1.trim();
    Some(value.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("none")))
}

fn is_simple(selector: &str) -> bool {
    selector.starts_with(['.', '#'])
        && selector.len() > 1
        && selector[1..].chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The end of an `@` block whose `{` was read.
fn block_end(text: &str) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_rules_hide() {
        let mut hidden = Hidden::default();
        hidden.read(
            "@charset 'utf-8'; /* .no { } */ .a, #b,.c .d, .e:hover { color: red; DISPLAY : none !important } \
             @media print { .f { display: none } } .g{display:none} .g{display:block}\n.h{visibility:hidden} .i{display:none",
        );
        let held: Vec<&str> =
            ["a", "b", "c", "d", "e", "f", "g", "h", "i"].into_iter().filter(|n| hidden.holds(n, n)).collect();
        assert_eq!(held, ["a", "b", "i"]);
        assert!(!hidden.holds("b", "a"));
    }
}

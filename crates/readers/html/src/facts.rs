//! Finds literals in scripts that speak of the page: `var pubdata = '2017-08-11'`, JSON-LD's `"datePublished": "…"`.

use lantai_model::{Fact, FactKind};
use memchr::memmem;

/// Literals longer than this are not metadata.
const MAX_VALUE: usize = 600;
/// Characters of a value.
const MAX_CHARS: usize = 200;
/// Bytes of one script that are looked at.
const MAX_SCRIPT: usize = 65_536;
/// Facts of one page's scripts.
const MAX_FACTS: usize = 64;
/// Facts of one page.
const MAX_ALL: usize = 600;

/// Adds a fact, once.
pub fn add(fact: Fact, facts: &mut Vec<Fact>) {
    if facts.len() < MAX_ALL && !facts.contains(&fact) {
        facts.push(fact);
    }
}

const WORDS: [&str; 6] = ["pub", "date", "title", "source", "author", "headline"];

/// Adds the literals of a script whose names speak of publication, date, title, source or author.
pub fn of_script(script: &str, facts: &mut Vec<Fact>) {
    let script = &script[..script.floor_char_boundary(MAX_SCRIPT.min(script.len()))];
    let bytes = script.as_bytes();
    let mut from = 0;
    let mut found = facts.iter().filter(|fact| fact.kind == FactKind::Script).count();
    while let Some(at) = memchr::memchr3(b'"', b'\'', b'`', &bytes[from..]).map(|at| from + at) {
        let quote = bytes[at];
        let Some(name) = name_before(&bytes[..at]) else {
            from = at + 1;
            continue;
        };
        let Some(end) = literal_end(bytes, at + 1, quote) else {
            from = at + 1;
            continue;
        };
        from = end + 1;
        // Bounds are ASCII quotes and letters, so both slices lie at character boundaries.
        let (Some(name), Some(raw)) = (script.get(name.0..name.1), script.get(at + 1..end)) else { continue };
        let value = unescape(raw);
        let speaks = value.chars().any(char::is_alphanumeric) && !value.contains('<');
        // A template with variables in it is no literal.
        let speaks = speaks && !(quote == b'`' && value.contains("${"));
        if !speaks || value.chars().count() > MAX_CHARS {
            continue;
        }
        let fact = Fact { kind: FactKind::Script, name: name.to_owned(), value };
        if found < MAX_FACTS {
            add(fact, facts);
            found += 1;
        }
    }
}

/// The range of the telling name before a literal: `name =`, `name:`, `"name":`.
fn name_before(bytes: &[u8]) -> Option<(usize, usize)> {
    let blank_end = |to: usize| bytes[..to].iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
    let sign = blank_end(bytes.len());
    if !matches!(bytes.get(sign.checked_sub(1)?)?, b'=' | b':') {
        return None;
    }
    let mut end = blank_end(sign - 1);
    if matches!(bytes.get(end.checked_sub(1)?)?, b'"' | b'\'') {
        end -= 1;
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let start = bytes[..end].iter().rev().take(41).take_while(|byte| is_name(byte)).count();
    let start = end - start;
    let name = &bytes[start..end];
    tells(name).then_some((start, end))
}

/// The name of a variable or a field speaks of publication, date, title, source or author.
pub fn tells(name: &[u8]) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && WORDS.iter().any(|word| name.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes())))
}

/// The fact that a page has further pages, from what its script says: `createPageHTML(3, …)`, `var countPage = 3`.
pub fn pages(script: &str, facts: &mut Vec<Fact>) {
    let bytes = script.as_bytes();
    for at in memmem::find_iter(bytes, b"Page") {
        // One byte more than the longest name has, so that a longer one is not taken for it.
        let from = at - bytes[..at].iter().rev().take(7).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = at + bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (Some(name), Some(rest)) = (script.get(from..end), script.get(end..)) else { continue };
        let sign = match name {
            "createPageHTML" | "createPage" => '(',
            "countPage" | "totalPage" | "totalPages" => '=',
            _ => continue,
        };
        let Some(rest) = rest.trim_start().strip_prefix(sign).map(str::trim_start) else { continue };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(2..=2000) = rest[..digits].parse::<u32>() {
            pagination(&format!("{name}{sign}{}", &rest[..digits]), facts);
        }
    }
}

/// Notes, once a page, that the text goes on elsewhere.
pub fn pagination(value: &str, facts: &mut Vec<Fact>) {
    if !facts.iter().any(|fact| fact.kind == FactKind::Script && fact.name == "pagination") {
        facts.push(Fact { kind: FactKind::Script, name: "pagination".into(), value: value.to_owned() });
    }
}

fn literal_end(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() && at - from <= MAX_VALUE {
        match bytes[at] {
            b'\\' => at += 2,
            b'\n' => return None,
            byte if byte == quote => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// Resolves `\uXXXX` and the one-letter escapes.
pub fn unescape(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let mut chars = rest.chars();
        match chars.next() {
            Some('u') => {
                let code = rest.get(1..5).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    value.push(c);
                    rest = &rest[5..];
                    continue;
                }
            }
            Some('n' | 'r' | 't') => value.push(' '),
            Some(c) => value.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    value.push_str(rest);
    value.trim().to_owned()
}

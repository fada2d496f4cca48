//! What scripts write into the page with `document.write`, as far as it is written in the script itself: literals, also
//! joined with `+`, and literals that `unescape` or `decodeURIComponent` decode.

use memchr::memmem;

/// Functions that decode a literal, and whether they decode UTF-8.
const DECODERS: [(&str, bool); 3] = [("unescape", false), ("decodeURIComponent", true), ("decodeURI", true)];

/// What a script writes for sure, and what it writes in a function or a branch and so perhaps never. All writes make
/// one text, as in a browser. A write that says what the script computes is left out.
pub fn by_script(script: &str) -> (String, String) {
    let bytes = script.as_bytes();
    let (mut surely, mut perhaps) = (String::new(), String::new());
    let mut walked = 0;
    let mut depth = 0i32;
    for at in memmem::find_iter(bytes, b"document.write") {
        if at < walked {
            continue;
        }
        depth += braces(&bytes[walked..at]);
        walked = at;
        let rest = script[at + 14..].trim_start_matches("ln").trim_start();
        let Some(mut rest) = rest.strip_prefix('(') else { continue };
        let mut text = String::new();
        let whole = loop {
            let Some((term, after)) = term(rest.trim_start()) else { break false };
            text.push_str(&term);
            walked = script.len() - after.len();
            let after = after.trim_start();
            match after.strip_prefix(['+', ',']) {
                Some(next) => rest = next,
                None => break after.starts_with(')'),
            }
        };
        if whole {
            if depth <= 0 { &mut surely } else { &mut perhaps }.push_str(&text);
        }
    }
    (surely, perhaps)
}

/// A literal or a decoded literal, and what follows it.
fn term(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
        return literal(&text[1..], quote);
    }
    let (name, utf8) = DECODERS.iter().find(|(name, _)| text.starts_with(name))?;
    let inside = text[name.len()..].trim_start().strip_prefix('(')?.trim_start();
    let quote = inside.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = literal(&inside[1..], quote)?;
    Some((decoded(&value, *utf8)?, after.trim_start().strip_prefix(')')?))
}

/// Resolves `%E4%BA%91` as UTF-8, or `%u4E91` and `%E4` as code points.
fn decoded(value: &str, utf8: bool) -> Option<String> {
    let mut bytes: Vec<u8> = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        let hex =
            |range: std::ops::Range<usize>| rest.get(range).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if utf8 && let Some(byte) = hex(0..2) {
            bytes.push(byte as u8);
            rest = &rest[2..];
        } else if let Some((c, length)) =
            rest.strip_prefix('u').and(hex(1..5)).map(|c| (c, 5)).or_else(|| hex(0..2).map(|c| (c, 2)))
        {
            let mut room = [0; 4];
            bytes.extend_from_slice(char::from_u32(c).unwrap_or('\u{FFFD}').encode_utf8(&mut room).as_bytes());
            rest = &rest[length..];
        } else {
            bytes.push(b'%');
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// Braces opened less braces closed, strings left out.
fn braces(bytes: &[u8]) -> i32 {
    let (mut depth, mut quote, mut escaped) = (0, None, false);
    for byte in bytes {
        match (quote, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            // A literal ends with its line, whatever an apostrophe in a comment seemed to open.
            (Some(open), byte) if byte == open || *byte == b'\n' => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// The literal up to its closing quote, escapes resolved, and what follows it. Templates may have lines, no variables.
fn literal(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let at = rest.find(['\\', '\n', '$', quote])?;
        value.push_str(&rest[..at]);
        let found = rest[at..].chars().next()?;
        rest = &rest[at + 1..];
        match found {
            '\\' => {}
            '$' if quote == '`' && rest.starts_with('{') => return None,
            '\n' if quote != '`' => return None,
            '$' | '\n' => {
                value.push(found);
                continue;
            }
            _ => return Some((value, rest)),
        }
        let escaped = rest.chars().next()?;
        let unit = match escaped {
            'u' => rest.get(1..5),
            'x' => rest.get(1..3),
            _ => None,
        };
        let code = unit.and_then(|digits| Some((u32::from_str_radix(digits, 16).ok()?, digits.len())));
        if let Some((c, length)) = code.and_then(|(code, length)| Some((char::from_u32(code)?, length))) {
            value.push(c);
            rest = &rest[1 + length..];
            continue;
        }
        match escaped {
            'n' | 'r' | 't' | '\n' => value.push(' '),
            c => value.push(c),
        }
        rest = &rest[escaped.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn static_text_in_all_its_spellings() {
        for (script, text) in [
            ("document.write('云河')", "云河"),
            ("document.writeln( \"云\" + '河' , `市\n府` );", "云河市\n府"),
            ("document.write('\\u4e91\\x41\\'\\/');document.write('$1')", "云A'/$1"),
            ("document.write(unescape(\"%u4E91%3Cb%3E\") + '河')", "云<b>河"),
            ("document.write(decodeURIComponent( '%E4%BA%91%' ))", "云%"),
            ("document.write('a' + x + 'b');document.write(`${x}`);document.write(x);document.write('c')", "c"),
            ("document.write(decodeURI('%FF'));document.write('未完", ""),
        ] {
            assert_eq!(by_script(script), (text.to_owned(), String::new()), "{script}");
        }
        assert_eq!(by_script("if (a) { document.write('甲') } document.write('乙')"), ("乙".into(), "甲".into()));
    }
}

//! Options of a plugin: a flat JSON object, read without a JSON library.

use crate::WriteError;

/// The options of an instance. The host has filled in defaults and checked names and types against the schema; a
/// plugin asks for what it knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    entries: Vec<(String, Value)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Text(String),
    /// Numbers, booleans, null, arrays and objects as written.
    Raw(String),
}

impl Options {
    /// Reads a JSON object; the empty string is the empty object.
    ///
    /// # Errors
    /// The text is not a JSON object.
    pub fn parse(json: &str) -> Result<Options, WriteError> {
        let mut scan = Scan { rest: json.trim() };
        let mut entries = Vec::new();
        if scan.rest.is_empty() {
            return Ok(Options::default());
        }
        let object = scan.object(&mut entries);
        if object.is_none() || !scan.rest.trim().is_empty() {
            return Err(WriteError::bad_options("the options are not a JSON object"));
        }
        Ok(Options { entries })
    }

    /// A string option.
    pub fn str(&self, key: &str) -> Option<&str> {
        self.find(key).and_then(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
    }

    /// A boolean option.
    pub fn bool(&self, key: &str) -> Option<bool> {
        self.raw(key)?.parse().ok()
    }

    /// An integer option.
    pub fn int(&self, key: &str) -> Option<i64> {
        self.raw(key)?.parse().ok()
    }

    /// Any option that is not a string, as JSON.
    pub fn raw(&self, key: &str) -> Option<&str> {
        self.find(key).and_then(|value| if let Value::Raw(raw) = value { Some(raw.as_str()) } else { None })
    }

    fn find(&self, key: &str) -> Option<&Value> {
        self.entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn object(&mut self, entries: &mut Vec<(String, Value)>) -> Option<()> {
        self.eat('{')?;
        if self.eat('}').is_some() {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.eat(':')?;
            let value = if self.rest.trim_start().starts_with('"') {
                Value::Text(self.string()?)
            } else {
                Value::Raw(self.raw()?.to_owned())
            };
            entries.push((key, value));
            if self.eat(',').is_none() {
                return self.eat('}');
            }
        }
    }

    fn eat(&mut self, c: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(c)?;
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.eat('"')?;
        let mut out = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = self.rest.get(at + 1..)?;
                    return Some(out);
                }
                '\\' => match chars.next()?.1 {
                    'b' => out.push('\u{8}'),
                    'f' => out.push('\u{c}'),
                    'n' => out.push('\n'),
                    'r' => out.push('\r'),
                    't' => out.push('\t'),
                    'u' => {
                        let first = hex4(&mut chars)?;
                        let code = if (0xD800..0xDC00).contains(&first) {
                            let low =
                                (chars.next()?.1 == '\\' && chars.next()?.1 == 'u').then(|| hex4(&mut chars))??;
                            let low = (0xDC00..0xE000).contains(&low).then(|| low - 0xDC00)?;
                            0x10000 + ((first - 0xD800) << 10) + low
                        } else {
                            first
                        };
                        out.push(char::from_u32(code)?);
                    }
                    other @ ('"' | '\\' | '/') => out.push(other),
                    _ => return None,
                },
                c if c < ' ' => return None,
                c => out.push(c),
            }
        }
        None
    }

    /// A value that is not a string: up to the next comma or bracket that ends it.
    fn raw(&mut self) -> Option<&'a str> {
        let text = self.rest.trim_start();
        let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
        for (at, c) in text.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ if quoted => {}
                '{' | '[' => depth += 1,
                ',' | '}' | ']' if depth == 0 => {
                    let (raw, rest) = text.split_at(at);
                    self.rest = rest;
                    return Some(raw.trim_end()).filter(|raw| !raw.is_empty());
                }
                '}' | ']' => depth -= 1,
                _ => {}
            }
        }
        None
    }
}

fn hex4(chars: &mut std::str::CharIndices<'_>) -> Option<u32> {
    (0..4).try_fold(0, |code, _| Some(code << 4 | chars.next()?.1.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_flat_objects() {
        let json = r#" { "pretty" : false, "名称":"\u4e91\ud83d\ude00\n", "n": -3 , "list":[1,{"a":"}"}], "x":null} "#;
        let options = Options::parse(json).unwrap();
        assert_eq!(options.bool("pretty"), Some(false));
        assert_eq!(options.str("名称"), Some("云😀\n"));
        assert_eq!(options.int("n"), Some(-3));
        assert_eq!(options.raw("list"), Some(r#"[1,{"a":"}"}]"#));
        assert_eq!((options.bool("x"), options.bool("y")), (None, None));
        assert_eq!(Options::parse("").unwrap(), Options::parse("{}").unwrap());
    }

    #[test]
    fn refuses_what_is_no_object() {
        for bad in [
            "[]",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{\"a\":1} x",
            "{\"\\ud800\":1}",
            "null",
            "{\"a\":\"",
            "{a:1}",
        ] {
            assert!(Options::parse(bad).is_err(), "{bad}");
        }
    }
}

//! A flat view of XML for parts that may be hostile: elements by local name, depth counted, entities never expanded.

use std::borrow::Cow;

use memchr::memmem;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Deepest nesting of elements that is followed.
pub(crate) const MAX_DEPTH: u32 = 256;

/// A pull parser over one part. Elements below [`MAX_DEPTH`] are passed over and noted.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// The text that `reader` reads.
    text: &'a str,
    depth: u32,
    /// Something lay too deep.
    pub(crate) too_deep: bool,
    /// The part broke off or is not well-formed.
    pub(crate) broken: bool,
}

/// What the parser met.
pub(crate) enum Node<'a> {
    /// An element begins; every one of them ends, empty elements too.
    Start(Element<'a>),
    /// The innermost open element ends.
    End,
    /// Text, entities resolved.
    Text(Cow<'a, str>),
}

/// The start of an element.
pub(crate) struct Element<'a>(BytesStart<'a>);

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let text = text.trim_start_matches('\u{FEFF}');
        Xml { reader: reader(text), text, depth: 0, too_deep: false, broken: false }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// The next node, or nothing at the end of the part or where it breaks.
    pub(crate) fn next(&mut self) -> Option<Node<'a>> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(_) => {
                    self.broken = true;
                    return None;
                }
            };
            let node = match event {
                Event::Start(start) => {
                    self.depth += 1;
                    Node::Start(Element(start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth >= MAX_DEPTH {
                        continue;
                    }
                    return Some(Node::End);
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(reference) => {
                    let found = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Some(Cow::Owned(c.to_string())),
                        _ => predefined(&reference.into_inner()).map(Cow::Borrowed),
                    };
                    match found {
                        Some(text) => Node::Text(text),
                        // An entity of the part's own DTD: never expanded.
                        None => continue,
                    }
                }
                Event::Eof => {
                    self.broken = self.depth > 0;
                    return None;
                }
                _ => continue,
            };
            if self.depth > MAX_DEPTH {
                self.too_deep = true;
                continue;
            }
            return Some(node);
        }
    }

    /// Passes over the rest of the element that has just begun, with all that lies in it.
    pub(crate) fn skip(&mut self) {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next().is_none() {
                return;
            }
        }
    }

    /// Like [`Xml::skip`], for the element of that qualified name that has just begun and that never holds its like:
    /// leaps to its end tag without parsing what lies between.
    pub(crate) fn leap(&mut self, qualified_name: &str) {
        let position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let (before, rest) = self.text.split_at_checked(position).unwrap_or((self.text, ""));
        // An empty element ends where it begins.
        let tag = (!before.ends_with("/>")).then(|| format!("</{qualified_name}>"));
        let behind = tag.and_then(|tag| rest.get(memmem::find(rest.as_bytes(), tag.as_bytes())? + tag.len()..));
        match behind {
            Some(rest) => {
                self.text = rest;
                self.reader = reader(rest);
                self.depth = self.depth.saturating_sub(1);
            }
            None => self.skip(),
        }
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    // After a leap the ends of outer elements match no start that the parser saw; depth is counted here anyway.
    config.allow_unmatched_ends = true;
    reader
}

impl<'a> Element<'a> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The name as written.
    pub(crate) fn qualified_name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// All attributes by local name, in order; those that are not well-formed are left out.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.flatten().filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            Some((attribute.key.local_name().into_inner(), value))
        })
    }

    /// The attribute of that local name.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(found, _)| *found == name).map(|(_, value)| value)
    }

    /// `w:val`.
    pub(crate) fn val(&self) -> Option<Cow<'_, str>> {
        self.get("val")
    }

    /// `w:val` as a number.
    pub(crate) fn number<N: std::str::FromStr>(&self) -> Option<N> {
        self.val()?.trim().parse().ok()
    }

    /// `w:val` as an on/off property (ECMA-376 part 1, 17.17.4): on unless it says otherwise.
    pub(crate) fn on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "apos" => "'",
        "quot" => "\"",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> (String, bool, bool) {
        let mut parser = Xml::new(xml);
        let mut all = String::new();
        while let Some(node) = parser.next() {
            if let Node::Text(text) = node {
                all.push_str(&text);
            }
        }
        (all, parser.too_deep, parser.broken)
    }

    #[test]
    fn entities_of_a_dtd_are_not_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>1&c;&amp;&#x4E91;</a>";
        assert_eq!(texts(bomb), ("1&云".to_owned(), false, false));
    }

    #[test]
    fn what_lies_too_deep_is_passed_over() {
        let deep = format!("<a>x{}y{}z</a>", "<b>".repeat(300), "</b>".repeat(300));
        assert_eq!(texts(&deep), ("xz".to_owned(), true, false));
    }

    #[test]
    fn a_cut_part_gives_what_it_has() {
        assert_eq!(texts("<a><b>甲</b><b>乙"), ("甲乙".to_owned(), false, true));
    }

    #[test]
    fn a_leap_ends_with_the_element() {
        for inside in ["<b><c>x</c></b>", "<b/>", "<b></b>"] {
            let text = format!("<a>{inside}y<b>z</b></a>");
            let mut parser = Xml::new(&text);
            parser.next();
            parser.next();
            parser.leap("b");
            assert!(matches!(parser.next(), Some(Node::Text(text)) if text == "y"), "{inside}");
            while parser.next().is_some() {}
            assert_eq!((parser.depth(), parser.broken), (0, false));
        }
    }

    #[test]
    fn skip_ends_with_the_element() {
        let mut parser = Xml::new("<a><b><c/>x</b>y</a>");
        parser.next();
        parser.next();
        parser.skip();
        assert!(matches!(parser.next(), Some(Node::Text(text)) if text == "y"));
    }
}

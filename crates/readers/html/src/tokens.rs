//! Cuts a page into tokens for the tree builder, as the tokenizer of the HTML standard does (WHATWG HTML, 13.2.5).
//!
//! The builder is html5ever's, which has a tokenizer of its own; that this stands beside it was weighed:
//!
//! - **Gain.** html5ever compares every attribute of a tag with all before it: 20,000 attributes on one tag cost 1.3
//!   billion instructions, a million would cost 2,500 times that, and no option bounds it. Here no tag costs more than
//!   its length. On report pages of 8 KB the parse takes 0.49 million instructions, with html5ever's tokens 0.84, of 2.9
//!   million for the whole way to Markdown: text and values are shares of one buffer, runs of text are found by byte search,
//!   attributes that nobody reads are dropped, and comments make no tokens.
//! - **Cost.** These four hundred lines, `entity` and `names`, which must follow the standard by themselves.
//! - **Guard.** `same_tree` builds both trees from the same page and compares them node by node: on every corner of the
//!   standard in every surrounding (`tokens_tests`), on random soups of markup, and in the fuzz target `tree`.
//! - **Way back.** The parse knows one thing of this module, `Tokens::next`: should html5ever bound its attributes and
//!   come within a tenth of the speed, its tokenizer goes there and this module goes.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token};
use html5ever::{Attribute, LocalName, QualName, ns};
use memchr::{memchr, memchr3, memmem};

use crate::entity;
use crate::names::{Names, attribute_name};

/// Copies the text of a page into a buffer that tokens share: line ends as `\n`, no byte order mark.
pub fn buffer(text: &str) -> StrTendril {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if memchr(b'\r', text.as_bytes()).is_none() {
        return StrTendril::from_slice(text);
    }
    let mut buffer = StrTendril::with_capacity(u32::try_from(text.len()).unwrap_or(0));
    let mut lines = text.split('\r');
    buffer.push_slice(lines.next().unwrap_or(""));
    for line in lines {
        if !line.starts_with('\n') {
            buffer.push_char('\n');
        }
        buffer.push_slice(line);
    }
    buffer
}

/// How the text at the current place is to be read.
enum State {
    Data,
    /// Up to the end tag of the element that was opened last.
    Raw(RawKind),
    /// A CDATA section up to that place; the tree builder judges its nulls.
    Cdata(usize),
    Plain,
}

/// The tokens of a page.
pub struct Tokens<'s> {
    buffer: &'s StrTendril,
    text: &'s str,
    at: usize,
    state: State,
    /// Name of the start tag that came last.
    last: LocalName,
    names: Names,
    cdata: bool,
}

impl<'s> Tokens<'s> {
    /// The tokens of a text that [`buffer`] made.
    pub fn new(buffer: &'s StrTendril) -> Self {
        let cdata = memmem::find(buffer.as_bytes(), b"<![CDATA[").is_some();
        let names = Names::default();
        Tokens { buffer, text: buffer, at: 0, state: State::Data, last: LocalName::default(), names, cdata }
    }

    /// Bytes that were read.
    pub fn read(&self) -> usize {
        self.at
    }

    /// The name of the start tag that came last.
    pub fn last_name(&self) -> &LocalName {
        &self.last
    }

    /// There are CDATA sections, which count in foreign elements only.
    pub fn has_cdata(&self) -> bool {
        self.cdata
    }

    /// What follows is raw text, up to the end tag of the element that was opened last.
    pub fn raw(&mut self, kind: RawKind) {
        self.state = State::Raw(kind);
    }

    /// All that follows is text.
    pub fn plain(&mut self) {
        self.state = State::Plain;
    }

    /// The next token; `foreign` says that the current element is not of HTML (SVG, MathML).
    pub fn next(&mut self, foreign: bool) -> Option<Token> {
        loop {
            if self.at >= self.text.len() {
                return None;
            }
            let token = match self.state {
                State::Plain => {
                    let from = std::mem::replace(&mut self.at, self.text.len());
                    Some(Token::CharacterTokens(self.raw_text(from, self.at)))
                }
                State::Raw(kind) => self.raw_token(kind),
                State::Cdata(end) => self.cdata_token(end),
                State::Data => match self.text.as_bytes()[self.at] {
                    b'<' => match self.markup(foreign) {
                        Markup::Text => Some(self.text_run(1)),
                        Markup::Nothing => None,
                        Markup::Token(token) => Some(token),
                    },
                    0 => {
                        self.at += 1;
                        Some(Token::NullCharacterToken)
                    }
                    _ => Some(self.text_run(0)),
                },
            };
            if token.is_some() {
                return token;
            }
        }
    }

    fn share(&self, from: usize, to: usize) -> StrTendril {
        self.buffer.subtendril(from as u32, (to - from) as u32)
    }

    /// Raw text, nulls replaced.
    fn raw_text(&self, from: usize, to: usize) -> StrTendril {
        if memchr(0, &self.text.as_bytes()[from..to]).is_none() {
            return self.share(from, to);
        }
        StrTendril::from(self.text[from..to].replace('\0', "\u{FFFD}").as_str())
    }

    /// Text up to the next tag, references resolved; its first `known` bytes are text whatever they are.
    fn text_run(&mut self, known: usize) -> Token {
        let bytes = self.text.as_bytes();
        let mut from = self.at;
        let mut look = self.at + known;
        let mut built: Option<StrTendril> = None;
        let end = loop {
            let Some(at) = memchr3(b'<', b'&', 0, &bytes[look..]).map(|at| look + at) else { break bytes.len() };
            match bytes[at] {
                b'<' if !opens_markup(bytes, at) => look = at + 1,
                b'&' => match entity::read(self.text, at + 1, false) {
                    Some(found) => {
                        let text = built.get_or_insert_default();
                        text.push_slice(&self.text[from..at]);
                        found.push_to(text);
                        (from, look) = (found.end, found.end);
                    }
                    None => look = at + 1,
                },
                _ => break at,
            }
        };
        self.at = end;
        Token::CharacterTokens(match built {
            Some(mut text) => {
                text.push_slice(&self.text[from..end]);
                text
            }
            None => self.share(from, end),
        })
    }

    fn raw_token(&mut self, kind: RawKind) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let end = match kind {
            RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => script_end(bytes, self.at),
            RawKind::Rcdata | RawKind::Rawtext => end_tag(bytes, self.at, self.last.as_bytes()),
        };
        self.state = State::Data;
        let from = std::mem::replace(&mut self.at, end);
        if from == end {
            return None;
        }
        if !matches!(kind, RawKind::Rcdata) || memchr(b'&', &bytes[from..end]).is_none() {
            return Some(Token::CharacterTokens(self.raw_text(from, end)));
        }
        Some(Token::CharacterTokens(self.resolved(from, end, false)))
    }

    /// Text or a null of a CDATA section.
    fn cdata_token(&mut self, end: usize) -> Option<Token> {
        let bytes = &self.text.as_bytes()[..end];
        let from = self.at;
        match bytes.get(from) {
            None => {
                self.state = State::Data;
                self.skip_to(end + 3);
                None
            }
            Some(0) => {
                self.at += 1;
                Some(Token::NullCharacterToken)
            }
            Some(_) => {
                self.at = memchr(0, &bytes[from..]).map_or(end, |length| from + length);
                Some(Token::CharacterTokens(self.share(from, self.at)))
            }
        }
    }

    /// A stretch with its references resolved and its nulls replaced.
    fn resolved(&self, from: usize, end: usize, in_attribute: bool) -> StrTendril {
        let bytes = &self.text.as_bytes()[..end];
        let mut text = StrTendril::new();
        let (mut from, mut look) = (from, from);
        while let Some(at) = memchr::memchr2(b'&', 0, &bytes[look..]).map(|at| look + at) {
            look = at + 1;
            if bytes[at] == 0 {
                text.push_slice(&self.text[from..at]);
                text.push_char('\u{FFFD}');
                from = look;
            } else if let Some(found) = entity::read(&self.text[..end], at + 1, in_attribute) {
                text.push_slice(&self.text[from..at]);
                found.push_to(&mut text);
                (from, look) = (found.end, found.end);
            }
        }
        text.push_slice(&self.text[from..end]);
        text
    }

    /// What begins at a `<`.
    fn markup(&mut self, foreign: bool) -> Markup {
        let bytes = self.text.as_bytes();
        let at = self.at;
        match bytes.get(at + 1) {
            Some(b'!') => self.declaration(foreign),
            Some(b'/') => match bytes.get(at + 2) {
                Some(byte) if byte.is_ascii_alphabetic() => self.tag(TagKind::EndTag, at + 2),
                Some(b'>') => self.skip_to(at + 3),
                Some(_) => self.bogus(at + 2),
                None => Markup::Text,
            },
            Some(b'?') => self.bogus(at + 1),
            Some(byte) if byte.is_ascii_alphabetic() => self.tag(TagKind::StartTag, at + 1),
            _ => Markup::Text,
        }
    }

    fn skip_to(&mut self, end: usize) -> Markup {
        self.at = end.min(self.text.len());
        Markup::Nothing
    }

    /// A comment that only ends at `>`.
    fn bogus(&mut self, from: usize) -> Markup {
        let end = memchr(b'>', &self.text.as_bytes()[from..]).map_or(self.text.len(), |at| from + at + 1);
        self.skip_to(end)
    }

    fn declaration(&mut self, foreign: bool) -> Markup {
        let bytes = self.text.as_bytes();
        let from = self.at + 2;
        let rest = &bytes[from..];
        if rest.starts_with(b"--") {
            let end = comment_end(bytes, from + 2);
            return self.skip_to(end);
        }
        if foreign && rest.starts_with(b"[CDATA[") {
            let from = from + 7;
            let end = memmem::find(&bytes[from..], b"]]>").map_or(bytes.len(), |at| from + at);
            self.state = State::Cdata(end);
            return self.skip_to(from);
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            let end = memchr(b'>', rest).map_or(bytes.len(), |at| from + at + 1);
            self.at = end;
            return Markup::Token(Token::DoctypeToken(doctype(&self.text[from + 7..end])));
        }
        self.bogus(from)
    }

    /// A tag whose name begins at `from`. A tag that the page's end cuts off is nothing.
    fn tag(&mut self, kind: TagKind, from: usize) -> Markup {
        let bytes = self.text.as_bytes();
        let length = bytes[from..].iter().position(|byte| ends_name(*byte));
        let Some(mut at) = length.map(|length| from + length) else { return self.skip_to(bytes.len()) };
        let name = self.names.get(&self.text[from..at]);
        let mut attrs = Vec::new();
        let mut self_closing = false;
        loop {
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            match bytes.get(at) {
                None => return self.skip_to(bytes.len()),
                Some(b'>') => break,
                Some(b'/') => {
                    at += 1;
                    self_closing = bytes.get(at) == Some(&b'>');
                }
                Some(_) => match self.attribute(at, &mut attrs, kind) {
                    Some(end) => at = end,
                    None => return self.skip_to(bytes.len()),
                },
            }
        }
        self.at = at + 1;
        if kind == TagKind::StartTag {
            self.last = name.clone();
        }
        Markup::Token(Token::TagToken(Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false }))
    }

    /// Reads one attribute and returns its end; `None` where the page ends in it.
    fn attribute(&self, from: usize, attrs: &mut Vec<Attribute>, kind: TagKind) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // A `=` in the first place belongs to the name.
        let length = bytes[from + 1..].iter().position(|byte| ends_name(*byte) || *byte == b'=')?;
        let name_end = from + 1 + length;
        let mut at = name_end;
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let (mut value, mut end) = ((at, at), name_end);
        if bytes.get(at)? == &b'=' {
            at += 1;
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            match bytes.get(at)? {
                quote @ (b'"' | b'\'') => {
                    let close = memchr(*quote, &bytes[at + 1..])? + at + 1;
                    (value, end) = ((at + 1, close), close + 1);
                }
                b'>' => (value, end) = ((at, at), at),
                _ => {
                    let length = bytes[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                    (value, end) = ((at, at + length), at + length);
                }
            }
        }
        if kind == TagKind::StartTag
            && let Some(local) = attribute_name(&bytes[from..name_end])
            && !attrs.iter().any(|known: &Attribute| known.name.local == local)
        {
            let (from, to) = value;
            let plain = memchr::memchr2(b'&', 0, &bytes[from..to]).is_none();
            let value = if plain { self.share(from, to) } else { self.resolved(from, to, true) };
            if attrs.len() == attrs.capacity() {
                // Most tags have one or two.
                attrs.reserve_exact(1);
            }
            attrs.push(Attribute { name: QualName::new(None, ns!(), local), value });
        }
        Some(end)
    }
}

enum Markup {
    Token(Token),
    /// A comment, a broken tag.
    Nothing,
    /// The `<` is text.
    Text,
}

fn ends_name(byte: u8) -> bool {
    matches!(byte, b'>' | b'/' | b' ' | b'\n' | b'\t' | 0x0C | b'\r')
}

/// A `<` begins a tag, a comment or a declaration.
fn opens_markup(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => at + 2 < bytes.len(),
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

/// The end of a comment whose text begins at `from`.
fn comment_end(bytes: &[u8], from: usize) -> usize {
    if bytes[from..].starts_with(b">") {
        return from + 1;
    }
    if bytes[from..].starts_with(b"->") {
        return from + 2;
    }
    let mut look = from;
    while let Some(at) = memmem::find(&bytes[look..], b"--").map(|at| look + at + 2) {
        // `--->` ends it too: further dashes stand before the `>`.
        look = at + bytes[at..].iter().take_while(|byte| **byte == b'-').count();
        match bytes.get(look) {
            Some(b'>') => return look + 1,
            Some(b'!') if bytes.get(look + 1) == Some(&b'>') => return look + 2,
            _ => {}
        }
    }
    bytes.len()
}

/// `name` stands at `at` and is followed by what ends a tag name.
fn is_name(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    bytes.get(at..at + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
        && bytes.get(at + name.len()).is_some_and(|byte| ends_name(*byte))
}

/// Where the end tag of that name begins, or the end of the text.
fn end_tag(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    memmem::find_iter(&bytes[from..], b"</")
        .map(|at| from + at)
        .find(|at| is_name(bytes, at + 2, name))
        .unwrap_or(bytes.len())
}

/// Where the end tag of a script begins. A script inside a comment inside the script hides an end tag.
fn script_end(bytes: &[u8], from: usize) -> usize {
    let (mut escaped, mut double) = (false, false);
    let mut look = from;
    while let Some(at) = memchr::memchr2(b'<', b'-', &bytes[look..]).map(|at| look + at) {
        look = at + 1;
        if bytes[at] == b'-' {
            if escaped && bytes[at..].starts_with(b"-->") {
                (escaped, double) = (false, false);
            }
        } else if bytes[at..].starts_with(b"<!--") && !escaped {
            escaped = true;
            // The dashes may be those of `-->`.
            look = at + 2;
        } else if is_name(bytes, at + 2, b"script") && bytes[at + 1] == b'/' {
            if !double {
                return at;
            }
            double = false;
        } else if escaped && is_name(bytes, at + 1, b"script") {
            double = true;
        }
    }
    bytes.len()
}

/// A document type from what stands behind its keyword: name and identifiers decide the quirks mode.
fn doctype(rest: &str) -> Doctype {
    let rest = rest.strip_suffix('>').unwrap_or(rest).trim();
    let (name, rest) = rest.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((rest, ""));
    let rest = rest.trim_start();
    let keyword = rest.get(..6).unwrap_or("");
    let mut quoted = rest.get(6..).unwrap_or("").split(['"', '\'']).skip(1).step_by(2).map(StrTendril::from);
    let (public_id, system_id) = if keyword.eq_ignore_ascii_case("public") {
        (quoted.next(), quoted.next())
    } else if keyword.eq_ignore_ascii_case("system") {
        (None, quoted.next())
    } else {
        (None, None)
    };
    let known = |id: &Option<StrTendril>| id.is_some();
    let force_quirks = name.is_empty() || !keyword.is_empty() && !known(&public_id) && !known(&system_id);
    Doctype { name: Some(StrTendril::from(name.to_ascii_lowercase().as_str())), public_id, system_id, force_quirks }
}

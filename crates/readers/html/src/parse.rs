//! The guarded parse. html5ever takes quadratic time on deep nesting and can multiply formatting elements, so the text
//! is fed in pieces and the growing tree is watched; past a limit only the text of the rest is kept.

use std::cell::RefCell;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use scraper::{Html, HtmlTreeSink, Node};

use crate::element::{self, Kind};

/// Bytes between two looks at the tree.
const PIECE: usize = 4096;
/// Nesting of elements that is still built into a tree.
const MAX_DEPTH: usize = 512;
/// Nodes of a tree, whatever the length of the page.
const MAX_NODES: usize = 2_000_000;

/// A parsed page.
pub struct Parsed {
    /// The tree, up to the limit.
    pub html: Html,
    /// Where and why the tree ends early.
    pub stop: Option<Stop>,
}

/// A limit that was hit, and the text behind it.
pub struct Stop {
    /// Name of the limit.
    pub rule: &'static str,
    /// What happened, for people.
    pub about: String,
    /// Lines of text of the rest of the page.
    pub rest: Vec<String>,
}

/// Parses a page.
pub fn parse(text: &str) -> Parsed {
    let mut parser =
        html5ever::parse_document(HtmlTreeSink::new(Html::new_document()), html5ever::ParseOpts::default());
    let mut fed = 0;
    let mut rule = None;
    while fed < text.len() {
        let end = piece_end(text, fed);
        parser.process(StrTendril::from(&text[fed..end]));
        fed = end;
        let tree = &parser.tokenizer.sink.sink.0.borrow().tree;
        let nodes = tree.values().len();
        if nodes > (2000 + fed / 2).min(MAX_NODES) {
            rule = Some("html_nodes");
        } else if tree.nodes().next_back().is_some_and(|last| last.ancestors().nth(MAX_DEPTH).is_some()) {
            rule = Some("html_depth");
        }
        if rule.is_some() {
            break;
        }
    }
    let raw = rule.and_then(|_| open_raw_text(&parser.tokenizer.sink.sink.0.borrow()));
    let html = parser.finish();
    let stop = rule.filter(|_| fed < text.len()).map(|rule| Stop {
        rule,
        about: format!("the page nests or repeats elements beyond reason; after byte {fed} only its text was kept"),
        rest: text_lines(&text[fed..], raw),
    });
    Parsed { html, stop }
}

/// The end of the piece that starts at `from`: behind a `>` where there is one, always at a character boundary.
fn piece_end(text: &str, from: usize) -> usize {
    let end = text.floor_char_boundary((from + PIECE).min(text.len()));
    if end == text.len() {
        return end;
    }
    match memchr::memrchr(b'>', &text.as_bytes()[from..end]) {
        Some(at) => from + at + 1,
        None => end,
    }
}

/// The raw text element (script, style) that the parser stands in, if it stands in one.
fn open_raw_text(html: &Html) -> Option<(RawKind, &'static str)> {
    let last = html.tree.nodes().next_back()?;
    let element = match last.value() {
        Node::Text(_) => last.parent()?.value().as_element()?,
        Node::Element(element) => element,
        _ => return None,
    };
    match element.name() {
        "script" => Some((RawKind::ScriptData, "script")),
        "style" => Some((RawKind::Rawtext, "style")),
        _ => None,
    }
}

/// The text of markup by lines, without building a tree.
fn text_lines(markup: &str, raw: Option<(RawKind, &'static str)>) -> Vec<String> {
    let sink = Lines::default();
    if raw.is_some() {
        sink.0.borrow_mut().skipping = true;
    }
    let options = TokenizerOpts {
        initial_state: raw.map(|(kind, _)| State::RawData(kind)),
        last_start_tag_name: raw.map(|(_, name)| name.to_owned()),
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(sink, options);
    let input = BufferQueue::default();
    let mut fed = 0;
    while fed < markup.len() {
        let end = markup.ceil_char_boundary((fed + 65_536).min(markup.len()));
        input.push_back(StrTendril::from(&markup[fed..end]));
        fed = end;
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.0.into_inner();
    state.end_line();
    state.lines
}

#[derive(Default)]
struct Lines(RefCell<LineState>);

#[derive(Default)]
struct LineState {
    line: String,
    lines: Vec<String>,
    skipping: bool,
}

impl LineState {
    fn end_line(&mut self) {
        let mut line = String::with_capacity(self.line.len());
        for word in self.line.split_ascii_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line.clear();
        let line = line.trim();
        if !line.is_empty() {
            self.lines.push(line.to_owned());
        }
    }
}

impl TokenSink for Lines {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if !state.skipping => state.line.push_str(&text),
            Token::TagToken(Tag { kind, name, .. }) => {
                let means = element::kind(&name);
                if means != Kind::Inline {
                    state.end_line();
                }
                if matches!(means, Kind::Skip | Kind::Script | Kind::Title) {
                    state.skipping = kind == TagKind::StartTag;
                    if kind == TagKind::StartTag {
                        return match &*name {
                            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                            "style" | "noscript" | "iframe" | "noembed" | "noframes" => {
                                TokenSinkResult::RawData(RawKind::Rawtext)
                            }
                            "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                            _ => TokenSinkResult::Continue,
                        };
                    }
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

//! The guarded parse. Tree building takes quadratic time on deep nesting and can multiply formatting elements, so the
//! growing tree is watched; past a limit only the text of the rest is kept.

use html5ever::local_name;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use scraper::{Html, HtmlTreeSink};

use crate::element::{self, Kind};
use crate::tokens::Tokens;

/// Tokens between two looks at the tree.
const STEP: usize = 64;
/// Nesting of elements that is still built into a tree.
const MAX_DEPTH: usize = 512;
/// Nodes of a tree, whatever the length of the page.
const MAX_NODES: usize = 2_000_000;
/// Tree building may look at every open element for every token: tokens times depth, for each byte of the page.
const MAX_WORK: usize = 16;

/// A parsed page.
pub struct Parsed {
    /// The tree, up to the limit.
    pub html: Html,
    /// Where and why the tree ends early.
    pub stop: Option<Stop>,
    /// Some element holds markup as raw text: `noscript`, `iframe`, `noframes`.
    pub raw: bool,
    /// Open elements that tree building may have looked at, all tokens together.
    #[cfg(test)]
    pub work: usize,
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

/// Parses a page from the buffer that [`crate::tokens::buffer`] made of it. White space between cells is left out.
pub fn parse(buffer: &StrTendril) -> Parsed {
    build(buffer, Some(Cells::default()))
}

/// Parses a page; with `cells`, white space between cells of tables is left out.
pub fn build(buffer: &StrTendril, mut cells: Option<Cells>) -> Parsed {
    let sink = HtmlTreeSink::new(Html::new_document());
    let builder = TreeBuilder::new(sink, TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() });
    let mut tokens = Tokens::new(buffer);
    let mut rule = None;
    let (mut steps, mut work) = (0usize, 0usize);
    let mut raw = false;
    loop {
        let foreign = tokens.has_cdata() && builder.adjusted_current_node_present_but_not_in_html_namespace();
        let Some(token) = tokens.next(foreign) else { break };
        if cells.as_mut().is_some_and(|cells| cells.between(&token)) {
            continue;
        }
        match builder.process_token(token, 1) {
            TokenSinkResult::RawData(kind) => {
                raw |= matches!(kind, RawKind::Rawtext) && *tokens.last_name() != local_name!("style");
                tokens.raw(kind);
            }
            TokenSinkResult::Plaintext => tokens.plain(),
            _ => {}
        }
        steps += 1;
        if steps.is_multiple_of(STEP) {
            let tree = &builder.sink.0.borrow().tree;
            let depth = tree.nodes().next_back().map_or(0, |last| last.ancestors().take(MAX_DEPTH + 1).count());
            work += depth * STEP;
            let read = tokens.read();
            rule = if tree.values().len() > (2000 + read / 2).min(MAX_NODES) {
                Some("html_nodes")
            } else if depth > MAX_DEPTH {
                Some("html_depth")
            } else if work > (1 << 24) + read * MAX_WORK {
                Some("html_work")
            } else {
                None
            };
            if rule.is_some() {
                break;
            }
        }
    }
    let stop = rule.map(|rule| Stop {
        rule,
        about: format!(
            "the page nests or repeats elements beyond reason; after byte {} only its text was kept",
            tokens.read()
        ),
        rest: text_lines(&mut tokens),
    });
    let _ = builder.process_token(Token::EOFToken, 1);
    builder.end();
    Parsed {
        html: builder.sink.finish(),
        stop: stop.filter(|stop| !stop.rest.is_empty()),
        raw,
        #[cfg(test)]
        work,
    }
}

/// Knows where in tables no cell's text can stand. Half the nodes of a table would be white space that nobody looks at.
#[derive(Default)]
pub struct Cells {
    /// For each open table whether one of its cells, or its caption, is open.
    tables: Vec<bool>,
    between: bool,
}

impl Cells {
    /// The token is white space between cells.
    fn between(&mut self, token: &Token) -> bool {
        match token {
            Token::TagToken(tag) => self.between = self.leads_between(tag),
            Token::CharacterTokens(text) if self.between && text.bytes().all(|byte| byte.is_ascii_whitespace()) => {
                return true;
            }
            _ => self.between = false,
        }
        false
    }

    /// Behind this tag no cell's text stands.
    fn leads_between(&mut self, tag: &Tag) -> bool {
        let opens = tag.kind == TagKind::StartTag;
        match tag.name {
            local_name!("table") if opens => {
                // A table between the cells of another one ends that.
                if self.tables.last() == Some(&false) {
                    self.tables.pop();
                }
                self.tables.push(false);
                true
            }
            local_name!("table") => {
                self.tables.pop();
                false
            }
            local_name!("td") | local_name!("th") | local_name!("caption") => {
                let Some(inside) = self.tables.last_mut() else { return false };
                let was = std::mem::replace(inside, opens);
                was && !opens && tag.name != local_name!("caption")
            }
            local_name!("tr") | local_name!("tbody") | local_name!("thead") | local_name!("tfoot") => {
                let Some(inside) = self.tables.last_mut() else { return false };
                *inside = false;
                true
            }
            _ => false,
        }
    }
}

/// The text of the remaining tokens by lines, without building a tree.
fn text_lines(tokens: &mut Tokens<'_>) -> Vec<String> {
    let mut state = LineState::default();
    while let Some(token) = tokens.next(false) {
        match token {
            Token::CharacterTokens(text) if !state.skipping => state.line.push_str(&text),
            Token::TagToken(Tag { kind, name, .. }) => {
                let means = element::kind(&name);
                if means != Kind::Inline {
                    state.end_line();
                }
                if !matches!(means, Kind::Skip | Kind::Script | Kind::Style | Kind::Title) {
                    continue;
                }
                state.skipping = kind == TagKind::StartTag;
                if kind == TagKind::StartTag {
                    match &*name {
                        "script" => tokens.raw(RawKind::ScriptData),
                        "style" | "noembed" => tokens.raw(RawKind::Rawtext),
                        "title" => tokens.raw(RawKind::Rcdata),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    state.end_line();
    state.lines
}

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

//! Compares the tree that our tokens build with html5ever's own: for tests, and for the fuzz target `tree`.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{QualName, TokenizerResult, ns};
use scraper::{Html, HtmlTreeSink, Node};

/// Elements, their attributes and text in order.
fn outline(html: &Html, blanks: bool) -> String {
    let mut out = String::new();
    let mut text = String::new();
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(run) if opens => text.push_str(run),
            Node::Element(element) => {
                write_text(&mut out, &mut text, blanks);
                if !opens {
                    out.push_str("/\n");
                    continue;
                }
                out.push_str(element.name());
                if element.name.ns != ns!(html) {
                    out.push_str(" foreign");
                }
                for (name, value) in &element.attrs {
                    out.push_str(&format!(" {}={:?}", name.local, &**value));
                }
                out.push('\n');
            }
            _ => {}
        }
    }
    write_text(&mut out, &mut text, blanks);
    out
}

fn write_text(out: &mut String, text: &mut String, blanks: bool) {
    if !blanks {
        text.retain(|c| !c.is_ascii_whitespace());
    }
    if !text.is_empty() {
        out.push_str(&format!("{text:?}\n"));
    }
    text.clear();
}

/// The tree builder behind html5ever's own tokenizer, told what ours tells it: no comments (a comment cuts a text in two),
/// and of attributes those that are kept (formatting elements are the same when their attributes are).
struct Filter(TreeBuilder<ego_tree::NodeId, HtmlTreeSink>);

impl TokenSink for Filter {
    type Handle = ego_tree::NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        let token = match token {
            Token::CommentToken(_) => return TokenSinkResult::Continue,
            Token::TagToken(mut tag) => {
                let kept = |name: &QualName| crate::names::attribute_name(name.local.as_bytes()).is_some();
                tag.attrs.retain(|attribute| tag.kind == TagKind::StartTag && kept(&attribute.name));
                Token::TagToken(tag)
            }
            token => token,
        };
        self.0.process_token(token, line)
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The tree of html5ever's own tokens.
fn reference(page: &str) -> Html {
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Filter(builder), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.sink.finish()
}

/// Fails where the two trees differ, limits aside: in any character where all white space is kept, and in anything but
/// ASCII white space where the parse leaves it out between cells.
pub fn check(page: &str) {
    let buffer = crate::tokens::buffer(page);
    let theirs = reference(page);
    for (ours, blanks) in [(crate::parse::build(&buffer, None), true), (crate::parse::parse(&buffer), false)] {
        if ours.stop.is_none() {
            assert_eq!(outline(&ours.html, blanks), outline(&theirs, blanks), "{page:?}");
        }
    }
}

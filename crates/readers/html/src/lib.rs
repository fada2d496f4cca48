//! Reads HTML into a Flow: one guarded parse, one iterative walk, every visible text in reading order.
//!
//! `parse` builds the tree from `tokens` (with `entity`, `names`) and stops it where a hostile page would make it explode;
//! `islands` adds what stands in scripts and frames as raw text (`written`: `document.write`); `tables` tells data tables
//! from layout. `walk` turns the tree into items with the help of `element` (what an element means), `frame` (an open
//! one), `styles` (what style sheets hide), `paragraph` (white space and marks), `path` (addresses), `grid` and `spans`
//! (cells), `leaf` (pictures, metas, targets), `number` (ordered lists) and `pager` (links to further pages); `write`
//! collects them. `facts` and `jsonld` find what scripts say about the page.

mod element;
mod entity;
mod facts;
mod frame;
mod grid;
#[cfg(test)]
mod hostile_tests;
mod islands;
mod jsonld;
mod leaf;
#[cfg(test)]
mod more_tests;
mod names;
mod number;
mod pager;
mod paragraph;
mod parse;
mod path;
#[cfg(test)]
mod same_tree;
#[cfg(test)]
mod shown_tests;
mod spans;
mod styles;
#[cfg(test)]
mod table_tests;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
#[cfg(test)]
mod tokens_tests;
mod visible;
mod walk;
mod write;
mod written;

use html5ever::tendril::StrTendril;
use lantai_model::{Block, Cues, ErrorKind, Item, Paragraph, Place, ReadError, Reading, Remark, Span};

/// Bytes of a page; the buffer that tokens share counts in 32 bits.
const MAX_TEXT: usize = 1 << 30;

/// Reads a decoded HTML page (or a fragment of one).
///
/// Navigation, footers and all other visible text are part of the flow; hidden text carries `cues.hidden`.
/// A page that nests deeper than 512 elements or grows out of proportion is read as far as that is safe; of the rest
/// only the text is kept, and a `Limited` remark says so.
///
/// # Errors
/// [`ErrorKind::Empty`] for a text that is blank, [`ErrorKind::Limit`] for one beyond 1 GiB.
pub fn read(text: &str) -> Result<Reading, ReadError> {
    check(text)?;
    Ok(read_buffer(tokens::buffer(text)))
}

/// As [`read`], for those who need the text no longer: its room is free before the tree takes more.
///
/// # Errors
/// As [`read`].
pub fn read_owned(text: String) -> Result<Reading, ReadError> {
    check(&text)?;
    let buffer = tokens::buffer(&text);
    drop(text);
    Ok(read_buffer(buffer))
}

fn check(text: &str) -> Result<(), ReadError> {
    if text.trim_start().is_empty() {
        return Err(ReadError::new(ErrorKind::Empty, "the page is empty", "check where the file came from"));
    }
    if text.len() > MAX_TEXT {
        return Err(ReadError::new(ErrorKind::Limit, "the page is larger than 1 GiB", "split it"));
    }
    Ok(())
}

fn read_buffer(buffer: StrTendril) -> Reading {
    let mut parsed = parse::parse(&buffer);
    let mut stops = Vec::from_iter(parsed.stop);
    stops.extend(islands::grow(&mut parsed.html, &buffer, parsed.raw));
    let (mut flow, mut remarks) = walk::walk(&parsed.html);
    // Nothing that follows needs the tree.
    drop((parsed.html, buffer));
    for stop in stops {
        let at = Span::from(Place::Element("/html/body".into()));
        remarks.push(Remark::limited(stop.rule, stop.about, at.clone()));
        for line in stop.rest {
            let block = Block::Paragraph(Paragraph::plain(line));
            flow.items.push(Item { block, cues: Cues::default(), at: at.clone() });
        }
    }
    if flow.items.is_empty() {
        remarks.push(Remark::limited(
            "no_text",
            "the page shows no text; it may need a browser to fill it",
            Span::default(),
        ));
    }
    Reading { flow, remarks }
}

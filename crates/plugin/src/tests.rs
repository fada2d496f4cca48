//! Tests of the document buffer: what is built is read back, and no bytes whatever make a reader fail.

use crate::*;

fn sample() -> Buffer {
    let mut b = DocBuilder::new();
    b.open(kind::DOC).text("云河市工作总结").attr("genre", "summary").attr("schema", "x");
    b.open(kind::META).attr("title", "云河市工作总结").attr_as("电话", "1", AttrType::Str, attr_flag::OTHER);
    b.open(kind::FIELD).flags(flag::ASIDE).attr("name", "title").attr("label", "").close().close();
    b.open(kind::SECTION);
    b.open(kind::SECTION).level(1).labelled("一、", "总体要求").attr_as("number.value", "1", AttrType::Int, 0);
    b.open(kind::PARA).text("加强领导，压实责任。").source(3, Some(9));
    b.open_span(6, 12).attr("kind", "strong").close().close();
    b.close().close().close();
    b.finish()
}

#[test]
fn what_is_built_is_read_back() {
    let buffer = sample();
    let again = Buffer::from_bytes(buffer.as_bytes());
    assert!(buffer.is_sound() && !again.is_sound());
    assert_eq!(buffer.as_bytes().as_ptr().align_offset(8), 0);
    let doc = again.view().unwrap();
    assert_eq!(doc.len(), 7);
    assert_eq!(doc.meta().title(), Some("云河市工作总结"));
    assert_eq!((doc.meta().get("电话"), doc.meta().other().count(), doc.meta().fields().count()), (None, 1, 1));
    let section = doc.node(4);
    assert_eq!((section.label(), section.body(), section.text()), ("一、", "总体要求", "一、总体要求"));
    assert_eq!((section.level(), section.attr_int("number.value")), (1, Some(1)));
    let para = section.child(kind::PARA).unwrap();
    assert_eq!((para.page(), para.offset(), section.offset()), (3, Some(9), None));
    let span = para.children().next().unwrap();
    assert_eq!((span.text(), span.range(), span.attr("kind")), ("领导", 6..12, Some("strong")));
    assert_eq!(doc.root().children().map(|n| n.kind()).collect::<Vec<_>>(), [kind::META, kind::SECTION]);
    assert!(doc.node(2).is_aside() && doc.node(7).text().is_empty() && !doc.is_incomplete());
}

#[test]
fn spans_move_to_characters() {
    let mut b = DocBuilder::new();
    b.open(kind::DOC).open(kind::PARA).text("领导").open_span(1, 99).close().open_span(5, 4);
    let buffer = b.finish();
    let doc = DocView::new(buffer.as_bytes()).unwrap();
    assert_eq!((doc.node(2).range(), doc.node(3).range()), (0..6, 3..3));
}

#[test]
fn mistakes_in_the_order_of_calls_make_it_incomplete_and_still_sound() {
    let builds: [fn(&mut DocBuilder); 6] = [
        |_| {},
        |b| _ = b.open(kind::PARA).text("a"),
        |b| _ = b.open(kind::DOC).close().open(kind::PARA),
        |b| _ = b.open(kind::DOC).open(kind::PARA).attr("a", "b").close().attr("late", "x"),
        |b| _ = b.open(kind::DOC).close().close(),
        |b| _ = b.attr("a", "b").text("c").level(1).open(kind::DOC).open(kind::DOC),
    ];
    for build in builds {
        let mut b = DocBuilder::new();
        build(&mut b);
        let buffer = b.finish();
        assert!(DocView::new(buffer.as_bytes()).unwrap().is_incomplete());
    }
}

/// Reads everything there is; must not panic, whatever the bytes.
fn read_all(bytes: &[u8]) -> bool {
    let Ok(doc) = DocView::new(bytes) else { return false };
    let mut size = 0;
    for node in doc.nodes() {
        size +=
            node.text().len() + node.label().len() + node.body().len() + node.range().len() + node.children().count();
        size += node.attrs().map(|a| a.key.len() + a.value.len()).sum::<usize>();
    }
    size < usize::MAX && !format!("{doc:?}").is_empty()
}

#[test]
fn no_single_byte_makes_a_reader_fail() {
    let buffer = sample();
    let mut bytes = buffer.as_bytes().to_vec();
    for at in 0..bytes.len() {
        let old = bytes[at];
        for new in [0, 1, 2, 0x7f, 0x80, 0xff, old.wrapping_add(1), old.wrapping_sub(1), old ^ 0x10] {
            bytes[at] = new;
            read_all(&bytes);
        }
        bytes[at] = old;
    }
    for len in 0..bytes.len() {
        assert!(!read_all(&bytes[..len]));
    }
    assert!(read_all(&bytes));
}

#[test]
fn no_random_change_makes_a_reader_fail() {
    let sound = sample().as_bytes().to_vec();
    // xorshift: the same changes in each run.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for _ in 0..20_000 {
        let mut bytes = sound.clone();
        for _ in 0..1 + next() % 6 {
            let at = (next() % bytes.len() as u64) as usize & !3;
            let small = next() % 4 > 0;
            let word = if small { next() % 200 } else { next() } as u32;
            if let Some(to) = bytes.get_mut(at..at + 4) {
                to.copy_from_slice(&word.to_le_bytes());
            }
        }
        read_all(&bytes);
    }
}

#[test]
fn says_what_is_wrong() {
    let sound = sample().as_bytes().to_vec();
    let with = |at: usize, word: u32| {
        let mut bytes = sound.clone();
        bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
        DocView::new(&bytes).map(|_| ()).unwrap_err().to_string()
    };
    assert!(with(0, 7).contains("LTD1"));
    assert!(with(4, 2).contains("major"));
    assert!(with(16, 5).contains("size"));
    assert!(with(28, 1 << 30).contains("nodes lie outside"));
    assert!(with(32, 4).contains("nodes lie outside"));
    assert!(with(64, 1 << 30).contains("pool"));
    assert!(with(72 + 40 * 3 + 4, 1).contains("(record 3)"));
}

//! Pages made to hurt: none may panic, run away, or lose its text in silence.

use lantai_model::{Block, Flow, Remark};

fn read(page: &str) -> (Flow, Vec<Remark>) {
    let reading = crate::read(page).expect("a page");
    sound(&reading.flow);
    (reading.flow, reading.remarks)
}

/// What every flow keeps to.
fn sound(flow: &Flow) {
    assert!(flow.containers.iter().enumerate().skip(1).all(|(at, container)| (container.parent as usize) < at));
    for item in &flow.items {
        assert!((item.cues.container as usize) < flow.containers.len());
        let texts: Vec<_> = match &item.block {
            Block::Paragraph(paragraph) => vec![(&paragraph.text, &paragraph.marks)],
            Block::Table(table) => {
                let cells = || table.rows.iter().flat_map(|row| &row.cells);
                assert!(cells().all(|cell| cell.row_span > 0 && (1..=1000).contains(&cell.col_span)));
                let last = table.rows.len();
                let down =
                    table.rows.iter().enumerate().flat_map(|(r, row)| row.cells.iter().map(move |cell| (r, cell)));
                assert!(down.clone().all(|(r, cell)| r + cell.row_span as usize <= last));
                cells().map(|cell| (&cell.text, &cell.marks)).collect()
            }
            Block::Image(_) => Vec::new(),
        };
        for (text, marks) in texts {
            assert!(
                marks
                    .iter()
                    .all(|mark| text.get(mark.start as usize..mark.end as usize).is_some_and(|s| !s.is_empty()))
            );
        }
    }
}

fn text(flow: &Flow) -> String {
    let items = flow.items.iter();
    items
        .map(|item| match &item.block {
            Block::Paragraph(paragraph) => paragraph.text.clone(),
            Block::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect()
            }
            Block::Image(_) => String::new(),
        })
        .collect()
}

#[test]
fn elements_nested_a_hundred_thousand_deep() {
    for tag in ["div", "b", "span", "table><tr><td", "ul", "font", "svg", "blockquote"] {
        let (flow, remarks) = read(&format!("<p>头</p>{}尾", format!("<{tag}>").repeat(100_000)));
        assert!(matches!(remarks.first(), Some(Remark::Limited { .. })), "{tag}");
        assert_eq!(text(&flow).matches(['头', '尾']).count(), 2, "{tag}");
    }
    // These close one another, or may not nest.
    for tag in ["a href=x", "table", "nobr", "h1", "dd", "p", "li", "button", "form", "select", "option", "tr"] {
        let (flow, _) = read(&format!("<p>头</p>{}尾", format!("<{tag}>").repeat(100_000)));
        assert_eq!(text(&flow).matches(['头', '尾']).count(), 2, "{tag}");
    }
}

#[test]
fn a_tag_with_a_million_attributes() {
    let many: String = (0..1_000_000).map(|n| format!(" a{n}=x")).collect();
    let (flow, remarks) = read(&format!("<p{many} class=last>文</p>"));
    assert_eq!((text(&flow).as_str(), remarks.len()), ("文", 0));
    assert_eq!(text(&read(&format!("<div{}>文</div>", " class=x".repeat(1_000_000))).0), "文");
}

#[test]
fn many_end_tags_under_many_open_elements() {
    let (flow, _) = read(&format!("{}{}文", "<i>".repeat(400), "</x>".repeat(200_000)));
    assert_eq!(text(&flow), "文");
    let (flow, _) = read(&format!("{}{}文", "<b>".repeat(400), "<div></b>".repeat(20_000)));
    assert_eq!(text(&flow), "文");
}

#[test]
fn markup_that_never_ends() {
    for part in [
        "<",
        "&",
        "&#x",
        "&notit",
        "<!--",
        "<!-- -- ",
        "<!",
        "--x",
        "</",
        "<a b=\"",
        "<svg><![CDATA[",
        "<script><!--<script>",
        "</titl",
        "\0",
        "\r",
    ] {
        for before in ["", "<title>", "<!--", "<script>", "<style>", "<p class='", "<svg>", "<table>"] {
            // Blank pages are errors.
            let _ = crate::read(&format!("{before}{}", part.repeat(30_000)));
        }
    }
}

#[test]
fn scripts_and_styles_that_never_end() {
    for part in [
        "document.write('<div>文');",
        "document.write('",
        "{'\"",
        "Page",
        "createPageHTML(",
        "date=\"",
        "\\",
        "\"name\":\"a\",",
        "[{\"author\":",
        "<record><![CDATA[<table>",
        ".a{display:none}",
        "@media{",
        "/*",
    ] {
        for element in ["script", "script type='application/ld+json'", "script type='text/xml'", "style", "noscript"] {
            let (flow, _) = read(&format!("<body>文<{element}>{}", part.repeat(10_000)));
            assert!(text(&flow).contains('文'));
        }
    }
}

#[test]
fn spans_without_bounds() {
    let wide =
        format!("<table border=1>{}</table>", "<tr><td rowspan=65534 colspan=1000>甲<td rowspan=0>乙".repeat(3000));
    let (flow, remarks) = read(&wide);
    assert_eq!(text(&flow).chars().count(), 6000);
    assert!(matches!(&remarks[..], [Remark::Limited { rule, .. }] if rule == "table_spans"));
    // What comes after lays the table out.
    let Some(Block::Table(table)) = flow.items.first().map(|item| &item.block) else { panic!("a table") };
    assert!(table.grid().iter().map(Vec::len).sum::<usize>() < 10_000);
    let empty = format!("<table border=1><tr><td rowspan=99999>甲<td>乙{}<tr><td>丙</table>", "<tr>".repeat(50_000));
    let (flow, _) = read(&empty);
    let Some(Block::Table(table)) = flow.items.first().map(|item| &item.block) else { panic!("a table") };
    assert_eq!((table.rows.len(), table.rows[0].cells[0].row_span), (2, 2));
}

#[test]
fn arbitrary_bytes() {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 24
    };
    for round in 0..400 {
        // All bytes, or such as markup is made of.
        let bytes: Vec<u8> = (0..random() % 3000)
            .map(|_| {
                if round % 2 == 0 {
                    random() as u8
                } else {
                    b"<>/!-='\"&; aptdbr\n{}[]\0\xE4\xBA\x91"[random() as usize % 26]
                }
            })
            .collect();
        if let Ok(reading) = crate::read(&String::from_utf8_lossy(&bytes)) {
            sound(&reading.flow);
        }
    }
}

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

/// Reads the page and holds its tree and the work on it against what its length allows.
fn bounded(page: &str) -> String {
    let parsed = crate::parse::parse(&crate::tokens::buffer(page));
    let (nodes, work) = (parsed.html.tree.values().len(), parsed.work);
    // One step of 64 tokens may go over, each of them as deep as the tree may be.
    assert!(nodes <= 2000 + page.len() / 2 + 64 * 600, "{nodes} nodes of {} bytes", page.len());
    assert!(work <= (1 << 24) + 16 * page.len() + 64 * 600 * 64, "work {work} for {} bytes", page.len());
    let attributes = parsed.html.tree.values().filter_map(|node| node.as_element()).map(|element| element.attrs.len());
    assert!(attributes.max().unwrap_or(0) < 64);
    text(&read(page).0)
}

#[test]
fn a_million_attributes_on_many_tags() {
    let tag: String = (0..100).map(|n| format!(" a{n}=x class=y{n}")).collect();
    assert_eq!(bounded(&format!("<p>头{}尾", format!("<i{tag}></i>").repeat(5_000))), "头尾");
    // Formatting elements are compared with one another by their attributes.
    let some = " id=a class=b style=c href=d src=e alt=f";
    assert_eq!(bounded(&format!("<p>头{}尾", format!("<b{some}>").repeat(150_000))), "头尾");
    assert_eq!(bounded(&format!("<p>头{}尾", format!("<b{some}></b><p>").repeat(50_000))), "头尾");
}

#[test]
fn formatting_elements_that_never_end() {
    let different = |tag: &str, count: usize| (0..count).map(|n| format!("<{tag} id={n}>")).collect::<String>();
    for page in [
        "<b>".repeat(1_000_000),
        different("font", 300_000),
        different("a", 50_000),
        // Each paragraph opens anew what the one before left open; each end tag moves what stands between.
        format!("{}{}", different("b", 400), "<p>".repeat(100_000)),
        format!("<p>{}</p>{}", different("i", 500), "<p>x</p>".repeat(20_000)),
        "<a><b><i><u><p>".repeat(20_000),
        "<b><div></b>".repeat(30_000),
        "<b><i><a><div></a></i></b><p>".repeat(10_000),
        format!("{}{}", "<b>".repeat(300), "<table><tr><td><p></b>".repeat(10_000)),
        "<table><b>".repeat(30_000),
        "<a><table><a>".repeat(20_000),
        format!("{}{}", different("b", 100), format!("{}</b>", "<div>".repeat(63)).repeat(1_000)),
    ] {
        let text = bounded(&format!("<p>头{page}尾"));
        assert_eq!(text.matches(['头', '尾']).count(), 2, "{}", &page[..40]);
    }
}

#[test]
fn names_and_numbers_without_end() {
    let long = 1_000_000;
    for (page, shown) in [
        (format!("&{};尾", "a".repeat(long)), long + 3),
        (format!("&#{};尾", "9".repeat(long)), 2),
        (format!("&#x{};尾", "0".repeat(long)), 2),
        (format!("{}尾", "&lt".repeat(long)), long + 1),
        (format!("{}尾", "&notit;&ampx".repeat(100_000)), 600_001),
        (format!("<{}>尾", "a".repeat(long)), 1),
        (format!("<p {}>尾", "a".repeat(long)), 1),
        (format!("<p class={}>尾", "&amp;".repeat(long)), 1),
        (format!("<!--{}>-->尾", "-!".repeat(long)), 1),
        (format!("{}尾", "\0".repeat(long)), 1),
        (format!("<svg>{}</svg>尾", "\0".repeat(100_000)), 100_001),
    ] {
        assert_eq!(bounded(&page).chars().count(), shown, "{}", &page[..10]);
    }
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

/// Markup in any order, read whole: the flow is sound, the tree bounded, and the same page gives the same flow.
#[test]
fn arbitrary_markup() {
    const PARTS: [&str; 40] = [
        "<p>",
        "</p>",
        "<div class=a>",
        "</div>",
        "<b>",
        "</b>",
        "<table border=1>",
        "</table>",
        "<tr>",
        "<td rowspan=3>",
        "<td colspan=4>",
        "<td rowspan=0 colspan=2>",
        "</td>",
        "<th>",
        "<thead>",
        "<tbody>",
        "<tfoot>",
        "<caption>",
        "<ol reversed>",
        "<li value=3>",
        "</ol>",
        "<a href='javascript:f(\"/a.doc\")'>",
        "</a>",
        "<img src=x alt=y>",
        "<script>document.write('<p>写' + '</p>')</script>",
        "<iframe src=/a.pdf>框</iframe>",
        "<noscript>无",
        "</noscript>",
        "<p style='visibility:hidden'>",
        "<i style=visibility:visible>",
        "<div hidden>",
        "<select>",
        "<pre>",
        "<h2>",
        "<span style='display:none'>",
        "云河市",
        "　",
        " a\n",
        "<br>",
        "<dialog>",
    ];
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    for _ in 0..3000 {
        let page: String = (0..random(60)).map(|_| PARTS[random(PARTS.len())]).collect();
        if page.trim().is_empty() {
            continue;
        }
        bounded(&page);
        let [once, again] = [0, 1].map(|_| crate::read(&page).expect("a page"));
        assert_eq!(format!("{:?}{:?}", once.flow, once.remarks), format!("{:?}{:?}", again.flow, again.remarks));
        // What is to be seen in the source is in the flow, here or there.
        let seen = page.matches('云').count();
        let found = format!("{:?}", once.flow).matches('云').count();
        assert_eq!(found, seen, "{page}");
    }
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

//! Damaged files: lengths, tables of objects, what is cut off or stands before.

use super::*;

/// Two pages, their contents and an unused stream in streams with the given lengths.
fn file_with_lengths(length: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let pages = [at(100.0, 700.0, 12.0, "一、长度有误。"), at(100.0, 700.0, 12.0, "二、长度有误。")];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |number: usize, body: String| {
        offsets.push((number, out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    };
    object(1, "<< /Type /Catalog /Pages 2 0 R >>".into());
    object(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 600 800] >>".into());
    for (page, content) in [(3, 5), (4, 6)] {
        let fonts = "/Resources << /Font << /F1 7 0 R >> >>";
        object(page, format!("<< /Type /Page /Parent 2 0 R {fonts} /Contents {content} 0 R >>"));
    }
    for (number, text) in [5, 6].into_iter().zip(&pages) {
        object(number, format!("<< {} >>\nstream\n{text}\nendstream", length(text.len() + 1)));
    }
    object(
        7,
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>"
            .into(),
    );
    object(8, "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>".into());
    object(9, pages[0].len().saturating_add(1).to_string());
    let start = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
    for (_, offset) in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(format!("trailer\n<< /Size 10 /Root 1 0 R >>\nstartxref\n{start}\n{tail}").as_bytes());
    out
}

const EOF: &str = "%%EOF\n";

fn unclear(reading: &Reading) -> Vec<&str> {
    let rules = reading.remarks.iter();
    rules.filter_map(|r| if let Remark::Unclear { rule, .. } = r { Some(rule.as_str()) } else { None }).collect()
}

#[test]
fn streams_of_wrong_length_are_read_to_their_end() {
    const BOTH: [&str; 2] = ["一、长度有误。", "二、长度有误。"];
    let right = read(&file_with_lengths(|length| format!("/Length {length}"), EOF)).expect("reads");
    assert_eq!(paragraphs(&right), BOTH);
    assert!(right.remarks.is_empty(), "{:?}", right.remarks);
    let by_reference = read(&file_with_lengths(|_| "/Length 9 0 R".into(), EOF)).expect("reads");
    assert_eq!(paragraphs(&by_reference), BOTH);
    assert!(by_reference.remarks.is_empty(), "{:?}", by_reference.remarks);
    // Too short in as many and in fewer digits, too long, beyond the file, leading to another stream, to no object, to a
    // dictionary, below zero, not there, and not a number.
    let wrongs = [
        "/Length 21",
        "/Length 1",
        "/Length 0",
        "/Length 999",
        "/Length 99999999",
        "/Length 99999999999999999999999",
        "/Length 120",
        "/Length 77 0 R",
        "/Length 1 0 R",
        "/Length 2 0 R",
        "/Length -5",
        "",
        "/Length /Long",
        "/Length 1 /Length1 500",
    ];
    for wrong in wrongs {
        let reading = read(&file_with_lengths(|_| wrong.into(), EOF)).expect("reads");
        assert_eq!(paragraphs(&reading), BOTH, "{wrong}");
        assert_eq!(unclear(&reading), ["stream_lengths"], "{wrong}");
    }
}

#[test]
fn wrong_lengths_without_a_table_and_without_an_end() {
    let bytes = file_with_lengths(|_| "/Length 3".into(), EOF);
    let table = memchr::memmem::find(&bytes, b"xref\n0").expect("a table");
    let trailer = memchr::memmem::find(&bytes, b"trailer").expect("a trailer");
    let reading = read(&[&bytes[..table], &bytes[trailer..]].concat()).expect("reads");
    assert_eq!(paragraphs(&reading).len(), 2);
    let text = String::from_utf8(file_with_lengths(|length| format!("/Length {length}"), EOF)).expect("plain text");
    let reading = read(text.replace("endstream\n", "").as_bytes()).expect("reads");
    assert_eq!(paragraphs(&reading), ["一、长度有误。", "二、长度有误。"]);
}

/// A file with streams of objects and a cross-reference stream behind them.
fn packed() -> Vec<u8> {
    let mut builder = Builder::new(song);
    for text in ["一、第一页。", "二、第二页。"] {
        builder = builder.page(&at(100.0, 700.0, 12.0, text));
    }
    let mut doc = builder.finish();
    let mut bytes = Vec::new();
    let options = lopdf::SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    doc.save_with_options(&mut bytes, options).expect("writes to memory");
    bytes
}

#[test]
fn a_file_cut_off_behind_its_streams_of_objects_is_read() {
    let whole = packed();
    assert_eq!(paragraphs(&read(&whole).expect("reads")), ["一、第一页。", "二、第二页。"]);
    let table = memchr::memmem::rfind(&whole, b"/XRef").expect("a cross-reference stream");
    let object = memchr::memmem::rfind(&whole[..table], b"endobj").expect("objects before it");
    let cut = &whole[..object + 7];
    assert!(memchr::memmem::find(cut, b"/ObjStm").is_some() && memchr::memmem::find(cut, b"/Root").is_none());
    let reading = read(cut).expect("reads");
    assert_eq!(paragraphs(&reading), ["一、第一页。", "二、第二页。"]);
    assert!(unclear(&reading).contains(&"xref_rebuilt"), "{:?}", reading.remarks);
}

#[test]
fn tables_of_objects_that_lead_astray() {
    const BOTH: [&str; 2] = ["一、长度有误。", "二、长度有误。"];
    let text = String::from_utf8(file_with_lengths(|length| format!("/Length {length}"), EOF)).expect("plain text");
    let (body, table) = text.split_once("xref\n0").expect("a table");
    let start = text.rfind("startxref").expect("a start");
    let shifted: String = table
        .split('\n')
        .map(|line| match line.split_once(" 00000 n") {
            Some((offset, _)) => format!("{:010} 00000 n \n", offset.parse::<usize>().expect("an offset") + 9),
            None => format!("{line}\n"),
        })
        .collect();
    let zeros: String = table
        .split('\n')
        .map(|line| match line.split_once(" 00000 n") {
            Some(_) => "0000000000 00000 n \n".to_owned(),
            None => format!("{line}\n"),
        })
        .collect();
    let damaged = [
        ("offsets shifted", format!("{body}xref\n0{shifted}")),
        ("offsets zero", format!("{body}xref\n0{zeros}")),
        ("start wrong", format!("{}startxref\n7\n%%EOF", &text[..start])),
        ("start beyond the file", format!("{}startxref\n99999999\n%%EOF", &text[..start])),
        ("end cut", text[..start].to_owned()),
        ("no table", format!("{body}{}", &table[table.find("trailer").expect("a trailer")..])),
        ("no trailer either", body.to_owned()),
        ("junk before", format!("HTTP/1.1 200 OK\r\n\r\n{}\n{text}", "x".repeat(2000))),
        ("junk behind", format!("{text}{}", "<html>".repeat(900))),
        ("nothing but zeros", format!("{body}{}", "\0".repeat(table.len()))),
    ];
    for (what, file) in damaged {
        let reading = read(file.as_bytes()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(paragraphs(&reading), BOTH, "{what}");
    }
}

#[test]
fn pages_that_a_cut_file_lost_are_told() {
    let whole = file_with_lengths(|length| format!("/Length {length}"), EOF);
    let second = memchr::memmem::find(&whole, b"6 0 obj").expect("the second page's content");
    // The fonts come behind the contents: put them before what is cut off.
    let fonts = memchr::memmem::find(&whole, b"7 0 obj").expect("fonts");
    let table = memchr::memmem::find(&whole, b"xref\n0").expect("a table");
    let cut = [&whole[..second], &whole[fonts..table]].concat();
    let reading = read(&cut).expect("reads");
    assert_eq!(paragraphs(&reading), ["一、长度有误。"]);
    assert!(limited(&reading).contains(&"objects_missing"), "{:?}", reading.remarks);
}

#[test]
fn lengths_that_cost_nothing_are_not_told_and_cut_files_are() {
    let blank = file_with_lengths(|length| format!("/Length {}", length - 1), EOF);
    let blank = String::from_utf8(blank).expect("plain text").replace("\nendstream", "\n \n endstream");
    assert!(!unclear(&read(blank.as_bytes()).expect("reads")).contains(&"stream_lengths"));
    let packet = file_with_lengths(|length| format!("/Type /Metadata /Length {}", length + 7), EOF);
    assert!(read(&packet).expect("reads").remarks.is_empty());
    // Fonts first, so that the text that is left can be read; the last stream is cut.
    let whole = file_with_lengths(|length| format!("/Length {length}"), EOF);
    let [first, fonts, table] =
        [&b"6 0 obj"[..], b"7 0 obj", b"xref\n0"].map(|mark| memchr::memmem::find(&whole, mark).expect("is there"));
    let cut = [&whole[..first], &whole[fonts..table], &whole[first..fonts - 40]].concat();
    let rules = read(&cut).expect("reads");
    assert!(unclear(&rules).contains(&"xref_rebuilt") && unclear(&rules).contains(&"stream_lengths"), "{rules:?}");
}

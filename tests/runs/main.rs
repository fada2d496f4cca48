//! Whole runs: the same bytes whatever the thread count, and bad inputs that stop nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lantai_tests::{Scratch, files, root, run};
use serde_json::Value;

/// All files below a folder with their bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).expect("a file"))).collect()
}

fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join(".lantai/report.json")).expect("a report")).expect("JSON")
}

#[test]
fn the_same_bytes_with_one_thread_and_with_two_and_again() {
    let samples = root().join("samples");
    let scratch = Scratch::new();
    let mut trees = Vec::new();
    for (name, jobs) in [("one", "1"), ("two", "2"), ("again-one", "1"), ("again-two", "2")] {
        let samples = samples.to_str().expect("a path");
        let done =
            run(scratch.path(), ["convert", samples, "--to", "json,markdown", "-o", name, "-j", jobs, "--quiet"]);
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        trees.push(tree(&scratch.path().join(name)));
    }
    assert!(trees[0].len() > 28, "{} files", trees[0].len());
    for other in &trees[1..] {
        assert_eq!(trees[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &trees[0] {
            assert!(bytes == &other[name], "{} differs", name.display());
        }
    }
    assert!(trees[0].keys().all(|name| !name.to_string_lossy().ends_with(".tmp")));
}

/// Bytes that are the same every time and like nothing.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| byte()).collect()
}

/// A PDF with a page that is one image, and a PDF that wants a password, written out by hand.
fn scanned() -> Vec<u8> {
    pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            "<< /Length 27 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream",
        ],
        "",
    )
}

fn locked() -> Vec<u8> {
    let zeros = "00".repeat(32);
    let encrypt = format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O <{zeros}> /U <{zeros}> >>");
    pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            &encrypt,
        ],
        "/Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    )
}

fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", nth + 1));
    }
    let xref = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    offsets.iter().for_each(|offset| out.push_str(&format!("{offset:010} 00000 n \n")));
    out.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}

#[test]
fn bad_inputs_are_told_and_stop_nothing() {
    let scratch = Scratch::new();
    let folder = scratch.path().join("in");
    fs::create_dir_all(folder.join("locked")).expect("a folder");
    let put = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a file");
    put("good.txt", "青溪县工作要点\n一、总体思路\n稳中求进。\n".as_bytes());
    put("empty.html", b"");
    put("noise.pdf", &noise(1024));
    put("scanned.pdf", &scanned());
    put("password.pdf", &locked());
    put("picture.png", b"\x89PNG\r\n");
    let docx = files(&root().join("samples"))
        .into_iter()
        .find(|name| name.extension().is_some_and(|e| e == "docx"))
        .expect("a DOCX sample");
    let docx = fs::read(root().join("samples").join(docx)).expect("a DOCX sample");
    put("half.docx", &docx[..docx.len() / 2]);
    let closed = close(&folder.join("locked"));

    let done = run(scratch.path(), ["convert", "in", "--to", "json,markdown", "-o", "out"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(3), "{said}");
    let report = report(&scratch.path().join("out"));
    let row = |path: &str| -> (String, String) {
        let rows = report["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["path"] == path).unwrap_or_else(|| panic!("no row for {path}"));
        (row["outcome"].as_str().unwrap_or_default().to_owned(), row["reason"].as_str().unwrap_or_default().to_owned())
    };
    for (path, outcome, word) in [
        ("good.txt", "ok", ""),
        ("empty.html", "failed", "empty"),
        ("noise.pdf", "failed", "not of that format"),
        ("half.docx", "failed", "cut"),
        ("password.pdf", "failed", "password"),
        ("scanned.pdf", "partial", "OCR"),
        ("picture.png", "skipped", "not a document"),
    ] {
        let (is, reason) = row(path);
        assert!(is == outcome && reason.contains(word), "{path}: {is} {reason}");
        assert!(outcome == "ok" || outcome == "skipped" || said.contains(path), "{path} is named on standard error");
    }
    if closed {
        let (is, reason) = row("locked");
        assert!(is == "failed" && reason.contains("cannot list the folder"), "{is} {reason}");
    }
    let sum: u64 = ["ok", "partial", "failed", "skipped"].iter().filter_map(|key| report[key].as_u64()).sum();
    assert_eq!((report["inputs"].as_u64(), report["rows"].as_array().map(Vec::len)), (Some(sum), Some(sum as usize)));
    assert!(scratch.path().join("out/good.txt.md").is_file() && !scratch.path().join("out/half.docx.md").exists());
    open(&folder.join("locked"));
}

#[test]
fn an_output_folder_that_cannot_be_written_is_fatal() {
    let scratch = Scratch::new();
    fs::write(scratch.path().join("a.txt"), "一、总体思路").expect("a file");
    // A file stands where the folder should be: true for every user, root too.
    fs::write(scratch.path().join("out"), "a file").expect("a file");
    let done = run(scratch.path(), ["convert", "a.txt", "--to", "json", "-o", "out"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("output folder out") && said.contains("choose another"), "{said}");
}

/// Takes all rights from a folder; false where that keeps nobody out (root, other systems).
fn close(folder: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o000)).expect("rights can be set");
        if fs::read_dir(folder).is_err() {
            return true;
        }
    }
    println!("skipped: this user may read {} whatever its rights", folder.display());
    false
}

fn open(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
    }
    let _ = folder;
}

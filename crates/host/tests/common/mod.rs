//! What the tests of plugins share: built fixtures, folders to put them in, a document to write.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lantai_host::{Buffer, Content, SearchPath, encode};
use lantai_model::*;

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The file of a fixture or plugin package, built into the target folder of this test and with its profile.
pub fn built(package: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let exe = std::env::current_exe().unwrap();
        let profile = exe.parent().and_then(Path::parent).unwrap().to_owned();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
        cargo.args(["build", "--quiet", "-p", "lantai-faulty", "-p", "lantai-json", "-p", "lantai-markdown"]);
        cargo.arg("--target-dir").arg(profile.parent().unwrap()).current_dir(root());
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success(), "the fixtures are built");
        profile
    });
    folder.join(library(&package.replace('-', "_")))
}

/// The file name of a library on this system.
pub fn library(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

/// An empty folder that only its owner may write.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    mode(&folder, 0o755);
    folder
}

/// Copies a library into a folder; only its owner may write it.
pub fn put(library: &Path, to: PathBuf) -> PathBuf {
    std::fs::copy(library, &to).unwrap();
    mode(&to, 0o755);
    to
}

#[cfg(unix)]
pub fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
pub fn mode(_path: &Path, _mode: u32) {}

/// A search path of files and folders that the user named.
pub fn explicit(paths: &[&Path]) -> SearchPath {
    SearchPath { explicit: paths.iter().map(|path| path.to_path_buf()).collect(), ..SearchPath::default() }
}

/// Compiles one of the C sources, or `None` (said on the terminal) where there is no C compiler.
pub fn compiled(name: &str, folder: &Path) -> Option<PathBuf> {
    let to = folder.join(library(&format!("lantai_{name}")));
    let mut cc = Command::new("cc");
    cc.args(["-std=c99", "-shared", "-fPIC", "-Wall", "-Wextra", "-pedantic", "-Werror", "-I"]);
    cc.arg(root().join("crates/plugin/include")).arg("-o").arg(&to);
    cc.arg(root().join("tests/plugins/c").join(format!("{name}.c")));
    match cc.output() {
        Ok(out) => {
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            mode(&to, 0o755);
            Some(to)
        }
        Err(error) => {
            println!("skipped: there is no C compiler `cc` ({error})");
            None
        }
    }
}

/// A small document with a little of everything.
pub fn conversion() -> Conversion {
    let text = |text: &str| Placed { block: Block::Paragraph(Paragraph::plain(text)), at: Span::text(0, 4) };
    let mut meta = Metadata::default();
    let title = Value::Text("云河市工作总结".into());
    let field =
        Field { label: String::new(), stated: "云河市工作总结".into(), value: title, at: Span::default() };
    meta.put(Some(Name::Title), field);
    let cell = |text: &str| Cell::new(text, Span::default());
    let table = Table {
        caption: None,
        rows: vec![Row { cells: vec![cell("序号"), cell("")] }, Row { cells: vec![cell("1")] }],
    };
    let number = Number { style: NumberStyle::Han, value: 1, label: "一、".into() };
    let mut marked = Paragraph::plain("压实责任。");
    marked.marks.push(Mark { start: 0, end: 6, kind: MarkKind::Strong });
    let section = Section {
        number: Some(number),
        heading: "总体要求".into(),
        blocks: vec![Placed { block: Block::Paragraph(marked), at: Span::default() }],
        ..Section::default()
    };
    let body = Section {
        blocks: vec![text("导语。"), Placed { block: Block::Table(table), at: Span::default() }],
        children: vec![section],
        ..Section::default()
    };
    let document = Document { meta, body, tasks: vec![Task::default()], ..Document::default() };
    let origin = Origin { name: "a.html".into(), blake3: "00ff".into(), ..Origin::default() };
    Conversion { schema: SCHEMA, origin, document, remarks: vec![Remark::unclear("x", "y", Span::default())] }
}

/// The same, flattened.
pub fn document() -> Buffer {
    encode(&conversion(), Content::All)
}

//! What the tests share: where things lie, how the command is built and run, how text is compared.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

pub mod lossless;

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_owned).unwrap_or_default()
}

/// The folder of shared measuring material beside the workspace, if there is one. Says so when a test is skipped.
pub fn shared(what: &str) -> Option<PathBuf> {
    let folder = root().parent()?.join("shared").join(what);
    if folder.exists() {
        return Some(folder);
    }
    println!("skipped: there is no ../shared/{what} beside this checkout");
    None
}

/// The command, built once with its plugins beside it.
pub fn lantai() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        // Tests lie in <target>/<profile>/deps; the command is built with the same profile beside that folder.
        let test = std::env::current_exe().expect("this test has a path");
        let profile = test.parent().and_then(Path::parent).expect("a profile folder").to_owned();
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--quiet", "-p", "lantai-cli", "-p", "lantai-json", "-p", "lantai-markdown"]);
        cargo.arg("--target-dir").args(profile.parent()).current_dir(root());
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().expect("cargo runs").success(), "the command and its plugins build");
        profile.join(format!("lantai{}", std::env::consts::EXE_SUFFIX))
    })
}

/// Runs the command in a folder.
pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(folder: &Path, arguments: I) -> Output {
    Command::new(lantai()).args(arguments).current_dir(folder).output().expect("lantai runs")
}

/// A fresh empty folder that is removed when dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes it.
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("lantai-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a scratch folder");
        Scratch(folder)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// All files below a folder, relative, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(inner) = path.strip_prefix(folder) {
                found.push(inner.to_owned());
            }
        }
    }
    found.sort();
    found
}

/// True when expected files are to be rewritten: `LANTAI_BLESS=1 cargo test -p lantai-tests`.
pub fn blessing() -> bool {
    std::env::var_os("LANTAI_BLESS").is_some_and(|value| value == "1")
}

/// Compares text with an expected file; returns what differs, or rewrites the file when blessing.
pub fn compare(file: &Path, actual: &str) -> Result<(), String> {
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    if blessing() {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        return fs::write(file, actual).map_err(|error| error.to_string());
    }
    Err(format!("{}\n{}", file.display(), difference(&expected, actual)))
}

/// The first lines in which two texts differ.
pub fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let show = |sign: &str, lines: &[&str]| {
        lines.iter().skip(same).take(6).map(|l| format!("  {sign} {l}\n")).collect::<String>()
    };
    format!("  line {}:\n{}{}", same + 1, show("-", &old), show("+", &new))
}

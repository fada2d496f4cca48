//! The architecture as tests: import edges, licences, one door for `unsafe`, small files, a true map.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use lantai_tests::{files, root};
use serde_json::Value;

/// Who may use whom. Arrows point at the words; siblings never meet.
const MAP: &[(&str, &[&str])] = &[
    ("lantai-model", &[]),
    ("lantai-text", &[]),
    ("lantai-plugin", &[]),
    ("lantai-plain", &["lantai-model"]),
    ("lantai-html", &["lantai-model"]),
    ("lantai-pdf", &["lantai-model"]),
    ("lantai-word", &["lantai-model"]),
    ("lantai-clean", &["lantai-model", "lantai-text"]),
    ("lantai-structure", &["lantai-model", "lantai-text"]),
    (
        "lantai",
        &[
            "lantai-model",
            "lantai-text",
            "lantai-plain",
            "lantai-html",
            "lantai-pdf",
            "lantai-word",
            "lantai-clean",
            "lantai-structure",
        ],
    ),
    ("lantai-host", &["lantai-model", "lantai-plugin"]),
    ("lantai-run", &["lantai", "lantai-host"]),
    ("lantai-cli", &["lantai", "lantai-host", "lantai-run"]),
    ("lantai-json", &["lantai-plugin"]),
    ("lantai-markdown", &["lantai-plugin"]),
    ("lantai-faulty", &["lantai-plugin"]),
];

/// Packages that the product is built on: each must do real work in the crate that is named.
const GIVEN: &[(&str, &str)] = &[
    ("lopdf", "lantai-pdf"),
    ("quick-xml", "lantai-word"),
    ("zip", "lantai-word"),
    ("encoding_rs", "lantai-text"),
    ("scraper", "lantai-html"),
    ("serde", "lantai-model"),
    ("libloading", "lantai-host"),
];

/// Licences that may be in the product. deny.toml says the same for those who have cargo-deny.
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
    "Unlicense",
    "Apache-2.0 WITH LLVM-exception",
    "CC0-1.0",
    "MIT-0",
    "BSL-1.0",
];
/// MPL-2.0 is allowed in what scraper is made of.
const MPL: &[&str] = &["cssparser", "cssparser-macros", "dtoa-short", "selectors"];

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("cargo prints JSON")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The workspace's packages with what they use when built for users.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    packages
        .iter()
        .filter(|package| package["source"].is_null())
        .map(|package| {
            let dependencies = package["dependencies"].as_array().cloned().unwrap_or_default();
            let names = dependencies.iter().filter(|d| d["kind"].is_null()).map(|d| text(d, "name").to_owned());
            (text(package, "name").to_owned(), names.collect())
        })
        .collect()
}

#[test]
fn import_edges_are_those_of_the_map() {
    let uses = uses();
    let mut wrong = Vec::new();
    for (package, used) in &uses {
        if package == "lantai-tests" {
            continue;
        }
        let Some((_, allowed)) = MAP.iter().find(|(name, _)| name == package) else {
            wrong.push(format!("{package} is not on the map"));
            continue;
        };
        for used in used.iter().filter(|used| uses.contains_key(*used)) {
            if !allowed.contains(&used.as_str()) {
                wrong.push(format!("{package} → {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "edges that the map does not allow: {wrong:?}");
    for (package, by) in GIVEN {
        assert!(uses.get(*by).is_some_and(|used| used.contains(*package)), "{by} uses {package}");
    }
}

#[test]
fn licences_of_all_dependencies() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter(|package| !satisfied(text(package, "license"), MPL.contains(&text(package, "name"))))
        .map(|package| format!("{} {}: {}", text(package, "name"), text(package, "version"), text(package, "license")))
        .collect();
    assert!(packages.len() > 50 && wrong.is_empty(), "licences outside the list: {wrong:#?}");
}

/// Whether an SPDX expression leaves a choice that is allowed. Brackets group at one level, as they do in practice.
fn satisfied(expression: &str, mpl: bool) -> bool {
    let one = |licence: &str| ALLOWED.contains(&licence) || mpl && licence == "MPL-2.0";
    let expression = expression.replace('/', " OR ");
    if let (Some(open), Some(close)) = (expression.find('('), expression.find(')')) {
        let inner = satisfied(&expression[open + 1..close], mpl);
        let stand_in = if inner { "MIT" } else { "NONE" };
        return satisfied(&format!("{}{stand_in}{}", &expression[..open], &expression[close + 1..]), mpl);
    }
    expression.split(" OR ").any(|choice| choice.split(" AND ").all(|licence| one(licence.trim())))
}

#[test]
fn spdx_expressions() {
    assert!(satisfied("MIT OR GPL-3.0", false) && satisfied("(MIT OR Apache-2.0) AND Unicode-3.0", false));
    assert!(satisfied("Unlicense/MIT", false) && satisfied("MPL-2.0", true));
    assert!(!satisfied("GPL-3.0-only", false) && !satisfied("MIT AND GPL-2.0", false) && !satisfied("", false));
}

fn sources() -> Vec<PathBuf> {
    let root = root();
    ["crates", "plugins", "tests"]
        .iter()
        .flat_map(|folder| files(&root.join(folder)).into_iter().map(move |file| PathBuf::from(folder).join(file)))
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn unsafe_has_one_door() {
    let mut wrong = Vec::new();
    for file in sources() {
        let door = ["crates/plugin", "crates/host", "tests/plugins"].iter().any(|door| file.starts_with(door));
        let text = fs::read_to_string(root().join(&file)).expect("a source can be read");
        let word = ["unsafe ", "{"].concat();
        let block = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(&word));
        if block && !door {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Disk, clock, threads, processes and the environment are for the outermost crates; a host opens libraries.
#[test]
fn the_outside_world_has_its_doors() {
    const WORDS: &[&str] =
        &["std::fs", "std::net", "std::thread", "std::process", "std::env::", "SystemTime", "Instant::now"];
    // The SDK asks which thread panicked; it starts none.
    const DOORS: &[&str] = &["crates/run", "crates/cli", "crates/host", "crates/plugin"];
    let mut wrong = Vec::new();
    for file in sources().into_iter().filter(|file| file.starts_with("crates")) {
        let name = file.to_string_lossy().replace('\\', "/");
        let inside = name.contains("/src/") && !name.ends_with("tests.rs");
        if !inside || DOORS.iter().any(|door| name.starts_with(door)) {
            continue;
        }
        let text = fs::read_to_string(root().join(&file)).expect("a source can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            wrong.extend(WORDS.iter().filter(|word| line.contains(**word)).map(|word| format!("{name}: {word}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_small_and_say_their_job() {
    let mut wrong = Vec::new();
    for file in sources() {
        let text = fs::read_to_string(root().join(&file)).expect("a source can be read");
        if text.lines().count() > 600 {
            wrong.push(format!("{} has {} lines", file.display(), text.lines().count()));
        }
        let tests = file.file_name().is_some_and(|name| name == "tests.rs");
        if !tests && !text.starts_with("//!") && file.starts_with("crates") {
            wrong.push(format!("{} does not say its job in its first line", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(root().join("crates/README.md")).expect("the map is there");
    for (package, _) in MAP {
        let folder = package.strip_prefix("lantai-").unwrap_or(package);
        assert!(folder == "faulty" || map.contains(folder), "crates/README.md does not name {folder}");
    }
}

#[test]
fn the_top_level_stays_as_it_is() {
    const TOP: &[&str] = &[
        ".ci",
        ".git",
        ".gitattributes",
        ".gitignore",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "README.zh-CN.md",
        "clippy.toml",
        "crates",
        "deny.toml",
        "plugins",
        "rustfmt.toml",
        "samples",
        "tests",
    ];
    let done = Command::new("git").args(["ls-files"]).current_dir(root()).output();
    let Ok(done) = done else {
        println!("skipped: git is not there");
        return;
    };
    let listed = String::from_utf8_lossy(&done.stdout).into_owned();
    let top: BTreeSet<&str> = listed.lines().filter_map(|file| file.split('/').next()).collect();
    let strange: Vec<_> = top.into_iter().filter(|name| !TOP.contains(name)).collect();
    assert!(strange.is_empty(), "not on the top level: {strange:?}");
}

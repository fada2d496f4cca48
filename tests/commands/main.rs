//! Command cases: every Markdown file beside this one is a test.
//!
//! A fence ```` ```file NAME ```` puts a file into a fresh folder. A fence ```` ```console ```` holds commands after `$ `, each followed by
//! what it prints (standard output, then standard error) and by `[exit N]` where the exit code is not 0. Besides `lantai`
//! there are `cat FILE` and `ls FOLDER` (all files below it). `LANTAI_BLESS=1` rewrites what is printed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use lantai_tests::{Scratch, compare, root};

#[test]
fn every_case() {
    let folder = root().join("tests").join("commands");
    let cases: Vec<_> =
        lantai_tests::files(&folder).into_iter().filter(|file| file.extension().is_some_and(|e| e == "md")).collect();
    assert!(cases.len() >= 6, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let file = folder.join(&case);
        let text = fs::read_to_string(&file).expect("a case can be read");
        wrong.extend(compare(&file, &replay(&text)).err());
    }
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
}

/// The case with what its commands print now.
fn replay(case: &str) -> String {
    let scratch = Scratch::new();
    let mut out = String::new();
    let mut fence: Option<String> = None;
    let mut content = String::new();
    for line in case.lines() {
        match &fence {
            None => {
                out.push_str(line);
                out.push('\n');
                fence = line.strip_prefix("```").filter(|info| !info.is_empty()).map(str::to_owned);
                content.clear();
            }
            Some(info) if line == "```" => {
                if let Some(name) = info.strip_prefix("file ") {
                    let path = scratch.path().join(name);
                    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
                    fs::write(path, &content).expect("a file can be written");
                } else if info == "console" {
                    out.push_str(&console(scratch.path(), &content));
                }
                out.push_str("```\n");
                fence = None;
            }
            Some(info) => {
                content.push_str(line);
                content.push('\n');
                if info != "console" {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
    }
    out
}

fn console(folder: &Path, content: &str) -> String {
    let mut out = String::new();
    for command in content.lines().filter_map(|line| line.strip_prefix("$ ")) {
        out.push_str(&format!("$ {command}\n"));
        out.push_str(&execute(folder, command));
    }
    out
}

fn execute(folder: &Path, command: &str) -> String {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words.as_slice() {
        ["cat", file] => fs::read_to_string(folder.join(file)).unwrap_or_else(|error| format!("{error}\n")),
        ["ls", below] => {
            let names = lantai_tests::files(&folder.join(below));
            names.iter().map(|name| format!("{}\n", name.to_string_lossy().replace('\\', "/"))).collect()
        }
        ["lantai", rest @ ..] => {
            let (arguments, input) = match rest.iter().position(|word| *word == "<") {
                Some(at) => (&rest[..at], rest.get(at + 1).copied()),
                None => (rest, None),
            };
            let stdin =
                input.map_or_else(Stdio::null, |file| fs::File::open(folder.join(file)).expect("an input").into());
            let done = Command::new(lantai_tests::lantai())
                .args(arguments)
                .current_dir(folder)
                .stdin(stdin)
                .env_remove("LANTAI_PLUGIN_PATH")
                .output()
                .expect("lantai runs");
            let mut text = String::from_utf8_lossy(&done.stdout).into_owned();
            text.push_str(&String::from_utf8_lossy(&done.stderr));
            // Where the command lies differs from machine to machine.
            if let Some(beside) = lantai_tests::lantai().parent() {
                text = text.replace(&beside.display().to_string(), "BIN");
            }
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            match done.status.code() {
                Some(0) => text,
                code => format!("{text}[exit {}]\n", code.map_or("signal".into(), |code| code.to_string())),
            }
        }
        _ => panic!("no such command in a case: {command}"),
    }
}

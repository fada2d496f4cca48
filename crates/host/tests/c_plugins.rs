//! Plugins in C: a good one, and those that must be refused; and the header by itself.

mod common;

use std::process::Command;

use common::{compiled, document, explicit, folder, root};
use lantai_host::Registry;

#[test]
fn a_plugin_in_c_writes() {
    let Some(path) = compiled("plain", &folder("c-plain")) else { return };
    let registry = Registry::discover(&explicit(&[&path]));
    let found = &registry.found[0];
    assert_eq!((found.id.as_str(), found.title.as_str(), found.built_with.as_str()), ("plain", "Plain text", "C"));
    let mut instance = registry.writer("plain").unwrap().instance("").unwrap();
    let written = instance.write(&document(), 0, "a", "a.html").unwrap();
    let text = String::from_utf8(written.outputs[0].bytes.clone()).unwrap();
    assert_eq!(text, "云河市工作总结\n导语。\n序号\t\n1\n一、总体要求\n压实责任。\n");
    assert_eq!(written.outputs[0].media_type, "text/plain; charset=utf-8");
    let error = registry.writer("plain").unwrap().instance("{\"x\":1}").unwrap_err().to_string();
    assert!(error.contains("`plain`") && error.contains("it takes none"), "{error}");
}

#[test]
fn bad_ones_are_refused_with_file_and_cause() {
    let folder = folder("c-bad");
    for (name, cause) in [
        ("wrong_abi", "it is built for interface 2, this host has 1"),
        ("wrong_magic", "magic number"),
        ("newer_minor", "it needs interface 1.9 or newer, this host has 1.0"),
    ] {
        let Some(path) = compiled(name, &folder) else { return };
        let registry = Registry::discover(&explicit(&[&path]));
        assert!(registry.found.is_empty());
        let [problem] = registry.problems.as_slice() else { panic!("{:?}", registry.problems) };
        assert!(problem.contains(cause) && problem.contains(path.to_str().unwrap()), "{problem}");
        let error = Registry::find_writer(&explicit(&[&path]), "plain").unwrap_err().to_string();
        assert!(error.contains(cause) && error.contains("no output plugin `plain`"), "{error}");
    }
}

#[test]
fn the_header_is_strict_c99_and_cpp11() {
    let source = root().join("tests/plugins/c/header.c");
    for (compiler, language) in [("cc", ["-xc", "-std=c99"]), ("c++", ["-xc++", "-std=c++11"])] {
        let mut command = Command::new(compiler);
        command.args(language).args(["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-I"]);
        match command.arg(root().join("crates/plugin/include")).arg(&source).output() {
            Ok(out) => assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr)),
            Err(error) => println!("skipped: there is no compiler `{compiler}` ({error})"),
        }
    }
}

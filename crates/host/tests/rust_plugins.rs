//! Plugins in Rust through the real door: found, loaded, called; and one that misbehaves in every way it can.

mod common;

use common::{built, document, explicit};
use lantai_host::{HostError, Instance, Level, OutputKind, Registry};

fn faulty(options: &str) -> Result<Instance, HostError> {
    let path = built("faulty_writer");
    Registry::find_writer(&explicit(&[&common::put(&path, common::folder(&name(options)).join("faulty.so"))]), "faulty")
        .unwrap()
        .instance(options)
}

/// Each test in a folder of its own.
fn name(options: &str) -> String {
    format!("faulty-{}", options.replace(|c: char| !c.is_ascii_alphanumeric(), ""))
}

fn titles(instance: Instance) -> String {
    let outputs = instance.finish().unwrap().outputs;
    assert_eq!((outputs.len(), outputs[0].kind, outputs[0].name.as_str()), (1, OutputKind::Run, "titles.txt"));
    String::from_utf8(outputs[0].bytes.clone()).unwrap()
}

/// The first document fails, the second is written; returns the first one's error.
fn fails_once(mode: &str, run: &str) -> String {
    let mut instance = faulty(&format!(r#"{{"mode":"{mode}"}}"#)).unwrap();
    let error = instance.write(&document(), 0, "a", "a.html").unwrap_err().to_string();
    let written = instance.write(&document(), 1, "b", "b.html").unwrap();
    assert_eq!(written.outputs[0].bytes, "云河市工作总结|1|b|b.html".as_bytes());
    assert_eq!(titles(instance), run);
    assert!(error.contains("`faulty`") && error.contains("faulty.so"), "{error}");
    error
}

const ONE: &str = "titles\n云河市工作总结\n1 written\n";
const ONE_OF_TWO: &str = "titles\n云河市工作总结\n2 written\n";

#[test]
fn a_good_run() {
    let mut instance = faulty("").unwrap();
    let written = instance.write(&document(), 0, "a", "a.html").unwrap();
    let names: Vec<_> = written.outputs.iter().map(|o| (o.name.as_str(), o.kind, o.bytes.len())).collect();
    assert_eq!(names, [("", OutputKind::Primary, 32), ("notes/side.txt", OutputKind::Side, 4)]);
    assert_eq!((written.skipped, written.log), (false, vec![(Level::Info, "written".to_owned())]));
    assert_eq!(titles(instance), ONE);
}

#[test]
fn a_panic_is_told_with_its_place_and_the_run_goes_on() {
    let error = fails_once("panic", ONE);
    assert!(error.contains("panicked in write_doc: broken on purpose: 云河市工作总结"), "{error}");
    assert!(error.contains("lib.rs:"), "{error}");
}

#[test]
fn an_error_keeps_nothing_of_its_call() {
    let error = fails_once("error", ONE_OF_TWO);
    assert!(error.contains("no room for 云河 (status -1)"), "{error}");
}

#[test]
fn a_bad_name_is_refused() {
    let error = fails_once("bad_name", ONE_OF_TWO);
    assert!(error.contains("\"../outside.txt\": it has a component `.` or `..`"), "{error}");
}

#[test]
fn an_output_opened_twice_is_refused() {
    assert!(fails_once("twice", ONE_OF_TWO).contains("twice"));
}

#[test]
fn a_skip_is_no_failure() {
    let mut instance = faulty(r#"{"mode":"skip"}"#).unwrap();
    let written = instance.write(&document(), 0, "a", "a.html").unwrap();
    assert!(written.skipped && written.outputs.is_empty());
    assert_eq!(written.log[1].1, "skipped: nothing to write");
}

#[test]
fn a_limit_stops_what_does_not_end() {
    let mut instance = faulty(r#"{"mode":"huge","at":1}"#).unwrap();
    instance.set_limit(1 << 20);
    instance.write(&document(), 0, "a", "a.html").unwrap();
    let error = instance.write(&document(), 1, "b", "b.html").unwrap_err();
    assert!(matches!(error, HostError::Limit { .. }), "{error}");
    assert!(error.to_string().contains("1048576 bytes"), "{error}");
    assert_eq!(instance.take_log().len(), 1);
    instance.write(&document(), 2, "c", "c.html").unwrap();
}

#[test]
fn a_plugin_that_gives_up_is_left_alone() {
    let mut instance = faulty(r#"{"mode":"fatal"}"#).unwrap();
    let error = instance.write(&document(), 0, "a", "a.html").unwrap_err();
    assert!(matches!(error, HostError::Failed { status: -10, .. }), "{error}");
    let error = instance.write(&document(), 1, "b", "b.html").unwrap_err();
    assert!(matches!(error, HostError::Stopped { .. }), "{error}");
}

#[test]
fn panics_at_the_beginning_and_at_the_end() {
    let error = faulty(r#"{"mode":"panic_in_create"}"#).unwrap_err().to_string();
    assert!(error.contains("panicked in create: broken on creation"), "{error}");
    let mut instance = faulty(r#"{"mode":"panic_in_drop"}"#).unwrap();
    instance.write(&document(), 0, "a", "a.html").unwrap();
    assert_eq!(titles(instance), ONE);
}

#[test]
fn options_are_checked() {
    let error = faulty(r#"{"mod":"ok"}"#).unwrap_err().to_string();
    assert!(error.contains("no option `mod`; it takes at, mode"), "{error}");
    let error = faulty(r#"{"at":-1}"#).unwrap_err();
    assert!(matches!(&error, HostError::Options { what, .. } if what == "`at` counts from 0"), "{error}");
}

#[test]
fn instances_work_side_by_side() {
    let instance = faulty(r#"{"at":9}"#).unwrap();
    let plugin = std::sync::Arc::clone(instance.plugin());
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let mut instance = plugin.instance(r#"{"mode":"panic","at":3}"#).unwrap();
            scope.spawn(move || {
                for seq in 0..20 {
                    let outcome = instance.write(&document(), seq, &format!("w{worker}"), "x");
                    assert_eq!(outcome.is_err(), seq == 3, "{outcome:?}");
                    if let Ok(written) = outcome {
                        let text = String::from_utf8(written.outputs[0].bytes.clone()).unwrap();
                        assert_eq!(text, format!("云河市工作总结|{seq}|w{worker}|x"));
                    }
                }
            });
        }
    });
}

#[test]
fn buffers_from_elsewhere_are_checked() {
    let mut instance = faulty(r#"{"at":8}"#).unwrap();
    let bytes = document().as_bytes().to_vec();
    instance.write(&lantai_host::Buffer::from_bytes(&bytes), 0, "a", "a").unwrap();
    let error = instance.write(&lantai_host::Buffer::from_bytes(&bytes[1..]), 1, "b", "b").unwrap_err().to_string();
    assert!(error.contains("not a sound document buffer"), "{error}");
}

#[test]
fn first_party_plugins() {
    let (json, markdown) = (built("lantai-json"), built("lantai-markdown"));
    let folder = common::folder("first-party");
    for path in [&json, &markdown] {
        common::put(path, folder.join(path.file_name().unwrap()));
    }
    let search = explicit(&[&folder]);
    let registry = Registry::discover(&search);
    assert_eq!(registry.problems, [""; 0]);
    let ids: Vec<_> = registry.found.iter().map(|found| (found.id.as_str(), found.extensions[0].as_str())).collect();
    assert_eq!(ids, [("json", "json"), ("markdown", "md")]);
    assert!(registry.found.iter().all(|found| found.version == "0.1.0" && !found.description.is_empty()));
    let mut json = registry.writer("json").unwrap().instance("{\"pretty\":true}").unwrap();
    let written = json.write(&document(), 0, "a", "a.html").unwrap();
    let expected = serde_json::to_string_pretty(&common::conversion()).unwrap() + "\n";
    assert_eq!(String::from_utf8(written.outputs[0].bytes.clone()).unwrap(), expected);
    let mut markdown = Registry::find_writer(&search, "markdown").unwrap().instance("").unwrap();
    let written = markdown.write(&document(), 0, "a", "a.html").unwrap();
    let text = String::from_utf8(written.outputs[0].bytes.clone()).unwrap();
    assert!(text.contains("\n# 云河市工作总结\n") && text.contains("\n## 一、总体要求\n"), "{text}");
}

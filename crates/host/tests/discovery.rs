//! Where plugins are found, which one wins, and which files are not trusted.

mod common;

use common::{built, explicit, folder, library, put};
use lantai_host::{FoundBy, HostError, Registry, SearchPath};

#[test]
fn places_come_in_order_and_the_first_wins() {
    let json = built("lantai-json");
    let at = |name: &str| {
        let folder = folder(name);
        put(&json, folder.join(library("lantai_json")));
        folder
    };
    let exe = at("order-exe");
    let _ = std::fs::create_dir(exe.join("plugins"));
    common::mode(&exe.join("plugins"), 0o755);
    put(&built("faulty_writer"), exe.join("plugins").join(library("anything")));
    // Beside the executable only `lantai_*` counts.
    std::fs::write(exe.join(library("other")), "no library").unwrap();
    let search = SearchPath {
        explicit: vec![],
        environment: vec![at("order-env"), "relative".into()],
        executable: Some(exe),
        user: Some(at("order-user")),
        system: vec!["/there/is/nothing".into()],
    };
    let registry = Registry::discover(&search);
    let found: Vec<_> = registry.found.iter().map(|found| (found.id.as_str(), found.origin)).collect();
    assert_eq!(found, [("json", FoundBy::Environment), ("faulty", FoundBy::Executable)]);
    let problems = registry.problems.join("\n");
    assert_eq!(registry.problems.len(), 3, "{problems}");
    assert!(problems.contains("relative: LANTAI_PLUGIN_PATH takes absolute paths only"), "{problems}");
    assert!(problems.contains("order-exe") && problems.contains("is shadowed by"), "{problems}");
    let quick = Registry::find_writer(&search, "json").unwrap();
    assert_eq!(quick.info().path, registry.found[0].path);
    assert!(quick.info().path.is_absolute());
}

#[test]
fn an_unknown_id_lists_what_there_is() {
    let folder = folder("unknown");
    put(&built("lantai-json"), folder.join(library("lantai_json")));
    let error = Registry::find_writer(&explicit(&[&folder]), "docx").unwrap_err().to_string();
    assert!(error.contains("no output plugin `docx`; available: json; searched: "), "{error}");
    assert!(error.contains(folder.canonicalize().unwrap().to_str().unwrap()), "{error}");
}

#[test]
fn what_is_no_plugin_is_said() {
    let folder = folder("no-plugin");
    let text = folder.join(library("text"));
    std::fs::write(&text, "no library").unwrap();
    common::mode(&text, 0o644);
    let registry = Registry::discover(&explicit(&[&folder, &folder.join("missing")]));
    assert_eq!(registry.problems.len(), 2);
    assert!(registry.problems[0].contains("missing"), "{}", registry.problems[0]);
    // The system's own words are in the message.
    assert!(registry.problems[1].contains("cannot be loaded: ") && registry.problems[1].contains("text"));
    assert!(registry.problems[1].len() > text.as_os_str().len() + 80, "{}", registry.problems[1]);
}

#[cfg(unix)]
#[test]
fn what_others_may_write_is_not_opened() {
    let open = folder("writable-folder");
    let in_open = put(&built("lantai-json"), open.join(library("lantai_json")));
    common::mode(&open, 0o777);
    let closed = folder("writable-file");
    let file = put(&built("lantai-json"), closed.join(library("lantai_json")));
    common::mode(&file, 0o775);
    for (path, mode) in [(&in_open, "mode 777"), (&file, "mode 775")] {
        let error = Registry::find_writer(&explicit(&[path]), "json").unwrap_err();
        let HostError::Unknown { problems, .. } = &error else { panic!("{error}") };
        assert!(problems[0].contains(mode) && problems[0].contains("chmod go-w"), "{}", problems[0]);
    }
    // A link from a good folder does not help.
    let links = folder("writable-link");
    std::os::unix::fs::symlink(&in_open, links.join(library("link"))).unwrap();
    assert!(Registry::discover(&explicit(&[&links])).found.is_empty());
    // The executable's own folder is as trusted as the executable.
    let own = SearchPath { executable: Some(open), ..SearchPath::default() };
    assert_eq!(Registry::discover(&own).found.len(), 1);
}

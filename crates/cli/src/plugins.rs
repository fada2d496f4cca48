//! `lantai plugin list`, `lantai formats`, and where plugins are looked for.

use std::io::Write;
use std::path::PathBuf;

use lantai_host::{Registry, SearchPath};

use crate::Exit;

/// The search path for plugins, with what the user named first.
pub fn search_path(explicit: &[PathBuf]) -> SearchPath {
    SearchPath::from_process(explicit.to_vec())
}

/// Prints the plugins that are found, and where, and what is wrong with the others.
pub fn list(explicit: &[PathBuf]) -> anyhow::Result<Exit> {
    let registry = Registry::discover(&search_path(explicit));
    let mut out = std::io::stdout().lock();
    for plugin in &registry.found {
        let (kind, origin) = (plugin.kind.as_str(), plugin.origin.as_str());
        let place = plugin.path.display();
        writeln!(out, "{}\t{kind}\t{}\t{}\t{origin}\t{place}", plugin.id, plugin.version, plugin.title)?;
    }
    for problem in &registry.problems {
        eprintln!("lantai: {problem}");
    }
    Ok(Exit::Ok)
}

/// Prints what is read and what is written.
pub fn formats(explicit: &[PathBuf]) -> anyhow::Result<Exit> {
    let registry = Registry::discover(&search_path(explicit));
    let mut out = std::io::stdout().lock();
    for format in lantai::READERS {
        writeln!(out, "read\t{}\t{}\t.{}", format.id, format.name, format.extensions.join(" ."))?;
    }
    for plugin in &registry.found {
        writeln!(out, "write\t{}\t{}\t.{}", plugin.id, plugin.title, plugin.extensions.join(" ."))?;
    }
    for problem in &registry.problems {
        eprintln!("lantai: {problem}");
    }
    Ok(Exit::Ok)
}

//! `lantai plugin list`, `lantai formats`, and where plugins are looked for.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use lantai_host::{Registry, SearchPath};

use crate::{Exit, Usage};

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

/// Prints what one plugin says of itself, with its options.
pub fn show(id: &str, explicit: &[PathBuf]) -> anyhow::Result<Exit> {
    let registry = Registry::discover(&search_path(explicit));
    let Some(plugin) = registry.found.iter().find(|plugin| plugin.id == id) else {
        let known: Vec<&str> = registry.found.iter().map(|plugin| plugin.id.as_str()).collect();
        bail!(Usage(format!("there is no plugin {id}; there are {}", known.join(", "))));
    };
    let mut out = std::io::stdout().lock();
    for (name, value) in [
        ("id", plugin.id.as_str()),
        ("kind", plugin.kind.as_str()),
        ("version", &plugin.version),
        ("title", &plugin.title),
        ("description", &plugin.description),
        ("licence", &plugin.license),
        ("built with", &plugin.built_with),
        ("extensions", &plugin.extensions.join(" ")),
        ("found", plugin.origin.as_str()),
        ("file", &plugin.path.display().to_string()),
        ("options", &plugin.options_schema),
    ] {
        writeln!(out, "{name}\t{value}")?;
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

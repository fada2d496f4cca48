//! The plugins that there are: which one an id means, what is shadowed, what could not be used and why.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::search::{Candidates, FoundBy, SearchPath};
use crate::v1::{self, Descriptor};
use crate::{HostError, Kind, Plugin};

/// A plugin as found.
#[derive(Clone, Debug)]
pub struct FoundPlugin {
    /// What users type.
    pub id: String,
    /// What it is. Only writers run in this version.
    pub kind: Kind,
    /// Its version.
    pub version: String,
    /// Its name for people.
    pub title: String,
    /// One line on what it does.
    pub description: String,
    /// Its licence.
    pub license: String,
    /// Where it comes from.
    pub homepage: String,
    /// File name extensions without the dot, the default first.
    pub extensions: Vec<String>,
    /// Media types of its outputs.
    pub media_types: Vec<String>,
    /// JSON Schema of its options, or empty.
    pub options_schema: String,
    /// Bits `CAP_…` of [`lantai_plugin::abi`].
    pub caps: u64,
    /// What it was built with.
    pub built_with: String,
    /// Its file.
    pub path: PathBuf,
    /// How it was found.
    pub origin: FoundBy,
}

impl FoundPlugin {
    /// One instance must see all documents of a run, in their order.
    pub fn wants_whole_run(&self) -> bool {
        use lantai_plugin::abi::{CAP_ORDERED, CAP_RUN_OUTPUT, CAP_SINGLE_INSTANCE};
        self.caps & (CAP_SINGLE_INSTANCE | CAP_ORDERED | CAP_RUN_OUTPUT) != 0
    }

    /// The plugin skips the data beside the running text: documents may come to it without.
    pub fn is_text_only(&self) -> bool {
        self.caps & lantai_plugin::abi::CAP_TEXT_ONLY != 0
    }
}

/// All plugins of a search path.
#[derive(Debug, Default)]
pub struct Registry {
    /// The plugins, first found first; an id stands once for each kind.
    pub found: Vec<FoundPlugin>,
    /// What could not be used, or is shadowed by another plugin, and why.
    pub problems: Vec<String>,
    writers: Vec<Arc<Plugin>>,
    searched: Vec<PathBuf>,
}

impl Registry {
    /// Opens every library on the search path.
    pub fn discover(search: &SearchPath) -> Registry {
        let mut registry = Registry::default();
        for place in search.candidates(&mut registry.problems) {
            for (path, plugins) in open_all(&place, &mut registry.problems) {
                for plugin in plugins {
                    registry.add(found(plugin, &path, place.origin), plugin);
                }
            }
            registry.searched.push(place.place);
        }
        registry
    }

    /// The writer of that id without opening more libraries than needed: in each place those that have the id in their
    /// name come first. The same plugin as [`Registry::discover`] finds.
    ///
    /// # Errors
    /// There is none; the message lists those that there are.
    pub fn find_writer(search: &SearchPath, id: &str) -> Result<Arc<Plugin>, HostError> {
        let mut problems = Vec::new();
        for place in search.candidates(&mut problems) {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            for path in &place.files {
                if is_named(path, id) { first.push(path) } else { second.push(path) }
            }
            for path in first.into_iter().chain(second) {
                // What cannot be opened matters only if nothing is found; then `discover` below says so.
                let Ok(library) = v1::load(path) else { continue };
                let wanted = |plugin: &&Descriptor| plugin.id == id && plugin.kind == Kind::Writer;
                if let Some(plugin) = library.plugins.iter().find(wanted)
                    && let Some(plugin) = Plugin::new(found(plugin, path, place.origin), plugin, library)
                {
                    return Ok(Arc::new(plugin));
                }
            }
        }
        Registry::discover(search).writer(id)
    }

    /// The writer of that id.
    ///
    /// # Errors
    /// There is none; the message lists those that there are.
    pub fn writer(&self, id: &str) -> Result<Arc<Plugin>, HostError> {
        if let Some(plugin) = self.writers.iter().find(|plugin| plugin.info().id == id) {
            return Ok(Arc::clone(plugin));
        }
        if let Some(other) = self.found.iter().find(|found| found.id == id) {
            return Err(HostError::NotHosted {
                id: other.id.clone(),
                path: other.path.clone(),
                kind: other.kind.as_str(),
            });
        }
        Err(HostError::Unknown {
            id: id.to_owned(),
            available: self.writers.iter().map(|plugin| plugin.info().id.clone()).collect(),
            searched: self.searched.clone(),
            problems: self.problems.clone(),
        })
    }

    /// The places that were looked in, in order.
    pub fn searched(&self) -> &[PathBuf] {
        &self.searched
    }

    fn add(&mut self, found: FoundPlugin, descriptor: &'static Descriptor) {
        if let Some(winner) = self.found.iter().find(|other| other.id == found.id && other.kind == found.kind) {
            if winner.path != found.path {
                let (id, path, by) = (&found.id, found.path.display(), winner.path.display());
                self.problems.push(format!("plugin `{id}` in {path} is shadowed by {by}; remove one of the two"));
            }
            return;
        }
        if let Ok(library) = v1::load(&found.path)
            && let Some(plugin) = Plugin::new(found.clone(), descriptor, library)
        {
            self.writers.push(Arc::new(plugin));
        }
        self.found.push(found);
    }
}

/// The plugins of all libraries of a place. Where two in one place offer the same id, the one wins whose name has it:
/// files named after what they offer come first.
fn open_all(place: &Candidates, problems: &mut Vec<String>) -> Vec<(PathBuf, Vec<&'static Descriptor>)> {
    let mut named = Vec::new();
    let mut others = Vec::new();
    for path in &place.files {
        match v1::load(path) {
            Ok(library) => {
                let (first, second): (Vec<_>, Vec<_>) =
                    library.plugins.iter().partition(|plugin| is_named(path, &plugin.id));
                named.push((path.clone(), first));
                others.push((path.clone(), second));
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    named.append(&mut others);
    named
}

/// Hyphens cannot stand in the name of a Rust library, so both forms count.
fn is_named(path: &Path, id: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    name.contains(id) || name.contains(&id.replace('-', "_"))
}

fn found(plugin: &Descriptor, path: &Path, origin: FoundBy) -> FoundPlugin {
    FoundPlugin {
        id: plugin.id.clone(),
        kind: plugin.kind,
        version: plugin.version.clone(),
        title: plugin.title.clone(),
        description: plugin.description.clone(),
        license: plugin.license.clone(),
        homepage: plugin.homepage.clone(),
        extensions: plugin.extensions.clone(),
        media_types: plugin.media_types.clone(),
        options_schema: plugin.options_schema.clone(),
        caps: plugin.caps,
        built_with: plugin.built_with.clone(),
        path: path.to_owned(),
        origin,
    }
}

//! What can go wrong with plugins. Each message names the plugin and its file, says what is wrong and what to do.

use std::path::{Path, PathBuf};

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// No plugin has that id.
    #[error(
        "no output plugin `{id}`; available: {}; searched: {}; install it into one of these folders or name its file \
         with --plugin{}",
        list(available),
        paths(searched),
        said(problems)
    )]
    Unknown {
        /// What was asked for.
        id: String,
        /// The ids of the writers that were found.
        available: Vec<String>,
        /// Where they were looked for.
        searched: Vec<PathBuf>,
        /// What was found there and could not be used.
        problems: Vec<String>,
    },
    /// The plugin is of a kind that this version lists and does not run.
    #[error("plugin `{id}` ({}) is a {kind}: declared, not hosted by this version; choose an output plugin", path.display())]
    NotHosted {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// `reader` or `transform`.
        kind: &'static str,
    },
    /// The file is not opened at all.
    #[error("plugin file {} is not opened: {reason}; {remedy}", path.display())]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// The file is no library that this system can load.
    #[error("plugin file {} cannot be loaded: {cause}; rebuild it for this system, or remove it", path.display())]
    Load {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: String,
    },
    /// The library does not keep the contract.
    #[error("plugin file {} breaks the plugin contract{}: {what}; {remedy}", path.display(), named(id))]
    Contract {
        /// The file.
        path: PathBuf,
        /// The plugin in it, if that is known.
        id: Option<String>,
        /// What is wrong.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// The options do not fit the plugin.
    #[error("options of plugin `{id}` ({}): {what}; correct them and run again", path.display())]
    Options {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The plugin says that it failed.
    #[error("plugin `{id}` ({}) failed in {doing}: {message} (status {status}); tell its author if this goes on", path.display())]
    Failed {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// Which call.
        doing: &'static str,
        /// The status that it returned.
        status: i32,
        /// Its reason.
        message: String,
    },
    /// The plugin panicked. The next document gets a new instance.
    #[error("plugin `{id}` ({}) panicked in {doing}: {message}; tell its author", path.display())]
    Panicked {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// Which call.
        doing: &'static str,
        /// The panic's message and place.
        message: String,
    },
    /// The plugin wanted to write too much.
    #[error("plugin `{id}` ({}) went over a limit: {what}; raise the limit, or split the document", path.display())]
    Limit {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// Which limit.
        what: String,
    },
    /// The plugin did what the contract forbids.
    #[error("plugin `{id}` ({}) broke the plugin contract in {doing}: {what}; tell its author", path.display())]
    Protocol {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// Which call.
        doing: &'static str,
        /// What it did.
        what: String,
    },
    /// The plugin said earlier that it cannot go on.
    #[error("plugin `{id}` ({}) gave up earlier in this run: {message}; mend that and run again", path.display())]
    Stopped {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// What it said then.
        message: String,
    },
    /// The document itself cannot be handed over.
    #[error("plugin `{id}` ({}) was not called: {what}; convert the document in smaller parts", path.display())]
    Document {
        /// The plugin.
        id: String,
        /// Its file.
        path: PathBuf,
        /// What is wrong with the document's buffer.
        what: String,
    },
}

impl HostError {
    pub(crate) fn contract(path: &Path, id: Option<&str>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        HostError::Contract {
            path: path.to_owned(),
            id: id.map(str::to_owned),
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

fn list(ids: &[String]) -> String {
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}

fn paths(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    list(&names)
}

fn said(problems: &[String]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

fn named(id: &Option<String>) -> String {
    id.as_ref().map(|id| format!(" (plugin `{id}`)")).unwrap_or_default()
}

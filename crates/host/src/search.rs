//! Where plugins are looked for, in which order, and which files are not trusted.

use std::path::{Path, PathBuf};

use crate::HostError;

/// The places to look in, in this order: named by the user, named by `LANTAI_PLUGIN_PATH`, beside the executable, the
/// user's data folder, the system's folders. The first plugin of an id wins.
#[derive(Clone, Debug, Default)]
pub struct SearchPath {
    /// Files and folders named with `--plugin`.
    pub explicit: Vec<PathBuf>,
    /// Files and folders named by the environment; absolute.
    pub environment: Vec<PathBuf>,
    /// The folder of the executable. Only files named like `lantai_*` count there; so do `plugins` in it and
    /// `../lib/lantai/plugins` beside it.
    pub executable: Option<PathBuf>,
    /// The user's own folder of plugins.
    pub user: Option<PathBuf>,
    /// The system's folders of plugins.
    pub system: Vec<PathBuf>,
}

/// How a plugin was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FoundBy {
    /// Named with `--plugin`.
    Explicit,
    /// Named by `LANTAI_PLUGIN_PATH`.
    Environment,
    /// Beside the executable.
    Executable,
    /// In the user's data folder.
    User,
    /// In a folder of the system.
    System,
}

impl FoundBy {
    /// A word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            FoundBy::Explicit => "--plugin",
            FoundBy::Environment => "LANTAI_PLUGIN_PATH",
            FoundBy::Executable => "beside lantai",
            FoundBy::User => "user",
            FoundBy::System => "system",
        }
    }
}

/// Files of one place that may be plugins: canonical, trusted, by name.
pub struct Candidates {
    /// The folder, or the file where a file was named.
    pub place: PathBuf,
    pub origin: FoundBy,
    pub files: Vec<PathBuf>,
}

impl SearchPath {
    /// The search path of this process: `LANTAI_PLUGIN_PATH`, the executable's place, the platform's data folders.
    /// `explicit` is what the user named. The only function here that reads the environment.
    pub fn from_process(explicit: Vec<PathBuf>) -> SearchPath {
        let var = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let environment = std::env::var_os("LANTAI_PLUGIN_PATH");
        let environment =
            environment.iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty());
        let executable = std::env::current_exe().ok().and_then(|exe| exe.canonicalize().ok());
        let (user, system) = if cfg!(windows) {
            (var("APPDATA"), var("PROGRAMDATA").into_iter().collect())
        } else if cfg!(target_os = "macos") {
            let user = var("HOME").map(|home| home.join("Library/Application Support"));
            (user, vec![PathBuf::from("/Library/Application Support")])
        } else {
            let user = var("XDG_DATA_HOME").or_else(|| var("HOME").map(|home| home.join(".local/share")));
            (user, vec![PathBuf::from("/usr/local/lib"), PathBuf::from("/usr/lib")])
        };
        let plugins = |folder: PathBuf| folder.join("lantai").join("plugins");
        SearchPath {
            explicit,
            environment: environment.collect(),
            executable: executable.and_then(|exe| exe.parent().map(Path::to_owned)),
            user: user.filter(|folder| folder.is_absolute()).map(plugins),
            system: system.into_iter().map(plugins).collect(),
        }
    }

    /// The candidates of each place in search order. A place that is missing matters only if somebody named it.
    pub fn candidates(&self, problems: &mut Vec<String>) -> Vec<Candidates> {
        let own = self.executable.as_ref().and_then(|folder| folder.canonicalize().ok());
        let mut search = Search { own, problems, found: Vec::new() };
        for path in &self.explicit {
            search.place(path, FoundBy::Explicit);
        }
        for path in &self.environment {
            // A relative entry would let whoever owns the current folder choose the code that runs.
            if path.is_absolute() {
                search.place(path, FoundBy::Environment);
            } else {
                search.problems.push(format!("{}: LANTAI_PLUGIN_PATH takes absolute paths only", path.display()));
            }
        }
        if let Some(folder) = search.own.clone() {
            search.place(&folder, FoundBy::Executable);
            search.place(&folder.join("plugins"), FoundBy::Executable);
            search.place(&folder.join("../lib/lantai/plugins"), FoundBy::Executable);
        }
        if let Some(folder) = &self.user {
            search.place(folder, FoundBy::User);
        }
        for folder in &self.system {
            search.place(folder, FoundBy::System);
        }
        search.found
    }
}

struct Search<'a> {
    own: Option<PathBuf>,
    problems: &'a mut Vec<String>,
    found: Vec<Candidates>,
}

impl Search<'_> {
    fn place(&mut self, path: &Path, origin: FoundBy) {
        let named = matches!(origin, FoundBy::Explicit | FoundBy::Environment);
        let place = match path.canonicalize() {
            Ok(place) => place,
            Err(error) if named => {
                return self.problems.push(format!("{}: no such plugin file or folder ({error})", path.display()));
            }
            Err(_) => return,
        };
        let files = if place.is_dir() { self.folder(&place) } else { vec![place.clone()] };
        let files = files.into_iter().filter(|file| match self.trust(file) {
            Ok(()) => true,
            Err(error) => {
                self.problems.push(error.to_string());
                false
            }
        });
        let files = files.collect();
        self.found.push(Candidates { place, origin, files });
    }

    /// The libraries in a folder, by name; canonical.
    fn folder(&mut self, folder: &Path) -> Vec<PathBuf> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.problems.push(format!("{}: cannot be read ({error}); check its rights", folder.display()));
                return Vec::new();
            }
        };
        let own = self.own.as_deref() == Some(folder);
        // Beside the executable lie libraries of all sorts, which must not be opened only to see what they are.
        let prefix = if own { format!("{}lantai_", std::env::consts::DLL_PREFIX) } else { String::new() };
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
                name.starts_with(&prefix) && name.ends_with(std::env::consts::DLL_SUFFIX)
            })
            .filter_map(|path| path.canonicalize().ok().filter(|path| path.is_file()))
            .collect();
        files.sort();
        files.dedup();
        files
    }

    /// Refuses a file that others than its owner may change, itself or by its folder: it would run with the user's rights.
    /// The executable's own folder is as trusted as the executable.
    fn trust(&self, file: &Path) -> Result<(), HostError> {
        let folder = file.parent().unwrap_or(file);
        if self.own.as_deref() == Some(folder) {
            return Ok(());
        }
        owner_alone(folder)?;
        owner_alone(file)
    }
}

#[cfg(unix)]
fn owner_alone(path: &Path) -> Result<(), HostError> {
    use std::os::unix::fs::PermissionsExt;
    let refused = |reason: String, remedy: String| Err(HostError::Refused { path: path.to_owned(), reason, remedy });
    match std::fs::metadata(path) {
        Err(error) => refused(format!("its rights cannot be read ({error})"), "check the path".to_owned()),
        Ok(meta) if meta.permissions().mode() & 0o022 != 0 => {
            let mode = meta.permissions().mode() & 0o7777;
            let what = if meta.is_dir() { "folder" } else { "file" };
            let reason = format!("others than its owner may write this {what} (mode {mode:o})");
            refused(
                reason,
                format!("run `chmod go-w '{}'`, or move the plugin to a folder of your own", path.display()),
            )
        }
        Ok(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn owner_alone(_path: &Path) -> Result<(), HostError> {
    Ok(())
}

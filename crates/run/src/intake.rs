//! From paths to inputs: files as they are, folders with all that lies below them, in a fixed order.

use std::path::{Component, Path, PathBuf};

/// Folders are walked at most this deep; symbolic links to folders are not followed.
const DEPTH: usize = 64;

/// Extensions of files in folders that are no documents. A file that the user names is always tried.
const NOT_DOCUMENTS: &[&str] = &[
    "toml", "json", "jsonl", "yaml", "yml", "py", "sh", "rs", "js", "mjs", "css", "map", "ico", "svg", "png", "jpg",
    "jpeg", "gif", "webp", "bmp", "woff", "woff2", "ttf", "otf", "eot", "mp3", "mp4", "avi", "swf", "db", "log", "tmp",
    "in", "md",
];

/// One input of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Name in the report and below the output folder, with forward slashes.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Why it is not converted, if that is known already.
    pub refused: Option<Refusal>,
}

/// Why an input is not converted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// It is no document.
    Skip(String),
    /// It cannot be had.
    Fail(String),
}

/// All inputs below the given paths, sorted by name. Two inputs of one name: the later is refused.
pub fn intake(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => walk(path, &mut inputs),
            Ok(_) => inputs.push(Input { name: name_of(path), path: path.clone(), refused: None }),
            Err(error) => inputs.push(refused(name_of(path), path, Refusal::Fail(cannot("open", &error)))),
        }
    }
    inputs.sort();
    for index in 1..inputs.len() {
        if inputs[index].name == inputs[index - 1].name && inputs[index].refused.is_none() {
            let other = inputs[index - 1].path.display();
            let reason = format!("{other} has the same name below the output folder; convert it in a run of its own");
            inputs[index].refused = Some(Refusal::Fail(reason));
        }
    }
    inputs
}

fn refused(name: String, path: &Path, refusal: Refusal) -> Input {
    Input { name, path: path.to_owned(), refused: Some(refusal) }
}

/// A path as typed, if it stays below the current folder; otherwise the file's own name.
fn name_of(path: &Path) -> String {
    let parts: Vec<_> = path.components().filter(|part| *part != Component::CurDir).collect();
    let inside = parts.iter().all(|part| matches!(part, Component::Normal(_)));
    let parts = if inside { &parts[..] } else { &parts[parts.len().saturating_sub(1)..] };
    parts.iter().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn walk(root: &Path, inputs: &mut Vec<Input>) {
    let mut waiting = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let name = |path: &Path| {
            let inner = path.strip_prefix(root).unwrap_or(path);
            inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                let label = if folder == root { name_of(root) } else { name(&folder) };
                inputs.push(refused(label, &folder, Refusal::Fail(cannot("list the folder", &error))));
                continue;
            }
        };
        for entry in entries {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(error) => {
                    inputs.push(refused(name(&folder), &folder, Refusal::Fail(cannot("list the folder", &error))));
                    break;
                }
            };
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            let Ok(meta) = std::fs::symlink_metadata(&path) else { continue };
            if meta.is_dir() {
                // A hidden folder holds settings or an earlier run's report, not documents.
                if !hidden && depth < DEPTH {
                    waiting.push((path, depth + 1));
                }
                continue;
            }
            let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            let refused = if hidden {
                Some(Refusal::Skip("a hidden file".into()))
            } else if NOT_DOCUMENTS.contains(&extension.as_str()) {
                Some(Refusal::Skip(format!(
                    "not a document by its name (.{extension}); name the file itself to try it"
                )))
            } else if !meta.is_file() && !std::fs::metadata(&path).is_ok_and(|target| target.is_file()) {
                Some(Refusal::Skip("not a regular file".into()))
            } else {
                None
            };
            inputs.push(Input { name: name(&path), path, refused });
        }
    }
}

/// What the system refused, with a remedy.
pub(crate) fn cannot(what: &str, error: &std::io::Error) -> String {
    use std::io::ErrorKind::*;
    let remedy = match error.kind() {
        NotFound => "check the path",
        PermissionDenied => "give yourself the right to read it, or run as a user who has it",
        StorageFull => "make room and run again",
        _ => "check the disk and run again",
    };
    format!("cannot {what}: {error}; {remedy}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_below_the_output_folder() {
        assert_eq!(name_of(Path::new("a/b.docx")), "a/b.docx");
        assert_eq!(name_of(Path::new("./a/b.docx")), "a/b.docx");
        assert_eq!(name_of(Path::new("../x/b.docx")), "b.docx");
        assert_eq!(name_of(Path::new("/x/b.docx")), "b.docx");
    }
}

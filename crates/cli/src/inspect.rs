//! `lantai inspect`: a readable dump of one stage.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context;
use lantai::Source;

use crate::Exit;
use crate::args::InspectArgs;

/// Prints the dump.
pub fn inspect(arguments: &InspectArgs) -> anyhow::Result<Exit> {
    let Some(source) = source(&arguments.file)? else { return Ok(Exit::Unfinished) };
    match lantai::dump::dump(&source, &arguments.han.into(), arguments.stage.into()) {
        Ok(text) => {
            std::io::stdout().lock().write_all(text.as_bytes())?;
            Ok(Exit::Ok)
        }
        Err(error) => {
            eprintln!("lantai: {}: {error}", source.name);
            Ok(Exit::Unfinished)
        }
    }
}

/// One file, or standard input for `-`; None where it cannot be read, which is told.
pub fn source(path: &Path) -> anyhow::Result<Option<Source>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(Some(Source { name: "stdin".into(), bytes, ..Source::default() }));
    }
    let name = path.to_string_lossy().replace('\\', "/");
    match lantai_run::read_file(path) {
        Ok(bytes) => Ok(Some(Source { name, bytes, ..Source::default() })),
        Err(reason) => {
            eprintln!("lantai: {name}: {reason}");
            Ok(None)
        }
    }
}

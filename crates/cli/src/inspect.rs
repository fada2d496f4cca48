//! `lantai inspect`: a readable dump of one stage.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context;
use lantai::Source;

use crate::Exit;
use crate::args::InspectArgs;

/// Prints the dump.
pub fn inspect(arguments: &InspectArgs) -> anyhow::Result<Exit> {
    let source = source(&arguments.file)?;
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

/// One file, or standard input for `-`.
pub fn source(path: &Path) -> anyhow::Result<Source> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(Source { name: "stdin".into(), bytes, ..Source::default() });
    }
    let bytes = std::fs::read(path)
        .with_context(|| format!("cannot read {}; check the path and your rights", path.display()))?;
    Ok(Source { name: path.to_string_lossy().replace('\\', "/"), bytes, ..Source::default() })
}

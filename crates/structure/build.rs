//! Makes JSON of the lexicons in `rules/*.toml`: people write the one, and every run of the program reads the other, in a
//! quarter of the time. A lexicon that is no TOML stops the build.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    let out = env::var("OUT_DIR")?;
    for file in fs::read_dir("rules")? {
        let path = file?.path();
        let Some(name) = path.file_stem().filter(|_| path.extension().is_some_and(|end| end == "toml")) else {
            continue;
        };
        let rules: serde_json::Value =
            toml::from_str(&fs::read_to_string(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        fs::write(Path::new(&out).join(name).with_extension("json"), rules.to_string())?;
    }
    Ok(())
}

//! Test fixture: an output plugin that misbehaves on demand.
//!
//! The option `mode` says how, `at` on which document of the run (by its position); all others are written well. It also
//! keeps a list of titles for the whole run.

use std::io::Write as _;

use lantai_plugin::{Ctx, DocView, Level, Options, WriteError, Writer};

struct Faulty {
    mode: String,
    at: u64,
    written: u32,
}

impl Writer for Faulty {
    const ID: &'static str = "faulty";
    const EXTENSION: &'static str = "txt";
    const OPTIONS: &'static str = r#"{
  "type": "object",
  "properties": {
    "mode": {
      "enum": ["ok", "panic", "panic_in_create", "panic_in_drop", "error", "skip", "fatal", "bad_name", "twice", "huge"],
      "default": "ok"
    },
    "at": { "type": "integer", "default": 0 }
  }
}"#;

    fn create(options: &str) -> Result<Self, WriteError> {
        let options = Options::parse(options)?;
        let mode = options.str("mode").unwrap_or("ok").to_owned();
        let at = options.int("at").and_then(|at| u64::try_from(at).ok());
        let at = at.ok_or_else(|| WriteError::bad_options("`at` counts from 0"))?;
        assert!(mode != "panic_in_create", "broken on creation");
        Ok(Faulty { mode, at, written: 0 })
    }

    fn begin(&mut self, cx: &Ctx<'_>) -> Result<(), WriteError> {
        cx.run_output("titles.txt")?.write_all(b"titles\n")
    }

    fn write(&mut self, doc: &DocView<'_>, cx: &Ctx<'_>) -> Result<(), WriteError> {
        let title = doc.meta().title().unwrap_or("");
        writeln!(cx.run_output("titles.txt")?, "{title}")?;
        let mut out = cx.primary()?;
        write!(out, "{title}|{}|{}|{}", cx.seq(), cx.stem(), cx.source())?;
        cx.side("notes/side.txt")?.write_all(b"side")?;
        cx.log(Level::Info, "written");
        self.written += 1;
        if cx.seq() != self.at {
            return Ok(());
        }
        match self.mode.as_str() {
            "panic" => panic!("broken on purpose: {title}"),
            "error" => Err(WriteError::new("no room for 云河").at(1)),
            "skip" => Err(WriteError::skip("nothing to write")),
            "fatal" => Err(WriteError::fatal("the disk of the mind is full")),
            "bad_name" => cx.side("../outside.txt").map(drop),
            "twice" => cx.primary().map(drop),
            "huge" => {
                let block = vec![b'x'; 1 << 16];
                loop {
                    out.write_all(&block)?;
                }
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self, cx: &Ctx<'_>) -> Result<(), WriteError> {
        Ok(writeln!(cx.run_output("titles.txt")?, "{} written", self.written)?)
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        assert!(self.mode != "panic_in_drop", "broken to the end");
    }
}

lantai_plugin::export!(Faulty);

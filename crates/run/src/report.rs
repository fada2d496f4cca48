//! The report of a run: one row for every input.

use std::path::Path;

use serde::Serialize;

use crate::output;

/// How an input fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Converted whole.
    Ok,
    /// Converted, and something of it could not be read; the reason says what.
    Partial,
    /// Not converted; the reason says why.
    Failed,
    /// Not a document.
    Skipped,
}

/// One input's row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The input's name: its path below the folder that was named.
    pub path: String,
    /// How it fared.
    pub outcome: Outcome,
    /// Why it is not ok; empty otherwise.
    pub reason: String,
    /// Format that was recognised, empty where none was.
    pub format: String,
    /// BLAKE3 hash of the input's bytes, empty where they could not be read.
    pub blake3: String,
    /// Files written, relative to the output folder.
    pub outputs: Vec<String>,
    /// How many remarks of each kind the conversion made.
    pub remarks: Remarks,
}

/// Counts of remarks.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Remarks {
    /// Repairs, counted by place.
    pub corrected: u32,
    /// Texts taken out.
    pub omitted: u32,
    /// Doubts.
    pub unclear: u32,
    /// Limits that were hit.
    pub limited: u32,
}

/// The report of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name and version of the program.
    pub generator: &'static str,
    /// How many inputs: the sum of the four that follow.
    pub inputs: usize,
    /// Converted whole.
    pub ok: usize,
    /// Converted in part.
    pub partial: usize,
    /// Not converted.
    pub failed: usize,
    /// Not documents.
    pub skipped: usize,
    /// One row for every input, sorted by path.
    pub rows: Vec<Row>,
}

impl Report {
    /// Counts the rows.
    pub fn new(rows: Vec<Row>) -> Self {
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        Report {
            generator: lantai::GENERATOR,
            inputs: rows.len(),
            ok: count(Outcome::Ok),
            partial: count(Outcome::Partial),
            failed: count(Outcome::Failed),
            skipped: count(Outcome::Skipped),
            rows,
        }
    }

    /// Writes the report into `out/.lantai/report.json`.
    pub(crate) fn write(&self, out: &Path) -> std::io::Result<()> {
        let mut json = serde_json::to_vec_pretty(self).map_err(std::io::Error::other)?;
        json.push(b'\n');
        output::write_whole(&out.join(".lantai").join("report.json"), &json)
    }
}

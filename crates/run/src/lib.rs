//! Bulk runs: from the paths that a user names to whole output files and a report with one row for every input.
//!
//! This crate and the command are the only ones that touch disk, threads and processes.

mod intake;
mod output;
mod report;
mod work;

pub use intake::{Input, intake};
pub use report::{Outcome, Report, Row};
pub use work::{Job, Progress, RunError, Target, content, convert_one, read_file, run};

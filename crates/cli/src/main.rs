//! The `lantai` command: arguments in, exit code out.

mod args;
mod convert;
mod inspect;
mod plugins;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command, PluginCommand};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage } else { Exit::Ok } as u8);
        }
    };
    let done = match cli.command {
        Command::Convert(arguments) => convert::convert(&arguments),
        Command::Inspect(arguments) => inspect::inspect(&arguments),
        Command::Plugin { command: PluginCommand::List { plugin } } => plugins::list(&plugin),
        Command::Plugin { command: PluginCommand::Show { id, plugin } } => plugins::show(&id, &plugin),
        Command::Schema => schema(),
        Command::Formats { plugin } => plugins::formats(&plugin),
    };
    match done {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lantai: {error:#}");
            ExitCode::from(error.downcast_ref::<Usage>().map_or(Exit::Fatal, |_| Exit::Usage) as u8)
        }
    }
}

/// Prints the published JSON Schema, with one whole example.
fn schema() -> anyhow::Result<Exit> {
    std::io::stdout().lock().write_all(lantai::SCHEMA_TEXT.as_bytes())?;
    Ok(Exit::Ok)
}

/// Exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All inputs are converted whole.
    Ok = 0,
    /// The run could not be done.
    Fatal = 1,
    /// The command line is wrong.
    Usage = 2,
    /// Done, with inputs that failed or are partial.
    Unfinished = 3,
}

/// A mistake on the command line.
#[derive(Debug)]
pub struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// `lantai … | head`: the reader has had enough, which is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Lantai 兰台: turns Chinese official documents into clean, structured, traceable text.
#[derive(Parser)]
#[command(name = "lantai", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Convert files and folders
    Convert(ConvertArgs),
    /// Print what one stage of the conversion makes of a file
    Inspect(InspectArgs),
    /// Look at plugins
    Plugin {
        /// What to do with plugins.
        #[command(subcommand)]
        command: PluginCommand,
    },
    /// Print the JSON Schema of the conversions that `--to json` writes
    Schema,
    /// List what is read and what is written
    Formats {
        /// A plugin file or folder to look into, before all others
        #[arg(long, value_name = "PATH")]
        plugin: Vec<PathBuf>,
    },
}

/// What to do with plugins.
#[derive(Subcommand)]
pub enum PluginCommand {
    /// List the plugins that are found, and where
    List {
        /// A plugin file or folder to look into, before all others
        #[arg(long, value_name = "PATH")]
        plugin: Vec<PathBuf>,
    },
    /// Show one plugin with the options that it takes
    Show {
        /// Its id, as in `--to`
        id: String,
        /// A plugin file or folder to look into, before all others
        #[arg(long, value_name = "PATH")]
        plugin: Vec<PathBuf>,
    },
}

/// Arguments of `convert`.
#[derive(Args)]
pub struct ConvertArgs {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Output formats, by the names that `lantai formats` lists
    #[arg(long, value_name = "FORMAT,…", value_delimiter = ',', default_value = "markdown")]
    pub to: Vec<String>,
    /// Output folder; `-` is standard output, for one document in one format
    #[arg(short, long, value_name = "FOLDER", default_value = "-")]
    pub out: PathBuf,
    /// How many documents are converted at once; one for each processor by default
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print errors only
    #[arg(short, long)]
    pub quiet: bool,
    /// Han characters of the output
    #[arg(long, value_enum, default_value_t = HanArg::Keep)]
    pub han: HanArg,
    /// A plugin file or folder to look into, before all others
    #[arg(long, value_name = "PATH")]
    pub plugin: Vec<PathBuf>,
    /// An option of an output format, such as `json.pretty=false`
    #[arg(long = "set", value_name = "FORMAT.KEY=VALUE")]
    pub set: Vec<String>,
}

/// Arguments of `inspect`.
#[derive(Args)]
pub struct InspectArgs {
    /// The file; `-` is standard input
    pub file: PathBuf,
    /// The stage
    #[arg(long, value_enum, default_value_t = StageArg::Document)]
    pub stage: StageArg,
    /// Han characters of the output
    #[arg(long, value_enum, default_value_t = HanArg::Keep)]
    pub han: HanArg,
}

/// Stages on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StageArg {
    /// Format and charset
    Source,
    /// What the reader saw
    Read,
    /// What cleaning left
    Clean,
    /// What it says
    Document,
}

/// Han characters on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HanArg {
    /// As printed
    Keep,
    /// Simplified (简体)
    Simplified,
    /// Traditional (繁體)
    Traditional,
}

impl From<HanArg> for lantai::Options {
    fn from(han: HanArg) -> Self {
        let han = match han {
            HanArg::Keep => lantai::Han::Keep,
            HanArg::Simplified => lantai::Han::Simplified,
            HanArg::Traditional => lantai::Han::Traditional,
        };
        lantai::Options { han, ..lantai::Options::default() }
    }
}

impl From<StageArg> for lantai::dump::Stage {
    fn from(stage: StageArg) -> Self {
        match stage {
            StageArg::Source => Self::Source,
            StageArg::Read => Self::Read,
            StageArg::Clean => Self::Clean,
            StageArg::Document => Self::Document,
        }
    }
}

//! `lantai convert`: one document to standard output, or a run into a folder.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use lantai_host::{Content, Registry};
use lantai_run::{Job, Outcome, Progress, Report, Row, Target, intake};

use crate::args::ConvertArgs;
use crate::inspect::source;
use crate::plugins::search_path;
use crate::{Exit, Usage};

/// Converts what the user names.
pub fn convert(arguments: &ConvertArgs) -> anyhow::Result<Exit> {
    let targets = targets(arguments)?;
    let dash = Path::new("-");
    if arguments.out == dash {
        return to_stdout(arguments, &targets);
    }
    if arguments.inputs.iter().any(|input| input == dash) {
        bail!(Usage("standard input goes to standard output; leave -o out, or name a file".into()));
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let job = Job {
        inputs: intake(&arguments.inputs),
        out: arguments.out.clone(),
        targets,
        options: arguments.han.into(),
        threads: arguments.jobs.unwrap_or(cores).max(1),
    };
    let bar = Bar::new(job.inputs.len(), arguments.quiet);
    let report = lantai_run::run(&job, &bar)?;
    bar.clear();
    tell(&report, arguments.quiet);
    let unfinished = report.failed + report.partial > 0;
    Ok(if unfinished { Exit::Unfinished } else { Exit::Ok })
}

/// The writers that the user asks for.
fn targets(arguments: &ConvertArgs) -> anyhow::Result<Vec<Target>> {
    let mut options: BTreeMap<&str, serde_json::Map<String, serde_json::Value>> = BTreeMap::new();
    for set in &arguments.set {
        let parts = set.split_once('=').and_then(|(name, value)| Some((name.split_once('.')?, value)));
        let Some(((format, key), value)) = parts else {
            bail!(Usage(format!("--set {set}: write FORMAT.KEY=VALUE, such as json.pretty=false")));
        };
        if !arguments.to.iter().any(|id| id == format) {
            bail!(Usage(format!("--set {set}: {format} is not among the formats of --to")));
        }
        // What is not JSON (true, 3) is a string.
        let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
        options.entry(format).or_default().insert(key.to_owned(), value);
    }
    let search = search_path(&arguments.plugin);
    let mut targets: Vec<Target> = Vec::new();
    let mut named = Vec::new();
    for id in &arguments.to {
        if named.contains(&id) {
            continue;
        }
        named.push(id);
        let plugin = Registry::find_writer(&search, id).map_err(|error| Usage(error.to_string()))?;
        let extension = plugin.info().extensions.first().unwrap_or(&plugin.info().id).clone();
        if targets.iter().any(|target| target.extension == extension) {
            bail!(Usage(format!("two of the formats write .{extension}; convert to one of them at a time")));
        }
        let options = serde_json::Value::Object(options.remove(id.as_str()).unwrap_or_default()).to_string();
        // A first instance now: wrong options are told before the run.
        plugin.instance(&options).map_err(|error| Usage(error.to_string()))?;
        targets.push(Target { plugin, extension, options });
    }
    Ok(targets)
}

/// One document in one format to standard output.
fn to_stdout(arguments: &ConvertArgs, targets: &[Target]) -> anyhow::Result<Exit> {
    let ([input], [target]) = (&arguments.inputs[..], targets) else {
        bail!(Usage("standard output takes one document in one format; name a folder with -o".into()));
    };
    if input.is_dir() {
        bail!(Usage(format!("{} is a folder; name an output folder with -o", input.display())));
    }
    let Some(source) = source(input)? else { return Ok(Exit::Unfinished) };
    let content = lantai_run::content(std::slice::from_ref(target));
    let options = lantai::Options { records: content == Content::All, ..arguments.han.into() };
    let conversion = match lantai_run::convert_one(&source, &options) {
        Ok(conversion) => conversion,
        Err(error) => {
            eprintln!("lantai: {}: {error}", source.name);
            return Ok(Exit::Unfinished);
        }
    };
    let mut instance = target.plugin.instance(&target.options)?;
    let written = instance.write(&lantai_host::encode(&conversion, content), 0, &source.name, &source.name)?;
    let mut out = std::io::stdout().lock();
    for file in written.outputs.iter().filter(|file| file.name.is_empty()) {
        out.write_all(&file.bytes)?;
    }
    out.flush()?;
    let mut exit = Exit::Ok;
    for reason in conversion.limits() {
        eprintln!("lantai: {}: partial: {reason}", source.name);
        exit = Exit::Unfinished;
    }
    Ok(exit)
}

/// Says what did not go well, input by input, and sums up.
fn tell(report: &Report, quiet: bool) {
    for row in &report.rows {
        match row.outcome {
            Outcome::Failed => eprintln!("failed   {}: {}", row.path, row.reason),
            Outcome::Partial => eprintln!("partial  {}: {}", row.path, row.reason),
            Outcome::Ok | Outcome::Skipped => {}
        }
    }
    if !quiet {
        let Report { inputs, ok, partial, failed, skipped, .. } = report;
        eprintln!("{inputs} inputs: {ok} ok, {partial} partial, {failed} failed, {skipped} skipped");
    }
}

/// A progress bar on a terminal, nothing elsewhere.
struct Bar(Option<ProgressBar>);

impl Bar {
    fn new(total: usize, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Bar(None);
        }
        let bar = ProgressBar::new(total as u64);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} · {per_sec} · {eta} left · {wide_msg}");
        Bar(Some(style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)))
    }

    fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn done(&self, row: &Row) {
        if let Some(bar) = &self.0 {
            bar.set_message(row.path.clone());
            bar.inc(1);
        }
    }
}

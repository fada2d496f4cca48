//! The run itself: threads take inputs in order, convert them, hand them to the writers, and leave whole files.

use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};

use lantai::{Conversion, ErrorKind, Options, ReadError, Remark, Source};
use lantai_host::{Content, HostError, Instance, Plugin, encode};

use crate::intake::{Input, Refusal, cannot};
use crate::output::write_whole;
use crate::report::{Outcome, Remarks, Report, Row};

/// Largest input that is read, in bytes.
const INPUT_LIMIT: u64 = 200 << 20;
/// Stack of a worker thread, in bytes: parsers below us recurse within their own limits.
const STACK: usize = 32 << 20;

/// An output format of a run.
#[derive(Clone)]
pub struct Target {
    /// The writer.
    pub plugin: Arc<Plugin>,
    /// Extension of its primary outputs, without the dot.
    pub extension: String,
    /// Its options as a JSON object.
    pub options: String,
}

/// What is to be done.
pub struct Job {
    /// The inputs, in order.
    pub inputs: Vec<Input>,
    /// The output folder.
    pub out: PathBuf,
    /// The output formats.
    pub targets: Vec<Target>,
    /// Choices of the conversion.
    pub options: Options,
    /// How many threads convert; at least one does.
    pub threads: usize,
}

/// Is told of every input that is done.
pub trait Progress: Sync {
    /// One more input is done.
    fn done(&self, row: &Row);
}

/// Why a run cannot go on at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The output folder cannot be made or written.
    #[error(
        "cannot write to the output folder {folder}: {cause}; choose another with -o, or give yourself the right to write there"
    )]
    Output {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A writer cannot be started.
    #[error(transparent)]
    Plugin(#[from] HostError),
}

/// Converts all inputs of a job and writes the report.
pub fn run(job: &Job, progress: &dyn Progress) -> Result<Report, RunError> {
    let refuse = |cause| RunError::Output { folder: job.out.clone(), cause };
    std::fs::create_dir_all(&job.out).map_err(refuse)?;
    // An empty report first: a folder that cannot be written is found out before the work, not after it.
    Report::new(Vec::new()).write(&job.out).map_err(refuse)?;

    let next = AtomicUsize::new(0);
    let rows: Mutex<Vec<Option<Row>>> = Mutex::new(vec![None; job.inputs.len()]);
    let work = || -> Result<(), RunError> {
        let mut writers = Writers::start(&job.targets)?;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = job.inputs.get(index) else { return writers.finish(&job.out) };
            let row = convert_input(input, index as u64, job, &mut writers);
            progress.done(&row);
            rows.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(row);
        }
    };
    // A writer with one output for the run sees all documents, in their order.
    let whole_run = job.targets.iter().any(|target| target.plugin.info().wants_whole_run());
    let threads = if whole_run { 1 } else { job.threads };
    std::thread::scope(|scope| -> Result<(), RunError> {
        let threads: Vec<_> = (0..threads.clamp(1, job.inputs.len().max(1)))
            .map(|_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work))
            .collect::<Result<_, _>>()
            .map_err(refuse)?;
        for thread in threads {
            // Panics are caught inside; one that still gets here has already been printed by the runtime.
            thread.join().unwrap_or(Ok(()))?;
        }
        Ok(())
    })?;

    let rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    let rows = rows.into_iter().zip(&job.inputs).map(|(row, input)| {
        row.unwrap_or_else(|| failed(input, "the conversion was broken off; run it again and report this".into()))
    });
    let report = Report::new(rows.collect());
    report.write(&job.out).map_err(refuse)?;
    Ok(report)
}

/// The writers of one thread.
struct Writers<'a> {
    all: Vec<(&'a Target, Instance)>,
}

impl<'a> Writers<'a> {
    fn start(targets: &'a [Target]) -> Result<Self, HostError> {
        let start = |target: &'a Target| Ok((target, target.plugin.instance(&target.options)?));
        Ok(Writers { all: targets.iter().map(start).collect::<Result<_, HostError>>()? })
    }

    /// Ends the run for every writer and writes what belongs to the run as a whole.
    fn finish(self, out: &Path) -> Result<(), RunError> {
        for (target, instance) in self.all {
            for file in instance.finish()?.outputs {
                let name = if file.name.is_empty() { format!("run.{}", target.extension) } else { file.name };
                let refuse = |cause| RunError::Output { folder: out.to_owned(), cause };
                write_whole(&out.join(name), &file.bytes).map_err(refuse)?;
            }
        }
        Ok(())
    }
}

fn failed(input: &Input, reason: String) -> Row {
    Row {
        path: input.name.clone(),
        outcome: Outcome::Failed,
        reason,
        format: String::new(),
        blake3: String::new(),
        outputs: Vec::new(),
        remarks: Remarks::default(),
    }
}

/// One input: read, convert, write with every writer.
fn convert_input(input: &Input, seq: u64, job: &Job, writers: &mut Writers<'_>) -> Row {
    match &input.refused {
        Some(Refusal::Skip(reason)) => return Row { outcome: Outcome::Skipped, ..failed(input, reason.clone()) },
        Some(Refusal::Fail(reason)) => return failed(input, reason.clone()),
        None => {}
    }
    let source = match read_source(input) {
        Ok(source) => source,
        Err(reason) => return failed(input, reason),
    };
    let content = content(&job.targets);
    let options = Options { records: content == Content::All, ..job.options };
    let conversion = match convert_one(&source, &options) {
        Ok(conversion) => conversion,
        Err(error) => return failed(input, error.to_string()),
    };
    // Large files: what is not needed any more makes room for the next step.
    drop(source);
    let mut row = row_of(input, &conversion);
    let buffer = encode(&conversion, content);
    // A plugin may take as much room again: the flat buffer is all that is needed from here on.
    drop(conversion);
    let stem = input.name.rsplit('/').next().unwrap_or(&input.name);
    for (target, instance) in &mut writers.all {
        let result = instance
            .write(&buffer, seq, stem, &input.name)
            .map_err(|error| error.to_string())
            .and_then(|written| write_outputs(&job.out, &input.name, target, written.outputs));
        match result {
            Ok(names) => row.outputs.extend(names),
            Err(reason) => {
                row.outcome = Outcome::Failed;
                row.reason = if row.reason.is_empty() { reason } else { format!("{}; {reason}", row.reason) };
            }
        }
    }
    row
}

/// What the outputs use of a conversion: work that none of them shows is not done.
pub fn content(targets: &[Target]) -> Content {
    let text_only = targets.iter().all(|target| target.plugin.info().is_text_only());
    if text_only { Content::Text } else { Content::All }
}

fn row_of(input: &Input, conversion: &Conversion) -> Row {
    let mut remarks = Remarks::default();
    for remark in &conversion.remarks {
        match remark {
            Remark::Corrected { count, .. } => remarks.corrected += count,
            Remark::Omitted { .. } => remarks.omitted += 1,
            Remark::Unclear { .. } => remarks.unclear += 1,
            Remark::Limited { .. } => remarks.limited += 1,
            Remark::Decoded { .. } => {}
        }
    }
    let reason = conversion.limits().collect::<Vec<_>>().join("; ");
    Row {
        path: input.name.clone(),
        outcome: if reason.is_empty() { Outcome::Ok } else { Outcome::Partial },
        reason,
        format: conversion.origin.format.clone(),
        blake3: conversion.origin.blake3.clone(),
        outputs: Vec::new(),
        remarks,
    }
}

fn read_source(input: &Input) -> Result<Source, String> {
    Ok(Source { name: input.name.clone(), bytes: read_file(&input.path)?, ..Source::default() })
}

/// The bytes of a file within the limit on inputs, or why it cannot be had and what to do.
pub fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let length = std::fs::metadata(path).map_err(|error| cannot("open", &error))?.len();
    if length > INPUT_LIMIT {
        return Err(format!("the file has {length} bytes, more than the limit of {INPUT_LIMIT}; split it"));
    }
    std::fs::read(path).map_err(|error| cannot("read", &error))
}

/// Writes what a writer gave for one input. The primary output is the input's name with the format's extension;
/// side files lie in a folder of that name.
fn write_outputs(
    out: &Path,
    name: &str,
    target: &Target,
    files: Vec<lantai_host::OutputFile>,
) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for file in files {
        let relative = match file.name.as_str() {
            "" => format!("{name}.{}", target.extension),
            side => format!("{name}.{}.files/{side}", target.extension),
        };
        write_whole(&out.join(&relative), &file.bytes).map_err(|error| cannot(&format!("write {relative}"), &error))?;
        names.push(relative);
    }
    Ok(names)
}

thread_local! {
    /// Message of the last panic on this thread, while conversions are guarded.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
    static GUARDED: RefCell<bool> = const { RefCell::new(false) };
}

/// Converts one source; a panic on the way is an error of this source alone.
pub fn convert_one(source: &Source, options: &Options) -> Result<Conversion, ReadError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if GUARDED.with_borrow(|guarded| *guarded) {
                PANIC.with_borrow_mut(|message| *message = Some(info.to_string()));
            } else {
                before(info);
            }
        }));
    });
    GUARDED.with_borrow_mut(|guarded| *guarded = true);
    let result = catch_unwind(AssertUnwindSafe(|| lantai::convert(source, options)));
    GUARDED.with_borrow_mut(|guarded| *guarded = false);
    result.unwrap_or_else(|_| {
        let message = PANIC.take().unwrap_or_default().replace('\n', " ");
        let message = format!("the program made a mistake on this file ({message})");
        Err(ReadError::new(ErrorKind::Damaged, message, "report it with the file; the run goes on"))
    })
}

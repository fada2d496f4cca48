//! A writer at work: instances, one call per document, and what becomes of each call's outcome.

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use lantai_plugin::abi::{self, Status, Str};
use lantai_plugin::{Buffer, Level};

use crate::call::{self, CallState, Grown, HOST};
use crate::discover::FoundPlugin;
use crate::v1::{Descriptor, Library, Ops};
use crate::{HostError, options};

/// Bytes that all outputs of one call, with those of the run, may have together, unless the user says otherwise.
pub const OUTPUT_LIMIT: usize = 512 << 20;

/// What a plugin does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Reads sources.
    Reader,
    /// Changes documents.
    Transform,
    /// Writes outputs.
    Writer,
}

impl Kind {
    /// A word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Reader => "reader",
            Kind::Transform => "transform",
            Kind::Writer => "writer",
        }
    }
}

/// A writer that is loaded and checked.
pub struct Plugin {
    info: FoundPlugin,
    ops: Ops,
    library: &'static Library,
}

/// A file that a plugin made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Relative name with forward slashes; empty for the primary output, which the host names.
    pub name: String,
    /// Its media type, where the plugin says one.
    pub media_type: String,
    /// What it belongs to.
    pub kind: OutputKind,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What an output belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputKind {
    /// The document's own output.
    Primary,
    /// A file beside it.
    Side,
    /// An output of the whole run.
    Run,
}

/// What a call brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The outputs in the order in which they were opened; none if the document was skipped.
    pub outputs: Vec<OutputFile>,
    /// The plugin cannot put this document into its format. That is no failure.
    pub skipped: bool,
    /// What the plugin says to the user.
    pub log: Vec<(Level, String)>,
}

/// An instance of a writer with its options. One thread uses it at a time.
pub struct Instance {
    plugin: Arc<Plugin>,
    options: String,
    raw: Option<*mut c_void>,
    limit: usize,
    cancel: Option<Arc<AtomicBool>>,
    run: Vec<Grown>,
    run_token: usize,
    /// An instance that collected for the run was lost in a panic.
    lost: bool,
    stopped: Option<String>,
    log: Vec<(Level, String)>,
}

// SAFETY: rule R5 of the header: an instance may move between threads, as long as one uses it at a time.
unsafe impl Send for Instance {}

impl Plugin {
    /// A plugin that can be run here: a writer.
    pub(crate) fn new(info: FoundPlugin, descriptor: &Descriptor, library: &'static Library) -> Option<Plugin> {
        Some(Plugin { info, ops: descriptor.ops?, library })
    }

    /// What it says of itself.
    pub fn info(&self) -> &FoundPlugin {
        &self.info
    }

    /// Makes an instance. `options` is a JSON object, or empty.
    ///
    /// # Errors
    /// The options do not fit, or the plugin fails.
    pub fn instance(self: &Arc<Self>, options: &str) -> Result<Instance, HostError> {
        let resolved = options::resolve(&self.info.options_schema, options).map_err(|what| HostError::Options {
            id: self.info.id.clone(),
            path: self.info.path.clone(),
            what,
        })?;
        let mut instance = Instance {
            plugin: Arc::clone(self),
            options: resolved,
            raw: None,
            limit: OUTPUT_LIMIT,
            cancel: None,
            run: Vec::new(),
            run_token: 0,
            lost: false,
            stopped: None,
            log: Vec::new(),
        };
        instance.ready()?;
        Ok(instance)
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin").field("info", &self.info).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance")
            .field("plugin", &self.plugin.info.id)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Instance {
    /// The plugin.
    pub fn plugin(&self) -> &Arc<Plugin> {
        &self.plugin
    }

    /// Sets the limit in bytes for all outputs of one call, with those of the run; [`OUTPUT_LIMIT`] until then.
    pub fn set_limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    /// Lets the plugin ask whether it should give up.
    pub fn set_cancel(&mut self, cancel: Arc<AtomicBool>) {
        self.cancel = Some(cancel);
    }

    /// What the plugin logged in calls that failed, since this was last asked.
    pub fn take_log(&mut self) -> Vec<(Level, String)> {
        std::mem::take(&mut self.log)
    }

    /// Writes one document. `seq` is its position in the run from 0, `stem` a suggested name for outputs, `source` the
    /// name of the source.
    ///
    /// # Errors
    /// No output of this call is kept. Unless the plugin gave up, the next document can be written.
    pub fn write(&mut self, doc: &Buffer, seq: u64, stem: &str, source: &str) -> Result<Written, HostError> {
        let view = doc.view().map_err(|error| self.document(error.to_string()))?;
        if view.is_incomplete() {
            return Err(self.document("the document is too large for plugins (4 GiB)".to_owned()));
        }
        let id = view.root().attr("origin.blake3").filter(|hash| !hash.is_empty()).unwrap_or(stem);
        let raw = self.ready()?;
        let bytes = doc.as_bytes();
        let doc = abi::Doc {
            struct_size: size_of::<abi::Doc>() as u32,
            reserved: 0,
            buf: bytes.as_ptr(),
            len: bytes.len() as u64,
            seq,
            id: Str::new(id),
            stem: Str::new(stem),
            source: Str::new(source),
        };
        let write = self.plugin.ops.write_doc;
        // SAFETY: `raw` came from this plugin's `create` and is used here alone; the document is sound and outlives the
        // call.
        let mut state = self.call("write_doc", |call| unsafe { write(raw, call, &doc) })?;
        let outputs = if state.skipped { Vec::new() } else { state.files() };
        Ok(Written { outputs, skipped: state.skipped, log: std::mem::take(&mut state.state.log) })
    }

    /// Ends the run: the plugin completes what it collected. Returns the outputs of the run.
    ///
    /// # Errors
    /// The plugin fails; no output of the run is kept.
    pub fn finish(mut self) -> Result<Written, HostError> {
        let mut written = Written::default();
        if let (Some(raw), Some(finish)) = (self.raw, self.plugin.ops.finish_run) {
            // SAFETY: as in `write`.
            let mut state = self.call("finish_run", |call| unsafe { finish(raw, call) })?;
            written.outputs = state.files();
            written.log = std::mem::take(&mut state.state.log);
        }
        written.outputs.extend(std::mem::take(&mut self.run).into_iter().map(file));
        if self.lost {
            let text = "the plugin panicked in this run: what it had collected until then is missing from its output";
            written.log.push((Level::Error, text.to_owned()));
        }
        Ok(written)
    }

    /// The plugin's instance, made anew if there is none.
    fn ready(&mut self) -> Result<*mut c_void, HostError> {
        if let Some(message) = &self.stopped {
            let info = &self.plugin.info;
            return Err(HostError::Stopped { id: info.id.clone(), path: info.path.clone(), message: message.clone() });
        }
        if let Some(raw) = self.raw {
            return Ok(raw);
        }
        let started = self.plugin.library.start();
        if started < 0 {
            return Err(self.failed("init", started, "the library could not be started".to_owned()));
        }
        let options = self.options.clone();
        let info = abi::CreateInfo {
            struct_size: size_of::<abi::CreateInfo>() as u32,
            worker: 0,
            workers: 1,
            flags: abi::RUN_REPRODUCIBLE,
            options: Str::new(&options),
        };
        let mut place = std::ptr::null_mut();
        let create = self.plugin.ops.create;
        self.run_token = call::new_token();
        // SAFETY: the host's table is static; info, options and place outlive the call.
        self.call("create", |call| unsafe { create(&HOST, call, &info, &mut place) })?;
        // Null is as good as any: it is whatever the plugin stored.
        let raw = place;
        self.raw = Some(raw);
        if let Some(begin) = self.plugin.ops.begin_run {
            let info = abi::RunInfo { struct_size: size_of::<abi::RunInfo>() as u32, flags: 0, doc_count_hint: 0 };
            // SAFETY: as in `write`.
            self.call("begin_run", |call| unsafe { begin(raw, call, &info) }).inspect_err(|_| self.discard())?;
        }
        Ok(raw)
    }

    /// Makes one call and judges its outcome.
    fn call(&mut self, doing: &'static str, call: impl FnOnce(*mut abi::Call) -> Status) -> Result<Done, HostError> {
        let before: Vec<usize> = self.run.iter().map(|output| output.bytes.len()).collect();
        let run = std::mem::take(&mut self.run);
        let state = CallState::new(self.run_token, run, self.limit, self.cancel.clone(), doing != "create");
        let (status, mut state) = call::enter(state, call);
        self.run = std::mem::take(&mut state.run);
        let outcome = self.judge(doing, status, &mut state);
        if outcome.is_err() {
            // Of a call that failed nothing stays, not in the outputs of the run either.
            self.run.truncate(before.len());
            for (output, len) in self.run.iter_mut().zip(before) {
                output.bytes.truncate(len);
            }
            self.log.append(&mut state.log);
        }
        outcome.map(|skipped| Done { state, skipped })
    }

    fn judge(&mut self, doing: &'static str, status: Status, state: &mut CallState) -> Result<bool, HostError> {
        let message = state.message.take();
        let said = || message.clone().unwrap_or_else(|| "it gives no reason".to_owned());
        let info = &self.plugin.info;
        if status == abi::E_PANIC {
            let error = HostError::Panicked { id: info.id.clone(), path: info.path.clone(), doing, message: said() };
            self.lost |= info.caps & abi::CAP_RUN_OUTPUT != 0 || !self.run.is_empty();
            self.run.clear();
            self.discard();
            return Err(error);
        }
        if let Some(what) = state.over.take() {
            return Err(HostError::Limit { id: info.id.clone(), path: info.path.clone(), what });
        }
        if let Some(what) = state.broken.take() {
            return Err(self.protocol(doing, what));
        }
        match status {
            abi::OK => Ok(false),
            abi::SKIP if doing == "write_doc" => {
                state.log.extend(message.map(|reason| (Level::Info, format!("skipped: {reason}"))));
                Ok(true)
            }
            abi::E_BAD_OPTIONS if doing == "create" => {
                Err(HostError::Options { id: info.id.clone(), path: info.path.clone(), what: said() })
            }
            abi::E_FATAL => {
                self.stopped = Some(said());
                Err(self.failed(doing, status, said()))
            }
            status if status > 0 => Err(self.protocol(doing, format!("it returned the unknown status {status}"))),
            status => Err(self.failed(doing, status, said())),
        }
    }

    fn failed(&self, doing: &'static str, status: Status, message: String) -> HostError {
        let info = &self.plugin.info;
        HostError::Failed { id: info.id.clone(), path: info.path.clone(), doing, status, message }
    }

    fn protocol(&self, doing: &'static str, what: String) -> HostError {
        let info = &self.plugin.info;
        HostError::Protocol { id: info.id.clone(), path: info.path.clone(), doing, what }
    }

    fn document(&self, what: String) -> HostError {
        let info = &self.plugin.info;
        HostError::Document { id: info.id.clone(), path: info.path.clone(), what }
    }

    fn discard(&mut self) {
        if let Some(raw) = self.raw.take() {
            // SAFETY: `raw` came from this plugin's `create`, and `take` makes sure that it is destroyed once.
            unsafe { (self.plugin.ops.destroy)(raw) };
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.discard();
    }
}

/// A call that went well.
struct Done {
    state: CallState,
    skipped: bool,
}

impl Done {
    fn files(&mut self) -> Vec<OutputFile> {
        std::mem::take(&mut self.state.outputs).into_iter().map(file).collect()
    }
}

fn file(output: Grown) -> OutputFile {
    let kind = match output.flags {
        abi::OUT_SIDE => OutputKind::Side,
        abi::OUT_RUN => OutputKind::Run,
        _ => OutputKind::Primary,
    };
    OutputFile { name: output.name, media_type: output.media_type, kind, bytes: output.bytes }
}

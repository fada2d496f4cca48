//! What an author of an output plugin writes: the [`Writer`] trait; and what he is given: [`Ctx`] and [`Output`].

use std::fmt;
use std::io;
use std::marker::PhantomData;

use crate::DocView;
use crate::abi;

/// An output format. One instance is used by one thread at a time and writes many documents, one after the other.
pub trait Writer: Sized + Send + 'static {
    /// What users type: `--to md`. Small letters, digits and hyphens, at most 32.
    const ID: &'static str;
    /// The file name extension of its outputs, without the dot.
    const EXTENSION: &'static str;
    /// Its name for people; the id if empty.
    const TITLE: &'static str = "";
    /// One line on what it makes; the package's description if empty.
    const DESCRIPTION: &'static str = "";
    /// Its version; the package's version if empty.
    const VERSION: &'static str = "";
    /// Media type of its primary outputs.
    const MEDIA_TYPE: &'static str = "";
    /// JSON Schema (type object) of its options; empty if it takes none. Hosts check names, types and `enum`, and fill in
    /// each `default`.
    const OPTIONS: &'static str = "";
    /// What it promises and needs: bits `CAP_…` of [`abi`].
    const CAPS: u64 = abi::CAP_DETERMINISTIC;

    /// Makes an instance. `options` is a JSON object; [`Options`](crate::Options) reads it.
    ///
    /// # Errors
    /// [`WriteError::bad_options`] if the options make no sense together.
    fn create(options: &str) -> Result<Self, WriteError>;

    /// Writes one document.
    ///
    /// # Errors
    /// Any; no output of this call is kept then, and the run goes on with the next document.
    fn write(&mut self, doc: &DocView<'_>, cx: &Ctx<'_>) -> Result<(), WriteError>;

    /// Called once before the first document.
    ///
    /// # Errors
    /// Any; the instance is not used then.
    fn begin(&mut self, _cx: &Ctx<'_>) -> Result<(), WriteError> {
        Ok(())
    }

    /// Called once after the last document: the place to complete outputs of the whole run.
    ///
    /// # Errors
    /// Any; no output of the run is kept then.
    fn finish(&mut self, _cx: &Ctx<'_>) -> Result<(), WriteError> {
        Ok(())
    }
}

/// Why a document could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    pub(crate) status: abi::Status,
    pub(crate) message: String,
    pub(crate) node: u32,
}

impl WriteError {
    /// An error with its reason, for people, in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self::with_status(abi::E_GENERIC, message)
    }

    /// The options are not good.
    pub fn bad_options(message: impl Into<String>) -> Self {
        Self::with_status(abi::E_BAD_OPTIONS, message)
    }

    /// This document cannot be put into this format, which is no failure.
    pub fn skip(reason: impl Into<String>) -> Self {
        Self::with_status(abi::SKIP, reason)
    }

    /// The plugin cannot go on in this run.
    pub fn fatal(message: impl Into<String>) -> Self {
        Self::with_status(abi::E_FATAL, message)
    }

    /// An error with any status of the ABI.
    pub fn with_status(status: abi::Status, message: impl Into<String>) -> Self {
        WriteError { status, message: message.into(), node: abi::NIL }
    }

    /// Names the node at fault.
    #[must_use]
    pub fn at(mut self, node: u32) -> Self {
        self.node = node;
        self
    }

    /// Its status in the ABI.
    pub fn status(&self) -> abi::Status {
        self.status
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<WriteError>()) {
            Some(own) => own.clone(),
            None => Self::with_status(abi::E_IO, error.to_string()),
        }
    }
}

/// The host during one call.
pub struct Ctx<'a> {
    host: *const abi::Host,
    call: *mut abi::Call,
    media_type: &'static str,
    names: Names<'a>,
}

/// What the host says of the document beside its buffer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Names<'a> {
    pub seq: u64,
    pub id: &'a str,
    pub stem: &'a str,
    pub source: &'a str,
}

/// How much a log message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum Level {
    /// Something went wrong.
    Error = abi::LOG_ERROR,
    /// The user should look at this.
    Warn = abi::LOG_WARN,
    /// The user may want to know this.
    Info = abi::LOG_INFO,
    /// For the author of the plugin.
    Debug = abi::LOG_DEBUG,
}

impl<'a> Ctx<'a> {
    /// # Safety
    /// `host` points to the host's table, which is valid for `'a`, and `call` is the current call.
    pub(crate) unsafe fn new(
        host: *const abi::Host,
        call: *mut abi::Call,
        media_type: &'static str,
        names: Names<'a>,
    ) -> Self {
        Ctx { host, call, media_type, names }
    }

    /// The document's position in the run, from 0.
    pub fn seq(&self) -> u64 {
        self.names.seq
    }

    /// The document's stable id.
    pub fn id(&self) -> &'a str {
        self.names.id
    }

    /// A suggested name for outputs, without extension, safe on every file system.
    pub fn stem(&self) -> &'a str {
        self.names.stem
    }

    /// The name of the source, for people.
    pub fn source(&self) -> &'a str {
        self.names.source
    }

    /// Opens the document's own output; once per document.
    ///
    /// # Errors
    /// The host refuses.
    pub fn primary(&self) -> Result<Output<'_>, WriteError> {
        self.open(abi::OUT_PRIMARY, "", self.media_type)
    }

    /// Opens a file beside the primary output; `name` is relative, with forward slashes: `images/1.png`.
    ///
    /// # Errors
    /// The host refuses the name.
    pub fn side(&self, name: &str) -> Result<Output<'_>, WriteError> {
        self.open(abi::OUT_SIDE, name, "")
    }

    /// Opens an output of the whole run.
    ///
    /// # Errors
    /// The host refuses the name.
    pub fn run_output(&self, name: &str) -> Result<Output<'_>, WriteError> {
        self.open(abi::OUT_RUN, name, self.media_type)
    }

    /// The user does not want to wait any longer: give up soon, with [`Ctx::stopped`].
    pub fn cancelled(&self) -> bool {
        // SAFETY: the promise of `new`.
        unsafe { self.host().cancelled.is_some_and(|cancelled| cancelled(self.call) != 0) }
    }

    /// The error to return after [`Ctx::cancelled`].
    pub fn stopped(&self) -> WriteError {
        WriteError::with_status(abi::E_CANCELLED, "cancelled")
    }

    /// Tells the user something. Plugins never print.
    pub fn log(&self, level: Level, message: &str) {
        if let Some(log) = self.host().log {
            // SAFETY: the promise of `new`; the message is only borrowed.
            unsafe { log(self.call, level as u32, abi::NIL, abi::Str::new(message)) }
        }
    }

    fn host(&self) -> &abi::Host {
        // SAFETY: the promise of `new`.
        unsafe { &*self.host }
    }

    fn open(&self, flags: u32, name: &str, media_type: &str) -> Result<Output<'_>, WriteError> {
        let host = self.host();
        let (Some(open), Some(write)) = (host.open_output, host.write) else {
            return Err(WriteError::with_status(abi::E_UNSUPPORTED, "this host offers no outputs"));
        };
        let spec = abi::OutputSpec {
            struct_size: size_of::<abi::OutputSpec>() as u32,
            flags,
            name: abi::Str::new(name),
            media_type: abi::Str::new(media_type),
        };
        let mut output = std::ptr::null_mut();
        // SAFETY: the promise of `new`; spec and place live during the call.
        match unsafe { open(self.call, &spec, &mut output) } {
            abi::OK => Ok(Output { write, output, borrow: PhantomData }),
            status => Err(WriteError::with_status(status, format!("the host does not open the output {name:?}"))),
        }
    }
}

/// An open output. It is closed by the host when the call ends.
pub struct Output<'a> {
    write: unsafe extern "C" fn(*mut abi::Output, *const std::ffi::c_void, usize) -> abi::Status,
    output: *mut abi::Output,
    borrow: PhantomData<&'a ()>,
}

impl Output<'_> {
    /// Writes all bytes.
    ///
    /// # Errors
    /// The host refuses them, mostly because a limit is reached.
    pub fn write_all(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        // SAFETY: the output is open as long as its context lives, and the bytes are only borrowed.
        match unsafe { (self.write)(self.output, bytes.as_ptr().cast(), bytes.len()) } {
            abi::OK => Ok(()),
            status => Err(WriteError::with_status(status, "the host does not take the output")),
        }
    }
}

impl io::Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Output::write_all(self, bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

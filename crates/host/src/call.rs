//! One call into a plugin, seen from the host: what it opens, writes, says; and the callbacks that take it in.
//!
//! The state of the running call lies in a thread-local. The pointers that a plugin gets for its call and its outputs
//! are numbers that are looked up there and never followed: a stale, foreign or invented one is found out.

use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use lantai_plugin::Level;
use lantai_plugin::abi::{self, Status, Str};

use crate::names;

/// An output as it grows.
#[derive(Debug)]
pub struct Grown {
    pub name: String,
    pub media_type: String,
    pub flags: u32,
    pub bytes: Vec<u8>,
    /// The name without case: some file systems make no difference.
    folded: String,
    open: bool,
}

/// All that one call leaves behind.
#[derive(Debug, Default)]
pub struct CallState {
    token: usize,
    /// Tells outputs of the run, which outlive the call that opened them.
    pub run_token: usize,
    /// Outputs are allowed: not while an instance is made.
    pub outputs_allowed: bool,
    /// Outputs of the document.
    pub outputs: Vec<Grown>,
    /// Outputs of the whole run; they come with the instance and go back to it.
    pub run: Vec<Grown>,
    /// Bytes that all outputs together may have.
    pub limit: usize,
    used: usize,
    /// What `fail` recorded.
    pub message: Option<String>,
    /// What the plugin did that the contract forbids.
    pub broken: Option<String>,
    /// The limit that was hit.
    pub over: Option<String>,
    /// What it logged.
    pub log: Vec<(Level, String)>,
    scratch: Vec<Vec<u8>>,
    /// Set by the host's user.
    pub cancel: Option<Arc<AtomicBool>>,
}

const MOST_OUTPUTS: usize = 10_000;
const MOST_LOGS: usize = 1_000;
const LONGEST_MESSAGE: usize = 16 * 1024;
/// Bits of a handle that hold the output's number; bit 0 tells outputs of the run.
const HANDLE_BITS: u32 = 18;

thread_local! {
    static CURRENT: RefCell<Option<CallState>> = const { RefCell::new(None) };
}

/// A number that no other call or instance has, never 0. Few bits, so that a handle can hold it beside an index.
pub fn new_token() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    (NEXT.fetch_add(1, Ordering::Relaxed) & (usize::MAX >> HANDLE_BITS)).max(1)
}

/// Runs `call` with the state in place, and gives the state back.
pub fn enter(mut state: CallState, call: impl FnOnce(*mut abi::Call) -> Status) -> (Status, CallState) {
    state.token = new_token();
    state.used = state.run.iter().map(|output| output.bytes.len()).sum();
    let token = state.token;
    let outer = CURRENT.with(|current| current.replace(Some(state)));
    let status = call(std::ptr::without_provenance_mut(token));
    let state = CURRENT.with(|current| current.replace(outer)).unwrap_or_default();
    (status, state)
}

/// The state of the call, if it runs on this thread.
fn with<T>(call: *mut abi::Call, otherwise: T, work: impl FnOnce(&mut CallState) -> T) -> T {
    with_current(|state| state.token == call.addr(), otherwise, work)
}

/// The state of the call that may use the output, if it runs on this thread.
fn with_output(output: *mut abi::Output, work: impl FnOnce(&mut CallState) -> Status) -> Status {
    let (token, of_run) = (output.addr() >> HANDLE_BITS, output.addr() & 1 == 1);
    with_current(|state| token == if of_run { state.run_token } else { state.token }, abi::E_PROTOCOL, work)
}

fn with_current<T>(right: impl Fn(&CallState) -> bool, otherwise: T, work: impl FnOnce(&mut CallState) -> T) -> T {
    let mut work = Some(work);
    let found = CURRENT.try_with(|current| {
        let mut current = current.try_borrow_mut().ok()?;
        let state = current.as_mut().filter(|state| right(state))?;
        work.take().map(|work| work(state))
    });
    found.ok().flatten().unwrap_or(otherwise)
}

impl CallState {
    /// The state for a call of an instance: its outputs of the run, its limit, the user's wish to stop.
    pub fn new(
        run_token: usize,
        run: Vec<Grown>,
        limit: usize,
        cancel: Option<Arc<AtomicBool>>,
        outputs_allowed: bool,
    ) -> Self {
        CallState { run_token, run, limit, cancel, outputs_allowed, ..CallState::default() }
    }

    fn breaks(&mut self, what: impl Into<String>) -> Status {
        self.broken.get_or_insert(what.into());
        abi::E_PROTOCOL
    }

    fn goes_over(&mut self, what: impl Into<String>) -> Status {
        self.over.get_or_insert(what.into());
        abi::E_LIMIT
    }

    fn open(&mut self, flags: u32, name: &str, media_type: &str) -> Result<usize, Status> {
        if !self.outputs_allowed {
            return Err(self.breaks("it opened an output while an instance was made"));
        }
        if flags == abi::OUT_SIDE && name.is_empty() {
            return Err(self.breaks("it opened a side output without a name"));
        }
        if flags == abi::OUT_PRIMARY && !name.is_empty() {
            return Err(self.breaks(format!("it gave the primary output the name {name:?}; the host names it")));
        }
        if !matches!(flags, abi::OUT_PRIMARY | abi::OUT_SIDE | abi::OUT_RUN) {
            return Err(abi::E_UNSUPPORTED);
        }
        if let Some(fault) = names::fault(name).filter(|_| !name.is_empty()) {
            return Err(self.breaks(format!("it named an output {name:?}: {fault}")));
        }
        let of_run = flags == abi::OUT_RUN;
        let outputs = if of_run { &mut self.run } else { &mut self.outputs };
        let folded = name.to_lowercase();
        if let Some((index, output)) = outputs.iter_mut().enumerate().find(|(_, output)| output.folded == folded) {
            // An output of the run lives on: opening it again goes on writing. All others are written once.
            if !of_run {
                return Err(self.breaks(format!("it opened the output {name:?} twice")));
            }
            output.open = true;
            return Ok(self.handle(index, of_run));
        }
        if outputs.len() >= MOST_OUTPUTS {
            return Err(self.goes_over(format!("more than {MOST_OUTPUTS} outputs")));
        }
        let (name, media_type) = (name.to_owned(), media_type.to_owned());
        outputs.push(Grown { name, media_type, flags, bytes: Vec::new(), folded, open: true });
        let index = outputs.len() - 1;
        Ok(self.handle(index, of_run))
    }

    fn handle(&self, index: usize, of_run: bool) -> usize {
        let token = if of_run { self.run_token } else { self.token };
        token << HANDLE_BITS | index << 1 | usize::from(of_run)
    }

    fn output(&mut self, handle: usize) -> Option<&mut Grown> {
        let index = (handle & ((1 << HANDLE_BITS) - 1)) >> 1;
        let outputs = if handle & 1 == 1 { &mut self.run } else { &mut self.outputs };
        outputs.get_mut(index).filter(|output| output.open)
    }

    fn write(&mut self, handle: usize, bytes: &[u8]) -> Status {
        let limit = self.limit;
        let total = self.used.saturating_add(bytes.len());
        let Some(output) = self.output(handle) else { return self.breaks("it wrote to an output that is not open") };
        if total > limit || output.bytes.try_reserve(bytes.len()).is_err() {
            return self.goes_over(format!("outputs of more than {limit} bytes"));
        }
        output.bytes.extend_from_slice(bytes);
        self.used = total;
        abi::OK
    }

    fn scratch(&mut self, size: usize, align: usize) -> *mut c_void {
        let align = align.max(1);
        let total = size.saturating_add(align);
        if !align.is_power_of_two() || align > 4096 || total > self.limit.saturating_sub(self.used) {
            return std::ptr::null_mut();
        }
        let mut block: Vec<u8> = Vec::new();
        if block.try_reserve_exact(total).is_err() {
            return std::ptr::null_mut();
        }
        block.resize(total, 0);
        let start = block.as_mut_ptr();
        let gap = start.align_offset(align);
        if gap >= align {
            return std::ptr::null_mut();
        }
        self.used += total;
        // The block is kept, and its bytes stay where they are, until the call ends.
        self.scratch.push(block);
        start.wrapping_add(gap).cast()
    }
}

/// One line, not too long.
fn tame(message: &str) -> String {
    let end = message.floor_char_boundary(LONGEST_MESSAGE.min(message.len()));
    message.get(..end).unwrap_or("").trim().to_owned()
}

unsafe extern "C" fn log(call: *mut abi::Call, level: u32, _node: u32, message: Str) {
    // SAFETY: the plugin lends the string for this call; null and impossible lengths are found out.
    let message = unsafe { message.get() };
    with(call, (), |state| {
        let Some(message) = message else {
            state.breaks("it logged a message that is not UTF-8");
            return;
        };
        let level = match level {
            0 | abi::LOG_ERROR => Level::Error,
            abi::LOG_WARN => Level::Warn,
            abi::LOG_INFO => Level::Info,
            _ => Level::Debug,
        };
        if state.log.len() < MOST_LOGS {
            state.log.push((level, tame(message)));
        }
    });
}

unsafe extern "C" fn progress(_call: *mut abi::Call, _done: u64, _total: u64) {}

unsafe extern "C" fn cancelled(call: *mut abi::Call) -> i32 {
    with(call, 0, |state| i32::from(state.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed))))
}

unsafe extern "C" fn fail(call: *mut abi::Call, error: *const abi::Error) -> Status {
    if error.is_null() || !error.is_aligned() {
        return with(call, abi::E_PROTOCOL, |state| state.breaks("it failed without an error record"));
    }
    // SAFETY: not null, aligned, and lent for this call; struct_size is its first member in every version.
    let size = unsafe { (*error).struct_size } as usize;
    if size < size_of::<abi::Error>() {
        return with(call, abi::E_PROTOCOL, |state| state.breaks("its error record is too short"));
    }
    // SAFETY: as above, and long enough.
    let (code, message) = unsafe { ((*error).code, (*error).message.get()) };
    with(call, code, |state| {
        match message {
            Some(message) => state.message = Some(tame(message)),
            None => _ = state.breaks("its error message is not UTF-8"),
        }
        code
    })
}

unsafe extern "C" fn scratch(call: *mut abi::Call, size: usize, align: usize) -> *mut c_void {
    with(call, std::ptr::null_mut(), |state| state.scratch(size, align))
}

unsafe extern "C" fn open_output(
    call: *mut abi::Call,
    spec: *const abi::OutputSpec,
    out: *mut *mut abi::Output,
) -> Status {
    with(call, abi::E_PROTOCOL, |state| {
        if spec.is_null() || !spec.is_aligned() || out.is_null() || !out.is_aligned() {
            return state.breaks("it opened an output with a null pointer");
        }
        // SAFETY: not null, aligned, and lent for this call; struct_size is its first member in every version.
        if (unsafe { (*spec).struct_size } as usize) < size_of::<abi::OutputSpec>() {
            return state.breaks("its description of an output is too short");
        }
        // SAFETY: as above, and long enough; the strings are lent for this call.
        let (flags, name, media_type) = unsafe { ((*spec).flags, (*spec).name.get(), (*spec).media_type.get()) };
        let (Some(name), Some(media_type)) = (name, media_type) else {
            return state.breaks("the name or media type of an output is not UTF-8");
        };
        match state.open(flags, name, media_type) {
            Ok(handle) => {
                // SAFETY: not null, aligned; the plugin wants the handle there.
                unsafe { *out = std::ptr::without_provenance_mut(handle) };
                abi::OK
            }
            Err(status) => status,
        }
    })
}

unsafe extern "C" fn write(output: *mut abi::Output, data: *const c_void, len: usize) -> Status {
    // SAFETY: the plugin lends the bytes for this call; null and impossible lengths are found out.
    let bytes = unsafe { abi::bytes(data.cast(), len) };
    with_output(output, |state| match bytes {
        Some(bytes) => state.write(output.addr(), bytes),
        None => state.breaks("it wrote from a null pointer"),
    })
}

unsafe extern "C" fn close_output(output: *mut abi::Output) -> Status {
    with_output(output, |state| match state.output(output.addr()) {
        Some(output) => {
            output.open = false;
            abi::OK
        }
        None => state.breaks("it closed an output that is not open"),
    })
}

/// What this host offers. Readers and transforms are not hosted, and documents carry no resources.
pub static HOST: abi::Host = abi::Host {
    struct_size: size_of::<abi::Host>() as u32,
    abi_major: abi::ABI_MAJOR,
    abi_minor: abi::ABI_MINOR,
    name: Str::new("lantai"),
    version: Str::new(env!("CARGO_PKG_VERSION")),
    get_extension: None,
    log: Some(log),
    progress: Some(progress),
    cancelled: Some(cancelled),
    fail: Some(fail),
    scratch: Some(scratch),
    open_output: Some(open_output),
    write: Some(write),
    close_output: Some(close_output),
    resource: None,
    read: None,
    emit_doc: None,
    emit_resource: None,
};

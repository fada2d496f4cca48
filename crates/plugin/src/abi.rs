//! The C ABI of `include/lantai_plugin.h` in Rust: the same structs, the same numbers. The header is the contract and
//! explains every member; here are only the shapes. Authors of plugins do not need this module, hosts do.
#![allow(missing_docs, reason = "the header documents every member")]

use core::ffi::c_void;

/// Major version of the ABI: the number in the exported symbol's name.
pub const ABI_MAJOR: u16 = 1;
/// Minor version of the ABI that this crate was written against.
pub const ABI_MINOR: u16 = 0;
/// Major version of the document buffer.
pub const DOC_MAJOR: u16 = 1;
/// Minor version of the document buffer.
pub const DOC_MINOR: u16 = 0;
/// First member of a module: the bytes `LTPLUG1\0` in memory order.
pub const MODULE_MAGIC: u64 = 0x0031_4755_4C50_544C;
/// First member of a document buffer: the bytes `LTD1`.
pub const DOC_MAGIC: u32 = 0x3144_544C;
/// "No node", "no offset".
pub const NIL: u32 = u32::MAX;
/// Name of the one exported function.
pub const SYMBOL: &str = "lantai_module_v1";

/// What a call returns; negative values are failures.
pub type Status = i32;
pub const OK: Status = 0;
pub const SKIP: Status = 1;
pub const E_GENERIC: Status = -1;
pub const E_BAD_OPTIONS: Status = -2;
pub const E_BAD_INPUT: Status = -3;
pub const E_UNSUPPORTED: Status = -4;
pub const E_IO: Status = -5;
pub const E_LIMIT: Status = -6;
pub const E_CANCELLED: Status = -7;
pub const E_PANIC: Status = -8;
pub const E_PROTOCOL: Status = -9;
pub const E_FATAL: Status = -10;

pub const KIND_READER: u32 = 1;
pub const KIND_TRANSFORM: u32 = 2;
pub const KIND_WRITER: u32 = 3;

pub const CAP_SINGLE_INSTANCE: u64 = 1;
pub const CAP_ORDERED: u64 = 2;
pub const CAP_RUN_OUTPUT: u64 = 4;
pub const CAP_DETERMINISTIC: u64 = 8;
pub const CAP_NEEDS_PATH: u64 = 16;
pub const CAP_NEEDS_NET: u64 = 32;
pub const CAP_TEXT_ONLY: u64 = 64;

pub const OUT_PRIMARY: u32 = 0;
pub const OUT_SIDE: u32 = 1;
pub const OUT_RUN: u32 = 2;

pub const LOG_ERROR: u32 = 1;
pub const LOG_WARN: u32 = 2;
pub const LOG_INFO: u32 = 3;
pub const LOG_DEBUG: u32 = 4;

pub const RUN_ISOLATED: u32 = 1;
pub const RUN_DRY: u32 = 2;
pub const RUN_REPRODUCIBLE: u32 = 4;

pub const MOD_UNWIND_SAFE: u32 = 1;

/// A borrowed string: UTF-8, no NUL needed.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Str {
    pub ptr: *const u8,
    pub len: usize,
}

// SAFETY: a `Str` is an address and a length; whoever reads through it says how long it is valid.
unsafe impl Send for Str {}
// SAFETY: as above; nothing is ever written through it.
unsafe impl Sync for Str {}

impl Str {
    /// The empty string.
    pub const EMPTY: Str = Str { ptr: core::ptr::null(), len: 0 };

    /// A string for a descriptor, or one that outlives the call it is passed to.
    pub const fn new(s: &str) -> Str {
        Str { ptr: s.as_ptr(), len: s.len() }
    }

    /// The text, or `None` for a null pointer with a length, an impossible length or bytes that are not UTF-8.
    ///
    /// # Safety
    /// `ptr` is null, or points to `len` bytes that stay valid and unchanged for `'a`.
    pub unsafe fn get<'a>(self) -> Option<&'a str> {
        // SAFETY: the caller's promise.
        core::str::from_utf8(unsafe { bytes(self.ptr, self.len) }?).ok()
    }
}

/// The bytes at `ptr`, or `None` for a null pointer with a length or an impossible length.
///
/// # Safety
/// `ptr` is null, or points to `len` bytes that stay valid and unchanged for `'a`.
pub unsafe fn bytes<'a>(ptr: *const u8, len: usize) -> Option<&'a [u8]> {
    if len == 0 {
        return Some(&[]);
    }
    if ptr.is_null() || isize::try_from(len).is_err() {
        return None;
    }
    // SAFETY: not null, the length is possible, and the caller promises the rest.
    Some(unsafe { core::slice::from_raw_parts(ptr, len) })
}

#[repr(C)]
pub struct Error {
    pub struct_size: u32,
    pub code: Status,
    pub message: Str,
    pub detail: Str,
    pub node: u32,
    pub flags: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct DocHeader {
    pub magic: u32,
    pub major: u16,
    pub minor: u16,
    pub header_size: u32,
    pub flags: u32,
    pub total_size: u64,
    pub nodes_off: u32,
    pub node_count: u32,
    pub node_stride: u32,
    pub attrs_off: u32,
    pub attr_count: u32,
    pub attr_stride: u32,
    pub res_off: u32,
    pub res_count: u32,
    pub res_stride: u32,
    pub text_off: u32,
    pub text_len: u32,
    pub reserved: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    pub kind: u16,
    pub level: u8,
    pub flags: u8,
    pub parent: u32,
    pub end: u32,
    pub text_off: u32,
    pub text_len: u32,
    pub label_len: u32,
    pub attr_first: u32,
    pub attr_count: u32,
    pub src_page: u32,
    pub src_off: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Attr {
    pub key_off: u32,
    pub key_len: u32,
    pub val_off: u32,
    pub val_len: u32,
    pub kind: u16,
    pub flags: u16,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Res {
    pub name_off: u32,
    pub name_len: u32,
    pub type_off: u32,
    pub type_len: u32,
    pub size: u64,
}

#[repr(C)]
pub struct Doc {
    pub struct_size: u32,
    pub reserved: u32,
    pub buf: *const u8,
    pub len: u64,
    pub seq: u64,
    pub id: Str,
    pub stem: Str,
    pub source: Str,
}

/// One call of the host into a plugin; opaque, never read through.
#[repr(C)]
pub struct Call {
    _opaque: [u8; 0],
}

/// An open output; opaque, never read through.
#[repr(C)]
pub struct Output {
    _opaque: [u8; 0],
}

/// A reader's input; opaque, never read through.
#[repr(C)]
pub struct Input {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct OutputSpec {
    pub struct_size: u32,
    pub flags: u32,
    pub name: Str,
    pub media_type: Str,
}

/// What a host offers. `None` is a null pointer: not offered.
#[repr(C)]
pub struct Host {
    pub struct_size: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub name: Str,
    pub version: Str,
    pub get_extension: Option<unsafe extern "C" fn(*const Host, Str) -> *const c_void>,
    pub log: Option<unsafe extern "C" fn(*mut Call, u32, u32, Str)>,
    pub progress: Option<unsafe extern "C" fn(*mut Call, u64, u64)>,
    pub cancelled: Option<unsafe extern "C" fn(*mut Call) -> i32>,
    pub fail: Option<unsafe extern "C" fn(*mut Call, *const Error) -> Status>,
    pub scratch: Option<unsafe extern "C" fn(*mut Call, usize, usize) -> *mut c_void>,
    pub open_output: Option<unsafe extern "C" fn(*mut Call, *const OutputSpec, *mut *mut Output) -> Status>,
    pub write: Option<unsafe extern "C" fn(*mut Output, *const c_void, usize) -> Status>,
    pub close_output: Option<unsafe extern "C" fn(*mut Output) -> Status>,
    pub resource: Option<unsafe extern "C" fn(*mut Call, u32, *mut *const u8, *mut usize) -> Status>,
    pub read: Option<unsafe extern "C" fn(*mut Input, u64, *mut c_void, usize, *mut usize) -> Status>,
    pub emit_doc: Option<unsafe extern "C" fn(*mut Call, *const Doc) -> Status>,
    pub emit_resource: Option<unsafe extern "C" fn(*mut Call, Str, Str, *const c_void, usize, *mut u32) -> Status>,
}

#[repr(C)]
pub struct CreateInfo {
    pub struct_size: u32,
    pub worker: u32,
    pub workers: u32,
    pub flags: u32,
    pub options: Str,
}

#[repr(C)]
pub struct RunInfo {
    pub struct_size: u32,
    pub flags: u32,
    pub doc_count_hint: u64,
}

/// The functions of a writer. `None` is a null pointer, which the header allows for `begin_run` and `finish_run` only.
#[repr(C)]
pub struct WriterOps {
    pub struct_size: u32,
    pub reserved: u32,
    pub create: Option<unsafe extern "C" fn(*const Host, *mut Call, *const CreateInfo, *mut *mut c_void) -> Status>,
    pub destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    pub begin_run: Option<unsafe extern "C" fn(*mut c_void, *mut Call, *const RunInfo) -> Status>,
    pub finish_run: Option<unsafe extern "C" fn(*mut c_void, *mut Call) -> Status>,
    pub write_doc: Option<unsafe extern "C" fn(*mut c_void, *mut Call, *const Doc) -> Status>,
}

#[repr(C)]
pub struct Plugin {
    pub struct_size: u32,
    pub kind: u32,
    pub caps: u64,
    pub id: Str,
    pub version: Str,
    pub title: Str,
    pub description: Str,
    pub license: Str,
    pub homepage: Str,
    pub extensions: *const Str,
    pub extension_count: usize,
    pub media_types: *const Str,
    pub media_type_count: usize,
    pub options_schema: Str,
    pub doc_major: u16,
    pub doc_minor: u16,
    pub reserved: u32,
    pub ops: *const c_void,
}

// SAFETY: descriptors are constants: all that they reach is static and never written.
unsafe impl Sync for Plugin {}

#[repr(C)]
pub struct Module {
    pub magic: u64,
    pub struct_size: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub min_host_minor: u16,
    pub reserved: u16,
    pub flags: u32,
    pub name: Str,
    pub version: Str,
    pub built_with: Str,
    pub plugin_count: usize,
    pub plugins: *const *const Plugin,
    pub init: Option<unsafe extern "C" fn(*const Host) -> Status>,
    pub deinit: Option<unsafe extern "C" fn()>,
}

// SAFETY: as for `Plugin`.
unsafe impl Sync for Module {}

/// The one exported function.
pub type ModuleFn = unsafe extern "C" fn() -> *const Module;

const _: () = {
    use core::mem::size_of;
    assert!(size_of::<DocHeader>() == 72 && size_of::<Node>() == 40);
    assert!(size_of::<Attr>() == 20 && size_of::<Res>() == 24);
};

#[cfg(target_pointer_width = "64")]
const _: () = {
    use core::mem::size_of;
    assert!(size_of::<Str>() == 16 && size_of::<Error>() == 48 && size_of::<Doc>() == 80);
    assert!(size_of::<OutputSpec>() == 40 && size_of::<Host>() == 144 && size_of::<CreateInfo>() == 32);
    assert!(size_of::<RunInfo>() == 16 && size_of::<WriterOps>() == 48);
    assert!(size_of::<Plugin>() == 176 && size_of::<Module>() == 104);
};

#[cfg(target_endian = "big")]
compile_error!("version 1 of the plugin ABI supports little-endian targets only (rule R10)");

//! From the [`Writer`] trait to the C ABI: the tables, the entries, and the net under each entry that catches panics.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use crate::abi::{self, Str};
use crate::writer::{Ctx, Names, WriteError, Writer};
use crate::{DocView, abi::Status};

/// Makes the library a plugin: exports `lantai_module_v1` with one or more writers.
///
/// ```
/// # use lantai_plugin::{Ctx, DocView, WriteError, Writer};
/// # struct Titles;
/// # impl Writer for Titles {
/// #     const ID: &'static str = "titles";
/// #     const EXTENSION: &'static str = "txt";
/// #     fn create(_options: &str) -> Result<Self, WriteError> { Ok(Titles) }
/// #     fn write(&mut self, _doc: &DocView, _cx: &Ctx) -> Result<(), WriteError> { Ok(()) }
/// # }
/// lantai_plugin::export!(Titles);
/// ```
#[macro_export]
macro_rules! export {
    ($($writer:ty),+ $(,)?) => {
        // The attribute that gives the symbol its name counts as unsafe; no unsafe operation is in here.
        #[allow(unsafe_code)]
        const _: () = {
            const PACKAGE: $crate::glue::Package = $crate::glue::Package {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                description: env!("CARGO_PKG_DESCRIPTION"),
                license: env!("CARGO_PKG_LICENSE"),
                homepage: env!("CARGO_PKG_HOMEPAGE"),
            };
            static PLUGINS: $crate::glue::Plugins<{ [$(stringify!($writer)),+].len() }> =
                $crate::glue::Plugins([$(&const { $crate::glue::plugin::<$writer>(&PACKAGE) }),+]);
            static MODULE: $crate::abi::Module = $crate::glue::module(&PACKAGE, &PLUGINS.0);

            #[unsafe(no_mangle)]
            extern "C" fn lantai_module_v1() -> *const $crate::abi::Module {
                &MODULE
            }
        };
    };
}

/// What the package says of itself.
#[allow(missing_docs, reason = "the names are Cargo's")]
pub struct Package {
    pub name: &'static str,
    pub version: &'static str,
    pub description: &'static str,
    pub license: &'static str,
    pub homepage: &'static str,
}

/// The list that a module points to.
#[repr(transparent)]
pub struct Plugins<const N: usize>(pub [&'static abi::Plugin; N]);

const fn or(first: &'static str, second: &'static str) -> Str {
    Str::new(if first.is_empty() { second } else { first })
}

/// The descriptor of a writer.
pub const fn plugin<W: Writer>(package: &Package) -> abi::Plugin {
    abi::Plugin {
        struct_size: size_of::<abi::Plugin>() as u32,
        kind: abi::KIND_WRITER,
        caps: W::CAPS,
        id: Str::new(W::ID),
        version: or(W::VERSION, package.version),
        title: or(W::TITLE, W::ID),
        description: or(W::DESCRIPTION, package.description),
        license: Str::new(package.license),
        homepage: Str::new(package.homepage),
        extensions: Glue::<W>::EXTENSIONS.as_ptr(),
        extension_count: Glue::<W>::EXTENSIONS.len(),
        media_types: Glue::<W>::MEDIA_TYPES.as_ptr(),
        media_type_count: if W::MEDIA_TYPE.is_empty() { 0 } else { 1 },
        options_schema: Str::new(W::OPTIONS),
        doc_major: abi::DOC_MAJOR,
        doc_minor: abi::DOC_MINOR,
        reserved: 0,
        ops: std::ptr::from_ref(Glue::<W>::OPS).cast(),
    }
}

/// The descriptor of the library.
pub const fn module(package: &Package, plugins: &'static [&'static abi::Plugin]) -> abi::Module {
    abi::Module {
        magic: abi::MODULE_MAGIC,
        struct_size: size_of::<abi::Module>() as u32,
        abi_major: abi::ABI_MAJOR,
        abi_minor: abi::ABI_MINOR,
        min_host_minor: 0,
        reserved: 0,
        flags: if cfg!(panic = "unwind") { abi::MOD_UNWIND_SAFE } else { 0 },
        name: Str::new(package.name),
        version: Str::new(package.version),
        built_with: Str::new(concat!("lantai-plugin ", env!("CARGO_PKG_VERSION"))),
        plugin_count: plugins.len(),
        plugins: plugins.as_ptr().cast(),
        init: None,
        deinit: None,
    }
}

struct Glue<W>(PhantomData<W>);

struct Instance<W> {
    host: *const abi::Host,
    writer: W,
}

impl<W: Writer> Glue<W> {
    const EXTENSIONS: &'static [Str] = &[Str::new(W::EXTENSION)];
    const MEDIA_TYPES: &'static [Str] = &[Str::new(W::MEDIA_TYPE)];
    const OPS: &'static abi::WriterOps = &abi::WriterOps {
        struct_size: size_of::<abi::WriterOps>() as u32,
        reserved: 0,
        create: Some(Self::create),
        destroy: Some(Self::destroy),
        begin_run: Some(Self::begin_run),
        finish_run: Some(Self::finish_run),
        write_doc: Some(Self::write_doc),
    };

    unsafe extern "C" fn create(
        host: *const abi::Host,
        call: *mut abi::Call,
        info: *const abi::CreateInfo,
        out: *mut *mut c_void,
    ) -> Status {
        let entry = || {
            // SAFETY: the host keeps the ABI: `info` and its options live during this call.
            let options = unsafe { (*info).options.get() };
            let options =
                options.ok_or_else(|| WriteError::with_status(abi::E_PROTOCOL, "the options are not UTF-8"))?;
            let instance = Box::new(Instance { host, writer: W::create(options)? });
            // SAFETY: `out` is where the host wants the instance.
            unsafe { *out = Box::into_raw(instance).cast() };
            Ok(())
        };
        // SAFETY: host and call are those of this call.
        unsafe { guard(host, call, entry) }
    }

    unsafe extern "C" fn destroy(instance: *mut c_void) {
        if instance.is_null() {
            return;
        }
        // SAFETY: the pointer came from `create`, and the host destroys it once.
        let drop = || drop(unsafe { Box::from_raw(instance.cast::<Instance<W>>()) });
        if let Err(payload) = watched(drop) {
            std::mem::forget(payload);
        }
    }

    unsafe extern "C" fn begin_run(instance: *mut c_void, call: *mut abi::Call, _info: *const abi::RunInfo) -> Status {
        // SAFETY: the host passes what `create` stored, on one thread at a time.
        unsafe { Self::with(instance, call, Names::default(), |writer, cx| writer.begin(cx)) }
    }

    unsafe extern "C" fn finish_run(instance: *mut c_void, call: *mut abi::Call) -> Status {
        // SAFETY: as above.
        unsafe { Self::with(instance, call, Names::default(), |writer, cx| writer.finish(cx)) }
    }

    unsafe extern "C" fn write_doc(instance: *mut c_void, call: *mut abi::Call, doc: *const abi::Doc) -> Status {
        // SAFETY: the host lends a document that it has validated, and its names, for the time of this call.
        let (view, names) = unsafe {
            let doc = &*doc;
            let len = usize::try_from(doc.len).unwrap_or(0);
            let view = DocView::trusted(abi::bytes(doc.buf, len).unwrap_or(&[]));
            let text = |text: Str| text.get().unwrap_or("");
            (view, Names { seq: doc.seq, id: text(doc.id), stem: text(doc.stem), source: text(doc.source) })
        };
        let write = |writer: &mut W, cx: &Ctx<'_>| {
            if view.is_empty() {
                return Err(WriteError::with_status(abi::E_PROTOCOL, "the host passed no document"));
            }
            writer.write(&view, cx)
        };
        // SAFETY: as above.
        unsafe { Self::with(instance, call, names, write) }
    }

    /// # Safety
    /// `instance` came from `create`, is used by this thread alone, and `call` is the current call.
    unsafe fn with(
        instance: *mut c_void,
        call: *mut abi::Call,
        names: Names<'_>,
        entry: impl FnOnce(&mut W, &Ctx<'_>) -> Result<(), WriteError>,
    ) -> Status {
        // SAFETY: the caller's promise.
        let instance = unsafe { &mut *instance.cast::<Instance<W>>() };
        let host = instance.host;
        // SAFETY: the host's table lives as long as the instance, the call as long as this function.
        let cx = unsafe { Ctx::new(host, call, W::MEDIA_TYPE, names) };
        // SAFETY: as above.
        unsafe { guard(host, call, || entry(&mut instance.writer, &cx)) }
    }
}

/// Runs an entry; turns an error or a panic into a status and a message that the host records.
///
/// # Safety
/// `host` points to the host's table and `call` is the current call.
unsafe fn guard(
    host: *const abi::Host,
    call: *mut abi::Call,
    entry: impl FnOnce() -> Result<(), WriteError>,
) -> Status {
    let error = match watched(entry) {
        Ok(Ok(())) => return abi::OK,
        Ok(Err(error)) => error,
        Err(payload) => {
            // The payload's own drop could panic again.
            std::mem::forget(payload);
            let message = LAST_PANIC.try_with(|last| last.borrow_mut().take()).ok().flatten();
            WriteError::with_status(abi::E_PANIC, message.unwrap_or_else(|| "panic".to_owned()))
        }
    };
    let record = abi::Error {
        struct_size: size_of::<abi::Error>() as u32,
        code: error.status,
        message: Str::new(&error.message),
        detail: Str::EMPTY,
        node: error.node,
        flags: 0,
    };
    // SAFETY: the caller's promise; the record lives during the call.
    match unsafe { (*host).fail } {
        Some(fail) => unsafe { fail(call, &record) },
        None => error.status,
    }
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs an entry with panics caught. While it runs, a panic of this thread is kept as a message with its place instead
/// of being printed; panics of other threads go the way they went before.
fn watched<T>(entry: impl FnOnce() -> T) -> std::thread::Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if DEPTH.try_with(Cell::get).unwrap_or(0) == 0 {
                return before(info);
            }
            let payload = info.payload();
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic");
            let message = match info.location() {
                Some(place) => format!("{text} ({}:{}:{})", place.file(), place.line(), place.column()),
                None => text.to_owned(),
            };
            let _ = LAST_PANIC.try_with(|last| last.try_borrow_mut().map(|mut last| *last = Some(message)));
        }));
    });
    let _ = DEPTH.try_with(|depth| depth.set(depth.get() + 1));
    let result = catch_unwind(AssertUnwindSafe(entry));
    let _ = DEPTH.try_with(|depth| depth.set(depth.get().saturating_sub(1)));
    result
}

//! Generation 1 of the plugin ABI: opens a library, checks its descriptor, and wraps its plugins.
//!
//! A library is never unloaded: the handle is leaked, and all that the descriptor reaches stays valid until the process
//! ends (rules R2 and R7 of the header).

use std::collections::BTreeMap;
use std::error::Error as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use lantai_plugin::abi::{self, Status, Str};

use crate::call::HOST;
use crate::{HostError, Kind, options};

/// A loaded library.
pub struct Library {
    init: Option<unsafe extern "C" fn(*const abi::Host) -> Status>,
    started: OnceLock<Status>,
    /// What it offers, in its own order; kinds that are unknown here are left out.
    pub plugins: Vec<Descriptor>,
}

/// A plugin's descriptor, checked and copied.
#[derive(Clone, Debug)]
pub struct Descriptor {
    pub id: String,
    pub kind: Kind,
    pub caps: u64,
    pub version: String,
    pub title: String,
    pub description: String,
    pub license: String,
    pub homepage: String,
    pub extensions: Vec<String>,
    pub media_types: Vec<String>,
    pub options_schema: String,
    pub built_with: String,
    /// The functions, for writers.
    pub ops: Option<Ops>,
}

/// The functions of a writer that must be there are there.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::type_complexity, reason = "the signatures are those of the ABI")]
pub struct Ops {
    pub create: unsafe extern "C" fn(
        *const abi::Host,
        *mut abi::Call,
        *const abi::CreateInfo,
        *mut *mut std::ffi::c_void,
    ) -> Status,
    pub destroy: unsafe extern "C" fn(*mut std::ffi::c_void),
    pub begin_run: Option<unsafe extern "C" fn(*mut std::ffi::c_void, *mut abi::Call, *const abi::RunInfo) -> Status>,
    pub finish_run: Option<unsafe extern "C" fn(*mut std::ffi::c_void, *mut abi::Call) -> Status>,
    pub write_doc: unsafe extern "C" fn(*mut std::ffi::c_void, *mut abi::Call, *const abi::Doc) -> Status,
}

impl Library {
    /// Calls the library's `init` once in this process, before its first instance.
    pub fn start(&self) -> Status {
        *self.started.get_or_init(|| match self.init {
            // SAFETY: the library keeps the ABI; the host's table is static.
            Some(init) => unsafe { init(&HOST) },
            None => abi::OK,
        })
    }
}

/// Opens the library at a canonical path; the same path gives the same library again.
///
/// # Errors
/// It cannot be loaded, or breaks the contract.
pub fn load(path: &Path) -> Result<&'static Library, HostError> {
    static LOADED: Mutex<BTreeMap<PathBuf, &'static Library>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(library) = loaded.get(path) {
        return Ok(library);
    }
    let library: &'static Library = Box::leak(Box::new(open(path)?));
    loaded.insert(path.to_owned(), library);
    Ok(library)
}

fn open(path: &Path) -> Result<Library, HostError> {
    let load = |error: libloading::Error| {
        let mut cause = error.to_string();
        // libloading keeps what the system said apart.
        let mut source = error.source();
        while let Some(inner) = source {
            cause = format!("{cause}: {inner}");
            source = inner.source();
        }
        HostError::Load { path: path.to_owned(), cause }
    };
    // SAFETY: loading runs the library's constructors. The caller has checked who may write the file; that what it holds
    // keeps the contract is the trust that a plugin is given.
    let handle = unsafe { dlopen(path) }.map_err(load)?;
    // Never unloaded, not even when it breaks the contract: it may have left threads or destructors behind.
    let handle: &'static libloading::Library = Box::leak(Box::new(handle));
    // SAFETY: the type is that of the contract for this symbol.
    let symbol = unsafe { handle.get::<abi::ModuleFn>(abi::SYMBOL) };
    let Ok(entry) = symbol else {
        let what = format!("it does not export `{}`", abi::SYMBOL);
        let remedy = "it is no Lantai plugin, or one for another generation of the interface: rebuild it, or remove it";
        return Err(HostError::contract(path, None, what, remedy));
    };
    // SAFETY: the contract's function, which takes nothing and returns a static descriptor.
    let module = unsafe { entry() };
    // SAFETY: the descriptor is static; `Checker` looks at each part before it is used.
    unsafe { Checker { path, id: None }.library(module) }
}

#[cfg(unix)]
unsafe fn dlopen(path: &Path) -> Result<libloading::Library, libloading::Error> {
    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
    // SAFETY: the caller's.
    unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }.map(Into::into)
}

#[cfg(not(unix))]
unsafe fn dlopen(path: &Path) -> Result<libloading::Library, libloading::Error> {
    // SAFETY: the caller's.
    unsafe { libloading::Library::new(path) }
}

/// Reads a descriptor with suspicion; remembers file and plugin for the message.
struct Checker<'a> {
    path: &'a Path,
    id: Option<String>,
}

const MOST_PLUGINS: usize = 64;
const MOST_STRINGS: usize = 64;
const AUTHOR: &str = "tell its author, or remove it";

impl Checker<'_> {
    /// # Safety
    /// `module` is null or points to static memory of a library that means to keep the contract.
    unsafe fn library(mut self, module: *const abi::Module) -> Result<Library, HostError> {
        if module.is_null() || !module.is_aligned() {
            return Err(self.fault("it returned no descriptor"));
        }
        // SAFETY: not null and aligned; the magic is read first, alone, as the contract says.
        if unsafe { (*module).magic } != abi::MODULE_MAGIC {
            return Err(self.fault("its descriptor does not begin with the magic number of Lantai plugins"));
        }
        // SAFETY: as above.
        if (unsafe { (*module).struct_size } as usize) < size_of::<abi::Module>() {
            return Err(self.fault("its descriptor is shorter than version 1.0"));
        }
        // SAFETY: the descriptor says that it is long enough.
        let module = unsafe { &*module };
        if module.abi_major != abi::ABI_MAJOR {
            let what = format!("it is built for interface {}, this host has {}", module.abi_major, abi::ABI_MAJOR);
            let remedy = "rebuild it with this version's header, or use another version of lantai";
            return Err(HostError::contract(self.path, None, what, remedy));
        }
        if module.min_host_minor > abi::ABI_MINOR {
            let (major, wants, has) = (abi::ABI_MAJOR, module.min_host_minor, abi::ABI_MINOR);
            let what = format!("it needs interface {major}.{wants} or newer, this host has {major}.{has}");
            return Err(HostError::contract(
                self.path,
                None,
                what,
                "update lantai, or use an older version of the plugin",
            ));
        }
        // SAFETY: the strings of a descriptor are static.
        let strings = unsafe { [module.name.get(), module.version.get(), module.built_with.get()] };
        let [Some(_), Some(_), Some(built_with)] = strings else {
            return Err(self.fault("a string of its descriptor is not UTF-8"));
        };
        let list = module.plugins;
        let count = module.plugin_count;
        if count > MOST_PLUGINS || (count > 0 && (list.is_null() || !list.is_aligned())) {
            return Err(self.fault("its list of plugins is missing or too long"));
        }
        let mut plugins = Vec::new();
        for index in 0..count {
            // SAFETY: the descriptor says that the list has `count` members.
            let plugin = unsafe { *list.add(index) };
            // SAFETY: as for the descriptor itself.
            plugins.extend(unsafe { self.plugin(plugin, built_with) }?);
        }
        Ok(Library { init: module.init, started: OnceLock::new(), plugins })
    }

    /// # Safety
    /// `plugin` is null or points to static memory.
    unsafe fn plugin(&mut self, plugin: *const abi::Plugin, built_with: &str) -> Result<Option<Descriptor>, HostError> {
        self.id = None;
        if plugin.is_null() || !plugin.is_aligned() {
            return Err(self.fault("its list of plugins has a null pointer"));
        }
        // SAFETY: not null and aligned; the size is the first member in every version.
        if (unsafe { (*plugin).struct_size } as usize) < size_of::<abi::Plugin>() {
            return Err(self.fault("the descriptor of a plugin is shorter than version 1.0"));
        }
        // SAFETY: the descriptor says that it is long enough.
        let plugin = unsafe { &*plugin };
        let kind = match plugin.kind {
            abi::KIND_READER => Kind::Reader,
            abi::KIND_TRANSFORM => Kind::Transform,
            abi::KIND_WRITER => Kind::Writer,
            // The header: hosts skip kinds that they do not know.
            _ => return Ok(None),
        };
        let id = self.string(plugin.id)?;
        if !is_id(&id) {
            return Err(
                self.fault(&format!("the id {id:?} is not 1 to 32 of a-z, 0-9 and `-`, not beginning with `-`"))
            );
        }
        self.id = Some(id.clone());
        if plugin.doc_major != abi::DOC_MAJOR {
            let what =
                format!("it reads documents of version {}, this host makes {}", plugin.doc_major, abi::DOC_MAJOR);
            return Err(HostError::contract(self.path, Some(&id), what, "rebuild it with this version's header"));
        }
        let options_schema = self.string(plugin.options_schema)?;
        options::parse_schema(&options_schema).map_err(|what| self.fault(&what))?;
        // SAFETY: static, by the contract.
        let ops = if kind == Kind::Writer { Some(unsafe { self.ops(plugin.ops) }?) } else { None };
        if ops.is_none() && plugin.ops.is_null() {
            return Err(self.fault("its functions are missing"));
        }
        Ok(Some(Descriptor {
            id,
            kind,
            caps: plugin.caps,
            version: self.string(plugin.version)?,
            title: self.string(plugin.title)?,
            description: self.string(plugin.description)?,
            license: self.string(plugin.license)?,
            homepage: self.string(plugin.homepage)?,
            // SAFETY: static, by the contract.
            extensions: unsafe { self.strings(plugin.extensions, plugin.extension_count) }?,
            // SAFETY: static, by the contract.
            media_types: unsafe { self.strings(plugin.media_types, plugin.media_type_count) }?,
            options_schema,
            built_with: built_with.to_owned(),
            ops,
        }))
    }

    /// # Safety
    /// `ops` is null or points to static memory.
    unsafe fn ops(&self, ops: *const std::ffi::c_void) -> Result<Ops, HostError> {
        let ops = ops.cast::<abi::WriterOps>();
        if ops.is_null() || !ops.is_aligned() {
            return Err(self.fault("its functions are missing"));
        }
        // SAFETY: not null and aligned; the size is the first member in every version.
        if (unsafe { (*ops).struct_size } as usize) < size_of::<abi::WriterOps>() {
            return Err(self.fault("its table of functions is shorter than version 1.0"));
        }
        // SAFETY: the table says that it is long enough.
        let ops = unsafe { &*ops };
        let (Some(create), Some(destroy), Some(write_doc)) = (ops.create, ops.destroy, ops.write_doc) else {
            return Err(self.fault("one of its functions create, destroy, write_doc is null"));
        };
        Ok(Ops { create, destroy, begin_run: ops.begin_run, finish_run: ops.finish_run, write_doc })
    }

    fn string(&self, text: Str) -> Result<String, HostError> {
        // SAFETY: the strings of a descriptor are static.
        let text = unsafe { text.get() };
        text.map(str::to_owned).ok_or_else(|| self.fault("a string of its descriptor is not UTF-8"))
    }

    /// # Safety
    /// `list` is null or points to `count` strings in static memory.
    unsafe fn strings(&self, list: *const Str, count: usize) -> Result<Vec<String>, HostError> {
        if count > MOST_STRINGS || (count > 0 && (list.is_null() || !list.is_aligned())) {
            return Err(self.fault("a list of its descriptor is missing or too long"));
        }
        // SAFETY: the caller's promise.
        (0..count).map(|index| self.string(unsafe { *list.add(index) })).collect()
    }

    fn fault(&self, what: &str) -> HostError {
        HostError::contract(self.path, self.id.as_deref(), what, AUTHOR)
    }
}

/// The header: `[a-z0-9][a-z0-9-]{0,31}`.
fn is_id(id: &str) -> bool {
    (1..=32).contains(&id.len())
        && !id.starts_with('-')
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids() {
        assert!(["md", "json", "7z", "a-b", &"a".repeat(32)].iter().all(|id| is_id(id)));
        assert!(["", "-a", "Md", "a_b", "a.b", "文", "a/b", &"a".repeat(33)].iter().all(|id| !is_id(id)));
    }
}

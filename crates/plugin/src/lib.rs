//! The plugin author's only dependency: C ABI, document buffer, Writer trait, export!.

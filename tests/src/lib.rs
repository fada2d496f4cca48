//! Tests across crates: golden stage dumps, commands, plugins, seeds, architecture.

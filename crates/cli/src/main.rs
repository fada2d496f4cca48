//! The lantai command: arguments, terminal, exit codes.
fn main() {}

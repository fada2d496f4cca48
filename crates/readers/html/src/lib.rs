//! Reads HTML into a Flow.

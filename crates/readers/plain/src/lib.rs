//! Reads plain text into a Flow.

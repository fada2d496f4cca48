//! Reads DOCX into a Flow.

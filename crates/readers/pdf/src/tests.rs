//! Tests of the whole reader on small files that are built here.

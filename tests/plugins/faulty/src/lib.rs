//! Test fixture: an output plugin that misbehaves on demand.

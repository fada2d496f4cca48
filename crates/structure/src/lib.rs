//! Flow to Document: parts, metadata, outline, roles, tasks, signature.

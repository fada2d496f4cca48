//! Reads PDF into a Flow: objects by lopdf, text layer and layout our own.

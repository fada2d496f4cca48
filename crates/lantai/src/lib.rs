//! Turns official documents into clean, structured, traceable text: the whole pipeline in one function.

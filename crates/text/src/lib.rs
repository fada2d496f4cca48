//! Bytes to honest text: charset arbitration, glosses, radicals, widths, Han variants. Knows no documents.

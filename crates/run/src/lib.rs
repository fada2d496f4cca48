//! Bulk runs: intake, threads, outputs, report.

//! Which names a plugin may give to its outputs: relative, and the same file on every file system.

/// Why the name cannot be used, or `None` if it can.
pub fn fault(name: &str) -> Option<&'static str> {
    if name.len() > 1000 {
        return Some("it is too long");
    }
    if name.starts_with('/') {
        return Some("it is absolute");
    }
    name.split('/').find_map(component_fault)
}

fn component_fault(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        return Some("it has an empty component");
    }
    if part == "." || part == ".." {
        return Some("it has a component `.` or `..`");
    }
    if part.len() > 240 {
        return Some("a component is too long");
    }
    if part.chars().any(char::is_control) {
        return Some("it has control characters");
    }
    if part.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) {
        return Some("it has a character that some file systems forbid (\\ : * ? \" < > |)");
    }
    if part.ends_with(['.', ' ']) {
        return Some("a component ends with a stop or a blank");
    }
    let stem = part.split('.').next().unwrap_or("").trim_end().to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|n| {
            let mut chars = n.chars();
            matches!((chars.next(), chars.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$");
    (device || numbered("COM") || numbered("LPT")).then_some("it is a reserved device name on Windows")
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn only_plain_relative_names() {
        for good in ["a.md", "images/1.png", "附件/表一.xlsx", "console", "com10", "..a", "a b", ".hidden"] {
            assert_eq!(fault(good), None, "{good}");
        }
        let long = "a".repeat(241);
        for bad in [
            "",
            "/etc/x",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a\0",
            "a\nb",
            "a\\b",
            "C:x",
            "nul",
            "Aux.txt",
            "a/com1.md",
            "lpt³",
            "CON .x",
            "a.",
            "a ",
            &long,
            "a\u{85}",
            "con",
        ] {
            assert!(fault(bad).is_some(), "{bad:?}");
        }
    }
}

//! Tells names and addresses of files that are attached to pages: 任务表.docx, `/f/1.pdf?v=2`, `download.jsp?name=1.xls`.

/// Endings of office documents, scans and archives. Plain text is left out: as a target it is mostly a page.
const ENDINGS: [&str; 17] = [
    "pdf", "doc", "docx", "wps", "ofd", "xls", "xlsx", "et", "ppt", "pptx", "dps", "ceb", "rtf", "tif", "zip", "rar",
    "7z",
];

/// The address, or the text of a link, names such a file: in its path, or in what stands behind it.
pub fn names_file(name: &str) -> bool {
    let border = |c: char| c.is_whitespace() || "?#&=;,'\"()（）《》[]【】".contains(c);
    // The dot is rare: most names are done here.
    name.contains('.') && name.split(border).any(ends_as_file)
}

fn ends_as_file(part: &str) -> bool {
    let Some((name, ending)) = part.rsplit_once('.') else { return false };
    !name.is_empty() && ending.len() <= 4 && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::names_file;

    #[test]
    fn files_by_path_query_and_name() {
        for file in [
            "/f/1.pdf",
            "./P0202.DOC?v=1",
            "a.ofd#p2",
            "/download.jsp?name=%E8%A1%A8.xls&id=3",
            "/d?id=5&file=a.wps",
            "附件2：任务分解表.docx（15KB）",
            "附件（表.et）",
            "javascript:get('/f/9.rar')",
        ] {
            assert!(names_file(file), "{file}");
        }
        for other in [
            "",
            ".",
            ".doc",
            "doc",
            "/news/1.txt",
            "/a.html",
            "index.do?x=doc",
            "/pdf/",
            "www.yunhe.example",
            "1.5",
            "附件1",
        ] {
            assert!(!names_file(other), "{other}");
        }
    }
}

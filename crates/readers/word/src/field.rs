//! Fields (ECMA-376 part 1, 17.16): their results are text, their instructions are not.

/// Longest instruction that is kept; longer ones carry data, not a link.
const MAX_INSTRUCTION: usize = 4096;

/// Most fields that are open at once; the outermost of more is taken as ended.
const MAX_OPEN: usize = 64;

/// The fields that are open.
#[derive(Default)]
pub(crate) struct Fields {
    open: Vec<Field>,
}

#[derive(Default)]
struct Field {
    instruction: String,
    in_result: bool,
    href: Option<String>,
}

impl Fields {
    /// True while text belongs to an instruction.
    pub(crate) fn in_instruction(&self) -> bool {
        self.open.iter().any(|field| !field.in_result)
    }

    /// Takes a piece of the innermost field's instruction.
    pub(crate) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut()
            && field.instruction.len() + text.len() <= MAX_INSTRUCTION
        {
            field.instruction.push_str(text);
        }
    }

    /// Takes a `w:fldChar`. At `separate` and `end` of a link to the outside: its target.
    pub(crate) fn mark(&mut self, kind: &str) -> Option<String> {
        match kind {
            "begin" => {
                if self.open.len() >= MAX_OPEN {
                    self.open.remove(0);
                }
                self.open.push(Field::default());
                None
            }
            "separate" => {
                let field = self.open.last_mut()?;
                field.in_result = true;
                field.href = target(&field.instruction);
                field.href.clone()
            }
            "end" => self.open.pop()?.href,
            _ => None,
        }
    }

    /// Instructions do not reach over the end of a paragraph; one that does belongs to a damaged field.
    pub(crate) fn end_paragraph(&mut self) {
        self.open.retain(|field| field.in_result);
    }
}

/// The target of `HYPERLINK "…"`; links inside the document (`\l`) have none.
fn target(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?.trim_start();
    let href = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!href.is_empty() && !href.starts_with('\\')).then(|| href.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_the_outside_have_a_target() {
        assert_eq!(
            target(r#" HYPERLINK "http://kjj.example/a.pdf" \t "_blank" "#).as_deref(),
            Some("http://kjj.example/a.pdf")
        );
        assert_eq!(target(r#" HYPERLINK \l "_Toc1" "#), None);
        assert_eq!(target(" PAGE "), None);
    }

    #[test]
    fn an_unclosed_instruction_ends_with_its_paragraph() {
        let mut fields = Fields::default();
        fields.mark("begin");
        assert!(fields.in_instruction());
        fields.end_paragraph();
        assert!(!fields.in_instruction());
    }
}

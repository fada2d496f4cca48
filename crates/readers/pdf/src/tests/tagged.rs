//! Tagged files: what their structure tree says, and when it is not believed.

use super::*;

/// A tagged text at a place: marked content with a number.
fn marked(mark: u32, x: f32, y: f32, text: &str) -> String {
    format!("/P <</MCID {mark}>> BDC {} EMC\n", at(x, y, 20.0, text))
}

/// Twenty characters, the width of the text area.
fn wide_text() -> String {
    "云".repeat(19) + "。"
}

/// A line over the whole width, and short ones below it, each with its mark; the first mark and the height to begin at.
fn body(first: u32, top: f32, lines: &[String]) -> String {
    let wide = marked(first, 100.0, top, &wide_text());
    let short = (first + 1..).zip(lines).map(|(mark, text)| {
        let y = top - 30.0 * (mark - first) as f32;
        marked(mark, 100.0, y, text)
    });
    wide + &short.collect::<String>()
}

fn items(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("{}、云河市重点工作", ["一", "二", "三", "四"][i % 4])).collect()
}

/// A file whose structure tree has the given elements; `P0` in them stands for the first page.
struct Tagged {
    builder: Builder,
    roles: Dictionary,
}

impl Tagged {
    fn new() -> Self {
        Tagged { builder: Builder::new(song), roles: Dictionary::new() }
    }

    fn page(mut self, content: &str) -> Self {
        self.builder = self.builder.page(content);
        self
    }

    /// Builds the tree from elements: role, page, marks and elements inside.
    fn bytes(self, elements: &[Element]) -> Vec<u8> {
        let pages: Vec<Object> = self.builder.kids.clone();
        let mut doc = self.builder.finish();
        let kids: Vec<Object> = elements.iter().map(|element| element.add(&mut doc, &pages)).collect();
        let root = dictionary! { "Type" => "StructTreeRoot", "K" => kids, "RoleMap" => self.roles };
        let root = doc.add_object(root);
        doc.catalog_mut().expect("a catalog").set("StructTreeRoot", root);
        save(&mut doc)
    }
}

/// An element of the tree.
#[derive(Clone, Default)]
struct Element {
    role: &'static str,
    page: usize,
    marks: Vec<i64>,
    inside: Vec<Element>,
    spans: Option<(i64, i64)>,
}

impl Element {
    fn add(&self, doc: &mut Document, pages: &[Object]) -> Object {
        let mut kids: Vec<Object> = self.marks.iter().map(|mark| (*mark).into()).collect();
        kids.extend(self.inside.iter().map(|element| element.add(doc, pages)));
        let mut dict = dictionary! { "S" => self.role, "Pg" => pages[self.page].clone(), "K" => kids };
        if let Some((rows, columns)) = self.spans {
            dict.set("A", dictionary! { "O" => "Table", "RowSpan" => rows, "ColSpan" => columns });
        }
        doc.add_object(dict).into()
    }
}

fn leaf(role: &'static str, marks: &[i64]) -> Element {
    Element { role, marks: marks.to_vec(), ..Element::default() }
}

fn group(role: &'static str, inside: &[Element]) -> Element {
    Element { role, inside: inside.to_vec(), ..Element::default() }
}

fn headings(reading: &Reading) -> Vec<(u8, &str)> {
    let items = reading.flow.items.iter().filter(|item| item.cues.heading > 0);
    items
        .filter_map(|item| match &item.block {
            Block::Paragraph(paragraph) => Some((item.cues.heading, paragraph.text.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn order_paragraphs_and_headings_are_the_tree_s() {
    // Layout would join the two lines, and read the list where it stands.
    let content = marked(50, 100.0, 760.0, "总体要求")
        + &body(0, 720.0, &items(8))
        + &marked(51, 100.0, 400.0, "按月报送进展情况并")
        + &marked(52, 100.0, 370.0, "抓好落实")
        + "/Artifact <</Type /Pagination>> BDC "
        + &at(290.0, 30.0, 9.0, "1")
        + " EMC";
    let mut file = Tagged::new().page(&content);
    file.roles.set("标题 1", "Heading");
    file.roles.set("Heading", "H1");
    let mut inside = vec![leaf("标题 1", &[50])];
    inside.extend((0..9).map(|mark| leaf("P", &[mark])));
    inside.extend([group("L", &[group("LI", &[leaf("LBody", &[52])])]), leaf("P", &[51])]);
    let reading = read(&file.bytes(&[group("Document", &inside)])).expect("reads");
    let texts = paragraphs(&reading);
    assert_eq!((texts[0], texts[2]), ("总体要求", "一、云河市重点工作"));
    assert_eq!(texts[10..], ["抓好落实", "按月报送进展情况并"]);
    assert_eq!(headings(&reading), [(1, "总体要求")]);
    let margins = reading.flow.items.iter().filter(|item| item.cues.margin == Some(Margin::Footer)).count();
    assert_eq!(margins, 1);
}

#[test]
fn marks_in_forms_and_in_references_belong_to_the_tree() {
    let mut file = Tagged::new();
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
    };
    let inside = marked(0, 100.0, 100.0, "表单内的段落。");
    let form = file.builder.doc.add_object(Stream::new(form, inside.into_bytes()));
    file.builder.extra.set("XObject", dictionary! { "X1" => form });
    let file = file.page(&(body(0, 700.0, &items(8)) + "/X1 Do"));
    let page = file.builder.kids[0].clone();
    let bytes = {
        let mut doc = file.builder.finish();
        let mark = |form: Option<ObjectId>| {
            let mut dict = dictionary! { "Type" => "MCR", "Pg" => page.clone(), "MCID" => 0 };
            if let Some(form) = form {
                dict.set("Stm", form);
            }
            dict
        };
        let one = dictionary! { "S" => "H2", "K" => mark(Some(form)) };
        let two = dictionary! { "S" => "P", "K" => vec![mark(None).into()] };
        let more = (1..9).map(|mark| dictionary! { "S" => "P", "Pg" => page.clone(), "K" => mark }.into());
        let tree = dictionary! { "K" => [one.into(), two.into()].into_iter().chain(more).collect::<Vec<Object>>() };
        let tree = doc.add_object(tree);
        doc.catalog_mut().expect("a catalog").set("StructTreeRoot", tree);
        save(&mut doc)
    };
    let reading = read(&bytes).expect("reads");
    assert_eq!(headings(&reading), [(2, "表单内的段落。")]);
    assert_eq!(paragraphs(&reading)[..2], ["表单内的段落。", &wide_text()]);
}

#[test]
fn tagged_tables_have_their_merged_cells() {
    let content = [
        (0, 100.0, 700.0, "序号"),
        (1, 200.0, 700.0, "任务"),
        (2, 300.0, 700.0, "单位"),
        (3, 100.0, 660.0, "一"),
        (4, 200.0, 660.0, "修路"),
        (5, 300.0, 640.0, "县交通局"),
        (6, 100.0, 620.0, "二"),
        (7, 200.0, 620.0, "植树"),
    ];
    let page: String = content.iter().map(|(mark, x, y, text)| marked(*mark, *x, *y, text)).collect();
    let cell = |role, mark| group(role, &[leaf("P", &[mark])]);
    let merged = Element { spans: Some((2, 1)), ..cell("TD", 5) };
    let rows = [
        group("TR", &[cell("TH", 0), cell("TH", 1), cell("TH", 2)]),
        group("TR", &[cell("TD", 3), cell("TD", 4), merged]),
        group("TR", &[cell("TD", 6), cell("TD", 7)]),
    ];
    let bytes = Tagged::new().page(&page).bytes(&[group("Table", &[group("TBody", &rows)])]);
    let reading = read(&bytes).expect("reads");
    let table = table(&reading);
    let text: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(text, [vec!["序号", "任务", "单位"], vec!["一", "修路", "县交通局"], vec!["二", "植树"]]);
    assert_eq!((table.rows[1].cells[2].row_span, table.rows[0].cells[0].header), (2, true));
    assert_eq!(table.rows[1].cells[2].at.page(), 1);
}

#[test]
fn trees_that_read_worse_than_the_layout_are_refused() {
    // Numbered lines over the whole width.
    let lines: Vec<String> = items(12).iter().map(|text| format!("{text}{}。", "云".repeat(10))).collect();
    let page = |mark: &dyn Fn(usize) -> u32| -> String {
        let line = |(i, text): (usize, &String)| marked(mark(i), 100.0, 720.0 - 40.0 * i as f32, text);
        lines.iter().enumerate().map(line).collect()
    };
    let expected: Vec<&str> = lines.iter().map(String::as_str).collect();
    // The whole page in one paragraph.
    let whole = Tagged::new().page(&page(&|_| 0)).bytes(&[leaf("P", &[0])]);
    assert_eq!(paragraphs(&read(&whole).expect("reads")), expected);
    // From the end to the start.
    let backwards: Vec<Element> = (0..12).rev().map(|i| leaf("P", &[i])).collect();
    let backwards = Tagged::new().page(&page(&|i| i as u32)).bytes(&backwards);
    assert_eq!(paragraphs(&read(&backwards).expect("reads")), expected);
    // Less than nine tenths of the text.
    let part: Vec<Element> = (0..8).map(|i| leaf("H1", &[i])).collect();
    let part = read(&Tagged::new().page(&page(&|i| i as u32)).bytes(&part)).expect("reads");
    assert_eq!((paragraphs(&part), headings(&part)), (expected, vec![]));
}

#[test]
fn headings_that_are_the_text_are_not_believed() {
    let elements: Vec<Element> = (0..10).map(|i| leaf("H1", &[i])).collect();
    let reading = read(&Tagged::new().page(&body(0, 700.0, &items(9))).bytes(&elements)).expect("reads");
    assert_eq!((paragraphs(&reading).len(), headings(&reading)), (10, vec![]));
}

#[test]
fn text_outside_the_tree_keeps_its_place() {
    let page = body(0, 700.0, &items(9)) + &at(100.0, 505.0, 10.0, "未标。");
    let elements: Vec<Element> = (0..10).map(|i| leaf("P", &[i])).collect();
    let reading = read(&Tagged::new().page(&page).bytes(&elements)).expect("reads");
    let texts = paragraphs(&reading);
    assert_eq!((texts.len(), texts[7]), (11, "未标。"));
}

#[test]
fn loops_and_depth_in_the_tree_end() {
    let file = Tagged::new().page(&marked(0, 100.0, 700.0, "循环的树"));
    let page = file.builder.kids[0].clone();
    let mut doc = file.builder.finish();
    let deepest = doc.new_object_id();
    let mut last = deepest;
    for _ in 0..5_000 {
        last = doc.add_object(dictionary! { "S" => "Div", "K" => last });
    }
    // The innermost paragraph holds the outermost element.
    let inner = dictionary! { "S" => "P", "Pg" => page, "K" => vec![0.into(), last.into()] };
    doc.objects.insert(deepest, inner.into());
    let tree = doc.add_object(dictionary! { "K" => last, "RoleMap" => dictionary! { "A" => "B", "B" => "A" } });
    doc.catalog_mut().expect("a catalog").set("StructTreeRoot", tree);
    assert_eq!(paragraphs(&read(&save(&mut doc)).expect("reads")), ["循环的树"]);
}

//! Tables: spans, groups of rows, heading rows, tables in tables.

use crate::more_tests::{flow, rows, table};

/// The grid with each cell's text at all of its places.
fn grid(page: &str) -> Vec<String> {
    let table = table(page);
    let text =
        |slot: &Option<(usize, usize)>| slot.map_or("-".to_owned(), |(r, c)| table.rows[r].cells[c].text.clone());
    table.grid().iter().map(|row| row.iter().map(text).collect()).collect()
}

#[test]
fn a_cell_is_there_for_each_row_and_column_that_it_spans() {
    let page = "<table border=1><tr><td rowspan=3>甲<td colspan=2>乙<td rowspan=2>丙<tr><td>丁<td>戊<tr><td>己<td colspan=2>庚</table>";
    assert_eq!(grid(page), ["甲乙乙丙", "甲丁戊丙", "甲己庚庚"]);
    // Rows that end early leave places free, and no cell moves into them.
    let early = "<table border=1><tr><td>甲<td>乙<td>丙<tr><td>丁<tr><td rowspan=2>戊<td>己<tr><td>庚<td>辛</table>";
    assert_eq!(grid(early), ["甲乙丙", "丁", "戊己", "戊庚辛"]);
}

#[test]
fn cells_that_would_overlap_share_no_place() {
    let page = "<table border=1><tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>丁<tr><td>戊<td>己<td>庚</table>";
    assert_eq!(grid(page), ["甲乙丙", "丁乙", "戊己庚"]);
}

#[test]
fn a_rowspan_of_zero_ends_with_its_group() {
    let page = "<table border=1><tbody><tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁<tbody><tr><td>戊<td>己</table>";
    assert_eq!(grid(page), ["甲乙", "甲丙", "甲丁", "戊己"]);
}

#[test]
fn wide_titles_are_as_wide_as_the_table() {
    let page = "<table border=1><tr><td colspan=1000>甲<tr><td>乙<td>丙<tr><td colspan=1001>丁<td>戊</table>";
    assert_eq!(rows(&table(page)), ["甲1x2", "乙|丙", "丁1x2|戊"]);
    // A column in which no cell begins is kept where it may be meant.
    assert_eq!(
        rows(&table("<table border=1><tr><td colspan=3>甲<td>乙<tr><td colspan=3>丙<td>丁</table>")),
        ["甲1x3|乙", "丙1x3|丁"]
    );
}

#[test]
fn head_and_foot_stand_where_they_are_seen() {
    let page = "<table border=1><tfoot><tr><td>合计<td>3<tbody><tr><td>甲<td rowspan=9>1<tr><td>乙<thead><tr><td>单位<td>件数<tfoot><tr><td>又<td>4</table>";
    assert_eq!(rows(&table(page)), ["单位*|件数*", "甲|12x1", "乙", "又|4", "合计|3"]);
    let empty = "<table border=1><thead></thead><tfoot><tr></tr></tfoot><tr><td>甲<td>乙<tr><td>丙<td>丁</table>";
    assert_eq!(rows(&table(empty)), ["甲|乙", "丙|丁"]);
}

#[test]
fn a_first_row_that_comes_again_is_a_heading() {
    let page = "<table border=1><tr><td colspan=2>任务表<tr><td>序号<td>任务<tr><td>1<td>甲<tr><td>序号<td>任务<tr><td>2<td>乙</table>";
    assert_eq!(rows(&table(page)), ["任务表1x2", "序号*|任务*", "1|甲", "序号*|任务*", "2|乙"]);
    // Entries with figures, and rows that follow each other, are none.
    for page in [
        "<table border=1><tr><td>2023年<td>甲<tr><td>乙<td>丙<tr><td>2023年<td>甲</table>",
        "<table border=1><tr><td>甲<td>乙<tr><td>甲<td>乙<tr><td>丙<td>丁</table>",
    ] {
        assert!(!rows(&table(page)).concat().contains('*'), "{page}");
    }
}

#[test]
fn captions_and_tables_in_cells_are_kept() {
    let page = "<table border=1><caption>表1<br>任务表</caption><tr><th>甲<th>乙<tr><td><p>一</p><p>二</p>三<br>四<td>\
        <table border=1><caption>内</caption><tr><th>丙<th>丁<tr><td>戊<td>己</table>后</table>";
    let table = table(page);
    assert_eq!(table.caption.as_deref(), Some("表1\n任务表"));
    assert_eq!(rows(&table), ["甲*|乙*", "一\n二\n三\n四|内\n丙 丁\n戊 己\n后"]);
    assert_eq!(flow(page).items.len(), 1);
}

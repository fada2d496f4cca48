#!/usr/bin/env python3
"""Remakes every sample that is not edited by hand: `python3 samples/make.py`. Standard library only; the same bytes on
every machine. With `--check`, writes nothing and fails if a file would change."""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "tools"))
sys.dont_write_bytecode = True

import docx  # noqa: E402
import garble  # noqa: E402
import pdf  # noqa: E402


def load(slug, name="text.txt.in"):
    with open(os.path.join(HERE, slug, name), encoding="utf-8", newline="") as file:
        return file.read()


def lines(slug):
    """`style|cell|cell` lines as lists."""
    return [line.split("|") for line in load(slug).splitlines() if line.strip()]


def split_table(rows):
    """(before, head, body rows, after)."""
    at = next(i for i, row in enumerate(rows) if row[0] == "head")
    end = max(i for i, row in enumerate(rows) if row[0] in ("row", "sum"))
    return rows[:at], rows[at][1:], [row[1:] for row in rows[at + 1:end + 1]], rows[end + 1:]


def encoded(slug, codec):
    return load(slug, "text.html.in").encode(codec)


# PDF

def pdf_text(slug, font, head):
    rows = lines(slug)
    out = pdf.Pdf(font, rows[0][1], head)
    for style, text in rows:
        out.paragraph(style, text)
    return out.bytes()


def pdf_table(slug, columns):
    before, head, body, after = split_table(lines(slug))
    out = pdf.Pdf("song", before[0][1])
    for style, text in before:
        out.paragraph(style, text, 14, 22)
    out.table(head, body, columns)
    for style, text in after:
        out.paragraph(style, text, 14, 22)
    return out.bytes()


# DOCX

RIGHT = '<w:jc w:val="right"/>'


def docx_paragraph(style, text):
    styles = {"title": "a3", "h1": "1", "h2": "2"}
    return docx.paragraph(docx.runs(text), styles.get(style, ""), RIGHT if style == "right" else "")


def docx_table(slug):
    rows = lines(slug)
    before, head, body, after = split_table(rows)
    inside = "".join(docx_paragraph(*row) for row in before)
    inside += docx.table(head, body, [700, 1400, 1600, 900, 1500, 3000, 900])
    inside += "".join(docx_paragraph(*row) for row in after)
    return docx.package(inside, rows[0][1], "青溪县科学技术局", "2025-01-08T02:30:00Z", header="青溪县科学技术局目标管理资料")


def docx_key_points(slug):
    rows = lines(slug)
    item = '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>'
    out = []
    for row in rows:
        if row[0] == "n3":
            out.append(docx.paragraph(docx.run(row[1], "<w:b/>") + docx.run(row[2]), "", item))
        else:
            out.append(docx_paragraph({"n1": "h1", "n2": "h2"}.get(row[0], row[0]), row[1]))
    return docx.package("".join(out), rows[0][1], "云河市科学技术局", "2025-02-11T01:15:00Z",
                        header="云河市科学技术局文件", numbered=True)


def docx_summary(slug):
    rows = lines(slug)
    note = next(row[1] for row in rows if row[0] == "footnote")
    out = []
    for style, text in (row for row in rows if row[0] != "footnote"):
        inside = docx.runs(text)
        if "投入强度2.63%" in text:
            mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
            before, after = text.split("投入强度2.63%", 1)
            inside = docx.run(before + "投入强度2.63%") + mark + docx.run(after)
        if text.startswith("推动云河湖实验室争创"):
            who = 'w:id="{}" w:author="办公室" w:date="2024-12-26T00:00:00Z"'
            before, after = text.split("争创", 1)
            old = '<w:r><w:delText>努力申报</w:delText></w:r>'
            inside = (docx.run(before) + f"<w:del {who.format(9)}>{old}</w:del>"
                      + f"<w:ins {who.format(10)}>{docx.run('争创')}</w:ins>" + docx.run(after))
        styles = {"title": "a3", "h1": "1", "h2": "2"}
        out.append(docx.paragraph(inside, styles.get(style, ""), RIGHT if style == "right" else ""))
    return docx.package("".join(out), rows[0][1], "云河市科学技术局", "2024-12-27T03:00:00Z", footnote=note)


# Content farm

def farm(plain):
    text = load("farm-report").splitlines()
    title = garble.annotate(text[0])
    paragraphs = [garble.annotate(line) for line in text[1:] if line]
    page = load("farm-report", "page.html.in")
    page = re.sub(r">[^<]+<", lambda m: garble.annotate(m.group()) if "{" not in m.group() else m.group(), page)
    page = page.replace("導語：", garble.annotate("導語：")).replace(
        "一文由網友整理提供，不代表本站立場，如需定制原創稿件請聯系在線客服，歡迎借鑒。",
        garble.annotate("一文由網友整理提供，不代表本站立場，如需定制原創稿件請聯系在線客服，歡迎借鑒。"))
    page = page.replace("{title}", title).replace("{paragraphs}", "\n".join(f"<p>{line}</p>" for line in paragraphs))
    if not plain:
        return page.encode("utf-8")
    lead = re.search(r'<div class="lead">(.*)</div>', page).group(1)
    time = re.search(r'<div class="time">(.*)</div>', page).group(1)
    tags = re.search(r'<div class="tags"><h3>(.*)</h3>(.*)</div>', page)
    words = " ".join(re.findall(r">([^<>]+)</a>", tags.group(2)))
    return "\n".join([title, time, lead, *paragraphs, tags.group(1), words, ""]).encode("utf-8")


FILES = {
    "task-table-docx/source.docx": lambda: docx_table("task-table-docx"),
    "task-table-pdf/source.pdf": lambda: pdf_table("task-table-pdf", [30, 105, 50, 85, 150, 50]),
    "farm-report/source.html": lambda: farm(False),
    "farm-report-text/source.txt": lambda: farm(True),
    "gazette-gb18030/source.html": lambda: encoded("gazette-gb18030", "gb18030"),
    "progress-gb2312/source.html": lambda: encoded("progress-gb2312", "gbk"),
    "key-points-docx/source.docx": lambda: docx_key_points("key-points-docx"),
    "key-points-pdf/source.pdf": lambda: pdf_text("key-points-pdf", "song", "青溪县科技兴农工作领导小组文件"),
    "summary-docx/source.docx": lambda: docx_summary("summary-docx"),
    "summary-pdf-gbk/source.pdf": lambda: pdf_text("summary-pdf-gbk", "fang", ""),
    "notice-big5/source.html": lambda: encoded("notice-big5", "big5"),
    "notice-utf16/source.txt": lambda: b"\xff\xfe" + load("notice-utf16").replace("\n", "\r\n").encode("utf-16-le"),
}


def main():
    check = "--check" in sys.argv[1:]
    changed = []
    for name, make in FILES.items():
        path = os.path.join(HERE, name)
        data = make()
        old = None
        if os.path.exists(path):
            with open(path, "rb") as file:
                old = file.read()
        if old != data:
            changed.append(name)
            if not check:
                with open(path, "wb") as file:
                    file.write(data)
    for name in changed:
        print(("differs: " if check else "made: ") + name)
    return 1 if check and changed else 0


sys.exit(main())

"""Writes small DOCX files by hand, stored without compression and with fixed times, so that every machine writes the same
bytes."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def run(text, props=""):
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(text):
    """`*bold*` becomes a bold run."""
    parts = re.split(r"\*([^*]+)\*", text)
    return "".join(run(part, "<w:b/>" if at % 2 else "") for at, part in enumerate(parts) if part)


def paragraph(inside, style="", props=""):
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    props = f"<w:pPr>{style}{props}</w:pPr>" if style or props else ""
    return f"<w:p>{props}{inside}</w:p>"


def field(code, shown):
    return (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def table(head, rows, widths):
    """`^` merges a cell with the one above, `<` with the one to its left."""
    out = ["<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>"]
    out += [f'<w:gridCol w:w="{w}"/>' for w in widths]
    out.append("</w:tblGrid>")
    rows = [head] + rows
    for r, row in enumerate(rows):
        out.append('<w:tr><w:trPr><w:tblHeader/></w:trPr>' if r == 0 else "<w:tr>")
        c = 0
        while c < len(row):
            span = 1
            while c + span < len(row) and row[c + span] == "<":
                span += 1
            props = f'<w:tcW w:w="{sum(widths[c:c + span])}" w:type="dxa"/>'
            if span > 1:
                props += f'<w:gridSpan w:val="{span}"/>'
            text = row[c]
            if text == "^":
                props += "<w:vMerge/>"
                text = ""
            elif r + 1 < len(rows) and rows[r + 1][c] == "^":
                props += '<w:vMerge w:val="restart"/>'
            bold = "<w:b/>" if r == 0 else ""
            inside = run(text, bold) if text else ""
            out.append(f"<w:tc><w:tcPr>{props}</w:tcPr>{paragraph(inside)}</w:tc>")
            c += span
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


STYLES = f"""{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>NUM1<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr>NUM2<w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体_GB2312"/><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="header"/><w:basedOn w:val="a"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="footnote text"/><w:basedOn w:val="a"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
</w:styles>"""


def numbering():
    def level(at, format, text, more=""):
        return (f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:suff w:val="nothing"/>'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>')
    levels = (level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>')
              + level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>')
              + level(2, "decimal", "%3.", '<w:lvlRestart w:val="0"/>'))
    return (f'{HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')


def package(body, title, organ, created, header="", footer=True, numbered=False, footnote=""):
    """The whole package. `body` is the inside of w:body."""
    parts = {}
    rels = [("styles", "styles.xml")]
    overrides = [("word/document.xml", TYPES + "document.main+xml"), ("word/styles.xml", TYPES + "styles+xml")]
    section = ""

    def part(kind, name, text):
        parts[f"word/{name}"] = text
        rels.append((kind, name))
        overrides.append((f"word/{name}", f"{TYPES}{kind}+xml"))

    if numbered:
        part("numbering", "numbering.xml", numbering())
    if header:
        part("header", "header1.xml", f'{HEAD}<w:hdr xmlns:w="{W}">{paragraph(run(header), "a4")}</w:hdr>')
        section += f'<w:headerReference w:type="default" r:id="rId{len(rels)}"/>'
    if footer:
        inside = run("— ") + field("PAGE", "1") + run(" —")
        part("footer", "footer1.xml", f'{HEAD}<w:ftr xmlns:w="{W}">{paragraph(inside, "a4")}</w:ftr>')
        section += f'<w:footerReference w:type="default" r:id="rId{len(rels)}"/>'
    if footnote:
        notes = ('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
                 f'<w:footnote w:id="1">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(footnote), "a5")}</w:footnote>')
        part("footnotes", "footnotes.xml", f'{HEAD}<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>')
    section += '<w:pgSz w:w="11906" w:h="16838"/>'
    parts["word/document.xml"] = (f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr>{section}</w:sectPr>'
                                  "</w:body></w:document>")
    num = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    parts["word/styles.xml"] = STYLES.replace("NUM1", num.format(0)).replace("NUM2", num.format(1))
    relation = '<Relationship Id="rId{}" Type="{}/{}" Target="{}"/>'
    package_ns = "http://schemas.openxmlformats.org/package/2006"
    parts["word/_rels/document.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{package_ns}/relationships">'
        + "".join(relation.format(at + 1, R, kind, name) for at, (kind, name) in enumerate(rels)) + "</Relationships>")
    parts["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{package_ns}/relationships">' + relation.format(1, R, "officeDocument", "word/document.xml")
        + relation.format(2, f"{package_ns}/relationships/metadata", "core-properties", "docProps/core.xml")
        + relation.format(3, R, "extended-properties", "docProps/app.xml") + "</Relationships>")
    parts["docProps/core.xml"] = (
        f'{HEAD}<cp:coreProperties xmlns:cp="{package_ns}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(organ)}办公室</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>')
    parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>Lantai samples</Application><Company>{escape(organ)}</Company></Properties>")
    overrides += [("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
                  ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")]
    types = (f'{HEAD}<Types xmlns="{package_ns}/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/xml"/>'
             + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides) + "</Types>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in [("[Content_Types].xml", types)] + sorted(parts.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, text.encode("utf-8"))
    return out.getvalue()

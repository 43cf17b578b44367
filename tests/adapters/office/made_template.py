"""A Word template with many features, made for the tests: what a trust's own may hold beside the places to fill.

Header and footer with a picture, styles of its own, a text box, a picture, a native chart with its workbook, comments,
footnotes, tracked changes, custom XML that a control is bound to, fields, numbering, and macros when asked for.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.shared import Cm, RGBColor

HAS_COMMENTS = hasattr(Document, "add_comment")
"""The lowest supported version of python-docx cannot make any."""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ALL = (
    f"{W} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:chart><c:plotArea><c:layout/>
<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/>
<c:val><c:numLit><c:ptCount val="2"/><c:pt idx="0"><c:v>3</c:v></c:pt><c:pt idx="1"><c:v>5</c:v></c:pt></c:numLit></c:val>
</c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>
<c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="2"/></c:catAx>
<c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="1"/></c:valAx>
</c:plotArea></c:chart></c:chartSpace>"""
FOOTNOTES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:footnotes {W}>'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Source: {{source}}.</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)
CUSTOM = '<?xml version="1.0"?>\n<trust xmlns="urn:x-trust"><owner>Governance</owner></trust>\n'
VBA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a real macro"


def _control(tag: str, content: str, marks: str = "") -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/>{marks}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def _run(text: str, marks: str = "") -> str:
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _append(document: Any, xml: str) -> None:
    body = document.element.body
    holder = parse_xml(f"<w:body {ALL}>{xml}</w:body>")
    for each in list(holder):
        body.insert(len(body) - 1, each)


def _box(text: str) -> str:
    inner = f"<w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent>"
    size = '<wp:extent cx="2400000" cy="500000"/>'
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f'{size}<wp:docPr id="40" name="Box"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="500000"/></a:xfrm><a:prstGeom prst="rect">'
        f'<a:avLst/></a:prstGeom><a:ln w="9525"/></wps:spPr><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:180pt;height:40pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )


def template_bytes(png: bytes, *, macros: bool = False) -> bytes:
    """Return the template; `png` is the picture that stands in it, and in its picture control."""
    document = docx.Document()
    style = document.styles["Heading 1"]
    style.font.name, style.font.color.rgb = "Georgia", RGBColor(0x7C, 0x28, 0x55)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Board of directors: {{organisation}}"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(png), width=Cm(1))
    section.footer.paragraphs[0].text = "Kept by Governance"
    document.core_properties.author = "Governance"
    document.add_paragraph("{{title}}", style="Title")
    first = document.add_paragraph("This paper is ")
    first.add_run("for {{pur").bold = True
    first.add_run("pose}}")
    first.add_run(", and stays as it was.").italic = True
    commented = document.add_paragraph("A paragraph with a comment.")
    if HAS_COMMENTS:
        document.add_comment(commented.runs, text="Ask {{nobody}}.", author="u1", initials="u")
    document.add_picture(io.BytesIO(png), width=Cm(2))
    holder: Any = document.paragraphs[-1]._p
    holder.getparent().remove(holder)
    _append(document, _control("figure", f"<w:p>{''.join(_xml(each) for each in holder)}</w:p>", "<w:picture/>"))
    table = document.add_table(2, 2, style="Light Grid Accent 1")
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), _TEXTS, strict=True):
        cell.text = text
    sample = document.add_table(2, 2, style="Light List Accent 2")
    for cell, text in zip((*sample.rows[0].cells, *sample.rows[1].cells), "HHab", strict=True):
        cell.text = text
    sample_xml = _xml(sample._tbl)
    sample._tbl.getparent().remove(sample._tbl)
    _append(document, "<w:p/>" + _control("table", sample_xml) + _BODY + _box("In the box: {{boxed}}") + _LAST)
    out = io.BytesIO()
    document.save(out)
    return _with_parts(out.getvalue(), macros=macros)


def _xml(element: Any) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode")


_TEXTS = ("What", "By when", "{{actions.what}}", "{{actions.by}}")
_BODY = (
    f"<w:p>{_run('Decided on ')}{_control('day', _run('x'), '<w:date><w:dateFormat w:val=' + chr(34) + 'dd/MM/yyyy' + chr(34) + '/></w:date>')}"
    f"{_run(', by vote: ')}"
    + _control(
        "voted",
        _run("\u2610"),
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>',
    )
    + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    f'<w:p>{_run("Kept ")}<w:ins w:id="90" w:author="u1" w:date="2026-01-01T00:00:00Z">{_run("new words")}</w:ins>'
    f'<w:del w:id="91" w:author="u1" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>old {{{{words}}}}</w:delText></w:r></w:del></w:p>'
    + _control(
        "level",
        f"<w:p>{_run('Choose an item.', '<w:rStyle w:val=' + chr(34) + 'PlaceholderText' + chr(34) + '/>')}</w:p>",
        '<w:showingPlcHdr/><w:dropDownList><w:listItem w:displayText="For decision" w:value="d"/>'
        '<w:listItem w:displayText="For noting" w:value="n"/></w:dropDownList>',
    )
    + _control(
        "",
        f"<w:p>{_run('Governance')}</w:p>",
        '<w:dataBinding w:prefixMappings="xmlns:ns0=\'urn:x-trust\'" w:xpath="/ns0:trust/ns0:owner" w:storeItemID="{11111111-1111-1111-1111-111111111111}"/>',
    )
)
_LAST = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="2400000" cy="1200000"/><wp:docPr id="41" name="Chart" descr="Two bars"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rIdChart"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("1")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def _with_parts(package: bytes, *, macros: bool) -> bytes:
    """Add what python-docx cannot make: chart, footnotes, custom XML, macros, and the template's own template."""
    pointers = {
        "rIdChart": ("chart", "charts/chart1.xml"),
        "rIdNotes": ("footnotes", "footnotes.xml"),
        "rIdData": ("customXml", "../customXml/item9.xml"),
    }
    parts: dict[str, bytes] = {
        "word/charts/chart1.xml": CHART.encode(),
        "word/embeddings/book.xlsx": b"PK\x05\x06" + bytes(18),
        "word/footnotes.xml": FOOTNOTES.encode(),
        "customXml/item9.xml": CUSTOM.encode(),
        "word/_rels/settings.xml.rels": _pointers({"rId1": ("attachedTemplate", "file:///C:/Templates/Board.dotm")}),
    }
    if macros:
        pointers["rIdVba"] = ("vbaProject", "vbaProject.bin")
        parts["word/vbaProject.bin"] = VBA
    types = (
        '<Override PartName="/word/charts/chart1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>'
        '<Override PartName="/word/footnotes.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"</Types>", types.encode() + b"</Types>")
                if macros:
                    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
                    data = data.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")
            if name == "word/_rels/document.xml.rels":
                inner = _pointers(pointers).partition(b">")[2].removesuffix(b"</Relationships>")
                data = data.replace(b"</Relationships>", inner + b"</Relationships>")
            new.writestr(name, data)
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def _pointers(targets: dict[str, tuple[str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'.encode()

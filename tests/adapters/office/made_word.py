"""Word documents made by hand: the XML of a body, in a package that holds no more than it must."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from fairness_adapters.office.form_blocks import WordForm, read_form_blocks
from fairness_adapters.source import Source

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)


def run(text: str, marks: str = "") -> str:
    """Return a run of text."""
    return f'<w:r>{f"<w:rPr>{marks}</w:rPr>" if marks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inner: str, marks: str = "") -> str:
    """Return a paragraph; plain text becomes a run."""
    runs = "".join(each if each.startswith("<") else run(each) for each in inner)
    return f"<w:p>{f'<w:pPr>{marks}</w:pPr>' if marks else ''}{runs}</w:p>"


def cell(*inner: str, marks: str = "") -> str:
    """Return a cell; plain text becomes a paragraph."""
    content = "".join(each if each.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else para(each) for each in inner)
    return f"<w:tc>{f'<w:tcPr>{marks}</w:tcPr>' if marks else ''}{content}</w:tc>"


def row(*cells: str, marks: str = "") -> str:
    """Return a row; plain text becomes a cell."""
    inner = "".join(each if each.startswith(("<w:tc>", "<w:sdt>")) else cell(each) for each in cells)
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{inner}</w:tr>"


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(content: str, marks: str = "") -> str:
    """Return a content control."""
    return f"<w:sdt><w:sdtPr>{marks}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(data: str, code: str, result: str = "") -> str:
    """Return the runs of a legacy form field."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return a relationships part: id to (kind, target)."""
    lines = (
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for key, (kind, target) in targets.items()
    )
    inner = "".join(lines)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def word_bytes(
    body: str, parts: Mapping[str, str | bytes] | None = None, targets: Mapping[str, tuple[str, str]] | None = None
) -> bytes:
    """Return a document with this body; `parts` are further parts, `targets` what the document points to."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", relationships({"rId1": ("officeDocument", "word/document.xml")}))
        package.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        package.writestr("word/_rels/document.xml.rels", relationships(targets or {}))
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return out.getvalue()


def read(
    body: str, parts: Mapping[str, str | bytes] | None = None, targets: Mapping[str, tuple[str, str]] | None = None
) -> WordForm:
    """Read a document with this body."""
    return read_form_blocks(Source.from_bytes("form.docx", word_bytes(body, parts, targets)))


def texts(form: WordForm) -> list[str]:
    """Return the texts of the blocks that hold any."""
    return [block.text for block in form.blocks if block.text.strip()]

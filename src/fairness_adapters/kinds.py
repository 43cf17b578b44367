"""What a file really is, told from its bytes and never from its name.

Here live `Kind`, `sniff` and the advice that goes with each kind that we do not read. Opening a file
of a known kind lives in `fairness_adapters.workbooks` and `fairness_adapters.office`.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file, under a short name that does not change; `described` says it in words."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    DOCM = "docm"
    DOC = "doc"
    PROTECTED = "protected"
    OLE = "ole"
    CSV = "csv"
    HTML = "html"
    XML = "xml"
    PDF = "pdf"
    RTF = "rtf"
    ZIP = "zip"
    DAMAGED_ZIP = "damaged-zip"
    EMPTY = "empty"
    UNKNOWN = "unknown"

    @property
    def described(self) -> str:
        """Say in words what such a file is."""
        return _ABOUT[self][0]

    @property
    def advice(self) -> str:
        """Say what to do when a workbook was wanted and such a file was given."""
        return _ABOUT[self][1]


_SAVE_AS = "Open it in Excel and save it as an Excel workbook (.xlsx)."
_EXPORT = "Ask for the figures as an Excel workbook (.xlsx) or a CSV file."
_SEND_AGAIN = "Download or copy it again; if Excel cannot open it either, ask whoever sent it for another copy."
_NOT_WORD = "Give the Excel workbook instead of the Word document."

_ABOUT: dict[Kind, tuple[str, str]] = {
    Kind.XLSX: ("an Excel workbook (.xlsx)", "Give it where a workbook is wanted."),
    Kind.XLSM: ("an Excel workbook with macros (.xlsm)", "Give it where a workbook is wanted."),
    Kind.XLSB: ("a binary Excel workbook (.xlsb)", _SAVE_AS),
    Kind.XLS: ("an old Excel workbook (.xls)", _SAVE_AS),
    Kind.ODS: ("an OpenDocument spreadsheet (.ods)", "Open it in Excel or LibreOffice and save it as .xlsx."),
    Kind.DOCX: ("a Word document (.docx)", _NOT_WORD),
    Kind.DOCM: ("a Word document with macros (.docm)", _NOT_WORD),
    Kind.DOC: ("an old Word document (.doc)", _NOT_WORD),
    Kind.PROTECTED: (
        "an Office file protected by a password",
        "Open it in Excel with the password, take the password off (File, Info), and save it.",
    ),
    Kind.OLE: (
        "an old or damaged Office file, or one protected by a password",
        "Open it in Excel and save it as an Excel workbook (.xlsx) without a password.",
    ),
    Kind.CSV: ("plain text, such as CSV", f"{_SAVE_AS} If it is a CSV file, let its name end in .csv."),
    Kind.HTML: ("a web page (HTML)", f"{_SAVE_AS} Reporting tools often give a web page the name of a workbook."),
    Kind.XML: ("an XML file", _SAVE_AS),
    Kind.PDF: ("a PDF", _EXPORT),
    Kind.RTF: ("a rich text file (RTF)", _EXPORT),
    Kind.ZIP: ("a zip archive that is not an Office file", "If the workbook is inside it, unzip it first."),
    Kind.DAMAGED_ZIP: ("a damaged or incomplete Office file or zip archive", _SEND_AGAIN),
    Kind.EMPTY: ("an empty file", _SEND_AGAIN),
    Kind.UNKNOWN: ("of a kind that is not recognised", _EXPORT),
}

_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
)
_MAIN_PARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"spreadsheetml.sheet.main+xml", Kind.XLSX),
    (b"spreadsheetml.template.main+xml", Kind.XLSX),
    (b"ms-excel.sheet.macroenabled.main+xml", Kind.XLSM),
    (b"ms-excel.template.macroenabled.main+xml", Kind.XLSM),
    (b"ms-excel.sheet.binary.macroenabled.main", Kind.XLSB),
    (b"wordprocessingml.document.main+xml", Kind.DOCX),
    (b"wordprocessingml.template.main+xml", Kind.DOCX),
    (b"ms-word.document.macroenabled.main+xml", Kind.DOCM),
    (b"ms-word.template.macroenabled", Kind.DOCM),
    (b"opendocument.spreadsheet", Kind.ODS),
)
_PART_NAMES: tuple[tuple[str, Kind], ...] = (
    ("xl/workbook.bin", Kind.XLSB),
    ("xl/vbaproject.bin", Kind.XLSM),
    ("xl/workbook.xml", Kind.XLSX),
    ("word/vbaproject.bin", Kind.DOCM),
    ("word/document.xml", Kind.DOCX),
)
_OLE_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", Kind.PROTECTED),
    ("WordDocument", Kind.DOC),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Old systems leave a stray control character in their text; more than a few mean that it is none.
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_MOST_CONTROLS = 0.05
_DECLARED_BYTES = 1 << 20
_LOOKED_AT = 1 << 16
_MOST_DIRECTORY_BYTES = 16 << 20


def sniff(data: bytes) -> Kind:
    """Tell what `data` are from their content, reading no more of a zip than its directory.

    >>> sniff(b"Band,Headcount"), sniff(b"%PDF-1.7")
    (<Kind.CSV: 'csv'>, <Kind.PDF: 'pdf'>)
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Kind.EMPTY
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_ZIP) or b"PK\x05\x06" in data[-_LOOKED_AT:]:
        return _zip_kind(data)
    return _text_kind(data[:_LOOKED_AT])


def directory_bytes(data: bytes) -> int | None:
    """Return the size that a zip states for its directory; None when there is no end record.

    Asked before the directory is parsed, because parsing one of many million entries is itself an attack.
    """
    end = data.rfind(b"PK\x05\x06", -(_LOOKED_AT + 22) if len(data) > _LOOKED_AT + 22 else 0)
    if end < 0 or end + 16 > len(data):
        return None
    stated = int(struct.unpack_from("<L", data, end + 12)[0])
    wide = data.rfind(b"PK\x06\x06", max(0, end - _LOOKED_AT), end)
    if wide >= 0 and wide + 48 <= len(data):
        stated = max(stated if stated != 0xFFFFFFFF else 0, int(struct.unpack_from("<Q", data, wide + 40)[0]))
    return stated


def _ole_kind(data: bytes) -> Kind:
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return Kind.OLE


def _zip_kind(data: bytes) -> Kind:
    stated = directory_bytes(data)
    if stated is None or stated > _MOST_DIRECTORY_BYTES:
        return Kind.DAMAGED_ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            declared = _declared(archive)
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    # What zipfile raises on damage is not documented as one family, and every one of them means the same here.
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, struct.error, OverflowError):
        return Kind.DAMAGED_ZIP
    by_type = (kind for needle, kind in _MAIN_PARTS if needle in declared)
    by_name = (kind for name, kind in _PART_NAMES if name in names)
    return next(by_type, None) or next(by_name, None) or Kind.ZIP


def _declared(archive: zipfile.ZipFile) -> bytes:
    """Return what the package says of itself, lower-cased: its content types or its mimetype."""
    for name in ("[Content_Types].xml", "mimetype"):
        try:
            with archive.open(name) as part:
                return part.read(_DECLARED_BYTES).lower()
        except Exception:  # noqa: S112 - absent or damaged: the names of the parts are asked instead
            continue
    return b""


def _text_kind(start: bytes) -> Kind:
    if start.startswith(_UTF16):
        text = start[: len(start) // 2 * 2].decode("utf-16", "replace")
    elif b"\0" in start or len(_CONTROLS.findall(start)) > len(start) * _MOST_CONTROLS:
        return Kind.UNKNOWN
    else:
        text = start.decode("latin-1")
    head = text.lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "<style", "<meta")):
        return Kind.HTML
    if head.startswith("<?xml"):
        return Kind.HTML if "<html" in head else Kind.XML
    return Kind.CSV

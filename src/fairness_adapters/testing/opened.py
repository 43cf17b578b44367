"""What a writer wrote, opened again: its texts, and what in it would run. Told by the file's ending."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping

from fairness_adapters.testing.reports import LIVE

_FORMULA = re.compile(rb"<f[ >/]")
_FIELD = re.compile(rb"<w:instrText[^>]*>[^<]*(DDE|INCLUDE|HYPERLINK)", re.IGNORECASE)
_RUNS = re.compile(rb"<script|\bon\w+\s*=|javascript:|<b>zq</b>", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{\w+\}|<<\w+>>")


def texts_of(data: bytes, suffix: str) -> list[str]:
    """Return every text of the file; raise whatever its opening raises."""
    return _TEXTS.get(suffix, _lines)(data)


def live_in(data: bytes, suffix: str) -> list[str]:
    """Return where something would run when the file is opened: a formula, a field, a script."""
    return [*_LIVE.get(suffix, _nothing)(data)]


def _nothing(_: bytes) -> Iterator[str]:
    return iter(())


def _workbook(data: bytes) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def _document(data: bytes) -> list[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [each.text for each in document.paragraphs] + cells


def _json(data: bytes) -> list[str]:
    return [json.dumps(json.loads(data), ensure_ascii=False)]


def _csv(data: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in row]


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig").splitlines()


def _live_workbook(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and _FORMULA.search(archive.read(name)):
                yield f"a formula in {name}"


def _live_document(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and _FIELD.search(archive.read(name)):
                yield f"a field that fetches in {name}"


def _live_csv(data: bytes) -> Iterator[str]:
    for number, cell in enumerate(_csv(data), 1):
        if cell in LIVE or (cell[:1] in {"=", "@"}):
            yield f"value {number}, {cell!r:.40}, which a spreadsheet takes for a formula"


def _live_page(data: bytes) -> Iterator[str]:
    if found := _RUNS.search(data):
        yield f"{found[0].decode('latin-1')!r}, which a browser takes for markup"


_TEXTS: Mapping[str, Callable[[bytes], list[str]]] = {
    ".xlsx": _workbook,
    ".docx": _document,
    ".json": _json,
    ".csv": _csv,
}
_LIVE: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".xlsx": _live_workbook,
    ".docx": _live_document,
    ".csv": _live_csv,
    ".html": _live_page,
    ".svg": _live_page,
}

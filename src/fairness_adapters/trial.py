"""Each reader asked about a few small files of nobody's, so that one whose `identify` fails is listed before it is met.

Done where formats are listed, and not where they are used: a file of the user's own is a better question, and each
costs time. A reader that fails stays in the catalogue, where it counts as "no" for each file on which it fails; that
is in `fairness_adapters.catalogue`. The conformance kit asks far more: `fairness_adapters.testing`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from functools import partial

from fairness_adapters.contract import Confidence, Identification, Reader
from fairness_adapters.discovery import Fault, LeftOut, Registered, Stage, attempt, kind_of
from fairness_adapters.source import Source
from fairness_core.errors import MissingExtra, SourceError

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
    f'<Override PartName="/xl/sheet.xml" ContentType="{_TYPES}worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Made up" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="sheet.xml"/></Relationships>',
    "xl/sheet.xml": f'<worksheet xmlns="{_SHEETS}"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>Made up</t></is></c></row></sheetData></worksheet>',
}


def trial_files() -> tuple[Source, ...]:
    """Return the files, new each time: plain text, nothing, bytes of no kind, a PDF, and a workbook of one cell.

    >>> [source.kind.value for source in trial_files()]
    ['csv', 'empty', 'unknown', 'pdf', 'xlsx']
    """
    return (
        Source.from_bytes("made-up.csv", b"Made up,Number\nOne,1\n"),
        Source.from_bytes("made-up-empty.csv", b""),
        Source.from_bytes("made-up.bin", bytes(range(256))),
        Source.from_bytes("made-up.pdf", b"%PDF-1.7\n%%EOF\n"),
        Source.from_bytes("made-up.xlsx", _workbook()),
    )


def try_identify(readers: Iterable[Registered[Reader[object]]]) -> tuple[Fault, ...]:
    """Ask each reader about each file; return a fault for each that raises, or gives no Identification."""
    sources = trial_files()
    return tuple(fault for registered in readers if (fault := _first_failure(registered, sources)))


def _first_failure(registered: Registered[Reader[object]], sources: Iterable[Source]) -> Fault | None:
    for source in sources:
        try:
            said: object = attempt(Stage.IDENTIFY, _failing(source), partial(registered.format.identify, source))
        except LeftOut as problem:
            # That nobody can open such a file, or not without an extra, is a right answer too.
            if not isinstance(problem.__cause__, SourceError | MissingExtra):
                return _fault(registered, problem.cause)
            continue
        if not isinstance(said, Identification) or said.confidence not in tuple(Confidence):
            return _fault(registered, f"{_failing(source)}: it returned {kind_of(said)}, not an Identification")
    return None


def _failing(source: Source) -> str:
    return f"identify() failed on {source.kind.described}"


def _fault(registered: Registered[Reader[object]], cause: str) -> Fault:
    return Fault(
        adapter=registered.format.id,
        distribution=registered.distribution,
        version=registered.version,
        stage=Stage.IDENTIFY,
        cause=cause,
    )


def _workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, text in _WORKBOOK.items():
            # A fixed time, so that the bytes are the same each time.
            package.writestr(zipfile.ZipInfo(name), text)
    return held.getvalue()

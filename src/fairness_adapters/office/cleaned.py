"""The plain copy of a workbook that the engine is given instead of the file itself.

The copy holds the cells, the number formats and the date system, and nothing else: no
drawing, link, macro, filter, property or colour, so that damage there cannot stop or mislead the engine.
Sheets are named S1, S2, ... in it. Reading the copy is `fairness_adapters.office.excel`'s work.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import attrs

from fairness_adapters.office.sheet import MAIN
from fairness_core.errors import SourceTooLarge, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fairness_adapters.grid import State
    from fairness_adapters.office.package import Package, Relationship
    from fairness_adapters.source import Limits

_STATES: dict[str, State] = {"hidden": "hidden", "veryHidden": "very hidden"}
_AGAIN = "Open it in Excel and save it again under a new name, or ask whoever sent it for another copy."
_OTHER_SHEETS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
_FIRST_CUSTOM_FORMAT = 164
# Excel's own limit; the engine takes time that grows with the square of the length.
_LONGEST_FORMAT = 255
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@attrs.frozen(kw_only=True)
class ListedSheet:
    """A worksheet as the workbook lists it; `part` is where its cells are stored."""

    name: str
    state: State
    part: str


@attrs.frozen(kw_only=True)
class Outline:
    """What the workbook's main part says: its worksheets, its date system, and where the shared parts are."""

    sheets: tuple[ListedSheet, ...]
    from_1904: bool
    recalculates: bool
    strings: str = ""
    styles: str = ""


def read_outline(package: Package, limits: Limits) -> Outline:
    """Read what a workbook consists of.

    Raises `UnreadableSource` when a listed sheet leads nowhere, or has the name or the cells of another one, and
    `SourceTooLarge` when it lists more sheets than the limit.
    """
    main = next((link.target for link in package.relationships() if link.kind == "officeDocument"), "xl/workbook.xml")
    root = package.xml(main)
    links = {link.id: link for link in package.relationships(main)}
    parts = {link.kind: link.target for link in links.values()}
    listed = [element for parent in root.iter() if _is(parent, "sheets") for element in parent]
    if not listed or not all(_is(element, "sheet") for element in listed):
        raise UnreadableSource(
            "The file cannot be read: its list of sheets is empty or damaged.",
            hint=_AGAIN,
            where=Place(file=package.file),
        )
    if len(listed) > limits.max_sheets:
        raise SourceTooLarge(
            f"The workbook lists {len(listed):,} sheets; the limit is {limits.max_sheets:,}.",
            hint="Split the file, or remove the sheets that are not needed.",
            where=Place(file=package.file),
        )
    sheets = tuple(_listed(package, element, links) for element in listed if _is_worksheet(element, links))
    _refuse_twins(package.file, sheets)
    return Outline(
        sheets=sheets,
        from_1904=_setting(root, "workbookPr", "date1904"),
        recalculates=_setting(root, "calcPr", "fullCalcOnLoad"),
        strings=parts.get("sharedStrings", ""),
        styles=parts.get("styles", ""),
    )


def read_formats(package: Package, part: str) -> tuple[str | int, ...]:
    """Return the number format of each cell style: Excel's own by number, a custom one by its code."""
    if not part or not package.has(part):
        return (0,)
    root = package.xml(part)
    custom = {
        element.get("numFmtId"): element.get("formatCode", "") for element in root.iter() if _is(element, "numFmt")
    }
    styles = next((element for element in root if _is(element, "cellXfs")), None)
    numbers = [element.get("numFmtId", "0") for element in (() if styles is None else styles)]
    return tuple(custom.get(number, "")[:_LONGEST_FORMAT] or _builtin(number) for number in numbers) or (0,)


def write_copy(outline: Outline, sheets: Iterable[bytes], formats: tuple[str | int, ...]) -> bytes:
    """Write the plain copy of a workbook: `sheets` are worksheet parts cut down to their cells.

    The shared texts are not in it: the engine is handed them as they are.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        number = 0
        for number, sheet in enumerate(sheets, start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
        for name, text in _frame(number, from_1904=outline.from_1904).items():
            archive.writestr(name, _HEAD + text)
        archive.writestr("xl/styles.xml", _HEAD + _styles(formats))
    return out.getvalue()


def _listed(package: Package, element: Element, links: dict[str, Relationship]) -> ListedSheet:
    name, link = element.get("name", ""), links.get(_link(element))
    if link is None or link.external or link.kind != "worksheet":
        raise UnreadableSource(
            f"The file cannot be read: its sheet '{name}' leads nowhere.",
            hint=_AGAIN,
            where=Place(file=package.file, sheet=name),
        )
    return ListedSheet(name=name, state=_STATES.get(element.get("state", ""), "visible"), part=link.target)


def _refuse_twins(file: str, sheets: tuple[ListedSheet, ...]) -> None:
    names: set[str] = set()
    parts: set[str] = set()
    for sheet in sheets:
        if sheet.name in names or sheet.part.lower() in parts:
            raise UnreadableSource(
                f"The workbook lists two sheets called '{sheet.name}'."
                if sheet.name in names
                else f"The workbook lists its sheet '{sheet.name}' with the cells of another sheet.",
                hint=_AGAIN,
                where=Place(file=file, sheet=sheet.name),
            )
        names.add(sheet.name)
        parts.add(sheet.part.lower())


def _is_worksheet(element: Element, links: dict[str, Relationship]) -> bool:
    """Tell a sheet of cells, or one that leads nowhere, from a chart, a dialogue or a macro sheet."""
    link = links.get(_link(element))
    return link is None or link.kind not in _OTHER_SHEETS


def _link(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def _setting(root: Element, name: str, key: str) -> bool:
    return any(element.get(key) in {"1", "true"} for element in root.iter() if _is(element, name))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is(element: Element, name: str) -> bool:
    return _local(element) == name


def _builtin(number: str) -> int:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    return int(number) if number.isascii() and number.isdigit() and int(number) in BUILTIN_FORMATS else 0


def _styles(formats: tuple[str | int, ...]) -> str:
    codes = sorted({code for code in formats if isinstance(code, str)})
    numbers = {code: number for number, code in enumerate(codes, start=_FIRST_CUSTOM_FORMAT)}
    custom = "".join(f"<numFmt numFmtId='{number}' formatCode={quoteattr(code)}/>" for code, number in numbers.items())
    styles = "".join(f"<xf numFmtId='{numbers[code] if isinstance(code, str) else code}'/>" for code in formats)
    return (
        f"<styleSheet xmlns='{MAIN.decode()}'><numFmts>{custom}</numFmts><fonts><font/></fonts>"
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{styles}</cellXfs>"
        "<cellStyles><cellStyle name='Normal' xfId='0' builtinId='0'/></cellStyles></styleSheet>"
    )


def _frame(sheets: int, *, from_1904: bool) -> dict[str, str]:
    """Return the parts that hold a package of so many sheets together."""
    main, numbers = MAIN.decode(), range(1, sheets + 1)
    listed = "".join(f"<sheet name='S{n}' sheetId='{n}' r:id='r{n}'/>" for n in numbers)
    links = "".join(_relationship(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    links += _relationship("styles", "styles", "styles.xml")
    typed = {f"worksheets/sheet{n}": "worksheet" for n in numbers}
    typed |= {"workbook": "sheet.main", "styles": "styles"}
    overrides = "".join(
        f"<Override PartName='/xl/{part}.xml' ContentType='{_TYPES}.{kind}+xml'/>" for part, kind in typed.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'>{overrides}</Types>",
        "_rels/.rels": f"<Relationships xmlns='{package}/relationships'>"
        f"{_relationship('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{main}' xmlns:r='{_OFFICE}'>"
        f"<workbookPr date1904='{int(from_1904)}'/><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}/relationships'>{links}</Relationships>",
    }


def _relationship(key: str, kind: str, target: str) -> str:
    return f"<Relationship Id='{key}' Type='{_OFFICE}/{kind}' Target='{target}'/>"

"""What a workbook says it consists of: its worksheets, its date system, and the number formats of its styles.

Nothing else in it is looked at: no drawing, link, filter, property or colour, so that damage there cannot stop or
mislead the reading. The cells are read in `fairness_adapters.office.sheet`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from fairness_adapters.office.texts import AGAIN
from fairness_core.errors import SourceTooLarge, UnreadableSource
from fairness_core.problems import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fairness_adapters.grid import State
    from fairness_adapters.office.package import Package, Relationship
    from fairness_adapters.source import Limits

_STATES: dict[str, State] = {"hidden": "hidden", "veryHidden": "very hidden"}
_OTHER_SHEETS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
# Excel's own limit; the engine takes time that grows with the square of the length.
_LONGEST_FORMAT = 255


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
            hint=AGAIN,
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
        from_1904=_date_system(package.file, root),
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
    listed = () if styles is None else tuple(styles)
    if not all(_is(element, "xf") for element in listed):
        # One that is left out would give every later cell the look of its neighbour.
        fault = "The file cannot be read: its list of styles is damaged, so that dates cannot be told from numbers."
        raise UnreadableSource(fault, hint=AGAIN, where=Place(file=package.file))
    numbers = [element.get("numFmtId", "0") for element in listed]
    return tuple(custom.get(number, "")[:_LONGEST_FORMAT] or _builtin(number) for number in numbers) or (0,)


def _listed(package: Package, element: Element, links: dict[str, Relationship]) -> ListedSheet:
    name, link = element.get("name", ""), links.get(_link(element))
    if link is None or link.external or link.kind != "worksheet":
        raise UnreadableSource(
            f"The file cannot be read: its sheet '{name}' leads nowhere.",
            hint=AGAIN,
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
                hint=AGAIN,
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


def _date_system(file: str, root: Element) -> bool:
    """Tell whether days count from 1904; programs disagree about a setting that is neither true nor false."""
    stated = {element.get("date1904", "0") for element in root.iter() if _is(element, "workbookPr")}
    if not stated <= {"0", "1", "true", "false"}:
        fault = "The file cannot be read: whether its dates count from 1900 or from 1904 is damaged."
        raise UnreadableSource(fault, hint=AGAIN, where=Place(file=file))
    return bool(stated & {"1", "true"})


def _setting(root: Element, name: str, key: str) -> bool:
    return any(element.get(key) in {"1", "true"} for element in root.iter() if _is(element, name))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is(element: Element, name: str) -> bool:
    return _local(element) == name


def _builtin(number: str) -> int:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    return int(number) if number.isascii() and number.isdigit() and int(number) in BUILTIN_FORMATS else 0

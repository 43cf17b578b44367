"""Filling a trust's workbook: the cells that were asked for, and not a byte besides; and what is refused."""

from __future__ import annotations

import io
import re
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.office.made_workbook import SHEET, parts_of, template, with_parts

from fairness_adapters.grid import CellValue, parse_cell_name
from fairness_adapters.office.fill_workbook import CellContent, fill_workbook
from fairness_adapters.source import Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import FairnessError, InvalidData, UnreadableSource, WrongKind

SHEET_PART, MAIN = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
NOON = datetime(2026, 3, 31, 12)  # noqa: DTZ001 - a cell knows no time zone
FILLED: dict[str, CellContent] = {
    "Return!B4": 12,
    "Return!B5": "fewer than 5",
    "Return!B9": 260,
    "Return!D4": date(2026, 3, 31),
    "Return!H20": "=1+1",
}


def source(data: bytes | None = None) -> Source:
    """Return the template as a source."""
    return Source.from_bytes("template.xlsx", template() if data is None else data)


def cells(data: bytes) -> dict[str, dict[tuple[int, int], CellValue]]:
    """Return the cells of every sheet, as our own reader reads them."""
    book = open_workbook(source(data))
    return {grid.name: {(row, at): value for row, pairs in grid.rows() for at, value in pairs} for grid in book.grids}


def faults(values: dict[str, CellContent], **options: bool) -> list[tuple[str, str]]:
    """Return (place, code) of everything that is refused."""
    with pytest.raises(InvalidData) as raised:
        fill_workbook(source(), values, **options)
    return [(each.where.cell or each.where.field, each.code) for each in raised.value.problems]


def test_only_the_cells_change() -> None:
    """Of all parts the sheet's and the workbook's differ; without its changed cells and its size the sheet does not."""
    before, after = parts_of(template()), parts_of(fill_workbook(source(), FILLED))
    assert list(before) == list(after)
    assert [MAIN, SHEET_PART] == sorted(name for name in before if before[name] != after[name])
    names = "|".join(key.partition("!")[2] for key in FILLED)
    cut = [
        re.sub(
            rf'<row r="20">|<c r="(?:{names})"(?:[^>]*/>|.*?</c>)|<dimension[^>]*>| spans="[^"]*"'.encode(), b"", part
        )
        for part in (before[SHEET_PART], after[SHEET_PART])
    ]
    assert cut[0] == cut[1].replace(b"</row></row>", b"</row>", 1)
    assert before[MAIN] == after[MAIN].replace(b' fullCalcOnLoad="1"', b"")
    assert b'fullCalcOnLoad="1"' in after[MAIN]


def test_what_was_put_in_is_read_again() -> None:
    """By our reader and by openpyxl, which sees a text that begins with = as text; looks and results stay."""
    made = fill_workbook(source(), FILLED)
    read = cells(made)[SHEET]
    assert {"B4": 12, "B5": "fewer than 5", "B9": 260, "D4": date(2026, 3, 31), "H20": "=1+1"} == {
        key: read[parse_cell_name(key)] for key in ("B4", "B5", "B9", "D4", "H20")
    }
    before = cells(template())
    kept = {key: value for key, value in before[SHEET].items() if key in read and key[1] != 2}
    assert kept == {key: read[key] for key in kept}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(made))
    assert ("s", "=1+1") == (book[SHEET]["H20"].data_type, book[SHEET]["H20"].value)
    assert "FFF2CC" in str(book[SHEET]["B4"].fill.fgColor.rgb)
    assert "FFF2CC" in str(book[SHEET]["H20"].fill.fgColor.rgb)


def test_the_same_input_gives_the_same_bytes() -> None:
    """Twice, and also when the values come in another order."""
    assert fill_workbook(source(), FILLED) == fill_workbook(source(), dict(reversed(FILLED.items())))


def test_what_is_refused_is_told_all_at_once() -> None:
    """Formulas, results of array formulas, hidden parts of merged cells, headings, locked cells and unknown places."""
    unknown = ["Nowhere!A1", "Return!A0", "Return!XFE1"]
    assert [*((each, "no_such_cell") for each in unknown), *2 * [("A3", "cell_not_for_filling")]][:4] == faults(
        dict.fromkeys((*unknown, "Return!A3"), 1)
    )
    assert [("C4", "cell_not_for_filling")] == faults({"Return!C4": 1, "Return!B4": 1})
    assert {"F5", "C2"} == {
        place for place, _ in faults({"Return!F5": 1, "Return!C2": 1, "Return!A20": 1}, unlock=True)
    }
    assert [("A1", "cell_not_for_filling")] == faults({"'A table''s sheet'!A1": "x", "'A table''s sheet'!A2": "x"})


def test_values_that_no_cell_can_hold() -> None:
    """Control characters, over-long text, what is no number, too many digits, and days that are too early."""
    bad: dict[str, CellContent] = {
        "Lists!A1": "a\x00",
        "Lists!A2": 32_768 * "x",
        "Lists!A3": float("nan"),
        "Lists!A4": 10**15,
        "Lists!A5": date(2026, 3, 31),
        "Dates!A1": date(1899, 1, 1),
        "Dates!A2": datetime(2026, 3, 31, tzinfo=UTC),
    }
    assert [
        ("A1", "text_unfit"),
        ("A2", "text_unfit"),
        ("A3", "number_unfit"),
        ("A4", "number_unfit"),
        ("A5", "no_day_here"),
        ("A1", "day_too_early"),
        ("A2", "zone"),
    ] == faults(bad)


def test_nothing_of_a_text_stands_in_a_refusal() -> None:
    """The place is named, and the text is not."""
    with pytest.raises(InvalidData) as raised:
        fill_workbook(source(), {"Lists!A1": "Sam\x00"})
    assert "Sam" not in str(raised.value) + str(raised.value.problems)


def test_rows_and_cells_that_are_not_stored_yet() -> None:
    """They are put where they belong, in an empty sheet too; an emptied cell keeps its looks."""
    wanted: dict[str, CellContent] = {"Empty!C3": 1, "Empty!A1": "a", "Empty!B3": True, "Lists!D2": 2, "Lists!A9": None}
    wanted |= {"Lists!A1": None, "Dates!A9": NOON}
    read = cells(fill_workbook(source(), wanted))
    assert {(1, 1): "a", (3, 2): True, (3, 3): 1} == read["Empty"]
    assert {(2, 1): "No", (2, 4): 2, (3, 1): "Not known"} == read["Lists"]
    assert NOON == read["Dates"][9, 1]


def test_hostile_and_other_files() -> None:
    """A signed workbook, another kind of file, and a sheet that leaves out addresses are refused with what to do."""
    with pytest.raises(UnreadableSource, match="signature"):
        fill_workbook(source(with_parts(template(), {"_xmlsignatures/sig1.xml": b"<x/>"})), {"Return!B4": 1})
    with pytest.raises(WrongKind):
        fill_workbook(Source.from_bytes("a.csv", b"a,b\n1,2\n"), {"A1": 1})
    bare = template_with(SHEET_PART, lambda part: re.sub(rb' r="[A-Z]+[0-9]+"', b"", part))
    with pytest.raises(UnreadableSource, match="addresses of cells"):
        fill_workbook(source(bare), {"Return!B4": 1})
    bare = template_with(SHEET_PART, lambda part: re.sub(rb'<row r="[0-9]+"', b"<row", part))
    with pytest.raises(UnreadableSource, match="numbers of rows"):
        fill_workbook(source(bare), {"Return!B4": 1})


def template_with(name: str, edit: object) -> bytes:
    """Return the template with one part passed through a function."""
    from fairness_adapters.office.repack import repack

    return repack(template(), {name: edit})  # type: ignore[dict-item]


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=30
)
_VALUES = st.one_of(
    _TEXT,
    st.sampled_from(["=1+1", "_x0041_", "a\nb", " x ", "<&>'\"", "\U0001f600 עברית"]),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda value: round(value, 6)),
    st.booleans(),
)
_PLACES = st.tuples(st.integers(1, 30), st.integers(1, 30))


@given(st.dictionaries(_PLACES, _VALUES, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_is_put_in_comes_back(wanted: dict[tuple[int, int], CellContent]) -> None:
    """In a sheet that holds some cells already: those put in are read as they were, all others as before."""
    from fairness_adapters.grid import cell_name

    made = fill_workbook(source(), {f"Lists!{cell_name(*place)}": value for place, value in wanted.items()})
    before = cells(template())
    expected = {**before["Lists"], **wanted}
    after = cells(made)
    assert {place: value for place, value in expected.items() if value != ""} == after["Lists"]
    assert {name: found for name, found in before.items() if name != "Lists"} == {
        name: found for name, found in after.items() if name != "Lists"
    }


CORPUS = Path(__file__).parents[2] / "corpus"
WORKBOOKS = sorted(path.name for path in CORPUS.rglob("x*.xls[xm]"))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_awkward_and_hostile_workbooks(name: str) -> None:
    """Each is filled, all else being read as before and every other part left as it was, or refused in our words."""
    [path] = CORPUS.rglob(name)
    given = Source.from_bytes(name, path.read_bytes())
    try:
        before = open_workbook(given)
        made = fill_workbook(given, {f"{before.grids[0].name}!Z99": 12})
    except FairnessError:
        return
    after = open_workbook(Source.from_bytes(name, made))
    assert [grid.name for grid in before.grids] == [grid.name for grid in after.grids]
    for number, (old, new) in enumerate(zip(before.grids, after.grids, strict=True)):
        rows = {row: dict(pairs) for row, pairs in old.rows()}
        if not number:
            rows.setdefault(99, {})[26] = 12
        assert rows == {row: dict(pairs) for row, pairs in new.rows()}
    parts, filled = parts_of(given.data), parts_of(made)
    changed = [part for part in parts if parts[part] != filled[part]]
    assert len(changed) <= 2
    assert not any("external" in part.lower() or part.endswith(".bin") for part in changed)


def test_rows_and_cells_stand_in_their_order_and_within_what_is_stated() -> None:
    """Some programs read no further than a sheet's stated size, or a row's, and none puts cells in order again."""
    wanted: dict[str, CellContent] = {f"Lists!{cell}": 1 for cell in ("B1", "A2", "D2", "C2", "A7", "A5", "F3")}
    part = parts_of(fill_workbook(source(), wanted))["xl/worksheets/sheet2.xml"].decode()
    places = [parse_cell_name(name) for name in re.findall(r'<c r="([A-Z]+[0-9]+)"', part)]
    assert sorted(places) == places
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', part)
    assert [("1", False), ("2", False), ("3", False), ("5", False), ("7", False)] == [
        (number, "spans" in rest) for number, rest in rows
    ]
    assert '<dimension ref="A1:F7"/>' in part
    between = parts_of(fill_workbook(source(), {"Return!H10": 1, "Return!H12": 1}))[SHEET_PART].decode()
    numbers = [int(number) for number in re.findall(r'<row r="(\d+)"', between)]
    assert {10, 11, 12} <= set(numbers)
    assert sorted(numbers) == numbers


def test_days_in_a_workbook_that_counts_from_1904() -> None:
    """They come back as the days that they are; one before 1904 is refused."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": True, "in_memory": True})
    book.add_worksheet("Days").set_column("A:A", 12, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    made = fill_workbook(source(out.getvalue()), {"Days!A1": date(2026, 3, 31)})
    assert {(1, 1): date(2026, 3, 31)} == cells(made)["Days"]
    with pytest.raises(InvalidData) as raised:
        fill_workbook(source(out.getvalue()), {"Days!A1": date(1903, 12, 31)})
    assert ["day_too_early"] == [each.code for each in raised.value.problems]

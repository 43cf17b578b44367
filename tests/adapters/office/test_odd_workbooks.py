"""Workbooks that are odd in one part: what each oddity must give, settled one by one.

They go beyond the files of tests/corpus and are made here, so that what is odd about each can be read.
"""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from tests.adapters.made_workbooks import (
    LINKS,
    MAIN,
    ROWS,
    VALUES,
    link,
    links_xml,
    made,
    of_rows,
    parts,
    sheet_xml,
    styles_xml,
    workbook_xml,
    zipped,
)

from fairness_adapters.grid import column_letters
from fairness_adapters.jobs.cells import look_into
from fairness_adapters.source import Limits, Source
from fairness_core.errors import ProtectedSource, SourceError, SourceTooLarge, WrongKind

SHEET, STRINGS, STYLES, BOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"
LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a 'lol'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9))
    + "]>"
)


def cells(source: Source) -> dict[str, object]:
    """Return the cells of a source as `fairness cells --json` gives them."""
    found = look_into(source).to_json()["cells"]
    assert isinstance(found, dict)
    return found


def codes(source: Source) -> list[str]:
    """Return the codes of the problems of a source."""
    return [problem.code for problem in look_into(source).problems]


def one(cell: str, **more: str) -> Source:
    """Make a workbook of one row."""
    return of_rows(f"<row r='1'>{cell}</row>", **more)


def strings(*items: str) -> str:
    """Write the part of shared texts."""
    return f"<sst xmlns='{MAIN}'>{''.join(f'<si>{item}</si>' for item in items)}</sst>"


SOUND = {
    "a font family that Excel does not know": {
        STYLES: f"<styleSheet xmlns='{MAIN}'><fonts><font><family val='34'/></font></fonts>"
        "<fills><fill/></fills><borders/><cellXfs><xf fontId='0'/></cellXfs></styleSheet>"
    },
    "a theme that is no XML": {"xl/theme/theme1.xml": "<broken"},
    "properties with a bad date": {"docProps/core.xml": "<coreProperties><created>yesterday</created>"},
    "no relationships of the package": {"_rels/.rels": None},
    "an absolute target": {"xl/_rels/workbook.xml.rels": links_xml().replace("worksheets/", "/xl/worksheets/")},
    "a target with steps": {"xl/_rels/workbook.xml.rels": links_xml().replace("worksheets/", "../xl/./worksheets/")},
    "a byte order mark": {SHEET: b"\xef\xbb\xbf" + sheet_xml().encode()},
    "UTF-16 throughout": {
        SHEET: ("<?xml version='1.0' encoding='UTF-16'?>" + sheet_xml()).encode("utf-16"),
        BOOK: ("<?xml version='1.0' encoding='UTF-16'?>" + workbook_xml()).encode("utf-16"),
    },
    "UTF-16 without a mark": {SHEET: ("<?xml version='1.0' encoding='UTF-16'?>" + sheet_xml()).encode("utf-16-le")},
    "blanks before the root": {SHEET: "\n  " + sheet_xml()},
    "declared to end at A1": {SHEET: sheet_xml(before="<dimension ref='A1'/>")},
    "declared to be no area": {SHEET: sheet_xml(before="<dimension ref='Surname'/>")},
    "damaged filters and colours": {
        SHEET: sheet_xml(
            before="<sheetPr><tabColor rgb='red'/></sheetPr>",
            after="<autoFilter ref='?'/><dataValidations count='x'><dataValidation operator='?'/></dataValidations>",
        )
    },
    "an extension of another program": {
        SHEET: sheet_xml(
            after="<extLst><ext uri='x'><sheetData><row r='1'><c r='A1'><v>99</v></c></row></sheetData></ext></extLst>"
        )
    },
    "a defined name that leads nowhere": {
        BOOK: workbook_xml(after="<definedNames><definedName name='x'>#REF!</definedName></definedNames>")
    },
    "a pivot cache that is missing": {
        BOOK: workbook_xml(after="<pivotCaches><pivotCache cacheId='1' r:id='r99'/></pivotCaches>")
    },
    "a view of a sheet that is not there": {
        BOOK: workbook_xml(before="<bookViews><workbookView activeTab='9'/></bookViews>")
    },
    "a chart sheet beside it": {
        BOOK: workbook_xml("<sheet name='Chart' sheetId='2' r:id='r9'/><sheet name='Staff' sheetId='1' r:id='r1'/>"),
        "xl/_rels/workbook.xml.rels": links_xml(link("r9", "chartsheet", "chartsheets/sheet1.xml")),
        "xl/chartsheets/sheet1.xml": "<chartsheet/>",
    },
    "a hidden first sheet and a blank style part": {
        BOOK: workbook_xml("<sheet name='Staff' sheetId='1' state='hidden' r:id='r1'/>"),
        STYLES: f"<styleSheet xmlns='{MAIN}'/>",
    },
}


@pytest.mark.parametrize("changes", SOUND.values(), ids=SOUND.keys())
def test_what_is_not_the_cells_cannot_stop_or_change_them(changes: dict[str, str | bytes | None]) -> None:
    """Damage to looks, properties, names and the like leaves the four values as they are."""
    assert VALUES == cells(made(changes))


CELLS = {
    "whole, scientific and short numbers": (
        "<c r='A1'><v>1E2</v></c><c r='B1'><v>1.5e-3</v></c><c r='C1'><v>12.</v></c><c r='D1'><v>.5</v></c>"
        "<c r='E1'><v>-0</v></c><c r='F1'><v> 12 </v></c><c r='G1'><v>0.30000000000000004</v></c>",
        {"A1": 100, "B1": 0.0015, "C1": 12, "D1": 0.5, "E1": 0, "F1": 12, "G1": 0.30000000000000004},
    ),
    "a comment inside a number": ("<c r='A1'><v>1<!-- 9 -->2</v></c>", {"A1": 12}),
    "a section of plain characters": ("<c r='A1' t='str'><v><![CDATA[a<b]]></v></c>", {"A1": "a<b"}),
    "blank cells within plain characters": (
        "<c r='A1' t='str'><v><![CDATA[<c r=\"B1\"/>]]></v></c>",
        {"A1": '<c r="B1"/>'},
    ),
    "truth values": ("<c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><f>FALSE()</f><v>0</v></c>", {"A1": True, "B1": False}),
    "dates written out": (
        "<c r='A1' t='d'><v>2026-03-31</v></c><c r='B1' t='d'><v>2026-03-31T09:30:00</v></c>"
        "<c r='C1' t='d'><v>2026-03-31T09:30:00Z</v></c><c r='D1' t='d'><v>09:30:00</v></c>",
        {"A1": "date:2026-03-31", "B1": "date:2026-03-31T09:30:00", "C1": "date:2026-03-31T09:30:00", "D1": "time:09:30:00"},
    ),
    "text of its own": (
        "<c r='A1' t='inlineStr'><is><t>Band</t></is></c>"
        "<c r='B1' t='inlineStr'><is><r><rPr><family val='34'/><color rgb='?'/></rPr><t>Ba</t></r><r><t>nd</t></r></is></c>"
        "<c r='C1' t='inlineStr'><is><t>東京</t><rPh sb='0' eb='1'><t>とうきょう</t></rPh><phoneticPr/></is></c>"
        "<c r='D1' t='inlineStr'><is/></c><c r='E1' t='inlineStr'><is><r><t>a_x0041_</t></r></is></c>",
        {"A1": "Band", "B1": "Band", "C1": "東京", "E1": "aA"},
    ),
    "errors old and new": (
        "".join(
            f"<c r='{column}1' t='e'><v>{code}</v></c>"
            for column, code in zip("ABCD", ["#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA"], strict=True)
        ),
        {"A1": "error:#NULL!", "B1": "error:#NUM!", "C1": "error:#SPILL!", "D1": "error:#GETTING_DATA"},
    ),
    "formulas of every kind": (
        "<c r='A1'><f t='array' ref='A1:B1'>C1:D1*2</f><v>2</v></c><c r='B1'><v>4</v></c>"
        "<c r='C1'><f t='dataTable' ref='C1:D1' r1='E1' dt2D='1'/><v>6</v></c>"
        "<c r='D1'><f t='shared' ref='D1:D9' si='0'>A1</f><v>8</v></c>"
        "<c r='E1' t='str'><f>IF(1,\"\")</f><v></v></c><c r='F1' t='e'><f>1/0</f><v>#DIV/0!</v></c>",
        {"A1": 2, "B1": 4, "C1": 6, "D1": 8, "F1": "error:#DIV/0!"},
    ),
    "elements of another program": (
        "<c r='A1' xmlns:z='urn:z'><z:v>99</z:v><v>1</v></c><z:c r='B1' xmlns:z='urn:z'><v>2</v></z:c>",
        {"A1": 1},
    ),
    "an extension within a cell": ("<c r='A1'><v>1</v><extLst><ext uri='x'><v>99</v></ext></extLst></c>", {"A1": 1}),
    "small letters in a name": ("<c r='a1'><v>1</v></c>", {"A1": 1}),
    "cells out of order": ("<c r='B1'><v>2</v></c><c r='A1'><v>1</v></c>", {"A1": 1, "B1": 2}),
    "some cells without names": ("<c r='C1'><v>3</v></c><c><v>4</v></c><c s='0'/><c><v>6</v></c>", {"C1": 3, "D1": 4, "F1": 6}),
    "blanks between": ('<c r="A1"><v>1</v></c><c r="B1" s="0"/><c r="C1" s="0"></c><c r="D1"><v>4</v></c>', {"A1": 1, "D1": 4}),
    "blanks as a formula's text": ("<c r='A1' t='str'><f>B1</f><v>  </v></c>", {"A1": "  "}),
    "unusual letters": ("<c r='A1' t='str'><v>Band\u00a05</v></c><c r='B1' t='str'><v>👩‍⚕️</v></c>", {"A1": "Band\u00a05", "B1": "👩‍⚕️"}),
}  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), CELLS.values(), ids=CELLS.keys())
def test_each_way_to_store_a_cell_gives_its_value(row: str, expected: dict[str, object]) -> None:
    """What the format allows is read as stored, whole and without guessing."""
    assert {f"Staff!{name}": value for name, value in expected.items()} == cells(one(row))


def test_rows_and_cells_come_in_order_however_they_are_stored() -> None:
    """A program may write them in any order; whoever reads them may count on theirs."""
    source = of_rows(
        "<row r='2'><c r='B2'><v>4</v></c><c r='A2'><v>3</v></c></row><row r='1'><c r='B1'><v>2</v></c><c r='A1'><v>1</v></c></row>"
    )
    assert [1, 2, 3, 4] == list(cells(source).values())


DATED = {
    "dates in many looks": (
        "14¦[$-809]dd mmmm yyyy¦[$-F800]dddd, mmmm dd, yyyy¦dd/mm/yyyy;@¦mmm-yy",
        "46112",
        ["date:2026-03-31"] * 5,
    ),
    "no dates, for all their letters": (
        "9¦General&quot; yd&quot;¦[Red]General¦[$£-809]#,##0.00¦0.0\\d¦@",
        "30",
        [30] * 6,
    ),
    "durations": ("[h]:mm¦[mm]:ss¦[ss]¦46", "1.5", ["duration:129600"] * 4),
    "times": ("20¦21¦hh:mm", "0.25", ["time:06:00:00"] * 3),
    "before the first day": ("14¦22", "-5", [-5, -5]),
    "past the last day": ("14¦[h]:mm", "1e15", [10**15, 10**15]),
    "the day that never was": ("14", "60", ["date:1900-02-28"]),
    "a look longer than Excel allows": ("[" * 50_000 + "d", "12", [12]),
}


@pytest.mark.parametrize(("looks", "stored", "expected"), DATED.values(), ids=DATED.keys())
def test_a_number_is_a_date_by_its_look_alone(looks: str, stored: str, expected: list[object]) -> None:
    """Each look gives its value; a number that no date can be stays the number that it is."""
    row = "".join(
        f"<c r='{column_letters(n)}1' s='{n}'><v>{stored}</v></c>" for n in range(1, len(looks.split("¦")) + 1)
    )
    assert expected == list(cells(one(row, codes=looks)).values())


def test_the_looks_of_shared_texts_do_not_matter() -> None:
    """Runs are put together; phonetic help, damaged looks and an empty text add nothing."""
    source = made(
        {
            SHEET: sheet_xml("<row r='1'>" + "".join(f"<c r='{c}1' t='s'><v>{n}</v></c>" for n, c in enumerate("ABCDE")) + "</row>"),
            STRINGS: strings(
                "<r><rPr><b/><family val='34'/></rPr><t>Ba</t></r><r><t xml:space='preserve'> nd</t></r><phoneticPr/>",
                "",
                "<t>東京</t><rPh sb='0' eb='1'><t>とうきょう</t></rPh>",
                "<t> _x005F_x0041_ &amp;#13; &lt; </t>",
                "<t>a&#13;&#10;b</t>",
            ),
        }
    )  # fmt: skip
    expected = {"A1": "Ba nd", "C1": "東京", "D1": " _x0041_ &#13; < ", "E1": "a\r\nb"}
    assert {f"Staff!{name}": text for name, text in expected.items()} == cells(source)


def test_prefixes_of_any_kind_are_understood() -> None:
    """A program that writes every element with a prefix is read like another."""
    row = "<x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c><x:c r='B1' s='1'><x:v>46112</x:v></x:c></x:row>"
    source = made(
        {
            BOOK: f"<x:workbook xmlns:x='{MAIN}' xmlns:q='{LINKS}'><x:sheets>"
            "<x:sheet name='Staff' sheetId='1' q:id='r1'/></x:sheets></x:workbook>",
            SHEET: f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData>{row}</x:sheetData></x:worksheet>",
            STRINGS: f"<x:sst xmlns:x='{MAIN}'><x:si><x:t>Band</x:t></x:si></x:sst>",
            STYLES: f"<x:styleSheet xmlns:x='{MAIN}'><x:cellXfs><x:xf numFmtId='0'/><x:xf numFmtId='14'/></x:cellXfs></x:styleSheet>",
        }
    )  # fmt: skip
    assert {"Staff!A1": "Band", "Staff!B1": "date:2026-03-31"} == cells(source)


def test_sheets_may_have_any_name() -> None:
    """Quotation marks, exclamation marks, emoji and great length are kept as they are."""
    names = ["O'Brien ! &amp; x", "😀", "n" * 300]
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names))
    changes: dict[str, str | bytes | None] = {f"xl/worksheets/s{n}.xml": sheet_xml() for n in range(3)}
    changes[BOOK] = workbook_xml(listed)
    changes["xl/_rels/workbook.xml.rels"] = links_xml(
        *(link(f"s{n}", "worksheet", f"worksheets/s{n}.xml") for n in range(3))
    )
    expected = ["O'Brien ! & x", "😀", "n" * 300]
    assert expected == list(dict.fromkeys(key.rpartition("!")[0] for key in cells(made(changes))))


def test_a_shared_formula_without_a_result_is_named() -> None:
    """Its text stands in another cell; that it was never calculated is known all the same."""
    source = of_rows(
        "<row r='1'><c r='A1'><f t='shared' ref='A1:A2' si='0'>B1*2</f><v>2</v></c></row>"
        "<row r='2'><c r='A2'><f t='shared' si='0'/></c></row>"
    )
    (problem,) = look_into(source).problems
    assert ("formula_not_calculated", "A2") == (problem.code, problem.where.cell)
    assert {"Staff!A1": 2} == cells(source)


def test_very_many_formulas_never_calculated_are_counted() -> None:
    """A thousand are named one by one, the rest in one problem."""
    rows = "".join(f"<row r='{n}'><c r='A{n}'><f>B{n}</f></c></row>" for n in range(1, 1004))
    problems = look_into(of_rows(rows)).problems
    assert 1001 == len(problems)
    assert ("Here and below, 3 more formulas were never calculated, so there is no result to read.", "A1001") == (
        problems[-1].message,
        problems[-1].where.cell,
    )


def test_a_text_longer_than_excel_can_hold_is_read_whole_and_told() -> None:
    """Nothing of it is cut, and a warning names the cell; one of exactly that length is not remarked on."""
    row = "".join(
        f"<c r='{cell}1' t='str'><v>{'x' * length}</v></c>" for cell, length in (("A", 32_767), ("B", 40_000))
    )
    source = one(row)
    assert [32_767, 40_000] == [len(str(text)) for text in cells(source).values()]
    (problem,) = look_into(source).problems
    assert ("long_text", "B1") == (problem.code, problem.where.cell)


def test_hidden_rows_are_read_and_told() -> None:
    """A filter that was left on takes nothing away."""
    source = of_rows(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='2' hidden='1'><c r='A2'><v>2</v></c></row><row r='9' hidden='1'/>"
    )
    assert {"Staff!A1": 1, "Staff!A2": 2} == cells(source)
    assert ["hidden_rows"] == codes(source)


REFUSED = {
    "text in a number": ("<c r='A1'><v>abc</v></c>", "marked as a number"),
    "a decimal comma": ("<c r='A1'><v>1,5</v></c>", "marked as a number"),
    "what only Python takes for a number": ("<c r='A1'><v>1_000</v></c>", "marked as a number"),
    "digits of another script": ("<c r='A1'><v>١٢</v></c>", "marked as a number"),
    "no number": ("<c r='A1'><v>NaN</v></c>", "marked as a number"),
    "a number past all bounds": ("<c r='A1'><v>1E400</v></c>", "none that a spreadsheet could"),
    "neither true nor false": ("<c r='A1' t='b'><v>2</v></c>", "neither"),
    "a kind that does not exist": ("<c r='A1' t='zz'><v>1</v></c>", "of a kind that does not exist"),
    "text of its own without any": ("<c r='A1' t='inlineStr'><v>Band</v></c>", "text of its own"),
    "an error without a name": ("<c r='A1' t='e'><v></v></c>", "does not say which"),
    "a row in a text": ("<c r='A1' t='inlineStr'><is><row/></is></c>", "something that is none"),
    "an element in a text": ("<c r='A1' t='inlineStr'><is><t>a<b>c</b></t></is></c>", "something that is none"),
    "two texts": ("<c r='A1' t='inlineStr'><is><t>a</t><t>b</t></is></c>", "stored twice in one place"),
    "two texts in a run": ("<c r='A1' t='inlineStr'><is><r><t>a</t><t>b</t></r></is></c>", "stored twice in one place"),
    "an element in its value": ("<c r='A1'><v><b>1</b></v></c>", "other than characters"),
    "two values": ("<c r='A1'><v>1</v><v>2</v></c>", "two values"),
    "one cell twice": ("<c r='A1'><v>1</v></c><c r='a1'><v>2</v></c>", "stored twice"),
    "no text of that number": ("<c r='A1' t='s'><v>7</v></c>", "shared text"),
    "no style of that number": ("<c r='A1' s='99'><v>1</v></c>", "style"),
}


@pytest.mark.parametrize(("row", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_cell_that_programs_read_differently_is_refused_with_its_place(row: str, words: str) -> None:
    """One error names file, sheet and cell, and does not quote what is in it."""
    with pytest.raises(SourceError, match=words) as caught:
        look_into(one(row))
    assert "odd.xlsx, sheet 'Staff', cell A1" == str(caught.value.where)
    assert caught.value.hint


def twin(name: str, part: str) -> dict[str, str | bytes | None]:
    """Change a workbook so that it lists a second sheet."""
    return {
        BOOK: workbook_xml(f"<sheet name='Staff' sheetId='1' r:id='r1'/><sheet name='{name}' sheetId='2' r:id='r9'/>"),
        "xl/_rels/workbook.xml.rels": links_xml(link("r9", "worksheet", part)),
        "xl/worksheets/sheet2.xml": sheet_xml(),
    }


DAMAGED = {
    "a control character": ({SHEET: sheet_xml("<row r='1'><c r='A1' t='str'><v>a\x01b</v></c></row>")}, "not well-formed"),
    "a reference to one": ({SHEET: sheet_xml("<row r='1'><c r='A1' t='str'><v>a&#1;b</v></c></row>")}, "not well-formed"),
    "an encoding that nobody writes": ({SHEET: ("<?xml version='1.0' encoding='UTF-7'?>" + sheet_xml()).encode("utf-7")}, "damaged|well-formed"),
    "an entity from a file": ({SHEET: ENTITY + sheet_xml("<row r='1'><c r='A1' t='str'><v>&a;</v></c></row>")}, "document type"),
    "the same in UTF-16": ({SHEET: ("<?xml version='1.0' encoding='UTF-16'?>" + ENTITY + sheet_xml()).encode("utf-16")}, "document type"),
    "entities that grow": ({SHEET: LAUGHS + sheet_xml("<row r='1'><c r='A1' t='str'><v>&j;</v></c></row>")}, "document type"),
    "entities in the shared texts": ({STRINGS: LAUGHS + strings("<t>&j;</t>")}, "document type"),
    "elements without end": ({SHEET: sheet_xml(before="<x>" * 9000 + "</x>" * 9000)}, "nested too deeply"),
    "no relationships of the workbook": ({"xl/_rels/workbook.xml.rels": None}, "leads nowhere"),
    "styles that are no XML": ({STYLES: "<broken"}, "not well-formed"),
    "two sheets of one name": (twin("Staff", "worksheets/sheet2.xml"), "two sheets called 'Staff'"),
    "two sheets with the same cells": (twin("More", "worksheets/sheet1.xml"), "the cells of another sheet"),
    "a date system that is neither": ({BOOK: workbook_xml(before="<workbookPr date1904='&amp;'/>")}, "1900 or from 1904"),
    "a sheet in a namespace of nobody": ({SHEET: sheet_xml().replace(MAIN, "urn:x")}, "not what it should be"),
    "shared texts in a namespace of nobody": ({STRINGS: strings("<t>x</t>").replace(MAIN, "urn:x")}, "not what it should"),
    "a prefix that stands for nothing": ({SHEET: sheet_xml("<row r='1'><z:c r='A1'/></row>")}, "not well-formed"),
    "a cell under a damaged name": ({SHEET: sheet_xml("<row r='1'><x r='A1'><v>1</v></x></row>")}, "among its cells"),
    "a row under a damaged name": ({SHEET: sheet_xml("<Row r='1'><c r='A1'><v>1</v></c></Row>")}, "among its cells"),
    "a value under a damaged name": ({SHEET: sheet_xml("<row r='1'><c r='A1'><w>1</w></c></row>")}, "among its cells"),
    "a style under a damaged name": ({STYLES: styles_xml("14").replace("<xf numFmtId='14'", "<x numFmtId='14'")}, "styles is damaged"),
    "no sheet at all": ({BOOK: workbook_xml("")}, "list of sheets is empty or damaged"),
    "a sheet under a damaged name": ({BOOK: workbook_xml("<shet name='Staff' r:id='r1'/>")}, "list of sheets"),
    "a sheet of a kind that does not exist": (
        {"xl/_rels/workbook.xml.rels": links_xml().replace("/worksheet'", "/wonder'")},
        "leads nowhere",
    ),
    "a sheet in another file": ({"xl/_rels/workbook.xml.rels": links_xml().replace("Target='worksheets/sheet1.xml'", "TargetMode='External' Target='file:///x'")}, "leads nowhere"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "words"), DAMAGED.values(), ids=DAMAGED.keys())
def test_a_part_that_is_damaged_or_hostile_is_refused(changes: dict[str, str | bytes | None], words: str) -> None:
    """One error names the file and says what to do or what is wrong."""
    with pytest.raises(SourceError, match=words) as caught:
        look_into(made(changes))
    assert caught.value.where is not None
    assert "odd.xlsx" == caught.value.where.file


def test_more_sheets_than_the_limit_are_refused() -> None:
    """They are counted before the first is read."""
    listed = "".join(f"<sheet name='S{n}' sheetId='{n}' r:id='r1'/>" for n in range(4))
    source = Source.from_bytes("odd.xlsx", zipped(parts({BOOK: workbook_xml(listed)})), Limits(max_sheets=3))
    with pytest.raises(SourceTooLarge, match="lists 4 sheets; the limit is 3"):
        look_into(source)


class Unseekable(io.RawIOBase):
    """A stream that cannot go back, to which sizes must be written after the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: object) -> int:
        """Keep the bytes."""
        assert isinstance(data, bytes | bytearray | memoryview)
        self.data += data
        return len(data)


def streamed() -> bytes:
    """Zip a sound workbook as a program does that cannot go back in what it has written."""
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    return bytes(out.data)


def wide() -> bytes:
    """Zip a sound workbook with the sizes of large files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    return out.getvalue()


PACKED = {
    "stored": zipped(parts(), zipfile.ZIP_STORED),
    "streamed": streamed(),
    "with the sizes of large files": wide(),
    "with folders": zipped({"xl/": b"", "xl/worksheets/": b"", **parts()}),
    "with a comment": zipped(parts())[:-2] + struct.pack("<H", 5) + b"hello",
    "with something after it": zipped(parts()) + b"junk" * 20,
}


@pytest.mark.parametrize("data", PACKED.values(), ids=PACKED.keys())
def test_each_way_to_zip_gives_the_same_cells(data: bytes) -> None:
    """How the parts are packed does not matter."""
    assert VALUES == cells(Source.from_bytes("odd.xlsx", data))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", SourceError),
        (b" \r\n", SourceError),
        (b"hello", WrongKind),
        (b"<html><table><tr><td>Band</td></tr></table></html>", WrongKind),
        (b"%PDF-1.7", WrongKind),
        (OLE + b"\0" * 1000, WrongKind),
        (OLE + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le"), ProtectedSource),
        (zipped({"readme.txt": b"x"}), WrongKind),
        (zipped(parts(), zipfile.ZIP_BZIP2), SourceError),
        (zipped(parts())[:-30], SourceError),
    ],
)
def test_what_is_no_workbook_is_refused_as_what_it_is(data: bytes, error: type[SourceError]) -> None:
    """The error names the file and says what to do."""
    with pytest.raises(error) as caught:
        look_into(Source.from_bytes("odd.xlsx", data))
    assert "odd.xlsx" in str(caught.value)
    assert caught.value.hint


TEXTS = {
    "with a mark": (b"\xef\xbb\xbfa,b\r\n1,2", []),
    "tabs in UTF-16": ("a\tb\n1\t2\n".encode("utf-16"), []),
    "semicolons in Latin-1, with a pound sign": ("a;b\n1;2\n£;ä\n".encode("latin-1"), ["encoding_assumed"]),
    "signs of not": ("a¬b\n1¬2\n".encode(), []),
    "a declared separator": (b"sep=|\na|b\n1|2\n", []),
}


@pytest.mark.parametrize(("data", "told"), TEXTS.values(), ids=TEXTS.keys())
def test_delimited_text_of_every_kind_is_read(data: bytes, told: list[str]) -> None:
    """Separator and encoding are found, and a guess is told."""
    source = Source.from_bytes("staff.csv", data)
    assert {"A1": "a", "B1": "b", "A2": "1", "B2": "2"}.items() <= cells(source).items()
    assert told == codes(source)


def test_a_sheet_full_of_styled_blanks_gives_its_cells() -> None:
    """Half a million of them, down to the last row, change nothing."""
    blank = "".join(f'<c r="{column_letters(n)}ROW" s="1"/>' for n in range(1, 1001))
    below = "".join(
        f'<row r="{n}" spans="1:1000">{blank.replace("ROW", str(n))}</row>' for n in range(1_048_077, 1_048_577)
    )
    assert VALUES == cells(made({SHEET: sheet_xml(ROWS + below), STYLES: styles_xml("14")}))

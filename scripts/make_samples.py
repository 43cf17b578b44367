"""Make the sample workbooks: a made-up trust's WRES return for two years, a faulty copy, and a blank form.

Run from the top of a checkout: python scripts/make_samples.py. The same run gives the same bytes.
The trust, its figures and its faults are made up; labels and row numbers follow the layout `wres-return`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "src" / "fairness_core" / "data" / "samples"
TRUST = "Northmoor Valley NHS Foundation Trust (made up)"
COLUMNS = "EFGHIJ"
BANDS = (
    "Under band 1",
    *(f"Band {band}" for band in ["1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9"]),
    "VSM",
)

Figure = float | int | str | date | None
Row = tuple[str, int | None, str, str, list[Figure]]

# White, BME and unknown on 31 March 2024, then on 31 March 2025, from under band 1 to VSM.
NON_CLINICAL = (
    (12, 7, 1, 11, 8, 1), (None, None, None, None, None, None), (352, 118, 21, 341, 131, 19), (176, 41, 9, 181, 47, 8),
    (134, 27, 7, 139, 31, 6), (88, 19, 5, 92, 22, 5), (71, 13, 2, 74, 16, 2), (52, 7, 2, 55, 9, 1),
    (38, 5, 1, 39, 6, 1), (21, 2, None, 22, 3, None), (12, 1, None, 13, 1, None), (9, None, None, 9, 1, None),
    (5, None, None, 5, None, None), (8, 1, None, 8, 1, None),
)  # fmt: skip
CLINICAL = (
    (14, 9, 2, 13, 10, 2), (None, None, None, None, None, None), (318, 171, 24, 309, 183, 22), (221, 98, 15, 226, 107, 14),
    (109, 31, 7, 113, 35, 6), (402, 318, 31, 388, 352, 29), (451, 142, 22, 458, 161, 21), (236, 39, 9, 241, 45, 8),
    (91, 11, 3, 94, 13, 2), (34, 3, 1, 35, 4, 1), (15, 1, None, 16, 1, None), (8, None, None, 8, 1, None),
    (3, None, None, 3, None, None), (2, None, None, 2, None, None),
)  # fmt: skip


def rows() -> list[Row]:
    """Return the form's rows: indicator, row number, label, kind of figure, and six figures."""
    return [*workforce_rows(), *flow_rows(), *survey_rows(), *board_rows()]


def workforce_rows() -> Iterable[Row]:
    """Yield indicator 1: the three blocks of bands and grades."""
    for heading, first, table in (
        ("1a) Non clinical workforce", 1, NON_CLINICAL),
        ("1b) Clinical workforce of which non medical", 15, CLINICAL),
    ):
        for offset, (label, figures) in enumerate(zip(BANDS, table, strict=True)):
            yield heading if not offset else "", first + offset, label, "Headcount", list(figures)
    yield "Of which Medical & Dental", 29, "Consultants", "Headcount", [88, 61, 6, 90, 66, 5]
    yield "", 30, "of which Senior medical manager", "Headcount", [9, 3, 0, 9, 4, 0]
    yield "", 31, "Non-consultant career grade", "Headcount", [17, 41, 3, 16, 45, 3]
    yield "", 32, "Trainee grades", "Headcount", [49, 58, 9, 47, 64, 8]
    yield "", 33, "Other", "Headcount", [4, 2, None, 5, 2, None]


def totals() -> list[int]:
    """Add up the headcounts of indicator 1, column by column; row 30 is part of row 29."""
    counted = [figures for _, number, _, _, figures in workforce_rows() if number != 30]
    return [sum(figure for figures in counted if isinstance(figure := figures[column], int)) for column in range(6)]


def flow_rows() -> Iterable[Row]:
    """Yield indicators 2 to 4, with the rows that the form works out itself."""
    yield "2", 34, "Number of shortlisted applicants", "Headcount", [2410, 2127, 148, 2505, 2304, 151]
    yield "", 35, "Number appointed from shortlisting", "Headcount", [634, 293, 31, 655, 370, 33]
    yield (
        "",
        36,
        "Likelihood of being appointed from shortlisting",
        "Auto calculated",
        ["=E{35}/E{34}", "=F{35}/F{34}", "=G{35}/G{34}", "=H{35}/H{34}", "=I{35}/I{34}", "=J{35}/J{34}"],
    )
    yield (
        "",
        37,
        "Relative likelihood of White staff being appointed from shortlisting compared to BME staff",
        "Auto calculated",
        ["=E{36}/F{36}", None, None, "=H{36}/I{36}", None, None],
    )
    workforce: list[Figure] = [f"={letter}{{first}}+{letter}{{last}}" for letter in COLUMNS]
    yield "3", 38, "Number of staff in workforce", "Auto calculated", workforce
    yield "", 39, "Number of staff entering the formal disciplinary process", "Headcount", [21, 16, 0, 17, 13, 1]
    yield (
        "",
        40,
        "Likelihood of staff entering the formal disciplinary process",
        "Auto calculated",
        [f"={c}{{39}}/{c}{{38}}" for c in COLUMNS],
    )
    yield (
        "",
        41,
        "Relative likelihood of BME staff entering the formal disciplinary process compared to White staff",
        "Auto calculated",
        ["=F{40}/E{40}", None, None, "=I{40}/H{40}", None, None],
    )
    yield "4", 42, "Number of staff in workforce", "Auto calculated", list(workforce)
    yield (
        "",
        43,
        "Number of staff accessing non-mandatory training and CPD",
        "Headcount",
        [1571, 602, 88, 1612, 731, 84],
    )
    yield (
        "",
        44,
        "Likelihood of staff accessing non-mandatory training and CPD",
        "Auto calculated",
        [f"={c}{{43}}/{c}{{42}}" for c in COLUMNS],
    )
    yield (
        "",
        45,
        "Relative likelihood of White staff accessing non-mandatory training and CPD compared to BME staff",
        "Auto calculated",
        ["=E{44}/F{44}", None, None, "=H{44}/I{44}", None, None],
    )


def survey_rows() -> Iterable[Row]:
    """Yield indicators 5 to 8 with their bases, from the staff surveys of the autumns before."""
    asked = (
        ("5", 46, "% of staff experiencing harassment, bullying or abuse from patients, relatives or the public in last 12 months", [23.4, 25.1, None, 22.8, 26.0, None]),
        ("6", 47, "% of staff experiencing harassment, bullying or abuse from staff in last 12 months", [19.2, 24.7, None, 18.9, 23.3, None]),
        ("7", 48, "% of staff believing that trust provides equal opportunities for career progression or promotion", [60.1, 48.9, None, 60.8, 51.2, None]),
        ("8", 49, "% of staff personally experiencing discrimination at work from a manager, team leader or other colleague in last 12 months", [6.2, 14.8, None, 6.4, 14.1, None]),
    )  # fmt: skip
    for indicator, number, label, figures in asked:
        yield indicator, number, label, "Percentage", list(figures)
    for label in (
        "Base: harassment, bullying or abuse from patients, relatives or the public",
        "Base: harassment, bullying or abuse from staff",
        "Base: equal opportunities for career progression or promotion",
        "Base: discrimination at work from a manager, team leader or other colleagues",
    ):
        yield "", None, label, "Number of answers", [1702, 604, None, 1748, 671, None]


def board_rows() -> Iterable[Row]:
    """Yield indicator 9: the board, and the rows that the form works out."""
    yield "9", 50, "Total board members", "Headcount", [13, 4, 0, 12, 5, 0]
    yield "", 51, "of which: Voting members", "Headcount", [10, 3, 0, 9, 5, 0]
    yield "", 52, "of which: Non-voting members", "Headcount", [3, 1, 0, 3, 0, 0]
    yield "", 53, "Total board members", "Auto calculated", [f"={c}{{50}}" for c in COLUMNS]
    yield "", 54, "of which: Executive members", "Headcount", [6, 1, 0, 5, 2, 0]
    yield "", 55, "of which: Non-executive members", "Headcount", [7, 3, 0, 7, 3, 0]
    yield "", 56, "Number of staff in overall workforce", "Auto calculated", [f"={c}{{38}}" for c in COLUMNS]
    share = "={0}{{50}}/SUM({1}{{50}}:{2}{{50}})"
    shares: list[Figure] = [share.format(c, *("EG" if c in "EFG" else "HJ")) for c in COLUMNS]
    yield "", 57, "Total board members - % by ethnicity", "Auto calculated", shares


FAULTS: dict[tuple[int | str, str], Figure] = {
    (3, "I"): "one hundred and thirty",  # text for a number
    (5, "F"): 27.5,  # people are whole
    (6, "F"): -19,  # and never fewer than none
    (8, "I"): date(2025, 3, 9),  # "9-3" turned into a date
    (17, "F"): "=NA()",  # an error cell
    (18, "F"): "=F18-0",  # a formula never calculated
    (30, "H"): 92,  # more senior medical managers than consultants
    (35, "I"): 2703,  # transposed: more appointed than shortlisted
    (39, "I"): None,  # left blank
    (42, "H"): 2999,  # another workforce than in row 38
    (43, "J"): 512,  # courses counted instead of people
    (46, "H"): 228,  # lost decimal point
    (47, "I"): 0.233,  # fraction or percentage?
    (51, "E"): 11,  # the board does not add up
}
LABELS = {32: "Trainees and fellows", 26: "Band 8e"}
NUMBERS = {20: 21}


def workbook(*, faulty: bool = False, blank: bool = False) -> bytes:
    """Return the bytes of a form: filled in, filled in with faults, or blank."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "WRES return (made-up sample)", "created": datetime(2025, 6, 1)})  # noqa: DTZ001
    formats = {name: book.add_format(look) for name, look in LOOKS.items()}
    sheet = book.add_worksheet("WRES return")
    write_head(sheet, formats, blank=blank)
    write_rows(sheet, formats, faulty=faulty, blank=blank)
    notes = book.add_worksheet("Notes")
    notes.write_string("A1", "Made-up sample: no figure in this workbook is real.")
    notes.write_string("A2", "Row numbers and labels follow the layout wres-return of fairness-core.")
    book.close()
    return calculated(stream.getvalue())


LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "text_wrap": True, "border": 1, "valign": "top"},
    "figure": {"border": 1, "num_format": "#,##0"},
    "one": {"border": 1, "num_format": "0.0"},
    "ratio": {"border": 1, "num_format": "0.00"},
    "date": {"border": 1, "num_format": "d-mmm"},
    "text": {"text_wrap": True, "border": 1, "valign": "top"},
}


def write_head(sheet: Any, formats: dict[str, Any], *, blank: bool) -> None:
    """Write the title, the organisation, and two rows of headings, the upper one merged."""
    sheet.write_string("A1", "Workforce Race Equality Standard: data collection", formats["title"])
    sheet.write_string("A2", "Organisation")
    if not blank:
        sheet.write_string("B2", TRUST)
    years = ("31 March 20__", "31 March 20__") if blank else ("31 March 2024", "31 March 2025")
    for area, year in zip(("E4:G4", "H4:J4"), years, strict=True):
        sheet.merge_range(area, year, formats["head"])
    heads = ["Indicator", "Row", "Data item", "Measure", *("White", "BME", "Ethnicity unknown/null") * 2, "Notes"]
    for column, head in enumerate(heads):
        sheet.write_string(4, column, head, formats["head"])
    for area, width in (("A:A", 26), ("B:B", 6), ("C:C", 52), ("D:D", 16), ("E:J", 12), ("K:K", 30)):
        sheet.set_column(area, width)
    sheet.write_string("K6", "Headcount on 31 March; bank staff are not counted.", formats["text"])


def write_rows(sheet: Any, formats: dict[str, Any], *, faulty: bool, blank: bool) -> None:
    """Write the rows of the form, with formulas and their results, and with the faults where asked for."""
    at = {number: 6 + index for index, (_, number, *_) in enumerate(rows()) if number}
    values = results()
    for index, (indicator, number, label, measure, figures) in enumerate(rows()):
        row = 5 + index
        shown = LABELS.get(number or 0, label) if faulty else label
        stated = NUMBERS.get(number or 0, number) if faulty else number
        sheet.write_string(row, 0, indicator, formats["text"])
        sheet.write(row, 1, stated, formats["text"])
        sheet.write_string(row, 2, shown, formats["text"])
        sheet.write_string(row, 3, measure, formats["text"])
        for column, figure in enumerate(figures):
            letter = COLUMNS[column]
            value = FAULTS.get((number or "", letter), figure) if faulty else figure
            look = formats["one" if measure == "Percentage" else "figure"]
            write_cell(
                sheet,
                (row, 4 + column),
                None if blank and not is_formula(value) else value,
                at,
                look,
                formats,
                values.get((number, column), 0),
            )
    sheet.write_string(
        6 + len(rows()), 0, "Notes: figures are made up. White, BME and unknown follow the national code list."
    )


def is_formula(value: Figure) -> bool:
    """Tell whether a figure of the form is a formula."""
    return isinstance(value, str) and value.startswith("=")


def write_cell(
    sheet: Any,
    cell: tuple[int, int],
    value: Figure,
    at: dict[int, int],
    look: Any,
    formats: dict[str, Any],
    result: float,
) -> None:
    """Write one figure's cell: blank, number, date, text, or a formula with its result."""
    if isinstance(value, str) and is_formula(value):
        first, last = at[1], at[33]
        letter = COLUMNS[cell[1] - 4]
        total = f"=SUM({letter}{first}:{letter}{last})-{letter}{at[30]}"
        formula = total if "{first}" in value else re.sub(r"\{(\d+)\}", lambda found: str(at[int(found[1])]), value)
        shown: float | str = "#N/A" if "NA()" in formula else result
        sheet.write_formula(*cell, formula, formats["ratio"] if "/" in formula else look, shown)
    elif isinstance(value, date):
        sheet.write_datetime(*cell, datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001
    elif isinstance(value, str):
        sheet.write_string(*cell, value, look)
    elif value is None:
        sheet.write_blank(*cell, None, look)
    else:
        sheet.write_number(*cell, value, look)


def results() -> dict[tuple[int | None, int], float]:
    """Work out the results of the form's formulas, by row number and column."""
    plain = {number: figures for _, number, _, _, figures in rows() if number}
    found: dict[tuple[int | None, int], float] = {}
    for column, total in enumerate(totals()):
        found |= {(number, column): float(total) for number in (38, 42, 56)}
        for rate, part, whole in ((36, 35, 34), (40, 39, 38), (44, 43, 42)):
            numerator, denominator = plain[part][column], total if whole != 34 else plain[34][column]
            found[rate, column] = float(str(numerator)) / float(str(denominator))
        found[53, column] = float(str(plain[50][column]))
        found[57, column] = found[53, column] / sum(
            float(str(plain[50][c])) for c in range(column // 3 * 3, column // 3 * 3 + 3)
        )
    for ratio, rate, top, bottom in ((37, 36, 0, 1), (41, 40, 1, 0), (45, 44, 0, 1)):
        for year in (0, 3):
            found[ratio, year] = found[rate, year + top] / found[rate, year + bottom]
    return found


def calculated(data: bytes) -> bytes:
    """Mark the workbook as calculated, as Excel does in saving, but for the faulty form's own formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry).replace(b' fullCalcOnLoad="1"', b"")
            target.writestr(entry, re.sub(rb"(<f>F18-0</f>)<v>[^<]*</v>", rb"\1", content))
    return out.getvalue()


def main() -> None:
    """Write the three workbooks into the packaged samples."""
    for name, data in (
        ("made-up-trust-wres-2025.xlsx", workbook()),
        ("made-up-trust-wres-2025-faulty.xlsx", workbook(faulty=True)),
        ("wres-return-blank.xlsx", workbook(blank=True)),
    ):
        (SAMPLES / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()

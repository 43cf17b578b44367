"""Delimited text (CSV and its relatives) as a grid with one unnamed sheet.

Every value is text exactly as written: "007" stays "007". Rows are counted as a spreadsheet program
counts them on opening the file: blank lines count, and a quoted value with line ends in it is one row.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from fairness_adapters.grid import MemoryGrid, Row, Workbook, cell_name
from fairness_adapters.kinds import Kind
from fairness_adapters.source import wrong_kind
from fairness_core.errors import SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Place, Problem, note

if TYPE_CHECKING:
    from fairness_adapters.source import Limits, Source

DELIMITERS = (",", ";", "\t", "|", "~", "¬")

_SAMPLE_LINES = 50
_SAMPLE_CHARACTERS = 1 << 16
# After the last line, to see whether an open quotation mark has swallowed it; a private-use character.
_END = "\ue0ff\n"


def read_csv(source: Source, limits: Limits | None = None) -> Workbook:
    """Read delimited text; encoding and delimiter are told from the content.

    UTF-8 or UTF-16 with a byte order mark, else UTF-8, else Windows-1252 (then with a note). A first line
    "sep=;" is obeyed and not counted as a row, as Excel does. Rows may be of different lengths; empty values
    are left out. Raises `WrongKind`, `SourceTooLarge`, and `UnreadableSource` when a quotation mark stays open.
    """
    limits = limits or source.limits
    if source.kind is not Kind.CSV:
        raise wrong_kind(source)
    text, problems = _decode(source)
    delimiter, start = _declared_delimiter(text)
    delimiter = delimiter or sniff_delimiter(text[:_SAMPLE_CHARACTERS])
    rows = tuple(_rows(text[start:], delimiter, source, limits))
    return Workbook(file=source.name, grids=(MemoryGrid(name="", stored=rows),), problems=problems)


def sniff_delimiter(sample: str) -> str:
    r"""Return the delimiter under which most rows of a sample have the same number of values.

    On a tie the one that gives more values wins; a comma inside numbers (12,5) does not count when
    another delimiter fits. A sample without any delimiter gives a comma.

    >>> sniff_delimiter("Band;Score\nBand 5;12,5\n"), sniff_delimiter("a|b,c\nd|e\n")
    (';', '|')
    """
    lines = io.StringIO(sample, newline="").readlines()[: _SAMPLE_LINES + 1]
    # The last line of a sample may be cut.
    whole = "".join(lines[:_SAMPLE_LINES] if len(lines) > _SAMPLE_LINES or len(lines) == 1 else lines)
    scores = {delimiter: _evenness(whole, delimiter) for delimiter in DELIMITERS}
    if any(score > (0, 0) for delimiter, score in scores.items() if delimiter != ","):
        without = re.sub(r"(?<![\d,])\d+,\d+(?![\d,])", "", whole)
        scores[","] = _evenness(without, ",") if "," in without else (0, 0)
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """Return how many rows share the commonest number of values over 1, and that number."""
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))


def _decode(source: Source) -> tuple[str, tuple[Problem, ...]]:
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(_decoded(source, "utf-16"), source), ()
    if b"\0" in data:
        raise _binary(source)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        said = note(
            "encoding_assumed",
            "The text is not UTF-8; it was read as Windows-1252, the usual encoding of older programs.",
            where=source.place,
            hint="If accented letters or pound signs look wrong, save the file as 'CSV UTF-8'.",
        )
        return _decoded(source, "cp1252"), (said,)


def _decoded(source: Source, encoding: str) -> str:
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableSource(
            "The text is in an encoding that is not recognised.",
            hint="Open it in Excel and save it as 'CSV UTF-8'.",
            where=source.place,
        ) from problem


def _checked(text: str, source: Source) -> str:
    if "\0" in text:
        raise _binary(source)
    return text


def _binary(source: Source) -> WrongKind:
    hint = "Ask for the figures as an Excel workbook (.xlsx) or a CSV file."
    return WrongKind("The file is not text: it holds NUL characters.", hint=hint, where=source.place)


def _declared_delimiter(text: str) -> tuple[str, int]:
    """Return the delimiter that a first line "sep=;" declares, and where the rows begin."""
    declared = re.match(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', text, re.IGNORECASE)
    return (declared[1], declared.end()) if declared else ("", 0)


def _rows(text: str, delimiter: str, source: Source, limits: Limits) -> Iterator[Row]:
    lines = chain(io.StringIO(text if text.endswith(("\n", "\r")) else f"{text}\n", newline=""), [_END])
    cells = number = 0
    closed = False
    for number, values in enumerate(_parsed(lines, delimiter, source, limits), start=1):
        closed = values == [_END.strip()]
        if closed:
            return
        row = tuple((column, value) for column, value in enumerate(values, start=1) if value)
        cells += len(row)
        _check_limits(source, limits, number, values, cells)
        if row:
            yield number, row
    raise UnreadableSource(
        "A quotation mark is opened and never closed, so that the rest of the file reads as one value.",
        hint='Close it, or write a quotation mark inside a value as two ("").',
        where=Place(file=source.name, field=f"row {number}"),
    )


def _parsed(lines: Iterator[str], delimiter: str, source: Source, limits: Limits) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error as problem:
        raise SourceTooLarge(
            f"A value holds more than {min(limits.max_text, csv.field_size_limit()):,} characters.",
            hint='Look for a quotation mark that is opened and never closed (").',
            where=source.place,
        ) from problem


def _check_limits(source: Source, limits: Limits, number: int, values: list[str], cells: int) -> None:
    counted = (("row", number, limits.max_rows), ("column", len(values), limits.max_columns))
    for what, found, most in (*counted, ("cell", cells, limits.max_cells)):
        if found > most:
            raise SourceTooLarge(
                f"The file has a {what} number {found:,}; the limit is {most:,}.",
                hint="Split the file.",
                where=Place(file=source.name),
            )
    longest = max(range(len(values)), key=lambda at: len(values[at]), default=-1)
    if longest >= 0 and len(values[longest]) > limits.max_text:
        raise SourceTooLarge(
            f"A value holds more than {limits.max_text:,} characters.",
            hint="Shorten the text.",
            where=Place(file=source.name, cell=cell_name(number, longest + 1)),
        )

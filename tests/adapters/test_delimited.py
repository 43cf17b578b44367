"""Delimited text is read as written, and never guessed beyond its delimiter and encoding."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairness_adapters.delimited import DELIMITERS, read_csv, sniff_delimiter
from fairness_adapters.grid import MemoryGrid, Workbook
from fairness_adapters.source import Limits, Source
from fairness_core.errors import SourceTooLarge, UnreadableSource, WrongKind
from fairness_core.problems import Severity


def read(data: bytes | str, limits: Limits | None = None) -> Workbook:
    """Read text as a CSV file."""
    return read_csv(Source.from_bytes("staff.csv", data.encode() if isinstance(data, str) else data), limits)


def rows(data: bytes | str) -> dict[int, dict[int, object]]:
    """Return the values by row and column."""
    return {row: dict(pairs) for row, pairs in read(data).grids[0].rows()}


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_delimiter_and_line_end_is_told(delimiter: str, end: str) -> None:
    """The delimiter is found whichever it is, and quoted ones inside values are no delimiters."""
    text = end.join([f"Band{delimiter}Note", f'Band 5{delimiter}"a{delimiter}b{delimiter}c"', f"007{delimiter}x"])
    expected = {
        1: {1: "Band", 2: "Note"},
        2: {1: "Band 5", 2: f"a{delimiter}b{delimiter}c"},
        3: {1: "007", 2: "x"},
    }
    assert expected == rows(text)


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("Title of the report, in words\nBand;Count;Share\n5;12;0,5\n6;13;0,6\n", ";"),
        ("name;note\nx;a, b\ny;c, d, e\n", ";"),
        ("1,5;2,5\n3,5;4,5\n", ";"),
        ("1,2\n3,4\n", ","),
        ("Band\nBand 5\n", ","),
        ("a|b,c,d\nx|1,2,3\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_the_one_that_makes_even_rows(sample: str, delimiter: str) -> None:
    """Titles, commas in prose and decimal commas do not mislead."""
    assert delimiter == sniff_delimiter(sample)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_remark(encoding: str) -> None:
    """UTF-8, with a byte order mark or without, and UTF-16 with one, are certain."""
    book = read("Zoë,£5\n".encode(encoding))
    assert [(1, ((1, "Zoë"), (2, "£5")))] == list(book.grids[0].rows())
    assert () == book.problems


def test_windows_text_is_read_with_a_note() -> None:
    """Text that is not UTF-8 is read as Windows-1252, and the reader says that it assumed so."""
    book = read("Name¬Zoë’s\r\nWard¬£5\r\n".encode("cp1252"))
    assert [(1, ((1, "Name"), (2, "Zoë’s"))), (2, ((1, "Ward"), (2, "£5")))] == list(book.grids[0].rows())
    assert [("encoding_assumed", Severity.NOTE)] == [(problem.code, problem.severity) for problem in book.problems]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    """Blank lines count, a value over two lines is one row, and rows may differ in length."""
    expected = {1: {1: "a", 2: "b"}, 3: {1: "two\nlines", 2: "c"}, 4: {1: "d"}, 5: {2: "e", 4: "f"}}
    assert expected == rows('a,b\n\n"two\nlines",c\nd\n,e,,f\n')


@pytest.mark.parametrize("line", ["sep=|", '"sep=|"', "SEP=|"])
def test_a_declared_delimiter_is_obeyed_and_not_counted(line: str) -> None:
    """Excel's own first line is followed, and the header is row 1 as it is in Excel."""
    assert {1: {1: "a,b,c", 2: "d"}} == rows(f"{line}\r\na,b,c|d\r\n")


def test_the_sheet_has_no_name() -> None:
    """A CSV file has one sheet and no name for it, so a place reads: file and cell."""
    book = read("a,b\n")
    assert [""] == [grid.name for grid in book.grids]
    assert "staff.csv, cell B1" == str(book.place(book.grids[0], 1, 2))


def test_a_quotation_mark_left_open_is_an_error() -> None:
    """Rows after it would vanish into one value, so the file is refused with the row where it begins."""
    with pytest.raises(UnreadableSource, match="opened and never closed") as caught:
        read('Band,Count\nBand 5,"12\nBand 6,13\nBand 7,14\n')
    assert "staff.csv, row 2" in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max_rows=1), "row number 2; the limit is 1"),
        (Limits(max_columns=2), "column number 3; the limit is 2"),
        (Limits(max_cells=4), "cell number 5; the limit is 4"),
        (Limits(max_text=3), "more than 3 characters"),
    ],
)
def test_each_limit_is_held(limits: Limits, words: str) -> None:
    """Rows, columns, cells and text over the limits are refused with the figures."""
    with pytest.raises(SourceTooLarge) as caught:
        read("a,b\nc,d,four\n", limits)
    assert words in caught.value.message
    assert "staff.csv" in str(caught.value)


def test_an_endless_value_is_refused() -> None:
    """A value beyond what the csv module takes is our error, with the likely cause."""
    with pytest.raises(SourceTooLarge, match="never closed"):
        read('a,"' + "x" * 200_000)


@pytest.mark.parametrize("data", [b"Band\0,12", "Band\0,12".encode("utf-16"), b"a" * 70_000 + b"\0"])
def test_binary_is_refused(data: bytes) -> None:
    """A NUL anywhere means that the file is no text."""
    with pytest.raises(WrongKind):
        read(data)


def test_an_unknown_encoding_is_refused() -> None:
    """Bytes that neither UTF-8 nor Windows knows are not guessed at."""
    with pytest.raises(UnreadableSource, match="encoding"):
        read(b"Band,\x81\x8d\n")


def test_a_workbook_is_not_read_as_text() -> None:
    """What is not text is refused with what it is."""
    with pytest.raises(WrongKind, match="a PDF"):
        read(b"%PDF-1.7")


FIELD = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\ue0ff\ufeff", exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"
    ),
    max_size=8,
)


@given(st.lists(st.lists(FIELD, min_size=1, max_size=5), max_size=8), st.sampled_from(DELIMITERS))
def test_what_was_written_is_read_back(table: list[list[str]], delimiter: str) -> None:
    """Any table written with every value quoted comes back as it was, when the delimiter is declared."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    book = read(f"\ufeffsep={delimiter}\n{out.getvalue()}")
    assert list(MemoryGrid.from_rows("", table).rows()) == list(book.grids[0].rows())


@given(st.binary(max_size=60))
def test_any_bytes_give_rows_or_an_error_of_ours(data: bytes) -> None:
    """Whatever the bytes are, reading ends in a workbook or in an error that names the file."""
    try:
        read(data)
    except UnreadableSource as problem:
        assert "staff.csv" in str(problem)  # noqa: PT017

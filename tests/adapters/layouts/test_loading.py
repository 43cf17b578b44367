"""Layout files to readers: which files they claim, what they bring, and what is wrong with a layout's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.adapters.layouts.made_forms import excel, packaged, read_file

from fairness_adapters.contract import Confidence, Identification
from fairness_adapters.jobs.wres import DEMO, sample_path
from fairness_adapters.layouts import LayoutReader, layout_reader, load_layout, packaged_layouts
from fairness_adapters.source import Source, read_source
from fairness_core.errors import CallerError, ConfigError, UnreadableSource

ENGLAND = "england-workforce-june-2022.csv"
LINES = ["Shortlisted", "Appointed", "Total workforce", "Board members"]


def form_of(labels: list[str]) -> bytes:
    """Return a CSV form with one row for each label."""
    rows = "".join(f"{label},3,2,1\n" for label in labels)
    return f",31 March 2025,,\n,White,BME,Unknown\n{rows}".encode()


def identified(layout_id: str, source: Source) -> Identification:
    """Return what a packaged layout says of a file."""
    return packaged(layout_id).identify(source)


def faults(text: str) -> dict[str, str]:
    """Return the key paths and messages of all that is wrong with a layout's text."""
    with pytest.raises(ConfigError) as caught:
        layout_reader(text, "own.toml")
    assert all(problem.where.file == "own.toml" for problem in caught.value.problems)
    return {problem.where.field: problem.message for problem in caught.value.problems}


def test_the_packaged_layouts_are_readers() -> None:
    """They are there, with their titles, for Excel and CSV."""
    assert {"england-workforce", "wres-return"} <= {each.id for each in packaged_layouts()}
    assert all(
        each.title and set(each.reads) == {"xlsx", "xlsm", "xls", "xlsb", "ods", "csv"} for each in packaged_layouts()
    )


@pytest.mark.parametrize(
    ("layout_id", "sample", "confidence"),
    [
        ("wres-return", DEMO, Confidence.CERTAIN),
        ("wres-return", "made-up-trust-wres-2025-faulty.xlsx", Confidence.CERTAIN),
        ("wres-return", "wres-return-blank.xlsx", Confidence.CERTAIN),
        ("wres-return", ENGLAND, Confidence.NO),
        ("england-workforce", ENGLAND, Confidence.CERTAIN),
        ("england-workforce", DEMO, Confidence.NO),
    ],
)
def test_each_sample_is_claimed_by_its_own_layout(layout_id: str, sample: str, confidence: Confidence) -> None:
    """Faulty and blank forms are still forms, and no layout claims the other's file."""
    found = identified(layout_id, read_source(sample_path(sample)))
    assert confidence is found.confidence
    assert found.reason


@pytest.mark.parametrize(
    ("labels", "confidence", "reason"),
    [
        (LINES[:2], Confidence.NO, "its row labels and column headings are not there"),
        (LINES[:3], Confidence.LIKELY, "3 of its rows are there"),
        (LINES * 3, Confidence.LIKELY, "4 of its rows are there"),
    ],
)
def test_a_form_is_known_by_how_many_of_its_rows_are_there(
    labels: list[str], confidence: Confidence, reason: str
) -> None:
    """Two labels can stand in any file; the same row again is no further one."""
    found = identified("wres-return", Source.from_bytes("form.csv", form_of(labels)))
    assert (confidence, reason) == (found.confidence, found.reason)


LIST = """
kind = "table"
id = "ours"
revision = 1
title = "Our list"
source = "made up"
[sheets]
holding = ["/list/"]
[period]
above = "/as at (.*)/"
[dimensions.ethnicity]
labels = ["Group"]
classification = "ethnicity"
[figures.headcount]
measure = "headcount"
labels = ["Staff"]
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Our list as at 31 March 2025\nGroup,Staff\nWhite,3\n", "2 of its columns are there"),
        ("Our table\nGroup,Staff\nWhite,3\n", "no sheet that it speaks of is there"),
        ("Our list\nGroup,People\nWhite,3\n", "its column headings are not there"),
        (
            "Our list of 31 March 2025\nGroup,Staff\nWhite,3\n",
            "its column headings are there, but the time that its figures are of was not found",
        ),
        ("Our list as at 31 March 2025\nGroup,Staff\n", "no rows of it are there"),
    ],
)
def test_a_table_that_is_not_claimed_says_what_is_lacking(text: str, reason: str) -> None:
    """Whoever wrote the layout is told of the sheet, the headings, the time or the rows, whichever it is."""
    source = Source.from_bytes("list.csv", text.encode())
    assert reason == layout_reader(LIST).identify(source).reason


@pytest.mark.parametrize("layout_id", ["wres-return", "england-workforce"])
@pytest.mark.parametrize(("data", "word"), [(b"%PDF-1.7\n", "PDF"), (b"PK\x03\x04 broken", ""), (b"", "")])
def test_a_file_that_is_no_table_is_not_claimed(layout_id: str, data: bytes, word: str) -> None:
    """Other kinds of file and broken ones are refused with the reason, and nothing is raised."""
    found = identified(layout_id, Source.from_bytes("file.xlsx", data))
    assert Confidence.NO is found.confidence
    assert word in found.reason
    assert found.reason


def test_a_workbook_that_cannot_be_opened_is_not_claimed() -> None:
    """A workbook that was cut off says so to whoever asks what it is, and raises when it is read all the same."""
    whole = excel(("Data", {"A1": "Time"}))
    source = Source.from_bytes("cut.xlsx", whole[: len(whole) - 40])
    assert Confidence.NO is identified("wres-return", source).confidence
    with pytest.raises(UnreadableSource):
        packaged("wres-return").read(source)


def test_what_was_read_says_where_it_came_from() -> None:
    """Name, hash and format with its revision, and the layout's doubts, go with the figures."""
    source = Source.from_bytes("form.csv", form_of(LINES))
    dataset = packaged("wres-return").read(source).value
    (facts,) = dataset.sources
    assert ("form.csv", source.sha256, "wres-return (revision 1)") == (facts.name, facts.sha256, facts.format)
    assert any("remembered" in note for note in facts.notes)
    assert ("cluster", "band") == dataset.default_by
    assert {"band", "cluster", "ethnicity", "seat", "vote"} == set(dataset.classifications)
    assert {"headcount"} == set(dataset.tables)


def test_a_table_brings_its_code_lists_and_what_follows_from_them() -> None:
    """The codes that only the layout knows have labels, the cluster follows from the role, with its doubt."""
    dataset = packaged("england-workforce").read(read_source(sample_path(ENGLAND))).value
    assert "Midwives" == dataset.label("role", "midwives")
    assert "Clinical, not medical" == dataset.label("cluster", "clinical")
    assert ("role", True) == (dataset.derived["cluster"].dimension, bool(dataset.derived["cluster"].doubt))
    assert any(note.startswith("Counts are headcounts") for note in dataset.sources[0].notes)


def test_what_the_workbook_says_of_formulas_is_not_said_twice() -> None:
    """The faulty sample's formula without a result is reported once, with its cell."""
    result = packaged("wres-return").read(read_source(sample_path("made-up-trust-wres-2025-faulty.xlsx")))
    codes = [problem.code for problem in result.problems]
    assert (1, 0) == (codes.count("never_calculated"), codes.count("formula_not_calculated"))


def test_what_the_workbook_says_stays_where_the_layout_says_nothing() -> None:
    """A CSV whose encoding was assumed is told in the result of the form."""
    data = form_of(LINES).replace(b"Shortlisted", b"Shortlisted\xa0")
    assert "encoding_assumed" in {problem.code for problem in read_file(data, "form.csv").problems}


def test_a_layout_is_read_from_disk(tmp_path: Path) -> None:
    """A path to a TOML file becomes a reader like any other."""
    path = tmp_path / "own.toml"
    path.write_text(
        'extends = "england-workforce"\nid = "own"\ntitle = "Our own"\ncount = ["Staff"]\n', encoding="utf-8"
    )
    reader = load_layout(path)
    assert isinstance(reader, LayoutReader)
    assert ("own", "Our own") == (reader.id, reader.title)


def test_a_layout_of_a_form_can_be_extended_too() -> None:
    """A trust that labels a row in its own way adds the label; everything else stays."""
    text = 'extends = "wres-return"\nid = "own"\n[lines.shortlisted]\nlabels = ["Made the short list"]\n'
    own = layout_reader(text, "own.toml")
    data = form_of(["Made the short list", "Shortlisted", "Appointed"])
    result = own.read(Source.from_bytes("form.csv", data))
    found = [(each.measure, each.where.cell) for each in result.value.observations if each.where.cell]
    assert [("shortlisted", "B3"), ("appointed", "B5")] == [pair for pair in found if pair[1].startswith("B")]
    assert ["B5"] != [problem.where.cell for problem in result.problems if problem.code == "unknown_row"]


def test_this_year_and_last_year_are_said_in_a_layout_of_three_lines() -> None:
    """The collection's own headings name no year; the trust says which is meant."""
    data = b",Last year,,,This year,,\n,White,BME,Unknown,White,BME,Unknown\nShortlisted,1,2,3,4,5,6\n"
    own = layout_reader('extends = "wres-return"\nid = "own"\nyears = { "Last year" = 2024, "This year" = 2025 }\n')
    found = own.read(Source.from_bytes("form.csv", data)).value.observations
    shortlisted = {
        each.where.cell: (each.period.end.year, each.value) for each in found if each.measure == "shortlisted"
    }
    assert ((2024, 1), (2025, 6)) == (shortlisted["B3"], shortlisted["G3"])
    assert "year_unknown" in {
        each.code for each in packaged("wres-return").read(Source.from_bytes("f.csv", data)).problems
    }


def test_a_label_that_ends_in_a_digit_is_no_label_with_a_footnote() -> None:
    """What a layout says word for word is found before a digit at its end is taken for a footnote."""
    lines = '[lines.shortlisted]\nlabels = ["Round2"]\n[lines.appointed]\nlabels = ["Round"]\n'
    text = f'extends = "wres-return"\nid = "own"\n{lines}'
    own = layout_reader(text, "own.toml")
    result = own.read(Source.from_bytes("form.csv", form_of(["Round2", "Round"])))
    found = {each.where.cell: each.measure for each in result.value.observations}
    assert ("shortlisted", "appointed") == (found["B3"], found["B4"])


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00kind"])
def test_a_layout_that_cannot_be_read_says_so(tmp_path: Path, content: bytes | None) -> None:
    """A file that is not there, or is no plain text, is a fault of the configuration, named without its folder."""
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"^The layout own\.toml cannot be read\.") as caught:
        load_layout(path)
    assert "TOML" in caught.value.hint


@pytest.mark.parametrize("text", ["", 'kind = "spreadsheet"', "kind = 3", 'extends = 3\nid = "own"'])
def test_a_layout_must_say_what_kind_it_is(text: str) -> None:
    """Without a kind, nobody knows which other keys it should have."""
    with pytest.raises(ConfigError, match="does not say what kind of layout it is") as caught:
        layout_reader(text, "own.toml")
    (problem,) = caught.value.problems
    assert ("kind", "one of 'workbook', 'records', 'table'") == (problem.where.field, problem.expected)


def test_a_layout_without_a_name_is_called_the_layout() -> None:
    """Text that came from no file is named in words."""
    with pytest.raises(ConfigError, match=r"^The layout does not say"):
        layout_reader("")


def test_a_layout_that_extends_nothing_we_know_lists_what_there_is() -> None:
    """A misspelt parent is answered with the names of the packaged ones."""
    with pytest.raises(CallerError, match="england-wrokforce") as caught:
        layout_reader('extends = "england-wrokforce"', "own.toml")
    assert "There are: bank-wres, " in caught.value.hint


def test_a_layout_may_extend_another_file_of_its_folder(tmp_path: Path) -> None:
    """A trust keeps one layout and states what differs in another; files elsewhere are not reached."""
    (tmp_path / "base.toml").write_text(
        'extends = "england-workforce"\nid = "base"\ncount = ["Staff"]\n', encoding="utf-8"
    )
    (tmp_path / "own.toml").write_text('extends = "base.toml"\nid = "own"\nignored = []\n', encoding="utf-8")
    layout = load_layout(tmp_path / "own.toml").layout
    assert ("own", ("Staff",), ()) == (layout.id, getattr(layout, "count", None), getattr(layout, "ignored", None))
    (tmp_path / "out.toml").write_text('extends = "../base.toml"\nid = "out"\n', encoding="utf-8")
    with pytest.raises(CallerError, match="not the name of a file"):
        load_layout(tmp_path / "out.toml")


def test_layouts_that_extend_each_other_are_a_fault(tmp_path: Path) -> None:
    """A circle ends, and is told."""
    (tmp_path / "a.toml").write_text('extends = "b.toml"\nid = "a"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('extends = "a.toml"\nid = "b"\n', encoding="utf-8")
    with pytest.raises(ConfigError):
        load_layout(tmp_path / "a.toml")


def test_toml_that_is_none_is_a_fault_of_the_configuration() -> None:
    """A quote that is never closed is reported with the file's name."""
    with pytest.raises(ConfigError, match=r"own\.toml"):
        layout_reader('kind = "records', "own.toml")


def test_every_fault_of_a_layout_comes_at_once_with_its_key() -> None:
    """Misspelt keys, wrong types and missing keys are told together, each with where it stands."""
    text = """
        kind = "records"
        id = "own"
        revision = 1
        titel = "Our table"
        source = "made up"
        measure = "headcount"
        count = 3
        [period]
        label = ["Date"]
        [dimensions.band]
        labels = ["Band"]
        total = ["All"]
    """
    found = faults(text)
    assert {"title", "titel", "count", "period.labels", "period.label", "dimensions.band.total"} <= set(found)
    assert "This key is not known here; is it misspelt? Did you mean 'totals'?" == found["dimensions.band.total"]

"""The Word report: accessible, whole, the same every time, and closed to drafts."""

from __future__ import annotations

import builtins
import io
import itertools
import re
import time
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from fairness_adapters.formats import charts
from fairness_adapters.formats.word_report import ARROW, NO_CHART, WordReport
from fairness_adapters.office.word import WordTable, column_widths, fits_upright
from fairness_core.disclosure import NONE, Report, protect, threshold
from fairness_core.errors import CallerError, MissingExtra
from fairness_core.problems import note
from fairness_core.report.draft import Column, Draft, Provenance, Section, Sentence, Table


@pytest.fixture(scope="module")
def written(report: Report) -> bytes:
    """The made-up report as a Word file."""
    return WordReport().write(report)


@pytest.fixture(scope="module")
def document(written: bytes) -> Document:
    """The written file, opened again."""
    return docx.Document(io.BytesIO(written))


def _parts(package: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def _tables(document: Document) -> Sequence[Any]:
    return list(document.element.body.iter(qn("w:tbl")))


def _rows(table: Any) -> list[list[str]]:
    return [[_text(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def _headings(document: Document) -> list[tuple[int, str]]:
    named = [(each.style.name or "", each.text) for each in document.paragraphs if each.style is not None]
    return [(int(style[-1]), text) for style, text in named if style.startswith("Heading ")]


def _words(document: Document) -> list[str]:
    return [each.text for each in document.paragraphs]


def test_headings_are_real_and_jump_no_level(document: Document, report: Report) -> None:
    """Each section is a real heading, in the order of the report, then the closing ones; no level is skipped."""
    found = _headings(document)
    wanted = [section.heading for section in report.sections]
    closing = ["Shorthand in tables", "What the report rests on", "Methods", "Findings about the data"]
    assert [*wanted, "About this report", *closing] == [text for _, text in found]
    levels = [level for level, _ in found]
    assert 1 == levels[0]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_report_begins_with_title_subtitle_and_summary(document: Document, report: Report) -> None:
    """A board member meets the title and the summary in plain words before any figure."""
    first = [(each.style.name if each.style else "", each.text) for each in document.paragraphs[:4]]
    assert [("Title", report.title), ("Subtitle", report.subtitle), ("Heading 1", "Summary")] == first[:3]
    assert first[3][1].startswith("White applicants were 1.6 times as likely as BME applicants")


def test_every_table_repeats_its_header_and_splits_no_row(document: Document) -> None:
    """One header row a table, repeated on each page; no row is split between pages."""
    for table in _tables(document):
        rows = list(table.iter(qn("w:tr")))
        repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert [True] + [False] * (len(rows) - 1) == repeated
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_no_cell_is_merged_or_empty(document: Document) -> None:
    """Each row has one cell a column, and each cell says something."""
    for table in _tables(document):
        columns = len(list(table.iter(qn("w:gridCol"))))
        for row in _rows(table):
            assert columns == len(row)
            assert all(text.strip() for text in row)
        assert not list(table.iter(qn("w:gridSpan"), qn("w:vMerge")))


def test_tables_say_what_the_report_says(document: Document) -> None:
    """Amounts are printed rounded with their unit, hidden ones as [c], missing ones as [x], blanks as [z]."""
    table = _tables(document)[0]
    assert [
        ["Year", "Shortlisted", "Appointed, per cent", "Relative likelihood", "Position", "Remark"],
        ["2021", "725", "1.2%", "1.22", "within the range", "[z]"],
        ["2022", "2,505", "17.3%", "infinity", "yes", "=SUM(A1)"],
        ["2023", "[c]", "[c]", "[c]", "[c]", "+44"],
        ["2024", "0", "0.0%", "[x]", "[x]", "@x"],
        ["2025", "31,234", "0.7%", "1.61", "no", "-5"],
    ] == _rows(table)


def test_numbers_stand_right_texts_left_and_the_first_column_names_the_row(document: Document) -> None:
    """Alignment follows the column; the first column and first row are marked as such."""
    table = _tables(document)[0]
    styles = [
        [p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) for p in row.iter(qn("w:p"))]
        for row in table.iter(qn("w:tr"))
    ]
    assert ["TableColumnHeading"] * 6 == styles[0]
    assert ["TableRowHeading", *["TableNumber"] * 3, *["TableText"] * 2] == styles[1]
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    assert ("1", "1") == (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn")))
    assert "right" == str(document.styles["Table Number"].paragraph_format.alignment).split(" ")[0].lower()


def test_every_table_has_a_caption_and_a_description(document: Document, report: Report) -> None:
    """The caption stands above as a paragraph of its own; title and description are in the table's properties."""
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    titles = [table.title for table in report.tables()]
    assert [f"Table {n}: {t}" for n, t in enumerate([*titles, "Findings about the data"], 1)] == [
        each for each in captions if each.startswith("Table")
    ]
    for table, title in zip(_tables(document), titles, strict=False):
        properties = table.find(qn("w:tblPr"))
        assert title == properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert properties.find(qn("w:tblDescription")).get(qn("w:val")).startswith(f"{title}. ")


def test_every_picture_says_in_words_what_it_shows(document: Document, report: Report) -> None:
    """The finding first, then what the chart holds; the title is in a caption; what cannot be drawn has no picture."""
    drawn = [each.figure for each in report.sections if each.figure and each.name != "nothing"]
    found = [(each.get("descr"), each.get("title")) for each in document.element.body.iter(qn("wp:docPr"))]
    said = [f"{each.title.text}. {each.alternative.text}" for each in drawn]
    assert [*zip(said, (each.title.text for each in drawn), strict=True)] == found
    assert "There is no chart here: none of its figures can be shown." in _words(document)


def test_what_a_chart_leaves_out_is_said_below_it(document: Document) -> None:
    """Hidden points and points without a number are named apart; an arrow is explained."""
    words = _words(document)
    assert "Not shown in the chart, to protect individuals: 2023." in words
    assert "Not in the chart, as there is no number to draw: 2024 (nobody was shortlisted)." in words
    assert ARROW in words


def test_notes_stand_below_their_table_and_give_the_reasons(document: Document) -> None:
    """A table's notes follow it, with the reason for each cell that holds no number, then the section's."""
    words = _words(document)
    place = words.index("Years end on 31 March.")
    assert [
        "[x] in '2024, Relative likelihood': nobody was shortlisted",
        "The interval is that of Miettinen and Nurminen.",
    ] == words[place + 1 : place + 3]


def test_the_end_says_what_was_hidden_and_what_the_report_rests_on(document: Document, report: Report) -> None:
    """Policy, shorthand, sources with the start of their hash, methods: each once, at the end."""
    words = _words(document)
    for line in (
        report.policy.describe,
        "[c]: hidden to protect individuals",
        "Source: return.xlsx, sha256 0123456789ab",
        "Standard: wres-2025, revision 1, sha256 fedcba987654",
        "Test: doubled mid-p.",
    ):
        assert 1 == words.count(line)
        assert words.index("About this report") < words.index(line)
    assert [
        ["Kind", "Where", "Finding"],
        [
            "warning",
            "return.xlsx, sheet 'WRES', cell F41",
            "A label stands in another row than the layout knows. Check the row.",
        ],
        ["note", "whole file", "A total is the sum of its parts."],
    ] == _rows(_tables(document)[-1])


def _written_words(draft: Draft) -> list[str]:
    return _words(docx.Document(io.BytesIO(WordReport().write(protect(draft, NONE)))))


A_PARAGRAPH = Section(name="a", heading="A", paragraphs=(Sentence(template="Words."),))
A_TABLE = Section(name="b", heading="", table=Table(name="t", title="T", columns=(Column(label="C"),), rows=(("x",),)))


def test_a_report_without_counts_says_nothing_of_hidden_numbers() -> None:
    """Where there was nothing to hide, no policy is named; what the report rests on is told all the same."""
    bare = Draft(kind="paper", title="Title", sections=(A_PARAGRAPH,), metrics={})
    assert ["Title", "A", "Words."] == _written_words(bare)
    resting = attrs.evolve(bare, provenance=Provenance(methods=("Counted by hand.",)))
    closing = ["About this report", "Methods", "Counted by hand."]
    assert ["Title", "A", "Words.", *closing] == _written_words(resting)


def test_a_letter_is_its_own_words_and_nothing_more() -> None:
    """Nothing about sources or findings is added, a part may have no heading, and no contents stand before it."""
    letter = Draft(
        kind="letter",
        form="letter",
        title="Title",
        sections=(attrs.evolve(A_PARAGRAPH, heading=""), *[A_PARAGRAPH] * 8),
        metrics={},
        provenance=Provenance(methods=("Counted by hand.",)),
        problems=(note("fyi", "Worth knowing."),),
    )
    assert ["Title", "Words.", *["A", "Words."] * 8] == _written_words(letter)


def test_the_part_for_the_author_is_a_page_of_its_own() -> None:
    """The letter begins on a new page, so that the first can be taken away; a report's section of that name does not."""
    own = attrs.evolve(A_PARAGRAPH, name="who", heading="B")
    letter = Draft(kind="letter", form="letter", title="Title", sections=(A_PARAGRAPH, own), metrics={})

    def breaks(draft: Draft) -> list[str]:
        document = docx.Document(io.BytesIO(WordReport().write(protect(draft, NONE))))
        return [each.text for each in document.paragraphs if each.paragraph_format.page_break_before]

    assert ["B"] == breaks(letter)
    assert [] == breaks(attrs.evolve(letter, form="report"))


def test_a_minus_stays_beside_its_number() -> None:
    """The sign is held; hyphens within words and days are as they were, and the text reads the same."""
    said = "From -4.0 to (-0.4) on 2026-01-05, by u-1: a well-known -x."
    draft = Draft(
        kind="x",
        title="T",
        sections=(Section(name="a", heading="A", paragraphs=(Sentence(template=said),)),),
        metrics={},
    )
    document = docx.Document(io.BytesIO(WordReport().write(protect(draft, NONE))))
    assert said == document.paragraphs[2].text
    assert 2 == sum(1 for _ in document.element.body.iter(qn("w:noBreakHyphen")))


def test_every_page_says_what_it_belongs_to(document: Document, report: Report) -> None:
    """Title and number of the page, and of how many."""
    footer = document.sections[0].footer.paragraphs[0]
    assert f"{report.title}. Page 1 of 1" == footer.text
    codes = [(each.text or "").strip() for each in footer._p.iter(qn("w:instrText"))]
    assert ["PAGE", "NUMPAGES"] == codes


def test_a_document_does_not_end_with_a_table() -> None:
    """Word needs a paragraph after the last table, so a document that ends with one says that it ends."""
    report = Draft(kind="x", title="Title", sections=(A_TABLE,), metrics={})
    assert ["Title", "Table 1: T", "End of the report."] == _written_words(report)
    letter = Draft(kind="letter", form="letter", title="Title", sections=(A_TABLE,), metrics={})
    assert ["Title", "Table 1: T", "This is the end."] == _written_words(letter)
    assert ["Title"] == _written_words(attrs.evolve(letter, sections=()))


def test_many_findings_are_told_by_kind(draft: Draft) -> None:
    """Beyond twenty findings each kind has one row with its count, so that the report stays short."""
    many = tuple(note("summed", f"Total {number} is a sum.") for number in range(21))
    written = WordReport().write(protect(attrs.evolve(draft, problems=many), threshold(9_000)))
    rows = _rows(_tables(docx.Document(io.BytesIO(written)))[-1])
    assert [
        ["Kind", "How many", "Where the first is", "The first finding"],
        ["note", "21", "whole file", "Total 0 is a sum."],
    ] == rows


def test_nobody_is_named_as_author(written: bytes) -> None:
    """No author, no program, no preview picture, no date but the fixed one."""
    parts = _parts(written)
    core = parts["docProps/core.xml"].decode()
    properties = docx.Document(io.BytesIO(written)).core_properties
    assert ("", "", "") == (properties.author, properties.last_modified_by, properties.comments)
    assert {"2000-01-01T00:00:00Z"} == set(re.findall(r">(\d{4}-[^<]+)<", core))
    assert "docProps/thumbnail.jpeg" not in parts
    assert b"python-docx" not in b"".join(parts.values())
    assert b"Microsoft" not in parts["docProps/app.xml"]


def test_title_and_language_are_set_everywhere(written: bytes, report: Report) -> None:
    """A screen reader is told the language, in the properties and in every style that names one."""
    document = docx.Document(io.BytesIO(written))
    assert report.title == document.core_properties.title
    assert "en-GB" == document.core_properties.language
    assert {"en-GB"} == set(re.findall(r'<w:lang w:val="([^"]*)"', _parts(written)["word/styles.xml"].decode()))


def test_no_hidden_figure_is_anywhere_in_the_file(written: bytes) -> None:
    """Neither the hidden count, nor one that would tell it, nor a figure made of them, is in any part."""
    for name, part in _parts(written).items():
        if not name.endswith(".png"):
            for digits in (b"8641", b"8,641", b"13597", b"13,597", b"63.55", b"63.6", b"8.75"):
                assert digits not in part, name


def test_the_same_report_gives_the_same_bytes(report: Report, written: bytes) -> None:
    """Nothing of the time or the run gets into the file."""
    assert written == WordReport().write(report)


def test_a_draft_is_refused(draft: Draft) -> None:
    """A program that runs unchecked is stopped too, with what to do."""
    with pytest.raises(CallerError, match=r"Draft.*protect\(draft, policy\)"):
        WordReport().write(draft)  # type: ignore[arg-type]


def test_text_that_no_file_can_hold_is_refused(draft: Draft) -> None:
    """A control character is an error with its place and not a broken file."""
    section = Section(name="a", heading="A", paragraphs=(Sentence(template="a\x0bb"),))
    with pytest.raises(CallerError, match=r"U\+000B"):
        WordReport().write(protect(attrs.evolve(draft, sections=(section,)), NONE))


def test_without_matplotlib_words_stand_in_place_of_charts(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report goes out all the same, and says what is missing, and what the chart would show."""
    monkeypatch.setattr(charts, "draw_png", lambda figure: None)
    document = docx.Document(io.BytesIO(WordReport().write(report)))
    words = _words(document)
    assert not list(document.element.body.iter(qn("wp:docPr")))
    assert 4 == sum(text.startswith(NO_CHART) for text in words)
    start = f"{NO_CHART}; the table below holds its figures. Chart of the relative likelihood"
    assert any(text.startswith(start) for text in words)
    assert any(text.startswith(f"{NO_CHART}. Three ratios") for text in words)


def test_without_python_docx_the_message_says_what_to_install(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that installs the extra is in the message."""
    original = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return original(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"fairness-core\[office\]"):
        WordReport().write(report)


def test_a_long_report_has_contents_that_are_filled_already(draft: Draft) -> None:
    """Beyond about six pages a contents field holds a link to every heading, and each link has its target."""
    said = tuple(
        Sentence(template="Some twenty words or so, which take up a line and a half of the page.") for _ in range(24)
    )
    sections = tuple(Section(name=f"s{n}", heading=f"Part {n}", level=1 + n % 2, paragraphs=said) for n in range(10))
    document = docx.Document(io.BytesIO(WordReport().write(protect(attrs.evolve(draft, sections=sections), NONE))))
    body = document.element.body
    links = [(each.get(qn("w:anchor")), _text(each)) for each in body.iter(qn("w:hyperlink"))]
    marks = {each.get(qn("w:name")): _text(each.getparent()) for each in body.iter(qn("w:bookmarkStart"))}
    assert [text for _, text in _headings(document)] == [text for _, text in links]
    assert dict(links) == marks
    kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    assert any("TOC" in (each.text or "") for each in body.iter(qn("w:instrText")))


def test_a_short_report_has_no_contents(document: Document) -> None:
    """A few pages need no table of contents."""
    assert not list(document.element.body.iter(qn("w:hyperlink")))


def test_a_table_too_wide_for_the_page_turns_it(draft: Draft) -> None:
    """A section with a wide table is on a page of its own that lies across; the next one is upright again."""
    labels = [f"Considerably long {'x' * 14} {number}" for number in range(9)]
    table = Table(
        name="wide",
        title="Wide",
        columns=tuple(Column(label=each) for each in labels),
        rows=(tuple("1" for _ in labels),),
    )
    sections = (
        Section(name="a", heading="A", paragraphs=(Sentence(template="Before."),)),
        Section(name="b", heading="B", table=table),
        Section(name="c", heading="C"),
    )
    written = WordReport().write(protect(attrs.evolve(draft, sections=sections), NONE))
    pages = docx.Document(io.BytesIO(written)).sections
    across = [(page.page_width or 0) > (page.page_height or 0) for page in pages]
    assert [False, True, False] == across


def test_a_table_is_as_wide_as_the_page_and_words_fit() -> None:
    """Widths add up to the page; a long text takes room from short numbers, never below a word's width."""
    content = WordTable(
        title="T",
        description="D",
        headers=("Group", "Unknown", "Remark"),
        numeric=(False, True, False),
        rows=(("White", "1", "A remark of several words that needs far more room than a number does"),),
    )
    widths = column_widths(content, 9638)
    assert 9638 == sum(widths)
    assert widths[2] > 2 * widths[1]
    assert widths[1] >= 1000
    assert fits_upright(content)


def test_a_table_of_5000_rows_is_written_in_seconds(long_report: Report) -> None:
    """Long tables are built in one go: 5,000 rows take about a second, and cell by cell it would be minutes."""
    start = time.perf_counter()
    written = WordReport().write(long_report)
    assert time.perf_counter() - start < 15
    assert 5_001 == _parts(written)["word/document.xml"].count(b"<w:tr>") - 3

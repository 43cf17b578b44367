"""A register of lessons: found by its headings, every problem at its cell, and nothing lost in writing and reading."""

from __future__ import annotations

import csv
import io
from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.lessons.made_lessons import DAY, LEAD, action, lesson, many

from fairness_adapters.formats.lessons_register import Register, read_codes, read_register
from fairness_adapters.formats.lessons_register_out import write_register
from fairness_adapters.source import Source
from fairness_adapters.workbooks import open_workbook
from fairness_core.errors import CallerError, InvalidData
from fairness_core.lessons.lesson import Coding, Lesson
from fairness_core.lessons.taxonomy import taxonomy

HEAD = "Lesson ID,Text,Date,Case,Codes"


def table(*rows: list[str], head: str = HEAD) -> Source:
    """Return a register as delimited text."""
    out = io.StringIO()
    csv.writer(out).writerows([head.split(","), *rows])
    return Source.from_bytes("register.csv", out.getvalue().encode())


def read(*rows: list[str], head: str = HEAD) -> Register:
    """Read a register given by its rows."""
    return read_register(table(*rows, head=head), taxonomy())


def told(found: Register) -> list[tuple[str, str]]:
    """Return the problems, each with its cell."""
    return [(each.code, each.where.cell) for each in found.problems if each.code != "day_as_text"]


def again(lessons: list[Lesson]) -> Register:
    """Write a register and read it."""
    return read_register(Source.from_bytes("register.xlsx", write_register(lessons)), taxonomy())


def test_a_plain_register() -> None:
    """Headings are known by several names, days may be text, and codes have ; or , between them."""
    found = read(["l1", "Letters came late.", "01/08/2025", "Case 12", "CF-COM; PS-UPD"], ["", "", "", "", ""])
    [one] = found.lessons
    assert ("l1", DAY, "Case12", ("CF-COM", "PS-UPD")) == (one.id, one.recorded, one.case, one.codes)
    assert [] == told(found)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Sam", "Letters.", "2025-08-01", "", ""], ("lesson_id", "A2")),
        (["l1", "", "2025-08-01", "", ""], ("no_text", "B2")),
        (["l1", "Letters.", "soon", "", ""], ("no_day", "C2")),
        (["l1", "Letters.", "", "", ""], ("no_day", "C2")),
        (["l1", "Letters.", "2025-08-01", "Sam", ""], ("case_reference", "D2")),
        (["l1", "Letters.", "2025-08-01", "", "CF-XXX"], ("unknown_code", "E2")),
        (["l1", "Dr Example rang.", "2025-08-01", "", ""], ("looks_identifying", "B2")),
    ],
)
def test_problems_stand_at_their_cell(row: list[str], expected: tuple[str, str]) -> None:
    """Each is told where it is."""
    assert [expected] == told(read(row))


def test_no_problem_quotes_a_text() -> None:
    """What looks like a name, and a code that is no code, are told and not repeated."""
    found = read(["l1", "Dr Example rang.", "2025-08-01", "", "Sam was late"])
    assert not any("Example" in str(each) or "Sam" in str(each) for each in found.problems)
    assert ["CF-XXX"] == [each.found for each in read(["l1", "x", "2025-08-01", "", "CF-XXX"]).problems if each.found]


def test_ids() -> None:
    """An id given twice is an error; a row without one is known by its place."""
    twice = ["l1", "Letters.", "2025-08-01", "", ""]
    found = read(twice, twice, ["", "Letters.", "2025-08-01", "", ""])
    assert [("lesson_id", "A3")] == told(found)
    assert ["l1", "row4"] == [each.id for each in found.lessons]


def test_words_that_are_not_known() -> None:
    """Kind and level are one of a few words."""
    head = "Text,Date,Kind,Level"
    assert [("unknown_kind", "C2"), ("unknown_level", "D2")] == told(read(["x", "2025-08-01", "a", "b"], head=head))
    [one] = read(["x", "2025-08-01", "Went well", "Individual"], head=head).lessons
    assert ("strength", "person") == (one.kind, one.level)


def test_decisions() -> None:
    """A rejection has its reason, or is not decided; a code in two columns is told; who decided is a reference."""
    head = "Text,Date,Codes,Suggested,Rejected,Reason,Confirmed by"
    row = ["x", "2025-08-01", "CF-COM", "CF-ENV", "CF-COM, CF-TSK", "No.", "learning lead u7"]
    found = read(row, head=head)
    [one] = found.lessons
    assert [("code_twice", "E2")] == told(found)
    assert [("CF-COM", "confirmed", LEAD), ("CF-ENV", "suggested", None), ("CF-TSK", "rejected", LEAD)] == [
        (each.code, each.state, each.by) for each in one.codings
    ]
    bare = read([*row[:5], "", "Sam Example"], head=head)
    assert [("decided_by", "G2"), ("code_twice", "E2"), ("no_reason", "E2")] == told(bare)
    assert ["confirmed", "suggested", "suggested"] == [each.state for each in bare.lessons[0].codings]


def test_actions() -> None:
    """One a line, each with its owner and days; one owner may stand for all."""
    head = "Text,Date,Action,Owner,Due,Done"
    found = read(["x", "2025-08-01", "One.\nTwo.", "a lead", "2025-09-01\n2025-10-01", "2025-08-30\nno"], head=head)
    assert [("One.", date(2025, 9, 1), date(2025, 8, 30)), ("Two.", date(2025, 10, 1), None)] == [
        (each.what, each.due, each.done) for each in found.lessons[0].actions
    ]
    bad = read(["x", "2025-08-01", "One.\nTwo.", "a lead", "2025-09-01\nsoon", "later\nno"], head=head)
    assert [("done_unclear", "F2"), ("action_incomplete", "C2")] == told(bad)


def test_headings() -> None:
    """Titles above the headings are passed over, an unknown column is told, and without headings it is no register."""
    found = read(["x", "2025-08-01", "?"], head="Text,Date,Mood")
    assert [("column_not_read", "C1")] == told(found)
    with pytest.raises(InvalidData, match="not a register"):
        read(["x", "y"], head="One,Two")


def test_a_person_decides_by_moving_a_code() -> None:
    """Where a code comes from is kept, whichever column it was moved to."""
    coding = Coding(code="CF-COM", made_by="lexicon lessons, revision 1", rule="letters", span=(0, 7))
    [one] = again([lesson(1, codings=(coding,))]).lessons
    assert (coding,) == one.codings
    moved = one.rejected("CF-COM", LEAD, DAY, "It is about the post.")
    assert (moved,) == again([moved]).lessons


def test_nothing_becomes_a_formula() -> None:
    """A text that begins like one stays text."""
    text = '=HYPERLINK("x")'
    [one] = again([lesson(1, text=text)]).lessons
    assert text == one.text
    book = open_workbook(Source.from_bytes("r.xlsx", write_register([lesson(1, text=text)])))
    assert text in [value for _, cells in book.grids[0].rows() for _, value in cells]


def test_a_text_that_no_cell_can_hold() -> None:
    """It is refused with its place."""
    with pytest.raises(CallerError):
        write_register([lesson(1, text="a\x00b")])


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
_CODES = st.sampled_from(["confirmed", "suggested", "rejected"])


@st.composite
def registers(draw: st.DrawFn) -> list[Lesson]:
    """Draw lessons as a register holds them: confirmed codes first, then suggested, then rejected ones."""
    found = many(draw(st.integers(0, 8)), draw(st.integers(0, 999)))
    order = ["confirmed", "suggested", "rejected"]
    return [
        attrs.evolve(
            each,
            text=" ".join(draw(st.lists(_WORDS, min_size=1, max_size=4))),
            codings=tuple(sorted(each.codings, key=lambda coding: order.index(coding.state))),
            actions=(*each.actions, action("estates lead")),
            allegations=draw(st.sampled_from([(), ("racism",), ("conduct", "health")])),
        )
        for each in found
    ]


@given(registers())
@settings(max_examples=25, deadline=None)
def test_reading_what_was_written(found: list[Lesson]) -> None:
    """Whatever the lessons, they come back as they were."""
    plain = [
        attrs.evolve(
            each,
            codings=tuple(
                coding if coding.state == "rejected" else attrs.evolve(coding, reason="") for coding in each.codings
            ),
        )
        for each in found
    ]
    assert tuple(plain) == again(plain).lessons


def test_codes_of_a_coder() -> None:
    """Ids and confirmed codes are enough; a row without an id, or with one given twice, is an error."""
    assert {"l1": ("CF-COM",), "l2": ()} == read_codes(table(["l1", "CF-COM"], ["l2", ""], head="id,codes"))
    with pytest.raises(InvalidData) as raised:
        read_codes(table(["l1", "CF-COM"], ["l1", ""], ["", "CF-COM"], head="id,codes"))
    assert ["A3", "A4"] == [each.where.cell for each in raised.value.problems]

"""A triage record to a Word form and back: equal to the letter, or refused with what is wrong."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.adapters.office.made_word import read
from tests.core.risk.made_records import COMPLETE, EMPTY, records

from fairness_adapters.formats.record_form import (
    PROMPT,
    is_record_form,
    read_record_form,
    write_record_form,
)
from fairness_adapters.office.form_blocks import read_form_blocks
from fairness_adapters.office.form_values import WordForm
from fairness_adapters.source import Source
from fairness_core.errors import CallerError, InvalidData
from fairness_core.risk.record import Override, SecondRating
from fairness_core.risk.triage import Note, SystemFactors, TriageRecord

SPECIAL = (
    "\"Double\" and 'single' \u2018curly\u2019 \u201cquotes\u201d",
    "Fish & chips <b>bold</b> ]]> &amp; &#9;",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301",
    "\u05e9\u05dc\u05d5\u05dd \u202b\u0645\u0631\u062d\u0628\u0627\u202c \u200f abc",
    "x" * 30_000,
    "\n first\n\n second\tafter a tab \n",
    " ",
    "\t",
    "=1+1",
    "\u2611 yes \u25a1 no \u2612 \u2610",
    "Yes/No",
    "{{ 7 * 7 }} ${x} %s",
)
# What no Office file can hold is refused in writing, see below.
WRITABLE = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n\t", exclude_characters="\ufffe\uffff"
    ),
    max_size=40,
).filter(lambda text: text != PROMPT)


def form_of(record: TriageRecord) -> WordForm:
    """Write a record as a form, and read the document."""
    return read_form_blocks(Source.from_bytes("record.docx", write_record_form(record)))


def _with(text: str) -> TriageRecord:
    notes = (Note(text=text), Note(text=f"{text}{text}", confidentiality="restricted"))
    return attrs.evolve(COMPLETE, summary=Note(text=text), documents=notes, rationale=Note(text=f"a{text}b"))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(records(WRITABLE))
@example(EMPTY)
@example(COMPLETE)
def test_a_record_comes_back_as_it_went(record: TriageRecord) -> None:
    """Whatever it holds: nothing is lost, added, trimmed or changed, and there is nothing to remark on."""
    form = form_of(record)
    assert record == read_record_form(form)
    assert () == form.problems


@pytest.mark.parametrize("text", SPECIAL)
def test_special_text_comes_back_to_the_letter(text: str) -> None:
    """Quotes, ampersands, emoji, right-to-left, 30,000 characters, line breaks, blanks, boxes, formulas."""
    assert _with(text) == read_record_form(form_of(_with(text)))


def test_every_part_of_a_rating_comes_back() -> None:
    """A second rater and an override, with their numbers and truth values."""
    rating = COMPLETE.rating
    assert rating is not None
    assert COMPLETE.reviewer is not None
    second = attrs.evolve(COMPLETE.reviewer, id="u202")
    changed = attrs.evolve(
        rating,
        second_rater=SecondRating(rater=second, on=rating.on, rated=rating.rated, rationale="So do I."),
        override=Override(
            to_band="red",
            to_label="Red",
            to_colour_name="red",
            to_level=3,
            to_second_rater=True,
            reason="New facts.",
            by=COMPLETE.reviewer,
            agreed_by=second,
        ),
    )
    record = attrs.evolve(COMPLETE, rating=changed)
    assert record == read_record_form(form_of(record))


def test_the_same_record_gives_the_same_bytes() -> None:
    """So that two copies can be compared."""
    assert write_record_form(COMPLETE) == write_record_form(COMPLETE)


@pytest.mark.parametrize("text", ["\x00", "a\x0bb", "\r", "\ud800", "\ufffe"])
def test_what_word_cannot_hold_is_refused_with_its_field(text: str) -> None:
    """Nothing is changed in silence, and the text is not quoted."""
    with pytest.raises(CallerError) as caught:
        write_record_form(_with(text))
    assert "summary.text" in str(caught.value)


def test_a_key_too_long_for_a_tag_is_refused() -> None:
    """Word would cut it."""
    factors = SystemFactors(asked="yes", prompts={"x" * 60: Note(text="y")})
    with pytest.raises(CallerError, match="cannot stand in a Word form"):
        write_record_form(attrs.evolve(COMPLETE, system_factors=factors))


def test_odd_keys_come_back() -> None:
    """Dots, brackets, dashes: a key of the trust's own is quoted in the tag."""
    factors = SystemFactors(asked="yes", prompts={"a.[1]": Note(text="x"), "\u2013%": Note(text="y")})
    record = attrs.evolve(COMPLETE, system_factors=factors)
    assert record == read_record_form(form_of(record))


def test_a_changed_form_is_refused_with_every_fault() -> None:
    """Fields that stand twice, that are gone, or that became another kind; each with its place, none quoted."""
    form = form_of(COMPLETE)
    tagged = [block for block in form.blocks if block.controls]
    gone = attrs.evolve(form, blocks=tuple(block for block in form.blocks if block is not tagged[3]))
    twice = attrs.evolve(form, blocks=(*form.blocks, tagged[2]))
    level = next(block for block in tagged if block.controls[0].name.endswith("rated.level"))
    other = attrs.evolve(level, controls=(attrs.evolve(level.controls[0], raw="secret"),))
    changed = attrs.evolve(form, blocks=tuple(other if block is level else block for block in form.blocks))
    for broken, code in ((gone, "fields_missing"), (twice, "field_twice"), (changed, "not_a_value")):
        with pytest.raises(InvalidData) as caught:
            read_record_form(broken)
        assert [code] == [problem.code for problem in caught.value.problems]
        assert "secret" not in str(caught.value)


def test_titles_do_where_tags_are_dropped() -> None:
    """LibreOffice 7.4 drops tags and keeps titles; it also drops the mark of a prompt and leaves its words."""
    form = form_of(COMPLETE)

    def without_tags(block_form: WordForm) -> WordForm:
        blocks = tuple(
            attrs.evolve(
                block,
                controls=tuple(attrs.evolve(each, name="", raw=each.raw or PROMPT) for each in block.controls),
            )
            for block in block_form.blocks
        )
        return attrs.evolve(block_form, blocks=blocks)

    assert is_record_form(without_tags(form))
    assert COMPLETE == read_record_form(without_tags(form))


def test_other_documents_are_no_records() -> None:
    """A form without our controls is not taken for one."""
    assert not is_record_form(read("<w:p/>"))
    assert is_record_form(form_of(EMPTY))

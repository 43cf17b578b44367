"""Laws of letters: what is given stands in them, what is missing is a gap, what is quoted is left alone, all warnings are true."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.core.report.made_letters import FACTS, KINDS, TUESDAY, made_letter

from fairness_core.problems import Severity
from fairness_core.report.letter_checks import check_letter, letter_rules
from fairness_core.report.letters import Letter, Passage, SentLetter, draft_letter, letters, override, write_letter
from fairness_core.staff import StaffRef

PHRASES = tuple(phrase for each in letter_rules().words.values() for phrase in each.phrases)
TOKEN = "zq9x"
"""Stands in what an author writes, so that it would be seen where it should not be."""
kinds = st.sampled_from(KINDS)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(2025, 12, 20), date(2027, 1, 20))
own_words = st.lists(st.one_of(st.sampled_from(PHRASES), st.just(TOKEN), st.text(max_size=12)), max_size=6).map(
    " ".join
)


@st.composite
def authored(draw: st.DrawFn) -> Letter:
    """Draw a letter of any kind, with some facts missing and some parts written anew."""
    letter = made_letter(draw(kinds), without=tuple(draw(st.sets(st.sampled_from(list(FACTS)), max_size=4))))
    answers = dict(letter.answers)
    for code in draw(st.sets(st.sampled_from(list(answers)), max_size=3)):
        answers[code] = tuple(draw(st.lists(st.builds(Passage, text=own_words, quoted=st.booleans()), max_size=3)))
    return attrs.evolve(letter, answers=answers, hard=draw(st.booleans()))


def words(letter: Letter) -> str:
    """Return everything that a letter says."""
    return "\n".join(each.text for _, each in letter.passages())


@given(kinds, st.sets(st.sampled_from(list(FACTS))))
def test_what_is_given_stands_there_and_what_is_missing_is_a_gap(kind: str, missing: set[str]) -> None:
    """Exactly the facts that the kind has a place for and that are not given are gaps; none is made up."""
    letter = made_letter(kind, without=tuple(missing))
    nothing = write_letter(kind, {})
    named = {code for code, fact in letters().facts.items() if fact.gap in nothing.gaps}
    assert {letters().facts[code].gap for code in missing & named} == set(letter.gaps)
    for code in named - missing:
        value = FACTS[code]
        assert (value if isinstance(value, str) else f"{value:%A} {value.day} {value:%B %Y}") in words(letter)


@given(authored(), st.text(max_size=40) | st.sampled_from(PHRASES))
def test_what_is_quoted_changes_no_warning_about_words(letter: Letter, quote: str) -> None:
    """Whatever an allegation says, the author is warned of nothing more."""
    more = (*letter.answers.get("what", ()), Passage(text=f"x {quote}", quoted=True))
    with_quote = attrs.evolve(letter, answers={**letter.answers, "what": more})
    before = [each for each in check_letter(letter, TUESDAY) if each.code != "missing_answer"]
    after = [each for each in check_letter(with_quote, TUESDAY) if each.code != "missing_answer"]
    assert before == after


@given(authored(), moments, st.sets(days, max_size=5))
def test_no_warning_repeats_what_the_author_wrote(letter: Letter, at: datetime, leave: set[date]) -> None:
    """Neither a word of theirs nor a name; every one is a warning that says what to do."""
    for each in check_letter(letter, at, leave=leave):
        assert Severity.WARNING is each.severity
        assert each.hint
        assert TOKEN not in str(each)
        assert all(str(FACTS[code]) not in str(each) for code in ("name", "contact", "writer"))


@given(authored(), moments)
def test_a_check_is_the_same_every_time_and_changes_nothing(letter: Letter, at: datetime) -> None:
    """The same letter at the same moment is warned of the same things."""
    before = tuple(letter.passages())
    assert check_letter(letter, at) == check_letter(letter, at)
    assert before == tuple(letter.passages())


@given(moments, st.sets(days, max_size=8))
def test_only_hard_news_is_told_to_wait(at: datetime, leave: set[date]) -> None:
    """Kind words may come at any time."""
    codes = {each.code for each in check_letter(made_letter("thanks"), at, leave=leave)}
    assert set() == codes


@given(kinds, moments, st.lists(st.integers(0, 200), max_size=8))
def test_one_more_letter_is_never_fewer_warnings(kind: str, at: datetime, hours: list[int]) -> None:
    """The more somebody has had, the sooner the author is warned."""
    earlier = [SentLetter(id=f"l{n}", kind="update", to=made_letter(kind).to, at=at - timedelta(hours=h))
               for n, h in enumerate(hours)]  # fmt: skip
    without, with_all = (
        "too_many_letters" in {each.code for each in check_letter(made_letter(kind), at, earlier=some)}
        for some in (earlier[:-1], earlier)
    )
    assert without <= with_all


@given(authored(), st.text(min_size=1, max_size=20).filter(str.strip))
def test_an_override_changes_no_word_of_a_letter(letter: Letter, reason: str) -> None:
    """What is sent is what was written; the warnings stay beside it, whole."""
    warned = check_letter(letter, TUESDAY)
    sent = override(letter, warned, reason=reason, by=StaffRef(role="case manager", id="u1"), at=TUESDAY)
    assert tuple(letter.passages()) == tuple(sent.passages())
    assert warned == sent.overrides[-1].warnings
    assert warned == check_letter(sent, TUESDAY)


@given(authored())
def test_a_draft_says_every_word_of_the_letter_and_marks_itself(letter: Letter) -> None:
    """Nothing of the letter is lost on the way to paper, and the author's part stands first."""
    draft = draft_letter(letter, check_letter(letter, TUESDAY))
    said = "\n".join(each.text for section in draft.sections for each in section.paragraphs)
    for _, each in letter.passages():
        assert each.text in said
    assert ("author", "letter") == (draft.sections[0].name, draft.form)

"""The ratings of a concern: added to, never edited, never re-banded."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from tests.core.risk.made_matrices import DAY, IN_PLACE, PLANNED, SMALL, WORDS, rated, rating
from tests.core.risk.test_mapping import SAME, TO_WORDS

from fairness_core.errors import CallerError
from fairness_core.problems import Severity
from fairness_core.risk.history import RatingHistory, SchemeChange
from fairness_core.risk.mapping import map_rating
from fairness_core.risk.rating import Rated, scheme_of
from fairness_core.risk.record import Rating

HIGH, MIDDLE, LOW = rated("3", "3"), rated("2", "2"), rated("1", "1")
INITIAL = rating(result=HIGH, second=HIGH)
CURRENT = rating("current", MIDDLE, on=DAY + timedelta(30), controls=(IN_PLACE,))
TARGET = rating("target", LOW, on=DAY + timedelta(30), controls=(PLANNED,))
FULL = RatingHistory(entries=(INITIAL, CURRENT, TARGET))
LATER = DAY + timedelta(60)
REASON = "The trust adopted another matrix."
GREEN = rated("1", "1", matrix=WORDS)


def codes(*entries: Rating) -> list[str]:
    """Return the code of everything that somebody should look at."""
    return [found.code for found in RatingHistory(entries=entries).concerns()]


def test_adding_leaves_the_earlier_history_as_it_was() -> None:
    """A history is a value: one more rating is another history."""
    before = RatingHistory(entries=(INITIAL,))
    after = before.add(CURRENT).add(TARGET)
    assert (RatingHistory(entries=(INITIAL,)), FULL) == (before, after)
    assert (INITIAL, CURRENT, TARGET) == (after.initial, after.current, after.target)


def test_the_current_rating_is_the_latest_of_its_stage() -> None:
    """A second current rating is the current one, and the first stays in the history."""
    again = rating("current", LOW, on=LATER)
    assert again == FULL.add(again).current
    assert (*FULL.entries, again) == FULL.add(again).entries
    assert (None, None, None) == ((empty := RatingHistory()).initial, empty.current, empty.target)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ((CURRENT,), "begins with the initial rating"),
        ((INITIAL, rating(on=LATER)), "There is an initial rating.*as a current rating"),
        ((INITIAL, rating("current", on=DAY - timedelta(1))), "lies before that of the step before.*recorded"),
        ((INITIAL, rating("current", GREEN)), r"scheme in use is small revision 2\. Record the change of scheme first"),
    ],
)
def test_a_history_out_of_order_is_refused(entries: tuple[Rating, ...], message: str) -> None:
    """Stages, dates and schemes follow each other, however the history is made."""
    with pytest.raises(CallerError, match=message):
        RatingHistory(entries=entries)


def test_two_ratings_of_one_day_are_in_order() -> None:
    """A day does not say which of two ratings came first; the order of recording does."""
    assert INITIAL.on == RatingHistory(entries=(INITIAL,)).add(rating("target", LOW)).entries[1].on


def test_what_is_owed_names_the_stages_not_rated_and_what_the_latest_owe() -> None:
    """An empty history owes three ratings; a full one owes what its latest ratings owe."""
    assert tuple(f"The {stage} rating is owed." for stage in ("initial", "current", "target")) == RatingHistory().owed()
    assert () == FULL.owed()
    assert (
        "The current rating is owed.",
        "The target rating is owed.",
        "The initial rating: A second person must rate the concern, alone: the band high risk asks for it.",
    ) == RatingHistory(entries=(rating(result=HIGH),)).owed()


# --- controls ---------------------------------------------------------------------------------------------------------


def test_a_lower_current_rating_without_a_control_in_place_is_flagged() -> None:
    """A planned control does not count yet; one in place does; a rating that is not lower needs none."""
    flagged = ["lower_current_without_control"]
    assert flagged == codes(INITIAL, attrs.evolve(CURRENT, controls=()))
    assert flagged == codes(INITIAL, attrs.evolve(CURRENT, controls=(PLANNED,)))
    assert [] == codes(INITIAL, CURRENT)
    assert [] == codes(rating(result=LOW), rating("current", HIGH))
    assert [] == codes(rating(result=LOW), rating("current", LOW))
    assert flagged == codes(rating(result=HIGH), rating("current", rated("2", "3")))


def test_the_flag_says_what_was_found_and_what_to_do() -> None:
    """It is a warning: what became known may have changed the view of the concern."""
    (found,) = RatingHistory(entries=(INITIAL, attrs.evolve(CURRENT, controls=(PLANNED,)))).concerns()
    assert Severity.WARNING is found.severity
    assert "The current rating is lower than the initial one, and no control is in place." == found.message
    assert ("middle risk, score 4", "high risk, score 9, or a control that makes it lower") == (
        found.found,
        found.expected,
    )


def test_a_target_may_rest_on_planned_controls_but_not_on_none() -> None:
    """A target is compared with the current rating, or with the initial one where there is no current."""
    flagged = ["lower_target_without_control"]
    assert [] == codes(INITIAL, CURRENT, TARGET)
    assert flagged == codes(INITIAL, CURRENT, attrs.evolve(TARGET, controls=()))
    assert flagged == codes(INITIAL, attrs.evolve(TARGET, controls=()))
    assert [] == codes(INITIAL, TARGET)
    assert [] == codes(INITIAL, CURRENT, rating("target", MIDDLE, on=LATER))


# --- a change of scheme -----------------------------------------------------------------------------------------------


def changed(history: RatingHistory = FULL) -> RatingHistory:
    """Change the history to the scheme of words, with a mapping."""
    return history.with_scheme_change(WORDS, on=LATER, reason=REASON, mapping=TO_WORDS)


def test_a_change_of_scheme_rewrites_nothing_and_shows_a_mapped_view() -> None:
    """Every rating keeps its matrix, score and band; the change holds each as the other scheme would call it."""
    after = changed()
    assert FULL.entries == after.entries
    assert (
        SchemeChange(
            on=LATER,
            reason=REASON,
            from_scheme=scheme_of(SMALL),
            to_scheme=scheme_of(WORDS),
            after=3,
            mapped=tuple(map_rating(each.rated, TO_WORDS) for each in FULL.entries),
        ),
    ) == after.changes
    assert (scheme_of(SMALL), scheme_of(WORDS)) == (FULL.scheme, after.scheme)
    assert all(view.lossy for view in after.changes[0].mapped)


def test_a_change_of_scheme_may_have_no_mapping() -> None:
    """Where two schemes cannot be mapped, the change is noted and nothing else."""
    assert () == FULL.with_scheme_change(WORDS, on=LATER, reason=REASON).changes[0].mapped


def test_ratings_after_a_change_are_of_the_new_scheme() -> None:
    """The new scheme is used from the change on; the old one is refused until another change."""
    after = changed().add(rating("current", GREEN, on=LATER))
    assert [HIGH, MIDDLE, LOW, GREEN] == [each.rated for each in after.entries]
    assert [type(step).__name__ for step in after.timeline] == ["Rating", "Rating", "Rating", "SchemeChange", "Rating"]
    with pytest.raises(CallerError, match="scheme in use is words revision 1"):
        after.add(rating("current", LOW, on=LATER))
    back = after.with_scheme_change(SMALL, on=LATER, reason="Back again.").add(rating("current", LOW, on=LATER))
    assert (LOW, scheme_of(SMALL)) == (back.current.rated if back.current else None, back.scheme)


def test_only_ratings_of_the_scheme_that_is_left_are_mapped() -> None:
    """A second change has views of what was rated since, and of nothing that was mapped before."""
    since = changed().add(rating("current", GREEN, on=LATER))
    back = since.with_scheme_change(SMALL, on=LATER, reason=REASON)
    again = back.with_scheme_change(WORDS, on=LATER, reason=REASON, mapping=TO_WORDS)
    assert [HIGH, MIDDLE, LOW] == [view.rated for view in again.changes[-1].mapped]


def test_ratings_of_two_schemes_are_not_compared() -> None:
    """Scores of two schemes are not comparable, and a note says so."""
    found = changed().add(rating("current", GREEN, on=LATER)).concerns()
    assert ["schemes_differ", "schemes_differ"] == [each.code for each in found]
    assert Severity.NOTE is found[0].severity
    assert found[0].message.startswith("The current rating (words revision 1) and the initial one (small revision 2)")


def test_a_change_that_does_not_fit_is_refused() -> None:
    """There must be a rating, the mapping must be between the two schemes, dates go on, a reason is given."""
    with pytest.raises(CallerError, match="no rating whose scheme could change"):
        changed(RatingHistory())
    with pytest.raises(CallerError, match="does not go from small revision 2 to words revision 1"):
        FULL.with_scheme_change(WORDS, on=LATER, reason=REASON, mapping=SAME)
    with pytest.raises(CallerError, match="lies before"):
        FULL.with_scheme_change(WORDS, on=DAY, reason=REASON)
    with pytest.raises(CallerError, match="needs its reason"):
        FULL.with_scheme_change(WORDS, on=LATER, reason="")
    with pytest.raises(CallerError, match="Nothing has been rated yet"):
        _ = RatingHistory().scheme
    change = changed().changes[0]
    for after in (0, 4):
        with pytest.raises(CallerError, match="changes after a rating"):
            RatingHistory(entries=FULL.entries, changes=(attrs.evolve(change, after=after),))


def test_a_change_from_a_scheme_that_was_not_in_use_is_refused() -> None:
    """The chain of schemes has no gap."""
    stray = attrs.evolve(changed().changes[0], from_scheme=scheme_of(WORDS))
    with pytest.raises(CallerError, match="scheme in use is small revision 2"):
        RatingHistory(entries=FULL.entries, changes=(stray,))


def test_a_rating_keeps_its_band_when_its_matrix_is_revised() -> None:
    """A new revision of the same matrix is another scheme: what was rated says its own revision."""
    revised = attrs.evolve(SMALL, revision=3, sha256="5a12")
    after = FULL.with_scheme_change(revised, on=LATER, reason="Bands were moved.")
    kept: list[Rated] = [each.rated for each in after.entries]
    assert ([HIGH, MIDDLE, LOW], {2}) == (kept, {each.matrix_revision for each in kept})
    assert date(2026, 3, 31) == after.entries[0].on

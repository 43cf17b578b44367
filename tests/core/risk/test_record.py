"""A rating as it is kept: who, when, why, which controls count, what is owed, and an override beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.core.risk.made_matrices import (
    DAY,
    FIVES,
    IN_PLACE,
    LEAD,
    MANAGER,
    NURSE,
    PLANNED,
    SMALL,
    WORDS,
    rated,
    rating,
)

from fairness_core.errors import CallerError
from fairness_core.risk.pattern import EarlierConcern, PatternOfConcerns
from fairness_core.risk.record import Control, Override, Rating, SecondRating, override_band
from fairness_core.staff import StaffRef

HIGH, MIDDLE, LOW = rated("3", "3"), rated("2", "2"), rated("1", "1")
REASON = "Two wards closed since."


def overridden(before: Rating, to_band: str = "high", by: StaffRef = MANAGER, agreed_by: StaffRef = LEAD) -> Rating:
    """Move a rating to another band of the small matrix."""
    return override_band(before, SMALL, to_band=to_band, reason=REASON, by=by, agreed_by=agreed_by)


def test_staff_are_a_role_and_an_opaque_reference() -> None:
    """A number is kept; what looks like a name or an address is refused, and not quoted."""
    assert ("case manager", "u17") == (MANAGER.role, MANAGER.id)
    for name in ("Jane Smith", "jane.smith", "j1@trust.example", "", "u 17", 17):
        untyped: Any = name
        with pytest.raises(CallerError, match="opaque id") as found:
            StaffRef(role="case manager", id=untyped)
        assert not name or str(name) not in found.value.message
    with pytest.raises(CallerError, match="A StaffRef needs its role"):
        StaffRef(role=" ", id="u17")


def test_planned_controls_count_for_a_target_only() -> None:
    """What is not in place yet makes nothing safer yet."""
    both = (IN_PLACE, PLANNED)
    counting = [rating(stage, controls=both).counting_controls for stage in ("initial", "current", "target")]
    assert [(IN_PLACE,), (IN_PLACE,), both] == counting


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rationale": " "}, "A Rating needs its rationale"),
        ({"rationale": None}, "A Rating needs its rationale"),
        ({"stage": "residual"}, "The stage of a Rating is one of 'initial', 'current', 'target'"),
        ({"second_rater": SecondRating(rater=MANAGER, on=DAY, rated=LOW)}, "somebody else"),
        (
            {"second_rater": SecondRating(rater=StaffRef(role="clinical lead", id="u17"), on=DAY, rated=LOW)},
            "somebody else",
        ),
        ({"second_rater": SecondRating(rater=LEAD, on=DAY, rated=rated(matrix=FIVES))}, "the same scheme"),
        ({"override": overridden(rating(result=LOW), "middle").override}, "must change the band"),
    ],
)
def test_a_rating_that_contradicts_itself_is_refused(changes: dict[str, Any], message: str) -> None:
    """Reasons, stage, second rater and override are checked when the rating is made."""
    with pytest.raises(CallerError, match=message):
        attrs.evolve(rating(result=MIDDLE), **changes)


def test_a_control_is_in_place_or_planned() -> None:
    """There is no third state, and a control without a description is none."""
    untyped: Any = "agreed"
    with pytest.raises(CallerError, match="status of a Control is one of 'in place', 'planned'"):
        Control(description="x", status=untyped)
    with pytest.raises(CallerError, match="needs its description"):
        Control(description="", status="planned")


def test_a_second_rater_is_owed_where_the_band_asks_for_one() -> None:
    """The band high asks for a second rater, the band middle does not."""
    asks = ("A second person must rate the concern, alone: the band high risk asks for it.",)
    assert (asks, False) == (rating(result=HIGH).owed(), rating(result=HIGH).is_complete)
    assert ((), True) == (rating(result=MIDDLE).owed(), rating(result=MIDDLE).is_complete)
    assert () == rating(result=HIGH, second=HIGH).owed()


def test_raters_who_differ_owe_an_agreed_band() -> None:
    """Another band is owed a talk; another score in the same band is not; an override settles it."""
    (owed,) = rating(result=HIGH, second=MIDDLE).owed()
    assert owed.startswith("The two raters differ (high risk and middle risk): they must agree")
    assert () == rating(result=HIGH, second=rated("2", "3")).owed()
    assert () == overridden(rating(result=HIGH, second=MIDDLE), "middle").owed()


def test_an_override_stands_beside_the_rated_band() -> None:
    """What was rated stays; the other band, its reason and both people are added."""
    before = rating(result=MIDDLE)
    after = overridden(before, "HIGH risk")
    assert Override(
        to_band="high",
        to_label="high risk",
        to_colour_name="colour of high",
        to_level=3,
        to_second_rater=True,
        reason=REASON,
        by=MANAGER,
        agreed_by=LEAD,
    ) == (after.override)
    assert (MIDDLE, 3, 2) == (after.rated, after.level_in_force, before.level_in_force)
    assert before == attrs.evolve(after, override=None)
    moved = " Moved to high risk (colour of high) by case manager, agreed by clinical lead."
    assert (MIDDLE.text, MIDDLE.text + moved) == (before.text, after.text)


def test_an_override_is_no_way_round_the_second_rater() -> None:
    """Either band can ask: the one that was rated, and the one it was moved to."""
    assert "the band high risk" in overridden(rating(result=HIGH), "low").owed()[0]
    assert "the band high risk" in overridden(rating(result=LOW), "high").owed()[0]
    assert () == overridden(rating(result=LOW), "middle").owed()


def test_an_override_needs_a_reason_two_people_and_a_band_of_the_same_scheme() -> None:
    """Each of them is refused with what to do."""
    before = rating(result=MIDDLE)
    with pytest.raises(CallerError, match="needs its reason"):
        override_band(before, SMALL, to_band="low", reason=" ", by=MANAGER, agreed_by=LEAD)
    with pytest.raises(CallerError, match="needs two people"):
        overridden(before, by=MANAGER, agreed_by=StaffRef(role="medical director", id="u17"))
    with pytest.raises(CallerError, match=r"no band 'purple'.*low \(low risk\), middle"):
        overridden(before, "purple")
    with pytest.raises(CallerError, match="must change the band"):
        overridden(before, "middle")
    with pytest.raises(CallerError, match=r"own scheme\. Give small revision 2"):
        override_band(before, WORDS, to_band="red", reason=REASON, by=MANAGER, agreed_by=LEAD)
    revised = attrs.evolve(SMALL, revision=3)
    with pytest.raises(CallerError, match=r"own scheme\. Give small revision 2"):
        override_band(before, revised, to_band="low", reason=REASON, by=MANAGER, agreed_by=LEAD)
    with pytest.raises(CallerError, match="history is not edited"):
        overridden(overridden(before), "low", by=NURSE)


# --- a pattern of concerns --------------------------------------------------------------------------------------------


def earlier(outcome: Any, why_relevant: str = "") -> EarlierConcern:
    """Make an earlier concern with this outcome."""
    return EarlierConcern(
        summary="Notes late.", evidence="Audit of May", outcome=outcome, on=date(2025, 5, 1), why_relevant=why_relevant
    )


@pytest.mark.parametrize("outcome", ["unsubstantiated", "not decided"])
def test_what_was_not_shown_is_told_only_with_its_relevance(outcome: str) -> None:
    """Without the reason it is left out; with the reason it is kept in words."""
    with pytest.raises(CallerError, match=f"outcome '{outcome}' needs the reason"):
        earlier(outcome, " ")
    assert "Same theatre, same week." == earlier(outcome, "Same theatre, same week.").why_relevant


def test_what_was_shown_needs_no_further_reason() -> None:
    """A substantiated concern, in part or whole, is relevant as it stands; other outcomes do not exist."""
    assert [""] * 2 == [earlier(outcome).why_relevant for outcome in ("substantiated", "partly substantiated")]
    with pytest.raises(CallerError, match="outcome of a EarlierConcern is one of"):
        earlier("closed")


def test_a_pattern_has_no_number() -> None:
    """It cannot be counted, compared or turned into a number, and none of its fields is one."""
    pattern: Any = PatternOfConcerns(concerns=(earlier("substantiated"),), link="Always at handover.")
    for use in (len, int, float, lambda each: each + 1, lambda each: each < each):
        with pytest.raises(TypeError):
            use(pattern)
    fields = [field.type for kind in (PatternOfConcerns, EarlierConcern) for field in attrs.fields(kind)]
    assert not {"int", "float", "Decimal"} & set(fields)
    with pytest.raises(CallerError, match="needs the concerns"):
        PatternOfConcerns(concerns=())

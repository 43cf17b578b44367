"""Laws of rating: a cell decides and nothing else, and no path of ratings changes what was rated before."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st
from tests.core.risk.made_matrices import DAY, LEAD, MANAGER, NURSE, RULE, SOURCE, axis, band

from fairness_core.risk.history import RatingHistory
from fairness_core.risk.mapping import SchemeMapping, map_rating, mapping_table
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.rating import Judgement, rate, scheme_of
from fairness_core.risk.rating_json import history_from_json, history_to_json, rating_from_json, rating_to_json
from fairness_core.risk.record import Control, Rating, SecondRating, Stage, override_band
from fairness_core.staff import StaffRef

STAFF = (MANAGER, LEAD, NURSE)
DOMAINS = {"safety": "Safety", "duty": "Duty", "purse": "Money"}


@st.composite
def matrices(draw: st.DrawFn, name: str = "drawn") -> Matrix:
    """Draw a matrix of 2 to 5 by 2 to 5 whose bands never fall along an axis; half of them by level."""
    rows, columns, bands = draw(st.integers(2, 5)), draw(st.integers(2, 5)), draw(st.integers(2, 4))
    cells = [[draw(st.integers(0, bands - 1)) for _ in range(columns)] for _ in range(rows)]
    risen = [[max(max(line[: c + 1]) for line in cells[: r + 1]) for c in range(columns)] for r in range(rows)]
    return Matrix(
        id=name,
        revision=draw(st.integers(1, 3)),
        title="Drawn",
        source=SOURCE,
        owner="nobody",
        effective="2026",
        scoring_rule=RULE,
        adopted=draw(st.booleans()),
        likelihood=axis("Likelihood", tuple(f"l{number}" for number in range(rows))),
        consequence=axis("Consequence", tuple(f"c{number}" for number in range(columns))),
        domains=draw(st.sampled_from([DOMAINS, {}])),
        bands=tuple(band(f"b{number}", second_rater=draw(st.booleans())) for number in range(bands)),
        cells=tuple(tuple(f"b{code}" for code in line) for line in risen),
        score_from=draw(st.sampled_from(["product", "level"])),
    )


def levels(matrix: Matrix, name: str) -> st.SearchStrategy[str]:
    """Draw the code of a level of one axis."""
    return st.sampled_from([level.code for level in getattr(matrix, name).levels])


@st.composite
def judgements(draw: st.DrawFn, matrix: Matrix) -> Judgement:
    """Draw a judgement that the matrix can look up, its domains in any order."""
    domains = draw(st.lists(st.sampled_from(sorted(matrix.domains)), min_size=1, unique=True)) if matrix.domains else []
    consequences = {domain: draw(levels(matrix, "consequence")) for domain in domains or ["overall"]}
    return Judgement(likelihood=draw(levels(matrix, "likelihood")), consequences=consequences)


@st.composite
def mappings(draw: st.DrawFn, old: Matrix, new: Matrix) -> SchemeMapping:
    """Draw a mapping that keeps the order of levels."""

    def one(name: str) -> Mapping[str, str]:
        codes = [level.code for level in getattr(old, name).levels]
        drawn = draw(st.lists(levels(new, name), min_size=len(codes), max_size=len(codes)))
        return dict(zip(codes, sorted(drawn), strict=True))

    return SchemeMapping(from_matrix=old, to_matrix=new, likelihood=one("likelihood"), consequence=one("consequence"))


def controls() -> st.SearchStrategy[tuple[Control, ...]]:
    """Draw up to two controls."""
    status: st.SearchStrategy[str] = st.sampled_from(["in place", "planned"])
    one = st.builds(Control, description=st.just("A control."), status=status)
    return st.lists(one, max_size=2).map(tuple)


@st.composite
def ratings(draw: st.DrawFn, matrix: Matrix, stage: Stage = "initial", on: date = DAY) -> Rating:
    """Draw a rating with anybody as rater, and perhaps a second rater and an override."""
    first, second, third = draw(st.permutations(STAFF))
    rated = rate(matrix, draw(judgements(matrix)))
    drawn = Rating(
        stage=stage,
        rated=rated,
        rater=first,
        on=on,
        rationale=draw(st.text(min_size=1).map(lambda text: f"Since {text}")),
        controls=draw(controls()),
        second_rater=draw(
            st.none() | st.builds(SecondRating, rater=st.just(second), on=st.just(on), rated=st.just(rated))
        ),
    )
    others = [each.code for each in matrix.bands if each.code != rated.band]
    if not draw(st.booleans()):
        return drawn
    to_band = draw(st.sampled_from(others))
    return override_band(drawn, matrix, to_band=to_band, reason="Both agreed.", by=first, agreed_by=third)


@st.composite
def histories(draw: st.DrawFn) -> tuple[RatingHistory, list[Callable[[RatingHistory], RatingHistory]]]:
    """Draw a beginning, and steps that add a rating or change the scheme, each from what is in use by then."""
    schemes = [draw(matrices("one")), draw(matrices("two"))]
    used = schemes[0]
    history = RatingHistory(entries=(draw(ratings(used)),))
    day, steps = DAY, list[Callable[[RatingHistory], RatingHistory]]()
    for _ in range(draw(st.integers(1, 5))):
        day += timedelta(draw(st.integers(0, 40)))
        if draw(st.booleans()):
            other = schemes[1] if used is schemes[0] else schemes[0]
            mapping = draw(st.none() | mappings(used, other))
            steps.append(
                lambda before, to=other, on=day, by=mapping: before.with_scheme_change(  # type: ignore[misc]
                    to, on=on, reason="Adopted.", mapping=by
                )
            )
            used = other
        else:
            stage: Stage = draw(st.sampled_from(["current", "target"]))
            rating = draw(ratings(used, stage, day))
            steps.append(lambda before, rating=rating: before.add(rating))  # type: ignore[misc]
    return history, steps


# --- a rating is a function of the cell -------------------------------------------------------------------------------


@given(st.data())
def test_the_cell_alone_decides_score_and_band(data: st.DataObject) -> None:
    """Whatever domains were judged: the same likelihood and highest consequence give what that cell gives."""
    matrix = data.draw(matrices())
    judgement = data.draw(judgements(matrix))
    found = rate(matrix, judgement)
    highest = max(judgement.consequences.values(), key=int)
    cell = rate(matrix, Judgement(likelihood=judgement.likelihood, consequences={"overall": highest}))
    row, column = int(judgement.likelihood) - 1, int(highest) - 1
    assert matrix.cells[row][column] == found.band == cell.band
    assert (found.score, found.level, found.working) == (cell.score, cell.level, cell.working)
    expected = (row + 1) * (column + 1) if matrix.score_from == "product" else int(found.band[1:]) + 1
    assert Decimal(expected) == found.score


@given(st.data())
def test_the_driver_has_the_highest_level_and_so_have_those_beside_it(data: st.DataObject) -> None:
    """The driver, and what is named beside it, are exactly the domains with the highest level."""
    matrix = data.draw(matrices())
    judgement = data.draw(judgements(matrix))
    found = rate(matrix, judgement)
    highest = max(judgement.consequences.values(), key=int)
    expected = {domain for domain, level in judgement.consequences.items() if level == highest}
    assert expected == {found.driver, *found.also_driven_by}
    assert len(expected) == 1 + len(found.also_driven_by)
    assert judgement.consequences == found.levels


@given(st.data())
def test_the_order_in_which_domains_are_judged_does_not_matter(data: st.DataObject) -> None:
    """The result is the same in every respect, the order of its own domains included."""
    matrix = data.draw(matrices())
    judgement = data.draw(judgements(matrix))
    turned = dict(data.draw(st.permutations(list(judgement.consequences.items()))))
    first, second = rate(matrix, judgement), rate(matrix, attrs.evolve(judgement, consequences=turned))
    assert (first, list(first.levels)) == (second, list(second.levels))


@given(st.data())
def test_nobody_and_no_date_or_reason_is_in_what_was_rated(data: st.DataObject) -> None:
    """Another rater, day, rationale, control or stage leaves score and band as they were."""
    matrix = data.draw(matrices())
    rating = data.draw(ratings(matrix))
    other = attrs.evolve(
        rating,
        stage="target",
        rater=StaffRef(role="somebody else", id="u99"),
        on=DAY + timedelta(1),
        rationale="Another reason.",
        controls=(),
    )
    consequences = rating.rated.levels
    again = rate(matrix, Judgement(likelihood=rating.rated.likelihood, consequences=consequences))
    assert rating.rated == other.rated == again


@given(st.data())
def test_a_rating_never_falls_when_a_level_rises(data: st.DataObject) -> None:
    """A higher likelihood, or a higher level in any domain, never gives a lower band or score."""
    matrix = data.draw(matrices())
    first, second = data.draw(judgements(matrix)), data.draw(judgements(matrix))
    both = {**first.consequences, **second.consequences}
    higher = {domain: max(each.consequences.get(domain, "1") for each in (first, second)) for domain in both}
    top = Judgement(likelihood=max(first.likelihood, second.likelihood), consequences=higher)
    low, high = rate(matrix, first), rate(matrix, top)
    assert low.level <= high.level
    assert low.score <= high.score


# --- no path changes what was rated before ----------------------------------------------------------------------------


@given(histories())
def test_any_path_keeps_every_earlier_rating_as_it_was(
    drawn: tuple[RatingHistory, list[Callable[[RatingHistory], RatingHistory]]],
) -> None:
    """After any ratings, overrides and changes of scheme, what was there before is there unchanged."""
    history, steps = drawn
    for step in steps:
        kept, seal = copy.deepcopy(history), pickle.dumps(history)
        after = step(history)
        assert kept == history
        assert seal == pickle.dumps(history)
        assert kept.timeline == after.timeline[: len(kept.timeline)]
        assert len(kept.timeline) + 1 == len(after.timeline)
        history = after


@given(histories())
def test_a_mapped_view_names_the_rating_it_was_made_from(
    drawn: tuple[RatingHistory, list[Callable[[RatingHistory], RatingHistory]]],
) -> None:
    """Each view of a change holds a rating of the scheme that was left, as it stands in the history."""
    history, steps = drawn
    for step in steps:
        history = step(history)
    for change in history.changes:
        earlier = [each.rated for each in history.entries[: change.after] if each.rated.scheme == change.from_scheme]
        assert not change.mapped or earlier == [view.rated for view in change.mapped]
        assert {change.to_scheme} >= {view.mapped.scheme for view in change.mapped}


@given(st.data())
def test_an_override_never_replaces_what_was_rated(data: st.DataObject) -> None:
    """The rated band stays in the rating and in its text, and the other stands beside it."""
    rating = data.draw(ratings(data.draw(matrices())))
    assert rating.text.startswith(rating.rated.text)
    assert rating.override is None or f"Moved to {rating.override.to_label}" in rating.text
    assert rating.override is None or rating.override.to_band != rating.rated.band


@given(st.data())
def test_json_gives_back_the_same(data: st.DataObject) -> None:
    """A rating and a history are the same after their journey through JSON text."""
    rating = data.draw(ratings(data.draw(matrices())))
    assert rating == rating_from_json(json.loads(json.dumps(rating_to_json(rating))))
    history, steps = data.draw(histories())
    for step in steps:
        history = step(history)
    assert history == history_from_json(json.loads(json.dumps(history_to_json(history))))


# --- from one scheme to another ---------------------------------------------------------------------------------------


@given(st.data())
def test_a_scheme_mapped_to_itself_is_the_identity(data: st.DataObject) -> None:
    """Nothing is lost, no cell differs, and every rating stays what it is."""
    matrix = data.draw(matrices())
    same = [{level.code: level.label for level in each.levels} for each in (matrix.likelihood, matrix.consequence)]
    mapping = SchemeMapping(from_matrix=matrix, to_matrix=matrix, likelihood=same[0], consequence=same[1])
    rated = rate(matrix, data.draw(judgements(matrix)))
    found = map_rating(rated, mapping)
    assert (rated, (), ()) == (found.mapped, found.lossy, mapping.losses)
    assert not any(cell.differs for cell in mapping_table(mapping))


@given(st.data())
def test_a_mapped_rating_is_what_the_table_says_of_its_cell(data: st.DataObject) -> None:
    """A rating and the whole grid are mapped by one rule, whatever domains were judged."""
    old, new = data.draw(matrices("one")), data.draw(matrices("two"))
    mapping = data.draw(mappings(old, new))
    rated = rate(old, data.draw(judgements(old)))
    mapped = map_rating(rated, mapping).mapped
    (cell,) = [
        each
        for each in mapping_table(mapping)
        if (each.likelihood, each.consequence) == (rated.likelihood, rated.consequence)
    ]
    assert (cell.to_likelihood, cell.to_consequence) == (mapped.likelihood, mapped.consequence)
    assert (cell.to_band, cell.to_score, scheme_of(new)) == (mapped.band, mapped.score, mapped.scheme)
    assert len(old.likelihood.levels) * len(old.consequence.levels) == len(mapping_table(mapping))


@given(st.data())
def test_what_differs_is_never_passed_over(data: st.DataObject) -> None:
    """A mapped rating that has another band or score, or shares its cell with others, has a sentence for it."""
    old, new = data.draw(matrices("one")), data.draw(matrices("two"))
    mapping = data.draw(mappings(old, new))
    found = map_rating(rate(old, data.draw(judgements(old))), mapping)
    shared = [
        code
        for codes, chosen in (
            (mapping.likelihood, found.rated.likelihood),
            (mapping.consequence, found.rated.consequence),
        )
        for code in codes
        if codes[code] == codes[chosen] and code != chosen
    ]
    differs = (found.rated.band_label, found.rated.score) != (found.mapped.band_label, found.mapped.score)
    assert not (differs or shared) or found.lossy

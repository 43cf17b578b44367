"""From one scheme to another: through cells, complete, and saying what is lost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs
import pytest
from tests.core.risk.made_matrices import FIVES, OTHER_FIVES, SMALL, WORDS, band, rated

from fairness_core.errors import CallerError
from fairness_core.risk.mapping import MappedCell, SchemeMapping, map_rating, mapping_table
from fairness_core.risk.matrix import Matrix
from fairness_core.risk.rating import Judgement, rate

SAME_FIVE = {str(level): str(level) for level in range(1, 6)}
TO_WORDS = SchemeMapping(
    from_matrix=SMALL,
    to_matrix=WORDS,
    likelihood={"rare": "seldom", "possible": "seldom", "likely": "2"},
    consequence={"3": "grave", "1": "slight", "2": "serious"},
)
SAME = SchemeMapping(
    from_matrix=SMALL,
    to_matrix=SMALL,
    likelihood={"1": "1", "2": "2", "3": "3"},
    consequence={"1": "1", "2": "2", "3": "3"},
)
FIVE_TO_FIVE = SchemeMapping(from_matrix=FIVES, to_matrix=OTHER_FIVES, likelihood=SAME_FIVE, consequence=SAME_FIVE)


def test_a_mapping_is_kept_by_code_in_the_order_of_the_axis() -> None:
    """Labels and codes may be mixed; what is kept is plain."""
    assert {"1": "1", "2": "1", "3": "2"} == TO_WORDS.likelihood
    assert ["1", "2", "3"] == list(TO_WORDS.consequence)


def test_a_rating_is_mapped_through_its_cell_and_says_what_is_lost() -> None:
    """Possible x major was high (6); it is seldom x grave, which is amber (2)."""
    before = rated("2", "3", "2")
    found = map_rating(before, TO_WORDS)
    assert before == found.rated
    assert rate(WORDS, Judgement(likelihood="1", consequences={"overall": "3"})) == found.mapped
    assert (
        "2 (possible) became 1 (seldom) in likelihood, as 1 (rare) would have.",
        "words does not have the domain safety or duty: only the highest level was mapped, and that safety drove "
        "the rating stays with the earlier one.",
        "high risk, band 3 of 3 in small, is amber risk, band 2 of 3 in words.",
        "The score was 6 and is 2: scores of two schemes are not comparable.",
    ) == found.lossy


def test_a_mapping_of_a_scheme_to_itself_is_the_identity() -> None:
    """Every level stays, domains and driver too, and nothing is lost."""
    before = rated("2", "1", "3")
    found = map_rating(before, SAME)
    assert (before, before, ()) == (found.rated, found.mapped, found.lossy)
    assert () == SAME.losses
    assert not any(cell.differs for cell in mapping_table(SAME))


def test_the_table_has_every_cell_with_what_it_becomes() -> None:
    """Rows from least to most; each cell stands beside the one it becomes."""
    table = mapping_table(TO_WORDS)
    assert 9 == len(table)
    assert (
        MappedCell(
            likelihood="2",
            consequence="3",
            score=Decimal(6),
            band="high",
            to_likelihood="1",
            to_consequence="3",
            to_score=Decimal(2),
            to_band="amber",
            differs=True,
        )
        == table[5]
    )


def test_two_published_schemes_part_in_their_top_bands_where_both_are_known_to() -> None:
    """NPSA's top band and NHS Scotland's, mapped level by level, part in the cells (3,5), (4,4) and (5,3)."""
    parted = [
        (cell.likelihood, cell.consequence)
        for cell in mapping_table(FIVE_TO_FIVE)
        if (cell.band == "extreme") != (cell.to_band == "very high")
    ]
    assert [("3", "5"), ("4", "4"), ("5", "3")] == parted
    assert (
        "In 16 of 25 cells the band is another one, or stands in another place.",
        "The band high can become medium or high.",
        "The band extreme can become high or very high.",
        "The bands moderate and high can become medium.",
        "The bands high and extreme can become high.",
    ) == FIVE_TO_FIVE.losses


def test_losses_of_the_whole_grid_are_told() -> None:
    """Levels that merge, levels that nothing reaches, cells and bands that differ."""
    merging = SchemeMapping(
        from_matrix=WORDS, to_matrix=SMALL, likelihood={"1": "1", "2": "3"}, consequence={"1": "1", "2": "1", "3": "2"}
    )
    assert (
        "Consequence 1 (slight) and 2 (serious) become 1 (minor): they can no longer be told apart.",
        "Likelihood 2 (possible) is reached by no level of the other scheme.",
        "Consequence 3 (major) is reached by no level of the other scheme.",
        "In 6 of 6 cells the band is another one, or stands in another place.",
        "In 3 of 6 cells the score is another: scores of two schemes are not comparable.",
        "The band green can become low or middle.",
        "The band amber can become low or middle.",
        "The bands green and amber can become low.",
        "The bands green and amber can become middle.",
    ) == merging.losses


def test_bands_are_the_same_only_with_the_same_name_and_place() -> None:
    """Low is low in both fives; high is not, because it stands elsewhere or its cells do."""
    low = map_rating(rated("1", "2", matrix=FIVES), FIVE_TO_FIVE)
    high = map_rating(rated("4", "3", matrix=FIVES), FIVE_TO_FIVE)
    assert ((), ()) == (low.lossy, high.lossy)
    assert ("extreme risk, band 4 of 4 in fives, is high risk, band 3 of 4 in other-fives.",) == map_rating(
        rated("4", "4", matrix=FIVES), FIVE_TO_FIVE
    ).lossy


def test_a_band_of_the_same_name_in_another_place_is_another_band() -> None:
    """The top band of one scheme and the middle one of another may both be called high: they differ."""
    fewer = attrs.evolve(FIVES, id="fewer", bands=(band("low", 1, 6), band("high", 8, 25)))
    mapping = SchemeMapping(from_matrix=FIVES, to_matrix=fewer, likelihood=SAME_FIVE, consequence=SAME_FIVE)
    assert 25 == sum(cell.differs for cell in mapping_table(mapping))
    assert ("high risk, band 3 of 4 in fives, is high risk, band 2 of 2 in fewer.",) == (
        map_rating(rated("3", "4", matrix=FIVES), mapping).lossy
    )


@pytest.mark.parametrize(
    ("likelihood", "consequence", "said"),
    [
        (
            {"1": "1"},
            {"1": "1", "2": "2"},
            ("2 (possible) is missing", "3 (likely)", "Consequence 3 (major)"),
        ),
        (
            {"1": "1", "2": "9", "never": "1", "3": "2"},
            {"1": "1", "minor": "1", "2": "3", "3": "2"},
            (
                "Likelihood has no level '9'. There are: 1 (seldom)",
                "Likelihood has no level 'never'",
                "Likelihood 2 (possible) is missing",
                "Consequence 1 is given twice",
                "Consequence 3 is above 2, and would come to stand below it",
                "has 5 faults",
            ),
        ),
    ],
)
def test_a_mapping_with_faults_is_refused_with_all_of_them(
    likelihood: Mapping[str, str], consequence: Mapping[str, str], said: tuple[str, ...]
) -> None:
    """Missing, unknown and repeated levels and a turned order are all in one message."""
    with pytest.raises(CallerError) as found:
        SchemeMapping(from_matrix=SMALL, to_matrix=WORDS, likelihood=likelihood, consequence=consequence)
    assert [] == [sentence for sentence in said if sentence not in str(found.value)]


REVISED = attrs.evolve(SMALL, revision=1)


@pytest.mark.parametrize("other", [WORDS, FIVES, REVISED])
def test_a_rating_of_another_scheme_is_not_mapped(other: Matrix) -> None:
    """A mapping starts from the scheme that the rating was made with."""
    with pytest.raises(CallerError, match=f"made with {other.id} revision 1, which this mapping"):
        map_rating(rated("1", "1", matrix=other), SAME)

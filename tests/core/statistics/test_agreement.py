"""Agreement between raters: known answers, the edges where there is no figure, and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from pathlib import Path
from typing import Any

import attrs
import pytest

from fairness_core.errors import CallerError
from fairness_core.statistics import (
    Agreement,
    KappaWeights,
    MeasurementLevel,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    positive_agreement,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "agreement.csv"
LEVELS: tuple[MeasurementLevel, ...] = ("nominal", "ordinal", "interval", "ratio")
WEIGHTS: tuple[KappaWeights, ...] = ("none", "linear", "quadratic")
SAME = "every rating is the same category, so chance alone would give complete agreement"
TRIAGE = ("green", "amber", "red")
Row = dict[str, str]


def table(row: Row) -> list[list[str]]:
    """Return the ratings of a row: its lines are parted by bars, and its columns by spaces."""
    return [line.split() for line in row["ratings"].split("|")]


def cohen(row: Row) -> Agreement:
    """Return Cohen's kappa of a square table of counts."""
    counts = [list(map(int, line)) for line in table(row)]
    pairs = [(i, j) for i, line in enumerate(counts) for j, count in enumerate(line) for _ in range(count)]
    first, second = zip(*pairs, strict=True)
    weights = next(name for name in WEIGHTS if name == row["option"])
    return cohen_kappa(first, second, categories=range(len(counts)), weights=weights)


def fleiss(row: Row) -> Agreement:
    """Return Fleiss' kappa of a table of counts."""
    return fleiss_kappa([list(map(int, line)) for line in table(row)])


def krippendorff(row: Row) -> Agreement:
    """Return Krippendorff's alpha of a table with a line a subject."""
    subjects = [[None if rating == "-" else float(rating) for rating in line] for line in table(row)]
    level = next(name for name in LEVELS if name == row["option"])
    return krippendorff_alpha(list(zip(*subjects, strict=True)), level=level)


STATISTICS: dict[str, Callable[[Row], Agreement]] = {"cohen": cohen, "fleiss": fleiss, "krippendorff": krippendorff}


def vectors() -> list[Any]:
    """Return the reference values as parameters, each named by its statistic and its line in the file."""
    with VECTORS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [pytest.param(row, id=f"{row['statistic']}-{row['option']}-{n}") for n, row in enumerate(rows, 2)]


@pytest.mark.parametrize("row", vectors())
def test_reference_values_are_met(row: Row) -> None:
    """Each figure, and the standard error where there is one, is what the named source gives."""
    found = STATISTICS[row["statistic"]](row)
    assert pytest.approx(float(row["value"]), abs=float(row["within"])) == found.value
    expected = float(row["standard_error"]) if row["standard_error"] else None
    assert pytest.approx(expected, abs=float(row["within"])) == found.standard_error


def test_the_worked_example_of_fleiss_is_met_in_its_parts() -> None:
    """Ten subjects by fourteen raters: agreement seen 0.378, by chance 0.213, kappa 0.210."""
    row = next(param.values[0] for param in vectors() if param.values[0]["value"] == "0.210")
    found = fleiss(row)
    assert (0.378, 0.213, 0.210) == tuple(round(x or 0, 3) for x in (found.observed, found.expected, found.value))
    assert (10, 14, "fleiss-kappa", "") == (found.subjects, found.raters, found.method, found.why_not)


def test_cohen_is_worked_by_hand() -> None:
    """Three of four subjects agree; the shares 2/4, 1/4, 1/4 and 1/4, 2/4, 1/4 give 5/16 by chance: 7/11."""
    expected = Agreement(
        value=7 / 11,
        observed=0.75,
        expected=5 / 16,
        standard_error=cohen_kappa([0, 0, 1, 2], [0, 2, 1, 2]).standard_error,
        subjects=4,
        raters=2,
        method="cohen-kappa",
    )
    assert expected == cohen_kappa(["red", "red", "green", "amber"], ["red", "amber", "green", "amber"])


@pytest.mark.parametrize(("weights", "expected", "value"), [("linear", 1 / 2, 1 / 2), ("quadratic", 19 / 32, 5 / 13)])
def test_weights_count_the_steps_between_categories(weights: KappaWeights, expected: float, value: float) -> None:
    """A red called green is one disagreement in four; chance gives 8/16 with steps, 6.5/16 with squares."""
    first, second = ["green", "amber", "red", "red"], ["green", "amber", "red", "green"]
    found = cohen_kappa(first, second, categories=TRIAGE, weights=weights)
    assert (0.75, expected, value) == (found.observed, found.expected, found.value)
    assert f"cohen-kappa-{weights}" == found.method


def test_a_category_that_nobody_uses_widens_the_scale_and_not_the_kappa() -> None:
    """With a fourth category the same ratings lie nearer on the scale; the kappa does not move."""
    three = cohen_kappa(["green", "red", "amber"], ["green", "amber", "amber"], categories=TRIAGE, weights="linear")
    four = cohen_kappa(
        ["green", "red", "amber"], ["green", "amber", "amber"], categories=[*TRIAGE, "black"], weights="linear"
    )
    assert (1 - 1 / 6, 1 - 1 / 9) == (three.observed, four.observed)
    assert three.value == four.value


@pytest.mark.parametrize("weights", WEIGHTS)
def test_complete_agreement_of_two_is_1_with_no_standard_error(weights: KappaWeights) -> None:
    """Two raters who never differ, on more than one category, have a kappa of 1, which proves little."""
    found = cohen_kappa(["red", "green"], ["red", "green"], categories=TRIAGE, weights=weights)
    assert (1.0, 1.0, None, "") == (found.value, found.observed, found.standard_error, found.why_not)


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("categories", [TRIAGE, ("red",)])
def test_one_category_throughout_gives_cohen_no_value(weights: KappaWeights, categories: Sequence[str]) -> None:
    """Where every rating is the same there is neither 0 nor 1 but a reason."""
    found = cohen_kappa(["red", "red"], ["red", "red"], categories=categories, weights=weights)
    assert (None, 1.0, 1.0, None) == (found.value, found.observed, found.expected, found.standard_error)
    assert (SAME, 2) == (found.why_not, found.subjects)


def test_one_category_each_but_not_the_same_is_a_kappa_of_0() -> None:
    """A rater who always says red and one who always says green never agree, as chance would have it."""
    found = cohen_kappa(["red"] * 3, ["green"] * 3)
    assert (0.0, 0.0, 0.0, "") == (found.value, found.observed, found.expected, found.why_not)


def test_one_category_throughout_gives_fleiss_and_krippendorff_no_value() -> None:
    """The others, too, give a reason, and the agreement seen, which is complete."""
    found = [
        fleiss_kappa([[0, 3], [0, 3]]),
        *(krippendorff_alpha([[4, 4], [4, None]], level=level) for level in LEVELS),
    ]
    assert {(None, 1.0, 1.0, SAME)} == {(one.value, one.observed, one.expected, one.why_not) for one in found}


def undefined(why_not: str, subjects: int, raters: int, method: str) -> Agreement:
    """Return a result without any figure."""
    return Agreement(
        value=None, observed=None, expected=None, subjects=subjects, raters=raters, method=method, why_not=why_not
    )


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (undefined("no subjects", 0, 2, "cohen-kappa"), cohen_kappa([], [])),
        (
            undefined("no subjects", 0, 2, "cohen-kappa-linear"),
            cohen_kappa([], [], categories=TRIAGE, weights="linear"),
        ),
        (undefined("no subjects", 0, 0, "fleiss-kappa"), fleiss_kappa([])),
        (undefined("fewer than two raters", 2, 1, "fleiss-kappa"), fleiss_kappa([[0, 1], [1, 0]])),
        (undefined("fewer than two raters", 1, 0, "fleiss-kappa"), fleiss_kappa([[]])),
        (
            undefined("fewer than two raters", 0, 0, "krippendorff-alpha-ordinal"),
            krippendorff_alpha([], level="ordinal"),
        ),
        (
            undefined("fewer than two raters", 0, 1, "krippendorff-alpha-ratio"),
            krippendorff_alpha([[1, 2, 3]], level="ratio"),
        ),
        (
            undefined("no subjects", 0, 2, "krippendorff-alpha-nominal"),
            krippendorff_alpha([[], []], level="nominal"),
        ),
        (
            undefined("no subject has two ratings", 0, 2, "krippendorff-alpha-interval"),
            krippendorff_alpha([[1, None], [None, 2]], level="interval"),
        ),
        (undefined("no subjects", 0, 2, "positive-agreement"), positive_agreement([], [])),
    ],
)
def test_too_few_subjects_or_raters_give_a_reason(expected: Agreement, found: Agreement) -> None:
    """Without two ratings of one subject there is no figure at all, and the reason is named."""
    assert expected == found


def test_fleiss_may_be_as_low_as_chance_allows() -> None:
    """Two raters who differ on each subject, in equal shares, have a kappa of -1."""
    assert -1.0 == fleiss_kappa([[1, 1], [1, 1]]).value


def test_a_subject_with_one_rating_does_not_count() -> None:
    """Ratings that stand alone change neither alpha nor its scale, and are not among the subjects."""
    without = krippendorff_alpha([[1, 2, 3], [1, 3, 3]], level="interval")
    alone = krippendorff_alpha([[1, 9, 2, 3], [1, None, 3, 3]], level="interval")
    assert without == alone
    assert (3, 2) == (alone.subjects, alone.raters)


def test_words_may_be_ordinal_where_their_order_is_given() -> None:
    """Green, amber, red in their order are what 1, 2, 3 are; in another order they are something else."""
    ranks = {word: rank for rank, word in enumerate(TRIAGE, 1)}
    words = [
        ["green", "amber", "red", "amber"],
        ["green", "red", "red", "amber"],
        ["amber", "red", "green", "amber"],
    ]
    numbers = [[ranks[word] for word in row] for row in words]
    expected = krippendorff_alpha(numbers, level="ordinal")
    assert expected == krippendorff_alpha(words, level="ordinal", categories=TRIAGE)
    assert expected.value != krippendorff_alpha(words, level="ordinal", categories=sorted(TRIAGE)).value


def test_categories_may_be_listed_at_the_nominal_level() -> None:
    """A list of categories changes no figure where order has no meaning."""
    ratings = [["a", "b", "a"], ["a", "b", "c"]]
    expected = krippendorff_alpha(ratings, level="nominal")
    assert expected == krippendorff_alpha(ratings, level="nominal", categories="cba")


def test_numbers_of_any_kind_mean_what_they_print() -> None:
    """A float is its shortest decimal text, and the same as the fraction and the decimal that it prints."""
    expected = krippendorff_alpha([[1, 3, 2], [1, 2, 2]], level="interval")
    floats = krippendorff_alpha([[0.1, 0.3, 0.2], [0.1, 0.2, 0.2]], level="interval")
    others = krippendorff_alpha(
        [[Fraction(1, 10), Fraction(3, 10), Decimal("0.2")], [Decimal("0.1"), 0.2, Fraction(1, 5)]], level="interval"
    )
    assert expected == floats
    assert expected == others


def test_ratios_start_at_0() -> None:
    """At the ratio level 0 is as far from 1 as from 100, and as far as can be."""
    near, far = [[0, 0, 1], [0, 1, 1]], [[0, 0, 100], [0, 100, 100]]
    assert krippendorff_alpha(near, level="ratio") == krippendorff_alpha(far, level="ratio")
    assert krippendorff_alpha(near, level="nominal").value == krippendorff_alpha(near, level="ratio").value


def test_positive_agreement_is_of_the_yeses() -> None:
    """Two yeses in common and one each alone: 2*2 / (2*2 + 1 + 1), while 8 of 10 subjects are agreed on."""
    found = positive_agreement([True, True, True, False, *[False] * 6], [True, True, False, True, *[False] * 6])
    expected = Agreement(
        value=4 / 6, observed=0.8, expected=None, subjects=10, raters=2, method="positive-agreement", why_not=""
    )
    assert expected == found


@pytest.mark.parametrize(
    ("first", "second", "value", "why_not"),
    [
        ([True], [True], 1.0, ""),
        ([True, False], [False, True], 0.0, ""),
        ([False, False], [False, False], None, "neither rater says yes of any subject"),
    ],
)
def test_positive_agreement_at_its_edges(
    first: list[bool], second: list[bool], value: float | None, why_not: str
) -> None:
    """All yeses shared is 1, none shared 0, and no yes at all has no value."""
    found = positive_agreement(first, second)
    assert (value, why_not) == (found.value, found.why_not)


def test_what_equals_true_is_a_yes() -> None:
    """1 and 0, which some tables hold in place of True and False, mean the same."""
    assert positive_agreement([True, False], [True, True]) == positive_agreement([1, 0], [1, 1])  # type: ignore[list-item]


def test_positive_agreement_sees_what_kappa_hides() -> None:
    """With a rare label raters may agree on 97 of 100 and kappa still sink below 0: so does this."""
    first, second = [True, True, *[False] * 98], [False, False, True, *[False] * 97]
    assert (0.97, 0.0) == (cohen_kappa(first, second).observed, positive_agreement(first, second).value)
    assert (cohen_kappa(first, second).value or 0) < 0


def test_a_result_is_frozen() -> None:
    """Nobody changes a figure after it was made."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        cohen_kappa([1, 2], [1, 2]).value = 0.0  # type: ignore[misc]


REFUSED: list[tuple[Callable[[], Agreement], str]] = [
    (lambda: cohen_kappa([1, 2, 3], [1, 2]), "The number of ratings differs: 3 for rater 1, 2 for rater 2"),
    (lambda: positive_agreement([True], []), "The number of ratings differs: 1 for rater 1, 0 for rater 2"),
    (
        lambda: krippendorff_alpha([[1, 2], [1, 2], [1]], level="nominal"),
        "The number of ratings differs: 2 for rater 1, 1 for rater 3",
    ),
    (lambda: fleiss_kappa([[1, 1], [1, 1, 0]]), "The number of categories differs: 2 for subject 1, 3 for subject 2"),
    (lambda: fleiss_kappa([[1, 1], [2, 0], [2, 1]]), "The number of raters differs: 2 for subject 1, 3 for subject 3"),
    (lambda: fleiss_kappa([[1, 1], [3, -1]]), "The count 'subject 2, category 2' is -1"),
    (lambda: cohen_kappa([1, None], [1, 2]), "The rating of subject 2 by rater 1 is missing"),
    (lambda: cohen_kappa([1, 2], [None, 2]), "The rating of subject 1 by rater 2 is missing"),
    (lambda: cohen_kappa([1, nan], [1, 2]), r"The rating of subject 2 by rater 1 is not a number \(NaN\)"),
    (lambda: cohen_kappa("ab", "ac", categories="ab"), "The rating of subject 2 by rater 2 is not in the list"),
    (lambda: cohen_kappa("ab", "ab", categories="aba"), "A category is listed more than once"),
    (lambda: cohen_kappa("ab", "ab", weights="linear"), "The linear weights need the categories"),
    (lambda: cohen_kappa("ab", "ab", weights="cubic"), "There is no kind of weights 'cubic'"),  # type: ignore[arg-type]
    (lambda: krippendorff_alpha([[1], [1]], level="log"), "There is no level 'log'"),  # type: ignore[arg-type]
    (lambda: krippendorff_alpha(["ab", "ab"], level="ordinal"), "The rating of subject 1 by rater 1 is not a number"),
    (lambda: krippendorff_alpha([[1, 2], [1, "2"]], level="ratio"), "subject 2 by rater 2 is not a number"),
    (lambda: krippendorff_alpha([[1], [True]], level="interval"), "subject 1 by rater 2 is not a number"),
    (lambda: krippendorff_alpha([[1], [nan]], level="interval"), "subject 1 by rater 2 is not a number"),
    (lambda: krippendorff_alpha([[1], [inf]], level="interval"), "subject 1 by rater 2 is not a number"),
    (lambda: krippendorff_alpha([[1], [Decimal("inf")]], level="interval"), "subject 1 by rater 2 is not a number"),
    (lambda: krippendorff_alpha([[1], [nan]], level="nominal"), "subject 1 by rater 2 is not a number"),
    (lambda: krippendorff_alpha([[1], [-0.5]], level="ratio"), "The rating of subject 1 by rater 2 is below 0"),
    (lambda: krippendorff_alpha([[1], [1]], level="ratio", categories=[1]), "The ratio level has no categories"),
    (lambda: krippendorff_alpha([[1], [2]], level="ordinal", categories=[1]), "by rater 2 is not in the list"),
    (lambda: positive_agreement([True, "no"], [True, True]), "subject 2 by rater 1 is neither True nor False"),  # type: ignore[list-item]
    (lambda: positive_agreement([True, None], [True, True]), "subject 2 by rater 1 is missing"),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("ask", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_cannot_be_is_refused_with_its_place(ask: Callable[[], Agreement], message: str) -> None:
    """A wrong rating, list or option is refused; the message says whose it is and gives a hint."""
    with pytest.raises(CallerError, match=message) as caught:
        ask()
    assert caught.value.hint


@pytest.mark.parametrize("level", LEVELS)
def test_a_message_never_repeats_a_rating(level: MeasurementLevel) -> None:
    """A rating may be free text about somebody: what is refused is named by its place alone."""
    text = "spoke of Jo Bloggs"
    categories = None if level in {"interval", "ratio"} else [1, 2]
    with pytest.raises(CallerError) as caught:
        krippendorff_alpha([[1, 2], [1, text]], level=level, categories=categories)
    assert text not in str(caught.value)

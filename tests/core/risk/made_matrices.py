"""Small matrices for tests, made by hand, so that no test of ratings depends on a packaged file.

`SMALL` is 3 x 3 by product with two domains; `WORDS` is a lookup of 2 x 3 that is an example banding;
`FIVES` and `OTHER_FIVES` are 5 x 5 by product, with the band limits of NPSA 2008 and of NHS Scotland.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from fairness_core.risk.matrix import Axis, Band, Level, Matrix
from fairness_core.risk.rating import Judgement, Rated, rate
from fairness_core.risk.record import Control, Rating, SecondRating, Stage
from fairness_core.staff import StaffRef

SOURCE = "made up for tests"
RULE = "Score the reasonably foreseeable worst case."
DAY = date(2026, 3, 31)
MANAGER, LEAD, NURSE = (
    StaffRef(role=role, id=number)
    for role, number in (("case manager", "u17"), ("clinical lead", "u2"), ("lead nurse", "u30"))
)
IN_PLACE = Control(description="A colleague is present at every list.", status="in place", ref="CP-4")
PLANNED = Control(description="A course on consent.", status="planned")


def axis(title: str, labels: tuple[str, ...], descriptors: Mapping[str, str] | None = None) -> Axis:
    """Make an axis whose levels have the codes and weights 1, 2, 3 ... and the labels given."""
    levels = tuple(
        Level(code=str(number), label=label, weight=Decimal(number), descriptors=descriptors or {})
        for number, label in enumerate(labels, start=1)
    )
    return Axis(title=title, question=f"Which {title.lower()}?", levels=levels)


def band(code: str, first: int | None = None, last: int | None = None, *, second_rater: bool = False) -> Band:
    """Make a band whose label is its code in words, with limits on the product where given."""
    return Band(
        code=code,
        label=f"{code} risk",
        colour="#FFFFFF",
        colour_name=f"colour of {code}",
        text_colour="#000000",
        action=f"Do what {code} asks for.",
        second_rater=second_rater,
        from_score=None if first is None else Decimal(first),
        to_score=None if last is None else Decimal(last),
    )


SMALL = Matrix(
    id="small",
    revision=2,
    title="Small",
    source=SOURCE,
    sha256="5a11",
    owner="nobody",
    effective="2026",
    scoring_rule=RULE,
    adopted=True,
    likelihood=axis("Likelihood", ("rare", "possible", "likely")),
    consequence=axis("Consequence", ("minor", "moderate", "major")),
    domains={"safety": "Safety of patients", "duty": "Statutory duty"},
    bands=(band("low", 1, 2), band("middle", 3, 4), band("high", 6, 9, second_rater=True)),
)

WORDS = Matrix(
    id="words",
    revision=1,
    title="Words",
    source=SOURCE,
    sha256="70ad",
    owner="nobody",
    effective="2026",
    scoring_rule=RULE,
    adopted=False,
    likelihood=axis("Likelihood", ("seldom", "often")),
    consequence=axis("Consequence", ("slight", "serious", "grave")),
    bands=(band("green"), band("amber"), band("red", second_rater=True)),
    cells=(("green", "green", "amber"), ("green", "amber", "red")),
    score_from="level",
)


def fives(name: str, limits: tuple[tuple[str, int, int], ...]) -> Matrix:
    """Make a 5 x 5 matrix by product with these bands."""
    labels = ("one", "two", "three", "four", "five")
    return Matrix(
        id=name,
        revision=1,
        title=name,
        source=SOURCE,
        owner="nobody",
        effective="2026",
        scoring_rule=RULE,
        adopted=True,
        likelihood=axis("Likelihood", labels),
        consequence=axis("Consequence", labels),
        bands=tuple(band(*limit) for limit in limits),
    )


FIVES = fives("fives", (("low", 1, 3), ("moderate", 4, 6), ("high", 8, 12), ("extreme", 15, 25)))
OTHER_FIVES = fives("other-fives", (("low", 1, 3), ("medium", 4, 9), ("high", 10, 16), ("very high", 20, 25)))


def rated(likelihood: str = "2", safety: str = "2", duty: str = "1", matrix: Matrix = SMALL) -> Rated:
    """Rate with the small matrix, or overall with another (then `duty` is not used)."""
    consequences = {"safety": safety, "duty": duty} if matrix.domains else {"overall": safety}
    return rate(matrix, Judgement(likelihood=likelihood, consequences=consequences))


def rating(
    stage: Stage = "initial",
    result: Rated | None = None,
    *,
    on: date = DAY,
    controls: tuple[Control, ...] = (),
    second: Rated | None = None,
) -> Rating:
    """Make a rating by the case manager; `second` is what the clinical lead made of it."""
    return Rating(
        stage=stage,
        rated=result or rated(),
        rater=MANAGER,
        on=on,
        rationale="Three lists were watched.",
        controls=controls,
        second_rater=SecondRating(rater=LEAD, on=on, rated=second) if second else None,
    )

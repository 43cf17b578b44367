"""Small made-up datasets, built by hand, that the tests of the core share. No figure is anybody's.

Test modules import it as a module of the project: pytest's setting `pythonpath` is its root.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from fairness_core.classifications import classification
from fairness_core.observations import Dataset, Derived, Observation, Period, TableFacts, dimensions
from fairness_core.problems import Place
from fairness_core.values import Missing, Reason, Stated, Unit, Value

SUPPRESSED = Missing(reason=Reason.SUPPRESSED)
NOT_RECORDED = Missing(reason=Reason.NOT_RECORDED)
CODE_LISTS = {name: classification(name) for name in ("ethnicity", "band", "cluster")}
BY_ROLE = Derived(dimension="role", codes={"clinical": ("midwife", "nurse"), "non_clinical": ("clerk",)})

SURVEYS = {
    "survey_harassment_public": ("24.0", "21.0"),
    "survey_harassment_staff": ("24.0", "19.5"),
    "survey_equal_opportunity": ("50.0", "64.1"),
    "survey_discrimination": ("14.2", "5.7"),
}
"""Measure: published percentage of BME and of White staff."""


def on_31_march(year: int) -> Period:
    """Return the snapshot day of a year's return."""
    return Period(end=date(year, 3, 31))


def to_31_march(year: int) -> Period:
    """Return the twelve months that a year's return speaks of."""
    return Period(start=date(year - 1, 4, 1), end=date(year, 3, 31))


def autumn(year: int) -> Period:
    """Return the time in which a year's staff survey was run."""
    return Period(start=date(year, 9, 1), end=date(year, 11, 30))


MARCH = on_31_march(2025)
YEAR = to_31_march(2025)


def percent(text: str, base: int | None = None) -> Stated:
    """Return a published percentage, with the decimals that are written."""
    return Stated(value=Decimal(text), unit=Unit.PERCENT, base=base)


def figure(measure: str, value: Value, period: Period = MARCH, *, cell: str = "", **codes: str) -> Observation:
    """Return one figure, at a cell where one is named."""
    where = Place(file="made-up.xlsx", sheet="Return", cell=cell) if cell else Place()
    return Observation(measure=measure, period=period, dimensions=dimensions(**codes), value=value, where=where)


def groups(measure: str, period: Period, figures: Mapping[str, Value], **codes: str) -> tuple[Observation, ...]:
    """Return a figure for each ethnic group or code in `figures`."""
    return tuple(figure(measure, value, period, ethnicity=group, **codes) for group, value in figures.items())


def dataset(
    *observations: Observation,
    tables: Mapping[str, TableFacts] | None = None,
    derived: Mapping[str, Derived] | None = None,
    default_by: tuple[str, ...] = (),
) -> Dataset:
    """Return a dataset of the figures, with the packaged code lists."""
    return Dataset(
        observations=observations,
        classifications=CODE_LISTS,
        tables=tables or {},
        derived=derived or {},
        default_by=default_by,
    )


def made_up_return(year: int = 2025, *, disciplined: tuple[int, int] = (17, 9)) -> Dataset:
    """Return a small trust's figures for one year, all nine indicators, by White, BME and unknown.

    2,505 White, 725 BME and 66 unknown staff; `disciplined` are the White and the BME staff who
    entered the formal process.
    """
    return dataset(*_workforce(year), *_flows(year, *disciplined), *_surveys(year), *_board(year))


def _workforce(year: int) -> Iterable[Observation]:
    staff = {"white": 2505, "bme": 725, "unknown": 66}
    return (figure("headcount", sum(staff.values()), on_31_march(year)), *groups("headcount", on_31_march(year), staff))


def _flows(year: int, white: int, bme: int) -> Iterable[Observation]:
    during = to_31_march(year)
    return (
        *groups("shortlisted", during, {"white": 400, "bme": 300, "unknown": 20}),
        *groups("appointed", during, {"white": 80, "bme": 40, "unknown": 2}),
        *groups("entered_disciplinary", during, {"white": white, "bme": bme, "unknown": 0}),
        *groups("accessed_training", during, {"white": 501, "bme": 145, "unknown": 6}),
    )


def _surveys(year: int) -> Iterable[Observation]:
    return (
        each
        for measure, (bme, white) in SURVEYS.items()
        for each in groups(measure, autumn(year - 1), {"bme": percent(bme), "white": percent(white)})
    )


def _board(year: int) -> Iterable[Observation]:
    march = on_31_march(year)
    return (
        *groups("board_members", march, {"white": 12, "bme": 2, "unknown": 1}),
        *groups("board_members", march, {"white": 7, "bme": 1, "unknown": 1}, vote="voting"),
        *groups("board_members", march, {"white": 5, "bme": 1, "unknown": 0}, vote="non_voting"),
        *groups("board_members", march, {"white": 6, "bme": 0, "unknown": 0}, seat="executive"),
        *groups("board_members", march, {"white": 6, "bme": 2, "unknown": 1}, seat="non_executive"),
    )

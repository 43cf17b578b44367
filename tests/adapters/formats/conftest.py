"""A made-up report that uses every feature of a draft, for the tests of all writers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import inf

import attrs
import pytest

from fairness_core.disclosure import Report, protect, threshold
from fairness_core.problems import Place, note, warning
from fairness_core.report.draft import (
    Amount,
    AmountUnit,
    Cell,
    Column,
    Draft,
    Fact,
    Figure,
    Point,
    Provenance,
    Section,
    Sentence,
    Series,
    Table,
)

RATIO = AmountUnit.RATIO
HIDDEN_COUNT, HIDDEN_BASE = 8_641, 13_597
HIDDEN_PERCENT = 100 * HIDDEN_COUNT / HIDDEN_BASE
YEARS = ("2021", "2022", "2023", "2024", "2025")


def ratio(value: float | Fraction | None, why_not: str = "", rests_on: str = "") -> Amount:
    """Make a ratio with two decimals."""
    keys = frozenset([rests_on] if rests_on else [])
    return Amount(value=value, unit=RATIO, decimals=2, why_not=why_not, rests_on=keys)


def count(value: int, rests_on: str = "") -> Amount:
    """Make a count."""
    return Amount(value=value, unit=AmountUnit.COUNT, rests_on=frozenset([rests_on] if rests_on else []))


def percent(value: float | Fraction, rests_on: str = "") -> Amount:
    """Make a percentage with one decimal."""
    keys = frozenset([rests_on] if rests_on else [])
    return Amount(value=value, unit=AmountUnit.PERCENT, decimals=1, rests_on=keys)


def _summary() -> Section:
    return Section(
        name="summary",
        heading="Summary",
        paragraphs=(
            Sentence(
                template="White applicants were {0} times as likely as BME applicants to be appointed from "
                "shortlisting ({1} of White and {2} of BME applicants).",
                parts=(
                    Amount(value=Fraction(161, 100), unit=RATIO, decimals=1),
                    percent(21.3),
                    percent(13.2),
                ),
            ),
            Sentence(
                template="Staff who entered the formal process: {0} of {1}.",
                parts=(count(HIDDEN_COUNT, "formal"), count(HIDDEN_BASE, "base")),
                otherwise="How many staff entered the formal process is not shown.",
            ),
        ),
        bullets=(
            Sentence(template="Likelihoods of appointment have moved apart since 2024."),
            Sentence(template='=1+1 is a text that begins like a formula, & <has> "marks".'),
        ),
    )


def _shortlisting_figure() -> Figure:
    points = (
        Point(label="2021", value=ratio(1.22), low=ratio(0.9), high=ratio(1.6)),
        Point(label="2022", value=ratio(Fraction(9, 7)), low=ratio(1.05), high=ratio(inf)),
        Point(label="2023", value=ratio(1.9, rests_on="formal"), low=ratio(1.1), high=ratio(2.4)),
        Point(label="2024", value=ratio(None, "nobody was shortlisted")),
        Point(label="2025", value=ratio(1.61), low=ratio(1.2), high=ratio(2.17)),
    )
    return Figure(
        name="shortlisting",
        kind="intervals",
        title=Sentence(template="White applicants were likelier to be appointed in each year shown"),
        alternative=Sentence(
            template="Chart of the relative likelihood of appointment. In 2025 it is {0}, outside the range.",
            parts=(ratio(1.61),),
        ),
        series=(Series(label="White to BME", points=points),),
        axis_label="Relative likelihood",
        unit=RATIO,
        reference=1.0,
        reference_label="Equal likelihood (1)",
        range_low=0.8,
        range_high=1.25,
        range_label="Non-adverse range, 0.80 to 1.25",
    )


def _shortlisting() -> Section:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("2021", count(725), percent(Fraction(100 * 9, 725)), ratio(1.22), Fact(value="within the range"), ""),
        ("2022", count(2505), percent(17.25), ratio(inf), Fact(value=True), "=SUM(A1)"),
        (
            "2023",
            count(HIDDEN_COUNT, "formal"),
            percent(HIDDEN_PERCENT, "formal"),
            ratio(1.9, rests_on="formal"),
            Fact(value="above the range", rests_on=frozenset({"formal"})),
            "+44",
        ),
        ("2024", count(0), percent(0), ratio(None, "nobody was shortlisted"), Fact(value=None), "@x"),
        ("2025", count(31_234), percent(Fraction(2, 3)), ratio(1.61), Fact(value=False), "-5"),
    )
    columns = (
        Column(label="Year"),
        Column(label="Shortlisted", unit=AmountUnit.COUNT),
        Column(label="Appointed, per cent", unit=AmountUnit.PERCENT),
        Column(label="Relative likelihood", unit=RATIO),
        Column(label="Position"),
        Column(label="Remark"),
    )
    return Section(
        name="indicator_2",
        heading="Indicator 2: appointment from shortlisting",
        level=3,
        paragraphs=(Sentence(template="The higher the ratio, the likelier White applicants were appointed."),),
        figure=_shortlisting_figure(),
        table=Table(
            name="indicator_2",
            title="Appointment from shortlisting, by year",
            columns=columns,
            rows=rows,
            notes=("Years end on 31 March.",),
        ),
        notes=(Sentence(template="The interval is that of Miettinen and Nurminen."),),
    )


def _survey() -> Section:
    white = (21.5, 22.0, 22.4, 21.9, 21.0)
    bme = (27.0, 27.9, 28.8, 26.1, 25.2)
    series = tuple(
        Series(
            label=label,
            points=tuple(Point(label=y, value=percent(v)) for y, v in zip(YEARS, values, strict=True)),
        )
        for label, values in (("White", white), ("BME", bme))
    )
    rows = tuple(
        (y, percent(w), percent(b), Amount(value=w - b, unit=AmountUnit.POINTS, decimals=1))
        for y, w, b in zip(YEARS, white, bme, strict=True)
    )
    return Section(
        name="indicator_5",
        heading="Indicator 5: harassment by patients",
        level=2,
        paragraphs=(Sentence(template="BME staff reported harassment more often in all five years."),),
        figure=Figure(
            name="indicator_5",
            kind="lines",
            title=Sentence(template="The gap has narrowed since 2023"),
            alternative=Sentence(template="Lines for White and BME staff; BME is above White in all years."),
            series=series,
            axis_label="Staff who were harassed, per cent",
            unit=AmountUnit.PERCENT,
        ),
        table=Table(
            name="indicator_5",
            title="Staff who were harassed, by year",
            columns=(
                Column(label=""),
                Column(label="White", unit=AmountUnit.PERCENT),
                Column(label="BME", unit=AmountUnit.PERCENT),
                Column(label="White", unit=AmountUnit.POINTS),
            ),
            rows=rows,
        ),
    )


def _bands() -> Section:
    bands = ("Band 5", "Band 6", "Band 7", "Bands 8a and 8b", "Board")
    shares = {"White": (71.0, 78.5, 83.1, 90.0, 95.0), "BME": (24.5, 18.2, 14.0, 8.0, 5.0)}
    series = tuple(
        Series(
            label=label,
            points=tuple(Point(label=band, value=percent(v)) for band, v in zip(bands, values, strict=True)),
        )
        for label, values in shares.items()
    )
    rows = tuple(
        (band, *(percent(each) for each in values), *(count(100 * n) for n in range(7)))
        for band, *values in zip(bands, *shares.values(), strict=True)
    )
    labels = ("Band", "White", "BME", "Unknown", "Nursing", "Midwifery", "Medical", "Estates", "Board", "All")
    return Section(
        name="indicator_1",
        heading="Indicator 1: representation by band",
        level=2,
        figure=Figure(
            name="indicator_1",
            kind="bars",
            title=Sentence(template="The share of BME staff falls with each band"),
            alternative=Sentence(template="Bars: BME staff are 24.5% of Band 5 and 5.0% of the board."),
            series=series,
            axis_label="Share of staff, per cent",
            unit=AmountUnit.PERCENT,
        ),
        table=Table(
            name="indicator_1",
            title="Staff by band",
            columns=tuple(Column(label=label) for label in labels),
            rows=rows,
        ),
        notes=(Sentence(template="Headcount on 31 March."),),
    )


def _forest() -> Section:
    names = ("Clinical, lower to middle", "Clinical, middle to upper", "Non-clinical, lower to middle")
    values = ((1.4, 1.1, 1.8), (0.7, 0.0, 0.95), (2.9, 1.2, 75.0))
    points = tuple(
        Point(label=name, value=ratio(v), low=ratio(low), high=ratio(high))
        for name, (v, low, high) in zip(names, values, strict=True)
    )
    return Section(
        name="tiers",
        heading="Race disparity ratios by tier",
        figure=Figure(
            name="tiers",
            kind="intervals",
            title=Sentence(template="=Two of three disparity ratios are outside the range"),
            alternative=Sentence(template="Three ratios with their intervals: 1.40, 0.70 and 2.90."),
            series=(Series(label="Disparity ratio", points=points),),
            axis_label="Disparity ratio",
            unit=RATIO,
            reference=1.0,
            reference_label="Equal (1)",
            range_low=0.8,
            range_high=1.25,
            range_label="Non-adverse range, 0.80 to 1.25",
        ),
    )


def _nothing_to_draw() -> Section:
    hidden = Point(label="2025", value=ratio(8.75, rests_on="formal"))
    empty = Table(name="A1", title="Nobody in scope", columns=(Column(label="Group"), Column(label="n")), rows=())
    return Section(
        name="nothing",
        heading="Indicator 3: formal process",
        figure=Figure(
            name="nothing",
            kind="intervals",
            title=Sentence(
                template="{0} times", parts=(ratio(8.75, rests_on="formal"),), otherwise="Entry to the formal process"
            ),
            alternative=Sentence(template="No point of this chart can be shown."),
            series=(Series(label="BME to White", points=(hidden,)),),
            axis_label="Relative likelihood",
            unit=RATIO,
        ),
        table=empty,
    )


def make_draft() -> Draft:
    """Make the draft: six sections, and a count of its own that a threshold of 9,000 hides."""
    return Draft(
        kind="wres",
        title="Workforce Race Equality Standard: Sample NHS Trust",
        subtitle="Year ending 31 March 2025",
        sections=(_summary(), _shortlisting(), _survey(), _bands(), _forest(), _nothing_to_draw()),
        metrics={
            "indicators": {
                "2": {
                    "value": ratio(Fraction(161, 100)),
                    "share": percent(HIDDEN_PERCENT, "formal"),
                    "limits": (ratio(Fraction(1, 3)), ratio(inf), ratio(None, "nobody")),
                    "significant": Fact(value=True),
                }
            },
            "score": Amount(value=Decimal("6.25"), unit=RATIO, decimals=2),
        },
        provenance=Provenance(
            sources=({"name": "return.xlsx", "sha256": "0123456789abcdef" * 4},),
            standard={"id": "wres-2025", "revision": "1", "sha256": "fedcba9876543210" * 4},
            methods=("Ratio intervals: Miettinen and Nurminen.", "Test: doubled mid-p."),
        ),
        problems=(
            note("reading_summed", "A total is the sum of its parts."),
            warning(
                "row_moved",
                "A label stands in another row than the layout knows.",
                where=Place(file="return.xlsx", sheet="WRES", cell="F41"),
                found="row 41",
                expected="row 40",
                hint="Check the row.",
            ),
        ),
        counts={"formal": HIDDEN_COUNT, "base": HIDDEN_BASE},
    )


@pytest.fixture(scope="session")
def draft() -> Draft:
    """The draft, which no writer may take."""
    return make_draft()


@pytest.fixture(scope="session")
def report() -> Report:
    """The report, with one count hidden."""
    return protect(make_draft(), threshold(9_000))


@pytest.fixture(scope="session")
def long_report() -> Report:
    """A report of a table with 5,000 rows."""
    rows = tuple(
        (f"Trust {number}", count(number), percent(number / 50), ratio(1.5), Fact(value=True), "text")
        for number in range(5_000)
    )
    labels = ("Trust", "Staff", "Share", "Ratio", "Significant", "Remark")
    table = Table(name="long", title="All", columns=tuple(Column(label=each) for each in labels), rows=rows)
    section = Section(name="long", heading="Long", table=table)
    return protect(attrs.evolve(make_draft(), sections=(section,)), threshold(9_000))

"""Standards and their indicators as read from TOML: what they say, and what must be refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fairness_core.config import packaged_text
from fairness_core.equality.indicators import (
    AtMost,
    Composition,
    PointGap,
    RateRatio,
    Standard,
    StockRatio,
    SurveyPercent,
    load_standard,
    standard,
)
from fairness_core.errors import CallerError, ConfigError

WRES = standard("wres-2025")
EDITION = 'extends = "wres-2025"\nid = "made-up"\n'


def faults(text: str) -> dict[str, str]:
    """Return what is wrong with an edition, by key path."""
    with pytest.raises(ConfigError) as caught:
        load_standard(EDITION + text, "edition.toml")
    return {problem.where.field: problem.message for problem in caught.value.problems}


def test_the_nine_indicators_and_the_three_disparity_ratios_are_there() -> None:
    """WRES 2025 has indicators 1 to 9, in order, and the ratios between the tiers."""
    assert [*(f"wres-{number}" for number in range(1, 10))] == list(WRES.indicators)[:9]
    assert ["disparity-lower-middle", "disparity-middle-upper", "disparity-lower-upper"] == list(WRES.indicators)[9:]


@pytest.mark.parametrize(
    ("name", "kind", "measures"),
    [
        ("wres-1", Composition, ("headcount",)),
        ("wres-2", RateRatio, ("appointed", "shortlisted")),
        ("wres-3", RateRatio, ("entered_disciplinary", "headcount")),
        ("wres-4", RateRatio, ("accessed_training", "headcount")),
        ("wres-5", SurveyPercent, ("survey_harassment_public",)),
        ("wres-8", SurveyPercent, ("survey_discrimination",)),
        ("wres-9", PointGap, ("board_members", "headcount")),
        ("disparity-lower-upper", StockRatio, ("headcount",)),
    ],
)
def test_an_indicator_has_its_kind_and_says_which_measures_it_reads(
    name: str, kind: type, measures: tuple[str, ...]
) -> None:
    """The kind decides the class; the numerator comes before the denominator, the part before the whole."""
    indicator = WRES.indicators[name]
    assert (kind, measures) == (type(indicator), indicator.measures)


def test_the_summary_tells_of_the_whole_step_and_not_of_its_two_halves() -> None:
    """Of the three disparity ratios only lower to upper is in the report's summary."""
    told = [name for name, indicator in WRES.indicators.items() if indicator.in_summary]
    assert [*(f"wres-{number}" for number in range(1, 10)), "disparity-lower-upper"] == told


def test_checks_have_their_kinds() -> None:
    """A check of kind at_most says which count may not be above which."""
    check = WRES.checks["appointed-not-above-shortlisted"]
    assert isinstance(check, AtMost)
    assert ("appointed", "shortlisted", "error") == (check.part, check.whole, check.severity)


def test_a_figure_falls_into_the_year_of_its_flow() -> None:
    """Stock and flow count for the year in which they end; a survey for the return of the next year."""
    end = date(2024, 11, 30)
    assert [2024, 2024, 2025] == [WRES.reporting_year(flow, end) for flow in ("stock", "flow", "survey")]


def test_the_code_list_is_that_of_the_standard() -> None:
    """What is compared are ethnic groups, with White, BME and unknown side by side."""
    assert "ethnicity" == WRES.code_list.id == WRES.dimension
    assert ("white", "bme", "unknown") == WRES.code_list.groupings[WRES.grouping].groups


def test_an_edition_keeps_what_it_does_not_change() -> None:
    """Pooling two years in indicator 3 changes that, and nothing of the others."""
    edition = load_standard(EDITION + "[indicators.wres-3]\nyears = 2")
    changed = edition.indicators["wres-3"]
    assert isinstance(changed, RateRatio)
    assert (2, "bme", "white") == (changed.years, changed.top, changed.bottom)
    assert {name: each for name, each in WRES.indicators.items() if name != "wres-3"} == {
        name: each for name, each in edition.indicators.items() if name != "wres-3"
    }
    assert WRES.sha256 != edition.sha256


def test_a_standard_is_read_once() -> None:
    """Asked again, the same value comes, with the hash of its text."""
    assert standard("wres-2025") is WRES
    assert load_standard(packaged_text("standards", "wres-2025")).sha256 == WRES.sha256


def test_a_standard_that_is_not_packaged_lists_those_that_are() -> None:
    """A wrong id is answered with the right ones."""
    with pytest.raises(CallerError, match="wres-2025"):
        standard("wres-1066")


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ('[indicators.wres-2]\nnumerator = "hired"', "indicators.wres-2", "There is no measure 'hired'."),
        ('[indicators.wres-1]\nmeasure = "heads"', "indicators.wres-1", "There is no measure 'heads'."),
        ('[indicators.wres-5]\nmeasure = "mood"', "indicators.wres-5", "There is no measure 'mood'."),
        ('[indicators.wres-9]\nwhole = "heads"', "indicators.wres-9", "There is no measure 'heads'."),
        ('[indicators.wres-2]\ntop = "green"', "indicators.wres-2", "There is no group 'green'"),
        ('[indicators.wres-1]\ngroup = "green"', "indicators.wres-1", "There is no group 'green'"),
        (
            '[indicators.disparity-lower-upper]\nupper = "heaven"',
            "indicators.disparity-lower-upper",
            "There is no tier 'heaven'.",
        ),
        ("[indicators.wres-2]\nnon_adverse_range = [1.25, 0.80]", "indicators.wres-2", "two numbers with 1 between"),
        ("[indicators.wres-2]\nnon_adverse_range = [0.80]", "indicators.wres-2", "two numbers with 1 between"),
        ("[indicators.wres-2]\nnon_adverse_range = [0, 2]", "indicators.wres-2", "two numbers with 1 between"),
        ("[indicators.wres-3]\nyears = 0", "indicators.wres-3", "years must be 1 or more."),
        ('[checks.headcount-jump]\nmeasure = "heads"', "checks.headcount-jump", "There is no measure 'heads'."),
        (
            '[checks.appointed-not-above-shortlisted]\npart = "hired"',
            "checks.appointed-not-above-shortlisted",
            "There is no measure 'hired'.",
        ),
        ('[indicators.wres-2]\nbetter = "dearer"', "indicators.wres-2.better", "'lower', 'higher', 'towards_one'"),
        ('[indicators.wres-2]\nunknown = "in"', "indicators.wres-2.unknown", "expected one of 'out'"),
        ("[indicators.wres-2]\nyear = 2", "indicators.wres-2.year", "misspelt"),
        ('[indicators.wres-2]\nkind = "magic"', "indicators.wres-2", "Its kind is 'magic'"),
    ],
)
def test_what_cannot_be_computed_is_refused_at_its_key(text: str, path: str, message: str) -> None:
    """Names that do not exist, ranges without parity and unknown keys are faults with a key path."""
    found = faults(text)
    assert [path] == list(found)
    assert message in found[path]


def test_parity_may_be_an_end_of_the_range() -> None:
    """A range that begins or ends at 1 holds parity."""
    edition = load_standard(EDITION + "[indicators.wres-2]\nnon_adverse_range = [1, 1.25]")
    indicator = edition.indicators["wres-2"]
    assert isinstance(indicator, RateRatio)
    assert (Decimal(1), Decimal("1.25")) == indicator.non_adverse_range


def test_every_kind_of_figure_needs_its_rule_of_the_year() -> None:
    """A standard that does not say in which year a survey counts is refused."""
    text = packaged_text("standards", "wres-2025").replace("[year_rules.survey]", "[year_rules.opinion]")
    with pytest.raises(ConfigError, match="A rule for 'survey' is missing"):
        load_standard(text)


def test_faults_of_several_kinds_are_all_told() -> None:
    """A wrong group, a wrong measure, a wrong tier and a wrong check come in one run."""
    found = faults(
        """
        [indicators.wres-2]
        top = "green"
        years = 0
        [indicators.wres-9]
        measure = "seats"
        [indicators.disparity-lower-middle]
        lower = "cellar"
        [checks.unknown-share]
        measure = "heads"
        """
    )
    assert {"indicators.wres-2", "indicators.wres-9", "indicators.disparity-lower-middle", "checks.unknown-share"} == (
        set(found)
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('classification = "horoscope"', "classification"),
        ('grouping = "nine-groups"', "grouping"),
        ("confidence = 95", "confidence"),
        ("significance = 5", "significance"),
        ('[indicators.wres-7]\nbreaks = { soon = "one day" }', "indicators.wres-7"),
        ("[indicators.wres-7]\ndecimals = -1", "indicators.wres-7"),
    ],
)
def test_what_would_fail_later_is_refused_when_the_file_is_read(text: str, path: str) -> None:
    """A code list, a grouping, a level or a year that cannot be is a fault of the file, at its key."""
    assert [path] == list(faults(text))


def test_a_parent_that_is_not_packaged_is_a_fault_of_the_file() -> None:
    """The file is at fault, not the caller: the key `extends` is named."""
    with pytest.raises(ConfigError, match="extends"):
        load_standard('extends = "wres-1066"')


def test_a_standard_of_ones_own_needs_no_parent() -> None:
    """A standard can be written whole; what it leaves out is empty."""
    text = """
    id = "own"
    revision = 1
    title = "Own standard"
    source = "made up"
    short = "Own"
    year = 2025
    dimension = "ethnicity"
    classification = "ethnicity"
    grouping = "wres"
    confidence = 0.9
    significance = 0.1
    year_rules = { stock = {}, flow = {}, survey = { years_later = 1 } }
    [indicators.board]
    kind = "composition"
    number = "1"
    title = "Board"
    definition = "The share of the board."
    measure = "board_members"
    group = "D"
    base = "known"
    better = "none"
    decimals = 0
    """
    own = load_standard(text)
    assert isinstance(own, Standard)
    assert ({}, {}, ["board"]) == (own.tiers, own.checks, list(own.indicators))

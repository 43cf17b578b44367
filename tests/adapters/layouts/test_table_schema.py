"""What is wrong with a layout of kind `table`: every fault at once, each with its key."""

from __future__ import annotations

import pytest
from tests.adapters.layouts.made_tables import HEAD, PLAIN, layout_of

from fairness_core.errors import ConfigError

FIGURES = '[figures.headcount]\nmeasure = "headcount"\nlabels = ["N"]\n'
DAY = '[period]\nday = "2025-03-31"\n'


def faults(text: str) -> dict[str, str]:
    """Return the key paths and messages of all that is wrong."""
    with pytest.raises(ConfigError) as caught:
        layout_of(text)
    return {problem.where.field: problem.message for problem in caught.value.problems}


def test_a_table_needs_no_dimension() -> None:
    """A list of totals is a table too."""
    assert {} == layout_of(HEAD + DAY + FIGURES).dimensions


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """Header rows, period, dimensions, figures, rows and derived dimensions."""
    found = faults(
        HEAD
        + """
        ignored = ["/(/"]
        [sheets]
        names = ["/[/"]
        [header]
        rows = ["year"]
        without = ["/*/"]
        [period]
        labels = ["Date"]
        day = "31 March"
        year_end = "March"
        [dimensions.period]
        labels = ["When"]
        as_written = true
        [dimensions.band]
        labels = ["Band"]
        column = "1"
        above = "Band"
        [dimensions.cluster]
        labels = ["Cluster"]
        classification = "cluster"
        [dimensions.ethnicity]
        classification = "ethnicity"
        codes = { green = ["Green"] }
        matching = "x"
        [figures.one]
        measure = "heads"
        once_per = ["Id"]
        where = { cluster = "blue" }
        times = 0
        when = [{ texts = ["a"] }, { labels = ["A"], column = "B" }]
        [figures.two]
        measure = "survey_discrimination"
        [rows]
        skip = ["/(/"]
        [derived.tier]
        dimension = "grade"
        codes = { low = ["2"] }
        """
    )
    assert {
        "ignored",
        "sheets.names",
        "header.rows",
        "header.without",
        "period",
        "period.day",
        "period.year_end",
        "period.survey",
        "dimensions.period",
        "dimensions.band",
        "dimensions.band.column",
        "dimensions.band.above",
        "dimensions.ethnicity",
        "dimensions.ethnicity.codes",
        "dimensions.ethnicity.matching",
        "figures.one.measure",
        "figures.one.once_per",
        "figures.one.where.cluster",
        "figures.one.times",
        "figures.one.when[1]",
        "figures.one.when[2]",
        "rows.skip",
        "derived.tier.dimension",
    } == set(found)
    assert 'write "period" for the time' in found["header.rows"]
    assert "labels and day" in found["period"]
    assert "Found nothing" in found["dimensions.ethnicity"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (HEAD + DAY, "figures"),
        (HEAD + DAY + "[figures]\n", "figures"),
        (HEAD + FIGURES, "period"),
        (PLAIN + "[header]\nrows = []\n", "header.rows"),
        (PLAIN.replace('classification = "ethnicity"', ""), "dimensions.ethnicity"),
        (
            PLAIN.replace('classification = "ethnicity"', 'classification = "ethnicty"'),
            "dimensions.ethnicity.classification",
        ),
    ],
)
def test_what_is_lacking_is_said(text: str, path: str) -> None:
    """Figures, a time, a header row, and what the texts of a dimension mean."""
    assert path in faults(text)


def test_own_measures_are_known() -> None:
    """A measure of the layout's own may be used like a packaged one."""
    own = '[measures.leavers]\ntitle = "Leavers"\nunit = "people"\nflow = "flow"\n'
    layout = layout_of(HEAD + own + QUARTER + FIGURES.replace('"headcount"', '"leavers"'))
    assert "Leavers" == layout.known_measures()["leavers"].title


QUARTER = '[period]\nfirst_day = "2025-07-01"\nlast_day = "2025-09-30"\n'
FLOW = '[figures.applied]\nmeasure = "shortlisted"\nlabels = ["N"]\n'


def test_a_day_says_nothing_of_what_is_counted_over_a_time() -> None:
    """A quarter must not be taken for a year: the fault says what to write."""
    expected = "figures.applied counts what happens over a time, so a day does not say which"
    assert faults(HEAD + DAY + FIGURES + FLOW) == {"period.day": f"{expected}; write first_day and last_day."}
    assert "2025-07-01" == layout_of(HEAD + QUARTER + FIGURES + FLOW).period.first_day


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (QUARTER.replace("09-30", "09-31"), "period.last_day", "Found '2025-09-31'; expected a day such as 2025-03-31"),
        (QUARTER.replace("07-01", "10-01"), "period.last_day", "Found '2025-09-30'; expected a day after first_day"),
        (QUARTER.replace("first_day", "# "), "period.first_day", "first_day and last_day belong together: write both"),
        (QUARTER + 'day = "2025-09-30"\n', "period", "Found day and first_day; say in one way where the time stands"),
    ],
)
def test_what_is_wrong_with_fixed_days_is_said(text: str, path: str, message: str) -> None:
    """No such day, the last before the first, one of the two alone, a day beside them."""
    found = faults(HEAD + text + FIGURES)
    assert message in found[path]

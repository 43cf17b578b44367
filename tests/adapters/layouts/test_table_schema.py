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
    layout = layout_of(HEAD + own + DAY + FIGURES.replace('"headcount"', '"leavers"'))
    assert "Leavers" == layout.known_measures()["leavers"].title

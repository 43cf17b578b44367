"""The board report as a whole: what is said, in which order, and what is left out when it must be hidden."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs
import pytest
from tests.core.equality.datasets import MARCH, dataset, figure, groups, made_up_return, percent
from tests.core.report.made_reports import (
    WRES,
    assessed,
    bands,
    changed,
    leaves,
    report_of,
    said,
    section,
    sentences,
    table_of,
    texts,
    trust,
)

from fairness_core.disclosure import NONE, hidden_counts, protect, threshold
from fairness_core.equality.indicators import Standard, load_standard
from fairness_core.errors import CallerError
from fairness_core.observations import Derived, SourceFacts, TableFacts, merge
from fairness_core.problems import note, warning
from fairness_core.report.draft import Amount, AmountUnit, Fact, Hidden
from fairness_core.report.equality import build_equality_report

TWO_YEARS = report_of(trust(2024, 2025), "cluster", "band")


def test_the_report_opens_with_its_summary_and_ends_with_its_doubts() -> None:
    """A section for each indicator in the standard's order lies between, then the method."""
    names = [part.name for part in TWO_YEARS.sections]
    assert ["summary", *WRES.indicators, "method", "doubts"] == names
    assert "Indicator 3: Entering the formal disciplinary process" == section(TWO_YEARS, "wres-3").heading
    assert "Race disparity ratio: lower to upper bands" == section(TWO_YEARS, "disparity-lower-upper").heading


def test_the_title_names_the_organisation_when_it_is_known() -> None:
    """And the subtitle the years."""
    named = report_of(attrs.evolve(trust(2024, 2025), organisation="Northmoor (made up)"))
    assert "Workforce Race Equality Standard 2025: Northmoor (made up)" == named.title
    assert ("Workforce Race Equality Standard 2025", "Figures for 2024 and 2025") == (
        TWO_YEARS.title,
        TWO_YEARS.subtitle,
    )
    assert ("equality-standard", "en-GB") == (TWO_YEARS.kind, TWO_YEARS.language)


def test_the_summary_says_each_finding_with_what_changed() -> None:
    """A bullet for each headline of the latest year, with the change behind it; no proof is claimed."""
    summary = section(TWO_YEARS, "summary")
    bullets = [bullet.text for bullet in summary.bullets]
    assert 8 + 3 + 2 == len(bullets)
    assert (
        "BME staff were 1.83 times as likely as White staff to enter the formal disciplinary process (1.2% against "
        "0.7%). From 2024 to 2025 the figure rose, from 1.63 to 1.83: worsened (closer to 1 is better)." == bullets[2]
    )
    assert bullets[-1].startswith("Clinical, not medical: the odds")
    assert "proves discrimination" in summary.notes[0].text
    assert "What the figures of 2025 say." in said(summary)


def test_a_first_year_has_nothing_to_be_compared_with() -> None:
    """Findings only, no changes."""
    one = report_of(made_up_return())
    assert [] == [bullet.then for bullet in section(one, "summary").bullets if bullet.then]
    assert "Figures for 2025" == one.subtitle


def test_each_section_says_definition_finding_evidence_and_change() -> None:
    """In this order, before chart and table."""
    part = section(TWO_YEARS, "wres-3")
    first, second, third, fourth = [paragraph.text for paragraph in part.paragraphs]
    assert first == WRES.indicators["wres-3"].definition
    assert second.startswith("BME staff were 1.83 times as likely")
    assert third.startswith("The figure is above the non-adverse range")
    assert fourth.startswith("From 2024 to 2025 the figure rose")
    assert part.figure is not None
    assert part.table is not None


def test_a_section_of_several_figures_says_each_of_them() -> None:
    """The three parts of the board; their changes stand in the table."""
    part = section(TWO_YEARS, "wres-9")
    starts = [paragraph.text.split(":")[0] for paragraph in part.paragraphs[1:]]
    assert ["Whole board", "Voting members", "Executive members"] == starts


def test_every_figure_of_a_sentence_stands_in_a_table() -> None:
    """What is said of the latest year can be found below, printed alike."""
    cells = {cell for table in TWO_YEARS.tables() for row in texts(table) for cell in row}
    inverses = {"2.46"}
    for sentence in sentences(TWO_YEARS):
        for part in sentence.parts:
            if isinstance(part, Amount) and part.value is not None and part.text not in inverses:
                assert part.text in cells, sentence.text


def test_notes_say_the_rule_the_caution_and_the_doubts_once() -> None:
    """What counts as better, and what to keep in mind, without repeating."""
    notes = [each.text for each in section(TWO_YEARS, "wres-2").notes]
    assert len(notes) == len(set(notes))
    assert "Change: closer to 1 is better." in notes
    assert any("applications from a recruitment system" in text for text in notes)
    assert any("International recruitment" in text for text in notes)


def test_cautions_of_sums_are_noted() -> None:
    """A total that was added up over bands in which people can stand twice says so."""
    data = bands(2025)
    twice = TableFacts(absent="zero", additive_over={"band": "People can stand in two bands.", "cluster": ""})
    draft = report_of(attrs.evolve(data, tables={"headcount": twice}), "band")
    assert ["People can stand in two bands."] == [
        each.text for each in section(draft, "wres-1").notes if each.text.startswith("People")
    ]


def test_a_break_in_the_series_is_told_where_it_lies_between_the_years() -> None:
    """Indicator 7 across 2022: why its figures are not compared stands below its table, and nowhere else."""
    across = report_of(merge([made_up_return(2021), made_up_return(2022)]))
    assert "Before 2022 and after are not compared: from the survey of 2021 'don't know' stays" in said(
        section(across, "wres-7")
    )
    assert "are not compared" not in said(section(across, "wres-6"))
    assert "are not compared" not in said(section(TWO_YEARS, "wres-7"))
    after = report_of(merge([made_up_return(2022), made_up_return(2023)]))
    assert "are not compared" not in said(section(after, "wres-7"))


POOLED = """
extends = "wres-2025"
id = "wres-pooled"
title = "Workforce Race Equality Standard, two years pooled"
[indicators.wres-3]
years = 2
"""


def test_an_edition_that_pools_years_says_so() -> None:
    """With `extends` and one line, indicator 3 is worked out over person-years: 17 of 1,450 against 34 of 5,010."""
    draft = report_of(trust(2024, 2025), rules=load_standard(POOLED, "pooled.toml"))
    part = section(draft, "wres-3")
    assert "2 years are pooled: the sum of the events over the sum of the people." in said(part)
    cells = {first: rest for first, *rest in texts(table_of(draft, "wres-3"))}
    assert "17" == cells["BME: staff entering the formal disciplinary process"][1]
    assert "1,450" == cells["BME: staff in post"][1]
    assert "Workforce Race Equality Standard, two years pooled" == draft.title
    assert "wres-pooled" == draft.provenance.standard["id"]
    assert "years are pooled" not in said(section(TWO_YEARS, "wres-3"))


def test_what_is_broken_down_has_a_section_of_its_own_below() -> None:
    """A ratio by cluster follows its indicator, one level down."""
    when = made_up_return().periods("entered_disciplinary")[0]
    events = [
        figure("entered_disciplinary", count, when, ethnicity=group, cluster=cluster)
        for cluster, counts in {"clinical": (11, 6), "non_clinical": (6, 3)}.items()
        for group, count in zip(("white", "bme"), counts, strict=True)
    ]
    data = merge([made_up_return(), bands(2025), dataset(*events)])
    draft = report_of(data, "cluster")
    names = [part.name for part in draft.sections]
    assert names.index("wres-3") + 1 == names.index("wres-3-by")
    part = section(draft, "wres-3-by")
    assert (2, "Entering the formal disciplinary process: by cluster") == (part.level, part.heading)
    assert [["Non-clinical", "3"], ["Clinical, not medical", "6"]] == [
        row[:2] for row in texts(table_of(draft, "wres-3-by"))
    ]


def test_the_method_names_the_levels_of_the_standard() -> None:
    """Another edition's confidence and significance are said, not 95 % and 0.05."""
    stricter = load_standard('extends = "wres-2025"\nid = "strict"\nconfidence = 0.99\nsignificance = 0.01\n')
    draft = report_of(made_up_return(), rules=stricter)
    method = said(section(draft, "method"))
    assert "Intervals are 99% intervals" in method
    assert "when it is under 0.01." in method
    assert "99% interval, from" in {
        row[0] for row in texts(table_of(report_of(made_up_return(), rules=stricter), "wres-3"))
    }


def test_the_doubts_of_rules_sources_and_derived_dimensions_are_listed_once() -> None:
    """Each from where it was said, none twice."""
    data = attrs.evolve(
        made_up_return(),
        sources=(SourceFacts(name="a.csv", sha256="0" * 64, format="own", notes=("Only permanent staff.",) * 2),),
        derived={"cluster": Derived(dimension="role", codes={}, doubt="Roles were sorted by us.")},
    )
    bullets = [each.text for each in section(report_of(data), "doubts").bullets]
    assert {"Only permanent staff.", "Roles were sorted by us.", *WRES.doubts} <= set(bullets)
    assert len(bullets) == len(set(bullets))


def test_without_doubts_there_is_no_section_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A standard without doubts, on a grouping without one, has nothing to say there."""
    groupings = {name: attrs.evolve(each, doubt="") for name, each in WRES.code_list.groupings.items()}
    certain = attrs.evolve(WRES.code_list, groupings=groupings)
    monkeypatch.setattr(Standard, "code_list", property(lambda _: certain))
    draft = report_of(made_up_return(), rules=attrs.evolve(WRES, doubts=()))
    assert "method" == draft.sections[-1].name


def test_an_edition_may_show_five_groups() -> None:
    """With another grouping the table has its groups, and the share that the indicator is about all the same."""
    five = attrs.evolve(WRES, grouping="five-groups")
    counted = attrs.evolve(dataset(*NATIONAL), tables={"headcount": TableFacts(absent="zero")})
    draft = report_of(counted, rules=five)
    assert ["60", "10", "10", "10", "10", "5"] == texts(table_of(draft, "wres-1"))[0][1:7]


NATIONAL = groups("headcount", MARCH, {"A": 60, "D": 10, "H": 10, "M": 10, "S": 10, "Z": 5})


def test_provenance_names_files_rules_and_methods() -> None:
    """Hashes of both, and the four methods."""
    facts = SourceFacts(name="a.csv", sha256="ab" * 32, format="own (revision 1)")
    provenance = report_of(attrs.evolve(made_up_return(), sources=(facts,))).provenance
    assert ({"name": "a.csv", "sha256": "ab" * 32, "format": "own (revision 1)"},) == provenance.sources
    assert ("wres-2025", "1", 64) == (
        provenance.standard["id"],
        provenance.standard["revision"],
        len(provenance.standard["sha256"]),
    )
    assert 4 == len(provenance.methods)


def test_problems_of_the_data_go_with_the_report() -> None:
    """In the order in which they were given."""
    problems = (warning("a", "A."), note("b", "B."))
    assert problems == build_equality_report(assessed(made_up_return()), problems=problems).problems


def test_without_figures_there_is_no_report() -> None:
    """There is no year to report on."""
    with pytest.raises(CallerError, match="no year to report on"):
        report_of(dataset())


SMALL = {
    ("clinical", "5"): (601, 302, 13),
    ("clinical", "6"): (503, 121, 7),
    ("clinical", "8a"): (207, 23, 3),
    ("non_clinical", "5"): (709, 151, 29),
    ("non_clinical", "6"): (307, 83, 11),
    ("non_clinical", "8a"): (211, 57, 31),
}


@pytest.mark.parametrize("minimum", [2, 5, 10, 50])
def test_nothing_that_rests_on_a_hidden_count_is_left(minimum: int) -> None:
    """Under a threshold no amount, fact, sentence or point of the report rests on a count that is hidden."""
    draft = report_of(trust(2024, 2025), "cluster", "band")
    hidden = hidden_counts(draft.counts, draft.sums, minimum, draft.ranks)
    report = protect(draft, threshold(minimum))
    assert {key for key, count in draft.counts.items() if 0 < count < minimum} <= hidden
    shown = [leaf for leaf in leaves(report) if isinstance(leaf, Amount | Fact)]
    assert [] == [leaf for leaf in shown if leaf.rests_on & hidden]
    assert any(isinstance(leaf, Hidden) for leaf in leaves(report))


def test_no_small_count_is_printed_anywhere() -> None:
    """Sentences, tables, figures and metrics of a protected report show no count from 1 to 4."""
    report = protect(report_of(bands(2025, SMALL), "cluster", "band"), threshold(5))
    counts = [leaf for leaf in leaves(report) if isinstance(leaf, Amount) and leaf.unit is AmountUnit.COUNT]
    assert not {1, 2, 3, 4} & {leaf.value for leaf in counts}
    assert 20 < len({leaf.value for leaf in counts})
    printed = {cell for table in report.tables() for row in texts(table) for cell in row}
    assert not {"1", "2", "3", "4"} & printed


def test_a_hidden_finding_says_so_and_no_figure() -> None:
    """With 3 BME staff disciplined the summary has no rate, ratio or direction of theirs, and says why."""
    data = trust(2024, 2025)
    few = changed(data, "entered_disciplinary", 3, ethnicity="bme")
    report = protect(report_of(few), threshold(5))
    bullet = section(report, "summary").bullets[2].text
    assert bullet.startswith("Entering the formal disciplinary process: Not shown, to protect individuals")
    assert not re.search(r"\d", bullet)
    cells = {first: rest for first, *rest in texts(table_of(report, "wres-3"))}
    assert ["[c]", "[c]"] == cells["Ratio: BME to White"]
    assert ["[z]", "[c]"] == cells["Change on the year before"]


def test_a_reason_does_not_give_small_counts_away() -> None:
    """'More events (4) than people (3)' is not said under a threshold, in no sentence, title or metric."""
    few = changed(
        changed(made_up_return(), "headcount", 3, ethnicity="bme"), "entered_disciplinary", 4, ethnicity="bme"
    )
    draft = report_of(few)
    report = protect(draft, threshold(5))
    assert "(4)" in said(section(protect(draft, NONE), "wres-3"))
    assert not any("(4)" in each.text or "(3)" in each.text for each in sentences(report))
    facts = [leaf.value for leaf in leaves(report) if isinstance(leaf, Fact) and isinstance(leaf.value, str)]
    assert not any("(4)" in value for value in facts)


def test_nothing_is_hidden_without_a_policy() -> None:
    """The report is the draft, number by number."""
    report = protect(TWO_YEARS, NONE)
    assert (0, TWO_YEARS.tables()) == (report.hidden_counts, report.tables())
    assert not any(isinstance(leaf, Hidden) for leaf in leaves(report))


def test_a_survey_with_few_answers_is_hidden_with_its_base() -> None:
    """A percentage of 4 answers is not shown; without a stated base it is what was published, and is."""
    data = changed(made_up_return(), "survey_discrimination", percent("25.0", base=4), ethnicity="bme")
    report = protect(report_of(data), threshold(5))
    cells = {first: rest[0] for first, *rest in texts(table_of(report, "wres-8"))}
    assert ("[c]", "[c]", "[c]") == tuple(
        cells[label] for label in ("BME: percentage", "BME: number of answers", "Gap in points: BME minus White")
    )
    assert "5.7%" == cells["White: percentage"]
    values = {leaf.value for leaf in leaves(report) if isinstance(leaf, Amount)}
    assert Decimal("25.0") not in values


def test_no_sentence_blames_or_proves() -> None:
    """Words that the report does not use of any figure."""
    text = " ".join(each.text.lower() for each in sentences(TWO_YEARS))
    assert not re.search(r"times more|guilty|racist|blame|failure of staff", text)
    assert "neither a figure outside the range nor a p-value proves discrimination" in text

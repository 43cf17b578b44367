"""The door: what `protect` hides, how far it goes, and that nobody else makes a report."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs
import pytest

from fairness_core.disclosure import NONE, Report, hidden_counts, protect, threshold
from fairness_core.errors import CallerError
from fairness_core.problems import Place, note
from fairness_core.report.draft import (
    Amount,
    AmountUnit,
    Column,
    Content,
    Draft,
    Fact,
    Figure,
    Hidden,
    Point,
    Provenance,
    Section,
    Sentence,
    Series,
    Table,
    Tree,
)

FIVE = threshold(5)
COUNTS = {"white": 20, "bme": 3, "total": 23, "other": 40}
SUMS = (("total", ("white", "bme")),)


def amount(*keys: str, value: int = 0, unit: AmountUnit = AmountUnit.COUNT) -> Amount:
    """Return an amount that rests on the counts of the given keys; of one key, that count itself."""
    return Amount(value=COUNTS[keys[0]] if len(keys) == 1 else value, unit=unit, rests_on=frozenset(keys))


def said(*parts: Amount | Fact | Hidden) -> Sentence:
    """Return a sentence of the parts."""
    return Sentence(template=" ".join(f"{{{place}}}" for place in range(len(parts))), parts=parts)


def a_figure(*values: Amount) -> Figure:
    """Return a figure of one point a value; each interval rests on what the value rests on."""
    points = tuple(Point(label="p", value=value, low=value, high=None) for value in values)
    return Figure(
        name="f",
        kind="intervals",
        title=said(*values),
        alternative=said(values[0]),
        series=(Series(label="s", points=points),),
        axis_label="ratio",
        unit=AmountUnit.RATIO,
    )


def draft_of(section: Section, metrics: Mapping[str, Tree] | None = None) -> Draft:
    """Return a draft with one section."""
    return Draft(
        kind="wres",
        title="Title",
        subtitle="Subtitle",
        sections=(section,),
        metrics=metrics or {},
        counts=COUNTS,
        sums=SUMS,
        provenance=Provenance(standard={"id": "wres-2025"}),
        problems=(note("fyi", "Worth knowing."),),
    )


FULL = draft_of(
    Section(
        name="s",
        heading="H",
        paragraphs=(said(amount("white")), said(amount("other"))),
        bullets=(said(amount("bme"), Fact(value="above", rests_on=frozenset(["bme"]))), Sentence(template="Plain.")),
        notes=(said(Fact(value=True, rests_on=frozenset(["other"]))),),
        figure=a_figure(amount("other"), amount("white", "bme", value=7)),
        table=Table(
            name="t",
            title="T",
            columns=(Column(label="Group"), Column(label="Staff"), Column(label="Ratio"), Column(label="Flag")),
            rows=(
                ("White", amount("white"), amount("white", "total"), Fact(value=False, rests_on=frozenset(["white"]))),
                ("Other", amount("other"), Hidden(), Fact(value="within")),
            ),
        ),
    ),
    metrics={
        "white": amount("white", unit=AmountUnit.PERCENT),
        "other": {"count": amount("other"), "list": (amount("bme"), "words", None, 5, Fact(value=None))},
    },
)


def walk(node: object) -> Iterable[object]:
    """Yield everything inside a report, however deep."""
    yield node
    children: Iterable[object] = ()
    if isinstance(node, Mapping):
        children = node.values()
    elif isinstance(node, Sequence) and not isinstance(node, str):
        children = node
    else:
        fields_of: tuple[attrs.Attribute[object], ...] = getattr(type(node), "__attrs_attrs__", ())
        children = [getattr(node, field.name) for field in fields_of if field.name != "_seal"]
    for child in children:
        yield from walk(child)


def amounts(content: Content) -> list[Amount | Fact]:
    """Return every amount and fact of a draft or report."""
    return [each for each in walk((content.sections, content.metrics)) if isinstance(each, Amount | Fact)]


def test_a_report_says_whether_there_were_counts_to_hide() -> None:
    """A writer speaks of hidden numbers only where there were numbers; what is a letter stays one."""
    assert protect(FULL, NONE).counted
    letter = attrs.evolve(FULL, counts={}, sums=(), form="letter")
    assert (False, "letter") == (protect(letter, NONE).counted, protect(letter, NONE).form)


# --- nobody else makes a report ---------------------------------------------------------------------------------------


def fields(report: Report) -> dict[str, object]:
    """Return what a report is made of, but for what opens the door."""
    return {field.name: getattr(report, field.name) for field in attrs.fields(Report) if field.name != "_seal"}


@pytest.mark.parametrize("seal", [None, object(), True, "seal"])
def test_a_report_cannot_be_made_by_hand(seal: object) -> None:
    """Whoever does not hold the seal is told to call protect."""
    with pytest.raises(CallerError, match="made by protect"):
        Report(**fields(protect(FULL, NONE)), seal=seal)  # type: ignore[arg-type]


def test_a_report_keeps_nothing_that_would_open_the_door_again() -> None:
    """A changed copy of a report, with what was hidden put back, is refused."""
    report = protect(FULL, FIVE)
    with pytest.raises(CallerError, match="made by protect"):
        attrs.evolve(report, sections=FULL.sections)
    with pytest.raises(CallerError, match="made by protect"):
        Report(**fields(report), seal=report._seal)  # type: ignore[arg-type]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        report.sections = FULL.sections  # type: ignore[misc]


def test_a_report_can_be_copied_and_sent_as_it_is() -> None:
    """An unchanged copy shows no more than the report does."""
    report = protect(FULL, FIVE)
    assert [report, report] == [copy.deepcopy(report), pickle.loads(pickle.dumps(report))]


# --- the policy none --------------------------------------------------------------------------------------------------


def test_the_policy_none_changes_nothing_but_the_class() -> None:
    """Every field that a draft and a report share is the same, and nothing is hidden."""
    report = protect(FULL, NONE)
    assert [getattr(FULL, field.name) for field in attrs.fields(Content)] == [
        getattr(report, field.name) for field in attrs.fields(Content)
    ]
    assert (NONE, 0, Report) == (report.policy, report.hidden_counts, type(report))


# --- what is hidden ---------------------------------------------------------------------------------------------------


def test_everything_that_rests_on_a_hidden_count_is_gone() -> None:
    """3 BME staff are hidden, so White staff are too, and no amount or fact anywhere rests on either."""
    report = protect(FULL, FIVE)
    hidden = {"bme", "white"}
    assert hidden == hidden_counts(COUNTS, SUMS, 5)
    assert [] == [each for each in amounts(report) if each.rests_on & hidden]
    assert [each for each in amounts(report) if each.rests_on] != []
    assert (FIVE, 2) == (report.policy, report.hidden_counts)


def test_what_does_not_rest_on_a_hidden_count_stays() -> None:
    """The other count, its fact and its point are shown as they were."""
    section = protect(FULL, FIVE).sections[0]
    assert (FULL.sections[0].paragraphs[1], FULL.sections[0].notes) == (section.paragraphs[1], section.notes)
    assert FULL.sections[0].bullets[1] == section.bullets[1]
    assert section.figure is not None
    assert amount("other") == section.figure.series[0].points[0].value


def test_cells_are_replaced_and_keep_their_place() -> None:
    """A hidden amount leaves its unit, a hidden fact leaves nothing; the row is as long as it was."""
    table = protect(FULL, FIVE).tables()[0]
    assert (("White", Hidden(unit=AmountUnit.COUNT), Hidden(unit=AmountUnit.COUNT), Hidden()),) == table.rows[:1]
    assert FULL.tables()[0].rows[1] == table.rows[1]


def test_points_lose_their_interval_with_their_value() -> None:
    """The value and its limits are hidden each by what it rests on; a limit that is not there stays so."""
    figure = protect(FULL, FIVE).sections[0].figure
    assert figure is not None
    hidden = Hidden(unit=AmountUnit.COUNT)
    assert [(amount("other"), amount("other"), None), (hidden, hidden, None)] == [
        (point.value, point.low, point.high) for point in figure.series[0].points
    ]


def test_an_upper_limit_is_hidden_too() -> None:
    """A limit can tell a count as well as the value can."""
    point = Point(label="p", value=amount("other"), low=None, high=amount("bme"))
    figure = attrs.evolve(a_figure(amount("other")), series=(Series(label="s", points=(point,)),))
    report = protect(draft_of(Section(name="s", heading="H", figure=figure)), FIVE)
    shown = report.sections[0].figure
    assert shown is not None
    assert Hidden(unit=AmountUnit.COUNT) == shown.series[0].points[0].high


def test_a_sentence_with_a_hidden_part_says_something_else() -> None:
    """The whole sentence is replaced, so that no other part gives the hidden one away."""
    sentence = Sentence(
        template="{0} of {1} staff", parts=(amount("bme"), amount("other")), otherwise="Too few {people} to say."
    )
    report = protect(draft_of(Section(name="s", heading="H", paragraphs=(sentence,))), FIVE)
    shown = report.sections[0].paragraphs[0]
    assert ("Too few {people} to say.", ()) == (shown.text, shown.parts)


def test_a_sentence_that_follows_is_protected_on_its_own() -> None:
    """Only the sentence that tells too much is replaced, first or second; two are replaced by one."""
    first, second = said(amount("bme")), said(amount("other"))
    for one, other, text in (
        (first, second, f"{first.otherwise} 40"),
        (second, first, f"40 {first.otherwise}"),
        (second, second, "40 40"),
        (first, first, first.otherwise),
    ):
        paragraph = attrs.evolve(one, then=other)
        report = protect(draft_of(Section(name="s", heading="H", paragraphs=(paragraph,))), FIVE)
        assert text == report.sections[0].paragraphs[0].text
    assert "3 40" == attrs.evolve(first, then=second).text


@pytest.mark.parametrize(("key", "text"), [("bme", Sentence(template="").otherwise), ("other", "40")])
def test_every_sentence_of_a_section_is_protected(key: str, text: str) -> None:
    """Paragraphs, bullets, notes, a figure's title and its text alternative: each tells as much as a table."""
    sentence = said(amount(key))
    figure = attrs.evolve(a_figure(amount("other")), title=sentence, alternative=sentence)
    section = Section(
        name="s", heading="H", paragraphs=(sentence,), bullets=(sentence,), notes=(sentence,), figure=figure
    )
    shown = protect(draft_of(section), FIVE).sections[0]
    assert shown.figure is not None
    sentences = (*shown.paragraphs, *shown.bullets, *shown.notes, shown.figure.title, shown.figure.alternative)
    assert [text] * 5 == [each.text for each in sentences]


def test_the_tree_of_metrics_keeps_its_shape() -> None:
    """Hidden amounts stand where the amounts were; words and what is None are untouched."""
    metrics = protect(FULL, FIVE).metrics
    assert Hidden(unit=AmountUnit.PERCENT) == metrics["white"]
    other = cast("Mapping[str, Tree]", metrics["other"])
    assert amount("other") == other["count"]
    assert (Hidden(unit=AmountUnit.COUNT), "words", None, 5, Fact(value=None)) == other["list"]


def test_findings_about_the_data_do_not_tell_what_is_hidden() -> None:
    """A finding that 3 of 2 are BME would undo the hiding of the 3: place, message and advice stay."""
    told = note(
        "part_above_whole",
        "More than there are.",
        where=Place(file="a.xlsx", cell="B2"),
        found="3 of 2",
        expected="at most 2",
        hint="Check both rows.",
    )
    draft = attrs.evolve(FULL, problems=(told,))
    assert (attrs.evolve(told, found="", expected=""),) == protect(draft, FIVE).problems
    assert (told,) == protect(draft, NONE).problems


def test_protecting_what_is_protected_hides_nothing_more() -> None:
    """The shown counts, put through the same door again, all stay."""
    hidden = hidden_counts(COUNTS, SUMS, 5)
    shown = {key: count for key, count in COUNTS.items() if key not in hidden}
    assert frozenset() == hidden_counts(shown, SUMS, 5)
    once = protect(FULL, FIVE)
    again = protect(attrs.evolve(FULL, sections=once.sections, metrics=once.metrics), FIVE)
    assert (once.sections, once.metrics, once.hidden_counts) == (again.sections, again.metrics, again.hidden_counts)


# --- which counts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "sums", "hidden"),
    [
        ({"a": 0, "b": 1, "c": 4, "d": 5}, [], {"b", "c"}),
        ({"a": 3, "b": 20, "t": 23}, [("t", ("a", "b"))], {"a", "b"}),
        ({"a": 3, "b": 9, "c": 8, "t": 20}, [("t", ("a", "b", "c"))], {"a", "c"}),
        ({"a": 3, "b": 9, "c": 9, "t": 21}, [("t", ("a", "b", "c"))], {"a", "b"}),
        ({"a": 3, "b": 0, "t": 3}, [("t", ("a", "b"))], {"a", "t"}),
        ({"a": 7, "b": 0, "t": 7}, [("t", ("a", "b"))], set()),
        ({"a": 6, "b": 4, "c": 4, "t": 14}, [("t", ("a", "b", "c"))], {"b", "c"}),
        ({"a": 3, "b": 0, "c": 0, "t": 9}, [("t", ("a", "b", "c"))], {"a", "t"}),
        ({"a": 3, "b": 20}, [("t", ("a", "b"))], {"a"}),
        (
            {"a": 3, "b": 20, "t": 23, "c": 7, "u": 30},
            [("t", ("a", "b")), ("u", ("b", "c"))],
            {"a", "t"},
        ),
        (
            {"a": 3, "b": 20, "t": 23, "v": 43, "w": 9, "x": 12},
            [("t", ("a", "b")), ("v", ("t", "b")), ("x", ("a", "w"))],
            {"a", "b", "t", "w"},
        ),
        ({"a": 0, "b": 0, "t": 3}, [("t", ("a", "b"))], {"a", "t"}),
        ({"t": 3}, [("t", ()), ("t", ("t",))], {"t"}),
    ],
)
def test_small_counts_are_hidden_and_what_would_tell_them(
    counts: dict[str, int], sums: list[tuple[str, tuple[str, ...]]], hidden: set[str]
) -> None:
    """The member that opens the fewest other sums, then the smallest; again and again; zeros last."""
    assert hidden == hidden_counts(counts, iter(sums), 5)


@pytest.mark.parametrize(
    ("counts", "sums", "hidden"),
    [
        ({"t": 30, "a": 20}, [("t", ("a", "gone"))], {"a"}),
        ({"t": 30, "a": 20}, [("t", ("a", "gone", "gone too"))], set()),
        ({"t": 30, "a": 20, "z": 0}, [("t", ("a", "z", "gone"))], {"a"}),
        ({"t": 30, "z": 0}, [("t", ("z", "gone"))], {"t"}),
        ({"t": 30, "a": 3}, [("t", ("a", "gone"))], {"a"}),
        ({"all": 99, "w": 73, "a": 9, "b": 14}, [("all", ("w", "sum")), ("sum", ("a", "b", "gone"))], {"a"}),
        ({"all": 99, "w": 73, "a": 9}, [("all", ("w", "sum")), ("sum", ("a", "gone", "gone too"))], set()),
        ({"all": 99, "w": 73}, [("all", ("w", "sum")), ("sum", ("gone",))], {"w"}),
        (
            {"all": 99, "w": 73, "v": 50},
            [("all", ("w", "s")), ("s", ("r",)), ("r", ("gone",)), ("v", ("w", "x"))],
            {"all"},
        ),
    ],
)
def test_what_the_source_hid_is_not_told_by_what_is_shown(
    counts: dict[str, int], sums: list[tuple[str, tuple[str, ...]]], hidden: set[str]
) -> None:
    """A withheld member counts as hidden in its sums, also where a total that is not shown can be worked out first."""
    assert hidden == hidden_counts(counts, iter(sums), 5, withheld={"gone", "gone too"})
    assert frozenset() == hidden_counts(counts, iter(sums), 1, withheld={"gone", "gone too"})


def test_a_small_count_is_not_told_by_way_of_a_total_that_is_not_shown() -> None:
    """White and all tell BME, which is nowhere printed; BME and one ward tell the other ward."""
    counts, sums = {"all": 99, "w": 73, "a": 23, "b": 3}, [("all", ("w", "sum")), ("sum", ("a", "b"))]
    assert {"b", "a"} == hidden_counts(counts, sums, 5)


def test_a_withheld_key_that_is_a_count_is_judged_as_a_count() -> None:
    """What is shown after all was not hidden by the source."""
    assert frozenset() == hidden_counts({"t": 30, "a": 20, "b": 10}, [("t", ("a", "b"))], 5, withheld={"b"})


def test_what_the_findings_rest_on_is_hidden_for_anothers_sake_only_last() -> None:
    """Of two parts that would do, the one of lower rank goes, though it is larger; a zero after both."""
    counts = {"a": 3, "b": 9, "c": 12, "z": 0, "t": 24}
    sums = [("t", ("a", "b", "c", "z"))]
    assert [{"a", "b"}, {"a", "c"}, {"a", "t"}, {"a", "b"}] == [
        hidden_counts(counts, sums, 5, dict.fromkeys(kept, 1)) for kept in ("", "b", "bc", "bct")
    ]


def test_a_small_count_is_hidden_though_it_was_to_be_kept() -> None:
    """A rank is a wish and no exemption, and the door passes it on."""
    draft = attrs.evolve(FULL, ranks={"white": 1, "bme": 1})
    report = protect(draft, FIVE)
    assert {"bme", "total"} == hidden_counts(COUNTS, SUMS, 5, draft.ranks)
    assert amount("white") == report.tables()[0].rows[0][1]
    assert Hidden(unit=AmountUnit.COUNT) == report.tables()[0].rows[0][2]


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    """Thresholds 0 and 1 hide nothing, nor does a threshold that no count is under."""
    assert [frozenset()] * 3 == [hidden_counts(COUNTS, SUMS, minimum) for minimum in (0, 1, 3)]

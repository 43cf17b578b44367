"""The quarterly report on lessons: what was learnt, how often, what has changed since, and what is done about it.

Rows stand in the order of the taxonomy, and only what may be shown is put in order of size: the place of a hidden
number between two others would tell it. Examples stand only under codes that are shown, and only when nothing in them
looks like it says who somebody is. With fifteen lessons nearly everything identifies: the report says so and is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from fairness_core.lessons.collate import KINDS, LEVELS, STATUSES, CodeCount, Collation
from fairness_core.lessons.deidentify import identifying
from fairness_core.lessons.taxonomy import Taxonomy
from fairness_core.report.draft import (
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
    Tree,
)
from fairness_core.report.lessons_beside import Beside, actions, agreement, groups, steps
from fairness_core.report.lessons_cells import FEW, Cells, counted, is_told, plain

NO_BLAME = "A lesson says what could be changed. It says nothing about anybody, and numbers of lessons rank nobody."
CODES_OVERLAP = "A lesson can have several codes, so the numbers of codes do not add up to the number of lessons."
BY_CASES = "Whether a number is shown is decided by how many cases it comes from, and not by how many lessons."
MOST_EXAMPLES = 2
LONGEST_EXAMPLE = 400
_FEW_LESSONS = (
    "With so few lessons, most numbers would point at somebody, and they are not shown. "
    "The lessons themselves are the better reading, for those who may see them."
)
_OUR_LEXICON = re.compile(r"lexicon [\w-]+, revision \d+")


@attrs.frozen(kw_only=True)
class Example:
    """A lesson as an example of a code: words that somebody has read and confirmed."""

    code: str
    text: str


def build_lessons_report(
    found: Collation, used: Taxonomy, *, fewest: int, examples: Iterable[Example] = (), beside: Beside | None = None
) -> Draft:
    """Build the report of a quarter, to be protected under a policy that shows counts from `fewest` up.

    `fewest` is the policy's threshold: the order of rows, what is counted together, and which examples stand in the
    report depend on what will be shown. It is 0 for a policy that hides nothing.
    """
    cells, extra = Cells(found, fewest), beside or Beside()
    axes = [_axis(cells, found, used, axis, tuple(examples)) for axis in used.axes]
    made = [*axes, _levels(cells), _strengths(cells, found), *actions(cells, found), _coding(cells, found)]
    made += [*steps(cells, extra.step_days), *groups(cells, extra.groups), *agreement(cells, extra.agreement)]
    untold = [each.heading for each in made if not is_told(cells, each)]
    return Draft(
        kind="lessons",
        title="Lessons learnt",
        subtitle=found.quarter.text,
        sections=(_in_short(cells, found, used, untold), *(each for each in made if is_told(cells, each))),
        metrics=_metrics(cells, found),
        provenance=_provenance(found, used),
        counts=cells.counts,
    )


def _in_short(cells: Cells, found: Collation, used: Taxonomy, untold: Sequence[str]) -> Section:
    amount = cells.amount
    said = [
        Sentence(
            template="{0} lessons were recorded, from {1} cases.",
            parts=(amount("lessons|now"), amount("cases")),
            otherwise="How many lessons were recorded is not shown in full: the numbers are small.",
            then=Sentence(
                template="In the quarter before there were {0}.",
                parts=(amount("lessons|before"),),
                otherwise="For the quarter before the number is small, and not shown.",
            ),
        ),
        *(each for axis in used.axes for each in _leading(cells, found, used, axis)),
        Sentence(
            template="Actions: {0} open, {1} overdue, {2} done.",
            parts=tuple(amount(f"actions|{status}") for status in STATUSES),
            otherwise="How many actions are open is not shown: the numbers are small.",
        ),
    ]
    few = not any(cells.shown(_now(each)) and each.now.part.number for each in found.codes)
    drift = found.rejection_drifts and cells.shown("coded|rejected", "lessons|before")
    notes = (
        NO_BLAME,
        CODES_OVERLAP,
        BY_CASES if cells.fewest else "",
        "More suggestions were rejected than before: the words behind them need a look." if drift else "",
        f"Codes are those of: {used.title.rstrip('.')} ({used.id}, revision {used.revision}).",
        used.notice,
    )
    said += plain(_FEW_LESSONS if few and found.lessons.number else "")
    said += plain(
        f"Left out, for the numbers are small: {'; '.join(each.rstrip('?') for each in untold)}." if untold else ""
    )
    return Section(name="in-short", heading="In short", paragraphs=tuple(said), notes=plain(*notes))


def _now(each: CodeCount) -> str:
    return f"code|{each.code}|now"


def _leaders(cells: Cells, found: Collation, axis: str) -> list[CodeCount]:
    """Return the codes of an axis that most lessons have, of those that may be shown."""
    there = [each for each in found.codes if each.axis == axis and each.now.part.number and cells.shown(_now(each))]
    most = max((each.now.part.number for each in there), default=0)
    return [each for each in there if each.now.part.number == most]


def _leading(cells: Cells, found: Collation, used: Taxonomy, axis: str) -> Iterator[Sentence]:
    """Say which code of an axis most lessons have."""
    about, leaders = used.axes[axis].label, _leaders(cells, found, axis)
    if leaders:
        keys = [_now(each) for each in leaders]
        some_hidden = not all(cells.shown(_now(each)) for each in found.codes if each.axis == axis)
        yield Sentence(
            template=f"{about} in most lessons{', of those that can be shown' if some_hidden else ''}: {{0}} ({{1}}).",
            parts=(Fact(value=_listed(leaders), rests_on=cells.tie(*keys)), cells.amount(keys[0])),
            otherwise=f"{about} in most lessons: not shown, for the numbers are small.",
        )


def _listed(codes: Sequence[CodeCount]) -> str:
    return " and ".join(each.label for each in codes)


def _axis(cells: Cells, found: Collation, used: Taxonomy, axis: str, examples: Sequence[Example]) -> Section:
    about = used.axes[axis]
    codes = [each for each in found.codes if each.axis == axis]
    labels = [(about.label, None), ("Lessons", AmountUnit.COUNT), ("Of all", AmountUnit.PERCENT)]
    table = Table(
        name=f"codes_{axis}",
        title=f"{about.label}: lessons in the quarter",
        columns=tuple(
            Column(label=label, unit=unit)
            for label, unit in (*labels, ("Quarter before", AmountUnit.COUNT), ("Change", AmountUnit.COUNT))
        ),
        rows=tuple(_code_row(cells, each) for each in codes),
    )
    return Section(
        name=f"codes-{axis}",
        heading=about.question,
        bullets=tuple(_examples(cells, codes, examples)),
        figure=_pareto(cells, codes, about.label) if axis == next(iter(used.axes)) else None,
        table=table,
        notes=plain(f"Of all: of the lessons recorded in the quarter; no share is given for fewer than {FEW}."),
    )


def _code_row(cells: Cells, each: CodeCount) -> tuple[Cell, ...]:
    now, before = _now(each), f"code|{each.code}|before"
    label = f"{each.label} ({each.code})"
    numbers = (cells.amount(now), cells.share(now, "lessons|now"), cells.amount(before), cells.change(now, before))
    return (label, *numbers)


def _examples(cells: Cells, codes: Sequence[CodeCount], examples: Sequence[Example]) -> Iterator[Sentence]:
    for each in codes:
        key = _now(each)
        texts = [" ".join(example.text.split()) for example in examples if example.code == each.code]
        fit = [text for text in texts if len(text) <= LONGEST_EXAMPLE and not identifying(text)]
        for text in fit[:MOST_EXAMPLES] if cells.shown(key) else ():
            parts = tuple(Fact(value=value, rests_on=cells.tie(key)) for value in (each.label, text))
            yield Sentence(template="{0}, for example: {1}", parts=parts)


def _pareto(cells: Cells, codes: Sequence[CodeCount], about: str) -> Figure | None:
    """Draw the codes from most to fewest lessons, this quarter beside the one before; hidden ones are not drawn."""
    drawn = sorted(
        (each for each in codes if cells.shown(_now(each)) and each.now.part.number),
        key=lambda each: -each.now.part.number,
    )
    if len(drawn) < 2:
        return None
    series = tuple(
        Series(
            label=label,
            points=tuple(Point(label=each.label, value=cells.amount(f"code|{each.code}|{when}")) for each in drawn),
        )
        for label, when in (("This quarter", "now"), ("Quarter before", "before"))
    )
    first = [each for each in drawn if each.now.part.number == drawn[0].now.part.number]
    keys = [_now(each) for each in first]
    parts = (Fact(value=_listed(first), rests_on=cells.tie(*keys)), cells.amount(keys[0]))
    return Figure(
        name="pareto",
        kind="bars",
        title=Sentence(
            template=f"{about} by number of lessons: {{0}} in most", parts=parts[:1], otherwise=f"{about} by number"
        ),
        alternative=Sentence(
            template=f"Bars of each {about.lower()} by number of lessons, the most first, in this quarter and the one "
            "before. Most lessons have {0}: {1}. Numbers that are hidden are not drawn.",
            parts=parts,
            otherwise=f"Bars of each {about.lower()} by number of lessons; small numbers are not drawn.",
        ),
        series=series,
        axis_label="Lessons",
        unit=AmountUnit.COUNT,
    )


def _levels(cells: Cells) -> Section:
    table = counted(
        cells,
        "levels",
        "Where the remedy lies",
        "Remedy",
        [(label, f"level|{level}") for level, label in LEVELS.items()],
    )
    note = (
        "Person: the remedy is a change in one individual alone. System: in a rule, resource, role, design or culture."
    )
    return Section(name="levels", heading="Where does the remedy lie?", table=table, notes=plain(note))


def _strengths(cells: Cells, found: Collation) -> Section:
    """Say what went well, by the codes of lessons that tell of a strength."""
    rows = [(label, f"kind|{kind}") for kind, label in KINDS.items()]
    went_well = [each for each in found.codes if found.by_kind["strength"][each.code].part.number]
    shown = [each for each in went_well if cells.shown(f"strength|{each.code}")]
    rows += [(f"of which {each.label} ({each.code})", f"strength|{each.code}") for each in shown]
    hidden = "Codes with small numbers are not listed." if len(shown) < len(went_well) else ""
    table = counted(cells, "kinds", "What went wrong, and what went well", "Lesson", rows)
    return Section(name="strengths", heading="What went well", table=table, notes=plain(hidden))


def _coding(cells: Cells, found: Collation) -> Section:
    rows = [
        ("Lessons without a confirmed code, or with a suggestion not decided on", "unconfirmed"),
        ("Lessons that come from no case", "without_case"),
        ("Lessons with codes suggested by a program", "coded|suggested"),
        ("of which with one that somebody rejected", "coded|rejected"),
    ]
    retired = f"Codes that were retired count under their successors: {', '.join(found.retired)}."
    unknown = f"Codes that the taxonomy does not have, and that count nowhere: {len(found.unknown)}."
    notes = plain(retired if found.retired else "", unknown if found.unknown else "")
    table = counted(cells, "coding", "How the lessons were coded", "What", rows)
    return Section(name="coding", heading="How the lessons were coded", table=table, notes=notes)


def _provenance(found: Collation, used: Taxonomy) -> Provenance:
    standard = {"id": used.id, "revision": str(used.revision), "title": used.title, "sha256": used.sha256}
    # Whatever else a register holds in that place may be anybody's words.
    ours = [each for each in found.suggested_by if _OUR_LEXICON.fullmatch(each)]
    made_by = f"Codes were suggested by: {'; '.join(ours)}." if ours else ""
    methods = (CODES_OVERLAP, "Only codes that a person confirmed are counted.", made_by, *used.doubts)
    return Provenance(standard=standard, methods=tuple(each for each in methods if each))


def _metrics(cells: Cells, found: Collation) -> Mapping[str, Tree]:
    amount = cells.amount
    return {
        "quarter": {"first": found.quarter.first.isoformat(), "last": found.quarter.last.isoformat()},
        "taxonomy": {"id": found.taxonomy, "revision": found.revision},
        "lessons": amount("lessons|now"),
        "lessons_before": amount("lessons|before"),
        "cases": amount("cases"),
        "codes": [
            {
                "code": each.code,
                "label": each.label,
                "axis": each.axis,
                "lessons": amount(_now(each)),
                "before": amount(f"code|{each.code}|before"),
                "strengths": amount(f"strength|{each.code}"),
            }
            for each in found.codes
        ],
        "levels": {level or "not_said": amount(f"level|{level}") for level in LEVELS},
        "kinds": {kind: amount(f"kind|{kind}") for kind in KINDS},
        "actions": {status: amount(f"actions|{status}") for status in STATUSES},
        "unconfirmed": amount("unconfirmed"),
        "suggested": amount("coded|suggested"),
        "rejected": amount("coded|rejected"),
    }

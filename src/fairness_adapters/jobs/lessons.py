"""Jobs on lessons: a quarter's report and suggestions from a register, codes for one text, two coders compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import attrs

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.formats.lessons_register import Register, read_codes, read_register
from fairness_adapters.formats.lessons_register_out import write_register
from fairness_adapters.jobs.lessons_beside import KeptApart, read_beside
from fairness_adapters.source import read_source
from fairness_core.config import PACKAGED, Shelf
from fairness_core.disclosure import Policy, Report, protect
from fairness_core.errors import CallerError, ConfigError, InvalidData
from fairness_core.lessons.categorise import Categoriser, LexiconCategoriser, Suggestion
from fairness_core.lessons.coders import CoderAgreement, compare_coders
from fairness_core.lessons.collate import collate, current_codes
from fairness_core.lessons.decisions import Decisions, check_decisions
from fairness_core.lessons.lesson import Coding, Lesson
from fairness_core.lessons.lexicon import KIND as LEXICONS
from fairness_core.lessons.lexicon import Lexicon, lexicon, lexicons, load_lexicon
from fairness_core.lessons.quarter import Quarter
from fairness_core.lessons.taxonomy import DEFAULT, Crosswalk, Taxonomy, crosswalk, crosswalks, taxonomy
from fairness_core.problems import Problem, has_errors
from fairness_core.report.lessons import Example, build_lessons_report

Seen = Callable[[int, int], None]
"""Told how many of how many lessons are done."""


@attrs.frozen(kw_only=True)
class LessonsOutcome:
    """What the quarter gives: the report that may be written, the register with suggestions, and what was met."""

    report: Report
    register: bytes
    suggested: int
    problems: tuple[Problem, ...]


@attrs.frozen(kw_only=True)
class Suggested:
    """A suggestion under the taxonomy asked for: `via` is the code that the lexicon gave, `lost` what is not kept."""

    code: str
    label: str
    via: Suggestion
    lost: str = ""


def quarter_report(
    path: Path,
    quarter: Quarter,
    *,
    policy: Policy,
    on: date | None = None,
    kept_apart: KeptApart | None = None,
    categoriser: Categoriser | None = None,
    seen: Seen | None = None,
    taxonomy_id: str = DEFAULT,
    shelf: Shelf = PACKAGED,
) -> LessonsOutcome:
    """Read a register, report its quarter, and suggest codes for lessons that have none; nothing is written.

    What is `kept_apart` stands beside the counts, of the cases that the quarter's lessons come from. The register has
    codes of the taxonomy that is named; without a `categoriser` the lexicon for it suggests, and nothing where there
    is none. Raises `InvalidData` with every problem when one of them is an error: a lesson left out would change every
    count.
    """
    used = taxonomy(taxonomy_id, shelf)
    found = _sound(read_register(read_source(path), used))
    beside, told = read_beside(found.lessons, quarter, used, kept_apart or KeptApart())
    report = protect(
        build_lessons_report(
            collate(found.lessons, quarter, used, on),
            used,
            fewest=policy.threshold,
            examples=_examples(found.lessons, quarter, used),
            beside=beside,
        ),
        policy,
    )
    by = categoriser or by_default(taxonomy_id, shelf)
    offered = tuple(_offered(found.lessons, by, seen or _nobody)) if by else found.lessons
    suggested = sum(new is not old for new, old in zip(offered, found.lessons, strict=True))
    problems = (*found.problems, *told)
    return LessonsOutcome(report=report, register=write_register(offered), suggested=suggested, problems=problems)


def _sound(found: Register) -> Register:
    if has_errors(found.problems):
        hint = "Correct them in the file and run the command again."
        raise InvalidData("There are errors in the register, so nothing was counted.", found.problems, hint=hint)
    return found


def _nobody(_done: int, _of: int) -> None:
    """Tell nobody."""


def _examples(lessons: Iterable[Lesson], quarter: Quarter, used: Taxonomy) -> Iterator[Example]:
    """Yield the lessons of the quarter that somebody has read and decided on, under each of their codes."""
    for each in lessons:
        if quarter.holds(each.recorded) and each.is_confirmed:
            yield from (Example(code=code, text=each.text) for code in current_codes(each, used))


def _offered(lessons: tuple[Lesson, ...], categoriser: Categoriser, seen: Seen) -> Iterator[Lesson]:
    for done, each in enumerate(lessons, start=1):
        yield _with_suggestions(each, categoriser) if not each.codings else each
        seen(done, len(lessons))


def _with_suggestions(lesson: Lesson, categoriser: Categoriser) -> Lesson:
    codings = tuple(
        Coding(code=each.code, made_by=each.made_by, rule=each.evidence[0].rule, span=each.evidence[0].span)
        for each in categoriser.suggest(lesson.text)
    )
    return attrs.evolve(lesson, codings=codings) if codings else lesson


def open_lexicon(name: str, shelf: Shelf = PACKAGED) -> Lexicon:
    """Return a lexicon from the shelf by its id, or one of your own by the path of its TOML file.

    Raises `CallerError` when there is none of that id, `ConfigError` with every fault of the file.
    """
    if not name.lower().endswith(".toml"):
        return lexicon(name, shelf)
    path = Path(name)
    try:
        return load_lexicon(path.read_text(encoding="utf-8-sig"), path.name, shelf)
    except (OSError, UnicodeDecodeError) as fault:
        hint = "Check that the file is there and is plain text (TOML, UTF-8)."
        raise ConfigError(f"The lexicon {path.name} cannot be read.", [], hint=hint) from fault


@attrs.frozen(kw_only=True)
class Suggests:
    """What suggests codes: a lexicon, or a plugin's categoriser whose faults are told as such."""

    id: str
    title: str
    taxonomy: str
    by: Callable[[str], tuple[Suggestion, ...]]

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Return suggestions with evidence, the highest score first; none without evidence."""
        return self.by(text)


def by_words(name: str, shelf: Shelf = PACKAGED) -> Suggests:
    """Return what suggests by a lexicon, found as `open_lexicon` finds it."""
    words = open_lexicon(name, shelf)
    return Suggests(id=words.id, title=words.title, taxonomy=words.taxonomy, by=LexiconCategoriser(words).suggest)


def by_default(taxonomy_id: str, shelf: Shelf = PACKAGED) -> Suggests | None:
    """Return what suggests by the lexicon for a taxonomy, whatever its id is; none where there is no such lexicon.

    The packaged lexicon, which is called as its taxonomy is, is used whatever plugins bring for that taxonomy.
    Raises `CallerError` that lists them where there are several.
    """
    is_packaged = taxonomy_id in PACKAGED.ids(LEXICONS)
    found = [taxonomy_id] if is_packaged else lexicons_for(taxonomy_id, shelf)
    if len(found) > 1:
        hint = f"Choose one with --lexicon: {', '.join(found)}."
        raise CallerError(f"There are {len(found)} lexicons for the taxonomy {taxonomy_id}.", hint=hint)
    return by_words(found[0], shelf) if found else None


def lexicons_for(taxonomy_id: str, shelf: Shelf = PACKAGED) -> list[str]:
    """Return the ids of the lexicons on the shelf that give codes of a taxonomy."""
    return [each for each in lexicons(shelf) if lexicon(each, shelf).taxonomy == taxonomy_id]


def by_plugin(catalogue: Catalogue, categoriser_id: str) -> Suggests:
    """Return what suggests by a plugin's categoriser; raise `CallerError` when there is none of that id."""
    found = catalogue.categoriser(categoriser_id)
    of = found.format
    return Suggests(id=of.id, title=of.title, taxonomy=of.taxonomy, by=partial(catalogue.suggest, found))


def check_register(
    path: Path, categoriser: Categoriser, taxonomy_id: str = DEFAULT, shelf: Shelf = PACKAGED
) -> Decisions:
    """Compare what a categoriser suggests with what a register's people decided, rejections above all.

    Raises `InvalidData` with every problem where the register has an error.
    """
    used = taxonomy(taxonomy_id, shelf)
    found = _sound(read_register(read_source(path), used))
    return check_decisions(found.lessons, categoriser, tuple(used.codes))


def suggest_codes(
    text: str,
    taxonomy_id: str = DEFAULT,
    by: Categoriser | None = None,
    *,
    speaks: str = DEFAULT,
    shelf: Shelf = PACKAGED,
) -> tuple[Suggested, ...]:
    """Suggest codes of a taxonomy for a text; where the categoriser is for another taxonomy, by the crosswalk.

    `by` is what suggests, the packaged lexicon when it is not given, and `speaks` is the taxonomy whose codes it
    gives. Without `by`, a lexicon for the taxonomy itself comes before a crosswalk. Raises `CallerError` for a
    taxonomy that there is not, or to which no way leads.
    """
    used = taxonomy(taxonomy_id, shelf)
    own = None if by else by_default(taxonomy_id, shelf)
    suggestions, speaks = (own, own.taxonomy) if own else (by or LexiconCategoriser(lexicon()), speaks)
    if taxonomy_id == speaks:
        return tuple(Suggested(code=each.code, label=each.label, via=each) for each in suggestions.suggest(text))
    ways = [crosswalk(each, shelf) for each in crosswalks(shelf)]
    from_here = [each for each in ways if each.from_taxonomy == speaks]
    way = next((each for each in from_here if each.to_taxonomy == taxonomy_id), None)
    if way is None:
        spoken = (lexicon(each, shelf).taxonomy for each in lexicons(shelf))
        reached = ", ".join(dict.fromkeys([speaks, *(each.to_taxonomy for each in from_here), *spoken]))
        hint = f"Codes can be suggested for: {reached}. A plugin's categoriser is named with --categoriser."
        raise CallerError(f"There is neither a lexicon nor a crosswalk for the taxonomy {taxonomy_id}.", hint=hint)
    return _by_crosswalk(suggestions.suggest(text), way, used)


def _by_crosswalk(suggestions: Iterable[Suggestion], way: Crosswalk, used: Taxonomy) -> tuple[Suggested, ...]:
    best: dict[str, Suggested] = {}
    for each in suggestions:
        mapped = way.follow(each.code)
        for code in mapped.to:
            # The highest score comes first.
            best.setdefault(code, Suggested(code=code, label=used.code(code).label, via=each, lost=mapped.lost))
    return tuple(best.values())


def compare_files(
    first: Path, second: Path, taxonomy_id: str = DEFAULT, shelf: Shelf = PACKAGED
) -> tuple[CoderAgreement, Mapping[str, str]]:
    """Compare the confirmed codes of two registers, and return the labels of the codes that are known."""
    used = taxonomy(taxonomy_id, shelf)
    found = compare_coders(read_codes(read_source(first)), read_codes(read_source(second)), tuple(used.codes))
    return found, {code: each.label for code, each in used.codes.items()}

"""The main job: a trust's files in, a report that may be written out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import attrs

from fairness_adapters.catalogue import Catalogue
from fairness_adapters.jobs.reading import all_problems, read_sources, rules
from fairness_core.disclosure import Policy, Report, protect
from fairness_core.equality.assess import assess
from fairness_core.equality.validate import validate
from fairness_core.errors import InvalidData
from fairness_core.problems import Problem, Severity, has_errors
from fairness_core.report.equality import build_equality_report

DEMO = "made-up-trust-wres-2025.xlsx"
HEADLINES = 3


@attrs.frozen(kw_only=True)
class WresOutcome:
    """What the job gives: the report, warnings and notes, and three lines that say what it found."""

    report: Report
    problems: tuple[Problem, ...]
    headlines: tuple[str, ...]


def assess_sources(
    paths: Sequence[Path],
    *,
    catalogue: Catalogue,
    format_id: str = "",
    layouts: Sequence[Path] = (),
    standard: str = "wres-2025",
    by: tuple[str, ...] = (),
    policy: Policy,
    report_id: str = "",
) -> WresOutcome:
    """Read, check, compute, build and protect; nothing is written.

    `by` left empty means the layout's own choice; `report_id` names the report of a plugin in place of ours.
    Raises `InvalidData` with every problem when one of them is an error, and what `read_sources` raises.
    """
    builder = catalogue.report(report_id) if report_id else None
    edition = rules(standard, catalogue.shelf)
    result = read_sources(paths, catalogue=catalogue, format_id=format_id, layouts=layouts)
    problems = all_problems(result, validate(result.value, edition))
    if has_errors(problems):
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        counted = "is an error" if errors == 1 else f"are {errors} errors"
        raise InvalidData(
            f"There {counted} in the data, so nothing was worked out.",
            problems,
            hint="Correct them in the file and run the command again.",
        )
    assessment = assess(result.value, edition, by=by or None)
    if builder is None:
        draft = build_equality_report(assessment, problems=problems)
    else:
        draft = catalogue.build(builder, assessment, problems)
    report = protect(draft, policy)
    return WresOutcome(report=report, problems=problems, headlines=_headlines(report))


def _headlines(report: Report) -> tuple[str, ...]:
    """The first findings of the report's summary, as they stand after protection."""
    return tuple(bullet.text for section in report.sections[:1] for bullet in section.bullets[:HEADLINES])


def demo_paths() -> tuple[Path, ...]:
    """Return the path of the embedded sample: a made-up trust's return for two years."""
    return (sample_path(DEMO),)


def sample_path(name: str) -> Path:
    """Return the path of a packaged sample file."""
    return Path(str(resources.files("fairness_core").joinpath("data", "samples", name)))

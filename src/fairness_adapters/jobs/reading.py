"""Files to one dataset, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from fairness_adapters.catalogue import Catalogue, Registered
from fairness_adapters.contract import Reader, ReadResult
from fairness_adapters.jobs.by_layouts import read_by_layouts, unused_layouts
from fairness_adapters.jobs.sheets_told import sheets_together
from fairness_adapters.layouts import load_layout
from fairness_adapters.source import Source, read_source
from fairness_core.config import PACKAGED, Shelf
from fairness_core.equality.indicators import Standard, load_standard
from fairness_core.equality.indicators import standard as standard_of
from fairness_core.equality.validate import validate
from fairness_core.errors import AdapterFault, CallerError, ConfigError
from fairness_core.observations import Dataset, Observation, merge
from fairness_core.problems import Problem, Severity
from fairness_core.values import Missing, Stated


def read_sources(
    paths: Sequence[Path], *, catalogue: Catalogue, format_id: str = "", layouts: Sequence[Path] = ()
) -> ReadResult[Dataset]:
    """Read the files as parts of one return; the problems of all of them come together.

    With one of the trust's own `layouts` every file is read by it; with several, each file by those that
    recognise it, or a sheet of it. Raises `SourceError` for a file that cannot be read at all, `ConfigError` for a
    faulty layout file.
    """
    if not paths:
        raise CallerError("No file was given.", hint="Name at least one workbook or CSV file.")
    chosen = [
        Registered(format=load_layout(each, catalogue.shelf), distribution=each.name, version="") for each in layouts
    ]
    results = [_read(read_source(path), catalogue, format_id, chosen) for path in paths]
    unused = unused_layouts(chosen, results) if len(chosen) > 1 else ()
    dataset = merge(result.value for result in results)
    told = (problem for result in results for problem in result.problems)
    return ReadResult(value=dataset, problems=(*sheets_together(told), *unused, *dataset.conflicts()))


def _read(
    source: Source, catalogue: Catalogue, format_id: str, chosen: Sequence[Registered[Reader[Dataset]]]
) -> ReadResult[Dataset]:
    if len(chosen) == 1:
        return catalogue.read(chosen[0], source)
    if chosen:
        return read_by_layouts(source, chosen)
    reader = catalogue.reader(format_id) if format_id else catalogue.identify(source)
    result = catalogue.read(reader, source)
    if not isinstance(result.value, Dataset):
        raise _not_figures(reader)
    return ReadResult(value=result.value, problems=result.problems)


def _not_figures(reader: Registered[Reader[object]]) -> AdapterFault:
    return AdapterFault(
        "This format does not give figures that a standard could be worked out from.",
        adapter=reader.format.id,
        distribution=reader.distribution,
        version=reader.version,
        stage="read",
        hint="Choose another format with --format.",
    )


def check_sources(
    paths: Sequence[Path],
    *,
    catalogue: Catalogue,
    format_id: str = "",
    layouts: Sequence[Path] = (),
    standard: str = "wres-2025",
) -> tuple[Problem, ...]:
    """Return every problem of the files: those met in reading, and those that the standard's checks find."""
    result = read_sources(paths, catalogue=catalogue, format_id=format_id, layouts=layouts)
    return all_problems(result, validate(result.value, rules(standard, catalogue.shelf)))


def rules(standard: str, shelf: Shelf = PACKAGED) -> Standard:
    """Return a standard from the shelf by its id, or one of the trust's own by the path of its TOML file.

    Raises `CallerError` when there is none of that id, `ConfigError` when the file is at fault.
    """
    if not standard.endswith(".toml"):
        return standard_of(standard, shelf)
    path = Path(standard)
    try:
        return load_standard(path.read_text(encoding="utf-8"), path.name, shelf)
    except (OSError, UnicodeDecodeError) as fault:
        hint = "Check that the file is there and is plain text (TOML, UTF-8)."
        raise ConfigError(f"The standard {path.name} cannot be read.", [], hint=hint) from fault


def all_problems(result: ReadResult[Dataset], found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put problems together, errors first, then by place; a finding that is met twice is said once."""
    order = list(Severity)
    return tuple(sorted(dict.fromkeys((*result.problems, *found)), key=lambda each: order.index(each.severity)))


def to_json(result: ReadResult[Dataset]) -> dict[str, object]:
    """Return what was understood as plain JSON values: observations with where they stand, and problems."""
    dataset = result.value
    return {
        "organisation": dataset.organisation,
        "sources": [attrs.asdict(source) for source in dataset.sources],
        "observations": [_observation(each) for each in dataset.observations],
        "problems": [problem.to_json() for problem in result.problems],
    }


def _observation(each: Observation) -> dict[str, object]:
    value = each.value
    figure: dict[str, object] = {"value": value}
    if isinstance(value, Stated):
        figure = {"value": float(value.value), "unit": value.unit.value, "base": value.base}
    if isinstance(value, Missing):
        figure = {"value": None, "missing": value.reason.value, "detail": value.detail}
    start = each.period.start.isoformat() if each.period.start else None
    return {
        "measure": each.measure,
        "period": {"start": start, "end": each.period.end.isoformat()},
        "dimensions": dict(each.dimensions),
        **figure,
        "file": each.where.file,
        "sheet": each.where.sheet,
        "cell": each.where.cell,
    }

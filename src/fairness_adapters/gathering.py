"""Every installed plugin, imported and asked in isolation: what it brings, or the fault that it is left out for.

What a plugin and a format must look like is checked by `fairness_adapters.discovery`, rule files are read by
`rule_files`; what was gathered is put to work by `fairness_adapters.catalogue`.
"""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import TypeVar, cast

import attrs
import pluggy

from fairness_adapters import api_window, hookspecs
from fairness_adapters.contract import LessonCategoriser, Plugin, Reader, ReportBuilder, Writer
from fairness_adapters.discovery import (
    CATEGORISER_PARTS,
    GROUP,
    OWN_DISTRIBUTION,
    READER_PARTS,
    REPORT_PARTS,
    WRITER_PARTS,
    Fault,
    LeftOut,
    Origin,
    Registered,
    Stage,
    attempt,
    brought_by,
    check_format,
    check_plugin,
    find_origins,
    kind_of,
)
from fairness_adapters.rule_files import KINDS, LAYOUTS, RuleText, is_packaged, load_rule, rule_texts, shelve, title_of
from fairness_core.config import PACKAGED, Shelf

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class RuleFileOf:
    """A sound rule file of a plugin: its kind, id and title, and the distribution that brings it."""

    kind: str
    id: str
    title: str
    distribution: str
    version: str


@attrs.define
class Found:
    """What has been gathered so far; the only thing here that grows."""

    readers: dict[str, Registered[Reader[object]]] = attrs.field(factory=dict)
    writers: dict[str, Registered[Writer]] = attrs.field(factory=dict)
    categorisers: dict[str, Registered[LessonCategoriser]] = attrs.field(factory=dict)
    reports: dict[str, Registered[ReportBuilder]] = attrs.field(factory=dict)
    rules: dict[tuple[str, str], tuple[Origin, RuleText]] = attrs.field(factory=dict)
    shelf: Shelf = PACKAGED
    rule_files: list[RuleFileOf] = attrs.field(factory=list)
    faults: list[Fault] = attrs.field(factory=list)
    notices: list[Fault] = attrs.field(factory=list)
    blocked: list[Origin] = attrs.field(factory=list)


def gather(blocked: Set[str], *, built_in: bool = True) -> Found:
    """Load every plugin but those whose name or distribution is blocked; without `built_in`, not our own formats."""
    found = Found()
    for origin in find_origins(found.faults):
        if blocked & {origin.entry.name, origin.distribution}:
            found.blocked.append(origin)
        elif built_in or not origin.is_built_in:
            _load(origin, found)
    _shelve(found)
    return found


def _load(origin: Origin, found: Found) -> None:
    """Import one plugin, call its hook and take up its formats; add a fault for whatever goes wrong."""
    try:
        module = attempt(Stage.IMPORT, f"{origin.entry.value} cannot be imported", origin.entry.load)
        plugin = _call_hook(origin, module)
    except LeftOut as problem:
        found.faults.append(origin.fault(problem.stage, problem.cause))
        return
    if said := api_window.window(plugin.api).says:
        found.notices.append(origin.fault(Stage.PLUGIN, said))
    for reader in plugin.readers:
        _take(origin, reader, READER_PARTS, found.readers, found.faults)
    for writer in plugin.writers:
        _take(origin, writer, WRITER_PARTS, found.writers, found.faults)
    for categoriser in plugin.categorisers:
        _take(origin, categoriser, CATEGORISER_PARTS, found.categorisers, found.faults, "categoriser")
    for report in plugin.reports:
        _take(origin, report, REPORT_PARTS, found.reports, found.faults, "report")
    for package in plugin.config:
        _find_rules(origin, package, found)


def _find_rules(origin: Origin, package: object, found: Found) -> None:
    """Take up the texts of a package's rule files; a packaged file, and the first of two plugins, is kept."""
    what = f"the rule files of {package!r:.60} cannot be read"
    try:
        rules = attempt(Stage.CONFIG, what, lambda: tuple(rule_texts(_package_name(package))))
    except LeftOut as problem:
        found.faults.append(origin.fault(problem.stage, problem.cause))
        return
    for rule in rules:
        before = found.rules.get((rule.kind, rule.id))
        if before or is_packaged(rule):
            kept = brought_by(before[0].distribution, before[0].version) if before else OWN_DISTRIBUTION
            cause = f"there is already such a file, from {kept}, which is kept; give it another id"
            found.faults.append(origin.fault(Stage.CONFIG, cause, adapter=rule.name))
        else:
            found.rules[rule.kind, rule.id] = (origin, rule)


def _package_name(package: object) -> str:
    if not isinstance(package, str):
        raise TypeError(f"{kind_of(package)} was given where the name of a package was expected")
    return package


def _shelve(found: Found) -> None:
    """Read every rule file once with all the others at hand; those at fault leave the shelf, layouts become readers."""
    if not found.rules:
        return
    shelf, sound = shelve(rule for _, rule in found.rules.values()), list[RuleText]()
    order = [*KINDS]
    for origin, rule in sorted(found.rules.values(), key=lambda each: order.index(each[1].kind)):
        try:
            value = attempt(Stage.CONFIG, "it is not fit for use", partial(load_rule, rule, shelf))
        except LeftOut as problem:
            found.faults.append(origin.fault(problem.stage, problem.cause, adapter=rule.name))
            continue
        if rule.kind == LAYOUTS:
            _take(origin, cast(Reader[object], value), READER_PARTS, found.readers, found.faults)
        sound.append(rule)
        found.rule_files.append(_listed(origin, rule, value))
    found.shelf = shelve(sound)


def _listed(origin: Origin, rule: RuleText, value: object) -> RuleFileOf:
    return RuleFileOf(
        kind=rule.kind,
        id=rule.id,
        title=title_of(value, rule),
        distribution=origin.distribution,
        version=origin.version,
    )


def _call_hook(origin: Origin, module: object) -> Plugin:
    """Register the module with a manager of its own, so that no plugin is in another's call."""
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)

    def register() -> None:
        manager.register(module, origin.entry.name)
        manager.check_pending()

    attempt(Stage.HOOK, "its hook is not fairness_plugin()", register)
    answers = attempt(Stage.HOOK, "fairness_plugin() failed", manager.hook.fairness_plugin)
    if not answers:
        raise LeftOut(Stage.HOOK, "no function fairness_plugin with the mark @hookimpl returns a Plugin")
    return check_plugin(answers[0])


def _take(
    origin: Origin,
    each: T,
    parts: tuple[str, ...],
    into: dict[str, Registered[T]],
    faults: list[Fault],
    noun: str = "format",
) -> None:
    try:
        format_id = attempt(Stage.FORMAT, f"a {noun} is not fit for use", lambda: check_format(each, parts))
    except LeftOut as problem:
        faults.append(origin.fault(problem.stage, problem.cause))
        return
    if before := into.get(format_id):
        kept = brought_by(before.distribution, before.version)
        cause = f"there is already a {noun} '{format_id}', from {kept}, which is kept"
        faults.append(origin.fault(Stage.FORMAT, cause, adapter=format_id))
        return
    into[format_id] = Registered(format=each, distribution=origin.distribution, version=origin.version)

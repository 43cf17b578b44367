"""What is installed that calls itself a plugin of ours, and whether what it brings is fit for use.

Here live the entry points of every distribution, the checks of a plugin and of a format, and the `Fault`
that stands for one that fails them. Calling the hook lives in `fairness_adapters.gathering`,
formats at work in `fairness_adapters.catalogue`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from importlib import metadata
from typing import Generic, TypeVar

import attrs

from fairness_adapters import api_window
from fairness_adapters.contract import Plugin

GROUP = "fairness_adapters"
BUILT_IN = metadata.EntryPoint(name="built-in", value="fairness_adapters.formats", group=GROUP)
OWN_DISTRIBUTION = "fairness-core"
HOOK = "fairness_plugin"
READER_PARTS = ("id", "title", "reads", "identify", "read")
WRITER_PARTS = ("id", "title", "suffix", "write")
CATEGORISER_PARTS = ("id", "title", "taxonomy", "suggest")
REPORT_PARTS = ("id", "title", "build")
"""What each Protocol names, in the order in which it is asked for."""

T = TypeVar("T")
F_co = TypeVar("F_co", covariant=True)

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Stage(StrEnum):
    """Where on its way a plugin failed."""

    METADATA = "metadata"
    IMPORT = "import"
    HOOK = "hook"
    PLUGIN = "plugin"
    CONFIG = "config"
    FORMAT = "format"
    IDENTIFY = "identify"
    READ = "read"
    WRITE = "write"
    SUGGEST = "suggest"
    BUILD = "build"


@attrs.frozen(kw_only=True)
class Fault:
    """A plugin, or one format of it, that was left out: who brings it, where it failed, and why.

    It also stands for what is said of one that is taken all the same: a format whose `identify` fails, an old API.
    `adapter` is the name of the entry point, or the id of the format where only that is at fault.
    """

    adapter: str
    distribution: str
    version: str
    stage: Stage
    cause: str

    def __str__(self) -> str:
        """Say the fault in one line."""
        return f"{self.adapter} ({brought_by(self.distribution, self.version)}), {self.stage}: {self.cause}"


@attrs.frozen(kw_only=True)
class Registered(Generic[F_co]):
    """A format and the distribution that brings it; `version` is empty when run from a source tree."""

    format: F_co
    distribution: str
    version: str


@attrs.frozen(kw_only=True)
class Origin:
    """An entry point of our group, and the distribution that declares it."""

    entry: metadata.EntryPoint
    distribution: str
    version: str

    @property
    def is_built_in(self) -> bool:
        """Whether these are the formats that come with the library."""
        return self.entry.value == BUILT_IN.value

    def fault(self, stage: Stage, cause: str, adapter: str = "") -> Fault:
        """Make the fault of this plugin, or of one format of it named by `adapter`."""
        return Fault(
            adapter=adapter or self.entry.name,
            distribution=self.distribution,
            version=self.version,
            stage=stage,
            cause=cause,
        )


class LeftOut(Exception):
    """Raised within discovery only: this plugin or format is not fit for use, and becomes a `Fault`."""

    def __init__(self, stage: Stage, cause: str) -> None:
        super().__init__(stage, cause)
        self.stage, self.cause = stage, cause


def find_origins(faults: list[Fault]) -> list[Origin]:
    """Return every entry point of our group, the built-in ones first, then in a fixed order.

    A distribution whose entry points cannot be read is added to `faults`.
    """
    found = [origin for installed in _distributions() for origin in _entries(*installed, faults)]
    if not any(each.is_built_in for each in found):
        # Run from a source tree: nothing is installed that could name our own formats.
        found.append(Origin(entry=BUILT_IN, distribution=OWN_DISTRIBUTION, version=""))
    return sorted(found, key=lambda each: (not each.is_built_in, each.distribution, each.entry.name))


def _distributions() -> Iterator[tuple[metadata.Distribution, str, str]]:
    """Yield each distribution that speaks of our group once, with its name and version, both "" when damaged.

    `metadata.entry_points()` is not used: one distribution with a damaged file would end all of it. Names and
    versions are asked only of those that speak of us, since reading them takes ten times as long as all the rest.
    """
    seen: set[str] = set()
    for distribution in metadata.distributions():
        if GROUP not in (text := _entry_points_text(distribution)):
            continue
        name, version = _name_and_version(distribution)
        # One whose metadata are damaged has no name; it is known by what it declares.
        if (name or text) not in seen and _is_in_force(name):
            yield distribution, name, version
        seen.add(name or text)


def _is_in_force(name: str) -> bool:
    """Tell whether the first distribution of that name on the path, which is the one in force, speaks of us too."""
    try:
        return GROUP in _entry_points_text(metadata.distribution(name)) if name else True
    except metadata.PackageNotFoundError:
        return True


def _entries(distribution: metadata.Distribution, name: str, version: str, faults: list[Fault]) -> Iterator[Origin]:
    try:
        entries = tuple(distribution.entry_points.select(group=GROUP))
    except Exception as problem:
        cause = f"its list of entry points is damaged ({type(problem).__name__}): install it again"
        faults.append(Fault(adapter=name, distribution=name, version=version, stage=Stage.METADATA, cause=cause))
        return
    for entry in entries:
        yield Origin(entry=entry, distribution=name, version=version)


def _entry_points_text(distribution: metadata.Distribution) -> str:
    try:
        return distribution.read_text("entry_points.txt") or ""
    except Exception:
        # Whatever is damaged there does not name our group, so it keeps no plugin of ours from us.
        return ""


def _name_and_version(distribution: metadata.Distribution) -> tuple[str, str]:
    try:
        # Each look at `distribution.metadata`, as `distribution.version` is too, reads the file again.
        said = distribution.metadata
        return _canonical(said["Name"] or ""), said["Version"] or ""
    except Exception:
        return "", ""


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def attempt(stage: Stage, what: str, work: Callable[[], T]) -> T:
    """Do `work`; whatever it raises, sys.exit included, leaves the plugin out. Ctrl-C is not caught."""
    try:
        return work()
    except (KeyboardInterrupt, LeftOut):
        raise
    except BaseException as problem:
        raise LeftOut(stage, f"{what}: {_describe(problem)}") from problem


def _describe(problem: BaseException) -> str:
    # pluggy names the module with its path, which the line names by its distribution.
    text = re.sub(r" in plugin <module .*?>", "", " ".join(str(problem).split()))
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__


def check_plugin(plugin: object) -> Plugin:
    """Return what the hook returned when it is a `Plugin` of our API; raise `LeftOut` when it is not."""
    if not isinstance(plugin, Plugin):
        raise LeftOut(Stage.PLUGIN, f"{HOOK}() returned {kind_of(plugin)} where a Plugin was expected")
    standing = api_window.window(plugin.api)
    if not standing.taken:
        raise LeftOut(Stage.PLUGIN, standing.says)
    for name in ("readers", "writers", "config", "categorisers", "reports"):
        if not isinstance(getattr(plugin, name), tuple):
            raise LeftOut(Stage.PLUGIN, f"its {name} are {kind_of(getattr(plugin, name))}, not a tuple")
    return plugin


def check_format(each: object, parts: tuple[str, ...]) -> str:
    """Return the id of what has every part (a format, a report); raise `TypeError` saying what is amiss."""
    if isinstance(each, type):
        raise TypeError(f"{each.__name__} is a class; give an instance, {each.__name__}()")
    values = {part: getattr(each, part, None) for part in parts}
    if absent := [part for part, value in values.items() if value is None]:
        raise TypeError(f"{type(each).__name__} has no {' and no '.join(absent)}")
    for part, value in values.items():
        is_right, wanted = _RULES[part]
        if not is_right(value):
            raise TypeError(f"the {part} of {type(each).__name__} is {value!r:.60}, not {wanted}")
    return str(values["id"])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_RULES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "id": (lambda value: isinstance(value, str) and bool(_ID.fullmatch(value)), "a-z, 0-9 and hyphens"),
    "title": (_is_text, "one line of text"),
    "reads": (lambda value: all_of(value, str), "a tuple of kinds of file"),
    "suffix": (lambda value: isinstance(value, str) and value.startswith("."), "an ending with its dot"),
    "taxonomy": (_is_text, "the id of a taxonomy"),
    "identify": (callable, "a method"),
    "read": (callable, "a method"),
    "write": (callable, "a method"),
    "suggest": (callable, "a method"),
    "build": (callable, "a method"),
}


def all_of(values: object, kind: type) -> bool:
    """Tell whether the value is a tuple of nothing but this kind."""
    return isinstance(values, tuple) and all(isinstance(value, kind) for value in values)


def kind_of(value: object) -> str:
    """Say what a value is, for a message, without saying what it holds."""
    name = type(value).__name__
    return "nothing" if value is None else f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def brought_by(distribution: str, version: str) -> str:
    """Name a distribution and its version, as far as they are known."""
    return f"{distribution} {version}".strip() or "an unnamed distribution"

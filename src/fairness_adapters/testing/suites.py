"""What every suite of the kit shares: the two members, the samples, the checks of identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from fairness_adapters.discovery import READER_PARTS, WRITER_PARTS, check_format
from fairness_adapters.source import Kind, Source
from fairness_adapters.testing.golden import ENDING, golden_of
from fairness_adapters.testing.hostile import Hostile, hostile_files
from fairness_adapters.testing.levels import check
from fairness_adapters.testing.telling import fail
from fairness_adapters.testing.watching import Bounds

REFUSED = "refuse"
"""The folder within the samples whose files must be refused with one of our errors."""


class Suite:
    """The checks that every adapter is asked.

    An author sets these members:

    - `adapter`: the reader or writer, as an instance;
    - `samples`: the folder of files; each has its expected result beside it, those in `refuse/` must be refused;
    - `level`: the level of checks that the suite was written for, 1 when nothing is said.
    """

    adapter: ClassVar[Any] = None
    samples: ClassVar[Path | None] = None
    level: ClassVar[int] = 1
    bounds: ClassVar[Bounds] = Bounds()
    parts: ClassVar[tuple[str, ...]] = ()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make a test of each sample and of each hostile file."""
        if "sample" in metafunc.fixturenames:
            files = self.sample_files()
            metafunc.parametrize("sample", files, ids=[each.name for each in files])
        if "refused" in metafunc.fixturenames:
            files = self.refused_files()
            metafunc.parametrize("refused", files, ids=[each.name for each in files])
        if "hostile" in metafunc.fixturenames:
            hostile = self.hostile()
            metafunc.parametrize("hostile", hostile, ids=[each.name for each in hostile])

    @classmethod
    def sample_files(cls) -> list[Path]:
        """Return every file of the samples folder that is not an expected result, by name."""
        return _files_in(cls.samples)

    @classmethod
    def refused_files(cls) -> list[Path]:
        """Return every file of the samples folder's `refuse` folder, by name."""
        return _files_in(cls.samples / REFUSED if cls.samples else None)

    @classmethod
    def hostile(cls) -> Sequence[Hostile]:
        """Return the files that it must not trip over: those of the kit, unless a suite adds its own."""
        return hostile_files()

    def golden(self, sample: Path) -> Path:
        """Return where the expected result of a sample is kept: beside it, unless a suite says otherwise."""
        return golden_of(sample)

    @check(1, "it has every part, of the right types, as `fairness formats` asks for them")
    def test_identity_has_every_part(self) -> None:
        """The adapter is an instance with every part that the Protocol names."""
        __tracebackhide__ = True
        if self.adapter is None:
            fail(f"{type(self).__name__} has no member 'adapter': set it to an instance of your class.")
        try:
            check_format(self.adapter, self.parts)
        except TypeError as found:
            fail(f"This adapter would be left out by 'fairness formats': {found}.")

    @check(1, "its id and title are the same each time and belong to it alone")
    def test_identity_stays(self) -> None:
        """Asked twice, the adapter calls itself the same, in one line of text."""
        __tracebackhide__ = True
        one, other = ((str(self.adapter.id), str(self.adapter.title)) for _ in range(2))
        if one != other:
            fail("The adapter's id or title changes from one time to the next:", f"- {one}", f"+ {other}")
        if "\n" in one[1] or len(one[1]) > 120:
            fail(f"The title is one line of at most 120 characters; this has {len(one[1])}.")


class ReadingSuite(Suite):
    """The checks of a reader's identity."""

    parts = READER_PARTS

    @check(1, "the kinds that it says it reads are kinds that there are")
    def test_identity_reads_known_kinds(self) -> None:
        """Every kind in `reads` is one of `fairness_adapters.source.Kind`."""
        __tracebackhide__ = True
        known = {kind.value for kind in Kind}
        if unknown := [each for each in self.adapter.reads if each not in known] or not self.adapter.reads:
            fail(f"`reads` has {unknown or 'nothing'}; the kinds are: {', '.join(sorted(known))}.")

    @check(1, "there is at least one sample file")
    def test_identity_has_samples(self) -> None:
        """The samples folder is there and holds a file."""
        __tracebackhide__ = True
        if not self.sample_files():
            fail(f"There is no sample in {self.samples}: put a small made-up file there.")


class WritingSuite(Suite):
    """The checks of a writer's identity."""

    parts = WRITER_PARTS


def source_of(path: Path) -> Source:
    """Return a file as a source, new each time, so that nothing is remembered of the time before."""
    return Source.from_bytes(path.name, path.read_bytes())


def one_line(text: object) -> bool:
    """Tell whether it is one line of text that says something."""
    return isinstance(text, str) and bool(re.fullmatch(r"\S.*", text.strip()))


def _files_in(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    files = (each for each in sorted(folder.iterdir()) if each.is_file() and not each.name.startswith((".", "~$")))
    return [each for each in files if not each.name.endswith(ENDING)]

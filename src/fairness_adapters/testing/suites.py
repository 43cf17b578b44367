"""What every suite of the kit shares: the two members, the samples, the checks of identity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from fairness_adapters.discovery import READER_PARTS, WRITER_PARTS, check_format
from fairness_adapters.source import Kind, Source
from fairness_adapters.testing.golden import ENDING, HOW_TO_UPDATE, golden_of
from fairness_adapters.testing.hostile import Hostile, hostile_files
from fairness_adapters.testing.levels import check
from fairness_adapters.testing.summary import tell_at_the_end
from fairness_adapters.testing.telling import fail
from fairness_adapters.testing.watching import Bounds

REFUSED = "refuse"
"""The folder within the samples whose files must be refused with one of our errors."""


class Suite:
    """The checks that every adapter is asked.

    An author sets these members:

    - `adapter`: the reader or writer, as an instance; for a layout `layout("my-trust-wards", package="my_trust")`;
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
        tell_at_the_end(metafunc.config)
        for name, files, without in (
            ("sample", self.sample_files, "there is no sample, as another check says"),
            ("refused", self.refused_files, f"no file is to be refused: put some into samples/{REFUSED}"),
        ):
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, _each_or_skipped(files(), without))
        if "hostile" in metafunc.fixturenames:
            hostile = self.hostile()
            metafunc.parametrize("hostile", hostile, ids=[each.name for each in hostile])

    @pytest.fixture(autouse=True)
    def _is_fit_to_be_asked(self, request: pytest.FixtureRequest) -> None:
        """Skip what makes no sense to ask, so that one check says what is amiss and not two hundred."""
        lacks = self.adapter is None or isinstance(self.adapter, type)
        lacks = lacks or any(getattr(self.adapter, part, None) is None for part in self.parts)
        if lacks and request.node.originalname not in {"test_identity_has_every_part", "test_identity_has_samples"}:
            pytest.skip("the adapter cannot be asked, as test_identity_has_every_part says")

    @classmethod
    def sample_files(cls) -> list[Path]:
        """Return every file of the samples folder that is not an expected result, by name."""
        return _files_in(cls.samples)

    @classmethod
    def refused_files(cls) -> list[Path]:
        """Return every file of the samples folder's `refuse` folder, by name."""
        return _files_in(Path(cls.samples) / REFUSED if cls.samples else None)

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
            fail(
                f"{type(self).__name__} has no member 'adapter'.",
                "Set it to an instance of your class: adapter = NightShifts()",
                'or, for a layout: adapter = layout("my-trust-wards", package="my_trust_wards")',
            )
        try:
            check_format(self.adapter, self.parts)
        except TypeError as found:
            fail(
                f"This adapter would be left out by 'fairness formats': {found}.",
                f"It must have: {', '.join(self.parts)}.",
            )

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
        if self.samples is None and not self.sample_files():
            fail(
                f"{type(self).__name__} has no member 'samples', the folder of the files that it is tried on.",
                'Set it: samples = Path(__file__).parent / "samples"',
            )
        if not self.sample_files():
            there = "There is no sample in" if Path(str(self.samples)).is_dir() else "There is no folder"
            fail(
                f"{there} {Path(str(self.samples)).absolute()}.",
                "Put a small file there, as your system writes it, with made-up people.",
                HOW_TO_UPDATE,
            )


class WritingSuite(Suite):
    """The checks of a writer's identity."""

    parts = WRITER_PARTS


def source_of(path: Path) -> Source:
    """Return a file as a source, new each time, so that nothing is remembered of the time before."""
    return Source.from_bytes(path.name, path.read_bytes())


def one_line(text: object) -> bool:
    """Tell whether it is one line of text that says something."""
    return isinstance(text, str) and bool(re.fullmatch(r"\S.*", text.strip()))


def _each_or_skipped(files: list[Path], without: str) -> list[Any]:
    each_of = [pytest.param(each, id=each.name) for each in files]
    return each_of or [pytest.param(None, id="none", marks=pytest.mark.skip(reason=without))]


def _files_in(folder: Path | None) -> list[Path]:
    if folder is None or not (folder := Path(folder).absolute()).is_dir():
        return []
    files = (each for each in sorted(folder.iterdir()) if each.is_file() and not each.name.startswith((".", "~$")))
    return [each for each in files if not each.name.endswith(ENDING)]

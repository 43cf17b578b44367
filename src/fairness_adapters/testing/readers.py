"""The suite for a reader: identity, identify, read, refuse, abilities. A check is a method; see `levels`.

An author writes one class with two members and inherits all of it:

    class TestNightShifts(ReaderSuite):
        adapter = NightShifts()
        samples = Path(__file__).parent / "samples"
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from fairness_adapters.contract import Confidence, Identification, ReadResult
from fairness_adapters.discovery import all_of, kind_of
from fairness_adapters.source import Source
from fairness_adapters.testing.asked_once import asked_once, first_with
from fairness_adapters.testing.golden import equals_golden
from fairness_adapters.testing.hostile import Hostile
from fairness_adapters.testing.levels import check
from fairness_adapters.testing.meaning import meaning, size, values_only
from fairness_adapters.testing.suites import ReadingSuite, one_line, source_of
from fairness_adapters.testing.telling import Found, fail, name_of, raised_at, same
from fairness_adapters.testing.totals import counted_twice, given_twice, without_place
from fairness_adapters.testing.variants import ABILITIES, NOISE, with_one_label_changed
from fairness_adapters.testing.watching import bounded, no_network
from fairness_core.errors import FairnessError, MissingExtra, SourceError
from fairness_core.problems import Problem

_LABELS = 12
"""How many labels of a sample are changed in turn; each change is a reading."""


class ReaderSuite(ReadingSuite):
    """Everything that is asked of a reader. `abilities` are those of `variants.ABILITIES` that it declares."""

    abilities: ClassVar[frozenset[str] | None] = None
    noise_kib: ClassVar[int] = 256

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Make a test of each ability too."""
        super().pytest_generate_tests(metafunc)
        if "ability" in metafunc.fixturenames:
            metafunc.parametrize("ability", sorted(ABILITIES))

    # --- identify

    @check(1, "identify claims its samples")
    def test_identify_claims_its_samples(self, sample: Path) -> None:
        """Every sample is certain or likely."""
        __tracebackhide__ = True
        said = self._identify(source_of(sample))
        if said.confidence is Confidence.NO:
            fail(f"identify does not claim {sample.name}, one of its own samples: {said.reason}")

    @check(1, "identify claims nothing else")
    def test_identify_claims_nothing_else(self, hostile: Hostile) -> None:
        """No file of the hostile set is claimed."""
        __tracebackhide__ = True
        said = self._identify(hostile.source(), hostile.odd, may_fail=True, foreign_too=True)
        if said is not None and said.confidence is not Confidence.NO:
            name = name_of(hostile.source(), hostile.odd)
            fail(
                f"identify claims {name} as {said.confidence}, and it is not of this format: {said.reason}",
                "Ask for something that only your format has: its title, or all of its column headings.",
            )

    @check(1, "identify never raises on a file that can be opened by nobody, or is of another kind")
    def test_identify_never_raises(self, hostile: Hostile) -> None:
        """Whatever the file is, identify answers, or raises a SourceError, within bounds."""
        __tracebackhide__ = True
        self._identify(hostile.source(), hostile.odd, may_fail=True)

    @check(1, "identify gives the same answer twice")
    def test_identify_answers_twice_the_same(self, sample: Path) -> None:
        """Asked again, of a new copy of the file, identify says the same."""
        __tracebackhide__ = True
        one, other = (self._identify(source_of(sample)) for _ in range(2))
        if one != other:
            fail(
                f"identify answers {sample.name} in two ways:",
                f"- {one}",
                f"+ {other}",
                "Keep nothing from one call to the next.",
            )

    @check(1, "every answer of identify says why, in one line")
    def test_identify_gives_a_reason(self, sample: Path) -> None:
        """Claiming or not, the reason is one line of text."""
        __tracebackhide__ = True
        for source in (source_of(sample), Source.from_bytes("plain.csv", b"Zone,Qty\nA,1\n")):
            said = self._identify(source)
            if not one_line(said.reason) or "\n" in said.reason:
                fail(f"identify gives no reason of one line for {source.name}: {said.reason!r:.80}")

    @check(1, "identify is done within bounds when the file is large")
    def test_identify_is_bounded(self, sample: Path) -> None:
        """A sample with `noise_kib` of noise behind it is answered in time."""
        __tracebackhide__ = True
        data = sample.read_bytes() + b"\nzq,unheard,of" * (self.noise_kib * 1024 // 14)
        self._identify(Source.from_bytes(sample.name, data), "with much noise behind it", may_fail=True)

    # --- read

    @check(1, "a sample is read as its expected result says")
    def test_read_equals_the_golden_result(self, sample: Path) -> None:
        """What is read means what is kept beside the sample."""
        __tracebackhide__ = True
        equals_golden(self.golden(sample), meaning(self._read(source_of(sample))))

    @check(1, "a sample read twice gives the same")
    def test_read_twice_the_same(self, sample: Path) -> None:
        """The second reading of a sample means the same as the first."""
        __tracebackhide__ = True
        one, other = (meaning(self._sample(source_of(sample))) for _ in range(2))
        told = f"{sample.name} is read in two ways (- the first time, + the second)."
        same(one, other, f"{told}\nKeep nothing from one call to the next.")

    @check(1, "reading leaves every file as it was, and leaves none behind")
    def test_read_changes_no_file(self, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The samples are the same files with the same bytes, and the working folder is still empty."""
        __tracebackhide__ = True
        before = {each: each.read_bytes() for each in sample.parent.iterdir() if each.is_file()}
        source = source_of(sample)
        monkeypatch.chdir(tmp_path)
        self._sample(source)
        after = {each: each.read_bytes() for each in sample.parent.iterdir() if each.is_file()}
        changed = sorted(each.name for each in before.keys() | after.keys() if before.get(each) != after.get(each))
        if left := changed + sorted(each.name for each in tmp_path.iterdir()):
            fail(f"Reading {sample.name} changed or left files: {', '.join(left)}.")

    @check(1, "every value that was read carries its cell")
    def test_read_says_where_each_value_stands(self, sample: Path) -> None:
        """Everything that has a place has one that names the file and a cell, a line or a field."""
        __tracebackhide__ = True
        if lost := without_place(self._sample(source_of(sample)).value):
            fail(
                f"{len(lost)} values of {sample.name} do not say which cell they stand in:",
                *lost,
                "Give each its where=Place(...).",
            )

    @check(1, "a label that it does not know is reported, and its figures are not dropped in silence")
    def test_read_reports_unknown_labels(self, sample: Path) -> None:
        """When a changed label makes values vanish, a problem tells of it."""
        __tracebackhide__ = True
        whole = self._sample(source_of(sample))
        for cell, source in with_one_label_changed(source_of(sample), _LABELS):
            found = self._read_or_refuse(source)
            if found is not None and size(found) < size(whole) and not _news(whole, found):
                fail(
                    f"With {NOISE!r} in {cell} of {sample.name}, {size(whole) - size(found)} of {size(whole)} values",
                    "were dropped and no problem says so. Report a label that you do not know (a warning or an",
                    "error with its cell); never leave out what stands beside it without a word.",
                )

    @check(1, "totals are not counted as one more group")
    def test_read_does_not_count_totals_twice(self, sample: Path) -> None:
        """No code of a dimension is a total of the others."""
        __tracebackhide__ = True
        found = self._sample(source_of(sample))
        if totals := counted_twice(found.value, found.problems):
            fail(
                f"A total of {sample.name} was read as one more group, and would be counted twice:",
                *totals,
                "Leave the dimension out of a total's observation: an absent dimension means everybody.",
            )

    @check(2, "no figure is given twice with different values")
    def test_read_gives_no_figure_twice(self, sample: Path) -> None:
        """A dataset in which one figure has two values would be refused by every command."""
        __tracebackhide__ = True
        if twice := given_twice(self._sample(source_of(sample)).value):
            fail(
                f"{sample.name} gives figures twice with different values, so that no report can be made of it:",
                *twice,
                "See which of the two is another figure: a total or subtotal, a label from above, another sheet.",
            )

    @check(1, "reading uses no network")
    def test_read_uses_no_network(self, sample: Path) -> None:
        """No connection is tried."""
        __tracebackhide__ = True
        with no_network() as tried:
            self._read_or_refuse(source_of(sample), foreign_too=True)
        if tried:
            fail(
                f"Reading {sample.name} tried to reach the network: {', '.join(sorted(set(tried)))}.",
                "Take everything from source.data: a file is read where nothing may be sent or fetched.",
            )

    @check(1, "identify and read print nothing")
    def test_read_prints_nothing(self, sample: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """Nothing comes out on stdout or stderr."""
        __tracebackhide__ = True
        capfd.readouterr()
        self._identify(source_of(sample))
        self._sample(source_of(sample))
        if printed := "".join(capfd.readouterr()):
            fail(f"Reading {sample.name} printed {len(printed)} characters; return problems instead:", printed)

    # --- refuse

    @check(1, "a hostile file gives one of our errors, or a result, and nothing else")
    def test_refuse_raises_only_our_errors(self, hostile: Hostile) -> None:
        """Read by force, a hostile file raises a FairnessError or is read, in bounded time and memory."""
        __tracebackhide__ = True
        self._read_or_refuse(hostile.source(), hostile.odd)

    @check(1, "an error says what to do")
    def test_refuse_gives_a_hint(self, hostile: Hostile) -> None:
        """Every error that a hostile file gives has a hint."""
        __tracebackhide__ = True
        try:
            self._bounded("read", hostile.source(), hostile.odd)
        except FairnessError as told:
            if not told.hint.strip():
                name = name_of(hostile.source(), hostile.odd)
                fail(f"The error for {name} has no hint that says what to do: {told.message}")
        except Exception:
            pytest.skip("it raises what it should not; another check says so")

    @check(1, "what is not of its kind is not read without a word")
    def test_refuse_is_not_silent(self, hostile: Hostile) -> None:
        """A file that identify does not claim is refused, or read with at least one problem."""
        __tracebackhide__ = True
        found = self._read_or_refuse(hostile.source(), hostile.odd, foreign_too=True)
        said = self._identify(hostile.source(), hostile.odd, may_fail=True, foreign_too=True)
        if found is not None and said is not None and said.confidence is Confidence.NO and not found.problems:
            fail(
                f"{name_of(hostile.source(), hostile.odd)} was read without an error and without a problem, although",
                f"identify says: {said.reason}. Raise wrong_kind(source), or report what is missing.",
            )

    @check(1, "each file in samples/refuse is refused")
    def test_refuse_the_authors_own(self, refused: Path) -> None:
        """Reading raises one of our errors with a hint, or reports an error."""
        __tracebackhide__ = True
        found = self._read_or_refuse(source_of(refused))
        if found is not None and not any(each.severity == "error" for each in found.problems):
            fail(f"{refused.name} is to be refused, and was read without an error: {[str(p) for p in found.problems]}")

    @check(2, "a damaged sample gives one of our errors, or a result")
    def test_refuse_damaged_samples(self, sample: Path) -> None:
        """A sample cut off, or with a byte changed, is refused like any damaged file."""
        __tracebackhide__ = True
        for odd, data in _damaged(sample.read_bytes()):
            self._read_or_refuse(Source.from_bytes(sample.name, data), odd, once=False)

    # --- abilities

    @check(1, "abilities that are declared are there")
    def test_abilities_are_known(self) -> None:
        """Every declared ability is one that there is."""
        __tracebackhide__ = True
        if unknown := (self.abilities or frozenset()) - ABILITIES.keys():
            fail(f"There is no ability {', '.join(sorted(unknown))}; there are: {', '.join(sorted(ABILITIES))}.")

    @check(1, "what is declared holds, and what is not declared does not")
    def test_ability(self, ability: str) -> None:
        """A declared ability holds for every sample; one that is not declared must fail."""
        __tracebackhide__ = True
        cases = [(each, ABILITIES[ability].make(source_of(each))) for each in self.sample_files()]
        asked = [(each, variant) for each, variant in cases if variant is not None]
        if not asked:
            pytest.skip(f"{ability}: not to be asked of these samples")
        missing = [said for each, variant in asked for said in self._differs(each, variant)]
        _judge(ability, missing, self.abilities)

    # --- how it is asked

    def _differs(self, sample: Path, variant: Source) -> Iterable[str]:
        try:
            if self.adapter.identify(variant).confidence is Confidence.NO:
                return [f"{sample.name}: identify no longer claims it"]
            one, other = (values_only(self.adapter.read(each)) for each in (source_of(sample), variant))
        except Exception as problem:
            return [f"{sample.name}: {type(problem).__name__}"]
        return [] if one == other else [f"{sample.name}: other values are read"]

    def _identify(self, source: Source, odd: str = "", *, may_fail: bool = False, foreign_too: bool = False) -> Any:
        """Return the answer; None where a SourceError is allowed and was raised."""
        __tracebackhide__ = True
        try:
            said = self._bounded("identify", source, odd)
        except (SourceError, MissingExtra) as told:
            if may_fail:
                return None
            fail(
                f"identify of {name_of(source, odd)} raised {type(told).__name__}: {told}",
                *raised_at(told, self.adapter),
            )
        except BaseException as problem:
            if foreign_too and not isinstance(problem, KeyboardInterrupt):
                return None
            if isinstance(problem, AssertionError | KeyboardInterrupt):
                raise
            spot = raised_at(problem, self.adapter)
            self._once("identify", source, odd, [type(problem).__name__, *spot])
            fail(
                f"identify raised {type(problem).__name__} on {name_of(source, odd)}: {problem!s:.200}",
                *spot,
                "It must answer, whatever the file is: Confidence.NO with a reason. Look at source.kind first.",
            )
        if not isinstance(said, Identification) or said.confidence not in tuple(Confidence):
            fail(f"identify returned {kind_of(said)} where an Identification was expected.")
        return said

    def _sample(self, source: Source) -> ReadResult[object]:
        """Read a sample; one that is refused is told by `test_read_equals_the_golden_result` alone."""
        __tracebackhide__ = True
        try:
            return self._read(source)
        except Found:
            pytest.skip(f"{source.name} is not read, as test_read_equals_the_golden_result says")

    def _read(self, source: Source) -> ReadResult[object]:
        __tracebackhide__ = True
        found = self._read_or_refuse(source)
        if not isinstance(found, ReadResult):
            fail(
                f"{source.name} is a sample and was refused: {self._told(source)}",
                "If it is to be refused, move it to the samples' folder 'refuse'.",
            )
        return found

    def _told(self, source: Source) -> str:
        try:
            self.adapter.read(source)
        except FairnessError as told:
            return str(told)
        return "only the first time"

    def _read_or_refuse(self, source: Source, odd: str = "", *, foreign_too: bool = False, once: bool = True) -> Any:
        """Return the result; None when one of our errors was raised. With `once` a fault is told of one file only."""
        __tracebackhide__ = True
        try:
            found = self._bounded("read", source, odd)
        except FairnessError:
            return None
        except BaseException as problem:
            if foreign_too and not isinstance(problem, KeyboardInterrupt):
                return None
            if isinstance(problem, AssertionError | KeyboardInterrupt):
                raise
            spot = raised_at(problem, self.adapter)
            self._once("read", source, odd if once else "", [type(problem).__name__, *spot])
            fail(
                f"read raised {type(problem).__name__} on {name_of(source, odd)}: {problem!s:.200}",
                *spot,
                "Raise a SourceError that says what is wrong with the file and what to do, or report a problem.",
            )
        if not isinstance(found, ReadResult) or not all_of(found.problems, Problem):
            if foreign_too:
                return None
            self._once("read", source, odd if once else "", ["it returned", kind_of(found)])
            fail(f"read returned {kind_of(found)} for {source.name}; a ReadResult with a tuple of Problems is wanted.")
        return found

    def _once(self, work: str, source: Source, odd: str, fault: list[str]) -> None:
        """Skip when this fault was told of another of the kit's files; a sample, which is not odd, is always told."""
        __tracebackhide__ = True
        if odd and (first := first_with((type(self), work, *fault), source.name)) != source.name:
            pytest.skip(f"the same fault as with {first}: mend that one first")

    def _bounded(self, work: str, source: Source, odd: str) -> object:
        __tracebackhide__ = True
        done = getattr(self.adapter, work)

        def ask() -> object:
            __tracebackhide__ = True
            return bounded(lambda: done(source), self.bounds, f"{work} of {name_of(source, odd)}")

        # What is odd is the kit's own, the same each time, and asked for by several checks.
        return asked_once((type(self), work, source.name, odd), ask) if odd else ask()


def _news(whole: ReadResult[object], found: ReadResult[object]) -> bool:
    return bool({str(each) for each in found.problems} - {str(each) for each in whole.problems})


def _damaged(data: bytes) -> Iterable[tuple[str, bytes]]:
    for tenths in range(1, 10):
        at = len(data) * tenths // 10
        yield f"cut after {at} bytes", data[:at]
        yield f"byte {at} changed", data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]


def _judge(ability: str, missing: list[str], declared: frozenset[str] | None) -> None:
    __tracebackhide__ = True
    asks = ABILITIES[ability].asks
    if declared is None:
        if missing:
            pytest.skip(f"no abilities are declared; it cannot do '{ability}' ({asks})")
        pytest.skip(f"no abilities are declared; it can do '{ability}' ({asks})")
    if ability in declared:
        if missing:
            fail(f"'{ability}' is declared ({asks}), and does not hold:", *missing)
        return
    if not missing:
        fail(f"'{ability}' is not declared, and it {asks}: add it to `abilities`, so that it is kept.")
    pytest.xfail(f"'{ability}' is not declared: {missing[0]}")

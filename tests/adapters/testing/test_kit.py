"""The kit itself: levels, golden files, the hostile set, bounds, and there and back."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import strategies as st

from fairness_adapters.contract import Confidence, Identification, ReadResult
from fairness_adapters.source import Source
from fairness_adapters.testing import Bounds, ReaderSuite, RoundTripSuite, WriterSuite, check, checks_of, hostile_files
from fairness_adapters.testing.asked_once import asked_once
from fairness_adapters.testing.golden import UPDATE, equals_golden
from fairness_adapters.testing.meaning import plain, size
from fairness_adapters.testing.telling import raised_at
from fairness_adapters.testing.totals import counted_twice, without_place
from fairness_adapters.testing.watching import NetworkUsed, OutOfBounds, bounded, no_network
from fairness_core.problems import Place, warning

LEVEL_1 = Path(__file__).with_name("level-1.txt")


def test_level_1_is_frozen() -> None:
    """Level 1 has the checks that it was released with, and a further check gets a further level."""
    found = {**checks_of(ReaderSuite), **checks_of(RoundTripSuite), **checks_of(WriterSuite)}
    assert LEVEL_1.read_text(encoding="utf-8").split() == sorted(
        name for name, (level, _) in found.items() if level == 1
    )
    newer = {"test_refuse_damaged_samples", "test_read_gives_no_figure_twice"}
    assert newer == {name for name, (level, _) in found.items() if level == 2}


class _Asked:
    level = 1

    @check(2, "something new")
    def test_new(self, problem: Exception | None) -> None:
        """Fail in some way, or not."""
        if problem:
            raise problem


@pytest.mark.parametrize("problem", [AssertionError("It is so.\nMore."), ValueError("It is so.")])
def test_a_newer_check_is_told_and_fails_nothing(problem: Exception) -> None:
    """What a check of a later level finds is a line of the summary; at that level it fails."""
    with pytest.raises(pytest.skip.Exception, match="new at level 2, and this suite asks for level 1: It is so"):
        _Asked().test_new(problem)
    later = _Asked()
    later.level = 2
    with pytest.raises(type(problem)):
        later.test_new(problem)
    _Asked().test_new(None)


def test_a_golden_file_is_written_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the flag a missing file fails and shows what was found; with it, it is written, told, and then equal."""
    golden = tmp_path / "a.csv.expected.json"
    monkeypatch.delenv(UPDATE, raising=False)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(AssertionError, match=r"There is no expected result a\.csv"):
        equals_golden(golden, {"value": [1, 2]})
    monkeypatch.setenv(UPDATE, "1")
    with pytest.raises(pytest.skip.Exception, match="read it through"):
        equals_golden(golden, {"value": [1, 2]})
    equals_golden(golden, {"value": [1, 2]})
    assert '{\n "value": [\n  1,\n  2\n ]\n}\n' == golden.read_text(encoding="utf-8")


def test_a_difference_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line that differs is in the message, however many there are."""
    monkeypatch.delenv(UPDATE, raising=False)
    golden = tmp_path / "a.csv.expected.json"
    golden.write_text('{"value": [' + ", ".join(map(str, range(500))) + "]}", encoding="utf-8")
    with pytest.raises(AssertionError) as caught:
        equals_golden(golden, {"value": [each + 1000 for each in range(500)]})
    lines = str(caught.value).splitlines()
    assert (
        500 == sum(1 for line in lines if line.startswith("-  ")) == sum(1 for line in lines if line.startswith("+  "))
    )


def test_the_update_flag_refuses_in_ci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CI is set nothing is written and the check fails."""
    monkeypatch.setenv(UPDATE, "1")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(AssertionError, match="is set in CI"):
        equals_golden(tmp_path / "a.csv.expected.json", 1)
    assert [] == [*tmp_path.iterdir()]


def test_the_hostile_set_is_the_same_each_time() -> None:
    """Names are unique, and made anew the bytes are the same."""
    files = hostile_files()
    assert len({each.name for each in files}) == len(files) > 50
    small = [each for each in files if each.name != "zip-bomb.xlsx"]
    assert [each.make() for each in small] == [each.make() for each in small]


def test_bounds_of_time_and_memory() -> None:
    """Work within bounds gives its value or its exception; work beyond them is told by what it was."""
    bounds = Bounds(seconds=0.3, mib=5)
    assert 3 == bounded(lambda: 3, bounds, "it")
    with pytest.raises(KeyError):
        bounded(lambda: os.environ["NOT_THERE"], bounds, "it")
    with pytest.raises(OutOfBounds, match=r"it took \d+ MiB of memory; 5 are allowed"):
        bounded(lambda: len(bytearray(20 << 20)), bounds, "it")
    with pytest.raises(OutOfBounds, match=r"it was not done after 0.3 seconds"):
        bounded(lambda: time.sleep(1), bounds, "it")


def test_one_thread_does_the_work_until_it_is_late() -> None:
    """A thread that ended while the tracing of memory begins or ends could end the process, so it is kept."""
    bounds = Bounds(seconds=0.2)
    one, other = (bounded(threading.get_ident, bounds, "it") for _ in range(2))
    assert one == other
    with pytest.raises(OutOfBounds):
        bounded(lambda: time.sleep(0.6), bounds, "it")
    assert one != bounded(threading.get_ident, bounds, "it")


def test_what_is_asked_once_is_told_each_time() -> None:
    """The same answer, or the same error with its line, of one asking; the value that was read is not kept."""
    asked: list[str] = []

    def read() -> object:
        asked.append("read")
        return ReadResult(value=[1], problems=(warning("odd", "It is odd."),))

    def fail() -> object:
        asked.append("fail")
        raise KeyError("odd")

    for _ in range(2):
        found = asked_once(("kit", "read"), read)
        assert isinstance(found, ReadResult)
        assert (None, "odd") == (found.value, found.problems[0].code)
        with pytest.raises(KeyError) as caught:
            asked_once(("kit", "fail"), fail)
        assert "fail" == traceback.extract_tb(caught.value.__traceback__)[-1].name
    assert ["read", "fail"] == asked


def test_ctrl_c_is_not_remembered() -> None:
    """Whoever stops a run is asked again in the next."""

    def stop() -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asked_once(("kit", "stop"), stop)
    assert 3 == asked_once(("kit", "stop"), lambda: 3)


class _CallsOthers:
    def read(self) -> object:
        """Fail within another's code."""
        return json.loads("{")


def test_where_it_was_raised() -> None:
    """The last line of the adapter's own file, and the line of another's that it had called."""
    with pytest.raises(ValueError, match="Expecting") as caught:
        _CallsOthers().read()
    own, other = raised_at(caught.value, _CallsOthers())
    assert own.startswith("It was raised in test_kit.py, line ")
    assert own.endswith(', in read: return json.loads("{")')
    assert other.startswith("which called, in the end, decoder.py, line ")
    (alone,) = raised_at(caught.value, 3)
    assert alone.startswith("It was raised in decoder.py, line ")


def test_no_network() -> None:
    """Every way out is refused and told, and open again afterwards."""
    before = socket.create_connection
    with no_network() as tried:
        with pytest.raises(NetworkUsed):
            socket.create_connection(("example.invalid", 1))
        with pytest.raises(NetworkUsed):
            socket.getaddrinfo("example.invalid", 1)
    assert ["create_connection", "getaddrinfo"] == tried
    assert before is socket.create_connection


@attrs.frozen(kw_only=True)
class _Shift:
    day: str
    where: Place = Place()


def test_values_of_an_authors_own_are_looked_through() -> None:
    """A value of any attrs class is compared by field, counted, and asked for its place."""
    value = {"shifts": (_Shift(day="Monday", where=Place(file="a", cell="line 2")), _Shift(day="Friday"))}
    assert {"shifts": [{"day": "Monday", "where": "a, line 2"}, {"day": "Friday", "where": ""}]} == plain(value)
    assert ["value['shifts'][1]"] == without_place(value)
    assert 3 == size(ReadResult(value=value))
    assert [] == counted_twice(value)


class _Lines:
    id, title, reads = "lines", "Lines", ("csv",)

    def identify(self, source: Source) -> Identification:
        """Claim nothing."""
        return Identification(confidence=Confidence.NO, reason="it never does")

    def read(self, source: Source) -> ReadResult[list[str]]:
        """Forget what is empty."""
        return ReadResult(value=[each for each in source.data.decode().split("\n") if each])


class _There(RoundTripSuite):
    adapter = _Lines()
    values = st.lists(st.text("ab", max_size=3), min_size=1)

    def make(self, value: Any) -> Source:
        """Write a text in each line."""
        return Source.from_bytes("a.csv", "\n".join(value).encode())


def test_there_and_back_finds_what_is_lost() -> None:
    """A drawn or pinned value that is not read back fails, with the value."""
    with pytest.raises(pytest.fail.Exception, match=r"\[''\] was not read back"):
        _There().test_round_trip_of_drawn_values()
    pinned = type("Pinned", (_There,), {"special": (["a", ""],)})
    with pytest.raises(pytest.fail.Exception, match=r"\['a', ''\] was not read back"):
        pinned().test_round_trip_of_pinned_values()

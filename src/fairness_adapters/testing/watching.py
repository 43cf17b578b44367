"""Watching an adapter at work: how long, how much memory, what it says, whom it calls.

Time is limited by doing the work in a thread that is left behind when it is late: a hang fails its check
and the others go on. Memory is what Python's own allocator hands out, at its highest.

The thread is kept from one piece of work to the next. A thread that ends gives memory back after it has let
go of the interpreter, and to begin or end tracing in that moment can end the process (CPython gh-128679).
"""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import NoReturn, TypeVar

import attrs

from fairness_adapters.testing.telling import Found

T = TypeVar("T")
_MIB = 1 << 20
_LESS = (
    "Look at source.kind, at the size and at the first rows before you read the rest, and stop where it is not yours."
)


@attrs.frozen(kw_only=True)
class Bounds:
    """How long one call may take, and how much memory it may come to hold."""

    seconds: float = 20
    mib: int = 300


class OutOfBounds(Found):
    """Raised when a call took longer, or more memory, than it may."""


@attrs.frozen
class _Outcome:
    value: object = None
    problem: BaseException | None = None


class _Worker:
    """One thread that does one piece of work after another."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._done: SimpleQueue[_Outcome] = SimpleQueue()
        threading.Thread(target=self._run, daemon=True, name="fairness-kit").start()

    def do(self, work: Callable[[], object], seconds: float) -> _Outcome | None:
        """Return what came of the work, or None when it is not done in time; this worker is lost then."""
        self._asked.put(work)
        try:
            return self._done.get(timeout=seconds)
        except Empty:
            return None

    def _run(self) -> None:
        while True:
            self._done.put(_outcome(self._asked.get()))


def _outcome(work: Callable[[], object]) -> _Outcome:
    try:
        return _Outcome(value=work())
    # SystemExit and the like too: the check that called decides what they mean.
    except BaseException as problem:
        return _Outcome(problem=problem)


_WORKERS: list[_Worker] = []
"""The worker that is free, if there is one: there is none before the first call, nor after one that was late."""


def bounded(work: Callable[[], T], bounds: Bounds, what: str) -> T:
    """Do the work and return what it returns, or raise what it raises; fail when it is too long or too large."""
    __tracebackhide__ = True
    worker, tracing = _WORKERS.pop() if _WORKERS else _Worker(), tracemalloc.is_tracing()
    if not tracing:
        tracemalloc.start(1)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    outcome = worker.do(work, bounds.seconds)
    taken = (tracemalloc.get_traced_memory()[1] - before) / _MIB
    if outcome is None:
        # Tracing goes on, for the late worker is at work under it.
        raise OutOfBounds(f"{what} was not done after {bounds.seconds:g} seconds.\n{_LESS}")
    _WORKERS.append(worker)
    if not tracing:
        tracemalloc.stop()
    if taken > bounds.mib:
        raise OutOfBounds(f"{what} took {taken:,.0f} MiB of memory; {bounds.mib} are allowed.\n{_LESS}")
    if outcome.problem is not None:
        raise outcome.problem
    return outcome.value  # type: ignore[return-value]


class NetworkUsed(Exception):
    """Raised in place of a connection while an adapter is watched."""


@contextmanager
def no_network() -> Iterator[list[str]]:
    """Refuse every connection and look-up, and give the list of those that were tried."""
    tried: list[str] = []
    kept = {name: getattr(owner, name) for owner, name in _WAYS_OUT}

    def refusing(name: str) -> Callable[..., NoReturn]:
        def refuse(*_: object, **__: object) -> NoReturn:
            tried.append(name)
            raise NetworkUsed(name)

        return refuse

    for owner, name in _WAYS_OUT:
        setattr(owner, name, refusing(name))
    try:
        yield tried
    finally:
        for owner, name in _WAYS_OUT:
            setattr(owner, name, kept[name])


_WAYS_OUT: tuple[tuple[object, str], ...] = (
    (socket.socket, "connect"),
    (socket.socket, "connect_ex"),
    (socket.socket, "sendto"),
    (socket, "create_connection"),
    (socket, "getaddrinfo"),
    (socket, "gethostbyname"),
)

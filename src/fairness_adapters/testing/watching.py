"""Watching an adapter at work: how long, how much memory, what it says, whom it calls.

Time is limited by doing the work in a thread that is left behind when it is late: a hang fails its check
and the others go on. Memory is what Python's own allocator hands out, at its highest.
"""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import attrs

T = TypeVar("T")
_MIB = 1 << 20


@attrs.frozen(kw_only=True)
class Bounds:
    """How long one call may take, and how much memory it may come to hold."""

    seconds: float = 20
    mib: int = 300


class OutOfBounds(AssertionError):
    """Raised when a call took longer, or more memory, than it may."""


@attrs.define
class _Outcome:
    value: object = None
    problem: BaseException | None = None


def bounded(work: Callable[[], T], bounds: Bounds, what: str) -> T:
    """Do the work and return what it returns, or raise what it raises; fail when it is too long or too large."""
    __tracebackhide__ = True
    outcome, tracing = _Outcome(), tracemalloc.is_tracing()
    if not tracing:
        tracemalloc.start(1)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    worker = threading.Thread(target=_work, args=(work, outcome), daemon=True)
    worker.start()
    worker.join(bounds.seconds)
    taken = (tracemalloc.get_traced_memory()[1] - before) / _MIB
    if worker.is_alive():
        # Tracing goes on: to stop it while another thread is at work can end the interpreter.
        raise OutOfBounds(f"{what} was not done after {bounds.seconds:g} seconds.")
    if not tracing:
        tracemalloc.stop()
    if taken > bounds.mib:
        raise OutOfBounds(f"{what} took {taken:,.0f} MiB of memory; {bounds.mib} are allowed.")
    if outcome.problem is not None:
        raise outcome.problem
    return outcome.value  # type: ignore[return-value]


def _work(work: Callable[[], object], outcome: _Outcome) -> None:
    try:
        outcome.value = work()
    # SystemExit and the like too: the check that called decides what they mean.
    except BaseException as problem:
        outcome.problem = problem


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

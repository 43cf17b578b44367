"""What an adapter did with a file that several checks look at: it is asked once, and every check is told.

Only for the kit's own files. A sample is read anew by each check, for an adapter may remember what it must not.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Hashable, Iterator

import attrs

from fairness_adapters.contract import ReadResult


@attrs.frozen
class _Told:
    value: object = None
    problem: BaseException | None = None


_KNOWN: dict[Hashable, _Told] = {}
_FIRST: dict[Hashable, str] = {}


def asked_once(key: Hashable, work: Callable[[], object]) -> object:
    """Return what the work returned, or raise what it raised, the first time that it was asked for by this key.

    Of a `ReadResult` the problems are kept and the value is not, so that a session does not fill the memory.
    """
    __tracebackhide__ = True
    if key not in _KNOWN:
        _KNOWN[key] = _ask(work)
    told = _KNOWN[key]
    if told.problem is not None:
        raise told.problem
    return told.value


def _ask(work: Callable[[], object]) -> _Told:
    try:
        value = work()
    except KeyboardInterrupt:
        raise
    except BaseException as problem:
        # The lines are wanted later, what was in the variables is not.
        for each in _chain(problem):
            traceback.clear_frames(each.__traceback__)
        return _Told(problem=problem)
    return _Told(value=attrs.evolve(value, value=None) if isinstance(value, ReadResult) else value)


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def first_with(fault: Hashable, name: str) -> str:
    """Return the name of the file with which this fault was met first in this session: this one, if it is new."""
    return _FIRST.setdefault(fault, name)

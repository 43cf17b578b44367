"""Put faults into the process that would hurt people, one at a time, and see that a test notices each.

Run from the top of a checkout: `python scripts/mutate_process.py`, with words of their names to try only some of the
faults. Nothing of the checkout is changed: it is copied to a temporary folder for each fault. Exit code 1 when a
fault goes unnoticed, or when a change no longer fits the text that it is made to, which is then to be written anew.

The tests that should notice are the laws of the process and the tests of its core; hypothesis does not shrink here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent
PROCESS = "src/fairness_core/process"
DATA = "src/fairness_core/data"
TESTS = (
    "tests/property/test_process_laws.py",
    "tests/property/test_case_machine.py",
    "tests/core/process",
)
SECONDS = 900
"""After so long a run counts as having noticed: something goes on for ever."""


@dataclass(frozen=True)
class Fault:
    """One change by hand: what it would do to people, in which file, and which text becomes which."""

    name: str
    file: str
    old: str
    new: str


FAULTS = (
    Fault(
        "an overdue review extends the exclusion by itself",
        f"{PROCESS}/book.py",
        "shifted, counted, day = line.due, line.counted_from, line.over or day",
        "shifted, counted = max(line.due, day) if line.rule.missed else line.due, line.counted_from\n        day = line.over or day",
    ),
    Fault(
        "the right to return vanishes when a late review comes",
        f"{PROCESS}/obligations.py",
        "for each in missed if each.days_late(at))",
        "for each in missed if each.days_late(at) and each.is_open)",
    ),
    Fault(
        "to explain why a review is late puts it off",
        f"{PROCESS}/book.py",
        "        self._keep_reason(event, self._meant(event), None)\n",
        "        for line in self._meant(event):\n            line.due = max(line.due, event.until or line.due)\n        self._keep_reason(event, self._meant(event), None)\n",
    ),
    Fault(
        "exclude-at-once waits for a guard",
        f"{DATA}/process-parts/employed.toml",
        'event = "exclude-at-once"\nto = "excluded-at-once"\n',
        'event = "exclude-at-once"\nto = "excluded-at-once"\n'
        'needs = [{ kind = "evidence", of = ["wellbeing-contact"], says = "Ask first." }]\n',
    ),
    Fault(
        "a table may put a guard on protective action",
        f"{PROCESS}/soundness.py",
        'if nature == "protective" and arrow.needs:',
        "if False:",
    ),
    Fault(
        "protective action is only for those whom the table names",
        f"{PROCESS}/case.py",
        '    if kind.nature == "protective":\n        return\n',
        "",
    ),
    Fault(
        "a protective step without a review date owes none",
        f"{PROCESS}/book.py",
        "[field for field in kind.asks if not getattr(original, field)]",
        '[field for field in kind.asks if not getattr(original, field) and field != "review_on"]',
    ),
    Fault(
        "somebody with a conflict needs nobody to confirm their protective step",
        f"{PROCESS}/book.py",
        " and appointed and actor.id not in self.conflicted",
        " and appointed",
    ),
    Fault(
        "a table may let support wait for what is overdue",
        f"{PROCESS}/soundness.py",
        'if nature != "formal":',
        'if nature == "record":',
    ),
    Fault(
        "support waits for what is overdue",
        f"{PROCESS}/case.py",
        "    yield from _role_unmet(table, case, kind, event.actor)\n",
        "    from fairness_core.process.obligations import overdue\n"
        '    if kind.nature == "supportive" and overdue(table, case, event.day, calendar):\n'
        '        yield Unmet(kind="not_overdue", says="Do first what is overdue.")\n'
        "    yield from _role_unmet(table, case, kind, event.actor)\n",
    ),
    Fault(
        "the investigator may decide",
        f"{PROCESS}/case.py",
        "is_any_of(case, actor, (*_NOT_CLEAR, *investigators))",
        "is_any_of(case, actor, _NOT_CLEAR)",
    ),
    Fault(
        "whoever decided may be made investigator",
        f"{PROCESS}/case.py",
        "is_any_of(case, person, (*_NOT_CLEAR, DECIDED))",
        "is_any_of(case, person, _NOT_CLEAR)",
    ),
    Fault(
        "a conflict of interest is forgotten with the next event",
        f"{PROCESS}/log.py",
        "        standing=case.standing,\n",
        '        standing={who: said for who, said in case.standing.items() if said != "conflicted"},\n',
    ),
    Fault(
        "a person whose conflict is managed may decide",
        f"{PROCESS}/case.py",
        '_NOT_CLEAR = ("undeclared", "conflicted", "managed")',
        '_NOT_CLEAR = ("undeclared", "conflicted")',
    ),
    Fault(
        "an outcome needs no account",
        f"{DATA}/process/five-step.toml",
        'event = "record-outcome"\ndoubt = "Derived from the principles of fairness."\nneeds = [\n'
        '    { kind = "evidence", of = ["record-account", "decline-account"],'
        ' says = "Hear the practitioner\'s own account, or record that they decline." },\n',
        'event = "record-outcome"\ndoubt = "Derived from the principles of fairness."\nneeds = [\n',
    ),
    Fault(
        "an account that was struck out still counts",
        f"{PROCESS}/log.py",
        '    "strike": _strike,\n',
        "",
    ),
    Fault(
        "replay skips what was struck out",
        f"{PROCESS}/log.py",
        "    for event in events:\n        case = follow(",
        "    for event in events:\n        if table.events[event.what].effect == 'strike':\n            continue\n"
        "        case = follow(",
    ),
    Fault(
        "lessons that came after the confirmation count as confirmed",
        f"{DATA}/process/five-step.toml",
        'of = ["confirm-lessons"], since = ["record-lessons", "record-no-lessons", "reopen"]',
        'of = ["confirm-lessons"]',
    ),
    Fault(
        "support ends with the case",
        f"{DATA}/process-parts/common.toml",
        'event = "close"\nto = "aftercare"\n',
        'event = "close"\nto = "ended"\n',
    ),
    Fault(
        "the hash leaves out the reason",
        f"{PROCESS}/chain.py",
        "sha256(bare.encode()).hexdigest()",
        "sha256(_canonical({k: v for k, v in content.items() if k != 'reason'}).encode()).hexdigest()",
    ),
    Fault(
        "an id that is used twice adds an event",
        f"{PROCESS}/case.py",
        "    if event.id in case.places:\n        return _again(case, event)\n",
        "",
    ),
    Fault(
        "two people may append to the same version",
        f"{PROCESS}/case.py",
        "    if expected is not None and expected != case.version:\n",
        "    if expected is not None and expected > case.version:\n",
    ),
    Fault(
        "bank holidays count as working days",
        f"{PROCESS}/clocks.py",
        "left -= calendar.is_working_day(day)",
        "left -= day.weekday() < SATURDAY",
    ),
    Fault(
        "a hold on telling never ends",
        f"{PROCESS}/book.py",
        "                yield first, hold.until\n",
        "                yield first, date.max\n",
    ),
    Fault(
        "a pause goes on when the case was closed and opened again",
        f"{PROCESS}/book.py",
        "                if (move.region, move.left) in self.table.index.paused_in:\n                    self._resume(event)\n",
        "",
    ),
    Fault(
        "an extension gives more days than it says, because the case was paused before",
        f"{PROCESS}/book.py",
        "                line.due, line.counted_from = event.until, max(line.since, event.day)\n                line.settled = sum(until is not None for _, until in self.pauses)\n",
        "                line.due = event.until\n",
    ),
    Fault(
        "a review that is recorded late brings the next one forward",
        f"{PROCESS}/book.py",
        " and line.began <= event.occurred]",
        "]",
    ),
    Fault(
        "clocks are lost when a case moves to a table that names its states otherwise",
        f"{PROCESS}/log.py",
        "moves = [_renamed_move(old, new, each) for each in case.moves]",
        "moves = [*case.moves]",
    ),
    Fault(
        "days count twice where something was recorded late",
        f"{PROCESS}/timeline.py",
        "since = max(since, (log[each.at] or case.log[each.at]).day)",
        "since = (log[each.at] or case.log[each.at]).day",
    ),
    Fault(
        "a case as of a day has holes",
        f"{PROCESS}/log.py",
        "takewhile(lambda each: each.recorded.date() <= day, case.log)",
        "[each for each in case.log if each.recorded.date() <= day]",
    ),
)


def main(words: Sequence[str]) -> int:
    """Try the faults whose names have one of the words, all when there are none; print a table."""
    chosen = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    broken = [fault for fault in chosen if (HERE / fault.file).read_text(encoding="utf-8").count(fault.old) != 1]
    for fault in broken:
        print(f"The change '{fault.name}' does not fit {fault.file} any more: write it anew.")
    if red := failed(None):
        print(f"Without any fault these tests fail: {', '.join(red)}. Mend that first.")
        return 1
    print("| fault | file | caught by |\n|---|---|---|")
    found = [(fault, failed(fault)) for fault in chosen if fault not in broken]
    unnoticed = [fault for fault, tests in found if not tests]
    print(f"\n{len(found) - len(unnoticed)} of {len(found)} faults were caught.")
    return 1 if unnoticed or broken else 0


def failed(fault: Fault | None) -> list[str]:
    """Return the tests that fail with a fault, and print its line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        for name in ("src", "tests"):
            shutil.copytree(HERE / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "pyproject.toml", there)
        if fault:
            file = there / fault.file
            file.write_text(file.read_text(encoding="utf-8").replace(fault.old, fault.new), encoding="utf-8")
        tests = run(there)
    if fault:
        print(f"| {fault.name} | {Path(fault.file).name} | {told(tests)} |", flush=True)
    return tests


def run(there: Path) -> list[str]:
    """Run the tests on a copy, and return those that failed."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "-m", "not long"]
    environment = {**os.environ, "PYTHONPATH": str(there / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(  # noqa: S603
            [*command, "--hypothesis-profile=faults", *TESTS],
            cwd=there, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return [f"no end within {SECONDS} seconds"]
    found = re.findall(r"^(?:FAILED|ERROR) (\S+)", ran.stdout, re.MULTILINE)
    return found or ([] if ran.returncode == 0 else [f"pytest ended with {ran.returncode}"])


def told(tests: Iterable[str]) -> str:
    """Say which tests noticed: one of the laws and one of the others where there is one, and how many there were."""
    tests = list(tests)
    laws = [each for each in tests if "/property/" in each]
    others = [each for each in tests if each not in laws]
    named = [each.removeprefix("tests/") for each in (*laws[:1], *others[:1])]
    more = len(tests) - len(named)
    return "; ".join(named) + (f"; {more} more" if more else "") if tests else "**nothing**"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Each adapter that is wrong in one way fails the check that is meant for it, with words that tell what to mend."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from fairness_adapters.testing.telling import as_json

HERE = Path(__file__).parent
CAUGHT = HERE / "caught.json"
GOLDEN = "test_read_equals_the_golden_result"
MOST = 160

Failures = Mapping[str, Mapping[str, str]]


def run_suites(away: Path) -> Failures:
    """Run the suites in a pytest of their own; return what failed in each, check by check, with its message."""
    shutil.copy(HERE / "wrong_adapters.py", away)
    shutil.copytree(HERE / "right_samples", away / "right_samples")
    (away / "empty.ini").write_text("[pytest]\n", encoding="utf-8")
    words = ["-c", "empty.ini", "-p", "no:cacheprovider", "-q", "--junitxml=found.xml", "wrong_adapters.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "FAIRNESS"))}
    subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=away, env=environment, capture_output=True, check=False
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for case in ElementTree.parse(away / "found.xml").iter("testcase"):
        suite, check = case.get("classname", "").rpartition(".")[2], case.get("name", "").partition("[")[0]
        found[suite]
        if (failure := case.find("failure")) is not None:
            found[suite].setdefault(check, _first_line(failure))
    return found


def _first_line(failure: ElementTree.Element) -> str:
    line = failure.get("message", "").partition("\n")[0]
    return line.removeprefix("Failed: ")


def table(failures: Failures) -> list[dict[str, str]]:
    """Return what is wrong, the check that catches it, and the first line of what it says.

    Which byte of a package is the first to differ depends on the version of the library that writes it.
    """
    from tests.adapters.testing.wrong_adapters import WRONG

    return [
        {
            "wrong": wrong,
            "check": check,
            "message": re.sub(r"from byte \d+", "from byte 200", failures[suite][check][:MOST]),
        }
        for suite, (_, wrong, check) in WRONG.items()
    ]


def test_each_is_caught_by_the_check_that_is_meant_for_it(tmp_path: Path) -> None:
    """Nothing else fails but the comparison with the expected result, which notices some of them too.

    The right ones pass, and the messages are those that are kept for the page for authors. All in one test, because
    the run takes many seconds and would be made again by each process that has a share of the tests.
    """
    from tests.adapters.testing.wrong_adapters import WRONG

    failures = run_suites(tmp_path)
    expected = {suite: {check} - {GOLDEN} for suite, (_, _, check) in WRONG.items()}
    assert expected == {suite: set(failures[suite]) - {GOLDEN} for suite in WRONG}
    assert GOLDEN in failures["TestOffByOne"]
    assert 12 <= len(WRONG)
    assert [{}, {}] == [failures[suite] for suite in ("TestRight", "TestRightWriter")]
    if os.environ.get("FAIRNESS_UPDATE_GOLDEN"):
        CAUGHT.write_text(as_json(table(failures)), encoding="utf-8")
    assert json.loads(CAUGHT.read_text(encoding="utf-8")) == table(failures)

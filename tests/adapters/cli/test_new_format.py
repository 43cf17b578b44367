"""`fairness new-format`: a package in one folder, what to do next in three lines; refusals that say what would do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Fairness = Callable[..., Any]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_layout_is_the_default(desk: Path, fairness: Fairness) -> None:
    """The package stands in a folder of its name here, and three lines say what to do next."""
    ran = fairness("new-format", "zq-wards")
    assert (0, "") == (ran.code, ran.out)
    assert ran.err.splitlines() == [
        "A package of 11 files for the format zq-wards. Written:",
        "  zq-wards",
        "What to do next:",
        '  1. In that folder, install it: python -m pip install --editable ".[test]"',
        "  2. Test it, and see it listed: python -m pytest, then fairness formats",
        "  3. Make it your own: README.md there says what to change, in which order.",
    ]
    assert (desk / "zq-wards" / "zq_wards" / "data" / "layouts" / "zq-wards.toml").is_file()


def test_python_goes_where_it_is_asked_to(desk: Path, fairness: Fairness) -> None:
    """With --kind and --out there is a reader in the folder named; --json lists the files."""
    ran = fairness("new-format", "zq-wards", "--kind", "python", "--out", "ours", "--json")
    assert ("ours", "zq-wards", "python") == (ran.json["folder"], ran.json["name"], ran.json["kind"])
    found = {path.relative_to(desk / "ours").as_posix() for path in (desk / "ours").rglob("*") if path.is_file()}
    assert found == set(ran.json["files"])
    assert "zq_wards/reader.py" in found


def test_the_layout_that_was_made_is_tried_without_installing(desk: Path, fairness: Fairness) -> None:
    """The line of the README that tries the layout on the sample understands every figure."""
    fairness("new-format", "zq-wards")
    layout, sample = "zq-wards/zq_wards/data/layouts/zq-wards.toml", "zq-wards/tests/samples/wards.xlsx"
    ran = fairness("layout", "try", layout, sample)
    assert 0 == ran.code
    assert "16 figures were understood by zq-wards." in ran.err
    assert "0 errors, 0 warnings" in ran.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Zq Wards",), 2, "'zq-wards' would do."),
        (("wres-return",), 2, "There is a format 'wres-return' already, from fairness-core"),
        (("zq-wards", "--kind", "cobol"), 2, "Example: fairness new-format my-trust-wards"),
        ((), 2, "Example: fairness new-format my-trust-wards"),
        (("zq-wards", "--out", "no/such/folder"), 1, "Make it first, or take another with --out."),
        (("zq-wards", "--out", "."), 1, "Nothing is overwritten"),
    ],
)
def test_refusals(desk: Path, fairness: Fairness, words: tuple[str, ...], code: int, said: str) -> None:
    """What cannot be is refused with what would do, and nothing is written."""
    ran = fairness("new-format", *words)
    assert (code, "") == (ran.code, ran.out)
    assert said in ran.err
    assert [] == [*desk.iterdir()]


def test_a_second_time_nothing_is_overwritten(desk: Path, fairness: Fairness) -> None:
    """Run again, the folder that was made before stays as a person changed it."""
    fairness("new-format", "zq-wards")
    (desk / "zq-wards" / "README.md").write_text("changed", encoding="utf-8")
    ran = fairness("new-format", "zq-wards", "--kind", "python")
    assert 1 == ran.code
    assert "zq-wards is there already." in ran.err
    assert "changed" == (desk / "zq-wards" / "README.md").read_text(encoding="utf-8")
    assert not (desk / "zq-wards" / "zq_wards" / "reader.py").exists()


def test_help_has_an_example(fairness: Fairness) -> None:
    """`--help` shows both options and an example."""
    ran = fairness("new-format", "--help")
    assert ["--kind", "--out", "Example: fairness new-format my-trust-wards"] == [
        each for each in ("--kind", "--out", "Example: fairness new-format my-trust-wards") if each in ran.out
    ]

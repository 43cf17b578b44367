"""`fairness demo`, `wres`, `check` and `read`: words in, the right call of a job, its outcome said.

The jobs and the writers are stand-ins here, so that every ending can be had; the whole way, with real
files, is tested where the jobs are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from fairness_adapters.catalogue import Catalogue, Registered
from fairness_adapters.contract import ReadResult
from fairness_core.disclosure import Report, protect
from fairness_core.errors import InvalidData
from fairness_core.observations import Observation, Period
from fairness_core.problems import Place, error, note, warning
from fairness_core.report.draft import Draft

Fairness = Callable[..., Any]
ERROR = error("not_whole", "A count is not whole.", where=Place(file="r.xlsx", sheet="WRES", cell="F4"))
WARNING = warning("small", "A number is small.")
NOTE = note("years", "The years come from the headings.")
HEADLINES = ("One.", "Two.", "Three.")


@attrs.frozen
class Echo:
    """A writer that writes its own id and the report's title."""

    id: str
    suffix: str = ".x"
    title: str = "Echo"

    def write(self, report: Report) -> bytes:
        """Return what a reader of the test can tell apart."""
        return f'{{"{self.id}": "{report.title}"}}'.encode()


@attrs.define
class Jobs:
    """Stand-ins for the jobs: what they were called with, and how they end."""

    problems: tuple[Any, ...] = ()
    raises: BaseException | None = None
    called: dict[str, Any] = attrs.field(factory=dict)

    def _answer(self, paths: Any, named: dict[str, Any]) -> None:
        self.called = {"paths": [str(path) for path in paths], **named}
        if self.raises:
            raise self.raises

    def assess_sources(self, paths: Any, **named: Any) -> Any:
        """Return an outcome with the policy asked for."""
        self._answer(paths, named)
        report = protect(Draft(kind="wres", title="Title", sections=(), metrics={}), named["policy"])
        return attrs.make_class("Outcome", ["report", "problems", "headlines"])(report, self.problems, HEADLINES)

    def check_sources(self, paths: Any, **named: Any) -> Any:
        """Return the problems."""
        self._answer(paths, named)
        return self.problems

    def read_sources(self, paths: Any, **named: Any) -> Any:
        """Return two figures and the problems."""
        self._answer(paths, named)
        years = [Period(end=date(2025, 3, 31)), Period(end=date(2025, 3, 31)), Period(end=date(2024, 3, 31))]
        figures = tuple(Observation(measure="headcount", period=year, value=1) for year in years)
        dataset = attrs.make_class("Figures", ["observations"])(figures)
        return ReadResult(value=dataset, problems=self.problems)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jobs:
    """Put the stand-ins in place of the jobs and the built-in writers, and work in an empty folder."""
    fake = Jobs()
    wres, reading = ModuleType("wres"), ModuleType("reading")
    wres.__dict__.update(assess_sources=fake.assess_sources, demo_paths=lambda: (Path("sample.xlsx"),))
    reading.__dict__.update(
        check_sources=fake.check_sources,
        read_sources=fake.read_sources,
        to_json=lambda result: {"figures": 3},
    )
    monkeypatch.setitem(sys.modules, "fairness_adapters.jobs.wres", wres)
    monkeypatch.setitem(sys.modules, "fairness_adapters.jobs.reading", reading)
    writers = {
        name: Registered(format=Echo(name), distribution="echo", version="1")
        for name in ("word-report", "excel-report", "json-report")
    }
    catalogue = Catalogue(readers={}, writers=writers)
    monkeypatch.setattr(Catalogue, "discover", lambda blocked=(), *, built_in=True: catalogue)
    monkeypatch.chdir(tmp_path)
    return fake


FILES = {
    "wres-report.docx": '{"word-report": "Title"}',
    "wres-metrics.xlsx": '{"excel-report": "Title"}',
    "wres-metrics.json": '{"json-report": "Title"}',
}


def contents(folder: Path) -> dict[str, str]:
    """Return the files of a folder with their text."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_wres_writes_three_files_and_says_what_it_found(fairness: Fairness, jobs: Jobs, tmp_path: Path) -> None:
    """By default the three files are written to fairness-report, under threshold:5, and all of it is said."""
    jobs.problems = (WARNING, NOTE)
    ran = fairness("wres", "r.xlsx")
    assert (0, "") == (ran.code, ran.out)
    assert FILES == contents(tmp_path / "fairness-report")
    assert ran.err.splitlines() == [
        "Warning: A number is small.",
        *HEADLINES,
        "Counts from 1 to 4, and figures from which such a count could be worked out, are shown as [c] "
        "(policy threshold:5).",
        "Written:",
        f"  {Path('fairness-report') / 'wres-report.docx'}",
        f"  {Path('fairness-report') / 'wres-metrics.xlsx'}",
        f"  {Path('fairness-report') / 'wres-metrics.json'}",
        "0 errors, 1 warning, 1 note. 'fairness check' lists them with their places.",
    ]
    called = {key: value for key, value in jobs.called.items() if key not in {"catalogue", "policy"}}
    expected = {
        "paths": ["r.xlsx"],
        "format_id": "",
        "layouts": (),
        "standard": "wres-2025",
        "by": (),
        "report_id": "",
    }
    assert expected == called


def test_wres_hands_every_option_on(fairness: Fairness, jobs: Jobs, tmp_path: Path) -> None:
    """Several sources, layout, standard, dimensions, policy and folder all reach the job."""
    words = "wres a.csv b.csv --layout l.toml --standard wres-2024 --by role,band --policy none --out x/y"
    assert fairness(*words.split()).code == 0
    policy = jobs.called.pop("policy")
    jobs.called.pop("catalogue")
    expected = {
        "paths": ["a.csv", "b.csv"],
        "format_id": "",
        "layouts": [Path("l.toml")],
        "standard": "wres-2024",
        "by": ("role", "band"),
        "report_id": "",
    }
    assert (expected, "none") == (jobs.called, policy.id)
    assert FILES == contents(tmp_path / "x" / "y")
    fairness("wres", "a.csv", "--format", "wres-return", "--by", " band ")
    assert ("wres-return", ("band",)) == (jobs.called["format_id"], jobs.called["by"])


@pytest.mark.usefixtures("jobs")
def test_wres_as_json(fairness: Fairness, tmp_path: Path) -> None:
    """With --json the bytes of the JSON writer are on stdout, and files are written only where --out says."""
    ran = fairness("wres", "r.xlsx", "--json")
    assert (0, FILES["wres-metrics.json"]) == (ran.code, ran.out)
    assert [] == list(tmp_path.iterdir())
    ran = fairness("wres", "r.xlsx", "--json", "--out", "here")
    assert FILES["wres-metrics.json"] == ran.out
    assert FILES == contents(tmp_path / "here")


def test_errors_in_the_data_write_nothing(fairness: Fairness, jobs: Jobs, tmp_path: Path) -> None:
    """An error ends with 1, every problem is listed, in JSON too, and no file or folder appears."""
    jobs.raises = InvalidData("The data hold errors.", [ERROR, NOTE])
    ran = fairness("wres", "r.xlsx", "--json")
    assert ran.code == 1
    assert ["not_whole", "years"] == [each["code"] for each in ran.json["problems"]]
    assert "Error: r.xlsx, sheet 'WRES', cell F4: A count is not whole.\n" in ran.err
    assert "1 error, 0 warnings, 1 note. Nothing was written.\n" in ran.err
    assert [] == list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_to(fairness: Fairness, jobs: Jobs, tmp_path: Path) -> None:
    """A folder that cannot be made ends with 1, its name, and what to do."""
    (tmp_path / "out").write_text("mine")
    ran = fairness("wres", "r.xlsx", "--out", "out")
    assert ran.code == 1
    assert "Error: out cannot be written: a file stands where a folder is needed.\n" in ran.err
    assert jobs.called["paths"] == ["r.xlsx"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "a", "--layout", "b.toml"), "Both --format and --layout were given"),
        (("--policy", "some"), "There is no disclosure policy called 'some'."),
        (("--by", "role,,band"), "'role,,band' is not a list of dimensions."),
        (("--colour", "red"), "No such option"),
    ],
)
def test_wrong_use_calls_no_job(fairness: Fairness, jobs: Jobs, words: tuple[str, ...], said: str) -> None:
    """Wrong words end with 2 and what is wrong, before any file is looked at."""
    ran = fairness("wres", "r.xlsx", *words)
    assert (2, {}) == (ran.code, jobs.called)
    assert said in ran.err


@pytest.mark.parametrize("verb", ["wres", "check", "read"])
def test_a_source_is_needed(fairness: Fairness, jobs: Jobs, verb: str) -> None:
    """Without a file each verb ends with 2 and an example."""
    ran = fairness(verb)
    assert (2, {}) == (ran.code, jobs.called)
    assert "Missing argument" in ran.err
    assert f"Example: fairness {verb} " in ran.err


def test_demo(fairness: Fairness, jobs: Jobs, tmp_path: Path) -> None:
    """The demo runs the main job on the sample, says that it is made up, and writes to fairness-demo."""
    ran = fairness("demo")
    assert (0, ["sample.xlsx"]) == (ran.code, jobs.called["paths"])
    assert ran.err.splitlines()[0] == "This is a made-up trust: none of its figures are real."
    assert FILES == contents(tmp_path / "fairness-demo")
    fairness("demo", "--out", "elsewhere")
    assert FILES == contents(tmp_path / "elsewhere")


def test_check(fairness: Fairness, jobs: Jobs, tmp_path: Path) -> None:
    """Every problem is listed and counted; the code is 1 with an error among them, else 0; nothing is written."""
    jobs.problems = (NOTE, ERROR)
    ran = fairness("check", "r.xlsx")
    assert (1, "") == (ran.code, ran.out)
    assert ran.err.splitlines() == [
        "Error: r.xlsx, sheet 'WRES', cell F4: A count is not whole.",
        "Note: The years come from the headings.",
        "1 error, 0 warnings, 1 note.",
    ]
    found = fairness("check", "r.xlsx", "--json").json
    assert (1, 0, 1) == tuple(found[key] for key in ("errors", "warnings", "notes"))
    assert ("r.xlsx", "WRES", "F4") == tuple(found["problems"][1][key] for key in ("file", "sheet", "cell"))
    jobs.problems = (WARNING,)
    assert fairness("check", "r.xlsx").code == 0
    assert [] == list(tmp_path.iterdir())


def test_read(fairness: Fairness, jobs: Jobs) -> None:
    """What was understood is counted by measure and period, or given as the job's JSON, beside the problems."""
    jobs.problems = (WARNING,)
    ran = fairness("read", "r.xlsx", "--layout", "l.toml")
    assert (0, [Path("l.toml")]) == (ran.code, jobs.called["layouts"])
    assert ran.err.splitlines() == [
        "3 figures were understood; --json lists every one with its place.",
        "  headcount, 31 March 2024: 1",
        "  headcount, 31 March 2025: 2",
        "Warning: A number is small.",
        "0 errors, 1 warning, 0 notes.",
    ]
    assert {"figures": 3} == fairness("read", "r.xlsx", "--json").json
    jobs.problems = (ERROR,)
    assert fairness("read", "r.xlsx").code == 1

"""README and every page under docs are executed: what they show is what happens.

- A `python` block runs, and what it prints is compared with the `text` block that follows it; a block
  that opens with `>>>` runs as a doctest. Blocks share their names through the page, and the page's
  own empty directory as the place where files are.
- A `console` block runs each line that begins with `$ ` in a shell and compares what is printed;
  `...` stands for any text. A command that exits other than 0 fails, unless the page shows the
  code itself (`$ fairness check faulty.xlsx; echo $?`).
- A `mermaid` block is compared with the drawing that a command before it wrote into a file ending in `.mmd`.
- A `bash` block is for the reader alone (it may install things) and does not run here.
- `$ cd FOLDER` moves the page there. `python -m pip install --editable ".[test]"` is the one command that is stood in
  for: it leaves on the path what pip would, the distribution's metadata and its modules, and builds and downloads
  nothing. Everything else is the real command.
- A line that is a file's name in bold and nothing else, `**my-trust/pyproject.toml**`, gives the block after it to
  that file; the block is of a language that does not run, such as `py`, `toml` or `csv`.
- A line that is a moment in italics and nothing else, `*5 January 2026, 10:00*`, sets the clock of the commands
  after it: a case is told day by day, and what is due depends on the day.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.typing import Evaluator

from fairness_adapters.cli import case_options, main

HERE = Path(__file__).parents[2]
PAGES = [HERE / "README.md", *sorted((HERE / "docs").rglob("*.md"))]
PRINTED = "_printed"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
COMMAND = re.compile(r"^\$ (?P<typed>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)
PLAIN = {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "120", "TZ": "GMT0BST,M3.5.0/1,M10.5.0", "PYTHONUNBUFFERED": "1"}
"""Unbuffered as on a terminal: else what is printed to stdout would stand after all of stderr."""

MOMENT = re.compile(r"^\*(\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d)\*$", re.MULTILINE)
NAMED_FILE = re.compile(r"^\*\*(?P<name>[\w.-]+(?:/[\w.-]+)*)\*\*\n\n```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
MOVE = re.compile(r"cd ([\w./-]+)")
CLOCK = "FAIRNESS_PAGE_CLOCK"
ALONE = re.compile(r"fairness [^|<>;&$*?~`\\]*")
"""A line that is one command of ours, with nothing in it that only a shell understands."""

FAIRNESS = f"""
import os, sys
from datetime import datetime
said = os.environ.get("{CLOCK}")
if said:
    from fairness_adapters.cli import case_options
    case_options.now = lambda: datetime.strptime(said, "%d %B %Y, %H:%M").astimezone()
from fairness_adapters.cli import main
sys.argv[0] = "fairness"
sys.exit(main())
"""
PIP = """
import sys, tomllib
from pathlib import Path
site, words = Path(__file__).with_name("installed"), sys.argv[1:]
if words[:2] != ["install", "--editable"] or len(words) != 3:
    sys.exit("On these pages pip does one thing: python -m pip install --editable FOLDER")
folder = Path(words[2].partition("[")[0]).resolve()
project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
name, version = project["name"], project["version"]
info = site / f"{name.replace('-', '_')}-{version}.dist-info"
info.mkdir(parents=True, exist_ok=True)
(info / "METADATA").write_text(f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n", encoding="utf-8")
lines = [f"[{group}]\\n" + "\\n".join(f"{key} = {value}" for key, value in entries.items())
         for group, entries in project.get("entry-points", {}).items()]
(info / "entry_points.txt").write_text("\\n".join(lines) + "\\n", encoding="utf-8")
for each in folder.iterdir():
    if (each.suffix == ".py" or (each / "__init__.py").is_file()) and not (site / each.name).exists():
        (site / each.name).symlink_to(each)
print(f"Successfully installed {name}-{version}")
"""
PYTHON = """
import runpy, sys
from pathlib import Path
words = sys.argv[1:]
if words[:2] == ["-m", "pip"]:
    sys.argv[1:] = words[2:]
    runpy.run_path(str(Path(__file__).with_name("run_pip.py")))
elif words[0] == "-m":
    sys.argv = words[1:]
    sys.path[0] = ""
    runpy.run_module(words[1], run_name="__main__", alter_sys=True)
else:
    sys.argv = words
    runpy.run_path(words[0], run_name="__main__")
"""
COMMANDS = {"fairness": FAIRNESS, "python": PYTHON, "pip": PIP}


def run_console(example: Example) -> str:
    """Run a console block; return what differs from the page, empty when nothing does."""
    return "\n".join(
        found for typed, printed in COMMAND.findall(str(example.parsed)) if (found := differences(typed, printed))
    )


def differences(typed: str, printed: str) -> str:
    """Run one command line in a shell; return how its exit code or output differs, else nothing."""
    if moves := MOVE.fullmatch(typed):
        os.chdir(moves[1])
        return ""
    code, found = run_here(shlex.split(typed)[1:]) if ALONE.fullmatch(typed) else run_in_shell(typed)
    if code:
        return f"$ {typed}\nexited {code} and printed:\n{found}"
    shown, checker = doctest.Example(typed, printed), doctest.OutputChecker()
    if checker.check_output(shown.want, found, OPTIONS):
        return ""
    return f"$ {typed}\n{checker.output_difference(shown, found, OPTIONS)}"


def run_in_shell(typed: str) -> tuple[int, str]:
    """Run a line as a shell does; return its exit code and all that it printed."""
    run = subprocess.run(
        ["/bin/sh", "-c", typed], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False
    )
    return run.returncode, run.stdout


def run_here(words: Sequence[str]) -> tuple[int, str]:
    """Run `fairness` in this process, which is quicker; return its exit code and all that it printed."""
    if Path(os.environ["PYTHONPATH"]).exists():
        # What a page has installed is for a new process to find.
        return run_in_shell(shlex.join(["fairness", *words]))
    with io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) as printed:
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
            if said := os.environ[CLOCK]:
                stop_the_clock(patch, datetime.strptime(said, "%d %B %Y, %H:%M").astimezone())
            code = main(words)
        printed.seek(0)
        return code, printed.read()


def stop_the_clock(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let it be this moment for every verb, whether its module is there already or comes with the command."""
    clock = case_options.now
    for name, module in [*sys.modules.items()]:
        if name.startswith("fairness_adapters.cli") and getattr(module, "now", None) is clock:
            patch.setattr(module, "now", lambda: at)


class PrintingParser(PythonCodeBlockParser):
    """Runs python blocks, and keeps what a block prints until the text block that shows it."""

    def __call__(self, document: Document) -> Iterable[Region]:
        """Find the blocks, and make each keep what it prints."""
        for region in super().__call__(document):
            region.evaluator = keeping_output(region.evaluator)
            yield region


def keeping_output(evaluate: Evaluator | None) -> Evaluator:
    """Make an evaluator that keeps what the example prints, under a name in the page's own names."""

    def run(example: Example) -> str | None:
        with redirect_stdout(io.StringIO()) as printed:
            found = evaluate(example) if evaluate else None
        example.namespace[PRINTED] = printed.getvalue()
        return found

    return run


def compare_printed(example: Example) -> str:
    """Compare a text block with what the python block before it printed; return how they differ."""
    printed, shown = example.namespace.pop(PRINTED, ""), str(example.parsed)
    checker, wanted = doctest.OutputChecker(), doctest.Example("the block above", shown)
    if not printed or checker.check_output(wanted.want, printed, OPTIONS):
        return ""
    return checker.output_difference(wanted, printed, OPTIONS)


def compare_drawing(example: Example) -> str:
    """Compare a drawing with the newest file of one that a command wrote; return how they differ."""
    files = sorted(Path().glob("*.mmd"), key=lambda each: each.stat().st_mtime_ns)
    drawn = files[-1].read_text(encoding="utf-8") if files else "No command before this wrote a drawing.\n"
    checker, wanted = doctest.OutputChecker(), doctest.Example("the drawing", str(example.parsed))
    return "" if drawn == wanted.want else checker.output_difference(wanted, drawn, OPTIONS)


def write_files(document: Document) -> Iterable[Region]:
    """Find the blocks that are a file's content."""
    for found in NAMED_FILE.finditer(document.text):
        yield Region(found.start(), found.end(), (found["name"], found["text"]), write_file)


def write_file(example: Example) -> None:
    """Write the file of that name."""
    name, text = example.parsed
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def set_clocks(document: Document) -> Iterable[Region]:
    """Find the moments that set the clock."""
    for found in MOMENT.finditer(document.text):
        yield Region(found.start(), found.end(), found.group(1), set_clock)


def set_clock(example: Example) -> None:
    """Set the clock of the commands that follow."""
    os.environ[CLOCK] = str(example.parsed)


SYBIL = Sybil(
    [
        set_clocks,
        write_files,
        PrintingParser(doctest_optionflags=OPTIONS),
        CodeBlockParser("text", compare_printed),
        CodeBlockParser("console", run_console),
        CodeBlockParser("mermaid", compare_drawing),
    ]
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Move to an empty directory, with `fairness` and others on the PATH as an installation would put them there."""
    (tmp_path / "bin").mkdir()
    for name, code in COMMANDS.items():
        script, program = tmp_path / "bin" / name, tmp_path / f"run_{name}.py"
        program.write_text(code, encoding="utf-8")
        script.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{program}' \"$@\"\n", encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))
    # A page is read at somebody's own desk, where new expected results may be written.
    for name in ("CI", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    # Set and unset, so that it is put back whatever the page does.
    monkeypatch.setenv(CLOCK, "")
    return tmp_path / "desk"


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(HERE).as_posix() for page in PAGES])
def test_every_example_on_the_page_does_what_it_shows(page: Path) -> None:
    """Each example of the page, in order, runs and prints what the page shows."""
    for example in SYBIL.parse(page):
        example.evaluate()


WRONG = [
    ("```python\nassert 1 + 1 == 3\n```\n", AssertionError),
    ("```python\n>>> 1 + 1\n3\n```\n", AssertionError),
    ("```python\nprint(2)\n```\n\n```text\n3\n```\n", AssertionError),
    ("```console\n$ echo two\nthree\n```\n", AssertionError),
    ("```console\n$ echo one\none\n$ echo two\nthree\n```\n", AssertionError),
    ("```console\n$ echo two; exit 2\ntwo\n```\n", AssertionError),
    ("```mermaid\nstateDiagram-v2\n```\n", AssertionError),
    ("```console\n$ echo one > a.mmd\n```\n```mermaid\ntwo\n```\n", AssertionError),
    ("**a/b.toml**\n\n```toml\nx = 1\n```\n\n```console\n$ cat a/b.toml\nx = 2\n```\n", AssertionError),
    ("```console\n$ python -m pip install something\n...\n```\n", AssertionError),
]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("text", "failure"), WRONG)
def test_wrong_example_is_noticed(tmp_path: Path, text: str, failure: type[Exception]) -> None:
    """An example that shows what does not happen fails, whatever its kind."""
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(failure):
        test_every_example_on_the_page_does_what_it_shows(page)


@pytest.mark.usefixtures("desk")
def test_right_examples_pass(tmp_path: Path) -> None:
    """Right examples pass, with `...` for any text, names and files shared through the page."""
    page = tmp_path / "page.md"
    page.write_text(
        "```python\nx = 2\nopen('f', 'w').close()\n```\n```python\n>>> x\n2\n```\n"
        "```console\n$ echo drawn > a.mmd && rm f\n```\n```mermaid\ndrawn\n```\n"
        "```console\n$ ls\na.mmd\n$ echo one; echo two\n...\ntwo\n$ false; echo $?\n1\n```\n",
        encoding="utf-8",
    )
    test_every_example_on_the_page_does_what_it_shows(page)


PLUGIN = """**my-trust/pyproject.toml**

```toml
[project]
name = "my-trust"
version = "1.5"

[project.entry-points.fairness_adapters]
ours = "my_trust"
```

**my-trust/my_trust.py**

```py
print("loaded from", __name__)
```

```console
$ cd my-trust
$ python -m pip install --editable '.[test]'
Successfully installed my-trust-1.5
$ fairness formats
...loaded from my_trust...ours (my-trust 1.5), hook: no function fairness_plugin...
```
"""


@pytest.mark.usefixtures("desk")
def test_page_writes_files_and_installs_a_plugin(tmp_path: Path) -> None:
    """A block under a file's name is that file, and what the page installs is found by the commands after it."""
    page = tmp_path / "page.md"
    page.write_text(PLUGIN, encoding="utf-8")
    test_every_example_on_the_page_does_what_it_shows(page)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("due", "passes"), [("7 January 2026", True), ("8 January 2026", False)])
def test_moment_on_the_page_is_the_time_of_what_follows(tmp_path: Path, due: str, passes: bool) -> None:
    """A moment in italics is when the commands after it run: two working days later is counted from there."""
    page = tmp_path / "page.md"
    opening = "$ fairness case open c1.jsonl --process five-step --about p1 --by r1 --role raised"
    page.write_text(
        f"*5 January 2026, 10:00*\n\n```console\n{opening}\n...{due}...Offer support...\n```\n", encoding="utf-8"
    )
    with nullcontext() if passes else pytest.raises(AssertionError):
        test_every_example_on_the_page_does_what_it_shows(page)

"""Print what finding plugins costs with 200 distributions installed, and what a call through the catalogue adds.

Run by hand: `python benchmarks/discovery.py`. The distributions are made in a temporary folder as an installer
leaves them; what is installed beside the library counts on both sides alike. Each discovery runs in a fresh
interpreter, the scripts taking turns; the fastest of several rounds counts. The peer is the standard library's own
`importlib.metadata.entry_points()`, which finds and loads nothing, and which one damaged distribution ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from pathlib import Path

from fairness_adapters.catalogue import Catalogue, Registered
from fairness_adapters.contract import Confidence, Identification, Reader, ReadResult
from fairness_adapters.jobs.wres import sample_path
from fairness_adapters.source import Source, read_source

ROUNDS = 9
SECONDS_A_ROUND = 0.05
INSTALLED = {"nothing more": (0, 0), "195 strangers, 5 plugins": (195, 5), "200 plugins": (0, 200)}
"""How many distributions without our group, and how many plugins of ours, are made."""
PLUGIN = """
from fairness_adapters import hookimpl
from fairness_adapters.contract import Confidence, Identification, Plugin, ReadResult

class Made:
    id, title, reads = "made-{number}", "Made up", ("csv",)
    def identify(self, source):
        return Identification(confidence=Confidence.NO, reason="made up")
    def read(self, source):
        return ReadResult(value=1)

@hookimpl
def fairness_plugin():
    return Plugin(name="made-{number}", readers=(Made(),))
"""
FRAME = "import time\n{imports}\nbegan = time.perf_counter()\n{work}\nprint(time.perf_counter() - began)\n"
SCRIPTS = {
    "entry_points()": ("from importlib.metadata import entry_points", "entry_points(group='fairness_adapters')"),
    "found by us": ("from fairness_adapters.discovery import find_origins", "find_origins([])"),
    "found, imported, called": ("from fairness_adapters import Catalogue", "Catalogue.discover()"),
}

Call = Callable[[], object]


def install(site: Path, name: str, entry_points: str) -> None:
    """Make the metadata of a distribution; the description and the list of files are as long as usual."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    described = "\n".join(f"Classifier: Made up :: {number}" for number in range(20))
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{described}\n\n" + "A made-up description. " * 200
    (info / "METADATA").write_text(text, encoding="utf-8")
    (info / "RECORD").write_text("\n".join(f"{name}/{number}.py,," for number in range(100)), encoding="utf-8")
    if entry_points:
        (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")


def make(site: Path, strangers: int, plugins: int) -> None:
    """Make so many distributions; every third stranger brings a command, as about a third of real ones do."""
    site.mkdir()
    for number in range(strangers):
        install(site, f"stranger-{number}", "" if number % 3 else f"[console_scripts]\ns{number} = stranger:main\n")
    for number in range(plugins):
        install(site, f"plugin-{number}", f"[fairness_adapters]\nplugin-{number} = plugin_{number}\n")
        (site / f"plugin_{number}.py").write_text(PLUGIN.format(number=number), encoding="utf-8")


def milliseconds(script: tuple[str, str], site: Path) -> float:
    """Run a script in a fresh interpreter with the folder on its path; return what it says that it took."""
    imports, work = script
    command = [sys.executable, "-c", FRAME.format(imports=imports, work=work)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(site)
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return 1000 * float(ran.stdout)


def show_discovery(folder: Path) -> None:
    """Print a line for each number of distributions and each script."""
    for number, (title, (strangers, plugins)) in enumerate(INSTALLED.items()):
        site = folder / f"site-{number}"
        make(site, strangers, plugins)
        # The first round fills the caches: byte code, and the system's own.
        rounds = [{name: milliseconds(script, site) for name, script in SCRIPTS.items()} for _ in range(ROUNDS + 1)]
        fastest = {name: min(each[name] for each in rounds[1:]) for name in SCRIPTS}
        print(title)
        for name, taken in fastest.items():
            print(f"  {name:24} {taken:7.1f} ms   {taken / fastest['entry_points()']:5.2f} x entry_points()")


class Trifle:
    """A reader that does nothing, so that what is around it shows."""

    id, title, reads = "trifle", "Nothing", ("csv",)
    answer = Identification(confidence=Confidence.NO, reason="made up")
    result = ReadResult(value=1)

    def identify(self, source: Source) -> Identification:
        """Answer."""
        return self.answer

    def read(self, source: Source) -> ReadResult[int]:
        """Return."""
        return self.result


def microseconds(calls: tuple[Call, ...]) -> list[float]:
    """Return the fastest microseconds of each call; they take turns."""
    timers = [timeit.Timer(call) for call in calls]
    counts = [max(1, round(SECONDS_A_ROUND / max(timer.timeit(1), 1e-7))) for timer in timers]
    rounds = [[timer.timeit(count) / count for timer, count in zip(timers, counts, strict=True)] for _ in range(ROUNDS)]
    return [1e6 * min(taken) for taken in zip(*rounds, strict=True)]


def show_calls(title: str, reader: Registered[Reader[object]], source: Source) -> None:
    """Print what identify and read cost called directly and through the catalogue."""
    alone = Catalogue(readers={reader.format.id: reader}, writers={})
    pairs: dict[str, tuple[Call, Call]] = {
        "identify": (lambda: reader.format.identify(source), lambda: alone.answers(source)),
        "read": (lambda: reader.format.read(source), lambda: alone.read(reader, source)),
    }
    print(title)
    for name, pair in pairs.items():
        direct, through = microseconds(pair)
        print(f"  {name:10} direct {direct:10.2f} us   through {through:10.2f} us   {through / direct:6.3f} x direct")


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as name:
        show_discovery(Path(name))
    trifle: Reader[object] = Trifle()
    show_calls(
        "a reader that does nothing",
        Registered(format=trifle, distribution="made-up", version="1"),
        Source.from_bytes("some.csv", b"a,b\n1,2\n"),
    )
    sample = read_source(sample_path("made-up-trust-wres-2025.xlsx"))
    show_calls("the return of a trust", Catalogue.discover().reader("wres-return"), sample)


if __name__ == "__main__":
    main()

"""Every check that a change must pass, one session each; `nox --list` says what they are for.

Plain `nox` runs what README promises. `build`, `outside_tree`, `floor`, `long` and `peers` take longer and are called
by name, as `.ci/run` does; `benchmarks` is for people.
Each session makes its own environment, so that nothing is found that was not declared.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from itertools import chain
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "typing", "layers", "tests", "docs"]

HERE = Path(__file__).parent
PYPROJECT = nox.project.load_toml("pyproject.toml")
QUICK = "not long and not package"
SIDE_BY_SIDE = ["--numprocesses=auto", "--dist=worksteal"]
DEMOS = {"night-shifts": "my_trust_night_shifts.py", "house-rules": "my_trust_house_rules"}
"""The plugins in tests/plugins, each with what of it is checked for types."""
MADE = {"made-as-a-layout": "layout", "made-in-python": "python"}
NEEDS_CHECKOUT = ["--ignore=tests/layers", "--ignore=tests/docs"]


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group (read here, since an old pip cannot)."""
    return list(nox.project.dependency_groups(PYPROJECT, name))


def lowest() -> list[str]:
    """Return everything we rest on at run time or in tests, pinned to the lowest version we allow."""
    project = PYPROJECT["project"]
    stated = chain(project["dependencies"], *project["optional-dependencies"].values(), group("test"))
    ours = {line for line in stated if not line.startswith(project["name"])}
    without = sorted(line for line in ours if ">=" not in line)
    if without:
        raise ValueError(f"pyproject.toml states no lowest version for {', '.join(without)}")
    return sorted(line.replace(">=", "==") for line in ours)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and likely mistakes (ruff)."""
    session.install(*group("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Types, strictly, over source, tests and tests/typing, which is checked and never run."""
    session.install("-e", ".[all]", *group("test"), *group("typing"), "nox")
    session.run("mypy", *session.posargs)


@nox.session
def layers(session: nox.Session) -> None:
    """Who may import whom."""
    session.install(*group("test"))
    session.run("pytest", "tests/layers", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """All quick tests, with every branch of fairness_core taken."""
    session.install("-e", ".[all]", *group("test"))
    whole = [] if session.posargs else ["--cov", "--cov-fail-under=100"]
    session.run("pytest", "-m", QUICK, *SIDE_BY_SIDE, *whole, "--ignore=tests/docs", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Every example in README, docs and docstrings, executed."""
    # The tutorial for authors checks the types of what it writes.
    session.install("-e", ".[all]", *group("test"), "mypy>=1.15")
    session.run("pytest", *SIDE_BY_SIDE, "--doctest-modules", "src", "tests/docs", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel once, and test that wheel where the source is out of reach."""
    away = empty_place(session)
    wheel = our_wheel(session, away)
    programs = empty_venv(session, away, f"{wheel}[all]", *group("test"))
    shutil.copytree(HERE / "tests", away / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HERE / "pyproject.toml", away)
    session.chdir(away)
    here = {"FAIRNESS_WHEEL": str(wheel), "FAIRNESS_CHECKOUT": str(HERE)}
    run(session, programs / "python", "-m", "pytest", "-m", "not long", *SIDE_BY_SIDE, *NEEDS_CHECKOUT, env=here)


@nox.session
def outside_tree(session: nox.Session) -> None:
    """The plugins of tests/plugins and two of `fairness new-format`, as wheels beside ours, the source out of reach."""
    place = empty_place(session)
    wheel = our_wheel(session, place)
    programs = empty_venv(session, place, f"{wheel}[cli,testing]", *group("lint"), "mypy>=1.15")
    session.env["MYPY_CACHE_DIR"] = str(place / "types")
    # Below the checkout a tool would find our own pyproject.toml, and take its settings.
    with tempfile.TemporaryDirectory() as outside:
        away = Path(outside).resolve()
        for name in DEMOS:
            unwanted = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis")
            shutil.copytree(HERE / "tests" / "plugins" / name, away / name, ignore=unwanted)
        session.chdir(away)
        for name, kind in MADE.items():
            run(session, programs / "fairness", "new-format", name, "--kind", kind)
        install_as_wheels(session, programs, away, *DEMOS, *MADE)
        check_listed(session, programs / "fairness", {"my-trust-night-shifts", "my-trust-leavers", *MADE})
        for name, typed in DEMOS.items():
            check_plugin(session, programs, away / name, typed, "tests")
        for name in MADE:
            check_plugin(session, programs, away / name)
            run(session, programs / "ruff", "check", ".")
            run(session, programs / "ruff", "format", "--check", ".")
            session.chdir(away)
            run(session, programs / "fairness", "read", f"{name}/tests/samples/wards.xlsx")
        session.chdir(HERE)


def empty_place(session: nox.Session) -> Path:
    """Return a folder of the session in which nothing is left of the last time."""
    place = Path(session.create_tmp()).resolve()
    shutil.rmtree(place)
    return place


def our_wheel(session: nox.Session, away: Path) -> Path:
    """Build our wheel, from our source distribution, and return it."""
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(away / "dist"))
    (wheel,) = (away / "dist").glob("*.whl")
    return wheel


def empty_venv(session: nox.Session, away: Path, *requirements: str) -> Path:
    """Make an environment with nothing in it but these and what they need; return the folder of its programs."""
    session.run("python", "-m", "venv", str(away / "venv"))
    programs = away / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(session, programs / "python", "-m", "pip", "install", "--quiet", *requirements)
    return programs


def install_as_wheels(session: nox.Session, programs: Path, away: Path, *folders: str) -> None:
    """Build a wheel of each folder, each in an environment of its own, and install them all."""
    pip = programs / "python", "-m", "pip"
    run(session, *pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", "wheels", *(f"./{each}" for each in folders))
    run(session, *pip, "install", "--quiet", *sorted((away / "wheels").glob("*.whl")))


def check_listed(session: nox.Session, fairness: Path, expected: set[str]) -> None:
    """Stop unless `fairness formats` lists each of these readers, and no fault."""
    listed = json.loads(str(session.run(str(fairness), "formats", "--json", silent=True, external=True)))
    lacking = expected - {each["id"] for each in listed["readers"]}
    if lacking or listed["faults"]:
        session.error(f"'fairness formats' lacks {sorted(lacking)}, and has the faults {listed['faults']}")


def check_plugin(session: nox.Session, programs: Path, folder: Path, *typed: str) -> None:
    """Run the tests and the types of a plugin in its own folder, with its own settings; `typed` are for mypy."""
    session.chdir(folder)
    run(session, programs / "pytest")
    run(session, programs / "mypy", "--strict", *typed)


def run(session: nox.Session, program: Path, *words: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a program that is not of the session's own environment."""
    session.run(str(program), *map(str, words), env=env, external=True)


@nox.session(python="3.11")
def floor(session: nox.Session) -> None:
    """All quick tests on the lowest Python and the lowest versions that pyproject.toml allows."""
    session.install("--only-binary=:all:", "-e", ".[all]", *lowest())
    # What an old release warns of when it meets a newer neighbour is not ours to mend.
    session.run("pytest", "-m", QUICK, *SIDE_BY_SIDE, "-W", "default", "--ignore=tests/docs", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """Every property with many more examples, newly drawn, and the tests marked long."""
    session.install("-e", ".[all]", *group("test"))
    session.run("pytest", "-m", "long or hypothesis", *SIDE_BY_SIDE, "--hypothesis-profile=long", *session.posargs)


@nox.session
def peers(session: nox.Session) -> None:
    """Our statistics against those of well-known libraries, on random tables."""
    session.install("-e", ".[all]", *group("test"), *group("peers"))
    session.run("pytest", "tests/peers", "--hypothesis-profile=long", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Print what things cost, as ratios to something known; judged by people, not by a limit."""
    session.install("-e", ".[all]", *group("benchmarks"))
    for script in sorted(Path("benchmarks").glob("*.py")):
        session.run("python", str(script))

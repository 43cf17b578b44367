"""Read My Trust's list of night shifts: a heading, then one line for each shift."""

from __future__ import annotations

from fairness_adapters import hookimpl
from fairness_adapters.contract import Confidence, Identification, Plugin, Reader, ReadResult, Writer
from fairness_adapters.source import Source
from fairness_core.disclosure import Report
from fairness_core.errors import WrongKind
from fairness_core.problems import Problem, warning

HEADING = b"night shifts"
HINT = "Export the list of night shifts from the rota system again, as CSV."


class NightShifts:
    """The list as the rota system exports it."""

    id = "my-trust-night-shifts"
    title = "My Trust's list of night shifts, one line for each"
    reads = ("csv",)

    def identify(self, source: Source) -> Identification:
        """Go by the heading."""
        if source.data.startswith(HEADING):
            return Identification(confidence=Confidence.CERTAIN, reason="it begins with 'night shifts'")
        return Identification(confidence=Confidence.NO, reason="it does not begin with 'night shifts'")

    def read(self, source: Source) -> ReadResult[int]:
        """Count the shifts; a file with another heading is refused."""
        if not source.data.startswith(HEADING):
            raise WrongKind("It does not begin with 'night shifts'.", hint=HINT, where=source.place)
        shifts = len(source.data.decode("utf-8", "replace").splitlines()[1:])
        problems: tuple[Problem, ...] = ()
        if not shifts:
            problems = (warning("no_shifts", "There is no shift in the list.", where=source.place),)
        return ReadResult(value=shifts, problems=problems)


class OneLine:
    """A report's title and nothing more."""

    id = "my-trust-one-line"
    title = "The title of a report, in one line"
    suffix = ".txt"

    def write(self, report: Report) -> bytes:
        """Return the title as UTF-8."""
        return f"{report.title}\n".encode()


# A type checker sees here whether the classes keep to the contract.
READER: Reader[int] = NightShifts()
WRITER: Writer = OneLine()


@hookimpl
def fairness_plugin() -> Plugin:
    """Return what this plugin brings."""
    return Plugin(name="my-trust-night-shifts", readers=(READER,), writers=(WRITER,))

"""Which sheets of a file a layout speaks of: by name, by a pattern, or by a text that stands on them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from fairness_adapters.grid import Grid, Workbook
from fairness_adapters.layouts.anchors import is_pattern, matches, pattern_faults

HELD_WITHIN = 100
"""The text that a sheet is known by must stand among its first so many rows."""


@attrs.frozen(kw_only=True)
class Sheets:
    """Which sheets to read: those with one of the `names`, on which one of the texts in `holding` stands.

    Both lists may hold patterns. Without `names` every visible sheet counts; a hidden sheet is read only when its
    whole name is listed.
    """

    names: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()

    def faults(self) -> Iterable[tuple[str, str]]:
        """Yield patterns that are none."""
        yield from pattern_faults("sheets.names", self.names)
        yield from pattern_faults("sheets.holding", self.holding)

    def chosen(self, workbook: Workbook) -> tuple[Grid, ...]:
        """Return the sheets to read, in the file's order."""
        return tuple(grid for grid in workbook.grids if self._named(grid) and self._holds(grid))

    def _named(self, grid: Grid) -> bool:
        # A CSV file's one sheet has no name that a layout could ask for.
        if grid.state == "visible":
            return not self.names or not grid.name or matches(self.names, grid.name)
        return matches((name for name in self.names if not is_pattern(name)), grid.name)

    def _holds(self, grid: Grid) -> bool:
        if not self.holding:
            return True
        rows = (pairs for number, pairs in grid.rows() if number <= HELD_WITHIN)
        return any(matches(self.holding, value) for pairs in rows for _, value in pairs)

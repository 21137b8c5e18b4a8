"""What stands between the cells of a CSV text: one sign throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DELIMITERS = ",;\t"


def require_one(rows: Iterable[tuple[int, Sequence[str]]], delimiter: str, file: str) -> None:
    """
    Check that no row is parted by another sign than the others.

    Parameters
    ----------
    rows
        Cells, with their line.
    delimiter
        By which they were parted.

    Raises
    ------
    InputError
        When rows are a single cell in which another sign stands as often as this one should.
    """
    known = list(rows)
    signs = max((len(cells) for _, cells in known), default=0) - 1
    alone = [(line, cells[0]) for line, cells in known if cells and not any(cells[1:])]
    others = [each for each in DELIMITERS if each != delimiter]
    mixed = [
        line for line, cell in alone if signs > 0 and any(cell.count(e) == signs for e in others)
    ]
    if mixed:
        raise InputError(Fault("separators_mixed", file, line=mixed[0], value=str(len(mixed))))

"""Results of what-ifs side by side, from files or jobs: what differs, and what is certain of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault, InputError, require
from scheduler.sweep_row import (
    RowDifference,
    SweepRow,
    cost_difference,
    level_difference,
    plain_difference,
    without_wages,
)
from service.trial.sweep_head import SweepHead, rows_in
from store.documents import to_document
from store.job_tasks import JobKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from store.kept_job import KeptJob

MEASURES = (
    *("people", "contract_cost", "required_hours", "least_cost", "least_short_hours"),
    *("more_people", "bound", "cost", "short_hours", "wage_cost", "level"),
)
MOST_SWEEPS = 5
"""Of a week that can be laid side by side, the newest."""
SEARCHED = frozenset({"short_hours", "wage_cost"})
"""Of the roster found: another roster of the same scenario has others."""


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """
    One result.

    Parameters
    ----------
    file, head, row
        Where it stands (a file, or ``#`` and the number of a job), what that is of, and the row.
    """

    file: str
    head: SweepHead
    row: SweepRow


@dataclass(frozen=True, slots=True)
class Compared:
    """
    Results side by side; the first is what the others differ from.

    Parameters
    ----------
    sides
        At least two.
    caveats
        Why their differences are not those of the scenarios alone: ``week``, ``program``, or
        ``limits`` (other limits, seed or simulation).
    """

    sides: tuple[ComparedSide, ...]
    caveats: tuple[str, ...]


def sides_of(names: Sequence[str]) -> Compared:
    """
    Return results that are named.

    Parameters
    ----------
    names
        A file of rows each, with ``@`` and the numbers of scenarios behind it, parted by commas;
        without: all of the file.

    Raises
    ------
    InputError
        When there is no such file or row, or a single result.
    """
    sides, faults = list[ComparedSide](), list[Fault]()
    for name in names:
        try:
            sides += _sides(name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return compared(sides)


def compared(sides: Sequence[ComparedSide]) -> Compared:
    """Return results side by side; raises InputError for a single one."""
    require(len(sides) > 1, "compare_one", value=len(sides))
    parts: dict[str, set[Any]] = {
        "week": {each.head.week for each in sides},
        "program": {each.head.program for each in sides},
        "limits": {(each.head.params, each.head.simulation) for each in sides},
    }
    return Compared(tuple(sides), tuple(name for name, found in parts.items() if len(found) > 1))


def stored_sides(desk: Desk, label: str) -> tuple[ComparedSide, ...]:
    """
    Return what the newest sweeps of a week came to, newest first; failed scenarios are left out.

    The file of each is the number of its job; wages are there for whoever may see them.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        jobs = unit.jobs.of_week(JobKind.SWEEP, week.id, MOST_SWEEPS)
    has_wages = desk.may("wages")
    return tuple(
        ComparedSide(f"#{job.id}", _head(job), row if has_wages else without_wages(row))
        for job in jobs
        if job.answer is not None
        for row in job.answer.rows
        if row.is_good
    )


def _head(job: KeptJob) -> SweepHead:
    task, answer = job.task, job.answer
    how = (repr(task.to_solve), f"{task.to_simulate!r} {answer.speeds}".strip())
    return SweepHead(answer.program, answer.week_key, task.plan, *how, quick=False)


def _sides(name: str) -> list[ComparedSide]:
    file, mark, numbers = name, "", ""
    if not Path(name).exists():
        file, mark, numbers = name.rpartition("@")
    if not mark:
        file = name
    head, rows = rows_in(Path(file))
    if not mark:
        return [ComparedSide(file, head, row) for row in rows]
    by_number = {str(row.number): row for row in rows}
    asked = [part.strip() for part in numbers.split(",") if part.strip()]
    unknown = [each for each in asked if each not in by_number]
    if unknown or not asked:
        raise InputError(Fault("compare_no_row", file=file, value=each) for each in unknown or [""])
    return [ComparedSide(file, head, by_number[each]) for each in asked]


def value_in(row: SweepRow, name: str) -> float | None:
    """Return a number of a result; None: it is not known."""
    value = getattr(row, name)
    return None if value is None else float(value)


def difference_in(name: str, row: SweepRow, base: SweepRow) -> RowDifference | None:
    """Return by how much a number lies above the base's; what search found is never certain."""
    if name == "cost":
        return cost_difference(row, base)
    if name == "level":
        return level_difference(row, base)
    found = plain_difference(name, row, base)
    if found is None or name not in SEARCHED:
        return found
    return RowDifference(found.by, is_sure=False)


def compare_report(found: Compared) -> dict[str, Any]:
    """Return what programs read: each result, and its differences from the first."""
    base = found.sides[0].row
    return {
        "caveats": list(found.caveats),
        "sides": [
            {"file": side.file, "row": json.loads(to_document(side.row))}
            | {"differences": _differences(side.row, base)}
            for side in found.sides
        ],
    }


def _differences(row: SweepRow, base: SweepRow) -> dict[str, Any]:
    told = {name: difference_in(name, row, base) for name in MEASURES}
    return {
        name: {"by": each.by, "is_sure": each.is_sure}
        for name, each in told.items()
        if each is not None
    }

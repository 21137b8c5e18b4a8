"""Mending a roster people know, in plain files: who is away, what changes, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.agent import Absence
from scheduler.announced import DayChange
from scheduler.errors import Fault, InputError
from scheduler.problem import RosterProblem
from scheduler.repair import WORTH_HOURS, Repaired, RepairParams, repair
from scheduler.roster import Roster
from scheduler.verify.checker import verify
from scheduler.verify.verdict import Verdict
from service.roster.long_weeks import read_weeks
from service.roster.report import solve_report
from store.files.week import read_roster, write_roster

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.horizon import Clock, Horizon
    from scheduler.shift import Shift
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked

__all__ = ["WORTH_HOURS", "Away", "DayChange", "Mended", "mend_roster", "mending_report"]

Report = dict[str, Any]
KIND = "sick"


@dataclass(frozen=True, slots=True)
class Away:
    """
    Somebody who cannot come, as a person says it.

    Parameters
    ----------
    agent_id
        Who.
    first, last
        Dates, both included, or local ISO times, half-open.
    """

    agent_id: str
    first: str
    last: str

    def absence(self, clock: Clock) -> Absence:
        """Return the absence; raises InputError for what is no date and no time."""
        start = clock.parse(self.first)
        is_date = "T" not in self.last and " " not in self.last.strip()
        last = clock.parse(self.last)
        end = clock.at(clock.date_of(last), 24 * 60) if is_date else last
        return Absence(self.agent_id, start, end, KIND)


@dataclass(frozen=True, eq=False, slots=True)
class Mended:
    """
    A roster file after its repair.

    Parameters
    ----------
    problem
        The week with the new absences.
    repaired
        What the engine found.
    left
        The checker's word on what is left when nobody takes the lost shifts.
    verdict
        Its word on the mended roster; None where there is none.
    """

    problem: RosterProblem
    repaired: Repaired
    left: Verdict
    verdict: Verdict | None


def mend_roster(
    folder: Path,
    roster_file: Path,
    away: Sequence[Away],
    params: SolveParams,
    *,
    weeks: int | None = None,
    from_time: str = "",
    worth_hours: float = WORTH_HOURS,
    out: Path | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> Mended:
    """
    Return a roster with the least change that the absences ask for.

    Parameters
    ----------
    folder, roster_file
        The week, whose own absences count too, and the roster as it was announced.
    away
        Who else cannot come.
    params
        Seed and limits.
    weeks
        How many from the folder's first day on; None: as many days as the folder says.
    from_time
        Local ISO time before which nothing changes; empty: the beginning of the first of ``away``,
        or of the week.
    worth_hours
        Missing agent-hours that changing one more day must save.
    out
        Where to write the mended roster; None: nowhere.
    listener, stop
        Told of progress, asked whether to stop.

    Raises
    ------
    InputError
        With every fault of the files and of what is said of absences.
    """
    asked = read_weeks(folder, weeks).problem()
    horizon = asked.horizon
    absences = [each.absence(horizon.clock) for each in away]
    outside = [each for each in absences if not _touches(each, horizon)]
    if outside:
        clock = horizon.clock
        raise InputError(
            [Fault("absence_outside", value=clock.format(each.start_min)) for each in outside]
        )
    problem = replace(asked, absences=(*asked.absences, *absences))
    roster = read_roster(roster_file, problem)
    from_min = horizon.start_min
    if from_time:
        from_min = horizon.clock.parse(from_time)
    elif absences:
        from_min = min(each.start_min for each in absences)
    limits = RepairParams(from_min, worth_hours)
    found = repair(problem, roster, limits, params, listener=listener, stop=stop)
    left = Roster(tuple(shift for shift in roster.shifts if shift not in found.lost))
    verdict = None if found.result.roster is None else verify(problem, found.result.roster)
    if out is not None and found.result.roster is not None:
        write_roster(found.result.roster, out, horizon.clock)
    return Mended(problem, found, verify(problem, left), verdict)


def _touches(absence: Absence, horizon: Horizon) -> bool:
    return absence.start_min < horizon.end_min and absence.end_min > horizon.start_min


def mending_report(mended: Mended, params: SolveParams) -> Report:
    """
    Return what changed, and how good the mended roster is.

    ``cost`` and the breaches are those of the whole week, as ``verify`` says; ``gap_hours`` is how
    far the changes may be from the best ones, their worth counted.
    """
    problem, repaired = mended.problem, mended.repaired
    horizon, result = problem.horizon, repaired.result
    report = solve_report(problem, params, result, None)
    report |= {"repair_cost": result.cost, "repair_bound": result.bound}
    if mended.verdict is not None:
        report |= solve_report(problem, params, result, mended.verdict)
    helpers = others(repaired)
    return report | {
        "without_repair": {
            "cost": mended.left.cost.total,
            "breaches": len(mended.left.violations),
            "by_rule": mended.left.by_rule,
        },
        "lost_shifts": [_shift(shift, horizon) for shift in repaired.lost],
        "changed_days": sum(change.is_of_hours for change in helpers),
        "changed_people": len({each.agent_id for each in helpers if each.is_of_hours}),
        "changes": [
            {
                "agent_id": change.agent_id,
                "date": horizon.date(change.day),
                "of_hours": change.is_of_hours,
                "was": [_shift(shift, horizon) for shift in change.was],
                "now": [_shift(shift, horizon) for shift in change.now],
            }
            for change in repaired.changes
        ],
    }


def others(repaired: Repaired) -> tuple[DayChange, ...]:
    """Return the changes that are not only a lost shift that goes."""
    lost = set(repaired.lost)
    return tuple(
        change for change in repaired.changes if change.now or not lost.issuperset(change.was)
    )


def _shift(shift: Shift, horizon: Horizon) -> Report:
    form = horizon.clock.format
    meal = shift.meal and f"{form(shift.meal.start_min)}/{form(shift.meal.end_min)}"
    return {
        "agent_id": shift.agent_id,
        "post": shift.post,
        "start": form(shift.start_min),
        "end": form(shift.end_min),
        "meal": meal,
    }

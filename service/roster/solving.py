"""Making a roster: the engine's answer with the checker's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.problem import RosterProblem
from scheduler.solve.result import SolveResult
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.verify.verdict import Verdict
from service.roster.long_weeks import NOTHING, read_weeks, with_cycles
from store.files.week import read_roster, write_roster

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scheduler.roster import Roster
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked


@dataclass(frozen=True, eq=False, slots=True)
class SolvedWeek:
    """
    A week's roster as the engine made it.

    Parameters
    ----------
    problem, result
        Question and answer.
    verdict
        The checker's word on the roster; None where there is none.
    """

    problem: RosterProblem
    result: SolveResult
    verdict: Verdict | None


def make_roster(
    folder: Path,
    params: SolveParams,
    *,
    weeks: int | None = None,
    begun: Mapping[str, dt.date] = NOTHING,
    out: Path | None = None,
    start_file: Path | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
    by: Callable[..., SolvedWeek] | None = None,
) -> SolvedWeek:
    """
    Return the roster of a folder's week.

    Parameters
    ----------
    folder
        Holds the week.
    params
        Seed and limits.
    weeks
        How many from the folder's first day on; None: as many days as the folder says.
    begun
        By agent, on which day the cycle of the work plan begins, beside what the folder says.
    out
        Where to write the roster, if one is found; None: nowhere.
    start_file
        A roster to begin from; None: from nothing.
    listener, stop
        Told of progress, asked whether to stop.
    by
        How it is solved, called as ``solved``, which it is where None is given.
    """
    problem = with_cycles(read_weeks(folder, weeks), begun).problem()
    start = None if start_file is None else read_roster(start_file, problem)
    answer = (by or solved)(problem, params, start=start, listener=listener, stop=stop)
    if out is not None and answer.result.roster is not None:
        write_roster(answer.result.roster, out, problem.horizon.clock)
    return answer


def solved(
    problem: RosterProblem,
    params: SolveParams,
    *,
    start: Roster | None = None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> SolvedWeek:
    """Return the engine's answer to a problem, with the checker's word on it."""
    result = solve(problem, params, listener=listener, stop=stop, start=start)
    verdict = None if result.roster is None else verify(problem, result.roster)
    return SolvedWeek(problem, result, verdict)

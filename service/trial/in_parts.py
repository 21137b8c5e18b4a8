"""A large week's roster made in parts, on processes here or on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.parts.whole import solve_in_parts
from scheduler.verify.checker import verify
from service.roster.solving import SolvedWeek
from service.trial.fan_out import hands

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked


@dataclass(frozen=True, slots=True)
class InParts:
    """
    How a week is solved in parts; called as ``solved`` is.

    Parameters
    ----------
    parts
        How many.
    cluster
        Address of a Dask scheduler whose workers do it; empty: as many processes here as the params
        have workers.
    """

    parts: int
    cluster: str = ""

    def __call__(
        self,
        problem: RosterProblem,
        params: SolveParams,
        *,
        start: Roster | None = None,
        listener: ProgressListener | None = None,
        stop: StopAsked | None = None,
    ) -> SolvedWeek:
        """
        Return the engine's answer to a problem, with the checker's word on it.

        Raises
        ------
        InputError
            As ``solve_in_parts``, when there is a roster to begin with, and when the cluster does
            not do.
        """
        require(start is None, "parts_alone")
        with hands(processes=params.workers, cluster=self.cluster) as mine:
            result = solve_in_parts(problem, params, self.parts, mine, listener=listener, stop=stop)
        verdict = None if result.roster is None else verify(problem, result.roster)
        return SolvedWeek(problem, result, verdict)

"""Whether a person's own rules allow other days, as the checker says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scheduler.nearest import PERSONAL, alone
from scheduler.roster import Roster
from scheduler.verify.view import RosterView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.mend.moves import DayMove
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.verify.verdict import Violation


class PersonRules:
    """
    Asks the checker's personal rules about single people, and remembers what it said.

    Parameters
    ----------
    problem, roster
        The question, and the roster as it stands.
    """

    def __init__(self, problem: RosterProblem, roster: Roster) -> None:
        self._problem = problem
        self._shifts = roster.by_agent()
        self._alone: dict[str, RosterProblem] = {}
        self._now: dict[str, Counter[Violation]] = {}
        self.asked = 0

    def allows(self, moves: Iterable[DayMove]) -> bool:
        """Return whether changes of one person's days break no rule that is not broken now."""
        return not self.rules_broken(moves)

    def rules_broken(self, moves: Iterable[DayMove]) -> frozenset[str]:
        """Return the rules that changes of one person's days break and the roster does not."""
        told = tuple(moves)
        agent_id = told[0].agent_id
        gone = [move.was for move in told if move.was is not None]
        come = [move.now for move in told if move.now is not None]
        left = [shift for shift in self._shifts.get(agent_id, ()) if shift not in gone]
        if agent_id not in self._now:
            self._now[agent_id] = self._broken(agent_id, self._shifts.get(agent_id, ()))
        broken = self._broken(agent_id, (*left, *come)) - self._now[agent_id]
        return frozenset(violation.rule for violation in broken)

    def _broken(self, agent_id: str, shifts: tuple[Shift, ...]) -> Counter[Violation]:
        self.asked += 1
        if agent_id not in self._alone:
            agent = self._problem.agent_by_id[agent_id]
            self._alone[agent_id] = alone(self._problem, agent)
        view = RosterView(self._alone[agent_id], Roster(shifts))
        return Counter(violation for rule in PERSONAL for violation in rule(view))

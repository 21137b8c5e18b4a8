"""What the table of a week shows, and what of it stands in which cell."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.agent import Wish
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.verify.verdict import Violation
from service.roster.elsewhere import is_rest_elsewhere
from ui.look import Colour, post_colours, type_colours

if TYPE_CHECKING:
    from scheduler.type_pin import TypePin


@dataclass(frozen=True)
class Grid:
    """
    What the table shows.

    Parameters
    ----------
    problem, roster
        The week and its shifts.
    violations
        Of the roster; a cell with one is marked.
    pins
        Shifts that a person fixed.
    lost_wishes
        Wishes that the roster breaks.
    lang
        Language of the words.
    chosen
        Agent id and date of the cell that is open; None: none.
    has_hours
        Whether a shift that has a type shows its hours too, not its code alone.
    before
        Another roster: cells that differ show what stood in it, then what stands now. None: none.
    is_difference
        Whether only the cells that differ are filled.
    """

    problem: RosterProblem
    roster: Roster
    violations: tuple[Violation, ...]
    pins: frozenset[Shift]
    lost_wishes: frozenset[Wish]
    lang: str
    chosen: tuple[str, dt.date] | None = None
    has_hours: bool = False
    before: Roster | None = None
    is_difference: bool = False

    @cached_property
    def type_colours(self) -> dict[str, Colour]:
        """Return the colour of each shift type."""
        return type_colours(self.problem.rules.types)

    def code(self, shift: Shift) -> str:
        """Return the code of a shift's type; empty: it has none."""
        kind = self.problem.classes.kind(shift.start_min, shift.end_min)
        return kind if kind in self.type_colours else ""

    @cached_property
    def shifts(self) -> dict[tuple[str, int], list[Shift]]:
        """Return the shifts that start on each agent's days."""
        return self._by_day(self.roster)

    @cached_property
    def shifts_before(self) -> dict[tuple[str, int], list[Shift]]:
        """Return the same of the roster before."""
        return self._by_day(self.before or Roster())

    def _by_day(self, roster: Roster) -> dict[tuple[str, int], list[Shift]]:
        found: dict[tuple[str, int], list[Shift]] = defaultdict(list)
        for shift in roster.shifts:
            found[shift.agent_id, self.problem.horizon.day_of(shift.start_min)].append(shift)
        return found

    @cached_property
    def changed(self) -> frozenset[tuple[str, int]]:
        """Return the agents and days on which the rosters differ; none without one before."""
        if self.before is None:
            return frozenset()
        old, new = self.shifts_before, self.shifts
        return frozenset(at for at in {*old, *new} if old.get(at, []) != new.get(at, []))

    @property
    def touched(self) -> frozenset[str]:
        """Return the people on whose days the rosters differ."""
        return frozenset(agent_id for agent_id, _ in self.changed)

    @cached_property
    def broken(self) -> dict[tuple[str, int | None], list[Violation]]:
        """Return the breaches of each agent's days; day None: of the whole week."""
        found: dict[tuple[str, int | None], list[Violation]] = defaultdict(list)
        for violation in self.violations:
            at = violation.at_min
            day = None if at is None else self.problem.horizon.day_of(at)
            found[violation.agent_id, day].append(violation)
        return found

    @cached_property
    def disappointed(self) -> frozenset[tuple[str, dt.date]]:
        """Return the agents and dates whose wish is broken."""
        return frozenset((wish.agent_id, wish.date) for wish in self.lost_wishes)

    @cached_property
    def type_pins(self) -> dict[tuple[str, dt.date], TypePin]:
        """Return the types and starts that a person fixed by agent id and date."""
        return {(pin.agent_id, pin.date): pin for pin in self.problem.type_pins}

    @cached_property
    def colours(self) -> dict[str, Colour]:
        """Return the colour of each post."""
        return post_colours([post.id for post in self.problem.posts])

    def away(self, agent_id: str, day: int) -> str | None:
        """Return the kind of the time away that touches a day, None where there is none."""
        starts = self.problem.horizon.day_starts_min
        for absence in self.problem.away_by_agent.get(agent_id, ()):
            is_on_day = absence.start_min < starts[day + 1] and starts[day] < absence.end_min
            if is_on_day and not is_rest_elsewhere(absence.kind):
                return absence.kind
        return None

"""Where an open post has too few people, who comes nearest to helping, and what is in the way."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scheduler.agent import Agent
from scheduler.open_stretch import OpenStretch
from scheduler.present import is_away, is_standby, on_posts, present, waiting
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.rules.opening import may_start
from scheduler.shift import Shift, Span
from scheduler.standby import StandbyCall
from scheduler.verify.checker import COVER, RULES
from scheduler.verify.seal import sealed
from scheduler.verify.verdict import Violation
from scheduler.verify.view import RosterView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.shift import ShiftShape

PERSONAL = tuple(rule for rule in RULES if rule not in COVER)
MOST_TRIED = 60  # agents the rules are asked about; those who seem nearest come first
FIXED = frozenset(
    {"employed", "skill", "absence", "night", "pin"}
)  # no other shift of that person mends these


@dataclass(frozen=True, slots=True)
class Helper:
    """
    A shift that would help, and what speaks against it.

    Parameters
    ----------
    shift
        The shift an agent could work.
    instead_of
        The agent's own shift on that date, which it replaces; None: that day is free.
    broken
        Personal rules it would break; empty: none.
    left_open
        Places that would fall below their minimum because ``instead_of`` goes.
    call
        By which somebody who stands by in the shift would be there; None: it is another shift.
    """

    shift: Shift
    instead_of: Shift | None
    broken: tuple[Violation, ...]
    left_open: tuple[Violation, ...] = ()
    call: StandbyCall | None = None


def nearest(
    problem: RosterProblem, roster: Roster, stretch: OpenStretch, *, count: int = 3
) -> tuple[Helper, ...]:
    """
    Return the shifts that come nearest to covering a stretch, each of another agent, best first.

    Nearest is who stands by and can be called; then who would break nothing, then who would break
    fewest rules, by least; certificates, absences, nights and pins weigh most, since no other shift
    of that person mends them. In a large crew only those who seem nearest are looked at.

    Parameters
    ----------
    problem, roster
        The question, and the roster with the gap.
    stretch
        The gap; of a long one the beginning is looked at.
    count
        How many agents to name.
    """
    hands = roster.by_agent()
    called = [
        helper
        for agent in problem.agents
        if (helper := called_in(problem, agent, hands.get(agent.id, ()), stretch))
    ]
    standing_by = {helper.shift.agent_id for helper in called}
    people = [
        _Person(problem, agent, hands.get(agent.id, ()))
        for agent in problem.agents
        if agent.id not in standing_by
    ]
    people.sort(key=lambda one: promise(problem, one.agent, one.shifts, stretch))
    found: list[Helper] = []
    for person in people[:MOST_TRIED]:
        best = _best_of(person, stretch)
        if best is not None:
            found.append(best)
        if sum(_is_free(helper) for helper in found) == count:
            break
    found.sort(key=lambda helper: (_distance(helper, stretch), helper.shift.agent_id))
    told = (*called, *found)[:count]
    return tuple(with_holes(problem, roster, helper) for helper in told)


def called_in(
    problem: RosterProblem, agent: Agent, shifts: tuple[Shift, ...], stretch: OpenStretch
) -> Helper | None:
    """Return the first call in a stretch of an agent who stands by then; None: it cannot be."""
    clock = problem.horizon.clock
    for shift in shifts:
        span = shift.span
        is_free = waiting(problem, shift) == span  # nobody called yet
        if not is_free or not agent.certified(stretch.post, clock.date_of(shift.start_min)):
            continue
        at_min = max(stretch.start_min, span.start_min)
        if at_min < min(stretch.end_min, span.end_min) and not is_away(problem, agent.id, at_min):
            return Helper(shift, None, (), call=StandbyCall(agent.id, at_min, stretch.post))
    return None


def calls_for(
    problem: RosterProblem, roster: Roster, gone: Iterable[Shift]
) -> tuple[StandbyCall, ...]:
    """Return by what calls people who stand by could be where shifts fall out, each once."""
    found: dict[str, StandbyCall] = {}
    hands = roster.by_agent()
    for shift in gone:
        for stint in shift.served if not is_standby(problem, shift) else ():
            stretch = OpenStretch(stint.post, stint.span.start_min, stint.span.end_min, 1)
            for agent in problem.agents:
                helper = called_in(problem, agent, hands.get(agent.id, ()), stretch)
                if helper is not None and helper.call is not None:
                    found.setdefault(agent.id, helper.call)
    return tuple(sorted(found.values(), key=lambda one: (one.from_min, one.agent_id)))


def nearest_shift(
    problem: RosterProblem,
    roster: Roster,
    agent: Agent,
    stretch: OpenStretch,
    from_min: int = 0,
) -> Helper | None:
    """Return the shift of one agent, begun no earlier, nearest to covering a stretch; or None."""
    person = _Person(problem, agent, roster.by_agent().get(agent.id, ()))
    return _best_of(person, stretch, from_min)


def _is_free(helper: Helper) -> bool:
    return not helper.broken and helper.instead_of is None


def alone(problem: RosterProblem, agent: Agent) -> RosterProblem:
    """Return a problem with one agent's rows only, secondments among the absences."""
    mine: dict[str, Any] = {
        field.name: tuple(row for row in rows if row.agent_id == agent.id)
        for field in dataclasses.fields(problem)
        if isinstance(rows := getattr(problem, field.name), tuple)
        and rows
        and hasattr(rows[0], "agent_id")
    }
    mine["absences"] = problem.away_by_agent.get(agent.id, ())
    return dataclasses.replace(problem, agents=(agent,), **mine)


def promise(
    problem: RosterProblem, agent: Agent, shifts: tuple[Shift, ...], stretch: OpenStretch
) -> tuple[float, ...]:
    """Return how far an agent seems from helping, without asking the rules; less is nearer."""
    at_min = stretch.start_min
    date = problem.horizon.clock.date_of(at_min)
    able = agent.certified(stretch.post, date) and not is_away(problem, agent.id, at_min)
    day = problem.horizon.day_of(at_min)
    works = any(problem.horizon.day_of(shift.start_min) == day for shift in shifts)
    left = problem.week_limit_min(agent) - sum(shift.work_min for shift in shifts)
    return (not able, works, -left)


@dataclass(frozen=True, eq=False)
class _Person:
    """One agent, alone in the problem, with the shifts of the roster."""

    whole: RosterProblem
    agent: Agent
    shifts: tuple[Shift, ...]

    @cached_property
    def problem(self) -> RosterProblem:
        """Return the problem with this agent's rows only."""
        return alone(self.whole, self.agent)

    def broken(self, shifts: tuple[Shift, ...]) -> Counter[Violation]:
        """Return the personal rules that a set of shifts breaks."""
        view = RosterView(self.problem, Roster(shifts))
        return Counter(violation for rule in PERSONAL for violation in rule(view))

    @cached_property
    def broken_now(self) -> Counter[Violation]:
        """Return the personal rules that the roster's shifts break already."""
        return self.broken(self.shifts)

    def excused(self, gone: list[Shift]) -> Counter[Violation]:
        """Return what is broken already, less what the shifts that go break by themselves."""
        starts = {shift.start_min for shift in gone}
        return Counter(
            {
                violation: times
                for violation, times in self.broken_now.items()
                if not (violation.rule in FIXED and violation.at_min in starts)
            }
        )


def _best_of(person: _Person, stretch: OpenStretch, from_min: int = 0) -> Helper | None:
    """Return the agent's nearest shift; the first that does no harm is near enough."""
    best: Helper | None = None
    for shift in _shifts(person, stretch, from_min):
        helper = _tried(person, shift)
        if best is None or _distance(helper, stretch) < _distance(best, stretch):
            best = helper
        if _is_free(best) and _uncovered(best, stretch) == 0:
            break
    return best


def _shifts(person: _Person, stretch: OpenStretch, from_min: int) -> Iterator[Shift]:
    """Yield the shifts of the agent's shapes that are at work when the stretch begins."""
    problem = person.whole
    horizon = problem.horizon
    already = any(
        shift.post_at(stretch.start_min) == stretch.post and shift.works_at(stretch.start_min)
        for shift in present(problem, on_posts(problem, person.shifts))
    )
    if already:
        return
    for shape in problem.forms_of(person.agent):
        if not shape.is_on((stretch.post,)) or shape.code in problem.rules.standby:
            continue
        first = max(horizon.start_min, from_min)
        for start in range(stretch.start_min, first - 1, -horizon.interval_min):
            if start + shape.length_min <= stretch.start_min:
                break
            if may_start(problem, shape, start):
                shift = _shift(person.agent.id, start, shape, stretch, horizon.interval_min)
                if shift.works_at(stretch.start_min):
                    yield shift


def _shift(agent_id: str, start: int, shape: ShiftShape, stretch: OpenStretch, step: int) -> Shift:
    """Return a shift with its meal as clear of the stretch as its window lets it be."""
    meal = None
    if shape.meal_min:
        first = -(-shape.meal_earliest_min // step) * step
        meals = [
            Span(start + after, start + after + shape.meal_min)
            for after in range(first, shape.meal_latest_min + 1, step)
        ]
        meal = min(meals, key=lambda one: _shared(one, stretch), default=None)
    pauses = shape.usual_breaks(start, meal)
    return Shift(agent_id, start, start + shape.length_min, stretch.post, meal, pauses)


def _shared(span: Span, stretch: OpenStretch) -> int:
    return max(0, min(span.end_min, stretch.end_min) - max(span.start_min, stretch.start_min))


def _tried(person: _Person, shift: Shift) -> Helper:
    day_of = person.whole.horizon.day_of
    own = [one for one in person.shifts if day_of(one.start_min) == day_of(shift.start_min)]
    kept = tuple(one for one in person.shifts if one not in own)
    broken = person.broken((*kept, shift)) - person.excused(own)
    return Helper(shift, own[0] if own else None, tuple(broken.elements()))


def _distance(helper: Helper, stretch: OpenStretch) -> tuple[float, ...]:
    """Return how far a shift is from helping at no harm; less is nearer."""
    fixed = sum(violation.rule in FIXED for violation in helper.broken)
    shift = helper.shift
    moved = 0 if helper.instead_of is None else abs(helper.instead_of.start_min - shift.start_min)
    return (
        fixed,
        len(helper.broken),
        round(sum(map(_excess, helper.broken)), 6),
        helper.instead_of is not None,
        _uncovered(helper, stretch),
        moved,
        shift.start_min,
    )


def _uncovered(helper: Helper, stretch: OpenStretch) -> int:
    """Return the minutes of the stretch that a shift leaves open."""
    shift = helper.shift
    eaten = _shared(shift.meal, stretch) if shift.meal else 0
    return stretch.end_min - stretch.start_min - _shared(shift.span, stretch) + eaten


def _excess(violation: Violation) -> float:
    """Return by how much a limit is passed, as a share of it; 1 where it has no numbers."""
    if violation.measured is None or not violation.limit:
        return 1.0
    return abs(violation.measured - violation.limit) / violation.limit


def with_holes(problem: RosterProblem, roster: Roster, helper: Helper) -> Helper:
    """Return a helper with where the shift it replaces is missed, beyond what is open already."""
    if helper.instead_of is None:
        return helper
    after = Roster((*roster.without(helper.instead_of).shifts, helper.shift))
    now = RosterView(problem, roster, is_of_present=True)
    before = {(v.post, v.at_min): v.measured or 0 for v in sealed(now)}
    holes = tuple(
        violation
        for violation in sealed(RosterView(problem, after, is_of_present=True))
        if (violation.measured or 0) < before.get((violation.post, violation.at_min), math.inf)
    )
    return dataclasses.replace(helper, left_open=holes)

"""Ways out of a conflict: each is tried on the whole week, and has a roster to show for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.agent import Agent, Certificate
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.unsolvable.causes import REST, CauseKind, ConflictCause, minimums, without
from scheduler.unsolvable.decide import MANY, Solvable, breaches_of, decide
from scheduler.unsolvable.priced import bettered
from scheduler.verify.checker import verify
from scheduler.verify.verdict import Cost, Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from scheduler.solve.result import StopAsked
    from scheduler.unsolvable.causes import EasedWeek
    from scheduler.unsolvable.smallest import SmallestConflict

NEW = "+"  # begins the id of a person who is not there yet
MOST_PEOPLE = 3  # to train, to hire, or to ask
REST_STEP_MIN = 60
WEEK_HOURS = "hours_per_week"


class WayKind(StrEnum):
    """What a way out does."""

    SET_ASIDE = "set_aside"  # facts of the week
    EASE = "ease"  # a rule, for as few people or by as little as was found to do
    TRAIN = "train"
    HIRE = "hire"
    OVERTIME = "overtime"  # people agree to it


@dataclass(frozen=True, eq=False, slots=True)
class WayTried:
    """
    A way out that works: with it there is a roster of the whole week.

    Parameters
    ----------
    kind
        What it does.
    causes
        Facts it sets aside, or the rule or post it is about.
    people
        Who is concerned; ids beginning with ``+`` are people to hire.
    problem
        The week with the people of the way, all its rules and facts kept.
    roster
        A roster of the week with it.
    cost
        Of that roster, by its parts.
    broken
        What it breaks of the week as asked: nothing but what the way sets aside.
    """

    kind: WayKind
    causes: tuple[ConflictCause, ...]
    people: tuple[str, ...]
    problem: RosterProblem
    roster: Roster
    cost: Cost
    broken: tuple[Violation, ...]


def ways_out(
    problem: RosterProblem,
    conflict: SmallestConflict,
    others: Collection[ConflictCause] = (),
    *,
    stop: StopAsked | None = None,
) -> Iterator[WayTried]:
    """
    Yield the ways out of a conflict that were found to work, each after it was tried.

    Employment and the law's protection of people are never set aside.

    Parameters
    ----------
    problem
        The week.
    conflict
        The conflict.
    others
        Causes of other conflicts of the week, which each have ways out of their own.
    stop
        Asked before each trial; True ends them, and what is not tried is not told.
    """
    trying = _Trying(problem, tuple(others), stop)
    by_kind: dict[CauseKind, list[ConflictCause]] = {}
    for cause in conflict.causes:
        by_kind.setdefault(cause.kind, []).append(cause)
    for kind, causes in by_kind.items():
        if stop is not None and stop():
            return
        match kind:
            case CauseKind.NO_NIGHTS | CauseKind.EMPLOYMENT:
                continue
            case CauseKind.CERTIFICATES:
                yield from trying.staffed(causes[0], is_of_cover=CauseKind.MINIMUM in by_kind)
            case CauseKind.MINIMUM:
                yield from trying.unasked(causes)
            case CauseKind.RULE:
                for cause in causes:
                    yield from trying.eased(cause, by_kind.get(CauseKind.PIN, ()))
            case _:
                yield from trying.set_aside(causes)


class _Trying:
    """A week on which ways out are tried, other conflicts left aside."""

    def __init__(
        self,
        problem: RosterProblem,
        others: tuple[ConflictCause, ...],
        stop: StopAsked | None,
    ) -> None:
        self._problem, self._others, self._stop = problem, others, stop

    def set_aside(self, causes: Sequence[ConflictCause]) -> Iterator[WayTried]:
        """Yield each fact that is enough alone; where none is, the first few that are together."""
        ways = [way for cause in causes if (way := self._without((cause,))) is not None]
        for many in range(2, 1 + len(causes)) if not ways else ():
            way = self._without(tuple(causes[:many]))
            if way is not None:
                ways.append(way)
                break
        yield from ways

    def unasked(self, causes: Sequence[ConflictCause]) -> Iterator[WayTried]:
        """Yield the shortest times of which one is enough without its minimum."""
        days = {
            one: next(
                day
                for day in minimums(self._problem, one.name)
                if day.start_min <= one.start_min < day.end_min
            )
            for one in causes
        }
        weeks = {one.name: tuple(minimums(self._problem, one.name)) for one in causes}
        for tried in (
            [(one,) for one in causes],
            [(day,) for one, day in days.items() if day != one],
            list(weeks.values()),
        ):
            ways = [way for some in tried if (way := self._without(some)) is not None]
            if ways:
                yield min(ways, key=lambda way: way.cost.total)
                return

    def _without(self, causes: tuple[ConflictCause, ...]) -> WayTried | None:
        question = without(self._problem, [*self._others, *causes])
        people = tuple(dict.fromkeys(one.name for one in causes if one.name in self._ids))
        return self._tried(WayKind.SET_ASIDE, question, causes, people)

    def eased(self, cause: ConflictCause, pins: Sequence[ConflictCause]) -> Iterator[WayTried]:
        """Yield a rule eased: for the fixed shifts alone, by hours of rest, or for few people."""
        base = without(self._problem, self._others)
        fixed = frozenset(one.row for one in pins)
        ways: Iterator[WayTried | None]
        if fixed:
            overruled = self._problem.overruled | frozenset(
                pin for pin in self._problem.pins if pin in fixed
            )
            question = base._replace(problem=replace(base.problem, overruled=overruled))
            people = tuple(sorted({one.name for one in pins}))
            ways = iter([self._tried(WayKind.EASE, question, (cause,), people)])
        elif cause.name == REST:
            ways = (self._rested(base, hours, cause) for hours in self._rests())
        else:
            ways = self._for_few(cause)
        yield from (way for way in [next(filter(None, ways), None)] if way is not None)
        if cause.name == WEEK_HOURS and self._problem.rules.hours.allows_overtime:
            yield from self._agreeing(cause)

    def _rests(self) -> Iterator[int]:
        rest = self._problem.rules.hours.min_rest_min
        yield from range(rest - REST_STEP_MIN, -1, -REST_STEP_MIN)

    def _rested(self, base: EasedWeek, rest_min: int, cause: ConflictCause) -> WayTried | None:
        rules = base.problem.rules
        rules = replace(rules, hours=replace(rules.hours, min_rest_min=rest_min))
        question = base._replace(problem=replace(base.problem, rules=rules))
        return self._tried(WayKind.EASE, question, (cause,), ())

    def _for_few(self, cause: ConflictCause) -> Iterator[WayTried | None]:
        """Yield the ways of letting a rule go for the one, two … people who seem to need it."""
        free = without(self._problem, [*self._others, cause])
        found = decide(free, rounds=MANY).roster
        if found is None:
            return
        broken = breaches_of(without(self._problem, self._others), found)
        names = Counter(one.agent_id for one in broken if one.agent_id)
        people = sorted(names, key=lambda who: (-names[who], who))
        for many in (*range(1, min(MOST_PEOPLE, len(people))), len(people)):
            some = tuple(sorted(people[:many]))
            eased = free._replace(people=frozenset(some))
            yield self._tried(WayKind.EASE, eased, (cause,), some)

    def _agreeing(self, cause: ConflictCause) -> Iterator[WayTried]:
        """Yield the overtime of those who have not agreed to any, where all of them are enough."""
        asked = self._problem.agents
        people = tuple(one.id for one in asked if not one.overtime_consent and not one.protected)
        yield from self._fewest(
            WayKind.OVERTIME, cause, people, lambda one: replace(one, overtime_consent=True)
        )

    def staffed(self, cause: ConflictCause, *, is_of_cover: bool) -> Iterator[WayTried]:
        """Yield the fewest people who would be enough if they were trained, or came, for a post."""
        post = cause.name
        found = decide(without(self._problem, [*self._others, cause]), rounds=MANY).roster
        shifts = () if found is None else found.shifts
        on = Counter(shift.agent_id for shift in shifts if post in shift.posts)
        new = [who for who in on if post not in self._problem.agent_by_id[who].posts]
        new.sort(key=lambda who: (-on[who], who))
        more = Certificate(post)
        yield from self._fewest(
            WayKind.TRAIN,
            cause,
            tuple(new[:MOST_PEOPLE]),
            lambda one: replace(one, certificates=(*one.certificates, more)),
        )
        if is_of_cover:
            yield from self._hired(cause)

    def _fewest(
        self,
        kind: WayKind,
        cause: ConflictCause,
        people: tuple[str, ...],
        change: Callable[[Agent], Agent],
    ) -> Iterator[WayTried]:
        for many in range(1, 1 + min(MOST_PEOPLE, len(people))):
            some = people[:many]
            agents = tuple(change(one) if one.id in some else one for one in self._problem.agents)
            way = self._with(kind, agents, cause, some)
            if way is not None:
                yield way
                return

    def _hired(self, cause: ConflictCause) -> Iterator[WayTried]:
        known = self._problem.agents
        alike = [one for one in known if cause.name in one.posts] or list(known)
        usual = Counter((one.contract, one.work_plan, one.team) for one in alike)
        contract, plan, team = usual.most_common(1)[0][0]
        held, more = (Certificate(cause.name),), []
        for number in range(1, 1 + MOST_PEOPLE):
            who = f"{NEW}{number}"
            more.append(Agent(who, who, team, held, contract, is_experienced=True, work_plan=plan))
            people = tuple(one.id for one in more)
            way = self._with(WayKind.HIRE, (*known, *more), cause, people)
            if way is not None:
                yield way
                return

    def _with(
        self,
        kind: WayKind,
        agents: tuple[Agent, ...],
        cause: ConflictCause,
        people: tuple[str, ...],
    ) -> WayTried | None:
        staffed = replace(self._problem, agents=agents)
        question = without(staffed, self._others)
        return self._tried(kind, question, (cause,), people, staffed)

    @property
    def _ids(self) -> Collection[str]:
        return self._problem.agent_by_id

    def _tried(
        self,
        kind: WayKind,
        question: EasedWeek,
        causes: tuple[ConflictCause, ...],
        people: tuple[str, ...],
        staffed: RosterProblem | None = None,
    ) -> WayTried | None:
        """Return a way that has a good roster of the whole week; None: none was found."""
        if self._stop is not None and self._stop():
            return None
        asked = self._problem if staffed is None else staffed
        found = decide(question, rounds=MANY)
        if found.answer is not Solvable.YES or found.roster is None:
            return None
        roster = bettered(asked, question, found.roster)
        broken = breaches_of(without(asked, self._others), roster)
        return WayTried(kind, causes, people, asked, roster, verify(asked, roster).cost, broken)

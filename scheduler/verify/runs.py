"""Rules about days in a row: shortest runs of working days and of days off, and what follows."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from scheduler.verify.rhythm import LOOK_BACK_DAYS
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.shift import Shift
    from scheduler.verify.view import RosterView


class DaysRun(NamedTuple):
    """Days in a row that are alike: all with a shift start, or all without; both ends included."""

    works: bool
    first: int
    last: int

    @property
    def days(self) -> int:
        """Return the number of days."""
        return self.last - self.first + 1


def short_run(view: RosterView) -> Iterator[Violation]:
    """Working days come in runs of at least so many, unless an absence cuts the run short."""
    for agent, shifts in view.everybody:
        limit = view.problem.min_consecutive_days(agent)
        for run in _judged(view, agent, shifts) if limit > 1 else ():
            if run.works and run.days < limit and not _is_away(view, agent, run.last + 1):
                yield _short("short_run", view, agent, run, limit)


def short_rest_run(view: RosterView) -> Iterator[Violation]:
    """Days off come in runs of at least so many."""
    for agent, shifts in view.everybody:
        limit = view.problem.min_consecutive_days_off(agent)
        for run in _judged(view, agent, shifts) if limit > 1 else ():
            if not run.works and run.days < limit:
                yield _short("short_rest_run", view, agent, run, limit)


def succession(view: RosterView) -> Iterator[Violation]:
    """No kind of shift follows, on the next day, a kind after which it is forbidden."""
    forbidden = {(s.first_kind, s.next_kind) for s in view.problem.rules.successions}
    kind = view.problem.classes.kind_of
    for agent, shifts in view.rosters if forbidden else ():
        by_day: dict[int, list[Shift]] = defaultdict(list)
        for shift in view.with_history(agent, shifts):
            by_day[view.day(shift)].append(shift)
        for shift in shifts:
            for before in by_day.get(view.day(shift) - 1, ()):
                pair = kind(before), kind(shift)
                if pair in forbidden:
                    start = shift.start_min
                    yield Violation(
                        "succession", agent.id, shift.post, start, subject="|".join(pair)
                    )


def _judged(view: RosterView, agent: Agent, shifts: tuple[Shift, ...]) -> Iterator[DaysRun]:
    """
    Yield the runs that end before the horizon's last day and touch it, or the day before it.

    A run whose first day is not known to be its first is left out: without history, the one that
    reaches the horizon's first day.
    """
    has_past = agent.id in view.problem.history_by_agent
    first_day, after_last = -LOOK_BACK_DAYS if has_past else 0, view.problem.horizon.days
    working = {view.day(shift) for shift in view.with_history(agent, shifts)}
    for works, days in groupby(range(first_day, after_last), key=working.__contains__):
        run = DaysRun(works, *_ends(days))
        if run.first > first_day and -1 <= run.last < after_last - 1:
            yield run


def _ends(days: Iterator[int]) -> tuple[int, int]:
    first, *others = days
    return first, others[-1] if others else first


def _is_away(view: RosterView, agent: Agent, day: int) -> bool:
    horizon = view.problem.horizon
    start, end = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
    absences = view.problem.absences_by_agent.get(agent.id, ())
    return any(row.start_min < end and start < row.end_min for row in absences)


def _short(rule: str, view: RosterView, agent: Agent, run: DaysRun, limit: int) -> Violation:
    moment = view.problem.horizon.day_starts_min[max(0, run.first)]
    return Violation(rule, agent.id, "", moment, run.days, limit)

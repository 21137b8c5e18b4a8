"""Rules about calendar months: nights, weekends and kinds of shift, history included."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.shift_kind import WEEKEND
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from scheduler.agent import Agent
    from scheduler.shift import Shift
    from scheduler.verify.view import RosterView

    Counted = Callable[[Shift], dt.date | None]
Month = tuple[int, int]


def nights_per_month(view: RosterView) -> Iterator[Violation]:
    """In a calendar month an agent starts at most so many night shifts."""
    limit = view.problem.rules.hours.max_nights_per_month
    if limit is not None:
        for agent, shifts in view.rosters:
            yield from _above(
                "nights_per_month", view, agent, shifts, counted=_night(view), limit=limit
            )


def weekends_per_month(view: RosterView) -> Iterator[Violation]:
    """Agents work at most so many of the weekends whose Saturdays lie in a month."""
    limit = view.problem.rules.hours.max_weekends_per_month
    if limit is not None:
        for agent, shifts in view.rosters:
            yield from _above(
                "weekends_per_month", view, agent, shifts, counted=_weekend(view), limit=limit
            )


def kind_per_month(view: RosterView) -> Iterator[Violation]:
    """Limits agreed with one agent on kinds, nights or weekends hold in each calendar month."""
    agreed = view.problem.limits_by_agent
    for agent, shifts in view.rosters if agreed else ():
        for limit in agreed.get(agent.id, ()):
            counted = _counted(view, limit.kind)
            most = limit.max_per_month
            yield from _above(
                "kind_per_month",
                view,
                agent,
                shifts,
                counted=counted,
                limit=most,
                subject=limit.kind,
            )


def _above(
    rule: str,
    view: RosterView,
    agent: Agent,
    shifts: tuple[Shift, ...],
    *,
    counted: Counted,
    limit: int,
    subject: str = "",
) -> Iterator[Violation]:
    """Yield the months in which the roster adds what is above a limit, at the first above it."""
    past = _dates_by_month(view.problem.history_by_agent.get(agent.id, ()), counted)
    new: dict[Month, dict[dt.date, Shift]] = defaultdict(dict)
    for shift in shifts:
        date = counted(shift)
        if date is not None and date not in past[date.year, date.month]:
            new[date.year, date.month].setdefault(date, shift)
    for month, added in new.items():
        measured = len(past[month]) + len(added)
        if measured > limit:
            first = list(added.values())[max(0, limit - len(past[month]))]
            yield Violation(
                rule, agent.id, first.post, first.start_min, measured, limit, subject=subject
            )


def _dates_by_month(shifts: Iterable[Shift], counted: Counted) -> dict[Month, set[dt.date]]:
    found: dict[Month, set[dt.date]] = defaultdict(set)
    for shift in shifts:
        date = counted(shift)
        if date is not None:
            found[date.year, date.month].add(date)
    return found


def _counted(view: RosterView, kind: str) -> Counted:
    """Return the date under which a shift counts as a kind; None where it does not."""
    if kind == WEEKEND:
        return _weekend(view)
    classes, clock = view.problem.classes, view.problem.horizon.clock

    def of_kind(shift: Shift) -> dt.date | None:
        is_one = classes.counts_as(kind, shift.start_min, shift.end_min)
        return clock.date_of(shift.start_min) if is_one else None

    return of_kind


def _night(view: RosterView) -> Counted:
    classes, clock = view.problem.classes, view.problem.horizon.clock

    def night(shift: Shift) -> dt.date | None:
        is_one = classes.is_night(shift.start_min, shift.end_min)
        return clock.date_of(shift.start_min) if is_one else None

    return night


def _weekend(view: RosterView) -> Counted:
    classes = view.problem.classes
    return lambda shift: classes.weekend(shift.start_min)

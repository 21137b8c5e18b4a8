"""
What next: the state of somebody's work in a few points, each with the page on which to go on.

All of it is pure: ``what_next`` says the points of a role, ``steps`` those of setting a shop up,
``missing`` what an aim still waits for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from service.pay.month_needs import NeedState
from service.roster.weeks import WeekState
from service.start.shop_seen import RunState

if TYPE_CHECKING:
    import datetime as dt

    from service.start.shop_seen import MonthSeen, ShopSeen, WeekSeen

STALE_DAYS = 7
"""Days after which a history, and a forecast made from it, is worth a look."""
NOTHING: Mapping[str, object] = MappingProxyType({})


class WorkOf(StrEnum):
    """Whose work."""

    SUPERVISOR = "supervisor"
    PLANNER = "planner"
    HR = "hr"


class HowFar(StrEnum):
    """How a point stands."""

    DONE = "done"
    LOOK = "look"  # worth a look, or the next thing to do
    MISSING = "missing"  # nothing goes on without it


class SetUpStep(StrEnum):
    """What a shop is set up from, in order."""

    POSTS = "posts"
    PEOPLE = "people"
    RULES = "rules"
    HISTORY = "history"
    PAST = "past"  # the roster before the week to be made
    WEEK = "week"  # that week, with its forecast and requirement


class Aim(StrEnum):
    """What one can want to do next."""

    FORECAST = "forecast"
    ROSTER = "roster"


NEEDS = {
    Aim.FORECAST: (SetUpStep.POSTS, SetUpStep.HISTORY),
    Aim.ROSTER: (SetUpStep.POSTS, SetUpStep.PEOPLE, SetUpStep.RULES, SetUpStep.HISTORY),
}
PAGES = {SetUpStep.HISTORY: "history"}
"""Where a step is done beside the page that sets a shop up; the others are done there."""
SET_UP = "setup"


@dataclass(frozen=True, slots=True)
class Point:
    """
    One line of the state of somebody's work.

    Parameters
    ----------
    code
        What it says: ``next.<code>`` in the words.
    standing
        How it stands.
    page
        Where to go on.
    told
        Values of its sentence.
    week, month
        What is to be chosen there; empty: as it is.
    step
        Which step of the page that sets a shop up is to be open there; empty: the first not done.
    """

    code: str
    standing: HowFar
    page: str
    told: Mapping[str, object] = field(default_factory=dict)
    week: str = ""
    month: str = ""
    step: str = ""


def steps(seen: ShopSeen) -> tuple[Point, ...]:
    """Return how far each step of setting a shop up is, in order."""
    done = {
        SetUpStep.POSTS: seen.posts > 0,
        SetUpStep.PEOPLE: seen.people > 0,
        SetUpStep.RULES: seen.has_rules,
        SetUpStep.HISTORY: seen.history_until is not None,
        SetUpStep.PAST: seen.is_past_known,
        SetUpStep.WEEK: seen.coming.is_staffed,
    }
    optional = {SetUpStep.PAST, SetUpStep.WEEK}
    return tuple(
        Point(
            step.value,
            HowFar.DONE if is_done else HowFar.LOOK if step in optional else HowFar.MISSING,
            PAGES.get(step, SET_UP),
            _told(seen, step),
        )
        for step, is_done in done.items()
    )


def _told(seen: ShopSeen, step: SetUpStep) -> Mapping[str, object]:
    """Return the numbers that the line of a step which is done names."""
    if step is SetUpStep.POSTS:
        return {"count": seen.posts}
    if step is SetUpStep.PEOPLE:
        return {"count": seen.people}
    if step is SetUpStep.HISTORY and seen.history_until is not None:
        return {"date": seen.history_until}
    return {"week": seen.coming.label} if step is SetUpStep.WEEK else NOTHING


def missing(seen: ShopSeen, aim: Aim) -> tuple[SetUpStep, ...]:
    """Return the steps an aim still waits for, in order; empty: it can be done."""
    open_steps = {point.code for point in steps(seen) if point.standing is not HowFar.DONE}
    return tuple(step for step in NEEDS[aim] if step.value in open_steps)


def what_next(work: WorkOf, seen: ShopSeen, month: MonthSeen | None = None) -> tuple[Point, ...]:
    """Return the points of a role's work, what stops it first."""
    if work is WorkOf.HR:
        return () if month is None else tuple(_of_hr(seen, month))
    points = tuple(_of_supervisor(seen) if work is WorkOf.SUPERVISOR else _of_planner(seen))
    order = (HowFar.MISSING, HowFar.LOOK, HowFar.DONE)
    return tuple(sorted(points, key=lambda point: order.index(point.standing)))


def _lacking(seen: ShopSeen, aim: Aim) -> list[Point]:
    return [
        Point(f"lacks_{step}", HowFar.MISSING, PAGES.get(step, SET_UP))
        for step in missing(seen, aim)
    ]


def _of_supervisor(seen: ShopSeen) -> list[Point]:
    points: list[Point] = []
    if not seen.coming.is_staffed:
        points += _lacking(seen, Aim.ROSTER)
    if seen.idle and seen.people:
        points.append(Point("idle_posts", HowFar.LOOK, SET_UP, {"posts": seen.idle}))
    points += [_state(which, week, seen) for which, week in _weeks(seen)]
    points += [
        Point(
            "requests",
            HowFar.LOOK,
            "week",
            {"count": week.requests, "week": week.label},
            week.label,
        )
        for _, week in _weeks(seen)
        if week.requests
    ]
    if seen.history_until is not None:
        points.append(_history(seen, seen.history_until, SET_UP))
    return points


def _history(seen: ShopSeen, until: dt.date, page: str) -> Point:
    """Return how old the history is, with where more of it is brought."""
    age = (seen.today - until).days
    standing = HowFar.LOOK if age > STALE_DAYS else HowFar.DONE
    told = {"date": until, "days": age}
    return Point("history_until", standing, page, told, step=SetUpStep.HISTORY)


def _weeks(seen: ShopSeen) -> list[tuple[str, WeekSeen]]:
    """Return this and next week; one that spans both stands once."""
    both = [("this", seen.this), ("next", seen.next)]
    return both[:1] if seen.this.label == seen.next.label else both


def _state(which: str, week: WeekSeen, seen: ShopSeen) -> Point:
    """Return how far this or next week's roster is."""
    told: dict[str, object] = {"week": week.label}
    if week.summary is None:
        page = SET_UP if week is seen.coming or which == "next" else "weeks"
        return Point(f"{which}_closed", HowFar.LOOK, page, told)
    label = week.summary.label
    state = week.summary.state
    told |= {"week": label, "breaches": week.summary.breaches or 0}
    if state is WeekState.OPEN and not week.summary.has_requirement:
        return Point(f"{which}_unstaffed", HowFar.LOOK, "week", told, label)
    if state is WeekState.DRAFT and week.summary.breaches:
        return Point(f"{which}_broken", HowFar.LOOK, "week", told, label)
    standing = HowFar.DONE if state is WeekState.PUBLISHED else HowFar.LOOK
    return Point(f"{which}_{state}", standing, "week", told, label)


def _of_planner(seen: ShopSeen) -> list[Point]:
    points = _lacking(seen, Aim.FORECAST)
    if seen.silent:
        points.append(Point("silent_posts", HowFar.LOOK, "history", {"posts": seen.silent}))
    week, until = seen.coming, seen.history_until
    if until is None:
        return points
    points.append(_history(seen, until, PAGES[SetUpStep.HISTORY]))
    if week.summary is None:
        points.append(Point("forecast_closed", HowFar.LOOK, SET_UP, {"week": week.label}))
        return points
    told: dict[str, object] = {"week": week.summary.label}
    if week.forecast_on is None:
        points.append(Point("forecast_none", HowFar.LOOK, "forecast", told, week.summary.label))
        return points
    is_old = week.forecast_until is not None and week.forecast_until < until
    told |= {"days": (seen.today - week.forecast_on).days, "date": week.forecast_on}
    code, how = ("forecast_old", HowFar.LOOK) if is_old else ("forecast_made", HowFar.DONE)
    points.append(Point(code, how, "forecast", told, week.summary.label))
    if not week.summary.has_requirement or not week.is_staffed_anew:
        code = "need_old" if week.summary.has_requirement else "need_none"
        points.append(Point(code, HowFar.LOOK, "requirement", told, week.summary.label))
    return points


def _of_hr(seen: ShopSeen, found: MonthSeen) -> list[Point]:
    month = str(found.month)
    told: dict[str, object] = {"month": found.month}
    points = []
    if not seen.people:
        points.append(Point("lacks_people", HowFar.MISSING, SET_UP))
    for state, code in ((NeedState.BLOCKING, "month_blocked"), (NeedState.PARTLY, "month_open")):
        kinds = tuple(need.kind for need in found.ready.needs if need.state is state)
        if kinds and (found.run is None or found.run is RunState.CALCULATED):
            standing = HowFar.MISSING if state is NeedState.BLOCKING else HowFar.LOOK
            said = {**told, "needs": kinds}
            points.append(Point(code, standing, "data", said, month=month))
    if found.ready.changed and found.run is not None:
        points.append(Point("month_changed", HowFar.LOOK, "month", told, month=month))
    run = "unscored" if found.run is None else found.run.value
    standing = HowFar.DONE if found.run is RunState.LOCKED else HowFar.LOOK
    return [*points, Point(f"month_{run}", standing, "month", told, month=month)]

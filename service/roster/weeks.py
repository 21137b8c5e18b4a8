"""Weeks: what there are, opening a new one, the question one asks, and writing it out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import WEEK_DAYS, Horizon, monday_of
from scheduler.roster import RosterState
from service.roster.long_weeks import MOST_WEEKS
from service.roster.question import problem_of
from store.files.week import Week, write_week
from store.stamp import Stamp
from store.weeks import KeptWeek

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from service.desk import Desk
    from store.unit import Unit

MINUTE_S = 60


class WeekState(StrEnum):
    """How far a week is."""

    OPEN = "open"  # no requirement, or no roster yet
    DRAFT = "draft"
    PUBLISHED = "published"
    CHANGED = "changed"  # published, and a newer draft beside it


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """
    A week as a list shows it.

    Parameters
    ----------
    label
        Its ISO week, such as ``2026-W49``.
    horizon
        Its days.
    state
        How far it is.
    has_requirement
        Whether it can be solved.
    version
        Number of its latest version; None: none.
    breaches
        Hard rules the latest version broke when it was kept; None: no version.
    cost
        Of the latest version when it was kept; None: no version.
    published
        Who published the version in force, and when; None: nobody yet.
    """

    label: str
    horizon: Horizon
    state: WeekState
    has_requirement: bool
    version: int | None = None
    breaches: int | None = None
    cost: float | None = None
    published: Stamp | None = None


def open_week(desk: Desk, label: str, *, weeks: int = 1) -> WeekSummary:
    """
    Open an ISO week for planning, with the shop's rules; it has no requirement yet.

    Parameters
    ----------
    label
        The week, or the first of several that are rostered together.
    weeks
        How many, at most a quarter.

    Raises
    ------
    InputError
        When the shop has no rules, or has one of the weeks already.
    """
    stamp = desk.stamp
    with desk.write("week_opened", ("week", label)) as unit:
        shop = unit.shops.get(desk.shop_id)
        require(unit.weeks.find(desk.shop_id, label) is None, "week_exists", value=label)
        rules = unit.shops.rules(desk.shop_id)
        if rules is None:
            raise InputError(Fault("shop_without_rules", value=desk.shop_id))
        require(1 <= weeks <= MOST_WEEKS, "too_many_weeks", value=weeks, most=MOST_WEEKS)
        days = weeks * WEEK_DAYS
        horizon = Horizon(shop.clock, monday_of(label), days, shop.interval_min)
        require_apart(unit, desk.shop_id, horizon)
        week = KeptWeek(0, desk.shop_id, horizon, rules, (), None, None, stamp)
        kept = dataclasses.replace(week, id=unit.weeks.add(week))
        unit.note(label, {})
        return week_summary(unit, kept)


def require_apart(unit: Unit, shop_id: str, horizon: Horizon) -> None:
    """Check that days share none with a week that is open already."""
    for other in unit.weeks.all(shop_id):
        shared = other.horizon.start_min < horizon.end_min
        apart = not (shared and horizon.start_min < other.horizon.end_min)
        require(apart, "weeks_overlap", value=other.label)


def weeks(desk: Desk) -> tuple[WeekSummary, ...]:
    """Return a shop's weeks in order of time."""
    with desk.read() as unit:
        return tuple(week_summary(unit, week) for week in unit.weeks.all(desk.shop_id))


def last_publisher(desk: Desk) -> str:
    """Return who published a roster of a shop last; empty: nobody did."""
    told = [each.published for each in weeks(desk) if each.published is not None]
    return max(told, key=lambda stamp: stamp.at).by if told else ""


def has_weeks(desk: Desk) -> bool:
    """Return whether any week of a shop is open."""
    with desk.read() as unit:
        return bool(unit.weeks.all(desk.shop_id))


def under_way(desk: Desk) -> str:
    """Return the label of the published week in which this moment lies; empty: there is none."""
    now_min = int(desk.now.timestamp()) // MINUTE_S
    with desk.read() as unit:
        for week in unit.weeks.all(desk.shop_id):
            if now_min in week.horizon:
                version = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
                return "" if version is None else week.label
    return ""


def problem(desk: Desk, label: str) -> RosterProblem:
    """Return the question a week asks; raises InputError when it has no requirement yet."""
    with desk.read() as unit:
        return problem_of(unit, unit.weeks.get(desk.shop_id, label))


def export_week(desk: Desk, label: str, path: Path) -> None:
    """Write a week as a folder of plain files (a name that ends in ``.xlsx``: a workbook)."""
    with desk.read() as unit:
        kept = unit.weeks.get(desk.shop_id, label)
        asked = problem_of(unit, kept)
        forecast = None if kept.forecast_id is None else unit.demand.forecast(kept.forecast_id)
        week = Week(
            horizon=asked.horizon,
            posts=asked.posts,
            agents=asked.agents,
            rules=asked.rules,
            requirement=asked.requirement,
            forecast=None if forecast is None else forecast.forecast,
            volumes=None,
            absences=asked.absences,
            wishes=asked.wishes,
            history=asked.history,
            pins=asked.pins,
            type_pins=asked.type_pins,
            calls=asked.calls,
            agent_limits=asked.agent_limits,
            sessions=asked.sessions,
        )
    write_week(week, path)


def week_summary(unit: Unit, week: KeptWeek) -> WeekSummary:
    """Return a week as a list shows it."""
    head = unit.rosters.head(week.id)
    if head is None:
        return WeekSummary(
            week.label, week.horizon, WeekState.OPEN, week.requirement_id is not None
        )
    published = head.published
    if published is None:
        state = WeekState.DRAFT
    else:
        state = WeekState.PUBLISHED if published.number == head.number else WeekState.CHANGED
    return WeekSummary(
        week.label,
        week.horizon,
        state,
        week.requirement_id is not None,
        head.number,
        head.breaches,
        head.cost,
        None if published is None else published.stamp,
    )

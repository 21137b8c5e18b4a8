"""A week once it is over: what was planned against what happened, and what is not known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.demand import Caveat, Floats
from scheduler.horizon import Horizon
from scheduler.roster import RosterState
from service.floor.gains import Gain, gains
from service.floor.measured_level import measured_level
from service.floor.not_known import not_known
from service.floor.post_after import PostAfter, post_after
from service.floor.present_people import PresentPeople, present_people
from service.floor.published_plan import PublishedPlan, published_plan
from store.stamp import Stamp

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

MINUTE_S = 60


@dataclass(frozen=True, eq=False, slots=True)
class WeekAfter:
    """
    A published week, plan against what happened.

    Parameters
    ----------
    label, horizon, version
        Of the week, and of the version in force.
    posts
        In the order of the rows.
    forecast, came
        Chats; NaN where closed or not recorded; shape (posts, intervals).
    required, needed
        People asked for, and those that what came asks for; shape as ``forecast``.
    people
        Who was planned, and who was there.
    told
        Who made the forecast, and when; None: there is none.
    gains
        Who overruled the forecast, and what that gained or lost.
    caveats
        What is missing, and what a reader must know.
    """

    label: str
    horizon: Horizon
    version: int
    posts: tuple[PostAfter, ...]
    forecast: Floats
    came: Floats
    required: Floats
    needed: Floats
    people: PresentPeople
    told: Stamp | None
    gains: tuple[Gain, ...]
    caveats: tuple[Caveat, ...]


def week_after(desk: Desk, label: str) -> WeekAfter | None:
    """
    Return a published week, plan against what happened; None: nothing of it is published.

    Raises
    ------
    InputError
        When there is no such week, or it has no requirement.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        version = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
        if version is None:
            return None
        plan, caveats = published_plan(unit, week, version)
        names, dates = plan.forecast.posts, week.horizon.dates
        people = present_people(unit, desk.shop_id, label, week.horizon, names)
        months = sorted({Month.of(date) for date in dates})
        logs = [log for month in months for log in unit.facts.chats(desk.shop_id, month)]
        gained = _gains(unit, plan)
    needed, expected = plan.needed(), plan.expected()
    rows = tuple(
        post_after(
            place,
            plan,
            needed,
            people,
            measured_level(logs, week.horizon, post.id, post.staffing, expected[place]),
        )
        for place, post in enumerate(plan.posts)
    )
    now_min = int(desk.now.timestamp()) // MINUTE_S
    caveats += tuple(not_known(rows, plan, people, now_min))
    return WeekAfter(
        label,
        week.horizon,
        version.version.number,
        rows,
        plan.forecast.mean,
        plan.came,
        plan.required,
        needed,
        people,
        None if plan.kept is None else plan.kept.entered,
        gained,
        caveats,
    )


def _gains(unit: Unit, plan: PublishedPlan) -> tuple[Gain, ...]:
    if plan.kept is None:
        return ()
    known = set(plan.forecast.posts)
    told = tuple(
        replace(one, posts=posts)
        for one in plan.kept.note.overrulings
        if (posts := tuple(post for post in one.posts if post in known))
    )
    return gains(
        plan.forecast,
        plan.came,
        told,
        lambda number: unit.demand.forecast(number).forecast,
        posts=plan.posts,
        load=plan.load,
    )

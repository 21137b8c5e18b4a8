"""What is known of a shop, as far as it says what is next in somebody's work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.horizon import WEEK_DAYS
from service.pay.month_needs import Readiness
from service.pay.month_readiness import readiness
from service.roster.weeks import WeekState, WeekSummary, week_summary
from service.unchanged import while_unchanged
from store.run_steps import RunState

if TYPE_CHECKING:
    from service.desk import Desk
    from store.shops import Shop
    from store.unit import Unit
    from store.weeks import KeptWeek

__all__ = ["RunState"]


@dataclass(frozen=True, slots=True)
class WeekSeen:
    """
    A week that is, or is to be, worked on.

    Parameters
    ----------
    label
        Its ISO week, whether it is open or not.
    summary
        How far it is; None: it is not open.
    forecast_on, forecast_until
        Day its forecast was made, and the last day of the history it knew; None: there is none, or
        it came with a file.
    is_staffed_anew
        Whether its requirement was made from the forecast it has.
    requests
        Absences and wishes entered for its days after its latest version was made.
    """

    label: str
    summary: WeekSummary | None = None
    forecast_on: dt.date | None = None
    forecast_until: dt.date | None = None
    is_staffed_anew: bool = True
    requests: int = 0

    @property
    def is_staffed(self) -> bool:
        """Return whether the people it needs are known."""
        return self.summary is not None and self.summary.has_requirement

    @property
    def is_published(self) -> bool:
        """Return whether people were told a roster of it."""
        told = self.summary
        return told is not None and told.state in (WeekState.PUBLISHED, WeekState.CHANGED)


@dataclass(frozen=True, slots=True)
class MonthSeen:
    """A month HR works on: what it needs, and how far its newest run is; None: none."""

    month: Month
    ready: Readiness
    run: RunState | None


@dataclass(frozen=True, slots=True)
class ShopSeen:
    """
    What is known of a shop, as far as it says what is next.

    Parameters
    ----------
    today
        By the shop's clock.
    posts, people
        How many.
    idle
        Posts that nobody of the staff list holds.
    has_rules
        Whether there are rules for weeks to come.
    history_until
        Last day with volumes; None: there are none.
    silent
        Posts without volumes, where others have some.
    is_last_known
        Whether a published roster covers the day before this week.
    this, next
        The week of today, and the one after it.
    """

    today: dt.date
    posts: int
    people: int
    idle: tuple[str, ...]
    has_rules: bool
    history_until: dt.date | None
    silent: tuple[str, ...]
    is_last_known: bool
    this: WeekSeen
    next: WeekSeen

    @property
    def coming(self) -> WeekSeen:
        """
        Return the week to be made: this one where a published roster ends just before it.

        Where nobody knows what people worked before this week, it was made elsewhere: the next one.
        """
        return self.this if self.is_last_known and not self.this.is_published else self.next

    @property
    def is_past_known(self) -> bool:
        """Return whether a published roster covers the day before the week to be made."""
        return self.is_last_known if self.coming is self.this else self.this.is_published


def look(desk: Desk) -> ShopSeen:
    """Return what is known of a shop; raises InputError for an unknown one."""
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        today = desk.now.astimezone(shop.clock.zone).date()
        return while_unchanged(desk, unit, ("shop_seen", today), lambda: _looked(unit, shop, today))


def _looked(unit: Unit, shop: Shop, today: dt.date) -> ShopSeen:
    posts = unit.shops.posts(shop.id)
    agents = unit.staff.agents(shop.id)
    held = {post for agent in agents for post in agent.posts}
    volumes = unit.demand.volumes(shop.id)
    until, known = None, frozenset[str]()
    if volumes is not None and len(volumes.start_min):
        until = shop.clock.date_of(int(volumes.start_min[-1]))
        known = frozenset(volumes.posts)
    kept = unit.weeks.all(shop.id)
    monday = today - dt.timedelta(days=today.weekday())
    following = monday + dt.timedelta(days=WEEK_DAYS)
    before = _covering(kept, monday - dt.timedelta(days=1))
    return ShopSeen(
        today,
        len(posts),
        len(agents),
        tuple(post.id for post in posts if agents and post.id not in held),
        unit.shops.rules(shop.id) is not None,
        until,
        tuple(post.id for post in posts if known and post.id not in known),
        before is not None and unit.rosters.is_published(before.id),
        _week(unit, kept, monday),
        _week(unit, kept, following),
    )


def look_at_month(desk: Desk) -> MonthSeen:
    """Return the month HR works on: the last one, or once that is locked the present one."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        today = Month.of(desk.now.astimezone(clock.zone).date())
        runs = {note.month: note.number for note in unit.months.all(desk.shop_id)}
        states = unit.run_steps.states(desk.shop_id)
        locked = unit.run_steps.locked(desk.shop_id, str(today.before)) is not None
    month = today if locked else today.before
    newest = runs.get(month)
    run = None if newest is None else states.get((str(month), newest), RunState.CALCULATED)
    return MonthSeen(month, readiness(desk, month), run)


def _covering(kept: tuple[KeptWeek, ...], day: dt.date) -> KeptWeek | None:
    return next((week for week in kept if day in week.horizon.dates), None)


def _week(unit: Unit, kept: tuple[KeptWeek, ...], monday: dt.date) -> WeekSeen:
    week = _covering(kept, monday)
    if week is None:
        return WeekSeen(f"{monday:%G}-W{monday:%V}")
    summary, zone = week_summary(unit, week), week.horizon.clock.zone
    made, until = None, None
    if week.forecast_id is not None:
        forecast = unit.demand.forecast(week.forecast_id)
        made = forecast.entered.at.astimezone(zone).date()
        told = forecast.note.inputs.get("history_until", "")
        until = dt.date.fromisoformat(told[:10]) if told else None
    anew = True
    if week.requirement_id is not None and made is not None:
        inputs = unit.demand.requirement(week.requirement_id).note.inputs
        anew = inputs.get("forecast", str(week.forecast_id)) == str(week.forecast_id)
    return WeekSeen(week.label, summary, made, until, anew, _requests(unit, week))


def _requests(unit: Unit, week: KeptWeek) -> int:
    """Return how many absences and wishes a week's latest version cannot have known."""
    latest = unit.rosters.latest(week.id)
    if latest is None:
        return 0
    horizon, made = week.horizon, latest.changed.at
    dates = horizon.dates
    absences = unit.staff.absences(week.shop_id, horizon.start_min, horizon.end_min)
    wishes = unit.staff.wishes(week.shop_id, dates[0], dates[-1])
    entered = [one.entered.at for one in absences] + [one.entered.at for one in wishes]
    return sum(at > made for at in entered)

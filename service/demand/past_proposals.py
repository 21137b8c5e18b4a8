"""What may be done about days of the past that are unlike others, and doing it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.forecast.calendar import DayKind, SpecialDay
from service.demand.forecasting import remove_special_day, save_special_day, special_days
from service.history.past_caveats import UNLIKE, WRONG, dates_of
from service.history.past_check import PastFault, PastStretch

if TYPE_CHECKING:
    from service.desk import Desk
    from service.history.past_check import CheckedHistory

__all__ = ["DayKind", "SpecialDay"]

DAY = dt.timedelta(days=1)
LEFT_OUT = (DayKind.LEFT_OUT,)
DECIDED = (DayKind.LEFT_OUT, DayKind.PROMOTION)
KINDS = {
    PastFault.ABOVE: (DayKind.PROMOTION, DayKind.LEFT_OUT),
    PastFault.SPIKE: (DayKind.LEFT_OUT, DayKind.PROMOTION),
}


@dataclass(frozen=True, slots=True)
class UnlikeDays:
    """
    Days of the past that are unlike others in the same way.

    Parameters
    ----------
    first, last
        Dates, both included.
    stretches
        What is unlike in them, by post and date.
    kinds
        What they may be kept as, the likeliest first.
    """

    first: dt.date
    last: dt.date
    stretches: tuple[PastStretch, ...]
    kinds: tuple[DayKind, ...]

    @property
    def fault(self) -> PastFault:
        """Return in which way the days are unlike others."""
        return self.stretches[0].fault

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the posts concerned."""
        return tuple(dict.fromkeys(each.post for each in self.stretches))


def proposals(past: CheckedHistory) -> tuple[UnlikeDays, ...]:
    """Return what may be decided of a past, the newest days first; neighbouring days together."""
    if past.volumes is None:
        return ()
    clock = past.volumes.clock
    by_day: dict[tuple[PastFault, dt.date, dt.date], list[PastStretch]] = {}
    for each in past.faults:
        if each.fault in (*UNLIKE, *WRONG):
            days = dates_of(each, clock)
            by_day.setdefault((each.fault, days[0], days[-1]), []).append(each)
    found: list[UnlikeDays] = []
    for (fault, first, last), stretches in sorted(by_day.items(), key=lambda one: one[0]):
        before = found[-1] if found else None
        if before is not None and before.fault is fault and first - before.last == DAY:
            joined = (*before.stretches, *stretches)
            found[-1] = replace(before, last=last, stretches=joined)
        else:
            found.append(UnlikeDays(first, last, tuple(stretches), KINDS.get(fault, LEFT_OUT)))
    return tuple(sorted(found, key=lambda one: one.first, reverse=True))


def accept(desk: Desk, proposal: UnlikeDays, kind: DayKind, posts: tuple[str, ...]) -> None:
    """
    Keep the days of a proposal as special ones of a kind, for the posts that are concerned.

    Parameters
    ----------
    posts
        All those of the shop: where all of them are concerned, the days are special for any post.
    """
    name = proposal.fault.value
    if kind is DayKind.PROMOTION:
        top = max(proposal.stretches, key=lambda each: each.chats)
        date = _date_of(desk, top)
        name = f"{date.month}.{date.day}"
    known = {(day.date, day.name): day for day in special_days(desk)}
    for number in range((proposal.last - proposal.first).days + 1):
        date = proposal.first + DAY * number
        before = known.get((date, name))
        concerned = {*proposal.posts, *((before.posts or posts) if before else ())}
        only = None if concerned >= set(posts) else tuple(p for p in posts if p in concerned)
        save_special_day(desk, SpecialDay(date, kind, name, only))


def decided(desk: Desk, past: CheckedHistory) -> tuple[SpecialDay, ...]:
    """Return the days of a past that people left out or entered as promotions, newest first."""
    if past.volumes is None:
        return ()
    last = past.volumes.clock.date_of(int(past.volumes.start_min[-1]))
    days = [day for day in special_days(desk) if day.kind in DECIDED and day.date <= last]
    return tuple(sorted(days, reverse=True))


def take_back(desk: Desk, day: SpecialDay) -> None:
    """Let a day be an ordinary one again."""
    remove_special_day(desk, day.date, day.name)


def _date_of(desk: Desk, stretch: PastStretch) -> dt.date:
    with desk.read() as unit:
        return unit.shops.get(desk.shop_id).clock.date_of(stretch.start_min)

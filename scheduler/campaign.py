"""
A big promotion (大促) as one dated thing: what it changes while it lasts, entered once.

Nothing of it is copied anywhere: who reads opening hours, special days, leave or rules of some
days asks the campaigns that touch them, and what they change is over with their last day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import Fault, InputError, gathering
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import ClockSpan
from scheduler.keys import Cell, Key
from scheduler.post import OpeningOn, Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAY = dt.timedelta(days=1)
TWICE = {
    "opening": "campaigns_open_twice",
    "volume": "campaigns_forecast_twice",
    "leave": "campaigns_leave_twice",
}
"""What is told where two rows set the same part of a day."""
LONGEST_DAYS = 92
"""No campaign is longer: what lasts longer is no exception."""


class LeaveDuring(StrEnum):
    """What becomes of leave that may wait, asked for days of a campaign."""

    AS_USUAL = "as_usual"
    WITH_REASON = "with_reason"
    """Granted where a supervisor says why."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CampaignOpening:
    """
    Other opening hours on days of a campaign.

    Parameters
    ----------
    hours
        Clock spans of each day; one that crosses midnight belongs to the day it begins on.
    first, last
        Days, both included; None: the campaign's.
    posts
        Which; None: all.
    """

    hours: tuple[ClockSpan, ...]
    first: dt.date | None = None
    last: dt.date | None = None
    posts: Annotated[tuple[str, ...] | None, Key(cell=Cell.POSTS)] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(len(self.hours) > 0, "empty", column="hours")


@dataclass(frozen=True, slots=True)
class CampaignVolume:
    """
    Days of a campaign on which other numbers of chats are expected.

    Parameters
    ----------
    first, last
        Days, both included; None: the campaign's.
    name
        Days of one name are expected to be alike, those of earlier years too; empty: as the
        campaign is called.
    factor
        How many times an ordinary day's chats; None: as learnt from earlier days of the name.
    posts
        Which; None: all.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    name: str = ""
    factor: Annotated[float | None, Key(cell=Cell.FACTOR)] = None
    posts: Annotated[tuple[str, ...] | None, Key(cell=Cell.POSTS)] = None

    def __post_init__(self) -> None:
        good = self.factor is None or 0 < self.factor < float("inf")
        with gathering() as check:
            check(good, "not_positive", column="factor", value=self.factor)


Part = CampaignOpening | CampaignVolume


@dataclass(frozen=True, slots=True)
class Campaign:
    """
    A big promotion of a shop.

    Parameters
    ----------
    name
        Once in a shop.
    first, last
        Its days, both included.
    opening
        Other opening hours.
    volume
        Other numbers of chats; empty: the forecast does not know of the campaign.
    leave
        What becomes of leave that may wait (annual, personal, compensatory, unpaid).
    note
        For people to read, such as where its days were announced.
    """

    name: Annotated[str, Key(cell=Cell.NAME)]
    first: dt.date
    last: dt.date
    opening: tuple[CampaignOpening, ...] = ()
    volume: tuple[CampaignVolume, ...] = ()
    leave: LeaveDuring = LeaveDuring.AS_USUAL
    note: str = ""

    def __post_init__(self) -> None:
        days = (self.last - self.first).days + 1
        with gathering() as check:
            check(bool(self.name.strip()), "empty", column="name")
            check(days >= 1, "ends_before_start", column="last", value=self.last)
            check(days <= LONGEST_DAYS, "campaign_too_long", column="last", value=days,
                  limit=LONGEST_DAYS)  # fmt: skip
            for table, part in self.parts():
                first, last = self.days_of(part)
                good = self.first <= first and last <= self.last
                check(not days >= 1 or good, "campaign_part_outside", column=table, value=self.name,
                      first=first, last=last)  # fmt: skip
                check(first <= last, "ends_before_start", column=table, value=last)

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield all that has days of its own, with the name of its table."""
        yield from (("opening", each) for each in self.opening)
        yield from (("volume", each) for each in self.volume)

    def days_of(self, part: Part) -> tuple[dt.date, dt.date]:
        """Return a part's first and last day."""
        return part.first or self.first, part.last or self.last

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Return whether some of its days lie between two dates, both included."""
        return self.first <= last and first <= self.last

    def special_days(self) -> Iterator[SpecialDay]:
        """Yield the special days that it makes."""
        for part in self.volume:
            for date in _dates(*self.days_of(part)):
                name = part.name or self.name
                yield SpecialDay(date, DayKind.PROMOTION, name, part.posts, part.factor)


def _dates(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + DAY * number for number in range((last - first).days + 1))


def leave_ruled_by(campaigns: Iterable[Campaign], first: dt.date, last: dt.date) -> Campaign | None:
    """Return the campaign that says most strictly what becomes of leave on days; None: none."""
    order = list(LeaveDuring)
    found = [each for each in campaigns if each.touches(first, last)]
    strictest = max(found, key=lambda each: order.index(each.leave), default=None)
    if strictest is None or strictest.leave is LeaveDuring.AS_USUAL:
        return None
    return strictest


def with_opening(
    posts: Iterable[Post], campaigns: Iterable[Campaign], first: dt.date, last: dt.date
) -> tuple[Post, ...]:
    """Return posts with the hours that campaigns give them on days between two dates."""
    told = [
        (part.posts, OpeningOn(*campaign.days_of(part), part.hours, campaign.name))
        for campaign in campaigns
        for part in campaign.opening
    ]
    near = [(names, one) for names, one in told if one.first <= last and first <= one.last]

    def opened(post: Post) -> Post:
        mine = tuple(one for names, one in near if names is None or post.id in names)
        return replace(post, opening_on=(*mine, *post.opening_on)) if mine else post

    return tuple(map(opened, posts))


def with_special_days(
    entered: Iterable[SpecialDay], campaigns: Iterable[Campaign]
) -> tuple[SpecialDay, ...]:
    """
    Return special days people entered with those that campaigns make, in order of date and name.

    A promotion or closed day that was entered holds alone on its date: it is the exact word.
    """
    own = tuple(entered)
    taken = {day.date for day in own if day.kind in (DayKind.PROMOTION, DayKind.CLOSED)}
    made = (day for each in campaigns for day in each.special_days() if day.date not in taken)
    return tuple(sorted((*own, *made), key=lambda day: (day.date, day.name)))


def require_campaigns_fit(campaigns: Iterable[Campaign]) -> None:
    """Raise InputError where a name stands twice, or two campaigns contradict each other."""
    found = tuple(campaigns)
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    faults = [Fault("campaign_twice", column="name", value=name) for name in twice]
    faults += contradictions(found)
    if faults:
        raise InputError(faults)


def contradictions(campaigns: Iterable[Campaign]) -> Iterator[Fault]:
    """Yield a fault for each part of which two rows, of one campaign or of two, set one day."""
    taken: dict[tuple[str, dt.date], list[tuple[tuple[str, ...] | None, str]]] = {}
    told = set()
    for campaign in campaigns:
        for part, date, posts in _claims(campaign):
            before = taken.setdefault((part, date), [])
            for others, other in before:
                if _meet(posts, others) and (part, campaign.name, other) not in told:
                    told.add((part, campaign.name, other))
                    details = {"other": other, "date": date}
                    yield Fault(TWICE[part], column=part, value=campaign.name, details=details)
            before.append((posts, campaign.name))


def _claims(campaign: Campaign) -> Iterator[tuple[str, dt.date, tuple[str, ...] | None]]:
    """Yield what a campaign sets, by part, day and posts; None: all."""
    for table, part in campaign.parts():
        for date in _dates(*campaign.days_of(part)):
            yield table, date, part.posts
    if campaign.leave is not LeaveDuring.AS_USUAL:
        yield from (("leave", date, None) for date in _dates(campaign.first, campaign.last))


def _meet(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> bool:
    return one is None or other is None or not set(one).isdisjoint(other)

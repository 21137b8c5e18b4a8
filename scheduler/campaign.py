"""
A big promotion (大促) as one dated thing: what it changes while it lasts, entered once.

Nothing of it is copied anywhere: who reads opening hours, special days, leave or rules of some
days asks the campaigns that touch them, and what they change is over with their last day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from scheduler.campaign_parts import (
    CampaignConsent,
    CampaignHelper,
    CampaignOpening,
    CampaignRest,
    CampaignVolume,
    LeaveDuring,
    Part,
)
from scheduler.errors import Fault, InputError, gathering
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.keys import Cell, Key, Sign, WrittenIn, check_signs
from scheduler.opening_on import OpeningOn
from scheduler.overtime import OvertimeOn
from scheduler.work_plan import WorkPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.ruleset import RuleSet

DAY = dt.timedelta(days=1)
TWICE = {
    "opening": "campaigns_open_twice",
    "volume": "campaigns_forecast_twice",
    "leave": "campaigns_leave_twice",
    "work_plan": "campaigns_plan_twice",
    "types": "campaigns_menu_twice",
    "time_off_until": "campaigns_time_off_twice",
    "overtime": "campaigns_overtime_twice",
}
"""What is told where two rows set the same part of a day."""
LONGEST_DAYS = 92
"""No campaign is longer: what lasts longer is no exception."""


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
    suspension
        Days that platforms do not count.
    work_plan
        The work plan of those who have none of their own, in weeks of which most days are the
        campaign's; empty: as usual.
    types
        Codes of the shift types that are worked in such weeks; empty: as usual.
    time_off_until
        Until when leave for work on its rest days (调休) is taken; what is left then is paid. None:
        as the pay scheme says.
    max_overtime_min_per_day, max_overtime_min_per_month
        Most overtime of who agreed, on its days and in calendar months it touches; None: as usual.
    consent
        Who was asked to work overtime on its days alone, each once.
    helper
        People from elsewhere who lower what is required of the shop's own.
    """

    name: Annotated[str, Key(cell=Cell.NAME)]
    first: dt.date
    last: dt.date
    opening: tuple[CampaignOpening, ...] = ()
    volume: tuple[CampaignVolume, ...] = ()
    leave: LeaveDuring = LeaveDuring.AS_USUAL
    note: str = ""
    suspension: tuple[CampaignRest, ...] = ()
    work_plan: str = ""
    types: tuple[str, ...] = ()
    time_off_until: dt.date | None = None
    max_overtime_min_per_day: Annotated[
        int | None, Key("max_overtime_hours_per_day", WrittenIn.HOURS, Sign.NOT_NEGATIVE)
    ] = None
    max_overtime_min_per_month: Annotated[
        int | None, Key("max_overtime_hours_per_month", WrittenIn.HOURS, Sign.NOT_NEGATIVE)
    ] = None
    consent: tuple[CampaignConsent, ...] = ()
    helper: tuple[CampaignHelper, ...] = ()

    def __post_init__(self) -> None:
        days = (self.last - self.first).days + 1
        with gathering() as check:
            check_signs(self, check)
            people = [each.agent_id for each in self.consent]
            twice = sorted({each for each in people if people.count(each) > 1})
            for each in twice:
                check(False, "asked_twice", column="consent.agent_id", value=each)
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
            until = self.time_off_until
            good = until is None or until > self.last
            check(good, "time_off_too_early", column="time_off_until", value=until, last=self.last)

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield all that has days of its own, with the name of its table."""
        yield from (("opening", each) for each in self.opening)
        yield from (("volume", each) for each in self.volume)
        yield from (("suspension", each) for each in self.suspension)
        yield from (("helper", each) for each in self.helper)

    def days_of(self, part: Part) -> tuple[dt.date, dt.date]:
        """Return a part's first and last day."""
        return part.first or self.first, part.last or self.last

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Return whether some of its days lie between two dates, both included."""
        return self.first <= last and first <= self.last

    def rules_week(self, horizon: Horizon) -> bool:
        """Return whether most days of a horizon are its days: then its plan and menu hold."""
        return 2 * sum(self.first <= date <= self.last for date in horizon.dates) > horizon.days

    @property
    def of_rosters(self) -> tuple[object, ...]:
        """Return what of it rosters are made and judged by."""
        on = self.overtime_on
        said = on and (on.agreed, on.max_min_per_day)
        return self.opening, self.work_plan, self.types, said, self.helper

    @property
    def overtime_on(self) -> OvertimeOn | None:
        """Return the overtime on its days; None: as usual."""
        agreed = tuple(each.agent_id for each in self.consent if each.agreed)
        limits = self.max_overtime_min_per_day, self.max_overtime_min_per_month
        if not agreed and limits == (None, None):
            return None
        return OvertimeOn(self.first, self.last, agreed, *limits)

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


def with_rules(rules: RuleSet, campaigns: Iterable[Campaign], horizon: Horizon) -> RuleSet:
    """
    Return rules with what campaigns change: overtime day by day, plan and menu by the week.

    Work plan and menu are those of the campaign whose days most of a horizon are.

    The plan takes the place of the one for all; who has a plan of their own keeps it. The menu
    narrows every plan to its types. Names that the rules do not know change nothing.
    """
    told = tuple(campaigns)
    overtime = tuple(each.overtime_on for each in told if each.overtime_on is not None)
    if overtime:
        rules = replace(rules, overtime_on=(*overtime, *rules.overtime_on))
    for each in (each for each in told if each.rules_week(horizon)):
        if each.work_plan in {plan.name for plan in rules.plans}:
            rules = replace(rules, work_plan=each.work_plan)
        menu = [one.code for one in rules.types if one.code in each.types]
        if menu:
            rules = _narrowed(rules, tuple(menu), each.name)
    return rules


def _narrowed(rules: RuleSet, menu: tuple[str, ...], name: str) -> RuleSet:
    """Return rules whose plans have no types but those of a menu, as far as they have any of it."""
    plans = []
    for plan in rules.plans:
        types = tuple(code for code in plan.types if code in menu) if plan.types else menu
        plans.append(replace(plan, types=types or plan.types))
    if rules.work_plan:
        return replace(rules, plans=tuple(plans))
    return replace(rules, plans=(*plans, WorkPlan(name, menu)), work_plan=name)


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
            if isinstance(part, CampaignOpening | CampaignVolume):  # others add up
                yield table, date, part.posts
    said = {
        "leave": campaign.leave is not LeaveDuring.AS_USUAL,
        "work_plan": bool(campaign.work_plan),
        "types": bool(campaign.types),
        "time_off_until": campaign.time_off_until is not None,
        "overtime": campaign.max_overtime_min_per_day is not None
        or campaign.max_overtime_min_per_month is not None,
    }
    for name in (name for name, is_said in said.items() if is_said):
        yield from ((name, date, None) for date in _dates(campaign.first, campaign.last))


def _meet(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> bool:
    return one is None or other is None or not set(one).isdisjoint(other)

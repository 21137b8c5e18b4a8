"""Forms that add to a campaign (大促), or change what holds for all of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.horizon import ClockSpan
from scheduler.keys import Asked
from service.records import campaigns as kept
from service.records.campaigns import (
    Campaign,
    CampaignHelper,
    CampaignOpening,
    CampaignRest,
    CampaignVolume,
    LeaveDuring,
)
from service.records.platform_rules import platform_rules
from service.shop.shops import posts
from service.shop.shops import rules as shop_rules
from ui import link, state
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.platform_days import platform_name, rule_title
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.desk import Desk
    from service.records.campaigns import Entry, KeptCampaign

ALL = ""


@dataclass(frozen=True, slots=True)
class OpeningTold:
    """What is asked for other hours on some days of a campaign."""

    first: dt.date
    last: dt.date
    hours: str
    post: str


@dataclass(frozen=True, slots=True)
class VolumeTold:
    """What is asked for other numbers of chats on some days of a campaign."""

    first: dt.date
    last: dt.date
    day_name: str
    factor: Annotated[Decimal | None, Asked(least=0.01, most=100, step=0.1)]
    post: str


@dataclass(frozen=True, slots=True)
class CampaignRestTold:
    """What is asked for days of a campaign on which a platform's rules rest."""

    first: dt.date
    last: dt.date
    of: str
    source: str


@dataclass(frozen=True, slots=True)
class CampaignHelperTold:
    """What is asked for helpers."""

    who: str
    post: str
    first: dt.date
    last: dt.date
    hours: str
    people: Annotated[int, Asked(least=1, most=500)]
    speed: Annotated[Decimal, Asked(least=0.05, most=1, step=0.05)]


@dataclass(frozen=True, slots=True)
class WholeTold:
    """What is asked for a whole campaign."""

    leave: LeaveDuring
    work_plan: str
    types: str
    day_hours: Annotated[Decimal | None, Asked(most=24, step=0.5)]
    month_hours: Annotated[Decimal | None, Asked(most=200)]
    time_off_until: dt.date | None
    note: str


def spans(text: str) -> tuple[ClockSpan, ...]:
    """Return clock spans written with commas between them."""
    return tuple(ClockSpan.parse(each) for each in text.replace("，", ",").split(","))


def opening(entry: Entry[Campaign]) -> None:
    """Ask for other hours on some days."""
    rows = (*_days_asked(entry.value), (Ask("hours", fault="empty"), Ask("post", _posts())))

    def added(told: OpeningTold, campaign: Campaign) -> Campaign:
        part = CampaignOpening(spans(told.hours), told.first, told.last, _only(told.post))
        return replace(campaign, opening=(*campaign.opening, part))

    _add_form(entry, "opening", OpeningTold, rows, added)


def volume(entry: Entry[Campaign]) -> None:
    """Ask for other numbers of chats on some days."""
    rows = (
        *_days_asked(entry.value),
        (Ask("factor"), Ask("day_name")),
        (Ask("post", _posts()),),
    )

    def added(told: VolumeTold, campaign: Campaign) -> Campaign:
        factor = None if told.factor is None else float(told.factor)
        part = CampaignVolume(told.first, told.last, told.day_name, factor, _only(told.post))
        return replace(campaign, volume=(*campaign.volume, part))

    _add_form(entry, "volume", VolumeTold, rows, added)


def helper(entry: Entry[Campaign]) -> None:
    """Ask for people from elsewhere who help in named hours."""
    known = {post: name for post, name in _posts().items() if post}
    rows = (
        (Ask("who", fault="empty"), Ask("post", known)),
        *_days_asked(entry.value),
        (Ask("hours", fault="empty"), Ask("people", begins=1), Ask("speed", begins=Decimal("0.7"))),
    )

    def added(told: CampaignHelperTold, campaign: Campaign) -> Campaign:
        part = CampaignHelper(
            told.who,
            told.post,
            spans(told.hours),
            told.people,
            float(told.speed),
            told.first,
            told.last,
        )
        return replace(campaign, helper=(*campaign.helper, part))

    _add_form(entry, "helper", CampaignHelperTold, rows, added)


def suspension(entry: Entry[Campaign]) -> None:
    """Ask for days that a platform does not count."""
    rules = {rule.id: rule for rule in platform_rules(link.desk())}.values()
    of = {f"{name}|": platform_name(name) for name in sorted({rule.platform for rule in rules})}
    of |= {f"{rule.platform}|{rule.id}": rule_title(rule) for rule in rules}
    rows = (*_days_asked(entry.value), (Ask("of", of), Ask("source", fault="rest_without_source")))

    def added(told: CampaignRestTold, campaign: Campaign) -> Campaign:
        platform, _, rule = told.of.partition("|")
        part = CampaignRest(platform, told.source, told.first, told.last, (rule,) if rule else ())
        return replace(campaign, suspension=(*campaign.suspension, part))

    _add_form(entry, "suspension", CampaignRestTold, rows, added)


def whole(entry: Entry[Campaign]) -> None:
    """Ask for what holds for the whole campaign."""
    campaign = entry.value
    rules = shop_rules(link.desk())
    plans = {ALL: say("campaigns.as_usual")}
    plans |= {each.name: each.name for each in (() if rules is None else rules.plans)}
    rows = (
        (Ask("leave", begins=campaign.leave), Ask("work_plan", plans, campaign.work_plan)),
        (Ask("types", begins=", ".join(campaign.types)),),
        (
            Ask("day_hours", begins=_hours(campaign.max_overtime_min_per_day)),
            Ask("month_hours", begins=_hours(campaign.max_overtime_min_per_month)),
        ),
        (Ask("time_off_until", begins=campaign.time_off_until),),
        (Ask("note", begins=campaign.note),),
    )

    def changed(told: WholeTold, before: Campaign) -> Campaign:
        types = tuple(filter(None, re.split(r"[,，、\s]+", told.types)))
        return replace(
            before,
            leave=told.leave,
            work_plan=told.work_plan,
            types=types,
            time_off_until=told.time_off_until,
            max_overtime_min_per_day=_minutes(told.day_hours),
            max_overtime_min_per_month=_minutes(told.month_hours),
            note=told.note,
        )

    _add_form(entry, "whole", WholeTold, rows, changed)


def _hours(minutes: int | None) -> Decimal | None:
    return None if minutes is None else Decimal(minutes) / 60


def _minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else int(hours * 60)


def _add_form(
    entry: Entry[Campaign],
    part: str,
    told: type,
    rows: tuple[tuple[Ask, ...], ...],
    added: Callable[[Any, Campaign], Campaign],
) -> None:
    """Ask for a part of a campaign and add it."""

    def enter(desk: Desk, said: Any) -> KeptCampaign:  # noqa: ANN401 - of the class asked for
        return kept.add_to_campaign(desk, entry.id, partial(added, said))

    entry_form.draw(
        Form(
            "campaigns",
            told,
            rows,
            enter,
            undo=kept.undo_campaign,
            title="",
            button="add",
            key=f"campaign.{part}.{entry.value.name}",
            border=False,
        )
    )


def _days_asked(campaign: Campaign) -> tuple[tuple[Ask, ...], ...]:
    return ((Ask("first", begins=campaign.first), Ask("last", begins=campaign.last)),)


def _posts() -> dict[str, str]:
    names = {post.id: post_name(post.id, state.lang()) for post in posts(link.desk())}
    return {ALL: say("campaigns.all_posts"), **names}


def _only(post: str) -> tuple[str, ...] | None:
    return (post,) if post else None

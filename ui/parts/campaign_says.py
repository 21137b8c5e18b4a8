"""What campaigns (大促) change, in sentences, on every page where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.campaign_parts import (
    CampaignHelper,
    CampaignOpening,
    CampaignRest,
    CampaignVolume,
    LeaveDuring,
)
from service.records.campaigns import campaigns_on, is_forecast_behind, is_requirement_behind
from ui import figures, link, state
from ui.parts.hr.asking import full_day
from ui.parts.hr.platform_days import platform_name
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.campaign import Campaign
    from scheduler.campaign_parts import Part
    from scheduler.horizon import Horizon
    from scheduler.ruleset import RuleSet
    from service.roster.rosters import RosterSheet


def notes(found: RosterSheet, *parts: str) -> None:
    """Draw what campaigns change on a week's days, of some of their parts, and what is behind."""
    week = found.week
    first, last = week.horizon.dates[0], week.horizon.dates[-1]
    told = [
        plain(say("campaigns.by", line=line, name=each.name))
        for each in campaigns_on(link.desk(), first, last)
        for part, line in (*lines(each, first, last), *_of_week(each, week.horizon, week.rules))
        if part in parts
    ]
    if told:
        st.info("  \n".join(told), icon=":material/campaign:")
    if told and found.forecast is not None and is_forecast_behind(link.desk(), found.forecast):
        st.warning(say("campaigns.forecast_behind"), icon=":material/warning:")
    elif told and found.problem is not None and is_requirement_behind(found.problem):
        st.warning(say("campaigns.requirement_behind"), icon=":material/warning:")


def lines(campaign: Campaign, first: dt.date, last: dt.date) -> Iterator[tuple[str, str]]:
    """Yield what a campaign changes on days between two dates: its part, and a sentence."""
    for table, part in campaign.parts():
        begins, ends = campaign.days_of(part)
        begins, ends = max(begins, first), min(ends, last)
        if begins <= ends:
            yield table, say("campaigns.on", days=days(begins, ends), what=what(campaign, part))
    begins, ends = max(campaign.first, first), min(campaign.last, last)
    if campaign.leave is not LeaveDuring.AS_USUAL:
        said = say(f"campaigns.leave_{campaign.leave}")
        yield "leave", say("campaigns.on", days=days(begins, ends), what=said)
    if (overtime := campaign.overtime_on) is not None:
        said = say("campaigns.says_overtime", people=len(overtime.agreed), most=_most(campaign))
        yield "overtime", say("campaigns.on", days=days(begins, ends), what=said)
    if campaign.time_off_until is not None:
        until = days(campaign.time_off_until, campaign.time_off_until)
        said = say("campaigns.says_time_off", until=until)
        yield "time_off_until", say("campaigns.on", days=days(begins, ends), what=said)


def _most(campaign: Campaign) -> str:
    """Return a campaign's limits of overtime in words; empty: as usual."""
    limits = {
        "day": campaign.max_overtime_min_per_day,
        "month": campaign.max_overtime_min_per_month,
    }
    return "".join(
        say(f"campaigns.most_{name}", hours=figures.number(minutes / 60, state.lang(), 1))
        for name, minutes in limits.items()
        if minutes is not None
    )


def _of_week(campaign: Campaign, horizon: Horizon, rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield what becomes of a campaign's work plan and menu in a week, which hold by the week."""
    holds = campaign.rules_week(horizon)
    if plan := campaign.work_plan:
        known = plan in {each.name for each in rules.plans}
        yield "work_plan", _whole("plan", plan, holds=holds, known=known)
    if campaign.types:
        menu = say("list.comma").join(campaign.types)
        known = not set(campaign.types).isdisjoint(each.code for each in rules.types)
        yield "types", _whole("menu", menu, holds=holds, known=known)


def _whole(part: str, name: str, *, holds: bool, known: bool) -> str:
    said = say(f"campaigns.says_{part}", named=name)
    if not holds:
        return say("campaigns.not_this_week", what=said)
    return said if known else say("campaigns.not_in_rules", what=said)


def whole(campaign: Campaign) -> list[str]:
    """Return what a campaign says without rows: of leave, plan, menu and time off."""
    found = [line for part, line in lines(campaign, campaign.first, campaign.last)
             if part in ("leave", "overtime", "time_off_until")]  # fmt: skip
    if campaign.work_plan:
        said = say("campaigns.says_plan", named=campaign.work_plan)
        found.append(say("campaigns.by_week", what=said))
    if campaign.types:
        said = say("campaigns.says_menu", named=say("list.comma").join(campaign.types))
        found.append(say("campaigns.by_week", what=said))
    return found


def what(campaign: Campaign, part: Part) -> str:
    """Return what a part says, without its days."""
    if isinstance(part, CampaignOpening):
        hours = say("list.comma").join(map(str, part.hours))
        return say("campaigns.says_opening", hours=hours, posts=_posts(part))
    if isinstance(part, CampaignRest):
        rules = say("list.comma").join(part.rules) or say("rests.all_rules")
        return say("campaigns.says_rest", platform=platform_name(part.platform), rules=rules)
    if isinstance(part, CampaignHelper):
        return say(
            "campaigns.says_helper",
            name=part.name,
            people=part.people,
            hours=say("list.comma").join(map(str, part.hours)),
            post=post_name(part.post, state.lang()),
            count=figures.number(part.people * part.speed, state.lang(), 1),
        )
    name = part.name or campaign.name
    if part.factor is None:
        return say("campaigns.says_learnt", name=name, posts=_posts(part))
    factor = figures.number(part.factor, state.lang(), 2)
    return say("campaigns.says_factor", factor=factor, posts=_posts(part))


def _posts(part: CampaignOpening | CampaignVolume) -> str:
    if part.posts is None:
        return say("campaigns.all_posts")
    return say("list.comma").join(post_name(post, state.lang()) for post in part.posts)


def days(first: dt.date, last: dt.date) -> str:
    """Return days as people write them."""
    if first == last:
        return full_day(first)
    return figures.stretch(first, last, state.lang())

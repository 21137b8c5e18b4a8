"""Campaigns (大促) of a shop: entering, listing, taking out, and files of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.campaign import Campaign, require_campaigns_fit
from scheduler.campaign_parts import (
    CampaignConsent,
    CampaignHelper,
    CampaignOpening,
    CampaignRest,
    CampaignVolume,
    LeaveDuring,
)
from scheduler.errors import Fault, InputError
from scheduler.staffing.requirement import open_intervals
from scheduler.work_law import LegalGround
from service.records.platform_rules import rules_known
from service.shop.campaigns import campaigns_in
from service.shop.importing import ImportKind, taking_in
from store.files.campaigns_file import campaign_presets, read_campaigns, write_campaigns
from store.files.fault_log import placed
from store.files.work_law import work_law_on
from store.looked import ask_about
from store.register import Entry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from service.desk import Desk
    from store.changes import Subject
    from store.demand import KeptForecast
    from store.writing import Writing

__all__ = [
    "Campaign",
    "CampaignConsent",
    "CampaignHelper",
    "CampaignOpening",
    "CampaignRest",
    "CampaignVolume",
    "Entry",
    "LeaveDuring",
    "campaign_presets",
]


def campaigns(desk: Desk) -> tuple[Entry[Campaign], ...]:
    """Return a shop's campaigns, the latest first."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        found = unit.register.all(desk.shop_id, Campaign)
        return tuple(sorted(found, key=lambda one: (one.value.first, one.value.name)))[::-1]


def campaigns_on(desk: Desk, first: dt.date, last: dt.date) -> tuple[Campaign, ...]:
    """Return the campaigns with days between two dates, both included, in order."""
    with desk.read() as unit:
        return campaigns_in(unit, desk.shop_id, first, last)


def is_forecast_behind(desk: Desk, kept: KeptForecast) -> bool:
    """Return whether a campaign's chats in the days of a forecast were entered after it."""
    days = kept.forecast.horizon.dates[0], kept.forecast.horizon.dates[-1]
    with desk.read() as unit:
        found = unit.register.all(desk.shop_id, Campaign, last=days[1])
    return any(
        one.value.volume and one.value.touches(*days) and kept.entered.at < one.entered.at
        for one in found
    )


def is_requirement_behind(problem: RosterProblem) -> bool:
    """Return whether a requirement was made for other hours than a campaign opens posts for."""
    horizon, required = problem.horizon, problem.requirement
    for post in problem.posts:
        if post.id in required.posts and any(
            date in each for each in post.opening_on for date in horizon.dates
        ):
            row = required.is_open[required.posts.index(post.id)]
            if (open_intervals(post, horizon) != row).any():
                return True
    return False


@dataclass(frozen=True, slots=True)
class KeptCampaign:
    """The number of a campaign that was kept, and what stood there before; None: nothing."""

    number: int
    before: Campaign | None


def save_campaign(desk: Desk, campaign: Campaign) -> KeptCampaign:
    """
    Keep a campaign in place of the one of its name.

    Raises
    ------
    InputError
        When it names a post the shop has not, or contradicts another campaign.
    """
    with desk.write("campaign_saved", _subject(campaign.name)) as unit:
        before = unit.register.all(desk.shop_id, Campaign, subject=campaign.name)
        (number,) = _keep(unit, (campaign,))
        return KeptCampaign(number, before[0].value if before else None)


def add_to_campaign(
    desk: Desk, number: int, change: Callable[[Campaign], Campaign]
) -> KeptCampaign:
    """Keep what a change makes of a campaign, by its number; as ``save_campaign``."""
    with desk.read() as unit:
        before = unit.register.get(desk.shop_id, Campaign, number).value
    return save_campaign(desk, change(before))


def ask_for_overtime(desk: Desk, number: int, people: Iterable[str]) -> KeptCampaign:
    """Note that people were asked today to work overtime on a campaign's days alone."""
    with desk.read() as unit:
        today = unit.shops.today(desk.shop_id, desk.now)
    asked = tuple(CampaignConsent(each, today) for each in people)
    return add_to_campaign(
        desk, number, lambda before: replace(before, consent=(*before.consent, *asked))
    )


def answer_overtime(
    desk: Desk, number: int, people: Iterable[str], *, agreed: bool
) -> KeptCampaign:
    """Note what people who were asked have answered."""
    who = set(people)

    def answered(before: Campaign) -> Campaign:
        said = (
            replace(each, agreed=agreed) if each.agent_id in who else each
            for each in before.consent
        )
        return replace(before, consent=tuple(said))

    return add_to_campaign(desk, number, answered)


def undo_campaign(desk: Desk, kept: KeptCampaign) -> None:
    """Take back what ``save_campaign`` kept: what stood there before stands again."""
    if kept.before is None:
        remove_campaign(desk, kept.number)
    else:
        save_campaign(desk, kept.before)


def remove_campaign(desk: Desk, number: int) -> Campaign:
    """Take a campaign out by its number, and return it: all that it changed is as before."""
    with desk.write("campaign_removed") as unit:
        removed = unit.take_out(Campaign, number).value
        _ask_about_published(unit, removed, None)
        unit.touch(_subject(removed.name))
        unit.note(removed.name, _days(removed))
        return removed


def import_campaigns(desk: Desk, path: Path) -> tuple[Campaign, ...]:
    """
    Take in the campaigns of a file, all or none; those of the same names are replaced.

    Raises
    ------
    InputError
        With every fault of the file, and as ``save_campaign``.
    """
    with taking_in(
        desk, ImportKind.CAMPAIGNS, path, unseen="what it replaces is touched one by one"
    ) as (unit, told):
        found = read_campaigns(path)
        unit.touch(*(_subject(each.name) for each in found))
        try:
            _keep(unit, found)
        except InputError as error:
            raise InputError(placed(error.faults, path.name)) from None
        told.dates = [date for each in found for date in (each.first, each.last)]
    return found


def export_campaigns(desk: Desk, path: Path | None = None) -> tuple[Campaign, ...]:
    """Return a shop's campaigns, written to a TOML file or a workbook where one is named."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        found = campaigns_in(unit, desk.shop_id)
    if path is not None:
        write_campaigns(found, path)
    return found


def _subject(name: str) -> Subject:
    return ("campaign", name)


def _days(campaign: Campaign) -> dict[str, str]:
    return {"first": campaign.first.isoformat(), "last": campaign.last.isoformat()}


def _keep(unit: Writing, told: tuple[Campaign, ...]) -> list[int]:
    """Keep campaigns in place of those of their names; return their numbers."""
    names = {each.name for each in told}
    others = [one for one in campaigns_in(unit, unit.shop_id) if one.name not in names]
    faults = [fault for each in told for fault in _unknown(unit, each)]
    if faults:
        raise InputError(faults)
    require_campaigns_fit((*others, *told))
    numbers = []
    for each in told:
        before = unit.register.all(unit.shop_id, Campaign, subject=each.name)
        _ask_about_published(unit, each, before[0].value if before else None)
        unit.note(each.name, _days(each), action="campaign_saved")
        numbers.append(unit.put(each, subject=each.name, date=each.first))
    return numbers


def _ask_about_published(unit: Writing, one: Campaign, other: Campaign | None) -> None:
    """Ask about published weeks whose roster is judged by something else with a campaign."""
    stretch = ((one.first, one.last), one.of_rosters)
    if other is not None and stretch == ((other.first, other.last), other.of_rosters):
        return
    said = [each for each in (one, other) if each is not None and any(each.of_rosters)]
    for week in unit.weeks.all(unit.shop_id):
        days = week.horizon.dates[0], week.horizon.dates[-1]
        if any(each.touches(*days) for each in said) and unit.rosters.is_published(week.id):
            details = {"week": week.label}
            ask_about([Fault("campaign_on_published", value=one.name, details=details)])


def _unknown(unit: Writing, campaign: Campaign) -> Iterator[Fault]:
    """Yield a fault for each name in a campaign that the shop has not."""
    posts = unit.shops.post_ids(unit.shop_id)
    rules = {(rule.platform, rule.id) for rule in rules_known(unit, unit.shop_id)}
    for table, part in campaign.parts():
        if isinstance(part, CampaignRest):
            yield from _unknown_rules(part, rules)
            continue
        named = (part.post,) if isinstance(part, CampaignHelper) else part.posts or ()
        for post in named:
            if post not in posts:
                yield Fault("unknown_post", column=f"{table}.posts", value=post)
    yield from _unknown_plans(unit, campaign)
    yield from _beyond_law(campaign)
    people = unit.staff.names(unit.shop_id)
    for each in campaign.consent:
        if each.agent_id not in people:
            yield Fault("unknown_agent", column="consent.agent_id", value=each.agent_id)


def _beyond_law(campaign: Campaign) -> Iterator[Fault]:
    """Yield limits of overtime above those of the law in force on its first day."""
    law = work_law_on(campaign.first)
    for column, minutes, ground in (
        ("max_overtime_hours_per_day", campaign.max_overtime_min_per_day, LegalGround.OVERTIME_DAY),
        (
            "max_overtime_hours_per_month",
            campaign.max_overtime_min_per_month,
            LegalGround.OVERTIME_MONTH,
        ),
    ):
        if minutes is not None and minutes > law.minutes(ground):
            most = f"{law.minutes(ground) / 60:g}"
            details = {"most": most, **law[ground].named}
            hours = f"{minutes / 60:g}"
            yield Fault("overtime_above_law", column=column, value=hours, details=details)


def _unknown_rules(part: CampaignRest, known: set[tuple[str, str]]) -> Iterator[Fault]:
    platforms = sorted({platform for platform, _ in known})
    if part.platform not in platforms:
        details = {"known": ", ".join(platforms)}
        yield Fault(
            "unknown_platform", column="suspension.platform", value=part.platform, details=details
        )
        return
    for rule in part.rules:
        if (part.platform, rule) not in known:
            yield Fault("unknown_platform_rule", column="suspension.rules", value=rule)


def _unknown_plans(unit: Writing, campaign: Campaign) -> Iterator[Fault]:
    rules = unit.shops.rules(unit.shop_id)
    plans = () if rules is None else rules.plans
    types = () if rules is None else rules.types
    if campaign.work_plan and campaign.work_plan not in {each.name for each in plans}:
        yield Fault("unknown_plan", column="work_plan", value=campaign.work_plan)
    for code in campaign.types:
        if code not in {each.code for each in types}:
            yield Fault("unknown_type", column="types", value=code)
    for plan in plans if campaign.types else ():
        if plan.types and set(plan.types).isdisjoint(campaign.types):
            details = {"plan": plan.name, "types": ", ".join(plan.types)}
            yield Fault("menu_without_plan", column="types", value=campaign.name, details=details)

"""How the shop stands against the platforms' rules: today, on a day, through a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.month import Month
from kpi.platforms.rules import PlatformRule
from kpi.platforms.standing import Risk, Standing
from kpi.platforms.suspensions import Occasion, Suspension, resting_days
from scheduler.errors import Fault, InputError
from service.shop.campaigns import campaigns_in
from service.shop.importing import ImportKind, taking_in
from service.shop.known import require_posts
from store.files.messages_file import read_messages
from store.files.platform_rules import (
    Conduct,
    PlatformFile,
    conduct_ladder,
    platform_presets,
    read_platform_rules,
    suspension_presets,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scheduler.campaign import Campaign
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = [
    "Conduct",
    "Month",
    "Occasion",
    "PlatformRule",
    "Risk",
    "Standing",
    "Suspension",
    "conduct_ladder",
    "platform_presets",
]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HeldSuspension:
    """
    A suspension, its number and the campaign that brings it.

    Parameters
    ----------
    suspension
        What rests, and when.
    number
        Of one the shop entered; None: another.
    by
        The campaign's name; empty: of none. Without a number too, it ships with the product.
    """

    suspension: Suspension
    number: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """How a rule stands, and how near it is to breaking; None: it has no threshold to break."""

    standing: Standing
    risk: Risk | None


def import_messages(desk: Desk, path: Path) -> tuple[Month, ...]:
    """
    Take in messages; read again, a file of the same name replaces itself. Return its months.

    Raises
    ------
    InputError
        With the faults of the file, or when it names a post the shop does not have.
    """
    stamp = desk.stamp
    with taking_in(desk, ImportKind.MESSAGES, path) as (unit, told):
        clock = unit.shops.get(desk.shop_id).clock
        messages = read_messages(path, clock)
        require_posts(unit, desk.shop_id, messages.posts)
        days = messages.dates(clock)
        months = sorted({Month.of(day) for day in np.unique(days).astype(object)})
        unit.touch(*(("month", month, "messages", path.name) for month in months))
        for month in months:
            inside = (days >= np.datetime64(month.first)) & (days <= np.datetime64(month.last))
            unit.messages.save(desk.shop_id, month, path.name, messages.where(inside), stamp)
        told.months, told.people = months, messages.agents
        told.sums["messages"] = len(messages)
        return tuple(months)


def platform_rules(desk: Desk) -> tuple[PlatformRule, ...]:
    """Return all versions of all rules: those that ship and those HR entered."""
    with desk.read() as unit:
        return rules_known(unit, desk.shop_id)


def save_platform_rule(desk: Desk, rule: PlatformRule) -> None:
    """Keep a version of a rule; from its date on it takes the place of the one before."""
    with desk.write("platform_rule_saved", ("platform_rule", rule.id)) as unit:
        _keep_rules(unit, (rule,))


def import_platform_rules(desk: Desk, path: Path) -> PlatformFile:
    """
    Take in the rules and suspensions of a TOML file, all or none.

    Raises
    ------
    InputError
        With every fault; a suspension of a rule that is not there is one.
    """
    found = read_platform_rules(path)
    with taking_in(desk, ImportKind.PLATFORM_RULES, path) as (unit, told):
        unit.touch(*(("platform_rule", rule.id) for rule in found.rules))
        _keep_rules(unit, found.rules)
        for suspension in found.suspensions:
            _suspend(unit, suspension)
        told.dates = [rule.valid_from for rule in found.rules]
        told.dates += [one.first for one in found.suspensions]
    return found


def _keep_rules(unit: Writing, rules: tuple[PlatformRule, ...]) -> None:
    unit.shops.get(unit.shop_id)
    for rule in rules:
        unit.enter(rule, subject=rule.id, date=rule.valid_from)
        details = {"valid_from": rule.valid_from.isoformat()}
        unit.note(rule.id, details, action="platform_rule_saved")


def suspensions(desk: Desk) -> tuple[HeldSuspension, ...]:
    """Return all suspensions, those that ship and the shop's own, the latest first."""
    with desk.read() as unit:
        return suspensions_in(unit, desk.shop_id)


def suspensions_in(unit: Unit, shop_id: str) -> tuple[HeldSuspension, ...]:
    """Return the same inside a transaction; an own one replaces one that ships by its id."""
    own = {one.value.id: one for one in unit.register.all(shop_id, Suspension)}
    found = [HeldSuspension(one) for one in suspension_presets() if one.id not in own]
    found += [HeldSuspension(one.value, one.id) for one in own.values()]
    for campaign in campaigns_in(unit, shop_id):
        found += [HeldSuspension(one, by=campaign.name) for one in _of_campaign(campaign)]
    return tuple(sorted(found, key=lambda one: (one.suspension.first, one.suspension.id)))[::-1]


def _of_campaign(campaign: Campaign) -> Iterator[Suspension]:
    """Yield what rests in a campaign."""
    name = campaign.name
    for number, part in enumerate(campaign.suspension, start=1):
        first, last = campaign.days_of(part)
        yield Suspension(
            f"{name}-{number}",
            part.platform,
            name,
            name,
            Occasion.PROMOTION,
            first,
            last,
            part.source,
            part.rules,
        )


def suspend(desk: Desk, suspension: Suspension) -> int:
    """
    Keep days on which rules of a platform rest; one of the same id is replaced. Return its number.

    Raises
    ------
    InputError
        When one of the rules is none of the platform's.
    """
    with desk.write("platform_suspended", ("platform_suspension", suspension.id)) as unit:
        unit.shops.get(desk.shop_id)
        return _suspend(unit, suspension)


def _suspend(unit: Writing, suspension: Suspension) -> int:
    platform = suspension.platform
    known = {rule.id for rule in rules_known(unit, unit.shop_id) if rule.platform == platform}
    unknown = [name for name in suspension.rules if name not in known]
    if unknown:
        raise InputError(Fault("unknown_platform_rule", value=name) for name in unknown)
    unit.touch(("platform_suspension", suspension.id))
    for old in unit.register.all(unit.shop_id, Suspension, subject=suspension.id):
        unit.take_out(Suspension, old.id)
    details = {"first": suspension.first.isoformat(), "last": suspension.last.isoformat()}
    unit.note(suspension.id, details, action="platform_suspended")
    return unit.enter(suspension, subject=suspension.id, date=suspension.first)


def end_suspension(desk: Desk, number: int) -> Suspension:
    """Remove a suspension the shop entered, by its number, and return it."""
    with desk.write("platform_suspension_removed") as unit:
        removed = unit.take_out(Suspension, number).value
        unit.touch(("platform_suspension", removed.id))
        unit.note(removed.id, {"first": removed.first.isoformat()})
        return removed


def resting_of(
    suspensions: Iterable[Suspension], rule: PlatformRule, date: dt.date
) -> frozenset[dt.date]:
    """Return the days on which a rule rests, of those it counts on a date."""
    return resting_days(suspensions, rule, date - (rule.days - 1) * DAY, date)


def rules_known(unit: Unit, shop_id: str) -> tuple[PlatformRule, ...]:
    """Return all versions of all rules inside a transaction."""
    own = tuple(one.value for one in unit.register.all(shop_id, PlatformRule))
    replaced = {(rule.id, rule.valid_from) for rule in own}
    shipped = platform_presets()
    return (*(r for r in shipped if (r.id, r.valid_from) not in replaced), *own)

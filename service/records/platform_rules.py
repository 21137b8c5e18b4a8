"""How the shop stands against the platforms' rules: today, on a day, through a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.messages import Messages
from kpi.month import Month
from kpi.platforms.rules import PlatformRule, rules_on
from kpi.platforms.standing import Risk, Standing, risk, standing
from kpi.platforms.units import judged
from scheduler.errors import require
from service.shop.importing import ImportKind, taking_in
from service.shop.known import require_posts
from store.files.messages_file import read_messages
from store.files.platform_rules import (
    Conduct,
    conduct_ladder,
    platform_presets,
    read_platform_rules,
)

if TYPE_CHECKING:
    from pathlib import Path

    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = [
    "Conduct",
    "Month",
    "PlatformRule",
    "Risk",
    "Standing",
    "conduct_ladder",
    "platform_presets",
]

DAY = dt.timedelta(days=1)


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
        return _rules(unit, desk.shop_id)


def save_platform_rule(desk: Desk, rule: PlatformRule) -> None:
    """Keep a version of a rule; from its date on it takes the place of the one before."""
    with desk.write("platform_rule_saved", ("platform_rule", rule.id)) as unit:
        _keep_rules(unit, (rule,))


def import_platform_rules(desk: Desk, path: Path) -> tuple[PlatformRule, ...]:
    """Take in the rules of a TOML file, all or none; raises InputError with every fault."""
    rules = read_platform_rules(path)
    with taking_in(desk, ImportKind.PLATFORM_RULES, path) as (unit, told):
        unit.touch(*(("platform_rule", rule.id) for rule in rules))
        _keep_rules(unit, rules)
        told.dates = [rule.valid_from for rule in rules]
    return rules


def _keep_rules(unit: Writing, rules: tuple[PlatformRule, ...]) -> None:
    unit.shops.get(unit.shop_id)
    for rule in rules:
        unit.enter(rule, subject=rule.id, date=rule.valid_from)
        details = {"valid_from": rule.valid_from.isoformat()}
        unit.note(rule.id, details, action="platform_rule_saved")


def day_standings(
    desk: Desk,
    date: dt.date,
    *,
    platforms: frozenset[str] | None = None,
    until_now: bool = False,
) -> tuple[Watch, ...]:
    """
    Return how each rule in force on a date stands then.

    Parameters
    ----------
    platforms
        Those the shop sells on; None: all.
    until_now
        The day is not over: what can still be in time counts as such.
    """
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        messages = _messages(unit, desk.shop_id, Month.of(date))
        rules = rules_on(_rules(unit, desk.shop_id), date)
    now_s = int(desk.now.timestamp()) if until_now else None
    found = []
    for rule in rules:
        if platforms is None or rule.platform in platforms:
            units = judged(messages, rule, clock=clock, now_s=now_s)
            stands = standing(units, rule, date)
            found.append(Watch(stands, risk(stands)))
    return tuple(found)


def month_history(desk: Desk, month: Month, rule_id: str) -> tuple[Standing, ...]:
    """Return how a rule stood at the end of each day of a month on which it was in force."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        messages = _messages(unit, desk.shop_id, month)
        rules = [rule for rule in _rules(unit, desk.shop_id) if rule.id == rule_id]
    require(len(rules) > 0, "unknown_platform_rule", value=rule_id)
    units = {rule.valid_from: judged(messages, rule, clock=clock) for rule in rules}
    found = []
    for day in range((month.last - month.first).days + 1):
        date = month.first + day * DAY
        for rule in rules_on(rules, date):
            found.append(standing(units[rule.valid_from], rule, date))
    return tuple(found)


def _rules(unit: Unit, shop_id: str) -> tuple[PlatformRule, ...]:
    own = tuple(one.value for one in unit.register.all(shop_id, PlatformRule))
    replaced = {(rule.id, rule.valid_from) for rule in own}
    shipped = platform_presets()
    return (*(r for r in shipped if (r.id, r.valid_from) not in replaced), *own)


def _messages(unit: Unit, shop_id: str, month: Month) -> Messages:
    """Return the messages of a month and of the one before, for rules that look back."""
    parts = [*unit.messages.of(shop_id, month.before), *unit.messages.of(shop_id, month)]
    return Messages.joined(parts)

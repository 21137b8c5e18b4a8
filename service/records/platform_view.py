"""A month of the platforms' rules in one go: each day's standing, and which platforms count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.messages import Messages
from kpi.platforms.rules import PlatformRule, rules_on
from kpi.platforms.standing import Standing, risk, standing
from kpi.platforms.units import judged
from service.records.platform_rules import Watch, platform_rules

if TYPE_CHECKING:
    from kpi.month import Month
    from service.desk import Desk

__all__ = ["Watch"]


@dataclass(frozen=True, slots=True)
class SoldOn:
    """The platforms a shop sells on; none: nobody said, so all are looked at."""

    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlatformMonth:
    """
    How the rules stood through a month.

    Parameters
    ----------
    days
        Dates of the month with messages, in order.
    standings
        By id of the rule, each day of ``days`` on which it was in force, in order.
    messages
        How many of the month each platform has; ``""``: those that name none, which are held
        against the rules of all.
    """

    days: tuple[dt.date, ...]
    standings: dict[str, tuple[Standing, ...]]
    messages: dict[str, int]

    def on(self, date: dt.date) -> tuple[Watch, ...]:
        """Return how each rule stands on a date, and how near it is to breaking."""
        found = [one for each in self.standings.values() for one in each if one.date == date]
        return tuple(Watch(one, risk(one)) for one in found)


@dataclass(frozen=True, slots=True)
class PlatformSources:
    """
    What a month's standings are made from; the same sources give the same standings.

    Parameters
    ----------
    messages
        Files of messages, each with when it was kept; empty: the month has none.
    rules
        All versions of all rules.
    """

    messages: tuple[tuple[str, int], ...]
    rules: tuple[PlatformRule, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there are no messages."""
        return not self.messages


def platform_sources(desk: Desk, month: Month) -> PlatformSources:
    """Return from what a month's standings are made, cheaply."""
    with desk.read() as unit:
        before = unit.messages.stamps(desk.shop_id, month.before)
        messages = unit.messages.stamps(desk.shop_id, month)
    if messages:
        messages = (*before, *messages)
    return PlatformSources(messages, platform_rules(desk))


def platform_month(desk: Desk, month: Month) -> PlatformMonth:
    """Return how each rule stood on each day of a month; what can still be in time waits."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        of_month = unit.messages.of(desk.shop_id, month)
        messages = Messages.joined([*unit.messages.of(desk.shop_id, month.before), *of_month])
    rules = platform_rules(desk)
    known: list[dt.date] = np.unique(messages.dates(clock)).astype(object).tolist()
    dates = [date for date in known if date in month]
    now_s = int(desk.now.timestamp())
    wanted = {rule for date in dates for rule in rules_on(rules, date)}
    units = {rule: judged(messages, rule, clock=clock, now_s=now_s) for rule in wanted}
    found: dict[str, list[Standing]] = {}
    for date in dates:
        for rule in rules_on(rules, date):
            found.setdefault(rule.id, []).append(standing(units[rule], rule, date))
    by_rule = {name: tuple(each) for name, each in found.items()}
    return PlatformMonth(tuple(dates), by_rule, Messages.joined(of_month).by_platform)


def sold_on(desk: Desk) -> SoldOn:
    """Return the platforms a shop sells on."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        kept = unit.register.all(desk.shop_id, SoldOn)
    return kept[-1].value if kept else SoldOn(())


def save_sold_on(desk: Desk, kept: SoldOn) -> None:
    """Keep the platforms a shop sells on."""
    with desk.write("platforms_saved", ("platforms",)) as unit:
        unit.put(kept, subject="")
        details = {"platforms": ",".join(kept.platforms)}
        unit.note("", details)

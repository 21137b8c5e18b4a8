"""A month of the platforms' rules in one go: each day's standing, and which platforms count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.messages import Messages
from kpi.platforms.rules import PlatformRule, rules_on
from kpi.platforms.standing import Standing, risk, standing
from kpi.platforms.suspensions import Suspension, resting_days
from kpi.platforms.units import judged
from service.records.platform_rules import Watch, platform_rules, resting_of, suspensions_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.month import Month
    from kpi.platforms.units import Judged
    from service.desk import Desk

__all__ = ["Watch"]


@dataclass(frozen=True, slots=True)
class SoldOn:
    """The platforms a shop sells on; none: nobody said, so all are looked at."""

    platforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleAtRest:
    """
    What suspensions change of a rule in a month.

    Parameters
    ----------
    rule
        The rule in force on the day shown.
    days
        On which it rests, in order, whether there are messages or not.
    all_n, all_good
        How many came in the month, and how many of them in time, with those days.
    n, good
        The same without those days.
    all_broken, broken
        On how many days it would have been broken, had it not rested, and on how many it is.
    """

    rule: PlatformRule
    days: tuple[dt.date, ...]
    all_n: int
    all_good: int
    n: int
    good: int
    all_broken: int
    broken: int


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
    rests
        What suspensions change, rule by rule.
    """

    days: tuple[dt.date, ...]
    standings: dict[str, tuple[Standing, ...]]
    messages: dict[str, int]
    rests: tuple[RuleAtRest, ...] = ()

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
    rules, suspensions
        All versions of all rules, and when they rest.
    """

    messages: tuple[tuple[str, int], ...]
    rules: tuple[PlatformRule, ...]
    suspensions: tuple[Suspension, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there are no messages."""
        return not self.messages


def platform_sources(desk: Desk, month: Month) -> PlatformSources:
    """Return from what a month's standings are made, cheaply."""
    with desk.read() as unit:
        before = unit.messages.stamps(desk.shop_id, month.before)
        messages = unit.messages.stamps(desk.shop_id, month)
        rests = tuple(one.suspension for one in suspensions_in(unit, desk.shop_id))
    if messages:
        messages = (*before, *messages)
    return PlatformSources(messages, platform_rules(desk), rests)


def platform_month(desk: Desk, month: Month) -> PlatformMonth:
    """Return how each rule stood on each day of a month; what can still be in time waits."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        of_month = unit.messages.of(desk.shop_id, month)
        messages = Messages.joined([*unit.messages.of(desk.shop_id, month.before), *of_month])
        rests = [one.suspension for one in suspensions_in(unit, desk.shop_id)]
    rules = platform_rules(desk)
    known: list[dt.date] = np.unique(messages.dates(clock)).astype(object).tolist()
    dates = [date for date in known if date in month]
    now_s = int(desk.now.timestamp())
    wanted = {rule for date in dates for rule in rules_on(rules, date)}
    units = {rule: judged(messages, rule, clock=clock, now_s=now_s) for rule in wanted}
    found: dict[str, list[Standing]] = {}
    for date in dates:
        for rule in rules_on(rules, date):
            resting = resting_of(rests, rule, date)
            found.setdefault(rule.id, []).append(standing(units[rule], rule, date, resting))
    by_rule = {name: tuple(each) for name, each in found.items()}
    at_rest = tuple(
        _at_rest(rule, days, month, units, by_rule.get(rule.id, ()))
        for rule in rules_on(rules, month.last)
        if (days := resting_days(rests, rule, month.first, month.last))
    )
    return PlatformMonth(tuple(dates), by_rule, Messages.joined(of_month).by_platform, at_rest)


def _at_rest(
    rule: PlatformRule,
    days: Iterable[dt.date],
    month: Month,
    units: Mapping[PlatformRule, Judged],
    standings: Iterable[Standing],
) -> RuleAtRest:
    """Return what days of a month on which a rule rests change of it."""
    days = tuple(sorted(days))
    n = good = rested = rested_good = 0
    if (found := units.get(rule)) is not None:
        inside = found.date.astype("datetime64[M]") == np.datetime64(str(month), "M")
        at_rest = inside & np.isin(found.date, np.array(days, dtype="datetime64[D]"))
        n, good = int(inside.sum()), int(found.is_good[inside].sum())
        rested, rested_good = int(at_rest.sum()), int(found.is_good[at_rest].sum())
    pairs = [(one, standing(units[one.rule], one.rule, one.date)) for one in standings]
    return RuleAtRest(
        rule,
        days,
        all_n=n,
        all_good=good,
        n=n - rested,
        good=good - rested_good,
        all_broken=sum(would.is_broken for _, would in pairs),
        broken=sum(one.is_broken for one, _ in pairs),
    )


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

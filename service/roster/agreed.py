"""Rosters of days that have begun, as people kept them: taken in as what was agreed then."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Requirement
from scheduler.errors import Fault, InputError, require
from scheduler.horizon import Horizon
from scheduler.roster import Roster
from service.roster.publishing import add_draft, publish_draft, put_version_in_force
from service.roster.weeks import WeekSummary, require_apart, week_summary
from store.demand import TableNote
from store.files.code_table import read_code_table
from store.rosters import Origin
from store.weeks import KeptWeek

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from service.desk import Desk
    from store.files.code_table import CodeRoster
    from store.unit import Unit

AGREED = "agreed"
"""Source of the requirement of such days: nobody is said to have been needed."""


def take_agreed(
    desk: Desk, path: Path, *, reason: str, meant: Mapping[str, str] = MappingProxyType({})
) -> WeekSummary:
    """
    Take a table of codes in as the roster of its days, published now and in force from its first.

    Its days are opened as one stretch of their own, with the shop's people and rules and nobody
    required; they may share none with a week that is open already.

    Parameters
    ----------
    path
        A workbook or CSV file, people down and days across; its first day has begun.
    reason
        Why it was not published in time; kept, and told in every export.
    meant
        By what a cell says that is no code: the code, or word for a day off, that is meant.

    Raises
    ------
    InputError
        With every fault of the file; when its days have not begun or are not in a row, or no reason
        is given; then nothing is kept.
    """
    require(bool(reason.strip()), "empty", column="reason")
    with desk.write("roster_agreed", ("people",), ("rules", "later")) as unit:
        found = _read(unit, desk, path, meant)
        shop, rules = unit.shops.get(desk.shop_id), unit.shops.rules(desk.shop_id)
        assert rules is not None  # _read has asked
        horizon = Horizon(shop.clock, found.dates[0], len(found.dates), shop.interval_min)
        require_apart(unit, desk.shop_id, horizon)
        posts = tuple(post.id for post in unit.shops.posts(desk.shop_id))
        nobody = Requirement(horizon, posts, np.zeros((len(posts), horizon.intervals)))
        required = unit.demand.add_requirement(
            desk.shop_id, nobody, TableNote(posts, AGREED, {}), desk.stamp
        )
        week = KeptWeek(0, desk.shop_id, horizon, rules, (), None, required, desk.stamp)
        week = dataclasses.replace(week, id=unit.weeks.add(week))
        unit.add(("week", week.label))
        add_draft(unit, week.label, Roster(found.shifts), origin=Origin.IMPORTED)
        published = publish_draft(unit, week.label, reason)
        put_version_in_force(unit, week.label, published.version.number, reason)
        return week_summary(unit, week)


def _read(unit: Unit, desk: Desk, path: Path, meant: Mapping[str, str]) -> CodeRoster:
    shop, rules = unit.shops.get(desk.shop_id), unit.shops.rules(desk.shop_id)
    if rules is None:
        raise InputError(Fault("shop_without_rules", value=desk.shop_id))
    today = shop.clock.date_of(int(desk.now.timestamp() // 60))
    agents = unit.staff.agents(desk.shop_id)
    found = read_code_table(path, agents, rules, shop.clock, today, meant=meant)
    if found is None:
        raise InputError(Fault("code_table_without_dates", path.name))
    first, last = found.dates[0], found.dates[-1]
    is_whole = (last - first).days + 1 == len(found.dates)
    require(is_whole, "code_table_with_gaps", file=path.name, value=f"{first} - {last}")
    require(first <= today, "code_table_not_begun", file=path.name, value=first, today=today)
    return found

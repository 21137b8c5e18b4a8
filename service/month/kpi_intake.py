"""Taking in what happened in a month: attendance, exceptions, chats and facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kpi.month import Month
from scheduler.errors import require
from service.history.chat_months import by_month
from service.shop.known import known_of, require_posts
from store.actions import Action
from store.files.chat_log import read_chat_log
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import read_attendance, read_exceptions
from store.floor import EnteredInterruption
from store.stamp import Stamp

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.dispatch import Interruption
    from store.database import Database
    from store.unit import Unit

__all__ = ["EnteredInterruption"]


def import_attendance(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> tuple[Month, ...]:
    """
    Take in a file of presences; it replaces all of the months it speaks of. Return those months.

    Raises
    ------
    InputError
        With every fault of the file; then nothing is kept.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        shop = known_of(unit, shop_id)
        presences = read_attendance(path, shop.clock, agents=shop.agents)
        months = sorted({Month.of(shop.clock.date_of(one.start_min)) for one in presences})
        for month in months:
            start_min = shop.clock.at(month.first)
            end_min = shop.clock.at(month.last + dt.timedelta(days=1))
            of_month = tuple(one for one in presences if start_min <= one.start_min < end_min)
            unit.floor.replace_presences(shop_id, start_min, end_min, of_month)
        note_file(unit, shop_id, "attendance_imported", path, stamp)
        return tuple(months)


def import_exceptions(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> int:
    """Take in secondments and disruptions; known ones are passed over. Return how many are new."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        shop = known_of(unit, shop_id)
        rows = read_exceptions(path, shop.clock, agents=shop.agents)
        added = 0
        for row in rows:
            known = unit.floor.interruptions(shop_id, row.start_min, row.end_min)
            if all(kept.interruption != row for kept in known):
                unit.floor.add_interruption(shop_id, row, stamp)
                added += 1
        note_file(unit, shop_id, "exceptions_imported", path, stamp)
        return added


def enter_interruption(
    database: Database, shop_id: str, interruption: Interruption, *, by: str, now: dt.datetime
) -> int:
    """
    Register a secondment or disruption and return its number.

    Raises
    ------
    InputError
        When the agent is unknown, or it is registered later than on the day it began and no reason
        is given.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        in_time = interruption.in_time(unit.shops.get(shop_id).clock)
        told = bool(interruption.late_reason)
        require(in_time or told, "late_reason_missing", column="late_reason")
        known = interruption.agent_id in unit.staff.names(shop_id)
        require(known, "unknown_agent", value=interruption.agent_id, column="agent_id")
        number = unit.floor.add_interruption(shop_id, interruption, stamp)
        details = {"kind": interruption.kind.value}
        subject = interruption.agent_id
        unit.actions.add(shop_id, Action("interruption_entered", subject, details, stamp))
        return number


def approve_interruption(
    database: Database, shop_id: str, number: int, *, by: str, now: dt.datetime
) -> Interruption:
    """
    Approve a secondment or disruption; one registered late, the second time, as the higher one.

    Raises
    ------
    InputError
        When the person registered or approved it already, or no approval is missing.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        waiting = unit.floor.interruption(shop_id, number)
        clock = unit.shops.get(shop_id).clock
        is_first = not waiting.approved_by
        wanted = is_first or not (waiting.in_time(clock) or waiting.second_approval)
        require(wanted, "already_approved", value=waiting.agent_id)
        said = {"approved_by": by} if is_first else {"second_approval": by}
        approved = replace(waiting, **said)
        unit.floor.approve_interruption(shop_id, number, approved)
        subject = waiting.agent_id
        details = {"kind": waiting.kind.value}
        unit.actions.add(shop_id, Action("interruption_approved", subject, details, stamp))
        return approved


def remove_interruption(
    database: Database, shop_id: str, number: int, *, by: str, now: dt.datetime
) -> None:
    """Remove a secondment or disruption by its number."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        removed = unit.floor.remove_interruption(shop_id, number)
        details = {"kind": removed.kind.value}
        unit.actions.add(shop_id, Action("interruption_removed", removed.agent_id, details, stamp))


def interruptions(
    database: Database, shop_id: str, month: Month
) -> tuple[EnteredInterruption, ...]:
    """Return the secondments and disruptions that touch a month."""
    with database.read() as unit:
        clock = unit.shops.get(shop_id).clock
        end_min = clock.at(month.last + dt.timedelta(days=1))
        return unit.floor.interruptions(shop_id, clock.at(month.first), end_min)


def import_chats(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> tuple[Month, ...]:
    """
    Take in a log of chats; read again, a file of the same name replaces itself. Return its months.

    Raises
    ------
    InputError
        With the faults of the file, or when it names a post the shop does not have.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        clock = unit.shops.get(shop_id).clock
        log = read_chat_log(path, clock)
        require_posts(unit, shop_id, log.records.posts)
        parts = by_month(log.records, log.outcomes, clock)
        for month, part in parts.items():
            unit.facts.save_chats(shop_id, month, path.name, part, stamp)
        note_file(unit, shop_id, "chats_imported", path, stamp)
        return tuple(parts)


def import_facts(
    database: Database, shop_id: str, path: Path, *, by: str, now: dt.datetime
) -> tuple[Month, ...]:
    """
    Take in facts; read again, a file of the same name replaces itself. Return its months.

    Raises
    ------
    InputError
        With every fault, such as an agent who is not on the staff list; then nothing is kept.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        shop = known_of(unit, shop_id)
        facts = read_facts(path, posts=shop.posts, agents=shop.agents)
        months = sorted({Month.of(date) for date in np.unique(facts.date).astype(object)})
        for month in months:
            part = facts.between(month.first, month.last)
            unit.facts.save_facts(shop_id, month, path.name, part, stamp)
        note_file(unit, shop_id, "facts_imported", path, stamp)
        return tuple(months)


def note_file(unit: Unit, shop_id: str, name: str, path: Path, stamp: Stamp) -> None:
    """Note that a file was taken in."""
    unit.actions.add(shop_id, Action(name, "", {"file": path.name}, stamp))

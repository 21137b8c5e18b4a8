"""Taking in what happened in a month: attendance, exceptions, chats and facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.scheduled import with_duties
from kpi.month import Month
from scheduler.errors import require
from service.history.chat_months import by_month
from service.month.approval_steps import ApprovalFlow, require_step
from service.month.duties import DAY, scheduled_in, within_duties
from service.shop.importing import ImportKind, keep_facts, taking_in
from service.shop.known import known_of, require_posts
from store.files.chat_log import read_chat_log
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import EXCEPTIONS, read_attendance
from store.floor import EnteredInterruption

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scheduler.dispatch import Interruption, Presence
    from service.desk import Desk
    from store.writing import Writing

__all__ = ["EnteredInterruption"]


def import_attendance(desk: Desk, path: Path) -> tuple[Month, ...]:
    """
    Take in a file of presences; it replaces all of the months it speaks of. Return those months.

    Raises
    ------
    InputError
        With every fault of the file; then nothing is kept.
    """
    with taking_in(desk, ImportKind.ATTENDANCE, path) as (unit, told):
        shop = known_of(unit, desk.shop_id)
        presences = read_attendance(path, shop.clock, agents=shop.agents)
        months = sorted({Month.of(shop.clock.date_of(one.start_min)) for one in presences})
        unit.touch(*(("month", month, "attendance") for month in months))
        for month in months:
            start_min = shop.clock.at(month.first)
            end_min = shop.clock.at(month.last + dt.timedelta(days=1))
            of_month = tuple(one for one in presences if start_min <= one.start_min < end_min)
            unit.floor.replace_presences(desk.shop_id, start_min, end_min, of_month)
        told.months, told.people = months, [one.agent_id for one in presences]
        told.dates = [shop.clock.date_of(one.start_min) for one in presences]
        told.sums["hours"] = _hours(presences)
        return tuple(months)


def import_exceptions(desk: Desk, path: Path) -> int:
    """Take in secondments and disruptions; known ones are passed over. Return how many are new."""
    stamp = desk.stamp
    with taking_in(desk, ImportKind.EXCEPTIONS, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        shop = known_of(unit, desk.shop_id)
        rows = EXCEPTIONS.read(path, shop.clock, agents=shop.agents)
        added = 0
        for row in rows:
            known = unit.floor.interruptions(desk.shop_id, row.start_min, row.end_min)
            if all(kept.interruption != row for kept in known):
                number = unit.floor.add_interruption(desk.shop_id, row, stamp)
                _counts_to(unit, number, row)
                added += 1
        told.dates = [shop.clock.date_of(one.start_min) for one in rows]
        told.people = [one.agent_id for one in rows]
        told.sums |= {"hours": _hours(rows), "new": added}
        return added


def _hours(spans: Iterable[Presence | Interruption]) -> float:
    return sum(one.end_min - one.start_min for one in spans) / 60


def enter_interruption(desk: Desk, interruption: Interruption) -> int:
    """
    Register a secondment or disruption and return its number.

    Raises
    ------
    InputError
        When the agent is unknown, or it is registered later than on the day it began and no reason
        is given.
    """
    with desk.write("interruption_entered", unseen="a new entry beside the others") as unit:
        return add_interruption(unit, interruption)


def add_interruption(unit: Writing, interruption: Interruption) -> int:
    """Register a secondment or disruption in a transaction that has begun; return its number."""
    clock = unit.shops.get(unit.shop_id).clock
    in_time = _dutied(unit, interruption).in_time(clock)
    told = bool(interruption.late_reason)
    require(in_time or told, "late_reason_missing", column="late_reason")
    unit.require_known(interruption)
    unit.ask(interruption)
    number = unit.floor.add_interruption(unit.shop_id, interruption, unit.stamp)
    _counts_to(unit, number, interruption)
    details = {"kind": interruption.kind.value}
    unit.note(interruption.agent_id, details, action="interruption_entered")
    return number


def approve_interruption(desk: Desk, number: int) -> Interruption:
    """
    Approve a secondment or disruption; one registered late, the second time, as the higher one.

    Raises
    ------
    InputError
        When the person registered or approved it already or it is of them, no approval is
        missing, or the step asks for a role the person does not hold.
    """
    with desk.write("interruption_approved", ("interruption", number)) as unit:
        waiting = unit.floor.interruption(desk.shop_id, number)
        clock = unit.shops.get(desk.shop_id).clock
        is_first = not waiting.approved_by
        in_time = _dutied(unit, waiting).in_time(clock)
        wanted = is_first or not (in_time or waiting.second_approval)
        require(wanted, "already_approved", value=waiting.agent_id)
        flow = ApprovalFlow(waiting.kind.value)
        require_step(unit, desk, flow, waiting.agent_id, is_first=is_first)
        if is_first:
            approved = replace(waiting, approved_by=desk.by)
        else:
            approved = replace(waiting, second_approval=desk.by)
        unit.floor.approve_interruption(desk.shop_id, number, approved)
        _counts_to(unit, number, approved)
        subject = waiting.agent_id
        details = {"kind": waiting.kind.value}
        unit.note(subject, details)
        return approved


def remove_interruption(desk: Desk, number: int) -> None:
    """Remove a secondment or disruption by its number."""
    with desk.write("interruption_removed", ("interruption", number)) as unit:
        drop_interruption(unit, number)


def drop_interruption(unit: Writing, number: int) -> None:
    """Remove a secondment or disruption in a transaction that has begun."""
    unit.touch(("interruption", number))
    removed = unit.floor.remove_interruption(unit.shop_id, number)
    _counts_to(unit, number, removed)
    details = {"kind": removed.kind.value}
    unit.note(removed.agent_id, details, action="interruption_removed")


def _dutied(unit: Writing, interruption: Interruption) -> Interruption:
    """Return a secondment or disruption that knows the end of the shift in which it began."""
    clock = unit.shops.get(unit.shop_id).clock
    date = clock.date_of(interruption.start_min)
    (found,) = with_duties([interruption], scheduled_in(unit, unit.shop_id, date - DAY, date))
    return found


def _counts_to(unit: Writing, number: int, interruption: Interruption) -> None:
    """Note that a secondment or disruption changed, and with it the months it lies in."""
    clock = unit.shops.get(unit.shop_id).clock
    ends = (interruption.start_min, max(interruption.start_min, interruption.end_min - 1))
    months = {Month.of(clock.date_of(moment)) for moment in ends}
    unit.add(("interruption", number), *(("month", month, "interruptions") for month in months))


def interruptions(desk: Desk, month: Month) -> tuple[EnteredInterruption, ...]:
    """Return the secondments and disruptions that touch a month."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        end_min = clock.at(month.last + dt.timedelta(days=1))
        entered = unit.floor.interruptions(desk.shop_id, clock.at(month.first), end_min)
        return within_duties(unit, desk.shop_id, entered)


def import_chats(desk: Desk, path: Path) -> tuple[Month, ...]:
    """
    Take in a log of chats; read again, a file of the same name replaces itself. Return its months.

    Raises
    ------
    InputError
        With the faults of the file, or when it names a post the shop does not have.
    """
    stamp = desk.stamp
    with taking_in(desk, ImportKind.CHATS, path) as (unit, told):
        clock = unit.shops.get(desk.shop_id).clock
        log = read_chat_log(path, clock)
        require_posts(unit, desk.shop_id, log.records.posts)
        parts = by_month(log.records, log.outcomes, clock)
        unit.touch(*(("month", month, "chats", path.name) for month in parts))
        for month, part in parts.items():
            unit.facts.save_chats(desk.shop_id, month, path.name, part, stamp)
        told.months, told.people = parts, log.records.agents
        told.sums["chats"] = len(log.records)
        return tuple(parts)


def import_facts(desk: Desk, path: Path) -> tuple[Month, ...]:
    """
    Take in facts; read again, a file of the same name replaces itself. Return its months.

    Raises
    ------
    InputError
        With every fault, such as an agent who is not on the staff list; then nothing is kept.
    """
    with taking_in(desk, ImportKind.FACTS, path) as (unit, told):
        shop = known_of(unit, desk.shop_id)
        facts = read_facts(path, posts=shop.posts, agents=shop.agents)
        return keep_facts(unit, told, facts, path.name)

"""
The invented shop's months beside the paid one: the month before as counted, and the one running.

September happened before the shop's first roster: its first 27 days are the four weeks from 28
September on, set back by four weeks, with other hands, paces and attendance. November is simulated
against the published rosters until the day before today.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from data.demo.generator import floor, pay, shop
from data.demo.generator.outcomes import hands, outcomes
from kpi.facts.chats import assigned_in_turn, facts_of_chats
from kpi.facts.facts import merge
from kpi.facts.hours import HoursParams, facts_of_hours, shift_hours
from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import Scheduled
from kpi.facts.spans import subtract
from scheduler.chats import ChatRecords
from scheduler.forecast.calendar import CHINA, statutory_holidays
from scheduler.shift import Span
from store.files.chat_log import read_chat_log
from store.files.kpi_facts import write_facts
from store.files.kpi_tables import ATTENDANCE, write_targets
from store.files.week import Week, read_roster, read_week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from data.demo.generator.streams import Streams
    from kpi.facts.facts import Facts
    from kpi.month import Month
    from scheduler.demand import Floats, Volumes
    from scheduler.dispatch import Presence
    from scheduler.roster import Roster
    from scheduler.shift import Shift

BEFORE, RUNNING = pay.MONTH.before, pay.MONTH.after
BACK = dt.timedelta(weeks=4)
LAST_BEFORE_ROSTERS = shop.ROSTER_WEEKS[0] - dt.timedelta(days=1)
FIRST_RUNNING = dt.date(2026, 11, 2)  # what came before, the log of the paid month's weeks has
YESTERDAY = shop.TODAY - dt.timedelta(days=1)
KEPT = 0.9  # of an agent's hand from one month to the next
DRIFT = 0.35
PACE = 0.08


def other_hand(hand: Floats, rng: np.random.Generator) -> Floats:
    """Return the hands of the same agents in another month; one for each agent."""
    return KEPT * hand + rng.normal(0, DRIFT, len(hand))


def before(
    records: ChatRecords, shifts: Sequence[Shift], hand: Floats, rng: np.random.Generator
) -> Facts:
    """Return what was counted in September until the first roster, hours included."""
    moved = [_moved(shift) for shift in shifts]
    log = _set_back(records, rng)
    drawn = outcomes(log, assigned_in_turn(log, moved), rng, other_hand(hand, rng))
    there = floor.presences(moved, rng)
    parts = [
        facts_of_chats(log, drawn, moved, clock=shop.CLOCK),
        _hours(moved, there, BEFORE),
        pay.quality(moved, rng, BEFORE),
    ]
    facts = merge(parts).between(BEFORE.first, LAST_BEFORE_ROSTERS)
    hired = np.array([shop.JOINED.get(int(name[1:]), dt.date.min) for name in facts.agents])
    return facts.where(facts.date >= hired.astype("datetime64[D]")[facts.agent])


def _moved(shift: Shift) -> Shift:
    back = _back_min()
    meal = shift.meal and Span(shift.meal.start_min - back, shift.meal.end_min - back)
    return replace(
        shift, start_min=shift.start_min - back, end_min=shift.end_min - back, meal=meal, breaks=()
    )


def _back_min() -> int:
    return int(BACK.total_seconds()) // 60


def _set_back(records: ChatRecords, rng: np.random.Generator) -> ChatRecords:
    """Return chats four weeks earlier, first answered at another pace by each agent."""
    back_s = BACK.total_seconds()
    pace = np.exp(rng.normal(0, PACE, len(records.agents) + 1))[records.agent]
    replied = records.arrived_s + np.ceil((records.replied_s - records.arrived_s) * pace)
    ended = np.where(records.answered, np.fmax(records.ended_s, replied), records.ended_s)
    return ChatRecords(
        records.posts,
        records.agents,
        records.post,
        records.agent,
        records.arrived_s - back_s,
        replied - back_s,
        ended - back_s,
    )


def _hours(shifts: Sequence[Shift], there: Sequence[Presence], month: Month) -> Facts:
    holidays = statutory_holidays(CHINA, month.first, month.last)
    scheduled = []
    for shift in shifts:
        meal = () if shift.meal is None else ((shift.meal.start_min, shift.meal.end_min),)
        work = subtract(((shift.start_min, shift.end_min),), meal)
        scheduled.append(Scheduled(shift, 1, work))
    params = HoursParams(holidays=holidays)
    return facts_of_hours(
        shift_hours(scheduled, attendance_of(there), (), clock=shop.CLOCK, params=params)
    )


def running(
    records: ChatRecords, shifts: Sequence[Shift], hand: Floats, rng: np.random.Generator
) -> Facts:
    """Return what was counted in November until yesterday; hours are those of the rosters."""
    until_s = shop.CLOCK.at(shop.TODAY) * 60
    log = _some(records, records.arrived_s < until_s)
    began = [shift for shift in shifts if shift.start_min * 60 < until_s]
    drawn = outcomes(log, assigned_in_turn(log, began), rng, other_hand(hand, rng))
    facts = facts_of_chats(log, drawn, began, clock=shop.CLOCK)
    return facts.between(FIRST_RUNNING, YESTERDAY)


def write(volumes: Volumes, streams: Streams, out: Path) -> None:
    """Write what is known of the months before and after the paid one."""
    shutil.rmtree(out / "months", ignore_errors=True)
    hand = hands(len(shop.agents(streams(2))), streams(6))
    write_before(streams, out, hand)
    write_running(volumes, streams, out, hand)


def _published_in(out: Path, first: dt.date, last: dt.date) -> list[tuple[Week, Roster]]:
    """Return the weeks that begin in a stretch of days, with their rosters."""
    found = []
    for start in shop.ROSTER_WEEKS:
        if first <= start <= last:
            folder = out / "published" / shop.week(start).iso_week
            week = read_week(folder)
            found.append((week, read_roster(folder / "roster.csv", week.problem())))
    return found


def write_before(streams: Streams, out: Path, hand: Floats) -> None:
    """Write September, of the first weeks' chats and rosters."""
    first = shop.ROSTER_WEEKS[0]
    weeks = _published_in(out, first, first + BACK - dt.timedelta(days=1))
    log = read_chat_log(out / "month" / "chats.csv.gz", shop.CLOCK).records
    until_s = shop.CLOCK.at(first + BACK) * 60
    shifts = [shift for _, roster in weeks for shift in roster.shifts]
    kept = _some(log, log.arrived_s < until_s)
    folder = out / "months" / str(BEFORE)
    folder.mkdir(parents=True)
    write_facts(before(kept, shifts, hand, streams(14)), folder / "facts.csv")
    write_targets(pay.targets(BEFORE), folder / "targets.csv")


def write_running(volumes: Volumes, streams: Streams, out: Path, hand: Floats) -> None:
    """Write November until yesterday; of its first day the chats of the paid month tell."""
    month = RUNNING
    weeks = _published_in(out, FIRST_RUNNING, shop.TODAY)
    shifts = [shift for _, roster in weeks for shift in roster.shifts]
    there = floor.presences(shifts, streams(15))
    known = [one for one in there if shop.CLOCK.date_of(one.start_min) < shop.TODAY]
    records = floor.simulated(volumes, weeks, there, (), streams)
    names = {agent.id: agent.name for agent in shop.agents(streams(2))}
    earlier = ATTENDANCE.read(out / "month" / "attendance.csv", shop.CLOCK, agents=names)
    first = [one for one in earlier if shop.CLOCK.date_of(one.start_min) in month]
    folder = out / "months" / str(month)
    folder.mkdir(parents=True)
    write_facts(running(records, shifts, hand, streams(16)), folder / "facts.csv")
    ATTENDANCE.write((*first, *known), folder / "attendance.csv", shop.CLOCK)
    write_targets(pay.targets(month), folder / "targets.csv")


def _some(log: ChatRecords, rows: npt.NDArray[np.bool_]) -> ChatRecords:
    columns = ("post", "agent", "arrived_s", "replied_s", "ended_s")
    return ChatRecords(log.posts, log.agents, *(getattr(log, name)[rows] for name in columns))

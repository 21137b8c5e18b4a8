"""What happened on the floor, as plain files tell it: shifts, presences, exceptions, absences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.day_hours import NO_ROSTER
from kpi.facts.employed import employment_of, while_employed
from kpi.facts.presences import NOBODY, Attendance, attendance_of
from kpi.facts.scheduled import Rostered, Scheduled, in_force, with_calls, with_duties
from kpi.month import Month
from scheduler.agent import Absence, Agent
from scheduler.dispatch import Interruption, Presence
from scheduler.present import is_standby
from scheduler.roster import RosterState, RosterVersion
from scheduler.shift import Shift
from scheduler.standby import StandbyCall
from service.month.attendance import presence_limits
from store.files.absences import read_reported
from store.files.agents_file import read_agents
from store.files.kpi_pay_scheme import pay_scheme_presets, read_pay_scheme
from store.files.kpi_tables import EXCEPTIONS, read_attendance, read_punches
from store.files.table_file import TableFile
from store.files.week import read_roster, read_week
from store.files.week_columns import ABSENCES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from kpi.pay.pay_scheme import PayScheme
    from scheduler.horizon import Clock, Horizon
    from service.month.file_names import MonthFiles

ROSTER = "roster.csv"


@dataclass(frozen=True, slots=True)
class RosterFloor:
    """
    What happened on the floor.

    Parameters
    ----------
    scheduled
        The shifts in force.
    presences, attendance, away
        What was recorded of people, who was there by that; secondments and disruptions.
    published
        The shifts in force, also of people not employed then.
    absences, agents
        Who was on leave, and everybody that a staff list or a week names.
    rostered
        The days of the weeks.
    """

    scheduled: tuple[Scheduled, ...] = ()
    published: tuple[Scheduled, ...] = ()
    presences: tuple[Presence, ...] = ()
    attendance: Attendance = NOBODY
    away: tuple[Interruption, ...] = ()
    absences: tuple[Absence, ...] = ()
    agents: tuple[Agent, ...] = ()
    rostered: Rostered = NO_ROSTER


def read_floor(files: MonthFiles, month: Month | None, clock: Clock) -> RosterFloor:
    """Return what files say of the floor; raises InputError with the faults of a file."""
    listed = staff_of(files)
    staff = {agent.id for agent in listed} if files.agents else None
    weeks = [_PublishedWeek.of(folder) for folder in files.weeks]
    people = {agent.id: agent for week in weeks for agent in week.agents}
    people |= {agent.id: agent for agent in listed}
    calls = [call for week in weeks for call in week.calls]
    standby = {shift for week in weeks for shift in week.standby}
    published = with_calls(in_force([(week.version,) for week in weeks]), standby, calls)
    scheduled = while_employed(published, employment_of(people.values()), clock)
    path, away = files.attendance, files.exceptions
    presences = () if path is None else read_attendance(path, clock, agents=staff)
    exceptions = () if away is None else EXCEPTIONS.read(away, clock, agents=staff)
    return RosterFloor(
        scheduled,
        published,
        presences,
        _attendance(files, month, presences, scheduled, clock, agents=staff),
        with_duties(exceptions, scheduled),
        _absences(files, weeks, clock, staff),
        tuple(people.values()),
        Rostered.of((day for week in weeks for day in week.days), scheduled, clock),
    )


def staff_of(files: MonthFiles) -> tuple[Agent, ...]:
    """Return the staff list; an agent may hold posts of which this month tells nothing."""
    return () if files.agents is None else read_agents(files.agents, posts=None)


def _attendance(
    files: MonthFiles,
    month: Month | None,
    presences: Sequence[Presence],
    scheduled: Iterable[Scheduled],
    clock: Clock,
    *,
    agents: Collection[str] | None,
) -> Attendance:
    """Return who was there; without a month, by the limits that hold when the files begin."""
    answers = files.punches
    requests = () if answers is None else read_punches(answers, clock, agents=agents)
    first = min((one.start_min for one in presences), default=0)
    limits = presence_limits(pay_schemes_in(files), month or Month.of(clock.date_of(first)))
    shifts = (one.shift for one in scheduled)
    return attendance_of(presences, requests, limits=limits, shifts=shifts)


def pay_schemes_in(files: MonthFiles) -> tuple[PayScheme, ...]:
    """Return the pay schemes given, and of those that ship the ones they do not replace."""
    own = tuple(map(read_pay_scheme, files.pay_schemes))
    names = {one.id for one in own}
    return own + tuple(one for one in pay_scheme_presets() if one.id not in names)


@dataclass(frozen=True, slots=True)
class _PublishedWeek:
    """A week's roster as published before it began, its people and who of them was away."""

    version: RosterVersion
    days: tuple[dt.date, ...]
    agents: tuple[Agent, ...]
    absences: tuple[Absence, ...]
    calls: tuple[StandbyCall, ...]
    standby: tuple[Shift, ...]

    @classmethod
    def of(cls, folder: Path) -> _PublishedWeek:
        week = read_week(folder)
        problem = week.problem()
        roster = read_roster(folder / ROSTER, problem)
        published = RosterVersion(
            1, roster, RosterState.PUBLISHED, _before(problem.horizon), published_by=folder.name
        )
        reported = read_reported(folder / ROSTER, problem)
        days = tuple(problem.horizon.dates)
        standby = tuple(shift for shift in roster.shifts if is_standby(problem, shift))
        away = (*week.absences, *reported)
        return cls(published, days, week.agents, away, week.calls, standby)


def _absences(
    files: MonthFiles, weeks: Iterable[_PublishedWeek], clock: Clock, staff: set[str] | None
) -> tuple[Absence, ...]:
    """Return the absences of a file, and of weeks what it does not hold."""
    table = TableFile("absences", ABSENCES)
    told = () if files.absences is None else table.read(files.absences, clock, agents=staff)
    return tuple(dict.fromkeys((*told, *(one for week in weeks for one in week.absences))))


def _before(horizon: Horizon) -> dt.datetime:
    """Return the moment a week begins: its roster counts as published by then."""
    return dt.datetime.fromtimestamp(horizon.start_min * 60, dt.UTC)

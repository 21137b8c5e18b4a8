"""
A week on disk: a folder, or one workbook, in the form of the contact-centre format.

Reading tells all faults of all files at once; what it returns is whole and checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scheduler.agent import Absence, Agent, AgentLimit, Wish
from scheduler.demand import Forecast, Requirement, Volumes
from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock, Horizon
from scheduler.past_shift import PastShift
from scheduler.post import Post
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.session import Session
from scheduler.shift import Shift
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin
from store.files.code_sheets import sheets_of
from store.files.code_table import read_code_table
from store.files.posts_document import posts_values
from store.files.roster_table import other_week, read_roster_table, shift_rows
from store.files.rules_document import rules_values
from store.files.source import (
    WORKBOOK,
    Written,
    open_source,
    open_table,
    write_folder,
    write_table,
    write_workbook,
)
from store.files.week_columns import (
    ABSENCES,
    AGENTS,
    CALLS,
    CERTIFICATES,
    HISTORY,
    LIMITS,
    PINS,
    SESSIONS,
    TYPE_PINS,
    WISHES,
    periods_of,
)
from store.files.week_reading import read_parts
from store.files.week_tables import forecast_rows, requirement_rows, volume_rows

OPTIONAL_TABLES = (
    "requirement",
    "forecast",
    "volumes",
    "certificates",
    "pins",
    "type_pins",
    "calls",
    "agent_limits",
    "sessions",
)


@dataclass(frozen=True, eq=False)
class Week:
    """
    All that is known of a week before its roster is chosen.

    Parameters
    ----------
    horizon, posts, agents, rules
        As in RosterProblem.
    requirement
        People needed, for all posts in their order; None: not made yet.
    forecast
        Chats expected, likewise.
    volumes
        Chats of the past, likewise.
    absences, wishes, history, pins, type_pins, calls, agent_limits, sessions
        As in RosterProblem.
    """

    horizon: Horizon
    posts: tuple[Post, ...]
    agents: tuple[Agent, ...]
    rules: RuleSet
    requirement: Requirement | None = None
    forecast: Forecast | None = None
    volumes: Volumes | None = None
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    history: tuple[Shift, ...] = ()
    pins: tuple[Shift, ...] = ()
    type_pins: tuple[TypePin, ...] = ()
    agent_limits: tuple[AgentLimit, ...] = ()
    sessions: tuple[Session, ...] = ()
    calls: tuple[StandbyCall, ...] = ()

    def problem(self) -> RosterProblem:
        """Return the roster problem; raises InputError when there is no requirement."""
        if self.requirement is None:
            raise InputError(Fault("missing_file", "requirement.csv"))
        return RosterProblem(
            horizon=self.horizon,
            posts=self.posts,
            agents=self.agents,
            rules=self.rules,
            requirement=self.requirement,
            absences=self.absences,
            wishes=self.wishes,
            history=self.history,
            pins=self.pins,
            type_pins=self.type_pins,
            agent_limits=self.agent_limits,
            sessions=self.sessions,
            calls=self.calls,
        )


def read_week(path: Path, *, days: int = 0) -> Week:
    """
    Return the week in a folder or a workbook (``.xlsx``).

    Parameters
    ----------
    path
        Where it is.
    days
        Days to read at least: more than its rules say, if need be.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    return Week(**read_parts(open_source(Path(path)), days))


def write_week(week: Week, path: Path) -> None:
    """
    Write a week into a folder, or a workbook where the path ends in ``.xlsx``.

    In a folder that holds a week already, optional files this week does not have are removed, so
    that reading gives this week back.
    """
    path = Path(path)
    written = _written(week)
    if path.suffix.lower() == WORKBOOK:
        write_workbook(written, path)
        return
    write_folder(written, path)
    for name in OPTIONAL_TABLES:
        if name not in written.tables:
            (path / f"{name}.csv").unlink(missing_ok=True)


def _written(week: Week) -> Written:
    """Return a week's tables and documents by name; tables it does not need are left out."""
    clock = week.horizon.clock
    tables = {
        "agents": AGENTS.rows(week.agents, clock),
        "absences": ABSENCES.rows(week.absences, clock),
        "preferences": WISHES.rows(week.wishes, clock),
        "history": HISTORY.rows(map(PastShift.of, week.history), clock),
    }
    if week.requirement is not None:
        tables["requirement"] = requirement_rows(week.requirement)
    if week.forecast is not None:
        tables["forecast"] = forecast_rows(week.forecast)
    if week.volumes is not None:
        tables["volumes"] = volume_rows(week.volumes)
    if periods := periods_of(week.agents):
        tables["certificates"] = CERTIFICATES.rows(periods, clock)
    if week.pins:
        tables["pins"] = PINS.rows(week.pins, clock)
    if week.type_pins:
        tables["type_pins"] = TYPE_PINS.rows(week.type_pins, clock)
    if week.calls:
        tables["calls"] = CALLS.rows(week.calls, clock)
    if week.agent_limits:
        tables["agent_limits"] = LIMITS.rows(week.agent_limits, clock)
    if week.sessions:
        tables["sessions"] = SESSIONS.rows(week.sessions, clock)
    documents = {
        "rules": rules_values(week.horizon, week.rules),
        "posts": posts_values(week.posts, week.rules.seals),
    }
    return Written(tables, documents)


def read_roster(path: Path, problem: RosterProblem) -> Roster:
    """
    Return the roster of a CSV file, or of the sheet ``roster`` of a workbook.

    A table of codes, people down and days across, is read too; of one that covers more days, those
    of the problem's horizon.

    Raises
    ------
    InputError
        With every fault; a roster none of whose shifts starts in the problem's horizon is one.
    """
    path, horizon = Path(path), problem.horizon
    coded = read_code_table(
        path,
        problem.agents,
        problem.rules,
        horizon.clock,
        horizon.start,
        posts=problem.post_by_id,
    )
    if coded is None:
        return read_roster_table(open_table(path, "roster"), problem)
    inside = tuple(shift for shift in coded.shifts if shift.start_min in horizon)
    is_other = not any(0 <= horizon.day(date) < horizon.days for date in coded.dates)
    if is_other or (coded.shifts and not inside):
        raise InputError(other_week(path.name, coded.dates[0], horizon))
    return Roster(inside)


def read_said(path: Path, problem: RosterProblem) -> Roster | None:
    """
    Return the shifts that a workbook of codes says in full beside them; None: it does not.

    Raises
    ------
    InputError
        With every fault.
    """
    _, said = sheets_of(Path(path))
    return None if said is None else read_roster_table(said, problem)


def write_roster(roster: Roster, path: Path, clock: Clock) -> None:
    """Write a roster as CSV, or as the sheet ``roster`` of a workbook (``.xlsx``)."""
    write_table("roster", shift_rows(roster.shifts, clock), Path(path))

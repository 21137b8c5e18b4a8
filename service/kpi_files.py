"""Scoring and paying a month from plain files, without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi.facts import merge
from kpi.hours import HoursParams, facts_of_hours, shift_hours
from kpi.month import Month
from kpi.pay import pay_month
from kpi.pay_extras import PayExtras
from kpi.payout import Payout
from kpi.scheduled import in_force
from kpi.scheme import PostKind, Scheme, scheme_for
from kpi.score import score_month
from kpi.scorecard import AgentScore
from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import CHINA, statutory_holidays
from scheduler.horizon import Clock
from scheduler.roster import RosterState, RosterVersion
from store.files.agents_file import read_agents
from store.files.kpi_facts import read_facts
from store.files.kpi_law import overtime_law
from store.files.kpi_pay_scheme import pay_law_in, pay_scheme_presets
from store.files.kpi_scheme import read_scheme, scheme_presets
from store.files.kpi_tables import (
    read_attendance,
    read_exceptions,
    read_pay_plans,
    read_targets,
)
from store.files.week import read_roster, read_week

if TYPE_CHECKING:
    from kpi.facts import Facts
    from scheduler.horizon import Horizon

ROSTER = "roster.csv"
DEFAULT_SCHEMES = frozenset({"T-02", "IS-1", "AS-1"})
"""Of those that ship, one for each kind of post."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """
    The files a month is scored from; all but one of facts and weeks may be left out.

    Parameters
    ----------
    facts
        Counts per agent, post and day.
    weeks
        Folders with ``roster.csv``, as published before each week began; they give scheduled
        minutes.
    attendance, exceptions
        Presences, and secondments and disruptions; measured against the rosters of ``weeks``.
    targets, pay_plan
        What is to be reached, and what is paid.
    schemes
        TOML files; none: those of ``DEFAULT_SCHEMES``.
    agents
        Staff list, for the teams of targets.
    timezone
        Of the files' times.
    """

    facts: Path | None = None
    weeks: tuple[Path, ...] = ()
    attendance: Path | None = None
    exceptions: Path | None = None
    targets: Path | None = None
    pay_plan: Path | None = None
    schemes: tuple[Path, ...] = ()
    agents: Path | None = None
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class ScoredFiles:
    """
    A month as files tell it.

    Parameters
    ----------
    month
        Which.
    scores
        Of each agent.
    payouts
        Of each agent; empty where no pay plan was given.
    schemes
        Of each post, by which it was scored.
    """

    month: Month
    scores: tuple[AgentScore, ...]
    payouts: tuple[Payout, ...]
    schemes: dict[str, Scheme]


def score_files(files: MonthFiles, month: Month) -> ScoredFiles:
    """
    Return the scores of a month, and the payouts where there is a pay plan.

    Raises
    ------
    InputError
        With the faults of a file; when nothing is known of the month, or a post has no scheme.
    """
    clock = Clock(files.timezone)
    facts = _facts(files, month, clock)
    schemes = _schemes(files, facts, month)
    targets = () if files.targets is None else read_targets(files.targets, clock)
    scores = score_month(facts, schemes, month, targets=targets, teams=_teams(files, facts))
    if files.pay_plan is None:
        return ScoredFiles(month, scores, (), schemes)
    plans = read_pay_plans(files.pay_plan, clock)
    payouts = pay_month(
        scores,
        plans,
        schemes,
        month,
        law=overtime_law(month),
        facts=facts,
        pay_schemes=pay_scheme_presets(),
        extras=PayExtras(teams=_teams(files, facts), targets=tuple(targets)),
        limits=pay_law_in(month),
    )
    return ScoredFiles(month, scores, payouts, schemes)


def _facts(files: MonthFiles, month: Month, clock: Clock) -> Facts:
    parts = [] if files.facts is None else [read_facts(files.facts)]
    if files.weeks:
        parts.append(_hours(files, month, clock))
    facts = merge(parts) if parts else None
    if facts is None or not len(facts.between(month.first, month.last)):
        raise InputError(Fault("month_empty", value=str(month)))
    return facts


def _hours(files: MonthFiles, month: Month, clock: Clock) -> Facts:
    """Return the hours of the weeks' shifts, against attendance where it is known."""
    weeks = [(_published(folder),) for folder in files.weeks]
    present = () if files.attendance is None else read_attendance(files.attendance, clock)
    away = () if files.exceptions is None else read_exceptions(files.exceptions, clock)
    holidays = statutory_holidays(CHINA, month.before.first, month.last + DAY)
    hours = shift_hours(
        in_force(weeks), present, away, clock=clock, params=HoursParams(holidays=holidays)
    )
    return facts_of_hours([one for one in hours if one.date in month])


def _published(folder: Path) -> RosterVersion:
    problem = read_week(folder).problem()
    roster = read_roster(folder / ROSTER, problem)
    return RosterVersion(
        1, roster, RosterState.PUBLISHED, _before(problem.horizon), published_by=folder.name
    )


def _before(horizon: Horizon) -> dt.datetime:
    """Return the moment a week begins: its roster counts as published by then."""
    return dt.datetime.fromtimestamp(horizon.start_min * 60, dt.UTC)


def _schemes(files: MonthFiles, facts: Facts, month: Month) -> dict[str, Scheme]:
    """Return the scheme of each post of the month; a post's id names its kind."""
    known = tuple(map(read_scheme, files.schemes)) or tuple(
        scheme for scheme in scheme_presets() if scheme.id in DEFAULT_SCHEMES
    )
    current = facts.between(month.first, month.last)
    faults, found = [], {}
    for post in sorted({current.posts[index] for index in current.post.tolist()}):
        try:
            if post not in set(PostKind):
                raise InputError(Fault("post_kind_missing", value=post))
            found[post] = scheme_for(known, PostKind(post), month)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def _teams(files: MonthFiles, facts: Facts) -> dict[str, str]:
    if files.agents is None:
        return {}
    return {
        agent.id: agent.team
        for agent in read_agents(files.agents, frozenset(facts.posts))
        if agent.team
    }

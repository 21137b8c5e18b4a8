"""
An instance in the product's own words, and a roster of it back.

The instances have types of shift but no clock times. So each type becomes a kind of shift that
starts at its own hour of the day, and minutes are taken as hours' sixtieths (480 as 8): a shift
then lies in the one hour at which its type is counted, and an hour's price is a shift's.

- length of a type: a shape that may start at the hours of the types so long;
- most and fewest minutes: contract and promised hours, averaged over the horizon;
- most of a type, most weekends: limits of the agent in the month (February 2027 has four whole
  weeks, and begins on a Monday);
- runs: limits of the agent; day off: a day on which no certificate is valid (an absence would
  excuse a short run);
- requests: wishes for and against kinds;
- cover: requirement of the hour, one post, no minimum; the post never closes: types without cover
  on a day may be worked.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Agent, AgentLimit, Certificate, Contract, Wish
from scheduler.demand import Requirement
from scheduler.horizon import WEEK_DAYS, Clock, ClockSpan, Horizon
from scheduler.opening import round_the_clock
from scheduler.post import Post
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import HoursRules, RuleSet, ShiftKind, Succession, Weights
from scheduler.shift import Shift, ShiftShape

if TYPE_CHECKING:
    from benchmarks.curtois24.evaluator import Plan
    from benchmarks.curtois24.instance import Employee, Instance

START = dt.date(2027, 2, 1)
POST = "work"
HOUR = 60
HOURS_A_DAY = 24
ALL_HOURS = 168
WEEKEND = "weekend"
Counted = frozenset[tuple[str, str]]


def problem_of(instance: Instance, counted: Counted | None = None) -> RosterProblem:
    """
    Return the roster problem of an instance whose cover prices are the same everywhere.

    Parameters
    ----------
    instance
        As published.
    counted
        Employees and types whose maximum counts; None: all. Types an employee may not work at all
        are always left out. A problem with fewer limits has no higher optimum.
    """
    horizon = Horizon(Clock("Etc/UTC"), START, instance.days, HOUR)
    if len(instance.shifts) > HOURS_A_DAY or instance.days % WEEK_DAYS:
        raise ValueError("more types of shift than hours, or not whole weeks")
    unit = _unit(instance)
    return RosterProblem(
        horizon=horizon,
        posts=(Post(POST, min_agents=0),),
        agents=tuple(_agent(instance, horizon, each, unit) for each in instance.staff),
        rules=_rules(instance, unit),
        requirement=_requirement(instance, horizon),
        wishes=tuple(_wishes(instance, horizon)),
        agent_limits=tuple(
            limit for each in instance.staff for limit in _limits(instance, each, counted)
        ),
        known_hours={POST: round_the_clock(horizon)},
    )


def plan_of(instance: Instance, problem: RosterProblem, roster: Roster) -> Plan:
    """Return the shift of each day by employee."""
    plan: dict[str, list[str | None]] = {each.id: [None] * instance.days for each in instance.staff}
    for shift in roster.shifts:
        day = problem.horizon.day_of(shift.start_min)
        hour = problem.horizon.clock.clock_of(shift.start_min) // HOUR
        plan[shift.agent_id][day] = instance.shifts[hour].id
    return plan


def roster_of(instance: Instance, problem: RosterProblem, plan: Plan) -> Roster:
    """Return a plan as a roster."""
    unit = _unit(instance)
    number = {each.id: hour for hour, each in enumerate(instance.shifts)}
    shifts = []
    for who, days in plan.items():
        for day, name in enumerate(days):
            if name is not None:
                start = problem.horizon.day_starts_min[day] + number[name] * HOUR
                end = start + instance.shifts[number[name]].minutes // unit
                shifts.append(Shift(who, start, end, POST))
    return Roster(tuple(shifts))


def _unit(instance: Instance) -> int:
    """Return the minutes that become one: all lengths are whole, and shorter than an hour."""
    return gcd(*(each.minutes for each in instance.shifts), HOUR)


def _rules(instance: Instance, unit: int) -> RuleSet:
    lengths = sorted({each.minutes for each in instance.shifts})
    hours = HoursRules(
        max_work_min_per_day=lengths[-1] // unit,
        max_work_min_per_week=ALL_HOURS * HOUR,
        min_rest_min=0,
        max_consecutive_days=max(each.max_run for each in instance.staff),
        min_days_off_per_week=0,
        is_averaged=True,
    )
    return RuleSet(
        shapes=tuple(
            ShiftShape(
                length // unit,
                starts=tuple(
                    _hour(number)
                    for number, each in enumerate(instance.shifts)
                    if each.minutes == length
                ),
            )
            for length in lengths
        ),
        hours=hours,
        start_grid_min=HOUR,
        min_agents=0,
        weights=_weights(instance),
        kinds=tuple(
            ShiftKind(each.id, _hour(number)) for number, each in enumerate(instance.shifts)
        ),
        successions=tuple(
            Succession(each.id, after) for each in instance.shifts for after in each.not_next
        ),
    )


def _hour(number: int) -> ClockSpan:
    return ClockSpan(number * HOUR, (number + 1) * HOUR)


def _weights(instance: Instance) -> Weights:
    prices = {(row.under, row.over) for row in instance.cover}
    if len(prices) != 1:
        raise ValueError(f"cover has several prices: {prices}")
    ((under, over),) = prices
    return Weights(shortage_per_agent_hour=under, surplus_per_agent_hour=over)


def _agent(instance: Instance, horizon: Horizon, who: Employee, unit: int) -> Agent:
    weeks = instance.days / WEEK_DAYS
    contract = Contract(
        hours_week=who.max_minutes / unit / HOUR / weeks,
        min_hours_week=who.min_minutes / unit / HOUR / weeks,
        max_consecutive_days=who.max_run,
        min_consecutive_days=who.min_run,
        min_consecutive_days_off=who.min_run_off,
    )
    fixed = sorted(instance.days_off.get(who.id, ()))
    certificates = tuple(
        Certificate(POST, horizon.date(before + 1), horizon.date(after - 1))
        for before, after in pairwise([-1, *fixed, instance.days])
        if after - before > 1
    )
    return Agent(who.id, who.id, "", certificates, contract)


def counts(instance: Instance, who: Employee) -> dict[str, int]:
    """Return the maxima above 0 that can bind at all."""
    return {
        shift.id: who.max_of[shift.id]
        for shift in instance.shifts
        if 0 < who.max_of[shift.id] < min(instance.days, who.max_minutes // shift.minutes)
    }


def _limits(instance: Instance, who: Employee, counted: Counted | None) -> list[AgentLimit]:
    most = {name: limit for name, limit in who.max_of.items() if limit == 0}
    for name, limit in counts(instance, who).items():
        if counted is None or (who.id, name) in counted:
            most[name] = limit
    if who.max_weekends < instance.days // WEEK_DAYS:
        most[WEEKEND] = who.max_weekends
    return [AgentLimit(who.id, name, limit) for name, limit in most.items()]


def _requirement(instance: Instance, horizon: Horizon) -> Requirement:
    need = np.full((1, horizon.intervals), np.nan)
    hour_of = {each.id: number for number, each in enumerate(instance.shifts)}
    for row in instance.cover:
        need[0, horizon.first_interval(row.day) + hour_of[row.shift]] = row.wanted
    return Requirement(horizon, (POST,), need)


def _wishes(instance: Instance, horizon: Horizon) -> list[Wish]:
    wanted = [
        Wish(ask.employee, horizon.date(ask.day), None, ask.weight, kind=ask.shift)
        for ask in instance.on
    ]
    unwanted = [
        Wish(ask.employee, horizon.date(ask.day), None, ask.weight, ask.shift, is_against=True)
        for ask in instance.off
    ]
    return wanted + unwanted

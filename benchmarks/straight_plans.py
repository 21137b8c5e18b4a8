"""Work plans and hours promised in the straight CP-SAT model, each rule as it reads."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ortools.sat.python import cp_model

    from benchmarks.shift_options import Option
    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.work_plan import WorkPlan

    Options = list[tuple[Option, cp_model.IntVar]]


def add_plan(
    model: cp_model.CpModel,
    problem: RosterProblem,
    agent: Agent,
    options: Options,
    works: list[cp_model.IntVar],
) -> list[tuple[float, cp_model.IntVar]]:
    """
    Add what an agent's work plan and promised hours ask; return prices and what makes them due.

    Parameters
    ----------
    model, problem, agent
        Whose rules are added where.
    options
        The agent's shifts, each with whether it is worked.
    works
        By day, whether the agent works.
    """
    promised = problem.promised_min(agent)
    if promised:
        model.add(sum(option.work_min * var for option, var in options) >= round(promised))
    plan = problem.plan_of(agent)
    if plan is None:
        return []
    if plan.is_one_type:
        _one_type(model, problem, options)
    due: list[tuple[float, cp_model.IntVar]] = []
    if plan.days_off_together > 1:
        due = list(_off_together(model, problem, agent, works, plan))
    if plan.max_nights_in_row is not None:
        nights = _nights(model, problem, options, works)
        past = _past(problem, agent)
        _night_runs(model, nights, past, plan.max_nights_in_row)
        _off_after_nights(model, nights, works, past, plan.days_off_after_nights)
    return due


def _one_type(model: cp_model.CpModel, problem: RosterProblem, options: Options) -> None:
    for week in problem.horizon.weeks():
        by_code = defaultdict(list)
        for option, var in options:
            if option.day in week:
                by_code[option.code].append(var)
        chosen = {code: model.new_bool_var("") for code in by_code}
        model.add(sum(chosen.values()) <= 1)
        for code, mine in by_code.items():
            for var in mine:
                model.add_implication(var, chosen[code])


def _off_together(
    model: cp_model.CpModel,
    problem: RosterProblem,
    agent: Agent,
    works: list[cp_model.IntVar],
    plan: WorkPlan,
) -> Iterator[tuple[float, cp_model.IntVar]]:
    """Add that whole weeks hold their days off in a row; yield what it costs if not."""
    least, price = plan.days_off_together, plan.days_off_together_price
    past, known = _past(problem, agent), agent.id in problem.history_by_agent
    for week in problem.horizon.weeks():
        if len(week) < WEEK_DAYS:
            continue
        places = []
        for last in week:
            days = range(last - least + 1, last + 1)
            before = [day for day in days if day < 0]
            if before and (not known or any(day in past for day in before)):
                continue
            place = model.new_bool_var("")
            for day in days:
                if day >= 0:
                    model.add_implication(place, ~works[day])
            places.append(place)
        for first in week[1 - least :] if plan.is_week_round else ():
            place = model.new_bool_var("")
            for day in range(first, first + least):
                model.add_implication(place, ~works[week[(day - week[0]) % WEEK_DAYS]])
            places.append(place)
        if price is not None:
            places.append(model.new_bool_var(""))
            yield price, places[-1]
        model.add_bool_or(places)


def _nights(
    model: cp_model.CpModel,
    problem: RosterProblem,
    options: Options,
    works: list[cp_model.IntVar],
) -> list[cp_model.IntVar]:
    """Return by day whether the agent works a night shift."""
    minute, step = problem.horizon.minute, problem.horizon.interval_min
    by_day = defaultdict(list)
    for option, var in options:
        start = minute(option.first)
        if problem.classes.is_night(start, start + option.length * step):
            by_day[option.day].append(var)
    nights = [model.new_bool_var("") for _ in works]
    for day, night in enumerate(nights):
        model.add(night == sum(by_day[day]))
    return nights


def _past(problem: RosterProblem, agent: Agent) -> dict[int, bool]:
    """Return the days worked before the horizon, and whether at night."""
    return {
        problem.horizon.day_of(shift.start_min): problem.classes.is_night(
            shift.start_min, shift.end_min
        )
        for shift in problem.history_by_agent.get(agent.id, ())
    }


def _night_runs(
    model: cp_model.CpModel, nights: list[cp_model.IntVar], past: dict[int, bool], most: int
) -> None:
    for last in range(len(nights)):
        days = range(last - most, last + 1)
        if all(past.get(day, False) for day in days if day < 0):
            mine = [nights[day] for day in days if day >= 0]
            model.add(sum(mine) <= len(mine) - 1)


def _off_after_nights(
    model: cp_model.CpModel,
    nights: list[cp_model.IntVar],
    works: list[cp_model.IntVar],
    past: dict[int, bool],
    off: int,
) -> None:
    """After a night the next day is a night or off, and a run's days off are whole."""
    for before in range(-off - 1, len(nights)):
        was_night = nights[before] if before >= 0 else int(past.get(before, False))
        for gap in range(off):  # days off after it, too few
            day = before + gap + 1
            if not 0 <= day < len(works):
                continue
            between = [works[each] for each in range(max(0, before + 1), day)]
            if any(each in past for each in range(before + 1, min(day, 0))):
                continue
            comes = works[day] - nights[day] if gap == 0 else works[day]
            model.add(comes + was_night - sum(between) <= 1)

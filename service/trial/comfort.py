"""What comfort costs a week of a shop: its lines as scenarios, what they prove, one adopted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from scheduler.changes import Changes
from scheduler.comfort import Between, Comfort, comfort_rules, lines_of, rotation_for_all
from scheduler.errors import Fault, InputError
from scheduler.liveable import Liveable, liveable
from scheduler.roster import Roster
from service.roster.rules import change_rules
from service.trial.comfort_report import proven_hours
from service.trial.scenario_result import week_as_is
from service.trial.scenarios import ScenarioInputs, ScenarioView, save_scenario

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.desk import Desk

__all__ = ["Comfort"]


@dataclasses.dataclass(frozen=True, slots=True)
class ComfortLine:
    """
    A line as it is shown.

    Parameters
    ----------
    comfort
        Which it is.
    view
        Its scenario, computed.
    proven
        ``bound_hours``, ``gap_hours`` and ``dearer_hours`` as in the report.
    lived
        How liveable its roster is; None: it has none.

    It is of the week as it was when computed; ``view.is_current``: as it is now too.
    """

    comfort: Comfort
    view: ScenarioView
    proven: dict[str, Any]
    lived: Liveable | None


def make_lines(desk: Desk, label: str, names: Mapping[Comfort, tuple[str, str]]) -> tuple[str, ...]:
    """
    Keep a scenario for each line that a week's rules allow, and return their names.

    Parameters
    ----------
    names
        Of scenario and work plan, by line; a scenario that is there already becomes the line's.

    Raises
    ------
    InputError
        When the week has no forecast.
    """
    with desk.read() as unit:
        lines = lines_of(week_as_is(unit, desk.shop_id, label).problem.rules)
    for line in lines:
        scenario, plan = names[line]
        changes = Changes(comfort=line, plan_name=plan)
        save_scenario(desk, scenario, ScenarioInputs(label, changes))
    return tuple(names[line][0] for line in lines)


def comfort_lines(views: Iterable[ScenarioView]) -> tuple[ComfortLine, ...]:
    """
    Return the lines among scenarios that are computed, each once, in order; all of one week as is.

    Where the week has changed since, each line proves only what its own solve did.
    """
    found: dict[Comfort, ScenarioView] = {}
    for view in views:
        if _is_line(view):
            changes = view.scenario.inputs.changes
            assert changes.comfort is not None
            found.setdefault(changes.comfort, view)
    keys = [view.scenario.result.week_key for view in found.values() if view.scenario.result]
    is_current = all(view.is_current for view in found.values())
    if not found or len(set(keys)) > 1:
        return ()
    between = {
        line: Between(result.bound, None if result.breaches else result.cost)
        for line in Comfort
        if line in found and (result := found[line].scenario.result) is not None
    }
    first = next(iter(found.values())).problem
    assert first is not None
    proven = proven_hours(between, first.rules, is_nested=is_current)
    return tuple(_line(line, found[line], proven[line]) for line in between)


def _is_line(view: ScenarioView) -> bool:
    """Return whether a scenario changes comfort alone and its result is of its inputs."""
    inputs, result = view.scenario.inputs, view.scenario.result
    changes = inputs.changes
    only = Changes(comfort=changes.comfort, plan_name=changes.plan_name)
    is_computed = result is not None and result.inputs == inputs and view.problem is not None
    return is_computed and changes.comfort is not None and changes == only


def _line(line: Comfort, view: ScenarioView, proven: dict[str, Any]) -> ComfortLine:
    result, problem = view.scenario.result, view.problem
    assert result is not None
    assert problem is not None
    lived = liveable(problem, Roster(result.shifts)) if result.cost is not None else None
    return ComfortLine(line, view, proven, lived)


def adopt_line(desk: Desk, name: str) -> str:
    """
    Give a scenario's week the rules of its line of comfort, and return the week's label.

    Its prices stay as they are; the log says which scenario it was.

    Raises
    ------
    InputError
        When the scenario is of no line, the week is published, or people's types come round in
        different ways: then the staff list has to say whose plan is which.
    """
    with desk.read() as unit:
        inputs = unit.scenarios.get(desk.shop_id, name).inputs
        comfort = inputs.changes.comfort
        if comfort is None:
            raise InputError(Fault("scenario_without_comfort", value=name))
        problem = week_as_is(unit, desk.shop_id, inputs.week).problem
    rules = comfort_rules(problem.rules, comfort, inputs.changes.plan_name)
    if comfort is Comfort.ROTATION:
        rules = rotation_for_all(dataclasses.replace(problem, rules=rules))
    told = {"scenario": name}
    change_rules(desk, inputs.week, rules, for_later=False, before=problem.rules, told=told)
    return inputs.week

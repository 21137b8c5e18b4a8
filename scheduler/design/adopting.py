"""Rules that take over a menu of shift types, and the best menu of a week at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.design.bounds import DesignBounds, TypeLength
from scheduler.horizon import DAY_MIN
from scheduler.work_plan import DAY_WORDS

if TYPE_CHECKING:
    from scheduler.design.menu import Menu
    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet

STEP_MIN = 60
LAST_MIN = DAY_MIN - STEP_MIN
ANY = "on"


def lengths_of(rules: RuleSet) -> tuple[TypeLength, ...]:
    """Return how long types may be: as long as the rules' shifts are now, meals included."""
    hours: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for form in rules.forms:
        hours[form.work_min, form.meal_min].append(form.contract_hours)
    return tuple(
        TypeLength(*length, (min(low for low, _ in spans), max(high for _, high in spans)))
        for length, spans in hours.items()
    )


def with_menu(rules: RuleSet, menu: Menu) -> RuleSet:
    """
    Return rules whose shifts are those of a menu; of earlier ones standby types stay.

    Work plans stay; those that name earlier types allow all of the new ones, and have no rotation.
    """
    codes = {kind.code for kind in menu.types} | set(rules.standby)
    known = codes | DAY_WORDS
    plans = tuple(
        replace(
            plan,
            types=tuple(code for code in plan.types if code in codes),
            rotation=plan.rotation if codes.issuperset(plan.rotation) else (),
            day_cycle=tuple(day if day in known else ANY for day in plan.day_cycle),
        )
        for plan in rules.plans
    )
    standby = (each for each in rules.types if each.is_standby)
    return replace(rules, types=(*menu.types, *standby), shapes=(), plans=plans)


def with_best_menu(problem: RosterProblem, size: int) -> RosterProblem:
    """
    Return a week whose shift types are the best menu of so many starts that a short search finds.

    The search changes one start after the other until none helps and proves nothing, so that it
    ends by itself, the same every time. What was said by types that are gone is no longer said:
    types fixed for single days, wishes for a type, what may not follow what.

    Raises
    ------
    InputError
        When nothing is required, no type fits, or somebody's fixed week names a type that is gone.
    """
    from scheduler.design.search import DesignParams, design_menu  # noqa: PLC0415 - slow to load

    bounds = DesignBounds(lengths_of(problem.rules), 0, LAST_MIN, STEP_MIN)
    quick = DesignParams(seconds=None, tolerance=1.0, workers=1)
    menu = design_menu(problem, bounds, size, quick)
    plain = _without_types(problem.rules)
    rules = with_menu(plain, menu)
    kinds = {"", *rules.kind_names}
    return replace(
        problem,
        rules=rules,
        type_pins=tuple(pin for pin in problem.type_pins if pin.kind in kinds),
        wishes=tuple(wish for wish in problem.wishes if wish.kind in kinds),
    )


def _without_types(rules: RuleSet) -> RuleSet:
    """Return rules without what may follow what by the code of a type that is no kind."""
    names = {kind.name for kind in rules.kinds}
    kept = (one for one in rules.successions if {one.first_kind, one.next_kind} <= names)
    return replace(rules, successions=tuple(kept))

"""Which shift types a week's shop should have: the curve of menus, and taking one over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.design.adopting import lengths_of, with_menu
from scheduler.design.bounds import DesignBounds
from scheduler.design.menu import LEAST_TYPES, MOST_TYPES, Menu, knee
from scheduler.design.search import DesignParams, design_curve
from scheduler.errors import Fault, InputError, require
from scheduler.horizon import DAY_MIN, format_clock
from service.roster.rules import change_rules
from service.roster.weeks import problem as problem_of_week
from store.files.week import read_week, write_week

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet
    from service.desk import Desk

__all__ = ["LEAST_TYPES", "MOST_TYPES", "Menu", "knee"]


@dataclass(frozen=True, slots=True)
class DesignAsked:
    """
    What menus are asked for.

    Parameters
    ----------
    most
        Starts of the largest menu; the smallest has 2.
    first_clock, last_clock, step_min
        When types may start.
    seconds
        In all, for all sizes; None: until each menu is proven.
    """

    most: int = 8
    first_clock: int = 0
    last_clock: int = DAY_MIN - 60
    step_min: int = 60
    seconds: float | None = 60.0

    def __post_init__(self) -> None:
        good = LEAST_TYPES <= self.most <= MOST_TYPES
        limits = {"least": LEAST_TYPES, "most": MOST_TYPES}
        require(good, "design_size", column="size", value=self.most, **limits)

    def bounds(self, rules: RuleSet) -> DesignBounds:
        """Return what types may look like: as long as the rules' shifts are now, meals included."""
        return DesignBounds(lengths_of(rules), self.first_clock, self.last_clock, self.step_min)


def design(problem: RosterProblem, asked: DesignAsked) -> tuple[Menu, ...]:
    """Return the best menu found of each size; raises InputError where none can be."""
    sizes = range(LEAST_TYPES, asked.most + 1)
    return design_curve(problem, asked.bounds(problem.rules), sizes, DesignParams(asked.seconds))


def design_folder(path: Path, asked: DesignAsked) -> tuple[Menu, ...]:
    """Return the curve of a week's folder or workbook; raises InputError when it is faulty."""
    return design(read_week(path).problem(), asked)


def design_week(desk: Desk, label: str, asked: DesignAsked) -> tuple[Menu, ...]:
    """Return the curve of a week of the shop; raises InputError where it has no requirement."""
    return design(problem_of_week(desk, label), asked)


def of_size(curve: tuple[Menu, ...], size: int) -> Menu:
    """Return the menu of a size; raises InputError where the curve has none."""
    found = next((menu for menu in curve if menu.size == size), None)
    if found is None:
        details = {"least": curve[0].size, "most": curve[-1].size}
        raise InputError(Fault("design_size", column="size", value=str(size), details=details))
    return found


def adopt_in_folder(path: Path, menu: Menu) -> None:
    """Write a menu into the rules of a week's folder or workbook."""
    week = read_week(path)
    write_week(replace(week, rules=with_menu(week.rules, menu)), path)


def adopt_in_week(desk: Desk, label: str, menu: Menu, *, before: RuleSet, for_later: bool) -> None:
    """
    Give a week, and later ones where asked, the types of a menu; raises InputError as the rules do.

    Parameters
    ----------
    before
        The rules that were looked at.
    """
    change_rules(desk, label, with_menu(before, menu), for_later=for_later, before=before)


def knee_word(curve: tuple[Menu, ...]) -> str:
    """Return the name of the sentence on the knee: whether larger menus were looked at."""
    return "design.knee_told" if knee(curve).size < curve[-1].size else "design.knee_open"


def unproven(curve: tuple[Menu, ...]) -> tuple[int, ...]:
    """Return the sizes whose menu may be further from the best than is asked: the time ended."""
    return tuple(menu.size for menu in curve if menu.gap > DesignParams().tolerance + 1e-9)


def design_report(curve: tuple[Menu, ...]) -> dict[str, Any]:
    """Return the curve for programs, which menu is its knee, and for which the time ended."""
    return {
        "knee": knee(curve).size,
        "unproven": list(unproven(curve)),
        "curve": [_told(menu) for menu in curve],
    }


def _told(menu: Menu) -> dict[str, Any]:
    types = [
        {
            "code": kind.code,
            "name_zh": kind.name_zh,
            "name_en": kind.name_en,
            "start": format_clock(kind.start_clock),
            "end": format_clock((kind.start_clock + kind.length_min) % DAY_MIN),
            "work_hours": kind.longest_work_min / 60,
            "meal_minutes": kind.meal_min,
            "people": {
                each.post: round(each.people, 2) for each in menu.on_types if each.code == kind.code
            },
        }
        for kind in menu.types
    ]
    hours = ("short_hours", "surplus_hours", "unsealed_hours", "cost_hours", "bound_hours", "gap")
    return {"size": menu.size, **{name: round(getattr(menu, name), 4) for name in hours}} | {
        "types": types
    }

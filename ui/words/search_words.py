"""What a search among what-ifs came to, in words, on the page and at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.words.catalogue import t
from ui.words.sweep_words import scenario_name

if TYPE_CHECKING:
    from scheduler.sweep_row import SweepRow
    from service.trial.sweep_search import SearchFound, SearchGoal

UNKNOWN = "–"


def goal_text(goal: SearchGoal, lang: str) -> str:
    """Return what was looked for."""
    if goal.most_short is not None:
        return t("search.goal_short", lang, hours=figures.number(goal.most_short, lang, 1))
    if goal.least_level is not None:
        return t("search.goal_target", lang, share=figures.share(goal.least_level, lang, 1))
    return t("search.goal_budget", lang, yuan=figures.number(goal.budget or 0, lang, 0))


def answer_text(found: SearchFound, goal: SearchGoal, lang: str) -> str:
    """Return which scenario is the answer, and at what cost."""
    if found.best is None:
        return t("search.none", lang)
    kind = "most" if goal.budget is not None else "least"
    name = scenario_name(found.best, lang)
    return t(f"search.best_{kind}", lang, name=name, cost=_cost(found, found.best, lang))


def limits_of(found: SearchFound, goal: SearchGoal, tried: int, size: int, lang: str) -> list[str]:
    """Return how many were tried, what is proven of them, and what is not."""
    told = [t("search.tried", lang, tried=tried, size=size)]
    if not found.is_money:
        told.append(t("search.people", lang))
    if found.proven_cost is not None:
        cost = figures.number(found.proven_cost, lang, 0)
        told.append(t("search.proven", lang, cost=cost))
    if found.missed:
        key = "search.missed_all" if found.best is None else "search.missed"
        told.append(t(key, lang, count=found.missed))
    if goal.most_short is None:
        told.append(t("search.simulated", lang))
    return told


def sentences(found: SearchFound, goal: SearchGoal, tried: int, size: int, lang: str) -> list[str]:
    """Return all that is said of a search."""
    first, *others = limits_of(found, goal, tried, size, lang)
    return [first, answer_text(found, goal, lang), *others]


def _cost(found: SearchFound, row: SweepRow, lang: str) -> str:
    value = row.yuan if found.is_money else row.people
    return UNKNOWN if value is None else figures.number(value, lang, 0)

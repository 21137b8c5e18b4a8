"""How much there is to choose from on a day, which decides by what means a roster is sought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.solve.tables import Tables

FEW_SHIFTS = 30.0  # starts and shapes of a day up to which posts and meals are counted
MOST_DAYS = 10  # beyond which people's weeks are too many to list
FEW_WAYS = 64.0  # starts, shapes, posts and meals of a day up to which weeks can be put together


def has_few_ways(tables: Tables) -> bool:
    """Return whether everybody has few shifts to choose from on a day."""
    return ways_a_day(tables) <= FEW_WAYS


def ways_a_day(tables: Tables) -> float:
    """Return how many shifts, posts and meals the agent with the widest choice has on a day."""
    meals = tables.meal_last.astype(np.int64) - tables.meal_first + 1
    days = tables.fixed_start.shape[1]
    widest = 0.0
    for agent, kind in enumerate(tables.kind_of):
        shifts = float((np.isfinite(tables.wish[agent]) * meals[kind]).sum())
        posts = float(tables.post_ok[agent].sum(axis=1).max())
        if posts > 1 and tables.most_changes:  # in stints of any length
            return np.inf
        widest = max(widest, shifts / days * posts)
    return widest


def has_one_form(tables: Tables) -> bool:
    """Return whether a start and shape leave no choice of post and meal."""
    return bool(tables.post_ok.sum(axis=2).max() <= 1 and tables.shape_meal.max() == 0)


def has_few_shifts(tables: Tables) -> bool:
    """Return whether everybody has few starts and shapes on a day, though meals and posts too."""
    shifts = np.isfinite(tables.wish).sum(axis=(1, 2)).max() / tables.fixed_start.shape[1]
    is_plain = tables.steady_price == 0.0 and tables.most_changes == 0
    return bool(is_plain and shifts <= FEW_SHIFTS and not has_one_form(tables))


def is_countable(tables: Tables) -> bool:
    """Return whether posts and meals of few shifts are better counted than chosen by person."""
    return tables.fixed_start.shape[1] <= MOST_DAYS and has_few_shifts(tables)


def has_windows(tables: Tables) -> bool:
    """Return whether posts and meals of few shifts are counted in some days of many at a time."""
    return tables.fixed_start.shape[1] > MOST_DAYS and has_few_shifts(tables)

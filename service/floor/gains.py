"""What each overruling of a forecast gained or lost, once what came is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.demand import Forecast
from scheduler.staffing.met import level_met
from scheduler.staffing.requirement import requirement
from store.demand import Overruling, OverrulingKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.demand import Floats
    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.staffing.offered_load import Load

__all__ = ["OverrulingKind"]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NeedError:
    """
    How far a forecast was from what came, over some intervals.

    Parameters
    ----------
    chats
        Sum of the absolute errors of its point, interval by interval.
    hours
        Agent-hours by which the people it asks for miss those that what came asks for, too many
        and too few.
    short_hours
        Those too few.
    level
        Service level the chats that came would meet, by the staffing formula, with the people it
        asks for; None: work that may wait has none.
    """

    chats: float
    hours: float
    short_hours: float
    level: float | None


@dataclass(frozen=True, slots=True)
class Gain:
    """
    An overruling of one post's forecast, against what would have been forecast without it.

    Parameters
    ----------
    overruling, post
        Which, on which post.
    came
        Chats that came in the intervals that are looked at; None: nothing is recorded of them.
    made, rival
        Errors of the forecast as it was made, and of the one without the overruling.
    """

    overruling: Overruling
    post: str
    came: float | None
    made: NeedError | None = None
    rival: NeedError | None = None

    @property
    def chats(self) -> float | None:
        """Return by how many chats the overruling erred less; below 0: more. None: not known."""
        return self._less("chats")

    @property
    def hours(self) -> float | None:
        """Return by how many agent-hours the need erred less; below 0: more. None: not known."""
        return self._less("hours")

    @property
    def level(self) -> float | None:
        """Return by how much the level by formula is higher; below 0: lower. None: not known."""
        if self.made is None or self.rival is None:
            return None
        if self.made.level is None or self.rival.level is None:
            return None
        return self.made.level - self.rival.level

    def _less(self, name: str) -> float | None:
        if self.made is None or self.rival is None:
            return None
        gained: float = getattr(self.rival, name) - getattr(self.made, name)
        return gained


def gains(
    made: Forecast,
    came: Floats,
    overrulings: Sequence[Overruling],
    rival_of: Callable[[int], Forecast],
    *,
    posts: Sequence[Post],
    load: Load,
) -> tuple[Gain, ...]:
    """
    Return what each overruling gained or lost, post by post, in the order they were made.

    Parameters
    ----------
    made
        The forecast.
    came
        Chats that came; NaN: not recorded, or closed; shape as its mean.
    overrulings, rival_of
        Who overruled it in what, and the forecast of a number.
    posts, load
        What people are needed by.
    """
    found = []
    for one in overrulings:
        rival = rival_of(one.rival)
        for post in one.posts:
            cells = _cells(made.horizon, one)
            row = came[made.posts.index(post)]
            cells &= ~np.isnan(row) & ~np.isnan(made.of(post)) & ~np.isnan(rival.of(post))
            if not cells.any():
                found.append(Gain(one, post, None))
                continue
            need = _need(made.horizon, post, row, posts, load)
            errors = [
                _error(each, post, cells, row, need, posts=posts, load=load)
                for each in (made, rival)
            ]
            found.append(Gain(one, post, float(row[cells].sum()), *errors))
    return tuple(found)


def _cells(horizon: Horizon, one: Overruling) -> Bools:
    """Return the intervals an overruling concerns: of its day, or all."""
    cells = np.full(horizon.intervals, one.date is None)
    if one.date is not None:
        day = horizon.day(one.date)
        cells[horizon.first_interval(day) : horizon.first_interval(day + 1)] = True
    return cells


def _need(horizon: Horizon, post: str, chats: Floats, posts: Sequence[Post], load: Load) -> Floats:
    """Return the people that one post's chats ask for; shape (intervals,)."""
    asked = Forecast(horizon, (post,), chats[np.newaxis])
    return requirement(asked, posts, load=load).of(post)


def _error(
    forecast: Forecast,
    post: str,
    cells: Bools,
    came: Floats,
    need: Floats,
    *,
    posts: Sequence[Post],
    load: Load,
) -> NeedError:
    row = forecast.posts.index(post)
    chats = float(np.abs(forecast.scored[row] - came)[cells].sum())
    asked = _need(forecast.horizon, post, forecast.of(post), posts, load)
    missed = np.nan_to_num((asked - need)[cells]) * forecast.horizon.interval_hours
    short = float(np.maximum(0.0, -missed).sum())
    level = _level(forecast.horizon, post, cells, (came, asked), posts=posts, load=load)
    return NeedError(chats, float(np.abs(missed).sum()), short, level)


def _level(
    horizon: Horizon,
    post: str,
    cells: Bools,
    came_and_asked: tuple[Floats, Floats],
    *,
    posts: Sequence[Post],
    load: Load,
) -> float | None:
    """Return the level chats that came would meet with people asked for; each (intervals,)."""
    staffing = next(each for each in posts if each.id == post).staffing
    came, asked = (np.where(cells, row, np.nan) for row in came_and_asked)
    if staffing.is_deferrable or not np.nansum(came):
        return None
    return level_met(asked, came, staffing, interval_min=horizon.interval_min, load=load)

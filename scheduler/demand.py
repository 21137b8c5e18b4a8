"""
The tables of numbers between history and roster: volumes, forecast, requirement.

Arrays are copied, checked and made read-only when a table is made; NaN means "closed or missing",
never zero. Two tables are compared with ``numpy.testing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import DAY_MIN, Clock, Horizon
from scheduler.limits import limits, over

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


MOST_PRICED = 8  # people of an interval with a worth of their own
NOISE = 1e-9


Number = TypeVar("Number", np.float64, np.int64)


def _frozen(
    table: object, name: str, values: npt.ArrayLike, dtype: type[Number]
) -> npt.NDArray[Number]:
    array: npt.NDArray[Number] = np.array(values, dtype=dtype)
    array.setflags(write=False)
    object.__setattr__(table, name, array)
    return array


def _check_counts(array: Floats, shape: tuple[int, ...], column: str) -> None:
    require(array.shape == shape, "shape_differs", column=column, value=array.shape, expected=shape)
    finite = array[~np.isnan(array)]
    require(bool(np.isfinite(finite).all()), "not_finite", column=column)
    require(bool((finite >= 0).all()), "negative", column=column)


def require_unbroken(clock: Clock, starts_min: Ints, file: str = "") -> None:
    """
    Raise an InputError where a history has a stretch without data that no shop has.

    Parameters
    ----------
    clock
        Of the site.
    starts_min
        Moments with a record, ascending; shape (records,).
    file
        Where they stand, for the message.
    """
    silent = np.diff(starts_min) // DAY_MIN
    if len(silent) and int(silent.max()) > limits().gap_days:
        place = int(silent.argmax())
        ends = {"first": int(starts_min[place]), "last": int(starts_min[place + 1])}
        shown = {name: clock.date_of(at).isoformat() for name, at in ends.items()}
        raise InputError(over("gap_days", int(silent[place]), file=file, **shown))


@dataclass(frozen=True, slots=True)
class Caveat:
    """
    What a reader must know before trusting a number.

    Parameters
    ----------
    code
        Name of the sentence in ``ui/words`` (``caveat.<code>``).
    post
        Which post it concerns; empty: all.
    details
        Values the sentence needs.
    """

    code: str
    post: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Volumes:
    """
    Chats that arrived, per post and interval.

    Parameters
    ----------
    clock
        The site's wall clock.
    interval_min
        Length of an interval in minutes.
    posts
        Names, without repeats.
    start_min
        First moment of each interval, ascending, without repeats; shape (intervals,).
    counts
        Chats; NaN where the post was closed or the record is missing; shape (posts, intervals).
    """

    clock: Clock
    interval_min: int
    posts: tuple[str, ...]
    start_min: Ints
    counts: Floats

    def __post_init__(self) -> None:
        starts = _frozen(self, "start_min", self.start_min, np.int64)
        counts = _frozen(self, "counts", self.counts, np.float64)
        require(len(set(self.posts)) == len(self.posts) > 0, "posts_repeat", value=self.posts)
        require(bool((np.diff(starts) > 0).all()), "starts_not_ascending", column="start")
        _check_counts(counts, (len(self.posts), len(starts)), "volume")


@dataclass(frozen=True, eq=False)
class Forecast:
    """
    Chats expected, per post and interval of a horizon, with their spread.

    Parameters
    ----------
    horizon
        Whose intervals these are.
    posts
        Names, without repeats.
    mean
        Chats on average, which add up; NaN where the post is closed; shape (posts, intervals).
    levels
        Ascending quantile levels in (0, 1); may be empty.
    quantiles
        Chats not exceeded with the probability of each level; shape (posts, levels, intervals).
    caveats
        What limits its worth, such as a history that is too short.
    models
        Name of what made each post's forecast; empty: not known.
    day_cv
        Coefficient of variation of what moves whole days of each post, part of what the quantiles
        say; empty: not known.
    point
        Chats as likely exceeded as not, which err least interval by interval; below the mean where
        few chats come. None: taken as the mean. Shape (posts, intervals).
    week_cv
        Coefficient of variation of what moves whole weeks of each post, part of ``day_cv``; empty:
        not known, and days are taken to err each for itself.
    handed_over
        Share of all contacts that a robot hands over to people (转人工率), in [0, 1]; NaN where not
        known. None: no robot is known of. Shape (posts, intervals).
    """

    horizon: Horizon
    posts: tuple[str, ...]
    mean: Floats
    levels: tuple[float, ...] = ()
    quantiles: Floats | None = None
    caveats: tuple[Caveat, ...] = ()
    models: tuple[str, ...] = ()
    day_cv: tuple[float, ...] = ()
    point: Floats | None = None
    week_cv: tuple[float, ...] = ()
    handed_over: Floats | None = None

    def __post_init__(self) -> None:
        require(len(set(self.posts)) == len(self.posts) > 0, "posts_repeat", value=self.posts)
        mean = _frozen(self, "mean", self.mean, np.float64)
        _check_counts(mean, (len(self.posts), self.horizon.intervals), "volume")
        good = all(0 < level < 1 for level in self.levels) and list(self.levels) == sorted(
            set(self.levels)
        )
        require(good, "quantile_out_of_range", column="levels", value=self.levels)
        shape = (len(self.posts), len(self.levels), self.horizon.intervals)
        given = np.empty(shape) if self.quantiles is None else self.quantiles
        require(self.quantiles is not None or not self.levels, "quantiles_missing", column="levels")
        _check_counts(_frozen(self, "quantiles", given, np.float64), shape, "quantile")
        point = mean if self.point is None else self.point
        _check_counts(_frozen(self, "point", point, np.float64), mean.shape, "point")
        if self.handed_over is not None:
            share = _frozen(self, "handed_over", self.handed_over, np.float64)
            _check_counts(share, mean.shape, "handed_over")
            most = float(np.nanmax(share, initial=0.0))
            require(most <= 1, "share_out_of_range", column="handed_over", value=most)

    def handed_of(self, post: str) -> float | None:
        """Return the share of a post's contacts handed over in all; None: not known."""
        if self.handed_over is None:
            return None
        row = self.posts.index(post)
        share, mean = self.handed_over[row], self.mean[row]
        known = ~np.isnan(share) & ~np.isnan(mean) & (share > 0)
        contacts = float((mean[known] / share[known]).sum())
        return float(mean[known].sum()) / contacts if contacts > 0 else None

    @property
    def scored(self) -> Floats:
        """Return the chats that err least interval by interval; shape (posts, intervals)."""
        assert self.point is not None
        return self.point

    def times(self, factors: Floats) -> Forecast:
        """Return the forecast with all its chats times factors that broadcast to its means."""
        assert self.quantiles is not None
        each = np.broadcast_to(factors, self.mean.shape)
        return replace(
            self,
            mean=self.mean * each,
            quantiles=self.quantiles * each[:, np.newaxis],
            point=self.scored * each,
        )

    def of(self, post: str) -> Floats:
        """Return one post's expected chats; shape (intervals,)."""
        row: Floats = self.mean[self.posts.index(post)]
        return row

    def at(self, level: float) -> Floats:
        """
        Return the chats at one of the stored quantile levels; shape (posts, intervals).

        Raises
        ------
        InputError
            When the level is not one of ``levels``.
        """
        require(level in self.levels, "quantile_unknown", value=level, levels=self.levels)
        assert self.quantiles is not None
        return self.quantiles[:, self.levels.index(level), :]


@dataclass(frozen=True, eq=False)
class Requirement:
    """
    Agents needed at work, per post and interval of a horizon; decimals kept.

    Parameters
    ----------
    horizon
        Whose intervals these are.
    posts
        Names, without repeats.
    agents
        Agents needed; NaN where the post is closed, 0 is open; shape (posts, intervals).
    worth
        What the first, second, … person is worth of one who is missing, never more than the one
        before; NaN where the need alone says: up to it each person 1, the last their decimals.
        None: the need says everywhere. Shape (posts, people, intervals).
    """

    horizon: Horizon
    posts: tuple[str, ...]
    agents: Floats
    worth: Floats | None = None

    def __post_init__(self) -> None:
        require(len(set(self.posts)) == len(self.posts) > 0, "posts_repeat", value=self.posts)
        agents = _frozen(self, "agents", self.agents, np.float64)
        _check_counts(agents, (len(self.posts), self.horizon.intervals), "agents")
        if self.worth is not None:
            told = np.where(np.isnan(agents)[:, np.newaxis], np.nan, self.worth)
            self._check_worth(told)
            object.__setattr__(self, "worth", None)
            if not np.isnan(told).all():
                _frozen(self, "worth", told, np.float64)

    def _check_worth(self, worth: Floats) -> None:
        people = worth.shape[1]
        require(people <= MOST_PRICED, "worth_too_many", column="worth", value=people)
        _check_counts(worth, (len(self.posts), people, self.horizon.intervals), "worth")
        known = ~np.isnan(worth)
        holes = np.logical_and(known.any(axis=1), ~known.all(axis=1))
        self._require_nowhere(np.asarray(holes), "worth_has_holes")
        rises = worth[:, 1:] > worth[:, :-1] + NOISE  # never beside an empty one
        self._require_nowhere(np.asarray(rises.any(axis=1)), "worth_rises")

    def _require_nowhere(self, wrong: npt.NDArray[np.bool_], code: str) -> None:
        """Raise an InputError that names the first place; shape (posts, intervals)."""
        for row, cell in np.argwhere(wrong).tolist()[:1]:
            at = self.horizon.clock.format(self.horizon.minute(cell))
            raise InputError(
                [Fault(code, column="worth", value=self.posts[row], details={"at": at})]
            )

    @property
    def plain(self) -> Requirement:
        """Return the need alone, without what single people are worth."""
        return self if self.worth is None else replace(self, worth=None)

    @property
    def is_priced(self) -> npt.NDArray[np.bool_]:
        """Return where single people have a worth of their own; shape (posts, intervals)."""
        if self.worth is None:
            return np.zeros(self.agents.shape, dtype=np.bool_)
        found: npt.NDArray[np.bool_] = ~np.isnan(self.worth[:, 0])
        return found

    def missing(self, people: Floats | Ints) -> Floats:
        """
        Return the people missing, each counted at their worth; NaN where the post is closed.

        ``people`` at work, whole, and what is returned have shape (posts, intervals).
        """
        found: Floats = np.maximum(0.0, self.agents - people)
        if self.worth is None:
            return found
        number = np.arange(1, self.worth.shape[1] + 1)[np.newaxis, :, np.newaxis]
        left = np.where(number > people[:, np.newaxis], self.worth, 0.0).sum(axis=1)
        return np.where(self.is_priced, left, found)

    def moved(self, agents: Floats) -> Requirement:
        """Return another need; where it differs, single people lose the worth they had in it."""
        worth = self.worth
        if worth is not None:
            worth = np.where((agents != self.agents)[:, np.newaxis], np.nan, worth)
        return replace(self, agents=agents, worth=worth)

    def between(self, horizon: Horizon, first: int, last: int) -> Requirement:
        """Return the need of a horizon that begins at an interval and ends before another."""
        worth = None if self.worth is None else self.worth[..., first:last]
        return Requirement(horizon, self.posts, self.agents[:, first:last], worth)

    def of(self, post: str) -> Floats:
        """Return one post's need; shape (intervals,)."""
        row: Floats = self.agents[self.posts.index(post)]
        return row

    @property
    def is_open(self) -> npt.NDArray[np.bool_]:
        """Return where posts are open; shape (posts, intervals)."""
        return ~np.isnan(self.agents)

    @property
    def hours(self) -> float:
        """Return the agent-hours needed in all."""
        return float(np.nansum(self.agents)) * self.horizon.interval_hours

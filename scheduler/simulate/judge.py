"""Whether a chat was answered as promised: by each post's own time and definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.post import LevelDefinition, Post, StaffingTarget
from scheduler.simulate.hall import NONE, Floats, Ints, Records
from scheduler.simulate.turns import turns_kept
from scheduler.staffing.requirement import open_intervals

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.demand import Forecast
    from scheduler.horizon import Horizon

    Flags = npt.NDArray[np.bool_]


EVER_S = 1e9  # "answered at all"


@dataclass(frozen=True, slots=True)
class Promise:
    """
    What a post promises beside its service level.

    Parameters
    ----------
    post
        Id of the post whose customers were promised it.
    target
        Share, time, definition and hours.
    is_answer_rate
        Whether it is the least answer rate (接听率): no time is promised.
    """

    post: str
    target: StaffingTarget
    is_answer_rate: bool = False


def promises_of(posts: Sequence[Post]) -> tuple[Promise, ...]:
    """Return what posts promise beside their service levels."""
    found = [Promise(post.id, target) for post in posts for target in post.staffing.targets]
    rates = [
        Promise(post.id, StaffingTarget(post.staffing.answer_rate, EVER_S), is_answer_rate=True)
        for post in posts
        if post.staffing.answer_rate > 0 and not post.staffing.is_deferrable
    ]
    return (*found, *rates)


@dataclass(frozen=True, eq=False)
class Fate:
    """
    What became of chats; arrays of shape (chats,).

    Parameters
    ----------
    answered, left
        Answered, and gone before; neither: carried over, still waiting at the end.
    wait_s
        Seconds until the first reply, until leaving, or until the horizon's end.
    soon
        Within the promised time.
    judged
        Whether the promise falls due inside the horizon; always so for chats nobody may put off.
    held, counted
        Above and below the line of the post's own service level.
    """

    answered: Flags
    left: Flags
    wait_s: Floats
    soon: Flags
    judged: Flags
    held: Flags
    counted: Flags


@dataclass(frozen=True, eq=False)
class Judge:
    """
    The promises of the posts.

    A chat of a deferrable post is done when its work is: within the promised time, or, where the
    post is closed then, in the first open interval after. Those due after the horizon are left out.

    Parameters
    ----------
    posts
        Staffing inputs say what is promised.
    is_open
        When each post is open; shape (posts, intervals).
    interval_s
        Length of an interval.
    clocks
        Clock time at which each interval begins; shape (intervals,).
    """

    posts: Sequence[Post]
    is_open: Flags
    interval_s: float
    clocks: Ints

    @property
    def end_s(self) -> float:
        """Return the horizon's length."""
        return len(self.is_open[0]) * self.interval_s

    def waited_until(self, chats: Records) -> Floats:
        """Return when chats stop waiting: answered, gone, or carried over; shape (chats,)."""
        answered = chats["agent"] != NONE
        until: Floats = np.where(answered, chats["replied"], chats["ended"])
        for number, post in enumerate(self.posts):
            if post.staffing.is_deferrable:
                carried = (chats["post"] == number) & ~answered
                until[carried] = np.maximum(self.end_s, chats["arrived"][carried])
        return until

    def fate(self, chats: Records) -> Fate:
        """Return what became of chats that arrived in the horizon."""
        answered, arrived = chats["agent"] != NONE, chats["arrived"]
        wait = self.waited_until(chats) - arrived
        within = np.array([post.staffing.within_s for post in self.posts])[chats["post"]]
        soon, judged = wait <= within, np.ones(len(chats), dtype=bool)
        left = ~answered
        for number, post in enumerate(self.posts):
            if post.staffing.is_deferrable:
                mine = chats["post"] == number
                soon[mine], judged[mine] = self._done(number, chats[mine], post.staffing.within_s)
                left[mine] = False
        held, counted = self._own(chats["post"], answered, soon, left)
        return Fate(answered, left, wait, soon & judged, judged, held & judged, counted & judged)

    def kept(self, chats: Records, promise: Promise) -> tuple[float, float]:
        """Return how many chats (or turns) kept a promise, and how many it was made to."""
        number = next(at for at, post in enumerate(self.posts) if post.id == promise.post)
        target, holds = promise.target, np.ones(len(self.clocks), dtype=bool)
        mine = chats[chats["post"] == number]
        if target.hours is not None:
            holds = np.array([int(clock) in target.hours for clock in self.clocks])
        if target.every_turn:
            return turns_kept(mine, self.posts[number].staffing, target, holds, self.interval_s)
        mine = mine[holds[(mine["arrived"] // self.interval_s).astype(np.int64)]]
        answered = mine["agent"] != NONE
        if self.posts[number].staffing.is_deferrable:
            soon, judged = self._done(number, mine, target.within_s)
            return float((soon & judged).sum()), float(judged.sum())
        soon = self.waited_until(mine) - mine["arrived"] <= target.within_s
        held, counted = _line(target.definition, answered, ~answered, soon)
        return float(held.sum()), float(counted.sum())

    def _done(self, post: int, chats: Records, within_s: float) -> tuple[Flags, Flags]:
        """Return which conversations of a deferrable post were done in time, and which fell due."""
        due = self._due(post, chats["arrived"] + within_s)
        in_time = (chats["agent"] != NONE) & (chats["ended"] <= due)
        return in_time, due <= self.end_s

    def _due(self, post: int, promised: Floats) -> Floats:
        """Return when work is due; infinite where no open interval follows."""
        ends = (np.arange(self.is_open.shape[1]) + 1) * self.interval_s
        latest = np.where(self.is_open[post], ends, np.inf)
        following = np.append(np.minimum.accumulate(latest[::-1])[::-1], np.inf)
        place = np.minimum(promised // self.interval_s, len(ends)).astype(np.int64)
        is_open = np.append(self.is_open[post], False)[place]
        due: Floats = np.where(is_open, promised, following[place])
        return due

    def _own(
        self, post: npt.NDArray[np.int64], answered: Flags, soon: Flags, left: Flags
    ) -> tuple[Flags, Flags]:
        held, counted = answered & soon, np.ones(len(post), dtype=bool)
        for number, each in enumerate(self.posts):
            definition = each.staffing.definition
            if definition is not LevelDefinition.ANSWERED_OF_OFFERED:
                mine = post == number
                held[mine], counted[mine] = _line(
                    definition, answered[mine], left[mine], soon[mine]
                )
        return held, counted


def _line(
    definition: LevelDefinition, answered: Flags, left: Flags, soon: Flags
) -> tuple[Flags, Flags]:
    """Return which chats stand above the line of a definition, and which below."""
    held, counted = answered & soon, np.ones(len(answered), dtype=bool)
    if definition is LevelDefinition.ANSWERED_OR_LEFT_OF_OFFERED:
        return held | (left & soon), counted
    if definition is LevelDefinition.ANSWERED_OF_PATIENT:
        return held, ~(left & soon)
    return held, answered if definition is LevelDefinition.ANSWERED_OF_ANSWERED else counted


def judge_of(posts: Sequence[Post], forecast: Forecast, horizon: Horizon) -> Judge:
    """Return the judge of a week: posts are open by their hours where the forecast is known."""
    is_open = np.ones((len(posts), horizon.intervals), dtype=bool)
    for number, post in enumerate(posts):
        if post.staffing.is_deferrable and post.id in forecast.posts:
            is_open[number] = open_intervals(post, horizon) & ~np.isnan(forecast.of(post.id))
    clocks = [horizon.clock.clock_of(horizon.minute(at)) for at in range(horizon.intervals)]
    return Judge(posts, is_open, horizon.interval_min * 60.0, np.array(clocks))

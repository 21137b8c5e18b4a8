"""The kinds of work: posts with their duties, opening hours and inputs of staffing."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import gathering, require
from scheduler.horizon import ClockSpan

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class StaffingInputs:
    """
    What decides how many people a volume of chats needs.

    Parameters
    ----------
    handle_s
        Mean time a chat stays open when its agent has all slots in use, in seconds, above 0.
    chats_at_once
        Slots of an agent, at least 1.
    patience_s
        Mean time a customer waits for the first reply before leaving, in seconds, above 0.
    service_level
        Target share of offered chats first answered in time, in (0, 1); abandoned ones are missed.
    within_s
        What "in time" means, in seconds, 0 or more.
    shrinkage
        Share of working time lost to what the roster does not plan itself, in [0, 1).
    """

    handle_s: float = 600.0
    chats_at_once: int = 3
    patience_s: float = 180.0
    service_level: float = 0.8
    within_s: float = 30.0
    shrinkage: float = 0.0

    def __post_init__(self) -> None:
        inf = float("inf")
        handle, slots, patience = self.handle_s, self.chats_at_once, self.patience_s
        level, within, shrinkage = self.service_level, self.within_s, self.shrinkage
        with gathering() as check:
            check(0 < handle < inf, "not_positive", column="handle_seconds", value=handle)
            whole = slots >= 1 and slots == int(slots)
            check(whole, "slots_not_whole", column="chats_at_once", value=slots)
            check(0 < patience < inf, "not_positive", column="patience_seconds", value=patience)
            check(0 < level < 1, "share_out_of_range", column="service_level", value=level)
            check(0 <= within < inf, "negative", column="within_seconds", value=within)
            check(0 <= shrinkage < 1, "shrinkage_range", column="shrinkage", value=shrinkage)


@dataclass(frozen=True, slots=True)
class Post:
    """
    A kind of work with its own queue of chats.

    Parameters
    ----------
    id
        Name used in files, such as ``presales``.
    staffing
        Inputs of the requirement.
    duties
        What people on the post do (岗位职责), a line each.
    opening
        Clock spans by weekday, Monday first, 7 entries, each possibly empty; None: round the clock.
    min_agents
        People at work at every open moment; None: as the rules say for all posts.
    """

    id: str
    staffing: StaffingInputs = StaffingInputs()
    duties: tuple[str, ...] = ()
    opening: tuple[tuple[ClockSpan, ...], ...] | None = None
    min_agents: int | None = None

    def __post_init__(self) -> None:
        require(bool(self.id), "empty", column="post")
        if self.opening is not None:
            require(len(self.opening) == len(WEEKDAYS), "opening_days", column="opening")
        if self.min_agents is not None:
            require(self.min_agents >= 0, "negative", column="min_agents", value=self.min_agents)

    def open_at(self, weekday: int, clock: int) -> bool:
        """Return whether the post is open at a clock time of a weekday (0: Monday)."""
        if self.opening is None:
            return True
        yesterday = self.opening[(weekday - 1) % 7]
        return any(clock in span for span in self.opening[weekday] if _today(span, clock)) or any(
            clock < span.end_clock for span in yesterday if _crosses_midnight(span)
        )


def _crosses_midnight(span: ClockSpan) -> bool:
    return span.end_clock <= span.start_clock


def _today(span: ClockSpan, clock: int) -> bool:
    """Leave the part after midnight of a crossing span to the day it belongs to: the next one."""
    return not _crosses_midnight(span) or clock >= span.start_clock


@dataclass(frozen=True, slots=True)
class SealGroup:
    """
    Posts that people certified for all of them may hold together in named hours.

    In those hours a post counts, towards its minimum, its own people and the people on the group's
    other posts who hold certificates for every post of the group.

    Parameters
    ----------
    posts
        At least two posts.
    hours
        Clock span in which this holds.
    """

    posts: tuple[str, ...]
    hours: ClockSpan

    def __post_init__(self) -> None:
        good = len(set(self.posts)) == len(self.posts) >= 2
        require(good, "seal_posts", column="posts", value=self.posts)

"""The kinds of work: posts with their duties, opening hours and inputs of staffing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from scheduler.errors import gathering, require
from scheduler.horizon import ClockSpan
from scheduler.keys import Key, WrittenIn
from scheduler.limits import require_within
from scheduler.opening_on import OpeningOn, is_open
from scheduler.staffing.cycle import ReplyCycle


class LevelDefinition(StrEnum):
    """The four shares that people call service level; they differ wherever customers leave."""

    ANSWERED_OF_OFFERED = "answered_of_offered"
    """Answered in time, of all offered: who leaves is missed."""
    ANSWERED_OR_LEFT_OF_OFFERED = "answered_or_left_of_offered"
    """Answered or gone in time, of all offered: who leaves early is not missed."""
    ANSWERED_OF_PATIENT = "answered_of_patient"
    """Answered in time, of those who did not leave within that time."""
    ANSWERED_OF_ANSWERED = "answered_of_answered"
    """Answered in time, of those answered at all."""

    @property
    def number(self) -> int:
        """Return the number by which compiled code knows the definition."""
        return list(LevelDefinition).index(self)


@dataclass(frozen=True, slots=True)
class StaffingTarget:
    """
    One more promise to staff for, such as a platform's.

    Parameters
    ----------
    share
        Of the chats, in (0, 1).
    within_s
        Time to the first reply, in seconds, 0 or more.
    definition
        What the share is of.
    hours
        Clock span in which it holds; None: always.
    every_turn
        Whether it is of all turns, each of which a person replies to within the time, not only of
        first replies. A customer who leaves before any reply had one turn, which was missed.
    """

    share: float
    within_s: Annotated[float, Key("within_seconds")]
    definition: Annotated[LevelDefinition, Key(is_kept=True, fault="definition_unknown")] = (
        LevelDefinition.ANSWERED_OF_OFFERED
    )
    hours: ClockSpan | None = None
    every_turn: bool = False

    def __post_init__(self) -> None:
        with gathering() as check:
            good = 0 < self.share < 1
            check(good, "share_out_of_range", column="targets.share", value=self.share)
            good = 0 <= self.within_s < float("inf")
            check(good, "negative", column="targets.within_seconds", value=self.within_s)


class SpeedsFrom(StrEnum):
    """Where handling times by number of open chats come from."""

    ENTERED = "entered"
    """A person wrote them down."""
    CHATS = "chats"
    """A log of chats measured them."""
    RHYTHM = "rhythm"
    """Reckoned from the rhythm of replies."""


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
        Share of working time lost in minutes the roster does not plan itself, in [0, 1): who is
        away answers nobody, and open chats stand still. Work after a chat is handling time.
    definition
        What ``service_level`` is a share of.
    handle_s_by_level
        Mean time a chat stays open while its agent has 1, 2, … chats open, as many as slots, each
        above 0; empty: ``handle_s`` at every number. Their ratios count: the last stands for
        ``handle_s``.
    max_occupancy
        Most of the slots that may be in use on average, in (0, 1].
    answer_rate
        Least share of offered chats answered at all (接听率), in [0, 1); 0: no such target.
    targets
        More promises to keep at the same time.
    is_deferrable
        Whether replies may wait for hours (asynchronous chat): ``handle_s`` is then the agent's
        active time for a conversation, all of it is done within ``within_s``, and what is not done
        now is carried over. ``max_occupancy`` is the share of working time spent on it.
    speeds_from, reply_cycle
        Where ``handle_s_by_level`` comes from, and the rhythm it was reckoned from; only told.
    absence_rate
        Chance that a person does not come to a shift at all, beyond leave the roster knows, in
        [0, 1).
    lapse_min
        How long one is away at a time within ``shrinkage``, in minutes, above 0.
    """

    handle_s: Annotated[float, Key("handle_seconds", is_needed=True)] = 600.0
    chats_at_once: Annotated[int, Key(is_needed=True)] = 3
    patience_s: Annotated[float, Key("patience_seconds", is_needed=True)] = 180.0
    service_level: Annotated[float, Key(is_needed=True)] = 0.8
    within_s: Annotated[float, Key("within_seconds", is_needed=True)] = 30.0
    shrinkage: Annotated[float, Key(is_kept=True)] = 0.0
    definition: Annotated[LevelDefinition, Key(fault="definition_unknown")] = (
        LevelDefinition.ANSWERED_OF_OFFERED
    )
    handle_s_by_level: Annotated[tuple[float, ...], Key("handle_seconds_by_level")] = ()
    max_occupancy: float = 1.0
    answer_rate: float = 0.0
    targets: Annotated[tuple[StaffingTarget, ...], Key(after="is_deferrable")] = ()
    is_deferrable: Annotated[bool, Key("deferrable")] = False
    speeds_from: Annotated[
        SpeedsFrom, Key(after="handle_s_by_level", fault="speeds_from_unknown")
    ] = SpeedsFrom.ENTERED
    reply_cycle: Annotated[ReplyCycle | None, Key(after="speeds_from")] = None
    absence_rate: Annotated[float, Key(after="shrinkage")] = 0.0
    lapse_min: Annotated[float, Key("lapse_minutes", after="absence_rate")] = 15.0

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
            absent, lapse = self.absence_rate, self.lapse_min
            check(0 <= absent < 1, "shrinkage_range", column="absence_rate", value=absent)
            check(0 < lapse < inf, "not_positive", column="lapse_minutes", value=lapse)
            most, rate = self.max_occupancy, self.answer_rate
            check(0 < most <= 1, "occupancy_range", column="max_occupancy", value=most)
            check(0 <= rate < 1, "share_out_of_range", column="answer_rate", value=rate)
            times = self.handle_s_by_level
            require_within("slots", slots, column="chats_at_once")
            good = all(0 < time < inf for time in times)
            check(good, "not_positive", column="handle_seconds_by_level", value=times)
            check(
                not times or len(times) == slots,
                "levels_differ",
                column="handle_seconds_by_level",
                value=len(times),
                expected=slots,
            )
            reckoned = self.speeds_from is SpeedsFrom.RHYTHM
            good = reckoned == (self.reply_cycle is not None)
            check(good, "rhythm_missing", column="reply_cycle", value=self.speeds_from.value)
            cycle = self.reply_cycle
            for target in (each for each in self.targets if each.every_turn):
                told = {"column": "targets.every_turn", "value": f"{target.share:.1%}"}
                known = cycle is not None and not self.is_deferrable
                check(known, "turns_need_rhythm", **told)
                best = 1.0 if cycle is None else cycle.in_time(1, target.within_s)
                told |= {"within": f"{target.within_s:g}", "best": f"{best:.1%}"}
                check(target.share < best, "turns_out_of_reach", **told)

    @property
    def is_main_alone(self) -> bool:
        """Return whether the main target alone says who is needed."""
        alone = not self.targets and self.answer_rate == 0.0 and self.max_occupancy == 1.0
        return alone and not self.is_deferrable

    @property
    def completions_per_s(self) -> tuple[float, ...]:
        """Return the chats an agent ends a second with 1, 2, … chats open."""
        times = self.handle_s_by_level or (self.handle_s,) * int(self.chats_at_once)
        scale = times[-1] / self.handle_s
        return tuple(chats * scale / time for chats, time in enumerate(times, start=1))


class ExperiencedAt(StrEnum):
    """When a post needs experienced people among those at work."""

    ALWAYS = "always"
    NIGHT = "night"
    """Inside the night hours of the rules only."""


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
    min_experienced
        Of them, people who are no newcomers; 0: no such rule.
    experienced_at
        When that holds.
    handover_min
        Minutes that somebody who stays has been at work when a shift on the post ends, for the
        shift meeting (班前班后会); 0: none. What is missed has the price ``handover_missed``.
    opening_on
        Other opening hours on single days; of several for a day the first holds.
    """

    id: Annotated[str, Key(is_apart=True)]
    staffing: Annotated[StaffingInputs, Key(is_flat=True)] = StaffingInputs()
    duties: tuple[str, ...] = ()
    opening: Annotated[
        tuple[tuple[ClockSpan, ...], ...] | None, Key(unit=WrittenIn.WEEK, after="handover_min")
    ] = None
    min_agents: int | None = None
    min_experienced: int = 0
    experienced_at: Annotated[ExperiencedAt, Key(fault="experienced_at_unknown")] = (
        ExperiencedAt.ALWAYS
    )
    handover_min: Annotated[int, Key("handover_minutes")] = 0
    opening_on: Annotated[tuple[OpeningOn, ...], Key(after="opening")] = ()

    def __post_init__(self) -> None:
        require(bool(self.id), "empty", column="post")
        people, overlap = self.min_experienced, self.handover_min
        require(people >= 0, "negative", column="min_experienced", value=people)
        require(overlap >= 0, "negative", column="handover_minutes", value=overlap)
        if self.opening is not None:
            require(len(self.opening) == len(WEEKDAYS), "opening_days", column="opening")
        if self.min_agents is not None:
            require(self.min_agents >= 0, "negative", column="min_agents", value=self.min_agents)

    def open_at(self, weekday: int, clock: int) -> bool:
        """Return whether a post is usually open at a clock time of a weekday (0: Monday)."""
        if self.opening is None:
            return True
        return is_open(self.opening[weekday], self.opening[(weekday - 1) % 7], clock)

    @property
    def is_always_open(self) -> bool:
        """Return whether no hours are written at all: open round the clock."""
        return self.opening is None and not self.opening_on

    def hours_on(self, date: dt.date) -> tuple[ClockSpan, ...] | None:
        """Return the hours of a date; None: round the clock."""
        for each in self.opening_on:
            if date in each:
                return each.hours
        return None if self.opening is None else self.opening[date.weekday()]

    def open_on(self, date: dt.date, clock: int) -> bool:
        """Return whether the post is open at a clock time of a date."""
        hours = self.hours_on(date)
        before = self.hours_on(date - dt.timedelta(days=1))
        return hours is None or is_open(hours, before or (), clock)


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

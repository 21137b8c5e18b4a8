"""Stretches of work: the shapes that are allowed, and the shift one agent works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering, require
from scheduler.horizon import ClockSpan
from scheduler.keys import Cell, Key, Sign, WrittenIn
from scheduler.post import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.horizon import Clock

BREAK_STEP_MIN = 15


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time ``[start_min, end_min)``."""

    start_min: int
    end_min: int

    def __post_init__(self) -> None:
        require(self.start_min < self.end_min, "ends_before_start", column="end")

    @property
    def length_min(self) -> int:
        """Return the length in minutes."""
        return self.end_min - self.start_min

    def __contains__(self, minute: int) -> bool:
        return self.start_min <= minute < self.end_min

    def overlaps(self, other: Span) -> bool:
        """Return whether the two share a moment."""
        return self.start_min < other.end_min and other.start_min < self.end_min


@dataclass(frozen=True, slots=True)
class BreakRule:
    """
    A paid short break that a shift of some shape holds.

    Parameters
    ----------
    earliest_min, latest_min
        When it may begin, in minutes after the shift's start, both included.
    minutes
        Its length.
    """

    earliest_min: Annotated[int, Key("earliest_hours", WrittenIn.HOURS, after="minutes")]
    latest_min: Annotated[int, Key("latest_hours", WrittenIn.HOURS, after="earliest_min")]
    minutes: Annotated[int, Key(is_kept=True)] = 15

    def __post_init__(self) -> None:
        first, last = self.earliest_min, self.latest_min
        with gathering() as check:
            check(self.minutes > 0, "not_positive", column="minutes", value=self.minutes)
            check(0 <= first <= last, "break_window", column="latest_hours", value=last)


@dataclass(frozen=True, slots=True)
class ShiftShape:
    """
    A form of shift that may be rostered.

    Parameters
    ----------
    work_min
        Minutes of work, meal not counted.
    meal_min
        Minutes of the meal; 0: no meal.
    meal_earliest_min, meal_latest_min
        When the meal may begin, in minutes after the shift's start, both included.
    contract_hours
        Contract hours a week, lowest and highest, of the agents the shape is for.
    breaks
        Paid short breaks, in order of time; they are not taken off the work.
    starts
        Clock spans in which a shift of the shape may start; empty: at any time.
    code
        Of the shift type it belongs to; empty: none.
    weekdays
        Days on which it may start, as ``WEEKDAYS`` names them; empty: any.
    posts
        Posts it may be worked on; empty: any.
    """

    work_min: Annotated[int, Key("work_hours", WrittenIn.HOURS, Sign.POSITIVE)]
    meal_min: Annotated[int, Key("meal_minutes", is_kept=True)] = 0
    meal_earliest_min: Annotated[
        int, Key("meal_earliest_hours", WrittenIn.HOURS, kept_with="meal_min")
    ] = 0
    meal_latest_min: Annotated[
        int, Key("meal_latest_hours", WrittenIn.HOURS, kept_with="meal_min")
    ] = 0
    contract_hours: Annotated[tuple[float, float], Key(is_kept=True, after="work_min")] = (
        0.0,
        168.0,
    )
    breaks: tuple[BreakRule, ...] = ()
    starts: tuple[ClockSpan, ...] = ()
    code: Annotated[str, Key(is_apart=True)] = ""
    weekdays: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        low, high = self.contract_hours
        first, last = self.meal_earliest_min, self.meal_latest_min
        with gathering() as check:
            check(self.work_min > 0, "not_positive", column="work_hours", value=self.work_min)
            check(self.meal_min >= 0, "negative", column="meal_minutes", value=self.meal_min)
            check(low <= high, "range_order", column="contract_hours", value=self.contract_hours)
            good = self.meal_min == 0 or 0 <= first <= last < self.work_min
            check(good, "meal_window", column="meal_latest_hours", value=last)
            ends = [pause.latest_min + pause.minutes for pause in self.breaks]
            good = max(ends, default=0) <= self.length_min
            check(good, "break_window", column="break", value=max(ends, default=0))
            windows = [(pause.earliest_min, pause.latest_min) for pause in self.breaks]
            check(windows == sorted(windows), "break_order", column="break")
            for day in self.weekdays:
                good = day in WEEKDAYS
                check(
                    good, "weekday_unknown", column="weekdays", value=day, known=", ".join(WEEKDAYS)
                )

    @property
    def length_min(self) -> int:
        """Return minutes from start to end, meal included."""
        return self.work_min + self.meal_min

    def is_for(self, contract_hours_week: float) -> bool:
        """Return whether agents with this contract may work the shape."""
        low, high = self.contract_hours
        return low <= contract_hours_week <= high

    def usual_breaks(self, start_min: int, meal: Span | None) -> tuple[Span, ...]:
        """
        Return the breaks of a shift nearest to the middle of their windows, clear of the meal.

        A break for which there is no such place is left out.
        """
        taken = [] if meal is None else [meal]
        for rule in self.breaks:
            middle = (rule.earliest_min + rule.latest_min) // 2 // BREAK_STEP_MIN * BREAK_STEP_MIN
            begins = sorted(
                range(rule.earliest_min, rule.latest_min + 1), key=lambda at: abs(at - middle)
            )
            spans = (Span(start_min + at, start_min + at + rule.minutes) for at in begins)
            free = (span for span in spans if not any(map(span.overlaps, taken)))
            taken += list(islice(free, 1))
        return tuple(sorted(span for span in taken if span != meal))

    def starts_at(self, clock: Clock, minute: int) -> bool:
        """Return whether a shift of the shape may start at a moment, by clock and weekday."""
        if self.weekdays and WEEKDAYS[clock.date_of(minute).weekday()] not in self.weekdays:
            return False
        return not self.starts or any(clock.clock_of(minute) in span for span in self.starts)

    def is_on(self, posts: Collection[str]) -> bool:
        """Return whether the shape may be worked on all of some posts."""
        return not self.posts or set(posts) <= set(self.posts)


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """
    When the agent of a shift sits through a session of training or a meeting.

    Parameters
    ----------
    span
        From and until when.
    session
        Id of the session.
    """

    span: Span
    session: str


@dataclass(frozen=True, slots=True, order=True)
class Stint:
    """
    When the agent of a shift is on which post, where the post changes within the shift.

    Parameters
    ----------
    span
        From and until when, a meal in it included.
    post
        On which post.
    """

    span: Span
    post: str


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """
    One agent's stretch of work; belongs to the date on which it starts.

    Nothing but the order of its ends is checked here: a roster that comes from a file may break any
    rule, and ``verify`` must be able to say so.

    Parameters
    ----------
    agent_id, post
        Who, on which post; the first one where the post changes.
    start_min, end_min
        From and until when, half-open.
    meal
        Unpaid meal, or None.
    breaks
        Paid short breaks; nobody is covered during them.
    sessions
        Paid training and meetings; nobody is covered during them.
    stints
        When the agent is on which post, from start to end; empty: on one post throughout.
    """

    agent_id: Annotated[str, Key(cell=Cell.NAME)]
    start_min: Annotated[int, Key("start", cell=Cell.MOMENT, after="post")]
    end_min: Annotated[int, Key("end", cell=Cell.MOMENT, after="start_min")]
    post: Annotated[str, Key(cell=Cell.POST)]
    meal: Annotated[Span | None, Key(is_needed=True)] = None
    breaks: Annotated[tuple[Span, ...], Key(kept_with="sessions")] = ()
    sessions: Annotated[tuple[Sitting, ...], Key(kept_with="stints")] = ()
    stints: tuple[Stint, ...] = ()

    def __post_init__(self) -> None:
        require(self.start_min < self.end_min, "ends_before_start", column="end")

    @property
    def stated_kind(self) -> str:
        """Return the kind it is said to be of; empty: the kind its times say."""
        return ""

    @property
    def span(self) -> Span:
        """Return the stretch from start to end."""
        return Span(self.start_min, self.end_min)

    @property
    def work_min(self) -> int:
        """Return minutes of work, meal not counted."""
        return self.end_min - self.start_min - (self.meal.length_min if self.meal else 0)

    @property
    def pauses(self) -> tuple[Span, ...]:
        """Return the paid stretches in which the agent is not on the chats: breaks and sessions."""
        return (*self.breaks, *(sitting.span for sitting in self.sessions))

    @property
    def served(self) -> tuple[Stint, ...]:
        """Return when the agent is on which post; one stint where the post does not change."""
        return self.stints or (Stint(self.span, self.post),)

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the posts the agent is on, each once, in order of time."""
        return tuple(dict.fromkeys(stint.post for stint in self.served))

    def post_at(self, minute: int) -> str:
        """Return the post the agent is on at a moment; outside all stints the shift's own."""
        return next((stint.post for stint in self.stints if minute in stint.span), self.post)

    def with_sessions_of(self, other: Shift) -> Shift:
        """Return the shift with another's sessions where they fit, clear of meal and breaks."""
        taken = (*self.breaks, *(() if self.meal is None else (self.meal,)))
        kept = tuple(
            sitting
            for sitting in other.sessions
            if self.start_min <= sitting.span.start_min
            and sitting.span.end_min <= self.end_min
            and not any(map(sitting.span.overlaps, taken))
        )
        return replace(self, sessions=kept)

    def with_stints_of(self, other: Shift) -> Shift:
        """Return the shift with another's changes of post where it is as long, on the same post."""
        same = (self.span, self.post) == (other.span, other.post)
        return replace(self, stints=other.stints) if same else self

    def works_at(self, minute: int) -> bool:
        """Return whether the agent is at work at a moment, not at meal, on break or in session."""
        return (
            self.start_min <= minute < self.end_min
            and (self.meal is None or minute not in self.meal)
            and not any(minute in pause for pause in self.pauses)
        )

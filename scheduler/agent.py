"""Who works: agents, what they are certified for, when they are away and what they wish."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from scheduler.errors import gathering, require
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.keys import Asked, Cell, Key, Sign

MAX_WEEK_HOURS = 168
CONSECUTIVE = ("max_consecutive_days", "min_consecutive_days", "min_consecutive_days_off")


@dataclass(frozen=True, slots=True)
class Certificate:
    """
    A post an agent may work on.

    Parameters
    ----------
    post
        Name of the post.
    valid_from, valid_to
        First and last date of validity, both included; None: without limit.
    """

    post: Annotated[str, Key(cell=Cell.POST)]
    valid_from: Annotated[dt.date | None, Key(is_needed=True)] = None
    valid_to: Annotated[dt.date | None, Key(is_needed=True)] = None

    def __post_init__(self) -> None:
        require(bool(self.post), "empty", column="post")
        if self.valid_from and self.valid_to:
            require(
                self.valid_from <= self.valid_to,
                "ends_before_start",
                column="valid_to",
                value=self.valid_to,
            )

    def valid_on(self, date: dt.date) -> bool:
        """Return whether the certificate holds on a date."""
        return (self.valid_from is None or self.valid_from <= date) and (
            self.valid_to is None or date <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Contract:
    """
    What an agent is hired for.

    Parameters
    ----------
    hours_week
        Hours of work a week, in (0, 168].
    hourly_cost
        Cost of an hour of work in yuan; for reports and scenarios, not in a roster's cost.
    min_hours_week
        Hours of work a week that are promised (保底工时), counted over the days employed in the
        horizon and not lowered by absences; 0: none.
    max_consecutive_days, min_consecutive_days, min_consecutive_days_off
        Days in a row agreed with this person; None: as the rules say for all. The most never rises
        above the rule's.
    """

    hours_week: Annotated[float, Key("contract_hours_week")]
    hourly_cost: Annotated[Decimal, Key(is_needed=True)] = Decimal(0)
    min_hours_week: float = 0.0
    max_consecutive_days: int | None = None
    min_consecutive_days: int | None = None
    min_consecutive_days_off: int | None = None

    def __post_init__(self) -> None:
        hours, cost, promised = self.hours_week, self.hourly_cost, self.min_hours_week
        with gathering() as check:
            good = promised == 0 or 0 < promised <= hours
            check(good, "promise_out_of_range", column="min_hours_week", value=promised, most=hours)
            for name in CONSECUTIVE:
                days = getattr(self, name)
                check(days is None or days >= 1, "not_positive", column=name, value=days)
            good = 0 < hours <= MAX_WEEK_HOURS
            check(good, "hours_out_of_range", column="contract_hours_week", value=hours)
            good = cost.is_finite() and cost >= 0
            check(good, "negative", column="hourly_cost", value=cost)


@dataclass(frozen=True, slots=True)
class Employment:
    """
    From when to when somebody is employed.

    Parameters
    ----------
    first, last
        First and last day, both included; None: without limit.
    """

    first: dt.date | None = None
    last: dt.date | None = None

    def __contains__(self, date: dt.date) -> bool:
        return (self.first is None or self.first <= date) and (
            self.last is None or date <= self.last
        )

    @property
    def is_some(self) -> bool:
        """Return whether it holds a day at all."""
        return self.first is None or self.last is None or self.first <= self.last

    def within(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """Return its first and last day from one date to another; last before first: none."""
        return max(first, self.first or first), min(last, self.last or last)


class ProtectedBy(StrEnum):
    """By what the law protects an agent for a time: no nights, no overtime."""

    PREGNANCY = "pregnancy"  # from the seventh month
    NURSING = "nursing"  # of a child under one: an hour a day counts as work too


@dataclass(frozen=True, slots=True)
class Agent:
    """
    A person who answers chats.

    Parameters
    ----------
    id
        Unique in a shop.
    name, team
        For people to read.
    certificates
        Posts the agent may work on, at least one; a post may occur with several periods.
    contract
        Hours and cost.
    no_nights
        May not work inside the night hours (from the 7th month of pregnancy, nursing, minors).
    overtime_consent
        Agreed to work overtime.
    hired, leaves
        First and last day of employment, both included; None: before, and after, all that is
        looked at.
    service_since
        First day of work for any employer (参加工作时间), by which annual leave accrues; None: as
        ``hired``.
    is_experienced
        Whether the agent is no newcomer; None: by the days since ``hired``.
    work_plan
        Name of the work plan; empty: the one of the team, else the one the rules give to all.
    cycle_start
        A day on which the cycle of the work plan begins for this person; None: as the past says.
    fixed_week
        What this person works from Monday to Sunday, each day as in ``WorkPlan.day_cycle``; empty:
        as the plan says. It takes the place of the plan's cycle of days and of its rotation.
    protected
        By what the law protects the agent; None: nothing.
    protected_from, protected_to
        First and last day of that, both included; None: without limit.
    """

    id: Annotated[str, Key("agent_id", cell=Cell.NAME)]
    name: str
    team: str
    certificates: Annotated[tuple[Certificate, ...], Key("posts", cell=Cell.POSTS)]
    contract: Annotated[Contract, Key(is_flat=True)]
    no_nights: Annotated[bool, Key(is_needed=True)] = False
    overtime_consent: bool = False
    hired: dt.date | None = None
    leaves: dt.date | None = None
    service_since: dt.date | None = None
    is_experienced: Annotated[bool | None, Key("experienced")] = None
    work_plan: str = ""
    cycle_start: dt.date | None = None
    fixed_week: tuple[str, ...] = ()
    protected: ProtectedBy | None = None
    protected_from: dt.date | None = None
    protected_to: dt.date | None = None

    def __post_init__(self) -> None:
        with gathering() as check:
            first, last = self.protected_from, self.protected_to
            good = first is None or last is None or first <= last
            check(good, "ends_before_start", column="protected_to", value=last)
            good = self.protected is not None or (first is None and last is None)
            check(good, "protected_by_nothing", column="protected", value=self.id)
            days = len(self.fixed_week)
            check(days in {0, WEEK_DAYS}, "fixed_week_days", column="fixed_week", value=days)
            check(bool(self.id), "empty", column="agent_id")
            check(len(self.certificates) > 0, "no_posts", column="posts", value=self.id)
            good = self.employment.is_some
            check(good, "leaves_before_hired", column="leaves", value=self.leaves, first=self.hired)
            since = self.service_since
            good = since is None or self.hired is None or since <= self.hired
            check(
                good, "service_after_hired", column="service_since", value=since, first=self.hired
            )

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the posts the agent is or was certified for, each once."""
        return tuple(dict.fromkeys(certificate.post for certificate in self.certificates))

    @property
    def employment(self) -> Employment:
        """Return from when to when the agent is employed."""
        return Employment(self.hired, self.leaves)

    def employed(self, date: dt.date) -> bool:
        """Return whether the agent is employed on a date."""
        return date in self.employment

    def protected_on(self, date: dt.date) -> ProtectedBy | None:
        """Return by what the law protects the agent on a date."""
        span = Employment(self.protected_from, self.protected_to)
        return self.protected if date in span else None

    def may_work_nights(self, date: dt.date) -> bool:
        """Return whether work in the night hours of a date is allowed."""
        return not (self.no_nights or self.protected_on(date))

    def certified(self, post: str, date: dt.date) -> bool:
        """Return whether the agent is employed, and may work on a post, on a date."""
        return self.employed(date) and any(
            certificate.post == post and certificate.valid_on(date)
            for certificate in self.certificates
        )

    def experienced(self, date: dt.date, newcomer_days: int) -> bool:
        """Return whether the agent is no newcomer on a date."""
        if self.is_experienced is not None:
            return self.is_experienced
        return self.hired is None or (date - self.hired).days >= newcomer_days


@dataclass(frozen=True, slots=True)
class AgentLimit:
    """
    A limit agreed with one person.

    Parameters
    ----------
    agent_id
        Id of the agent, one of the staff list.
    kind
        A kind of shift, ``night`` (a night shift as the rules count it, where no kind has that
        name) or ``weekend`` (a weekend worked).
    max_per_month
        Most of them in a calendar month, history included, 0 or more; a limit the rules have for
        all holds beside it.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    kind: Annotated[str, Key(cell=Cell.SHIFT_KIND)]
    max_per_month: Annotated[int, Asked(most=31)]

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.kind), "empty", column="kind")
            most = self.max_per_month
            check(most >= 0, "negative", column="max_per_month", value=most)


@dataclass(frozen=True, slots=True)
class Absence:
    """
    A stretch of time in which an agent cannot work; it does not lower the contract hours.

    Parameters
    ----------
    agent_id
        Id of the agent, one of the staff list.
    start_min, end_min
        From and until when, half-open.
    kind
        Leave, sickness, training …; free text.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    start_min: Annotated[int, Key("start", cell=Cell.MOMENT)]
    end_min: Annotated[int, Key("end", cell=Cell.MOMENT)]
    kind: Annotated[str, Key(is_needed=True)] = ""

    def __post_init__(self) -> None:
        require(self.start_min < self.end_min, "ends_before_start", column="end")


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What an agent would like on one date.

    Parameters
    ----------
    agent_id, date
        Who and when.
    window
        Clock times ``(first, last)`` in minutes after midnight between which a shift would suit,
        first before last; None: the day off, or what ``kind`` says.
    weight
        Cost of not granting it, per shift that breaks it; 0 or more.
    kind
        A kind of shift: a shift of this kind on that date is wished, and the wish is broken once
        where there is none; empty: no such wish.
    is_against
        Whether a shift of that kind is what the agent would rather not have.
    is_only
        Whether only a shift of another kind breaks the wish, not a day off: each of a week's dates
        has such a wish where somebody would like one kind for the whole week.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: Annotated[dt.date, Key(cell=Cell.WEEK_DATE)]
    window: Annotated[tuple[int, int] | None, Key("wish", cell=Cell.WISH, is_shared=True)]
    weight: Annotated[float, Key(sign=Sign.NOT_NEGATIVE, is_needed=True)] = 1.0
    kind: Annotated[str, Key("wish", cell=Cell.WISH, is_shared=True)] = ""
    is_against: Annotated[bool, Key("wish", cell=Cell.WISH, is_shared=True)] = False
    is_only: Annotated[bool, Key("wish", cell=Cell.WISH, is_shared=True)] = False

    def __post_init__(self) -> None:
        with gathering() as check:
            marks = self.is_against + self.is_only
            good = not (self.kind and self.window) and marks <= bool(self.kind)
            check(good, "wish_of_two_kinds", column="wish", value=self.kind)
            if self.window is not None:
                first, last = self.window
                good = 0 <= first < last <= DAY_MIN
                check(good, "window_order", column="wish", value=self.window)
            check(0 <= self.weight < float("inf"), "negative", column="weight", value=self.weight)

    @property
    def is_day_off(self) -> bool:
        """Return whether the wish is for the whole day off."""
        return self.window is None and not self.kind

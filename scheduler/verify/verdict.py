"""What the checker says of a roster: which rules are broken, and what the roster costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Violation:
    """
    One breach of one hard rule.

    Parameters
    ----------
    rule
        Its name; the sentence is ``rule.<name>`` in ``ui/words``.
    agent_id, post
        Who or what it concerns; empty where it does not apply.
    at_min
        The moment it concerns, such as the shift's start; None: the whole horizon.
    measured, limit
        Value found and value allowed, in the rule's unit (minutes, days, people), None if none.
    subject
        What else it concerns, such as a kind of shift or a session; empty where nothing.
    """

    rule: str
    agent_id: str = ""
    post: str = ""
    at_min: int | None = None
    measured: float | None = None
    limit: float | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """
    The price of a roster by its parts, in the unit of ``Weights``.

    Parameters
    ----------
    short_hours, surplus_hours
        Agent-hours below and above the requirement, per post and interval, summed.
    wishes
        Sum of the weights of broken wishes.
    total
        What is minimised.
    overtime_hours
        Hours of overtime.
    unsteady_hours
        Hours between the clock times at which two working days in a row start, beyond what is free.
    unfair_shifts
        Night, weekend, peak and late shifts above the fair shares.
    missed_handovers
        Moments at which a post is handed over without the overlap asked for.
    changed_days
        Days of people whose hours are not the announced ones.
    type_changes
        Shifts of another type or kind than the one before them in the same week.
    owed_hours
        Hours that are owed to people and not given.
    weeks_apart
        Weeks of people without the days off in a row that their plan gives a price.
    standby_hours
        Hours for which people are wanted to stand by and none does.
    post_changes
        Changes of post within shifts.
    weighed_hours
        Hours short, each person counted at what they would be worth, as the total has them; None:
        nothing says so, and the total has ``short_hours``.
    """

    short_hours: float
    surplus_hours: float
    wishes: float
    total: float
    overtime_hours: float = 0.0
    unsteady_hours: float = 0.0
    unfair_shifts: int = 0
    missed_handovers: int = 0
    changed_days: int = 0
    type_changes: int = 0
    owed_hours: float = 0.0
    weeks_apart: int = 0
    standby_hours: float = 0.0
    post_changes: int = 0
    weighed_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    The checker's word on a roster.

    Parameters
    ----------
    violations
        In the order rule, agent, moment; empty for a clean roster.
    cost
        The price by parts.
    interval_min
        Minutes of an interval, by which the rules of posts count; 0: not known, each stands alone.
    """

    violations: tuple[Violation, ...]
    cost: Cost
    interval_min: int = 0

    @property
    def is_clean(self) -> bool:
        """Return whether no hard rule is broken."""
        return not self.violations

    @property
    def stretches(self) -> tuple[Violation, ...]:
        """Return the first violation of every stretch: people call a post open all night one."""
        return in_stretches(self.violations, self.interval_min)

    @property
    def stretches_by_rule(self) -> dict[str, int]:
        """Return the number of stretches of each broken rule."""
        return dict(Counter(violation.rule for violation in self.stretches))

    @property
    def by_rule(self) -> dict[str, int]:
        """Return the number of breaches of each broken rule."""
        return dict(Counter(violation.rule for violation in self.violations))


def in_stretches(violations: Iterable[Violation], interval_min: int) -> tuple[Violation, ...]:
    """
    Return the first violation of every stretch of intervals of one rule, agent, post and subject.

    Parameters
    ----------
    violations
        In the order of their moments.
    interval_min
        Minutes from one interval to the next; 0: each violation stands alone.
    """
    ends: dict[tuple[str, str, str, str], int] = {}
    found = []
    for each in violations:
        about = (each.rule, each.agent_id, each.post, each.subject)
        if interval_min == 0 or each.at_min is None or ends.get(about) != each.at_min:
            found.append(each)
        if each.at_min is not None:
            ends[about] = each.at_min + interval_min
    return tuple(found)

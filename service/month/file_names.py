"""Which plain files a month is scored and paid from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """
    The files a month is scored from; one of facts, weeks, messages and orders is needed.

    Parameters
    ----------
    facts
        Counts per agent, post and day.
    weeks
        Folders with ``roster.csv``, as published before each week began; they give scheduled
        minutes.
    punches
        What is said of presences that are asked about.
    attendance, exceptions
        Presences, and secondments and disruptions; measured against the rosters of ``weeks``, else
        against the ``scheduled_min`` of the facts, day by day.
    messages
        Counted as chats.
    orders, attribution
        Orders, and the rule by which they are credited to who wrote ``messages``.
    targets, pay_plan
        What is to be reached, and what is paid.
    schemes, pay_schemes
        TOML files; none: those of ``DEFAULT_SCHEMES``, and the pay schemes that ship.
    overtime, rewards, deductions, refunds
        What is paid and taken beside.
    earlier_pay, time_off
        What was paid in the months before, by which hours may be paid; and what was left of work on
        rest days for which leave is given.
    absences
        Leave, beside that of the weeks.
    agents
        Staff list, for teams and dates of employment; who is not on it has no business in the other
        files.
    timezone
        Of the files' times.
    """

    facts: Path | None = None
    weeks: tuple[Path, ...] = ()
    attendance: Path | None = None
    punches: Path | None = None
    exceptions: Path | None = None
    messages: Path | None = None
    orders: Path | None = None
    attribution: Path | None = None
    targets: Path | None = None
    pay_plan: Path | None = None
    schemes: tuple[Path, ...] = ()
    pay_schemes: tuple[Path, ...] = ()
    overtime: Path | None = None
    rewards: Path | None = None
    deductions: Path | None = None
    refunds: Path | None = None
    earlier_pay: Path | None = None
    time_off: Path | None = None
    absences: Path | None = None
    agents: Path | None = None
    timezone: str = "Asia/Shanghai"

    @property
    def is_named(self) -> bool:
        """Return whether files say what happened in the month."""
        told = (self.facts, self.messages, self.orders)
        return bool(self.weeks) or any(path is not None for path in told)

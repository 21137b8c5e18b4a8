"""What a supervisor puts up for agents to claim: open shifts (抢班), overtime, going home early."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.facts.leave_days import LeaveKind
from scheduler.errors import gathering
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.agent import Agent

ANY_CONTRACT = (0.0, 168.0)


class OfferKind(StrEnum):
    """What is put up."""

    SHIFT = "shift"  # an open shift, or a stretch, for who is free
    LONGER = "longer"  # overtime that joins one's own shift
    EARLY = "early"  # going home before one's own shift ends


class OfferOrder(StrEnum):
    """To whom places go."""

    FIRST = "first"  # first come, at once
    FEWEST = "fewest"  # fewest published hours, at the deadline or when the supervisor gives them


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """
    On what terms something is put up.

    Parameters
    ----------
    kind, places, order
        What, for how many people, and to whom it goes.
    deadline_s
        Until when it can be claimed, in seconds since 1970-01-01 00:00 UTC.
    invited
        Ids of who may; empty: whoever holds the certificate of the post.
    contract_hours
        Contract hours a week of who may, lowest and highest.
    most_each
        Places of the same week that one person may get, this one too; 0: no limit.
    reason
        Why it may break rules of the house, never the law; empty: it may not without being asked.
    leave
        As what going home early counts.
    """

    kind: OfferKind
    places: int
    deadline_s: int
    order: OfferOrder = OfferOrder.FIRST
    invited: tuple[str, ...] = ()
    contract_hours: tuple[float, float] = ANY_CONTRACT
    most_each: int = 0
    reason: str = ""
    leave: str = LeaveKind.PERSONAL.value

    def __post_init__(self) -> None:
        with gathering() as check:
            check(self.places >= 1, "not_positive", column="places", value=self.places)
            check(self.most_each >= 0, "negative", column="most_each", value=self.most_each)
            low, high = self.contract_hours
            good = 0 <= low <= high
            check(good, "range_order", column="contract_hours", value=self.contract_hours)


@dataclass(frozen=True, slots=True)
class OpenOffer:
    """
    A stretch of work that is put up.

    Parameters
    ----------
    week, post
        Of which week, on which post.
    start_min, end_min
        From and until when, half-open.
    terms
        On what terms.
    ended_by, ended_s
        Who took it down, and when; empty: nobody.
    settled_s
        When its places were given at the deadline; 0: they were not.
    """

    week: str
    post: Annotated[str, Key(cell=Cell.POST)]
    start_min: int
    end_min: int
    terms: OfferTerms
    ended_by: str = ""
    ended_s: int = 0
    settled_s: int = 0

    def closes_s(self) -> int:
        """Return from which second on it cannot be claimed: its deadline, or when it begins."""
        return min(self.terms.deadline_s, self.start_min * 60)

    def is_open(self, now: dt.datetime, given: int) -> bool:
        """Return whether it can be claimed with so many places given."""
        in_time = not self.ended_by and now.timestamp() < self.closes_s()
        return in_time and given < self.terms.places

    def keeps_out(self, agent: Agent, date: dt.date) -> str:
        """Return the code of why somebody may not claim it; empty: they may."""
        terms = self.terms
        low, high = terms.contract_hours
        if terms.invited and agent.id not in terms.invited:
            return "offer_not_invited"
        if not agent.certified(self.post, date):
            return "offer_no_certificate"
        return "" if low <= agent.contract.hours_week <= high else "offer_other_contract"

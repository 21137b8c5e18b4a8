"""
Requests of agents as they stand: who asks what of whom, and how far it is.

One form for all kinds: who asks, what, and each step it went through. The other side's word is an
entry of their own, so that nobody can consent for anybody else.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.agent import Absence, Wish
from scheduler.keys import Cell, Key
from scheduler.shift import Shift
from service.phone.offers import OpenOffer
from service.roster.editing import exchanged
from service.unchanged import WISHES, while_unchanged
from store.register import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.desk import Desk
    from store.unit import Unit

MINUTE_S, DAY_MIN = 60, 24 * 60
EPOCH = dt.date(1970, 1, 1)


class AskedKind(StrEnum):
    """What is asked."""

    SWAP = "swap"  # a shift for one of somebody else's
    GIVE = "give"  # a shift to somebody, or to whoever takes it first
    LEAVE = "leave"  # days off, of the supervisor
    CLAIM = "claim"  # a place of what the supervisor put up
    WISH = "wish"  # a day off or other hours, of the roster


class AskedState(StrEnum):
    """How far a request is."""

    ASKED = "asked"  # the other side has not said anything
    ACCEPTED = "accepted"  # it waits for the supervisor
    APPROVED = "approved"
    REFUSED = "refused"  # by the supervisor
    DECLINED = "declined"  # by the other side
    WITHDRAWN = "withdrawn"
    TOO_LATE = "too_late"  # a shift of it began before anybody decided
    NOTED = "noted"  # a roster takes it into account
    NO_PLACE = "no_place"  # others have the places; it moves up when one is free again


OPEN = (AskedState.ASKED, AskedState.ACCEPTED)
WAITS = (*OPEN, AskedState.NO_PLACE, AskedState.NOTED)  # whoever asked can still withdraw


@dataclass(frozen=True, slots=True)
class AskedStep:
    """
    What was done with a request.

    Parameters
    ----------
    state, by, at_s
        What it led to, by whom, and when in seconds since 1970-01-01 00:00 UTC.
    reason
        Why; empty: none was needed.
    is_by_quota
        Whether it followed by itself from the quota that this person had set.
    """

    state: AskedState
    by: str
    at_s: int
    reason: str = ""
    is_by_quota: bool = False


@dataclass(frozen=True, slots=True)
class AgentRequest:
    """
    What an agent asks for.

    Parameters
    ----------
    agent_id, kind, week
        Who asks for what, in which week; leave: in none.
    shift
        Theirs that they would give; None: they ask for leave.
    with_id
        Of whom; empty: of whoever takes it first.
    in_return
        That they would get for it; None: none.
    absence
        The leave they ask for.
    steps
        What was done since, in order.
    offer
        Number of what they claim a place of; 0: of nothing.
    wish
        The wish they have; None: they ask for something else.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    kind: AskedKind
    week: str
    shift: Shift | None = None
    with_id: Annotated[str, Key(cell=Cell.AGENT_OR_NOBODY)] = ""
    in_return: Shift | None = None
    absence: Absence | None = None
    steps: tuple[AskedStep, ...] = ()
    offer: int = 0
    wish: Wish | None = None

    @property
    def state(self) -> AskedState | None:
        """Return what the last step led to; None: nothing was done since."""
        return self.steps[-1].state if self.steps else None


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """
    What the other side says to a request.

    Parameters
    ----------
    agent_id, request
        Who, and to which.
    agrees
        Whether they will.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    request: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """
    A request as it stands.

    Parameters
    ----------
    entry
        As it was asked.
    answer
        The other side's; None: none yet.
    state
        How far it is now.
    names
        Of everybody, by id.
    """

    entry: Entry[AgentRequest]
    answer: Entry[AskedAnswer] | None
    state: AskedState
    names: dict[str, str]

    @property
    def value(self) -> AgentRequest:
        """Return what is asked."""
        return self.entry.value

    @property
    def taker(self) -> str:
        """Return who would take the shift; empty: nobody said so yet."""
        agreed = self.answer is not None and self.answer.value.agrees
        return self.answer.value.agent_id if self.answer and agreed else self.value.with_id

    @property
    def starts_min(self) -> int:
        """Return when the first shift of it begins: the earlier, the more urgent."""
        return starts_min(self.value)

    @property
    def moved(self) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
        """Return the shifts to take out of the roster and to put in."""
        shift, back = self.value.shift, self.value.in_return
        if self.value.kind is AskedKind.CLAIM:
            return claimed_shifts(self.value)
        assert shift is not None  # leave moves no shift
        return exchanged(shift, self.taker, back)


def claimed_shifts(asked: AgentRequest) -> tuple[tuple[Shift, ...], tuple[Shift, ...]]:
    """Return the shifts that a claim takes out of the roster and puts in."""
    shift, back = asked.shift, asked.in_return
    return (() if shift is None else (shift,)), (() if back is None else (back,))


def starts_min(asked: AgentRequest) -> int:
    """Return when what a request changes begins."""
    if asked.wish is not None:
        return (asked.wish.date - EPOCH).days * DAY_MIN
    shift, back = asked.shift, asked.in_return
    is_longer = asked.kind is AskedKind.CLAIM and shift is not None
    if is_longer and shift is not None and back is not None and shift.start_min == back.start_min:
        return shift.end_min
    parts = (shift, back, asked.absence)
    return min(one.start_min for one in parts if one is not None)


def is_withdrawable(seen: RequestSeen, now: dt.datetime) -> bool:
    """Return whether whoever asked may take it back: what waits, and leave that has not begun."""
    if seen.state is AskedState.NOTED:
        return seen.starts_min * MINUTE_S > now.timestamp()
    gives_up = seen.value.kind is AskedKind.LEAVE and seen.state is AskedState.APPROVED
    return seen.state in WAITS or (gives_up and seen.starts_min * MINUTE_S > now.timestamp())


@dataclass(frozen=True, eq=False, slots=True)
class _Kept:
    """What is kept of requests: them, the answers by number, offers without a place, names."""

    found: tuple[Entry[AgentRequest], ...]
    answers: dict[int, Entry[AskedAnswer]]
    full: frozenset[int]
    names: dict[str, str]


def _kept(unit: Unit, shop_id: str) -> _Kept:
    answers = {one.value.request: one for one in unit.register.all(shop_id, AskedAnswer)}
    found = unit.register.all(shop_id, AgentRequest)
    return _Kept(found, answers, _without_place(unit, shop_id, found), unit.staff.names(shop_id))


def _seen_at(now: dt.datetime, kept: _Kept) -> tuple[RequestSeen, ...]:
    seen = (
        RequestSeen(one, answer, _state(one.value, answer, now, kept.full), kept.names)
        for one, answer in ((each, kept.answers.get(each.id)) for each in kept.found)
    )
    return tuple(sorted(seen, key=lambda one: (one.starts_min, one.entry.id)))


def requests_in(unit: Unit, shop_id: str, now: dt.datetime) -> tuple[RequestSeen, ...]:
    """Return the requests whoever reads may see, the most urgent first."""
    return _seen_at(now, _kept(unit, shop_id))


def given_of(found: Iterable[Entry[AgentRequest]]) -> Counter[int]:
    """Return how many places of each offer are given, by its number."""
    return Counter(
        one.value.offer
        for one in found
        if one.value.offer and one.value.state is AskedState.APPROVED
    )


def _without_place(
    unit: Unit, shop_id: str, found: tuple[Entry[AgentRequest], ...]
) -> frozenset[int]:
    """Return the numbers of offers of which no place is left."""
    if not any(one.value.offer for one in found):
        return frozenset()
    given = given_of(found)
    return frozenset(
        one.id
        for one in unit.register.all(shop_id, OpenOffer)
        if one.value.ended_by or given[one.id] >= one.value.terms.places
    )


def _state(
    asked: AgentRequest, answer: Entry[AskedAnswer] | None, now: dt.datetime, full: frozenset[int]
) -> AskedState:
    if asked.state is not None:
        return asked.state
    if asked.wish is not None:
        return AskedState.NOTED
    if answer is not None and not answer.value.agrees:
        return AskedState.DECLINED
    if starts_min(asked) * MINUTE_S <= now.timestamp():
        return AskedState.TOO_LATE
    if asked.offer in full:
        return AskedState.NO_PLACE
    is_agreed = answer is not None or asked.kind in {AskedKind.LEAVE, AskedKind.CLAIM}
    return AskedState.ACCEPTED if is_agreed else AskedState.ASKED


def all_requests(desk: Desk) -> tuple[RequestSeen, ...]:
    """Return a shop's requests for the supervisor, the most urgent first."""
    with desk.read() as unit:
        what = ("requests",)
        kept = while_unchanged(
            desk, unit, what, lambda: _kept(unit, desk.shop_id), apart_from=WISHES
        )
    return _seen_at(desk.now, kept)


@dataclass(frozen=True, slots=True)
class OwnRequests:
    """
    An agent's requests.

    Parameters
    ----------
    mine
        That they asked, the newest first.
    to_answer
        That wait for their word.
    to_take
        Shifts others give to whoever takes them first.
    """

    mine: tuple[RequestSeen, ...]
    to_answer: tuple[RequestSeen, ...]
    to_take: tuple[RequestSeen, ...]


def own_requests(desk: Desk, agent_id: str) -> OwnRequests:
    """
    Return what an agent asked, and what others ask of them.

    Raises
    ------
    InputError
        When the agent is not theirs to look for.
    """
    with desk.read_about(agent_id) as unit:  # others' requests are told to those they are made to
        found = requests_in(unit, desk.shop_id, desk.now)
    mine = [one for one in found if one.value.agent_id == agent_id]
    asked = [
        one for one in found if one.state is AskedState.ASKED and one.value.agent_id != agent_id
    ]
    return OwnRequests(
        tuple(sorted(mine, key=lambda one: -one.entry.id)),
        tuple(one for one in asked if one.value.with_id == agent_id),
        tuple(one for one in asked if not one.value.with_id),
    )

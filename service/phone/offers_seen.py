"""What is put up for agents as it stands: who claims it, whose turn it is, what one may claim."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.phone.claimed import claim_of
from service.phone.offers import OfferOrder, OpenOffer
from service.phone.own_hours import published_of
from service.phone.requests_seen import AgentRequest, AskedState, RequestSeen, requests_in
from store.register import Entry

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from service.desk import Desk
    from store.unit import Unit

KEPT_DAYS = dt.timedelta(days=14)  # after it began until it is no longer listed
FAIR_DAYS = dt.timedelta(days=14)  # before and after it, whose published hours are compared
HOLDS = frozenset({AskedState.ACCEPTED, AskedState.APPROVED, AskedState.NO_PLACE})


class OfferState(StrEnum):
    """How something that was put up stands."""

    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"  # its deadline is over, or it has begun
    ENDED = "ended"  # it was taken down


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """
    Something that was put up, as it stands.

    Parameters
    ----------
    entry, state
        What, and how far it is.
    claims
        The places' claims: those given first, then those that wait, in the order of their turn.
    hours
        Published hours within 14 days of it, by agent who claims, where they decide whose turn it
        is.
    names
        Of everybody, by id.
    """

    entry: Entry[OpenOffer]
    state: OfferState
    claims: tuple[RequestSeen, ...]
    hours: dict[str, float]
    names: dict[str, str]

    @property
    def given(self) -> int:
        """Return how many places are given."""
        return sum(one.state is AskedState.APPROVED for one in self.claims)

    @property
    def left(self) -> int:
        """Return how many places are left."""
        return max(0, self.entry.value.terms.places - self.given)

    @property
    def waiting(self) -> tuple[RequestSeen, ...]:
        """Return the claims that wait for a place, in the order of their turn."""
        return tuple(one for one in self.claims if one.state is AskedState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """
    What somebody may claim a place of.

    Parameters
    ----------
    offer
        As it stands.
    claim
        What they would get.
    """

    offer: OfferSeen
    claim: AgentRequest


def offers(desk: Desk) -> tuple[OfferSeen, ...]:
    """Return what a shop has put up, what begins first first."""
    with desk.read() as unit:
        return offers_in(unit, desk.shop_id, desk.now)


def offers_in(unit: Unit, shop_id: str, now: dt.datetime) -> tuple[OfferSeen, ...]:
    """Return what is put up and began no longer than two weeks ago, what begins first first."""
    first = unit.shops.today(shop_id, now) - KEPT_DAYS
    found = unit.register.all(shop_id, OpenOffer, first=first)
    if not found:
        return ()
    claims = [one for one in requests_in(unit, shop_id, now) if one.value.offer]
    seen = (_seen(unit, one, claims, shop_id, now) for one in found)
    return tuple(sorted(seen, key=lambda one: (one.entry.value.start_min, one.entry.id)))


def _seen(
    unit: Unit,
    entry: Entry[OpenOffer],
    claims: list[RequestSeen],
    shop_id: str,
    now: dt.datetime,
) -> OfferSeen:
    offer, clock = entry.value, unit.shops.get(shop_id).clock
    mine = [one for one in claims if one.value.offer == entry.id]
    day = clock.date_of(offer.start_min)
    is_fewest = offer.terms.order is OfferOrder.FEWEST
    people = sorted({one.value.agent_id for one in mine}) if is_fewest else ()
    dates = (day - FAIR_DAYS, day + FAIR_DAYS)
    hours = {
        who: sum(one.work_min for one in published_of(unit, shop_id, who, dates)[1]) / 60
        for who in people
    }

    def turn(one: RequestSeen) -> tuple[bool, float, int]:
        waits = one.state is not AskedState.APPROVED
        return waits, hours.get(one.value.agent_id, 0.0), one.entry.id

    given = sum(one.state is AskedState.APPROVED for one in mine)
    if offer.ended_by:
        state = OfferState.ENDED
    elif given >= offer.terms.places:
        state = OfferState.FULL
    else:
        state = OfferState.OPEN if offer.is_open(now, given) else OfferState.CLOSED
    names = unit.staff.names(shop_id)
    return OfferSeen(entry, state, tuple(sorted(mine, key=turn)), hours, names)


def own_offers(desk: Desk, agent_id: str) -> tuple[OwnOffer, ...]:
    """
    Return what an agent may claim a place of now; of others it tells how many places are left.

    Raises
    ------
    InputError
        When the agent is not theirs to look for.
    """
    with desk.read_about(agent_id) as unit:
        me = next((one for one in unit.staff.agents(desk.shop_id) if one.id == agent_id), None)
        found = offers_in(unit, desk.shop_id, desk.now)
        open_now = [one for one in found if one.state is OfferState.OPEN]
        if me is None:
            return ()
        told = ((one, _claim(unit, desk.shop_id, one, me)) for one in open_now)
        return tuple(OwnOffer(one, claim) for one, claim in told if claim is not None)


def _claim(unit: Unit, shop_id: str, seen: OfferSeen, me: Agent) -> AgentRequest | None:
    """Return what somebody would get; None: it is not for them, or they claimed it already."""
    offer, clock = seen.entry.value, unit.shops.get(shop_id).clock
    if offer.keeps_out(me, clock.date_of(offer.start_min)):
        return None
    if any(one.value.agent_id == me.id and one.state in HOLDS for one in seen.claims):
        return None
    return claim_made(unit, shop_id, seen.entry, me)


def claim_made(unit: Unit, shop_id: str, entry: Entry[OpenOffer], me: Agent) -> AgentRequest | None:
    """Return what somebody's claim would ask for; None: no shift of theirs is concerned."""
    week = unit.weeks.get(shop_id, entry.value.week)
    versions = unit.rosters.of_agent(week.id, me.id)
    mine = versions[-1].shifts if versions else ()
    return claim_of(entry, me, mine, week.rules, week.horizon.clock)

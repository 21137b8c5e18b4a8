"""
Putting up open shifts, overtime and early leaving; claiming a place of them; giving the places.

Whoever comes first gets a place at once, in the name of whoever put it up; where fewest hours come
first, claims wait until the supervisor gives the places. Rules are the checker's, asked when a
place is claimed and when it is given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.phone.giving import give, has_draft, require_not_own, step
from service.phone.offers import OfferKind, OfferOrder, OpenOffer
from service.phone.offers_seen import HOLDS, OfferSeen, OfferState, claim_made, offers_in
from service.phone.requests_seen import (
    MINUTE_S,
    AgentRequest,
    AskedKind,
    AskedState,
    AskedStep,
    RequestSeen,
    claimed_shifts,
    requests_in,
    starts_min,
)
from service.roster.editing import check_change

if TYPE_CHECKING:
    from scheduler.open_stretch import OpenStretch
    from service.desk import Desk
    from service.phone.offers import OfferTerms
    from store.writing import Writing

LAW_ALONE = "-"  # in place of a reason that whoever gives the place says


def put_up(desk: Desk, label: str, stretch: OpenStretch, terms: OfferTerms) -> int:
    """
    Put up a stretch of a published week for agents to claim; return its number.

    Raises
    ------
    InputError
        When nothing of the week is published, the stretch lies outside it or has begun, the
        deadline is over, the post or somebody invited is unknown, or an offer needs a reason.
    """
    with desk.write("offer_put_up", unseen="a new entry beside the others") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        offer = OpenOffer(label, stretch.post, stretch.start_min, stretch.end_min, terms)
        unit.require_known(offer)
        horizon, now = week.horizon, desk.now.timestamp()
        require(bool(unit.rosters.marks(week.id)), "offer_unpublished", value=label)
        at = horizon.clock.format(offer.start_min).replace("T", " ")
        require(offer.start_min < offer.end_min, "ends_before_start", column="end")
        require(offer.start_min in horizon, "offer_outside", value=at, week=label)
        require(offer.start_min * MINUTE_S > now, "offer_begun", value=at)
        require(terms.deadline_s > now, "offer_deadline_over", column="deadline")
        known = unit.staff.names(desk.shop_id)
        strangers = [one for one in terms.invited if one not in known]
        if strangers:
            raise InputError(Fault("unknown_agent", value=one) for one in strangers)
        date = horizon.clock.date_of(offer.start_min)
        number = unit.enter(offer, subject=offer.post, date=date)
        details = {"kind": terms.kind.value, "places": str(terms.places), "at": at}
        unit.note(offer.post, details)
        return number


def take_down(desk: Desk, number: int) -> None:
    """Take down what was put up; places that are given stay given. Raises where it is down."""
    with desk.write("offer_taken_down", ("entry", number)) as unit:
        entry = unit.register.get(desk.shop_id, OpenOffer, number)
        require(not entry.value.ended_by, "offer_gone", value=number)
        ended = replace(entry.value, ended_by=desk.by, ended_s=desk.stamp.at_s)
        unit.register.replace(number, ended)
        unit.note(entry.value.post, {"number": str(number)})


def claim(desk: Desk, agent_id: str, number: int) -> AskedState:
    """
    Claim a place of what was put up; return whether it is given at once or waits.

    Raises
    ------
    InputError
        When somebody else has the last place, it is over, not for this person, claimed by them
        already or beyond what one person may get; when it would break the law.
    """
    with desk.write("request_asked", unseen="whether a place is free is asked inside") as unit:
        found = offers_in(unit, desk.shop_id, desk.now)
        seen = next((one for one in found if one.entry.id == number), None)
        if seen is None:
            raise InputError(Fault("offer_gone", value=str(number)))
        asked = _claimable(unit, seen, agent_id)
        is_given = _is_at_once(unit, seen, asked)
        if is_given:
            moved, reason = claimed_shifts(asked), seen.entry.value.terms.reason
            give(unit, asked, agent_id, moved, reason=reason)
            by = seen.entry.entered.by
            done = AskedStep(AskedState.APPROVED, by, unit.stamp.at_s, is_by_quota=True)
            asked = replace(asked, steps=(done,))
        clock = unit.shops.get(desk.shop_id).clock
        date = clock.date_of(starts_min(asked))
        unit.enter(asked, subject=agent_id, date=date)
        unit.add(("entry", number))
        details = {"kind": AskedKind.CLAIM.value, "date": date.isoformat(), "with": str(number)}
        unit.note(agent_id, details)
        return AskedState.APPROVED if is_given else AskedState.ACCEPTED


def _claimable(unit: Writing, seen: OfferSeen, agent_id: str) -> AgentRequest:
    """Return what somebody's claim asks for; raise InputError where they may not."""
    offer, clock = seen.entry.value, unit.shops.get(unit.shop_id).clock
    last = [one for one in seen.claims if one.state is AskedState.APPROVED][-1:]
    taken_by = "、".join(seen.names.get(one.value.agent_id, "") for one in last)
    at = clock.format(offer.start_min).replace("T", " ")
    mine = any(one.value.agent_id == agent_id and one.state in HOLDS for one in seen.claims)
    require(not mine, "offer_claimed", value=at)
    require(seen.state is not OfferState.FULL, "offer_taken", value=taken_by, at=at)
    require(seen.state is OfferState.OPEN, "offer_over", value=at)
    me = next((one for one in unit.staff.agents(unit.shop_id) if one.id == agent_id), None)
    if me is None:
        raise InputError(Fault("unknown_agent", value=agent_id))
    code = offer.keeps_out(me, clock.date_of(offer.start_min))
    if code:
        raise InputError(Fault(code, value=me.name or me.id, details={"post": offer.post}))
    most = offer.terms.most_each
    held = [
        one
        for one in requests_in(unit, unit.shop_id, unit.stamp.at)
        if one.value.offer
        and one.value.week == offer.week
        and one.value.agent_id == agent_id
        and one.state is AskedState.APPROVED
    ]
    require(most == 0 or len(held) < most, "offer_cap", value=most, week=offer.week)
    asked = claim_made(unit, unit.shop_id, seen.entry, me)
    if asked is None:
        works = offer.terms.kind is OfferKind.SHIFT
        raise InputError(Fault("offer_works_then" if works else "offer_no_shift", value=at))
    return asked


def _is_at_once(unit: Writing, seen: OfferSeen, asked: AgentRequest) -> bool:
    """Return whether a claim is given at once; raise InputError where it breaks the law."""
    terms, is_house_kept = seen.entry.value.terms, True
    week = unit.weeks.get(unit.shop_id, asked.week)
    if asked.absence is None:
        removed, added = claimed_shifts(asked)
        found = check_change(unit, week, removed=removed, added=added, reason=LAW_ALONE)
        is_house_kept = bool(terms.reason.strip()) or not found.weighed.house
        is_house_kept &= not has_draft(unit, week)
    return terms.order is OfferOrder.FIRST and is_house_kept


@dataclass(frozen=True, slots=True)
class PlacesGiven:
    """
    To whom places were given, and to whom they could not be.

    Parameters
    ----------
    given
        Ids, in order.
    kept_back
        Ids with what the rules say against it.
    """

    given: tuple[str, ...]
    kept_back: tuple[tuple[str, tuple[Fault, ...]], ...]


def give_places(
    desk: Desk, number: int, *, reason: str = "", at_deadline: bool = False
) -> PlacesGiven:
    """
    Give the places that are left to those whose turn it is, each after the rules are asked again.

    Who cannot have one is passed over and told; their claims wait on. At the deadline places go in
    the name of whoever put the work up, once, also where nobody claims one.

    Raises
    ------
    InputError
        When no place is left or nobody waits; when one of the claims is one's own; when a draft of
        the week stands in the way.
    """
    with desk.write("request_decided", ("entry", number)) as unit:
        found = offers_in(unit, desk.shop_id, desk.now)
        seen = next((one for one in found if one.entry.id == number), None)
        if seen is None or seen.state is OfferState.ENDED:
            raise InputError(Fault("offer_gone", value=str(number)))
        offer, by = seen.entry.value, seen.entry.entered.by if at_deadline else ""
        if at_deadline:
            require(not offer.settled_s, "offer_gone", value=str(number))
            unit.register.replace(number, replace(offer, settled_s=unit.stamp.at_s))
        else:
            require(seen.left > 0, "offer_full", value=offer.week)
            require(bool(seen.waiting), "offer_nobody", value=number)
        given: list[str] = []
        kept_back: list[tuple[str, tuple[Fault, ...]]] = []
        for one in seen.waiting:
            if len(given) == seen.left:
                break
            require_not_own(one, desk.by)
            faults = _given(unit, one, reason.strip() or offer.terms.reason, set_by=by)
            if faults:
                kept_back.append((one.value.agent_id, faults))
            else:
                given.append(one.value.agent_id)
        unit.note(offer.post, {"number": str(number), "given": str(len(given))})
        return PlacesGiven(tuple(given), tuple(kept_back))


def _given(unit: Writing, one: RequestSeen, reason: str, *, set_by: str) -> tuple[Fault, ...]:
    """Give a place; return what the rules say against it, empty: it is given."""
    asked = one.value
    week = unit.weeks.get(unit.shop_id, asked.week)
    require(
        asked.absence is not None or not has_draft(unit, week), "draft_in_way", value=asked.week
    )
    removed, added = claimed_shifts(asked)
    if asked.absence is None:
        try:
            check_change(unit, week, removed=removed, added=added, reason=reason)
        except InputError as error:
            return error.faults
    give(unit, asked, asked.agent_id, (removed, added), reason=reason)
    step(unit, one, AskedState.APPROVED, reason, set_by=set_by)
    return ()

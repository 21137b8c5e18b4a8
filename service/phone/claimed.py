"""What a claim would change: the shift somebody gets, the one it lengthens, the hours they go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.agent import Absence
from scheduler.shift import Shift, Span, Stint
from service.phone.offers import OfferKind
from service.phone.requests_seen import AgentRequest, AskedKind

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.horizon import Clock
    from scheduler.ruleset import RuleSet
    from service.phone.offers import OpenOffer
    from store.register import Entry


def claim_of(
    entry: Entry[OpenOffer], agent: Agent, mine: tuple[Shift, ...], rules: RuleSet, clock: Clock
) -> AgentRequest | None:
    """
    Return what somebody's claim asks for; None: they work then, or no shift of theirs
    can be lengthened or left.

    Parameters
    ----------
    mine
        Their published shifts of the week.
    rules
        Of the week: an open shift that is as long as one of its shapes has that shape's meal.
    """
    offer = entry.value
    asked = AgentRequest(agent.id, AskedKind.CLAIM, offer.week, offer=entry.id)
    if offer.terms.kind is OfferKind.SHIFT:
        span = Span(offer.start_min, offer.end_min)
        if any(one.span.overlaps(span) for one in mine):
            return None
        return replace(asked, in_return=_new(offer, agent, rules, clock))
    if offer.terms.kind is OfferKind.EARLY:
        leaves = next((one for one in mine if _leaves(one, offer)), None)
        if leaves is None:
            return None
        gone = Absence(agent.id, offer.start_min, leaves.end_min, offer.terms.leave)
        return replace(asked, absence=gone)
    beside = next((one for one in mine if _joins(one, offer)), None)
    return (
        None if beside is None else replace(asked, shift=beside, in_return=_longer(beside, offer))
    )


def _new(offer: OpenOffer, agent: Agent, rules: RuleSet, clock: Clock) -> Shift:
    start, length = offer.start_min, offer.end_min - offer.start_min
    shape = next(
        (
            one
            for one in rules.forms
            if one.length_min == length
            and one.is_for(agent.contract.hours_week)
            and one.starts_at(clock, start)
            and one.is_on((offer.post,))
        ),
        None,
    )
    if shape is None:
        return Shift(agent.id, start, offer.end_min, offer.post)
    meal = None
    if shape.meal_min:
        middle = start + (shape.meal_earliest_min + shape.meal_latest_min) // 2
        begin = middle // 15 * 15
        meal = Span(begin, begin + shape.meal_min)
    return Shift(
        *(agent.id, start, offer.end_min, offer.post, meal), shape.usual_breaks(start, meal)
    )


def _leaves(one: Shift, offer: OpenOffer) -> bool:
    """Return whether somebody in a shift could go home as is offered, and leave no hole behind."""
    inside = one.start_min < offer.start_min < one.end_min <= offer.end_min
    return inside and one.post_at(offer.start_min) == offer.post


def _joins(one: Shift, offer: OpenOffer) -> bool:
    return offer.start_min == one.end_min or offer.end_min == one.start_min


def _longer(one: Shift, offer: OpenOffer) -> Shift:
    more = Stint(Span(offer.start_min, offer.end_min), offer.post)
    served = tuple(sorted((*one.served, more)))
    start, end = min(one.start_min, offer.start_min), max(one.end_min, offer.end_min)
    is_same = {each.post for each in served} == {one.post}
    stints = () if is_same else served
    return replace(one, start_min=start, end_min=end, post=served[0].post, stints=stints)

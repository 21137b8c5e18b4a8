"""Who may take a stretch of work: ranked, with a price, and whom which rules hold back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.explain import PersonThen, StandingThen, explain
from scheduler.nearest import with_holes
from scheduler.open_stretch import OpenStretch
from scheduler.present import is_standby
from scheduler.verify.cost import cost_of_present

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.nearest import Helper
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.verify.verdict import Cost

MOST = 120  # people of whom the rules are asked; of more only until some may
FIRSTS = 4  # people whose part of a stretch somebody else is looked for to follow
PAIRS = 2
ABLE = {  # in the order in which they are asked
    StandingThen.STANDBY: 0,
    StandingThen.FREE: 1,
    StandingThen.MOVABLE: 2,
    StandingThen.ELSEWHERE: 3,
}


@dataclass(frozen=True, eq=False, slots=True)
class CoverOffer:
    """
    A person who may take a stretch, and what that costs.

    Parameters
    ----------
    person
        Who, where they stand, and with which shift or call.
    covered_min
        Minutes of the stretch they would be at work on the post.
    cost_change
        What the roster costs more; negative: less.
    overtime_hours, wishes, unfair
        Overtime, weight of broken wishes and shifts above the fair share more than now.
    rest_min
        The shortest rest before or after the shift; None: no shift is near.
    week_min, contract_min
        Minutes of work in the horizon with it, and those of the contract.
    """

    person: PersonThen
    covered_min: int
    cost_change: float
    overtime_hours: float
    wishes: float
    unfair: int
    rest_min: int | None
    week_min: int
    contract_min: float

    @property
    def helper(self) -> Helper:
        """Return the shift or call."""
        assert self.person.helper is not None
        return self.person.helper

    def covers_until(self, end_min: int) -> bool:
        """Return whether they stay until a moment."""
        return self.helper.shift.end_min >= end_min


@dataclass(frozen=True, eq=False, slots=True)
class CoverPair:
    """
    Two people who take a stretch one after the other.

    Parameters
    ----------
    first, second
        Who begins, and who follows, with the first there already.
    """

    first: CoverOffer
    second: CoverOffer

    @property
    def at_min(self) -> int:
        """Return when the second takes over."""
        return self.first.helper.shift.end_min

    @property
    def covered_min(self) -> int:
        """Return the minutes of the stretch they are at work in."""
        return self.first.covered_min + self.second.covered_min

    @property
    def cost_change(self) -> float:
        """Return what the roster costs more with both."""
        return self.first.cost_change + self.second.cost_change


@dataclass(frozen=True, eq=False, slots=True)
class Covering:
    """
    Who may take a stretch.

    Parameters
    ----------
    stretch
        Post and time.
    offers
        Those who may, first whom to ask first.
    held_back
        Those whom rules hold back, with what their nearest shift would break.
    elsewhere
        How many others there are by where they stand.
    pairs
        Where nobody can take it whole: two who can between them, the best first.
    """

    stretch: OpenStretch
    offers: tuple[CoverOffer, ...]
    held_back: tuple[PersonThen, ...]
    elsewhere: dict[StandingThen, int]
    pairs: tuple[CoverPair, ...] = ()

    @property
    def by_rule(self) -> dict[str, int]:
        """Return how many people each rule holds back, most first."""
        rules = (
            rule
            for person in self.held_back
            if person.helper is not None
            for rule in {violation.rule for violation in person.helper.broken}
        )
        return dict(Counter(rules).most_common())


def covering(
    problem: RosterProblem,
    roster: Roster,
    stretch: OpenStretch,
    *,
    from_min: int = 0,
    most: int = MOST,
    is_split: bool = True,
) -> Covering:
    """
    Return who may take a stretch of work, ranked, and whom the rules hold back.

    First come those who stand by, then who is free, then who would work another shift that day;
    among them who covers most of the stretch, then the lowest cost, then who has fewest hours.

    Parameters
    ----------
    problem, roster
        Question and answer.
    stretch
        Post and time; shifts are looked for that are at work on it when it begins.
    from_min
        Now: no shift begins before.
    most
        Of how many people, the most promising, the rules are asked; of others until some may.
    is_split
        Look for two who take it one after the other where nobody can take it whole.

    Raises
    ------
    InputError
        When the post is unknown, or closed when the stretch begins.
    """
    found = explain(problem, roster, stretch, count=0, most=most, from_min=from_min)
    before = cost_of_present(problem, roster)
    offers, held, others = [], [], Counter[StandingThen]()
    for person in found.people:
        helper = person.helper
        if helper is not None and _is_open(person, helper, from_min):
            helper = with_holes(problem, roster, helper)
            if not helper.left_open:
                able = replace(person, helper=helper)
                offers.append(_offer(problem, roster, stretch, able, before))
                continue
        if person.standing is StandingThen.RULES:
            held.append(person)
        else:
            others[person.standing] += 1
    offers.sort(key=_rank)
    whole = Covering(stretch, tuple(offers), tuple(held), dict(others))
    is_whole = any(one.covers_until(stretch.end_min) for one in offers)
    if is_whole or not is_split:
        return whole
    return replace(whole, pairs=_pairs(problem, roster, whole, from_min))


def _pairs(
    problem: RosterProblem, roster: Roster, found: Covering, from_min: int
) -> tuple[CoverPair, ...]:
    """Return who may follow those who can take the beginning of a stretch."""
    pairs: list[CoverPair] = []
    ends: set[int] = set()
    for first in found.offers:
        until = first.helper.shift.end_min
        is_new = first.helper.call is None and until not in ends
        if not is_new or until <= found.stretch.start_min or len(ends) == FIRSTS:
            continue
        ends.add(until)
        rest = replace(found.stretch, start_min=until)
        if not _is_needed(problem, rest):
            continue
        given = with_helper(roster, first.helper)
        follow = covering(problem, given, rest, from_min=from_min, most=MOST, is_split=False)
        mine = first.person.agent_id
        pairs += [
            CoverPair(first, one)
            for one in follow.offers
            if one.covers_until(rest.end_min) and one.person.agent_id != mine
        ][:1]
    pairs.sort(key=lambda one: (-one.covered_min, round(one.cost_change, 6)))
    return tuple(pairs[:PAIRS])


def _is_needed(problem: RosterProblem, stretch: OpenStretch) -> bool:
    """Return whether its post is open when a stretch begins."""
    row = problem.requirement.posts.index(stretch.post)
    return bool(problem.requirement.is_open[row, problem.horizon.interval_of(stretch.start_min)])


def with_helper(roster: Roster, helper: Helper) -> Roster:
    """Return a roster with the shift that would help in place of the one it replaces."""
    kept = roster if helper.instead_of is None else roster.without(helper.instead_of)
    return kept.with_shift(helper.shift)


def _is_open(person: PersonThen, helper: Helper, from_min: int) -> bool:
    """Return whether somebody may take a shift: nothing is broken, and none of theirs has begun."""
    own = helper.instead_of
    has_begun = own is not None and own.start_min < from_min
    return person.standing in ABLE and not helper.broken and not has_begun


def _rank(offer: CoverOffer) -> tuple[object, ...]:
    return (
        ABLE[offer.person.standing],
        -offer.covered_min,
        round(offer.cost_change, 6),
        offer.week_min - offer.contract_min,
        offer.person.agent_id,
    )


def _offer(
    problem: RosterProblem,
    roster: Roster,
    stretch: OpenStretch,
    person: PersonThen,
    before: Cost,
) -> CoverOffer:
    helper = person.helper
    assert helper is not None
    agent = problem.agent_by_id[person.agent_id]
    if helper.call is None:
        now = with_helper(roster, helper)
        after = cost_of_present(problem, now)
    else:
        now = roster
        after = cost_of_present(replace(problem, calls=(*problem.calls, helper.call)), roster)
    mine = now.by_agent().get(agent.id, ())
    return CoverOffer(
        person,
        _covered(helper, stretch),
        after.total - before.total,
        after.overtime_hours - before.overtime_hours,
        after.wishes - before.wishes,
        after.unfair_shifts - before.unfair_shifts,
        shortest_rest(problem, agent, helper.shift, mine),
        sum(shift.work_min for shift in mine if not is_standby(problem, shift)),
        agent.contract.hours_week * 60 * problem.horizon.days / 7,
    )


def _covered(helper: Helper, stretch: OpenStretch) -> int:
    """Return the minutes of a stretch that a shift or call is at work in."""
    shift = helper.shift
    begin = stretch.start_min if helper.call is None else helper.call.from_min
    first, last = max(begin, shift.start_min), min(stretch.end_min, shift.end_min)
    meal = 0
    if shift.meal is not None:
        meal = max(0, min(last, shift.meal.end_min) - max(first, shift.meal.start_min))
    return max(0, last - first - meal)


def shortest_rest(
    problem: RosterProblem, agent: Agent, shift: Shift, mine: tuple[Shift, ...]
) -> int | None:
    """Return the shortest time off beside a shift of an agent."""
    others = (*problem.history_by_agent.get(agent.id, ()), *mine)
    gaps = [shift.start_min - one.end_min for one in others if one.end_min <= shift.start_min]
    gaps += [one.start_min - shift.end_min for one in others if one.start_min >= shift.end_min]
    return min(gaps, default=None)

"""What-ifs: changes to a week's demand, people, staffing inputs and comfort, and their results."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.comfort import with_comfort
from scheduler.demand import Floats, Forecast
from scheduler.design.adopting import with_best_menu
from scheduler.errors import Fault, InputError, require
from scheduler.levers import STAFFING
from scheduler.limits import require_within
from scheduler.open_lever import forecast_of_hours, moved_hours, opened, with_known_hours
from scheduler.outsourcing import VendorOffer, hours_of, without_vendor
from scheduler.problem import RosterProblem
from scheduler.rule_lever import with_rules_of
from scheduler.staff_changes import (
    FEN,
    Newcomers,
    after_attrition,
    fewer,
    hired,
    slower_by,
    usual_contract,
    with_wages,
)
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.requirement import requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.campaign_parts import CampaignVolume
    from scheduler.changes import Changes
    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.roster import Roster

OF_AGENTS = ("absences", "wishes", "type_pins", "calls", "pins", "agent_limits")


@dataclass(frozen=True, eq=False)
class Changed:
    """
    A week with changes.

    Parameters
    ----------
    problem
        The question it asks; its requirement is computed from forecast and staffing inputs.
    forecast
        The chats expected, without those a vendor takes.
    vendor_cost
        Yuan for the hours a vendor takes.
    """

    problem: RosterProblem
    forecast: Forecast
    vendor_cost: Decimal = Decimal(0)


def changed(
    problem: RosterProblem, forecast: Forecast, changes: Changes, *, load: Load = USUAL
) -> Changed:
    """
    Return a week with changes; its intervals are staffed for ``load``.

    The requirement is always computed from forecast and inputs, also where nothing changes: so that
    scenarios differ by their changes alone.

    Raises
    ------
    InputError
        When a change names an unknown post, takes away more people than there are, or makes an
        input impossible.
    """
    unknown = sorted(changes.posts - problem.post_by_id.keys())
    if unknown:
        raise InputError([Fault("unknown_post", column="post", value=post) for post in unknown])
    problem = dataclasses.replace(problem, rules=with_rules_of(problem.rules, changes.rule))
    problem = with_known_hours(problem, (*changes.opens, *changes.closes))
    if changes.comfort is not None:  # which leaves nobody who stands by
        problem = with_comfort(problem, changes.comfort, changes.plan_name)
    who = changed_agents(problem, changes)
    posts = tuple(_post(post, changes, who.agents) for post in problem.posts)
    expected = _forecast(forecast, changes)
    if changes.opens or changes.closes:
        hours = moved_hours(problem.posts, posts, expected.posts, problem.horizon)
        expected = forecast_of_hours(expected, *hours)
    required = requirement(expected, posts, level=changes.level, load=load)
    asked = dataclasses.replace(who, posts=posts, requirement=required)
    known = [agent for agent in asked.agents if agent.id in problem.agent_by_id]
    new = asked.cycles.begun(asked.agents[len(known) :])  # nobody can be asked about them
    week = Changed(dataclasses.replace(asked, agents=(*known, *new)), expected)
    return of_requirement(week, changes)


def of_requirement(week: Changed, changes: Changes) -> Changed:
    """Return a week with those changes that rest on its requirement: a vendor, and a menu."""
    week = to_vendor(week, changes.vendor)
    if changes.menu is None:
        return week
    problem = with_best_menu(week.problem, changes.menu)
    if changes.comfort is not None:  # of the new types
        problem = with_comfort(problem, changes.comfort, changes.plan_name)
    return dataclasses.replace(week, problem=problem)


def to_vendor(week: Changed, offer: VendorOffer | None) -> Changed:
    """Return a week whose hours at a vendor are closed to own people, with what they cost."""
    if offer is None:
        return week
    chosen, hours = hours_of(week.problem, offer)
    cost = (Decimal(repr(hours)) * offer.hour_price).quantize(FEN)
    asked = week.problem.requirement.posts
    taken = [chosen[asked.index(post)] for post in week.forecast.posts]
    expected = week.forecast.times(np.where(np.array(taken), 0.0, 1.0))
    own = without_vendor(week.problem, offer.posts, offer.window)
    return Changed(own, expected, cost)


def changed_agents(problem: RosterProblem, changes: Changes) -> RosterProblem:
    """Return a week with the people of a scenario and what is theirs; all else is as it was."""
    agents = _agents(problem, changes)
    here = {agent.id for agent in agents}
    rows: dict[str, Any] = {
        name: tuple(row for row in getattr(problem, name) if row.agent_id in here)
        for name in OF_AGENTS
    }
    kept = (one for one in problem.sessions if any(map(one.is_for, agents)))
    return dataclasses.replace(problem, agents=agents, sessions=tuple(kept), **rows)


def _post(post: Post, changes: Changes, agents: Sequence[Agent]) -> Post:
    new = {
        name: getattr(changes, name)[post.id]
        for name in STAFFING
        if post.id in getattr(changes, name)
    }
    slots, times = new.get("chats_at_once"), post.staffing.handle_s_by_level
    slower = changes.at_once_slower.get(post.id)
    if slower is not None and slots is not None:
        base = new.get("handle_s", post.staffing.handle_s)
        grown = (1 + slower) ** (slots - post.staffing.chats_at_once)
        new |= {"handle_s": base * grown, "handle_s_by_level": ()}
    elif times and slots is not None and slots >= 1 and slots != len(times):
        by_level = _by_level(times, int(slots))
        full = post.staffing.handle_s * by_level[-1] / times[-1]
        new = {"handle_s": full, "handle_s_by_level": by_level, **new}
    staffing = dataclasses.replace(post.staffing, **new)
    longer = slower_by(agents, changes.hires, post.id)
    if longer > 1:
        staffing = dataclasses.replace(staffing, handle_s=staffing.handle_s * longer)
    hours = (changes.opens.get(post.id), changes.closes.get(post.id))
    return opened(dataclasses.replace(post, staffing=staffing), *hours)


def _by_level(times: tuple[float, ...], slots: int) -> tuple[float, ...]:
    """Return handling times for another number of slots; more of them go on as the last step."""
    step = times[-1] - times[-2] if len(times) > 1 else 0.0
    more = (times[-1] + step * number for number in range(1, slots - len(times) + 1))
    return (*times, *more)[:slots]


def _forecast(forecast: Forecast, changes: Changes) -> Forecast:
    moved = np.array([_handed(forecast, post, changes) for post in forecast.posts])[:, np.newaxis]
    factors = np.array([changes.volume.get(post, 1.0) for post in forecast.posts])[:, np.newaxis]
    days = np.ones((len(forecast.posts), forecast.horizon.intervals))
    for each in changes.promotion:
        days *= _on_days(each, forecast)
    found = forecast.times(factors * moved * days)
    if forecast.handed_over is None:
        return found
    return dataclasses.replace(found, handed_over=np.minimum(forecast.handed_over * moved, 1.0))


def _on_days(each: CampaignVolume, forecast: Forecast) -> Floats:
    """Return the factor of a promotion in every interval; shape (posts, intervals)."""
    horizon = forecast.horizon
    first, last = each.first or horizon.dates[0], each.last or horizon.dates[-1]
    days = [first <= date <= last for date in horizon.dates]
    said = f"{first}–{last}"
    require(any(days), "promotion_outside", column="promotion", value=said, **_ends(horizon))
    at = [days[horizon.day_of(horizon.minute(place))] for place in range(horizon.intervals)]
    mine = [each.posts is None or post in each.posts for post in forecast.posts]
    factor = 1.0 if each.factor is None else each.factor
    return np.where(np.outer(mine, at), factor, 1.0)


def _ends(horizon: Horizon) -> dict[str, object]:
    return {"first": horizon.dates[0], "last": horizon.dates[-1]}


def _handed(forecast: Forecast, post: str, changes: Changes) -> float:
    """Return how many times the chats come where a robot hands over another share of a post's."""
    share = changes.handed_over.get(post)
    if share is None:
        return 1.0
    now = forecast.handed_of(post)
    if not now:
        raise InputError(Fault("handed_over_unknown", column="handed_over", value=post))
    return share / now


def _agents(problem: RosterProblem, changes: Changes) -> tuple[Agent, ...]:
    agents, asked = list(problem.agents), changes.agents
    plain = [Newcomers(post, number) for post, number in asked.items() if number > 0]
    hires = (*plain, *changes.hires)
    require_within("people", len(agents) + sum(each.number for each in hires), column="agents")
    for post, share in changes.attrition.items():
        agents = after_attrition(agents, post, share)
    for post, number in asked.items():
        if number < 0:
            agents = fewer(agents, post, -number)
    for each in hires:
        agents += hired(agents, each, usual_contract(problem.agents, each.post))
    agents = with_wages(agents, changes.wages)
    cost = changes.hourly_cost
    if cost is None:
        return tuple(agents)
    return tuple(
        dataclasses.replace(agent, contract=dataclasses.replace(agent.contract, hourly_cost=cost))
        for agent in agents
    )


def wage_cost(problem: RosterProblem, roster: Roster) -> Decimal:
    """Return what a roster's hours of work cost, in yuan to the fen; strangers cost nothing."""
    total = Decimal(0)
    for shift in roster.shifts:
        agent = problem.agent_by_id.get(shift.agent_id)
        if agent is not None:
            total += Decimal(shift.work_min) / 60 * agent.contract.hourly_cost
    return total.quantize(FEN)


def unpriced(problem: RosterProblem) -> int:
    """Return how many people have no hourly cost, and are left out of all wages: 0 is unknown."""
    return sum(not agent.contract.hourly_cost for agent in problem.agents)


def contract_hours(problem: RosterProblem) -> dict[str, float]:
    """
    Return the hours of work the contracts allow in the horizon, by the post agents work on first.

    Absences do not lower them; days on which somebody is not employed do.
    """
    found = {post.id: 0.0 for post in problem.posts}
    for agent in problem.agents:
        weeks = problem.employed_days(agent) / 7
        found[agent.posts[0]] += problem.week_limit_min(agent) / 60 * weeks
    return found


def contract_cost(problem: RosterProblem) -> Decimal:
    """Return what the contracts' hours in the horizon cost, in yuan to the fen, worked or not."""
    total = sum(
        (
            Decimal(str(problem.week_limit_min(agent)))
            / 60
            * agent.contract.hourly_cost
            * problem.employed_days(agent)
            for agent in problem.agents
        ),
        Decimal(0),
    )
    return (total / 7).quantize(FEN)


def people(problem: RosterProblem) -> dict[str, int]:
    """Return how many people work on each post first."""
    found = {post.id: 0 for post in problem.posts}
    for agent in problem.agents:
        found[agent.posts[0]] += 1
    return found

"""What-ifs: changes to a week's demand, people, staffing inputs and comfort, and their results."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Agent, Certificate, Contract
from scheduler.comfort import Comfort, with_comfort
from scheduler.demand import Forecast
from scheduler.errors import Fault, InputError, require
from scheduler.limits import require_within
from scheduler.problem import RosterProblem
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.requirement import requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.post import Post
    from scheduler.roster import Roster

FEN = Decimal("0.01")
NEW = "new-"  # how the ids of people a scenario adds begin


@dataclass(frozen=True, slots=True)
class Changes:
    """
    What differs from a week as it is; maps go by post, posts left out stay as they are.

    Parameters
    ----------
    volume
        Factor on the chats expected, 0 or more.
    handed_over
        Share of all contacts that a robot is to hand over to people (转人工率), in [0, 1]: the
        chats expected move as it does to the share that is forecast.
    agents
        People more (above 0) or fewer (below 0) who work on the post first.
    handle_s, chats_at_once, patience_s, service_level, within_s, shrinkage
        As in ``StaffingInputs``.
    hourly_cost
        Yuan an hour for everybody; None: as each contract says.
    level
        Staff for this quantile of the forecast; None: for its mean.
    comfort
        How steady the weeks of everybody are; None: as the week's rules say.
    plan_name
        What the work plan is called that people without one then have.
    """

    volume: Mapping[str, float] = field(default_factory=dict)
    agents: Mapping[str, int] = field(default_factory=dict)
    handle_s: Mapping[str, float] = field(default_factory=dict)
    chats_at_once: Mapping[str, int] = field(default_factory=dict)
    patience_s: Mapping[str, float] = field(default_factory=dict)
    service_level: Mapping[str, float] = field(default_factory=dict)
    within_s: Mapping[str, float] = field(default_factory=dict)
    shrinkage: Mapping[str, float] = field(default_factory=dict)
    hourly_cost: Decimal | None = None
    level: float | None = None
    comfort: Comfort | None = None
    plan_name: str = "comfort"
    handed_over: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for post, share in self.handed_over.items():
            good = 0 <= share <= 1
            require(good, "share_out_of_range", column="handed_over", value=share, post=post)
        for post, factor in self.volume.items():
            good = 0 <= factor < float("inf")
            require(good, "negative", column="volume", value=factor, post=post)
        if self.hourly_cost is not None:
            good = self.hourly_cost.is_finite() and self.hourly_cost >= 0
            require(good, "negative", column="hourly_cost", value=self.hourly_cost)

    @property
    def posts(self) -> frozenset[str]:
        """Return the posts anything changes on."""
        return frozenset(
            post
            for item in dataclasses.fields(self)
            if isinstance(found := getattr(self, item.name), Mapping)
            for post in found
        )


STAFFING = ("handle_s", "chats_at_once", "patience_s", "service_level", "within_s", "shrinkage")


@dataclass(frozen=True, eq=False)
class Changed:
    """
    A week with changes.

    Parameters
    ----------
    problem
        The question it asks; its requirement is computed from forecast and staffing inputs.
    forecast
        The chats expected.
    """

    problem: RosterProblem
    forecast: Forecast


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
    posts = tuple(_post(post, changes) for post in problem.posts)
    expected = _forecast(forecast, changes)
    agents = _agents(problem, changes)
    here = {agent.id for agent in agents}
    if changes.comfort is not None:
        problem = with_comfort(problem, changes.comfort, changes.plan_name)
    asked = dataclasses.replace(
        problem,
        posts=posts,
        agents=agents,
        requirement=requirement(expected, posts, level=changes.level, load=load),
        absences=tuple(row for row in problem.absences if row.agent_id in here),
        wishes=tuple(row for row in problem.wishes if row.agent_id in here),
        type_pins=tuple(row for row in problem.type_pins if row.agent_id in here),
        calls=tuple(row for row in problem.calls if row.agent_id in here),
        pins=tuple(row for row in problem.pins if row.agent_id in here),
    )
    known = [agent for agent in asked.agents if agent.id in problem.agent_by_id]
    new = asked.cycles.begun(asked.agents[len(known) :])  # nobody can be asked about them
    return Changed(dataclasses.replace(asked, agents=(*known, *new)), expected)


def _post(post: Post, changes: Changes) -> Post:
    new = {
        name: getattr(changes, name)[post.id]
        for name in STAFFING
        if post.id in getattr(changes, name)
    }
    slots, times = new.get("chats_at_once"), post.staffing.handle_s_by_level
    if times and slots is not None and slots >= 1 and slots != len(times):
        by_level = _by_level(times, int(slots))
        full = post.staffing.handle_s * by_level[-1] / times[-1]
        new = {"handle_s": full, "handle_s_by_level": by_level, **new}
    return dataclasses.replace(post, staffing=dataclasses.replace(post.staffing, **new))


def _by_level(times: tuple[float, ...], slots: int) -> tuple[float, ...]:
    """Return handling times for another number of slots; more of them go on as the last step."""
    step = times[-1] - times[-2] if len(times) > 1 else 0.0
    more = (times[-1] + step * number for number in range(1, slots - len(times) + 1))
    return (*times, *more)[:slots]


def _forecast(forecast: Forecast, changes: Changes) -> Forecast:
    moved = np.array([_handed(forecast, post, changes) for post in forecast.posts])[:, np.newaxis]
    factors = np.array([changes.volume.get(post, 1.0) for post in forecast.posts])[:, np.newaxis]
    found = forecast.times(factors * moved)
    if forecast.handed_over is None:
        return found
    return dataclasses.replace(found, handed_over=np.minimum(forecast.handed_over * moved, 1.0))


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
    agents = list(problem.agents)
    more = sum(number for number in changes.agents.values() if number > 0)
    require_within("people", len(agents) + more, column="agents")
    for post, number in changes.agents.items():
        if number < 0:
            agents = _fewer(agents, post, -number)
    for post, number in changes.agents.items():
        agents += _more(problem, post, number, changes.hourly_cost)
    if changes.hourly_cost is None:
        return tuple(agents)
    return tuple(
        dataclasses.replace(
            agent, contract=Contract(agent.contract.hours_week, changes.hourly_cost)
        )
        for agent in agents
    )


def _fewer(agents: list[Agent], post: str, number: int) -> list[Agent]:
    """
    Take people away: of those on the post alone, then of those on it first.

    Among them the last hired leave first; where that is not known, the last of the list.
    """
    last_first = sorted(reversed(agents), key=_hired, reverse=True)
    alone = [agent.id for agent in last_first if agent.posts == (post,)]
    first = [agent.id for agent in last_first if agent.posts[0] == post and agent.id not in alone]
    leaving = [*alone, *first][:number]
    require(len(leaving) == number, "too_few_agents", column="agents", value=-number, post=post)
    return [agent for agent in agents if agent.id not in leaving]


def _hired(agent: Agent) -> dt.date:
    return agent.hired or dt.date.min


def _more(
    problem: RosterProblem, post: str, number: int, hourly_cost: Decimal | None
) -> list[Agent]:
    """Return new people with the usual contract of the post."""
    if number <= 0:
        return []
    usual = usual_contract(problem.agents, post)
    cost = usual.hourly_cost if hourly_cost is None else hourly_cost
    taken = problem.agent_by_id.keys()
    names = (name for count in range(10**6) if (name := f"{NEW}{post}-{count + 1}") not in taken)
    return [
        Agent(name, name, "", (Certificate(post),), Contract(usual.hours_week, cost))
        for _, name in zip(range(number), names, strict=False)
    ]


def usual_contract(agents: Sequence[Agent], post: str) -> Contract:
    """Return the contract of most people on a post, at their median hourly cost; else of all."""
    peers = [agent for agent in agents if post in agent.posts] or list(agents)
    hours = Counter(agent.contract.hours_week for agent in peers).most_common(1)[0][0]
    costs = sorted(agent.contract.hourly_cost for agent in peers)
    return Contract(hours, costs[len(costs) // 2])


def wage_cost(problem: RosterProblem, roster: Roster) -> Decimal:
    """Return what a roster's hours of work cost, in yuan to the fen; strangers cost nothing."""
    total = Decimal(0)
    for shift in roster.shifts:
        agent = problem.agent_by_id.get(shift.agent_id)
        if agent is not None:
            total += Decimal(shift.work_min) / 60 * agent.contract.hourly_cost
    return total.quantize(FEN)


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

"""A roster against the chats of its week: roster and forecast to a simulation, or to records."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.chats import ChatRecords
from scheduler.compiled import Part, note_prepared
from scheduler.errors import require
from scheduler.simulate.crew import Crew, crew, slots_and_pace
from scheduler.simulate.customers import Customers, draw_customers
from scheduler.simulate.hall import NONE, Hall, new_chats, new_hall
from scheduler.simulate.judge import judge_of, promises_of
from scheduler.simulate.kernel import play
from scheduler.simulate.outcome import AgentTally, Simulation
from scheduler.simulate.params import Routing, SimulationParams
from scheduler.simulate.tally import Tally, stacked, tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from scheduler.demand import Forecast
    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.simulate.estimate import Estimate

Floats = npt.NDArray[np.float64]


def simulate(
    problem: RosterProblem,
    roster: Roster,
    forecast: Forecast,
    params: SimulationParams = SimulationParams(),  # noqa: B008 - frozen, so one default serves all
    *,
    listener: Callable[[int, int], None] | None = None,
    speeds: Mapping[str, float] | None = None,
) -> Simulation:
    """
    Return how a roster does against customers drawn from a forecast.

    Customers queue per post, first come, first served, and leave when their patience ends. An
    agent has the post's slots; in meals and breaks open chats are finished and no new ones taken.
    At the end of a shift open chats go, the newest first, to people of the post with a free slot;
    the agent finishes the rest. Where posts may be held together, people certified for all of them
    answer them all, whoever has waited longest first; of people as busy, the post's own go first.
    The seconds of such an agent count for the post of the shift.

    The horizon begins after a warm-up; its last customers are followed until the last chat ends,
    by the people whose shifts go on and no others.

    Chats of deferrable posts wait as long as it takes, from one day to the next; people work on one
    at a time, and answer those that cannot wait first. ``params.backlog`` waits at the beginning.

    Parameters
    ----------
    problem
        Posts, agents and the past that reaches in; its requirement plays no part.
    roster
        Who works; may break any rule.
    forecast
        Mean volumes over the same horizon, for posts of the problem.
    params
        Replications, seed and what chance is like.
    listener
        Hears after each replication how many are done and how many are wanted so far.
    speeds
        By agent, how fast they end chats against their post's times, above 0; who is left out: 1.
        Replies within a chat (``turns``) are reckoned at the post's rhythm, whoever types.

    Raises
    ------
    InputError
        When forecast or roster do not fit the problem.
    """
    _check(problem, forecast, params)
    weeks: list[_Week] = []
    wanted = params.replications
    while len(weeks) < wanted:
        for week in _weeks(
            problem, roster, forecast, params, range(len(weeks), wanted), speeds=speeds or {}
        ):
            weeks.append(week)
            if listener is not None:
                listener(len(weeks), wanted)
        wanted = _wanted(weeks, params)
    note_prepared(Part.SIMULATION)
    agents = [week.by_agent for week in weeks]
    columns = [np.stack([each[column] for each in agents]) for column in range(5)]
    return Simulation(
        horizon=problem.horizon,
        posts=tuple(post.id for post in problem.posts),
        agents=weeks[0].agents,
        params=params,
        tally=stacked([week.tally for week in weeks]),
        by_agent=AgentTally(*columns),
        promises=promises_of(problem.posts),
        promised=np.stack([week.promised for week in weeks]),
    )


def usual_level(
    problem: RosterProblem,
    roster: Roster,
    forecast: Forecast,
    params: SimulationParams,
    *,
    listener: Callable[[int, int], None] | None = None,
) -> Estimate | None:
    """Return the level of the same customers with people as usual; None: they are in ``params``."""
    usual = params.as_usual
    if usual == params:
        return None
    return simulate(problem, roster, forecast, usual, listener=listener).total.service_level


def simulate_records(
    problem: RosterProblem,
    roster: Roster,
    customers: Customers,
    params: SimulationParams = SimulationParams(),  # noqa: B008 - frozen, so one default serves all
    *,
    replication: int = 0,
) -> ChatRecords:
    """
    Return every chat of one replication, those that left included, those of a warm-up not.

    Parameters
    ----------
    problem, roster, params
        As for ``simulate``.
    customers
        Given, or from ``draw_customers``: the same ones meet any roster.
    replication
        Decides who is absent, where ``params`` asks for absence.
    """
    people = crew(problem, roster, params, replication=replication)
    hall = played(problem, people, customers, params)
    mine = customers.arrived_s >= 0
    start_s = problem.horizon.start_min * 60.0
    ended = _closed(problem, hall)
    return ChatRecords(
        posts=tuple(post.id for post in problem.posts),
        agents=people.agents,
        post=customers.post[mine].astype(np.int32),
        agent=hall.chats["agent"][mine].astype(np.int32),
        arrived_s=customers.arrived_s[mine] + start_s,
        replied_s=hall.chats["replied"][mine] + start_s,
        ended_s=ended[mine] + start_s,
    )


def _closed(problem: RosterProblem, hall: Hall) -> Floats:
    """Return when chats ended; those carried over, as far as is known, at the horizon's end."""
    ended: Floats = hall.chats["ended"].copy()
    deferrable = np.array([post.staffing.is_deferrable for post in problem.posts])
    carried = deferrable[hall.chats["post"]] & (hall.chats["agent"] == NONE)
    end_s = (problem.horizon.end_min - problem.horizon.start_min) * 60.0
    ended[carried] = np.maximum(hall.chats["arrived"][carried], end_s)
    return ended


def played(
    problem: RosterProblem,
    people: Crew,
    customers: Customers,
    params: SimulationParams,
    speeds: Mapping[str, float] | None = None,
) -> Hall:
    """Return the hall after one week: each customer's fate, and seconds by post and agent."""
    good = len(customers) == 0 or int(customers.post.max()) < len(problem.posts)
    require(good, "unknown_post", column="customers")
    slots, pace = slots_and_pace(problem.posts, params)
    levels = np.arange(int(slots.max()), dtype=np.int64)
    chats = new_chats(
        customers.post, customers.arrived_s, customers.handling_s, customers.patience_s
    )
    hall = new_hall(
        chats,
        slots,
        pace,
        serves=people.serves,
        waits=np.array([post.staffing.is_deferrable for post in problem.posts], dtype=np.int64),
        choice=levels if params.routing is Routing.LEAST_BUSY else levels[::-1].copy(),
        agents=len(people.agents),
        intervals=problem.horizon.intervals,
    )
    told = speeds or {}
    hall.agents["speed"] = [told.get(agent, 1.0) for agent in people.agents]
    play(hall, people.change_s, people.kind, people.agent, people.place)
    return hall


@dataclass(frozen=True, eq=False)
class _Week:
    """
    One replication: counts by post and interval; chats and seconds by agent, shape (5, n).

    ``promised`` has the chats that kept each further promise, and those it was made to: (2, m).
    """

    agents: tuple[str, ...]
    tally: Tally
    by_agent: Floats
    promised: Floats


def _weeks(
    problem: RosterProblem,
    roster: Roster,
    forecast: Forecast,
    params: SimulationParams,
    numbers: range,
    *,
    speeds: Mapping[str, float],
) -> Iterator[_Week]:
    """Yield replications; the people are the same in all of them unless chance takes some away."""
    always = None if _is_chancy(problem.posts, params) else crew(problem, roster, params)
    judge = judge_of(problem.posts, forecast, problem.horizon)
    promises = promises_of(problem.posts)

    def week(number: int) -> _Week:
        people = always or crew(problem, roster, params, replication=number)
        customers = draw_customers(problem.posts, forecast, params, replication=number)
        hall = played(problem, people, customers, params, speeds)
        counts = tally(customers, hall, judge)
        inside = (customers.arrived_s >= 0) & (customers.arrived_s < judge.end_s)
        chats = hall.chats[inside] if promises else hall.chats[:0]
        kept = np.array([judge.kept(chats, each) for each in promises]).reshape(-1, 2).T
        by_agent = _agents(customers, hall, problem.horizon)
        return _Week(people.agents, counts, by_agent, kept)

    if params.workers == 1:
        yield from map(week, numbers)
        return
    with ThreadPoolExecutor(params.workers) as threads:
        yield from threads.map(week, numbers)


def _is_chancy(posts: tuple[Post, ...], params: SimulationParams) -> bool:
    """Return whether who is at work differs from week to week."""
    needs = [post.staffing for post in posts]
    shrinks = params.with_shrinkage and any(each.shrinkage for each in needs)
    rate = params.absence_rate
    return shrinks or bool(rate) or (rate is None and any(each.absence_rate for each in needs))


def _agents(customers: Customers, hall: Hall, horizon: Horizon) -> Floats:
    """Return chats, busy, open, pause and late seconds of each agent; shape (5, agents)."""
    length_s = (horizon.end_min - horizon.start_min) * 60.0
    answered_by = hall.chats["agent"]
    inside = (customers.arrived_s >= 0) & (customers.arrived_s < length_s)
    who = answered_by[inside & (answered_by != NONE)]
    chats = np.bincount(who, minlength=len(hall.agents)).astype(np.float64)
    sums = [hall.agents[column] for column in ("busy_s", "open_s", "pause_s", "late_s")]
    return np.vstack((chats, *sums))


def _wanted(weeks: list[_Week], params: SimulationParams) -> int:
    """Return how many replications there are to be in all, given those so far."""
    if params.half_width is None or len(weeks) >= params.max_replications:
        return len(weeks)
    level = stacked([week.tally for week in weeks]).over(1, 2).service_level
    if float(level.half_width) <= params.half_width:
        return len(weeks)
    return min(len(weeks) + params.replications, params.max_replications)


def _check(problem: RosterProblem, forecast: Forecast, params: SimulationParams) -> None:
    require(forecast.horizon == problem.horizon, "horizon_differs", column="forecast")
    known = {post.id for post in problem.posts}
    for post in forecast.posts:
        require(post in known, "unknown_post", column="forecast", value=post)
    for post in params.backlog:
        require(post in known, "unknown_post", column="backlog", value=post)
        can_wait = problem.post_by_id[post].staffing.is_deferrable
        require(can_wait, "backlog_not_deferrable", column="backlog", value=post)

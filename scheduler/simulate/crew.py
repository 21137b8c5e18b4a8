"""
The people of one week, as a list of changes: who begins to take chats, pauses, goes home.

An agent takes chats on the post of the shift, or of the stint in it, except during the meal and
breaks, and while away (``scheduler.present``); open chats go on.
A roster that puts one person in two places is played with the earlier shift to its end first.
Shifts of the past that reach in are part of it, and agents the problem does not know work too, as
they do for the checker's cover. In the hours in which posts may be held together, people who are
certified for all posts of the group answer them all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError, require
from scheduler.present import shifts_present
from scheduler.simulate.customers import Luck
from scheduler.simulate.hall import NONE, TICK, Floats, Ints
from scheduler.simulate.turnout import Row, Turnout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.simulate.params import SimulationParams


@dataclass(frozen=True, eq=False)
class Crew:
    """
    Changes in order of time, then of kind; arrays of shape (changes,).

    Parameters
    ----------
    agents
        Names that ``agent`` points to.
    change_s
        Seconds after the horizon's start.
    kind
        As the kernel numbers them.
    agent, place
        Index of the agent, and of the pool; for a tick -1 and the number of the interval.
    serves
        Posts a pool answers, its own first, then -1; the first pools are the posts as they are,
        with nobody else's chats; shape (pools, posts).
    """

    agents: tuple[str, ...]
    change_s: Floats
    kind: Ints
    agent: Ints
    place: Ints
    serves: Ints


def names(problem: RosterProblem, roster: Roster) -> tuple[str, ...]:
    """Return the agents of the problem, then others who occur in the past or the roster."""
    known = [agent.id for agent in problem.agents]
    others = {shift.agent_id for shift in (*problem.history, *roster.shifts)} - set(known)
    return (*known, *sorted(others))


def crew(
    problem: RosterProblem, roster: Roster, params: SimulationParams, *, replication: int = 0
) -> Crew:
    """
    Return who works when in one replication.

    Raises
    ------
    InputError
        When the roster names a post the problem does not have.
    """
    posts = {post for shift in roster.shifts for post in shift.posts}
    strange = posts - {post.id for post in problem.posts}
    if strange:
        raise InputError(
            Fault("unknown_post", "roster", column="post", value=post) for post in sorted(strange)
        )
    agents = names(problem, roster)
    number = {agent: index for index, agent in enumerate(agents)}
    turnout = Turnout(problem, agents, params, Luck(params.seed, replication))
    rows = list(_ticks(problem.horizon))
    for agent_id, shifts in _by_agent(problem, roster).items():
        rows.extend(turnout.changes(number[agent_id], shifts))
    table = np.array(sorted(rows), dtype=np.float64).reshape(-1, 4)
    whole = table[:, 1:].astype(np.int64)
    kind, who, place = (whole[:, column].copy() for column in range(3))
    return Crew(agents, table[:, 0].copy(), kind, who, place, turnout.serves())


def _by_agent(problem: RosterProblem, roster: Roster) -> dict[str, list[Shift]]:
    """Return what absences leave of each agent's shifts that reach in, in order of start."""
    found: dict[str, list[Shift]] = defaultdict(list)
    for shift in sorted(shifts_present(problem, roster), key=lambda shift: shift.start_min):
        if shift.end_min > problem.horizon.start_min:
            found[shift.agent_id].append(shift)
    return found


def _ticks(horizon: Horizon) -> Iterator[Row]:
    """Yield the start of every interval, and the horizon's end."""
    for interval in range(horizon.intervals + 1):
        yield interval * horizon.interval_min * 60.0, TICK, NONE, interval


def _times(post: Post) -> tuple[float, ...]:
    """Return a post's own handling times by number of open chats; empty: the same at every one."""
    times = post.staffing.handle_s_by_level
    return tuple(post.staffing.handle_s * time / times[-1] for time in times)


def slots_and_pace(posts: tuple[Post, ...], params: SimulationParams) -> tuple[Ints, Floats]:
    """
    Return slots by post, and the pace of each open chat by post and number of open chats.

    A chat drawn with the post's handling time is done after that time at pace 1, which is the pace
    at every number of open chats unless the post or a table says otherwise; shape (posts,) and
    (posts, most slots + 1). On deferrable posts people have one slot, and spend the greatest
    occupancy of their time on it.

    Raises
    ------
    InputError
        When a table of handling times does not have one entry per slot, or names a strange post.
    """
    known = {post.id for post in posts}
    for name in params.handle_s_by_level:
        require(name in known, "unknown_post", column="handle_s_by_level", value=name)
    deferrable = [post.staffing.is_deferrable for post in posts]
    slots = np.array([post.staffing.chats_at_once for post in posts], dtype=np.int64)
    slots[deferrable] = 1  # what may wait is worked on one at a time
    pace = np.ones((len(posts), int(slots.max(initial=1)) + 1))
    for index, post in enumerate(posts):
        times = params.handle_s_by_level.get(post.id, _times(post))
        if deferrable[index]:
            pace[index, 1:] = post.staffing.max_occupancy
        elif times:
            found, need = len(times), int(slots[index])
            require(found == need, "level_times_differ", value=post.id, found=found, slots=need)
            pace[index, 1 : len(times) + 1] = post.staffing.handle_s / np.array(times)
            pace[index, len(times) :] = pace[index, len(times)]
    return slots, pace

"""The people of a part as a question of their own: with the whole's need, or with their share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.demand import Requirement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scheduler.agent import Agent
    from scheduler.by_agent import Row
    from scheduler.problem import RosterProblem
    from scheduler.solve.tables import Floats


def people_of_part(
    problem: RosterProblem, numbers: Sequence[int], *, is_first: bool
) -> RosterProblem:
    """
    Return a problem with some of its people alone, everything else as in the whole.

    Parameters
    ----------
    problem
        The whole week.
    numbers
        Of the people.
    is_first
        Whether the past of those who have left, which may reach into the week, is with these.
    """
    agents = tuple(_standing(problem, problem.agents[number]) for number in numbers)
    names = {agent.id for agent in agents}
    left = {shift.agent_id for shift in problem.history} - problem.agent_by_id.keys()
    seen = names | left if is_first else names
    teams, known = {agent.team for agent in agents}, problem.announced
    return replace(
        problem,
        agents=agents,
        rules=replace(problem.rules, peak=problem.classes.peak),
        absences=_of(names, problem.absences),
        wishes=_of(names, problem.wishes),
        history=_of(seen, problem.history),
        pins=_of(names, problem.pins),
        type_pins=_of(names, problem.type_pins),
        calls=_of(names, problem.calls),
        agent_limits=_of(names, problem.agent_limits),
        sessions=tuple(
            each for each in problem.sessions if each.agent_id in names or each.team in teams
        ),
        announced=known and replace(known, shifts=_of(names, known.shifts)),
        called_away=_of(seen, problem.called_away),
        overruled=frozenset(_of(seen, problem.overruled)),
        elsewhere_min={
            name: least for name, least in problem.elsewhere_min.items() if name in names
        },
        known_hours=problem.hours_by_post,
        known_shares={name: problem.fair_shares[name] for name in names},
    )


def asked_of_part(part: RosterProblem, need: Floats, place: tuple[int, int]) -> RosterProblem:
    """
    Return a part asked for its share of the need; minimums are the whole's alone.

    Parameters
    ----------
    part
        Its people.
    need
        People asked for, minimums among them; shape (posts, intervals).
    place
        Number of the part, and of how many: people wanted to stand by are dealt round.
    """
    number, parts = place
    types = tuple(
        replace(each, min_people=(each.min_people + parts - 1 - number) // parts)
        if each.is_standby
        else each
        for each in part.rules.types
    )
    return replace(
        part,
        posts=tuple(replace(post, min_agents=0, min_experienced=0) for post in part.posts),
        rules=replace(part.rules, seals=(), types=types),
        requirement=Requirement(part.horizon, part.requirement.posts, need),
    )


def _standing(problem: RosterProblem, agent: Agent) -> Agent:
    """Return an agent whose place in a cycle is written down: others of a team may tell it."""
    cycle = problem.cycles.known.get(agent.id)
    if cycle is None or not cycle.plan.is_cycle:
        return agent
    return replace(agent, cycle_start=cycle.start)


def _of(names: Collection[str], rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.agent_id in names)

"""
Who is at work when: the counts that the seal and the cost are judged by.

Only who is there counts (``scheduler.present``); the format's own rules and cost count everybody
who is rostered, absent or not, and say so by ``people_rostered``.

A person covers an interval when its start lies in the shift, not in the meal, in a break or in a
session; on the post of the stint there. A shift that does not begin at an interval's start covers
nothing. Shifts of the past that reach into the horizon cover; work after its end does not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.present import shifts_present, shifts_rostered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.demand import Ints
    from scheduler.horizon import Horizon
    from scheduler.post import SealGroup
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift


def intervals_covered(horizon: Horizon, shift: Shift) -> tuple[int, ...]:
    """Return the numbers of the intervals of a horizon that a shift covers, ascending."""
    if not horizon.on_grid(shift.start_min):
        return ()
    first = max(0, horizon.interval_of(shift.start_min))
    after_last = min(horizon.intervals, horizon.interval_of(shift.end_min - 1) + 1)
    pauses = shift.pauses if shift.meal is None else (shift.meal, *shift.pauses)
    start, step = horizon.start_min, horizon.interval_min
    out = {
        interval
        for span in pauses
        for interval in range(
            -((start - span.start_min) // step), -((start - span.end_min) // step)
        )
    }
    return tuple(interval for interval in range(first, after_last) if interval not in out)


def people_at_work(problem: RosterProblem, roster: Roster) -> Ints:
    """
    Return the people at work on each post: those who are there.

    Unknown agents and people who have left since count too; posts without a requirement do not.

    Returns
    -------
    People; shape (posts of the requirement, intervals).
    """
    return people_covering(problem, shifts_present(problem, roster))


def people_rostered(problem: RosterProblem, roster: Roster) -> Ints:
    """Return the people on each post as rostered, the absent too; shape as ``people_at_work``."""
    return people_covering(problem, shifts_rostered(problem, roster))


def people_covering(problem: RosterProblem, shifts: Iterable[Shift]) -> Ints:
    """Return the people that shifts put at work; shape as ``people_at_work``."""
    people = _nobody(problem)
    for _, row, intervals in _rows_covered(problem, shifts):
        people[row, intervals] += 1
    return people


def people_holding(problem: RosterProblem, shifts: Iterable[Shift], at_work: Ints) -> Ints:
    """
    Return the people who count towards each post's minimum; shape as ``people_at_work``.

    Where posts may be held together (``SealGroup``), a person at work on one of them who is
    certified for all of them counts on each, in the group's hours.

    Parameters
    ----------
    problem, shifts
        The question, and the shifts that cover.
    at_work
        As ``people_covering`` counts them.
    """
    if not problem.rules.seals:
        return at_work
    people = at_work.copy()
    for shift, intervals in _covering(problem, shifts):
        for interval in intervals:
            for row in _rows_helped(problem, shift, interval):
                people[row, interval] += 1
    return people


def experienced_covering(problem: RosterProblem, shifts: Iterable[Shift]) -> Ints:
    """Return the experienced people that shifts put at work; shape as ``people_at_work``."""
    people = _nobody(problem)
    newcomer_days = problem.rules.newcomer_days
    for shift, row, intervals in _rows_covered(problem, shifts):
        agent = problem.agent_by_id.get(shift.agent_id)
        date = problem.horizon.clock.date_of(shift.start_min)
        if agent and agent.experienced(date, newcomer_days):
            people[row, intervals] += 1
    return people


def _nobody(problem: RosterProblem) -> Ints:
    return np.zeros((len(problem.requirement.posts), problem.horizon.intervals), dtype=np.int64)


def _row(problem: RosterProblem, post: str) -> int | None:
    posts = problem.requirement.posts
    return posts.index(post) if post in posts else None


def _covering(
    problem: RosterProblem, shifts: Iterable[Shift]
) -> Iterator[tuple[Shift, tuple[int, ...]]]:
    for shift in shifts:
        yield shift, intervals_covered(problem.horizon, shift)


def _rows_covered(
    problem: RosterProblem, shifts: Iterable[Shift]
) -> Iterator[tuple[Shift, int, list[int]]]:
    """Yield each shift with the rows of its posts and the intervals it covers there."""
    for shift, intervals in _covering(problem, shifts):
        for post in shift.posts:
            row = _row(problem, post)
            if row is not None and not shift.stints:
                yield shift, row, list(intervals)
            elif row is not None:
                minute = problem.horizon.minute
                yield shift, row, [at for at in intervals if shift.post_at(minute(at)) == post]


def _rows_helped(problem: RosterProblem, shift: Shift, interval: int) -> set[int]:
    """Return the rows of the other posts that a shift helps to hold in an interval."""
    minute = problem.horizon.minute(interval)
    clock, own = problem.horizon.clock.clock_of(minute), shift.post_at(minute)
    helped = {
        post
        for group in problem.rules.seals
        if clock in group.hours and own in group.posts and _holds(problem, shift, group)
        for post in group.posts
    }
    rows = (_row(problem, post) for post in helped - {own})
    return {row for row in rows if row is not None}


def _holds(problem: RosterProblem, shift: Shift, group: SealGroup) -> bool:
    """Return whether a shift is worked by a person certified for all posts of a group."""
    agent = problem.agent_by_id.get(shift.agent_id)
    date = problem.horizon.clock.date_of(shift.start_min)
    return agent is not None and all(agent.certified(post, date) for post in group.posts)

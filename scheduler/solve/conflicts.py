"""What stands in the way before any search: pins against rules, and cover nobody could give."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import SolverError
from scheduler.roster import Roster
from scheduler.rules.opening import within_reach
from scheduler.rules.type_pins import in_the_way
from scheduler.shift import Span
from scheduler.verify.checker import COVER, RULES, verify
from scheduler.verify.cycles import few_days, idle_day
from scheduler.verify.pauses import breaks, session
from scheduler.verify.people import pinned_idle
from scheduler.verify.rhythm import min_hours
from scheduler.verify.runs import short_rest_run, short_run
from scheduler.verify.seal import sealed, seniority
from scheduler.verify.standby import call

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.solve.counting import Counting, Ease
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Bools, Ints, Tables
    from scheduler.verify.verdict import Verdict, Violation

COVER_NAMES = {rule.__name__ for rule in COVER}  # what a relaxed roster may break
SAME_RULE = {  # guarded against together
    "short_rest_run": "short_run",
    "after_nights": "night_run",
}
PAUSES = {"session", "breaks"}  # and what a shift too full may
Reason = tuple[str, tuple[str, ...]]
PARTLY = {sealed, seniority, session, breaks, min_hours, short_run, short_rest_run}
PARTLY |= {few_days, idle_day, pinned_idle, call}
PERSONAL = tuple(rule for rule in RULES if rule not in PARTLY)  # shifts beside pins may mend others


def is_past(violation: Violation, problem: RosterProblem) -> bool:
    """Return whether a breach lies wholly before the horizon: nothing can mend it."""
    return violation.at_min is not None and violation.at_min < problem.horizon.start_min


def own_breaches(problem: RosterProblem, verdict: Verdict) -> list[Violation]:
    """
    Return the breaches of a roster that are neither of the past nor of shifts that stand anyway.

    How much these miss, shifts beside them may change; ``breaches_standing`` has them as they are.
    """
    known = {(one.rule, one.agent_id, one.at_min) for one in breaches_standing(problem)}
    return [
        one
        for one in verdict.violations
        if not is_past(one, problem) and (one.rule, one.agent_id, one.at_min) not in known
    ]


def breaches_standing(problem: RosterProblem) -> tuple[Violation, ...]:
    """Return what the pins alone break that stand whatever they break."""
    facts = tuple(pin for pin in problem.pins if pin in problem.overruled)
    return verify(replace(problem, pins=facts), Roster(facts)).violations if facts else ()


def pin_conflicts(problem: RosterProblem) -> tuple[Reason, ...]:
    """
    Return the pins that no roster can keep without breaking a personal rule.

    These rules, broken by a set of shifts, are also broken by every larger set, so the pins alone
    decide; ``eased`` sees to the others. Pins of a type are named that contract, work plan or
    absences leave no shift for: ``type_pin_<what>`` (agent, date, type).
    """
    types = tuple(
        (f"type_pin_{found}", (pin.agent_id, str(pin.date), pin.kind))
        for pin in problem.type_pins
        if (found := in_the_way(problem, pin))
    )
    if not problem.pins:
        return types
    verdict = verify(problem, Roster(problem.pins), PERSONAL)
    known = frozenset(breaches_standing(problem))
    clock = problem.horizon.clock
    return types + tuple(
        (
            f"pin_{violation.rule}",
            (
                violation.agent_id,
                *((clock.format(violation.at_min),) if violation.at_min is not None else ()),
            ),
        )
        for violation in verdict.violations
        if not is_past(violation, problem) and violation not in known
    )


def cover_conflicts(problem: RosterProblem, tables: Tables, rows: Rows) -> tuple[Reason, ...]:
    """
    Return the intervals for whose minimum there are too few people, whatever is rostered.

    Of each person those shifts count that lie in some days allowed by the rules: after a week of
    late shifts nobody begins the next at midnight, and who has other types this week has no nights.

    ``opening_short`` for each stretch that no shift reaches without leaving the opening of its post
    (post, from, until), ``opening_begun`` where the post has been open since before the horizon,
    ``cover_impossible`` for every other interval (post, moment).
    """
    could = _reachable(tables, rows)
    posts, cells = could.shape
    short = np.argwhere(could < rows.floor[: posts * cells].reshape(posts, cells))
    close = np.zeros_like(could, dtype=np.bool_)
    for post in set(short[:, 0].tolist()) if not tables.most_changes else ():
        close[post] = ~within_reach(problem, problem.requirement.posts[post])
    far = [(post, cell) for post, cell in short.tolist() if not close[post, cell]]
    return (
        *_stretches(problem, [(post, cell) for post, cell in short.tolist() if close[post, cell]]),
        *(("cover_impossible", _place(problem, post * cells + cell)) for post, cell in far),
    )


def with_reachable_minimums(tables: Tables, rows: Rows) -> Rows:
    """Return rows whose minimums are no more people than could be at work, whatever is rostered."""
    could = _reachable(tables, rows).reshape(-1)
    floor = rows.floor.copy()
    floor[: len(could)] = np.minimum(floor[: len(could)], could)
    return rows if (floor == rows.floor).all() else rows._replace(floor=floor)


def _reachable(tables: Tables, rows: Rows) -> Ints:
    """Return the most people of each post and cell, counted no further than all minimums ask."""
    posts, cells = tables.post_ok.shape[2], tables.wish.shape[1]
    floor = rows.floor[: posts * cells].reshape(posts, cells)
    could = rows.base[: posts * cells].reshape(posts, cells).copy()
    first_day = np.repeat(np.arange(len(tables.day_first) - 1), np.diff(tables.day_first))
    possible: dict[int, Bools] = {}
    for agent, of in enumerate(tables.counting.of.tolist()):
        if of not in possible:
            possible[of] = _possible(tables.counting, of)[
                first_day[:, None], tables.counting.label_of
            ]
        rested = np.arange(cells)[:, None] >= tables.ready_of[agent]
        allowed = np.isfinite(tables.wish[agent]) & possible[of] & rested
        for post in np.flatnonzero(tables.post_ok[agent].any(axis=0)):
            here = allowed & tables.post_ok[agent, first_day, post][:, None]
            if not tables.most_changes:
                here &= tables.open_first[post] <= tables.open_last[post]
            could[post] += _reached(here, tables.shape_len)
        if (could >= floor).all():
            break
    return could


def _possible(counting: Counting, of: int) -> Bools:
    """Return by day and label whether an automaton has days in which it occurs."""
    rows, labels = counting.first_row[of], counting.steps.shape[1]
    days = [counting.steps[first:stop] for first, stop in pairwise(rows.tolist())]
    lead_on: list[Bools] = [
        np.ones(1, dtype=np.bool_)
    ]  # by state: whether there are allowed days from it on
    for steps in reversed(days):
        lead_on.append(np.asarray(_leads(steps, lead_on[-1]).any(axis=1)))
    reached, found = np.ones(1, dtype=np.bool_), np.zeros((len(days), labels), dtype=np.bool_)
    for day, (steps, then) in enumerate(zip(days, lead_on[-2::-1], strict=True)):
        good = _leads(steps, then) & reached[:, None]
        found[day] = good.any(axis=0)
        reached = np.zeros(len(then), dtype=np.bool_)
        reached[steps[good]] = True
    return found


def _leads(steps: npt.NDArray[np.int32], then: Bools) -> Bools:
    """Return by state and label whether it leads to a state that is good; none: it is not."""
    return (steps >= 0) & (then[np.maximum(steps, 0)] if len(then) else False)


def _stretches(problem: RosterProblem, places: list[tuple[int, int]]) -> Iterator[Reason]:
    """Yield the stretches of intervals, by post and cell in order, that no shift reaches."""
    format_min, minute = problem.horizon.clock.format, problem.horizon.minute
    for _, run in groupby(enumerate(places), lambda one: (one[1][0], one[1][1] - one[0])):
        cells = [place for _, place in run]
        (post, first), (_, last) = cells[0], cells[-1]
        ends = format_min(minute(first)), format_min(minute(last + 1))
        name = problem.requirement.posts[post]
        is_begun = first == 0 and _goes_on(problem, name)
        yield "opening_begun" if is_begun else "opening_short", (name, *ends)


def _goes_on(problem: RosterProblem, post: str) -> bool:
    """Return whether a post stays open from one week to the next."""
    end_min = problem.horizon.end_min
    return not problem.opening_of(post).closed(Span(end_min - 1, end_min + 1))


def _reached(starts: Bools, lengths: Ints) -> Bools:
    """Return the cells that shifts by start and shape reach; shape (cells,)."""
    cells = len(starts)
    ends = np.zeros(cells + 1, dtype=np.int64)
    for shape, length in enumerate(lengths):
        begun = np.flatnonzero(starts[:, shape])
        np.add.at(ends, begun, 1)
        np.add.at(ends, np.minimum(begun + length, cells), -1)
    return np.cumsum(ends[:-1]) > 0


def _place(problem: RosterProblem, row: int) -> tuple[str, str]:
    post, cell = divmod(row, problem.horizon.intervals)
    when = problem.horizon.clock.format(problem.horizon.minute(cell))
    return problem.requirement.posts[post], when


def is_let_go(violation: Violation, eases: Mapping[str, Ease]) -> bool:
    """Return whether a breach is of a rule that leaves its agent no days at all."""
    ease = eases.get(violation.agent_id)
    return ease is not None and SAME_RULE.get(violation.rule, violation.rule) in ease.rules


def require_admitted(breaches: Sequence[Violation], *, has_gaps: bool, has_pauses: bool) -> None:
    """Raise SolverError where a breach is one the search must not leave."""
    rules = {each.rule for each in breaches}
    admitted = COVER_NAMES | (PAUSES if has_pauses else set())
    if rules - admitted or not (bool(breaches) == has_gaps or has_pauses):
        raise SolverError(f"the roster breaks rules: {sorted(rules)}")

"""Counts of weeks, posts and meals dealt out to people with as few certificates as will do."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from scheduler.solve.crews import able_of
from scheduler.solve.days_kernel import MEAL, POST, SHAPE, START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.headcount.counts import CountedWeeks
    from scheduler.headcount.kinds import KindPlace
    from scheduler.solve.crews import Days, Served
    from scheduler.solve.plan import Plan
    from scheduler.solve.tables import Tables

SECONDS = 5.0


class Dealt(NamedTuple):
    """
    Who works what.

    Parameters
    ----------
    counts
        How many people of each place, by its number.
    plan
        Of these people in the order of the places; shape (4, people, days).
    """

    counts: Counter[int]
    plan: Plan


class _Same(NamedTuple):
    """People hired at a place for the week of one that can do more, and their number."""

    strong: int
    week: tuple[Days, ...]
    place: int
    people: int
    on: dict[Days, list[int]]  # posts, one for each of them


def dealt(
    tables: Tables, weeks: CountedWeeks, places: Sequence[KindPlace], *, fewer: bool
) -> Dealt | None:
    """
    Return people for the counts of a program; None: they were not dealt out in time.

    Parameters
    ----------
    tables
        Of the week with one person of each place.
    weeks
        The counts.
    places
        All there are.
    fewer
        Whether people who serve on some of their posts alone are hired with these.
    """
    groups = _groups(tables, weeks, places, fewer=fewer)
    if groups is None:
        return None
    groups.sort(key=lambda each: each.place)
    total = sum(each.people for each in groups)
    plan = np.full((4, total, tables.fixed_start.shape[1]), -1, dtype=np.int64)
    waiting: dict[Served, list[int]] = {
        place: [offset for offset, many in eaten.items() for _ in range(many)]
        for place, eaten in weeks.meals.items()
    }
    counts: Counter[int] = Counter()
    first = 0
    for each in groups:
        counts[each.place] += each.people
        for one in range(each.people):
            _write(tables, plan[:, first + one], each, one, waiting)
        first += each.people
    return Dealt(counts, plan)


def _write(
    tables: Tables, week: Plan, group: _Same, one: int, waiting: dict[Served, list[int]]
) -> None:
    """Write somebody's shifts into a plan, each with its post and the next meal there is."""
    for days in group.week:
        day, first, shape = days
        post = group.on[days][one]
        week[(START, SHAPE, POST), day] = first, shape, post
        if tables.shape_meal[shape] > 0:
            held = able_of(tables, group.strong, day).held
            spot = next(
                each
                for each, left in waiting.items()
                if (each.days, each.post, each.held) == (days, post, held) and left
            )
            week[MEAL, day] = first + waiting[spot].pop()


def _groups(
    tables: Tables, weeks: CountedWeeks, places: Sequence[KindPlace], *, fewer: bool
) -> list[_Same] | None:
    """Return who is hired with which certificates, as few as will do, and on which posts."""
    model = cp_model.CpModel()
    hired: dict[tuple[int, tuple[Days, ...], int], cp_model.IntVar] = {}
    on: dict[tuple[int, tuple[Days, ...], int, Days, int], cp_model.IntVar] = {}
    there: dict[tuple[object, Days, int], list[cp_model.IntVar]] = defaultdict(list)
    posts = [np.flatnonzero(tables.post_ok[at].any(axis=0)).tolist() for at in range(len(places))]
    for (strong, week), many in weeks.people.items():
        options = _options(places, strong) if fewer else [strong]
        for place in options:
            people = hired[strong, week, place] = model.new_int_var(0, many, "")
            for days in week:
                able = able_of(tables, strong, days[0])
                here = []
                for post in posts[place]:
                    each = on[strong, week, place, days, post] = model.new_int_var(0, many, "")
                    there[able, days, post].append(each)
                    here.append(each)
                model.add(sum(here) == people)
        model.add(sum(hired[strong, week, place] for place in options) == many)
    asked: Counter[tuple[object, Days, int]] = Counter()
    for (able, days), here_asked in weeks.posts.items():
        for spot, many in here_asked.items():
            asked[able, days, spot.post] += many
    for key, each_there in there.items():
        model.add(sum(each_there) == asked[key])
    model.minimize(
        sum((len(places[place].kind.posts) - 1) * each for (*_, place), each in hired.items())
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = SECONDS, 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [
        _Same(*key, many, _on_posts(solver, key, on))
        for key, each in hired.items()
        if (many := solver.value(each))
    ]


def _on_posts(
    solver: cp_model.CpSolver,
    key: tuple[int, tuple[Days, ...], int],
    on: dict[tuple[int, tuple[Days, ...], int, Days, int], cp_model.IntVar],
) -> dict[Days, list[int]]:
    """Return by shift the posts of people of one week, in their order."""
    found: dict[Days, list[int]] = {days: [] for days in key[1]}
    for (*whose, days, post), each in on.items():
        if tuple(whose) == key:
            found[days] += [post] * solver.value(each)
    return found


def _options(places: Sequence[KindPlace], strong: int) -> list[int]:
    """Return the places whose people are hired as one's are, with no other posts than theirs."""
    own = places[strong]
    return [
        number
        for number, place in enumerate(places)
        if place.kind.contract == own.kind.contract
        and (place.kind.work_plan, place.cycle_start) == (own.kind.work_plan, own.cycle_start)
        and set(place.kind.posts) <= set(own.kind.posts)
    ]

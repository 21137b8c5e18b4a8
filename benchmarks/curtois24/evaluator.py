"""
Judge a roster of one instance, from the published rules alone; shares no code with the engine.

A roster is, for each employee, the shift of each day, or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.curtois24.instance import Employee, Instance

Plan = Mapping[str, Sequence[str | None]]
WEEK = 7
SATURDAY, SUNDAY = 5, 6  # day 0 is a Monday


@dataclass(frozen=True, slots=True)
class Judgement:
    """The cost, and each breach as its rule and where it lies; with breaches there is no score."""

    cost: int
    breaches: tuple[tuple[str, str, int], ...]


def judge(instance: Instance, plan: Plan) -> Judgement:
    """Return what a roster costs and which hard rules it breaks."""
    breaches = [
        (rule, each.id, where)
        for each in instance.staff
        for rule, where in _breaches(instance, each, plan[each.id])
    ]
    return Judgement(_cost(instance, plan), tuple(breaches))


def _cost(instance: Instance, plan: Plan) -> int:
    total = sum(ask.weight for ask in instance.on if plan[ask.employee][ask.day] != ask.shift)
    total += sum(ask.weight for ask in instance.off if plan[ask.employee][ask.day] == ask.shift)
    at_work = Counter((day, shift) for days in plan.values() for day, shift in enumerate(days))
    for row in instance.cover:
        extra = at_work[row.day, row.shift] - row.wanted
        total += row.over * extra if extra > 0 else -row.under * extra
    return total


def _breaches(
    instance: Instance, who: Employee, days: Sequence[str | None]
) -> Iterator[tuple[str, int]]:
    types = {each.id: each for each in instance.shifts}
    for day, (today, tomorrow) in enumerate(pairwise(days)):
        if today and tomorrow in types[today].not_next:
            yield "succession", day
    worked = Counter(shift for shift in days if shift)
    yield from (("max_of_type", -1) for shift in worked if worked[shift] > who.max_of[shift])
    minutes = sum(types[shift].minutes * number for shift, number in worked.items())
    if minutes > who.max_minutes:
        yield "max_minutes", -1
    if minutes < who.min_minutes:
        yield "min_minutes", -1
    fixed = instance.days_off.get(who.id, frozenset())
    yield from (("day_off", day) for day in sorted(fixed) if days[day])
    yield from _runs(who, days)
    weekends = range(0, len(days) - SUNDAY, WEEK)
    if sum(bool(days[w + SATURDAY] or days[w + SUNDAY]) for w in weekends) > who.max_weekends:
        yield "weekends", -1


def _runs(who: Employee, days: Sequence[str | None]) -> Iterator[tuple[str, int]]:
    """Runs at the first or last day are exempt from the two minimums, not from the maximum."""
    first = 0
    for works, run in groupby(days, key=bool):
        length = len(list(run))
        inside = first > 0 and first + length < len(days)
        if works and length > who.max_run:
            yield "max_run", first
        if inside and length < (who.min_run if works else who.min_run_off):
            yield ("min_run" if works else "min_run_off"), first
        first += length

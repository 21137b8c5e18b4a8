"""The plan week by week and post by post: people asked for, there, lost, coming, missing, cost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from scheduler.capacity.hiring import OVERTIME
from scheduler.staff_changes import FEN, usual_contract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.capacity.outcome import Capacity, CapacityWeek, Hire
    from scheduler.capacity.params import CapacityParams


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """
    A week, all posts together.

    Parameters
    ----------
    start
        The week's Monday.
    required_people
        People it takes, each with the hours that new people of a post work.
    people
        Who work there first, those expected to have left taken off.
    away_hours, left_people
        Contract hours that leave takes; people expected to have left since the plan's first day.
    joining
        Hires whose first week it is.
    training_hours
        Hours that hires are paid for and do not yet do what others do.
    gap_hours
        Required hours that nobody has, hires counted.
    cost
        Yuan: contract hours of those there and of hires, and missing hours at overtime's price;
        None: what an hour costs is not known.
    """

    start: dt.date
    required_people: float
    people: float
    away_hours: float
    left_people: float
    joining: int
    training_hours: float
    gap_hours: float
    cost: Decimal | None

    @property
    def label(self) -> str:
        """Return the ISO week, such as ``2026-W49``."""
        year, week, _ = self.start.isocalendar()
        return f"{year}-W{week:02d}"


@dataclass(frozen=True, slots=True)
class PlanLine(PlanWeek):
    """
    A post in a week.

    Parameters
    ----------
    post
        Its id.
    """

    post: str


def by_week(lines: Sequence[PlanLine]) -> tuple[PlanWeek, ...]:
    """Return the weeks of lines in their order."""
    starts: dict[dt.date, list[PlanLine]] = {}
    for line in lines:
        starts.setdefault(line.start, []).append(line)
    return tuple(
        PlanWeek(
            start,
            sum(each.required_people for each in posts),
            sum(each.people for each in posts),
            sum(each.away_hours for each in posts),
            sum(each.left_people for each in posts),
            sum(each.joining for each in posts),
            sum(each.training_hours for each in posts),
            sum(each.gap_hours for each in posts),
            total_cost(posts),
        )
        for start, posts in starts.items()
    )


def total_cost(lines: Sequence[PlanLine]) -> Decimal | None:
    """Return what lines cost together; None: that of one is not known."""
    known = [each.cost for each in lines if each.cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(lines) else None


def plan_lines(
    found: Capacity, hires: Sequence[Hire], agents: Sequence[Agent], params: CapacityParams
) -> tuple[PlanLine, ...]:
    """
    Return the lines of a plan, in order of weeks and posts.

    Parameters
    ----------
    found
        The weeks.
    hires
        Who is hired: those proposed, or those of least cost.
    agents
        Whose usual contracts the new ones get.
    params
        How new people are worked in.
    """
    price = {post: usual_contract(agents, post).hourly_cost for post in found.hours_week}
    begun = {week.start: number for number, week in enumerate(found.weeks)}
    coming: dict[str, list[tuple[int, int]]] = {post: [] for post in found.hours_week}
    for hire in hires:
        coming[hire.post].append((begun[hire.first_day], hire.people))
    return tuple(
        _line(found, number, hires_of, params, (post, price[post]))
        for number in range(len(found.weeks))
        for post, hires_of in coming.items()
    )


def _line(
    found: Capacity,
    number: int,
    hires: Sequence[tuple[int, int]],
    params: CapacityParams,
    priced: tuple[str, Decimal],
) -> PlanLine:
    post, hour = priced
    week, worked = found.weeks[number], found.worked_week[post]
    there = [(people, params.output(number - first)) for first, people in hires if first <= number]
    done = worked * sum(people * output for people, output in there)
    gap = max(0.0, week.short_hours[post] - done)
    paid = found.hours_week[post] * sum(people for people, _ in there)
    return PlanLine(
        start=week.start,
        post=post,
        required_people=week.required_hours[post] / worked if worked > 0 else 0.0,
        people=week.people[post] - week.left_people[post],
        away_hours=week.away_hours[post],
        left_people=week.left_people[post],
        joining=sum(people for first, people in hires if first == number),
        training_hours=worked * sum(people * (1 - output) for people, output in there),
        gap_hours=gap,
        cost=_cost(week, post, hour, paid, gap),
    )


def _cost(week: CapacityWeek, post: str, hour: Decimal, paid: float, gap: float) -> Decimal | None:
    if not hour:
        return None
    hired = Decimal(str(paid)) * hour + Decimal(str(gap)) * hour * OVERTIME
    return (week.staff_cost[post] + hired).quantize(FEN, ROUND_HALF_UP)

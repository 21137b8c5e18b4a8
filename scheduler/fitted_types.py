"""A preset of shift types and a work plan, fitted to a shop: its opening hours, days of work."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import require
from scheduler.horizon import DAY_MIN, WEEK_DAYS, ClockSpan
from scheduler.shift_type import MEAL_CLEAR_MIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.post import Post
    from scheduler.ruleset import RuleSet
    from scheduler.shift_type import ShiftType
    from scheduler.work_plan import WorkPlan

NIGHT = ClockSpan(22 * 60, 4 * 60)  # a type that starts in it is for the night


USUAL_DAYS = 5
PLAN_NAMES = {4: "做四休三", 5: "做五休二", 6: "做六休一"}


class Opening(NamedTuple):
    """From when to when a shop is open, in minutes after midnight; past midnight above 1,440."""

    first: int
    last: int


def fitted(rules: RuleSet, posts: Iterable[Post]) -> RuleSet:
    """
    Return rules whose shift types lie in the opening hours of posts.

    Of the types for the same contracts the first by the clock moves to begin when the shop opens,
    the last to end when it closes; those between keep the starts that fit, and one that has none,
    or only such as an earlier one has, is left out. Types for the night stay where the shop never
    closes, and nothing changes there. Hours are those between the first opening and the last
    closing of all posts and weekdays. Plans keep the types that are left; one of which nothing is
    left, or a rotation of which one type is, goes with them, unless everybody has it.
    """
    opening = _opening(posts, rules.start_grid_min)
    if opening is None:
        return rules
    by_contract = groupby(
        sorted(rules.types, key=lambda each: (each.contracts, each.start_clock)),
        lambda each: each.contracts,
    )
    kept: list[ShiftType] = []
    for _, group in by_contract:
        alike = list(group)
        # where none fits they stay: the check of shapes against opening hours says so
        kept += _moved(alike, opening) or alike
    order = [each.code for each in rules.types]
    types = tuple(sorted(kept, key=lambda each: order.index(each.code)))
    codes = {each.code for each in types}
    gone = frozenset(order) - codes
    plans = (
        _without(plan, gone)
        for plan in rules.plans
        if plan.name == rules.work_plan or _is_left(plan, gone)
    )
    pairs = (pair for pair in rules.successions if not gone & {pair.first_kind, pair.next_kind})
    return replace(rules, types=types, plans=tuple(plans), successions=tuple(pairs))


class Left(NamedTuple):
    """A plan that lost types when rules were fitted: which, and whether the plan is still there."""

    plan: str
    codes: tuple[str, ...]
    is_there: bool


def lost_in(before: RuleSet, after: RuleSet) -> tuple[Left, ...]:
    """Return the plans that lost types of theirs when rules were fitted."""
    there = {each.code for each in after.types}
    gone = [each.code for each in before.types if each.code not in there]
    names = {plan.name for plan in after.plans}
    found = []
    for plan in before.plans:
        lost = tuple(
            code for code in gone if code in {*plan.types, *plan.rotation, *plan.day_cycle}
        )
        if lost:
            found.append(Left(plan.name, lost, plan.name in names))
    return tuple(found)


def _is_left(plan: WorkPlan, gone: frozenset[str]) -> bool:
    """Return whether enough of a plan's own types is left for it to mean what it meant."""
    types, turns = set(plan.types), set(plan.rotation)
    return (not types or bool(types - gone)) and (not turns & gone or len(turns - gone) > 1)


def _without(plan: WorkPlan, gone: frozenset[str]) -> WorkPlan:
    return replace(
        plan,
        types=tuple(code for code in plan.types if code not in gone),
        rotation=tuple(code for code in plan.rotation if code not in gone),
        day_cycle=tuple("on" if code in gone else code for code in plan.day_cycle),
    )


def with_days(rules: RuleSet, days: int) -> RuleSet:
    """
    Return rules whose plans of the usual days of work a week have so many; that of all their name.

    Raises
    ------
    InputError
        When that is no number of days between four and six.
    """
    require(days in PLAN_NAMES, "days_a_week", column="max_days_week", value=days)
    if not rules.work_plan or days == USUAL_DAYS:
        return rules
    name, off = PLAN_NAMES[days], WEEK_DAYS - days
    plans = tuple(
        replace(
            each,
            name=name if each.name == rules.work_plan else each.name,
            max_days_week=days,
            days_off_together=min(off, 2),
            days_off_together_price=each.days_off_together_price if off > 1 else None,
            is_week_round=each.is_week_round and off > 1,
        )
        if each.name == rules.work_plan or each.max_days_week == USUAL_DAYS
        else each
        for each in rules.plans
    )
    return replace(rules, plans=plans, work_plan=name)


def _opening(posts: Iterable[Post], step: int) -> Opening | None:
    """Return the hours of a shop by the grid of starts, or None where a post never closes."""
    spans: list[tuple[int, int]] = []
    for post in posts:
        if post.opening is None:
            return None
        for span in (each for day in post.opening for each in day):
            crosses = span.end_clock <= span.start_clock
            spans.append((span.start_clock, span.end_clock + DAY_MIN * crosses))
    if not spans:
        return None
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    first, last = -(-first // step) * step, last // step * step
    return Opening(first, last) if last - first < DAY_MIN else None


def _moved(types: list[ShiftType], opening: Opening) -> list[ShiftType]:
    """Return types for the same contracts, in order of start, with starts in opening hours."""
    by_day = [each for each in types if each.start_clock not in NIGHT]
    found: list[ShiftType] = []
    after = opening.first  # the first start that no earlier type has
    for number, each in enumerate(by_day):
        latest = opening.last - each.length_min
        first, last = each.starts[0], each.starts[-1]
        if number == 0:
            first, last = opening.first, opening.first + last - first
        elif each is by_day[-1]:
            first, last = latest - (last - first), latest
        if len(by_day) == 1:
            last = latest
        first, last = max(first, after), min(last, latest, DAY_MIN - each.start_step_min)
        if first <= last:
            found.append(_starting(each, first, last))
            after = last + each.start_step_min
    return found


def _starting(each: ShiftType, first: int, last: int) -> ShiftType:
    """Return a type that starts between two clock times, with its meal where all of them fit."""
    latest = None if first == last else last
    moved = replace(each, start_clock=first, latest_start_clock=latest, meal_between=None)
    spans = (ClockSpan(11 * 60, 14 * 60), ClockSpan(17 * 60, 20 * 60))
    for span in filter(None, (each.meal_between, *spans)):
        if each.pause_min and all(_holds(each, start, span) for start in moved.starts):
            return replace(moved, meal_between=span)
    return moved


def _holds(each: ShiftType, start: int, span: ClockSpan) -> bool:
    """Return whether a meal within a clock span has work before and after it in a shift."""
    begins = max(start + MEAL_CLEAR_MIN, span.start_clock)
    ends = min(start + min(each.lengths) - MEAL_CLEAR_MIN, span.end_clock)
    return ends - begins >= each.pause_min

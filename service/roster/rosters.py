"""A week's roster and its versions: looking at them, and what differs between two."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.house_price import Override
from scheduler.problem import RosterProblem
from scheduler.roster import Roster, RosterState
from scheduler.shift import Shift
from scheduler.verify.checker import verify_present
from scheduler.verify.cost import cost, cost_of_present, times_broken
from scheduler.verify.opening import ClosedHours, closed_hours
from scheduler.verify.verdict import Verdict
from service.roster.gap import CostGap, gap_of
from service.roster.overriding import judged, overrides_in
from service.roster.question import problem_key, problem_of, question_key, wishes_of
from service.unchanged import WISHES, while_unchanged
from store.demand import KeptForecast
from store.files.week import write_roster
from store.register import Entry
from store.rosters import KeptVersion, Origin, Proof
from store.shops import Shop
from store.weeks import KeptWeek

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from service.desk import Desk
    from store.unit import Unit

__all__ = ["CostGap", "KeptVersion", "Origin", "Proof"]


@dataclass(frozen=True, eq=False)
class RosterSheet:
    """
    All that a page about a week's roster shows.

    Parameters
    ----------
    shop
        Whose week it is.
    week
        Its days and rules.
    problem
        The question; None while the week has no requirement.
    version
        The version looked at, the latest unless another was named; None: no roster yet.
    verdict
        What the checker says of it now; None without a version.
    gap
        How far from the best possible, where a proof still holds; else None.
    published
        The version in force; None: none yet.
    forecast
        The chats expected; None: not known.
    wishes_broken
        How many wishes of each agent are broken, agents with wishes only.
    overrides
        Which rules of the house were broken by hand in this week, by whom and why.
    """

    shop: Shop
    week: KeptWeek
    problem: RosterProblem | None
    version: KeptVersion | None
    verdict: Verdict | None
    gap: CostGap | None
    published: KeptVersion | None
    forecast: KeptForecast | None
    wishes_broken: dict[str, int]
    overrides: tuple[Entry[Override], ...] = ()

    @property
    def closed_hours(self) -> ClosedHours | None:
        """Return the hours of work on closed posts; None without a roster or a requirement."""
        if self.problem is None or self.version is None:
            return None
        return closed_hours(self.problem, self.version.version.roster)

    @property
    def wishes_granted(self) -> float | None:
        """Return the share of wishes granted; None when there are none or there is no roster."""
        if self.problem is None or self.version is None or not self.problem.wishes:
            return None
        broken = sum(self.wishes_broken.values())
        return 1 - broken / len(self.problem.wishes)


@dataclass(frozen=True, slots=True)
class PersonChange:
    """
    What differs for one agent between two versions.

    Parameters
    ----------
    agent_id
        Id of the agent whose day it is.
    removed, added
        Shifts only the first version has, and only the second.
    """

    agent_id: str
    removed: tuple[Shift, ...]
    added: tuple[Shift, ...]


def roster_sheet(desk: Desk, label: str, number: int | None = None) -> RosterSheet:
    """Return what a page about a week shows, of its latest version or of the one named."""
    with desk.read() as unit:
        what = ("roster_sheet", label, number)

        def before_wishes() -> RosterSheet:
            return _sheet(unit, desk.shop_id, label, number)

        def read() -> RosterSheet:
            before = ("before_wishes", label, number)
            found = while_unchanged(desk, unit, before, before_wishes, apart_from=WISHES)
            return _with_wishes(unit, found)

        return while_unchanged(desk, unit, what, read)


def _with_wishes(unit: Unit, found: RosterSheet) -> RosterSheet:
    """Return a sheet with the wishes there are now: no hard rule speaks of them, the cost does."""
    if found.problem is None:
        return found
    wishes = wishes_of(unit, found.week, found.problem.agent_by_id)
    if wishes == found.problem.wishes:
        return found
    problem = replace(found.problem, wishes=wishes)
    if found.version is None or found.verdict is None:
        return replace(found, problem=problem)
    roster = found.version.version.roster
    return replace(
        found,
        problem=problem,
        verdict=replace(found.verdict, cost=cost_of_present(problem, roster)),
        gap=_gap(problem, found.version),
        wishes_broken=_wishes_broken(problem, roster),
    )


def _sheet(unit: Unit, shop_id: str, label: str, number: int | None) -> RosterSheet:
    week = unit.weeks.get(shop_id, label)
    version = unit.rosters.latest(week.id) if number is None else unit.rosters.get(week.id, number)
    has_people = version is not None or bool(unit.staff.agents(shop_id))
    is_known = week.requirement_id is not None and has_people
    problem = problem_of(unit, week) if is_known else None
    forecast = None if week.forecast_id is None else unit.demand.forecast(week.forecast_id)
    published = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
    shop = unit.shops.get(shop_id)
    overrides = overrides_in(unit, shop_id, label)
    verdict, gap, broken = None, None, {}
    if problem is not None and version is not None:
        verdict = _verdict(problem, version)
        gap = _gap(problem, version)
        broken = _wishes_broken(problem, version.version.roster)
    return RosterSheet(
        shop, week, problem, version, verdict, gap, published, forecast, broken, overrides
    )


def _verdict(problem: RosterProblem, version: KeptVersion) -> Verdict:
    """Return what the checker says now; looked up where the question has not changed."""
    if version.checked.problem_key == problem_key(problem):
        return version.checked.verdict
    return verify_present(problem, version.version.roster)


def _wishes_broken(problem: RosterProblem, roster: Roster) -> dict[str, int]:
    shifts = roster.by_agent()
    date_of = problem.horizon.clock.date_of
    found = {wish.agent_id: 0 for wish in problem.wishes}
    for wish in problem.wishes:
        mine = shifts.get(wish.agent_id, ())
        that_day = [shift for shift in mine if date_of(shift.start_min) == wish.date]
        found[wish.agent_id] += times_broken(problem, wish, that_day) > 0
    return found


def _gap(problem: RosterProblem, version: KeptVersion) -> CostGap | None:
    """
    Return the gap if the proof is of this question, with no pin more than there is now.

    A bound is of rosters as they stand, so the cost beside it is too: who was lent since counts.
    """
    proof = version.proof
    if proof is None or proof.question_key != question_key(problem):
        return None
    if not set(proof.pins) <= set(problem.pins):
        return None
    return gap_of(problem, cost(problem, version.version.roster).total, proof.bound)


def versions(desk: Desk, label: str) -> tuple[KeptVersion, ...]:
    """Return all versions of a week's roster in order of number."""
    with desk.read() as unit:
        return unit.rosters.all(unit.weeks.get(desk.shop_id, label).id)


def breaches_of_law(
    problem: RosterProblem | None, kept: Iterable[KeptVersion]
) -> tuple[int | None, ...]:
    """Return how many breaches of each version are of law; None: found in another question."""
    key = None if problem is None else problem_key(problem)
    return tuple(_of_law(problem, each, key) for each in kept)


def _of_law(problem: RosterProblem | None, kept: KeptVersion, key: str | None) -> int | None:
    breaches = kept.checked.verdict.stretches
    if not breaches:
        return 0
    if problem is None or kept.checked.problem_key != key:
        return None
    found = judged(problem, kept.version.roster, breaches)
    return sum(each.ground is not None for each in found)


def differences(desk: Desk, label: str, first: int, second: int) -> tuple[PersonChange, ...]:
    """Return what differs between two versions of a week, agent by agent in order of id."""
    with desk.read() as unit:
        week_id = unit.weeks.get(desk.shop_id, label).id
        old = unit.rosters.get(week_id, first).version.roster.by_agent()
        new = unit.rosters.get(week_id, second).version.roster.by_agent()
    return person_changes(old, new)


def person_changes(
    old: dict[str, tuple[Shift, ...]], new: dict[str, tuple[Shift, ...]]
) -> tuple[PersonChange, ...]:
    """Return what differs between two rosters given by agent; only agents with a difference."""
    found = []
    for agent_id in sorted(old.keys() | new.keys()):
        before, after = Counter(old.get(agent_id, ())), Counter(new.get(agent_id, ()))
        if before != after:
            removed, added = (before - after).elements(), (after - before).elements()
            found.append(PersonChange(agent_id, tuple(removed), tuple(added)))
    return tuple(found)


def write_version(desk: Desk, label: str, path: Path, number: int | None = None) -> None:
    """Write a version, the latest unless named, as a roster file of the week folder."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        found = unit.rosters.named(week, number)
    write_roster(found.version.roster, path, week.horizon.clock)

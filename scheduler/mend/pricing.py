"""Changes of single days, priced all at once at given values of cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.mend.menu import Bools, DayMenu, Floats, Ints, kind_of_person, menu_of
from scheduler.mend.moves import WEIGHT, MoveKind, day_move, notice
from scheduler.mend.program import MoveColumn
from scheduler.present import is_standby
from scheduler.shift import Shift
from scheduler.verify.cost import times_broken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from scheduler.agent import Agent
    from scheduler.mend.cover import Cover
    from scheduler.mend.moves import DayMove, MendParams
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

NEAR = 0.01  # changed shifts that an hour's distance between starts counts for, where all is equal
HOUR_MIN = 60
OF_HOURS = frozenset({"hours_per_week", "hours_per_horizon"})  # more work breaks them too
OF_DAYS = frozenset({"days_off", "consecutive_days"})  # so does any shift of that day
SPREAD = "start_spread"  # a start still farther from the own one breaks it too
HALF_DAY_MIN = 720
Day = tuple[str, int]


@dataclass(frozen=True, eq=False, slots=True)
class PersonDay:
    """
    A day of a person that may change, and what it could become.

    Parameters
    ----------
    key
        Agent and day.
    own
        The shift there is; None: a day off.
    menu
        What the person could work.
    kinds
        How each option changes the day, as its place in ``MoveKind``; shape (options,).
    weight
        How much each disturbs; shape (options,).
    wishes
        What each costs more in broken wishes; shape (options,).
    is_out
        Options that are no change, or that a rule forbids; grows; shape (options,).
    held
        What the person counts for beside the own post.
    """

    key: Day
    own: Shift | None
    menu: DayMenu
    kinds: Ints
    weight: Floats
    wishes: Floats
    is_out: Bools
    held: int

    def prices(self, unit: float) -> Floats:
        """Return what each option costs beside cover, at the price of one changed shift."""
        found: Floats = unit * self.weight + self.wishes
        return found

    def allowed(self, kinds: Collection[MoveKind]) -> Bools:
        """Return which options are of some kinds and not out; shape (options,)."""
        told = np.array([kind in kinds for kind in MoveKind], dtype=np.bool_)
        found: Bools = told[self.kinds] & ~self.is_out
        return found

    @property
    def last_min(self) -> int:
        """Return the last start among the options."""
        return int(self.menu.hours[:, 0].max())

    def alike(self, number: int) -> Bools:
        """Return the options of the same hours on the same post: people's rules see no meals."""
        hours, posts = self.menu.hours, self.menu.posts
        found: Bools = (hours == hours[number]).all(axis=1) & (posts == posts[number])
        return found

    def rule_out(self, number: int, rules: Collection[str]) -> None:
        """Take an option out that breaks some rules, and those that must break them too."""
        self.is_out[self.alike(number)] = True
        work = self.menu.hours[:, 2]
        if OF_HOURS & set(rules):
            self.is_out[work >= work[number]] = True
        if OF_DAYS & set(rules):
            self.is_out[:] = True
        if SPREAD in rules and self.own is not None:
            away = self.menu.hours[:, 0] - self.own.start_min
            away = away * np.sign(away[number])
            farther = (away >= away[number]) & (away <= HALF_DAY_MIN)
            self.is_out[farther & (away[number] > 0)] = True


def days_that_may_change(
    problem: RosterProblem,
    roster: Roster,
    cover: Cover,
    days: Collection[int],
    params: MendParams,
) -> Iterator[PersonDay]:
    """
    Yield the days of people that may change.

    Left out: who is away or lent on that day, whose shift has begun, is fixed, holds training or
    stands by, and who works twice that day.
    """
    menus: dict[object, DayMenu | None] = {}
    hands = roster.by_agent()
    for row, agent in enumerate(problem.agents):
        mine = hands.get(agent.id, ())
        for day in days:
            if not _may_change(problem, agent, mine, day, params.from_min):
                continue
            key = (*kind_of_person(problem, agent, day), day)
            if key not in menus:
                menus[key] = menu_of(problem, agent, day, params.from_min)
            menu = menus[key]
            if menu is not None:
                own = next((s for s in mine if problem.horizon.day_of(s.start_min) == day), None)
                held = int(cover.held[row, day])
                yield _day(problem, agent, own, menu, held=held, day=day, params=params)


def _may_change(
    problem: RosterProblem, agent: Agent, mine: tuple[Shift, ...], day: int, from_min: int
) -> bool:
    horizon = problem.horizon
    begin, end = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
    away = problem.away_by_agent.get(agent.id, ())
    if any(row.start_min < end and begin < row.end_min for row in away):
        return False
    own = [shift for shift in mine if horizon.day_of(shift.start_min) == day]
    if len(own) > 1:
        return False
    return all(
        shift.start_min >= from_min
        and not shift.sessions
        and shift not in problem.pins
        and not is_standby(problem, shift)
        for shift in own
    )


def _day(
    problem: RosterProblem,
    agent: Agent,
    own: Shift | None,
    menu: DayMenu,
    *,
    held: int,
    day: int,
    params: MendParams,
) -> PersonDay:
    start = menu.hours[:, 0]
    kinds, is_same = _kinds(problem, own, menu)
    near = start if own is None else np.minimum(start, own.start_min)
    far = np.zeros(len(start)) if own is None else np.abs(start - own.start_min)
    each, place = np.unique(near, return_inverse=True)
    sudden = np.array([notice(params.from_min, int(at)) for at in each])[place]
    weight = sudden * np.array([WEIGHT[kind] for kind in MoveKind])[kinds] + NEAR * far / HOUR_MIN
    wishes = _wishes(problem, agent, own, menu, day)
    return PersonDay((agent.id, day), own, menu, kinds, weight, wishes, is_same, held)


def _kinds(problem: RosterProblem, own: Shift | None, menu: DayMenu) -> tuple[Ints, Bools]:
    """Return how each option changes a day, as places in ``MoveKind``, and which are no change."""
    codes = {kind: number for number, kind in enumerate(MoveKind)}
    count = len(menu.options)
    if own is None:
        return np.full(count, codes[MoveKind.COME_IN]), np.zeros(count, dtype=np.bool_)
    hours = own.start_min, own.end_min, own.work_min
    same_hours = (menu.hours == np.array(hours)).all(axis=1)
    names = problem.requirement.posts
    post = names.index(own.post) if own.post in names and not own.stints else -1
    same_post = menu.posts == post
    kept = np.where(same_post, codes[MoveKind.PAUSES], codes[MoveKind.POST])
    is_same = same_hours & same_post
    for number in np.flatnonzero(is_same).tolist():
        is_same[number] = menu.shift(own.agent_id, number).meal == own.meal
    return np.where(same_hours, kept, codes[MoveKind.START]), is_same


def _wishes(
    problem: RosterProblem, agent: Agent, own: Shift | None, menu: DayMenu, day: int
) -> Floats:
    """Return what each option costs in broken wishes more than the day as it is."""
    found = np.zeros(len(menu.options))
    for wish in problem.wishes_by_agent.get(agent.id, ()):
        if wish.date != problem.horizon.date(day):
            continue
        known: dict[tuple[int, int], int] = {}
        for number, (start, end, _) in enumerate(menu.hours.tolist()):
            if (start, end) not in known:
                shift = menu.shift(agent.id, number)
                known[start, end] = times_broken(problem, wish, (shift,))
            found[number] += wish.weight * known[start, end]
        found -= wish.weight * times_broken(problem, wish, () if own is None else (own,))
    return problem.rules.weights.preference * found


class Pricer:
    """
    All changes of single days, and what they are worth.

    Parameters
    ----------
    cover
        The rows.
    days
        Those that may change.
    unit
        Price of one changed shift four days or more ahead.
    from_min
        From when things may change.
    """

    def __init__(
        self, cover: Cover, days: tuple[PersonDay, ...], unit: float, from_min: int
    ) -> None:
        self._cover, self.days, self.unit, self._from = cover, days, unit, from_min
        self._own = [self._rows(day.own) for day in days]

    def reduced(self, place: int, value: Floats, gains: dict[object, Floats]) -> Floats:
        """
        Return what each option of a day costs less what it is worth; shape (options,).

        Parameters
        ----------
        place
            Of the day among ``days``.
        value
            Worth of one person more in each row.
        gains
            Kept between calls at the same value: people of a kind share them.
        """
        day = self.days[place]
        key = id(day.menu), day.held
        if key not in gains:
            gains[key] = day.menu.gains(self._cover.worth(value, day.held))
        lost = float(value[self._own[place]].sum())
        found: Floats = day.prices(self.unit) - gains[key] + lost
        return found

    def column(self, place: int, number: int) -> MoveColumn:
        """Return an option of a day as a column."""
        day = self.days[place]
        now = day.menu.shift(day.key[0], number)
        came, went = self._rows(now), self._own[place]
        move = day_move(self._from, day.own, now)
        price = float(day.prices(self.unit)[number])
        return column_of((move,), (came,), (went,), price, (day.key,))

    def pair(self, place: int, number: int, freed: Shift) -> MoveColumn:
        """Return an option of a day with a later shift given off for it, as a column."""
        day, problem = self.days[place], self._cover.problem
        agent_id = day.key[0]
        now = day.menu.shift(agent_id, number)
        moves = day_move(self._from, day.own, now), day_move(self._from, freed, None)
        price = float(day.prices(self.unit)[number]) + self.unit * moves[1].weight
        price -= problem.rules.weights.preference * sum(
            wish.weight * times_broken(problem, wish, (freed,))
            for wish in problem.wishes_by_agent.get(agent_id, ())
            if wish.date == problem.horizon.clock.date_of(freed.start_min) and not wish.kind
        )
        days = day.key, (agent_id, problem.horizon.day_of(freed.start_min))
        return column_of(moves, (self._rows(now),), (self._rows(freed),), price, days)

    def whole_week(self, options: Sequence[tuple[int, int]], days: Sequence[Day]) -> MoveColumn:
        """
        Return options of several days of a person as one column.

        Parameters
        ----------
        options
            Place of the day and number of the option, one of each day that changes.
        days
            All days of the person that no other change may touch then.
        """
        moves, came, went, price = [], [], [], 0.0
        for place, number in options:
            day = self.days[place]
            now = day.menu.shift(day.key[0], number)
            moves.append(day_move(self._from, day.own, now))
            came.append(self._rows(now))
            went.append(self._own[place])
            price += float(day.prices(self.unit)[number])
        return column_of(tuple(moves), came, went, price, tuple(days))

    def _rows(self, shift: Shift | None) -> Ints:
        return self._cover.rows_of(shift) if shift is not None else np.zeros(0, dtype=np.int64)


def column_of(
    moves: tuple[DayMove, ...],
    came: Collection[Ints],
    went: Collection[Ints],
    price: float,
    days: tuple[Day, ...],
) -> MoveColumn:
    """Return changes of a person's days as a column, people who stay in a row left out."""
    rows = np.concatenate([*came, *went, np.zeros(0, dtype=np.int64)])
    signs = np.concatenate([np.ones(sum(map(len, came))), -np.ones(sum(map(len, went)))])
    where, place = np.unique(rows, return_inverse=True)
    people = np.zeros(len(where), dtype=np.int64)
    np.add.at(people, place, signs.astype(np.int64))
    moved = people != 0
    return MoveColumn(moves, where[moved], people[moved], price, days)

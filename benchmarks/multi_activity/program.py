"""
The whole week, or some of its pieces, as one integer program: every piece is a path of stretches.

A stretch twice the least one is two of them, so an activity has stretches from its least length to
one slot less than twice that; a task has its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver.python import model_builder

from benchmarks.multi_activity.instance import Ints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.multi_activity.instance import PieceWeek

Variable = model_builder.Variable
Arc = tuple[int, int, int, int]  # piece, first slot and the one after the last, what it is at


@dataclass(frozen=True, slots=True)
class Answer:
    """The pieces a solver chose, None where it found none, and what it proves of them."""

    plan: Ints | None
    bound: float


def solve_pieces(
    week: PieceWeek,
    plan: Ints,
    pieces: Iterable[int],
    *,
    solver: str,
    seconds: float,
    parameters: str = "",
    is_hinted: bool = True,
) -> Answer:
    """
    Let a solver choose what some pieces are at, all others staying as they are.

    Parameters
    ----------
    week, plan
        The question, and what each piece is at now; shape (pieces, slots of the longest).
    pieces
        Those to be chosen.
    solver
        ``scip`` or ``sat``, by OR-Tools' names.
    seconds, parameters
        Limit, and further settings of the solver.
    is_hinted
        Whether the plan is given to begin with.
    """
    program = _Program(week, plan, set(pieces), is_hinted=is_hinted)
    found = model_builder.Solver(solver)
    found.set_time_limit_in_seconds(seconds)
    found.set_solver_specific_parameters(parameters)
    status = found.solve(program.model)
    solved = {model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE}
    if status not in solved:
        return Answer(None, 0.0)
    chosen = plan.copy()
    for (piece, start, end, what), variable in program.arcs.items():
        if found.value(variable) > 0.5:
            chosen[piece, start:end] = what
    return Answer(chosen, float(found.best_objective_bound))


class _Program:
    """The model, and its variable of each stretch."""

    def __init__(self, week: PieceWeek, plan: Ints, free: set[int], *, is_hinted: bool) -> None:
        self.week, self.model = week, model_builder.Model()
        self.arcs: dict[Arc, Variable] = {}
        self._people: dict[tuple[int, int], list[Variable]] = defaultdict(list)
        self._times: dict[int, list[Variable]] = defaultdict(list)
        kept = [piece for piece in range(len(week.begin)) if piece not in free]
        held = np.unique(plan[kept]) - len(week.need)
        done = set(held[held >= 0].tolist())
        for piece in sorted(free):
            self._add_piece(piece, done)
        if is_hinted:
            for (piece, start, end, what), variable in self.arcs.items():
                on = set(plan[piece, start:end].tolist()) == {what}
                if what >= len(week.need) or not on:  # of activities more than one path is right
                    self.model.add_hint(variable, int(on))
        self._price(_people_of(week, plan, kept))

    def _add_piece(self, piece: int, done: set[int]) -> None:
        """Add a piece as a path from its begin to its end."""
        length, acts = int(self.week.length[piece]), len(self.week.need)
        into: dict[int, list[Variable]] = defaultdict(list)
        out: dict[int, list[Variable]] = defaultdict(list)
        for start, end, what in stretches(self.week, piece):
            if what - acts in done:
                continue
            variable = self.model.new_bool_var()
            self.arcs[piece, start, end, what] = variable
            out[start].append(variable)
            into[end].append(variable)
            if what >= acts:
                self._times[what - acts].append(variable)
            else:
                for slot in range(start, end):
                    self._people[what, int(self.week.begin[piece]) + slot].append(variable)
        total = model_builder.LinearExpr.sum
        for node in range(1, length):
            self.model.add(total(into[node]) == total(out[node]))
        self.model.add(total(out[0]) == 1)

    def _price(self, kept: Ints) -> None:
        """Add the price of cover where pieces may change it, and of tasks left out."""
        week, total = self.week, model_builder.LinearExpr.sum
        terms, prices = [], []
        for (act, slot), people in self._people.items():
            short, over = (self.model.new_num_var(0, np.inf, None) for _ in range(2))
            wanted = int(week.need[act, slot] - kept[act, slot])
            self.model.add(total(people) + short - over == wanted)
            terms += [short, over]
            prices += [int(week.under[act, slot]), int(week.over[act, slot])]
        for task, ways in self._times.items():
            out = self.model.new_num_var(0, 1, None)
            self.model.add(total(ways) + out == 1)
            terms.append(out)
            prices.append(int(week.task_out[task]))
        self.model.minimize(model_builder.LinearExpr.weighted_sum(terms, prices))


def stretches(week: PieceWeek, piece: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and what of all stretches of a piece, counted from its begin."""
    begin, length, acts = int(week.begin[piece]), int(week.length[piece]), len(week.need)
    for act in np.flatnonzero(week.can[piece]).tolist():
        least = int(week.least[act])
        for slots in range(least, 2 * least):
            yield from ((start, start + slots, act) for start in range(length - slots + 1))
    for task in (each for each in week.tasks[piece].tolist() if each >= 0):
        slots = int(week.task_length[task])
        for start in range(length - slots + 1):
            first = begin + start
            if week.task_first[task] <= first and first + slots <= week.task_end[task]:
                yield start, start + slots, acts + task


def _people_of(week: PieceWeek, plan: Ints, pieces: list[int]) -> Ints:
    """Return people by activity and slot of some pieces."""
    people = np.zeros_like(week.need)
    for piece in pieces:
        for slot, what in enumerate(plan[piece, : week.length[piece]].tolist()):
            if 0 <= what < len(people):
                people[what, int(week.begin[piece]) + slot] += 1
    return people

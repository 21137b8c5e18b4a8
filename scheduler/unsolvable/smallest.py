"""The smallest set of rules and facts that leaves no roster, each of them needed for that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.explain import conflicts
from scheduler.nearest import alone
from scheduler.unsolvable.causes import CauseKind, ConflictCause, causes_of, only, without
from scheduler.unsolvable.decide import MANY, Solvable, decide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.solve.conflicts import Reason
    from scheduler.solve.result import StopAsked

NARROWED = 3  # minimums of so many stretches at most are made as short as the conflict lets them be
SMALL = 24  # causes that are asked about for longer where a first look left it open
TOLD = (
    CauseKind.MINIMUM,
    CauseKind.EXPERIENCED,
    CauseKind.SESSION,
    CauseKind.PROMISE,
    CauseKind.PIN,
    CauseKind.TYPE_PIN,
    CauseKind.OPENING,
    CauseKind.CERTIFICATES,
    CauseKind.EMPLOYMENT,
    CauseKind.ABSENCE,
    CauseKind.NO_NIGHTS,
    CauseKind.LIMIT,
    CauseKind.RULE,
)


@dataclass(frozen=True, slots=True)
class SmallestConflict:
    """
    Rules and facts that leave no roster together, though every smaller set of them does.

    Parameters
    ----------
    causes
        The set, in the order of the week's causes.
    open_causes
        Those of which it could not be shown in the work allowed that there is a roster without
        them; empty: the set is minimal for certain.
    """

    causes: tuple[ConflictCause, ...]
    open_causes: tuple[ConflictCause, ...] = ()

    @property
    def is_minimal(self) -> bool:
        """Return whether leaving out any one of the causes leaves a roster: each was tried."""
        return not self.open_causes


def smallest_conflict(
    problem: RosterProblem, gone: Iterable[ConflictCause] = (), *, stop: StopAsked | None = None
) -> SmallestConflict | Solvable:
    """
    Return the smallest set of rules and facts that leaves no roster.

    Parameters
    ----------
    problem
        The week.
    gone
        Causes that are left out, such as those of a conflict known already.
    stop
        Asked before each trial; True ends them, and what was not tried stays open.

    Returns
    -------
    ``Solvable.YES`` where a roster was found, ``Solvable.OPEN`` where neither a roster nor a proof
    was found.
    """
    known = tuple(gone)
    rules = frozenset(cause for cause in known if cause.kind is CauseKind.RULE)
    problem = without(problem, known).problem  # but for the rules that only count
    everything = [cause for cause in causes_of(problem) if cause not in rules]
    for asked, causes in _smaller(problem, rules, everything):
        search = _Shrinking(asked, stop)
        if search.is_conflict(causes):
            return search.smallest(causes)
    answer = decide(only(problem, everything), rounds=MANY).answer
    return _Shrinking(problem, stop).smallest(everything) if answer is Solvable.NO else answer


def _smaller(
    problem: RosterProblem, left: Collection[ConflictCause], everything: Sequence[ConflictCause]
) -> Iterable[tuple[RosterProblem, list[ConflictCause]]]:
    """Yield parts of the week in which counting already sees a conflict: a person, a day."""
    question = only(problem, everything)
    for code, names in () if question.let_go else conflicts(question.problem)[:1]:
        agent = question.problem.agent_by_id.get(names[0]) if names else None
        if agent is not None:
            own = alone(problem, problem.agent_by_id[agent.id])
            yield own, [cause for cause in causes_of(own) if cause not in left and _is_own(cause)]
        else:
            at = _cover_at(question.problem, (code, names))
            yield (
                problem,
                [
                    cause
                    for cause in everything
                    if cause.kind is not CauseKind.MINIMUM
                    or (cause.name == at[0] and cause.start_min <= at[1] < cause.end_min)
                ],
            )


def _order(cause: ConflictCause) -> tuple[int, int, str]:
    """Return the place of a cause among others: what is asked first, then what stands against."""
    return TOLD.index(cause.kind), cause.start_min, cause.name


def _is_own(cause: ConflictCause) -> bool:
    return cause.kind not in {CauseKind.MINIMUM, CauseKind.EXPERIENCED}


def _cover_at(problem: RosterProblem, reason: Reason) -> tuple[str, int]:
    post, when, *_ = reason[1]
    return post, problem.horizon.clock.parse(when)


class _Shrinking:
    """Leaving causes out, by halves and then one by one, as long as there is no roster without."""

    def __init__(self, problem: RosterProblem, stop: StopAsked | None) -> None:
        self._problem, self._stop = problem, stop
        self._known: dict[frozenset[ConflictCause], Solvable] = {}

    def answer(self, kept: Iterable[ConflictCause]) -> Solvable:
        """Return whether there is a roster that keeps some causes and no other."""
        asked = frozenset(kept)
        if self._stop is not None and self._stop():
            return self._known.get(asked, Solvable.OPEN)
        if asked not in self._known:
            question = only(self._problem, asked)
            answer = decide(question).answer
            if answer is Solvable.OPEN and len(asked) <= SMALL:
                answer = decide(question, rounds=MANY).answer
            self._known[asked] = answer
        return self._known[asked]

    def is_conflict(self, kept: Iterable[ConflictCause]) -> bool:
        """Return whether some causes alone leave no roster."""
        return self.answer(kept) is Solvable.NO

    def smallest(self, causes: Sequence[ConflictCause]) -> SmallestConflict:
        """Return the smallest conflict in some causes that leave no roster."""
        kept, size = list(causes), -(-len(causes) // 2)
        while size >= 1:
            first = 0
            while first < len(kept):
                rest = kept[:first] + kept[first + size :]
                if self.is_conflict(rest):
                    kept = rest
                else:
                    first += size
            size = 0 if size == 1 else -(-size // 2)
        kept = self._narrowed(kept)
        unsure = (
            cause
            for cause in kept
            if self.answer(one for one in kept if one != cause) is not Solvable.YES
        )
        return SmallestConflict(tuple(sorted(kept, key=_order)), tuple(unsure))

    def _narrowed(self, kept: list[ConflictCause]) -> list[ConflictCause]:
        """Return a conflict whose minimums are asked for no longer than it needs."""
        long = [cause for cause in kept if cause.kind is CauseKind.MINIMUM]
        for cause in long if len(long) <= NARROWED else ():
            others = [one for one in kept if one != cause]
            kept = [*others, self._shorter(cause, others)]
        return kept

    def _shorter(self, cause: ConflictCause, others: Sequence[ConflictCause]) -> ConflictCause:
        """Return the latest begin, then the earliest end, that still leave a conflict."""
        step = self._problem.horizon.interval_min
        low, high = 0, (cause.end_min - cause.start_min) // step - 1
        while low < high:  # the latest begin
            middle = (low + high + 1) // 2
            one = replace(cause, start_min=cause.start_min + middle * step)
            low, high = (middle, high) if self.is_conflict([*others, one]) else (low, middle - 1)
        cause = replace(cause, start_min=cause.start_min + low * step)
        low, high = 1, (cause.end_min - cause.start_min) // step
        while low < high:
            middle = (low + high) // 2
            one = replace(cause, end_min=cause.start_min + middle * step)
            low, high = (low, middle) if self.is_conflict([*others, one]) else (middle + 1, high)
        return replace(cause, end_min=cause.start_min + low * step)

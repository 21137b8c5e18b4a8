"""What may become of shifts that an absence takes a part of, each way with its price."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.cut import Cut, Cutting, is_allowed, kept_of
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.verify.checker import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.repair import Repaired


@dataclass(frozen=True, slots=True)
class PricedChoice:
    """
    What may become of what an absence leaves of a shift, and at which price.

    Parameters
    ----------
    how
        The choice.
    kept
        What is worked of the shift then.
    by_rule
        Breaches it adds to those of letting it go, by rule.
    cost_change
        What the roster costs more with it than without; negative: less.
    """

    how: Cutting
    kept: tuple[Shift, ...]
    by_rule: dict[str, int]
    cost_change: float


def choices_of(problem: RosterProblem, repaired: Repaired) -> dict[Shift, tuple[PricedChoice, ...]]:
    """Return what may become of each cut shift that no allowed shape fits, priced."""
    roster = repaired.result.roster
    if roster is None:
        return {}
    return {
        cut.shift: tuple(_priced(problem, roster, cut))
        for cut in repaired.cuts
        if not is_allowed(problem, cut.left)
    }


def _priced(problem: RosterProblem, roster: Roster, cut: Cut) -> Iterator[PricedChoice]:
    gone = Roster(tuple(shift for shift in roster.shifts if shift not in cut.kept))
    without = verify(problem, gone)
    seen: set[tuple[Shift, ...]] = set()
    for how in (Cutting.KEEP, Cutting.DROP, Cutting.FIT):  # where nothing fits, that is to drop it
        kept = kept_of(problem, cut.left, how)
        if kept in seen:
            continue
        seen.add(kept)
        with_it = verify(problem, Roster((*gone.shifts, *kept)))
        added = Counter(with_it.by_rule) - Counter(without.by_rule)
        yield PricedChoice(how, kept, dict(added), with_it.cost.total - without.cost.total)

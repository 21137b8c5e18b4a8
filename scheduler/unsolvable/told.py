"""Why a week has no roster, as plain values: what is told of it, and can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scheduler.unsolvable.causes import ConflictCause
from scheduler.unsolvable.decide import Solvable
from scheduler.unsolvable.smallest import SmallestConflict
from scheduler.unsolvable.ways_out import WayKind
from scheduler.verify.verdict import Violation


@dataclass(frozen=True, slots=True)
class WayTold:
    """
    A way out that was tried, and what it costs.

    Parameters
    ----------
    kind, causes, people, broken
        As of ``WayTried``.
    short_hours
        Agent-hours below the requirement with it.
    price
        Of the week with it, in the unit of a roster's cost: its roster, and what it breaks.
    below_hours
        Person-hours below a minimum.
    yuan
        A week's pay of people to hire; 0: nobody is, or whoever looks may not see it.
    """

    kind: WayKind
    causes: tuple[ConflictCause, ...]
    people: tuple[str, ...]
    broken: tuple[Violation, ...]
    short_hours: float
    price: float
    below_hours: float
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class ConflictTold:
    """A conflict, and the ways out of it, the cheapest first."""

    conflict: SmallestConflict
    ways: tuple[WayTold, ...]


@dataclass(frozen=True, slots=True)
class WhyTold:
    """
    Why a week has no roster.

    Parameters
    ----------
    found
        Its conflicts, each without causes of those before.
    answer
        Whether there is a roster once the conflicts found are gone: ``NO`` after the most that are
        looked for, ``OPEN`` where neither a roster nor a proof was found in time.
    """

    found: tuple[ConflictTold, ...]
    answer: Solvable

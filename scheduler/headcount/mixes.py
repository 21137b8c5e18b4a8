"""Who so many people should be: the kinds of which mixed weeks say that they will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.headcount.kinds import KindPlace, PersonKind
from scheduler.headcount.program import (
    EDGE,
    LOOSE,
    MISSING,
    HeadcountProgram,
    PeopleLimits,
    PlaceGroup,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.headcount.least import LeastPeople

CERTIFICATE = 1.0  # price of a certificate beyond the first, above that of all hours
HOURS = 0.001  # price of an hour a week of a contract: of two that do, the smaller
SHORT_S = 1.5  # for weeks of what is missing
MIX_S = 4.0  # for weeks of one choice
HIRE_S = 0.5  # for weeks of one more hire
NEAR = 0.05  # of a whole number: all these are set at once
SPARED = 0.85  # share of what may be missing beyond the least that a mix leaves to the roster


@dataclass(frozen=True, slots=True)
class PeopleMix:
    """
    So many people of each place.

    Parameters
    ----------
    counts
        Of each place, 1 or more.
    short_hours
        Agent-hours that are missing at the least where their weeks may be mixed; an estimate.
    """

    counts: Mapping[KindPlace, int]
    short_hours: float


class PeopleMixes:
    """
    The choice of kinds.

    Parameters
    ----------
    least
        Knows the weeks.
    places
        Of whom.
    caps
        Groups that are limited.
    """

    def __init__(
        self, least: LeastPeople, places: tuple[KindPlace, ...], caps: tuple[PlaceGroup, ...]
    ) -> None:
        self._least, self._places, self._caps = least, places, caps
        self._rows = least.asked
        self._missing: HeadcountProgram | None = None

    def short_hours(self, people: int) -> float:
        """Return the hours so many people miss at the least, where their weeks may be mixed."""
        if self._missing is None:
            nothing = self._rows._replace(most_short=0.0)
            limits = self._limits((0.0,) * len(self._places), people)
            self._missing = self._least.filled(HeadcountProgram(nothing, limits))
        self._missing.limit(0, people)
        self._least.grow(self._missing, SHORT_S)
        return self._missing.cost / MISSING

    def of(self, people: int, short: float) -> PeopleMix | None:
        """
        Return who so many people should be; None: as mixed weeks say, they do not do.

        Part of what may be missing beyond the least is spent on fewer certificates.

        Parameters
        ----------
        short
            What they miss at the least (``short_hours``).
        """
        room = self._rows.most_short - short
        if room < -LOOSE:
            return None
        within = self._rows._replace(most_short=short + (1 - SPARED) * max(0.0, room) + LOOSE)
        prices = tuple(
            CERTIFICATE * (len(each.kind.posts) - 1) + HOURS * each.kind.contract.hours_week
            for each in self._places
        )
        limits = self._limits(prices, people)
        program = self._least.grown(within, limits, MIX_S)
        whole = rounded(program)
        if not program.holds:
            exact = self._least.filled(HeadcountProgram(within, limits, is_whole=True))
            if exact.solve(MIX_S) and exact.holds:
                whole = [round(each) for each in exact.counts]
        counts = {place: many for place, many in zip(self._places, whole, strict=True) if many}
        return PeopleMix(counts, short)

    def first_hires(
        self, today: Mapping[PersonKind, int], most: int
    ) -> Iterator[tuple[PersonKind, float]]:
        """Yield who helps most next beside those there are, and how many hours that saves."""
        held, kinds = dict(today), list(dict.fromkeys(place.kind for place in self._places))
        before, chosen = 0.0, None
        for _ in range(most + 1):
            program = self._held(kinds, held)
            missing = program.cost / MISSING
            if chosen is not None:
                yield chosen, before - missing
            if missing <= self._rows.most_short + EDGE:
                return
            savings = dict(zip(kinds, program.savings, strict=False))
            chosen, before = max(kinds, key=savings.__getitem__), missing
            held[chosen] = held.get(chosen, 0) + 1

    def _held(self, kinds: list[PersonKind], held: Mapping[PersonKind, int]) -> HeadcountProgram:
        """Return the program of so many people of each kind, with as little missing as may be."""
        groups = tuple(
            PlaceGroup(self._places_of(kind), held.get(kind, 0), held.get(kind, 0))
            for kind in kinds
        )
        nothing = self._rows._replace(most_short=0.0)
        return self._least.grown(nothing, PeopleLimits((0.0,) * len(self._places), groups), HIRE_S)

    def _limits(self, prices: tuple[float, ...], people: int) -> PeopleLimits:
        everybody = PlaceGroup(tuple(range(len(self._places))), people, people)
        return PeopleLimits(prices, (everybody, *self._caps))

    def _places_of(self, kind: PersonKind) -> tuple[int, ...]:
        return tuple(at for at, place in enumerate(self._places) if place.kind == kind)


def rounded(program: HeadcountProgram) -> list[int]:
    """Return whole people of each place: those nearest to a whole number set, the rest anew."""
    found: dict[int, int] = {}
    counts = program.counts
    while len(found) < len(counts):
        off = {at: abs(each - round(each)) for at, each in enumerate(counts) if at not in found}
        nearest = max(NEAR, min(off.values()))
        for place in [at for at, each in off.items() if each <= nearest]:
            found[place] = round(counts[place])
            program.set_at(place, found[place])
        if not program.solve():
            break
        counts = program.counts
    return [found.get(at, round(each)) for at, each in enumerate(counts)]

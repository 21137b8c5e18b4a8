"""Shifts of the past as files tell them: with their type, and where a cycle stood."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

from scheduler.errors import require
from scheduler.keys import Key, Sign
from scheduler.shift import Shift


@dataclass(frozen=True, slots=True)
class PastShift(Shift):
    """
    A shift of the past with what a file says of it beyond its times.

    Parameters
    ----------
    type
        Code of its type, or name of its kind, also one that there no longer is; empty: as its
        times say.
    phase
        Which week of the work plan's cycle it lay in, from 1; the day, where the cycle is of days
        that run on over the weeks. None: nothing is said.
    """

    type: str = ""
    phase: Annotated[int | None, Key(sign=Sign.POSITIVE)] = None

    def __post_init__(self) -> None:
        super(PastShift, self).__post_init__()
        phase = self.phase
        require(phase is None or phase > 0, "not_positive", column="phase", value=phase)

    @property
    def stated_kind(self) -> str:
        """Return the kind it is said to be of; empty: the kind its times say."""
        return self.type

    @property
    def bare(self) -> Shift:
        """Return it as a shift, where nothing more is said of it."""
        if self.type or self.phase is not None:
            return self
        return Shift(*(getattr(self, each.name) for each in fields(Shift)))

    @classmethod
    def of(cls, shift: Shift) -> PastShift:
        """Return a shift of the past, with what is said of it."""
        if isinstance(shift, PastShift):
            return shift
        return cls(*(getattr(shift, each.name) for each in fields(shift)))

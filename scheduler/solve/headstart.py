"""What is known before a run begins: of a part of a large week, or of the week itself."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.solve.bound import FIRST_STEP
from scheduler.solve.tables import Floats


@dataclass(frozen=True, eq=False, slots=True)
class Headstart:
    """
    Where a run begins.

    Parameters
    ----------
    value
        What a person is worth in each row of cover; shape (rows,).
    is_part
        Whether it is a part of a large week: its bound is nobody's question, so that no work goes
        into raising it, nor into a second chain. Else the roster to begin with is put together from
        parts, and is settled (``schedule.SETTLING``).
    step
        Share of a full step with which its bound goes on from there.
    """

    value: Floats
    is_part: bool
    step: float = FIRST_STEP

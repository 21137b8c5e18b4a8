"""A scheme that was put in force for days gone by: a decision with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scheduler.errors import require


@dataclass(frozen=True, slots=True)
class SchemeBackwards:
    """
    That a scheme holds from a date that was not in the future when it was decided.

    Parameters
    ----------
    scheme_id, version
        Which scheme.
    valid_from
        From when it holds.
    reason
        Why; never empty.
    """

    scheme_id: str
    version: int
    valid_from: dt.date
    reason: str

    def __post_init__(self) -> None:
        require(bool(self.reason.strip()), "empty", column="reason")

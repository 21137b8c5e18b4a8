"""Who did something, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from scheduler.errors import require


@dataclass(frozen=True, slots=True)
class Stamp:
    """
    A person and a moment.

    Parameters
    ----------
    by
        Name, not empty.
    at
        With its time zone; kept to the second.
    """

    by: str
    at: dt.datetime

    def __post_init__(self) -> None:
        require(bool(self.by.strip()), "by_missing", column="by")
        require(self.at.tzinfo is not None, "time_without_zone", column="now", value=self.at)

    @classmethod
    def of(cls, row: Any, what: str = "entered") -> Stamp:  # noqa: ANN401 - a row of any columns
        """Return who did something when, of the two columns of a row that say so."""
        return cls(getattr(row, f"{what}_by"), moment(getattr(row, f"{what}_s")))

    def columns(self, what: str = "entered") -> dict[str, object]:
        """Return the two columns of a row that say who did something when."""
        return {f"{what}_by": self.by, f"{what}_s": self.at_s}

    @property
    def at_s(self) -> int:
        """Return whole seconds since 1970-01-01 00:00 UTC."""
        return int(self.at.timestamp())


def moment(seconds: int) -> dt.datetime:
    """Return the UTC time of whole seconds since 1970-01-01 00:00 UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)

"""When backups are due, and which of them are kept: the last of days, weeks and months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """
    When backups are made and which are kept.

    Parameters
    ----------
    folder
        Where they lie; nothing else should.
    every_h
        Hours between two.
    daily, weekly, monthly
        Of how many days, ISO weeks and months the last one is kept, counted back from the newest
        that has one. The newest is kept in any case.
    """

    folder: Path
    every_h: float = 24.0
    daily: int = 7
    weekly: int = 5
    monthly: int = 12

    def is_due(self, newest: dt.datetime | None, now: dt.datetime) -> bool:
        """
        Return whether it is time for the next backup.

        A clock that was set back does not make one due at once: only where the newest lies further
        ahead than the time between two.
        """
        return newest is None or abs(now - newest) >= dt.timedelta(hours=self.every_h)

    def kept(self, moments: Iterable[dt.datetime]) -> frozenset[dt.datetime]:
        """Return the moments of those backups that are kept."""
        newest_first = sorted(moments, reverse=True)
        rules: tuple[tuple[int, Callable[[dt.datetime], Hashable]], ...] = (
            (self.daily, lambda at: at.date()),
            (self.weekly, lambda at: at.isocalendar()[:2]),
            (self.monthly, lambda at: (at.year, at.month)),
        )
        found = set(newest_first[:1])
        for count, period_of in rules:
            last: dict[Hashable, dt.datetime] = {}
            for at in newest_first:
                last.setdefault(period_of(at), at)
            found |= set(list(last.values())[:count])
        return frozenset(found)

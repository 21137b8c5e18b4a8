"""What a history lacks, or holds that is unlike the rest, as a reader of its forecast must know."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scheduler.demand import Caveat
from service.history.past_check import PastFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.horizon import Clock
    from service.history.past_check import CheckedHistory, PastStretch

DAY = dt.timedelta(days=1)
UNLIKE = (PastFault.ABOVE, PastFault.BELOW, PastFault.SPIKE)
WRONG = (PastFault.SILENT, PastFault.DATE_ONLY, PastFault.SHIFTED, PastFault.COPIED)


def dates_of(fault: PastStretch, clock: Clock) -> list[dt.date]:
    """Return the dates of a stretch."""
    first, last = clock.date_of(fault.start_min), clock.date_of(fault.end_min - 1)
    return [first + DAY * number for number in range((last - first).days + 1)]


def past_caveats(past: CheckedHistory, before: dt.date) -> Iterator[Caveat]:
    """
    Yield which days before a date have no record, look wrong, or are unlike others, undecided.

    Days that somebody left out or entered as special are not among them.
    """
    if past.volumes is None:
        return
    clock = past.volumes.clock
    for code, kinds in (
        ("days_missing", (PastFault.GAP,)),
        ("days_doubtful", WRONG),
        ("days_unlike", UNLIKE),
    ):
        faults = (fault for fault in past.faults if fault.fault in kinds)
        dates = {date for fault in faults for date in dates_of(fault, clock) if date < before}
        if dates:
            yield Caveat(code, details={"dates": [date.isoformat() for date in sorted(dates)]})

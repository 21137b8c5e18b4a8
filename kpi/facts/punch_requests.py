"""What is said of a presence nobody can mean as it stands (补卡), and whether it was approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[..., None]

DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class PunchRequest:
    """
    When an agent was there truly, as somebody says of a presence that is asked about.

    Approved, the true times stand in its place. Refused, what was recorded counts for nothing and
    nothing stands in its place.

    Parameters
    ----------
    agent_id
        Id of the agent whose presence it is.
    asked_start_min, asked_end_min
        The presence as it was recorded; of a punch alone both are the same.
    start_min, end_min
        From and until when the agent was there; both None: not at all.
    reason
        Why the record is wrong; never empty.
    requested_by
        Who says so.
    decided_by
        Who approved or refused it, neither the agent nor who says so; empty: nobody yet.
    is_approved
        None: nobody decided yet.
    why_refused
        Why not; empty where it was not refused.
    decided_min
        When it was decided; None: not yet, or not known.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    asked_start_min: Annotated[int, Key("recorded_start", cell=Cell.MOMENT)]
    asked_end_min: Annotated[int, Key("recorded_end", cell=Cell.MOMENT)]
    start_min: Annotated[int | None, Key("start", cell=Cell.MOMENT)]
    end_min: Annotated[int | None, Key("end", cell=Cell.MOMENT)]
    reason: Annotated[str, Key(cell=Cell.NAME)]
    requested_by: Annotated[str, Key(cell=Cell.NAME)]
    decided_by: str = ""
    is_approved: Annotated[bool | None, Key("approved")] = None
    why_refused: str = ""
    decided_min: Annotated[int | None, Key(is_apart=True)] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("agent_id", "reason", "requested_by"):
                check(bool(getattr(self, column).strip()), "empty", column=column)
            check(self.asked_start_min <= self.asked_end_min, "ends_before_start", column="end")
            self._check_times(check)
            self._check_decision(check)

    def _check_times(self, check: Check) -> None:
        if self.start_min is None or self.end_min is None:
            check(self.start_min is self.end_min, "punch_half", column="end")
            return
        check(self.start_min < self.end_min, "ends_before_start", column="end")
        near = self.start_min < self.asked_end_min + DAY_MIN
        near = near and self.end_min > self.asked_start_min - DAY_MIN
        check(near, "punch_elsewhere", column="start")

    def _check_decision(self, check: Check) -> None:
        is_decided = self.is_approved is not None
        check(bool(self.decided_by) is is_decided, "punch_undecided", column="decided_by")
        alone = is_decided and self.decided_by in (self.agent_id, self.requested_by)
        check(not alone, "approved_by_oneself", column="decided_by", value=self.decided_by)
        is_refused = self.is_approved is False
        check(bool(self.why_refused) is is_refused, "punch_refused_why", column="why_refused")

    @property
    def asked(self) -> tuple[int, int]:
        """Return the presence it is about."""
        return self.asked_start_min, self.asked_end_min

    @property
    def there(self) -> tuple[tuple[int, int], ...]:
        """Return when the agent was there, where it was approved; else never."""
        if not self.is_approved or self.start_min is None or self.end_min is None:
            return ()
        return ((self.start_min, self.end_min),)


def decided(requests: Iterable[PunchRequest]) -> tuple[PunchRequest, ...]:
    """Return the last decision on each presence, of requests in the order entered."""
    found = {(one.agent_id, one.asked): one for one in requests if one.is_approved is not None}
    return tuple(found.values())

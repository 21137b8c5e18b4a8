"""When a run is over, and how much work its next round does."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from scheduler.solve.result import SolveParams, StopAsked

ROUND = 400  # units of work in a round
FIRST_ROUND = 20  # units of the first round of a run that the clock ends
ROUND_S = 0.5  # seconds that a round of such a run may take
ROUNDS = 100  # at least, in a run that its work limit ends
UNIT_S, TYPED_UNIT_S = 2.5e-4, 1e-3  # that a unit takes about; with few shifts a day


@dataclass(slots=True)
class SolveClock:
    """Seconds since the call, units of work done, and when either runs out."""

    params: SolveParams
    stop: StopAsked | None
    begun: float = field(default_factory=time.perf_counter)
    units: int = 0
    cut: bool = False
    last_units: int = 0
    last_s: float = 0.0
    unit_s: float = UNIT_S  # by which what solvers count is a part of the run
    end_s: float = 0.0  # what the end of the run takes: its last steps and the check

    @property
    def seconds(self) -> float:
        """Return the seconds since the call."""
        return time.perf_counter() - self.begun

    @property
    def share(self) -> float:
        """Return the share of the run that is over: of its work where that is limited."""
        if self.params.work_limit is not None:
            return min(1.0, self.units / self.params.work_limit)
        assert self.params.time_limit_s is not None
        if self.seconds_left <= 0:
            return 1.0
        return min(1.0, self.seconds / (self.seconds + self.seconds_left))

    @property
    def seconds_left(self) -> float:
        """Return the seconds until the end of the run has to begin, where time is limited."""
        assert self.params.time_limit_s is not None
        return max(0.0, self.params.time_limit_s - self.end_s - self.seconds)

    @property
    def is_counted(self) -> bool:
        """Return whether work is limited, and so everything counted."""
        return self.params.work_limit is not None

    @property
    def job_s_left(self) -> float:
        """Return the seconds left to solvers: counted ones where work is limited."""
        if self.params.work_limit is None:
            return self.seconds_left
        return self.unit_s * max(0, self.params.work_limit - self.units)

    def is_cut(self) -> bool:
        """Return whether a stop or the clock ends the run now."""
        is_timed = self.params.time_limit_s is not None
        asked = self.stop is not None and self.stop()
        self.cut = self.cut or asked or (is_timed and self.seconds_left <= 0)
        return self.cut

    def next_units(self) -> int:
        """Return the units of the next round; 0 when the run is over."""
        if self.is_cut():
            return 0
        if self.params.work_limit is None:
            return self._by_pace()
        usual = min(ROUND, max(1, self.params.work_limit // ROUNDS))
        return min(usual, self.params.work_limit - self.units)

    def _by_pace(self) -> int:
        """Return the units that would take about ``ROUND_S`` at the pace of the last round."""
        now = self.seconds
        took, self.last_s = now - self.last_s, now
        if self.last_units == 0:
            self.last_units = FIRST_ROUND
        else:
            self.last_units = min(ROUND, max(1, round(self.last_units * ROUND_S / max(took, 1e-3))))
        return self.last_units

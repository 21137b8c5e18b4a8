"""
Staffing for every turn of a chat: a person replies to each within a time, as platforms judge.

It needs the rhythm of a chat (``cycle``): how long a reply takes to type, how long customers take
to answer, and how many replies a chat has. A pool is looked at in a steady state of the chats that
are open in an interval; chats are spread evenly over its people. Held against a simulation turn by
turn by ``python -m benchmarks.turns``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.staffing import turn_kernel as kernel

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from scheduler.post import StaffingInputs, StaffingTarget


@dataclass(frozen=True, slots=True)
class TurnsMet:
    """
    How turns fare.

    Parameters
    ----------
    share
        Of all turns, replied to in time.
    mean_s
        Mean seconds to a reply (平均响应时长), of turns that got one; infinite with nobody.
    """

    share: float
    mean_s: float


def turn_agents(arrivals: Floats, staffing: StaffingInputs, promise: StaffingTarget) -> Floats:
    """Return the agents at work that keep a promise of turns, by arrivals a second; their shape."""
    found: Floats = kernel.agents_for_turns(
        arrivals,
        np.array(staffing.completions_per_s),
        (1.0 / staffing.patience_s, float(promise.within_s)),
        _rhythm(staffing),
        promise.share,
    )
    return found


def turns_at(
    present: float, arrival: float, staffing: StaffingInputs, promise: StaffingTarget
) -> TurnsMet:
    """Return how turns fare with so many at work; between two whole numbers on the line of both."""
    if arrival <= 0:
        return TurnsMet(1.0, 0.0)
    flow = (arrival, 1.0 / staffing.patience_s, float(promise.within_s))
    completions, rhythm = np.array(staffing.completions_per_s), _rhythm(staffing)
    whole, part = int(present), present - int(present)
    share, mean_s = kernel.turns_met(whole, completions, flow, rhythm).tolist()
    if part:
        more = kernel.turns_met(whole + 1, completions, flow, rhythm).tolist()
        share += part * (more[0] - share)
        mean_s = more[1] if whole == 0 else mean_s + part * (more[1] - mean_s)
    return TurnsMet(share, mean_s)


def _rhythm(staffing: StaffingInputs) -> tuple[float, float, float]:
    cycle = staffing.reply_cycle
    assert cycle is not None  # StaffingInputs promises turns of a known rhythm alone
    return cycle.agent_s, cycle.customer_s, cycle.turns

"""What a simulation counts, and the measures that follow from counts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.post import LevelDefinition
from scheduler.simulate.desk import BUSY, NONE, OPEN, SLOTS, USED, Desk
from scheduler.simulate.estimate import Estimate, ratio

if TYPE_CHECKING:
    from scheduler.simulate.customers import Customers

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tally:
    """
    Counts and seconds by replication, post and interval, or summed over some of these.

    A chat belongs to the interval in which it arrives, seconds to the one in which they pass; only
    the horizon counts, so a last chat is followed to its end but its last seconds are left out.

    Parameters
    ----------
    offered, answered, abandoned
        Chats; offered = answered + abandoned.
    answered_in_time, abandoned_in_time
        Those among them within the post's service-level time.
    wait_s, answered_wait_s
        Seconds until the first reply or until the customer left; the same of answered chats only.
    open_s
        Seconds of open chats, also those finished in a pause or after the shift.
    busy_s
        Seconds of agents with at least one open chat.
    used_s, slot_s
        Seconds of slots in use, and of slots, of agents who take chats.
    """

    offered: Floats
    answered: Floats
    abandoned: Floats
    answered_in_time: Floats
    abandoned_in_time: Floats
    wait_s: Floats
    answered_wait_s: Floats
    open_s: Floats
    busy_s: Floats
    used_s: Floats
    slot_s: Floats

    def over(self, *axes: int) -> Tally:
        """Return the sums over axes; 0 is the replication, 1 the post, 2 the interval."""
        return Tally(*(getattr(self, item.name).sum(axis=axes) for item in fields(self)))

    def every(self, intervals: int) -> Tally:
        """Return the sums over each so many intervals; the last stretch may be shorter."""
        starts = np.arange(0, self.offered.shape[-1], intervals)
        return Tally(
            *(np.add.reduceat(getattr(self, item.name), starts, axis=-1) for item in fields(self))
        )

    @property
    def service_level(self) -> Estimate:
        """Return answered in time / offered: who left is missed, however soon."""
        return ratio(self.answered_in_time, self.offered, share=True)

    def service_level_as(self, definition: LevelDefinition) -> Estimate:
        """Return the service level in another of its definitions."""
        in_time, left = self.answered_in_time, self.abandoned_in_time
        above, below = {
            LevelDefinition.ANSWERED_OF_OFFERED: (in_time, self.offered),
            LevelDefinition.ANSWERED_OR_LEFT_OF_OFFERED: (in_time + left, self.offered),
            LevelDefinition.ANSWERED_OF_PATIENT: (in_time, self.offered - left),
            LevelDefinition.ANSWERED_OF_ANSWERED: (in_time, self.answered),
        }[definition]
        return ratio(above, below, share=True)

    @property
    def answer_rate(self) -> Estimate:
        """Return answered / offered (接听率)."""
        return ratio(self.answered, self.offered, share=True)

    @property
    def abandonment(self) -> Estimate:
        """Return abandoned / offered."""
        return ratio(self.abandoned, self.offered, share=True)

    @property
    def mean_wait_s(self) -> Estimate:
        """Return seconds to the first reply or to leaving, per offered chat."""
        return ratio(self.wait_s, self.offered)

    @property
    def mean_reply_s(self) -> Estimate:
        """Return seconds to the first reply, per answered chat."""
        return ratio(self.answered_wait_s, self.answered)

    @property
    def concurrency(self) -> Estimate:
        """Return the mean number of open chats of agents with at least one."""
        return ratio(self.open_s, self.busy_s)

    @property
    def occupancy(self) -> Estimate:
        """Return open chats / slots, of agents who take chats."""
        return ratio(self.used_s, self.slot_s, share=True)

    @property
    def mean_offered(self) -> Estimate:
        """Return chats offered per replication."""
        return ratio(self.offered, np.ones_like(self.offered))


def stacked(tallies: list[Tally]) -> Tally:
    """Return tallies of one replication each as one, the replication on the first axis."""
    return Tally(
        *(np.stack([getattr(tally, item.name) for tally in tallies]) for item in fields(Tally))
    )


def tally(customers: Customers, desk: Desk, within_s: Floats, interval_s: float) -> Tally:
    """
    Return the counts of one replication, by post and interval.

    Parameters
    ----------
    customers
        Who was offered; those outside the horizon are left out.
    desk
        After ``play``.
    within_s
        Service-level time of each post; shape (posts,).
    interval_s
        Length of an interval in seconds.
    """
    posts, bins = desk.seconds.shape[0], desk.seconds.shape[1] - 1
    interval = np.floor(customers.arrived_s / interval_s).astype(np.int64)
    inside = (interval >= 0) & (interval < bins)
    place = customers.post[inside] * bins + interval[inside]
    chats = desk.chats[inside]
    answered = chats["agent"] != NONE
    wait = np.where(answered, chats["replied"], chats["ended"]) - chats["arrived"]
    soon = wait <= within_s[customers.post[inside]]

    def total(weights: npt.NDArray[np.generic]) -> Floats:
        sums = np.bincount(place, weights=weights.astype(np.float64), minlength=posts * bins)
        return np.asarray(sums, dtype=np.float64).reshape(posts, bins)

    seconds = desk.seconds[:, :bins, :]
    return Tally(
        offered=total(np.ones(len(place))),
        answered=total(answered),
        abandoned=total(~answered),
        answered_in_time=total(answered & soon),
        abandoned_in_time=total(~answered & soon),
        wait_s=total(wait),
        answered_wait_s=total(np.where(answered, wait, 0.0)),
        open_s=seconds[:, :, OPEN].copy(),
        busy_s=seconds[:, :, BUSY].copy(),
        used_s=seconds[:, :, USED].copy(),
        slot_s=seconds[:, :, SLOTS].copy(),
    )

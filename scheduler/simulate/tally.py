"""What a simulation counts, and the measures that follow from counts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.post import LevelDefinition
from scheduler.simulate.estimate import Estimate, ratio
from scheduler.simulate.hall import BUSY, OPEN, SLOTS, USED, Hall
from scheduler.simulate.turns import reply_seconds

if TYPE_CHECKING:
    from scheduler.simulate.customers import Customers
    from scheduler.simulate.judge import Judge

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tally:
    """
    Counts and seconds by replication, post and interval, or summed over some of these.

    A chat belongs to the interval in which it arrives, seconds to the one in which they pass; only
    the horizon counts, so a last chat is followed to its end but its last seconds are left out.

    Parameters
    ----------
    offered, answered, abandoned, carried
        Chats; offered = answered + abandoned + carried, which are the deferrable ones nobody began
        before the end.
    judged, judged_answered
        Those offered, and answered, whose promise falls due inside the horizon: all but the last
        ones of deferrable posts.
    answered_in_time, abandoned_in_time
        Those among them within the post's service-level time.
    held, counted
        Above and below the line of each post's own service level.
    wait_s, answered_wait_s
        Seconds until the first reply or until the customer left; the same of answered chats only.
    open_s
        Seconds of open chats, also those finished in a pause or after the shift.
    busy_s
        Seconds of agents with at least one open chat.
    used_s, slot_s
        Seconds of slots in use, and of slots, of agents who take chats.
    waiting_s
        Seconds of chats that wait, in the interval in which they pass; those of a backlog included.
    turn_s, turns
        Seconds to the replies of all turns, and the turns that got one, by expectation
        (``turns.reply_seconds``); 0 on posts whose rhythm of replies is not known.
    """

    offered: Floats
    answered: Floats
    abandoned: Floats
    carried: Floats
    judged: Floats
    judged_answered: Floats
    answered_in_time: Floats
    abandoned_in_time: Floats
    held: Floats
    counted: Floats
    wait_s: Floats
    answered_wait_s: Floats
    open_s: Floats
    busy_s: Floats
    used_s: Floats
    slot_s: Floats
    waiting_s: Floats
    turn_s: Floats
    turns: Floats

    def over(self, *axes: int) -> Tally:
        """Return the sums over axes; 0 is the replication, 1 the post, 2 the interval."""
        return Tally(*(getattr(self, item.name).sum(axis=axes) for item in fields(self)))

    def every(self, intervals: int, *, lead: int = 0) -> Tally:
        """
        Return the sums over each so many intervals; the last stretch may be shorter.

        Parameters
        ----------
        intervals
            Of a stretch.
        lead
            Of the first one, where it is shorter; 0: it is not.
        """
        starts = np.arange(lead, self.offered.shape[-1], intervals)
        if lead:
            starts = np.concatenate(([0], starts))
        return Tally(
            *(np.add.reduceat(getattr(self, item.name), starts, axis=-1) for item in fields(self))
        )

    @property
    def service_level(self) -> Estimate:
        """Return the service level as each post defines it; over posts, of their chats together."""
        return ratio(self.held, self.counted, share=True)

    def service_level_as(self, definition: LevelDefinition) -> Estimate:
        """Return the service level in one definition for all posts."""
        in_time, left = self.answered_in_time, self.abandoned_in_time
        above, below = {
            LevelDefinition.ANSWERED_OF_OFFERED: (in_time, self.judged),
            LevelDefinition.ANSWERED_OR_LEFT_OF_OFFERED: (in_time + left, self.judged),
            LevelDefinition.ANSWERED_OF_PATIENT: (in_time, self.judged - left),
            LevelDefinition.ANSWERED_OF_ANSWERED: (in_time, self.judged_answered),
        }[definition]
        return ratio(above, below, share=True)

    @property
    def answer_rate(self) -> Estimate:
        """Return answered / offered (接听率); what is carried over is neither."""
        return ratio(self.answered, self.offered - self.carried, share=True)

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
    def mean_response_s(self) -> Estimate:
        """Return seconds to a reply, per turn replied to (平均响应时长); of posts with a rhythm."""
        return ratio(self.turn_s, self.turns)

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


def tally(customers: Customers, hall: Hall, judge: Judge) -> Tally:
    """
    Return the counts of one replication, by post and interval.

    Parameters
    ----------
    customers
        Who was offered; those outside the horizon are left out.
    hall
        After ``play``.
    judge
        What the posts promise.
    """
    posts, bins = judge.is_open.shape
    interval = np.floor(customers.arrived_s / judge.interval_s).astype(np.int64)
    inside = (interval >= 0) & (interval < bins)
    place = customers.post[inside] * bins + interval[inside]
    fate = judge.fate(hall.chats[inside])
    until = judge.waited_until(hall.chats)

    def total(weights: npt.NDArray[np.generic]) -> Floats:
        sums = np.bincount(place, weights=weights.astype(np.float64), minlength=posts * bins)
        return np.asarray(sums, dtype=np.float64).reshape(posts, bins)

    seconds = hall.seconds[:, :bins, :]
    edges: Floats = np.arange(bins + 1) * judge.interval_s
    queues = [
        np.diff(_since(customers.arrived_s[mine], edges) - _since(np.sort(until[mine]), edges))
        for mine in (customers.post == post for post in range(posts))
    ]
    replies = np.array(
        [
            reply_seconds(
                hall.chats[inside & (customers.post == number)]
                if post.staffing.reply_cycle is not None  # copying records takes long
                else hall.chats[:0],
                post.staffing,
                bins,
                judge.interval_s,
            )
            for number, post in enumerate(judge.posts)
        ]
    )
    return Tally(
        offered=total(np.ones(len(place))),
        answered=total(fate.answered),
        abandoned=total(fate.left),
        carried=total(~fate.answered & ~fate.left),
        judged=total(fate.judged),
        judged_answered=total(fate.judged & fate.answered),
        answered_in_time=total(fate.answered & fate.soon),
        abandoned_in_time=total(fate.left & fate.soon),
        held=total(fate.held),
        counted=total(fate.counted),
        wait_s=total(fate.wait_s),
        answered_wait_s=total(np.where(fate.answered, fate.wait_s, 0.0)),
        open_s=seconds[:, :, OPEN].copy(),
        busy_s=seconds[:, :, BUSY].copy(),
        used_s=seconds[:, :, USED].copy(),
        slot_s=seconds[:, :, SLOTS].copy(),
        waiting_s=np.array(queues).reshape(posts, bins),
        turn_s=replies[:, 0],
        turns=replies[:, 1],
    )


def _since(moments: Floats, edges: Floats) -> Floats:
    """Return the sum over moments before each edge of the time from them to the edge."""
    number = np.searchsorted(moments, edges)
    sums = np.concatenate(([0.0], np.cumsum(moments)))
    found: Floats = number * edges - sums[number]
    return found

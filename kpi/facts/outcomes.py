"""What came of each chat: orders, ratings, complaints; in the order of its ``ChatRecords``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import Floats
from scheduler.chats import NOBODY, ChatRecords
from scheduler.errors import require

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "inquired": "0 or 1",  # the customer had intent to buy, before any order
        "ordered": "0 or 1",
        "paid": "0 or 1",
        "sales_fen": "fen",  # of the orders credited to the chat's agent
        "replies": "count",  # replies of the agent that were timed
        "reply_s": "seconds",  # their waiting time, summed
        "turns": "count",  # stretches of the customer's messages that wait for a reply
        "customer_messages": "count",
        "agent_messages": "count",  # of people, not machines
        "rating": "1 to 5",  # NaN: not rated
        "first_contact_solved": "0 or 1",  # NaN: not judged
        "complaint_at_fault": "0 or 1",  # NaN: no complaint, or not judged yet
        "complaint_in_time": "0 or 1",  # answered and closed in time; NaN: no complaint
        "refund_h": "hours",  # from request to closure; NaN: no refund case
        "refund_self_closed": "0 or 1",  # NaN: no refund case
        "disputed": "0 or 1",  # the platform stepped in; NaN: no refund case
        "reminded_in_time": "0 or 1",  # NaN: not reminded
        "reminded_paid": "0 or 1",  # NaN: not reminded
        "assisted_fen": "fen",  # saved after the order was placed
        "abuse": "0 or 1",  # confirmed abusive language of the agent
    }
)

SELDOM_OF_A_CHAT = MappingProxyType(
    {"fen": 20_000_000, "count": 5_000, "seconds": 604_800, "hours": 2_160}
)
"""What an outcome of one chat is seldom above."""

SATISFIED_FROM = 4
BAD_UP_TO = 2
BEST_RATING = 5


@dataclass(frozen=True, eq=False)
class ChatOutcomes:
    """
    What came of chats; arrays of shape (chats,), in the order of their ``ChatRecords``.

    Parameters
    ----------
    assigned
        Index of the agent a chat counts for; -1: nobody. An answered chat counts for the agent who
        answered; an unanswered one for whomever the platform had assigned it to, if anybody.
    values
        By name of ``OUTCOMES``; NaN: unknown or does not apply. A name that is not there is
        unknown throughout.
    """

    assigned: npt.NDArray[np.int32]
    values: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assigned = np.array(self.assigned, dtype=np.int32)
        assigned.setflags(write=False)
        object.__setattr__(self, "assigned", assigned)
        checked: dict[str, Floats] = {}
        for name, given in self.values.items():
            require(name in OUTCOMES, "outcome_unknown", column=name)
            values = np.array(given, dtype=np.float64)
            require(values.shape == assigned.shape, "shape_differs", column=name)
            _check_range(name, values)
            values.setflags(write=False)
            checked[name] = values
        object.__setattr__(self, "values", MappingProxyType(checked))

    @classmethod
    def unknown(cls, records: ChatRecords) -> ChatOutcomes:
        """Return outcomes of which nothing is known: chats count for those who answered them."""
        return cls(records.agent)

    def __len__(self) -> int:
        return len(self.assigned)

    def __getitem__(self, name: str) -> Floats:
        """Return one outcome; NaN throughout when nothing of it is known; shape (chats,)."""
        require(name in OUTCOMES, "outcome_unknown", column=name)
        found = self.values.get(name)
        return np.full(len(self), np.nan) if found is None else found

    def check(self, records: ChatRecords) -> None:
        """Raise InputError unless the outcomes are those of ``records``."""
        require(len(records) == len(self), "outcomes_of_other_chats", value=len(self))
        good = bool(((self.assigned >= NOBODY) & (self.assigned < len(records.agents))).all())
        require(good, "index_out_of_range", column="assigned")
        answered = records.answered
        good = bool((self.assigned[answered] == records.agent[answered]).all())
        require(good, "assigned_to_another", column="assigned")


def _check_range(name: str, values: Floats) -> None:
    known = values[~np.isnan(values)]
    kind = OUTCOMES[name]
    if kind == "0 or 1":
        require(bool(np.isin(known, (0, 1)).all()), "not_0_or_1", column=name)
    elif kind == "1 to 5":
        good = bool(((known >= 1) & (known <= BEST_RATING)).all())
        require(good, "rating_out_of_range", column=name)
    else:
        require(
            bool(np.isfinite(known).all()), "not_finite", column=name, value=known.max(initial=0)
        )
        require(bool((known >= 0).all()), "negative", column=name, value=known.min(initial=0))

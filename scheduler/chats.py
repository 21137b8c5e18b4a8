"""
Chats as flat records, one shape for those that happened and those that were simulated.

A customer who left is a record too. KPIs are computed from these records by the same functions,
wherever they come from.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from scheduler.errors import require

NOBODY = -1


@dataclass(frozen=True, eq=False)
class ChatRecords:
    """
    Chats in the order of arrival; arrays of shape (chats,).

    Parameters
    ----------
    posts, agents
        Names that the indices point to.
    post, agent
        Index of the post, and of the agent who answered; -1 where nobody did.
    arrived_s, replied_s, ended_s
        Seconds since 1970-01-01 00:00 UTC: arrival, first reply (NaN where there was none), end of
        the chat or the moment the customer left.
    """

    posts: tuple[str, ...]
    agents: tuple[str, ...]
    post: npt.NDArray[np.int32]
    agent: npt.NDArray[np.int32]
    arrived_s: npt.NDArray[np.float64]
    replied_s: npt.NDArray[np.float64]
    ended_s: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        for field in fields(self)[2:]:
            dtype = np.int32 if field.name in ("post", "agent") else np.float64
            array = np.array(getattr(self, field.name), dtype=dtype)
            require(array.shape == (len(self.post),), "shape_differs", column=field.name)
            array.setflags(write=False)
            object.__setattr__(self, field.name, array)
        answered = ~np.isnan(self.replied_s)
        good = bool(((self.agent == NOBODY) == ~answered).all())
        require(good, "answered_by_nobody", column="agent")
        require(
            bool((self.replied_s[answered] >= self.arrived_s[answered]).all()),
            "reply_before_arrival",
        )
        require(bool((self.ended_s >= self.arrived_s).all()), "end_before_arrival")

    def __len__(self) -> int:
        return len(self.arrived_s)

    @property
    def answered(self) -> npt.NDArray[np.bool_]:
        """Return which chats got a first reply; shape (chats,)."""
        return ~np.isnan(self.replied_s)

    @property
    def waited_s(self) -> npt.NDArray[np.float64]:
        """Return seconds to the first reply, or until the customer left; shape (chats,)."""
        return np.where(self.answered, self.replied_s, self.ended_s) - self.arrived_s

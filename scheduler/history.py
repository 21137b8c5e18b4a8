"""Chats as they were logged, and what is wrong with such a log: reported, never silently mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.errors import require
from scheduler.limits import require_within

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something a reader of a log must know.

    Parameters
    ----------
    code
        Name of the sentence in ``ui/words`` (``finding.<code>``).
    count
        Rows, or stretches of time, it concerns.
    post
        Which post; empty: all.
    line
        First line of the file it occurs on; None: not a matter of lines.
    details
        Values the sentence needs.
    """

    code: str
    count: int
    post: str = ""
    line: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ChatHistory:
    """
    Chats of a log; arrays of shape (chats,).

    Parameters
    ----------
    posts, agents
        Names that the indices point to.
    post, agent
        Index of the post, and of the agent; -1 where nobody is named.
    arrived_s, replied_s, ended_s
        Seconds since 1970-01-01 00:00 UTC; NaN where reply or end is not known.
    is_abandoned
        Customers who left without a reply.
    """

    posts: tuple[str, ...]
    agents: tuple[str, ...]
    post: Numbers
    agent: Numbers
    arrived_s: Floats
    replied_s: Floats
    ended_s: Floats
    is_abandoned: Flags

    def __post_init__(self) -> None:
        require_within("posts", len(self.posts), column="post")
        kinds = {"post": np.int64, "agent": np.int64, "is_abandoned": np.bool_}
        for name in ("post", "agent", "arrived_s", "replied_s", "ended_s", "is_abandoned"):
            kind = kinds.get(name, np.float64)
            array: npt.NDArray[Any] = np.array(getattr(self, name), dtype=kind)
            require(array.shape == (len(self.post),), "shape_differs", column=name)
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def __len__(self) -> int:
        return len(self.arrived_s)

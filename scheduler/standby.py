"""Calls of people who stand by (机动班): from when they hold which post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from scheduler.keys import Cell, Key


@dataclass(frozen=True, slots=True)
class StandbyCall:
    """
    That somebody who stands by is called to a post.

    Parameters
    ----------
    agent_id, from_min
        Who, and from when; the call is of the standby shift that moment lies in, until its end.
    post
        Which post is held from then on.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    from_min: Annotated[int, Key("from", cell=Cell.MOMENT)]
    post: Annotated[str, Key(cell=Cell.POST)]

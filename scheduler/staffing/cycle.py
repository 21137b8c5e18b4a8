"""
Where an agent's speed at several chats comes from: the cycle of replies.

An agent composes a reply in some time, the customer answers in some time, a chat takes some number
of the agent's turns: a closed queue of the open chats around one server (machine repair). It gives
the speed, the handling time and the delay inside a chat from three numbers that can be measured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated

from scheduler.errors import require
from scheduler.keys import Key

TURN_DIGITS = 2


@dataclass(frozen=True, slots=True)
class ReplyCycle:
    """
    The rhythm of a chat.

    Parameters
    ----------
    agent_s, customer_s
        Mean time to compose a reply, in seconds, above 0.
    turns
        Replies of the agent in a chat, above 0.
    """

    agent_s: Annotated[float, Key("agent_seconds")]
    customer_s: Annotated[float, Key("customer_seconds")]
    turns: float

    def __post_init__(self) -> None:
        for name in ("agent_s", "customer_s", "turns"):
            value = getattr(self, name)
            require(0 < value < math.inf, "not_positive", column=name, value=value)

    def idle_share(self, chats: int) -> float:
        """Return the share of time in which no chat waits for the agent, with chats always open."""
        require(chats >= 1, "slots_not_whole", column="chats_at_once", value=chats)
        weight, total = 1.0, 1.0
        for waiting in range(1, chats + 1):
            weight *= (chats - waiting + 1) * self.agent_s / self.customer_s
            total += weight
        return 1.0 / total

    def completions_per_s(self, chats: int) -> float:
        """Return the chats an agent ends a second while that many are open."""
        return (1.0 - self.idle_share(chats)) / (self.turns * self.agent_s)

    def handle_s(self, chats: int) -> float:
        """Return the mean time a chat stays open while that many are open."""
        return chats / self.completions_per_s(chats)

    def lasting(self, chats: int, handle_s: float) -> ReplyCycle:
        """Return the rhythm with as many turns as make a chat last so long with so many open."""
        turns = self.turns * handle_s / self.handle_s(chats)
        return replace(self, turns=round(turns, TURN_DIGITS))

    def reply_delay_s(self, chats: int) -> float:
        """Return the mean time a customer waits for a reply inside a chat."""
        return chats * self.agent_s / (1.0 - self.idle_share(chats)) - self.customer_s

    def in_time(self, chats: int, within_s: float) -> float:
        """
        Return the chance that a reply comes within a time while that many chats are open.

        Who writes finds as many waiting as would be with one chat fewer, and is replied to in the
        order of writing: those before and the own reply are typed, a sum of exponential times.
        """
        require(chats >= 1, "slots_not_whole", column="chats_at_once", value=chats)
        weight, weights = 1.0, [1.0]
        for waiting in range(1, chats):
            weight *= (chats - waiting) * self.agent_s / self.customer_s
            weights.append(weight)
        typed = within_s / self.agent_s
        term, not_yet, found = math.exp(-typed), 0.0, 0.0
        for ahead, share in enumerate(weights):
            not_yet += term
            term *= typed / (ahead + 1)
            found += share / sum(weights) * (1.0 - not_yet)
        return max(0.0, found)

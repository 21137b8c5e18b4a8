"""What the rhythm of a chat says of an agent's speed, by number of open chats."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.staffing.cycle import ReplyCycle

__all__ = ["ReplyCycle"]


@dataclass(frozen=True, slots=True)
class CycleRow:
    """
    An agent with so many chats always open.

    Parameters
    ----------
    chats
        Open at the same time.
    handle_s
        Mean time a chat stays open.
    reply_delay_s
        Mean time a customer waits for a reply inside the chat.
    chats_per_hour
        Chats the agent ends.
    idle_share
        Share of time in which no chat waits for the agent.
    """

    chats: int
    handle_s: float
    reply_delay_s: float
    chats_per_hour: float
    idle_share: float


def cycle_rows(cycle: ReplyCycle, most: int) -> tuple[CycleRow, ...]:
    """Return a row for 1 to ``most`` open chats, of agents who reply in a rhythm."""
    return tuple(
        CycleRow(
            chats,
            cycle.handle_s(chats),
            cycle.reply_delay_s(chats),
            3600 * cycle.completions_per_s(chats),
            cycle.idle_share(chats),
        )
        for chats in range(1, most + 1)
    )

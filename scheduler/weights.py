"""The prices of what a roster should avoid."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

from scheduler.errors import gathering
from scheduler.keys import Asked, Key


@dataclass(frozen=True, slots=True)
class Weights:
    """
    Prices in the cost of a roster, 0 or more.

    Parameters
    ----------
    shortage_per_agent_hour, surplus_per_agent_hour
        Price of an agent-hour below, and above, the requirement of a post.
    preference
        Factor on the weights of broken wishes.
    overtime_per_hour
        Price of an hour of overtime.
    steady_start_per_hour
        Price of an hour between the clock times at which two working days in a row start, beyond
        what is free.
    fairness
        Price of a night, weekend, peak or late shift above an agent's fair share, rounded up.
    handover_missed
        Price of a moment at which a post's shift ends and nobody stays who has been there for the
        post's handover time.
    type_change
        Price of a shift of another type or kind than the one before it in the same week.
    change_of_post
        Price of a change of post within a shift.
    hour_owed
        Price of an hour that is owed and not given; far above a missing one, so that hours owed
        come before cover beyond the minimum.
    """

    shortage_per_agent_hour: Annotated[float, Key(is_needed=True), Asked("prices")] = 20.0
    surplus_per_agent_hour: Annotated[float, Key(is_needed=True), Asked("prices")] = 2.0
    preference: Annotated[float, Key(is_needed=True), Asked("prices")] = 1.0
    overtime_per_hour: Annotated[float, Asked("overtime")] = 0.0
    steady_start_per_hour: Annotated[float, Asked("comfort", row=2, is_rare=True)] = 0.0
    fairness: Annotated[float, Asked("comfort", row=1)] = 0.0
    handover_missed: Annotated[float, Asked("comfort", row=4, is_rare=True)] = 0.0
    type_change: Annotated[float, Asked("comfort", row=5)] = 0.0
    change_of_post: Annotated[float, Asked("comfort", row=6, is_rare=True)] = 0.0
    hour_owed: Annotated[float, Asked("prices")] = 200.0

    def __post_init__(self) -> None:
        with gathering() as check:
            for name in (field.name for field in fields(self)):
                value = getattr(self, name)
                check(0 <= value < float("inf"), "negative", column=name, value=value)

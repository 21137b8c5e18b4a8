"""Which input of a scenario matters most: each moved down and up alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler import sensitivity
from scheduler.sensitivity import Bar, Effect, Input, Tornado
from service.trial.scenario_result import week_as_is

if TYPE_CHECKING:
    from service.desk import Desk
    from store.scenarios import ScenarioInputs

__all__ = ["Bar", "Effect", "Input", "Tornado"]


def tornado(desk: Desk, inputs: ScenarioInputs, *, share: float = 0.1) -> Tornado:
    """
    Return what each input of a scenario does alone, moved down and up by a share on every post.

    Required hours, their cost and people short, at once and without a roster; nothing is kept.

    Raises
    ------
    InputError
        When the share is outside (0, 1), the week has no forecast, or the changes do not fit it.
    """
    with desk.read() as unit:
        week = week_as_is(unit, desk.shop_id, inputs.week)
    return sensitivity.tornado(
        week.problem, week.forecast, inputs.changes, share=share, load=week.load
    )

"""Whether a post holds its target, by what counts: said in a line of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.simulate.held import WhatCounts
from service.trial.simulation import held_in
from ui import figures, state
from ui.against import Reach, reach
from ui.state import say

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet
    from service.trial.simulation import SimulatedMeasure, Tested
    from ui.charts.level import Lane


def stands(
    found: RosterSheet, tested: Tested, lane: Lane, level: SimulatedMeasure
) -> tuple[Reach, list[str]]:
    """Return whether a post with a target holds it, and the line that says by what."""
    params, lang = tested.kept.note.params, state.lang()
    assert lane.target is not None
    held = held_in(tested.kept, found.week.horizon, lane.post, lane.target)
    if params.counts is WhatCounts.WEEK_CHATS or held is None:
        by_chats = Reach.HELD
        if level.mean is not None:
            by_chats = reach(level.mean, lane.target, level.high)
        return by_chats, []
    told = say(
        f"held.{params.counts}",
        held=figures.number(held.held, lang, 0),
        units=figures.number(held.units, lang, 0),
        least=figures.share(params.least_hours, lang),
        when=_when(found, held.worst, by_hour=params.counts is WhatCounts.WEEK_HOURS),
        lowest=figures.share(held.lowest, lang, 1),
    )
    return Reach.HELD if held.is_held else Reach.MISSED, [told]


def _when(found: RosterSheet, interval: int, *, by_hour: bool) -> str:
    horizon, lang = found.week.horizon, state.lang()
    at = horizon.minute(interval)
    if by_hour:
        return figures.moment(horizon, at, lang)
    return figures.day(horizon.clock.date_of(at), lang)

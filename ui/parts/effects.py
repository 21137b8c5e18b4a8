"""What doing something would change on the day's page, said before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.floor.day import expected_level
from ui import figures, state
from ui.state import say

if TYPE_CHECKING:
    from scheduler.simulate.part_day import RestOfDay
    from service.floor.day import FloorDay


@st.cache_data(max_entries=128, show_spinner=False)
def _level(_floor: FloorDay, key: tuple[object, ...]) -> RestOfDay | None:
    del key  # what the day rests on: another one, another answer
    return expected_level(_floor)


def level_of(floor: FloorDay) -> RestOfDay | None:
    """Return how the rest of the day goes; looked up where nothing changed."""
    horizon = floor.problem.horizon
    people = floor.here.tobytes()
    means = b"" if floor.forecast is None else floor.forecast.mean.tobytes()
    key = (state.chosen("shop"), horizon.start, floor.date, floor.first, hash(people), hash(means))
    return _level(floor, key)


def effect(now: FloorDay, then: FloorDay) -> str:
    """Return hours short and level of the rest of a day, now and if something were done."""
    hours = (figures.number(each.short_hours(), state.lang(), 1) for each in (now, then))
    told = [say("floor.effect", **dict(zip(("before", "after"), hours, strict=True)))]
    before, after = level_of(now), level_of(then)
    if before is not None and after is not None:
        ends = (
            figures.share(float(each.total.service_level.mean), state.lang(), 1)
            for each in (before, after)
        )
        told.append(say("floor.effect_level", **dict(zip(("before", "after"), ends, strict=True))))
    return " · ".join(told)

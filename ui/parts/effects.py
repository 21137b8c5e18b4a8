"""What doing something would change on the day's page, said before it is done."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import streamlit as st

from service.floor.day import expected_level
from ui import figures, state
from ui.state import say

if TYPE_CHECKING:
    from scheduler.simulate.estimate import PairedChange
    from scheduler.simulate.part_day import RestOfDay
    from service.floor.day import FloorDay


@st.cache_data(max_entries=128, show_spinner=False)
def _level(_floor: FloorDay, key: tuple[object, ...]) -> RestOfDay | None:
    del key  # what the day rests on: another one, another answer
    return expected_level(_floor)


def level_of(floor: FloorDay) -> RestOfDay | None:
    """Return how the rest of the day goes; looked up where nothing it rests on changed."""
    problem = floor.problem
    parts = (problem.posts, floor.roster.shifts, problem.called_away, problem.absences)
    told = hashlib.sha256(repr((*parts, problem.calls)).encode())
    told.update(floor.here.tobytes())
    told.update(b"" if floor.forecast is None else floor.forecast.mean.tobytes())
    key = (state.chosen("shop"), problem.horizon.start, floor.date, floor.first, told.digest())
    return _level(floor, key)


def effect(now: FloorDay, then: FloorDay) -> str:
    """
    Return what doing something changes in the rest of a day: hours short, level, answer rate.

    The interval is of the change, as the same customers come either way.
    """
    hours = (figures.number(each.short_hours(), state.lang(), 1) for each in (now, then))
    told = [say("floor.effect", **dict(zip(("before", "after"), hours, strict=True)))]
    before, after = level_of(now), level_of(then)
    if before is not None and after is not None:
        told += moved_level(before, after)
    return " · ".join(told)


def moved_level(before: RestOfDay, after: RestOfDay) -> list[str]:
    """Return how service level and answer rate of a day change; nothing where no chats come."""
    words = ("floor.effect_level", "floor.effect_answered")
    ends = ((each.total.service_level, each.total.answer_rate) for each in (before, after))
    pairs = zip(*ends, strict=True)
    told = (
        _moved(word, [float(each.mean) for each in pair], moved)
        for word, pair, moved in zip(words, pairs, before.changes(after), strict=True)
    )
    return [line for line in told if line]


def _moved(word: str, ends: list[float], moved: PairedChange) -> str:
    """Return a share now and then with the interval of what lies between; empty: no chats."""
    if math.isnan(moved.mean):
        return ""
    lang = state.lang()
    shown = (figures.share(each, lang, 1) for each in ends)
    points = {
        "by": figures.signed(moved.mean * 100, lang, 1),
        "give": figures.number(moved.half_width * 100, lang, 1),
    }
    return say(word, **dict(zip(("before", "after"), shown, strict=True)), **points)

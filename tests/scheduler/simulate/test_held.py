"""What counts before a week is called held: all chats, each day's, hours of the week or of days."""

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.simulate.held import WhatCounts, held_by
from scheduler.simulate.params import SimulationParams
from tests.builders import horizon

DAYS = horizon(days=2)
SLOTS = DAYS.intervals // 2
CHATS = np.full(DAYS.intervals, 10.0)


def held(level, counts, least=0.9, chats=CHATS):
    return held_by(level, chats, DAYS, 0.8, counts=counts, least_hours=least)


def test_a_bad_day_is_hidden_by_the_week_and_named_by_its_days():
    level = np.where(np.arange(DAYS.intervals) < SLOTS, 0.95, 0.7)
    week, days = held(level, WhatCounts.WEEK_CHATS), held(level, WhatCounts.DAY_CHATS)
    assert (week.is_held, week.units) == (True, 1)
    assert (days.is_held, days.held, days.units, days.worst) == (False, 1, 2, SLOTS)
    assert days.lowest == pytest.approx(0.7)


def test_hours_count_alike_however_few_chats_come_in_them():
    level, chats = np.full(DAYS.intervals, 0.79), CHATS.copy()
    level[: SLOTS // 2], chats[: SLOTS // 2] = 1.0, 1000.0
    assert held(level, WhatCounts.WEEK_CHATS, chats=chats).is_held
    hours = held(level, WhatCounts.WEEK_HOURS, chats=chats)
    assert (hours.is_held, hours.held, hours.units) == (False, 12, 48)
    assert held(level, WhatCounts.WEEK_HOURS, least=0.25, chats=chats).is_held


def test_so_many_hours_of_every_day_are_asked_day_by_day():
    level = np.full(DAYS.intervals, 0.9)
    level[SLOTS : SLOTS + 12] = 0.5  # six hours of the second day
    assert held(level, WhatCounts.WEEK_HOURS, least=0.85).is_held
    days = held(level, WhatCounts.DAY_HOURS, least=0.85)
    assert (days.is_held, days.held, days.units, days.worst) == (False, 1, 2, SLOTS)
    assert days.lowest == pytest.approx(0.75)


def test_hours_of_hardly_any_chats_say_nothing():
    level = np.full(DAYS.intervals, 0.9)
    level[:2], chats = 0.0, CHATS.copy()
    chats[:2] = 0.2
    assert held(level, WhatCounts.WEEK_HOURS, least=1.0, chats=chats).is_held
    assert held(level, WhatCounts.WEEK_HOURS, chats=np.zeros(DAYS.intervals)) is None


@pytest.mark.parametrize("share", [0.0, 1.01, float("nan")])
def test_a_share_of_hours_nobody_can_mean_is_refused(share):
    with pytest.raises(InputError, match="share_out_of_range"):
        SimulationParams(least_hours=share)

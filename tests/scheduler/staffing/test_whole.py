"""Need in whole people where few are needed: every interval holds, and no one more is asked for."""

import numpy as np
import pytest

from scheduler.post import StaffingInputs
from scheduler.staffing.motion import Motion, level_of
from scheduler.staffing.offered_load import Load
from scheduler.staffing.presence import present_of
from scheduler.staffing.requirement import PostNeeds

DAY = 6 * (0.05 + np.sin(np.pi * np.arange(48) / 48) ** 2)


def needs(staffing, chats=DAY):
    asked = PostNeeds(staffing, 30)
    return asked.agents(chats, Load.IN_MOTION), asked.agents(chats, Load.WHOLE_PEOPLE)


def levels(people, staffing, chats=DAY):
    met = Motion(chats, staffing, 1800.0).met(present_of(people, staffing))
    return np.array([level_of(each, staffing.definition) for each in met])


@pytest.mark.parametrize("slots", [1, 3, 5])
def test_every_interval_holds_its_target_and_one_fewer_misses_it(slots):
    staffing = StaffingInputs(chats_at_once=slots, absence_rate=0.05 * (slots == 3))
    decimals, whole = needs(staffing, DAY * slots)
    small = decimals <= 3
    assert small.sum() > 20
    np.testing.assert_array_equal(whole[small], np.round(whole[small]))
    np.testing.assert_array_equal(whole[~small], decimals[~small])
    assert (whole[small] <= np.ceil(decimals[small] - 1e-9)).all()
    assert (levels(whole, staffing, DAY * slots)[1:][small[1:]] >= 0.8 - 0.02).all()
    for place in np.flatnonzero(small & (whole >= 1))[1::6]:
        fewer = whole.copy()
        fewer[place] -= 1
        assert levels(fewer, staffing, DAY * slots)[place] < 0.8


def test_large_posts_keep_their_decimals_and_closed_intervals_stay_closed():
    chats = np.where(np.arange(48) < 6, np.nan, 300.0)
    decimals, whole = needs(StaffingInputs(), chats)
    np.testing.assert_array_equal(whole, decimals)
    assert np.isnan(whole[:6]).all()


def test_a_greatest_occupancy_is_rounded_up():
    decimals, whole = needs(StaffingInputs(max_occupancy=0.5))
    small = decimals <= 3
    np.testing.assert_array_equal(whole[small], np.ceil(decimals[small] - 1e-9))

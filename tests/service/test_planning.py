import dataclasses

import numpy as np

from scheduler.horizon import ClockSpan
from scheduler.post import Post
from service.planning import _closed_chats, _open_only, _outside_proposed
from tests.service import small_shop as s


def test_chats_of_closed_hours_are_left_out_and_counted():
    """6 chats a half-hour round the clock, open from 9 to 18 on weekdays only."""
    day = (ClockSpan.parse("09:00-18:00"),)
    office = Post("presales", opening=(*((day,) * 5), (), ()))
    posts = (office, Post("aftersales"))
    volumes = s.volumes(days=7)
    kept = _open_only(volumes, posts)
    assert np.nansum(kept.counts[0]) == 6 * 5 * 18
    assert np.isnan(kept.counts[0]).sum() == 336 - 5 * 18
    assert _closed_chats(volumes, posts) == {"presales": 6.0 * (336 - 5 * 18)}
    silent = dataclasses.replace(volumes, counts=np.zeros((2, 336)))
    assert _closed_chats(silent, posts) == {}


def test_of_chats_round_the_clock_a_third_lies_outside_the_proposed_hours():
    volumes = s.volumes(days=7)  # as many in each half-hour; from 8 to 24 are two thirds
    posts = (Post("presales"), Post("aftersales"))
    assert _outside_proposed(volumes, posts) == 1 / 3

"""What customers of a week would meet with the people it needs."""

import dataclasses
import math

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.post import LevelDefinition, Post, StaffingInputs
from scheduler.staffing.erlang import Queue, performance
from scheduler.staffing.met import met_by_post
from scheduler.staffing.offered_load import Load
from scheduler.staffing.requirement import requirement
from tests.builders import horizon

OWN = Load.OWN_ARRIVALS  # no interval counts for its neighbour
DAY = horizon(days=1)
ONE = StaffingInputs(handle_s=480.0, chats_at_once=3, patience_s=180.0, shrinkage=0.1)


def week(volume, staffing=ONE, **levels):
    mean = np.full((1, DAY.intervals), float(volume))
    expected = Forecast(DAY, ("presales",), mean, **levels)
    posts = (Post("presales", staffing),)
    return requirement(expected, posts), expected, posts


def test_a_steady_day_is_its_steady_state():
    need, expected, posts = week(60.0)
    found = met_by_post(need, expected, posts)["presales"]
    present = math.ceil(need.agents[0, 0] * 0.9 - 1e-9)
    exact = performance(3 * present, Queue(60 / 1800, 480.0, 180.0))
    assert found.abandoned_share == pytest.approx(exact.abandoned_share)
    assert found.answer_wait_s == pytest.approx(exact.answer_wait_s)
    assert found.occupancy == pytest.approx(exact.occupancy)
    assert found.service_level >= ONE.service_level


@pytest.mark.parametrize("definition", LevelDefinition)
def test_the_target_is_held_in_the_posts_definition(definition):
    inputs = dataclasses.replace(ONE, definition=definition, service_level=0.9)
    found = met_by_post(*week(37.0, inputs))["presales"]
    assert 0.9 <= found.service_level < 1


def test_busy_intervals_count_by_their_chats():
    _, expected, posts = week(10.0)
    mean = np.array(expected.mean)
    mean[0, 20:] = 200.0
    busy = dataclasses.replace(expected, mean=mean)
    both = met_by_post(requirement(busy, posts, load=OWN), busy, posts, load=OWN)["presales"]
    alone = [met_by_post(*week(volume))["presales"].abandoned_share for volume in (10.0, 200.0)]
    offered = (20 * 10.0, 28 * 200.0)
    assert both.abandoned_share == pytest.approx(np.average(alone, weights=offered))


def test_posts_without_chats_and_work_that_may_wait_are_left_out():
    assert met_by_post(*week(0.0)) == {}
    assert met_by_post(*week(9.0, dataclasses.replace(ONE, is_deferrable=True))) == {}

"""What single people of small posts are worth: falling, adding up to the need, told by levels."""

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.post import LevelDefinition, Post, StaffingInputs, StaffingTarget
from scheduler.staffing.level import level_with
from scheduler.staffing.offered_load import Load
from scheduler.staffing.requirement import requirement
from scheduler.staffing.worth import falling
from tests.builders import horizon

DAY = horizon(days=1)
SMALL = 4 * (0.05 + np.sin(np.pi * np.arange(48) / 48) ** 2)


def asked(chats=SMALL, load=Load.PRICED_PEOPLE, **staffing):
    made = Forecast(DAY, ("presales",), np.array([chats]))
    return requirement(made, [Post("presales", StaffingInputs(**staffing))], load=load)


@pytest.mark.parametrize("seed", range(5))
def test_falling_gains_are_the_least_concave_sums_above(seed):
    gains = np.random.default_rng(seed).normal(0.3, 0.5, 6)
    found = falling(gains)
    plain = np.concatenate([[0.0], np.maximum(gains, 0).cumsum()])
    sums = np.concatenate([[0.0], found.cumsum()])
    assert (np.diff(found) <= 1e-12).all()
    for place, height in enumerate(sums):  # the highest chord over each place
        chords = [
            plain[i] + (plain[j] - plain[i]) * (place - i) / max(j - i, 1)
            for i in range(place + 1)
            for j in range(place, 7)
        ]
        assert height == pytest.approx(max(chords))


def test_the_need_is_that_of_the_usual_way_and_people_are_worth_as_much_in_all():
    made, usual = asked(), asked(load=Load.IN_MOTION)
    np.testing.assert_array_equal(made.agents, usual.agents)
    assert usual.worth is None
    priced = made.is_priced
    assert priced.sum() > 20
    worth = np.nansum(made.worth)
    assert worth == pytest.approx(made.agents[priced].sum(), rel=0.01)


def test_a_person_is_worth_the_chats_they_answer_in_time():
    made = asked(np.full(48, 3.0), chats_at_once=3)
    staffing = StaffingInputs(chats_at_once=3)
    levels = [level_with(n, 3.0, staffing, interval_min=30) for n in range(4)]
    gains = falling(np.diff(levels))
    found = made.worth[0, : len(gains), 20]
    scale = found[0] / gains[0]
    np.testing.assert_allclose(found, gains[: len(found)] * scale, atol=0.011)


def test_where_more_than_three_are_needed_the_need_alone_says():
    made = asked(15 * SMALL)
    large = made.agents > 3
    assert large.any()
    np.testing.assert_array_equal(made.is_priced, ~large & (made.agents > 0))


@pytest.mark.parametrize(
    "more",
    [
        {"targets": (StaffingTarget(0.9, 60),)},
        {"answer_rate": 0.95},
        {"max_occupancy": 0.8},
    ],
)
def test_posts_that_promise_more_than_a_level_keep_the_need(more):
    assert asked(**more).worth is None


@pytest.mark.parametrize("definition", list(LevelDefinition))
def test_every_definition_of_a_level_gives_a_worth(definition):
    made = asked(definition=definition, absence_rate=0.05, shrinkage=0.1)
    assert np.isfinite(made.worth[0, :, 24]).all()


def test_closed_and_empty_intervals_have_none():
    chats = np.where(np.arange(48) < 8, np.nan, np.where(np.arange(48) < 16, 0.0, 3.0))
    made = asked(chats)
    assert not made.is_priced[0, :16].any()
    assert made.is_priced[0, 30:].all()

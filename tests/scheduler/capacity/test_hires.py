import numpy as np
import pytest

from scheduler.capacity.hires import Joiners, done, joiners, lasting_part
from scheduler.capacity.params import CapacityParams
from scheduler.errors import InputError

HOURS = 40.0


def plan(short, **changes):
    params = CapacityParams(**{"lasting_weeks": 1, **changes})
    found = joiners(np.array(short, dtype=float), HOURS, params)
    left = [hours - done(found, week, HOURS, params) for week, hours in enumerate(short)]
    return found, left


def test_people_begin_early_enough_to_be_worked_in():
    # 80 h short from week 6 on: two people, and four weeks before
    found, left = plan([0] * 6 + [80, 80], lead_weeks=2, ramp_weeks=4)
    assert found == [Joiners(2, 2, is_late=False)]
    assert max(left) <= 1e-9


def test_who_cannot_be_worked_in_in_time_comes_as_soon_as_can_be():
    # in week 2, their first, each does half of 40 h: 40 h take two
    found, left = plan([40, 40, 40, 40], lead_weeks=2, ramp_weeks=4, ramp_start=0.5)
    assert found == [Joiners(2, 2, is_late=True)]
    assert left[:2] == [40, 40]  # too early for anybody
    assert max(left[2:]) <= 1e-9


def test_earlier_hires_count():
    found, _ = plan([0, 0, 40, 40, 120], lead_weeks=0, ramp_weeks=0)
    assert found == [Joiners(2, 1, is_late=False), Joiners(4, 2, is_late=False)]


def test_a_shortage_filled_exactly_hires_nobody_more():
    found, _ = plan([120.0000000001] * 3, lead_weeks=0, ramp_weeks=0)
    assert [each.people for each in found] == [3]


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (1, [0, 90, 0, 40, 50, 40]),
        (2, [0, 0, 0, 40, 40, 40]),
        (3, [0, 0, 0, 40, 40, 40]),
        (4, [0, 0, 0, 0, 0, 0]),
        (99, [0, 0, 0, 0, 0, 0]),  # longer than what is planned
    ],
)
def test_only_what_lasts_is_hired_for(weeks, expected):
    short = np.array([0, 90, 0, 40, 50, 40], dtype=float)
    assert lasting_part(short, weeks).tolist() == expected


def test_new_people_do_more_week_by_week():
    params = CapacityParams(ramp_weeks=4, ramp_start=0.5)
    assert [params.output(week) for week in (-1, 0, 2, 4, 9)] == [0.0, 0.5, 0.75, 1.0, 1.0]


@pytest.mark.parametrize(
    "changes",
    [
        {"growth_per_month": -1.0},
        {"margin": -0.1},
        {"away_share": 1.0},
        {"leaving_per_year": float("nan")},
        {"ramp_start": 0.0},
        {"lasting_weeks": 0},
        {"lead_weeks": -1},
    ],
)
def test_impossible_inputs_are_refused(changes):
    with pytest.raises(InputError):
        CapacityParams(**changes)

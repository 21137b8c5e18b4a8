import math

import numpy as np
import pytest

from benchmarks.growth import Case, chart, exponent, halved, measure, repeated, table
from scheduler.agent import Wish
from tests.builders import WEEK, agent, problem, rules


@pytest.fixture
def week():
    return problem(
        agents=[agent("A1"), agent("A2", hours=20.0)],
        ruleset=rules(),
        need=0.4,
        wishes=[Wish("A1", WEEK.date(6), None, 3.0)],
    )


def test_half_as_long_intervals_need_the_same_hours(week):
    fine = halved(week)
    assert fine.horizon.interval_min == fine.rules.start_grid_min == 15
    assert fine.requirement.hours == pytest.approx(week.requirement.hours)


def test_repeated_weeks_need_and_wish_the_same_each_week(week):
    long = repeated(week, 4)
    assert long.horizon.days == 28
    assert np.array_equal(long.requirement.agents[:, :336], week.requirement.agents)
    assert long.requirement.hours == pytest.approx(4 * week.requirement.hours)
    assert [long.horizon.day(wish.date) for wish in long.wishes] == [6, 13, 20, 27]


def test_the_exponent_of_a_power_is_found_again():
    records = [{"axis": "agents", "size": n, "within_s": 0.3 * n**1.5} for n in (20, 50, 2000)]
    assert exponent(records, "agents", "within_s") == pytest.approx(1.5)
    assert exponent(records[:1], "agents", "within_s") is None
    assert exponent(
        [*records, {"axis": "agents", "size": 9, "within_s": None}], "agents", "within_s"
    )


def test_a_small_week_is_measured_and_drawn(week):
    record = measure(Case("agents", 2, "two", week), 4.0, 1)
    assert record["first_clean_s"] is not None
    other = record | {"size": 4, "first_clean_s": 2 * record["first_clean_s"]}
    shown = table([record, other])
    assert "| people | 2 | two |" in shown
    assert math.isclose(exponent([record, other], "agents", "first_clean_s"), 1.0)
    assert "people" in chart([record, other]).to_json()

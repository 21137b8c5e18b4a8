"""What of a difference between two scenarios is certain, and what may be noise."""

from dataclasses import fields, replace

import pytest

from scheduler.changes import Changes
from scheduler.levers import LEVERS
from scheduler.sweep_row import (
    RowDifference,
    SweepRow,
    base_of,
    cost_difference,
    level_difference,
    plain_difference,
    without_wages,
)

BASE = SweepRow(0, (), (), people=10, cost=100.0, bound=90.0, level=0.8)
BASE = replace(BASE, level_low=0.78, level_high=0.82, least_short_hours=4.0)


def test_every_lever_is_a_field_of_the_changes():
    assert LEVERS.keys() <= {each.name for each in fields(Changes)}


@pytest.mark.parametrize(
    ("cost", "bound", "by", "is_sure"),
    [(95.0, 91.0, -5.0, False), (120.0, 101.0, 20.0, True), (89.0, 80.0, -11.0, True)],
)
def test_a_cost_is_certainly_other_where_a_bound_lies_beyond_it(cost, bound, by, is_sure):
    row = replace(BASE, number=1, cost=cost, bound=bound)
    assert cost_difference(row, BASE) == RowDifference(by, is_sure)


def test_levels_differ_certainly_where_their_intervals_do_not_meet():
    near = replace(BASE, number=1, level=0.81, level_low=0.79, level_high=0.83)
    far = replace(BASE, number=2, level=0.9, level_low=0.88, level_high=0.92)
    assert not level_difference(near, BASE).is_sure
    assert level_difference(far, BASE).is_sure
    assert not level_difference(replace(far, level_low=None), BASE).is_sure


def test_people_are_counted_and_bounds_prove_no_difference():
    row = replace(BASE, number=1, people=8, least_short_hours=9.0)
    assert plain_difference("people", row, BASE) == RowDifference(-2.0, is_sure=True)
    assert plain_difference("least_short_hours", row, BASE) == RowDifference(5.0, is_sure=False)
    assert plain_difference("people", replace(row, people=None), BASE) is None


def test_who_may_not_see_wages_sees_none():
    row = replace(BASE, contract_cost="900.00", wage_cost="800.00")
    assert row.yuan == 900.0
    hidden = without_wages(row)
    assert (hidden.contract_cost, hidden.wage_cost, hidden.unpriced) == (None, None, 10)
    assert base_of([hidden]) is hidden

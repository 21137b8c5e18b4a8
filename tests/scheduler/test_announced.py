import pytest

from scheduler.announced import Announced, changed_days, changes
from scheduler.errors import InputError
from scheduler.verify.cost import cost
from tests.builders import WEEK, at, problem, roster, shift

KNOWN = (shift("A1", 0), shift("A1", 2))


def count(*after):
    return changed_days(WEEK, KNOWN, after)


def test_other_hours_more_work_and_a_day_off_are_changed_days():
    assert count(*KNOWN) == 0
    assert count(shift("A1", 0, "08:30"), KNOWN[1]) == 1  # another start
    assert count(shift("A1", 0, work=360), KNOWN[1]) == 1  # another end
    assert count(*KNOWN, shift("A1", 3)) == 1  # works on a day off
    assert count(KNOWN[0]) == 1  # a day off instead of work
    assert count(KNOWN[0], shift("A2", 2)) == 2  # one goes, another comes


def test_another_post_or_meal_is_a_change_but_not_of_hours():
    after = (shift("A1", 0, post="aftersales"), shift("A1", 2, meal=180))
    assert count(*after) == 0
    assert [(one.agent_id, one.day) for one in changes(WEEK, KNOWN, after)] == [
        ("A1", 0),
        ("A1", 2),
    ]


def test_the_cost_counts_each_changed_day_at_its_price():
    asked = problem(announced=Announced(KNOWN, 80.0, at(0)))
    found = cost(asked, roster(KNOWN[0], shift("A1", 4)))
    assert found.changed_days == 2
    assert found.total == pytest.approx(cost(problem(), roster(*KNOWN)).total + 160)


def test_a_negative_price_is_refused():
    with pytest.raises(InputError, match="price_per_day"):
        Announced((), -1.0, 0)

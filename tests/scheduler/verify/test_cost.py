import datetime as dt

import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.demand import Requirement
from scheduler.ruleset import Weights
from scheduler.verify.cost import broken_wishes, cost
from tests.builders import MONDAY, WEEK, agent, at, problem, roster, rules, shift


def hour_of(level):
    """Return a requirement that is open on Monday from 08:00 to 09:00 only."""
    agents = np.full((1, WEEK.intervals), np.nan)
    agents[0, 16:18] = level
    return Requirement(WEEK, ("presales",), agents)


def test_empty_roster_is_short_of_all_that_is_required():
    nobody = cost(problem(need=hour_of(1.5)), roster())
    assert (nobody.short_hours, nobody.surplus_hours, nobody.total) == (1.5, 0.0, 30.0)


def test_decimals_of_the_requirement_are_kept():
    one = cost(problem(need=hour_of(1.25)), roster(shift()))
    assert one.short_hours == pytest.approx(0.25)
    assert one.total == pytest.approx(5.0)


def test_people_above_the_requirement_are_surplus():
    two = cost(problem(need=hour_of(1.5)), roster(shift("A1"), shift("A2")))
    assert (two.short_hours, two.surplus_hours, two.total) == (0.0, 0.5, 1.0)


def test_open_post_that_needs_nobody_has_surplus():
    assert cost(problem(need=hour_of(0)), roster(shift())).surplus_hours == 1.0


def test_work_while_the_post_is_closed_costs_nothing():
    assert cost(problem(need=hour_of(1)), roster(shift())).total == 0.0


def test_shortage_of_one_interval_is_not_paid_by_surplus_of_another():
    agents = np.full((1, WEEK.intervals), np.nan)
    agents[0, 16:18] = (2, 0)
    uneven = problem(need=Requirement(WEEK, ("presales",), agents))
    assert cost(uneven, roster(shift())).total == 20 * 0.5 + 2 * 0.5


def test_weights_price_each_part():
    weights = Weights(10, 3, 7)
    wish = Wish("A1", MONDAY, None, 2)
    priced = problem(need=hour_of(2), ruleset=rules(weights=weights), wishes=[wish])
    assert cost(priced, roster(shift())).total == 10 * 1.0 + 7 * 2
    assert cost(priced, roster(*(shift(name) for name in ("A1", "A2", "A3")))).total == 3 + 14


def wishes_broken(wish, *shifts):
    return len(
        broken_wishes(problem(agents=[agent("A1"), agent("A2")], wishes=[wish]), roster(*shifts))
    )


def test_day_off_is_broken_by_a_shift_that_starts_on_it():
    off = Wish("A1", MONDAY + dt.timedelta(1), None)
    assert wishes_broken(off, shift(day=1, start="00:00")) == 1
    assert wishes_broken(off, shift(day=0, start="20:00"), shift(day=2)) == 0
    assert wishes_broken(off, shift("A2", 1)) == 0


@pytest.mark.parametrize(
    ("window", "broken"),
    [
        ((480, 1020), 0),  # 08:00-17:00: the shift itself
        ((481, 1020), 1),  # begins a minute late
        ((480, 1019), 1),  # ends a minute early
    ],
)
def test_window_holds_the_whole_shift(window, broken):
    assert wishes_broken(Wish("A1", MONDAY, window), shift()) == broken


def test_window_to_midnight_is_broken_by_a_shift_across_it():
    evening = Wish("A1", MONDAY, (15 * 60, 24 * 60))
    assert wishes_broken(evening, shift(start="15:00")) == 0
    assert wishes_broken(evening, shift(start="15:30")) == 1


def test_every_shift_that_breaks_a_wish_counts():
    assert wishes_broken(Wish("A1", MONDAY, None), shift(start="00:00"), shift(start="12:00")) == 2


def test_each_shift_of_a_kind_nobody_wished_for_counts_though_others_suit():
    against = Wish("A1", MONDAY, None, kind="night", is_against=True)
    assert wishes_broken(against, shift(start="09:00"), shift(start="22:00")) == 1
    wished = Wish("A1", MONDAY, None, kind="night")
    assert wishes_broken(wished, shift(start="09:00"), shift(start="22:00")) == 0


def test_several_wishes_for_a_date_all_count():
    wishes = [Wish("A1", MONDAY, None, 3), Wish("A1", MONDAY, (0, 60), 0.5)]
    assert cost(problem(need=hour_of(1), wishes=wishes), roster(shift())).wishes == 3.5


def test_no_shift_breaks_no_wish():
    assert wishes_broken(Wish("A1", MONDAY, (0, 60))) == 0


def test_wish_of_the_first_and_the_last_day_is_looked_at():
    for day in (0, 6):
        assert wishes_broken(Wish("A1", WEEK.date(day), None), shift(day=day)) == 1
    assert at(6) == WEEK.start_min + 6 * 1440

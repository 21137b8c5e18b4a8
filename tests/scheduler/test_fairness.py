"""Fair shares over a rolling quarter, worked out by hand."""

import datetime as dt
from dataclasses import replace

from scheduler.agent import Absence
from scheduler.fairness import QUARTER_DAYS, Burden, FairShare
from scheduler.horizon import ClockSpan
from tests.builders import agent, at, problem, rules, shift


def _night(who, day):
    return shift(who, day, "22:00", work=420, meal=None)


def test_share_is_the_teams_rate_over_own_hours():
    # 14 days known before a week: A1 had 3 nights, A2 none: 3 nights in 2 x 14 days of 40 h a week,
    # so 3 / 28 a day, and 21 days with the horizon: 2.25 each.
    past = [_night("A1", day) for day in (-14, -12, -10)]
    asked = problem(agents=(agent("A1"), agent("A2")), history=past)
    shares = asked.fair_shares
    assert round(shares["A1"].share.nights, 9) == 2.25
    assert round(shares["A2"].share.nights, 9) == 2.25
    assert shares["A1"].free.nights == 0  # three done, three fair
    assert shares["A2"].free.nights == 3


def test_half_a_contract_is_half_a_share():
    past = [_night("A1", -14), _night("A2", -13)]
    asked = problem(agents=(agent("A1"), agent("A2", hours=20)), history=past)
    assert asked.fair_shares["A1"].share.nights == 2 * asked.fair_shares["A2"].share.nights


def test_days_away_take_their_part_of_the_share_along():
    away = Absence("A2", at(0), at(7))
    past = [_night("A1", -14)]
    asked = problem(agents=(agent("A1"), agent("A2")), history=past, absences=[away])
    shares = asked.fair_shares
    assert round(shares["A2"].share.nights / shares["A1"].share.nights, 9) == round(14 / 21, 9)


def test_who_was_hired_later_owes_less():
    past = [_night("A1", -14)]
    hired = agent("A2", hired=dt.date(2026, 11, 30))
    shares = problem(agents=(agent("A1"), hired), history=past).fair_shares
    assert round(shares["A2"].share.nights / shares["A1"].share.nights, 9) == round(7 / 21, 9)


def test_who_leaves_owes_nothing_after_the_last_day():
    past = [_night("A1", -14)]
    leaver = agent("A2", leaves=dt.date(2026, 11, 30))  # 14 + 1 of 21 days
    shares = problem(agents=(agent("A1"), leaver), history=past).fair_shares
    assert round(shares["A2"].share.nights / shares["A1"].share.nights, 9) == round(15 / 21, 9)


def test_who_may_not_work_nights_has_no_share_of_them_and_others_have_more():
    past = [_night("A1", -14)]
    both = problem(agents=(agent("A1"), agent("A2")), history=past).fair_shares
    spared = problem(agents=(agent("A1"), agent("A2", no_nights=True)), history=past).fair_shares
    assert spared["A2"].share.nights == 0
    assert spared["A1"].share.nights == 2 * both["A1"].share.nights


def test_teams_have_rates_of_their_own():
    other = replace(agent("A2"), team="T2")
    shares = problem(agents=(agent("A1"), other), history=[_night("A1", -7), _night("A2", -7)])
    one = problem(agents=(agent("A1"), other), history=[_night("A1", -7), shift("A2", -7)])
    assert shares.fair_shares["A2"].share.nights == 2  # 1 in 7 days, over 14
    assert one.fair_shares["A2"].share.nights == 0
    assert one.fair_shares["A1"].share.nights == 2


def test_what_lies_before_the_quarter_is_forgotten():
    inside = problem(history=[_night("A1", -QUARTER_DAYS)])
    outside = problem(history=[_night("A1", -QUARTER_DAYS - 1), shift("A1", -2)])
    assert inside.fair_shares["A1"].past.nights == 1
    assert outside.fair_shares["A1"].past.nights == 0


def test_without_a_past_the_requirement_is_shared_out():
    # One person from 22:00 to 06:00 each day is 56 night hours: seven shifts of 8 h, for two.
    shares = problem(agents=(agent("A1"), agent("A2")), need=1.0).fair_shares
    assert round(shares["A1"].share.nights, 9) == 3.5
    assert shares["A1"].free == Burden(4, 3, 0)  # 48 weekend hours are 6 shifts; no peak when flat


def test_lates_are_shared_by_the_evening_outside_the_night():
    # One person from 20:00 to 24:00 each day, of five evening hours four: seven shifts, for two.
    late = rules(late=ClockSpan.parse("20:00-01:00"), counted_night=ClockSpan.parse("00:00-06:00"))
    asked = problem(agents=(agent("A1"), agent("A2")), need=1.0, ruleset=late)
    assert round(asked.fair_shares["A1"].share.lates, 9) == 7 * 4 / 5 / 2
    assert round(asked.fair_shares["A1"].share.nights, 9) == 3.5  # 42 h in shifts of 6 each
    assert problem(need=1.0).fair_shares["A1"].share.lates == 0


def test_a_late_past_uses_up_lates_and_no_nights():
    late = rules(late=ClockSpan.parse("20:00-01:00"), counted_night=ClockSpan.parse("00:00-06:00"))
    past = [shift("A1", day, "16:00", work=540, meal=None) for day in (-14, -12)]
    share = problem(agents=(agent("A1"), agent("A2")), history=past, ruleset=late).fair_shares["A1"]
    assert (share.past.lates, share.past.nights) == (2, 0)


def test_a_share_is_rounded_up_but_not_for_a_rounding_error():
    assert FairShare(Burden(), Burden(3 + 1e-12, 3.1, 0)).free == Burden(3, 4, 0)
    assert FairShare(Burden(5, 0, 0), Burden(3, 0, 0)).free == Burden(0, 0, 0)

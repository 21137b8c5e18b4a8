import datetime as dt

import pytest

from tests.builders import agent, at, horizon, rules, shift
from tests.scheduler.verify.broken import breaches, rules_broken

PART_TIME = agent(hours=20)


@pytest.mark.parametrize(
    ("start", "broken"),
    [
        ("04:00", []),  # the shift before ends at 17:00: 11 h
        ("03:30", ["rest"]),  # 10.5 h
    ],
)
def test_rest_counts_from_end_to_start(start, broken):
    assert rules_broken(shift(day=0), shift(day=1, start=start)) == broken


def test_rest_tells_the_gap_and_the_limit():
    (found,) = breaches(shift(day=0, start="14:00"), shift(day=1, start="08:00"))
    assert (found.measured, found.limit, found.at_min) == (540, 660, at(1, "08:00"))


def test_rest_counts_across_the_start_of_the_week():
    past = [shift(day=-1, start="13:00")]  # ends at 22:00
    assert rules_broken(shift(day=0, start="09:00"), history=past) == []
    assert rules_broken(shift(day=0, start="08:30"), history=past) == ["rest"]


def test_rest_counts_from_a_past_shift_that_reaches_into_the_week():
    past = [shift(day=-1, start="22:00")]  # ends on Monday at 07:00
    assert rules_broken(shift(day=0, start="18:00"), history=past) == []
    assert rules_broken(shift(day=0, start="17:30"), history=past) == ["rest"]


def test_rest_of_the_last_night_of_the_week():
    assert rules_broken(shift(day=5, start="15:00"), shift(day=6, start="10:30")) == ["rest"]
    assert rules_broken(shift(day=5, start="15:00"), shift(day=6, start="11:00")) == []


def test_rest_of_another_agent_does_not_matter():
    staff = [agent("A1"), agent("A2")]
    shifts = shift("A1", 0, "14:00"), shift("A2", 1, "08:00")
    assert rules_broken(*shifts, agents=staff) == []


def test_rest_is_time_that_passes_not_clock_time():
    spring = horizon(dt.date(2026, 3, 23), timezone="Europe/Berlin")  # Sunday: 02:00 becomes 03:00
    evening = shift(day=5, start="12:30", week=spring)  # ends on Saturday at 21:30
    next_day = shift(day=6, start="08:30", week=spring)  # 11 h on the clock, 10 h of rest
    (found,) = breaches(evening, next_day, week=spring)
    assert (found.rule, found.measured) == ("rest", 600)


def test_rest_is_longer_in_the_night_clocks_go_back():
    autumn = horizon(dt.date(2026, 10, 19), timezone="Europe/Berlin")
    evening = shift(day=5, start="12:30", week=autumn)
    assert rules_broken(evening, shift(day=6, start="07:30", week=autumn), week=autumn) == []
    assert rules_broken(evening, shift(day=6, start="07:00", week=autumn), week=autumn) == ["rest"]


def test_rest_across_a_month_and_a_year():
    turn = horizon(dt.date(2026, 12, 28))  # Thursday is 31 December
    assert rules_broken(shift(day=3, week=turn), shift(day=4, week=turn), week=turn) == []
    late, early = shift(day=3, start="15:00", week=turn), shift(day=4, start="10:30", week=turn)
    assert rules_broken(late, early, week=turn) == ["rest"]


def test_second_shift_on_a_date_is_a_breach():
    short = {"work": 240, "meal": None}
    ruleset = rules(min_rest_min=0)
    morning, evening = shift(start="00:00", **short), shift(start="23:30", **short)
    found = rules_broken(morning, evening, agents=[PART_TIME], ruleset=ruleset)
    assert found == ["two_shifts_a_day"]


def test_shift_from_last_evening_is_of_its_own_date():
    short = {"work": 240, "meal": None}
    ruleset = rules(min_rest_min=0)
    night, evening = shift(day=0, start="23:30", **short), shift(day=1, start="12:00", **short)
    assert rules_broken(night, evening, agents=[PART_TIME], ruleset=ruleset) == []


def test_two_shifts_a_day_is_said_once_an_agent():
    days = [shift(day=day) for day in (0, 0, 1, 1)]
    assert rules_broken(*days).count("two_shifts_a_day") == 1


def test_week_has_at_most_its_hours():
    assert rules_broken(*(shift(day=day) for day in range(5))) == []
    (found,) = breaches(*(shift(day=day) for day in range(6)))
    assert (found.rule, found.measured, found.limit) == ("hours_per_week", 2880, 2400)
    assert found.at_min == at(0)


def test_contract_limits_the_hours_of_a_week():
    short = [shift(day=day, work=240, meal=None) for day in range(6)]
    assert rules_broken(*short[:5], agents=[agent(hours=20)]) == []
    assert rules_broken(*short, agents=[agent(hours=20)]) == ["hours_per_week"]
    assert rules_broken(*short, agents=[agent(hours=24)]) == []


def test_contract_above_the_rule_does_not_lift_it():
    found = rules_broken(*(shift(day=day) for day in range(6)), agents=[agent(hours=48)])
    assert "hours_per_week" in found


def test_hours_of_history_are_not_of_this_week():
    past = [shift(day=-1, start="20:00")]  # most of it lies on Monday
    days = [shift(day=day, start="20:00") for day in range(5)]
    assert rules_broken(*days, history=past) == []


def test_shift_into_the_next_week_counts_whole_in_its_own():
    days = [shift(day=day, start="20:00") for day in (0, 1, 2, 3, 4, 6)]
    assert rules_broken(*days) == ["hours_per_week"]


def test_each_seven_days_of_a_long_horizon_have_their_own_hours():
    fortnight = horizon(days=14)
    days = [shift(day=day, week=fortnight) for day in (2, 3, 4, 5, 6, 7)]
    assert rules_broken(*days, week=fortnight) == []
    (found,) = breaches(*days, *(shift(day=day) for day in (9, 10, 11, 12, 13)), week=fortnight)
    assert (found.rule, found.at_min) == ("hours_per_week", at(7))


def test_week_has_a_day_off():
    short = [shift(day=day, work=240, meal=None) for day in range(7)]
    loose = rules(max_consecutive_days=7)
    staff = [agent(hours=30)]
    assert rules_broken(*short[:6], agents=staff, ruleset=loose) == []
    (found,) = breaches(*short, agents=staff, ruleset=loose)
    assert (found.rule, found.measured, found.limit) == ("days_off", 0, 1)


def test_days_off_of_a_part_of_a_week_count_within_it():
    ten = horizon(days=10)
    short = [shift(day=day, work=240, meal=None, week=ten) for day in (7, 8, 9)]
    staff = [agent(hours=30)]
    assert rules_broken(*short[:2], agents=staff, week=ten) == []
    (found,) = breaches(*short, agents=staff, week=ten)
    assert (found.rule, found.at_min) == ("days_off", at(7))


def test_a_last_week_shorter_than_the_days_off_due_is_all_off():
    # two days cannot hold three days off: what is asked of them is that nobody works
    nine, loose = horizon(days=9), rules(min_days_off_per_week=3)
    early = [shift(day=day, week=nine) for day in range(4)]
    assert rules_broken(*early, week=nine, ruleset=loose) == []
    (found,) = breaches(*early, shift(day=8, week=nine), week=nine, ruleset=loose)
    assert (found.rule, found.measured, found.limit) == ("days_off", 1, 2)


def test_day_of_night_work_only_is_a_day_off():
    nights = [shift(day=day, start="22:00", work=240, meal=None) for day in range(6)]
    assert rules_broken(*nights, agents=[agent(hours=30)]) == []  # works on Sunday, starts no shift


def test_days_in_a_row_count_history():
    past = [shift(day=day) for day in (-3, -2, -1)]
    days = [shift(day=day) for day in range(4)]
    assert rules_broken(*days[:3], history=past) == []
    (found,) = breaches(*days, history=past)
    assert (found.rule, found.measured, found.limit) == ("consecutive_days", 7, 6)
    assert found.at_min == at(3)


def test_day_between_breaks_the_run():
    past = [shift(day=day) for day in (-4, -3, -2)]
    assert rules_broken(*(shift(day=day) for day in range(5)), history=past) == []


def test_run_to_the_last_day_of_a_fortnight_is_seen():
    fortnight = horizon(days=14)
    days = [shift(day=day, week=fortnight) for day in (7, 8, 9, 10, 11, 12, 13)]
    found = rules_broken(*days, week=fortnight)
    assert "consecutive_days" in found


def test_run_over_four_weeks_is_said_once():
    month = horizon(days=28)
    days = [shift(day=day, work=60, meal=None, week=month) for day in range(28)]
    assert rules_broken(*days, week=month).count("consecutive_days") == 1

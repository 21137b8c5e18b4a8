import datetime as dt

import pytest

from scheduler.rules.automaton import FORBIDDEN, automaton
from scheduler.rules.counted import NIGHT, PEAK, Sort, What
from scheduler.rules.fair_share import FreeShifts
from scheduler.rules.memory import ShiftClass
from scheduler.rules.min_hours import MinHours
from scheduler.rules.month_limit import MonthLimit, WeekendLimit
from scheduler.rules.of_agent import counting_rules
from scheduler.rules.overtime import OvertimeLimits
from scheduler.rules.runs import Runs, run_until
from scheduler.rules.succession import LastKind
from scheduler.rules.week_hours import WeekHours
from tests.builders import horizon, problem, rules, shift

DAY = ShiftClass(480, "day")
LONG = ShiftClass(660, "day")
DARK = ShiftClass(480, "night", is_night=True)
BUSY = ShiftClass(480, "day", is_peak=True)
CLASSES = (DAY, LONG, DARK, BUSY)
LETTER = {".": 0, "d": 1, "l": 2, "n": 3, "p": 4}


def walk(memories, days, text):
    """Return what a row of days costs by the table of states; None where forbidden."""
    table = automaton(memories, CLASSES, days)
    state, cost = 0, 0.0
    for day, letter in enumerate(text):
        if not table.counts[0]:
            return None
        label = LETTER[letter]
        cost += float(table.prices[day][state, label])
        state = int(table.steps[day][state, label])
        if state == FORBIDDEN:
            return None
    return cost


def nights(limit, used=(0,), months=(0,) * 7):
    return MonthLimit(NIGHT, limit, months, used)


def overtime(month_limit=2160, used=0.0, price=0.0):
    return OvertimeLimits(480, 2400, 7, (0,) * 7, (used,), (month_limit,), (180,) * 7, price)


@pytest.mark.parametrize(
    ("memory", "text", "allowed"),
    [
        (nights(2), "nn.....", True),
        (nights(2), "nnn....", False),
        (nights(2), "nnddd..", True),  # other shifts do not count
        (nights(2, used=(1,)), "n......", True),  # one before the week
        (nights(2, used=(1,)), "n..n...", False),
        (nights(1, used=(3, 0), months=(0, 0, 1, 1, 1, 1, 1)), "..n....", True),  # a new month
        (nights(1, used=(3, 0), months=(0, 0, 1, 1, 1, 1, 1)), ".n.....", False),
        (MonthLimit(Sort(What.KIND, "day"), 1, (0,) * 7, (0,)), "dnn....", True),
        (MonthLimit(Sort(What.KIND, "day"), 1, (0,) * 7, (0,)), "dd.....", False),
        (LastKind(frozenset([("night", "day")])), "n.d....", True),  # a day off between
        (LastKind(frozenset([("night", "day")])), "nd.....", False),
        (LastKind(frozenset([("night", "day")])), "dn.....", True),
        (LastKind(frozenset([("night", "day")]), "night"), "d......", False),  # the day before
        (LastKind(frozenset([("night", "day")]), "night"), ".d.....", True),
        (Runs(2, 1), ".dd....", True),
        (Runs(2, 1), ".d.....", False),
        (Runs(2, 1), "......d", True),  # reaches the last day
        (Runs(2, 1), "d......", True),  # nothing is known of the days before
        (Runs(2, 1, start=1), "d......", True),  # 1 before and 1
        (Runs(3, 1, start=1), "d......", False),
        (Runs(2, 1, start=1), ".......", False),
        (Runs(2, 1, start=-1), "d......", False),
        (Runs(2, 1, excused=frozenset([2])), ".d.....", True),  # away on the third day
        (Runs(2, 1, excused=frozenset([3])), ".d.....", False),
        (Runs(1, 2), "d..d...", True),
        (Runs(1, 2), "d.d....", False),
        (Runs(1, 2), ".d.....", True),  # nothing is known of the days before
        (Runs(1, 2, start=-1), ".d.....", True),
        (Runs(1, 2, start=-1), "d......", False),
        (Runs(1, 2), "dddddd.", True),  # reaches the last day
        (MinHours(960, 7), ".....dd", True),
        (MinHours(960, 7), "......d", False),
        (overtime(), "dddddd.", True),  # 8 h on a sixth day
        (overtime(), "lllll..", True),  # 15 h above 8 a day
        (overtime(month_limit=480), "dddddd.", True),
        (overtime(month_limit=479), "dddddd.", False),
        (overtime(month_limit=480, used=1.0), "dddddd.", False),  # the month's past counts
        (overtime(month_limit=360), "ll.....", True),
        (overtime(month_limit=360), "lll....", False),
        (WeekHours(2400, 7), "dddddd.", False),
        (WeekHours(4800, 14), "dddddd.dddd...", True),  # 80 h on average over two weeks
        (WeekHours(4800, 14), "dddddd.ddddd..", False),
    ],
)
def test_a_row_of_days_is_allowed_or_not(memory, text, allowed):
    assert (walk([memory], len(text), text) is not None) is allowed


SATURDAYS = (-1, -1, -1, -1, -1, 0, 0)


@pytest.mark.parametrize(
    ("limit", "text", "allowed"),
    [
        (WeekendLimit(1, SATURDAYS, (0,)), ".....dd", True),  # both days are one weekend
        (WeekendLimit(1, SATURDAYS, (1,)), ".....d.", False),
        (WeekendLimit(1, SATURDAYS, (1,)), "......d", False),
        (WeekendLimit(0, SATURDAYS, (0,)), "ddddd..", True),
        (WeekendLimit(1, (0, -1, -1, -1, -1, -1, 0), (1,), (0, True)), "d......", True),
        (WeekendLimit(1, (0, -1, -1, -1, -1, -1, 0), (1,), (0, True)), "d.....d", False),
        (WeekendLimit(1, (0, -1, -1, -1, -1, -1, 1), (1, 0), (0, True)), "d.....d", True),
    ],
)
def test_weekends_count_once_and_with_their_saturday(limit, text, allowed):
    assert (walk([limit], len(text), text) is not None) is allowed


@pytest.mark.parametrize("past_day", [-1, -7])  # the Saturday before, and the Sunday before that
def test_only_a_saturday_right_before_a_sunday_reaches_into_the_horizon(past_day):
    sunday = horizon(dt.date(2026, 12, 13))
    question = problem(
        week=sunday,
        ruleset=rules(max_weekends_per_month=1),
        history=[shift(day=past_day, week=sunday)],
    )
    named = counting_rules(question, question.agents[0])
    (limit,) = (one.memory for one in named if one.rule == "weekends_per_month")
    assert limit.start == (0, past_day == -1)
    assert (walk([limit], 7, "d......") is not None) == (past_day == -1)
    assert walk([limit], 7, "d.....d") is None


@pytest.mark.parametrize(
    ("memory", "text", "cost"),
    [
        (FreeShifts(NIGHT, frozenset(range(7)), 1, 5.0), "n......", 0.0),
        (FreeShifts(NIGHT, frozenset(range(7)), 1, 5.0), "nnn....", 10.0),
        (FreeShifts(NIGHT, frozenset(range(7)), 0, 5.0), "n.d....", 5.0),
        (FreeShifts(PEAK, frozenset(range(7)), 0, 5.0), "ppd....", 10.0),
        (FreeShifts(None, frozenset([5, 6]), 1, 5.0), "dd...nd", 5.0),  # weekends, of any sort
        (overtime(price=6.0), "dddddd.", 48.0),
        (overtime(price=6.0), "ldddd..", 18.0),
        (overtime(price=6.0), "ddddd..", 0.0),
        (overtime(price=6.0), "dddddl.", 66.0),  # all of it lies above 40 h
        (
            OvertimeLimits(480, 2400, 7, (0,) * 14, (0.0,), (2160,), (180,) * 14, 6.0),
            "ddddd..d......",
            0.0,
        ),  # a new week
    ],
)
def test_a_row_of_days_costs_what_its_rules_ask(memory, text, cost):
    assert walk([memory], len(text), text) == pytest.approx(cost)


def test_rules_together_ask_both_prices_and_forbid_what_either_does():
    both = [FreeShifts(NIGHT, frozenset(range(7)), 0, 5.0), overtime(price=6.0), nights(1)]

    assert walk(both, 7, "ddddnd.") == pytest.approx(5 + 48)
    assert walk(both, 7, "nn.....") is None


def test_a_promise_nobody_can_keep_leaves_no_state():
    assert automaton([WeekHours(480), MinHours(960, 7)], CLASSES, 7).counts[0] == 0


@pytest.mark.parametrize(
    ("days", "run"),
    [(set(), 0), ({-1}, 1), ({-1, -2, -4}, 2), ({-3}, -2)],
)
def test_the_run_before_the_week_is_read_off_the_past(days, run):
    assert run_until(frozenset(days), -1) == run

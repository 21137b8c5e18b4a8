import datetime as dt
from decimal import Decimal

import numpy as np

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.scheme.line import Band, Line, Scoring, StepsShort
from kpi.scheme.targets import Level, Target
from kpi.score.course import at_this_pace, elapsed, missed, next_step, so_far
from kpi.score.scoring import score_month
from tests.kpi.making import facts as row
from tests.kpi.making import line, scheme

NOVEMBER = Month(2026, 11)
D = Decimal


def day(number, **counts):
    return row(agent="A1", date=dt.date(2026, 11, number), **counts)


def test_part_behind_goes_by_scheduled_minutes():
    facts = merge(
        [day(2, scheduled_min=480), day(20, scheduled_min=480), day(21, scheduled_min=960)]
    )
    assert elapsed(facts, NOVEMBER, dt.date(2026, 11, 20)) == {"presales": D("0.5")}


def test_part_behind_goes_by_days_where_nothing_more_is_scheduled():
    facts = merge([day(2, scheduled_min=480)])
    assert elapsed(facts, NOVEMBER, dt.date(2026, 11, 15)) == {"presales": D("0.5")}


def test_counts_grow_to_the_month_and_rates_stay():
    facts = at_this_pace(day(2, data_errors=2, replied=9, received=10), {"presales": D("0.5")})
    np.testing.assert_array_equal(facts["data_errors"], [4])
    np.testing.assert_array_equal(facts["replied"], [9])


def test_target_is_held_against_the_part_behind():
    target = Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", D(300_000))
    (now,) = so_far((target,), {"presales": D("0.25")})
    assert now.value == 75_000


def test_next_step_is_the_near_edge_of_the_better_band():
    rising = line(bands=(Band(None, D("0.9"), D(50)), Band(D("0.9"), None, D(100))))
    assert next_step(rising, D("0.8")) == D("0.9")
    falling = Line(
        "first_reply",
        D(100),
        Scoring.BANDS,
        (Band(None, D(30), D(100)), Band(D(30), None, D(50))),
    )
    assert next_step(falling, D(40)) == 30


def test_next_step_is_the_target_where_there_are_no_bands():
    share = Line("reply_rate", D(100), Scoring.TARGET, target=D("0.98"))
    taken = Line("reply_rate", D(100), Scoring.DEDUCT, deduction=StepsShort(D("0.95"), D(1), D(1)))
    rated = Line("quality", D(100), Scoring.RATING)
    found = [next_step(one, D("0.9")) for one in (share, taken, rated)]
    assert found == [D("0.98"), D("0.95"), None]


def test_missed_lines_tell_what_they_lack():
    made = scheme(line(bands=(Band(None, D("0.9"), D(50)), Band(D("0.9"), None, D(100)))))
    (score,) = score_month(day(2, replied=8, received=10), {"presales": made}, NOVEMBER)
    (one,) = missed(score, {"presales": made})
    assert (one.value, one.wanted, one.lost) == (D("0.8"), D("0.9"), D(50))
    (whole,) = score_month(day(2, replied=10, received=10), {"presales": made}, NOVEMBER)
    assert missed(whole, {"presales": made}) == ()

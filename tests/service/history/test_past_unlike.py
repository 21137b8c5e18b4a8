import datetime as dt

import numpy as np
import pytest

from scheduler.forecast.calendar import DayKind, SpecialDay
from service.history.past_caveats import past_caveats
from service.history.past_check import PastFault, check_history
from tests.service.history.test_past_check import ROUND_THE_CLOCK, START, faults, past, volumes


def day(number, kind, name="大促"):
    return SpecialDay(START + dt.timedelta(days=number), kind, name)


def test_a_day_far_above_its_like_is_told_with_what_is_usual():
    counts = past()
    counts[22] *= 2
    (above,) = faults(counts)
    assert above.fault is PastFault.ABOVE
    assert above.chats / above.usual == pytest.approx(2, rel=0.1)


def test_a_day_far_below_its_like_is_told():
    counts = past()
    counts[22] = np.round(counts[22] * 0.4)
    (below,) = faults(counts)
    assert below.fault is PastFault.BELOW


def test_a_spike_alone_is_told_and_not_its_day():
    counts = past()
    counts[22, 30] = 400
    (spike,) = faults(counts)
    assert (spike.fault, spike.chats) == (PastFault.SPIKE, 400)
    assert (spike.end_min - spike.start_min) == 30
    assert spike.usual < 40


@pytest.mark.parametrize("seed", range(5))
def test_chance_is_no_fault(seed):
    chance = np.random.default_rng(seed)
    shape = 12 + 9 * np.sin((np.arange(48) - 16) / 48 * 2 * np.pi)
    days = np.exp(chance.normal(0, 0.08, 84))[:, None]
    found = faults(chance.poisson(days * shape).astype(float))
    assert [one for one in found if one.fault is not PastFault.SILENT] == []


def test_few_chats_an_interval_hide_no_day_far_above():
    counts = np.random.default_rng(3).poisson(0.7, (56, 48)).astype(float)
    counts[30] = np.random.default_rng(4).poisson(3.0, 48)
    assert [one.fault for one in faults(counts)] == [PastFault.ABOVE]


def test_a_shop_that_grows_has_no_day_unlike_others():
    growth = np.exp(np.linspace(0, 1.2, 84))[:, None]
    shape = 12 + 9 * np.sin((np.arange(48) - 16) / 48 * 2 * np.pi)
    counts = np.random.default_rng(8).poisson(growth * shape).astype(float)
    unlike = (PastFault.ABOVE, PastFault.BELOW, PastFault.SPIKE)
    assert [one for one in faults(counts) if one.fault in unlike] == []


@pytest.mark.parametrize("kind", [DayKind.PROMOTION, DayKind.LEFT_OUT])
def test_what_was_decided_is_told_no_more(kind):
    counts = past()
    counts[22] *= 2
    assert faults(counts, special=[day(22, kind)]) == ()


def test_a_day_left_out_is_told_no_more_whatever_was_wrong_with_it():
    counts = past()
    counts[12] = [counts[12].sum(), *[0] * 47]
    assert faults(counts, special=[day(12, DayKind.LEFT_OUT)]) == ()


def test_a_promotion_measures_no_other_day():
    counts = past()
    for week in (1, 3, 4):
        counts[1 + 7 * week] *= 3
    special = [day(1 + 7 * week, DayKind.PROMOTION) for week in (1, 3, 4)]
    assert faults(counts, special=special) == ()


def test_a_forecast_says_which_days_are_missing_and_which_undecided():
    counts = past()
    counts[10] = np.nan
    counts[22] *= 2
    checked = check_history(volumes(counts), (ROUND_THE_CLOCK,), ())
    told = {each.code: each.details for each in past_caveats(checked, dt.date(2027, 1, 1))}
    assert told == {
        "days_missing": {"dates": ["2026-10-29"]},
        "days_unlike": {"dates": ["2026-11-10"]},
    }
    assert not [*past_caveats(checked, dt.date(2026, 10, 29))]

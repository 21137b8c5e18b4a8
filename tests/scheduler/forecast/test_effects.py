"""Special days: what is learnt of them and around them, and what the planner says instead."""

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.effects import FactorSource, effects
from scheduler.forecast.model import forecast
from tests.scheduler.forecast.test_model import codes, day, promotion
from tests.scheduler.forecast.volumes import noisy, usual, volumes, week_after

AROUND = {-2: 0.8, -1: 0.7, 0: 3.0, 1: 1.5, 2: 1.3, 3: 1.1}


def promoted(*days, until):
    factors = np.ones(until)
    for centre in days:
        for away, factor in AROUND.items():
            if centre + away < until:
                factors[centre + away] = factor
    return usual(until, factors=factors)


def ratios(found, days=7):
    return (found.mean[0].reshape(days, 48) / usual(days)).mean(axis=1)


def test_the_days_around_a_promotion_follow_the_earlier_ones():
    history = promoted(30, 65, until=98)
    days = [promotion(number) for number in (30, 65, 101)]
    found = forecast(volumes(history), week_after(history), special_days=days)
    expected = [1.0, 0.8, 0.7, 3.0, 1.5, 1.3, 1.1]
    np.testing.assert_allclose(ratios(found), expected, rtol=0.12)


def test_neighbouring_days_of_one_name_are_one_promotion():
    factors = np.ones(98)
    factors[30:33], factors[33] = 2.0, 1.5
    history = usual(98, factors=factors)
    days = [promotion(number) for number in (30, 31, 32, 99, 100, 101)]
    found = ratios(forecast(volumes(history), week_after(history), special_days=days))
    np.testing.assert_allclose(found, [1, 2, 2, 2, 1.4, 1, 1], rtol=0.12)


def test_weekly_promotions_leave_ordinary_days_alone():
    history = usual(98, factors=np.where(np.arange(98) % 7 == 4, 2.0, 1.0))
    days = [promotion(number) for number in range(4, 105, 7)]
    found = ratios(forecast(volumes(history), week_after(history), special_days=days))
    np.testing.assert_allclose(found, [1, 1, 1, 1, 2, 1, 1], rtol=0.05)


def test_chance_around_a_promotion_moves_little():
    history = noisy(98, seed=3, day_spread=0.05)
    days = [promotion(number) for number in (30, 65, 101)]
    found = ratios(forecast(volumes(history), week_after(history), special_days=days))
    np.testing.assert_allclose(found, 1.0, atol=0.12)


def test_the_planners_factor_replaces_what_was_learnt():
    history = promoted(30, until=84)
    told = SpecialDay(day(86), DayKind.PROMOTION, "11.11", None, 5.0)
    found = forecast(volumes(history), week_after(history), special_days=[promotion(30), told])
    assert ratios(found)[2] == pytest.approx(5.0, rel=0.02)
    assert ratios(found)[3] > 1.2  # the day after still follows the earlier one


def test_a_factor_for_a_day_never_seen_speaks_for_itself():
    history = noisy(84, seed=1)
    told = SpecialDay(day(86), DayKind.PROMOTION, "618", None, 4.0)
    plain = forecast(volumes(history), week_after(history))
    found = forecast(volumes(history), week_after(history), special_days=[told])
    tuesday = slice(96, 144)
    np.testing.assert_allclose(found.mean[0, tuesday], 4 * plain.mean[0, tuesday])
    assert codes(found) == []


@pytest.mark.parametrize("factor", [0.0, -1.0, float("inf"), float("nan")])
def test_an_impossible_factor_is_refused(factor):
    with pytest.raises(InputError, match="not_positive"):
        SpecialDay(day(1), DayKind.PROMOTION, "618", None, factor)


def test_effects_name_the_days_and_who_says_so():
    history = promoted(30, until=84)
    told = SpecialDay(day(88), DayKind.PROMOTION, "12.12", None, 2.0)
    unseen = SpecialDay(day(90), DayKind.HOLIDAY, "New Year")
    found = effects(
        volumes(history),
        week_after(history),
        special_days=[promotion(30), promotion(85), told, unseen],
    )
    by_day = {(each.date - day(84)).days: each for each in found}
    assert by_day[1].names == ("11.11",)
    assert by_day[1].source is FactorSource.LEARNT
    assert by_day[1].factor == pytest.approx(3.0, rel=0.15)
    assert by_day[4].source is FactorSource.PLANNER
    assert by_day[4].factor == 2.0
    assert by_day[6].source is FactorSource.UNKNOWN
    assert by_day[2].names == ()
    assert by_day[2].factor == pytest.approx(1.5, rel=0.15)


def test_a_closed_day_is_called_closed_and_has_no_factor():
    history = promoted(30, until=84)
    closed = SpecialDay(day(86), DayKind.CLOSED, "stocktaking")
    found = effects(volumes(history), week_after(history), special_days=[closed])
    (effect,) = (each for each in found if each.date == day(86))
    assert (effect.source, effect.factor, effect.names) == (
        FactorSource.CLOSED,
        0.0,
        ("stocktaking",),
    )


def test_a_day_closed_for_one_post_is_ordinary_for_others():
    history = promoted(30, until=84)
    closed = SpecialDay(day(86), DayKind.CLOSED, "stocktaking", ("elsewhere",))
    found = effects(volumes(history), week_after(history), special_days=[closed])
    assert all(each.source is not FactorSource.CLOSED for each in found)

"""Intervals that learn from how past ones held: wider, narrower, and never from their own week."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.forecast.calibration import Spreads
from scheduler.forecast.params import DEFAULTS
from scheduler.forecast.series import Series
from tests.scheduler.forecast.volumes import MONDAY

WEEKS, SLOTS, MEAN = 40, 24, 200.0


def history(deviations, *, mean=MEAN, seed=1):
    """Return counts around a mean; by week, the deviation of all its days and the own of each."""
    chance = np.random.default_rng(seed)
    weeks = np.repeat(np.asarray(deviations, dtype=float), 7)
    rates = mean * np.exp(chance.normal(0.0, 1.0, (len(weeks), SLOTS)) * weeks[:, None])
    return chance.poisson(rates).astype(float)


def spreads(values, mean=MEAN, params=DEFAULTS):
    expected, nothing = np.full((7, SLOTS), mean), np.zeros((7, 1))
    return Spreads(Series(MONDAY, values), lambda _: expected, lambda _: nothing, params)


def held(told, values, rows, mean=MEAN):
    """Return the shares that the intervals of 80 and 95 % held in the weeks from some rows on."""
    sums, expected = np.zeros(2), np.full((7, SLOTS), mean)
    for row in rows:
        low, least, high, most = (
            told(row).quantile(expected, level) for level in (0.1, 0.025, 0.9, 0.975)
        )
        week = values[row : row + 7]
        sums += [np.mean((low <= week) & (week <= high)), np.mean((least <= week) & (week <= most))]
    return sums / len(rows)


@pytest.mark.parametrize(("last", "way"), [(0.3, 1), (0.1, 0), (0.03, -1)])
def test_intervals_widen_where_errors_grew_and_narrow_where_they_shrank(last, way):
    values = history([0.1] * 36 + [last] * 4)
    for reach in spreads(values).before(7 * WEEKS).reach:
        assert (reach > 0.15) - (reach < -0.15) == way


def test_after_errors_grew_intervals_hold_what_they_say_again():
    values = history([0.05] * 28 + [0.15] * 12)
    found, rows = spreads(values), range(7 * 31, 7 * WEEKS, 7)
    narrow, wide = held(found.before, values, rows)
    assert narrow == pytest.approx(0.8, abs=0.05)
    assert wide == pytest.approx(0.95, abs=0.025)
    plain, _ = held(found._spread, values, rows)
    assert plain < narrow - 0.05


def test_neither_the_week_told_nor_a_later_one_is_looked_at():
    values = history([0.1] * WEEKS)
    changed = values.copy()
    changed[7 * 30 :] *= 5
    assert spreads(values).before(7 * 30).reach == spreads(changed).before(7 * 30).reach
    assert spreads(values).before(7 * 32).reach != spreads(changed).before(7 * 32).reach


def test_few_chats_do_not_narrow_what_whole_counts_hold_anyway():
    values = history([0.0] * WEEKS, mean=0.3)
    found = spreads(values, mean=0.3)
    for row in range(7 * 30, 7 * WEEKS, 7):
        narrow, wide = found.before(row).reach
        assert 0.0 <= narrow < 0.25
        assert 0.0 <= wide < 0.25


def test_what_calibrated_intervals_still_missed_widens_the_next():
    values = history(0.02 * 1.12 ** np.arange(WEEKS))  # errors that grow week by week
    found, rows = spreads(values), range(7 * 30, 7 * WEEKS, 7)
    alone = lambda row: replace(found._spread(row), reach=tuple(found._conformal(row)))  # noqa: E731
    lagging, both = held(alone, values, rows), held(found.before, values, rows)
    assert (both > lagging + 0.005).all()
    assert (both < [0.84, 0.97]).all()


def test_the_wide_interval_holds_the_narrow_one(monkeypatch):
    found = spreads(history([0.1] * WEEKS))
    monkeypatch.setattr(found, "_reach", lambda _: np.array([0.8, -0.8]))
    offsets = found.before(7 * WEEKS).offsets(np.array([0.025, 0.1, 0.9, 0.975]))
    assert (np.diff(offsets) >= -1e-9).all()


def test_without_weeks_to_learn_from_nothing_is_stretched():
    values = history([0.1] * 5)
    assert spreads(values).before(35).reach == (0.0, 0.0)

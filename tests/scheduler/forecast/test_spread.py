"""Quantiles of past errors: wider for what whole weeks share, and what they say of counts."""

import datetime as dt

import numpy as np
import pytest

from scheduler.forecast.params import DEFAULTS
from scheduler.forecast.series import Series
from scheduler.forecast.spread import Spread, _student, _week_share, measure_spread

NORMAL = np.array([-1.96, -1.2815515655446004, 0.0, 1.2815515655446004, 1.959963984540054])


def test_students_quantiles_are_those_of_the_tables():
    found = _student(NORMAL, 11.0)
    assert found[3:].tolist() == pytest.approx([1.3634, 2.2010], abs=1e-3)
    assert _student(NORMAL, 5.0)[3:].tolist() == pytest.approx([1.4759, 2.5706], abs=4e-3)
    assert found[2] == 0.0


def test_weeks_that_err_alone_share_nothing_and_weeks_that_err_alike_all():
    chance = np.random.default_rng(1)
    week = np.repeat(np.arange(12), 300)
    own = chance.normal(size=3600)
    assert _week_share(own, week) < 0.01
    assert _week_share(own[::300].repeat(300), week) > 0.95
    half = own + chance.normal(size=12).repeat(300)
    assert 0.2 < _week_share(half, week) < 0.8


def test_what_weeks_share_widens_the_outer_quantiles_more():
    errors = np.random.default_rng(2).normal(size=4000)
    alone, shared = (Spread(0.25, 0.01, errors, week_share=share, weeks=12) for share in (0.0, 0.5))
    mean = np.array([100.0])
    for level, least in ((0.9, 1.05), (0.975, 1.10)):
        wide = [float(each.quantile(mean, level)[0]) - 100 for each in (alone, shared)]
        assert least < wide[1] / wide[0] < 1.5
    assert shared.quantile(mean, 0.5) == pytest.approx(alone.quantile(mean, 0.5), abs=0.2)


def test_probability_of_counts_is_that_of_the_quantiles():
    spread = Spread(0.25, 0.01, np.random.default_rng(3).normal(size=4000))
    mean = np.array([400.0])
    for level in (0.1, 0.5, 0.975):
        edge = spread.quantile(mean, level)
        assert float(spread.at_most(edge - 0.5, mean)[0]) == pytest.approx(level, abs=2e-3)
    assert spread.at_most(np.array([-1.0]), mean) == 0.0
    counts = spread.at_most(np.arange(0.0, 900.0), np.full(900, 400.0))
    assert (np.diff(counts) >= 0).all()
    assert counts[-1] == 1.0


def test_what_moves_whole_weeks_is_known_from_what_moves_days():
    chance = np.random.default_rng(5)
    found = []
    for weeks, days in ((0.2, 0.0), (0.0, 0.2)):
        moved = np.repeat(1 + weeks * chance.normal(size=30), 7) * (
            1 + days * chance.normal(size=210)
        )
        counts = chance.poisson(np.maximum(moved, 0.1)[:, None] * np.full((210, 48), 60.0))
        past = Series(dt.date(2026, 1, 5), counts.astype(float))
        found.append(measure_spread(past, lambda _: np.full((7, 48), 60.0), DEFAULTS))
    alike, alone = found
    assert alike.week_cv == pytest.approx(0.2, abs=0.1)
    assert alone.week_cv < 0.1 < alone.day_cv
    assert alike.week_cv <= alike.day_cv

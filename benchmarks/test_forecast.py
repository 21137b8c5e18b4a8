"""Times the forecast and the requirement; accuracy is asserted after timing."""

import datetime as dt

import numpy as np
import pytest

from benchmarks.forecast import SHARED, SUBJECTS
from benchmarks.staffing import week
from scheduler.forecast.model import forecast
from scheduler.forecast.models import Model
from scheduler.horizon import Horizon
from scheduler.staffing.requirement import requirement

needs_data = pytest.mark.skipif(
    not SHARED.is_dir(), reason="no shared data: set PAIBAN_SHARED to its folder"
)


@needs_data
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_backtest(benchmark, subject):
    volumes = subject.volumes()
    found = benchmark.pedantic(subject.run, args=(volumes,), rounds=3, warmup_rounds=1)
    ours, simple = found.chosen, found.accuracy[Model.MEDIAN_8_WEEKS]
    benchmark.extra_info.update(wape=ours.wape, bias=ours.bias, floor=found.floor)
    assert ours.wape <= 1.02 * simple.wape


@needs_data
def test_forecast(benchmark):
    subject = SUBJECTS[0]
    horizon = Horizon(subject.clock, dt.date(2003, 10, 27))
    found = benchmark(forecast, subject.volumes(), horizon)
    assert np.nansum(found.mean) > 0


@pytest.mark.parametrize("peak", [10.0, 100.0, 1000.0])
def test_requirement(benchmark, peak):
    expected, posts = week(peak)
    found = benchmark(requirement, expected, posts)
    assert found.hours > 0

"""What is too much, at every place that would build something of it."""

import datetime as dt
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
import pytest

from kpi.month import Month
from scheduler.demand import Forecast, Volumes, require_unbroken
from scheduler.errors import InputError
from scheduler.forecast.model import forecast
from scheduler.horizon import Clock, Horizon, monday_of
from scheduler.limits import VARIABLE, Limits, limits, limits_of, require_within
from scheduler.post import Post, StaffingInputs
from scheduler.simulate.customers import draw_customers
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service.history.volumes import merge_volumes
from service.shop.staff_list import staff_list
from store.files.cells import read_date
from ui.words.catalogue import LANGUAGES, has
from ui.words.sentences import fault_sentence


def test_every_limit_is_a_whole_number_above_nothing():
    assert all(isinstance(value, int) and value > 0 for value in asdict(Limits()).values())


def test_every_limit_on_an_amount_has_its_sentence():
    names = [field.name for field in fields(Limits) if not field.name.endswith("_year")]
    assert not [name for name in names for lang in LANGUAGES if not has(f"fault.over_{name}", lang)]
    assert has("fault.year_outside", "zh")


def test_every_limit_is_documented_as_it_is():
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for name, value in asdict(Limits()).items():
        assert f"| `{name}` | {value if name.endswith('_year') else f'{value:,}'} |" in text, name


def test_the_value_at_a_limit_is_allowed_and_the_next_is_not():
    most = limits().people
    require_within("people", most)
    with pytest.raises(InputError) as refused:
        require_within("people", most + 1, file="agents.csv")
    (fault,) = refused.value.faults
    assert (fault.code, fault.file, fault.value) == ("over_people", "agents.csv", f"{most + 1:,}")


def test_the_sentence_names_value_limit_and_setting(monkeypatch):
    monkeypatch.setenv(VARIABLE, "people=7")
    with pytest.raises(InputError) as refused:
        require_within("people", 9)
    sentence = fault_sentence(refused.value.faults[0], "en")
    assert sentence.startswith("9 people are more than the limit of 7.")
    assert "PAIBAN_LIMITS=people=" in sentence


def test_the_environment_raises_a_limit(monkeypatch):
    monkeypatch.setenv(VARIABLE, "people=900000, rows = 3")
    assert (limits().people, limits().rows) == (900_000, 3)
    require_within("people", 900_000)


@pytest.mark.parametrize(
    "text",
    [
        "people",  # no number
        "people=0",  # nothing could be read
        "people=-3",  # below nothing
        "people=1.5",  # no whole number
        "folk=5",  # no such limit
        "people=" + "9" * 30,  # more than any machine counts
    ],
)
def test_a_setting_that_is_no_limit_is_refused(text):
    with pytest.raises(InputError) as refused:
        limits_of(text + ",rows=5")
    assert [fault.code for fault in refused.value.faults] == ["limit_unreadable"]


def test_all_unreadable_settings_are_told_at_once():
    with pytest.raises(InputError) as refused:
        limits_of("a=1,rows=5,b=2")
    assert [fault.value for fault in refused.value.faults] == ["a=1", "b=2"]


ROOT = Path(__file__).parents[2]
SHANGHAI = Clock("Asia/Shanghai")


def refused_code(make):
    with pytest.raises(InputError) as refused:
        make()
    return refused.value.faults[0].code


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: SimulationParams(replications=10**9), "over_replications"),
        (lambda: SimulationParams(max_replications=10**9), "over_replications"),
        (lambda: SimulationParams(seed=2**80), "over_seed"),
        (lambda: SimulationParams(workers=10**6), "over_workers"),
        (lambda: SimulationParams(backlog={"aftersales": 10**12}), "over_chats"),
        (lambda: SolveParams(time_limit_s=1e300), "over_seconds"),
        (lambda: SolveParams(workers=10**6), "over_workers"),
        (lambda: SolveParams(seed=2**31), "over_seed"),
        (lambda: StaffingInputs(chats_at_once=10**9), "over_slots"),
        (lambda: Horizon(SHANGHAI, dt.date(2026, 11, 30), days=10**9), "over_days"),
        (lambda: Horizon(SHANGHAI, dt.date(2026, 11, 30), 700, 1), "over_intervals"),
        (lambda: Horizon(SHANGHAI, dt.date(9999, 12, 31)), "year_outside"),
        (lambda: Horizon(SHANGHAI, dt.date(1, 1, 1)), "year_outside"),
        (lambda: staff_list(10**12, {"presales": 1.0}, seed=1), "over_people"),
        (lambda: monday_of("9999-W52"), "year_outside"),
        (lambda: Month.parse("0001-01"), "year_outside"),
        (lambda: read_date("9026/11/30"), "year_outside"),
        (lambda: SHANGHAI.parse("9999-12-31T23:59"), "year_outside"),
        (lambda: SHANGHAI.parse("0001-01-01T00:00"), "year_outside"),
        (lambda: SHANGHAI.parse("0001-01-01T00:00+14:00"), "year_outside"),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_built(make, code):
    assert refused_code(make) == code


def volumes(*dates, posts=("presales",)):
    starts = [SHANGHAI.at(dt.date.fromisoformat(date), 600) for date in dates]
    return Volumes(SHANGHAI, 30, posts, starts, [[4.0] * len(starts)] * len(posts))


def test_a_year_without_a_record_is_a_history_and_more_is_a_fault():
    for last, good in (("2027-03-02", True), ("2027-03-05", False)):
        starts = volumes("2026-03-01", last).start_min
        if good:
            require_unbroken(SHANGHAI, starts)
            continue
        with pytest.raises(InputError) as refused:
            require_unbroken(SHANGHAI, starts, "volumes.csv")
        (fault,) = refused.value.faults
        assert (fault.code, fault.file, fault.value) == ("over_gap_days", "volumes.csv", "369")
        assert fault.details["first"] == "2026-03-01"


def test_a_history_is_not_joined_to_one_of_another_decade():
    old, new = volumes("2026-03-01"), volumes("2036-03-01")
    assert refused_code(lambda: merge_volumes(old, new)) == "over_gap_days"


def test_no_forecast_is_made_for_days_long_after_the_last_record():
    history = volumes(*(f"2026-03-{day:02d}" for day in range(1, 29)))
    far = Horizon(SHANGHAI, dt.date(2027, 6, 7))
    assert refused_code(lambda: forecast(history, far)) == "over_gap_days"
    assert forecast(history, Horizon(SHANGHAI, dt.date(2026, 6, 1))).posts == ("presales",)


def test_more_chats_than_a_week_can_hold_are_not_simulated():
    horizon = Horizon(SHANGHAI, dt.date(2026, 11, 30), 1)
    expected = Forecast(horizon, ("presales",), np.full((1, horizon.intervals), 1e8))
    draw = (Post("presales", StaffingInputs()),), expected, SimulationParams()
    assert refused_code(lambda: draw_customers(*draw)) == "over_chats"


def test_a_history_of_more_posts_than_any_shop_has_is_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "posts=3")
    names = tuple("abcd")
    both = volumes("2026-03-01", posts=names[:2]), volumes("2026-03-01", posts=names[2:])
    assert refused_code(lambda: merge_volumes(*both)) == "over_posts"

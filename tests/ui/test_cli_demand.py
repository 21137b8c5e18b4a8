"""Impossible inputs of forecast, staffing and simulation, and what can be chosen there."""

import dataclasses
import datetime as dt
import json

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.horizon import ClockSpan
from scheduler.post import SpeedsFrom, StaffingInputs, StaffingTarget
from scheduler.staffing.cycle import ReplyCycle
from tests.builders import post
from tests.quick_and_slow import write_quick_and_slow
from tests.ui.weeks import DAYS, open_hours, small_week, written


def changed(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def codes(ran):
    assert ran.code == 2
    assert "Traceback" not in ran.err
    return [fault["code"] for fault in ran.report["faults"]]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("chats_at_once", "0", "slots_not_whole"),  # nobody may answer
        ("patience_seconds", "-180.0", "not_positive"),  # gone before they came
        ("handle_seconds", "0", "not_positive"),
        ("service_level", "80", "share_out_of_range"),  # per cent
        ("shrinkage", "1", "shrinkage_range"),  # nobody is ever at work
    ],
)
def test_impossible_staffing_inputs_are_one_clear_error(paiban, tmp_path, name, value, code):
    folder, _ = written(tmp_path)
    path = folder / "posts.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith(f"{name} =") for line in lines) == 1
    told = [f"{name} = {value}" if line.startswith(f"{name} =") else line for line in lines]
    path.write_text("\n".join(told), encoding="utf-8")
    assert codes(paiban("staff", folder, "--json", "-")) == [code]


@pytest.mark.parametrize("level", ["0", "1", "1.5", "-0.1", "nan"])
def test_a_quantile_outside_0_and_1_is_one_clear_error(paiban, tmp_path, level):
    folder, _ = written(tmp_path)
    ran = paiban("staff", folder, f"--level={level}", "--json", "-")
    assert codes(ran) in (["quantile_unknown"], ["quantile_out_of_range"])


def test_a_chance_needs_a_forecast_that_scatters_and_no_quantile_beside_it(paiban, tmp_path):
    folder, _ = written(tmp_path)
    assert codes(paiban("staff", folder, "--chance=0.8", "--json", "-")) == ["spread_unknown"]
    both = paiban("staff", folder, "--chance=0.8", "--level=0.9", "--json", "-")
    assert codes(both) == ["level_and_chance"]
    ran = paiban("staff", folder, "--prices", "--json", "-")
    assert ran.report["chances"]["rows"] == []
    path = folder / "forecast.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    wide = [
        f"{row},{0.6 * float(row.split(',')[2])},{1.5 * float(row.split(',')[2])}" for row in rows
    ]
    path.write_text("\n".join([f"{head},q0.1,q0.9", *wide]), encoding="utf-8")
    ran = paiban("staff", folder, "--prices")
    assert ran.code == 0
    assert "95%" in ran.out
    sure = paiban("staff", folder, "--chance=0.9", "--json", "-").report["required_hours"]
    assert sure > paiban("staff", folder, "--json", "-").report["required_hours"]
    assert codes(paiban("staff", folder, "--chance=2", "--json", "-")) == ["share_out_of_range"]


def test_a_post_without_a_single_chat_is_one_clear_error(paiban, tmp_path):
    folder, _ = written(tmp_path)
    changed(folder, "forecast.csv", ",6", ",0")
    assert codes(paiban("staff", folder, "--json", "-")) == ["no_chats"]
    volumes = tmp_path / "volumes.csv"
    days = "\n".join(
        f"2026-11-{day:02d}T{hour:02d}:00,presales,0" for day in range(1, 29) for hour in range(24)
    )
    volumes.write_text(f"start,post,volume\n{days}\n", encoding="utf-8")
    ran = paiban("forecast", "--volumes", volumes, "--interval", "60", "--json", "-")
    assert codes(ran) == ["no_chats"]


def with_hours(**staffing):
    hours = ((ClockSpan.parse("09:00-17:00"),),) * 7
    one = dataclasses.replace(post(staffing=StaffingInputs(**staffing)), opening=hours)
    return small_week(posts=(one,))


def test_chats_in_closed_hours_are_one_clear_error(paiban, tmp_path):
    folder, roster = written(tmp_path, with_hours())
    for call in (("staff", folder), ("simulate", folder, roster)):
        ran = paiban(*call, "--json", "-")
        assert codes(ran) == ["volume_when_closed"]
        assert "2026-11-30T08:00" in ran.err


def test_work_that_may_wait_may_arrive_in_closed_hours(paiban, tmp_path):
    folder, _ = written(tmp_path, with_hours(is_deferrable=True, within_s=3600.0))
    assert paiban("staff", folder).code == 0


def test_the_definition_of_the_service_level_is_chosen(paiban, tmp_path):
    busy = Forecast(DAYS, ("presales",), open_hours(60.0))
    folder, _ = written(tmp_path, small_week(forecast=busy))
    hours = {}
    for name in ("answered_of_offered", "answered_of_answered", "answered_of_patient"):
        ran = paiban("staff", folder, "--definition", name, "--json", "-")
        hours[name] = ran.report["required_hours"]
        told = ran.report["posts"]["presales"]["expected"]
        assert told["service_level"] >= 0.8
        assert 0 < told["abandoned_share"] < told["occupancy"] < 1
    assert hours["answered_of_answered"] < hours["answered_of_patient"]
    assert hours["answered_of_patient"] < hours["answered_of_offered"]


def test_a_simulation_tells_all_definitions_and_further_promises(paiban, tmp_path):
    inputs = StaffingInputs(answer_rate=0.9, targets=(StaffingTarget(0.95, 180.0),))
    folder, roster = written(tmp_path, small_week(posts=(post(staffing=inputs),)))
    ran = paiban("simulate", folder, roster, "--replications", "5", "--json", "-")
    told = ran.report["posts"]["presales"]
    assert told["service_level"] == told["by_definition"]["answered_of_offered"]
    assert len(told["by_definition"]) == 4
    slow, answered = told["promises"]
    assert (slow["within_seconds"], answered["within_seconds"]) == (180.0, None)
    assert slow["kept"]["mean"] >= told["service_level"]["mean"]
    assert "180" in paiban("simulate", folder, roster, "--replications", "5").out


def test_a_simulation_tells_the_mean_response_where_the_rhythm_is_known(paiban, tmp_path):
    rhythm = {"speeds_from": SpeedsFrom.RHYTHM, "reply_cycle": ReplyCycle(30.0, 60.0, 5.0)}
    folder, roster = written(tmp_path, small_week(posts=(post(staffing=StaffingInputs(**rhythm)),)))
    ran = paiban("simulate", folder, roster, "--replications", "5", "--json", tmp_path / "r.json")
    assert "mean response of all turns" in ran.out


def test_people_are_simulated_at_the_speeds_of_a_log_of_chats(paiban, tmp_path):
    folder, roster = written(tmp_path)
    date = DAYS.start - dt.timedelta(days=20)
    chats = write_quick_and_slow(tmp_path / "chats.csv", DAYS.clock, date)
    plain = paiban("simulate", folder, roster, "--replications", "5", "--json", "-").report
    told = ("--own-speeds", chats, "--json", "-")
    ran = paiban("simulate", folder, roster, "--replications", "5", *told)
    assert plain["speeds"] == {}
    assert ran.report["speeds"]["A1"] > 1.5
    assert ran.report["speeds"]["A2"] < 0.75


def test_days_and_hours_may_count_and_the_effect_of_settings_is_told(paiban, tmp_path):
    folder, roster = written(tmp_path)
    asked = ("simulate", folder, roster, "--replications", "5")
    ran = paiban(*asked, "--counts", "day_hours", "--least-hours", "1", "--json", tmp_path / "r")
    held = json.loads((tmp_path / "r").read_text(encoding="utf-8"))["posts"]["presales"]["held"]
    assert (held["counts"], held["units"], held["is_held"]) == ("day_hours", 2, False)
    assert (ran.code, "of 2 days with at least 100" in ran.out) == (1, True)
    assert paiban(*asked, "--json", "-").report["usual_level"] is None
    early = paiban(*asked, "--stop-before", "30", "--json", "-").report
    assert early["usual_level"] > early["total"]["service_level"]["mean"]
    assert "of the same customers" in paiban(*asked, "--stop-before", "30").out


def test_posts_whose_people_have_no_price_say_why(paiban, tmp_path):
    more = StaffingInputs(targets=(StaffingTarget(0.9, 60.0),))
    for staffing, said in ((more, "no person has a price"), (StaffingInputs(), "each person is")):
        week = small_week(posts=(post(staffing=staffing),))
        folder, _ = written(tmp_path / said[:2], week)
        out = paiban("staff", folder, "--load", "priced_people").out
        assert said in out


def test_absence_routing_and_precision_are_chosen(paiban, tmp_path):
    folder, roster = written(tmp_path)
    whole, fewer = (
        paiban("simulate", folder, roster, "--replications", "20", *more, "--json", "-").report
        for more in ((), ("--absence", "0.5", "--routing", "most_busy"))
    )
    level = [part["total"]["service_level"]["mean"] for part in (whole, fewer)]
    assert level[1] < level[0]
    exact = paiban("simulate", folder, roster, "--precision", "0.01", "--json", "-").report
    assert exact["total"]["service_level"]["high"] - exact["total"]["service_level"]["mean"] <= 0.01


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--absence", "1"), "share_out_of_range"),
        (("--precision", "0"), "not_positive"),
        (("--backlog", "presales=3"), "backlog_not_deferrable"),
        (("--backlog", "presales=many"), "pairs_unreadable"),
    ],
)
def test_a_simulation_refuses_what_cannot_be(paiban, tmp_path, arguments, code):
    folder, roster = written(tmp_path)
    assert codes(paiban("simulate", folder, roster, *arguments, "--json", "-")) == [code]


def test_a_backlog_waits_at_the_start_of_the_week(paiban, tmp_path):
    folder, roster = written(
        tmp_path, small_week(posts=(post(staffing=StaffingInputs(is_deferrable=True)),))
    )
    few, many = (
        paiban("simulate", folder, roster, *more, "--json", "-").report["posts"]["presales"]
        for more in ((), ("--backlog", "presales=200"))
    )
    assert many["service_level"]["mean"] < few["service_level"]["mean"]
    assert np.isfinite(many["mean_wait_s"]["mean"])

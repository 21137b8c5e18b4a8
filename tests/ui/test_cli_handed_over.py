"""What a robot hands over, from files: forecast, written with the week, and moved in a what-if."""

import csv
import datetime as dt

import numpy as np
import pytest

from scheduler.demand import Forecast
from store.files.source import write_table
from store.files.week_tables import forecast_rows
from tests.scheduler.forecast.test_handed_over import CLOCK, DAYS, START, tables, volumes
from tests.ui.weeks import small_week, written


def write(path, table):
    lines = [
        f"{CLOCK.format(int(start))},chat,{count:g}"
        for start, count in zip(table.start_min, table.counts[0], strict=True)
    ]
    path.write_text("\n".join(["start,post,volume", *lines]), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path):
    contacts, chats = tables(np.random.default_rng(7), np.full((DAYS, 48), 0.4))
    return write(tmp_path / "v.csv", volumes(chats)), write(tmp_path / "c.csv", volumes(contacts))


def test_share_is_forecast_and_written_beside_the_chats(paiban, files, tmp_path):
    chats, contacts = files
    out = tmp_path / "forecast.csv"
    ran = paiban(
        *("forecast", "--volumes", chats, "--contacts", contacts),
        *("--backtest", 2, "--out", out, "--json", "-"),
    )
    assert ran.code == 0, ran.err
    post = ran.report["posts"]["chat"]
    assert post["handed_over"] == pytest.approx(0.4, abs=0.02)
    assert len(post["handed_over_by_interval"]) == 7 * 48
    assert "handed_over" in post["models"]
    with out.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert all(0.2 < float(row["handed_over"]) < 0.6 for row in rows)


def test_contacts_that_are_fewer_than_the_chats_are_one_clear_fault(paiban, files):
    chats, contacts = files
    ran = paiban("forecast", "--volumes", contacts, "--contacts", chats, "--json", "-", lang="en")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["contacts_below_chats"]
    assert f"{START}" in ran.err


def with_share(folder, share):
    forecast = small_week().forecast
    told = Forecast(
        forecast.horizon,
        forecast.posts,
        forecast.mean,
        forecast.levels,
        forecast.quantiles,
        handed_over=np.where(np.isnan(forecast.mean), np.nan, share),
    )
    write_table("forecast", forecast_rows(told), folder / "forecast.csv")


def test_what_if_moves_the_chats_as_the_share_moves(paiban, tmp_path):
    folder, _ = written(tmp_path)
    with_share(folder, 0.5)
    told = ("--time-limit", 1, "--work-limit", 5, "--json", "-")
    more = paiban("whatif", folder, "--handed-over", "0.75", *told)
    same = paiban("whatif", folder, "--volume", "1.5", *told)
    assert more.code in {0, 1}, more.err
    hours = [ran.report["changed"]["posts"]["presales"]["required_hours"] for ran in (more, same)]
    assert hours[0] == hours[1] > 0
    plain, _ = written(tmp_path / "plain")
    ran = paiban("whatif", plain, "--handed-over", "0.75", *told)
    assert [fault["code"] for fault in ran.report["faults"]][:1] == ["handed_over_unknown"]
    ran = paiban("whatif", plain, "--handed-over", "75", *told)
    assert [fault["code"] for fault in ran.report["faults"]][:1] == ["share_out_of_range"]


def test_a_plan_that_chats_follow_is_told_by_the_forecast_command(paiban, tmp_path):
    plan = np.exp(np.random.default_rng(3).normal(0, 0.3, DAYS + 7))
    _, chats = tables(np.random.default_rng(7), np.full((DAYS, 48), 0.4), level=plan[:DAYS])
    rows = [f"{START + dt.timedelta(days=n)},sales_plan,{1000 * x:.0f}" for n, x in enumerate(plan)]
    by_day = tmp_path / "plan.csv"
    by_day.write_text("\n".join(["date,kind,amount", *rows]), encoding="utf-8")
    file = write(tmp_path / "v.csv", volumes(chats))
    ran = paiban("forecast", "--volumes", file, "--drivers", by_day, "--json", "-", lang="en")
    assert ran.code == 0, ran.err
    codes = [each["code"] for each in ran.report["caveats"]]
    assert {"driver_found", "drivers_used"} <= set(codes)
    by_day.write_text("date,kind,amount\n2026-08-03,plan,1\n", encoding="utf-8")
    ran = paiban("forecast", "--volumes", file, "--drivers", by_day, "--json", "-", lang="en")
    assert [fault["code"] for fault in ran.report["faults"]] == ["driver_kind_unknown"]
    assert "sales_plan" in ran.err

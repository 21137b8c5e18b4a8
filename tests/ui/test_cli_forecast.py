"""``paiban forecast`` with a promotion calendar and an overruled model."""

import json

import numpy as np
import pandas as pd

from tests.ui.test_cli_plan import NAMED, export

CALENDAR = """date,kind,name,factor
2026-11-11,promotion,11.11,
2026-12-09,promotion,12.12,3
"""


def test_a_calendar_of_promotions_moves_days_and_says_why(paiban, tmp_path):
    volumes = export(tmp_path / "export.csv")
    days = tmp_path / "days.csv"
    days.write_text(CALENDAR, encoding="utf-8")
    ran = paiban(
        *("forecast", "--volumes", volumes, *NAMED, "--special-days", days),
        *("--model", "profile", "--json", tmp_path / "out.json"),
    )
    assert ran.code == 0
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    told = [each for each in report["effects"] if each["source"] == "planner"]
    assert [(each["date"], each["names"], each["factor"]) for each in told] == [
        ("2026-12-09", ["12.12"], 3.0)
    ]
    assert report["posts"]["chat"]["chosen"] == "profile"
    assert "2026-12-09" in ran.out


def test_a_faulty_calendar_names_every_fault(paiban, tmp_path):
    volumes = export(tmp_path / "export.csv")
    days = tmp_path / "days.csv"
    days.write_text(
        "date,kind,name,factor\n2026-12-01,party,a,\n2026-13-01,promotion,b,\n"
        "2026-12-02,promotion,c,0\n",
        encoding="utf-8",
    )
    ran = paiban(*("forecast", "--volumes", volumes, *NAMED, "--special-days", days, "--json", "-"))
    assert ran.code == 2
    found = [(fault["code"], fault["line"]) for fault in ran.report["faults"]]
    assert found == [("kind_unknown", 2), ("date_unreadable", 3), ("not_positive", 4)]


def sparse(path):
    """Write eight weeks of half hours; of few chats at night, those without a chat have no row."""
    chats = np.random.default_rng(3).poisson(np.where(np.arange(48) < 16, 0.3, 6.0), (56, 48))
    moments = pd.date_range("2026-09-07", periods=56 * 48, freq="30min").strftime("%Y-%m-%dT%H:%M")
    there = chats.reshape(-1) > 0
    pd.DataFrame({"start": moments, "volume": chats.reshape(-1)})[there].to_csv(path, index=False)
    return path, chats


def test_what_intervals_without_a_row_mean_is_asked_and_told(paiban, tmp_path):
    path, chats = sparse(tmp_path / "sparse.csv")
    asked = paiban("forecast", "--volumes", path, "--json", "-")
    assert (asked.code, asked.report["faults"][0]["code"]) == (2, "rows_missing")
    nights = {}
    for meaning in ("zero", "unknown"):
        ran = paiban("forecast", "--volumes", path, "--no-row", meaning, "--json", "-")
        told = ran.report["reading"]
        assert (told["no_row"], told["kept"]) == (meaning, told["rows"])
        assert told["without_row"] >= (chats == 0).sum() - 48  # but for those before the first row
        post = ran.report["posts"]["chat"]
        nights[meaning] = sum(
            mean for at, mean in zip(post["start"], post["mean"], strict=True) if at[11:13] < "08"
        )
    usual = chats[:, :16].sum() / 8
    assert 0.7 * usual < nights["zero"] < 1.3 * usual
    assert nights["unknown"] > 2 * usual


def test_the_rows_kept_and_left_out_are_told_in_words(paiban, tmp_path):
    path = export(tmp_path / "export.csv")
    assert "采用 960 行；剔除：1 行" in paiban("forecast", "--volumes", path, *NAMED, lang="zh").out


def test_a_closed_day_is_told_as_closed(paiban, tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("date,kind,name\n2026-12-08,closed,盘点\n", encoding="utf-8")
    path = export(tmp_path / "export.csv")
    told = ("--volumes", path, "--special-days", days, "--from", "2026-12-07")
    line = next(
        line
        for line in paiban("forecast", *told, *NAMED, lang="zh").out.splitlines()
        if "2026-12-08" in line
    )
    assert "不营业" in line
    assert "×" not in line

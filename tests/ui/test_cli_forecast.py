"""``paiban forecast`` with a promotion calendar and an overruled model."""

import json

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
    assert found == [("date_unreadable", 3), ("kind_unknown", 2), ("not_positive", 4)]

import json

import pytest


@pytest.mark.slow
def test_the_demo_goes_from_volumes_to_pay_and_says_how_to_open_the_app(paiban, tmp_path):
    target, db = tmp_path / "demo.json", tmp_path / "demo.db"
    limits = ("--time-limit", "0", "--work-limit", "800", "--replications", "5")
    ran = paiban("demo", *limits, "--db", db, "--json", target)
    report = json.loads(target.read_text(encoding="utf-8"))
    assert ran.code == 0
    assert report["roster"]["breaches"] == 0
    assert 0 < report["roster"]["bound"] <= report["roster"]["cost"]
    assert set(report["simulation"]["posts"]) == {"presales", "insales", "aftersales"}
    assert {row["indicator"] for row in report["projection"]} >= {"reply_rate", "first_reply"}
    assert len(report["month"]["payouts"]) == len(report["month"]["agents"]) == 60
    assert f"paiban serve --db sqlite:///{db}" in ran.out
    told = paiban("kpi", "explain", "K004", "--month", report["month"]["month"], *shop(db))
    assert told.code == 0
    assert "¥" in told.out


def shop(db):
    return ("--shop", "demo", "--db", db)

import os
from pathlib import Path

import pytest

from tests.ui.weeks import written

SHARED = Path(os.environ.get("PAIBAN_SHARED", Path(__file__).parents[3] / "shared"))
FILE = SHARED / "data" / "ecommerce_support_2023" / "ecommerce_support_tickets_sample.csv.gz"
TICKETS = (
    "who,came,answered,stars\n"
    "A1,2026-11-02 10:00,2026-11-02 10:06,5\n"
    "A1,2026-11-02 11:00,2026-11-02 00:00,4\n"  # a date without a time, before it came
    "A2,2026-11-03 11:00,2026-11-03 10:30,\n"
)
MAP = "agent=who,reported=came,responded=answered,rating=stars"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text(TICKETS, "utf-8")
    return path


def test_tickets_become_facts_and_their_faults_are_told(paiban, file, tmp_path):
    out = tmp_path / "facts.csv"
    ran = paiban("kpi", "tickets", file, "--map", MAP, "--out", out, "--json", "-")
    assert ran.code == 0
    told = {name: ran.report[name] for name in ("tickets", "agents", "months")}
    assert told == {"tickets": 3, "agents": 2, "months": ["2026-11"]}
    assert (ran.report["date_only"], ran.report["negative"]) == (1, 1)
    assert (ran.report["other_negative"], ran.report["median_delay_min"]) == (1, 6)
    scored = paiban("kpi", "score", "--facts", out, "--json", "-")
    assert {agent["agent_id"] for agent in scored.report["agents"]} == {"A1", "A2"}
    told = paiban("kpi", "tickets", file, "--map", MAP, "--out", tmp_path / "again.csv", lang="zh")
    assert "1 条答复只有日期" in told.out


def test_tickets_of_strangers_leave_nothing_in_the_database(paiban, file, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "shop.db"))
    folder, _ = written(tmp_path / "week")
    paiban("import", "week", folder)
    asked = ("kpi", "tickets", file, "--map", MAP, "--post", "presales")
    assert paiban(*asked).code == 0
    file.write_text(TICKETS + "X9,2026-11-03 11:00,2026-11-03 11:30,5\n", "utf-8")
    ran = paiban(*asked, "--json", "-")
    assert [fault["code"] for fault in ran.report["faults"]] == ["unknown_agent"]
    assert paiban("kpi", "tickets", file, "--map", "colour=who").code == 2
    assert paiban(*asked[:-1], "kitchen").code == 2


def test_the_real_tickets_are_read_with_their_date_only_answers(paiban, tmp_path):
    if not FILE.exists():
        pytest.skip(f"no shared data: {FILE.name}")
    out = tmp_path / "facts.csv"
    ran = paiban("kpi", "tickets", FILE, "--timezone", "Asia/Kolkata", "--out", out, "--json", "-")
    names = ("tickets", "date_only", "negative", "median_delay_min")
    assert [ran.report[name] for name in names] == [17_182, 701, 635, 6]
    assert ran.report["rating_by_delay"] == pytest.approx(
        [4.52, 4.47, 4.22, 3.98, 3.95, 3.68], abs=0.005
    )

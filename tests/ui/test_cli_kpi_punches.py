"""``kpi punches`` and ``kpi decide``, and the same from files without a database."""

import pytest

from tests.ui.weeks import written

DECEMBER = ("--month", "2026-12")
LONG = "A1,2026-12-01T09:00,2026-12-03T18:00"
PUNCHES = "agent_id,recorded_start,recorded_end,start,end,reason,requested_by,decided_by,approved\n"


@pytest.fixture
def laid(paiban, tmp_path, monkeypatch):
    """Lay out a shop in whose attendance A1 forgot to clock out, and a request about it waits."""
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "shop.db"))
    folder, roster = written(tmp_path / "week")
    paiban("import", "week", folder)
    paiban("import", "roster", "2026-W49", roster)
    (tmp_path / "attendance.csv").write_text(f"agent_id,start,end\n{LONG}\n")
    (tmp_path / "punches.csv").write_text(
        f"{PUNCHES}{LONG},2026-12-01T09:00,2026-12-01T18:00,forgot,lead,,\n"
    )
    for table in ("attendance", "punches"):
        assert paiban("kpi", "import", table, tmp_path / f"{table}.csv").code == 0


@pytest.mark.usefixtures("laid")
def test_what_is_asked_is_listed_and_decided_by_another(paiban):
    ran = paiban("kpi", "punches", *DECEMBER, "--json", "-")
    assert [one["why"] for one in ran.report["questions"]] == ["too_long"]
    (request,) = ran.report["requests"]
    assert "names no cards" in paiban("kpi", "punches", *DECEMBER).out
    number = request["number"]
    assert paiban("kpi", "decide", number, "--by", "lead").code == 2  # who said so
    assert paiban("kpi", "decide", number, "--by", "hr").code == 0
    after = paiban("kpi", "punches", *DECEMBER, "--json", "-").report
    assert (after["questions"], after["requests"][0]["approved"]) == ([], True)


@pytest.mark.usefixtures("laid")
def test_a_refusal_has_a_reason(paiban):
    (request,) = paiban("kpi", "punches", *DECEMBER, "--json", "-").report["requests"]
    ran = paiban("kpi", "decide", request["number"], "--by", "hr", "--refuse", "nobody there")
    assert ran.code == 0
    (request,) = paiban("kpi", "punches", *DECEMBER, "--json", "-").report["requests"]
    assert (request["approved"], request["why_refused"]) == (False, "nobody there")


@pytest.mark.parametrize(
    ("answer", "doubted", "worked"),
    [
        ("", 1, None),
        (f"{LONG},2026-12-01T09:00,2026-12-01T17:30,forgot,lead,hr,yes", 0, "510"),
        (f"{LONG},2026-12-01T09:00,2026-12-01T17:30,forgot,lead,,", 1, None),  # nobody decided
    ],
)
def test_files_say_the_true_times_as_well(paiban, tmp_path, answer, doubted, worked):
    folder, _ = written(tmp_path / "week")
    (folder / "roster.csv").write_text(
        "agent_id,start,end,post,meal\nA1,2026-12-01T09:00,2026-12-01T18:00,presales,\n"
    )
    (tmp_path / "attendance.csv").write_text(f"agent_id,start,end\n{LONG}\n")
    (tmp_path / "punches.csv").write_text(f"{PUNCHES}{answer}\n")
    ran = paiban(
        *("kpi", "score", *DECEMBER, "--roster-week", folder, "--json", "-"),
        *("--attendance", tmp_path / "attendance.csv", "--punches", tmp_path / "punches.csv"),
    )
    assert len(ran.report["presences_in_doubt"]) == doubted
    (agent,) = ran.report["agents"]
    assert agent["cards"][0]["worked_min"] == worked


def test_that_nobody_sees_a_shared_card_is_said_where_attendance_names_none(paiban, tmp_path):
    folder, _ = written(tmp_path / "week")
    (folder / "roster.csv").write_text(
        "agent_id,start,end,post,meal\nA1,2026-12-01T09:00,2026-12-01T18:00,presales,\n"
    )
    path = tmp_path / "attendance.csv"
    files = ("--roster-week", folder, "--attendance", path)
    row = "A1,2026-12-01T09:00,2026-12-01T18:00"
    for text, has_cards in (
        (f"agent_id,start,end\n{row}\n", False),
        (f"agent_id,start,end,card\n{row},77\n", True),
    ):
        path.write_text(text)
        ran = paiban("kpi", "score", *DECEMBER, *files)
        assert ("names no cards" in ran.out) is not has_cards

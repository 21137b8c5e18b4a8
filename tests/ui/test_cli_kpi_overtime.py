"""``kpi overtime`` lists what rosters propose, ``kpi confirm`` makes entries of it."""

import pytest

from tests.service import small_shop as s
from tests.service.pay import test_sixth_days as sixth

DECEMBER = ("--month", "2026-12")


@pytest.fixture
def database(tmp_path, monkeypatch):
    opened = s.database(tmp_path)
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "paiban.db"))
    yield opened
    opened.close()


def stands(paiban):
    found = paiban("kpi", "overtime", *DECEMBER, "--json", "-").report["proposals"]
    return [(one["agent_id"], one["minutes"], one["stands"]) for one in found]


def test_a_sixth_day_is_listed_then_confirmed_once(paiban, database):
    sixth.keep(database)
    sixth.publish(database)
    assert stands(paiban) == [("A1", 480, "new")]
    ran = paiban("kpi", "confirm", *DECEMBER, "--agent", "A3", "--by", "hr")
    assert (ran.code, stands(paiban)) == (0, [("A1", 480, "new")])
    ran = paiban("kpi", "confirm", *DECEMBER, "--give", "time_off", "--by", "hr")
    assert (ran.code, stands(paiban)) == (0, [("A1", 480, "confirmed")])
    assert [one.time_off for one in sixth.entered(database)] == [True]
    again = paiban("kpi", "confirm", *DECEMBER, "--by", "hr", "--json", "-")
    assert again.report["confirmed"] == []


def test_without_consent_it_is_confirmed_with_a_reason_alone(paiban, database):
    sixth.keep(database, consent=False)
    sixth.publish(database)
    ran = paiban("kpi", "confirm", *DECEMBER, "--by", "hr")
    assert (ran.code, "did not agree" in ran.err) == (2, True)
    ran = paiban("kpi", "confirm", *DECEMBER, "--by", "hr", "--keep-anyway", "worked already")
    assert ran.code == 0
    assert stands(paiban) == [("A1", 480, "confirmed")]

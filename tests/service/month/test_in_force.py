"""A firm's first month: its rosters are entered after the fact, and put in force on purpose."""

import datetime as dt

import pytest

from scheduler.errors import InputError
from service.month import duties, months
from service.month.month_readiness import NeedKind, NeedState, readiness
from service.pay.pay_review import RunState
from service.roster import intake, publishing
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month import test_months
from tests.service.month.test_months import A_SHIFTS, B_SHIFTS, FIRST, NOVEMBER, WHO, fill
from ui.month_words import month_words

WEEK = "2026-W45"
AFTER = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def shop(folder, monkeypatch, published):
    """Return a database whose roster of 2 November was published at a moment."""
    folder.mkdir()
    database = s.database(folder)
    intake.keep_week(at_desk(database, **WHO), s.week(FIRST, absences=(), wishes=()))
    monkeypatch.setattr(test_months, "BEFORE", published)
    fill(database, folder / "in")
    return database


@pytest.fixture
def late(tmp_path, monkeypatch):
    database = shop(tmp_path / "late", monkeypatch, AFTER)
    yield database
    database.close()


def agree(database, reason="十月起用本系统"):
    return publishing.put_in_force(at_desk(database, **WHO), WEEK, 1, reason=reason)


def test_a_roster_put_in_force_pays_as_if_it_had_been_published_in_time(
    late, tmp_path, monkeypatch
):
    in_time = shop(tmp_path / "early", monkeypatch, dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    wanted = months.score(at_desk(in_time, **WHO), NOVEMBER)
    in_time.close()
    without = months.score(at_desk(late, **WHO), NOVEMBER)
    assert without.payouts != wanted.payouts
    agree(late)
    found = months.score(at_desk(late, **WHO), NOVEMBER)
    assert (found.scores, found.payouts) == (wanted.scores, wanted.payouts)
    assert months.recomputes(found)


def test_until_then_the_month_says_how_much_was_not_in_force_and_is_not_ready(late):
    found = readiness(at_desk(late), NOVEMBER)
    need = found.need(NeedKind.IN_FORCE)
    assert (need.state, need.count, need.of, need.names) == (NeedState.PARTLY, 2, 40, (WEEK,))
    assert not found.is_ready
    assert duties.unbound(at_desk(late), WEEK) == (*A_SHIFTS, *B_SHIFTS)
    agree(late)
    assert all(
        one.kind is not NeedKind.IN_FORCE for one in readiness(at_desk(late), NOVEMBER).needs
    )
    assert duties.unbound(at_desk(late), WEEK) == ()


def test_who_put_it_in_force_and_why_stands_in_the_export(late):
    agree(late)
    run = months.score(at_desk(late, **WHO), NOVEMBER)
    words = month_words(run, {}, "zh", state=next(iter(RunState)))
    for text in (words.state, words.title):
        assert WEEK in text
        assert "人事" in text
        assert "十月起用本系统" in text


def test_it_can_be_taken_back_and_counts_as_a_change(late):
    entry = agree(late)
    months.score(at_desk(late, **WHO), NOVEMBER)
    later = {"by": "人事", "now": s.NOW + dt.timedelta(days=1)}
    publishing.take_out_of_force(at_desk(late, **later), entry.id)
    assert publishing.agreed_of(at_desk(late), WEEK) == ()
    assert readiness(at_desk(late), NOVEMBER).changed == ("roster_taken_out_of_force",)
    assert len(duties.unbound(at_desk(late), WEEK)) == 5


def test_it_needs_a_reason_a_published_version_and_a_time_it_did_not_hold(late):
    def codes(number=1, reason="x"):
        with pytest.raises(InputError) as caught:
            publishing.put_in_force(at_desk(late, **WHO), WEEK, number, reason=reason)
        return [fault.code for fault in caught.value.faults]

    assert codes(reason="  ") == ["empty"]
    publishing.keep_roster(at_desk(late, **WHO), WEEK, s.roster())
    assert codes(number=2) == ["version_not_published"]
    agree(late)
    assert codes() == ["in_force_anyway"]

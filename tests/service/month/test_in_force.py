"""A firm's first month: its rosters are entered after the fact, and put in force on purpose."""

import datetime as dt

import pytest

from scheduler.errors import InputError
from service.month import duties, months
from service.pay.month_needs import NeedKind, NeedState
from service.pay.month_readiness import readiness
from service.pay.pay_review import RunState
from service.roster import intake, publishing
from service.roster.agreed import take_agreed
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
    words = month_words(run, {}, "zh", state=next(iter(RunState)), zone=dt.UTC)
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


def codes(path, first, shifts, days=7):
    """Write a table of codes as a shop keeps it: hours in the cells, meals in brackets."""
    clock = s.CLOCK
    dates = [first + dt.timedelta(day) for day in range(days)]
    rows = {}
    for one in shifts:
        spans = [(one.start_min, one.end_min)]
        spans += [(one.meal.start_min, one.meal.end_min)] if one.meal else []
        told = ["-".join(clock.format(minute)[-5:] for minute in span) for span in spans]
        cell = told[0] + "".join(f"（用餐 {meal}）" for meal in told[1:])
        rows.setdefault(one.agent_id, {})[clock.date_of(one.start_min)] = cell
    lines = [["工号", *(f"{date.month}/{date.day}" for date in dates)]]
    lines += [[who, *(told.get(date, "休") for date in dates)] for who, told in rows.items()]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def with_codes(tmp_path):
    """Return a shop with the facts of November and none of its weeks: rosters are elsewhere."""
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week(absences=(), wishes=()))
    test_months.take_in(database, tmp_path / "in")
    yield database
    database.close()


def take(database, path, reason="此前用表格排班"):
    return take_agreed(at_desk(database, by="人事", now=AFTER), path, reason=reason)


def test_a_table_of_codes_given_afterwards_pays_the_fen_of_a_month_run_in_time(
    with_codes, tmp_path, monkeypatch
):
    in_time = shop(tmp_path / "early", monkeypatch, dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    wanted = months.score(at_desk(in_time, **WHO), NOVEMBER)
    in_time.close()
    kept = take(with_codes, codes(tmp_path / "班表.csv", FIRST, (*A_SHIFTS, *B_SHIFTS)))
    assert (kept.label, kept.horizon.days) == (WEEK, 7)
    found = months.score(at_desk(with_codes, **WHO), NOVEMBER)
    assert (found.scores, found.payouts) == (wanted.scores, wanted.payouts)
    assert WEEK in month_words(found, {}, "zh", state=next(iter(RunState)), zone=dt.UTC).state
    assert months.recomputes(found)


def test_a_month_of_codes_is_one_stretch_of_its_own_days(with_codes, tmp_path):
    path = tmp_path / "十月.csv"
    head = ",".join(f"2026-10-{day:02d}" for day in range(1, 32))
    path.write_text(f"工号,{head}\nA1,09:00-18:00,休\n", encoding="utf-8")
    horizon = take(with_codes, path).horizon
    assert (horizon.start, horizon.days) == (dt.date(2026, 10, 1), 31)


def refused(database, path, reason="补录"):
    with pytest.raises(InputError) as caught:
        take(database, path, reason)
    return caught.value.faults[0].code


def test_days_to_come_and_missing_reasons_are_refused(with_codes, tmp_path):
    past, coming = (
        codes(tmp_path / f"{first}.csv", first, A_SHIFTS)
        for first in (FIRST, dt.date(2026, 11, 23))
    )
    assert refused(with_codes, past, reason=" ") == "empty"
    assert refused(with_codes, coming) == "code_table_not_begun"


def test_days_of_a_week_that_is_open_are_not_taken_twice(with_codes, tmp_path):
    path = codes(tmp_path / "t.csv", FIRST, (*A_SHIFTS, *B_SHIFTS))
    take(with_codes, path)
    with pytest.raises(InputError, match="weeks_overlap"):
        take(with_codes, path)

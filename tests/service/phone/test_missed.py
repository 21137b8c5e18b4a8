"""Missed punches on the phone: what is asked about, saying when one was there, HR's decision."""

import dataclasses
import datetime as dt

import pytest

from kpi.month import Month
from scheduler.dispatch import Presence, Punch
from scheduler.errors import InputError
from service.month.attendance import attendance_in
from service.month.duties import scheduled_in
from service.month.punches import decide_punch, punches
from service.phone.missed import ask_punch, own_punches, take_punch_back
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import own_desk, published

MINE, OTHERS = s.shift("A1", 1), s.shift("A2", 1)
DECEMBER = Month(2026, 12)
AFTER = dt.datetime.fromtimestamp(MINE.end_min * 60, dt.UTC) + dt.timedelta(hours=20)


@pytest.fixture
def database(tmp_path):
    """A1 and A2 work on Tuesday; of A1 nothing was recorded."""
    for opened in s.kept(tmp_path, s.with_week(wishes=(), absences=())):
        published(opened, MINE, OTHERS)
        recorded(opened, Presence("A2", OTHERS.start_min, OTHERS.end_min))
        yield opened


def recorded(database, *presences):
    with database.write() as unit:
        unit.floor.replace_presences("main", s.at(-1, 0), s.at(7, 0), presences)


def mine(database, now=AFTER):
    return own_punches(own_desk(database, now=now), "A1")


def say(database, *, asked=(MINE.start_min, MINE.start_min), there=MINE.span, reason="忘打卡"):
    span = None if there is None else (there.start_min, there.end_min)
    return ask_punch(own_desk(database, now=AFTER), "A1", asked, span, reason)


def there(database):
    with database.read() as unit:
        found = scheduled_in(unit, "main", DECEMBER.before.first, DECEMBER.last)
        return attendance_in(unit, "main", DECEMBER, found).there.get("A1", ())


def codes(act, *told, **more):
    with pytest.raises(InputError) as trouble:
        act(*told, **more)
    return [one.code for one in trouble.value.faults]


def test_a_shift_without_record_is_said_approved_by_hr_and_counts(database):
    (open_,) = mine(database).open
    assert (open_.start_min, open_.end_min, open_.why) == (MINE.start_min, MINE.end_min, None)
    number = say(database)
    assert (mine(database).open, len(mine(database).asked)) == ((), 1)
    assert [one.id for one in punches(at_desk(database), DECEMBER).waiting] == [number]
    assert there(database) == ()
    decide_punch(at_desk(database, by="人事", now=AFTER), number, is_approved=True)
    assert there(database) == ((MINE.start_min, MINE.end_min),)
    assert mine(database).open == ()


def test_a_shift_that_is_not_over_or_of_a_day_without_attendance_asks_nothing(database):
    assert mine(database, dt.datetime.fromtimestamp(MINE.end_min * 60 - 60, dt.UTC)).open == ()
    recorded(database)
    assert mine(database).open == ()
    assert codes(say, database) == ["punch_not_asked"]


def test_a_forgotten_end_is_said_and_taken_back(database):
    start = Presence("A1", MINE.start_min, MINE.start_min, missing=Punch.END)
    recorded(database, start, Presence("A2", OTHERS.start_min, OTHERS.end_min))
    (open_,) = mine(database).open
    assert open_.why == "no_end"
    number = say(database)
    assert codes(say, database) == ["punch_waits"]
    other = own_desk(database, "A2", now=AFTER)
    assert codes(take_punch_back, other, "A2", number) != []
    take_punch_back(own_desk(database, now=AFTER), "A1", number)
    assert len(mine(database).open) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": " "}, "punch_reason_missing"),
        ({"asked": (MINE.start_min + 60, MINE.start_min + 60)}, "punch_not_asked"),
        (
            {"there": dataclasses.replace(MINE.span, start_min=s.at(5, 9), end_min=s.at(5, 18))},
            "punch_elsewhere",
        ),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(database, more, code):
    assert codes(say, database, **more) == [code]
    assert mine(database).asked == ()


def test_nobody_approves_their_own_and_agents_decide_nothing(database):
    number = say(database)
    assert codes(decide_punch, own_desk(database, "A2"), number, is_approved=True) == [
        "not_permitted"
    ]
    own = at_desk(database, by="A1", now=AFTER)
    assert codes(decide_punch, own, number, is_approved=True) != []
    assert there(database) == ()

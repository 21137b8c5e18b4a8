import datetime as dt

import pytest

from scheduler.errors import InputError
from service.phone.own_hours import own_hours
from service.phone.own_weeks import confirm_read, own_roster
from service.phone.read_state import read_state
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import own_desk, published

SUNDAY = dt.datetime(2026, 11, 29, 4, 0, tzinfo=dt.UTC)  # noon there; Monday's shift in 21 hours
MORE = (s.shift("A2", 1), s.shift("A3", post="aftersales"))


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(wishes=(), absences=()))


def codes(trouble):
    return [one.code for one in trouble.value.faults]


def test_own_shifts_and_names_of_those_beside_and_nothing_else(database):
    published(database, s.shift("A1", 1), *MORE)
    (week,) = own_roster(own_desk(database), "A1").weeks
    assert [len(day.shifts) for day in week.days] == [0, 1, 0, 0, 0, 0, 0]
    assert week.days[1].shifts[0].beside == ("客服002",)
    assert {one.agent_id for one in week.version.shifts} == {"A1"}
    with pytest.raises(InputError):
        own_roster(own_desk(database), "A2")


def test_what_changed_since_it_was_read(database):
    published(database, s.shift("A1", 1), *MORE)
    desk = own_desk(database)
    assert len(own_roster(desk, "A1").unread) == 1
    confirm_read(desk, "A1", s.LABEL, 1)
    assert own_roster(desk, "A1").unread == ()
    published(database, s.shift("A1", 2), *MORE)
    (week,) = own_roster(desk, "A1").unread
    assert [day.date.day for day in week.changed] == [1, 2]
    assert [len(day.before) for day in week.changed] == [1, 0]
    confirm_read(desk, "A1", s.LABEL, 2)
    assert own_roster(desk, "A1").unread == ()


def test_who_read_an_older_version_has_not_read_the_new_one(database):
    published(database, s.shift("A1", 1), *MORE)
    published(database, s.shift("A1", 2), *MORE)
    with pytest.raises(InputError) as trouble:
        confirm_read(own_desk(database), "A1", s.LABEL, 1)
    assert codes(trouble) == ["roster_newer"]


def test_the_supervisor_sees_who_has_not_read(database):
    published(database, s.shift("A1", 1), *MORE)
    confirm_read(own_desk(database), "A1", s.LABEL, 1)
    found = read_state(at_desk(database), s.LABEL)
    assert (list(found.read), found.unread) == (["A1"], ("A2", "A3", "A4"))


@pytest.mark.parametrize(
    ("minutes", "asked"),
    [(24 * 60 - 1, True), (24 * 60, False), (24 * 60 + 1, False), (1, True), (0, False)],
)
def test_a_change_inside_a_day_needs_consent(database, minutes, asked):
    before = dt.datetime.fromtimestamp(s.at(1, 9) * 60, dt.UTC)
    published(database, s.shift("A1", 0), s.shift("A1", 1), *MORE)
    published(database, s.shift("A1", 0), *MORE, now=before - dt.timedelta(minutes=minutes))
    (week,) = own_roster(own_desk(database, now=SUNDAY), "A1").weeks
    assert (week.notice is not None) == asked


def test_consent_is_kept_and_the_supervisor_told(database):
    published(database, s.shift("A1", 0), s.shift("A2", 0), *MORE)
    published(database, s.shift("A1", 0, 10), s.shift("A2", 0, 10), *MORE, now=SUNDAY)
    assert set(read_state(at_desk(database), s.LABEL).waiting) == {"A1", "A2"}
    with pytest.raises(InputError) as trouble:
        confirm_read(own_desk(database), "A1", s.LABEL, 2)
    assert codes(trouble) == ["consent_needed"]
    confirm_read(own_desk(database), "A1", s.LABEL, 2, consents=False)
    found = read_state(at_desk(database), s.LABEL)
    assert (found.refused, found.waiting) == (("A1",), ("A2",))


def test_nobody_reads_for_another(database):
    published(database, s.shift("A1", 1), *MORE)
    with pytest.raises(InputError):
        confirm_read(own_desk(database), "A2", s.LABEL, 1)


def test_hours_are_those_of_the_month_and_days_not_published_are_told(database):
    published(database, *(s.shift("A1", day) for day in range(3)), *MORE)
    november, december = own_hours(own_desk(database), "A1").months
    assert (november.hours, november.missing) == (8.0, 29)
    assert (december.hours, december.missing) == (16.0, 25)

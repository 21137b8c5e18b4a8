"""The calendar of an agent: an event keeps its name through changes, at every edge of time."""

import datetime as dt

import pytest

from scheduler.horizon import Clock, Horizon
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, Span
from service.phone.feeds import Calendar, calendar_events, calendar_of, end_feed, give_feed
from store.stamp import Stamp
from store.versions import AgentVersion, PublishedMark
from store.weeks import WeekHead
from tests.service import small_shop as s
from tests.service.phone.weeks import own_desk, published
from ui.phone.calendar import calendar_text, folded, text

SHANGHAI, LONDON = "Asia/Shanghai", "Europe/London"


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(wishes=(), absences=()))


def events_of(database, address):
    found = calendar_of(database, address, s.NOW)
    return None if found is None else found[0].events


def test_updates_and_cancellations_keep_the_name_and_count_up(database):
    address = give_feed(own_desk(database), "A1", "zh")
    published(database, s.shift("A1", 0), s.shift("A1", 1), s.shift("A2", 0))
    first = events_of(database, address)
    assert [(one.sequence, one.is_cancelled) for one in first] == [(0, False), (0, False)]
    published(database, s.shift("A1", 0, 10), s.shift("A2", 0))
    second = events_of(database, address)
    assert [one.uid for one in second] == [one.uid for one in first]
    assert [(one.sequence, one.is_cancelled) for one in second] == [(1, False), (1, True)]
    published(database, s.shift("A1", 0, 10), s.shift("A1", 1), s.shift("A2", 0))
    third = events_of(database, address)
    assert [(one.sequence, one.is_cancelled) for one in third] == [(1, False), (2, False)]


def test_an_address_is_taken_back_and_a_new_one_ends_the_old(database):
    desk = own_desk(database)
    first, second = give_feed(desk, "A1", "zh"), give_feed(desk, "A1", "zh")
    assert (events_of(database, first), events_of(database, second)) == (None, ())
    end_feed(desk, "A1")
    assert events_of(database, second) is None


@pytest.mark.parametrize("address", ["", "1", "1-", "x-y", "-1-x", "²-x", "99999999999999999-x"])
def test_a_guess_opens_nothing(database, address):
    give_feed(own_desk(database), "A1", "zh")
    assert calendar_of(database, address, s.NOW) is None


def test_the_code_is_kept_nowhere(database, tmp_path):
    code = give_feed(own_desk(database), "A1", "zh").partition("-")[2]
    database.close()
    assert code.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))


def version(number, *shifts):
    mark = PublishedMark(number, Stamp("王", s.NOW + dt.timedelta(hours=number)))
    return AgentVersion(number, mark, shifts)


def calendar(zone, monday, *shifts, number=1):
    clock = Clock(zone)
    head = WeekHead(1, Horizon(clock, monday), RuleSet((s.SHAPE,)))
    events = tuple(calendar_events("main/A1", head, (version(number, *shifts),)))
    return calendar_text(Calendar("客服", "zh", events, {}), clock)


@pytest.mark.parametrize(
    ("zone", "monday", "begins", "ends", "utc"),
    [
        # midnight in the shift: it is of the day it begins on
        (SHANGHAI, "2026-11-30", "2026-11-30T22:00", "2026-12-01T06:00", ("1130T14", "1130T22")),
        # it ends at midnight
        (SHANGHAI, "2026-11-30", "2026-11-30T16:00", "2026-12-01T00:00", ("1130T08", "1130T16")),
        # the year ends in it, in week 53
        (SHANGHAI, "2026-12-28", "2026-12-31T22:00", "2027-01-01T06:00", ("1231T14", "1231T22")),
        # clocks go forward in it: seven hours
        (LONDON, "2026-03-23", "2026-03-28T23:00", "2026-03-29T07:00", ("0328T23", "0329T06")),
        # clocks go back in it: nine hours
        (LONDON, "2026-10-19", "2026-10-24T23:00", "2026-10-25T07:00", ("1024T22", "1025T07")),
        # the leap day
        (SHANGHAI, "2028-02-28", "2028-02-29T09:00", "2028-02-29T18:00", ("0229T01", "0229T10")),
    ],
)
def test_times_are_right_at_every_edge(zone, monday, begins, ends, utc):
    start, end = utc
    clock, year = Clock(zone), begins[:4]
    shift = Shift("A1", clock.parse(begins), clock.parse(ends), "presales")
    told = calendar(zone, dt.date.fromisoformat(monday), shift)
    assert f"DTSTART:{year}{start}0000Z\r\n" in told
    assert f"DTEND:{year}{end}0000Z\r\n" in told


def test_week_53_has_its_number():
    assert Horizon(Clock(SHANGHAI), dt.date(2026, 12, 28)).iso_week == "2026-W53"


def test_two_shifts_of_a_day_have_two_names():
    monday = dt.date(2026, 11, 30)
    split = (s.shift("A1", 0, 1), s.shift("A1", 0, 13))
    told = calendar(SHANGHAI, monday, *split)
    assert len({line for line in told.split("\r\n") if line.startswith("UID:")}) == 2


def test_lines_are_short_and_text_is_escaped():
    assert text("a,b;c\\d\ne\x07") == "a\\,b\\;c\\\\d\\ne"
    parts = list(folded("SUMMARY:" + "夜班" * 60))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == "SUMMARY:" + "夜班" * 60
    assert all(part.startswith(" ") for part in parts[1:])


def test_the_meal_is_told_and_the_same_events_give_the_same_text():
    monday, shift = dt.date(2026, 11, 30), s.shift("A1")
    told = calendar(SHANGHAI, monday, shift)
    assert told == calendar(SHANGHAI, monday, shift)
    assert "DESCRIPTION:用餐 13:00-14:00\r\n" in told
    assert isinstance(shift.meal, Span)

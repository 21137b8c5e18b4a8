import dataclasses
import datetime as dt

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.roster import Roster
from service.history.volumes import import_volumes
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from service.roster.requests import enter_absence
from service.roster.weeks import WeekState, weeks
from service.shop import shops
from service.start.coming_week import make_week
from service.start.setting_up import NewShop, create_shop
from service.start.shop_seen import look
from service.start.what_next import Aim, SetUpStep, missing
from tests.desks import at_desk
from tests.service import small_shop as s

LAST, THIS, NEXT = "2026-W48", "2026-W49", "2026-W50"
TODAY = dt.datetime(2026, 12, 1, 4, tzinfo=dt.UTC)  # a Tuesday of week 49


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    desk = at_desk(opened, now=TODAY)
    create_shop(desk, NewShop("小店", s.POSTS, "09:00-21:00"))
    yield desk
    opened.close()


@pytest.fixture
def with_past(desk):
    shops.save_agents(desk, s.AGENTS)
    import_volumes(desk, s.volumes())
    return desk


def test_what_is_missing_is_told_all_at_once_and_nothing_is_opened(desk):
    with pytest.raises(InputError) as caught:
        make_week(desk)
    assert [fault.code for fault in caught.value.faults] == ["next_lacks_history"]
    assert weeks(desk) == ()
    assert missing(look(desk), Aim.ROSTER) == (SetUpStep.PEOPLE, SetUpStep.HISTORY)


def test_next_week_is_opened_forecast_and_staffed_in_one_go(with_past):
    made = make_week(with_past)
    assert (made.label, made.state, made.has_requirement) == (NEXT, WeekState.OPEN, True)
    seen = look(with_past)
    assert seen.next.forecast_on == dt.date(2026, 12, 1)
    assert seen.next.forecast_until == dt.date(2026, 11, 29)
    assert missing(seen, Aim.ROSTER) == ()


def test_a_week_is_not_forecast_twice(with_past):
    make_week(with_past)
    before = at_desk(with_past.database).seen_now()
    make_week(with_past)
    assert at_desk(with_past.database).seen_now() == before


def test_the_week_that_runs_is_made_where_a_published_roster_ends_before_it(with_past):
    assert make_week(with_past).label == NEXT
    _published(with_past, LAST)
    assert look(with_past).coming.label == THIS
    assert make_week(with_past).label == THIS
    _published(with_past, THIS)
    assert look(with_past).coming.label == NEXT


def test_only_this_week_and_the_next_are_made(with_past):
    assert make_week(with_past, THIS).label == THIS
    with pytest.raises(InputError, match="week_not_near"):
        make_week(with_past, "2027-W01")


def test_requests_count_once_there_is_a_roster_that_cannot_know_them(with_past):
    make_week(with_past, THIS)
    day = s.at(2, 0)
    enter_absence(with_past, _absence(day))
    assert look(with_past).this.requests == 0
    keep_roster(with_past, THIS, s.roster())
    assert look(with_past).this.requests == 0
    later = dataclasses.replace(with_past, now=TODAY + dt.timedelta(hours=1))
    enter_absence(later, _absence(day + 1440))
    assert look(later).this.requests == 1


def _published(desk, label):
    start = dt.date.fromisoformat(f"{label}-1")
    if label not in {week.label for week in weeks(desk)}:
        told = {
            "posts": shops.posts(desk),
            "rules": shops.rules(desk),
            "absences": (),
            "wishes": (),
        }
        keep_week(desk, s.week(start, **told))
    keep_roster(desk, label, s.roster() if label == THIS else Roster(()))
    publish(desk, label, reason="试排")


def _absence(start_min):
    return Absence("A2", start_min, start_min + 1440, "年假")

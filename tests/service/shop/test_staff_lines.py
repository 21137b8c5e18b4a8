"""Lines of the staff list: added, changed, ended, one or several, from a day on, and taken back."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Absence, Certificate
from scheduler.errors import InputError
from service.roster import weeks
from service.roster.requests import enter_absence
from service.shop import shops
from service.shop import staff_lines as lines
from service.shop.dated_changes import bring_due, changes_within, take_out_dated
from service.shop.staff_lines import ManyTold, PersonTold
from tests.desks import at_desk
from tests.service import small_shop as s

MONDAY = s.MONDAY  # of the week there is; today is the Monday before
NEXT = MONDAY + dt.timedelta(days=7)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def desk(database, days=0, by="主管"):
    return at_desk(database, by=by, now=s.NOW + dt.timedelta(days=days))


def person(database, name, days=0):
    return next(one for one in lines.staff_people(desk(database, days)) if one.agent.id == name)


def told(number=1, **changes):
    one = s.AGENTS[number - 1]
    values = {"name": one.name, "team": one.team, "posts": one.posts, "hours_week": 40.0}
    values["hourly_cost"] = one.contract.hourly_cost
    return PersonTold(one.id, **{**values, **changes})


def hours(problem):
    return {one.id: one.contract.hours_week for one in problem.agents}


def test_somebody_is_added_with_a_telephone_and_taken_out_again(database):
    before = lines.add_person(desk(database), replace(told(), agent_id="B1", phone="139"))
    found = person(database, "B1")
    assert (found.phone, found.is_here, found.agent.posts) == ("139", True, ("presales",))
    with pytest.raises(InputError, match="agent_known"):
        lines.add_person(desk(database), replace(told(), agent_id="B1"))
    lines.put_back(desk(database), before)
    assert shops.agents(desk(database)) == s.AGENTS


def test_somebody_who_asked_for_something_is_not_taken_out(database):
    before = lines.add_person(desk(database), replace(told(), agent_id="B1"))
    enter_absence(desk(database), Absence("B1", s.at(2, 9), s.at(2, 18), "培训"))
    with pytest.raises(InputError, match="agent_in_use"):
        lines.put_back(desk(database), before)


def test_a_change_is_in_the_persons_history_and_taken_back_whole(database):
    last = dt.date(2026, 12, 31)
    before = lines.change_person(
        desk(database), told(posts=("aftersales",), hours_week=36.0, leaves=last, phone="138")
    )
    now = person(database, "A1")
    assert now.agent.certificates == (Certificate("aftersales"),)
    assert (now.agent.contract.hours_week, now.agent.leaves, now.phone) == (36, last, "138")
    (done,) = lines.history_of(desk(database), "A1")
    assert (done.name, done.done.by) == ("person_changed", "主管")
    assert done.details == {
        "certificates": "presales → aftersales",
        "hours_week": "40 → 36",
        "leaves": " → 2026-12-31",
        "phone": " → 138",
    }
    lines.put_back(desk(database), before)
    assert (person(database, "A1").agent, person(database, "A1").phone) == (s.AGENTS[0], "")


def test_terms_of_a_later_day_wait_and_hold_for_rosters_that_begin_from_then_on(database):
    before = lines.change_person(desk(database), told(hours_week=20.0, since=NEXT, name="甲"))
    waiting = person(database, "A1")
    assert (waiting.agent.name, waiting.agent.contract.hours_week) == ("甲", 40)
    assert [one.value.since for one in waiting.waiting] == [NEXT]
    weeks.open_week(desk(database), "2026-W50")
    with database.read() as unit:
        found = [weeks.problem_of(unit, one, is_needed=False) for one in unit.weeks.all("main")]
    assert [hours(one)["A1"] for one in found] == [40, 20]
    lines.put_back(desk(database), before)
    assert person(database, "A1").waiting == ()
    assert person(database, "A1").agent == s.AGENTS[0]


def test_on_its_day_a_change_comes_into_the_list_and_earlier_rosters_keep_the_old_terms(database):
    lines.change_person(desk(database), told(hours_week=20.0, team="二组", since=NEXT))
    assert bring_due(desk(database, days=13, by="别人")) == 0
    assert bring_due(desk(database, days=14, by="别人")) == 1
    assert bring_due(desk(database, days=14, by="别人")) == 0
    now = person(database, "A1", days=14)
    assert (now.agent.contract.hours_week, now.agent.team, now.waiting) == (20, "二组", ())
    newest = lines.history_of(desk(database), "A1")[0]
    assert (newest.name, newest.done.by) == ("dated_change_due", "主管")
    assert hours(weeks.problem(desk(database), s.LABEL))["A1"] == 40


def test_a_change_within_a_rosters_days_is_known_since_the_roster_does_not_act_on_it(database):
    lines.change_person(desk(database), told(hours_week=20.0, since=MONDAY + dt.timedelta(days=2)))
    assert hours(weeks.problem(desk(database), s.LABEL))["A1"] == 40
    found = changes_within(desk(database), MONDAY, MONDAY + dt.timedelta(days=6))
    assert [one.agent_id for one in found] == ["A1"]
    assert changes_within(desk(database), NEXT, NEXT + dt.timedelta(days=6)) == ()
    lines.change_person(desk(database), told(2, team="二组", since=MONDAY))
    assert len(changes_within(desk(database), MONDAY, NEXT)) == 1  # that one is acted on


def test_a_waiting_change_is_dropped_but_not_one_that_is_in_force(database):
    lines.change_person(desk(database), told(hours_week=20.0, since=NEXT))
    (one,) = person(database, "A1").waiting
    take_out_dated(desk(database), one.id)
    assert person(database, "A1").waiting == ()
    number = lines.change_person(desk(database), told(hours_week=20.0, since=MONDAY)).dated[0]
    bring_due(desk(database, days=7))
    with pytest.raises(InputError, match="dated_change_in_force"):
        take_out_dated(desk(database, days=7), number)


def test_posts_change_on_the_very_day(database):
    lines.change_person(desk(database), told(posts=("aftersales",), since=NEXT))
    held = person(database, "A1").agent
    day_before = NEXT - dt.timedelta(days=1)
    assert held.certificates == (
        Certificate("presales", None, day_before),
        Certificate("aftersales", NEXT),
    )


def test_several_people_are_changed_alike_and_taken_back(database):
    before = lines.change_people(
        desk(database), ["A1", "A3"], ManyTold(team="三组", hours_week=36.0)
    )
    found = {one.agent.id: one.agent for one in lines.staff_people(desk(database))}
    assert [found[name].team for name in ("A1", "A2", "A3")] == ["三组", "一组", "三组"]
    assert found["A3"].posts == ("aftersales",)  # what is not said stays
    lines.put_back(desk(database), before)
    assert shops.agents(desk(database)) == s.AGENTS
    with pytest.raises(InputError, match="nothing_changed"):
        lines.change_people(desk(database), ["A1"], ManyTold())


def test_who_left_is_listed_last_and_comes_back_when_changed(database):
    shops.save_agents(desk(database), s.AGENTS[1:])
    assert [one.agent.id for one in lines.staff_people(desk(database))][-1] == "A1"
    before = lines.change_person(desk(database), told())
    assert person(database, "A1").is_here
    lines.put_back(desk(database), before)
    assert not person(database, "A1").is_here

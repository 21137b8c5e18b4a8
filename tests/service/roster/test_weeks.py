import dataclasses
import datetime as dt

import numpy as np
import pytest

from scheduler.agent import Absence, AgentLimit, Wish
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.hours_owed import owed_by_agent
from scheduler.hours_rules import OwedBy
from scheduler.post import Post
from scheduler.roster import Roster
from scheduler.ruleset import HoursRules, RuleSet, ShiftKind, Succession, Weights
from scheduler.session import Session
from scheduler.shift import BreakRule, Sitting, Span
from scheduler.type_pin import TypePin
from service.phone.waiting_list import remove_leave
from service.roster import intake, publishing, requests, rosters, weeks
from service.shop import shops
from store.files.week import read_week, write_week
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    yield opened
    opened.close()


PINNED = tuple(TypePin("A3", s.MONDAY + dt.timedelta(day), "") for day in (1, 2))


def same_question(first, second):
    np.testing.assert_array_equal(first.requirement.agents, second.requirement.agents)
    names = ("horizon", "posts", "agents", "rules", "absences", "wishes", "history", "pins")
    names += ("type_pins",)
    assert {name: getattr(first, name) for name in names} == {
        name: getattr(second, name) for name in names
    }


def test_the_question_of_a_kept_week_is_that_of_the_file(database, tmp_path):
    history = (s.shift("A1", day=-1), s.shift("A3", day=-2, post="aftersales"))
    week = s.week(history=history, pins=(s.shift("A4", day=2),), type_pins=PINNED)
    write_week(week, tmp_path / "week")
    summary = intake.import_week(at_desk(database, **WHO), tmp_path / "week")
    assert (summary.label, summary.state) == (s.LABEL, weeks.WeekState.OPEN)
    same_question(weeks.problem(at_desk(database), s.LABEL), read_week(tmp_path / "week").problem())


def test_a_week_written_out_is_the_week_taken_in(database, tmp_path):
    intake.keep_week(at_desk(database, **WHO), s.week())
    weeks.export_week(at_desk(database), s.LABEL, tmp_path / "out")
    same_question(read_week(tmp_path / "out").problem(), s.week().problem())


def test_bad_files_leave_the_database_untouched(database, tmp_path):
    write_week(s.week(), tmp_path / "week")
    agents = tmp_path / "week" / "agents.csv"
    agents.write_text(agents.read_text() + agents.read_text().splitlines()[1] + "\n")
    with pytest.raises(InputError):
        intake.import_week(at_desk(database, **WHO), tmp_path / "week")
    assert shops.shops(database) == ()


def test_a_week_that_contradicts_itself_leaves_the_database_untouched(database):
    strange = dataclasses.replace(s.shift("A9"))
    with pytest.raises(InputError):
        intake.keep_week(at_desk(database, **WHO), s.week(pins=(strange,)))
    assert shops.shops(database) == ()


def test_taking_a_week_in_again_replaces_it(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    intake.keep_week(at_desk(database, **WHO), s.week(wishes=s.week().wishes[:1]))
    problem = weeks.problem(at_desk(database), s.LABEL)
    assert problem.wishes == s.week().wishes[:1]
    assert problem.absences == s.week().absences
    assert len(weeks.weeks(at_desk(database))) == 1


def test_a_published_week_is_not_taken_in_again(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    publishing.publish(at_desk(database, **WHO), s.LABEL, reason="演练")
    with pytest.raises(InputError) as error:
        intake.keep_week(at_desk(database, **WHO), s.week())
    assert error.value.faults[0].code == "week_published"


def test_published_weeks_are_the_past_of_later_ones(database):
    before = s.MONDAY - dt.timedelta(days=7)
    sunday = s.shift("A1", day=-1)
    empty = {"absences": (), "wishes": ()}
    intake.keep_week(at_desk(database, **WHO), s.week(before, **empty))
    imported = (s.shift("A2", day=-1), s.shift("A4", day=-8))
    intake.keep_week(at_desk(database, **WHO), s.week(history=imported))
    label = s.week(before).horizon.iso_week
    publishing.keep_roster(at_desk(database, **WHO), label, Roster((sunday,)))
    assert weeks.problem(at_desk(database), s.LABEL).history == imported  # a draft is not the past
    publishing.publish(at_desk(database, **WHO), label, reason="演练")
    assert weeks.problem(at_desk(database), s.LABEL).history == (imported[1], sunday)


def test_an_earlier_week_does_not_change_todays_people(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    before = s.week(s.MONDAY - dt.timedelta(days=7), agents=s.AGENTS[:1], absences=(), wishes=())
    intake.keep_week(at_desk(database, **WHO), before)
    assert shops.agents(at_desk(database)) == s.AGENTS


def test_people_who_left_stay_in_weeks_they_worked(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    shops.save_agents(at_desk(database, **WHO), s.AGENTS[1:2])
    names = [agent.id for agent in weeks.problem(at_desk(database), s.LABEL).agents]
    assert sorted(names) == ["A1", "A2", "A3"]
    assert shops.agent_names(at_desk(database))["A4"] == "客服004"


def test_volumes_of_several_imports_are_one_history(database):
    first = s.volumes(count=1.0, days=28)
    second = s.volumes(s.MONDAY - dt.timedelta(days=7), days=14, count=2.0)
    for volumes in (first, second):
        intake.keep_week(at_desk(database, **WHO), s.week(volumes=volumes))
    with database.read() as unit:
        merged = unit.demand.volumes("main")
    assert len(merged.start_min) == 35 * 48
    assert merged.counts[0, 0] == 1.0
    assert (merged.counts[:, 21 * 48 :] == 2.0).all()


def test_absences_and_wishes_enter_the_question_and_leave_it(database):
    intake.keep_week(at_desk(database, **WHO), s.week(absences=(), wishes=()))
    absence, wish = s.week().absences[0], s.week().wishes[0]
    away = requests.enter_absence(at_desk(database, **WHO), absence)
    wished = requests.enter_wish(at_desk(database, **WHO), wish)
    problem = weeks.problem(at_desk(database), s.LABEL)
    assert (problem.absences, problem.wishes) == ((absence,), (wish,))
    assert requests.absences(at_desk(database), s.LABEL)[0].entered.by == "王经理"
    remove_leave(at_desk(database, **WHO), away)
    requests.remove_wish(at_desk(database, **WHO), wished)
    problem = weeks.problem(at_desk(database), s.LABEL)
    assert (problem.absences, problem.wishes) == ((), ())


def test_requests_of_strangers_are_refused(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    stranger = dataclasses.replace(s.week().absences[0], agent_id="A9")
    with pytest.raises(InputError):
        requests.enter_absence(at_desk(database, **WHO), stranger)


def test_a_new_week_opens_with_the_shops_rules(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    summary = weeks.open_week(at_desk(database, **WHO), "2026-W50")
    assert not summary.has_requirement
    expected = dataclasses.replace(s.week().rules, may_end_after_min=30)
    assert rosters.roster_sheet(at_desk(database), "2026-W50").week.rules == expected
    with pytest.raises(InputError):
        weeks.problem(at_desk(database), "2026-W50")
    with pytest.raises(InputError):
        weeks.open_week(at_desk(database, **WHO), "2026-W50")


def test_nothing_is_written_without_a_name(database):
    with pytest.raises(InputError):
        intake.keep_week(at_desk(database, by=" ", now=s.NOW), s.week())
    with pytest.raises(InputError):
        intake.keep_week(at_desk(database, by="x", now=dt.datetime(2026, 11, 23)), s.week())  # noqa: DTZ001


def test_actions_are_noted(database):
    intake.keep_week(at_desk(database, **WHO), s.week())
    newest = shops.actions(at_desk(database))[0]
    assert (newest.name, newest.subject, newest.done.by) == ("week_imported", s.LABEL, "王经理")


def test_the_further_rules_of_a_week_come_back_from_the_database(database, tmp_path):
    kinds = (ShiftKind("early", ClockSpan.parse("05:00-10:00")),)
    rules = RuleSet(
        (dataclasses.replace(s.SHAPE, breaks=(BreakRule(60, 120),)),),
        HoursRules(max_nights_per_month=4, max_overtime_min_per_day=60, is_averaged=True),
        weights=Weights(fairness=3, overtime_per_hour=2),
        kinds=kinds,
        successions=(Succession("early", "early"),),
        peak=((ClockSpan.parse("10:00-12:00"),),) * 7,
    )
    sitting = Sitting(Span(s.at(1, 10), s.at(1, 11)), "S1")
    given = s.week(
        agents=tuple(
            dataclasses.replace(
                agent,
                is_experienced=True,
                contract=dataclasses.replace(agent.contract, min_hours_week=8),
            )
            for agent in s.AGENTS
        ),
        posts=tuple(Post(post, min_experienced=1, handover_min=15) for post in s.POSTS),
        rules=rules,
        wishes=(Wish("A1", s.MONDAY, None, 2.0, "early", is_against=True),),
        type_pins=(TypePin("A3", s.MONDAY, "early"), TypePin("A1", s.MONDAY, "")),
        pins=(dataclasses.replace(s.shift(day=1), sessions=(sitting,)),),
        agent_limits=(AgentLimit("A1", "early", 3), AgentLimit("A2", "night", 0)),
        sessions=(Session("S1", "A1", "", 60, s.at(0, 0), s.at(5, 0), "培训"),),
    )
    intake.keep_week(at_desk(database, **WHO), given)
    asked = weeks.problem(at_desk(database), s.LABEL)
    weeks.export_week(at_desk(database), s.LABEL, tmp_path / "out")
    again = read_week(tmp_path / "out")
    pinned = ("pins", "type_pins")
    for found in (asked, again):
        for name in ("posts", "agents", "rules", "wishes", *pinned, "agent_limits", "sessions"):
            assert getattr(found, name) == getattr(given, name), name


@pytest.mark.parametrize(("by", "hours"), [(OwedBy.MONTH, [8, 32]), (OwedBy.WEEK, [40])])
def test_leave_earlier_in_the_month_lowers_what_the_month_owes(database, by, hours):
    # from Monday, 23 November, to the 30th: five days of work, less three and one of leave
    rules = s.week().rules
    rules = dataclasses.replace(rules, hours=dataclasses.replace(rules.hours, hours_owed=by))
    away = Absence("A1", s.at(-4, 0), s.at(-3, 0), "病假")
    past = tuple(s.shift("A1", day=day) for day in (-7, -6, -5))
    given = s.week(rules=rules, absences=(away,), history=past)
    intake.keep_week(at_desk(database, **WHO), given)
    owed = owed_by_agent(weeks.problem(at_desk(database), s.LABEL))["A1"]
    assert [each.minutes / 60 for each in owed] == hours

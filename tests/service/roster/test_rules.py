"""Seeing and changing a week's rules, and who bears what."""

import dataclasses

import pytest

from scheduler.agent import AgentLimit, Wish
from scheduler.errors import InputError
from scheduler.fairness import Burden
from scheduler.horizon import ClockSpan
from scheduler.ruleset import ShiftKind
from scheduler.session import Session
from scheduler.shift_type import ShiftType
from scheduler.work_plan import WorkPlan
from service.roster import intake, publishing, rules, weeks
from service.roster.burdens import burdens
from service.roster.question import MONTH_DAYS, days_looked_back
from service.roster.rosters import roster_sheet
from service.roster.rule_tables import SHIFT_TYPES, WORK_PLANS, names_of, rows_of, values_of
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def sheet(database):
    return rules.rules_sheet(at_desk(database), s.LABEL)


def change(database, new, *, for_later=False):
    rules.change_rules(at_desk(database, **WHO), s.LABEL, new, for_later=for_later)


def test_changed_rules_are_the_weeks_and_later_ones_only_if_asked(database):
    new, _ = rules.preset(at_desk(database), s.LABEL, "strict")
    change(database, new)
    assert weeks.problem(at_desk(database), s.LABEL).rules == new
    assert not sheet(database).is_shops
    change(database, new, for_later=True)
    assert sheet(database).is_shops


def test_opening_hours_asked_with_a_preset_are_the_posts_and_its_types_follow(database):
    desk = at_desk(database, **WHO)
    assert not sheet(database).is_opening_said
    always, lost = rules.preset(desk, s.LABEL, "liveable")
    assert "夜" in {each.code for each in always.types}
    assert lost == ()
    new, lost = rules.preset(desk, s.LABEL, "liveable", "每天 10:00-22:00")
    assert {each.code for each in new.types} == {"早", "中", "短"}
    assert [(each.plan, each.is_there) for each in lost] == [
        ("早中晚轮班", True),
        ("固定晚班", False),
    ]
    rules.change_rules(desk, s.LABEL, new, for_later=False, hours="每天 10:00-22:00")
    assert sheet(database).is_opening_said
    hours = {str(span) for post in shops.posts(desk) for day in post.opening for span in day}
    assert hours == {"10:00-22:00"}


def test_rules_of_a_published_week_stay(database):
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    publishing.publish(at_desk(database, **WHO), s.LABEL, reason="试排")
    before = sheet(database).week.rules
    with pytest.raises(InputError, match="rules_published"):
        change(database, dataclasses.replace(before, min_agents=0))
    assert sheet(database).week.rules == before
    assert sheet(database).is_published


def test_a_kind_that_a_limit_needs_cannot_be_taken_away(database):
    kind = ShiftKind("early", ClockSpan.parse("05:00-10:00"))
    plain = sheet(database).week.rules
    change(database, dataclasses.replace(plain, kinds=(kind,)))
    limits = (AgentLimit("A1", "early", 2),)
    rules.change_limits(at_desk(database, **WHO), s.LABEL, limits)
    with pytest.raises(InputError, match="unknown_kind"):
        change(database, plain)
    assert sheet(database).week.rules.kinds == (kind,)
    assert sheet(database).limits == limits


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ((AgentLimit("A9", "night", 1),), "unknown_agent"),
        ((AgentLimit("A1", "early", 1),), "unknown_kind"),
        ((AgentLimit("A1", "night", 1), AgentLimit("A1", "night", 2)), "duplicate_limit"),
    ],
)
def test_limits_that_do_not_fit_are_refused_and_nothing_is_kept(database, limits, code):
    with pytest.raises(InputError, match=code):
        rules.change_limits(at_desk(database, **WHO), s.LABEL, limits)
    assert sheet(database).limits == ()


def session(name="S1", agent="A1", team="", first=0, last=5):
    return Session(name, agent, team, 60, s.at(first, 0), s.at(last, 0))


@pytest.mark.parametrize(
    ("sessions", "code"),
    [
        ((session(agent="A9"),), "unknown_agent"),
        ((session(agent="", team="九组"),), "unknown_team"),
        ((session(), session(agent="A2")), "duplicate_session"),
    ],
)
def test_sessions_that_do_not_fit_are_refused_and_nothing_is_kept(database, sessions, code):
    with pytest.raises(InputError, match=code):
        rules.change_sessions(at_desk(database, **WHO), s.LABEL, sessions)
    assert sheet(database).sessions == ()


def test_sessions_of_other_weeks_stay(database):
    later = session("S2", first=8, last=12)
    rules.change_sessions(at_desk(database, **WHO), s.LABEL, (session(), later))
    rules.change_sessions(at_desk(database, **WHO), s.LABEL, ())
    assert sheet(database).sessions == ()
    with database.read() as unit:
        assert unit.agreements.sessions("main", s.at(7, 0), s.at(14, 0)) == (later,)


def test_a_session_due_is_missed_until_a_shift_holds_it(database):
    rules.change_sessions(at_desk(database, **WHO), s.LABEL, (session(),))
    assert weeks.problem(at_desk(database), s.LABEL).sessions == (session(),)


def test_a_limit_of_who_left_is_no_longer_part_of_the_question(database):
    rules.change_limits(at_desk(database, **WHO), s.LABEL, (AgentLimit("A2", "night", 0),))
    fewer = tuple(agent for agent in s.AGENTS if agent.id != "A2")
    with database.write() as unit:
        unit.staff.save_agents("main", fewer)
    assert weeks.problem(at_desk(database), s.LABEL).agent_limits == ()


def test_burdens_tell_past_week_and_share(database):
    # Last week A1 worked Saturday; of four alike people over two weeks that is half a weekend
    # shift each, rounded up one: A1's is used up, a Sunday of A2 is free.
    history = (s.shift("A1", day=-2),)
    intake.keep_week(at_desk(database, **WHO), s.week(history=history))
    roster = dataclasses.replace(s.roster(), shifts=(s.shift("A1", day=5), s.shift("A2", day=6)))
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, roster)
    found = burdens(at_desk(database), s.LABEL)
    by_id = {row.agent_id: row for row in found.rows}
    assert found.days_known == 2
    assert by_id["A1"].fair.past == Burden(0, 1, 0)
    assert (by_id["A1"].ahead.weekends, by_id["A1"].above.weekends) == (1, 0)
    assert (by_id["A2"].ahead.weekends, by_id["A2"].above.weekends) == (1, 0)


def test_burdens_wait_for_a_requirement(database):
    weeks.open_week(at_desk(database, **WHO), "2026-W50")
    assert burdens(at_desk(database), "2026-W50") is None


def test_the_past_is_a_quarter_only_where_fairness_has_a_price(database):
    plain = sheet(database).week.rules
    priced = dataclasses.replace(plain, weights=dataclasses.replace(plain.weights, fairness=1))
    assert (days_looked_back(plain), days_looked_back(priced)) == (MONTH_DAYS, 91)


def test_an_against_wish_counts_as_granted_or_not(database):
    kind = ShiftKind("early", ClockSpan.parse("05:00-10:00"))
    ruleset = dataclasses.replace(s.week().rules, kinds=(kind,))
    wishes = (Wish("A1", s.MONDAY, None, 1.0, "early", is_against=True),)
    intake.keep_week(at_desk(database, **WHO), s.week(rules=ruleset, wishes=wishes))
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    found = roster_sheet(at_desk(database), s.LABEL)
    assert found.wishes_broken == {"A1": 1}  # on at 09:00, which is early


EARLY = ShiftType("早", 510, 480, name_zh="早班", meal_min=60, weekdays=("monday", "sunday"))


def test_shift_types_are_kept_and_come_back(database):
    before = sheet(database).week.rules
    change(database, dataclasses.replace(before, types=(EARLY,)))
    assert sheet(database).week.rules.types == (EARLY,)
    assert weeks.problem(at_desk(database), s.LABEL).rules.kind_names == ("早",)


def test_the_table_of_types_gives_the_types_it_shows():
    types = (EARLY, ShiftType("N", 1410, 480, latest_start_clock=1425, start_step_min=15))
    types += (ShiftType("D", 600, (480, 370), contract_hours=((40, 40), (10.5, 39))),)
    rows = [*rows_of(SHIFT_TYPES, types), dict.fromkeys(names_of(SHIFT_TYPES), "")]
    assert values_of(SHIFT_TYPES, rows, table="班次") == types


def test_a_cell_holds_the_lengths_of_a_type_and_their_contracts():
    kind = ShiftType("D", 600, (480, 360), contract_hours=((40, 40), (10, 39)))
    (row,) = rows_of(SHIFT_TYPES, (kind,))
    assert (row["work_hours"], row["contract_hours"]) == ("8|6", "40-40|10-39")
    told = row | {"work_hours": "8 | 6 |", "contract_hours": "40|10-39"}
    assert values_of(SHIFT_TYPES, [told], table="班次") == (kind,)
    (one,) = rows_of(SHIFT_TYPES, (EARLY,))
    assert "|" not in one["work_hours"] + one["contract_hours"]


def test_the_table_of_plans_gives_the_plans_it_shows():
    plans = (
        WorkPlan("做五休二", ("早",), 5, 2, is_one_type=True, max_start_spread_min=90),
        WorkPlan("夜", max_nights_in_row=5, days_off_after_nights=2, free_weekend_every=4),
    )
    assert values_of(WORK_PLANS, rows_of(WORK_PLANS, plans), table="班制") == plans


def test_plans_are_kept_and_hold_for_those_without_one_of_their_own(database):
    before = sheet(database).week.rules
    plan = WorkPlan("做五休二", max_days_week=5, days_off_together=2)
    change(database, dataclasses.replace(before, plans=(plan,), work_plan=plan.name))
    asked = weeks.problem(at_desk(database), s.LABEL)
    assert {asked.plan_of(agent) for agent in asked.agents} == {plan}


def test_what_is_wrong_in_the_table_of_types_is_told_all_at_once():
    good = rows_of(SHIFT_TYPES, (EARLY,))[0]
    rows = [good, good | {"start": "25:00"}, good | {"code": "B", "work_hours": "8|six"}, good]
    with pytest.raises(InputError) as caught:
        values_of(SHIFT_TYPES, rows, table="班次")
    told = [(fault.file, fault.line, fault.code) for fault in caught.value.faults]
    assert told == [
        ("班次", 2, "clock_unreadable"),
        ("班次", 3, "not_number"),
        ("班次", 4, "duplicate_row"),
    ]


def test_a_plan_whose_parts_contradict_each_other_is_refused_when_it_is_saved(database):
    before = sheet(database).week.rules
    bad = WorkPlan("五天", days_week=(5,), days_off_together=3)

    with pytest.raises(InputError) as caught:
        change(database, dataclasses.replace(before, plans=(bad,), work_plan="五天"))

    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("plan_unkeepable", "五天")
    assert {name for name, _ in fault.details["parts"]} == {"days_week", "days_off_together"}
    assert sheet(database).week.rules == before

"""Who has which plan, where they stand in its cycle, and what the staff list then says."""

import dataclasses
import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.past_shift import PastShift
from scheduler.work_plan import WorkPlan
from service.roster import intake, rules
from service.roster.plan_people import (
    PlanTold,
    give_plan,
    planned_people,
    put_back,
    take_out,
    take_proposals,
)
from tests.builders import shift
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
PLANS = (WorkPlan("大小周", days_week=(5, 6)), WorkPlan("五天", days_week=(5,)))


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    desk = at_desk(opened, **WHO)
    intake.keep_week(desk, s.week())
    found = rules.rules_sheet(desk, s.LABEL).week.rules
    new = dataclasses.replace(found, plans=PLANS, work_plan="大小周")
    rules.change_rules(desk, s.LABEL, new, for_later=False)
    yield desk
    opened.close()


def test_who_stands_nowhere_known_is_asked_about_and_takes_what_is_proposed(desk):
    found = planned_people(desk, s.LABEL)
    asked = [one for one in found if not one.is_known]
    assert asked
    assert {one.plan.name for one in found} == {"大小周"}

    take_proposals(desk, s.LABEL, asked)

    settled = planned_people(desk, s.LABEL)
    assert all(one.is_known for one in settled)
    assert [one.agent.cycle_start for one in settled] == [one.cycle.start for one in found]


def test_a_person_gets_a_plan_and_a_fixed_week_and_loses_them_again(desk):
    first = planned_people(desk, s.LABEL)[0].agent
    before = give_plan(desk, s.LABEL, PlanTold(first.id, work_plan="五天"))
    give_plan(desk, s.LABEL, PlanTold(first.id, fixed_week=" 休|on any，班、班, off off"))

    now = planned_people(desk, s.LABEL)[0]
    assert before == first
    assert (now.plan.name, now.is_known) == ("五天", True)
    assert now.agent.fixed_week == ("休", "on", "any", "班", "班", "off", "off")

    take_out(desk, s.LABEL, [now])
    assert planned_people(desk, s.LABEL)[0].agent == first
    put_back(desk, s.LABEL, now.agent)
    assert planned_people(desk, s.LABEL)[0].agent == now.agent


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"work_plan": "没有的"}, "unknown_plan"),
        ({"fixed_week": "班|班"}, "fixed_week_days"),
        ({"fixed_week": "早|早|早|早|早|off|off"}, "unknown_type"),  # the week has no types
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(desk, told, code):
    first = planned_people(desk, s.LABEL)[0].agent
    with pytest.raises(InputError) as caught:
        give_plan(desk, s.LABEL, PlanTold(first.id, **told))
    assert {fault.code for fault in caught.value.faults} == {code}
    assert planned_people(desk, s.LABEL)[0].agent == first


def test_somebody_unknown_is_refused(desk):
    with pytest.raises(InputError) as caught:
        give_plan(desk, s.LABEL, PlanTold("X9", cycle_start=dt.date(2026, 12, 7)))
    assert [fault.code for fault in caught.value.faults] == ["unknown_agent"]


def test_a_phase_of_an_imported_history_is_kept_and_says_where_somebody_stands(tmp_path):
    opened = s.database(tmp_path)
    desk = at_desk(opened, **WHO)
    week = s.week()
    who = week.agents[0].id
    told = PastShift.of(shift(who, -3, post=week.posts[0].id, week=week.horizon))
    rules_ = dataclasses.replace(week.rules, plans=PLANS, work_plan="大小周")
    history = (dataclasses.replace(told, phase=1),)
    intake.keep_week(desk, dataclasses.replace(week, rules=rules_, history=history))

    found = {one.agent.id: one for one in planned_people(desk, s.LABEL)}

    assert found[who].is_known
    assert found[who].cycle.bounds(found[who].first) == (6, 6)  # the week after the first
    opened.close()

"""People who stand by: on no post before a call, on that of the call from then on."""

from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.changes import Changes
from scheduler.comfort import Comfort
from scheduler.demand import Forecast, Requirement
from scheduler.errors import InputError
from scheduler.explain import StandingThen, explain
from scheduler.hours_given import hours_given
from scheduler.hours_rules import OwedBy
from scheduler.nearest import calls_for, nearest
from scheduler.open_stretch import OpenStretch
from scheduler.repair import RepairParams, repair
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from scheduler.shift_type import ShiftType
from scheduler.simulate.crew import crew
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.standby import StandbyCall
from scheduler.verify.checker import verify
from scheduler.verify.comfort import missed_handovers
from scheduler.verify.cost import cost
from scheduler.verify.cover import people_at_work
from scheduler.verify.opening import closed_hours
from scheduler.verify.standby import fault_of
from scheduler.whatif import changed
from tests.builders import WEEK, agent, at, post, problem, rules

POSTS = ("presales", "aftersales")
EARLY = ShiftType("早", 480, 480)
STANDBY = ShiftType("机", 540, 480, is_standby=True, min_people=1, weekdays=("monday",))
LIMITS = SolveParams(seed=1, time_limit_s=None, work_limit=20)


def worked(name="A1", day=0, clock="09:00", where="presales"):
    return Shift(name, at(day, clock), at(day, clock) + 480, where)


def call(name="A1", clock="11:00", where="aftersales", day=0):
    return StandbyCall(name, at(day, clock), where)


def question(*calls, kinds=(EARLY, STANDBY), **more):
    """Return a week in which one person is needed on each post on Monday, from 8 to 18 o'clock."""
    agents = np.full((2, WEEK.intervals), np.nan)
    agents[:, 16:36] = 1.0
    asked = problem(
        agents=[agent("A1", POSTS), agent("A2", POSTS), agent("A3")],
        posts=[post(name, min_agents=0) for name in POSTS],
        ruleset=rules(shapes=(), types=kinds, may_start_before_min=60),
        need=Requirement(WEEK, POSTS, agents),
        **more,
    )
    return replace(asked, calls=calls)


def intervals(asked, *shifts):
    """Return how many intervals of Monday are covered on each post."""
    return people_at_work(asked, Roster(shifts))[:, :48].sum(axis=1).tolist()


def test_who_stands_by_covers_nothing_before_the_call_and_its_post_from_then_on():
    assert intervals(question(), worked()) == [0, 0]
    assert intervals(question(call()), worked()) == [0, 12]  # from 11 to 17 o'clock


def test_a_call_at_the_start_covers_the_whole_shift_and_an_absence_takes_its_part():
    away = Absence("A1", at(0, "15:00"), at(1), "ill")
    assert intervals(question(call(clock="09:00")), worked()) == [0, 16]
    assert intervals(question(call(), absences=(away,)), worked()) == [0, 8]


def test_a_night_of_standing_by_called_before_the_week_covers_what_reaches_into_it():
    kinds = (EARLY, ShiftType("机", 1200, 720, is_standby=True))
    night = Shift("A1", at(-1, "20:00"), at(0, "08:30"), "presales")
    night = replace(night, end_min=at(0, "08:00"))
    asked = question(call(day=-1, clock="23:00"), kinds=kinds, history=(night,))
    assert intervals(asked) == [0, 16]


def test_a_helper_with_the_hours_of_a_standby_type_is_at_work():
    assert intervals(question(), worked("helper 1")) == [16, 0]


def test_the_hours_of_standing_by_are_hours_of_work():
    kinds = (EARLY, replace(STANDBY, weekdays=()))
    week = tuple(worked(day=day) for day in range(6))
    found = verify(question(kinds=kinds), Roster(week))
    assert set(found.by_rule) == {"hours_per_week"}


def test_standing_by_outside_the_opening_of_a_post_is_no_breach_and_at_work_there_it_is():
    roster = Roster((worked(day=1),))
    late = replace(STANDBY, weekdays=())
    assert verify(question(kinds=(EARLY, late)), roster).is_clean
    assert closed_hours(question(kinds=(EARLY, late)), roster) == (0.0, 0.0)
    plain = replace(late, is_standby=False, min_people=0)
    assert "closed_post" in verify(question(kinds=(EARLY, plain)), roster).by_rule


def test_each_person_missing_on_standby_costs_as_the_hours_of_the_shift():
    asked = question()
    nobody, one = cost(asked, Roster()), cost(asked, Roster((worked(),)))
    assert (nobody.standby_hours, one.standby_hours) == (8.0, 0.0)
    assert nobody.total - one.total == 8 * asked.rules.weights.shortage_per_agent_hour


@pytest.mark.parametrize(
    ("calls", "code"),
    [
        ((call("A2"),), "call_not_standby"),
        ((call(clock="18:00"),), "call_outside"),
        ((call("A3"),), "call_uncertified"),
        ((call(clock="10:00"), call()), "called_already"),
        ((call(),), None),
    ],
)
def test_a_call_that_nothing_bears_has_its_own_fault_and_is_a_breach(calls, code):
    asked = question(*calls)
    shifts = (worked(), worked("A2", clock="08:00"), worked("A3"))
    fault = fault_of(asked, shifts, calls[-1])
    assert (fault and fault.code) == code
    assert verify(asked, Roster(shifts)).by_rule.get("call", 0) == (code is not None)
    if code:
        with pytest.raises(InputError) as caught:
            solve(replace(asked, pins=shifts), LIMITS)
        assert [each.code for each in caught.value.faults] == [code]


def test_a_called_shift_stands_in_a_repair_and_somebody_else_takes_the_rest():
    before = Roster((worked(), worked("A3", clock="08:00")))
    ill = Absence("A3", at(0), at(1), "ill")
    asked = question(call(), absences=(ill,))
    found = repair(asked, before, RepairParams(WEEK.start_min, 1.0), LIMITS)
    assert found.lost == (worked("A3", clock="08:00"),)
    assert worked() in found.result.roster.shifts  # the standby shift on the post it named
    assert verify(asked, found.result.roster).is_clean


def test_who_is_called_and_falls_ill_is_let_go_whole():
    asked = question(call(), absences=(Absence("A1", at(0, "12:00"), at(1), "ill"),))
    found = repair(asked, Roster((worked(),)), RepairParams(WEEK.start_min, 1.0), LIMITS)
    assert (found.lost, found.cuts) == ((worked(),), ())
    assert {shift.post for shift in found.result.roster.shifts} <= set(POSTS)


def test_an_explanation_names_who_could_be_called():
    roster = Roster((worked(), worked("A3")))
    stretch = OpenStretch("aftersales", at(0, "12:00"), at(0, "13:00"), 1)
    found = {one.agent_id: one.standing for one in explain(question(), roster, stretch).people}
    assert found["A1"] is StandingThen.STANDBY
    assert found["A3"] is StandingThen.UNCERTIFIED
    called = explain(question(call()), roster, stretch)
    assert called.people[0].standing is StandingThen.HERE
    later = explain(question(call(clock="14:00")), roster, stretch)
    assert later.people[0].standing is StandingThen.PAUSE  # not to be called a second time


def test_who_stands_by_is_proposed_before_anybody_else_at_the_price_of_the_call():
    roster = Roster((worked(), worked("A3")))
    stretch = OpenStretch("aftersales", at(0, "12:00"), at(0, "13:00"), 1)
    first, *others = nearest(question(), roster, stretch)
    assert (first.shift, first.call) == (worked(), call(clock="12:00"))
    assert others[0].shift.agent_id == "A2"
    way = explain(question(), roster, stretch).ways[0]
    weights = question().rules.weights
    assert way.helper == first
    assert way.cost_change == pytest.approx(-5 * weights.shortage_per_agent_hour)
    assert nearest(question(call()), roster, stretch)[0].call is None


def test_who_stands_by_is_proposed_where_a_shift_falls_out():
    gone = worked("A3", clock="08:00")
    roster = Roster((worked(), worked("A2", day=1)))
    assert calls_for(question(), roster, [gone]) == (call(clock="09:00", where="presales"),)
    ill = Absence("A1", at(0), at(1), "ill")
    assert calls_for(question(absences=(ill,)), roster, [gone]) == ()
    assert calls_for(question(call()), roster, [gone]) == ()
    assert calls_for(question(), roster, [worked("A3", day=1)]) == ()


def test_a_call_in_a_week_without_standby_types_is_told_before_any_search():
    with pytest.raises(InputError) as caught:
        solve(question(call(), kinds=(EARLY,)), LIMITS)
    assert [each.code for each in caught.value.faults] == ["call_not_standby"]


def test_the_simulated_crew_begins_at_the_call():
    params = SimulationParams(seed=1)
    uncalled = crew(question(), Roster((worked(),)), params)
    called = crew(question(call()), Roster((worked(),)), params)
    ticks = WEEK.intervals + 1
    assert len(uncalled.change_s) == ticks
    begins = sorted(called.change_s[called.agent == 0].tolist())
    assert begins[0] == (at(0, "11:00") - WEEK.start_min) * 60


def test_a_post_is_handed_over_to_who_stands_by_from_the_call_on():
    agents = np.full((2, WEEK.intervals), np.nan)
    agents[0, 16:34] = 1.0
    asked = replace(
        question(),
        requirement=Requirement(WEEK, POSTS, agents),
        posts=(post("presales", handover_min=30), post("aftersales")),
    )
    roster = Roster((worked(), worked("A3", clock="08:00")))
    assert missed_handovers(asked, roster) == 1
    assert missed_handovers(replace(asked, calls=(call(where="presales"),)), roster) == 0
    late = call(where="presales", clock="15:45")
    assert missed_handovers(replace(asked, calls=(late,)), roster) == 1


def test_nobody_stands_by_where_lines_of_comfort_are_compared():
    expected = Forecast(WEEK, POSTS, np.ones((2, WEEK.intervals)))
    asked = changed(question(call()), expected, Changes(comfort=Comfort.ONE_TYPE)).problem
    assert (asked.calls, asked.rules.standby) == ((), {})


def test_standing_by_is_no_hour_that_cover_cannot_use():
    asked = question(kinds=(EARLY, replace(STANDBY, work_min=360)))
    hours = replace(asked.rules.hours, hours_owed=OwedBy.WEEK)
    asked = replace(asked, rules=replace(asked.rules, hours=hours))
    standby = replace(worked(), end_min=at(0, "15:00"))
    both = worked("A2", clock="08:00"), worked("A3", clock="08:00")
    assert hours_given(asked, Roster((standby, *both))).unused_min == 480


def test_types_without_the_field_mean_what_they_meant():
    assert not ShiftType("早", 480, 480).is_standby
    assert RuleSet((), types=(EARLY,)).standby == {}

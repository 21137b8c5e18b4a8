"""The lines of comfort of a week in the database: made, read, adopted."""

import dataclasses

import pytest

from scheduler.comfort import Comfort
from scheduler.errors import InputError
from scheduler.shift_type import ShiftType
from scheduler.solve.result import SolveParams
from service.roster import publishing
from service.roster.rules import change_rules, rules_sheet
from service.shop import shops
from service.trial import scenarios
from service.trial.comfort import adopt_line, comfort_lines, make_lines
from service.trial.scenario_result import compute
from service.trial.scenarios import Changes, ScenarioInputs
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "计划员", "now": s.NOW}
NAMES = {line: (f"行 {line}", f"班制 {line}") for line in Comfort}
WORK = SolveParams(time_limit_s=None, work_limit=2, workers=1)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def views(database):
    return scenarios.scenarios(at_desk(database, now=s.NOW))


def computed(database):
    """Compute every line that is kept, without a process of its own."""
    for view in views(database):
        result = compute(at_desk(database), view.scenario, WORK)
        with database.write() as unit:
            unit.scenarios.save_result(view.scenario.id, result)
    return comfort_lines(views(database))


def rules_of(database):
    return rules_sheet(at_desk(database), s.LABEL).week.rules


def typed(database):
    early, late = ShiftType("早", 480, 480), ShiftType("晚", 780, 480)
    before = rules_of(database)
    new = dataclasses.replace(before, types=(early, late))
    change_rules(at_desk(database, **WHO), s.LABEL, new, for_later=False)


def test_a_line_is_made_for_each_that_the_rules_allow(database):
    made = make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    assert made == ("行 free", "行 close", "行 one_type", "行 off_together")
    typed(database)
    assert "行 rotation" in make_lines(at_desk(database, **WHO), s.LABEL, NAMES)


def test_computed_lines_prove_one_another_and_others_are_left_out(database):
    make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    other = ScenarioInputs(s.LABEL, Changes(comfort=Comfort.FREE, volume={"presales": 2.0}))
    scenarios.save_scenario(at_desk(database, **WHO), "别的", other)
    lines = computed(database)
    assert [line.comfort for line in lines] == [
        line for line in Comfort if line is not Comfort.ROTATION
    ]
    bounds = [line.proven["bound_hours"] for line in lines]
    assert bounds == sorted(bounds)
    assert lines[0].proven["dearer_hours"] == {"least": 0.0, "most": 0.0}
    assert lines[-1].lived.most_starts == 1


def test_lines_of_a_week_that_has_changed_prove_for_themselves_alone(database):
    make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    first = computed(database)
    typed(database)
    lines = comfort_lines(views(database))
    assert [line.comfort for line in lines] == [line.comfort for line in first]
    assert not any(line.view.is_current for line in lines)
    price = rules_of(database).weights.shortage_per_agent_hour
    bounds = [line.view.scenario.result.bound / price for line in lines]
    assert [line.proven["bound_hours"] for line in lines] == bounds


def test_lines_of_two_weeks_as_they_were_are_not_compared(database):
    make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    computed(database)
    typed(database)
    (view, *_) = views(database)
    result = compute(at_desk(database), view.scenario, WORK)
    with database.write() as unit:
        unit.scenarios.save_result(view.scenario.id, result)
    assert comfort_lines(views(database)) == ()


def test_a_line_is_adopted_into_the_rules_of_the_week_and_the_log_says_so(database):
    make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    before = rules_of(database)
    assert adopt_line(at_desk(database, **WHO), "行 off_together") == s.LABEL
    after = rules_of(database)
    (plan,) = after.plans
    assert (after.work_plan, plan.name, plan.days_off_together) == (
        plan.name,
        "班制 off_together",
        2,
    )
    assert after.weights == before.weights
    done = shops.actions(at_desk(database))[0]
    assert (done.name, done.details["scenario"]) == ("rules_changed", "行 off_together")


def test_a_published_week_keeps_its_rules(database):
    make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    publishing.publish(at_desk(database, **WHO), s.LABEL, reason="够了")
    with pytest.raises(InputError) as caught:
        adopt_line(at_desk(database, **WHO), "行 close")
    assert caught.value.faults[0].code == "rules_published"


def test_a_scenario_of_no_line_is_not_adopted(database):
    scenarios.save_scenario(at_desk(database, **WHO), "现状", ScenarioInputs(s.LABEL, Changes()))
    with pytest.raises(InputError) as caught:
        adopt_line(at_desk(database, **WHO), "现状")
    assert caught.value.faults[0].code == "scenario_without_comfort"


def test_a_rotation_is_adopted_where_it_is_the_same_for_all(database):
    typed(database)
    make_lines(at_desk(database, **WHO), s.LABEL, NAMES)
    adopt_line(at_desk(database, **WHO), "行 rotation")
    assert rules_of(database).plans[0].rotation == ("早", "晚")

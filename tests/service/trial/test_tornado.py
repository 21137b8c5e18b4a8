import pytest

from scheduler.errors import InputError
from scheduler.post import StaffingInputs
from service.demand.staffing_trial import Load, keep_staffing
from service.trial import scenarios
from service.trial.scenarios import Changes, ScenarioInputs
from service.trial.tornado import Input, tornado
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "计划员", "now": s.NOW}


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def test_a_tornado_turns_around_the_scenario(database):
    inputs = ScenarioInputs(s.LABEL, Changes(volume={"presales": 3.0}))
    found = tornado(at_desk(database), inputs, share=0.2)
    scenarios.save_scenario(at_desk(database, **WHO), "大促", inputs)
    (view,) = scenarios.scenarios(at_desk(database, now=s.NOW))
    assert found.base.required_hours == pytest.approx(sum(view.required_hours.values()))
    (volume,) = (bar for bar in found.bars if bar.input is Input.VOLUME)
    assert volume.high_values["presales"] == pytest.approx(3.6)


@pytest.mark.parametrize("load", Load)
def test_what_ifs_are_staffed_for_the_load_of_the_weeks_requirement(database, load):
    """The chats last an hour, so that the loads differ."""
    slow = {"presales": StaffingInputs(handle_s=3600.0)}
    kept = keep_staffing(at_desk(database, **WHO), s.LABEL, slow, load=load)
    inputs = ScenarioInputs(s.LABEL, Changes())
    scenarios.save_scenario(at_desk(database, **WHO), "现状", inputs)
    (view,) = scenarios.scenarios(at_desk(database, now=s.NOW))
    hours = pytest.approx(kept.requirement.hours)
    assert sum(view.required_hours.values()) == hours
    assert tornado(at_desk(database), inputs).base.required_hours == hours


def test_a_week_that_is_not_there_is_said(database):
    with pytest.raises(InputError):
        tornado(at_desk(database), ScenarioInputs("2026-W01", Changes()))

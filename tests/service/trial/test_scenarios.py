import dataclasses
import datetime as dt
import time
from decimal import Decimal

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from service import jobs
from service.month.kpi_intake import import_chats
from service.roster import requests
from service.shop import shops
from service.trial import scenarios
from service.trial.fan_out import program
from service.trial.scenario_result import compute as result_of
from service.trial.scenarios import Changes, ScenarioInputs
from tests.desks import at_desk
from tests.quick_and_slow import write_quick_and_slow
from tests.service import small_shop as s
from tests.workers import working

WHO = {"by": "计划员", "now": s.NOW}
BASE = ScenarioInputs(s.LABEL, Changes())
BUSY = ScenarioInputs(
    s.LABEL, Changes(volume={"presales": 3.0}, agents={"presales": 1}, hourly_cost=Decimal("35.5"))
)
WORK = SolveParams(time_limit_s=None, work_limit=2, workers=1)
PATIENCE_S = 120


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WHO))
    scenarios.save_scenario(at_desk(opened, **WHO), "现状", BASE)
    scenarios.save_scenario(at_desk(opened, **WHO), "大促", BUSY)
    yield opened
    opened.close()


def views(database):
    return {view.scenario.name: view for view in scenarios.scenarios(at_desk(database, now=s.NOW))}


def test_required_hours_are_known_at_once(database):
    found = views(database)
    assert list(found) == ["现状", "大促"]
    assert found["大促"].required_hours["presales"] > found["现状"].required_hours["presales"]
    assert found["大促"].required_hours["aftersales"] == found["现状"].required_hours["aftersales"]
    assert found["大促"].contract_hours["presales"] == 160.0
    assert found["大促"].scenario.inputs == BUSY


def test_a_scenario_is_copied_changed_and_removed(database):
    scenarios.copy_scenario(at_desk(database, **WHO), "大促", "大促二")
    assert views(database)["大促二"].scenario.inputs == BUSY
    scenarios.save_scenario(at_desk(database, **WHO), "大促二", BASE)
    assert views(database)["大促二"].scenario.inputs == BASE
    assert views(database)["大促"].scenario.inputs == BUSY
    with pytest.raises(InputError):
        scenarios.copy_scenario(at_desk(database, **WHO), "大促", "大促二")
    scenarios.remove_scenario(at_desk(database, **WHO), "大促二")
    with pytest.raises(InputError):
        scenarios.remove_scenario(at_desk(database, **WHO), "大促二")


def test_a_renamed_scenario_keeps_its_inputs_and_place(database):
    scenarios.rename_scenario(at_desk(database, **WHO), "现状", "原计划")
    assert list(views(database)) == ["原计划", "大促"]
    assert views(database)["原计划"].scenario.inputs == BASE
    scenarios.rename_scenario(at_desk(database, **WHO), "原计划", "原计划")


@pytest.mark.parametrize(
    ("name", "new_name", "code"),
    [
        ("现状", "大促", "scenario_exists"),
        ("现状", " ", "empty"),
        ("没有", "新的", "unknown_scenario"),
    ],
)
def test_a_name_that_does_not_do_changes_nothing(database, name, new_name, code):
    with pytest.raises(InputError) as caught:
        scenarios.rename_scenario(at_desk(database, **WHO), name, new_name)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert list(views(database)) == ["现状", "大促"]


def test_what_a_scenario_leads_to_can_be_followed(database):
    kept = views(database)["大促"].scenario
    quick = SimulationParams(replications=2, warm_up_min=0)
    found = result_of(at_desk(database), kept, WORK, simulation=quick)
    assert found.inputs == BUSY
    hours = sum(shift.work_min for shift in found.shifts) / 60
    assert found.wage_cost == (Decimal("35.5") * Decimal(str(hours))).quantize(Decimal("0.01"))
    assert len(found.short_by_hour["presales"]) == 168
    assert found.bound <= found.cost
    assert found.breaches == 0
    assert set(found.service_level) == {"", "presales", "aftersales"}


def test_people_short_by_hour_add_up_to_the_hours_missing(database):
    found = result_of(at_desk(database), views(database)["现状"].scenario, WORK)
    # two half-hours with the larger of both: never less than the hours missing
    assert sum(map(sum, found.short_by_hour.values())) >= found.short_hours
    assert found.service_level == {}


def test_a_result_is_out_of_date_once_inputs_or_week_change(database):
    def computed():
        view = views(database)["现状"]
        result = result_of(at_desk(database), view.scenario, WORK)
        with database.write() as unit:
            unit.scenarios.save_result(view.scenario.id, result)

    assert not views(database)["现状"].is_current
    computed()
    assert views(database)["现状"].is_current
    scenarios.save_scenario(at_desk(database, **WHO), "现状", BUSY)
    changed = views(database)["现状"]
    assert not changed.is_current
    assert changed.scenario.result.inputs == BASE
    scenarios.save_scenario(at_desk(database, **WHO), "现状", BASE)
    assert views(database)["现状"].is_current
    requests.enter_wish(at_desk(database, **WHO), s.week().wishes[0])
    assert not views(database)["现状"].is_current


def test_a_scenario_is_computed_in_a_process_of_its_own(database):
    now = dt.datetime.now(dt.UTC)
    started = scenarios.start_scenario(at_desk(database, by="计划员", now=now), "大促", WORK)
    deadline = time.monotonic() + PATIENCE_S
    with working(database):
        while not jobs.job(at_desk(database), started.id).state.is_over:
            assert time.monotonic() < deadline, "the process hangs"
            time.sleep(0.1)
    view = views(database)["大促"]
    assert view.job.state is jobs.JobState.DONE
    assert view.is_current
    assert view.job.progress.cost == view.scenario.result.cost
    assert jobs.latest_job(at_desk(database, now=s.NOW), s.LABEL) is None


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        (ScenarioInputs("2026-W01", Changes()), "unknown_week"),
        (ScenarioInputs(s.LABEL, Changes(agents={"presales": -9})), "too_few_agents"),
        (ScenarioInputs(s.LABEL, Changes(volume={"x": 2.0})), "unknown_post"),
    ],
)
def test_an_impossible_scenario_is_not_kept(database, inputs, code):
    with pytest.raises(InputError) as error:
        scenarios.save_scenario(at_desk(database, **WHO), "坏", inputs)
    assert error.value.faults[0].code == code
    assert "坏" not in views(database)


def test_a_scenario_that_no_longer_fits_is_listed_with_its_faults(database):
    fewer = ScenarioInputs(s.LABEL, Changes(agents={"presales": -3}))
    scenarios.save_scenario(at_desk(database, **WHO), "减员", fewer)
    shops.save_agents(at_desk(database, **WHO), s.AGENTS[2:])
    found = views(database)
    assert [fault.code for fault in found["减员"].faults] == ["too_few_agents"]
    assert found["减员"].required_hours == {}
    assert found["现状"].faults == ()


def test_a_week_that_changed_is_told_from_inputs_that_changed(database):
    kept = views(database)["大促"].scenario
    result = result_of(at_desk(database), kept, WORK)
    with database.write() as unit:
        unit.scenarios.save_result(kept.id, result)
    found = views(database)["大促"]
    assert found.is_current
    assert not found.has_week_changed
    assert found.gap.hours == pytest.approx(
        (result.cost - result.bound) / 20
    )  # price of an hour short
    assert found.bound_hours == pytest.approx(result.bound / 20)
    scenarios.save_scenario(at_desk(database, **WHO), "大促", BASE)
    edited = views(database)["大促"]
    assert (edited.is_current, edited.has_week_changed, edited.gap) == (False, False, None)
    scenarios.save_scenario(at_desk(database, **WHO), "大促", BUSY)
    requests.enter_absence(at_desk(database, **WHO), Absence("A1", s.at(3, 0), s.at(4, 0)))
    assert views(database)["大促"].has_week_changed


def test_a_result_says_which_program_computed_it_and_when_that_was_another(database):
    kept = views(database)["大促"].scenario
    result = result_of(at_desk(database), kept, WORK)
    for noted, is_other in ((result.program, False), ("0.0-other", True), ("", True)):
        with database.write() as unit:
            unit.scenarios.save_result(kept.id, dataclasses.replace(result, program=noted))
        found = views(database)["大促"]
        assert (found.is_current, found.has_program_changed) == (True, is_other)
    assert result.program == program()


def test_the_roster_of_a_scenario_is_written(database, tmp_path):
    kept = views(database)["大促"].scenario
    with pytest.raises(InputError) as error:
        scenarios.write_scenario_roster(at_desk(database), "大促", tmp_path / "roster.csv")
    assert error.value.faults[0].code == "scenario_without_roster"
    result = result_of(at_desk(database), kept, WORK)
    with database.write() as unit:
        unit.scenarios.save_result(kept.id, result)
    scenarios.write_scenario_roster(at_desk(database), "大促", tmp_path / "roster.csv")
    lines = (tmp_path / "roster.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == len(result.shifts) + 1


def test_the_same_inputs_and_work_give_the_same_result(database):
    kept = views(database)["大促"].scenario
    first, second = (result_of(at_desk(database), kept, WORK) for _ in range(2))
    assert dataclasses.replace(first, seconds=0.0) == dataclasses.replace(second, seconds=0.0)


def test_a_scenario_is_simulated_at_the_speeds_peoples_own_chats_show(database, tmp_path):
    kept, few = views(database)["大促"].scenario, SimulationParams(replications=3)
    alike = result_of(at_desk(database, now=s.NOW), kept, WORK, simulation=few)
    chats = write_quick_and_slow(tmp_path / "chats.csv", s.CLOCK, dt.date(2026, 11, 2))
    import_chats(at_desk(database, **WHO), chats)
    own = result_of(at_desk(database, now=s.NOW), kept, WORK, simulation=few)
    assert (alike.own_speeds, own.own_speeds) == (0, 2)
    assert own.shifts == alike.shifts
    assert own.service_level["presales"] != alike.service_level["presales"]
    assert result_of(at_desk(database, now=s.NOW), kept, WORK).own_speeds == 0

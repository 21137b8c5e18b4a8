import dataclasses

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.post import LevelDefinition, StaffingInputs
from scheduler.roster import Roster
from scheduler.simulate.params import SimulationParams
from service.roster import editing, intake, publishing, weeks
from service.shop import shops
from service.trial import simulation
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
HERE = (s.LABEL,)
QUICK = SimulationParams(replications=3, seed=7, warm_up_min=0)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def full_week():
    return Roster(
        tuple(
            s.shift(agent, day=day, post=post)
            for day in range(7)
            for agent, post in (("A1", "presales"), ("A2", "presales"), ("A3", "aftersales"))
        )
    )


def test_what_a_simulation_showed_is_kept(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    told = simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
    kept = simulation.latest_simulation(at_desk(database), *HERE)
    assert kept.is_current
    assert kept.kept.note == told.kept.note
    assert kept.kept.note.replications == 3
    assert 0 < kept.kept.note.total["service_level"].mean <= 1
    assert kept.kept.course["service_level"].shape == (3, 2, 336)


def test_the_same_seed_shows_the_same(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    first, second = (
        simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK).kept for _ in range(2)
    )
    assert first.note == second.note
    for name, values in first.course.items():
        np.testing.assert_array_equal(values, second.course[name])


def test_a_change_of_the_roster_makes_it_out_of_date(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
    editing.change(at_desk(database, **WHO), *HERE, removed=(s.shift("A2", day=3),))
    assert not simulation.latest_simulation(at_desk(database), *HERE).is_current


def test_a_post_without_people_misses_its_target(database):
    presales = Roster(tuple(x for x in full_week().shifts if x.post == "presales"))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, presales)
    told = simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
    assert told.missed == ("aftersales",)


def test_a_target_within_the_interval_is_not_missed(database):
    posts = tuple(
        dataclasses.replace(post, staffing=StaffingInputs(service_level=0.01))
        for post in s.week().posts
    )
    intake.keep_week(at_desk(database, **WHO), s.week(posts=posts))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    assert simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK).missed == ()


def test_without_roster_or_forecast_there_is_nothing_to_simulate(database):
    with pytest.raises(InputError) as error:
        simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
    assert error.value.faults[0].code == "week_without_roster"
    assert simulation.latest_simulation(at_desk(database), *HERE) is None
    intake.keep_week(at_desk(database, **WHO), s.week(forecast=None))
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    with pytest.raises(InputError) as error:
        simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
    assert error.value.faults[0].code == "week_without_forecast"
    assert weeks.weeks(at_desk(database))[0].version == 1


def test_a_listener_hears_of_every_week_simulated(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    heard = []
    simulation.simulate_version(
        at_desk(database, **WHO), *HERE, QUICK, listener=lambda *told: heard.append(told)
    )
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_simulation_that_is_broken_off_keeps_nothing(database):
    def stop(*_):
        raise KeyboardInterrupt

    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    with pytest.raises(KeyboardInterrupt):
        simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK, listener=stop)
    assert simulation.latest_simulation(at_desk(database), *HERE) is None


def with_presales(database, **staffing):
    (presales, aftersales) = shops.posts(at_desk(database))
    changed = dataclasses.replace(
        presales, staffing=dataclasses.replace(presales.staffing, **staffing)
    )
    shops.save_post(at_desk(database, **WHO), changed)
    return changed, aftersales


def test_a_target_is_missed_by_the_definition_the_post_names(database):
    """Of those answered nearly all are in time; of those offered many leave before."""
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    told = {}
    for definition in LevelDefinition:
        with_presales(database, definition=definition, patience_s=20.0, service_level=0.9)
        tested = simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
        told[definition] = ("presales" in tested.missed, tested.kept.note.by_post["presales"])
    assert told[LevelDefinition.ANSWERED_OF_OFFERED][0]
    assert not told[LevelDefinition.ANSWERED_OF_ANSWERED][0]
    of_offered, of_answered = (
        told[each][1]["service_level"].mean
        for each in (LevelDefinition.ANSWERED_OF_OFFERED, LevelDefinition.ANSWERED_OF_ANSWERED)
    )
    assert of_offered < 0.9 < of_answered


def test_other_staffing_inputs_make_it_out_of_date_another_target_does_not(database):
    publishing.keep_roster(at_desk(database, **WHO), *HERE, full_week())
    simulation.simulate_version(at_desk(database, **WHO), *HERE, QUICK)
    with_presales(database, service_level=0.99)
    assert simulation.latest_simulation(at_desk(database), *HERE).is_current
    with_presales(database, within_s=60.0)
    assert not simulation.latest_simulation(at_desk(database), *HERE).is_current

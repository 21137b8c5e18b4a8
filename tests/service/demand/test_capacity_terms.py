"""Terms of the months to come under a name: every version stays, and who kept it."""

from dataclasses import replace

import pytest

from scheduler.capacity.params import CapacityParams
from scheduler.errors import InputError
from scheduler.staffing.speeds import NewcomerStep, Speeds
from service.demand.capacity import CapacityScenario
from service.demand.capacity_terms import keep_terms, kept_terms, newest_terms, remove_terms
from tests.desks import at_desk
from tests.service import small_shop as s

BUSY = CapacityScenario("双11", CapacityParams(margin=0.1), 1.5)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def versions(database):
    return [
        (one.scenario.name, one.version, one.is_newest) for one in kept_terms(at_desk(database))
    ]


def test_each_change_is_a_version_and_the_same_again_is_none(database):
    keep_terms(at_desk(database), BUSY)
    keep_terms(at_desk(database), BUSY)
    keep_terms(at_desk(database, by="李"), replace(BUSY, volume=1.8))
    keep_terms(at_desk(database), CapacityScenario("平常"))
    assert versions(database) == [("平常", 1, True), ("双11", 2, True), ("双11", 1, False)]
    assert newest_terms(at_desk(database), "双11").volume == 1.8
    assert kept_terms(at_desk(database))[1].kept.by == "李"
    remove_terms(at_desk(database), "双11")
    assert versions(database) == [("平常", 1, True)]


def test_what_somebody_else_kept_meanwhile_is_not_passed_over(database):
    keep_terms(at_desk(database), BUSY)
    old = at_desk(database, by="王", seen=at_desk(database).seen_now())
    keep_terms(at_desk(database, by="李"), replace(BUSY, volume=1.8))
    with pytest.raises(InputError, match="changed_meanwhile"):
        keep_terms(old, replace(BUSY, volume=2.0))


@pytest.mark.parametrize(("name", "code"), [(" ", "empty"), ("长" * 41, "name_too_long")])
def test_a_name_must_be_one(database, name, code):
    with pytest.raises(InputError, match=code):
        keep_terms(at_desk(database), replace(BUSY, name=name))
    with pytest.raises(InputError, match="unknown_terms"):
        remove_terms(at_desk(database), "gone")


@pytest.mark.parametrize(
    ("factors", "ramp"),
    [
        ((0.6, 0.8, 0.98, None), (0.6, 4)),
        ((0.6, 0.8, 0.9, None), (0.6, 8)),  # not as fast in any weeks that are known
        ((None, 0.8, 0.98, None), None),  # nobody knows how they begin
        ((0.99, 1.0, None, None), None),  # as fast at once
    ],
)
def test_a_learning_curve_is_how_new_people_begin_and_when_they_are_as_fast(factors, ramp):
    steps = zip((0, 2, 4, 8), (2, 4, 8, 13), factors, strict=True)
    curve = tuple(NewcomerStep(first, after, factor, 300) for first, after, factor in steps)
    assert Speeds({}, {}, curve).ramp == ramp

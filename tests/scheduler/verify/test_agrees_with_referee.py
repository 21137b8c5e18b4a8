"""
The checker against ``referee.py`` of the contact-centre format, which shares no code with it.

Counts by rule must be equal, and costs to 1e-6: on the known rosters, and on seeded spoilt ones.
The large weeks take minutes: with ``PAIBAN_SPOILT_ALL=1`` there are 500 spoilt rosters of each.
"""

import importlib.util
import os
import random
import tomllib
from functools import cache
from types import SimpleNamespace

import pytest

from scheduler.roster import Roster
from scheduler.verify.checker import verify
from store.files.roster_table import shift_rows
from store.files.source import write_table
from store.files.week import read_roster, read_week
from tests.scheduler.verify.mutations import MUTATIONS

INSTANCES = ("cc20", "cc30d", "cc50", "cc200", "cc500", "cc2000")
USUAL = {"cc20": 500, "cc30d": 500, "cc50": 500, "cc200": 40}
SPOILT = dict.fromkeys(INSTANCES, 500) if os.environ.get("PAIBAN_SPOILT_ALL") == "1" else USUAL
MOST_AT_ONCE = 4


@pytest.fixture(scope="module")
def referee(shared):
    """Return the referee, reading each file that does not change once."""
    path = shared / "benchmarks" / "contact_centre" / "referee.py"
    spec = importlib.util.spec_from_file_location("referee", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.tomllib = SimpleNamespace(load=_load_and_close)
    rows, kept = module.rows, cache(module.rows)
    module.rows = lambda file: rows(file) if str(file).endswith("spoilt.csv") else kept(file)
    return module


def _load_and_close(file):
    with file:
        return tomllib.load(file)


@pytest.fixture(scope="module")
def instance(shared):
    @cache
    def read(name):
        folder = shared / "benchmarks" / "contact_centre" / name
        problem = read_week(folder).problem()
        return folder, problem, read_roster(folder / "known_roster.csv", problem)

    return read


def assert_same_word(referee, folder, problem, file, roster):
    said = referee.check(str(folder), str(file))
    verdict = verify(problem, roster)
    assert verdict.by_rule == said["by_rule"]
    assert verdict.cost.total == pytest.approx(said["cost"], abs=1e-6, rel=0)


@pytest.mark.parametrize("name", INSTANCES)
def test_known_rosters_are_clean_at_the_referees_cost(name, referee, instance):
    folder, problem, roster = instance(name)
    assert verify(problem, roster).is_clean
    assert_same_word(referee, folder, problem, folder / "known_roster.csv", roster)


@pytest.mark.parametrize(("name", "rosters"), SPOILT.items())
def test_spoilt_rosters_get_the_referees_word(name, rosters, referee, instance, tmp_path):
    folder, problem, known = instance(name)
    for seed in range(rosters):
        chance = random.Random(seed)
        shifts = list(known.shifts)
        times = 1 if seed < len(MUTATIONS) else chance.randint(1, MOST_AT_ONCE)
        for number in range(times):
            mutation = MUTATIONS[seed % len(MUTATIONS)] if number == 0 else chance.choice(MUTATIONS)
            shifts = mutation(shifts, chance, problem)
        chance.shuffle(shifts)
        file = tmp_path / "spoilt.csv"
        write_table("roster", shift_rows(shifts, problem.horizon.clock), file)
        spoilt = Roster(tuple(shifts))
        if seed < len(MUTATIONS):  # reading costs as much as checking: once for each way to spoil
            assert read_roster(file, problem) == spoilt
        assert_same_word(referee, folder, problem, file, spoilt)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_every_way_to_spoil_changes_the_roster(mutation, instance):
    _, problem, known = instance("cc20")
    shifts = list(known.shifts)
    seeds = range(20)
    assert any(mutation(shifts, random.Random(seed), problem) != shifts for seed in seeds)


def test_spoilt_rosters_break_every_rule_of_the_referee(instance):
    _, problem, known = instance("cc30d")
    broken = set()
    for seed in range(200):
        chance = random.Random(seed)
        shifts = list(known.shifts)
        for _ in range(6):
            shifts = chance.choice(MUTATIONS)(shifts, chance, problem)
        broken |= verify(problem, type(known)(tuple(shifts))).by_rule.keys()
    assert broken == {
        "unknown_agent", "outside_week", "skill", "grid", "shape", "hours_per_day", "night",
        "absence", "rest", "two_shifts_a_day", "hours_per_week", "days_off", "consecutive_days",
        "sealed",
    }  # fmt: skip

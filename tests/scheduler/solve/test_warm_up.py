import os
from contextlib import nullcontext

import numba
import pytest

from scheduler import compiled
from scheduler.compiled import Part, compiled_beside
from scheduler.solve.tables import tables_of
from scheduler.solve.warm_up import smallest
from tests.builders import agent, horizon, post, problem, rules

WEEK = horizon(days=9)
PROBLEMS = {
    "people of two kinds on two posts": problem(
        week=WEEK,
        agents=[agent("A1", ("p", "q")), agent("A2", ("p",), hours=30)],
        posts=[post("p"), post("q")],
    ),
    "nights and weekends limited": problem(
        week=WEEK,
        agents=[agent("A1"), agent("A2", hours=20, max_consecutive_days=3)],
        ruleset=rules(max_nights_per_month=4, max_weekends_per_month=1, min_consecutive_days=2),
    ),
}


def types(asked):
    """Return the types the kernels are compiled for."""
    return [numba.typeof(part) for part in tables_of(asked)]


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_is_compiled_once_fits_every_problem(name):
    # another memory layout would compile all kernels anew, within a solve's time limit
    assert types(PROBLEMS[name]) == types(smallest())


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Return the processes begun while kernels are kept in an empty folder on two cores."""
    begun = []
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)
    monkeypatch.setattr(compiled, "is_prepared", lambda part: (tmp_path / part).exists())
    monkeypatch.setattr(compiled.SETTINGS, "DISABLE_JIT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    def popen(command, **_):
        begun.append(command)
        return nullcontext()

    monkeypatch.setattr(compiled.subprocess, "Popen", popen)
    return begun


def test_another_process_compiles_the_bound_beside_the_first_time(started):
    with compiled_beside(Part.ENGINE, "a.module"):
        with compiled_beside(Part.ENGINE, "a.module"):  # a second program that begins meanwhile
            pass
        assert len(started) == 1
    with compiled_beside(
        Part.ENGINE, "a.module"
    ):  # the mark is gone, so a first one that failed is made good
        pass
    assert [command[1:] for command in started] == 2 * [["-P", "-m", "a.module"]]


@pytest.mark.parametrize("why", ["prepared", "one core", "no compiler", "nowhere to keep it"])
def test_no_other_process_is_begun_where_it_is_no_help(started, monkeypatch, tmp_path, why):
    if why == "prepared":
        (tmp_path / "engine").touch()
    elif why == "one core":
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    elif why == "no compiler":
        monkeypatch.setattr(compiled.SETTINGS, "DISABLE_JIT", 1)
    else:
        monkeypatch.setattr(compiled, "FOLDER", None)
    with compiled_beside(Part.ENGINE, "a.module"):
        pass
    assert not started

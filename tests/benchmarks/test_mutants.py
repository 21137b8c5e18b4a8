import os
from dataclasses import replace

import pytest

from benchmarks.mutants import ROOT, Mutant, is_killed, mutants

pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="a child's processor time is POSIX"
)

SOURCE = """
class Gate:
    def opens(self, at):
        return at < 9

def opens(at):
    return at < 9
"""
TESTS = """
from gate import Gate, opens

def test_of_the_function():
    assert opens(8) and not opens(9)
"""
FUNCTION = Mutant("gate.py", "opens", "at < 9", "at <= 9", ("test_gate.py",))
METHOD = replace(FUNCTION, function="Gate.opens")


@pytest.mark.parametrize("one", mutants(), ids=lambda one: f"{one.function}: {one.was}")
def test_every_change_has_its_place(one):
    source = (ROOT / one.file).read_text("utf-8")
    assert one.changed(source) != source
    assert all((ROOT / test).exists() for test in one.tests)


def test_sixty_changes_that_differ():
    found = mutants()
    assert len({(one.file, one.function, one.was) for one in found}) == len(found) == 60


@pytest.mark.parametrize(
    "gone", [replace(FUNCTION, function="shuts"), replace(FUNCTION, was="at < 10")]
)
def test_a_place_that_is_gone_is_told(gone):
    with pytest.raises(ValueError, match=r"not once|no definition"):
        gone.changed(SOURCE)


def test_a_text_that_stands_there_twice_is_told():
    with pytest.raises(ValueError, match="not once"):
        replace(FUNCTION, was="at").changed(SOURCE)


def test_only_what_a_test_asks_for_is_killed_and_the_file_comes_back(tmp_path):
    (tmp_path / "gate.py").write_text(SOURCE, "utf-8")
    (tmp_path / "test_gate.py").write_text(TESTS, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    assert [is_killed(one, tmp_path)[0] for one in (FUNCTION, METHOD)] == [True, False]
    assert (tmp_path / "gate.py").read_text("utf-8") == SOURCE


def test_tests_that_cannot_be_run_say_nothing_of_a_change(tmp_path):
    (tmp_path / "gate.py").write_text(SOURCE, "utf-8")
    with pytest.raises(RuntimeError, match="pytest 4"):
        is_killed(FUNCTION, tmp_path)

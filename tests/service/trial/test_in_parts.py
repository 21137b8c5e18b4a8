"""A week in parts on real processes: the same as in one, also where one is killed."""

import os
import signal
import time

import pytest

from scheduler.errors import InputError
from scheduler.parts.whole import solve_in_parts
from service.trial import fan_out
from service.trial.fan_out import hands
from service.trial.in_parts import InParts
from tests.scheduler.parts.test_whole import LIMITS, Here, week
from tests.service.trial.test_sweep import doubled

WAIT_S = 20


def never():
    return False


def number_and_process(number):
    return number, os.getpid()


def test_two_processes_make_the_roster_of_one():
    here = solve_in_parts(week(), LIMITS, 2, Here())
    with hands(processes=2) as two:
        there = solve_in_parts(week(), LIMITS, 2, two)
    assert (there.roster, there.bound) == (here.roster, here.bound)


def test_batch_after_batch_is_answered_in_order_also_where_processes_are_killed(tmp_path):
    with hands(processes=2) as two:
        tasks = [(1, None), (2, tmp_path / "once"), (3, None)]
        assert two.all_of(doubled, tasks, never) == [2, 4, 6]
        found = two.all_of(number_and_process, range(4), never)
        assert [number for number, _ in found] == [0, 1, 2, 3]
        os.kill(found[0][1], signal.SIGKILL)  # while nothing is asked
        again = two.all_of(number_and_process, range(4), never)
        assert [number for number, _ in again] == [0, 1, 2, 3]
        assert found[0][1] not in {process for _, process in again}


def test_a_roster_to_begin_with_is_refused():
    with pytest.raises(InputError) as told:
        InParts(2)(week(), LIMITS, start=Here())
    assert told.value.faults[0].code == "parts_alone"


def until_asked(_task):
    """Work until a stop is asked for, as a part's solve does."""
    ends = time.monotonic() + WAIT_S
    while not fan_out.stop_asked() and time.monotonic() < ends:
        time.sleep(0.01)
    return fan_out.stop_asked()


def test_a_stop_reaches_the_processes():
    asked = []
    with hands(processes=2) as two:
        two.all_of(number_and_process, range(2), never)  # begun
        found = two.all_of(until_asked, range(2), lambda: asked.append(1) or len(asked) > 4)
    assert set(found) - {None} == {True}  # None: not begun before the stop

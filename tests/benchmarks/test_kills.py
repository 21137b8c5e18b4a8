import os
import signal

import numpy as np
import pytest

from benchmarks.kill_script import Act, acts, new_shop
from benchmarks.kills import Asked, Tally, judged, kill_solves, killed, run, undisturbed
from benchmarks.places import Files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are POSIX signals")


@pytest.mark.parametrize(
    ("found", "verdict"),
    [("c", "kept"), ("d", "whole"), ("b", "lost"), ("a", "lost"), ("e", "torn"), ("x", "torn")],
)
def test_a_database_after_a_kill_is_judged_by_an_undisturbed_run(found, verdict):
    assert judged(["a", "b", "c", "d", "e"], 2, found) == verdict


def test_nothing_acknowledged_is_lost_and_restores_equal_their_backups(tmp_path):
    tally, equal = run(Asked(4, 1, restores=4, cycles=1), Files(tmp_path), tmp_path)
    assert (tally.kills.total(), tally.is_clean, equal) == (4, True, 4)


@pytest.mark.slow
def test_a_killed_solve_is_begun_again_and_done_once(tmp_path):
    new_shop(tmp_path / "base.db")
    tally = Tally()
    kill_solves(1, np.random.default_rng(1), tally, Files(tmp_path))
    assert (tally.kills.total(), tally.is_clean) == (1, True)


@pytest.fixture
def half(tmp_path):
    """Return an action of two writes whose process dies between them, but not in this one."""
    new_shop(tmp_path / "base.db")
    first, second, *_ = acts(tmp_path, 1)
    here = os.getpid()

    def do(database):
        first.do(database)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        second.do(database)

    return Act("import", do)


def test_an_action_that_is_half_written_is_found(tmp_path, half):
    place = Files(tmp_path)
    states = undisturbed((half,), place)
    done, _ = killed((half,), place.copy("base", "paiban"), 0, 30.0)
    assert (done, judged(states, done, place.digest("paiban"))) == (0, "torn")

"""The mean time to the reply of a turn, against the pool of staffing and by hand."""

import numpy as np
import pytest

from scheduler.post import SpeedsFrom, StaffingInputs, StaffingTarget
from scheduler.simulate.hall import NONE, new_chats
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.simulate.turns import reply_seconds
from scheduler.staffing.cycle import ReplyCycle
from scheduler.staffing.turns import turns_at
from tests.scheduler.simulate.weeks import always, forecast, post, problem

CYCLE = ReplyCycle(30.0, 60.0, 5.0)
TIMES = tuple(CYCLE.handle_s(chats) for chats in (1, 2, 3))
RHYTHM = {
    "handle_s": TIMES[-1],
    "handle_s_by_level": TIMES,
    "speeds_from": SpeedsFrom.RHYTHM,
    "reply_cycle": CYCLE,
}
TURNS = StaffingTarget(0.8, 60.0, every_turn=True)


@pytest.mark.parametrize("per_interval", [8.0, 13.0, 16.0])
def test_the_mean_is_that_of_the_pool_that_is_staffed_for(per_interval):
    week = problem([post(**RHYTHM)], 3)
    params = SimulationParams(replications=60, seed=2, handle_s_by_level={"presales": TIMES})
    found = simulate(week, always(3), forecast(per_interval), params)
    pool = turns_at(3.0, per_interval / 1800.0, week.posts[0].staffing, TURNS)
    assert float(found.total.mean_response_s.mean) == pytest.approx(pool.mean_s, rel=0.04)
    assert found.by_interval.mean_response_s.mean.shape == (1, 48)


def test_a_chat_alone_is_worked_out_by_hand():
    chats = new_chats(*(np.array([value]) for value in (0, 100.0, 450.0, 60.0)))
    chats["agent"], chats["replied"], chats["ended"] = 0, 120.0, 570.0
    spent, count = reply_seconds(chats, StaffingInputs(**RHYTHM), 2, 1800.0)
    later = 0.8 * 450.0 / 90.0  # a reply each 30 s of typing and 60 s of the customer's
    assert count.tolist() == pytest.approx([1 + later, 0.0])
    assert spent.tolist() == pytest.approx([20.0 + 30.0 + later * 30.0, 0.0])
    chats["agent"] = NONE  # nobody replied: no turn is counted
    assert reply_seconds(chats, StaffingInputs(**RHYTHM), 2, 1800.0)[1].sum() == 0.0


def test_without_a_rhythm_it_is_not_known():
    found = simulate(problem(), always(3), forecast(8.0), SimulationParams(replications=2))
    assert np.isnan(found.total.mean_response_s.mean)

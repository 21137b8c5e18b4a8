"""Further promises of a post, counted chat by chat."""

import numpy as np
import pytest

from scheduler.horizon import ClockSpan
from scheduler.post import LevelDefinition, StaffingTarget
from scheduler.simulate.judge import judge_of, promises_of
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate, simulate_records
from scheduler.staffing.platform import effective_reply_1h, three_minute_reply
from tests.scheduler.simulate.weeks import always, forecast, horizon, post, problem


def played(**staffing):
    week = problem([post(**staffing)], 2)
    params = SimulationParams(replications=3, warm_up_min=0)
    return week, simulate(week, always(2), forecast(24.0), params)


def test_a_promise_equal_to_the_service_level_is_kept_as_often():
    for definition in LevelDefinition:
        same = StaffingTarget(0.9, 30.0, definition)
        _, found = played(definition=definition, targets=(same,))
        assert float(found.kept.mean[0]) == float(found.total.service_level.mean)


def test_the_answer_rate_is_a_promise_without_a_time():
    _, found = played(answer_rate=0.9, targets=(three_minute_reply(0.95),))
    assert [each.is_answer_rate for each in found.promises] == [False, True]
    assert float(found.kept.mean[1]) == float(found.total.answer_rate.mean)
    assert found.kept.mean[0] > found.total.service_level.mean


def test_chats_outside_its_hours_are_not_asked():
    week, found = played(targets=(effective_reply_1h(0.95),))
    records = simulate_records(
        week,
        always(2),
        _customers(week),
        SimulationParams(replications=1, warm_up_min=0),
    )
    hours = (records.arrived_s // 60 - week.horizon.start_min) / 60
    by_day = (hours >= 8) & (hours < 23)
    assert found.promised[0, 1, 0] == by_day.sum()
    assert found.promised[0, 0, 0] == (by_day & ~np.isnan(records.replied_s)).sum()


def _customers(week):
    from scheduler.simulate.customers import draw_customers  # noqa: PLC0415 - of this fact alone

    return draw_customers(week.posts, forecast(24.0), SimulationParams(warm_up_min=0))


def test_a_deferrable_post_promises_the_whole_reply():
    later = {"is_deferrable": True, "handle_s": 600.0, "within_s": 7200.0}
    _, found = played(**later, targets=(StaffingTarget(0.8, 7200.0), StaffingTarget(0.8, 300.0)))
    assert float(found.kept.mean[0]) == float(found.total.service_level.mean)
    assert found.kept.mean[1] < found.kept.mean[0]


def test_posts_without_further_targets_promise_nothing_more():
    week, found = played()
    assert found.promises == promises_of(week.posts) == ()
    assert found.promised.shape == (3, 2, 0)


@pytest.mark.parametrize("clock", ["00:00", "23:30"])
def test_hours_go_by_the_clock_of_the_shop(clock):
    over = horizon()
    judge = judge_of([post()], forecast(1.0), over)
    assert (ClockSpan.parse("23:00-01:00").start_clock, len(judge.clocks)) == (1380, 48)
    assert judge.clocks[0 if clock == "00:00" else 47] == {"00:00": 0, "23:30": 1410}[clock]

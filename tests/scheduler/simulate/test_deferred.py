"""Work that may wait: carried over, done in order, judged when it falls due."""

import dataclasses

import numpy as np
import pytest

from scheduler.demand import Forecast
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.roster import Roster
from scheduler.simulate.customers import FOR_EVER_S, draw_customers
from scheduler.simulate.hall import NONE, TAKE, new_chats, new_hall
from scheduler.simulate.judge import Judge
from scheduler.simulate.kernel import play
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate, simulate_records
from scheduler.staffing.erlang import erlang_c
from scheduler.staffing.requirement import requirement
from tests.scheduler.simulate.test_theory import assert_within_three_errors
from tests.scheduler.simulate.weeks import (
    always,
    customers,
    forecast,
    horizon,
    post,
    problem,
    shift,
)

HOUR = 3600.0
TWO_DAYS = horizon(days=2)
DAYTIME = ((ClockSpan.parse("09:00-11:00"),),) * 7


def later(name="presales", opening=None, **staffing):
    told = {"is_deferrable": True, "handle_s": 600.0, "within_s": HOUR, **staffing}
    return dataclasses.replace(post(name, **told), opening=opening)


def conversations(*moments, work_s=600.0, of=0):
    return customers(*((at, work_s, FOR_EVER_S, of) for at in moments))


def mornings(*days, over=TWO_DAYS):
    """Return one person from 9 to 11 on some days."""
    begins = [day * 1440 + 540 for day in days]
    return Roster(tuple(shift(0, begin, begin + 120, over=over) for begin in begins))


def test_one_conversation_is_worked_on_at_a_time_in_order():
    week = problem([later(chats_at_once=3)], 1, over=TWO_DAYS)
    found = simulate_records(week, mornings(0), conversations(0.0, 60.0, 120.0))
    zero = week.horizon.start_min * 60.0
    assert (found.replied_s - zero).tolist() == [9 * HOUR, 9 * HOUR + 600, 9 * HOUR + 1200]
    assert (found.ended_s - zero).tolist() == [9 * HOUR + 600, 9 * HOUR + 1200, 9 * HOUR + 1800]


def test_part_of_the_time_goes_to_other_work():
    week = problem([later(max_occupancy=0.5)], 1, over=TWO_DAYS)
    found = simulate_records(week, mornings(0), conversations(9 * HOUR))
    assert (found.ended_s - found.replied_s).tolist() == [1200.0]


def test_what_is_left_in_the_evening_is_done_the_next_day():
    week = problem([later()], 1, over=TWO_DAYS)
    # twelve are begun in the two hours; the thirteenth waits for tomorrow
    given = conversations(*np.arange(13.0), work_s=605.0)
    found = simulate_records(week, mornings(0, 1), given)
    zero = week.horizon.start_min * 60.0
    assert found.replied_s[11] - zero == 9 * HOUR + 11 * 605
    assert found.replied_s[12] - zero == 24 * HOUR + 9 * HOUR


def test_what_is_never_begun_is_carried_over_not_abandoned():
    week = problem([later()], 1, over=TWO_DAYS)
    found = simulate_records(week, Roster(()), conversations(10.0))
    assert np.isnan(found.replied_s).all()
    assert found.ended_s[0] == week.horizon.end_min * 60.0
    volume = forecast(3.0, TWO_DAYS)
    tally = simulate(week, Roster(()), volume, SimulationParams(replications=3)).tally
    np.testing.assert_array_equal(tally.carried, tally.offered)
    assert tally.abandoned.sum() == 0
    assert tally.offered.sum() > 0


@pytest.mark.parametrize(
    ("arrived", "ended", "fate"),
    [
        (9.5, 10.5, (True, True)),  # at the hour
        (9.5, 10.51, (False, True)),
        # promised at 12, when the post is closed: due at the end of the next open interval, 9:30
        (11.0, 33.5, (True, True)),
        (11.0, 33.51, (False, True)),
        # promised at 10 on a day that is not simulated any more
        (57.0, 57.5, (False, False)),
    ],
)
def test_conversations_are_judged_when_they_fall_due(arrived, ended, fate):
    is_open = np.zeros((1, 96), dtype=bool)
    is_open[0, 18:22] = is_open[0, 66:70] = True
    chats = new_chats(np.zeros(1, int), np.array([arrived * HOUR]), np.ones(1), np.ones(1))
    chats["agent"], chats["replied"], chats["ended"] = 0, ended * HOUR, ended * HOUR
    found = Judge((later(),), is_open, 1800.0, np.arange(96) * 30 % 1440).fate(chats)
    assert (bool(found.held[0]), bool(found.judged[0])) == fate


@pytest.mark.parametrize(("agents", "per_min", "within_min"), [(3, 0.3, 10), (4, 0.7, 20)])
def test_share_done_in_time_is_that_of_the_queue_that_never_loses(agents, per_min, within_min):
    week_days = horizon(days=7)
    handle_s, within_s = 300.0, 60.0 * within_min
    week = problem([later(handle_s=handle_s, within_s=within_s)], agents, over=week_days)
    params = SimulationParams(replications=60, seed=3, warm_up_min=0)
    found = simulate(week, always(agents, week_days), forecast(30 * per_min, week_days), params)
    # time in an M/M/c queue: e^-mt (1 + C (1 - e^-mt(c-1-A)) / (c-1-A))
    load, turns = per_min * handle_s / 60.0, within_s / handle_s
    waits = erlang_c(agents, load)
    more = agents - 1 - load
    late = np.exp(-turns) * (1 + waits * (1 - np.exp(-turns * more)) / more)
    # begins with nobody there, which a week hardly feels
    assert_within_three_errors(found.total, "service_level", 1 - late)
    wait_s = waits * handle_s / (agents - load)
    assert float(found.total.mean_wait_s.mean) == pytest.approx(wait_s, rel=0.05)
    number = found.waiting.mean.mean()
    assert number == pytest.approx(per_min / 60.0 * wait_s, rel=0.05)  # Little


def test_a_backlog_is_worked_on_first_and_not_counted():
    week = problem([later()], 1, over=TWO_DAYS)
    silent = forecast(0.0, TWO_DAYS)
    params = SimulationParams(replications=1, backlog={"presales": 3}, handling_scv=0.0)
    found = simulate(week, mornings(0), silent, params)
    assert found.tally.offered.sum() == 0
    waiting = found.waiting.mean[0]
    assert waiting[:18].tolist() == [3.0] * 18
    # 9:00: the first begins, the others wait 10 and 20 minutes
    assert waiting[18] == pytest.approx((600 + 1200) / 1800)
    assert waiting[19:].max() == 0


@pytest.mark.parametrize(("waits", "replied"), [((1, 0), [0, 660, 600]), ((0, 0), [0, 600, 660])])
def test_chats_that_cannot_wait_go_first_where_one_person_answers_both(waits, replied):
    # the second of post 0 came before the one of post 1
    posts, arrived = np.array([0, 0, 1]), np.array([0.0, 10.0, 20.0])
    hall = new_hall(
        new_chats(posts, arrived, np.array([600.0, 60.0, 60.0]), np.full(3, FOR_EVER_S)),
        np.array([1, 1]),
        np.ones((2, 2)),
        serves=np.array([[0, NONE], [1, NONE], [0, 1]]),
        choice=np.array([0]),
        agents=1,
        intervals=1,
        waits=np.array(waits),
    )
    play(hall, np.zeros(1), np.array([TAKE]), np.array([0]), np.array([2]))
    assert hall.chats["replied"].tolist() == replied


def test_staffing_for_the_promise_keeps_it():
    """The flattest plan keeps the promise for the mean; a tenth more keeps it for most weeks."""
    mean = np.full((1, TWO_DAYS.intervals), 40.0)
    volume = Forecast(TWO_DAYS, ("presales",), mean)
    one = later(opening=DAYTIME, handle_s=60.0, within_s=24 * HOUR)
    needed = requirement(volume, [one]).agents[0]
    people = int(np.ceil(1.1 * np.nanmax(needed)))
    week = problem([one], people, over=TWO_DAYS)
    shifts = [
        shift(who, day * 1440 + 540, day * 1440 + 660, over=TWO_DAYS)
        for who in range(people)
        for day in range(2)
    ]
    found = simulate(week, Roster(tuple(shifts)), volume, SimulationParams(replications=20))
    assert found.total.service_level.mean > 0.95
    half = simulate(week, Roster(tuple(shifts[: people // 2 * 2])), volume, SimulationParams())
    assert half.total.service_level.mean < 0.7


def test_customers_of_such_posts_do_not_leave():
    found = draw_customers([later()], forecast(5.0, TWO_DAYS), SimulationParams(), replication=0)
    assert (found.patience_s == FOR_EVER_S).all()
    assert (found.arrived_s >= 0).all()


@pytest.mark.parametrize("waiting", [-1, 1.5])
def test_an_impossible_backlog_is_refused(waiting):
    with pytest.raises(InputError):
        SimulationParams(backlog={"presales": waiting})


@pytest.mark.parametrize(
    ("post_id", "code"),
    [("nowhere", "unknown_post"), ("presales", "backlog_not_deferrable")],
)
def test_a_backlog_belongs_to_a_post_whose_chats_can_wait(post_id, code):
    params = SimulationParams(replications=1, backlog={post_id: 3})
    with pytest.raises(InputError) as caught:
        simulate(problem([post()], 1), Roster(()), forecast(1.0), params)
    assert [fault.code for fault in caught.value.faults] == [code]

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import LevelDefinition, SealGroup
from scheduler.roster import Roster
from scheduler.shift import Span, Stint
from scheduler.simulate.customers import draw_customers
from scheduler.simulate.params import Routing, SimulationParams
from scheduler.simulate.run import simulate, simulate_records
from tests.scheduler.simulate.weeks import (
    always,
    customers,
    forecast,
    horizon,
    post,
    problem,
    shift,
)

COLD = SimulationParams(warm_up_min=0)
FOREVER = 1e9


def told(week, roster, given, params=COLD):
    """Return (who answered or None, replied, ended) of every chat, in seconds after the start."""
    found = simulate_records(week, roster, given, params)
    zero = week.horizon.start_min * 60
    names = [None if agent < 0 else found.agents[agent] for agent in found.agent]
    replied = [None if np.isnan(at) else at - zero for at in found.replied_s]
    return list(zip(names, replied, (found.ended_s - zero).tolist(), strict=True))


def one(slots=2):
    return problem([post(chats_at_once=slots)], agents=2)


def test_slots_fill_then_chats_queue_and_the_impatient_leave():
    """
    Two slots: chats at 0 and 10 are open until 300 and 310.

    The one at 20 waits for the first of them, the one at 30 leaves after 50 s, the one at 40 gets
    the slot that is free at 310.
    """
    given = customers((0, 300, 9e9), (10, 300, 9e9), (20, 100, 1000), (30, 100, 50), (40, 5, 1000))
    assert told(one(), always(1), given) == [
        ("a0", 0, 300),
        ("a0", 10, 310),
        ("a0", 300, 400),
        (None, None, 80),
        ("a0", 310, 315),
    ]


def test_least_busy_gets_the_next_chat():
    given = customers((0, 900, 1), (1, 900, 1), (2, 10, 1), (20, 10, 1))
    who = [name for name, _, _ in told(one(), always(2), given)]
    assert who == ["a0", "a1", "a0", "a1"]  # who has been at that number longest goes first


def test_most_busy_first_fills_one_person():
    given = customers((0, 900, 1), (1, 900, 1), (2, 10, 1), (20, 10, 1))
    params = replace(COLD, routing=Routing.MOST_BUSY)
    who = [name for name, _, _ in told(one(), always(2), given, params)]
    assert who == ["a0", "a0", "a1", "a1"]


def test_meals_finish_open_chats_and_take_no_new_ones():
    roster = Roster((shift(0, 0, 120, meal=(10, 40)),))
    given = customers((590, 100, 1), (700, 60, FOREVER), (800, 60, 30))
    assert told(one(), roster, given) == [
        ("a0", 590, 690),  # 90 s into the meal
        ("a0", 2400, 2460),  # when the meal is over
        (None, None, 830),
    ]


def test_who_changes_post_answers_the_chats_of_each_in_its_stint():
    zero = horizon().start_min
    spans = (Span(zero, zero + 60), Span(zero + 60, zero + 120))
    stints = tuple(map(Stint, spans, ("presales", "aftersales")))
    week = problem([post(chats_at_once=2), post("aftersales", chats_at_once=2)])
    given = customers((10, 60, 1, 0), (3000, 60, 5000, 1), (3700, 60, 30, 0), (3700, 60, 30, 1))
    assert told(week, Roster((replace(shift(0, 0, 120), stints=stints),)), given) == [
        ("a0", 10, 70),
        ("a0", 3600, 3660),  # waited for the change of post
        (None, None, 3730),  # presales has nobody by now
        ("a0", 3700, 3760),
    ]


def test_breaks_are_like_meals():
    roster = Roster((shift(0, 0, 120, breaks=((10, 20),)),))
    given = customers((700, 60, FOREVER))
    assert told(one(), roster, given) == [("a0", 1200, 1260)]


def test_shift_end_hands_open_chats_over():
    """The chat ends as drawn, and the one who goes home does not stay on for it."""
    roster = Roster((shift(0, 0, 60), shift(1, 60, 120)))
    found = told(one(), roster, customers((3500, 400, 1)))
    assert found == [("a0", 3500, 3900)]
    assert late_s(one(), roster, customers((3500, 400, 1))) == [0, 0]


def test_without_a_free_slot_the_agent_finishes_after_the_shift():
    roster = Roster((shift(0, 0, 60), shift(1, 0, 120)))
    full = customers((3500, 400, 1), (3501, 400, 1))
    assert late_s(one(slots=1), roster, full) == [300, 0]


def late_s(week, roster, given):
    from scheduler.simulate.crew import crew  # noqa: PLC0415 - the only test that looks inside
    from scheduler.simulate.run import played  # noqa: PLC0415 - as above

    hall = played(week, crew(week, roster, COLD), given, COLD)
    return hall.agents["late_s"].tolist()[:2]


def test_nobody_takes_new_chats_after_the_shift():
    roster = Roster((shift(0, 0, 60),))
    assert told(one(), roster, customers((3599, 10, 1), (3600, 10, 5))) == [
        ("a0", 3599, 3609),
        (None, None, 3605),
    ]


def test_empty_roster_answers_nobody():
    total = simulate(problem(), Roster(), forecast(5.0), SimulationParams(replications=3)).total
    assert float(total.answer_rate.mean) == 0
    assert float(total.abandonment.mean) == 1
    assert float(total.service_level.mean) == 0
    assert total.offered.sum() == total.abandoned.sum() > 0
    assert np.isnan(total.concurrency.mean)
    assert np.isnan(total.occupancy.mean)


def test_no_customers_is_no_measure_not_a_perfect_one():
    total = simulate(problem(), always(1), forecast(0.0), SimulationParams(replications=2)).total
    assert np.isnan(total.service_level.mean)
    assert float(total.occupancy.mean) == 0


def test_everybody_is_answered_or_left():
    over = horizon(days=7)
    shifts = [
        shift(
            who,
            1440 * day + 60 * who,
            1440 * day + 60 * who + 540,
            meal=(1440 * day + 60 * who + 240, 1440 * day + 60 * who + 300),
            over=over,
        )
        for who in range(12)
        for day in range(7)
    ]  # fmt: skip - one shift
    found = simulate(problem(over=over, agents=12), Roster(tuple(shifts)), forecast(12.0, over))
    counts = found.tally
    np.testing.assert_array_equal(counts.offered, counts.answered + counts.abandoned)
    assert (counts.answered_in_time <= counts.answered).all()
    np.testing.assert_array_equal(
        found.by_agent.chats.sum(axis=1), counts.answered.sum(axis=(1, 2))
    )
    taken = 12 * 7 * (540 - 60) * 60 * 3  # meals are no slots
    np.testing.assert_allclose(counts.slot_s.sum(axis=(1, 2)), taken)
    assert float(found.total.concurrency.mean) <= 3
    assert float(found.total.occupancy.mean) <= 1


def test_one_agent_more_keeps_no_customer_waiting_longer():
    """Customers without end to their patience, each as before: no wait grows, not even one."""
    week = problem([post(patience_s=1e9, chats_at_once=2)], agents=4)
    given = draw_customers(week.posts, forecast(20.0), COLD)
    few = simulate_records(week, always(2), given, COLD).waited_s
    many = simulate_records(week, always(3), given, COLD).waited_s
    assert (many <= few + 1e-6).all()
    assert many.mean() < few.mean()


def test_one_shift_more_answers_more_in_time():
    week = problem(agents=4)
    some = Roster(tuple(shift(who, 240 * who, 240 * who + 480) for who in range(3)))
    params = SimulationParams(replications=20)
    before = simulate(week, some, forecast(8.0), params).total
    after = simulate(week, some.with_shift(shift(3, 300, 780)), forecast(8.0), params).total
    assert after.service_level.mean > before.service_level.mean
    assert after.mean_wait_s.mean < before.mean_wait_s.mean
    np.testing.assert_array_equal(after.offered, before.offered)


def test_each_post_has_its_own_people_slots_and_targets():
    posts = [
        post("presales", handle_s=300, chats_at_once=3, within_s=30),
        post("aftersales", handle_s=900, chats_at_once=1, within_s=600),
    ]
    week = problem(posts, agents=10)
    roster = Roster(
        (*always(4).shifts, *(shift(w, 0, 2000, on="aftersales") for w in range(4, 10)))
    )
    volume = forecast(np.array([[12.0], [6.0]]), posts=("presales", "aftersales"))
    both = simulate(week, roster, volume, SimulationParams(replications=20)).by_post
    assert both.service_level.mean.shape == (2,)
    assert 1 < both.concurrency.mean[0] < 3
    assert both.concurrency.mean[1] == pytest.approx(1)
    alone = simulate(
        problem(posts[:1], agents=10), always(4), forecast(12.0), SimulationParams(replications=20)
    ).by_post
    assert both.service_level.mean[0] == alone.service_level.mean[0]


def test_one_person_holds_two_posts_where_they_are_sealed_together():
    """Whoever has waited longest comes first, whichever post it is; by day each keeps to one."""
    week = problem([post(chats_at_once=1), post("aftersales", chats_at_once=1)], agents=2)
    seal = SealGroup(("presales", "aftersales"), ClockSpan(0, 7 * 60))
    night = replace(week, rules=replace(week.rules, seals=(seal,)))
    given = customers((0, 100, 500), (10, 100, 500, 1), (20, 100, 500), (40, 100, 500, 1))
    roster = Roster((shift(0, 0, 480),))
    assert told(night, roster, given) == [
        ("a0", 0, 100),
        ("a0", 100, 200),
        ("a0", 200, 300),
        ("a0", 300, 400),
    ]  # fmt: skip - rows
    assert told(week, roster, given) == [
        ("a0", 0, 100),
        (None, None, 510),
        ("a0", 100, 200),
        (None, None, 540),
    ]  # fmt: skip - rows


def test_of_two_people_as_busy_the_posts_own_answers():
    week = problem([post(), post("aftersales")], agents=2)
    seal = SealGroup(("presales", "aftersales"), ClockSpan(0, 7 * 60))
    night = replace(week, rules=replace(week.rules, seals=(seal,)))
    roster = Roster((shift(0, 0, 480), shift(1, 0, 480, on="aftersales")))
    given = customers((0, 100, 5, 1), (200, 100, 5, 0), (400, 900, 5, 1), (410, 900, 5, 1))
    assert [who for who, _, _ in told(night, roster, given)] == ["a1", "a0", "a1", "a0"]


def test_a_post_without_forecast_has_no_customers():
    week = problem([post(), post("aftersales")])
    found = simulate(week, always(2), forecast(5.0), SimulationParams(replications=2))
    assert found.by_post.offered[:, 1].sum() == 0


def test_same_seed_same_result_and_threads_change_nothing():
    week, roster, volume = problem(), always(2), forecast(9.0)
    params = SimulationParams(replications=6, absence_rate=0.2)
    first = simulate(week, roster, volume, params)
    again = simulate(week, roster, volume, params)
    threads = simulate(week, roster, volume, replace(params, workers=2))
    for other in (again, threads):
        np.testing.assert_array_equal(first.tally.wait_s, other.tally.wait_s)
        np.testing.assert_array_equal(first.by_agent.busy_s, other.by_agent.busy_s)
    assert (
        simulate(week, roster, volume, replace(params, seed=2)).total.wait_s[0]
        != (first.total.wait_s[0])
    )


def test_records_and_counts_tell_the_same_story():
    week, roster, volume = problem([post(within_s=60)]), always(2), forecast(9.0)
    params = SimulationParams(replications=3)
    found = simulate(week, roster, volume, params)
    given = draw_customers(week.posts, volume, params, replication=2)
    records = simulate_records(week, roster, given, params, replication=2)
    assert len(records) == found.total.offered[2]
    assert records.answered.sum() == found.total.answered[2]
    soon = records.answered & (records.waited_s <= 60 + 1e-6)
    assert soon.sum() == found.total.answered_in_time[2]
    assert records.waited_s.sum() == pytest.approx(found.total.wait_s[2], rel=1e-6)


def test_replications_are_added_until_the_interval_is_narrow():
    params = SimulationParams(replications=10, half_width=0.01)
    found = simulate(problem(), always(2), forecast(9.0), params)
    assert found.replications > 10
    assert found.replications % 10 == 0
    assert found.total.service_level.half_width <= 0.01
    short = simulate(problem(), always(2), forecast(9.0), replace(params, max_replications=15))
    assert short.replications == 15


def test_week_of_the_clock_change_has_its_own_length():
    over = horizon(days=7, start=dt.date(2026, 3, 23), timezone="Europe/Berlin")
    week = problem(over=over)
    params = SimulationParams(replications=4)
    found = simulate(week, always(2, over), forecast(3.0, over), params)
    assert found.tally.offered.shape == (4, 1, 7 * 48 - 2)
    np.testing.assert_allclose(found.total.slot_s, 2 * 3 * (7 * 24 - 1) * 3600)
    assert found.total.mean_offered.mean == pytest.approx(3 * 334, abs=4 * 1002**0.5)


def test_hours_are_sums_of_their_intervals():
    found = simulate(problem(), always(2), forecast(5.0), SimulationParams(replications=4))
    hours = found.every(60)
    assert hours.service_level.mean.shape == (1, 24)
    np.testing.assert_array_equal(hours.offered, found.tally.offered.reshape(4, 1, 24, 2).sum(-1))


def test_warm_up_takes_the_empty_start_away():
    """Three agents at 0.9 erlang a slot: cold, the first half hour looks better than it is."""
    week = problem([post(handle_s=900, patience_s=600)])
    volume = forecast(17.0)

    def first_wait(warm_up_min):
        params = SimulationParams(replications=200, warm_up_min=warm_up_min)
        return float(simulate(week, always(3), volume, params).over_posts.mean_wait_s.mean[0])

    cold, warm, longer = first_wait(0), first_wait(180), first_wait(360)
    assert cold < 0.6 * warm
    assert warm == pytest.approx(longer, rel=0.15)


def test_absence_makes_it_worse_by_about_as_many_people():
    params = SimulationParams(replications=60)
    week, volume = problem(agents=12), forecast(40.0)
    whole = simulate(week, always(12), volume, params).total
    tenth = simulate(week, always(12), volume, replace(params, absence_rate=0.25)).total
    assert tenth.slot_s.mean() / whole.slot_s.mean() == pytest.approx(0.75, abs=0.05)
    assert tenth.service_level.mean < whole.service_level.mean


STORED = {
    "offered": [284.0, 293.0],
    "answered": [120.0, 128.0],
    "in_time": [111.0, 123.0],
    "wait_s": [29174.84, 30971.7],
    "late_s": [[0.0, 706.09], [0.0, 0.0]],
}


def test_a_small_stored_run():
    """Counts once written down; a change of the draws or of the loop shows here first."""
    roster = Roster((shift(0, 480, 1020, meal=(720, 780)), shift(1, 600, 1140)))
    found = simulate(problem(), roster, forecast(6.0), SimulationParams(replications=2, seed=7))
    total = found.total
    assert total.offered.tolist() == STORED["offered"]
    assert total.answered.tolist() == STORED["answered"]
    assert total.answered_in_time.tolist() == STORED["in_time"]
    np.testing.assert_allclose(total.wait_s, STORED["wait_s"], atol=0.01)
    np.testing.assert_allclose(found.by_agent.late_s[:, :2], STORED["late_s"], atol=0.01)


def test_a_forecast_for_other_days_is_refused():
    with pytest.raises(InputError, match="horizon_differs"):
        simulate(problem(), Roster(), forecast(5.0, horizon(days=2)))


def test_a_forecast_for_an_unknown_post_is_refused():
    with pytest.raises(InputError, match="unknown_post"):
        simulate(problem(), Roster(), forecast(5.0, posts=("nowhere",)))


def test_customers_of_an_unknown_post_are_refused():
    with pytest.raises(InputError, match="unknown_post"):
        simulate_records(problem(), Roster(), customers((0, 1, 1, 1)), COLD)


def test_seconds_by_agent_begin_with_the_horizon():
    """Before midnight people warm up; all chats of this day end in it."""
    morning = np.where(np.arange(48) < 16, 12.0, np.nan)
    found = simulate(problem(), Roster((shift(0, 0, 600),)), forecast(morning))
    by_agent, by_interval = found.by_agent, found.total
    np.testing.assert_allclose(by_agent.open_s.sum(axis=1), by_interval.open_s, rtol=1e-9)
    np.testing.assert_allclose(by_agent.busy_s.sum(axis=1), by_interval.busy_s, rtol=1e-9)


def test_each_post_is_measured_by_its_own_definition():
    posts = [post("presales", definition=LevelDefinition.ANSWERED_OF_PATIENT), post("aftersales")]
    week = problem(posts, 4)
    roster = Roster((*always(2).shifts, shift(2, 0, 1440, on="aftersales")))
    volume = forecast(30.0, posts=("presales", "aftersales"))
    found = simulate(week, roster, volume, SimulationParams(replications=4)).by_post
    patient = found.service_level_as(LevelDefinition.ANSWERED_OF_PATIENT).mean
    offered = found.service_level_as(LevelDefinition.ANSWERED_OF_OFFERED).mean
    assert found.service_level.mean.tolist() == [patient[0], offered[1]]
    assert patient[0] > offered[0]


@pytest.mark.parametrize("definition", LevelDefinition)
def test_a_definition_of_the_posts_is_that_definition_of_the_whole(definition):
    week = problem([post(definition=definition)], 2)
    found = simulate(week, always(2), forecast(30.0), SimulationParams(replications=3))
    expected = found.total.service_level_as(definition)
    assert float(found.total.service_level.mean) == float(expected.mean)


def test_stopping_before_breaks_and_leaving_on_time_cost_level():
    week, volume = problem([post(chats_at_once=2)], 8), forecast(18.0)
    roster = Roster(
        tuple(
            shift(who, 1440 * day + begin, 1440 * day + begin + 480, meal=None)
            for who in range(8)
            for day in range(5)
            for begin in (480 + 60 * (who % 4),)
        )
    )
    usual = SimulationParams(replications=4, seed=3)
    plain = simulate(week, roster, volume, usual)
    stops = simulate(week, roster, volume, replace(usual, stops_before_min=20.0))
    leaves = simulate(week, roster, volume, replace(usual, finishes=False))
    assert float(stops.total.service_level.mean) < float(plain.total.service_level.mean)
    assert stops.by_agent.late_s.mean() < plain.by_agent.late_s.mean()
    assert leaves.by_agent.late_s.sum() == 0 < plain.by_agent.late_s.sum()

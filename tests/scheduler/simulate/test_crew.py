import datetime as dt
import itertools
from dataclasses import replace

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import SealGroup
from scheduler.roster import Roster
from scheduler.shift import Span, Stint
from scheduler.simulate.crew import crew, slots_and_pace
from scheduler.simulate.hall import AWAY, CLOSE, END, LEAVE, PAUSE, TAKE, TICK
from scheduler.simulate.params import SimulationParams
from tests.scheduler.simulate.weeks import horizon, post, problem, shift

KIND = {
    CLOSE: "close",
    PAUSE: "pause",
    AWAY: "away",
    TAKE: "take",
    END: "end",
    LEAVE: "leave",
}
COLD = SimulationParams(warm_up_min=0)


def changes(shifts, week=None, params=COLD, replication=0):
    """Return (minute, what, agent, posts answered from then on) of every change of the roster."""
    week = week or problem()
    found = crew(week, Roster(tuple(shifts)), params, replication=replication)
    rows = zip(found.change_s / 60, found.kind, found.agent, found.place, strict=True)
    return [
        (minute, KIND[kind], found.agents[agent], answered(found, week, kind, place))
        for minute, kind, agent, place in rows
        if kind != TICK
    ]


def answered(found, week, kind, place):
    served = found.serves[place] if kind == TAKE else []
    return "+".join(week.posts[post].id for post in served if post >= 0)


def test_a_shift_pauses_for_meal_and_breaks():
    given = shift(0, 60, 540, meal=(240, 300), breaks=((120, 135), (400, 415)))
    told = [(minute, what) for minute, what, _, _ in changes([given])]
    assert told == [
        (60, "take"),
        (120, "pause"),
        (135, "take"),
        (240, "pause"),
        (300, "take"),
        (400, "pause"),
        (415, "take"),
        (540, "pause"),
        (540, "end"),
    ]  # fmt: skip - pairs


def test_pauses_outside_the_shift_or_in_each_other_do_no_harm():
    given = shift(0, 60, 120, meal=(30, 70), breaks=((65, 68), (110, 150)))
    told = [(minute, what) for minute, what, _, _ in changes([given])]
    assert told == [(70, "take"), (110, "pause"), (120, "end")]


def test_newcomers_take_chats_before_others_hand_over():
    """At one moment: pauses, then those who begin, then those who go home."""
    told = changes([shift(0, 0, 60), shift(1, 60, 120)])
    assert [(what, who) for minute, what, who, _ in told if minute == 60] == [
        ("pause", "a0"),
        ("take", "a1"),
        ("end", "a0"),
    ]  # fmt: skip - pairs


def changing(*minutes):
    """Return a shift of 60 to 540 that goes to aftersales and back at minutes of the day."""
    whole = shift(0, 60, 540, meal=(240, 300))
    zero = horizon().start_min
    ends = [zero + minute for minute in (60, *minutes, 540)]
    names = ("presales", "aftersales") * len(minutes)
    spans = map(Span, ends[:-1], ends[1:])
    return replace(whole, stints=tuple(map(Stint, spans, names)))


def test_an_agent_answers_the_post_of_the_stint():
    week = problem([post(), post("aftersales")])
    told = changes([changing(150, 400)], week)
    assert [(minute, posts) for minute, what, _, posts in told if what == "take"] == [
        (60, "presales"),
        (150, "aftersales"),
        (300, "aftersales"),
        (400, "presales"),
    ]  # fmt: skip - pairs


def test_a_change_in_the_meal_holds_from_its_end():
    week = problem([post(), post("aftersales")])
    told = changes([changing(240)], week)
    assert [(minute, posts) for minute, what, _, posts in told if what == "take"] == [
        (60, "presales"),
        (300, "aftersales"),
    ]  # fmt: skip - pairs


def test_nobody_goes_home_between_shifts_that_join():
    week = problem([post(), post("aftersales")])
    told = changes([shift(0, 0, 60), shift(0, 60, 120, on="aftersales")], week)
    assert [(minute, what, on) for minute, what, _, on in told] == [
        (0, "take", "presales"),
        (60, "pause", ""),
        (60, "take", "aftersales"),
        (120, "pause", ""),
        (120, "end", ""),
    ]  # fmt: skip - rows


def test_of_two_shifts_at_once_the_earlier_is_worked_to_its_end():
    week = problem([post(), post("aftersales")])
    told = changes([shift(0, 0, 60), shift(0, 30, 120, on="aftersales")], week)
    assert [(minute, what, on) for minute, what, _, on in told] == [
        (0, "take", "presales"),
        (60, "pause", ""),
        (60, "take", "aftersales"),
        (120, "pause", ""),
        (120, "end", ""),
    ]  # fmt: skip - rows


def test_shifts_of_the_past_reach_in_and_people_who_left_count():
    gone = shift(9, -300, 180)
    week = problem(agents=1, history=[gone, shift(0, -600, 0)])
    assert changes([], week) == [
        (0, "take", "a9", "presales"),
        (180, "pause", "a9", ""),
        (180, "end", "a9", ""),
    ]


def test_people_at_work_at_the_start_warm_up_and_others_do_not():
    told = changes([shift(0, 0, 60), shift(1, 30, 90)], params=SimulationParams(warm_up_min=45))
    assert [(minute, who) for minute, what, who, _ in told if what == "take"] == [
        (-45, "a0"),
        (30, "a1"),
    ]  # fmt: skip - pairs


def sealed(**fields):
    """Return a problem in which one person may hold both posts from 23:00 to 07:00."""
    hours = ClockSpan(23 * 60, 7 * 60)
    rules = replace(problem().rules, seals=(SealGroup(("presales", "aftersales"), hours),))
    return replace(problem([post(), post("aftersales")]), rules=rules, **fields)


def test_people_certified_for_all_posts_of_a_group_answer_them_all_in_its_hours():
    told = changes([shift(0, 300, 600, on="aftersales")], sealed())
    assert [(minute, posts) for minute, what, _, posts in told if what == "take"] == [
        (300, "aftersales+presales"),
        (420, "aftersales"),
    ]  # fmt: skip - pairs


def test_people_certified_for_one_post_answer_that_one():
    own = tuple(replace(each, certificates=each.certificates[:1]) for each in sealed().agents)
    told = changes([shift(0, 300, 600)], sealed(agents=own))
    assert [posts for _, what, _, posts in told if what == "take"] == ["presales"]


def test_a_night_shift_is_as_long_as_the_clock_change_makes_it():
    """Shifts are moments, not clock times: 8 h stay 8 h in the night with 23 hours."""
    over = horizon(start=dt.date(2026, 3, 29), timezone="Europe/Berlin")
    told = changes([shift(0, 0, 480, over=over)], problem(over=over))
    assert [minute for minute, _, _, _ in told] == [0, 480, 480]
    ticks = crew(problem(over=over), Roster(), COLD)
    assert ticks.change_s[-1] == 23 * 3600


def test_an_unknown_post_is_refused():
    with pytest.raises(InputError, match="unknown_post"):
        crew(problem(), Roster((shift(0, 0, 60, on="nowhere"),)), COLD)


def test_absence_takes_its_share_of_shifts_and_the_same_for_every_roster():
    over = horizon(days=7)
    week = problem(agents=100, over=over)
    shifts = [
        shift(who, 1440 * day, 1440 * day + 480, over=over)
        for who in range(100)
        for day in range(7)
    ]
    params = SimulationParams(absence_rate=0.1)

    def present(given):
        return {(m, who) for m, what, who, _ in changes(given, week, params) if what == "end"}

    there = present(shifts)
    assert len(there) == pytest.approx(630, abs=3 * np.sqrt(700 * 0.09))
    half = present(shifts[:350])
    assert half == {(m, who) for m, who in there if int(who[1:]) < 50}


def lapses(people, share=0.125, **post_more):
    """Return the minutes of one shift each, from 8:00 to 16:00, in which each person is away."""
    week = problem([post(shrinkage=share, **post_more)])
    told = changes([shift(who, 480, 960) for who in range(people)], week)
    found = []
    for who in range(people):
        mine = [(minute, what) for minute, what, agent, _ in told if agent == f"a{who}"]
        found.append(
            [
                (begin, stop)
                for (begin, what), (stop, _) in itertools.pairwise(mine)
                if what == "away"
            ]
        )
    return found


def test_shrinkage_takes_its_share_of_a_shift_at_every_moment():
    found = lapses(400)
    taken = sum(stop - begin for mine in found for begin, stop in mine)
    assert taken == pytest.approx(400 * 480 * 0.125, rel=0.03)
    for moment in (481, 500, 600, 720, 900, 959):  # also at once where all begin together
        away = sum(begin <= moment < stop for mine in found for begin, stop in mine)
        assert away == pytest.approx(400 * 0.125, abs=4 * np.sqrt(400 * 0.125 * 0.875))


def test_a_lapse_is_as_long_as_the_post_says():
    whole = [stop - begin for mine in lapses(20, lapse_min=4.0) for begin, stop in mine]
    assert max(whole) == pytest.approx(4.0)
    assert np.median(whole) == pytest.approx(4.0)


def test_new_chats_stop_some_minutes_before_a_meal_and_the_end():
    given = shift(0, 60, 540, meal=(240, 300))
    told = [
        (minute, what)
        for minute, what, _, _ in changes([given], params=replace(COLD, stops_before_min=10.0))
    ]
    meal = [(60, "take"), (230, "close"), (240, "pause"), (300, "take")]
    assert told == [*meal, (530, "close"), (540, "pause"), (540, "end")]


def test_who_does_not_finish_puts_open_chats_back():
    told = changes([shift(0, 60, 540)], params=replace(COLD, finishes=False))
    assert [(minute, what) for minute, what, _, _ in told][-1] == (540, "leave")


def test_shrinkage_can_be_left_out():
    week = problem([post(shrinkage=0.125)])
    told = changes([shift(0, 0, 480)], week, SimulationParams(with_shrinkage=False, warm_up_min=0))
    assert [what for _, what, _, _ in told] == ["take", "pause", "end"]


def test_pace_follows_the_table_of_handling_times():
    posts = (post(handle_s=600, chats_at_once=3), post("aftersales", chats_at_once=1))
    params = SimulationParams(handle_s_by_level={"presales": (400.0, 500.0, 600.0)})
    slots, pace = slots_and_pace(posts, params)
    assert slots.tolist() == [3, 1]
    np.testing.assert_allclose(pace, [[1, 1.5, 1.2, 1.0], [1, 1, 1, 1]])


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"presales": (400.0, 500.0)}, "level_times_differ"),  # 3 slots
        ({"nowhere": (400.0,)}, "unknown_post"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(table, code):
    with pytest.raises(InputError, match=code):
        slots_and_pace((post(),), SimulationParams(handle_s_by_level=table))


@pytest.mark.parametrize(
    "knob",
    [
        {"replications": 0},
        {"workers": 0},
        {"lapse_min": 0.0},
        {"absence_rate": 1.0},
        {"absence_rate": -0.1},
        {"day_cv": -1.0},
        {"handling_scv": -1.0},
        {"half_width": 0.0},
        {"warm_up_min": -1},
        {"handle_s_by_level": {"presales": (0.0,)}},
    ],
)
def test_impossible_knobs_are_refused(knob):
    with pytest.raises(InputError):
        SimulationParams(**knob)

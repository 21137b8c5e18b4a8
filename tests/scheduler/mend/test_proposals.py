import datetime as dt
import itertools
from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.mend.cover import cover_of
from scheduler.mend.moves import WEIGHT, MendParams, MoveKind, Rung, notice, with_moves
from scheduler.mend.people import PersonRules
from scheduler.mend.pricing import Pricer, days_that_may_change
from scheduler.mend.proposals import left_of, propose
from scheduler.mend.search import MoveSearch
from scheduler.roster import Roster
from scheduler.session import Session
from scheduler.shift import ShiftShape, Sitting
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests.builders import WEEK, agent, at, horizon, post, problem, rules, shift, span

EIGHT = ShiftShape(480, contract_hours=(40, 40))
NIGHT_BEFORE = at(0, "12:00")


def need(people=1.0, first=8, last=16, days=range(7), week=WEEK):
    """Return a requirement of some people at these hours of some days, closed otherwise."""
    agents = np.full((1, week.intervals), np.nan)
    for day in days:
        begin = week.first_interval(day)
        agents[0, begin + 2 * first : begin + 2 * last] = people
    return Requirement(week, ("presales",), agents)


def asked(*, agents=("A1", "A2", "A3"), absences=(), shapes=(EIGHT,), **more):
    given = {"need": need(), "posts": [post()], "ruleset": rules(shapes=shapes)} | more
    return problem(agents=[agent(name) for name in agents], absences=absences, **given)


def early(name, day, **more):
    return shift(name, day, "08:00", meal=None, **more)


def ill(name, day, first="00:00", last="24:00"):
    return Absence(name, at(day, first), at(day, last), "sick")


def proposals(question, before, *, from_min=NIGHT_BEFORE, days=(), **params):
    left = left_of(question, before, days)
    return left, list(propose(question, left, MendParams(from_min, **params)))


def test_somebody_free_comes_in_and_nobody_else_changes():
    question = asked(absences=[ill("A1", 1)])
    left, found = proposals(question, Roster((early("A1", 1), early("A2", 3))))
    assert (left.days, left.cost.short_hours) == ((1,), 5 * 8 + 8)
    assert [one.rung for one in found] == [Rung.COME_IN]
    (only,) = found
    assert [(move.kind, move.now.start_min) for move in only.moves] == [
        (MoveKind.COME_IN, at(1, "08:00"))
    ]
    assert only.cost.short_hours == left.cost.short_hours - 8
    assert only.gap == 0
    assert only.broken == ()


def test_moved_meals_come_before_anybody_comes_in():
    shapes = (ShiftShape(480, 60, 180, 300, contract_hours=(40, 40)),)
    wanted = need(1.0, last=17, days=[1])
    question = asked(absences=[ill("A1", 1)], shapes=shapes, need=wanted)
    both = Roster(tuple(shift(name, 1, meal=240) for name in ("A1", "A2", "A3")))
    _, found = proposals(question, both)
    assert found[0].rung is Rung.PAUSES  # two meals apart instead of together
    assert {move.kind for move in found[0].moves} == {MoveKind.PAUSES}


def test_starts_of_the_day_move_before_people_come_in():
    question = asked(absences=[ill("A1", 1)], need=need(1.0, last=20, days=[1]))
    before = Roster((early("A1", 1), shift("A2", 1, "12:00", meal=None), early("A3", 1)))
    one_later = replace(question, absences=(ill("A2", 1),))
    _, found = proposals(one_later, before)
    assert found[0].rung is Rung.STARTS
    (move,) = found[0].moves
    assert (move.kind, move.now.start_min) == (MoveKind.START, at(1, "12:00"))


def test_somebody_whose_week_is_full_comes_in_for_a_later_day_off():
    question = asked(absences=[ill("A1", 1)], need=need())
    full = [early("A2", day) for day in (2, 3, 4, 5, 6)] + [
        early("A3", day) for day in (2, 3, 4, 5, 6)
    ]
    _, found = proposals(question, Roster((early("A1", 1), *full)))
    (only,) = found
    assert only.rung is Rung.LATER
    assert [move.kind for move in only.moves] == [MoveKind.COME_IN, MoveKind.FREED]
    assert len({move.agent_id for move in only.moves}) == 1
    assert verify(question, only.roster).is_clean
    assert only.cost.short_hours == 8  # Monday, as before


def test_what_has_begun_does_not_change():
    question = asked(absences=[ill("A1", 1)], need=need(days=[1]))
    before = Roster((early("A1", 1), early("A2", 1)))
    _, found = proposals(question, before, from_min=at(1, "12:00"))
    assert all(
        (each.was or each.now).start_min >= at(1, "12:00") for one in found for each in one.moves
    )
    assert before.shifts[1] in (found[0].roster.shifts if found else before.shifts)
    _, over = proposals(question, before, from_min=at(2))
    assert over == []


@pytest.mark.parametrize(
    "kept",
    [
        {"pins": [shift("A2", 1, "12:00", meal=None)]},  # somebody fixed it
        {"absences": [ill("A1", 1), ill("A2", 1, "20:00", "20:30")]},  # away on that day too
    ],
)
def test_fixed_shifts_and_people_who_are_away_stay(kept):
    wanted = need(1.0, last=20, days=[1])
    question = asked(agents=("A1", "A2"), need=wanted, **({"absences": [ill("A1", 1)]} | kept))
    _, found = proposals(question, Roster((early("A1", 1), shift("A2", 1, "12:00", meal=None))))
    assert [move for one in found for move in one.moves if move.agent_id == "A2"] == []


def test_a_shift_with_training_stays():
    sitting = Sitting(span(1, "13:00", 60), "T")
    held = shift("A2", 1, "12:00", meal=None, sessions=(sitting,))
    question = asked(
        agents=("A1", "A2"),
        need=need(1.0, last=20, days=[1]),
        absences=[ill("A1", 1)],
        sessions=[Session("T", "A2", "", 60, at(1, "08:00"), at(1, "20:00"))],
    )
    _, found = proposals(question, Roster((early("A1", 1), held)))
    assert found == []


def test_who_is_lent_for_hours_leaves_a_gap_for_these_hours_alone():
    question = asked(need=need(days=[1]))
    lent = Absence("A1", at(1, "10:00"), at(1, "12:00"), "secondment")
    left, _ = proposals(replace(question, called_away=(lent,)), Roster((early("A1", 1),)))
    assert left.lost == left.cuts == ()
    assert left.days == (1,)
    assert left.cost.short_hours == 2


def test_what_an_absence_leaves_of_a_shift_is_worked():
    question = asked(need=need(days=[1]), absences=[ill("A1", 1, "12:00")])
    left, _ = proposals(question, Roster((early("A1", 1),)))
    (kept,) = left.roster.shifts
    assert (kept.start_min, kept.end_min) == (at(1, "08:00"), at(1, "12:00"))
    assert left.cost.short_hours == 4


def test_a_change_is_made_only_where_it_saves_its_worth():
    question = asked(absences=[ill("A1", 1)], need=need(days=[1]))
    before = Roster((early("A1", 1),))
    # coming in counts for two changed shifts, and for nearly twice that the day before
    _, dear = proposals(question, before, worth_hours=2.5, fuller=1.0, weeks=1.0)
    assert dear == []
    _, cheap = proposals(question, before, worth_hours=2.0, fuller=1.0, weeks=1.0)
    assert len(cheap) == 1


def test_tomorrow_hurts_more_than_saturday_and_a_day_off_more_than_a_shift():
    assert notice(at(0), at(0)) == 2.0
    assert notice(at(0), at(1)) > notice(at(0), at(3)) > notice(at(0), at(5)) == 1.0
    assert WEIGHT[MoveKind.COME_IN] > WEIGHT[MoveKind.START] > WEIGHT[MoveKind.PAUSES]


def test_the_least_people_of_a_post_come_before_hours_missing():
    shapes = (ShiftShape(240, contract_hours=(40, 40)),)
    wanted = need(3.0, first=8, last=16, days=[1])
    question = asked(
        agents=("A1", "A2", "A3"),
        shapes=shapes,
        need=wanted,
        ruleset=rules(shapes=shapes, min_agents=1),
        absences=[ill("A1", 1)],
    )
    before = Roster(
        tuple(
            shift(name, 1, start, work=240, meal=None)
            for name, start in (("A1", "12:00"), ("A2", "08:00"), ("A3", "08:00"))
        )
    )
    left, found = proposals(question, before, worth_hours=1.0)
    assert len(verify(question, left.roster).violations) > 0
    assert found[0].rung is Rung.STARTS
    assert verify(question, found[0].roster).is_clean


def test_a_proposal_said_to_be_proven_is_the_best_of_all_changes_of_the_day():
    shapes = (ShiftShape(240, 30, 60, 120), ShiftShape(360))
    wanted = need(2.0, first=8, last=20, days=[1])
    question = asked(
        agents=("A1", "A2", "A3"),
        shapes=shapes,
        need=wanted,
        absences=[ill("A1", 1)],
        ruleset=rules(shapes=shapes, start_grid_min=120),
    )
    before = Roster(
        (shift("A1", 1, "12:00", work=360, meal=None), shift("A2", 1, "08:00", work=360, meal=None))
    )
    params = MendParams(NIGHT_BEFORE)
    left = left_of(question, before)
    narrow = [rung for rung in Rung if rung not in {Rung.LATER, Rung.WEEK}]
    found = list(propose(question, left, params, narrow))[-1]
    cover, count = cover_of(question, left.roster, NIGHT_BEFORE)
    days = tuple(days_that_may_change(question, left.roster, cover, (1,), params))
    pricer, judge = Pricer(cover, days, 20.0, NIGHT_BEFORE), PersonRules(question, left.roster)
    search = MoveSearch(cover, count, pricer, judge)
    choices = [
        [None, *(pricer.column(place, n) for n in range(len(day.menu.options)))]
        for place, day in enumerate(days)
    ]
    costs = [
        search.cost(tuple(filter(None, each)))
        for each in itertools.product(*choices)
        if all(one is None or judge.allows(one.moves) for one in each)
    ]
    assert found.gap == 0
    assert found.price == pytest.approx(min(costs))
    assert found.bound == pytest.approx(min(costs))


ONE_START = rules(shapes=(EIGHT,), plans=(WorkPlan("P", max_start_spread_min=0),), work_plan="P")


def one_start(people, wanted):
    """Return a week of one start each, and so many people who work at eight from Tuesday on."""
    names = [f"A{number + 1}" for number in range(people + 1)]
    afternoons = need(wanted, first=12, last=20, days=range(1, 6))
    question = asked(agents=names, need=afternoons, ruleset=ONE_START, absences=[ill(names[-1], 1)])
    return question, Roster(tuple(early(name, day) for name in names for day in range(1, 6)))


def test_a_whole_week_moves_to_another_start_where_no_day_may_move_alone():
    question, before = one_start(1, 1.0)
    left, (only,) = proposals(question, before)
    assert only.rung is Rung.WEEK
    assert [(move.agent_id, move.kind, move.now.start_min) for move in only.moves] == [
        ("A1", MoveKind.START, at(day, "12:00")) for day in range(1, 6)
    ]
    assert only.broken == ()
    assert (left.cost.short_hours, only.cost.short_hours) == (20, 0)
    assert only.gap == pytest.approx(0)


def test_whole_weeks_of_no_more_people_change_than_is_said():
    question, before = one_start(3, 3.0)
    for most in (0, 1, 2):
        _, found = proposals(question, before, people=most)
        assert [len(one.people) for one in found] == [most] * (most > 0)
        assert all(one.gap == pytest.approx(0) for one in found)


def test_who_is_locked_keeps_the_start_of_the_whole_week():
    question, before = one_start(1, 1.0)
    locked = replace(question, pins=(before.shifts[2],))
    _, found = proposals(locked, before)
    assert "A1" not in {who for one in found for who in one.people}


def test_a_choice_of_a_part_of_the_changes_is_not_called_proven(monkeypatch):
    relax = MoveSearch._relax
    monkeypatch.setattr("scheduler.mend.search.MOST_COLUMNS", 0)  # none is looked at once more

    def looser(self, kinds):
        found = relax(self, kinds)
        return found._replace(cost=found.cost - 10)

    monkeypatch.setattr(MoveSearch, "_relax", looser)
    question = asked(absences=[ill("A1", 1)], need=need(days=[1]))
    _, (only,) = proposals(question, Roster((early("A1", 1),)))
    assert only.bound == pytest.approx(only.price - 10)


def test_part_of_a_proposal_can_be_taken():
    question = asked(absences=[ill("A1", 1), ill("A2", 2)], need=need(days=[1, 2]))
    left, found = proposals(question, Roster((early("A1", 1), early("A2", 2))))
    moves = found[-1].moves
    assert len(moves) == 2
    part = with_moves(left.roster, moves[:1])
    assert len(part.shifts) == 1


def test_a_price_below_nothing_is_refused():
    with pytest.raises(InputError):
        MendParams(0, worth_hours=-1.0)


@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (dt.date(2026, 3, 23), 23),  # the clock goes forward on its Sunday
        (dt.date(2026, 10, 19), 25),  # and back
    ],
)
def test_a_day_of_another_length_is_mended_by_its_own_hours(start, hours):
    week = horizon(start, timezone="Europe/Berlin")
    begin, end = at(6, week=week), at(6, "24:00", week)
    assert end - begin == hours * 60
    question = asked(
        week=week, need=need(days=[6], week=week), absences=[Absence("A1", begin, end, "sick")]
    )
    before = Roster((shift("A1", 6, "08:00", meal=None, week=week),))
    found = list(propose(question, left_of(question, before), MendParams(at(5, week=week))))
    (move,) = found[0].moves
    assert move.now.start_min == begin + 8 * 60  # where the need begins, whatever the clock says
    assert found[0].cost.short_hours == 0

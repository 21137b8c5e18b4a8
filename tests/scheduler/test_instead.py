"""Two people compared for one shift, and their weeks made anew with it given to the other."""

import datetime as dt

import pytest

from scheduler.agent import Absence, Wish
from scheduler.errors import InputError
from scheduler.instead import compared, solved
from scheduler.roster import Roster
from scheduler.solve.result import SolveStatus
from scheduler.verify.checker import verify
from tests.builders import MONDAY, agent, at, problem, shift

MINE = shift("A1", 1)
TUESDAY = MONDAY + dt.timedelta(days=1)


def asked(**more):
    return problem(agents=(agent("A1"), agent("A2"), agent("A3")), **more)


def test_a_rule_that_the_other_would_break_is_named_and_nobody_elses():
    away = Absence("A2", at(1), at(2), "leave")
    found = compared(asked(absences=[away]), Roster((MINE,)), MINE, "A2")
    assert [one.rule for one in found.other.broken] == ["absence"]
    assert found.holder.broken == ()


def test_wish_rest_and_hours_stand_beside_the_shift():
    late = shift("A2", 0, "13:00")
    wish = Wish("A2", TUESDAY, None, 3.0)
    found = compared(asked(wishes=[wish]), Roster((MINE, late)), MINE, "A2")
    assert (found.holder.rest_min, found.other.rest_min) == (None, 10 * 60)
    assert (found.holder.week_min, found.other.week_min) == (480, 960)
    assert (found.holder.wishes, found.other.wishes) == ((), (wish,))
    assert found.dearer == pytest.approx(3.0)
    assert [one.rule for one in found.other.broken] == ["rest"]


def test_two_who_work_that_day_are_exchanged():
    theirs = shift("A2", 1, "10:00")
    found = compared(asked(), Roster((MINE, theirs)), MINE, "A2")
    assert (found.holder.instead_of, found.other.instead_of) == (MINE, theirs)
    assert (found.other.week_min, found.new, found.dearer) == (480, (), 0.0)
    thursday = shift("A1", 3, "20:00")  # nothing for who gets the shift at ten, but for the other
    assert compared(asked(), Roster((MINE, theirs, thursday)), MINE, "A2").new == ()


def test_the_other_days_of_both_give_way_and_nobody_elses():
    late, third = shift("A2", 0, "13:00"), shift("A3", 0)
    question, roster = asked(), Roster((MINE, late, third))
    found = solved(question, roster, MINE, "A2")
    assert found.status is SolveStatus.OPTIMAL  # late goes: the rest of 11 hours
    assert late in found.removed
    assert third not in found.removed
    left = [one for one in roster.shifts if one not in found.removed]
    assert verify(question, Roster((*left, *found.added))).is_clean


def test_what_has_begun_stays_and_leaves_no_week():
    late = shift("A2", 0, "13:00")
    found = solved(asked(), Roster((MINE, late)), MINE, "A2", from_min=at(0, "14:00"))
    assert (found.cost_change, found.removed) == (None, ())


def test_an_absence_is_no_week_but_a_proof():
    away = Absence("A2", at(1), at(2), "leave")
    found = solved(asked(absences=[away]), Roster((MINE,)), MINE, "A2")
    assert found.status is SolveStatus.INFEASIBLE
    assert [code for code, _ in found.reasons] == ["pin_absence"]


@pytest.mark.parametrize(
    ("who", "code"),
    [("A1", "same_person"), ("X", "unknown_agent")],
)
def test_somebody_who_has_it_or_is_nobody_is_refused(who, code):
    with pytest.raises(InputError, match=code):
        compared(asked(), Roster((MINE,)), MINE, who)
    with pytest.raises(InputError, match="shift_not_in_roster"):
        compared(asked(), Roster(), MINE, "A2")


def test_what_somebody_else_breaks_already_stands():
    late, early = shift("A3", 0, "16:00"), shift("A3", 1, "06:00")  # no rest between them
    found = solved(asked(), Roster((MINE, late, early)), MINE, "A2")
    assert found.status is SolveStatus.OPTIMAL
    assert {one.agent_id for one in (*found.removed, *found.added)} == {"A1", "A2"}

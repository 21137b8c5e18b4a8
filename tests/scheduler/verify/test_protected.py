"""Protected people: no nights, no overtime, and an hour less a day for who is nursing."""

from dataclasses import replace

import pytest

from scheduler.agent import Agent, ProtectedBy
from scheduler.errors import InputError
from scheduler.hours_rules import OwedBy
from scheduler.roster import Roster
from scheduler.verify.checker import verify
from tests.builders import FULL, SIX, agent, horizon, problem, rules, shift

SHAPES = (
    FULL,
    *(replace(FULL, work_min=work) for work in (420, 600)),
    replace(SIX, contract_hours=(40, 40)),
)
MONDAY = horizon().date(0)
TUESDAY = horizon().date(1)


def who(by=ProtectedBy.PREGNANCY, **changes) -> Agent:
    return replace(agent("A1"), protected=by, **changes)


def broken(person, *shifts, **limits):
    question = problem(agents=[person], ruleset=rules(shapes=SHAPES, **limits))
    return [
        (each.rule, each.measured, each.limit)
        for each in verify(question, Roster(shifts)).violations
    ]


@pytest.mark.parametrize("by", list(ProtectedBy))
def test_nights_are_kept_free_while_it_lasts(by):
    late = shift(day=0, start="16:00", work=360, meal=None)  # until 22:00
    later = shift(day=0, start="16:30", work=360, meal=None)
    assert broken(who(by), late) == []
    assert broken(who(by), later) == [("night", None, None)]
    assert broken(who(by, protected_from=TUESDAY), later) == []
    assert broken(who(by, protected_to=MONDAY), later) == [("night", None, None)]


def test_the_first_protected_day_begins_at_midnight():
    over = shift(day=0, start="19:00", work=360, meal=None)  # until 1:00 on Tuesday
    assert broken(who(protected_from=TUESDAY), over) == [("night", None, None)]
    assert broken(who(protected_from=horizon().date(2)), over) == []


OVERTIME = {"max_overtime_min_per_day": 120}


def test_overtime_of_a_day_is_forbidden_though_agreed():
    ten = [shift(day=day, start="08:00", work=600) for day in (0, 1)]
    agreed = {"overtime_consent": True}
    assert broken(who(protected_from=TUESDAY, **agreed), *ten, **OVERTIME) == [
        ("protected_hours", 600, 480)
    ]
    assert broken(replace(agent("A1"), **agreed), *ten, **OVERTIME) == []


def test_overtime_above_the_week_is_forbidden_on_a_protected_day():
    six = [shift(day=day) for day in range(6)]
    person = who(overtime_consent=True)
    assert broken(person, *six, **OVERTIME) == [("protected_hours", 480, 0)]
    until_friday = replace(person, protected_to=horizon().date(4))
    assert broken(until_friday, *six, **OVERTIME) == []


def test_who_is_nursing_works_an_hour_less_and_it_counts():
    nursing = who(ProtectedBy.NURSING)
    seven = [shift(day=day, work=420) for day in range(6)]
    assert broken(nursing, shift()) == [("protected_hours", 540, 480)]
    assert broken(nursing, *seven[:5]) == []
    assert broken(nursing, *seven) == [("hours_per_week", 2880, 2400)]
    assert broken(nursing, *seven[:5], nursing_min=90) == [
        *[("protected_hours", 510, 480)] * 5,
        ("hours_per_week", 2550, 2400),
    ]


def test_the_hour_is_granted_on_every_day_however_its_work_is_split():
    nursing = who(ProtectedBy.NURSING)

    def halves(later):
        found = broken(
            nursing,
            shift(start="06:00", work=240, meal=None),
            shift(start="14:00", work=later, meal=None),
            min_rest_min=0,
        )
        return [each for each in found if each[0] == "protected_hours"]

    assert halves(180) == []  # seven hours and the hour
    assert halves(240) == [("protected_hours", 540, 480)]


def test_the_hour_counts_towards_what_is_promised_and_owed():
    nursing = replace(
        who(ProtectedBy.NURSING), contract=replace(agent().contract, min_hours_week=40.0)
    )
    seven = [shift(day=day, work=420) for day in range(5)]
    assert broken(nursing, *seven) == []
    assert broken(nursing, *seven[:4]) == [("min_hours", 1920, 2400)]
    question = problem(agents=[nursing], ruleset=rules(shapes=SHAPES, hours_owed=OwedBy.WEEK))
    assert verify(question, Roster(tuple(seven))).cost.owed_hours == 0


def test_dates_without_a_status_and_in_the_wrong_order_are_told():
    for changes, code in (
        ({"protected": None, "protected_to": MONDAY}, "protected_by_nothing"),
        ({"protected_from": TUESDAY, "protected_to": MONDAY}, "ends_before_start"),
    ):
        with pytest.raises(InputError) as told:
            replace(who(), **changes)
        assert [fault.code for fault in told.value.faults] == [code]

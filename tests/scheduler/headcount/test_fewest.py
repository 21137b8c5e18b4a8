"""The fewest people of weeks that can be counted by hand."""

import numpy as np
import pytest

from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.headcount.asked import HeadcountAsked
from scheduler.headcount.counted import CountedHeadcount, Effort, strongest
from scheduler.headcount.dealt import dealt
from scheduler.headcount.fewest import fewest
from scheduler.headcount.kinds import kinds_to_hire, people_today, places_of, with_people
from scheduler.headcount.weeks import BestWeeks, RowsAsked
from scheduler.horizon import ClockSpan
from scheduler.outsourcing import without_vendor
from scheduler.shift import ShiftShape
from scheduler.shift_type import ShiftType
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from tests import builders as b

EIGHT = ShiftShape(480)
HOURS = b.horizon(interval_min=60)
ASKED = HeadcountAsked(short_share=0.0, seconds=10)
SOON = Effort(20.0)


def need(first: int = 9, after: int = 17, **people: float) -> Requirement:
    """Return so many people by post from one hour of every day to another, closed otherwise."""
    clock = np.arange(HOURS.intervals) % 24
    is_open = (first <= clock) & (clock < after)
    rows = [np.where(is_open, many, np.nan) for many in people.values()]
    return Requirement(HOURS, tuple(people), np.array(rows))


def shop(asked: Requirement, *agents, **rules):
    given = {"shapes": (EIGHT,), "start_grid_min": 60, "min_agents": 0} | rules
    return b.problem(
        week=HOURS,
        agents=agents or (b.agent(),),
        posts=[b.post(each) for each in asked.posts],
        ruleset=b.rules(**given),
        need=asked,
    )


TWO = (b.agent("A1"), b.agent("A2", ("aftersales",)), b.agent("A3", ("presales", "aftersales")))


def test_days_of_work_divided_by_five_are_the_fewest():
    found = fewest(shop(need(presales=2)), ASKED)  # 14 days of work, five a person
    assert (found.told.bound, found.told.people, found.told.apart) == (3, 3, 0)
    verdict = verify(found.problem, found.roster)
    assert verdict.is_clean
    assert verdict.cost.short_hours == 0


def test_two_certificates_spare_a_person_and_only_who_spares_one_has_them():
    week = shop(need(presales=1, aftersales=1), *TWO)
    found = fewest(week, ASKED).told  # 14 days of work; apart 7 and 7: two people each
    assert (found.bound, found.people) == (3, 3)
    assert sum(one.people for one in found.counts if len(one.kind.posts) == 2) == 1
    apart = fewest(week, HeadcountAsked(0.0, 10, most=((("aftersales", "presales"), 0),))).told
    assert (apart.bound, apart.people) == (4, 4)


def counted(week, *, places=None, short=0.0):
    """Return the program of a week's numbers, with the places and tables it is of."""
    known = places_of(week, kinds_to_hire(week))
    own = with_people(week, dict.fromkeys(known, 1))
    weeks = BestWeeks(own)
    asked = RowsAsked.of(weeks.rows, HOURS.interval_hours, short)
    strong = strongest(known) if places is None else places
    return CountedHeadcount(weeks.tables, asked, strong), known, weeks.tables


def test_numbers_are_decided_whole_and_those_of_most_posts_stand_for_all():
    week = shop(need(presales=1, aftersales=1), *TWO)
    program, known, _ = counted(week)
    assert [known[each].kind.posts for each in strongest(known)] == [("presales", "aftersales")]
    assert program.is_whole
    decided = [program.decide(people, SOON).holds for people in (2, 3, 4)]
    assert decided == [False, True, True]
    everybody, *_ = counted(week, places=range(len(known)))
    assert everybody.decide(2, SOON).holds is False
    assert everybody.decide(3, SOON).holds


def test_what_is_missing_at_the_least_proves_that_fewer_do_not_hold_the_week():
    week = shop(need(presales=1, aftersales=1), *TWO)
    program, *_ = counted(week)
    assert [program.decide(people, SOON).holds for people in (3, 2)] == [True, False]
    allowing, *_ = counted(week, short=31.5)  # two people leave 32 of 112 hours open
    assert allowing.decide(2, SOON).holds is False
    enough, *_ = counted(week, short=32.0)
    assert enough.decide(2, SOON).holds


def test_parts_of_people_prove_what_days_of_work_divided_by_five_say():
    week = shop(need(presales=1, aftersales=1), *TWO)
    known = places_of(week, kinds_to_hire(week))
    weeks = BestWeeks(with_people(week, dict.fromkeys(known, 1)))
    asked = RowsAsked.of(weeks.rows, HOURS.interval_hours, 0.0)
    worth = CountedHeadcount(weeks.tables, asked, strongest(known)).worth()
    most = max(weeks.best(place, worth.row)[0] for place in range(len(known)))
    assert asked.at(worth) / most == pytest.approx(14 / 5)


def test_who_serves_on_one_post_is_hired_with_that_alone():
    week = shop(need(presales=1, aftersales=1), *TWO)
    program, known, tables = counted(week)
    weeks = program.decide(3, SOON).weeks
    fewer = dealt(tables, weeks, known, fewer=True)
    assert sum(len(known[each].kind.posts) - 1 for each in fewer.counts.elements()) == 1
    plain = dealt(tables, weeks, known, fewer=False)
    assert {known[each].kind.posts for each in plain.counts} == {("presales", "aftersales")}
    assert (fewer.plan[0] >= 0).sum() == (plain.plan[0] >= 0).sum() == 15


def test_certificates_nobody_has_yet_may_be_asked_for():
    week = shop(need(presales=1, aftersales=1), *TWO[:2])
    assert fewest(week, ASKED).told.bound == 4
    both = HeadcountAsked(0.0, 10, also=(("aftersales", "presales"),))
    assert fewest(week, both).told.people == 3


def test_minimum_of_a_post_counts_beside_its_need():
    found = fewest(shop(need(presales=0), min_agents=1), ASKED).told
    assert (found.bound, found.people) == (2, 2)
    assert (found.required_hours, found.filled_hours) == (0, 56)


def test_hours_that_may_be_missing_spare_people():
    week = shop(need(presales=2))
    found = fewest(week, HeadcountAsked(short_share=4 / 14, seconds=10)).told
    assert (found.bound, found.people, found.short_hours) == (2, 2, 32.0)


def test_days_off_of_the_plan_hold_for_those_hired():
    plan = WorkPlan("four", max_days_week=4)
    found = fewest(shop(need(presales=2), plans=(plan,), work_plan="four"), ASKED).told
    assert (found.bound, found.people) == (4, 4)  # 14 days, four a person


def test_nights_at_a_vendor_spare_those_who_hold_them():
    week = shop(need(0, 24, presales=1))
    window = ClockSpan.parse("00:00-08:00")
    given = without_vendor(week, ("presales",), window)
    own, rest = fewest(week, ASKED).told, fewest(given, ASKED).told
    assert (own.people, rest.people) == (5, 3)  # 21 and 14 days of work


def test_first_hire_is_of_the_post_that_lacks_people():
    week = shop(
        need(presales=1, aftersales=1), b.agent("A1"), b.agent("A2"), b.agent("A3", ("aftersales",))
    )
    found = fewest(week, ASKED).told
    assert [each.kind.posts for each in found.first_hires] == [("aftersales",)]
    assert found.first_hires[0].saved_hours == pytest.approx(16, abs=0.01)
    assert people_today(week) == {one.kind: one.people for one in found.today}


def test_beginning_that_only_shifts_before_the_week_reach_is_left_out():
    round_the_clock = (
        ShiftType("N", 22 * 60, 480),
        ShiftType("E", 360, 480),
        ShiftType("L", 840, 480),
    )
    week = shop(need(0, 24, presales=1), shapes=(), types=round_the_clock)
    found = fewest(week, ASKED).told
    assert (found.left_out_hours, found.people) == (6, 5)
    assert found.filled_hours == found.required_hours == 162


@pytest.mark.parametrize(
    ("week", "code"),
    [
        (shop(need(presales=0)), "headcount_of_nobody"),
        (shop(need(presales=1, aftersales=1)), "headcount_out_of_reach"),  # no such certificate
        (
            shop(need(presales=1), b.agent(leaves=HOURS.dates[0])),
            "headcount_no_contract",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(week, code):
    with pytest.raises(InputError) as caught:
        fewest(week, ASKED)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_post_that_is_gone_is_named():
    with pytest.raises(InputError, match="unknown_post"):
        fewest(shop(need(presales=1)), HeadcountAsked(also=(("night", "presales"),)))
    with pytest.raises(InputError, match="unknown_post"):
        fewest(shop(need(presales=1)), HeadcountAsked(most=((("night",), 1),)))

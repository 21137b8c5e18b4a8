from dataclasses import replace

from scheduler.agent import Wish
from scheduler.covering import covering
from scheduler.explain import StandingThen
from scheduler.roster import Roster
from scheduler.verify.checker import verify
from tests.builders import MONDAY, agent, problem, shift
from tests.scheduler.test_explain import MONDAY_9, ROSTER, asked


def ranked():
    return covering(asked(), ROSTER, MONDAY_9)


def test_who_is_free_comes_before_who_would_be_moved():
    assert [(o.person.agent_id, o.person.standing) for o in ranked().offers] == [
        ("A6", StandingThen.FREE),
        ("A7", StandingThen.MOVABLE),
    ]


def test_every_offer_breaks_nothing_of_the_person():
    problem = asked()
    was = {(v.rule, v.agent_id) for v in verify(problem, ROSTER).violations}
    for offer in ranked().offers:
        helper = offer.helper
        kept = ROSTER if helper.instead_of is None else ROSTER.without(helper.instead_of)
        after = verify(problem, kept.with_shift(helper.shift))
        assert {(v.rule, v.agent_id) for v in after.violations if v.agent_id} <= was


def test_who_is_held_back_is_named_with_the_rule():
    found = ranked()
    assert [person.agent_id for person in found.held_back] == ["A8"]
    assert found.by_rule == {"rest": 1}
    assert found.elsewhere[StandingThen.AWAY] == 1


def test_an_offer_tells_its_price_rest_and_hours():
    first = ranked().offers[0]
    assert first.covered_min == 60
    assert (first.week_min, first.contract_min) == (480, 2400)
    assert first.cost_change < 0  # a person was missing
    assert first.rest_min is None


def test_a_day_off_that_was_wished_costs_its_weight_and_is_asked_later():
    problem = replace(asked(), wishes=(Wish("A6", MONDAY, None, 7.0),))
    offers = {o.person.agent_id: o for o in covering(problem, ROSTER, MONDAY_9).offers}
    assert offers["A6"].wishes == 7.0


def test_a_stretch_nobody_can_take_whole_goes_to_two_one_after_the_other():
    long = replace(MONDAY_9, end_min=MONDAY_9.start_min + 11 * 60)  # no shape is so long
    staff = (agent("A1"), agent("A2"), agent("A3"))
    question = problem(agents=staff, need=1.0)
    found = covering(question, Roster(()), long)
    assert found.offers
    assert not any(one.covers_until(long.end_min) for one in found.offers)
    first = found.pairs[0]
    assert first.first.person.agent_id != first.second.person.agent_id
    assert first.second.helper.shift.start_min <= first.at_min < long.end_min
    assert first.second.covers_until(long.end_min)
    made = Roster((first.first.helper.shift, first.second.helper.shift))
    assert not [one for one in verify(question, made).violations if one.agent_id]
    assert covering(question, Roster(()), MONDAY_9).pairs == ()


def test_in_a_large_crew_the_most_promising_are_asked_until_some_may():
    busy = tuple(shift(f"A{n}", 0, "12:00") for n in range(8))  # nearer the top of the list
    staff = tuple(agent(f"A{n}") for n in range(10))
    question = problem(agents=staff, need=1.0)
    found = covering(question, Roster(busy), MONDAY_9, most=2)
    assert [one.person.agent_id for one in found.offers[:2]] == ["A8", "A9"]
    late = tuple(shift(f"A{n}", -1, "20:00") for n in range(10))  # until five: no rest before nine
    none_may = covering(replace(question, history=late), Roster(()), MONDAY_9, most=2)
    assert (len(none_may.held_back), none_may.by_rule) == (10, {"rest": 10})
    some = covering(question, Roster(()), MONDAY_9, most=2)
    assert (len(some.offers), some.elsewhere) == (6, {StandingThen.NOT_TRIED: 4})

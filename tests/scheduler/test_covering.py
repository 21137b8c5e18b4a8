from dataclasses import replace

from scheduler.agent import Wish
from scheduler.covering import covering
from scheduler.explain import StandingThen
from scheduler.verify.checker import verify
from tests.builders import MONDAY
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

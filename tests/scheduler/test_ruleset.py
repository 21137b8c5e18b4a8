import pytest

from scheduler.errors import InputError
from scheduler.ruleset import HoursRules, RuleSet, Weights
from tests.builders import FOUR, FULL, SIX, rules


@pytest.mark.parametrize(
    ("make", "code", "column"),
    [
        (lambda: HoursRules(max_work_min_per_day=0), "not_positive", "max_work_hours_per_day"),
        (lambda: HoursRules(max_consecutive_days=0), "not_positive", "max_consecutive_days"),
        (lambda: HoursRules(min_rest_min=-1), "negative", "min_rest_hours"),
        (lambda: HoursRules(min_days_off_per_week=8), "days_off_range", "min_days_off_per_week"),
        (lambda: Weights(surplus_per_agent_hour=-1), "negative", "surplus_per_agent_hour"),
        (lambda: Weights(preference=float("nan")), "negative", "preference"),
        (lambda: RuleSet(()), "no_shapes", "shifts.shape"),
        (lambda: RuleSet((FULL,), start_grid_min=0), "not_positive", "start_grid_minutes"),
        (lambda: RuleSet((FULL,), min_agents=-1), "negative", "min_agents"),
    ],
)
def test_what_cannot_be_is_refused(make, code, column):
    with pytest.raises(InputError) as caught:
        make()
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [(code, column)]


def test_shapes_are_found_by_contract():
    assert rules().forms_for(40) == (FULL,)
    assert rules().forms_for(30) == (SIX, FOUR)
    assert rules().forms_for(10) == ()


def test_nothing_forced_is_a_rule_too():
    assert HoursRules(min_rest_min=0, min_days_off_per_week=0).min_rest_min == 0
    assert Weights(0, 0, 0).preference == 0

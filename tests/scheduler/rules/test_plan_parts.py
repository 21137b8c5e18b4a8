from dataclasses import replace

import pytest

from scheduler.errors import InputError
from scheduler.rules.plan_parts import contradiction, require_keepable
from scheduler.shift_type import ShiftType
from scheduler.work_plan import WorkPlan
from tests.builders import agent, problem, rules

TYPES = (
    ShiftType("E", 540, 480),
    ShiftType("L", 960, 480),
    ShiftType("N", 1320, 480),
    ShiftType("W", 540, 540, weekdays=("saturday", "sunday")),
)
WEEKDAYS_ON = ("on", "on", "on", "on", "on", "off", "off")


def parts(person=None, **plan):
    made = WorkPlan("P", **plan)
    ruleset = rules(shapes=(), types=TYPES, plans=(made,), work_plan="P")
    question = problem(agents=[person or agent("A1")], ruleset=ruleset)
    one = question.agents[0]
    return contradiction(question, question.plan_of(one), one)


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ({"days_week": (5,), "days_off_together": 3}, {"days_week", "days_off_together"}),
        (
            {
                "days_week": (5,),
                "is_one_type": True,
                "rotation": ("E", "L"),
                "days_off_together": 3,
                "max_nights_in_row": 2,
            },
            {"days_week", "days_off_together"},
        ),
        (
            {"day_cycle": ("on",) * 6 + ("off",), "free_weekend_every": 2},
            {"day_cycle", "free_weekend_every"},
        ),
        ({"day_cycle": WEEKDAYS_ON, "days_week": (4,)}, {"day_cycle", "days_week"}),
        ({"day_cycle": ("E", "L", "off"), "is_one_type": True}, {"day_cycle", "is_one_type"}),
        (
            {
                "rotation": ("E", "N"),
                "days_week": (6,),
                "max_nights_in_row": 2,
                "days_off_after_nights": 2,
            },
            {"rotation", "days_week", "max_nights_in_row"},
        ),
        (
            {"day_cycle": ("N", "N", "E"), "max_nights_in_row": 2, "days_off_after_nights": 1},
            {"day_cycle", "max_nights_in_row", "days_off_after_nights"},
        ),
        ({"days_week": (5,), "types": ("W",)}, {"days_week", "types"}),
        (
            {"day_cycle": ("E", "N"), "max_start_spread_min": 60},
            {"day_cycle", "max_start_spread_min"},
        ),
    ],
)
def test_the_fewest_parts_that_contradict_each_other_are_named(plan, found):
    assert set(parts(**plan)) == found
    for left_out in found - {"max_nights_in_row"}:  # without any of them the others can be kept
        rest = {name: value for name, value in plan.items() if name != left_out}
        assert not set(parts(**rest)) & found


@pytest.mark.parametrize(
    "plan",
    [
        {"days_week": (5,), "days_off_together": 2, "free_weekend_every": 4, "is_one_type": True},
        {"days_week": (5, 6), "rotation": ("E", "L", "N"), "free_weekend_every": 2},
        {"day_cycle": ("on", "on", "on", "on", "off", "off"), "days_off_together": 2},
        {"days_week": (6,), "min_days_week": 5, "max_nights_in_row": 6},
    ],
)
def test_a_plan_that_can_be_kept_is_not_named(plan):
    assert parts(**plan) == ()


def test_a_fixed_week_against_the_plan_is_named_with_its_person():
    fixed = replace(agent("A7"), fixed_week=("E",) * 6 + ("off",))
    plan = WorkPlan("P", days_off_together=2)
    ruleset = rules(shapes=(), types=TYPES, plans=(plan,), work_plan="P")

    with pytest.raises(InputError) as caught:
        require_keepable(problem(agents=[agent("A1"), fixed], ruleset=ruleset))

    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("fixed_week_unkeepable", "A7")
    assert {name for name, _ in fault.details["parts"]} == {"day_cycle", "days_off_together"}


def test_all_plans_that_cannot_be_kept_are_named_at_once_but_not_those_nobody_has():
    bad = {"days_week": (5,), "days_off_together": 3}
    plans = tuple(WorkPlan(name, **bad) for name in ("P", "Q", "R"))
    ruleset = rules(shapes=(), types=TYPES, plans=plans, work_plan="P")
    crew = [agent("A1"), replace(agent("A2"), work_plan="Q")]

    with pytest.raises(InputError) as caught:
        require_keepable(problem(agents=crew, ruleset=ruleset))

    assert [fault.value for fault in caught.value.faults] == ["P", "Q"]

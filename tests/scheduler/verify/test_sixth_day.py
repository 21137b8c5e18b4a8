"""The sixth day of a week is not free: shorter shifts, overtime by consent, or averaged hours."""

from dataclasses import replace

import pytest

from scheduler.roster import Roster
from scheduler.ruleset import Weights
from scheduler.verify.checker import verify
from scheduler.work_plan import SixthDay, WorkPlan
from tests.builders import FULL, agent, horizon, problem, rules, shift

SHORT = replace(FULL, work_min=400)


def judged(days, *, sixth_day, consent=False, work=480, plan=None, length=7, **limits):
    """Return the verdict on one agent who works on some days under a plan."""
    week = horizon(days=length)
    held = WorkPlan("P", sixth_day=sixth_day, **(plan or {}))
    ruleset = rules(
        shapes=(FULL, SHORT),
        plans=(held,),
        work_plan="P",
        weights=Weights(overtime_per_hour=5.0),
        **limits,
    )
    someone = replace(agent("A1"), overtime_consent=consent)
    question = problem(week=week, agents=[someone], ruleset=ruleset)
    shifts = tuple(shift(day=day, week=week, work=work) for day in days)
    return verify(question, Roster(shifts))


def broken(*given, **more):
    return list(judged(*given, **more).by_rule)


def test_shorter_shifts_fill_six_days_and_longer_ones_do_not():
    assert broken(range(6), sixth_day=SixthDay.SHORTER, work=400) == []
    assert broken(range(6), sixth_day=SixthDay.SHORTER) == ["hours_per_week"]


def test_with_shorter_shifts_nobody_works_overtime_though_the_site_has_it():
    site = {"consent": True, "max_overtime_min_per_day": 120}
    assert broken(range(6), sixth_day=None, **site) == []
    assert broken(range(6), sixth_day=SixthDay.SHORTER, **site) == ["hours_per_week"]


def test_overtime_by_consent_is_priced_and_no_day_gets_longer():
    verdict = judged(range(6), sixth_day=SixthDay.OVERTIME, consent=True)
    assert verdict.is_clean
    assert verdict.cost.overtime_hours == 8
    nobody_needed = 48 * 2.0
    assert verdict.cost.total == nobody_needed + 8 * 5.0
    long = judged([0], sixth_day=SixthDay.OVERTIME, consent=True, work=600)
    assert "hours_per_day" in long.by_rule


def test_without_consent_the_sixth_day_is_too_many():
    assert broken(range(6), sixth_day=SixthDay.OVERTIME) == ["hours_per_week"]


@pytest.mark.parametrize(("limit", "rule"), [(960, []), (900, ["overtime_per_month"])])
def test_sixth_days_stay_within_the_hours_of_a_month(limit, rule):
    days = [*range(6), *range(7, 13)]  # from 30 November: both Saturdays are in December
    assert (
        broken(
            days,
            sixth_day=SixthDay.OVERTIME,
            consent=True,
            length=14,
            max_overtime_min_per_month=limit,
        )
        == rule
    )


@pytest.mark.parametrize(
    ("consent", "days", "rule"),
    [
        (True, 5, ["few_days"]),
        (True, 6, []),
        (False, 5, []),
        (False, 4, ["few_days"]),
    ],
)
def test_a_plan_of_six_days_asks_five_of_who_did_not_agree(consent, days, rule):
    plan = {"days_week": (6,)}
    asked = {"sixth_day": SixthDay.OVERTIME, "consent": consent, "plan": plan}
    assert broken(range(days), **asked) == rule


def test_averaged_hours_hold_over_all_days_for_who_has_the_plan():
    six_and_four = [*range(6), *range(7, 11)]
    averaged = {"sixth_day": SixthDay.AVERAGED, "length": 14}
    assert broken(six_and_four, **averaged) == []
    assert broken([*six_and_four, 11], **averaged) == ["hours_per_horizon"]
    assert broken(six_and_four, sixth_day=None, length=14) == ["hours_per_week"]

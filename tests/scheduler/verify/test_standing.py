"""Which breaches nobody overrides: by rule, and by how far the law's own number is passed."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.verify.checker import MARKED, MARKS, RULES, ground_of, verify
from scheduler.verify.standing import RuleStanding
from scheduler.work_law import WITHOUT_ARTICLE, LegalGround, WorkLaw, work_law
from scheduler.work_plan import WorkPlan
from store.files.work_law import legal_hours, work_law_on
from tests.builders import WEEK, agent, at, horizon, post, problem, roster, rules, shift

LAW = work_law_on(WEEK.start)
README = Path(__file__).parents[3] / "data" / "rules" / "README.md"


def grounds(*shifts, **asked):
    """Return the breaches of persons with the ground each rests on; None: of the house."""
    question, answer = problem(**asked), roster(*shifts)
    return {
        (found.rule, ground_of(question, answer, found, LAW))
        for found in verify(question, answer).violations
        if found.rule not in {"sealed", "shape"}
    }


def test_every_rule_has_a_mark():
    assert tuple(MARKED) == RULES
    assert set(MARKS) == {rule.__name__ for rule in RULES}


def test_a_rule_of_law_says_on_what_it_rests():
    for name, mark in MARKS.items():
        assert mark.grounds or (mark.standing is RuleStanding.HOUSE and mark.beyond is None), name


def test_consent_absences_certificates_and_employment_are_never_of_the_house():
    always = {name for name, mark in MARKS.items() if mark.standing is RuleStanding.LAW}
    of_people = {"employed", "skill", "absence", "protected_hours"}
    assert always == {"unknown_agent", "outside_week", *of_people}


def test_plans_rotation_rest_and_personal_limits_are_of_the_house():
    free = {name for name, mark in MARKS.items() if not mark.grounds}
    assert free >= {
        "one_type",
        "start_spread",
        "off_together",
        "night_run",
        "after_nights",
        "free_weekend",
        "succession",
        "consecutive_days",
        "kind_per_month",
        "pin",
    }


def test_eleven_hours_of_rest_are_of_the_house_and_an_overlap_is_of_nobody():
    ten_hours = shift("A1", 0, "08:00"), shift("A1", 1, "03:00")
    assert grounds(*ten_hours) == {("rest", None)}
    two_places = shift("A1", 0, "08:00"), shift("A1", 0, "12:00", work=120, meal=None)
    assert ("rest", LegalGround.WHOLE) in grounds(*two_places)


@pytest.mark.parametrize(
    ("work", "consents", "ground"),
    [
        (480, False, None),  # beyond the house's 7 h, not the law's 8
        (510, False, LegalGround.DAY_HOURS),
        (660, True, None),  # 3 h of overtime, agreed to
        (690, True, LegalGround.OVERTIME_DAY),
    ],
)
def test_a_day_longer_than_the_house_allows_is_of_law_beyond_the_laws_number(
    work, consents, ground
):
    asked = {
        "agents": [agent(overtime_consent=consents)],
        "ruleset": rules(max_work_min_per_day=420),
    }
    assert grounds(shift(work=work), **asked) == {("hours_per_day", ground)}


def test_overtime_of_a_day_counts_from_the_houses_own_limit():
    asked = {"agents": [agent(overtime_consent=True)]}
    strict = rules(max_work_min_per_day=420, max_overtime_min_per_day=60)
    assert grounds(shift(work=600), ruleset=strict, **asked) == {("overtime_per_day", None)}
    law = {("overtime_per_day", LegalGround.OVERTIME_DAY)}
    assert grounds(shift(work=690), ruleset=strict, **asked) == law


@pytest.mark.parametrize(
    ("contract", "days", "ground"),
    [
        (40, 5, None),  # 40 h, the house says 36
        (40, 6, LegalGround.WEEK_HOURS),
        (30, 4, LegalGround.CONTRACT),  # 32 h, nobody agreed to more than 30
    ],
)
def test_a_week_is_of_law_beyond_forty_hours_or_the_contract(contract, days, ground):
    shifts = [shift("A1", day) for day in range(days)]
    asked = {"agents": [agent(hours=contract)], "ruleset": rules(max_work_min_per_week=36 * 60)}
    assert grounds(*shifts, **asked) == {("hours_per_week", ground)}


def test_averaged_hours_are_of_law_beyond_the_average():
    averaged = rules(max_work_min_per_week=36 * 60, is_averaged=True)
    five, six = (
        grounds(*(shift("A1", day) for day in range(days)), ruleset=averaged) for days in (5, 6)
    )
    assert five == {("hours_per_horizon", None)}
    assert six == {("hours_per_horizon", LegalGround.AVERAGED)}


def test_averaged_hours_are_measured_by_the_weeks_of_the_horizon():
    """Eleven days of 8 h in two weeks are 88 h, the law's average gives 80; ten are 80."""
    weeks = horizon(dt.date(2026, 12, 7), days=14)
    averaged = rules(max_work_min_per_week=36 * 60, is_averaged=True)
    worked = (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12)
    shifts = [shift("A1", day, week=weeks) for day in worked]
    asked = {"week": weeks, "ruleset": averaged}
    assert grounds(*shifts[:10], **asked) == {("hours_per_horizon", None)}
    assert grounds(*shifts, **asked) == {("hours_per_horizon", LegalGround.AVERAGED)}


def test_each_month_of_overtime_is_judged_by_itself():
    """The house's limit is passed in both months, the law's in January alone."""
    weeks = horizon(dt.date(2026, 12, 28), days=28)
    strict = rules(max_overtime_min_per_day=180, max_overtime_min_per_month=60)
    worked = [7 * week + day for week in range(4) for day in range(5)]
    shifts = tuple(shift("A1", day, work=660, week=weeks) for day in worked)
    question = problem(week=weeks, agents=[agent(overtime_consent=True)], ruleset=strict)
    answer = roster(*shifts)
    found = [
        (weeks.clock.date_of(each.at_min).month, ground_of(question, answer, each, LAW))
        for each in verify(question, answer).violations
        if each.rule == "overtime_per_month"
    ]
    assert found == [(12, None), (1, LegalGround.OVERTIME_MONTH)]


@pytest.mark.parametrize(("days", "ground"), [(5, None), (6, LegalGround.OVERTIME_MONTH)])
def test_overtime_of_a_month_is_counted_as_the_law_counts_it(days, ground):
    """Ten days of 11 h: 40 h of overtime from the house's 7 h on, only 30 from the law's 8."""
    weeks = horizon(dt.date(2026, 12, 7), days=14)
    asked = {
        "week": weeks,
        "agents": [agent(overtime_consent=True)],
        "ruleset": rules(
            max_work_min_per_day=420, max_overtime_min_per_day=300, max_overtime_min_per_month=60
        ),
    }
    worked = [7 * week + day for week in (0, 1) for day in range(days)]
    shifts = [shift("A1", day, work=660, week=weeks) for day in worked]
    found = {(rule, why) for rule, why in grounds(*shifts, **asked) if "month" in rule}
    assert found == {("overtime_per_month", ground)}


def test_a_week_without_any_day_off_is_of_law_and_one_day_off_of_the_house():
    asked = {"ruleset": rules(min_days_off_per_week=2, max_consecutive_days=7)}
    six, seven = ([shift("A1", day, work=300) for day in range(days)] for days in (6, 7))
    assert grounds(*six, **asked) == {("days_off", None)}
    assert ("days_off", LegalGround.WEEK_REST) in grounds(*seven, **asked)


def test_days_off_of_a_plan_are_of_the_house():
    plan = WorkPlan("five", max_days_week=5)
    asked = {"ruleset": rules(plans=(plan,), work_plan="five")}
    assert grounds(*(shift("A1", day, work=300) for day in range(6)), **asked) == {
        ("days_off", None)
    }


@pytest.mark.parametrize(
    ("night", "start", "ground"),
    [
        ("20:00-06:00", "12:30", None),  # until 21:30: in the house's night, not in the law's
        ("20:00-06:00", "14:00", LegalGround.PROTECTED_NIGHTS),  # until 23:00
        (
            "00:00-06:00",
            "16:30",
            LegalGround.PROTECTED_NIGHTS,
        ),  # until 1:30; the house's is shorter
    ],
)
def test_nights_of_protected_people_are_of_law_in_the_laws_hours(night, start, ground):
    asked = {"agents": [agent(no_nights=True)], "ruleset": rules(night=ClockSpan.parse(night))}
    assert grounds(shift("A1", 0, start), **asked) == {("night", ground)}


@pytest.mark.parametrize(("work", "ground"), [(240, None), (270, LegalGround.DAY_HOURS)])
def test_two_shifts_a_day_are_of_law_where_they_make_the_day_too_long(work, ground):
    """No other rule adds up the shifts of a day."""
    apart = rules(min_rest_min=0)
    day = (
        shift("A1", 0, "08:00", work=work, meal=None),
        shift("A1", 0, "16:00", work=240, meal=None),
    )
    assert grounds(*day, ruleset=apart) == {("two_shifts_a_day", ground)}


def test_work_during_leave_without_certificate_or_employment_is_of_law():
    away = [Absence("A1", at(0), at(1))]
    assert grounds(shift(), absences=away) == {("absence", LegalGround.LEAVE)}
    two = {"posts": [post(), post("aftersales")], "agents": [agent(posts=("aftersales",))]}
    assert grounds(shift(), **two) == {("skill", LegalGround.CERTIFICATE)}
    late = agent(hired=WEEK.date(1))
    assert grounds(shift(), agents=[late]) == {("employed", LegalGround.EMPLOYMENT)}


def test_law_is_dated_and_tells_what_is_not_known_yet():
    with pytest.raises(InputError) as caught:
        work_law_on(dt.date(1994, 1, 1))
    assert [(fault.code, fault.value) for fault in caught.value.faults] == [
        ("work_law_missing", "1994-01-01")
    ]


def test_the_law_has_the_numbers_that_are_judged_by():
    assert LAW.minutes(LegalGround.DAY_HOURS) == 480
    assert LAW.minutes(LegalGround.WEEK_HOURS) == 2400
    assert LAW.minutes(LegalGround.OVERTIME_MONTH) == 2160
    assert LAW.number(LegalGround.WEEK_REST) == 1
    assert str(LAW.night) == "22:00-06:00"


def test_the_latest_version_of_a_ground_holds():
    shorter = replace(LAW[LegalGround.DAY_HOURS], valid_from=dt.date(2030, 1, 1), value=7)
    known = (*legal_hours(), shorter)
    assert work_law(known, dt.date(2029, 12, 31)).number(LegalGround.DAY_HOURS) == 8
    assert work_law(known, dt.date(2030, 1, 1)).number(LegalGround.DAY_HOURS) == 7


def test_a_law_without_its_number_is_told():
    lacking = replace(LAW[LegalGround.WEEK_REST], value=None)
    others = tuple(each for each in LAW.limits if each.topic is not LegalGround.WEEK_REST)
    with pytest.raises(InputError):
        WorkLaw(WEEK.start, (*others, lacking))


def test_the_description_names_every_rule_that_law_stands_behind():
    rows = re.findall(
        r"^\| (`.+`) \| (law|house|house, then law) \|", README.read_text("utf-8"), re.M
    )
    told = {name: mark for names, mark in rows for name in re.findall(r"`(\w+)`", names)}
    marked = {
        name: mark.standing.value if mark.beyond is None else "house, then law"
        for name, mark in MARKS.items()
        if mark.grounds
    }
    assert told == marked


def test_the_description_names_the_articles():
    text = README.read_text("utf-8")
    behind = {ground for mark in MARKS.values() for ground in mark.grounds} - WITHOUT_ARTICLE
    for ground in behind:
        for article in LAW[ground].article.split("；"):
            assert article in text, ground

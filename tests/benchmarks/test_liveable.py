import csv
import datetime as dt

import numpy as np
import pytest
import tomli_w

from benchmarks.liveable import ROWS, table
from benchmarks.liveable_check import breaches
from benchmarks.liveable_weeks import DESIGNED, Variant, made, turned_past
from benchmarks.straight_cp_sat import solve_straight
from scheduler.agent import Wish
from scheduler.demand import Requirement
from scheduler.shift_type import ShiftType
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from scheduler.work_plan import WorkPlan
from store.files.week import read_week, write_roster
from tests.builders import agent, horizon, post, problem, requirement, rules, shift

MONDAY = dt.date(2026, 11, 30)
RULES = {
    "timezone": "Asia/Shanghai",
    "week_start": "2026-11-30",
    "days": 7,
    "interval_minutes": 30,
    "hours": {
        "max_work_hours_per_day": 8,
        "max_work_hours_per_week": 40,
        "min_rest_hours": 11,
        "max_consecutive_days": 6,
        "min_days_off_per_week": 1,
        "night": "22:00-06:00",
    },
    "shifts": {"start_grid_minutes": 30, "shape": [{"work_hours": 8, "contract_hours": [40, 40]}]},
    "coverage": {"min_agents": 0},
    "weights": {"shortage_per_agent_hour": 20, "surplus_per_agent_hour": 2, "preference": 1},
}
PEOPLE = [
    ("P1", "chat", "40", "no"),
    ("P2", "chat", "40", "yes"),
    ("P3", "chat", "30", "no"),
    ("P4", "chat", "40", "no"),
]


def write(path, head, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head.split(","), *rows])


@pytest.fixture
def instances(tmp_path):
    folder = tmp_path / "instances" / "tiny"
    folder.mkdir(parents=True)
    (folder / "rules.toml").write_text(tomli_w.dumps(RULES), encoding="utf-8")
    inputs = {"handle_seconds": 300, "chats_at_once": 2, "patience_seconds": 60}
    inputs |= {"service_level": 0.8, "within_seconds": 30, "shrinkage": 0.0}
    (folder / "posts.toml").write_text(tomli_w.dumps({"chat": inputs}), encoding="utf-8")
    people = [(name, name, "T", posts, hours, "30", dark) for name, posts, hours, dark in PEOPLE]
    head = "agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights"
    write(folder / "agents.csv", head, people)
    cells = [MONDAY + dt.timedelta(day) for day in range(7)]
    needs = [
        (f"{day}T{half // 2:02}:{half % 2 * 30:02}", "chat", int(18 <= half < 42))
        for day in cells
        for half in range(48)
    ]
    write(folder / "requirement.csv", "start,post,agents", needs)
    away = [("P4", "2026-12-02T00:00", "2026-12-03T00:00", "annual_leave")]
    write(folder / "absences.csv", "agent_id,start,end,kind", away)
    wishes = [("P1", "2026-12-05", "off", "2")]
    write(folder / "preferences.csv", "agent_id,date,wish,weight", wishes)
    past = [
        ("P1", "chat", "2026-11-29T15:00", "2026-11-30T00:00", "2026-11-29T19:00/2026-11-29T20:00")
    ]
    write(folder / "history.csv", "agent_id,post,start,end,meal", past)
    return tmp_path / "instances"


@pytest.fixture
def week(instances, tmp_path):
    return made(Variant("week", "tiny", owed="promised"), instances, tmp_path)


def row(agent_id, day, start, hours=9, meal=4):
    at = dt.datetime.combine(MONDAY + dt.timedelta(day), dt.time.fromisoformat(start))
    said = [at + dt.timedelta(hours=each) for each in (0, hours, meal, meal + 1)]
    begun, ended, eats, ate = (each.isoformat(timespec="minutes") for each in said)
    return agent_id, "chat", begun, ended, f"{eats}/{ate}" if meal else ""


def clean():
    """Return a roster that keeps every rule: P3 and P4 as they owe, all others five days."""
    rows = [row("P1", day, "12:00") for day in range(2, 7)]
    rows += [row("P2", day, "09:00") for day in range(5)]
    rows += [row("P3", day, "09:00", 6, 0) for day in range(5)]
    return rows + [row("P4", day, "12:00") for day in (0, 1, 5, 6)]


def found(week, rows):
    path = week.parent / "roster.csv"
    write(path, "agent_id,post,start,end,meal", rows)
    return {rule for rule, *_ in breaches(week, path)}


def test_a_liveable_week_is_read_and_everybody_can_keep_it(week):
    asked = read_week(week).problem()
    assert [kind.code for kind in asked.rules.types][:2] == ["A", "A6"]
    assert {one.contract.min_hours_week for one in asked.agents} == {40.0, 30.0, 32.0}
    assert len({each.agent_id for each in asked.history}) == len(asked.agents)
    result = solve(asked, SolveParams(seed=1, time_limit_s=None, work_limit=300, workers=1))
    assert verify(asked, result.roster).is_clean
    write_roster(result.roster, week / "roster.csv", asked.horizon.clock)
    assert breaches(week, week / "roster.csv") == []


@pytest.mark.parametrize("is_round", [True, False])
def test_the_second_checker_counts_sunday_and_monday_where_a_week_goes_round(
    instances, tmp_path, is_round
):
    variant = Variant("week", "tiny", owed="promised", is_round=is_round)
    week = made(variant, instances, tmp_path)
    rows = [row("P1", day, "12:00") for day in range(1, 6)]
    past = [("P1", "chat", "2026-11-29T09:00", "2026-11-29T18:00", "")]
    write(week / "history.csv", "agent_id,post,start,end,meal", past)
    rest = [one for one in clean() if one[0] != "P1"]
    assert ("off_together" in found(week, rows + rest)) != is_round


def test_the_second_checker_accepts_a_clean_roster(week):
    assert found(week, clean()) == set()


@pytest.mark.parametrize(
    ("rule", "at", "other"),
    [
        ("type", 0, row("P1", 2, "12:30")),  # no type starts then
        ("type", 0, row("P1", 2, "12:00", meal=6)),  # the meal too late
        ("type", 0, row("P1", 2, "12:00", hours=8)),  # too short
        ("type", 10, row("P3", 0, "09:00")),  # the type of another contract
        ("one_type", 4, row("P1", 6, "14:00")),
        ("days_a_week", None, row("P2", 5, "09:00")),
        ("off_together", 18, row("P4", 3, "12:00")),  # off on 2, 4 and 6 alone
        ("hours_owed", 4, None),
    ],
)
def test_the_second_checker_finds_a_breach_of_each_rule_of_the_week(week, rule, at, other):
    rows = clean()
    if at is not None:
        rows.pop(at)
    assert rule in found(week, [*rows, other] if other else rows)


def test_the_second_checker_knows_nights_of_the_week_before(week):
    past = [row("P1", day, "00:00") for day in range(-4, 0)]
    write(week / "history.csv", "agent_id,post,start,end,meal", past)
    nights = [row("P1", day, "00:00") for day in range(5)]
    others = [each for each in clean() if each[0] != "P1"]
    assert "night_run" in found(week, [*nights, *others])
    assert "after_nights" in found(week, [row("P1", 1, "12:00"), *others])  # one day off
    assert "after_nights" not in found(week, [row("P1", 2, "12:00"), *others])


def test_hours_a_plan_owes_are_less_by_leave_and_whole_shifts(instances, tmp_path):
    owing = made(Variant("owing", "tiny"), instances, tmp_path)
    assert found(owing, clean()) == set()
    assert "hours_owed" in found(owing, clean()[:-1])  # P4: three days of the four left by leave
    assert "hours_owed" in found(owing, clean()[1:])


@pytest.fixture
def month(instances, tmp_path):
    return made(Variant("month", "tiny", owed="", weeks=4), instances, tmp_path)


def test_a_month_turns_and_the_second_checker_knows_where_each_stands(month):
    asked = read_week(month).problem()
    assert asked.horizon.days == 28
    phases = {each.phase for each in asked.history if each.agent_id == "P1"}
    assert phases == {1}  # the week before was the first of the cycle: B, and five days
    weeks = enumerate((("12:00", 6), ("16:00", 5), ("07:30", 6), ("12:00", 5)))
    mine = [
        row("P1", 7 * week + day, start) for week, (start, days) in weeks for day in range(days)
    ]

    def said(rows):
        path = month.parent / "roster.csv"
        write(path, "agent_id,post,start,end,meal", rows)
        return {rule for rule, who, _ in breaches(month, path) if who == "P1"}

    assert said(mine) == set()
    assert said(mine[1:]) == {"days_of_cycle"}
    assert "rotation" in said([row("P1", 0, "07:30"), *mine[1:]])


@pytest.mark.parametrize(
    ("turn", "begin", "days"),
    [
        ("1", "14:00", [0, 1, 2, 3, 4]),  # nights come next, at midnight after the last day
        ("2", "00:00", [0, 1, 2, 5, 6]),
    ],
)
def test_who_turns_to_nights_is_off_the_two_days_before(turn, begin, days):
    head = {"posts": "chat", "contract_hours_week": "40", "work_plan": "round"}
    people = [head | {"agent_id": "P1", "phase": "0"}, head | {"agent_id": "last", "phase": turn}]

    past = [each for each in turned_past(people, MONDAY) if each["agent_id"] == "last"]

    firsts = [dt.datetime.fromisoformat(each["start"]) for each in past]
    assert {first.strftime("%H:%M") for first in firsts} == {begin}
    assert [first.weekday() for first in firsts] == days


def test_the_straight_model_keeps_plans_and_reaches_the_cost_of_the_engine():
    days = horizon(days=7, interval_min=60)
    kinds = tuple(
        ShiftType(code, clock * 60, 480, meal_min=60, meal_earliest_min=180, meal_latest_min=300)
        for code, clock in (("D", 8), ("N", 22))
    )
    plan = WorkPlan("p", (), 5, 2, is_one_type=True, max_nights_in_row=3, days_off_after_nights=2)
    small = problem(
        week=days,
        agents=[agent("A1", hours=40.0, min_hours=24.0), agent("A2")],
        posts=[post("presales", min_agents=0)],
        ruleset=rules(shapes=(), types=kinds, plans=(plan,), work_plan="p", start_grid_min=60),
        need=requirement({"presales": 1.0}, week=days),
        wishes=[Wish("A1", days.date(1), None, 3.0)],
        history=[shift("A1", -1, "22:00", week=days), shift("A2", -2, "22:00", week=days)],
    )
    ours = solve(small, SolveParams(seed=1, time_limit_s=None, work_limit=2000, workers=1))
    straight = solve_straight(small, 20, 1)
    verdict = verify(small, straight[-1].roster)
    assert verdict.is_clean
    assert verdict.cost.total == pytest.approx(ours.cost)


@pytest.mark.parametrize(("price", "apart"), [(None, 0), (200.0, 0), (100.0, 1)])
def test_the_straight_model_pays_for_days_off_apart_where_that_is_cheaper(price, apart):
    days = horizon(days=7, interval_min=60)
    level = np.ones((1, days.intervals))
    level[0, [hour for hour in range(days.intervals) if hour // 24 in {1, 4}]] = 0  # two days apart
    kind = ShiftType("D", 480, 480, meal_min=60, meal_earliest_min=180, meal_latest_min=300)
    plan = WorkPlan("p", (), 5, 2, price)
    small = problem(
        week=days,
        agents=[agent("A1", hours=40.0)],
        posts=[post("presales", min_agents=0)],
        ruleset=rules(shapes=(), types=(kind,), plans=(plan,), work_plan="p", start_grid_min=60),
        need=Requirement(days, ("presales",), level),
    )
    verdict = verify(small, solve_straight(small, 20, 1)[-1].roster)
    assert verdict.is_clean
    assert verdict.cost.weeks_apart == apart  # a day less of 8 hours short at 20 is 160


def test_the_table_has_a_row_for_each_record_and_tells_what_is_missing():
    one = {
        "row": "cc20",
        "seconds": 60.0,
        "cpu_s": 90.0,
        "cost": 2658.0,
        "reach": None,
        "bound": 2658.0,
        "gap_hours": 0.0,
        "gap_percent_of_hours": 0.0,
        "first_clean_s": 1.5,
        "breaches_verify": 0,
        "breaches_second": 0,
        "status": "optimal",
    }
    assert "| cc20 | 60 | 90 | 2,658 | none | 2,658 | 0 | 0.000 % | 1.5 s | 0, 0, ? |" in table(
        [one]
    )


def test_the_designed_types_are_the_same_for_every_week():
    weeks = [row.variant for name, row in ROWS.items() if name.startswith(("cc", "rival"))]
    assert {variant.starts for variant in weeks} == {DESIGNED}

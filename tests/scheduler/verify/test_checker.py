from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.agent import Absence, AgentLimit, ProtectedBy
from scheduler.horizon import ClockSpan
from scheduler.ruleset import PostChange
from scheduler.session import Session
from scheduler.shift import Sitting
from scheduler.shift_kind import ShiftKind, Succession
from scheduler.shift_type import ShiftType
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin
from scheduler.verify.checker import RULES, verify
from scheduler.work_plan import WorkPlan
from tests.builders import WEEK, agent, at, post, problem, roster, rules, shift, span

EARLY = ShiftKind("early", ClockSpan.parse("05:00-09:00"))
LATE = ShiftKind("late", ClockSpan.parse("20:00-22:00"))
STAFF = [
    replace(agent("A1", no_nights=True), cycle_start=WEEK.start),
    agent("A2", hired=WEEK.date(1)),
    replace(
        agent("A3", min_hours=40, overtime_consent=True),
        cycle_start=WEEK.date(-7),
        protected=ProtectedBy.PREGNANCY,
    ),
]
PLAN = WorkPlan(
    "P",
    days_off_together=2,
    is_one_type=True,
    max_start_spread_min=0,
    max_nights_in_row=1,
    days_off_after_nights=2,
    free_weekend_every=1,
    days_week=(1, 3),
    rotation=("E", "L"),
    day_cycle=("off", "on"),
)
WORST = problem(
    agents=STAFF,
    posts=[post("presales", min_experienced=9), post("aftersales", min_agents=0)],
    ruleset=rules(
        min_agents=1,
        post_change=PostChange(60, 1),
        kinds=(EARLY, LATE),
        successions=(Succession("early", "early"),),
        max_nights_per_month=0,
        max_weekends_per_month=0,
        min_consecutive_days=2,
        min_consecutive_days_off=2,
        max_overtime_min_per_day=60,
        max_overtime_min_per_month=100,
        types=(ShiftType("E", 360, 480), ShiftType("L", 1260, 480)),
        plans=(PLAN,),
        work_plan="P",
    ),
    need={"presales": 0, "aftersales": float("nan")},  # closed
    absences=[Absence("A1", at(0), at(1))],
    pins=[shift("A2", 3, "09:00")],
    type_pins=[TypePin("A1", WEEK.start, ""), TypePin("A3", WEEK.date(1), "E")],
    agent_limits=[AgentLimit("A2", "early", 1)],
    sessions=[Session("S1", "A2", "", 60, at(0), at(7))],
)
WORST = replace(WORST, calls=(StandbyCall("A1", at(2, "09:00"), "presales"),))
EVERYTHING = roster(
    shift("X"),
    shift("A1", 0, "21:00", work=600, breaks=(span(4, "00:00", 10),)),
    shift("A1", 0, "22:10", sessions=(Sitting(span(3, "00:00", 60), "S1"),)),
    shift("A1", 1, "22:10"),
    shift("A1", 2),
    *(shift("A2", day) for day in range(7)),
    shift("A2", 7, post="aftersales"),
    shift("A3", 0, work=600),
    shift("A3", 2, changes={30: "aftersales", 45: "presales", 60: "aftersales"}),
)
AVERAGED = problem(  # the one rule that takes the place of another
    agents=STAFF, ruleset=rules(is_averaged=True)
)


def broken(rules_looked_at):
    return set(verify(WORST, EVERYTHING, rules_looked_at).by_rule)


def test_the_worst_roster_breaks_every_rule():
    assert broken(RULES) == {rule.__name__ for rule in RULES} - {"hours_per_horizon"}
    averaged = verify(AVERAGED, roster(*(shift("A2", day) for day in range(7)))).by_rule
    assert "hours_per_horizon" in averaged
    assert "hours_per_week" not in averaged


@pytest.mark.parametrize("left_out", RULES, ids=lambda rule: rule.__name__)
def test_rule_speaks_under_its_own_name_only(left_out):
    rest = tuple(rule for rule in RULES if rule is not left_out)
    assert broken((left_out,)) <= {left_out.__name__}
    assert broken(rest) == broken(RULES) - {left_out.__name__}


def test_violations_come_by_rule_then_agent_then_moment():
    order = [rule.__name__ for rule in RULES]
    found = [
        (order.index(v.rule), v.agent_id or v.post, v.at_min)
        for v in verify(WORST, EVERYTHING).violations
    ]
    assert found == sorted(found)


def test_clean_roster_has_an_empty_verdict():
    verdict = verify(problem(), roster(shift()))
    assert verdict.is_clean
    assert verdict.by_rule == {}


def test_checker_names_no_solver():
    folder = Path(__file__).parents[3] / "scheduler" / "verify"
    for path in folder.glob("*.py"):
        assert "ortools" not in path.read_text(encoding="utf-8")
        assert "scheduler.solve" not in path.read_text(encoding="utf-8")

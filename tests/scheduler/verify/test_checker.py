from pathlib import Path

import pytest

from scheduler.agent import Absence
from scheduler.verify.checker import RULES, verify
from tests.builders import agent, at, post, problem, roster, rules, shift, span

STAFF = [agent("A1", no_nights=True), agent("A2")]
WORST = problem(
    agents=STAFF,
    posts=[post("presales"), post("aftersales", min_agents=0)],
    ruleset=rules(min_agents=1),
    absences=[Absence("A1", at(0), at(1))],
    pins=[shift("A2", 3, "09:00")],
)
EVERYTHING = roster(
    shift("X"),
    shift("A1", 0, "21:00", work=600, breaks=(span(4, "00:00", 10),)),
    shift("A1", 0, "22:10"),
    *(shift("A2", day) for day in range(7)),
    shift("A2", 7, post="aftersales"),
)


def broken(rules_looked_at):
    return set(verify(WORST, EVERYTHING, rules_looked_at).by_rule)


def test_the_worst_roster_breaks_every_rule():
    assert broken(RULES) == {rule.__name__ for rule in RULES}


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

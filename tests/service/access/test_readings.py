"""
Whatever somebody without a right to pay and scores asks of the service layer, and whatever file it
would write for them, none comes: every function that looks at a desk is called.
"""

import importlib
import inspect
import re
from decimal import Decimal
from pathlib import Path

import pytest

import service
from kpi.pay.extras import Deduction, DeductionKind
from scheduler.errors import PaibanError
from service.access.grants import Role, ScopeKind
from service.month import months
from service.pay.own_month import own_month
from service.pay.pay_inputs import enter_deduction
from service.pay.pay_review import send_to_review
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import desk_of
from tests.service.pay.test_pay_review import HR as BY_HR
from tests.service.pay.test_pay_review import NOVEMBER, database  # noqa: F401 - a fixture

FOLDER = Path(service.__file__).parent
WRITES = re.compile(r"\.write\(|taking_in\(|rehearsing\(|launch\(|_keep\(")
PRIVATE = (
    r"\b(?:Payout|PayPlan|PayScheme|RewardCase|Deduction|Repaid|MonthPay|Scorecard|AgentScore|"
    r"Objection|GrowthNote|Target)\(|4321\.09"
)
WAGE = r"\b31\.50?\b"
BLIND = [
    (Role.SUPERVISOR, ScopeKind.SHOP),
    (Role.TEAM_LEADER, ScopeKind.TEAMS),
    (Role.PLANNER, ScopeKind.SHOP),
    (Role.ADMINISTRATOR, ScopeKind.ALL),
]


def looking():
    """Return the public functions of the service layer that only look, each with its file."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(("service", *path.relative_to(FOLDER).with_suffix("").parts))
        if path.stem == "__init__" or path.stem in {"demo", "solve_job", "job_process"}:
            continue
        module = importlib.import_module(name)
        for each, function in vars(module).items():
            if each.startswith("_") or not inspect.isfunction(function):
                continue
            if function.__module__ != name or "desk" not in inspect.signature(function).parameters:
                continue
            if not WRITES.search(inspect.getsource(function)):
                found[f"{name}.{each}"] = function
    return found


def known(run, path):
    """Return arguments by the names that parameters have."""
    return {
        "month": NOVEMBER,
        "upto": NOVEMBER,
        "label": s.LABEL,
        "agent_id": "A1",
        "year": 2026,
        "today": s.NOW.date(),
        "date": s.NOW.date(),
        "until": s.NOW.date(),
        "first": NOVEMBER.first,
        "last": NOVEMBER.last,
        "path": path,
        "run": run,
        "runs": (),
        "post": "presales",
        "post_id": "presales",
        "indicator": "first_reply",
        "kind": Deduction,
        "number": 1,
    }


def asked(function, desk, told):
    """Call a function as far as its arguments are known; return what comes, or None."""
    needed = [
        one.name
        for one in inspect.signature(function).parameters.values()
        if one.default is inspect.Parameter.empty and one.name != "desk"
    ]
    if not set(needed) <= told.keys():
        return None
    return function(desk=desk, **{name: told[name] for name in needed})


@pytest.fixture
def scored(database):  # noqa: F811 - the fixture
    desk = at_desk(database, **BY_HR)
    about = Deduction("A1", NOVEMBER.first, DeductionKind.DAMAGE, Decimal("4321.09"), "摔坏", "8.2")
    months.score(desk, NOVEMBER)
    send_to_review(desk, NOVEMBER)
    enter_deduction(desk, about)
    return database


def private_of(database, grant, folder):  # noqa: F811
    """Return what told somebody with a role of pay or scores, and how many functions answered."""
    desk, run = desk_of(database, grant), None
    secret = re.compile(PRIVATE if desk.may("wages") else f"{PRIVATE}|{WAGE}")
    told, answered = [], 0
    for name, function in looking().items():
        path = folder / name
        try:
            found = asked(function, desk, known(run, path))
        except (PaibanError, TypeError, AttributeError, KeyError, ValueError):
            found = None  # refused, or not callable so
        answered += found is not None
        held = [one.read_text("utf-8", "replace") for one in _files(path)]
        if any(map(secret.search, (repr(found), *held))):
            told.append(name)
    return told, answered


def _files(path):
    inside = path.rglob("*") if path.is_dir() else [path]
    return [one for one in inside if one.is_file()]


def test_hr_is_told_of_pay_and_scores_by_these_calls(scored, tmp_path):
    told, answered = private_of(scored, (Role.HR, ScopeKind.SHOP), tmp_path)
    assert {"service.month.months.month_run", "service.pay.pay_entries.pay_entries"} < set(told)
    assert answered > 50


@pytest.mark.parametrize("grant", BLIND)
def test_nobody_else_is_told_of_pay_or_scores_by_any_call(scored, grant, tmp_path):
    told, answered = private_of(scored, grant, tmp_path)
    assert told == []
    assert answered > 10


def test_an_agent_is_told_of_their_own(scored):
    desk = desk_of(scored, (Role.AGENT, ScopeKind.SELF))
    mine, other = (own_month(desk, NOVEMBER, name) for name in ("A1", "A2"))
    assert mine.score.agent_id == mine.payout.agent_id == "A1"
    assert (other.score, other.payout) == (None, None)
    assert [one.agent_id for one in mine.run.scores] == ["A1"]

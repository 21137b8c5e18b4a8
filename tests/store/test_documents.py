import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pytest

from scheduler.agent import Agent, Certificate, Contract
from scheduler.errors import Fault, InputError, StoreError
from scheduler.horizon import ClockSpan
from scheduler.post import Post, SealGroup
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, ShiftShape, Span
from scheduler.solve.result import Progress, SolveResult, SolveStatus
from scheduler.verify.verdict import Cost, Verdict, Violation
from store.documents import from_document, pack_arrays, to_document, unpack_arrays

SHIFT = Shift("A1", 0, 540, "p", Span(240, 300), (Span(30, 45),))


@pytest.mark.parametrize(
    "value",
    [
        Agent(
            "A1",
            "王=1",
            "一组",
            (Certificate("p", dt.date(2026, 1, 2)),),
            Contract(37.5, Decimal("31.10")),
        ),
        Post("p", duties=("回复",), opening=((ClockSpan(540, 1260),),) * 6 + ((),)),
        RuleSet(
            (ShiftShape(480, 60, 120, 300),), seals=(SealGroup(("p", "q"), ClockSpan(0, 480)),)
        ),
        Verdict((Violation("rest", "A1", "p", 3, 540.0, 660.0),), Cost(0.1 + 0.2, 1.0, 0.0, 2.0)),
        SolveResult(
            SolveStatus.FEASIBLE,
            Roster((SHIFT,)),
            10.0,
            float("-inf"),
            1.5,
            trace=(Progress("search", 0.5, 11.0, None),),
            reasons=(("rest", ("A1",)),),
        ),
        Fault("empty", "agents.csv", 3, "posts", None, {"limit": 4}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_as_it_was(value):
    assert from_document(type(value), to_document(value)) == value


def test_rules_of_before_the_minutes_around_opening_hours_have_none():
    text = json.loads(to_document(RuleSet((ShiftShape(480),), may_end_after_min=30)))
    del text["may_start_before_min"], text["may_end_after_min"]
    assert from_document(RuleSet, json.dumps(text)) == RuleSet((ShiftShape(480),))


def test_a_document_of_another_kind_is_refused():
    with pytest.raises(StoreError):
        from_document(Agent, '{"id": 3}')


def test_a_document_is_checked_like_a_new_value():
    with pytest.raises(InputError):
        from_document(Span, '{"start_min": 5, "end_min": 5}')


def test_arrays_come_back_as_they_were():
    arrays = {"a": np.array([[1.0, np.nan]]), "names": np.array(["售前", "b"])}
    found = unpack_arrays(pack_arrays(**arrays))
    np.testing.assert_array_equal(found["a"], arrays["a"])
    assert found["names"].tolist() == ["售前", "b"]


def test_pickled_objects_are_refused():
    with pytest.raises(StoreError):
        unpack_arrays(pack_arrays(a=np.array([object()], dtype=object)))


def test_bytes_that_are_no_arrays_are_refused():
    with pytest.raises(StoreError):
        unpack_arrays(b"junk")

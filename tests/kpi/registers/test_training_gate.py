"""A certificate is earned stage by stage."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.registers.training_gate import Gate, Stage, StageResult, progress
from scheduler.errors import InputError

STAGES = tuple(
    Stage(name, name, name, Decimal(80)) for name in ("theory", "shadow", "trial", "practice")
)
GATE = Gate("presales", STAGES, valid_days=365)


def result(stage, day, points=80, agent="A", **more):
    date = dt.date(2026, 11, day)
    return StageResult(agent, "presales", stage, date, Decimal(points), more.pop("by", "trainer"))


def reached(*results):
    return progress(GATE, results, "A")


def test_the_certificate_holds_from_the_day_after_the_last_stage():
    found = reached(*(result(stage.id, day) for day, stage in enumerate(STAGES, start=2)))
    assert found.next_stage is None
    assert (found.certificate.post, found.certificate.valid_from) == (
        "presales",
        dt.date(2026, 11, 6),
    )
    assert found.certificate.valid_on(dt.date(2027, 11, 5))
    assert not found.certificate.valid_on(dt.date(2027, 11, 6))
    assert not found.certificate.valid_on(dt.date(2026, 11, 5))


@pytest.mark.parametrize(
    ("results", "waits_for"),
    [
        ([], "theory"),
        ([result("theory", 2, 79)], "theory"),
        ([result("theory", 2, 79), result("theory", 9)], "shadow"),
        ([result("shadow", 2)], "theory"),  # no stage is passed over
        ([result("theory", 5), result("shadow", 4)], "shadow"),  # nor taken before its time
        ([result("theory", 2, agent="B")], "theory"),
    ],
)
def test_a_stage_counts_only_after_those_before_it(results, waits_for):
    assert reached(*results).next_stage == waits_for
    assert reached(*results).certificate is None


def test_nobody_assesses_themselves():
    with pytest.raises(InputError, match="approved_by_oneself"):
        result("theory", 2, by="A")

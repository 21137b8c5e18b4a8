import datetime as dt
from dataclasses import replace

import pytest

from scheduler.agent import Absence, Certificate, ProtectedBy
from scheduler.horizon import ClockSpan
from scheduler.left_out import Cause, left_out
from scheduler.shift import ShiftShape
from tests.builders import FULL, MONDAY, SIX, agent, at, post, problem, rules

AWAY = Absence("A1", at(0), at(7), "leave")
DARK = ShiftShape(480, starts=(ClockSpan.parse("20:00-24:00"),))
NEVER = ShiftShape(480, starts=(ClockSpan.parse("08:05-08:20"),))


def protected(by):
    return replace(agent("A1"), protected=by)


def told(someone, *, shapes=(FULL, SIX), **changes):
    """Return why each of the people is left out."""
    question = problem(agents=[agent("A0"), someone], ruleset=rules(shapes=shapes), **changes)
    return [(each.agent_id, each.cause, each.values) for each in left_out(question)]


@pytest.mark.parametrize(
    ("someone", "changes", "cause", "values"),
    [
        (agent("A1", hours=44), {}, Cause.NO_SHAPE, ("44", "20-39, 40")),
        (agent("A1", hours=39.5), {}, Cause.NO_SHAPE, ("39.5", "20-39, 40")),
        (agent("A1", hours=12), {}, Cause.NO_SHAPE, ("12", "20-39, 40")),
        (agent("A1", ("other",)), {"posts": [post(), post("other")]}, None, ()),
        (
            agent("A1", certificates=[Certificate("presales", None, MONDAY - dt.timedelta(1))]),
            {},
            Cause.NO_CERTIFICATE,
            (),
        ),
        (agent("A1", hours=4), {"shapes": (FULL, ShiftShape(300))}, Cause.TOO_LONG, ("5", "4")),
        (agent("A1", no_nights=True), {"shapes": (DARK,)}, Cause.NIGHTS_ONLY, ()),
        (protected(ProtectedBy.PREGNANCY), {"shapes": (DARK,)}, Cause.NIGHTS_ONLY, ()),
        (protected(ProtectedBy.NURSING), {"shapes": (FULL,)}, Cause.TOO_LONG, ("8", "7")),
        (protected(ProtectedBy.PREGNANCY), {"shapes": (FULL,)}, None, ()),
        (agent("A1", hours=30), {"shapes": (FULL, NEVER)}, Cause.NO_START, ()),
        (agent("A1", min_hours=40), {"absences": [AWAY]}, Cause.AWAY, ()),
        (
            agent("A1", min_hours=40, hired=dt.date(2027, 1, 4)),
            {},
            Cause.NOT_EMPLOYED,
            ("2027-01-04",),
        ),
        (
            agent("A1", min_hours=40, leaves=MONDAY - dt.timedelta(1)),
            {},
            Cause.LEFT,
            ("2026-11-29",),
        ),
    ],
)
def test_who_can_be_given_no_shift_is_named_with_the_cause(someone, changes, cause, values):
    assert told(someone, **changes) == ([] if cause is None else [("A1", cause, values)])


@pytest.mark.parametrize(
    ("someone", "absences"),
    [
        (agent("A1"), [AWAY]),  # planned, and nothing is owed
        (agent("A1", hired=dt.date(2027, 1, 4)), []),
        (agent("A1", hired=MONDAY + dt.timedelta(6)), []),  # one day is left
        (agent("A1", leaves=MONDAY), []),  # likewise
        (agent("A1", leaves=MONDAY - dt.timedelta(1)), []),
        (agent("A1"), [Absence("A1", at(0), at(6, "12:00"))]),
    ],
)
def test_nothing_is_said_of_who_is_expected_to_be_away_or_has_some_shift(someone, absences):
    assert told(someone, absences=absences) == []

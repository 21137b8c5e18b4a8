import numpy as np
import pytest

from scheduler.agent import Wish
from scheduler.roster import Roster
from scheduler.solve.exchange import exchanged
from scheduler.solve.plan import people_of, plan_of, roster_of, wishes_of
from scheduler.solve.tables import tables_of
from scheduler.verify.checker import verify
from tests.builders import MONDAY, agent, post, problem, shift

CROSSED = (Wish("A", MONDAY, None, 5), Wish("B", MONDAY, (480, 1200), 1))


def handed_round(roster, **changes):
    """Return the roster after the exchange, and what the wishes cost before and after."""
    asked = problem(**{"agents": (agent("A"), agent("B")), "wishes": CROSSED, **changes})
    tables, rows = tables_of(asked)
    plan = plan_of(asked, tables, Roster(roster))
    after = exchanged(tables, plan)
    assert (people_of(tables, rows, after) == people_of(tables, rows, plan)).all()
    found = roster_of(asked, after)
    personal = [v for v in verify(asked, found).violations if v.rule != "sealed"]
    assert personal == []
    return found, wishes_of(tables, plan), wishes_of(tables, after)


def test_weeks_go_to_those_they_suit():
    roster, before, after = handed_round((shift("A", 0, "10:00"), shift("B", 1, "10:00")))

    assert [one.agent_id for one in roster.shifts] == ["A", "B"]
    assert roster.shifts[0].start_min > roster.shifts[1].start_min
    assert (before, after) == (5.0, 0.0)


def test_weeks_that_suit_stay():
    given = (shift("B", 0, "10:00"), shift("A", 1, "10:00"))

    roster, before, after = handed_round(given)

    assert roster == Roster(given)
    assert before == after == 0.0


@pytest.mark.parametrize(
    "changes",
    [
        {"agents": (agent("A"), agent("B", posts=("other",))), "posts": (post(), post("other"))},
        {"agents": (agent("A"), agent("B", hours=24))},  # no shape of A's is for B
        {"history": (shift("B", -1, "22:00"),)},  # B has not rested by Monday at 10:00
    ],
)
def test_a_week_is_not_handed_to_whom_a_rule_forbids_it(changes):
    asked = problem(**{"agents": (agent("A"), agent("B")), "wishes": CROSSED[:1], **changes})
    tables, _ = tables_of(asked)
    given = Roster((shift("A", 0, "08:00"),))
    plan = plan_of(asked, tables, given)

    assert roster_of(asked, exchanged(tables, plan)) == roster_of(asked, plan)


def test_whoever_has_a_pin_keeps_the_week():
    pin = shift("A", 2, "10:00")

    roster, before, after = handed_round((shift("A", 0, "10:00"), pin), pins=(pin,))

    assert [one.agent_id for one in roster.shifts] == ["A", "A"]
    assert before == after == 5.0


def test_everybody_free_or_nobody_the_plan_is_not_changed_in_place():
    asked = problem(agents=(agent("A"), agent("B")), wishes=CROSSED)
    tables, _ = tables_of(asked)
    plan = plan_of(asked, tables, Roster((shift("A", 0, "10:00"),)))
    kept = plan.copy()

    exchanged(tables, plan)

    np.testing.assert_array_equal(plan, kept)

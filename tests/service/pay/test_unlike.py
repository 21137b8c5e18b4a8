"""Pay unlike last month's is looked at before a month goes into review."""

from decimal import Decimal

import pytest

from scheduler.errors import UnusualError
from service.month import kpi_intake, months
from service.month.outliers import pay_compared
from service.pay import pay_review
from service.pay.month_needs import NeedKind, NeedState
from service.pay.month_readiness import readiness
from store.looked import looked_at
from tests.desks import at_desk
from tests.service.pay.test_pay_review import (  # noqa: F401 - the fixture is the shop
    DECEMBER,
    HR,
    NOVEMBER,
    database,
    lock,
    take_in,
)

D = Decimal
REASON = "双十二提成"


@pytest.fixture
def unlike(database, tmp_path):  # noqa: F811 - it is asked for by its name
    """Return the shop with a November that is locked and a December with A1's large sales."""
    lock(database)
    take_in(database, tmp_path, 12, {"A1": 90}, yuan=900_000)
    rest = tmp_path / "rest.csv"
    rest.write_text(
        "agent_id,post,date,received,replied,sales_yuan\nA2,presales,2026-12-03,100,80,10000\n",
        "utf-8",
    )
    kpi_intake.import_facts(at_desk(database, **HR), rest)
    months.score(at_desk(database, **HR), DECEMBER)
    return database


def needs(shop):
    return {need.kind: need for need in readiness(at_desk(shop, **HR), DECEMBER).needs}


def test_who_is_unlike_is_named_with_what_changed_most(unlike):
    run = months.month_run(at_desk(unlike), DECEMBER)
    found = pay_compared(at_desk(unlike), run)
    assert (found.people, found.known) == (2, 2)
    (one,) = found.outliers
    assert (one.agent_id, one.before, one.now) == ("A1", 4000, 12900)
    assert (one.part, one.part_before, one.part_now) == ("commission", 100, 9000)


def test_the_month_is_not_ready_until_it_is_in_review(unlike):
    need = needs(unlike)[NeedKind.PAY]
    assert (need.state, need.count, need.of, need.names) == (NeedState.PARTLY, 1, 2, ("A1",))
    unpaid = readiness(at_desk(unlike, **HR), DECEMBER.after)
    assert NeedKind.PAY not in {each.kind for each in unpaid.needs}
    with looked_at(REASON):
        pay_review.send_to_review(at_desk(unlike, **HR), DECEMBER)
    assert NeedKind.PAY not in needs(unlike)


def test_nothing_goes_into_review_before_somebody_looked(unlike):
    with pytest.raises(UnusualError) as caught:
        pay_review.send_to_review(at_desk(unlike, **HR), DECEMBER)
    (question,) = caught.value.faults
    assert (question.code, question.details["agent"]) == ("unusual_pay", "A1")
    state = pay_review.review_state(at_desk(unlike), DECEMBER)
    assert state.state is pay_review.RunState.CALCULATED
    with looked_at(REASON):
        sent = pay_review.send_to_review(at_desk(unlike, **HR), DECEMBER)
    assert sent.state is pay_review.RunState.REVIEW
    with unlike.read() as unit:
        assert unit.actions.of("main")[0].details["looked_at"] == REASON


def test_a_first_month_has_nothing_to_be_compared_with(database):  # noqa: F811 - as above
    months.score(at_desk(database, **HR), NOVEMBER)
    found = pay_compared(at_desk(database), months.month_run(at_desk(database), NOVEMBER))
    assert (found.people, found.known, found.outliers) == (2, 0, ())
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)

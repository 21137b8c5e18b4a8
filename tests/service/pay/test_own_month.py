import pytest

from service.month import months
from service.pay import pay_review
from service.pay.own_month import own_month
from service.pay.pay_review import RunState
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import NOVEMBER, WHO, with_month

BOSS = {"by": "店长", "now": s.NOW}
HERE = (NOVEMBER,)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, with_month(is_scored=True))


def test_month_is_not_shown_before_its_review(database):
    found = own_month(at_desk(database), *HERE, "A1")
    assert (found.run, found.score, found.payout) == (None, None, None)


def test_month_in_review_shows_the_agents_own_numbers(database):
    pay_review.send_to_review(at_desk(database, **WHO), *HERE)
    pay_review.raise_objection(
        at_desk(database, **WHO), *HERE, agent_id="A2", about="", text="不对"
    )
    found = own_month(at_desk(database), *HERE, "A1")
    assert found.state is RunState.REVIEW
    assert (found.score.agent_id, found.payout.agent_id) == ("A1", "A1")
    assert found.objections == ()


def test_run_being_prepared_does_not_hide_the_one_shown(database):
    pay_review.send_to_review(at_desk(database, **WHO), *HERE)
    months.score(at_desk(database, **WHO), *HERE)
    found = own_month(at_desk(database), *HERE, "A1")
    assert (found.run.number, found.is_newest) == (1, False)


def test_agent_without_facts_has_no_score(database):
    pay_review.send_to_review(at_desk(database, **WHO), *HERE)
    found = own_month(at_desk(database), *HERE, "A3")
    assert found.run is not None
    assert found.score is None

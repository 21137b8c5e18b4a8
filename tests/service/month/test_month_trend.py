from dataclasses import replace
from decimal import Decimal

import pytest

from service.month import month_trend, months
from service.month.month_trend import RunState, Trend
from service.pay import pay_review
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill

D = Decimal
HERE = (NOVEMBER,)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trend")
    opened = s.database(folder)
    intake.keep_week(at_desk(opened, **WHO), s.week(FIRST, absences=(), wishes=()))
    fill(opened, folder / "in")
    run = months.score(at_desk(opened, **WHO), *HERE)
    keep_month_before(opened, run)
    yield opened
    opened.close()


def keep_month_before(database, run):
    """Keep a run of October: A1 at 50 of 100, in a team of their own; A2 without a score."""
    month = NOVEMBER.before
    scores = [
        replace(one, month=month, total=total, grade=None)
        for one, total in zip(run.scores, (D(50), None), strict=True)
    ]
    with database.write() as unit:
        unit.months.add(
            "main",
            month,
            inputs=replace(run.inputs, teams={"A1": "一组"}),
            facts=run.facts,
            scores=tuple(scores),
            payouts=(),
            stamp=run.entered,
        )


def test_an_agents_month_is_held_against_the_one_before(database):
    run = months.month_run(at_desk(database), *HERE)
    found = month_trend.month_trend(at_desk(database), *HERE)
    now = [one.share_of_full for one in run.scores]
    assert found.months == (NOVEMBER.before, NOVEMBER)
    assert found.agents["A1"] == Trend((D("0.5"), now[0]))
    assert found.agents["A1"].change == now[0] - D("0.5")
    assert found.agents["A2"].change is None
    assert found.shop.shares == (D("0.5"), sum(now) / 2)


def test_a_teams_mean_is_of_who_was_in_it_that_month(database):
    found = month_trend.month_trend(at_desk(database), *HERE)
    run = months.month_run(at_desk(database), *HERE)
    teams = {run.inputs.teams[one.agent_id] for one in run.scores}
    assert set(found.teams) == teams
    mine = run.inputs.teams["A1"]
    assert found.teams[mine].shares[0] == (D("0.5") if mine == "一组" else None)


def test_the_first_month_has_nothing_before_it(database):
    found = month_trend.month_trend(at_desk(database), NOVEMBER.before)
    assert found.agents["A1"].change is None
    assert [run.month for run in found.runs] == [NOVEMBER.before]


def test_an_agent_sees_only_what_was_shown(database):
    assert month_trend.own_trend(at_desk(database), *HERE, "A1")[0] == ()
    pay_review.send_to_review(at_desk(database, **WHO), *HERE)
    shown, trend = month_trend.own_trend(at_desk(database), *HERE, "A1")
    assert (shown, len(trend.shares)) == ((NOVEMBER,), 1)
    runs = month_trend.newest_runs(at_desk(database), *HERE)
    states = month_trend.run_states(at_desk(database), runs)
    assert states == [RunState.CALCULATED, RunState.REVIEW]

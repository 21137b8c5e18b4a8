"""Of whom too little is known is not scored in a month until HR decides so by name."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from kpi.pay.payout import Pays, Unpaid
from kpi.score.coverage import gaps
from kpi.score.scorecard import LineLeftOut
from scheduler.errors import InputError
from service.month import export_month, month_archive, months, scored_anyway
from service.month.kpi_report import run_report
from service.month.scored_anyway import Anyway, ScoredAnyway
from service.pay import pay_review
from service.pay.month_readiness import readiness
from service.pay.pay_review import RunState
from store.documents import from_document, to_document
from store.months import RunInputs
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month import test_months
from tests.service.month.test_months import NOVEMBER, WHO, database, fill  # noqa: F401 - a fixture
from ui.month_words import month_words

WHY = "十一月聊天记录丢失"


@pytest.fixture
def thin(database, tmp_path, monkeypatch):  # noqa: F811
    """A month with a roster and attendance alone: 30 % of the weight."""
    monkeypatch.setattr(test_months.kpi_intake, "import_chats", lambda *_: None)
    fill(database, tmp_path / "in")
    return database


def desk(database):  # noqa: F811
    return at_desk(database, **WHO)


def totals(run):
    return {one.agent_id: one.total for one in run.scores}


def performance(run):
    return {one.agent_id: one.amount(Pays.PERFORMANCE) for one in run.payouts}


def test_attendance_alone_pays_the_base_and_says_what_waits(thin):
    run = months.score(desk(thin), NOVEMBER)
    assert totals(run) == {"A1": None, "A2": None}
    assert performance(run) == {"A1": 0, "A2": 0}
    assert [one.amount(Pays.BASE) for one in run.payouts] == [3000, 3000]
    assert all(Unpaid.BELOW_COVERAGE in one.unpaid for one in run.payouts)
    assert months.recomputes(months.month_run(desk(thin), NOVEMBER))


def test_the_check_keeps_nothing_and_tells_the_lines_before(thin):
    found = months.check(at_desk(thin), NOVEMBER)
    assert months.month_run(at_desk(thin), NOVEMBER) is None
    told = {gap.indicator: (gap.why, len(gap.agents), gap.share) for gap in gaps(found)}
    assert told["reply_rate"][0] is LineLeftOut.NO_DATA
    assert {name: (people, float(share)) for name, (_, people, share) in told.items()} == {
        "target_attainment": (2, 0.6),
        "reply_rate": (2, 0.1),
    }
    run = months.score(desk(thin), NOVEMBER)
    assert run.scores == found


def test_a_decision_for_one_person_scores_that_person(thin):
    scored_anyway.decide(desk(thin), ScoredAnyway(NOVEMBER, ("A1",), WHY))
    run = months.score(desk(thin), NOVEMBER)
    assert totals(run)["A1"] is not None
    assert totals(run)["A2"] is None
    (kept,) = run.inputs.anyway
    assert (kept.decision.reason, kept.entered.by) == (WHY, "人事")
    assert months.recomputes(months.month_run(desk(thin), NOVEMBER))


def test_a_decision_at_scoring_is_about_all_and_stands(thin):
    run = months.score(desk(thin), NOVEMBER, anyway=Anyway(WHY))
    assert None not in totals(run).values()
    assert [one.value.agents for one in scored_anyway.decisions(desk(thin), NOVEMBER)] == [
        ("A1", "A2")
    ]
    assert totals(months.score(desk(thin), NOVEMBER)) == totals(run)
    with thin.read() as unit:
        logged = [one for one in unit.actions.of("main") if one.name == "scored_anyway_decided"]
    assert [one.details["reason"] for one in logged] == [WHY]


def test_a_decision_taken_back_holds_no_longer_but_its_run_stays(thin):
    first = months.score(desk(thin), NOVEMBER, anyway=Anyway(WHY))
    (entry,) = scored_anyway.decisions(desk(thin), NOVEMBER)
    later = at_desk(thin, by="人事", now=s.NOW + dt.timedelta(minutes=1))
    scored_anyway.decide(later, ScoredAnyway(NOVEMBER.before, ("A1",), WHY))
    assert readiness(at_desk(thin), NOVEMBER).changed == ()
    scored_anyway.withdraw(later, entry.id)
    assert "scored_anyway_withdrawn" in readiness(at_desk(thin), NOVEMBER).changed
    assert totals(months.score(desk(thin), NOVEMBER)) == {"A1": None, "A2": None}
    assert months.recomputes(first)


@pytest.mark.parametrize("anyway", [Anyway(""), Anyway(" "), Anyway(WHY, ("A9",))])
def test_without_reason_or_need_nothing_is_kept(thin, anyway):
    with pytest.raises(InputError):
        months.score(desk(thin), NOVEMBER, anyway=anyway)
    assert months.month_run(desk(thin), NOVEMBER) is None
    assert scored_anyway.decisions(desk(thin), NOVEMBER) == ()


def test_a_decision_of_another_month_is_none_of_this_one(thin):
    scored_anyway.decide(desk(thin), ScoredAnyway(NOVEMBER.before, ("A1", "A2"), WHY))
    assert totals(months.score(desk(thin), NOVEMBER)) == {"A1": None, "A2": None}


def test_the_export_and_the_report_name_who_decided_and_why(thin):
    run = months.score(desk(thin), NOVEMBER, anyway=Anyway(WHY, ("A2",)))
    for lang in ("zh", "en"):
        words = month_words(run, {}, lang, state=next(iter(RunState)), zone=dt.UTC)
        csv = export_month.scores_csv(run, words).decode("utf-8-sig").splitlines()
        by_agent = {line.split(",")[0]: line for line in csv}
        for text in (words.state, words.title, by_agent["A2"]):
            assert all(part in text for part in ("A2", "人事", WHY))
        assert "0.3000,0.7000" in by_agent["A1"]
        assert WHY not in by_agent["A1"]
    report = run_report(run, s.CLOCK)
    (told,) = report["scored_anyway"]
    assert (told["agents"], told["by"], told["reason"]) == (["A2"], "人事", WHY)
    assert told["at"].startswith("20")
    below = {one["agent_id"]: one["scored"] for one in report["coverage"]["below"]}
    assert below == {"A1": False, "A2": True}


def test_a_run_from_before_recomputes_by_what_it_was_scored_by(thin):
    """Kept without a word of coverage, its scores paid in full on what little was known."""
    run = months.score(desk(thin), NOVEMBER)
    old = json.loads(to_document(run.inputs))
    del old["knowing"], old["anyway"]
    for scheme in old["schemes"].values():
        del scheme["least_coverage"]
    inputs = from_document(RunInputs, json.dumps(old))
    scores, payouts = months.computed(NOVEMBER, inputs, run.facts, pay=True)
    assert [one.total for one in scores] == [test_months.D("97.92"), 100]
    assert [one.coverage for one in scores] == [None, None]
    assert months.recomputes(replace(run, inputs=inputs, scores=scores, payouts=payouts))


def test_a_decision_travels_with_a_locked_month_and_more_can_be_taken_there(thin, tmp_path):
    boss = at_desk(thin, by="店长", now=s.NOW)
    months.score(desk(thin), NOVEMBER, anyway=Anyway(WHY, ("A1",)))
    pay_review.send_to_review(desk(thin), NOVEMBER)
    pay_review.approve_month(boss, NOVEMBER)
    pay_review.lock_month(boss, NOVEMBER)
    month_archive.export_month(desk(thin), NOVEMBER, tmp_path / "month.zip")
    (tmp_path / "there").mkdir()
    there = s.database(tmp_path / "there")
    month_archive.import_month(desk(there), tmp_path / "month.zip")
    assert [one.total is None for one in months.check(desk(there), NOVEMBER)] == [False, True]
    scored_anyway.decide(desk(there), ScoredAnyway(NOVEMBER, ("A2",), "补记"))
    run, _ = pay_review.correct_month(desk(there), NOVEMBER, reason="更正")
    there.close()
    assert None not in totals(run).values()
    assert [one.decision.agents for one in run.inputs.anyway] == [("A1",), ("A2",)]

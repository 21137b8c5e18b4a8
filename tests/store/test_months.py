import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pytest

from kpi.facts.facts import Facts
from kpi.facts.outcomes import ChatOutcomes
from kpi.month import Month
from kpi.pay.payout import (
    Overtime,
    OvertimeKind,
    OvertimeLaw,
    Payout,
    PayoutLine,
    PayPlan,
    Pays,
    Unpaid,
)
from kpi.pay.reckoning import Reckoning
from kpi.scheme.line import Line, Scoring
from kpi.scheme.scheme import PostKind, Scheme
from kpi.scheme.targets import Level, Target
from kpi.score.scorecard import AgentScore, Blend, LineLeftOut, Scorecard, ScoreLine
from scheduler.chats import ChatRecords
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.errors import InputError
from store.documents import from_document, to_document
from store.facts import pack_chats, pack_facts, unpack_chats, unpack_facts
from store.months import RunInputs
from store.shops import Shop
from store.stamp import Stamp
from tests.service.small_shop import NOW, at, database

MONTH = Month(2026, 11)
STAMP = Stamp("王经理", NOW)
D = Decimal


@pytest.fixture
def shop(tmp_path):
    opened = database(tmp_path)
    with opened.write() as unit:
        unit.shops.save(Shop("main", "旗舰店", "Asia/Shanghai"))
    yield opened
    opened.close()


def facts():
    return Facts.of(
        ["A1", "A2", ""],
        ["presales", "presales", "aftersales"],
        [dt.date(2026, 11, 1), dt.date(2026, 11, 2), dt.date(2026, 11, 30)],
        counts={"consulted": [3, 4, 0], "sales_fen": [12345, np.nan, np.nan]},
    )


def same_facts(one, two):
    for name in ("agents", "posts", "is_projection"):
        assert getattr(one, name) == getattr(two, name)
    for name in ("agent", "post", "date", "message_date"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert one.counts.keys() == two.counts.keys()
    for name, values in one.counts.items():
        np.testing.assert_array_equal(values, two.counts[name])


def scheme(version=1, valid_from=dt.date(2026, 1, 1)):
    line = Line("quality", D(100), Scoring.RATING)
    return Scheme("S", version, "方案", "Scheme", PostKind.PRESALES, valid_from, (line,))


def score():
    line = ScoreLine("quality", D(181), D(2), D("90.5"), None, D("90.5"), D(100), D(100), D("90.5"))
    gone = ScoreLine(
        "adherence", None, None, None, None, None, D(0), D(0), D(0), LineLeftOut.NO_DATA
    )
    card = Scorecard("A1", "presales", MONTH, "S", 1, (line, gone), D(100), D("90.5"), None, D(480))
    return AgentScore("A1", MONTH, (card,), (D(1),), Blend.WORKED, D(100), D("90.5"), None)


def payout():
    line = PayoutLine(Pays.BASE, D("3000.01"), {"base": D("3000.01"), "share_of_month": D(1)})
    return Payout("A1", MONTH, (line,), (Unpaid.NO_SCORE,))


def inputs():
    return RunInputs(
        schemes={"presales": scheme()},
        targets=(Target(MONTH, "presales", Level.SHOP, "", "sales_fen", D(100000)),),
        teams={"A1": "一组"},
        plans=(PayPlan("A1", dt.date(2026, 1, 1), D(3000), D(2000)),),
        overtime=(Overtime("A1", dt.date(2026, 11, 3), OvertimeKind.REST_DAY, 90, "李"),),
        law=OvertimeLaw(
            dt.date(2025, 1, 1), D("21.75"), D(8), D("1.5"), D(2), D(3), "劳动法第四十四条"
        ),
        versions={"2026-W49": 2},
    )


def test_facts_come_back_as_they_were():
    same_facts(unpack_facts(pack_facts(facts())), facts())


def test_chats_come_back_as_they_were():
    records = ChatRecords(
        ("presales",), ("A1",), [0, 0], [0, -1], [0.5, 1.5], [2.5, np.nan], [9.0, 8.0]
    )
    outcomes = ChatOutcomes(np.array([0, -1]), {"rating": [5, np.nan]})
    found, came = unpack_chats(pack_chats(records, outcomes))
    assert (found.posts, found.agents) == (records.posts, records.agents)
    for name in ("post", "agent", "arrived_s", "replied_s", "ended_s"):
        np.testing.assert_array_equal(getattr(found, name), getattr(records, name))
    np.testing.assert_array_equal(came.assigned, outcomes.assigned)
    np.testing.assert_array_equal(came["rating"], outcomes["rating"])


def test_a_run_from_before_reckoning_was_told_is_of_the_older_one():
    kept = json.loads(to_document(inputs()))
    del kept["reckoning"]
    assert from_document(RunInputs, json.dumps(kept)).reckoning is Reckoning.DECIMAL


def test_a_run_comes_back_with_what_it_was_made_from(shop):
    with shop.write() as unit:
        for number in (1, 2):
            assert number == unit.months.add(
                "main",
                MONTH,
                inputs=inputs(),
                facts=facts(),
                scores=(score(),),
                payouts=(payout(),),
                stamp=STAMP,
            )
    with shop.read() as unit:
        found = unit.months.latest("main", MONTH)
        notes = unit.months.all("main")
    assert (found.number, found.inputs, found.scores, found.payouts, found.entered) == (
        2,
        inputs(),
        (score(),),
        (payout(),),
        STAMP,
    )
    same_facts(found.facts, facts())
    assert [(note.number, note.agents, note.total_fen) for note in notes] == [
        (1, 1, 300001),
        (2, 1, 300001),
    ]


def test_a_month_never_scored_has_no_run(shop):
    with shop.read() as unit:
        assert unit.months.latest("main", MONTH) is None


def test_a_source_read_again_replaces_itself(shop):
    with shop.write() as unit:
        for source in ("a", "b", "a"):
            unit.facts.save_facts("main", MONTH, source, facts(), STAMP)
        assert len(unit.facts.facts("main", MONTH)) == 2
        assert unit.facts.facts("main", MONTH.before) == ()
        assert [note.source for note in unit.facts.sources("main", MONTH)] == ["a", "b"]
        assert unit.facts.months("main") == (MONTH,)


def test_a_version_of_a_scheme_is_never_replaced(shop):
    with shop.write() as unit:
        unit.schemes.add("main", scheme(), STAMP)
        unit.schemes.add("main", scheme(2), STAMP)
        with pytest.raises(InputError):
            unit.schemes.add("main", scheme(2), STAMP)
        assert unit.schemes.all("main") == (scheme(), scheme(2))


def test_targets_and_plans_replace_those_of_the_same_time(shop):
    plan = inputs().plans[0]
    with shop.write() as unit:
        for _ in range(2):
            unit.schemes.save_targets("main", MONTH, inputs().targets, STAMP)
            unit.schemes.save_pay_plan("main", plan, STAMP)
        assert unit.schemes.targets("main", MONTH) == inputs().targets
        assert unit.schemes.targets("main", MONTH.before) == ()
        assert unit.schemes.pay_plans("main") == (plan,)


def test_presence_of_a_stretch_is_replaced_as_a_whole(shop):
    first, second = Presence("A1", at(0, 9), at(0, 18)), Presence("A2", at(1, 9), at(1, 18))
    with shop.write() as unit:
        unit.floor.replace_presences("main", at(0, 0), at(7, 0), (first, second))
        unit.floor.replace_presences("main", at(0, 0), at(1, 0), ())
        assert unit.floor.presences("main", at(0, 0), at(7, 0)) == (second,)


def test_interruptions_are_kept_and_removed(shop):
    lent = Interruption(
        "A1", InterruptionKind.SECONDMENT, at(0, 9), at(0, 11), "直播", at(0, 8), "王", "李"
    )
    with shop.write() as unit:
        number = unit.floor.add_interruption("main", lent, STAMP)
        assert unit.floor.interruptions("main", at(1, 0), at(2, 0)) == ()
        assert unit.floor.remove_interruption("main", number) == lent
        with pytest.raises(InputError):
            unit.floor.remove_interruption("main", number)


def test_the_kind_of_a_post_can_be_said_anew(shop):
    with shop.write() as unit:
        unit.schemes.set_kind("main", "chat", PostKind.PRESALES)
        unit.schemes.set_kind("main", "chat", PostKind.AFTERSALES)
        assert unit.schemes.kinds("main") == {"chat": PostKind.AFTERSALES}

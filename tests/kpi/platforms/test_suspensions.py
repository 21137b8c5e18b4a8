"""Days on which rules rest are not counted, alone or among the days of a trailing rule."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.platforms.standing import standing
from kpi.platforms.suspensions import Occasion, Suspension, resting_days
from kpi.platforms.units import judged
from scheduler.errors import InputError
from store.documents import from_document, to_document
from store.files.platform_rules import platform_presets, read_platform_rules, suspension_presets
from tests.kpi.making import CLOCK
from tests.kpi.platforms.test_rules import DAY, PDD, Messages, answered, asked, preset

ONE = dt.timedelta(days=1)
FESTIVAL = Suspension(
    "feast", "pinduoduo", "春节", "festival", Occasion.FESTIVAL, DAY, DAY + ONE, "公告"
)
LATE = [asked("10:00", f"u{n}") for n in range(120)]


def stand(rule, rows, date=DAY, resting=()):
    return standing(judged(Messages.of(rows), rule, clock=CLOCK), rule, date, resting)


def test_a_day_at_rest_is_counted_apart_and_nothing_falls_due():
    assert stand(PDD, LATE).penalty_yuan == 1000
    rested = stand(PDD, LATE, resting={DAY})
    assert (rested.n, rested.rested_n, rested.rested_good) == (0, 120, 0)
    assert rested.is_resting
    assert not rested.is_judged
    assert rested.penalty_yuan == 0
    assert rested.value is None


def test_the_days_before_and_after_are_judged():
    for day in (DAY - ONE, DAY + ONE):
        rows = [asked("10:00", f"u{n}", date=day) for n in range(120)]
        found = stand(PDD, rows, date=day, resting={DAY})
        assert (found.is_broken, found.rested_n) == (True, 0)


def test_a_trailing_rule_leaves_the_days_at_rest_out():
    rule = replace(preset("taobao_3min"), min_n=1)
    late = [asked("10:00", f"l{n}", date=DAY - ONE) for n in range(9)]
    good = [row for n in range(3) for row in (asked("11:00", f"g{n}"), answered("11:01", f"g{n}"))]
    assert stand(rule, late + good).value == Decimal(3) / 12
    found = stand(rule, late + good, resting={DAY - ONE})
    assert (found.value, found.rested_n, found.is_resting) == (1, 9, False)
    assert not found.is_broken


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(DAY, DAY, [DAY]), (DAY - ONE, DAY, [DAY]), (DAY + ONE, DAY + 5 * ONE, [DAY + ONE])],
)
def test_only_days_of_both_rest(first, last, days):
    assert sorted(resting_days([FESTIVAL], PDD, first, last)) == days
    assert not resting_days([FESTIVAL], PDD, DAY + 2 * ONE, DAY + 9 * ONE)


def test_a_suspension_concerns_its_platform_and_the_rules_it_names():
    assert FESTIVAL.concerns(PDD)
    assert not FESTIVAL.concerns(preset("taobao_3min"))
    named = replace(FESTIVAL, rules=("pdd_3min",))
    assert named.concerns(preset("pdd_3min"))
    assert not named.concerns(PDD)


def test_faulty_suspensions_are_refused_all_at_once():
    with pytest.raises(InputError) as caught:
        replace(FESTIVAL, source="", last=DAY - ONE)
    assert [fault.code for fault in caught.value.faults] == ["empty", "ends_before_start"]


def test_what_ships_names_its_source_and_rules_that_are_there():
    known = {rule.id for rule in platform_presets()}
    assert suspension_presets()
    for one in suspension_presets():
        assert one.source
        assert set(one.rules) <= known
        assert from_document(Suspension, to_document(one)) == one


def test_a_file_may_hold_suspensions_alone(tmp_path):
    path = tmp_path / "pdd.toml"
    text = (
        'platform = "pinduoduo"\n[[suspension]]\nid = "d11"\ntitle_zh = "双十一"\n'
        'title_en = "11.11"\noccasion = "promotion"\nfirst = 2026-11-01\nlast = 2026-11-11\n'
        'source = "公告"\n'
    )
    path.write_text(text, "utf-8")
    (found,) = read_platform_rules(path).suspensions
    assert (found.platform, found.occasion, found.rules) == ("pinduoduo", Occasion.PROMOTION, ())
    path.write_text(text.replace("2026-11-11", "2026-10-31"), "utf-8")
    with pytest.raises(InputError) as caught:
        read_platform_rules(path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.line) == ("ends_before_start", 8)


def test_on_a_day_at_rest_a_trailing_rule_judges_nothing_of_the_days_before():
    rule = replace(preset("taobao_3min"), min_n=1)
    late = [asked("10:00", f"l{n}", date=DAY - ONE) for n in range(9)]
    assert stand(rule, late, date=DAY).is_broken
    found = stand(rule, late, date=DAY, resting={DAY})
    assert (found.n, found.is_judged, found.is_broken) == (9, False, False)

"""The firm's rules are changed part by part, each time as a new version."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.leave_days import LeaveKind
from kpi.pay.pay_part import Allowance, LeavePay
from scheduler.errors import InputError
from service.pay import firm_rules, pay_inputs
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)
SICK = LeavePay(LeaveKind.SICK, Decimal("0.6"))
MEALS = Allowance("餐补", Decimal(12))


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    found = at_desk(opened, by="人事", now=s.NOW)
    intake.keep_week(found, s.week())
    yield found
    opened.close()


def test_each_change_is_a_version_that_keeps_the_other_parts(desk):
    firm_rules.save_part(desk, SICK, NOVEMBER)
    firm_rules.save_part(desk, MEALS, NOVEMBER)
    better = LeavePay(LeaveKind.SICK, Decimal(1))
    firm_rules.save_part(desk, better, DECEMBER)
    firm_rules.remove_part(desk, MEALS, DECEMBER)
    found = firm_rules.firm_rules(desk)
    assert [(one.version, one.valid_from, one.parts) for one in found] == [
        (4, DECEMBER, (better,)),
        (3, DECEMBER, (MEALS, better)),
        (2, NOVEMBER, (SICK, MEALS)),
        (1, NOVEMBER, (SICK,)),
    ]
    assert found[0] in pay_inputs.pay_schemes(desk)


def test_the_last_rule_can_be_taken_out(desk):
    firm_rules.save_part(desk, SICK, NOVEMBER)
    assert firm_rules.remove_part(desk, SICK, NOVEMBER).parts == ()


def test_a_change_never_holds_before_the_newest_version(desk):
    firm_rules.save_part(desk, SICK, DECEMBER)
    with pytest.raises(InputError) as told:
        firm_rules.save_part(desk, MEALS, NOVEMBER)
    assert told.value.faults[0].code == "firm_rules_before"
    assert len(firm_rules.firm_rules(desk)) == 1


def test_a_share_below_the_law_is_refused(desk):
    with pytest.raises(InputError) as told:
        firm_rules.save_part(desk, LeavePay(LeaveKind.ANNUAL, Decimal("0.8")), NOVEMBER)
    assert [fault.code for fault in told.value.faults] == ["leave_below_law"]
    assert firm_rules.firm_rules(desk) == ()

"""Leave and allowances reach the payout from the database and from files alike."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.leave_days import LeaveKind
from kpi.pay.pay_part import Allowance, LeavePay
from kpi.pay.pay_scheme import FIRM, PayScheme
from kpi.pay.payout import Pays
from scheduler.agent import Absence
from scheduler.errors import InputError
from service.month import months
from service.month.file_names import MonthFiles
from service.month.kpi_files import score_files
from service.pay import pay_inputs
from service.roster import requests
from store.files.kpi_pay_scheme import pay_scheme_of_text
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, at, fill

FIRM_RULES = PayScheme(
    FIRM,
    1,
    "公司规定",
    "the firm's rules",
    dt.date(2026, 1, 1),
    (LeavePay(LeaveKind.PERSONAL, Decimal(0)), Allowance("餐补", Decimal(12))),
)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(FIRST, absences=(), wishes=(), **WHO))


def lines(run, agent, pays):
    (payout,) = (one for one in run.payouts if one.agent_id == agent)
    return [(line.name, line.amount) for line in payout.lines if line.pays is pays]


def test_the_database_pays_leave_and_allowances_as_the_firm_says(database, tmp_path):
    fill(database, tmp_path / "in")
    desk = at_desk(database, **WHO)
    # A1 has shifts on Monday to Wednesday, 24 of 40 h: two days are missing
    requests.enter_absence(desk, Absence("A1", at(5), at(9), "事假"))  # Thursday to Sunday
    before = months.score(desk, NOVEMBER)
    assert lines(before, "A1", Pays.LEAVE) == []
    pay_inputs.save_pay_scheme(desk, FIRM_RULES)
    run = months.score(desk, NOVEMBER)
    # 3000 x 2 / 21; three shifts attended
    assert lines(run, "A1", Pays.LEAVE) == [("personal", Decimal("-285.71"))]
    assert lines(run, "A1", Pays.ALLOWANCE) == [("餐补", Decimal("36.00"))]
    assert lines(run, "A2", Pays.ALLOWANCE) == [("餐补", Decimal("24.00"))]
    kept = months.month_run(at_desk(database), NOVEMBER)
    assert months.recomputes(kept)
    assert kept.payouts == run.payouts


FACTS = (
    "agent_id,post,date,qa_samples,qa_points,received,replied\nL1,presales,2026-10-12,1,100,10,10\n"
)
PLAN = "agent_id,valid_from,base,performance,method\nL1,2026-01-01,4400,1000,score\n"
ABSENCES = (
    "agent_id,start,end,kind\n"
    "L1,2026-10-12,2026-10-14,事假\n"  # Monday and Tuesday
    "L1,2026-10-17,2026-10-19,事假\n"  # a weekend
)
SCHEME = """
id = "firm"
version = 1
title_zh = "公司规定"
title_en = "the firm's rules"
valid_from = 2026-01-01

[[part]]
kind = "leave"
leave = "personal"
share = 0

[[part]]
kind = "allowance"
name = "夜班"
amount = 30
window = "22:00-06:00"
least_hours = 2
"""


def test_files_pay_leave_as_the_firm_says(tmp_path):
    texts = {"facts": FACTS, "pay_plan": PLAN, "absences": ABSENCES, "firm": SCHEME}
    paths = {name: tmp_path / f"{name}.csv" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    scheme = paths.pop("firm").rename(tmp_path / "firm.toml")
    found = score_files(MonthFiles(**paths, pay_schemes=(scheme,)))
    # 4400 x 2 / 22 weekdays
    assert lines(found, "L1", Pays.LEAVE) == [("personal", Decimal("-400.00"))]


def test_a_file_that_pays_leave_below_the_law_is_refused():
    with pytest.raises(InputError) as told:
        pay_scheme_of_text(SCHEME.replace("personal", "marriage"), "firm.toml")
    (fault,) = told.value.faults
    assert (fault.code, fault.file, fault.value) == ("leave_below_law", "firm.toml", "0")
    assert fault.details["article"] == "劳动法第五十一条"

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from kpi.metrics.measure import Measured
from kpi.month import Month
from kpi.pay.payout import Pays, Unpaid
from kpi.score.scorecard import LineLeftOut
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.errors import InputError
from service.looked import looked_at
from service.month import kpi_intake, kpi_plans, months
from service.month.card_hours import card_hours
from service.month.export_month import (
    MonthWords,
    payroll_csv,
    payroll_table,
    payroll_workbook,
    ranked,
    score_table,
)
from service.pay import month_readiness
from service.pay.month_needs import NeedKind, NeedState
from service.roster import publishing
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import (
    A_SHIFTS,
    B_SHIFTS,
    FIRST,
    NOVEMBER,
    WHO,
    at,
    day_shift,
    fill,
)

D = Decimal
LATER = {"by": "人事", "now": s.NOW + dt.timedelta(days=1)}
HEADS = dict.fromkeys(
    (
        *("scores", "lines", "payroll", "pay_lines", "agent_id", "name", "team", "post", "score"),
        *("full", "grade", "second_post", "second_score", "total", "remark", "pays"),
        *("made_from", "amount", "sum", "unit", "scheme", "indicator", "month", "run", "state"),
        *("coverage", "least_coverage"),
    ),
    "x",
)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(FIRST, absences=(), wishes=(), **WHO))


def words(run, **names):
    return MonthWords(
        lang="zh",
        units={unit: unit.value for unit in Measured},
        heads={name: name for name in HEADS},
        agents={"A1": "甲", "A2": "乙", **names},
        teams=run.inputs.teams,
        posts={},
        indicators={},
        grades={"all": "全部"},
        left_out={reason: reason.value for reason in LineLeftOut},
        pays={pays: pays.value for pays in Pays},
        lines={(pays, ""): pays.value for pays in Pays},
        unpaid={reason: reason.value for reason in Unpaid},
        state="draft",
        title="run 1, draft",
        made_of=lambda line: " × ".join(line.details),
    )


def state_of(database, kind):
    return month_readiness.readiness(at_desk(database), NOVEMBER).need(kind).state


def test_an_empty_month_can_neither_be_scored_nor_paid(database):
    found = month_readiness.readiness(at_desk(database), NOVEMBER)
    assert not found.can_score
    assert found.need(NeedKind.ROSTERS).state is NeedState.BLOCKING
    assert found.need(NeedKind.SCHEMES).names == ("presales", "aftersales")
    assert found.need(NeedKind.PAY_PLANS).state is NeedState.BLOCKING
    assert found.changed == ()


def test_a_filled_month_says_what_is_still_missing(database, tmp_path):
    fill(database, tmp_path / "in")
    found = month_readiness.readiness(at_desk(database), NOVEMBER)
    assert found.need(NeedKind.ROSTERS) == month_readiness.Need(
        NeedKind.ROSTERS, NeedState.PARTLY, 7, 30
    )
    assert NeedKind.ATTENDANCE_DAYS not in {one.kind for one in found.needs}
    assert found.need(NeedKind.CHATS).names == ("chats.csv",)
    assert found.need(NeedKind.FACTS).state is NeedState.MISSING
    assert found.need(NeedKind.TARGETS).state is NeedState.DONE
    plans = found.need(NeedKind.PAY_PLANS)
    assert (plans.state, plans.names) == (NeedState.PARTLY, ("A3", "A4"))
    assert found.need(NeedKind.SCHEMES).names == ("aftersales",)
    assert found.can_pay  # nobody worked on after-sales; who needs what, scoring says


def test_days_with_shifts_and_nobody_recorded_are_named(database, tmp_path):
    fill(database, tmp_path / "in", (*A_SHIFTS, *B_SHIFTS, day_shift("A1", 8)))
    found = month_readiness.readiness(at_desk(database), NOVEMBER)
    days = found.need(NeedKind.ATTENDANCE_DAYS)
    assert (days.state, days.count, days.names) == (NeedState.PARTLY, 1, ("2026-11-08",))
    assert not found.is_ready


def test_changes_after_the_run_are_named(database, tmp_path):
    fill(database, tmp_path / "in")
    months.score(at_desk(database, **WHO), NOVEMBER)
    assert month_readiness.readiness(at_desk(database), NOVEMBER).changed == ()
    with looked_at("再导入一次"):
        kpi_plans.import_targets(at_desk(database, **LATER), tmp_path / "in" / "targets.csv")
    changed = month_readiness.readiness(at_desk(database), NOVEMBER).changed
    assert changed == ("targets_imported",)


def lent(**changes):
    start, end = at(3, 9), at(3, 9.5)
    told = {"reason": "直播", "registered_min": at(3, 9.5), "registered_by": "王"}
    return Interruption("A1", InterruptionKind.SECONDMENT, start, end, **{**told, **changes})


def entered(database, entry):
    return kpi_intake.enter_interruption(at_desk(database, **WHO), entry)


def test_an_entry_counts_once_another_person_approved_it(database):
    number = entered(database, lent())
    assert state_of(database, NeedKind.REGISTER) is NeedState.PARTLY
    with pytest.raises(InputError) as error:
        kpi_intake.approve_interruption(at_desk(database, by="王", now=s.NOW), number)
    assert error.value.faults[0].code == "approved_by_oneself"
    kpi_intake.approve_interruption(at_desk(database, by="李", now=s.NOW), number)
    assert state_of(database, NeedKind.REGISTER) is NeedState.DONE
    with pytest.raises(InputError) as error:
        kpi_intake.approve_interruption(at_desk(database, by="赵", now=s.NOW), number)
    assert error.value.faults[0].code == "already_approved"


def test_a_late_entry_needs_a_reason_and_two_approvals(database):
    late = lent(registered_min=at(4, 9))
    with pytest.raises(InputError) as error:
        entered(database, late)
    assert error.value.faults[0].code == "late_reason_missing"
    number = entered(database, replace(late, late_reason="忘记登记"))
    for by, counts in (("李", False), ("赵", True)):
        kpi_intake.approve_interruption(at_desk(database, by=by, now=s.NOW), number)
        (kept,) = kpi_intake.interruptions(at_desk(database), NOVEMBER)
        assert kept.interruption.counts(s.CLOCK) is counts


def test_hours_say_what_lent_time_took_from_the_target(database, tmp_path):
    fill(database, tmp_path / "in")
    number = entered(database, lent())
    kpi_intake.approve_interruption(at_desk(database, by="李", now=s.NOW), number)
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    card = next(one for one in run.scores if one.agent_id == "A1").cards[0]
    found = card_hours(run, card)
    # 1,440 min scheduled, 30 of them lent; 1,800 yuan before, 1410/1440 of it after
    assert (found.scheduled_min, found.secondment_min, found.excused_min) == (1440, 30, 30)
    assert found.target_fen == D(176_250)
    assert found.target_before_fen == D(180_000)


def test_a_payroll_adds_up_to_the_fen_and_keeps_formulas_as_text(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    told = words(run, A1="=1+1")
    table = payroll_table(run, told)
    place = [column.title for column in table.columns].index("total")
    assert [row[place] for row in table.rows] == [D("3933.80"), D("3910.00")]
    assert "'=1+1" in payroll_csv(run, told).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(payroll_workbook(run, told)))
    cell = book.worksheets[0].cell(3, 5)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book.worksheets[0].cell(3, place + 1).value == 3933.8


def test_a_payroll_says_its_run_and_how_far_it_is(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    table = payroll_table(run, words(run))
    assert {row[:3] for row in table.rows} == {("2026-11", 1, "draft")}
    book = openpyxl.load_workbook(io.BytesIO(payroll_workbook(run, words(run))))
    assert [sheet.cell(1, 1).value for sheet in book.worksheets] == ["run 1, draft"] * 2
    assert not payroll_csv(run, words(run)).decode("utf-8-sig").startswith("run 1")


def test_scores_are_listed_the_best_first(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    assert [one.agent_id for one in ranked(run.scores)] == ["A1", "A2"]
    assert [row[0] for row in score_table(run, words(run)).rows] == ["A1", "A2"]


def test_the_first_preset_holds_at_once_and_the_next_from_next_month(database):
    first = kpi_plans.adopt_preset(at_desk(database, **WHO), "T-02")
    assert first.valid_from == dt.date(2026, 1, 1)
    second = kpi_plans.adopt_preset(at_desk(database, **WHO), "T-01")
    assert second.valid_from == dt.date(2026, 12, 1)
    in_force = kpi_plans.schemes_in_force(at_desk(database), NOVEMBER)
    assert in_force["presales"].id == "T-02"
    assert kpi_plans.schemes_in_force(at_desk(database), Month(2026, 12))["presales"].id == "T-01"
    with pytest.raises(InputError) as error:
        kpi_plans.adopt_preset(at_desk(database, **WHO), "T-03")
    assert error.value.faults[0].code == "scheme_date_taken"


def test_the_same_preset_again_is_a_new_version(database):
    kpi_plans.adopt_preset(at_desk(database, **WHO), "AS-1")
    assert kpi_plans.adopt_preset(at_desk(database, **WHO), "AS-1").version == 2


def test_months_with_data_or_scores_are_known(database, tmp_path):
    assert months.known_months(at_desk(database)) == ()
    fill(database, tmp_path / "in")
    assert months.known_months(at_desk(database)) == (NOVEMBER,)


def test_a_published_roster_of_the_month_counts_as_a_change(database, tmp_path):
    fill(database, tmp_path / "in")
    months.score(at_desk(database, **WHO), NOVEMBER)
    kept = publishing.keep_roster(at_desk(database, **LATER), "2026-W45", s.roster())
    assert kept.is_draft
    publishing.publish(at_desk(database, **LATER), "2026-W45", reason="演练")
    changed = month_readiness.readiness(at_desk(database), NOVEMBER).changed
    assert changed == ("roster_published",)

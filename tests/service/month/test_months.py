import datetime as dt
import tempfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kpi.facts.employed import OutsideEmployment, OutsideKind
from kpi.facts.outcomes import ChatOutcomes
from kpi.month import Month
from kpi.pay.payout import PayMethod, PayPlan, Pays, Unpaid
from kpi.scheme.line import Line, Scoring
from kpi.scheme.scheme import Grade, PostKind, Scheme
from kpi.scheme.targets import Level, Target
from scheduler.chats import ChatRecords
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.errors import InputError
from scheduler.roster import Roster
from scheduler.shift import Shift, Span
from scheduler.simulate.params import SimulationParams
from service.history.chat_months import by_month, joined
from service.looked import looked_at
from service.month import kpi_intake, kpi_plans, months
from service.pay import pay_review
from service.roster import intake, publishing
from service.shop import shops
from service.trial import projection
from store.files.chat_log import ChatLog, write_chat_log
from store.files.kpi_tables import ATTENDANCE, EXCEPTIONS, PAY_PLANS, write_targets
from tests.desks import at_desk
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
BEFORE = dt.datetime(2026, 10, 20, tzinfo=dt.UTC)
WHO = {"by": "人事", "now": s.NOW}
FIRST = dt.date(2026, 11, 2)  # a Monday
D = Decimal
TARGET = Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", D(300_000))


def at(day, hour=0):
    return s.CLOCK.at(dt.date(2026, 11, day), int(hour * 60))


def day_shift(agent, day):
    """09:00-18:00 with an hour's meal: 480 minutes of work."""
    meal = Span(at(day, 12), at(day, 13))
    return Shift(agent, at(day, 9), at(day, 18), "presales", meal)


A_SHIFTS = tuple(day_shift("A1", day) for day in (2, 3, 4))
B_SHIFTS = tuple(day_shift("A2", day) for day in (2, 3))


def scheme():
    lines = (
        Line("target_attainment", D(60), Scoring.TARGET, target=D(1)),
        Line("adherence", D(30), Scoring.TARGET, target=D(1)),
        Line("reply_rate", D(10), Scoring.TARGET, target=D(1)),
    )
    grades = (Grade("all", "全部", "all", D(0), D(1)),)
    start = dt.date(2026, 1, 1)
    return Scheme("S", 1, "方案", "scheme", PostKind.PRESALES, start, lines, grades)


def chats():
    """Return 10 chats each for A1 and A2 on 2 November, all answered; 162 and 102 yuan each."""
    came = np.full(20, at(2, 10) * 60.0) + 60 * np.arange(20)
    agent = np.repeat([0, 1], 10)
    records = ChatRecords(
        ("presales",), ("A1", "A2"), np.zeros(20), agent, came, came + 20, came + 300
    )
    return records, ChatOutcomes(agent, {"sales_fen": np.repeat([16_200.0, 10_200.0], 10)})


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(FIRST, absences=(), wishes=(), **WHO))


def fill(database, folder, shifts=(*A_SHIFTS, *B_SHIFTS), *, shop="main", with_scheme=True):
    """Publish a roster and take in everything else, through files as HR has them."""
    publishing.keep_roster(
        at_desk(database, shop, by="主管", now=BEFORE), "2026-W45", Roster(shifts)
    )
    publishing.publish(at_desk(database, shop, by="主管", now=BEFORE), "2026-W45", reason="演练")
    take_in(database, folder, shop=shop, with_scheme=with_scheme)


def take_in(database, folder, *, shop="main", with_scheme=True):
    """Take in all but the roster, through files as HR has them."""
    folder.mkdir(exist_ok=True)
    presences = [Presence(x.agent_id, x.start_min, x.end_min) for x in (A_SHIFTS[0], A_SHIFTS[2])]
    presences += [Presence("A1", at(3, 9.5), at(3, 18))]  # half an hour late
    presences += [Presence(x.agent_id, x.start_min, x.end_min) for x in B_SHIFTS]
    ATTENDANCE.write(presences, folder / "attendance.csv", s.CLOCK)
    write_targets([TARGET], folder / "targets.csv")
    start = dt.date(2026, 1, 1)
    plans = [PayPlan(name, start, D(3000), D(1000), PayMethod.SCORE) for name in ("A1", "A2")]
    PAY_PLANS.write(plans, folder / "pay_plan.csv")
    write_chat_log(ChatLog(*chats()), folder / "chats.csv", s.CLOCK)
    kpi_intake.import_attendance(at_desk(database, shop, **WHO), folder / "attendance.csv")
    kpi_plans.import_targets(at_desk(database, shop, **WHO), folder / "targets.csv")
    kpi_plans.import_pay_plans(at_desk(database, shop, **WHO), folder / "pay_plan.csv")
    kpi_intake.import_chats(at_desk(database, shop, **WHO), folder / "chats.csv")
    if with_scheme:
        kpi_plans.save_scheme(at_desk(database, shop, **WHO), scheme())


@cache
def with_month(shop_name="", *, is_scored=False):
    """Return what fills a database with the month; for equal arguments the same function."""

    def fill_all(opened):
        s.with_week(FIRST, absences=(), wishes=(), shop_name=shop_name, **WHO)(opened)
        with tempfile.TemporaryDirectory() as folder:
            fill(opened, Path(folder))
        if is_scored:
            months.score(at_desk(opened, **WHO), NOVEMBER)

    return fill_all


def by_agent(run):
    cards = {score.agent_id: score.cards[0] for score in run.scores}
    return cards, {payout.agent_id: payout for payout in run.payouts}


def test_a_published_month_is_scored_and_paid(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    cards, payouts = by_agent(run)
    # A1: 1440 of 2400 min, 1,800 of the 3,000 yuan; sold 1,620: 90 % -> 54; 1410 of 1440 min
    card = cards["A1"]
    assert card.scheduled_min == 1440
    assert card.line("target_attainment").value == D("0.9")
    assert card.line("adherence").numerator == 1410
    # 54 + 30 x 1410/1440 + 10 = 93.375
    assert card.total == D("93.38")
    assert payouts["A1"].total == D("3933.80")
    # A2: 1,200 yuan, sold 1,020: 85 % -> 51, and 40
    assert cards["A2"].total == D("91.00")
    assert run.inputs.versions == {"2026-W45": 1}
    assert months.month_state(at_desk(database), NOVEMBER).run.total_fen == 393380 + 391000


def test_one_published_shift_less_changes_target_score_and_pay(database, tmp_path):
    fill(database, tmp_path / "in", (*A_SHIFTS[:2], *B_SHIFTS))
    cards, payouts = by_agent(months.score(at_desk(database, **WHO), NOVEMBER))
    # A1: 960 of 1920 min, 1,500 yuan; sold 1,620: 60; 930 of 960 min: 29.0625
    assert cards["A1"].scheduled_min == 960
    assert cards["A1"].total == D("99.06")
    assert payouts["A1"].total == D("3990.60")
    # A2: 1,500 yuan now, sold 1,020: 68 % -> 40.8, and 40
    assert cards["A2"].total == D("80.80")


def test_a_leavers_month_ends_on_the_last_day(database, tmp_path):
    fill(database, tmp_path / "in")
    leaver = replace(s.AGENTS[0], leaves=dt.date(2026, 11, 3))
    shops.save_agents(at_desk(database, **WHO), (leaver, *s.AGENTS[1:]))
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    cards, payouts = by_agent(run)
    # as with the shift of the 4th not rostered: 99.06; 2 of 21 weekdays employed
    assert cards["A1"].scheduled_min == 960
    assert cards["A1"].total == D("99.06")
    # 3000 x 2/21 = 285.714; 1000 x 0.9906 x 2/21 = 94.3428
    assert [line.amount for line in payouts["A1"].lines] == [D("285.71"), D("94.34")]
    fourth = dt.date(2026, 11, 4)
    assert run.inputs.outside == tuple(
        OutsideEmployment("A1", kind, fourth, fourth, 1)
        for kind in (OutsideKind.ATTENDANCE, OutsideKind.SHIFT)
    )
    assert payouts["A1"].unpaid == (Unpaid.OUTSIDE_EMPLOYMENT,)
    assert payouts["A2"].amount(Pays.BASE) == D("3000.00")
    assert months.recomputes(months.month_run(at_desk(database), NOVEMBER))


def test_a_run_recomputes_to_the_same_fen(database, tmp_path):
    fill(database, tmp_path / "in")
    first = months.score(at_desk(database, **WHO), NOVEMBER)
    kept = months.month_run(at_desk(database), NOVEMBER)
    assert months.recomputes(kept)
    assert (kept.scores, kept.payouts) == (first.scores, first.payouts)
    assert [note.number for note in months.month_runs(at_desk(database))] == [1]


def test_an_approved_secondment_counts_as_adherent(database, tmp_path):
    fill(database, tmp_path / "in")
    lent = Interruption(
        "A1", InterruptionKind.SECONDMENT, at(3, 9), at(3, 9.5), "直播", at(3, 8), "王", "李"
    )
    EXCEPTIONS.write([lent], tmp_path / "exceptions.csv", s.CLOCK)
    path = tmp_path / "exceptions.csv"
    with looked_at("再导入一次"):
        taken = [kpi_intake.import_exceptions(at_desk(database, **WHO), path) for _ in range(2)]
    assert taken == [1, 0]
    cards, _ = by_agent(months.score(at_desk(database, **WHO), NOVEMBER))
    assert cards["A1"].line("adherence").value == 1
    (entered,) = kpi_intake.interruptions(at_desk(database), NOVEMBER)
    kpi_intake.remove_interruption(at_desk(database, **WHO), entered.id)
    assert kpi_intake.interruptions(at_desk(database), NOVEMBER) == ()


def test_a_line_is_traced_to_its_shifts_and_chats(database, tmp_path):
    fill(database, tmp_path / "in")
    months.score(at_desk(database, **WHO), NOVEMBER)
    where = {"agent_id": "A1", "post": "presales"}
    hours, _ = months.traced_line(at_desk(database), NOVEMBER, **where, indicator="adherence")
    assert [one.scheduled.shift for one in hours.shifts] == list(A_SHIFTS)
    replies, _ = months.traced_line(at_desk(database), NOVEMBER, **where, indicator="reply_rate")
    assert len(replies.chats) == 10
    with pytest.raises(InputError):
        months.traced_line(at_desk(database), NOVEMBER, **where, indicator="quality")


@pytest.mark.parametrize(
    ("name", "code"),
    [("attendance.csv", "no such"), ("targets.csv", "no such"), ("chats.csv", "no such")],
)
def test_a_bad_file_leaves_nothing_behind(database, tmp_path, name, code):
    fill(database, tmp_path / "in")
    before = months.score(at_desk(database, **WHO), NOVEMBER)
    path = tmp_path / "in" / name
    path.write_text(path.read_text().replace("presales", code).replace("A1", code))
    read = {
        "attendance.csv": kpi_intake.import_attendance,
        "targets.csv": kpi_plans.import_targets,
        "chats.csv": kpi_intake.import_chats,
    }[name]
    with pytest.raises(InputError):
        read(at_desk(database, **WHO), path)
    again = months.score(at_desk(database, **WHO), NOVEMBER)
    assert (again.scores, again.payouts) == (before.scores, before.payouts)


def test_without_plans_or_schemes_or_data_nothing_is_kept(database):
    with pytest.raises(InputError) as error:
        months.score(at_desk(database, **WHO), NOVEMBER)
    assert error.value.faults[0].code == "month_empty"
    publishing.keep_roster(at_desk(database, by="主管", now=BEFORE), "2026-W45", Roster(A_SHIFTS))
    publishing.publish(at_desk(database, by="主管", now=BEFORE), "2026-W45", reason="演练")
    with pytest.raises(InputError) as error:
        months.score(at_desk(database, **WHO), NOVEMBER)
    assert error.value.faults[0].code == "scheme_missing"
    kpi_plans.save_scheme(at_desk(database, **WHO), scheme())
    with pytest.raises(InputError) as error:
        months.score(at_desk(database, **WHO), NOVEMBER)
    assert error.value.faults[0].code == "pay_plan_missing"
    assert months.month_run(at_desk(database), NOVEMBER) is None
    run = months.score(at_desk(database, **WHO), NOVEMBER, pay=False)
    assert run.payouts == ()
    assert months.recomputes(run)


def test_a_post_of_the_shops_own_needs_a_kind(database, tmp_path):
    posts = (*s.week().posts,)
    week = s.week(FIRST, absences=(), wishes=(), posts=posts)
    intake.keep_week(at_desk(database, **WHO), week)
    fill(database, tmp_path / "in")
    kpi_plans.set_post_kind(at_desk(database, **WHO), "presales", PostKind.AFTERSALES)
    with pytest.raises(InputError) as error:
        months.score(at_desk(database, **WHO), NOVEMBER)
    assert error.value.faults[0].code == "scheme_missing"


def test_one_preset_of_each_kind_is_there_to_be_taken_over(database):
    for preset in kpi_plans.presets():
        if preset.id in {"T-02", "IS-1", "AS-1"}:
            kpi_plans.save_scheme(at_desk(database, **WHO), preset)
    assert {one.id for one in kpi_plans.schemes(at_desk(database))} >= {"T-02", "AS-1"}


def test_two_schemes_of_one_kind_never_begin_on_one_day(database, tmp_path):
    kpi_plans.save_scheme(at_desk(database, **WHO), scheme())
    other = replace(scheme(), id="OTHER")
    with pytest.raises(InputError) as error:
        kpi_plans.save_scheme(at_desk(database, **WHO), other)
    assert error.value.faults[0].code == "scheme_date_taken"
    # a later day, another kind of post, or a newer version of the same scheme is none of that
    for fine in (
        replace(other, valid_from=dt.date(2026, 2, 1)),
        replace(other, id="AFTER", post_kind=PostKind.AFTERSALES),
        replace(scheme(), version=2),
    ):
        with looked_at("补录"):
            kpi_plans.save_scheme(at_desk(database, **WHO), fine)
    fill(database, tmp_path / "in", with_scheme=False)
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    assert run.inputs.schemes["presales"].id == "OTHER"


def test_a_scheme_never_reaches_back_into_a_month_agents_have_seen(database, tmp_path):
    fill(database, tmp_path / "in")
    months.score(at_desk(database, **WHO), NOVEMBER)
    with looked_at("补录"):  # nobody has seen a score of the month yet
        kpi_plans.save_scheme(at_desk(database, **WHO), replace(scheme(), version=2))
    months.score(at_desk(database, **WHO), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **WHO), NOVEMBER)
    with pytest.raises(InputError) as error:
        kpi_plans.save_scheme(at_desk(database, **WHO), replace(scheme(), version=3))
    assert error.value.faults[0].code == "scheme_month_reviewed"
    later = replace(scheme(), version=3, valid_from=NOVEMBER.after.first)
    kpi_plans.save_scheme(at_desk(database, **WHO), later)


def test_chats_cut_into_months_join_again():
    records, outcomes = chats()
    late = ChatRecords(
        ("aftersales",), ("A3",), [0], [-1], [at(30, 24) * 60.0], [np.nan], [at(30, 24) * 60.0 + 9]
    )
    whole = joined([(records, outcomes), (late, ChatOutcomes(np.array([0]), {"rating": [4]}))])
    parts = by_month(*whole, s.CLOCK)
    assert list(parts) == [NOVEMBER, Month(2026, 12)]
    again, came = joined(list(parts.values()))
    np.testing.assert_array_equal(again.arrived_s, whole[0].arrived_s)
    np.testing.assert_array_equal(came["rating"], whole[1]["rating"])
    assert [again.agents[index] for index in came.assigned[-2:]] == ["A2", "A3"]


def test_a_draft_is_projected_by_the_same_indicators(database):
    publishing.keep_roster(
        at_desk(database, by="主管", now=BEFORE), "2026-W45", Roster((*A_SHIFTS, *B_SHIFTS))
    )
    params = SimulationParams(replications=2, seed=3, warm_up_min=0)
    found = projection.projection(at_desk(database), "2026-W45", params)
    values = {(each.agent_id, each.post, each.indicator): each.value for each in found}
    assert 0 < values["", "presales", "reply_rate"] < 1
    assert values["A1", "presales", "chats_per_hour"] > 0
    assert values["A1", "presales", "first_reply"] >= 0
    assert values["", "aftersales", "reply_rate"] == 0
    assert found == projection.projection(at_desk(database), "2026-W45", params)

"""Every published pay scheme pays what was worked out by hand."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.pay.commission import Rates, Tier, TierMode
from kpi.pay.distribution import Distribution, Quota
from kpi.pay.extras import (
    Deduction,
    DeductionKind,
    LateRefund,
    PayExtras,
    Repaid,
    RewardCase,
    by_month_of_sale,
)
from kpi.pay.law import LegalLimit, Topic, pay_law
from kpi.pay.pay_scheme import pay_scheme_for
from kpi.pay.paying import pay_month
from kpi.pay.payout import (
    Overtime,
    OvertimeKind,
    OvertimeLaw,
    PayMethod,
    PayoutLine,
    PayPlan,
    Pays,
    Unpaid,
)
from kpi.scheme.scheme import Grade
from kpi.scheme.targets import Level, Target
from kpi.score.scoring import score_month
from scheduler.errors import InputError
from store.files.kpi_law import overtime_law
from store.files.kpi_pay_scheme import pay_law_in, pay_scheme_presets
from tests.kpi.making import NOVEMBER, bands, facts, line, scheme

PAY = {one.id: one for one in pay_scheme_presets()}
START = dt.date(2026, 1, 1)
D = Decimal
GRADES = tuple(
    Grade(name, name, name, D(low), D(factor), D(amount))
    for name, low, factor, amount in (
        ("A", 90, "1.0", 300),
        ("B", 80, "0.8", 100),
        ("E", 0, "0", 0),
    )
)
STEPS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))
SCHEMES = {"presales": scheme(line(bands=STEPS), grades=GRADES)}
LAW: OvertimeLaw = overtime_law(NOVEMBER)


def pay(pay_scheme, agents, *, rows=(), base="2800", performance="1000", overtime=(), **more):
    """Pay agents, given their score and further facts; the plan of all is the same."""
    known = merge(
        [
            facts(agent=name, replied=score, received=100, **counts)
            for name, (score, counts) in agents.items()
        ]
        + list(rows)
    )
    scores = score_month(known, SCHEMES, NOVEMBER)
    plan = {"minimum_wage": more.pop("minimum_wage", None), "level": more.pop("level", "")}
    plans = [
        PayPlan(name, START, D(base), D(performance), PayMethod.GRADE, scheme=pay_scheme, **plan)
        for name in agents
    ]
    found = pay_month(
        scores,
        plans,
        SCHEMES,
        NOVEMBER,
        law=LAW,
        facts=known,
        overtime=overtime,
        pay_schemes=PAY.values(),
        limits=pay_law_in(NOVEMBER),
        extras=PayExtras(**more),
    )
    return {payout.agent_id: payout for payout in found}


def of(payouts, pays, agent="A"):
    return payouts[agent].amount(pays)


def test_a_pays_the_grades_amount_and_five_per_mille():
    found = pay("A", {"A": (86, {"sales_fen": 10_000_000, "refunded_fen": 1_000_000})})
    assert of(found, Pays.BASE) + of(found, Pays.PERFORMANCE) == 2900
    assert of(found, Pays.COMMISSION) == 450
    full = pay(
        "A", {"A": (86, {"shifts": 22, "late_shifts": 0, "early_shifts": 0, "absent_shifts": 0})}
    )
    assert of(full, Pays.FULL_ATTENDANCE) == 100
    late = pay(
        "A", {"A": (86, {"shifts": 22, "late_shifts": 1, "early_shifts": 0, "absent_shifts": 0})}
    )
    assert of(late, Pays.FULL_ATTENDANCE) == 0
    assert Unpaid.NO_ATTENDANCE in pay("A", {"A": (86, {})})["A"].unpaid


def test_a_shift_nobody_knows_of_earns_no_full_attendance():
    held = {"shifts": 21, "late_shifts": 0, "early_shifts": 0, "absent_shifts": 0}
    unknown = [facts(date=NOVEMBER.last, shifts=1)]
    found = pay("A", {"A": (86, held)}, rows=unknown)
    assert of(found, Pays.FULL_ATTENDANCE) == 0
    assert Unpaid.SHIFTS_UNKNOWN in found["A"].unpaid
    assert of(pay("A", {"A": (86, held)}), Pays.FULL_ATTENDANCE) == 100


def test_b_pays_by_rank_with_the_absolute_grade_as_a_ceiling():
    # ten people: 1.5, 4.5, 3 and 1 places; the remainders give 2, 4, 3 and 1 (ties to the better)
    scores = {f"a{n}": (98 - n, {}) for n in range(9)}  # 98 … 90
    found = pay("B", {**scores, "x": (50, {})})
    paid = [of(found, Pays.PERFORMANCE, agent) for agent in (*scores, "x")]
    # below 65 there is no grade, so the last place stays empty; ranks 8 and 9 are C
    assert paid == [1100, 1100, 1000, 1000, 1000, 1000, 800, 800, 800, 0]
    alone = pay("B", {"A": (88, {})})  # best of all, but 88 is no A
    assert of(alone, Pays.PERFORMANCE) == 1000


def test_b_rewards_the_second_month_of_the_best_grade_once():
    def reward(months):
        return of(pay("B", {"A": (95, {})}, months_running={"A": {"A": months}}), Pays.STREAK)

    assert [reward(months) for months in (0, 1, 2)] == [0, 300, 0]
    broken = pay("B", {"A": (89, {})}, months_running={"A": {"A": 1}})
    assert of(broken, Pays.STREAK) == 0


def case(name, price=0, compensation=0, agent="A"):
    return RewardCase(
        agent, dt.date(2026, 11, 3), name, "buyer1", "chat", D(price), D(compensation)
    )


@pytest.mark.parametrize(
    ("one", "yuan"),
    [
        (case("kept_free", 300), 21),  # 7 %
        (case("kept_free", 100), 10),  # at least 10
        (case("exchanged_free", 300), 10),
        (case("kept_compensated", 200, 10), 4),  # 5 % was given: 2 % of 200
        (case("kept_compensated", 200, 11), 0),  # more than 5 %
        (case("kept_free", 300, agent="B"), 0),
    ],
)
def test_c_rewards_returns_prevented(one, yuan):
    found = pay("C", {"A": (80, {}), "B": (80, {})}, rewards=(one,))
    assert of(found, Pays.CASE) == yuan
    assert of(found, Pays.PERFORMANCE) == 800


def test_a_case_without_a_buyer_or_proof_is_refused():
    with pytest.raises(InputError, match="empty"):
        RewardCase("A", START, "kept_free", "", "chat")
    with pytest.raises(InputError, match="empty"):
        RewardCase("A", START, "kept_free", "b", "")


TIERS = (Tier(D(50000), D("0.008")), Tier(D(100000), D("0.012")), Tier(D(150000), D("0.015")))


def test_d_pays_each_slice_at_its_own_rate_or_all_at_the_tier_reached():
    progressive = Rates(TIERS, D(50000))
    whole = Rates(TIERS, D(50000), TierMode.WHOLE)
    assert progressive.commission(D(130000)) == 760  # 50,000 x 0.8 % + 30,000 x 1.2 %
    assert whole.commission(D(130000)) == 960  # 80,000 x 1.2 %
    assert [rates.commission(D(50000)) for rates in (progressive, whole)] == [0, 0]
    assert progressive.commission(D(160000)) == 400 + 600 + 150
    assert of(pay("D", {"A": (80, {"sales_fen": 13_000_000})}), Pays.COMMISSION) == 760


def test_a_tier_holds_from_its_own_sales_on_and_pays_nothing_below_the_quota():
    assert Rates(TIERS, D(50000), TierMode.WHOLE).commission(D(100000)) == 600  # 50,000 x 1.2 %
    assert Rates(TIERS, D(70000)).commission(D(100000)) == 240  # 30,000 x 0.8 %


def test_a_score_exactly_at_a_grades_limit_gets_it():
    best, rest = Quota("A", D("0.5"), D(2), low=D(90)), Quota("B", D("0.5"), D(1), low=D(60))
    found = Distribution((best, rest)).graded({"a": D(90), "b": D(60), "c": D("59.99")})
    assert found == {"a": best, "b": rest, "c": None}


def test_a_law_that_begins_on_the_first_of_a_month_holds_in_it():
    old = [LegalLimit(topic, START, "old") for topic in Topic]
    new = LegalLimit(Topic.FINE, NOVEMBER.first, "new")
    late = LegalLimit(Topic.TIME_OFF, NOVEMBER.first + dt.timedelta(days=1), "late")
    law = pay_law([*old, new, late], NOVEMBER)
    assert (law[Topic.FINE], law[Topic.TIME_OFF].article) == (new, "old")


def test_d_shares_the_sales_of_nobody_evenly():
    pool = facts(agent="", sales_fen=3_000_000)
    found = pay("D", {"A": (80, {"sales_fen": 0}), "B": (80, {"sales_fen": 0})}, rows=[pool])
    assert [of(found, Pays.SHARED_SALES, agent) for agent in "AB"] == [150, 150]
    assert Unpaid.NO_SALES in pay("D", {"A": (80, {"sales_fen": 0})})["A"].unpaid


def team(sales, *, score=82, target="150000", **more):
    goal = Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", D(target) * 100)
    agents = {"A": (score, {"sales_fen": sales * 100})}
    return of(pay("E", agents, targets=(goal,), **more), Pays.TEAM)


def test_e_pays_the_score_times_the_teams_mean_sales_times_the_rate():
    assert team(150_000) == 246  # 0.82 x 150,000 x 0.2 %
    assert team(149_999) == D("123.00")  # target missed: 0.1 %, 122.99918
    assert team(180_000) == D("590.40")  # 120 % of the target: 0.4 %
    assert team(150_000, level="试用") == 123
    assert team(150_000, score=59) == 0


def test_e_takes_the_mean_of_the_own_team():
    goals = tuple(
        Target(NOVEMBER, "presales", Level.TEAM, name, "sales_fen", D(100)) for name in ("x", "y")
    )
    agents = {
        name: (100, {"sales_fen": yuan * 100})
        for name, yuan in (("A", 1000), ("B", 3000), ("C", 50_000))
    }
    found = pay("E", agents, targets=goals, teams={"A": "x", "B": "x", "C": "y"})
    assert [of(found, Pays.TEAM, agent) for agent in "ABC"] == [8, 8, 200]


def test_f_pays_five_percent_and_the_first_places():
    agents = {
        name: (score, {"sales_fen": 100_000})
        for name, score in (("A", 99), ("B", 98), ("C", 98), ("D", 97), ("E", 96))
    }
    found = pay("F", agents)
    assert of(found, Pays.COMMISSION) == 50
    assert [of(found, Pays.RANK, agent) for agent in agents] == [500, 300, 300, 100, 100]


def test_who_ties_shares_what_the_places_pay():
    found = pay("F", {"A": (99, {"sales_fen": 0}), "B": (99, {"sales_fen": 0})})
    assert [of(found, Pays.RANK, agent) for agent in "AB"] == [400, 400]


@pytest.fixture
def best_of(monkeypatch):
    """Return the ranking by satisfaction of F as it is from December on, put in force earlier."""
    later = max((one for one in pay_scheme_presets() if one.id == "F"), key=lambda one: one.version)
    monkeypatch.setitem(PAY, "F2", replace(later, id="F2", valid_from=START))
    present = {"adherent_min": 100, "scheduled_min": 100, "sales_fen": 0, "rated": 10}

    def paid(**counts):
        agents = {
            name: (score, present | {"satisfied": satisfied} | counts.get(name, {}))
            for name, score, satisfied in (("A", 1, 10), ("B", 2, 9), ("C", 3, 8))
        }
        found = pay("F2", agents)
        return {
            agent: [line for line in one.lines if line.pays is Pays.RANK and line.amount == 200]
            for agent, one in found.items()
        }

    return paid


@pytest.mark.parametrize(
    "exposed", ["complaints_at_fault", "attitude_complaints", "abuses", "harassments"]
)
def test_f_pays_no_best_whose_service_was_exposed(best_of, exposed):
    counts = {name: {exposed: 0} for name in "ABC"}
    assert [agent for agent, lines in best_of(**counts).items() if lines] == ["A", "B"]
    counts["A"] = {exposed: 1}
    won = best_of(**counts)
    assert [agent for agent, lines in won.items() if lines] == ["B", "C"]
    codes = {(note.code, note.texts.get("column")) for note in won["B"][0].notes}
    assert ("placed_without", exposed) in codes


def test_of_what_nobody_keeps_count_nobody_is_left_out_and_it_is_told(best_of):
    won = best_of()
    assert [agent for agent, lines in won.items() if lines] == ["A", "B"]
    codes = [note.code for note in won["A"][0].notes]
    assert codes.count("placed_uncounted") == 4


def test_f_without_the_condition_holds_until_december():
    versions = sorted((one for one in pay_scheme_presets() if one.id == "F"), key=by_version)
    assert [one.version for one in versions] == [1, 2]
    assert pay_scheme_for(versions, "F", NOVEMBER).version == 1
    assert pay_scheme_for(versions, "F", Month(2026, 12)).version == 2
    assert "version 2" in versions[0].ours


def by_version(one):
    return one.version


@pytest.mark.parametrize(("score", "yuan"), [(90, 0), (91, 200), (95, 200), (96, 300)])
def test_g_pays_when_the_index_beats_its_target_by_more_than_ten(score, yuan):
    assert of(pay("G", {"A": (score, {})}), Pays.INDEX_BONUS) == yuan


def test_h_pays_the_published_day_wage():
    t04 = PAY["H"]
    assert [(step.low, step.amount) for step in t04.parts[0].steps] == [
        (0, 96),
        (650, 120),
        (800, 136),
        (900, 160),
    ]
    found = pay("H", {"A": (75, {"shifts": 31.5, "absent_shifts": 0})}, base="0")
    assert of(found, Pays.DAY_WAGE) == 96 * D("31.5")  # on a scale of 100: the lowest step


def test_a_day_wage_waits_for_shifts_nobody_knows_of():
    held, unknown = {"shifts": 20, "absent_shifts": 2}, [facts(date=NOVEMBER.last, shifts=3)]
    found = pay("H", {"A": (75, held)}, rows=unknown, base="0")
    assert of(found, Pays.DAY_WAGE) == 96 * 18
    assert Unpaid.SHIFTS_UNKNOWN in found["A"].unpaid
    assert Unpaid.SHIFTS_UNKNOWN not in pay("H", {"A": (75, held)}, base="0")["A"].unpaid


@pytest.mark.parametrize(
    ("held", "paid", "notes"),
    [
        ({"shifts": 21, "absent_shifts": 0}, 0, [Unpaid.NO_ROSTER]),  # nobody knows who was late
        ({"shifts": 21, "absent_shifts": 1}, 0, []),  # one missed is enough
        ({"shifts": 21}, 0, [Unpaid.NO_ATTENDANCE]),
        ({"shifts": 21, "absent_shifts": 0, "late_shifts": 0, "early_shifts": 0}, 100, []),
    ],
)
def test_full_attendance_without_a_roster_says_what_is_missing(held, paid, notes):
    found = pay("A", {"A": (86, held)})
    assert of(found, Pays.FULL_ATTENDANCE) == paid
    told = {Unpaid.NO_ROSTER, Unpaid.NO_ATTENDANCE, Unpaid.SHIFTS_UNKNOWN}
    assert [one for one in found["A"].unpaid if one in told] == notes


def test_full_attendance_waits_for_days_without_a_roster():
    held = {"shifts": 15, "absent_shifts": 0, "late_shifts": 0, "early_shifts": 0}
    there = [facts(date=NOVEMBER.last, shifts=5, absent_shifts=0)]  # known to have been there
    found = pay("A", {"A": (86, held)}, rows=there)
    assert of(found, Pays.FULL_ATTENDANCE) == 0
    assert Unpaid.NO_ROSTER in found["A"].unpaid


def test_the_published_month_of_750_points_pays_3780_yuan():
    known = facts(replied=75, received=100, shifts=31.5, absent_shifts=0)
    (scored,) = score_month(known, SCHEMES, NOVEMBER)
    scored = replace(scored, full=D(900), total=D(750), grade=None)
    plan = PayPlan("A", START, D(0), D(0), PayMethod.GRADE, scheme="H")
    (paid,) = pay_month(
        [scored], [plan], SCHEMES, NOVEMBER, law=LAW, facts=known, pay_schemes=PAY.values()
    )
    assert paid.amount(Pays.DAY_WAGE) == 3780  # 120 x 31.5


def refund(refunded, net_sales="130000"):
    return LateRefund("A", NOVEMBER.before, D(refunded), D(net_sales), Rates(TIERS, D(50000)))


def test_refunds_take_the_commission_back_at_the_rates_it_was_paid_by():
    assert refund(30_000).owed() == 360  # 30,000 at 1.2 %
    assert refund(80_000).owed() == 760
    agents = {"A": (80, {"sales_fen": 13_000_000})}
    found = pay("D", agents, refunds=(refund(30_000),))["A"]
    assert found.amount(Pays.CLAW_BACK) == -360
    assert found.total == 2800 + 760 - 360


def test_refunds_of_one_month_of_sale_go_through_the_tiers_together():
    def taken(*refunds):
        return -pay("D", {"A": (80, {"sales_fen": 20_000_000})}, refunds=refunds)["A"].amount(
            Pays.CLAW_BACK
        )

    parts = [("A", NOVEMBER.before, D(part)) for part in (20_000, 25_000, 35_000)]
    dated = [(Repaid(*part), dt.date(2026, 11, day)) for day, part in enumerate(parts, start=1)]
    ((_, (now, before)),) = by_month_of_sale(dated, NOVEMBER).items()
    assert (now, before) == (80_000, 0)
    assert taken(refund(80_000)) == 760
    # one in each of three months, as above all at once
    later = [replace(refund(p), refunded_before=D(b)) for b, p in ((0, 20000), (20000, 25000))]
    last = replace(refund(35_000), refunded_before=D(45_000))
    assert sum(taken(one) for one in (*later, last)) == 760


def test_refunds_are_never_above_the_sales_they_are_of():
    for before, now in ((0, 130_001), (100_000, 30_001)):
        with pytest.raises(InputError, match="late_refund_above_sales") as caught:
            LateRefund("A", NOVEMBER.before, D(now), D(130_000), Rates(TIERS, D(50_000)), D(before))
        assert caught.value.faults[0].details["agent"] == "A"


def test_what_is_given_back_of_all_sales_is_what_was_paid_to_the_fen():
    odd = Rates((Tier(D(0), D("0.0333")), Tier(D(100), D("0.0777"))))
    paid = odd.paid(D("333.33"))
    whole = LateRefund("A", NOVEMBER.before, D("333.33"), D("333.33"), odd)
    assert whole.owed() == paid == D("3.33") + D("18.13")
    first = LateRefund("A", NOVEMBER.before, D("111.11"), D("333.33"), odd)
    rest = LateRefund("A", NOVEMBER.before, D("222.22"), D("333.33"), odd, D("111.11"))
    assert first.owed() + rest.owed() == paid


def test_what_a_month_cannot_bear_is_owed_to_the_next():
    found = pay("D", {"A": (80, {"sales_fen": 0})}, refunds=(refund(80_000),))["A"]
    assert (found.total, found.owed) == (2800, 760)
    later = pay("D", {"A": (80, {"sales_fen": 10_000_000})}, owed={"A": D(760)})["A"]
    assert later.amount(Pays.CLAW_BACK) == -400
    assert (later.total, later.owed) == (2800, 360)


def test_claw_back_leaves_the_minimum_wage():
    agents = {"A": (80, {"sales_fen": 10_000_000})}
    found = pay("D", agents, owed={"A": D(400)}, minimum_wage=D(3000))["A"]
    assert (found.total, found.owed) == (3000, 200)


def deduction(amount, kind=DeductionKind.DAMAGE):
    return Deduction("A", dt.date(2026, 11, 5), kind, D(amount), "错发赔付", "第 12 条")


def codes(*deductions, **more):
    with pytest.raises(InputError) as caught:
        pay("A", {"A": (50, {})}, deductions=deductions, **more)
    return {fault.code: fault.details.get("article") for fault in caught.value.faults}


def test_a_fine_is_refused_with_its_article():
    assert codes(deduction(50, DeductionKind.FINE)) == {"fine_unlawful": "工资支付暂行规定第十五条"}


def test_damage_is_at_most_a_fifth_of_the_wage_and_leaves_the_minimum():
    agents = {"A": (50, {})}
    found = pay("A", agents, deductions=(deduction(560),), minimum_wage=D(2000))["A"]
    assert found.total == 2240  # 20 % of 2,800
    article = "工资支付暂行规定第十六条"
    assert codes(deduction("560.01"), minimum_wage=D(2000)) == {"damage_above_share": article}
    assert codes(deduction(560), minimum_wage=D("2240.01")) == {"damage_below_minimum": article}
    assert codes(deduction(1)) == {"minimum_wage_missing": article}


def test_damage_without_a_clause_is_refused():
    with pytest.raises(InputError, match="clause_missing"):
        Deduction("A", START, DeductionKind.DAMAGE, D(1), "赔付")


def test_below_the_minimum_wage_the_article_is_named():
    assert codes(minimum_wage=D("2800.01")) == {"below_minimum_wage": "劳动法第四十八条"}


def worked(hours, kind=OvertimeKind.WORKDAY, day=4, **more):
    return Overtime("A", dt.date(2026, 11, day), kind, hours * 60, "lead", **more)


def test_leave_may_replace_pay_on_rest_days_only():
    found = pay("A", {"A": (50, {})}, overtime=[worked(8, OvertimeKind.REST_DAY, time_off=True)])
    assert of(found, Pays.OVERTIME_REST_DAY) == 0
    with pytest.raises(InputError, match="time_off_unlawful"):
        worked(2, time_off=True)


@pytest.mark.parametrize(
    ("overtime", "is_above"),
    [
        ([worked(3)], False),
        ([worked(4)], True),
        ([worked(3, day=day) for day in range(2, 14)], False),  # 36 h
        ([worked(3, day=day) for day in range(2, 15)], True),
    ],
)
def test_overtime_above_the_limit_is_paid_and_told(overtime, is_above):
    found = pay("A", {"A": (50, {})}, overtime=overtime)["A"]
    assert (Unpaid.OVERTIME_ABOVE_LIMIT in found.unpaid) == is_above
    assert found.amount(Pays.OVERTIME_WORKDAY) > 0


@pytest.mark.parametrize(
    ("tiers", "code"),
    [
        ((Tier(D(0), D(5)),), "commission_unit"),  # 净销售额*5元
        ((Tier(D(0), D("0.1")), Tier(D(0), D("0.2"))), "tier_twice"),
        ((Tier(D(0), D("0.2")), Tier(D(9), D("0.1"))), "tier_not_rising"),
        ((), "empty"),
    ],
)
def test_faulty_tiers_are_named(tiers, code):
    with pytest.raises(InputError, match=code):
        Rates(tiers)


def test_amounts_taken_are_lines_below_zero():
    with pytest.raises(InputError, match="negative"):
        PayoutLine(Pays.CLAW_BACK, D(1))
    with pytest.raises(InputError, match="negative"):
        PayoutLine(Pays.COMMISSION, D(-1))


QUOTAS = PAY["B"].parts[0].distribution


def test_equal_scores_share_the_better_grade_and_only_they_exceed_a_quota():
    scores = {f"a{n}": D(95) for n in range(5)} | {f"b{n}": D(87) for n in range(15)}
    found = QUOTAS.graded(scores)  # places 3, 9, 6, 2
    assert QUOTAS.places(20) == (3, 9, 6, 2)
    assert [found[f"a{n}"].grade for n in range(5)] == ["A"] * 5
    assert {found[f"b{n}"].grade for n in range(15)} == {"B"}


@settings(deadline=None)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=60))
def test_a_forced_distribution_respects_its_quotas(marks):
    scores = {str(n): D(mark) for n, mark in enumerate(marks)}
    found = QUOTAS.graded(scores)
    assert found.keys() == scores.keys()
    assert sum(QUOTAS.places(len(marks))) == len(marks)
    for quota, places in list(zip(QUOTAS.quotas, QUOTAS.places(len(marks)), strict=True))[:-1]:
        inside = sorted((scores[a] for a, got in found.items() if got == quota), reverse=True)
        # above the quota only those who tie with somebody who still had a place
        assert len(inside) <= places or inside[-1] == inside[places - 1] or not places
        assert not inside or inside[-1] >= quota.low
        assert inside == [] or places > 0
    for (one, better), (two, worse) in product(scores.items(), repeat=2):
        if better > worse and found[two] is not None:
            assert found[one] is not None
            assert found[one].coefficient >= found[two].coefficient
        assert better != worse or found[one] == found[two]


@pytest.mark.parametrize(
    ("quotas", "code"),
    [
        (((1, 1),), None),
        (((D("0.5"), 1), (D("0.4"), 0)), "quotas_not_1"),
        (((D("0.5"), 1), (D("0.5"), 2)), "quotas_not_ordered"),
    ],
)
def test_faulty_quotas_are_named(quotas, code):
    made = tuple(Quota(str(n), D(share), D(factor)) for n, (share, factor) in enumerate(quotas))
    if code is None:
        assert Distribution(made).places(7) == (7,)
    else:
        with pytest.raises(InputError, match=code):
            Distribution(made)

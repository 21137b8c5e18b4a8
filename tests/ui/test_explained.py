"""Every score and every payout is got by hand from what is told of it, and from nothing else."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction
from itertools import chain

import pytest

from kpi.facts.facts import merge
from kpi.pay.extras import Deduction, DeductionKind
from kpi.pay.payout import Overtime, OvertimeKind, Pays
from kpi.scheme.line import Scoring
from kpi.scheme.targets import Level, Target
from kpi.score.counted import CountedFrom
from kpi.score.scoring import score_month
from kpi.score.told import account
from service.month.explaining import explainer
from tests.calculator import (
    NUMBER,
    equations,
    holds,
    near,
    number,
    rounded,
    value,
    weekdays,
    worked_out,
)
from tests.demo_month import demo_run
from tests.kpi import test_pay_schemes as schemes
from tests.kpi.making import NOVEMBER, bands, facts, scheme
from tests.kpi.making import line as rule
from tests.kpi.pay import test_accounts as accounts
from tests.kpi.pay import test_leave as leave
from tests.kpi.pay.test_paying import plan
from ui.words.catalogue import LANGUAGES
from ui.words.explained import card_lines, pay_lines, whole_line

EDGE = re.compile(r"(≥|>|<|≤) (\S+?)(?=\s|$)")
COUNTS = re.compile(r"计入总分：(\S+) 分 × 权重 (\S+) ÷ 计分各项的权重之和 (\S+) = (\S+) 分")


def told(agent, lang="zh"):
    """An agent's month as texts: of each scorecard, of the whole, of the payout."""
    found = explainer(demo_run()).of(agent)
    cards = [(one.card, card_lines(one, lang)) for one in found.account.cards]
    return cards, whole_line(found.account, lang), pay_lines(found.payout, lang)


def agents():
    return [score.agent_id for score in demo_run().scores]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_equation_that_is_told_holds(lang):
    checked = 0
    for agent in agents():
        cards, whole, paid = told(agent, lang)
        for part in [*(part for _, parts in cards for part in parts), whole, *paid]:
            for sentence in part.sentences:
                for left, said in equations(sentence):
                    assert holds(left, said), (agent, part.title, sentence)
                    checked += 1
    assert checked > 20 * len(agents())


def test_every_line_of_the_demos_scores_is_got_from_its_text():
    for score in demo_run().scores:
        for card, parts in told(score.agent_id)[0]:
            *lines, whole = parts
            weights = [w for w in (weight_of(part) for part in lines) if w is not None]
            got = [points_by_hand(part, sum(weights)) for part in lines]
            assert [Fraction(line.contribution) for line in card.lines] == got
            assert rounded(sum(got), 2) == Fraction(card.total) == value(whole.result)


def weight_of(part):
    """The weight of a line that counts."""
    found = [COUNTS.search(sentence) for sentence in part.sentences]
    return next((value(one.group(2)) for one in found if one), None)


def points_by_hand(part, known):
    """What a line counts for, from the numbers and bands its text names."""
    if part.result == "—":
        assert weight_of(part) is None
        return Fraction(0)
    said = dict.fromkeys(part.sentences)
    (counted,) = (one for one in said if one.startswith("数值："))
    exact = next((worked_out(left) for left, _ in equations(counted)), None)
    exact = value(counted.removeprefix("数值：").split("，")[0]) if exact is None else exact
    found = [*filter(None, (COUNTS.search(one) for one in said))]
    if not found:
        assert any(one.startswith("否决项") for one in said)
        return Fraction(0)
    (counts,) = found
    points = points_of(said, exact)
    assert near(value(counts.group(1)), points)
    assert value(counts.group(3)) == known
    found = rounded(points * value(counts.group(2)) / known, 4)
    assert found == value(part.result)
    return found


def points_of(said, exact):
    met = [one for one in said if one.startswith("落在")]
    if met:
        assert lies_in(met[0], exact)
        others = [one for one in said if one.startswith("数值更")]
        assert others
        assert not any(lies_in(one, exact) for one in others)
    told_by = met or [one for one in said if "分" in one and "计入总分" not in one][-1:]
    found = next(equations(told_by[0]), None)
    return worked_out(found[0]) if found else value(first_number(told_by[0].rpartition("：")[2]))


def first_number(text):
    return NUMBER.search(text).group()


def lies_in(band, exact):
    """Whether a value lies in the band a sentence names."""
    edges = EDGE.findall(band.partition("：")[0])
    assert edges
    compare = {
        "≥": lambda edge: exact >= edge,
        ">": lambda edge: exact > edge,
        "<": lambda edge: exact < edge,
        "≤": lambda edge: exact <= edge,
    }
    return all(compare[sign](value(edge)) for sign, edge in edges)


def test_every_blend_and_grade_of_the_demo_is_got_from_its_text():
    blends = 0
    for score in demo_run().scores:
        cards, whole, _ = told(score.agent_id)
        parts = [one for one in whole.sentences if " ÷ 满分 " in one]
        total = value(cards[0][1][-1].result)
        if parts:
            blends += 1
            (blended,) = (one for one in whole.sentences if one.startswith("以上"))
            full = number(blended.partition("，")[0])
            total = rounded(sum(worked_out(one.partition("：")[2]) for one in parts) * full, 2)
        assert total == Fraction(score.total) == value(whole.result)
        reached, *better = (one for one in whole.sentences if "一级" in one or "不低于" in one)
        assert total >= number(reached.partition("：")[0])
        assert all(total < number(one) for one in better)
    assert blends


def test_every_amount_of_the_demos_payroll_is_got_from_its_text():
    for payout in demo_run().payouts:
        *lines, whole = told(payout.agent_id)[2]
        amounts = [amount_by_hand(part) for part in lines]
        assert [Fraction(line.amount) for line in payout.lines] == amounts
        assert sum(amounts) == Fraction(payout.total) == value(whole.result)


def amount_by_hand(part):
    """What a line pays, from its own words."""
    made, *notes = part.sentences
    left, _, _ = made.rpartition(" = ")
    spans = [re.findall(r"\d{4}-\d\d-\d\d", one) for one in notes if one.startswith("薪酬计划")]
    for first, last in spans:
        (days,) = re.findall(r"在职工作日 (\d+) 天", left)
        assert int(days) == weekdays(first, last)
    minutes = [number(one) for one in notes if re.match(r"\d{4}-\d\d-\d\d：\d+ 分钟$", one)]
    if minutes:
        assert sum(minutes) == number(left.partition(" ÷ ")[0])
    away = [re.findall(r"(\d+) 分钟", one) for one in notes if "应上班" in one]
    if away:
        days = worked_out(left.partition(" ÷ 当月工作日")[0])
        assert sum(Fraction(int(missed), int(of)) for of, missed in away) == days
    return rounded(worked_out(left), 2)


def test_every_indicator_tells_each_sum_it_looks_at():
    """Also of complaints, which count over the month and not with the chats of their day."""
    rows = [
        facts(agent="A", received=90, replied=90),
        facts(agent="A", date=NOVEMBER.last, complaints_at_fault=3),
    ]
    few = bands((None, 0.9, 100), (0.9, None, 0))
    rules = scheme(rule("complaint_rate", 50, bands=few), rule("reply_rate", 50))
    (score,) = score_month(merge(rows), {"presales": rules}, NOVEMBER)
    counted = CountedFrom(merge(rows), NOVEMBER, (), {}, {})
    (first, *_) = card_lines(account(score, {"presales": rules}, counted).cards[0], "zh")
    assert {"本人：有责投诉 3", "本人：接待会话 90"} <= set(first.sentences)
    assert any("3 ÷ 90" in sentence for sentence in first.sentences)


TEAM = {"sales_fen": 17_333_300, "refunded_fen": 100_000}
HELD = {"shifts": 21, "late_shifts": 0, "early_shifts": 0, "absent_shifts": 0}
RATED = {"rated": 30, "satisfied": 29, "adherent_min": 10_000, "scheduled_min": 10_000}


def rich_month(scheme_id):
    """A month with everything in it that a pay scheme may pay for, of three people."""
    people = {name: (score, TEAM | HELD | RATED) for name, score in (("A", 96), ("B", 96))}
    people["C"] = (81, {"sales_fen": 4_000_000} | HELD | RATED)
    pool = schemes.facts(agent="", sales_fen=3_333_300)
    goal = Target(NOVEMBER, "presales", Level.SHOP, "", "sales_fen", D(30_000_000))
    worked = [
        Overtime("A", dt.date(2026, 11, day), kind, 71, "李")
        for kind in OvertimeKind
        for day in (3, 4)
    ]
    return schemes.pay(
        scheme_id,
        people,
        rows=[pool],
        overtime=worked,
        minimum_wage=D(2000),
        targets=(goal,),
        months_running={"A": {"A": 1}},
        rewards=tuple(
            schemes.case(name, 333, 3)
            for name in ("kept_free", "exchanged_free", "juhuasuan_over_1000")
        ),
        refunds=(schemes.refund(30_000), replace(schemes.refund(100), refunded_before=D(30_000))),
        owed={"A": D("12.34")},
        deductions=(
            Deduction("A", dt.date(2026, 11, 5), DeductionKind.DAMAGE, D("9.99"), "耳机", "八"),
        ),
    ).values()


def month_away():
    """A month with days of leave, some never taken, and allowances by shift and by hour."""
    there = [("2026-11-02T16:00", "2026-11-03T00:30"), ("2026-11-10T20:00", "2026-11-11T04:49")]
    kinds = leave.NIGHT, leave.HOURS
    earned = leave.earned(*kinds, shifts=[leave.LATE, leave.DARK], there=there)
    dates = (*leave.days("sick", 3, 4), *leave.days("personal", 2, minutes=160))
    low = plan("2500", scheme="X", minimum_wage=D(2360))
    for rows in ([low], [plan("9000", scheme="X")]):
        yield leave.pay(
            *(leave.SICK, leave.PERSONAL, *kinds, leave.UnusedLeavePay()),
            leave=dates,
            plans=rows,
            allowances=earned,
            unused_leave=leave.UNUSED,
            hours=leave.HourGround((leave.MonthPay("A", NOVEMBER.before, D("4321.09")),)),
        )


def months_of_accounts():
    """Months in which hours over a quarter are paid, and time off that nobody took."""
    before = [accounts.earlier(NOVEMBER, 200)]
    yield accounts.pay(NOVEMBER.after, quarter=before)
    left = (accounts.TimeOff("A", dt.date(2026, 10, 11), 221),)
    system = accounts.HoursSystem.STANDARD
    yield accounts.pay(NOVEMBER, accounts.plan(system), left=left, months=1)


def test_every_kind_of_pay_is_told_so_that_its_amount_follows():
    """A new kind of pay belongs into the rich month, or nobody knows whether its text holds."""
    seen = set()
    months = chain(
        month_away(), months_of_accounts(), *(rich_month(scheme_id) for scheme_id in schemes.PAY)
    )
    for payout in months:
        *lines, whole = pay_lines(payout, "zh")
        for line, part in zip(payout.lines, lines, strict=True):
            seen.add(line.pays)
            assert amount_by_hand(part) == Fraction(line.amount), part
            assert all(holds(*one) for told in part.sentences for one in equations(told)), part
            assert len(part.sentences) > 1, line.pays  # where its numbers come from
        assert sum(Fraction(line.amount) for line in payout.lines) == value(whole.result)
    assert seen == set(Pays)


def test_a_claw_back_is_told_with_its_months_of_sale():
    for payout in rich_month("D"):
        for line, part in zip(payout.lines, pay_lines(payout, "zh"), strict=False):
            if line.pays is not Pays.CLAW_BACK:
                continue
            was, is_ = (
                sum(
                    value(said)
                    for one in part.sentences
                    if one.startswith(f"退款{when}提成")
                    for _, said in equations(one)
                )
                for when in "前后"
            )
            before = [number(one) for one in part.sentences if one.startswith("以前月份")]
            assert was - is_ + sum(before) == -Fraction(line.amount)
            assert sum("2026-10 的销售" in one for one in part.sentences) == 2
            return
    raise AssertionError


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_target_of_a_team_is_told_with_what_is_left_of_it(lang):
    rows = [
        facts(agent=name, scheduled_min=minutes, sales_fen=100, **away)
        for name, minutes, away in (
            ("A", 7000, {"secondment_min": 300.0, "disruption_min": 33.0}),
            ("B", 9000, {}),
            ("C", 8000, {}),
        )
    ]
    targets = [
        Target(NOVEMBER, "presales", *level, "sales_fen", D(much))
        for level, much in (
            ((Level.SHOP, ""), 90_000_000),
            ((Level.TEAM, "x"), 50_000_000),
            ((Level.AGENT, "B"), 20_000_000),
        )
    ]
    teams, known = {"A": "x", "B": "x", "C": "y"}, merge(rows)
    aimed = scheme(rule("target_attainment", scoring=Scoring.TARGET, target=D(1), bands=()))
    scores = score_month(known, {"presales": aimed}, NOVEMBER, targets=targets, teams=teams)
    counted = CountedFrom(known, NOVEMBER, targets, teams, {})
    for score in scores:
        (part, _) = card_lines(account(score, {"presales": aimed}, counted).cards[0], lang)
        found = [one for sentence in part.sentences for one in equations(sentence)]
        assert all(holds(*one) for one in found), part
        wanted = Fraction(score.cards[0].line("target_attainment").denominator) / 100
        assert any(near(value(told), wanted) for told in NUMBER.findall(" ".join(part.sentences)))

"""The presets give the scores worked out from their published tables."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.scheme.targets import Level, Target
from kpi.score.scoring import score_month
from store.files.kpi_scheme import scheme_presets
from tests.kpi.making import DAY, NOVEMBER, facts

PRESETS = {scheme.id: scheme for scheme in scheme_presets()}


def card(scheme_id, *, target=None, before=None, others=(), **counts):
    post = str(PRESETS[scheme_id].post_kind)
    rows = merge([facts(post=post, **counts), *others])
    targets = ()
    if target:
        value = Decimal(target)
        targets = (Target(NOVEMBER, post, Level.AGENT, "A", "sales_fen", value),)
    scheme = replace(PRESETS[scheme_id], least_coverage=Decimal(0))  # a few lines at a time
    scores = score_month(rows, {post: scheme}, NOVEMBER, targets=targets, before=before)
    return next(score for score in scores if score.agent_id == "A").cards[0]


def test_every_preset_says_what_it_is():
    for scheme in PRESETS.values():
        assert scheme.source
        assert scheme.title_zh
        assert scheme.title_en


def test_t02_gives_the_worked_score():
    # 93 % of the target, 41 %, 235 yuan, 96 %, 38 s, 2 late: 85/80/80/80/80/80
    found = card(
        "T-02",
        target=Decimal(9_635_000) / Decimal("0.93"),
        consulted=1000,
        paid=410,
        sales_fen=410 * 23_500,
        received=100,
        replied=96,
        replies=2000,
        reply_s=76_000,
        shifts=20,
        late_shifts=1,
        early_shifts=1,
        absent_shifts=0,
    )
    assert [line.points for line in found.lines] == [85, 80, 80, 80, 80, 80]
    assert found.total == Decimal("81.50")
    assert found.grade == "silver"


@pytest.mark.parametrize(
    ("share", "points"),
    [("1", 100), ("0.9999", 85), ("0.9", 85), ("0.8999", 70), ("0.4", 10), ("0.3999", 0)],
)
def test_t02_edges_of_attainment_belong_to_the_better_band(share, points):
    sales = int(Decimal(share) * 1_000_000)
    found = card("T-02", target=1_000_000, sales_fen=sales)
    assert found.line("target_attainment").points == points


@pytest.mark.parametrize(("seconds", "points"), [(35, 100), (36, 80), (45, 80), (55, 60), (56, 0)])
def test_t02_edges_of_seconds_belong_to_the_better_band(seconds, points):
    found = card("T-02", replies=1, reply_s=seconds)
    assert found.line("average_reply").points == points


@pytest.mark.parametrize(("lates", "points"), [(0, 100), (1, 80), (3, 80), (4, 60)])
def test_t02_counts_late_and_early_shifts(lates, points):
    found = card("T-02", shifts=20, late_shifts=lates, early_shifts=0, absent_shifts=0)
    assert found.line("attendance").points == points


T01 = {
    "middle": ((58, 91, 1.13, 18, 33, 100), "86.50"),
    "best": ((65, 95, 1.18, 15, 30, 100), "100.00"),
    "worst": ((44.9, 79.9, 1.09, 31, 56, 0), "26.00"),
}


@pytest.mark.parametrize(("values", "total"), T01.values(), ids=T01)
def test_t01_gives_the_worked_score(values, total):
    conversion, pay, order_value, first, average, other = values
    rows = {
        "inquired": 100_000,
        "paid": conversion * 1000,
        "orders_placed": 1000,
        "orders_paid": pay * 10,
        # a second agent makes the post's mean order worth 1 yuan
        "sales_fen": conversion * 1000 * order_value * 100,
        "first_replies": 1,
        "first_reply_s": first,
        "replies": 1,
        "reply_s": average,
        "supervisor_ratings": 1,
        "supervisor_points": other,
    }
    paid = conversion * 1000
    rest = facts(agent="B", paid=paid, sales_fen=round(paid * 100 * (2 - order_value), 4))
    found = card("T-01", others=[rest], **rows)
    assert found.total == Decimal(total)


def test_t03_with_80_on_every_line_is_80_and_grade_c():
    rest = facts(agent="B", paid=100, sales_fen=90_000)
    found = card(
        "T-03",
        others=[rest],
        inquired=200,
        paid=100,
        sales_fen=110_000,  # 11 yuan against a mean of 10
        received=100,
        replied=98,
        replies=1,
        reply_s=30,
        supervisor_ratings=1,
        supervisor_points=80,
    )
    assert [line.points for line in found.lines] == [80] * 5
    assert found.total == 80
    assert found.grade == "C"


def test_t04_gives_the_published_sample():
    found = card(
        "T-04",
        consulted=814,
        inquired=438,
        paid=162,
        sales_fen=1_171_568,
        received=10_000,
        replied=10_000,
        replied_3min=10_000,
        replied_30s=9_778,
        replies=10,
        reply_s=90,
    )
    assert [line.points for line in found.lines] == [100, 350, 200, 50, 50]
    assert found.total == 750
    assert found.grade == "day_wage_120"


def test_t04_has_no_gap_between_its_bands():
    found = card("T-04", sales_fen=6995, paid=1)  # 69.95 yuan
    assert found.line("order_value").points == 80


def as1(**counts):
    return card("AS-1", **counts)


@pytest.mark.parametrize(
    ("solved", "points"), [(900, 100), (880, 84), (875, 80), (850, 60), (849, 0)]
)
def test_as1_first_contact_runs_in_a_line_between_85_and_90_percent(solved, points):
    found = as1(first_contacts=1000, solved_first=solved)
    assert found.line("first_contact_resolution").points == points


def test_as1_scores_few_ratings_by_the_bad_ones():
    few = as1(rated=49, satisfied=47, bad_rated=2).line("satisfaction")
    assert (few.points, few.is_small_sample, few.band) == (80, True, None)
    many = as1(rated=50, satisfied=47, bad_rated=2).line("satisfaction")
    assert (many.points, many.is_small_sample) == (80, False)  # 94 %
    assert as1(rated=20, satisfied=5, bad_rated=15).line("satisfaction").points == 0


def test_as1_abuse_makes_the_month_zero():
    clean = as1(received=100, replied=100, abuses=0)
    assert clean.total == 100
    broken = as1(received=100, replied=100, abuses=1)
    assert broken.total == 0
    assert broken.is_vetoed
    assert broken.grade == "none"


def test_as1_compares_disputes_with_the_post_in_the_month_before():
    before = facts(
        agent="B", post="aftersales", date=DAY.replace(month=10), refund_cases=100, disputes=10
    )
    found = as1(before=before, refund_cases=100, disputes=10).line("dispute_trend")
    assert (found.value, found.points) == (1, 80)
    alone = as1(refund_cases=100, disputes=10).line("dispute_trend")
    assert alone.left_out == "no_period_before"


def test_is1_scores_reminders():
    found = card("IS-1", reminded=100, reminded_in_time=95, reminded_paid=30)
    assert found.line("reminder_success").points == 80
    assert found.line("reminder_in_time").points == 80


def test_t09_runs_in_a_line_from_220_to_300_chats_a_day():
    def points(received, days=1):
        found = card("T-09", received=received, shifts=days + 1, absent_shifts=1)
        return found.line("chats_per_day").points

    assert [points(value) for value in (219, 220, 260, 300, 301)] == [0, 0, 50, 100, 100]
    assert points(520, days=2) == 50


@pytest.mark.parametrize(("share", "points"), [(880, 60), (850, 0), (900, 100), (849, 0)])
def test_t09_gives_the_worked_straight_lines(share, points):
    # full 10 points at 90 %, none at 85 %: 88 % gives 6 of 10
    found = card("T-09", first_contacts=1000, solved_first=share).line("first_contact_resolution")
    assert found.points == points
    assert found.weight == 10


def test_a02_takes_points_off_and_is_100_together():
    found = card(
        "A-02",
        data_errors=2,
        handling_delays=3,
        alone_due=10,
        alone_solved=7,
        rated=100,
        bad_rated=3,
        refund_h=12,
        trade_refund_h=10,
        supervisor_ratings=1,
        supervisor_points=80,
    )
    given = {line.indicator: line.points for line in found.lines}
    assert (given["data_error"], given["handling_delay"]) == (3, 4)
    assert (given["solved_alone"], given["bad_rate"]) == (Decimal("3.5"), 20)
    assert given["supervisor_rating"] == 16
    assert round(given["refund_against_trade"], 4) == Decimal("4.1667")
    assert PRESETS["A-02"].full == PRESETS["A-03"].full == 100


@pytest.mark.parametrize(
    ("counts", "indicator", "points"),
    [
        ({"stars": 430, "rated": 100}, "mean_stars", 8),  # 0.2 short: 2 off
        ({"complaints_at_fault": 6, "received": 100}, "complaint_rate", 4),  # 1 pp over: 4 off
        ({"first_reply_s": 50, "first_replies": 1}, "first_reply", 6),
        ({"problems_solved": 93, "problems": 100}, "resolution", 4),  # 2 pp short: 4 off
        ({"called_back_content": 80, "called_back": 100}, "call_back_satisfaction", 2),
        ({"tickets": 17, "shifts": 1, "absent_shifts": 0}, "tickets_per_day", 2),
        ({"handle_s": 330, "handled": 1}, "handling_time", 2),
        ({"knowledge_used": 75, "knowledge_due": 100}, "knowledge_use", 3),
        ({"repeated": 12, "received": 100}, "repeat_rate", 3),
        ({"process_findings": 20}, "process_finding", 0),
    ],
)
def test_a03_takes_off_what_the_sheet_prints(counts, indicator, points):
    assert card("A-03", **counts).line(indicator).points == points


def test_what_of_the_sheets_is_not_measured_is_named():
    solved, called = (
        next(one for one in PRESETS["A-03"].lines if one.indicator == name)
        for name in ("resolution", "call_back_satisfaction")
    )
    assert "share solved" in solved.ours
    assert "quarter" in called.ours
    assert "known" in next(o.ours for o in PRESETS["A-02"].lines if o.indicator == "solved_alone")
    assert "known problem" in PRESETS["A-02"].ours


@pytest.mark.parametrize("conduct", ["abuses", "harassments", "night_messages"])
def test_conduct_makes_the_month_zero(conduct):
    assert card("A-03", stars=5, rated=1, **{conduct: 0}).total == 100
    assert card("A-03", stars=5, rated=1, **{conduct: 1}).total == 0

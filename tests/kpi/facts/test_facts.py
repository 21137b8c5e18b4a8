"""Facts are checked when made, keep what is missing apart from zero, and merge without loss."""

import datetime as dt

import numpy as np
import pytest

from kpi.facts.facts import Facts, merge
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import By, Totals
from kpi.month import Month
from scheduler.errors import InputError
from tests.kpi.making import DAY, NAN, facts

NEXT = DAY + dt.timedelta(days=1)


def value(indicator, rows, by=By.AGENT_AND_POST):
    return INDICATORS[indicator].measure(Totals(rows, by)).value.tolist()


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({"payed": 1}, "fact_unknown"),
        ({"paid": -1}, "negative"),
        ({"paid": float("inf")}, "not_finite"),
        ({"replied": 3, "received": 2}, "part_above_whole"),
        ({"qa_points": 101, "qa_samples": 1}, "part_above_whole"),
        ({"adherent_min": 481, "scheduled_min": 480}, "part_above_whole"),
    ],
)
def test_impossible_facts_cannot_be_made(counts, code):
    with pytest.raises(InputError, match=code):
        facts(**counts)


def test_a_day_cannot_occur_twice():
    with pytest.raises(InputError, match="fact_twice"):
        Facts.of(["A", "A"], ["p", "p"], [DAY, DAY], counts={})


def test_rows_have_one_order_whatever_order_they_came_in():
    one = Facts.of(["B", "A"], ["p", "p"], [DAY, DAY], counts={"paid": [1, 2]})
    assert (one.agents, one["paid"].tolist()) == (("A", "B"), [2, 1])


def test_sources_merge_by_agent_post_and_day():
    both = merge([facts(paid=3), facts(consulted=5), facts(date=NEXT, paid=1)])
    assert both["paid"].tolist() == [3, 1]
    assert both["consulted"][0] == 5
    assert np.isnan(both["consulted"][1])


def test_two_sources_for_the_same_count_are_refused():
    with pytest.raises(InputError, match="fact_from_two_sources"):
        merge([facts(paid=3), facts(paid=3)])


def test_two_sources_are_told_with_their_names_the_agent_and_the_day():
    first = merge([facts(paid=3, consulted=5), facts(date=NEXT, paid=1)])
    second = merge([facts(date=NEXT, paid=2), facts(agent="B", paid=2)])
    third = merge([facts(consulted=6), facts(date=NEXT, paid=2), facts(agent="B", paid=9)])
    with pytest.raises(InputError) as caught:
        merge([first, second, third], ["一.csv", "二.csv", "三.csv"])
    told = [
        (one.column, one.value, one.details["date"], one.details["other"], one.details["source"])
        for one in caught.value.faults
    ]
    assert sorted(told, reverse=True) == [
        ("paid", "B", DAY, "二.csv", "三.csv"),
        ("paid", "A", NEXT, "一.csv", "二.csv"),
        ("paid", "A", NEXT, "一.csv", "三.csv"),
        ("consulted", "A", DAY, "一.csv", "三.csv"),
    ]
    assert {one.details["count"] for one in caught.value.faults} == {1}


def test_what_one_source_does_not_know_the_other_may_tell():
    assert merge([facts(paid=NAN), facts(paid=3)])["paid"].tolist() == [3]


def test_nothing_by_nothing_is_no_value():
    assert np.isnan(value("conversion", facts(paid=0, consulted=0))[0])


def test_a_day_counts_only_when_both_its_numbers_are_known():
    # 8 of 10 on one day; on the other the replies are missing, so its 90 chats stay out
    days = merge([facts(replied=8, received=10), facts(date=NEXT, replied=NAN, received=90)])
    assert value("reply_rate", days) == [0.8]


def test_averages_are_weighted_by_their_counts():
    rows = merge([facts(satisfied=90, rated=100), facts(agent="B", satisfied=850, rated=1000)])
    assert value("satisfaction", rows, By.POST) == pytest.approx([940 / 1100])


def test_numbers_after_midnight_belong_to_the_same_working_day():
    rows = Facts.of(
        ["A", "A"],
        ["p", "p"],
        [DAY, DAY],
        message_dates=[DAY, NEXT],
        counts={"replied": [6, 2], "handling_min": [120, NAN]},
    )
    assert value("chats_per_hour", rows) == [4]


def test_a_month_takes_the_dates_on_which_shifts_began():
    rows = merge([facts(date=dt.date(2026, 10, 31), paid=1), facts(paid=2)])
    month = Month(2026, 11)
    assert rows.between(month.first, month.last)["paid"].tolist() == [2]


def test_months_know_their_ends():
    assert Month.parse("2028-02").last == dt.date(2028, 2, 29)
    assert str(Month(2026, 1).before) == "2025-12"
    with pytest.raises(InputError, match="month_unreadable"):
        Month.parse("2026-13")


@pytest.mark.parametrize("name", sorted(INDICATORS))
def test_every_indicator_has_no_value_without_data(name):
    measure = INDICATORS[name].measure(Totals(facts(shifts=NAN)))
    assert np.isnan(measure.value).all()


ONE_EACH = {
    "conversion": ({"paid": 1, "consulted": 4}, 0.25),
    "inquiry_conversion": ({"paid": 1, "inquired": 4}, 0.25),
    "order_conversion": ({"ordered": 1, "consulted": 4}, 0.25),
    "order_success": ({"paid": 3, "ordered": 4}, 0.75),
    "pay_rate": ({"orders_paid": 3, "orders_placed": 4}, 0.75),
    "order_value": ({"sales_fen": 30_000, "paid": 4}, 75.0),
    "reply_rate": ({"replied": 3, "received": 4}, 0.75),
    "first_reply": ({"first_reply_s": 60, "first_replies": 4}, 15),
    "average_reply": ({"reply_s": 60, "replies": 4}, 15),
    "reply_within_30s": ({"replied_30s": 3, "received": 4}, 0.75),
    "reply_within_3min": ({"replied_3min": 3, "received": 4}, 0.75),
    "chats_per_hour": ({"replied": 30, "handling_min": 120}, 15),
    "satisfaction": ({"satisfied": 3, "rated": 4}, 0.75),
    "first_contact_resolution": ({"solved_first": 3, "first_contacts": 4}, 0.75),
    "refund_hours": ({"refund_h": 6, "refund_cases": 4}, 1.5),
    "relative_refund_hours": ({"refund_h": 6, "refund_cases": 4}, 1),
    "relative_order_value": ({"sales_fen": 6, "paid": 4}, 1),
    "refund_self_closure": ({"refund_self_closed": 3, "refund_cases": 4}, 0.75),
    "dispute_rate": ({"disputes": 1, "refund_cases": 4}, 0.25),
    "complaint_handling": ({"complaints_in_time": 3, "complaints": 4}, 0.75),
    "complaint_rate": ({"complaints_at_fault": 1, "received": 4}, 0.25),
    "abuse": ({"abuses": 2}, 2),
    "reminder_success": ({"reminded_paid": 1, "reminded": 4}, 0.25),
    "reminder_in_time": ({"reminded_in_time": 1, "reminded": 4}, 0.25),
    "assisted_sales": ({"assisted_fen": 12_345}, 123.45),
    "adherence": ({"adherent_min": 360, "scheduled_min": 480}, 0.75),
    "attendance": ({"late_shifts": 2, "early_shifts": 1, "absent_shifts": 1, "shifts": 20}, 4),
    "quality": ({"qa_points": 270, "qa_samples": 3}, 90),
    "supervisor_rating": ({"supervisor_points": 160, "supervisor_ratings": 2}, 80),
    "training": ({"training_points": 160, "training_tests": 2}, 80),
    "chats_per_day": ({"received": 300, "shifts": 4, "absent_shifts": 1}, 100),
    "tickets_per_day": ({"tickets": 60, "shifts": 4, "absent_shifts": 1}, 20),
    "handling_time": ({"handle_s": 600, "handled": 4}, 150),
    "handling_in_standard": ({"handled_in_standard": 3, "handled": 4}, 0.75),
    "ticket_pass_rate": ({"tickets_passed": 3, "tickets_sampled": 4}, 0.75),
    "mean_stars": ({"stars": 18, "rated": 4}, 4.5),
    "bad_rate": ({"bad_rated": 1, "rated": 4}, 0.25),
    "call_back_satisfaction": ({"called_back_content": 3, "called_back": 4}, 0.75),
    "repeat_rate": ({"repeated": 1, "received": 4}, 0.25),
    "refund_against_trade": ({"refund_h": 6, "trade_refund_h": 8}, 0.75),
    "complaint_solved": ({"complaints_solved": 3, "complaints": 4}, 0.75),
    "complaint_satisfaction": ({"complaints_content": 3, "complaints_asked": 4}, 0.75),
    "harassment": ({"harassments": 2}, 2),
    "night_message": ({"night_messages": 2}, 2),
    "handling_delay": ({"handling_delays": 2}, 2),
    "data_error": ({"data_errors": 2}, 2),
    "process_finding": ({"process_findings": 2}, 2),
    "knowledge_use": ({"knowledge_used": 3, "knowledge_due": 4}, 0.75),
    "solved_alone": ({"alone_solved": 3, "alone_due": 4}, 0.75),
    "follow_up_in_time": ({"follow_ups_in_time": 3, "follow_ups_due": 4}, 0.75),
    "items_per_order": ({"items_sold": 10, "orders_paid": 4}, 2.5),
    "refund_share": ({"refunded_fen": 100, "sales_fen": 400}, 0.25),
    "return_rate": ({"returned_orders": 1, "orders_paid": 4}, 0.25),
    "answer_ratio": ({"agent_messages": 5, "customer_messages": 4}, 1.25),
    "work_time_use": ({"busy_min": 360, "present_min": 480}, 0.75),
    "saturation": ({"busy_min": 360, "online_min": 450}, 0.8),
    "refund_only_hours": ({"refund_only_h": 6, "refund_only_cases": 4}, 1.5),
    "return_hours": ({"return_h": 96, "return_cases": 4}, 24),
    "dispute_per_order": ({"disputes": 1, "orders_paid": 4}, 0.25),
    "platform_help_rate": ({"platform_helps": 1, "orders_paid": 4}, 0.25),
    "platform_fault_rate": ({"platform_faults": 1, "orders_paid": 4}, 0.25),
    "quality_refund_rate": ({"quality_refunds": 1, "orders_paid": 4}, 0.25),
    "low_rating_rate": ({"low_rated_orders": 1, "orders_paid": 4}, 0.25),
    "resolution": ({"problems_solved": 3, "problems": 4}, 0.75),
    "solved_within_2h": ({"problems_2h": 3, "problems": 4}, 0.75),
    "failed_solution": ({"failed_solutions": 2}, 2),
    "complex_case": ({"complex_cases": 2}, 2),
    "promise_kept": ({"sla_met": 3, "sla_due": 4}, 0.75),
    "review_in_20min": ({"reviews_20min": 3, "reviews_due": 4}, 0.75),
    "handling_in_20min": ({"handled_20min": 3, "handled": 4}, 0.75),
    "handover_in_24h": ({"handovers_24h": 3, "handovers": 4}, 0.75),
    "request_reply": ({"requests_s": 60, "requests": 4}, 15),
    "refund_saved": ({"refunds_saved": 3, "refunds_asked": 4}, 0.75),
    "trade_rank": ({"trade_beaten": 1.5, "trade_ranked": 2}, 0.75),
    "praise": ({"praises": 2}, 2),
    "repeat_complaint_rate": ({"complaints_repeated": 1, "complaints": 4}, 0.25),
    "attitude_complaint": ({"attitude_complaints": 2}, 2),
    "proactive_contact": ({"proactive_contacts": 2}, 2),
    "standard_phrases": ({"phrases_right": 3, "phrases_due": 4}, 0.75),
    "team_pass_rate": ({"team_passed": 3, "team_size": 4}, 0.75),
    "newcomer_training": ({"newcomers_trained": 3, "newcomers": 4}, 0.75),
}


@pytest.mark.parametrize("name", ONE_EACH)
def test_each_indicator_divides_what_it_says(name):
    counts, expected = ONE_EACH[name]
    assert value(name, facts(**counts)) == [pytest.approx(expected)]


def test_no_indicator_is_left_untested():
    others = {"target_attainment", "dispute_trend"}  # in test_presets and test_targets
    others |= {"linked_sales"}  # below
    assert set(INDICATORS) == set(ONE_EACH) | others


def test_linked_sales_are_held_against_their_target():
    totals = Totals(facts(linked_fen=300), targets={"linked_fen": np.array([400.0])})
    assert INDICATORS["linked_sales"].measure(totals).value == [0.75]

"""A vendor's month to the fen, by hand: each kind of price, the night, deductions, tax."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from kpi.facts.facts import Facts
from kpi.month import Month
from kpi.vendors.contract import DeductionStep, Promised, Rounding, SeatDays
from kpi.vendors.settlement import Charge, NumberFrom, Remark
from kpi.vendors.settling import settle
from scheduler.errors import InputError
from scheduler.horizon import Clock
from tests.kpi.vendors.made import FIRST, NOVEMBER, contract, month, worked

D = Decimal
DAY = ("2026-11-02T09:00", "2026-11-02T17:00")
OVER_THE_END = ("2026-11-30T22:00", "2026-12-01T06:00")


def lines(found, *contracts):
    """Return charge, quantity and amount of each line."""
    return [(one.charge, one.quantity, one.amount) for one in settle(contracts, found).lines]


def facts(*rows):
    """Facts of (agent, day of November, counts)."""
    names = {name for _, _, counts in rows for name in counts}
    return Facts.of(
        [agent for agent, _, _ in rows],
        ["presales"] * len(rows),
        [dt.date(2026, 11, day) for _, day, _ in rows],
        counts={name: [counts.get(name, float("nan")) for *_, counts in rows] for name in names},
    )


def test_seats_cost_their_days_of_the_month():
    # 10 seats at 6000 yuan; the contract begins on 21 November: 10 of 30 days: 10 * 6000 / 3
    agreed = contract(seat_price=D(6000), seats=10, first=dt.date(2026, 11, 21))
    assert lines(month(), agreed) == [(Charge.SEAT, 100, D(20000))]
    # a month of 31 days: 7 seats * 31 days / 31
    whole = contract(seat_price=D("5999.99"), seats=7)
    assert lines(month(when=Month(2026, 12)), whole) == [(Charge.SEAT, 217, D("41999.93"))]


def test_a_seat_that_nobody_sat_on_is_free_where_only_days_present_are_paid():
    agreed = contract(seat_price=D(6000), seats=1, seat_days=SeatDays.PRESENT)
    two = (worked(*DAY), worked(*DAY, agent="V2"))  # two people, one seat
    planned = worked("2026-11-03T09:00", "2026-11-03T17:00", is_attended=False)
    found = settle([agreed], month(*two, planned))
    (line,) = found.lines
    assert (line.quantity, line.amount, line.ground) == (2, D(400), NumberFrom.MIXED)
    assert [(one.remark, one.count) for one in line.notes] == [(Remark.PLANNED, 1)]


def test_hours_attended_and_hours_planned_are_lines_apart():
    planned = worked("2026-11-03T09:00", "2026-11-03T13:20", is_attended=False)
    found = settle([contract()], month(worked(*DAY), planned))
    told = [(one.ground, one.quantity, one.amount) for one in found.lines]
    # 480 min * 30 / 60, and 260 min * 30 / 60
    assert told == [(NumberFrom.ATTENDANCE, 480, D(240)), (NumberFrom.PLANNED, 260, D(130))]
    assert found.lines[0].notes == ()
    assert [(one.remark, one.count) for one in found.lines[1].notes] == [(Remark.PLANNED, 1)]


@pytest.mark.parametrize(
    ("rounding", "minutes"), [(Rounding.DOWN, 450), (Rounding.NEAREST, 480), (Rounding.UP, 480)]
)
def test_minutes_of_a_person_and_day_are_rounded_to_steps(rounding, minutes):
    agreed = contract(step_min=30, rounding=rounding)
    found = month(worked("2026-11-02T09:00", "2026-11-02T16:45"))  # 465 minutes
    assert lines(found, agreed) == [(Charge.HOUR, minutes, D(minutes) / 2)]
    just_below = month(worked("2026-11-02T09:00", "2026-11-02T16:44"))
    assert lines(just_below, agreed)[0][1] == (480 if rounding is Rounding.UP else 450)


def test_a_line_is_rounded_once_and_not_for_each_person():
    # 3 people 20 minutes each at 10.01 an hour: 60 / 60 * 10.01, not three times 3.34
    three = [worked("2026-11-02T09:00", "2026-11-02T09:20", f"V{n}") for n in range(3)]
    agreed = contract(hour_price=D("10.01"))
    assert lines(month(*three), agreed) == [(Charge.HOUR, 60, D("10.01"))]


def test_a_night_over_the_months_end_belongs_to_both_months_by_the_clock():
    agreed = contract(night_price=D(5), night_share=D("0.1"))  # 5 + 3 yuan an hour
    night = worked(*OVER_THE_END)
    assert lines(month(night), agreed) == [(Charge.HOUR, 120, D(60)), (Charge.NIGHT, 120, D(16))]
    december = month(night, when=Month(2026, 12))
    assert lines(december, agreed) == [(Charge.HOUR, 360, D(180)), (Charge.NIGHT, 360, D(48))]


def test_only_the_hours_in_the_night_cost_more():
    agreed = contract(night_price=D(6), night_from=1380, night_until=300)  # 23:00-05:00
    long = worked("2026-11-10T20:00", "2026-11-11T08:00")
    assert lines(month(long), agreed) == [(Charge.HOUR, 720, D(360)), (Charge.NIGHT, 360, D(36))]


def test_a_night_in_which_the_clock_is_put_back_has_the_hours_that_went_by():
    berlin = Clock("Europe/Berlin")
    night = worked("2026-10-25T00:00", "2026-10-25T06:00", clock=berlin)  # seven hours
    found = month(night, clock=berlin, when=Month(2026, 10))
    agreed = contract(night_price=D(6))
    assert lines(found, agreed) == [(Charge.HOUR, 420, D(210)), (Charge.NIGHT, 420, D(42))]


def test_chats_and_orders_count_those_of_its_people_in_the_month():
    told = facts(
        ("V1", 2, {"replied": 100, "orders_paid": 3}),
        ("V2", 3, {"replied": 50}),
        ("A1", 3, {"replied": 900, "orders_paid": 70}),  # somebody else's
    )
    agreed = contract(chat_price=D("0.85"), order_price=D("1.5"))
    found = settle([agreed], month(worked(*DAY), facts=told))
    assert [(one.charge, one.quantity, one.amount) for one in found.lines] == [
        (Charge.CHAT, 150, D("127.50")),
        (Charge.ORDER, 3, D("4.50")),
    ]
    assert {one.agent_id for one in found.lines[0].parts} == {"V1", "V2"}


def test_days_on_which_somebody_was_not_the_vendors_count_for_nothing():
    days = dt.date(2026, 11, 2), dt.date(2026, 11, 3)
    told = facts(*(("V1", day.day, {"replied": 100}) for day in days), ("V2", 3, {"replied": 50}))
    work = [
        worked(f"{day}T09:00", f"{day}T{17 - place}:00", agent)
        for place, day in enumerate(days)
        for agent in ("V1", "V2")
    ]
    agreed = contract(chat_price=D(1), seat_price=D(3000), seats=2, seat_days=SeatDays.PRESENT)
    gone = month(*work, facts=told, elsewhere=frozenset({("V1", days[1])}))
    found = settle([agreed, contract(name="YK-2")], gone)
    assert [(one.charge, one.quantity) for one in found.lines] == [
        (Charge.SEAT, 3),
        (Charge.CHAT, 150),
        (Charge.HOUR, 480 + 480 + 420),
    ]
    assert gone.unknown(agreed, "replied") == 1  # V2's of the first day; not V1's of the second


def test_teams_that_were_given_to_the_vendor_since_are_told():
    (line,) = settle([contract()], month(worked(*DAY), undated=1)).lines
    assert [(one.remark, one.count) for one in line.notes] == [(Remark.UNDATED, 1)]
    (line,) = settle([contract(chat_price=D(1))], month(worked(*DAY), undated=1)).lines
    assert Remark.UNDATED in {one.remark for one in line.notes}


def test_days_of_work_without_counts_are_told():
    late = worked("2026-11-04T09:00", "2026-11-04T17:00")
    told = facts(("V1", 2, {"replied": 100}))
    (line,) = settle([contract(chat_price=D(1))], month(worked(*DAY), late, facts=told)).lines
    assert [(one.remark, one.count) for one in line.notes] == [(Remark.UNKNOWN_DAYS, 1)]
    (line,) = settle([contract(chat_price=D(1))], month(worked(*DAY))).lines
    assert [one.remark for one in line.notes] == [Remark.NOTHING_KNOWN]
    assert line.amount == 0


def test_attendance_without_a_roster_is_told_and_not_counted():
    (line,) = settle([contract()], month(worked(*DAY), unrostered=("V2",))).lines
    assert [(one.remark, one.count) for one in line.notes] == [(Remark.UNROSTERED, 1)]


def test_attendance_beside_the_shifts_is_told_and_not_counted():
    (line,) = settle([contract()], month(worked(*DAY), beyond_min=95)).lines
    assert [(one.remark, one.count) for one in line.notes] == [(Remark.BEYOND, 95)]
    assert line.quantity == 480


def test_two_contracts_each_price_their_own_days():
    old = contract(last=dt.date(2026, 11, 15))
    new = contract(name="YK-2", first=dt.date(2026, 11, 16), hour_price=D(40))
    later = worked("2026-11-16T09:00", "2026-11-16T17:00")
    assert lines(month(worked(*DAY), later), new, old) == [
        (Charge.HOUR, 480, D(240)),
        (Charge.HOUR, 480, D(320)),
    ]


def test_a_contract_prices_its_own_posts():
    other = worked(*DAY, agent="V2", post="aftersales")
    agreed = contract(posts=("aftersales",))
    found = settle([agreed], month(worked(*DAY), other))
    assert [one.agent_id for one in found.lines[0].parts] == ["V2"]


def test_what_is_missing_to_the_least_is_charged_by_the_days_contracted():
    agreed = contract(least_month=D(900), first=dt.date(2026, 11, 2), last=dt.date(2026, 11, 16))
    # 900 * 15 / 30 - 240
    assert lines(month(worked(*DAY)), agreed)[-1] == (Charge.LEAST, 15, D(210))


STEPS = (
    DeductionStep(Promised.SATISFACTION, D("0.9"), D("0.02")),
    DeductionStep(Promised.SATISFACTION, D("0.8"), D("0.05"), D(10)),
    DeductionStep(Promised.FIRST_REPLY, D(30), D(0), D(25)),
    DeductionStep(Promised.FIRST_REPLY, D(60), D(0), D(80)),
)


@pytest.mark.parametrize(
    ("satisfied", "reply_s", "amounts"),
    [
        (90, 30, [0, 0]),  # just met
        (89, 31, [D("-4.80"), -25]),  # just missed: 240 * 0.02
        (80, 60, [D("-4.80"), -25]),
        (79, 61, [-22, -80]),  # the furthest step alone: 240 * 0.05 + 10
    ],
)
def test_the_furthest_step_missed_is_deducted(satisfied, reply_s, amounts):
    counts = {"satisfied": satisfied, "rated": 100, "first_replies": 10}
    told = facts(("V1", 2, {**counts, "first_reply_s": 10 * reply_s}))
    found = settle([contract(deductions=STEPS)], month(worked(*DAY), facts=told))
    assert [one.amount for one in found.lines[1:]] == amounts
    assert found.deducted == sum(amounts)


def test_a_target_nobody_knows_deducts_nothing_and_says_so():
    found = settle([contract(deductions=STEPS[:1])], month(worked(*DAY)))
    line = found.lines[-1]
    assert (line.amount, line.value) == (0, None)
    assert [one.remark for one in line.notes] == [Remark.NOT_MEASURED]


def test_no_more_is_deducted_than_the_cap():
    told = facts(("V1", 2, {"satisfied": 0, "rated": 10, "first_replies": 1, "first_reply_s": 99}))
    agreed = contract(deductions=STEPS, cap_share=D("0.1"))
    found = settle([agreed], month(worked(*DAY), facts=told))
    assert [one.amount for one in found.lines] == [240, -22, -80, 78]
    assert (found.deducted, found.due) == (-24, 216)


def test_tax_comes_on_top_or_is_shown_as_part_of_the_prices():
    (tax,) = settle([contract(tax_share=D("0.06"))], month(worked(*DAY))).taxes
    assert (tax.of_amount, tax.amount) == (240, D("14.40"))
    assert settle([contract(tax_share=D("0.06"))], month(worked(*DAY))).due == D("254.40")
    within = settle([contract(tax_share=D("0.06"), includes_tax=True)], month(worked(*DAY)))
    assert (within.taxes[0].amount, within.due) == (D("13.58"), 240)  # 240 * 6 / 106


def test_totals_are_sums_of_rounded_lines_whatever_is_agreed():
    pick = random.Random(26)
    for _ in range(60):
        agreed = contract(
            hour_price=D(pick.randrange(1, 9999)) / 100,
            chat_price=D(pick.randrange(0, 300)) / 100,
            night_price=D(pick.randrange(0, 999)) / 100,
            seat_price=D(pick.randrange(1, 999999)) / 100,
            seats=pick.randrange(1, 9),
            least_month=D(pick.randrange(0, 9999999)) / 100,
            step_min=pick.choice((1, 15, 30)),
            deductions=STEPS,
            cap_share=D(pick.randrange(0, 101)) / 100,
            tax_share=D(pick.randrange(0, 14)) / 100,
            includes_tax=pick.random() < 0.5,
        )
        work = [
            worked(f"2026-11-{day:02d}T{pick.randrange(10):02d}:07", f"2026-11-{day:02d}T18:00")
            for day in pick.sample(range(1, 31), 8)
        ]
        counts = {"satisfied": pick.randrange(50), "rated": 50, "replied": pick.randrange(500)}
        found = settle([agreed], month(*work, facts=facts(("V1", 2, counts))))
        amounts = [one.amount for one in found.lines]
        amounts += [one.amount for one in found.taxes if not one.is_included]
        assert found.due == sum(amounts)
        assert found.charged + found.deducted + found.tax == found.due
        assert all(one == round(one, 2) for one in amounts)
        assert 0 <= -found.deducted <= found.charged
        timed = [one for one in found.lines if one.charge in {Charge.HOUR, Charge.CHAT}]
        assert all(sum(part.count for part in one.parts) == one.quantity for one in timed)


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"hour_price": D(0)}, {"vendor_priceless"}),
        ({"last": FIRST - dt.timedelta(days=1)}, {"vendor_days"}),
        ({"seat_price": D(1)}, {"vendor_seats"}),
        ({"chat_price": D(-1)}, {"negative", "vendor_priceless"} - {"vendor_priceless"}),
        ({"step_min": 7}, {"vendor_step"}),
        ({"tax_share": D(6)}, {"vendor_share"}),
        ({"night_price": D(1), "night_from": 60, "night_until": 60}, {"vendor_night"}),
        ({"deductions": (STEPS[0], STEPS[0])}, {"vendor_step_twice"}),
        ({"chat_price": D(1), "night_share": D("0.2")}, {"vendor_night_share"}),
    ],
)
def test_a_contract_that_contradicts_itself_cannot_be(wrong, codes):
    with pytest.raises(InputError) as caught:
        contract(**wrong)
    assert {one.code for one in caught.value.faults} == codes


def test_contracts_meet_where_both_price_a_day_and_a_post():
    old, new = contract(last=dt.date(2026, 11, 15)), contract(first=dt.date(2026, 11, 16))
    assert not old.meets(new)
    assert old.meets(contract(first=dt.date(2026, 11, 15)))
    assert not contract(posts=("presales",)).meets(contract(posts=("aftersales",)))
    assert contract(posts=("presales",)).meets(contract())
    assert NOVEMBER.first in [*month().days(old)]

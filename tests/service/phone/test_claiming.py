"""Open shifts, overtime and early leaving: put up, claimed, given; rules and fairness asked."""

import dataclasses
import datetime as dt
import threading

import pytest

from scheduler.agent import Absence
from scheduler.errors import InputError
from scheduler.open_stretch import OpenStretch
from scheduler.roster import Roster
from service.phone.asking import decide_request, withdraw_request
from service.phone.claiming import claim, give_places, put_up, take_down
from service.phone.feeds import own_calendar
from service.phone.offer_clock import OfferClock
from service.phone.offers import OfferKind, OfferOrder, OfferTerms
from service.phone.offers_seen import OfferState, offers, own_offers
from service.phone.own_weeks import own_roster
from service.phone.requests_seen import AskedState, all_requests, own_requests
from service.roster.covering import who_can
from service.roster.publishing import keep_roster
from service.roster.requests import enter_absence
from service.roster.rosters import versions
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import BOSS, later, own_desk, published

MONDAY = s.shift("A1", 0)
OPEN = s.shift("A1", 2)


@pytest.fixture
def database(tmp_path):
    for opened in s.kept(tmp_path, s.with_week(wishes=(), absences=())):
        published(opened, MONDAY, s.shift("A3", 0, post="aftersales"))
        yield opened


def boss(database, **more):
    return at_desk(database, by=BOSS, **more)


def up(database, shift=OPEN, *, hours=100, kind=OfferKind.SHIFT, places=1, **more):
    """Put a shift's stretch up; return its number."""
    stretch = OpenStretch(shift.post, shift.start_min, shift.end_min, 1)
    deadline = int(later(hours).timestamp())
    return put_up(boss(database), s.LABEL, stretch, OfferTerms(kind, places, deadline, **more))


def take(database, agent, number, **more):
    return claim(own_desk(database, agent, **more), agent, number)


def codes(act, *told, **more):
    with pytest.raises(InputError) as trouble:
        act(*told, **more)
    return [one.code for one in trouble.value.faults]


def days(database, agent):
    (week,) = own_roster(own_desk(database, agent), agent).weeks
    return [one.date.day for one in week.days if one.shifts]


def offered(database, agent):
    return [one.offer.entry.id for one in own_offers(own_desk(database, agent), agent)]


def test_who_comes_first_has_the_shift_at_once_in_roster_calendar_and_log(database):
    number = up(database, reason="补缺口")
    assert take(database, "A2", number) is AskedState.APPROVED
    assert days(database, "A2") == [2]
    (event,) = own_calendar(own_desk(database, "A2"), "A2", "zh").events
    assert not event.is_cancelled
    (seen,) = own_requests(own_desk(database, "A2"), "A2").mine
    assert (seen.value.steps[-1].by, seen.value.steps[-1].is_by_quota) == (BOSS, True)
    assert offers(boss(database))[0].state is OfferState.FULL
    assert len(versions(boss(database), s.LABEL)) == 2


def test_a_shift_somebody_else_just_took_is_one_sentence_and_changes_nothing(database):
    number = up(database, reason="补缺口")
    take(database, "A2", number)
    assert codes(take, database, "A4", number) == ["offer_taken"]
    assert days(database, "A4") == []


def test_of_many_who_claim_at_once_one_has_the_last_place(database):
    number, told = up(database, reason="补缺口"), []

    def run(agent):
        try:
            told.append(take(database, agent, number))
        except InputError as error:
            told.extend(one.code for one in error.faults)

    people = [threading.Thread(target=run, args=(who,)) for who in ("A1", "A2", "A4")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(map(str, told)) == ["approved", "offer_taken", "offer_taken"]
    assert len(versions(boss(database), s.LABEL)) == 2


def test_a_claim_close_to_the_shift_asks_for_no_second_consent(database):
    late = dt.datetime.fromtimestamp(OPEN.start_min * 60, dt.UTC) - dt.timedelta(hours=2)
    number = up(database, hours=1000, reason="补缺口")
    assert take(database, "A2", number, now=late) is AskedState.APPROVED
    (week,) = own_roster(own_desk(database, "A2"), "A2").weeks
    assert week.notice is None


def test_rules_are_asked_when_claimed(database):
    leave = Absence("A2", s.at(2, 0), s.at(3, 0), "annual")
    number = up(database, reason="补缺口")
    enter_absence(boss(database), leave, decision="特批")
    assert codes(take, database, "A2", number) == ["breaks_law"]
    assert offers(boss(database))[0].claims == ()


def test_rules_are_asked_again_when_places_are_given(database):
    number = up(database, order=OfferOrder.FEWEST, reason="补缺口")
    assert take(database, "A2", number) is AskedState.ACCEPTED
    enter_absence(boss(database), Absence("A2", s.at(2, 0), s.at(3, 0), "annual"), decision="特批")
    found = give_places(boss(database), number)
    assert (found.given, [who for who, _ in found.kept_back]) == ((), ["A2"])
    assert days(database, "A2") == []


def test_the_fewest_hours_come_first_and_the_rest_wait_for_a_place(database):
    number = up(database, order=OfferOrder.FEWEST, reason="补缺口")
    take(database, "A1", number)  # eight hours on Monday
    take(database, "A2", number)
    (seen,) = offers(boss(database))
    assert [one.value.agent_id for one in seen.waiting] == ["A2", "A1"]
    assert give_places(boss(database), number).given == ("A2",)
    assert (days(database, "A2"), days(database, "A1")) == ([2], [30])
    waits = own_requests(own_desk(database, "A1"), "A1").mine[0]
    assert waits.state is AskedState.NO_PLACE
    withdraw_request(own_desk(database, "A1"), "A1", waits.entry.id)


def clock(database, hours):
    return OfferClock(database.url, now=lambda: later(hours)).step()


def test_at_the_deadline_places_go_by_themselves_once_to_the_fewest_hours(database):
    number = up(database, order=OfferOrder.FEWEST, reason="补缺口", hours=10)
    nobody = up(
        database, dataclasses.replace(OPEN, post="aftersales"), order=OfferOrder.FEWEST, hours=10
    )
    first_come = up(database, s.shift("A1", 3), hours=10)
    take(database, "A1", number)
    take(database, "A2", number)
    assert clock(database, 9) == ()
    assert clock(database, 10) == (number, nobody)
    assert (days(database, "A2"), days(database, "A1")) == ([2], [30])
    seen = {one.entry.id: one for one in offers(boss(database))}
    assert seen[number].claims[0].value.steps[-1].by == BOSS  # who put it up
    assert not seen[first_come].entry.value.settled_s
    assert clock(database, 11) == ()
    assert codes(give_places, boss(database), number) == ["offer_full"]


def test_at_the_deadline_a_draft_is_waited_for_and_what_has_begun_stays(database):
    number = up(database, order=OfferOrder.FEWEST, reason="补缺口", hours=10)
    take(database, "A2", number)
    keep_roster(boss(database), s.LABEL, Roster((MONDAY,)))
    assert clock(database, 10) == ()
    assert days(database, "A2") == []
    assert clock(database, 1000) == ()


def test_a_clock_without_a_database_says_so_and_goes_on(tmp_path, caplog):
    assert OfferClock(f"sqlite:///{tmp_path}/none/x.db", now=lambda: later(0)).step() == ()
    assert "no places could be given" in caplog.text


def test_a_house_rule_without_a_reason_waits_for_the_supervisors(database):
    short = dataclasses.replace(OPEN, end_min=OPEN.start_min + 120)
    number = up(database, short)
    assert take(database, "A2", number) is AskedState.ACCEPTED
    (seen,) = all_requests(boss(database))
    told = codes(decide_request, boss(database), seen.entry.id, approves=True)
    assert told == ["house_reason_missing"]
    decide_request(boss(database), seen.entry.id, approves=True, reason="高峰缺人")
    assert days(database, "A2") == [2]


@pytest.mark.parametrize(
    ("more", "who", "code"),
    [
        ({}, "A3", "offer_no_certificate"),
        ({"invited": ("A1",)}, "A2", "offer_not_invited"),
        ({"contract_hours": (0.0, 20.0)}, "A2", "offer_other_contract"),
    ],
)
def test_who_may_not_neither_sees_nor_claims_it(database, more, who, code):
    number = up(database, **more)
    assert offered(database, who) == []
    assert codes(take, database, who, number) == [code]


def test_one_person_gets_no_more_than_the_cap(database):
    first = up(database, reason="补缺口", most_each=1)
    other = up(database, s.shift("A1", 3), reason="补缺口", most_each=1)
    take(database, "A2", first)
    assert codes(take, database, "A2", other) == ["offer_cap"]
    assert codes(take, database, "A2", first) == ["offer_claimed"]
    assert take(database, "A4", other) is AskedState.APPROVED


def test_after_the_deadline_or_taken_down_nobody_claims(database):
    number = up(database, hours=1)
    assert offered(database, "A2") == [number]
    assert codes(take, database, "A2", number, now=later(2)) == ["offer_over"]
    take_down(boss(database), number)
    assert codes(take, database, "A2", number) == ["offer_over"]
    assert codes(take_down, boss(database), number) == ["offer_gone"]
    assert offered(database, "A2") == []


def test_a_draft_in_the_way_lets_a_claim_wait(database):
    number = up(database, reason="补缺口")
    keep_roster(boss(database), s.LABEL, Roster((MONDAY,)))
    assert take(database, "A2", number) is AskedState.ACCEPTED
    assert codes(give_places, boss(database), number) == ["draft_in_way"]


def test_overtime_lengthens_the_shift_it_joins(database):
    short = dataclasses.replace(s.shift("A2", 1), end_min=MONDAY.end_min + 24 * 60 - 120)
    published(database, MONDAY, short)
    more = dataclasses.replace(short, start_min=short.end_min, end_min=short.end_min + 60)
    number = up(database, more, kind=OfferKind.LONGER, reason="自愿加班")
    assert offered(database, "A1") == []  # nothing of theirs ends then
    assert take(database, "A2", number) is AskedState.APPROVED
    (week,) = own_roster(own_desk(database, "A2"), "A2").weeks
    assert week.days[1].shifts[0].shift.end_min == short.end_min + 60


def test_going_home_early_is_entered_as_leave_of_the_last_hours(database):
    last = dataclasses.replace(MONDAY, start_min=MONDAY.end_min - 120)
    number = up(database, last, kind=OfferKind.EARLY, leave="compensatory")
    begun = dt.datetime.fromtimestamp(MONDAY.start_min * 60 + 3600, dt.UTC)
    deadline = dt.datetime.fromtimestamp(MONDAY.start_min * 60 + 7200, dt.UTC)
    assert number
    stretch = OpenStretch(last.post, last.start_min, last.end_min, 1)
    terms = OfferTerms(OfferKind.EARLY, 1, int(deadline.timestamp()), leave="compensatory")
    late = put_up(boss(database, now=begun), s.LABEL, stretch, terms)
    assert take(database, "A1", late, now=begun) is AskedState.APPROVED
    (told,) = own_requests(own_desk(database), "A1").mine
    assert told.value.absence == Absence("A1", last.start_min, MONDAY.end_min, "compensatory")


def test_nobody_gives_themselves_a_place_and_agents_put_nothing_up(database):
    number = up(database, order=OfferOrder.FEWEST, reason="补缺口")
    take(database, "A2", number)
    assert codes(give_places, at_desk(database, by="客服002"), number) == ["request_own"]
    assert codes(take_down, own_desk(database, "A2"), number) == ["not_permitted"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"hours": -1}, "offer_deadline_over"),
        ({"shift": s.shift("A1", 9)}, "offer_outside"),
        ({"places": 0}, "not_positive"),
        ({"invited": ("X9",)}, "unknown_agent"),
    ],
)
def test_what_cannot_be_put_up_is_said(database, more, code):
    assert codes(up, database, **more) == [code]
    assert offers(boss(database)) == ()


def test_what_has_begun_is_neither_put_up_nor_covered_and_says_so(database):
    over = dt.datetime.fromtimestamp(OPEN.end_min * 60 + 60, dt.UTC)
    stretch = OpenStretch(OPEN.post, OPEN.start_min, OPEN.end_min, 1)
    terms = OfferTerms(OfferKind.SHIFT, 1, int(over.timestamp()) + 3600)
    late = boss(database, now=over)
    assert codes(put_up, late, s.LABEL, stretch, terms) == ["offer_begun"]
    assert codes(who_can, late, s.LABEL, stretch) == ["stretch_over"]


def test_a_week_without_a_published_roster_puts_nothing_up(tmp_path):
    for opened in s.kept(tmp_path, s.with_week()):
        assert codes(up, opened) == ["offer_unpublished"]

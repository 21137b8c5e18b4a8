import datetime as dt

import numpy as np
import pytest

from scheduler.forecast.calendar import DayKind, SpecialDay
from service.demand.forecasting import special_days
from service.demand.past_proposals import accept, decided, proposals, take_back
from service.history.past_check import PastFault, check_history
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.demand.test_demand import WHO, database
from tests.service.history.test_past_check import START, past
from tests.service.history.test_past_check import volumes as one_post

assert database  # a fixture


def both(counts, other):
    alone = one_post(counts)
    rows = np.stack([counts.ravel(), other.ravel()])
    return type(alone)(s.CLOCK, 30, s.POSTS, alone.start_min, rows)


def checked(counts, other=None, days=()):
    return check_history(both(counts, past() if other is None else other), (), tuple(days))


def promoted(*rows):
    counts = past()
    for row in rows:
        counts[row] *= 3
    return counts


def test_neighbouring_days_of_all_posts_are_one_proposal():
    found = proposals(checked(promoted(22, 23), promoted(22, 23)))
    [one] = found
    assert (one.first, one.last) == (START + dt.timedelta(22), START + dt.timedelta(23))
    assert one.posts == s.POSTS
    assert one.kinds == (DayKind.PROMOTION, DayKind.LEFT_OUT)


def test_a_spike_is_likelier_an_error_than_a_promotion():
    counts = past()
    counts[22, 30] = 400
    [one] = proposals(checked(counts))
    assert (one.fault, one.posts) == (PastFault.SPIKE, ("presales",))
    assert one.kinds == (DayKind.LEFT_OUT, DayKind.PROMOTION)


def test_what_has_no_record_needs_no_decision():
    counts = past()
    counts[22] = np.nan
    assert proposals(checked(counts)) == ()


def test_a_promotion_is_kept_under_the_date_of_its_busiest_day(database):
    counts = promoted(22, 23)
    counts[23] *= 2
    [one] = proposals(checked(counts, counts))
    accept(at_desk(database, **WHO), one, DayKind.PROMOTION, s.POSTS)
    assert special_days(at_desk(database)) == tuple(
        SpecialDay(START + dt.timedelta(row), DayKind.PROMOTION, "11.11") for row in (22, 23)
    )


def test_a_day_is_left_out_for_one_post_then_for_the_other_and_taken_back(database):
    counts = past()
    counts[22, 30] = 400
    for known in (checked(counts), checked(past(), counts)):
        [one] = proposals(known)
        accept(at_desk(database, **WHO), one, DayKind.LEFT_OUT, s.POSTS)
        if known.volumes.counts[0].max() == 400:
            [kept] = special_days(at_desk(database))
            assert kept.posts == ("presales",)
    kept = decided(at_desk(database), checked(counts, counts))
    assert kept == (SpecialDay(START + dt.timedelta(22), DayKind.LEFT_OUT, "spike"),)
    assert proposals(checked(counts, counts, kept)) == ()
    take_back(at_desk(database, **WHO), kept[0])
    assert special_days(at_desk(database)) == ()


@pytest.mark.parametrize("fault", [fault for fault in PastFault])
def test_every_fault_that_is_left_out_has_a_name_in_words(fault):
    from ui.words.names import day_name  # noqa: PLC0415 - the words of this one test

    if fault not in (PastFault.GAP, PastFault.OUTSIDE):
        assert day_name(fault.value, "zh") != fault.value

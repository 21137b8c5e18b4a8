import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.month import months
from service.month.month_course import month_course
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import NOVEMBER, WHO, with_month

D = Decimal


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, with_month())


END = dt.date(2026, 11, 30)


def test_last_day_known_is_not_one_that_is_only_rostered(database):
    found = month_course(at_desk(database), NOVEMBER, until=END)
    assert (found.known, found.through) == (dt.date(2026, 11, 4),) * 2
    early = month_course(at_desk(database), NOVEMBER, until=dt.date(2026, 11, 3))
    assert early.known == dt.date(2026, 11, 3)


def test_rates_are_those_of_the_score(database):
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    found = month_course(at_desk(database), NOVEMBER, until=END)
    for one, scored in zip(found.agents, run.scores, strict=True):
        for name in ("adherence", "reply_rate"):
            assert one.score.cards[0].line(name) == scored.cards[0].line(name)


def test_target_counts_for_the_hours_behind(database):
    # on 2 November 960 of 2,400 min are behind: 1,200 of 3,000 yuan, half of it each
    day = dt.date(2026, 11, 2)
    found = month_course(at_desk(database), NOVEMBER, until=END, through=day)
    assert found.behind == {"presales": D("0.4")}
    sold = {
        one.score.agent_id: one.score.cards[0].line("target_attainment").value
        for one in found.agents
    }
    assert sold == {"A1": D("2.7"), "A2": D("1.7")}


def test_day_of_another_month_is_refused(database):
    with pytest.raises(InputError) as caught:
        month_course(at_desk(database), NOVEMBER, until=END, through=dt.date(2026, 12, 1))
    assert caught.value.faults[0].code == "date_outside_month"


@pytest.mark.parametrize(
    ("month", "until"),
    [
        (Month(2027, 5), dt.date(2027, 5, 31)),  # nothing at all
        (NOVEMBER, dt.date(2026, 11, 1)),  # only rosters so far
    ],
)
def test_month_of_which_nothing_is_known_says_so(database, month, until):
    with pytest.raises(InputError) as caught:
        month_course(at_desk(database), month, until=until)
    assert caught.value.faults[0].code == "month_empty"

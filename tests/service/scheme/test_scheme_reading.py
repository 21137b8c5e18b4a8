import datetime as dt
from dataclasses import replace

import pytest

from service.month import kpi_plans
from service.scheme.scheme_publishing import SchemeRead, confirm_read, publish_scheme
from service.scheme.scheme_reading import own_schemes, reading
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import WHO, scheme

TODAY = dt.date(2026, 11, 23)
LATER = dt.date(2026, 12, 1)


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(**WHO))
    kpi_plans.save_scheme(at_desk(opened, **WHO), scheme())
    yield opened
    opened.close()


def named(found):
    return [(one.scheme.version, one.read is not None) for one in found]


def test_agent_reads_the_schemes_of_the_posts_certified_for(database):
    assert named(own_schemes(at_desk(database), "A1", TODAY)) == [(1, False)]
    assert own_schemes(at_desk(database), "A3", TODAY) == ()  # after-sales only


def test_scheme_that_begins_later_is_there_to_be_read(database):
    publish_scheme(at_desk(database, **WHO), scheme(), valid_from=LATER)
    assert named(own_schemes(at_desk(database), "A1", TODAY)) == [(1, False), (2, False)]
    assert named(own_schemes(at_desk(database), "A1", LATER)) == [(2, False)]


def test_confirmation_counts_for_one_version(database):
    publish_scheme(at_desk(database, **WHO), scheme(), valid_from=LATER)
    confirm_read(at_desk(database, **WHO), SchemeRead("S", 1, "A1"))
    assert named(own_schemes(at_desk(database), "A1", TODAY)) == [(1, True), (2, False)]


def test_reading_tells_who_has_not_confirmed_yet(database):
    confirm_read(at_desk(database, **WHO), SchemeRead("S", 1, "A2"))
    found = reading(at_desk(database), scheme(), TODAY)
    assert (found.read, found.waiting) == (("A2",), ("A1", "A4"))
    assert reading(at_desk(database), replace(scheme(), version=9), TODAY).read == ()

"""Groups of people that things happen to together: kept, changed, ended, within one's own reach."""

import pytest

from scheduler.errors import InputError
from service.floor.groups import groups, keep_group
from tests.desks import at_desk
from tests.service import small_shop as s


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path, s.with_week())
    yield at_desk(opened, by="王经理", now=s.NOW)
    opened.close()


def test_a_bus_line_is_kept_changed_and_ended(desk):
    assert keep_group(desk, " 3 号线 ", ["A2", "A1"]) == ()
    assert groups(desk) == {"3 号线": ("A1", "A2")}
    assert keep_group(desk, "3 号线", ["A2", "A3"]) == ("A1", "A2")
    keep_group(desk, "宿舍", ["A3"])
    assert groups(desk) == {"3 号线": ("A2", "A3"), "宿舍": ("A3",)}
    keep_group(desk, "3 号线", ())
    assert groups(desk) == {"宿舍": ("A3",)}


def test_all_that_is_wrong_is_told_at_once_and_nothing_kept(desk):
    with pytest.raises(InputError) as caught:
        keep_group(desk, " ", ["A1", "谁"])
    assert [(one.code, one.value) for one in caught.value.faults] == [
        ("empty", None),
        ("unknown_agent", "谁"),
    ]
    assert groups(desk) == {}

import numpy as np
import pytest

from scheduler.chats import NOBODY, ChatRecords
from scheduler.errors import InputError

NAN = float("nan")


def chats(**changed):
    """Return a chat answered after 20 s, and one whose customer left after 90 s."""
    given = {
        "posts": ("presales",),
        "agents": ("A1",),
        "post": [0, 0],
        "agent": [0, NOBODY],
        "arrived_s": [1000.0, 1010.0],
        "replied_s": [1020.0, NAN],
        "ended_s": [1600.0, 1100.0],
    }
    return ChatRecords(**(given | changed))


def test_customer_who_left_is_a_record_too():
    records = chats()
    assert len(records) == 2
    assert records.answered.tolist() == [True, False]
    assert records.waited_s.tolist() == [20.0, 90.0]


def test_no_chats_are_records():
    empty = chats(**{name: [] for name in ("post", "agent", "arrived_s", "replied_s", "ended_s")})
    assert len(empty) == 0


def test_records_are_copied_and_read_only():
    given = np.array([1000.0, 1010.0])
    records = chats(arrived_s=given)
    given[0] = 0
    assert records.arrived_s[0] == 1000.0
    with pytest.raises(ValueError, match="read-only"):
        records.arrived_s[0] = 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"agent": [0, 0]}, "answered_by_nobody"),  # nobody replied, but an agent is named
        ({"agent": [NOBODY, NOBODY]}, "answered_by_nobody"),  # replied by nobody
        ({"replied_s": [999.0, NAN]}, "reply_before_arrival"),
        ({"ended_s": [999.0, 1100.0]}, "end_before_arrival"),
        ({"ended_s": [NAN, 1100.0]}, "end_before_arrival"),
        ({"arrived_s": [1000.0]}, "shape_differs"),
    ],
)
def test_what_cannot_be_is_refused(changed, code):
    with pytest.raises(InputError, match=code):
        chats(**changed)


def test_reply_at_once_and_end_at_once_are_possible():
    records = chats(replied_s=[1000.0, NAN], ended_s=[1000.0, 1010.0])
    assert records.waited_s.tolist() == [0.0, 0.0]

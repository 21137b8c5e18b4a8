import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import Post, SealGroup, StaffingInputs

SHUT = ()


def week(**spans):
    """Return opening hours by weekday, closed where none are given."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return tuple(tuple(map(ClockSpan.parse, spans.get(name, SHUT))) for name in names)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"handle_s": 0}, "not_positive"),
        ({"handle_s": float("inf")}, "not_positive"),
        ({"handle_s": float("nan")}, "not_positive"),
        ({"chats_at_once": 0}, "slots_not_whole"),
        ({"chats_at_once": 2.5}, "slots_not_whole"),
        ({"patience_s": -1}, "not_positive"),
        ({"service_level": 0}, "share_out_of_range"),
        ({"service_level": 1}, "share_out_of_range"),
        ({"service_level": 80}, "share_out_of_range"),
        ({"within_s": -1}, "negative"),
        ({"shrinkage": 1}, "shrinkage_range"),
        ({"shrinkage": -0.1}, "shrinkage_range"),
    ],
)
def test_staffing_inputs_check_themselves(changed, code):
    with pytest.raises(InputError, match=code):
        StaffingInputs(**changed)


def test_target_may_be_an_answer_at_once():
    assert StaffingInputs(within_s=0).within_s == 0


def test_post_without_opening_hours_is_open_round_the_clock():
    assert all(Post("p").open_at(day, clock) for day in range(7) for clock in (0, 720, 1439))


def test_opening_hours_are_half_open():
    shop = Post("p", opening=week(mon=["08:00-12:00", "13:00-18:00"]))
    clocks = (479, 480, 719, 720, 780, 1079, 1080)
    assert [shop.open_at(0, clock) for clock in clocks] == [
        False, True, True, False, True, True, False,
    ]  # fmt: skip
    assert not shop.open_at(1, 600)


def test_hours_across_midnight_belong_to_the_day_they_begin_on():
    bar = Post("p", opening=week(fri=["20:00-02:00"]))
    assert bar.open_at(4, 1200)
    assert bar.open_at(5, 119)
    assert not bar.open_at(5, 120)
    assert not bar.open_at(4, 60)
    assert not bar.open_at(5, 1200)


def test_night_of_sunday_reaches_into_monday():
    bar = Post("p", opening=week(sun=["22:00-06:00"]))
    assert bar.open_at(0, 359)
    assert not bar.open_at(0, 360)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Post(""), "empty"),
        (lambda: Post("p", opening=((),) * 6), "opening_days"),
        (lambda: Post("p", min_agents=-1), "negative"),
        (lambda: SealGroup(("a",), ClockSpan(0, 60)), "seal_posts"),
        (lambda: SealGroup(("a", "a"), ClockSpan(0, 60)), "seal_posts"),
        (lambda: SealGroup(("a", "b", "a"), ClockSpan(0, 60)), "seal_posts"),
    ],
)
def test_what_cannot_be_is_refused(make, code):
    with pytest.raises(InputError, match=code):
        make()

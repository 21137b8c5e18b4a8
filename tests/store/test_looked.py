import pytest

from scheduler.errors import Fault, InputError, UnusualError
from store.looked import ask_about, asking_together, looked_at, noting_unusual

HIGH = Fault("unusual_value", "plan.csv", 2, "base", "500000")
MANY = Fault("unusual_value", "facts.csv", 3, "paid", "90000")


def test_a_question_nobody_hears_stops_the_reader():
    with pytest.raises(UnusualError) as caught:
        ask_about([HIGH])
    assert caught.value.faults == (HIGH,)


def test_questions_of_several_files_are_asked_together():
    def read():
        with asking_together():
            ask_about([HIGH])
            ask_about([MANY])

    with pytest.raises(UnusualError) as caught:
        read()
    assert caught.value.faults == (HIGH, MANY)


def test_what_somebody_looked_at_is_kept_and_told_with_the_reason():
    with looked_at(" 已核对 ") as look, asking_together():
        ask_about([HIGH])
    assert look.details() == {"unusual": "plan.csv:2:base 500000", "looked_at": "已核对"}


def test_a_look_inside_a_look_that_waits_asks_before_anything_holds():
    held = []

    def keep():
        with asking_together():
            with asking_together():
                ask_about([HIGH])
            held.append(HIGH)

    with pytest.raises(UnusualError):
        keep()
    assert not held


def test_a_look_needs_its_reason():
    with pytest.raises(InputError) as caught, looked_at("  "):
        pass
    assert caught.value.faults[0].code == "looked_without_reason"


def test_what_a_file_brought_is_not_told_again_without_its_place():
    with noting_unusual() as look:
        ask_about([HIGH])
        ask_about([Fault("unusual_value", None, None, "base", "500000")])
    assert look.found == [HIGH]


def test_the_log_shows_the_first_and_counts_the_rest():
    with noting_unusual() as look:
        ask_about(Fault("unusual_value", "facts.csv", row, "paid", "9") for row in range(25))
    assert look.details()["unusual"].endswith("facts.csv:19:paid 9; +5")

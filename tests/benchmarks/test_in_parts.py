"""What a week in parts takes on more workers, played from what its tasks took."""

from benchmarks.in_parts import TimedHands, spread
from tests.scheduler.parts.test_whole import Here


def test_tasks_are_begun_in_their_order_by_whoever_is_free():
    assert spread([3.0, 1.0, 1.0, 1.0], 1) == 6.0
    assert spread([3.0, 1.0, 1.0, 1.0], 2) == 3.0
    assert spread([1.0, 1.0, 1.0, 3.0], 2) == 4.0
    assert spread([3.0, 1.0], 32) == 3.0


def test_answers_are_those_of_the_hands_and_the_work_done_here_is_not_counted_twice():
    noted = TimedHands(Here())
    assert noted.all_of(abs, [-1, 2], lambda: False) == [1, 2]
    noted.tasks_s, noted.asking_s = [[1.0, 1.0], [4.0, 2.0]], [0.5, 0.5]
    report = noted.report()
    alone = report["alone_s"]
    assert report["asking_s"] == 1.0
    assert report["pricing_s"] == 2.0
    assert report["solving_s"] == 6.0
    played = {workers: round(took - alone - 1.0, 1) for workers, took in report["played_s"].items()}
    assert played == {1: 8.0, 2: 5.0, 8: 5.0, 32: 5.0}

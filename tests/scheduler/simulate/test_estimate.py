import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.simulate.estimate import Estimate, ratio, student_t


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [
        (1, 12.7062047364),
        (2, 4.3026527297),
        (5, 2.5705818356),
        (10, 2.2281388520),
        (29, 2.0452296421),
        (30, 2.0422724563),
        (1000, 1.9623390808),
    ],
)  # fmt: skip - a table
def test_student_t_as_tabulated(freedom, expected):
    assert student_t(freedom) == pytest.approx(expected, abs=1e-8)


def test_student_t_needs_two_replications():
    with pytest.raises(InputError, match="not_positive"):
        student_t(0)


def test_ratio_with_constant_denominator_is_the_plain_mean_and_interval():
    values = np.array([3.0, 5.0, 4.0, 8.0])
    found = ratio(values, np.ones(4))
    assert found.mean == pytest.approx(5.0)
    assert found.half_width == pytest.approx(3.1824463053 * values.std(ddof=1) / 2, rel=1e-9)


def test_ratio_weighs_replications_by_their_chats():
    found = ratio(np.array([1.0, 0.0]), np.array([1.0, 3.0]))
    assert found.mean == pytest.approx(0.25)


def test_ratio_of_nothing_is_unknown_not_zero():
    found = ratio(np.zeros((2, 2)), np.array([[1.0, 0.0], [1.0, 0.0]]))
    np.testing.assert_array_equal(found.mean, [0.0, np.nan])


def test_one_replication_has_no_interval():
    found = ratio(np.array([1.0]), np.array([2.0]))
    assert found.mean == 0.5
    assert np.isnan(found.half_width)


def test_interval_covers_the_true_ratio_as_often_as_it_says():
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(2000):
        offered = rng.poisson(20, 30)
        found = ratio(rng.binomial(offered, 0.7).astype(float), offered.astype(float))
        hits += int(found.low <= 0.7 <= found.high)
    assert 0.93 < hits / 2000 < 0.97


def test_interval_of_a_share_ends_at_0_and_1():
    found = Estimate(np.array([0.01, 0.99]), np.array([0.05, 0.05]), share=True)
    np.testing.assert_allclose(found.low, [0.0, 0.94])
    np.testing.assert_allclose(found.high, [0.06, 1.0])

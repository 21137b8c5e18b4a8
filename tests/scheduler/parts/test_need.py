import numpy as np

from scheduler.parts.need import shares_of


def shared(whole, covered, base=None, able=None):
    """Return the shares of one post; each argument by part."""
    covered = np.array(covered, dtype=float)[:, np.newaxis]
    none = np.zeros(covered.shape, dtype=np.int64)
    base = none if base is None else np.array(base)[:, np.newaxis]
    able = none + 1 if able is None else np.array(able)[:, np.newaxis]
    return shares_of(np.array([whole], dtype=float), base, covered, able)[:, 0]


def test_shares_are_whole_people_and_add_up_to_the_whole():
    chance = np.random.default_rng(1)
    whole, covered = chance.integers(0, 30, 96), chance.random((3, 96))
    found = shared(whole, covered)
    np.testing.assert_array_equal(found.sum(axis=0), whole)
    np.testing.assert_array_equal(found, np.round(found))


def test_over_time_each_part_is_asked_for_its_share():
    found = shared([1] * 12, [[1.0] * 12, [1.0] * 12, [2.0] * 12])
    np.testing.assert_array_equal(found.sum(axis=1), [3, 3, 6])
    exact = np.cumsum(np.full(12, 0.25))
    assert np.abs(np.cumsum(found, axis=1)[0] - exact).max() <= 1.0


def test_decimals_of_the_whole_are_left_to_one_part():
    found = shared([2.5, 2.5], [[1.0, 1.0], [1.0, 1.0]])
    np.testing.assert_allclose(found.sum(axis=0), 2.5)
    assert (found % 1 > 0).sum() == 2


def test_who_is_at_work_anyhow_is_asked_for_first():
    found = shared([3, 1], [[1.0, 1.0], [0.0, 0.0]], base=[[0, 0], [2, 2]])
    np.testing.assert_array_equal(found, [[1, 0], [2, 1]])


def test_a_part_that_covers_nothing_is_asked_for_little_and_where_nobody_can_for_all():
    able = np.array([[5, 0], [5, 0]])
    found = shared([10, 3], [[1.0, 0.0], [0.0, 0.0]], able=able)
    np.testing.assert_array_equal(found[:, 0], [10, 0])
    np.testing.assert_array_equal(found[:, 1], [3, 0])


def test_closed_stays_closed():
    assert np.isnan(shared([np.nan, 2], [[1.0, 1.0], [1.0, 1.0]])[:, 0]).all()

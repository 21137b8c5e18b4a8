"""Weights of every method equal the worked ones."""

from decimal import Decimal
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.metrics.measure import Better
from kpi.scheme.ahp import ahp, group_ahp, matrix
from kpi.scheme.delphi import delphi_round, kendall
from kpi.scheme.entropy import entropy_weights
from kpi.scheme.weights import blend, capped, direct, percents
from scheduler.errors import InputError

THIRD = 1 / 3


def table(*upper):
    """Comparison matrix from its rows above the diagonal."""
    size = len(upper) + 1
    found = np.eye(size)
    for one, row in enumerate(upper):
        for two, value in enumerate(row, start=one + 1):
            found[one, two], found[two, one] = value, 1 / value
    return found


MATRICES = {  # comparisons, weights, largest eigenvalue, consistency ratio
    "A": (table((3, 5), (3,)), (0.6370, 0.2583, 0.1047), 3.0385, 0.0332),
    "B1": (table((3, 6), (3,)), (0.6548, 0.2499, 0.0953), 3.0183, 0.0158),
    "B2": (
        table((THIRD, 1 / 4, 1 / 5), (THIRD, 1 / 4), (1 / 2,)),
        (0.0705, 0.1395, 0.3031, 0.4869),
        4.1145,
        0.0424,
    ),
    "B3": (table((THIRD,)), (0.25, 0.75), 2, 0),
    "five": (
        table((1 / 2, 4, 3, 3), (7, 5, 5), (1 / 2, THIRD), (1,)),
        (0.2636, 0.4758, 0.0538, 0.0981, 0.1087),
        5.0721,
        0.0161,
    ),
    "attendance": (table((4, 3), (1 / 2,)), (0.6250, 0.1365, 0.2385), None, 0.0158),
}


@pytest.mark.parametrize(("pairs", "weights", "largest", "ratio"), MATRICES.values(), ids=MATRICES)
def test_the_eigenvector_gives_the_worked_weights(pairs, weights, largest, ratio):
    found = ahp([f"k{number}" for number in range(len(pairs))], pairs)
    np.testing.assert_allclose(found.weights, weights, atol=1e-4)
    assert found.ratio == pytest.approx(ratio, abs=1e-4)
    assert largest is None or found.largest == pytest.approx(largest, abs=1e-4)
    assert found.is_consistent


def test_of_three_the_eigenvector_is_the_geometric_means_of_the_rows():
    for name in ("A", "B1", "attendance"):
        pairs = MATRICES[name][0]
        means = np.prod(pairs, axis=1) ** (1 / 3)
        np.testing.assert_allclose(means / means.sum(), ahp("abc", pairs).weights, atol=1e-12)


def test_the_pair_that_contradicts_the_others_is_named():
    # a = 2 b and b = 2 c, so a should be 4 c, d as c; but a was called a ninth of d
    pairs = {("a", "b"): 2, ("a", "c"): 4, ("b", "c"): 2, ("b", "d"): 2, ("c", "d"): 1}
    names = ("a", "b", "c", "d")
    found = ahp(names, matrix(names, {**pairs, ("a", "d"): 1 / 9}))
    assert not found.is_consistent
    assert (found.worst.more, found.worst.less, found.worst.given) == ("d", "a", pytest.approx(9))
    assert 1 / found.worst.implied == pytest.approx(4)
    assert found.worst.ratio_without == pytest.approx(0, abs=1e-9)


def test_answers_that_agree_name_no_pair():
    assert ahp("abc", matrix("abc", {("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4})).worst is None
    assert ahp("ab", matrix("ab", {("a", "b"): 9})).worst is None


def test_a_group_is_the_geometric_mean_so_that_opposites_cancel():
    one = table((3, 5), (3,))
    np.testing.assert_allclose(group_ahp("abc", [one, 1 / one]).weights, [THIRD] * 3)
    same = group_ahp("abc", [one, one])
    np.testing.assert_allclose(same.weights, ahp("abc", one).weights)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ({("a", "b"): 2, ("b", "c"): 2}, "pair_missing"),
        ({("a", "b"): 2, ("b", "a"): 2, ("b", "c"): 2, ("a", "c"): 2}, "pair_twice"),
        ({("a", "b"): 10, ("b", "c"): 2, ("a", "c"): 2}, "pair_off_scale"),
        ({("a", "x"): 2, ("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 2}, "comparison_unknown"),
    ],
)
def test_bad_answers_are_named(pairs, code):
    with pytest.raises(InputError) as caught:
        matrix("abc", pairs)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_matrix_that_is_not_mirrored_is_refused():
    with pytest.raises(InputError, match="not_reciprocal"):
        ahp("ab", [[1, 2], [2, 1]])


HOSPITAL = np.loadtxt(
    StringIO("""100 90 100 84 90 100 100 100 100
    100 100 78.6 100 90 100 100 100 100
    75 100 85.7 100 90 100 100 100 100
    100 100 78.6 100 90 100 94.4 100 100
    100 90 100 100 100 90 100 100 80
    100 100 100 100 90 100 100 85.7 100
    100 100 78.6 100 90 100 55.6 100 100
    87.5 100 85.7 100 100 100 100 100 100
    100 100 92.9 100 80 100 100 100 100
    100 90 100 100 100 100 100 100 100
    100 100 92.9 100 90 100 100 100 100""")
)


def test_entropy_scales_each_column_by_its_own_range():
    found = entropy_weights(HOSPITAL, [Better.HIGHER] * 9)
    entropy = (0.9541, 0.8672, 0.8356, 0.9603, 0.9363, 0.9603, 0.9599, 0.9603, 0.9603)
    weights = (0.0758, 0.2192, 0.2714, 0.0656, 0.1052, 0.0656, 0.0661, 0.0656, 0.0656)
    np.testing.assert_allclose(found.entropy, entropy, atol=1e-4)
    np.testing.assert_allclose(found.weights, weights, atol=1e-4)


def test_entropy_of_service_agents_gives_the_worked_weights():
    values = [(52, 22, 95), (48, 28, 97), (61, 35, 92), (45, 18, 99)]
    better = [Better.HIGHER, Better.LOWER, Better.HIGHER]
    weights = entropy_weights(values, better).weights
    np.testing.assert_allclose(weights, (0.4132, 0.2951, 0.2918), atol=1e-4)


def test_an_indicator_that_is_the_same_for_all_weighs_nothing():
    values = [(1, 5, 2), (2, 5, 1), (3, 5, np.nan), (4, 5, 4)]
    found = entropy_weights(values, [Better.HIGHER] * 3)
    assert found.weights[1] == 0
    assert (found.rows, found.rows_left_out) == (3, 1)
    with pytest.raises(InputError, match="all_alike"):
        entropy_weights([(1, 1), (1, 1)], [Better.HIGHER] * 2)
    with pytest.raises(InputError, match="too_few_rows"):
        entropy_weights([(1, 2)], [Better.HIGHER] * 2)


def test_a_cap_passes_what_is_above_it_to_the_others():
    np.testing.assert_allclose(capped([0.6, 0.3, 0.1], 0.4), [0.4, 0.4, 0.2])
    np.testing.assert_allclose(capped([0.5, 0.5, 0.0], 0.5), [0.5, 0.5, 0.0])
    with pytest.raises(InputError, match="cap_too_low"):
        capped([0.6, 0.4, 0.0], 0.4)


def test_a_blend_is_half_and_half_unless_said_otherwise():
    np.testing.assert_allclose(blend([[1, 0], [1, 1]]), [0.75, 0.25])
    np.testing.assert_allclose(blend([[1, 0], [1, 1]], [1, 3]), [0.625, 0.375])


def test_direct_weights_are_the_experts_means():
    np.testing.assert_allclose(direct([[4, 1], [2, 3]]), [0.6, 0.4])
    with pytest.raises(InputError, match="weights_all_zero"):
        direct([0, 0])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(sum), st.integers(0, 2))
def test_percents_are_exactly_100_and_off_by_less_than_a_step(weights, decimals):
    found = percents(weights, decimals)
    assert sum(found) == 100
    step = 10.0**-decimals
    for share, weight in zip(found, weights, strict=True):
        assert abs(float(share) - weight / sum(weights) * 100) < step * (1 + 1e-6)


def test_equal_remainders_go_to_the_first():
    assert percents([1, 1, 1]) == (Decimal(34), Decimal(33), Decimal(33))


def marks(*counts):
    """Marks of experts from how many gave 5, 4, 3, 2 and 1."""
    return np.repeat([5, 4, 3, 2, 1], counts)


DELPHI = {
    "politics": ((10, 12, 9, 2, 0), 3.9091, 0.2338, 0.303),
    "English": ((20, 11, 1, 1, 0), 4.5152, 0.1578, 0.606),
    "policy": ((9, 17, 7, 0, 0), 4.0606, 0.1735, 0.273),
    "law": ((13, 14, 5, 1, 0), 4.1818, 0.1933, 0.394),
}


def test_a_round_of_33_experts_gives_the_worked_numbers():
    given = np.column_stack([marks(*counts) for counts, *_ in DELPHI.values()])
    found = delphi_round(tuple(DELPHI), given)
    for opinion, (_, mean, variation, full) in zip(found.opinions, DELPHI.values(), strict=True):
        assert opinion.mean == pytest.approx(mean, abs=1e-4)
        assert opinion.variation == pytest.approx(variation, abs=1e-4)
        assert opinion.full_marks == pytest.approx(full, abs=1e-3)
    # means 4.167 +- 0.257, full marks 0.394 +- 0.150, variation 0.190 +- 0.033: politics fails
    assert [one.name for one in found.opinions if one.is_kept] == ["English", "policy", "law"]
    assert found.weights[0] == 0
    assert found.weights.sum() == pytest.approx(1)


def test_kendall_gives_the_worked_agreement():
    # rank sums 6, 10, 15, 19: S = 97
    found = kendall([(1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 4), (1, 3, 2, 4), (2, 1, 4, 3)])
    assert found.w == pytest.approx(0.776)
    assert found.chi_square == pytest.approx(11.64)


def test_raters_of_one_mind_agree_fully_also_with_ties():
    assert kendall([(5, 3, 3, 1)] * 4).w == pytest.approx(1)
    assert kendall([(1, 2), (2, 1)]).w == 0
    assert kendall([(3, 3), (3, 3)]).w == 0

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from kpi.scheme.scheme import Adding
from scheduler.errors import InputError
from service.month import months
from service.scheme.weight_studies import (
    Method,
    begun,
    blended,
    by_pairs,
    by_points,
    by_rounds,
    by_spread,
    pairs,
    save_study,
    study_of,
    weighed,
)
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill, scheme

D = Decimal
NAMES = ("target_attainment", "adherence", "reply_rate")


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(FIRST, absences=(), wishes=(), **WHO))


def test_new_study_holds_the_weights_in_force():
    study = begun(scheme())
    assert study.indicators == NAMES
    np.testing.assert_allclose(by_points(study), [0.6, 0.3, 0.1])


def test_pairs_that_agree_give_their_proportions():
    study = replace(begun(scheme()), ahp=((2.0, 6.0, 3.0),))  # 1 : 2, 1 : 6, 2 : 6
    assert pairs(NAMES) == (NAMES[:2], (NAMES[0], NAMES[2]), NAMES[1:])
    found = by_pairs(study)
    np.testing.assert_allclose(found.weights, [0.6, 0.3, 0.1])
    assert found.worst is None


def test_pairs_that_contradict_each_other_name_the_worst():
    study = replace(begun(scheme()), ahp=((9.0, 1 / 9, 9.0),))  # a circle
    found = by_pairs(study)
    assert not found.is_consistent
    assert found.worst is not None


def test_each_round_tells_how_far_experts_agree():
    apart = ((5.0, 3.0, 1.0), (1.0, 3.0, 5.0))
    agreed = ((5.0, 4.0, 1.0), (5.0, 3.0, 1.0))
    first, second = by_rounds(replace(begun(scheme()), delphi=(apart, agreed)))
    assert (first.agreement.w, second.agreement.w) == (0, 1)


def test_spread_is_taken_from_the_scored_month(database, tmp_path):
    fill(database, tmp_path / "in")
    run = months.score(at_desk(database, **WHO), NOVEMBER)
    found = by_spread(replace(begun(scheme()), cap=0.6), run, scheme())
    # both answered everything: no spread in the reply rate
    np.testing.assert_allclose(found.weights.sum(), 1)
    assert found.weights[2] == 0
    assert found.weights.max() <= 0.6 + 1e-9


def test_blend_follows_the_shares():
    study = replace(begun(scheme()), shares=(("direct", 3.0), ("ahp", 1.0)))
    found = {Method.DIRECT: np.array([1.0, 0, 0]), Method.AHP: np.array([0, 1.0, 0])}
    np.testing.assert_allclose(blended(study, found), [0.75, 0.25, 0])
    np.testing.assert_allclose(blended(replace(study, shares=()), found), [0.5, 0.5, 0])


def test_line_without_weight_leaves_the_scheme():
    found = weighed(scheme(), begun(scheme()), np.array([0.664, 0.336, 0.0]))
    assert [(line.indicator, line.weight) for line in found.lines] == [
        ("target_attainment", D(66)),
        ("adherence", D(34)),
    ]


def test_scheme_of_points_has_no_weights():
    points = replace(scheme(), adding=Adding.POINTS)
    with pytest.raises(InputError) as caught:
        weighed(points, begun(points), np.array([0.5, 0.3, 0.2]))
    assert caught.value.faults[0].code == "scheme_without_weights"


def test_study_is_kept_until_the_lines_change(database):
    said = replace(begun(scheme()), direct=((50.0, 30.0, 20.0),))
    for _ in range(2):
        save_study(at_desk(database, **WHO), said)
    assert study_of(at_desk(database), scheme()) == said
    fewer = replace(scheme(), lines=(replace(scheme().lines[0], weight=D(100)),))
    assert study_of(at_desk(database), fewer) == begun(fewer)

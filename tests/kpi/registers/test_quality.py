"""Gaps of service quality in both conventions, by dimension, post and month."""

import datetime as dt
import math
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.registers.quality import quality
from scheduler.errors import InputError
from store.files.quality_file import read_answers, survey_preset
from tests.kpi.making import CLOCK, NOVEMBER

SURVEY = survey_preset()
PUBLISHED = {  # perceived - expected
    "tangibles": -0.65,
    "reliability": -1.10,
    "responsiveness": -0.83,
    "assurance": -0.70,
    "empathy": -1.01,
}


def test_the_questionnaire_has_the_five_dimensions_with_four_or_five_questions():
    assert [len(one.questions) for one in SURVEY.dimensions] == [4, 5, 4, 4, 5]
    assert [int(one.weight) for one in SURVEY.dimensions] == [11, 32, 22, 19, 16]


def answers(tmp_path, rows):
    path = tmp_path / "survey.csv"
    lines = [",".join(map(str, row)) for row in rows]
    head = "respondent,post,date,question,expected,perceived"
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return read_answers(path, CLOCK, SURVEY)


def whole(who, gap, *, post="presales", date="2026-11-02", expected=6):
    return [(who, post, date, question, expected, expected + gap) for question in SURVEY.questions]


def test_gaps_of_two_customers_and_their_interval(tmp_path):
    found = quality(answers(tmp_path, [*whole("a", -1), *whole("b", -2)]), SURVEY)
    for gap in (*found.by_dimension.values(), found.unweighted, found.weighted):
        assert (gap.n, gap.gap) == (2, pytest.approx(-1.5))
        # t(1) = 12.706, sd 0.7071 / sqrt 2 = 0.5
        assert gap.half_width == pytest.approx(6.353, abs=1e-3)
    assert (found.weighted.expected, found.weighted.perceived) == (6, pytest.approx(4.5))


def test_a_published_example_answered_by_one_customer(tmp_path):
    rows = [
        ("a", "presales", "2026-11-02", question.id, 6, 6 + PUBLISHED[dimension.id])
        for dimension in SURVEY.dimensions
        for question in dimension.questions
    ]
    found = quality(answers(tmp_path, rows), SURVEY)
    assert found.unweighted.gap == pytest.approx(-0.858)
    assert found.weighted.gap == pytest.approx(-0.9007, abs=1e-4)
    assert found.worst == "reliability"
    assert math.isnan(found.weighted.half_width)


def test_gaps_by_post_and_month(tmp_path):
    rows = whole("a", -1) + whole("b", -3, post="aftersales")
    rows += whole("c", 1, date="2026-12-01")
    given = answers(tmp_path, rows)
    assert quality(given.where(post="aftersales"), SURVEY).weighted.gap == pytest.approx(-3)
    assert quality(given.where(month=NOVEMBER), SURVEY).weighted.n == 2
    assert quality(given.where(post="nothing"), SURVEY).weighted is None


def test_a_question_left_empty_leaves_the_others_of_its_dimension(tmp_path):
    rows = whole("a", -1)
    rows[0] = (*rows[0][:4], 6, "")
    found = quality(answers(tmp_path, rows), SURVEY)
    assert found.by_dimension["tangibles"].gap == -1
    some = quality(answers(tmp_path, rows[:4]), SURVEY)
    assert (list(some.by_dimension), some.weighted) == (["tangibles"], None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("a", "presales", "2026-11-02", "t1", 8, 5), "mark_off_scale"),
        (("a", "presales", "2026-11-02", "t1", 5, 0), "mark_off_scale"),
        (("a", "presales", "2026-11-02", "z9", 5, 5), "question_unknown"),
        (("a", "presales", "2026-11-02", "t1", "good", 5), "not_number"),
    ],
)
def test_faulty_answers_are_named(tmp_path, row, code):
    with pytest.raises(InputError, match=code):
        answers(tmp_path, [row])


def test_an_answer_given_twice_is_named(tmp_path):
    with pytest.raises(InputError, match="duplicate_row"):
        answers(tmp_path, [*whole("a", -1), *whole("a", -1)[:1]])


def test_weights_are_100_points_together():
    first, *rest = SURVEY.dimensions
    with pytest.raises(InputError, match="weights_not_100"):
        replace(SURVEY, dimensions=(replace(first, weight=Decimal(12)), *rest))
    twice = replace(first, questions=(*first.questions, first.questions[0]))
    with pytest.raises(InputError, match="question_twice"):
        replace(SURVEY, dimensions=(twice, *rest), valid_from=dt.date(2026, 2, 1))

import datetime as dt

import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.records import quality
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
DAY = dt.date(2026, 11, 3)


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def sheet(who, gap, post="presales", date=DAY):
    questions = ("t1", "r1", "s1", "a1", "e1")
    return quality.AnswerSheet(who, post, date, dict.fromkeys(questions, (6.0, 6.0 + gap)))


def test_sheets_are_kept_and_measured(database):
    for who, gap in (("a", -1), ("b", -2), ("b", -3)):  # b answered again that day
        quality.save_answers(at_desk(database, **WHO), sheet(who, gap))
    quality.save_answers(at_desk(database, **WHO), sheet("c", 0, "aftersales"))
    presales = quality.service_quality(at_desk(database), month=Month(2026, 11), post="presales")
    assert (presales.weighted.n, presales.weighted.gap) == (2, pytest.approx(-2))
    assert quality.service_quality(at_desk(database)).weighted.n == 3
    assert quality.service_quality(at_desk(database), month=Month(2026, 10)).weighted is None


def test_a_file_is_taken_in_whole_or_not_at_all(database, tmp_path):
    path = tmp_path / "survey.csv"
    head = "respondent,post,date,question,expected,perceived\n"
    path.write_text(head + "a,presales,2026-11-03,t1,6,5\nb,presales,2026-11-03,t1,6,9\n")
    with pytest.raises(InputError, match="mark_off_scale"):
        quality.import_answers(at_desk(database, **WHO), path)
    assert quality.service_quality(at_desk(database)).by_dimension == {}
    path.write_text(head + "a,presales,2026-11-03,t1,6,5\nb,presales,2026-11-03,t1,6,4\n")
    assert quality.import_answers(at_desk(database, **WHO), path) == 2
    assert quality.service_quality(at_desk(database)).by_dimension["tangibles"].gap == -1.5

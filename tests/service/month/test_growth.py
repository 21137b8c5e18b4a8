import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from kpi.scheme.scheme import Grade
from scheduler.errors import InputError
from service.month import growth, kpi_intake, kpi_plans, months
from service.month.growth import GrowthKind, GrowthNote
from store.files.kpi_facts import write_facts
from tests.desks import at_desk
from tests.kpi.making import bands, line, scheme
from tests.kpi.making import facts as row
from tests.service import small_shop as s

D = Decimal
HR = {"by": "人事", "now": s.NOW}
JUNE = Month(2026, 6)
STEPS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))
GRADES = (Grade("gold", "金", "gold", D(90)), Grade("none", "无", "none", D(0)))


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week(**HR))
    made = replace(scheme(line(bands=STEPS)), grades=GRADES)
    kpi_plans.save_scheme(at_desk(opened, **HR), made)
    for number, replied in ((3, 95), (4, 95), (5, 80), (6, 95)):
        take_in(opened, tmp_path, number, {"A1": replied, "A2": 95, "A3": 60})
    yield opened
    opened.close()


def take_in(database, folder, number, replied):
    rows = [
        row(agent=name, date=dt.date(2026, number, 3), replied=count, received=100)
        for name, count in replied.items()
    ]
    write_facts(merge(rows), folder / f"facts{number}.csv")
    kpi_intake.import_facts(at_desk(database, **HR), folder / f"facts{number}.csv")
    months.score(at_desk(database, **HR), Month(2026, number), pay=False)


def test_three_months_of_the_best_grade_make_a_promotion_due(database):
    due, going, weak = growth.suggestions(at_desk(database), JUNE)
    assert (due.agent_id, due.kind, due.months, due.is_due) == (
        "A2",
        GrowthKind.PROMOTION,
        4,
        True,
    )
    assert (going.agent_id, going.months, going.is_due) == ("A1", 1, False)
    assert (weak.agent_id, weak.kind, weak.indicators) == (
        "A3",
        GrowthKind.TRAINING,
        ("reply_rate",),
    )


def test_line_at_the_limit_is_not_weak(database):
    params = growth.GrowthParams(weak=D("0.6"))
    assert [one.agent_id for one in growth.suggestions(at_desk(database), JUNE, params)] == [
        "A2",
        "A1",
    ]


def test_note_is_kept_until_it_is_done_once(database):
    note = GrowthNote(JUNE, "A3", GrowthKind.TRAINING, "快捷回复培训", dt.date(2026, 7, 15))
    number = growth.keep_note(at_desk(database, **HR), note)
    assert growth.finish_note(at_desk(database, **HR), number).done_on == dt.date(2026, 11, 23)
    with pytest.raises(InputError) as caught:
        growth.finish_note(at_desk(database, **HR), number)
    assert caught.value.faults[0].code == "already_done"
    assert [entry.value.agent_id for entry in growth.notes(at_desk(database))] == ["A3"]


def test_note_without_words_is_refused():
    with pytest.raises(InputError):
        GrowthNote(JUNE, "A3", GrowthKind.TRAINING, "  ", dt.date(2026, 7, 15))

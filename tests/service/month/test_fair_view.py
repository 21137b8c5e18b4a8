import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from scheduler.errors import InputError
from service.month import fair_view, kpi_intake, kpi_plans, months
from service.roster import intake
from store.files.kpi_facts import write_facts
from tests.desks import at_desk
from tests.kpi.making import facts, scheme
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
WHO = {"by": "人事", "now": s.NOW}


def test_without_chats_both_totals_are_the_same(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week())
    kpi_plans.save_scheme(at_desk(database, **WHO), scheme())
    with pytest.raises(InputError, match="month_not_scored"):
        fair_view.fair_view(at_desk(database), NOVEMBER)
    rows = merge(
        [facts(agent="A1", replied=95, received=100), facts(agent="A2", replied=1, received=9)]
    )
    write_facts(rows, tmp_path / "facts.csv")
    kpi_intake.import_facts(at_desk(database, **WHO), tmp_path / "facts.csv")
    months.score(at_desk(database, **WHO), NOVEMBER, pay=False)
    found = fair_view.fair_view(at_desk(database), NOVEMBER)
    database.close()
    assert [(one.plain, one.adjusted) for one in found] == [(100, 100), (0, 0)]

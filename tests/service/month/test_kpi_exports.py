import pytest

from kpi.month import Month
from scheduler.errors import InputError
from service.looked import looked_at
from service.month import kpi_exports, months
from service.month.kpi_exports import ExportMapping
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "人事", "now": s.NOW}
HOW = ExportMapping(
    "pdd", {"agent_id": "客服", "date": "日期", "received": "接待"}, {"post": "presales"}
)


def test_an_export_is_taken_in_and_its_mapping_remembered(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week())
    path = tmp_path / "pdd.csv"
    path.write_text("客服,日期,接待\nA1,2026-11-02,20\nX9,2026-11-02,1\n", "utf-8")
    with pytest.raises(InputError, match="unknown_agent"):
        kpi_exports.import_export(at_desk(database, **WHO), path, HOW)
    assert kpi_exports.export_mappings(at_desk(database)) == ()
    assert months.known_months(at_desk(database)) == ()
    path.write_text("客服,日期,接待\nA1,2026-11-02,20\n", "utf-8")
    for _ in range(2):
        with looked_at("再导入一次"):
            found = kpi_exports.import_export(at_desk(database, **WHO), path, HOW)
    assert found == (Month(2026, 11),)
    assert kpi_exports.export_mappings(at_desk(database)) == (HOW,)
    database.close()

"""``paiban after``: a week that is over, as a table, for programs and as a file."""

from openpyxl import load_workbook

from service.demand.forecasting import forecast_week
from service.demand.overruling import Model
from service.demand.staffing import staff_week
from service.history.volumes import import_volumes
from service.roster.publishing import keep_roster, publish
from store.database import open_database
from tests.desks import at_desk
from tests.service import small_shop as s


def shop(path, *, is_published=True):
    url = f"sqlite:///{path}"
    with_week = s.with_week(by="主管", now=s.NOW)
    opened = open_database(url)
    with_week(opened)
    desk = at_desk(opened, by="主管", now=s.NOW)
    keep_roster(desk, s.LABEL, s.roster())
    if is_published:
        import_volumes(desk, s.volumes())
        forecast_week(desk, s.LABEL, models={"presales": Model.LAST_WEEK})
        staff_week(desk, s.LABEL)
        publish(desk, s.LABEL, reason="试")
        import_volumes(desk, s.volumes(s.MONDAY, 7, 9.0))
    opened.close()
    return url


def test_a_week_that_is_over_is_told_and_written(paiban, tmp_path):
    url, out = shop(tmp_path / "d.db"), tmp_path / "after.xlsx"
    ran = paiban("after", s.LABEL, "--out", out, "--db", url, "--json", "-")
    assert ran.code == 0
    assert {one["code"] for one in ran.report["caveats"]} >= {"after_no_attendance"}
    presales = ran.report["posts"]["presales"]
    assert presales["came"] == 9 * 48 * 7
    (one,) = ran.report["overrulings"]
    assert (one["by"], one["post"], one["value"]) == ("主管", "presales", "last_week")
    book = load_workbook(out)
    assert len(book.sheetnames) == 3
    posts = book.worksheets[0]
    assert [cell.value for cell in posts["C"]][1:] == [9 * 48 * 7] * 2
    text = tmp_path / "after.csv"
    assert paiban("after", s.LABEL, "--out", text, "--db", url).code == 0
    assert len(text.read_text(encoding="utf-8-sig").splitlines()) == 3


def test_a_week_that_is_not_published_is_one_sentence(paiban, tmp_path):
    ran = paiban(
        "after", s.LABEL, "--db", shop(tmp_path / "d.db", is_published=False), "--json", "-"
    )
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["week_not_published"]

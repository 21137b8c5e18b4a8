import io
import re
import zipfile

import openpyxl
import pytest

from scheduler.errors import InputError, StoreError
from scheduler.limits import VARIABLE
from service.roster import intake
from service.roster.weeks import weeks
from service.shop.shops import shops
from store.files.roster_table import shift_rows
from store.files.source import Written, write_folder
from store.files.week import write_roster, write_week
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui.parts.importing import unpacked


def zipped(folder, prefix=""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(prefix + path.name, path.read_bytes())
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "week"
    write_week(s.week(), path)
    return path


def upload(page, key, name, content):
    page.file_uploader(key=key).set_value((name, content, "application/octet-stream")).run()


@pytest.mark.usefixtures("draft")
def test_weeks_are_listed_with_their_state(app):
    shown = seen(opened(app, "weeks"))
    assert s.LABEL in shown
    assert "草稿" in shown


def test_week_is_imported_from_a_zip_into_a_new_shop(app, database, folder):
    opened(app, "weeks")
    upload(app, "import.week", "week.zip", zipped(folder, prefix="some/folder/"))
    app.text_input(key="import.shop_name").set_value("新店").run()
    button(app, "import.go").click().run()
    assert not app.exception
    assert [week.label for week in weeks(at_desk(database, "新店"))] == [s.LABEL]
    assert re.search(r"全部采用：agents\.csv（\d+ 行）、", seen(app))


@pytest.mark.parametrize("form", ["week", "week.xlsx"])
def test_a_roster_that_lies_with_the_week_becomes_its_draft(database, tmp_path, form):
    write_week(s.week(), tmp_path / form)
    roster = Written({"roster": shift_rows(s.roster().shifts, s.CLOCK)}, {})
    if form == "week":
        write_folder(roster, tmp_path / form)
    else:
        book = openpyxl.load_workbook(tmp_path / form)
        sheet = book.create_sheet("roster")
        for row in (roster.tables["roster"][0], *roster.tables["roster"][1]):
            sheet.append(list(row))
        book.save(tmp_path / form)
    intake.import_week(
        at_desk(database, "main", by="组长", now=s.NOW), tmp_path / form, with_roster=True
    )
    assert weeks(at_desk(database))[0].version == 1


def test_a_week_is_not_kept_without_the_roster_that_lies_with_it(database, folder, monkeypatch):
    write_roster(s.roster(), folder / "roster.csv", s.CLOCK)

    def fails(*_args, **_named):
        raise StoreError("the disk is full")

    monkeypatch.setattr(intake, "add_draft", fails)
    with pytest.raises(StoreError):
        intake.import_week(at_desk(database, "新店"), folder, with_roster=True)
    assert weeks(at_desk(database, "新店")) == ()


def test_a_roster_in_a_zip_is_taken(app, database, folder):
    write_roster(s.roster(), folder / "roster.csv", s.CLOCK)
    opened(app, "weeks")
    upload(app, "import.week", "week.zip", zipped(folder))
    app.text_input(key="import.shop_name").set_value("新店").run()
    button(app, "import.go").click().run()
    assert not app.exception
    assert weeks(at_desk(database, "新店"))[0].version == 1


def test_a_faulty_roster_in_a_zip_keeps_the_week_out_too(app, database, folder):
    write_roster(s.roster(), folder / "roster.csv", s.CLOCK)
    text = (folder / "roster.csv").read_text(encoding="utf-8")
    (folder / "roster.csv").write_text(text.replace("T09:00", "T99:00"), encoding="utf-8")
    opened(app, "weeks")
    upload(app, "import.week", "week.zip", zipped(folder))
    app.text_input(key="import.shop_name").set_value("新店").run()
    button(app, "import.go").click().run()
    assert "roster.csv" in seen(app)
    assert shops(database) == ()


def test_faults_are_listed_and_nothing_is_kept(app, database, folder):
    text = (folder / "agents.csv").read_text(encoding="utf-8")
    (folder / "agents.csv").write_text(text.replace("40", "-40"), encoding="utf-8")
    opened(app, "weeks")
    upload(app, "import.week", "week.zip", zipped(folder))
    app.text_input(key="import.shop_name").set_value("新店").run()
    button(app, "import.go").click().run()
    assert not app.exception
    shown = seen(app)
    assert "什么都没有导入" in shown
    assert "agents.csv" in shown
    assert shops(database) == ()


@pytest.mark.usefixtures("database")
def test_file_that_is_no_zip_is_refused(app):
    opened(app, "weeks")
    upload(app, "import.week", "week.zip", b"no archive")
    app.text_input(key="import.shop_name").set_value("新店").run()
    button(app, "import.go").click().run()
    assert "ZIP" in seen(app)


def test_roster_is_imported_as_a_draft(app, week, tmp_path):
    path = tmp_path / "roster.csv"
    write_roster(s.roster(), path, s.CLOCK)
    opened(app, "weeks")
    upload(app, "import.roster", "roster.csv", path.read_bytes())
    button(app, "import.roster_go").click().run()
    assert weeks(at_desk(week))[0].version == 1


def test_next_week_is_opened(app, draft):
    opened(app, "weeks")
    button(app, "weeks.open").click().run()
    assert [week.label for week in weeks(at_desk(draft))] == [s.LABEL, "2026-W50"]


def test_archive_cannot_write_outside_its_folder(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../evil.csv", "x")
    inside = tmp_path / "inside"
    inside.mkdir()
    unpacked("week.zip", buffer.getvalue(), inside)
    assert [path.name for path in inside.iterdir()] == ["evil.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


def test_archive_that_unpacks_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "file_mb=1")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("agents.csv", "x" * 2_000_000)
    with pytest.raises(InputError) as caught:
        unpacked("week.zip", buffer.getvalue(), tmp_path)
    assert caught.value.faults[0].code == "over_file_mb"


@pytest.mark.usefixtures("draft")
def test_several_weeks_are_opened_as_one(app, database):
    page = opened(app, "weeks")
    page.button_group(key="weeks.length").set_value(4).run()
    button(app, "weeks.open").click().run()
    assert not app.exception
    assert [week.horizon.days for week in weeks(at_desk(database))] == [7, 28]

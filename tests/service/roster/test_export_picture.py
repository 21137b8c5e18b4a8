import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from scheduler.errors import InputError
from service.drawing import fonts
from service.drawing.table import DrawnCell, DrawnTable, drawn, pdf, png
from service.roster import intake, publishing, rosters
from service.roster.export_cells import Colours, RosterCells
from service.roster.export_marks import content
from service.roster.export_picture import packed, roster_pdf, team_parts, team_pictures
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.typefaces import needs_chinese
from ui.export_words import export_words

WHO = {"by": "王经理", "now": s.NOW}
GREEN = (0xCC, 0xEE, 0xDD)


def sized(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


def table(rows, **told):
    cells = tuple(tuple(map(DrawnCell, row)) for row in rows)
    return DrawnTable(**{"title": "Week", "status": "", "warning": "", "rows": cells, **told})


@pytest.fixture
def cells(tmp_path):
    database = s.database(tmp_path)
    intake.keep_week(at_desk(database, **WHO), s.week())
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    sheet = rosters.roster_sheet(at_desk(database), s.LABEL)
    colours = Colours({"presales": "#CCEEDD", "aftersales": "#FBEDCF"}, {})
    yield RosterCells(content(sheet), export_words(sheet, "zh"), colours)
    database.close()


@needs_chinese
def test_each_team_has_a_picture_that_chat_groups_take(cells):
    found = team_pictures(cells)
    assert [one.team for one in found] == sorted({a.team for a in cells.told.problem.agents})
    assert all(sized(one.content).width > 800 for one in found)
    assert all(len(one.content) < 2_000_000 for one in found)
    colours = {colour for _count, colour in sized(found[0].content).getcolors(1 << 24)}
    assert any(max(abs(a - b) for a, b in zip(c, GREEN, strict=True)) < 12 for c in colours)
    named = team_parts(cells.told.problem, cells.told.shifts)
    assert named == tuple((one.team, one.part) for one in found)


@needs_chinese
def test_only_the_teams_that_are_asked_for_are_drawn(cells):
    named = cells.told.problem.agents[0].team
    assert [one.team for one in team_pictures(cells, [named])] == [named]
    assert team_pictures(cells, ["nobody"]) == ()


@needs_chinese
def test_names_of_teams_are_safe_as_names_of_files(cells):
    one = team_pictures(cells)[0]
    evil = [replace(one, team="../a/b"), replace(one, team="", part=2, parts=2)]
    with zipfile.ZipFile(io.BytesIO(packed(evil, "未分组"))) as file:
        assert file.namelist() == ["01-___a_b.png", "02-未分组-2.png"]


@needs_chinese
def test_paper_has_a_landscape_page_for_each_team(cells):
    content = roster_pdf(cells)
    assert content.startswith(b"%PDF")
    assert content.count(b"/MediaBox [ 0 0 842.04 595.44 ]") == len(
        {a.team for a in cells.told.problem.agents}
    )


def test_a_wider_text_makes_a_wider_column():
    narrow, wide = (drawn(table([["a", "b"], [text, "c"]])) for text in ("x", "x" * 40))
    assert wide.width > narrow.width
    assert wide.height == narrow.height


def test_notes_stay_below_and_within_the_picture():
    rows = [["a" * 20, "b" * 20]]
    few, many = (drawn(table(rows, notes=((None, "A", "what it means"),) * n)) for n in (1, 12))
    assert many.width == few.width
    assert many.height > few.height


def test_a_marked_cell_is_framed_in_red():
    rows = ((DrawnCell("a"),), (DrawnCell("b", is_marked=True),))
    told = DrawnTable("", "", "", rows)
    assert (0xC6, 0x28, 0x28) in {colour for _, colour in drawn(told).getcolors(1 << 24)}


def test_a_table_larger_than_the_page_is_made_smaller():
    long = table([["name", "day"], *([["someone", "M"]] * 200)])
    assert pdf([long], "x").count(b"/Page\n") == 1
    assert len(png(long)) < 2_000_000


def test_without_a_chinese_typeface_it_is_said_how_to_get_one(monkeypatch):
    monkeypatch.setattr(fonts, "_known", lambda _size: None)
    assert fonts.font_for("Week 49", 20)
    with pytest.raises(InputError) as caught:
        fonts.font_for("第49周", 20)
    assert caught.value.faults[0].code == "font_missing"


def test_a_setting_that_names_no_typeface_is_refused(monkeypatch, tmp_path):
    wrong = tmp_path / "x.ttf"
    wrong.write_text("no font")
    monkeypatch.setenv("PAIBAN_FONT", str(wrong))
    with pytest.raises(InputError) as caught:
        fonts.font_for("a", 20)
    assert caught.value.faults[0].code == "font_unreadable"

import datetime as dt

import pytest

from scheduler.errors import InputError
from scheduler.grid_edit import EditKind, GridEdit, RosterCell
from service.roster import draft_history
from service.roster.publishing import keep_roster
from service.roster.rosters import roster_sheet
from service.roster.weeks import problem
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.roster import test_sheet_editing as workbooks
from tests.ui.pages.app import button, opened, seen
from ui.parts.grid_edit import cells_of, edit_of

MON, TUE = s.MONDAY, s.MONDAY + dt.timedelta(days=1)


def shifts(database):
    return roster_sheet(at_desk(database), s.LABEL).version.version.roster.shifts


def edited(app, act, people=(), days=()):
    """Open the week to be edited and fill the form."""
    opened(app)
    app.toggle(key="week.grid.editing").set_value(True).run()
    app.selectbox(key="grid_edit.act").set_value(act).run()
    app.multiselect(key="grid_edit.people").set_value(list(people)).run()
    return app.multiselect(key="grid_edit.days").set_value(list(days)).run()


def test_by_form_an_edit_is_tried_kept_undone_and_done_again(app, draft):
    edited(app, "move", ["A1"], [MON])
    app.selectbox(key="grid_edit.to_day").set_value(TUE).run()
    button(app, "grid_edit.try").click().run()
    assert "1 处改动还没保存" in seen(app)
    assert "不违反任何规则" in seen(app)
    assert shifts(draft) == s.roster().shifts
    button(app, "edit.save").click().run()
    assert not app.exception
    assert shifts(draft) == (s.shift("A1", day=1), s.shift("A3", post="aftersales"))
    assert "最近一步" in seen(app)
    button(app, "grid_edit.undo").click().run()
    assert shifts(draft) == s.roster().shifts
    button(app, "grid_edit.redo").click().run()
    assert shifts(draft)[0] == s.shift("A1", day=1)
    assert draft_history.history(at_desk(draft), s.LABEL).undone == ()


def test_several_edits_wait_together_and_the_last_can_be_let_go(app, draft):
    edited(app, "clear", ["A1"], [MON])
    button(app, "grid_edit.try").click().run()
    app.multiselect(key="grid_edit.people").set_value(["A3"]).run()
    button(app, "grid_edit.try").click().run()
    assert "2 处改动还没保存" in seen(app)
    button(app, "grid_edit.last_away").click().run()
    assert "1 处改动还没保存" in seen(app)
    button(app, "grid_edit.discard").click().run()
    assert "还没保存" not in seen(app)
    assert shifts(draft) == s.roster().shifts


@pytest.mark.usefixtures("draft")
def test_an_edit_that_cannot_be_is_refused_in_one_sentence(app):
    edited(app, "clear", ["A2"], [MON])
    button(app, "grid_edit.try").click().run()
    assert "改完和原来一样" in " ".join(each.value for each in app.error)
    assert "还没保存" not in seen(app)


def test_what_breaks_the_law_waits_without_being_kept(app, draft):
    edited(app, "copy", ["A1"], [MON])
    app.selectbox(key="grid_edit.to_person").set_value("A2").run()
    app.selectbox(key="grid_edit.to_day").set_value(TUE).run()  # on leave
    button(app, "grid_edit.try").click().run()
    assert button(app, "edit.save").disabled
    assert shifts(draft) == s.roster().shifts


def test_whole_days_are_locked_and_set_free(app, draft):
    edited(app, "lock", days=[MON])
    button(app, "grid_edit.try").click().run()
    found = problem(at_desk(draft), s.LABEL)
    assert (len(found.pins), len(found.type_pins)) == (2, 2)
    assert "已锁定 4 格" in seen(app)
    button(app, "done.undo").click().run()
    found = problem(at_desk(draft), s.LABEL)
    assert not found.pins
    assert not found.type_pins


def test_what_a_browser_says_is_an_edit_or_a_sentence(draft):
    sheet, shown = roster_sheet(at_desk(draft), s.LABEL), ["A1", "A2", "A3"]

    def told(kind, cells, **more):
        return edit_of(sheet, shown, kind, cells_of(cells), more)

    mon, tue = ["A1", str(MON)], ["A1", str(TUE)]
    held = {"grip": mon, "onto": ["A2", str(TUE)]}
    assert told("move", [mon, tue], **held).to[0] == RosterCell("A2", TUE)
    assert told("copy", [mon, mon], to=[tue, ["A2", str(MON)]]).kind is EditKind.COPY
    assert told("swap", [mon, ["A2", str(MON)]]).to == (RosterCell("A2", MON),)
    assert told("meal_earlier", [mon]).minutes == -30
    later = told("later", [mon])
    assert later == GridEdit(
        EditKind.START, later.cells, minutes=sheet.problem.rules.start_grid_min
    )
    for bad in (None, "x", [["A1"]], [["A1", "never"]], [], 7):
        with pytest.raises(InputError, match="edit_no_cell"):
            cells_of(bad)
    with pytest.raises(InputError, match="edit_beyond"):
        told("move", [mon, ["A3", str(MON)]], grip=mon, onto=["A2", str(MON)])
    with pytest.raises(InputError, match="edit_no_cell"):
        told("move", [mon], grip=mon)


def test_an_edited_workbook_is_shown_before_it_is_kept(app, database, tmp_path):
    opened_at = s.filled(database, s.with_week(rules=workbooks.TYPED, by="王经理", now=s.NOW))
    desk = at_desk(opened_at, by="王经理", now=s.NOW)
    keep_roster(desk, s.LABEL, s.roster())
    path = workbooks.handed_out(desk, tmp_path / "w.xlsx")
    changed = workbooks.edited(path, "A1", 1, "短").read_bytes()
    opened(app)
    app.toggle(key="week.grid.editing").set_value(True).run()

    def sent(content):
        uploader = next(u for u in app.file_uploader if str(u.key).startswith("sheet_back"))
        return uploader.set_value(("w.xlsx", content, "application/octet-stream")).run()

    assert "文件里改了 1 格，涉及 1 人" in seen(sent(changed))
    assert shifts(database) == s.roster().shifts
    button(app, f"sheet_back.{s.LABEL}.save").click().run()
    assert not app.exception
    assert len(shifts(database)) == len(s.roster().shifts) + 1

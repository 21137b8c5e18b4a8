"""A week's list of shifts, as it is handed out, is the same roster when it is taken in again."""

import dataclasses

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.roster import Roster
from scheduler.session import Session
from scheduler.shift import Sitting, Span, Stint
from service.roster import export, intake, publishing, rosters
from service.roster.export_cells import Colours, RosterCells
from service.roster.export_marks import content
from service.spreadsheet import workbook_of
from store.files.heads import usual_posts
from store.files.week import read_roster
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.export_words import export_words
from ui.template_words import template_file
from ui.words.catalogue import catalogue
from ui.words.names import post_name

WHO = {"by": "王经理", "now": s.NOW}
LANGS = ("zh", "en")
COLOURS = Colours({"presales": "#DCECF7", "aftersales": "#FBEDCF"}, {})


def rich():
    """Return a roster with a change of post, breaks, a session, and a night past midnight."""
    plain = s.shift("A1")
    at = plain.start_min
    spans = (Span(at, at + 120), Span(at + 120, plain.end_min))
    changing = dataclasses.replace(
        s.shift("A4"), stints=tuple(map(Stint, spans, ("presales", "aftersales")))
    )
    sitting = Sitting(Span(at + 60, at + 120), "S1")
    paused = dataclasses.replace(plain, breaks=(Span(at + 30, at + 45),), sessions=(sitting,))
    late = s.shift("A3", day=2)
    moved = 14 * 60
    night = dataclasses.replace(
        late,
        start_min=late.start_min + moved,
        end_min=late.end_min + moved,
        meal=Span(late.meal.start_min + moved, late.meal.end_min + moved),
    )
    return Roster((paused, night, changing))


def week():
    at = s.shift("A1").start_min
    return dataclasses.replace(
        s.week(), sessions=(Session("S1", "A1", "", 60, at, at + 300, "例会"),)
    )


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    intake.keep_week(at_desk(opened, **WHO), week())
    publishing.keep_roster(at_desk(opened, **WHO), s.LABEL, rich())
    yield opened
    opened.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "book"])
def test_what_is_handed_out_is_taken_in_unchanged(lang, form, database, tmp_path):
    sheet = rosters.roster_sheet(at_desk(database), s.LABEL)
    told, words = content(sheet), export_words(sheet, lang)
    if form == "csv":
        made = export.roster_csv(told, words)
    elif form == "xlsx":
        made = workbook_of([export.shift_table(told, words)])
    else:
        made = export.roster_workbook(RosterCells(told, words, COLOURS))
    path = tmp_path / f"{s.LABEL}.{'csv' if form == 'csv' else 'xlsx'}"
    path.write_bytes(made)
    kept = publishing.import_roster(at_desk(database, **WHO), s.LABEL, path)
    assert {*kept.version.roster.shifts} == {*rich().shifts}


@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_in_template_of_shifts_is_a_roster(lang, tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(template_file("roster", lang, s.POSTS))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(
        ["A1", post_name("presales", lang), "2026-11-30 09:00", "2026-11-30 18:00", "12:00-13:00"]
    )
    book.save(path)
    (shift,) = read_roster(path, week().problem()).shifts
    assert (shift.post, shift.work_min, shift.meal.length_min) == ("presales", 480, 60)


@pytest.mark.parametrize("lang", LANGS)
def test_names_of_posts_that_are_shown_are_known_in_files(lang):
    shown = {key.removeprefix("post.") for key in catalogue(lang) if key.startswith("post.")}
    usual = {said.casefold(): post for said, post in usual_posts().items()}
    named = [post for post in shown if usual.get(post_name(post, lang).casefold()) == post]
    assert {"presales", "insales", "aftersales"} <= {*named}


def test_a_time_that_is_none_is_a_fault_of_its_cell(tmp_path):
    path = tmp_path / "roster.csv"
    row = "A1,售前,2026-11-30 09:00,2026-11-30 18:00,12:00-25:99"
    path.write_text(f"工号,岗位,上班,下班,用餐\n{row}\n")
    with pytest.raises(InputError, match="stretch_unreadable") as refused:
        read_roster(path, week().problem())
    assert refused.value.faults[0].column == "用餐"

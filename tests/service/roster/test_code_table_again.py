"""A roster written as a table of codes reads back as it was."""

import dataclasses
import datetime as dt
import io
import random

import openpyxl
import pytest

from scheduler.agent import Absence
from scheduler.horizon import ClockSpan
from scheduler.roster import Roster
from scheduler.shift import BreakRule, Shift, Span, Stint
from scheduler.shift_type import ShiftType
from scheduler.verify.checker import verify
from service.roster.export import keep_workbook
from service.roster.export_cells import RosterCells
from service.roster.export_marks import HandedOut
from store.files.taken import noting_rows
from store.files.week import read_roster
from tests.builders import agent, horizon, post, problem, rules
from ui.export_words import words_of
from ui.look import export_colours

TYPES = (
    ShiftType("早", 510, 480, meal_min=60, name_zh="早班", breaks=(BreakRule(60, 120),)),
    ShiftType("A", 720, 480, meal_min=60, meal_earliest_min=240, meal_latest_min=240),
    ShiftType("X", 960, 360, latest_start_clock=1080, start_step_min=60),
    ShiftType("1", 1410, 480),
    ShiftType("短", 420, (330, 270), contract_hours=((40, 40), (10, 39))),
    ShiftType("D", 1200, (240, 180, 120), latest_start_clock=1230),
    ShiftType("两头", 540, 480, gap_min=240, meal_between=ClockSpan(780, 1020)),
)
KINDS = ("年假", "sick", "A", "家里+有事", "08:00-09:00", "", "!", "休", "搬家")
POSTS = ("presales", "aftersales")


def drawn(seed, typed, timezone):
    """Return a problem and a roster of it that may break any rule."""
    luck = random.Random(seed)
    week = horizon(dt.date(2026, 10, 19), days=luck.randint(3, 14), timezone=timezone)
    names = luck.sample(("1", "007", "KF001", "王伟", "早班"), luck.randint(1, 5))
    shifts, absences = [], []
    for name in names:
        for date in week.dates:
            for _ in range(luck.choice((0, 1, 1, 2))):
                shifts.append(worked(luck, name, week.clock, date, typed))
            if luck.random() < 0.3:
                first = week.clock.at(date)
                absences.append(Absence(name, first, first + 600, luck.choice(KINDS)))
    asked = problem(
        agents=[agent(name, POSTS) for name in names],
        posts=map(post, POSTS),
        ruleset=rules(types=TYPES if typed else ()),
        week=week,
        absences=absences,
    )
    return asked, Roster(tuple(shifts))


def worked(luck, agent_id, clock, date, typed):
    """Return a shift: mostly of a type, where there are any, else of any times."""
    kind = luck.choice(TYPES)
    start, length = clock.at(date, luck.choice(kind.starts)), luck.choice(kind.lengths)
    if not typed or luck.random() < 0.2:
        start, length = clock.at(date, luck.randint(0, 1439)), luck.randint(2, 1500)
    meal = None
    if length > 120 and luck.random() < 0.6:
        begins = start + luck.randint(1, length - 61)
        meal = Span(begins, begins + 60)
    first, second = luck.sample(POSTS, 2)
    middle = start + length // 2
    stints = (Stint(Span(start, middle), first), Stint(Span(middle, start + length), second))
    return Shift(agent_id, start, start + length, first, meal, stints=luck.choice(((), stints)))


def written(path, asked, roster, lang):
    told = HandedOut(asked, roster.shifts, verify(asked, roster))
    keep_workbook(path, RosterCells(told, words_of(told, "旗舰店", lang), export_colours(asked)))
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("typed", [True, False], ids=["codes", "hours"])
@pytest.mark.parametrize("timezone", ["Asia/Shanghai", "Europe/Berlin"])
@pytest.mark.parametrize("seed", range(8))
def test_any_roster_comes_back_as_it_was(tmp_path, lang, typed, timezone, seed):
    asked, roster = drawn(seed, typed, timezone)
    path = written(tmp_path / "班表.xlsx", asked, roster, lang)
    with noting_rows() as files:
        again = read_roster(path, asked)
    assert again.shifts == roster.shifts
    assert not any(each.assumed for each in files.values())


def small():
    people = (agent("A1", POSTS), agent("A2", POSTS))
    asked = problem(agents=people, posts=tuple(map(post, POSTS)), ruleset=rules(types=TYPES))
    clock, dates = asked.horizon.clock, asked.horizon.dates
    start = clock.at(dates[0], 510)
    shift = Shift("A1", start, start + 540, "aftersales", Span(start + 180, start + 240))
    return asked, Roster((shift,))


def opened(path):
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def test_the_sheet_has_codes_counts_legend_and_prints_on_one_width(tmp_path):
    asked, roster = small()
    sheet = opened(written(tmp_path / "t.xlsx", asked, roster, "zh"))["班表"]
    rows = [[cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    heads = next(at for at, row in enumerate(rows) if row[0] == "工号")
    assert rows[heads][4].date() == asked.horizon.start
    assert rows[heads + 1][4] == "周一"
    assert rows[heads + 2][:6] == ["A1", "Agent A1", "T1", 8, "早", "休"]
    assert rows[heads + 4][:6] == ["早 早班", None, "人数", 1, 1, 0] or rows[heads + 4][1] == ""
    legend = {row[0]: row[2] for row in rows[heads + 9 :] if row[0]}
    assert legend["早"] == "08:30-17:30"
    assert legend["A"] == "12:00-21:00（用餐 16:00-17:00）"
    assert legend["两头"] == "09:00-13:00 17:00-21:00"
    assert legend["X"] == "16:00-22:00 … 18:00-00:00"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == f"${heads + 1}:${heads + 2}"
    assert "旗舰店" in rows[0][0]
    assert "2026-W49" in rows[0][0]


def test_a_broken_cell_says_what_is_broken(tmp_path):
    asked, roster = small()
    first = asked.horizon.start_min
    asked = dataclasses.replace(asked, absences=(Absence("A1", first, first + 1440, "年假"),))
    sheet = opened(written(tmp_path / "t.xlsx", asked, roster, "zh"))["班表"]
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(notes) == 1
    assert "A1" in notes[0]
    assert any(cell.value == "!✕早" for row in sheet.iter_rows() for cell in row)


def test_a_code_changed_by_hand_holds_over_the_sheet_of_shifts(tmp_path):
    asked, roster = small()
    path = written(tmp_path / "t.xlsx", asked, roster, "zh")
    book = opened(path)
    cells = [
        cell
        for row in book["班表"].iter_rows()
        for cell in row
        if cell.value == "早" and cell.column == 5
    ]
    cells[0].value = "A"
    book.save(path)
    with noting_rows() as files:
        (only,) = read_roster(path, asked).shifts
    start = asked.horizon.clock.at(asked.horizon.start, 720)
    assert (only.start_min, only.post) == (start, "presales")
    told = {what: times for each in files.values() for what, times in each.assumed.items()}
    assert told == {"post": 1, "stale": 1}  # the legend says the meal of the new code


def test_a_legend_changed_by_hand_holds_over_the_sheet_of_shifts(tmp_path):
    asked, roster = small()
    path = written(tmp_path / "t.xlsx", asked, roster, "zh")
    book = opened(path)
    for row in book["班表"].iter_rows():
        for cell in row:
            if cell.value == "08:30-17:30":
                cell.value = "09:00-18:00"
    book.save(path)
    (only,) = read_roster(path, asked).shifts
    assert only.start_min == asked.horizon.clock.at(asked.horizon.start, 540)


def test_people_with_the_codes_of_shifts_are_told_from_the_counts(tmp_path):
    asked, roster = small()
    people = (agent("早", POSTS), agent("A1", POSTS))
    asked = dataclasses.replace(asked, agents=people)
    path = written(tmp_path / "t.xlsx", asked, roster, "zh")
    assert read_roster(path, asked) == roster


def test_a_code_alone_stands_where_the_contract_says_its_length(tmp_path):
    people = (agent("A1", POSTS), agent("A2", POSTS, hours=30))
    asked = problem(agents=people, posts=tuple(map(post, POSTS)), ruleset=rules(types=TYPES))
    clock, dates = asked.horizon.clock, asked.horizon.dates
    first, second, open_one = (
        clock.at(dates[0], 420),
        clock.at(dates[1], 420),
        clock.at(dates[2], 1230),
    )
    shifts = (
        Shift("A1", first, first + 330, "presales"),
        Shift("A1", second, second + 270, "presales"),  # of the contract of others
        Shift("A1", open_one, open_one + 120, "presales"),
        Shift("A2", first, first + 270, "presales"),
    )
    path = written(tmp_path / "班表.xlsx", asked, Roster(shifts), "zh")
    sheet = opened(path).worksheets[0]
    cells = [str(cell.value or "").lstrip("! ") for row in sheet.iter_rows() for cell in row]
    assert {"短", "短 07:00-11:30", "D 20:30-22:30"} <= {*cells}
    told = [[str(cell.value) for cell in row[:3]] for row in sheet.iter_rows()]
    assert [row[2] for row in told if row[0] == "短" and "-" in row[2]] == [
        "07:00-12:30",
        "07:00-11:30",
    ]
    assert read_roster(path, asked).shifts == shifts

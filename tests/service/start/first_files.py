"""Files such as a shop has on its first morning: nothing in them was made for this program."""

import csv
import datetime as dt

import openpyxl

PEOPLE = [(f"R{number:02d}", f"小{name}") for number, name in enumerate("赵钱孙李周吴", start=1)]
CODES = ("早", "早", "D", "D", "休", "休", "早")
SPANS = (("早", "早班 09:00-18:00"), ("D", "晚班 13:00-22:00"))
FIRST, LAST = 9, 22
"""Hours between which chats come."""


def staff_list(path, post="售前"):
    """Write a staff list without contract hours and nights, with a column of no use."""
    book = openpyxl.Workbook()
    book.active.append(["工号", "姓名", "岗位", "班组", "入职日期", "籍贯"])
    for number, (who, name) in enumerate(PEOPLE):
        book.active.append([who, name, post, f"{1 + number % 2}组", "2025-03-01", "杭州"])
    book.save(path)
    return path


def volumes(path, until, *, post="售前", weeks=4):
    """Write volumes up to a day, date and time in two columns, as an old system exports them."""
    first = until - dt.timedelta(days=7 * weeks - 1)
    with path.open("w", encoding="gbk", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["日期", "时段", "岗位", "咨询量"])
        for day in range(7 * weeks):
            for half in range(2 * FIRST, 2 * LAST):
                date = first + dt.timedelta(days=day)
                clock = f"{half // 2:02d}:{half % 2 * 30:02d}"
                rows.writerow([date.isoformat(), clock, post, 4 + (half + day) % 5])
    return path


def code_roster(path, monday, *, odd=""):
    """Write a week's roster as codes, with a title, a legend and perhaps a cell that is none."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["客服排班"])
    sheet.append(["工号", "姓名", *(monday + dt.timedelta(days=day) for day in range(7))])
    for number, (who, name) in enumerate(PEOPLE):
        sheet.append([who, name, *(CODES[(number + day) % 7] for day in range(7))])
    if odd:
        sheet.cell(row=3, column=5).value = odd
    sheet.append([])
    for code, span in SPANS:
        sheet.append([code, span])
    book.save(path)
    return path

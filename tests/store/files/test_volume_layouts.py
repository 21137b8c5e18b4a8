"""Files of volumes in forty made-up layouts: read right or asked about, none silently wrong."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.told import NamesTold, as_told
from store.files.volume_export import read_volume_export
from store.files.volume_rows import Repeated
from store.files.volume_tables import ExportColumns, HowRead
from tests.store.files.layouts import Layout, Sheet, below, table

CLOCK = Clock("Asia/Shanghai")
TODAY = dt.date(2026, 11, 29)
MONDAY = dt.date(2026, 11, 2)
DAYS = [MONDAY + dt.timedelta(days=number) for number in range(9)]
TIMES = [(hour, minute) for hour in (9, 10, 11, 23) for minute in (0, 30)]
POSTS = {"presales": "售前", "insales": "售中", "aftersales": "售后"}
WEEK = "一二三四五六日"
SERIAL = dt.date(1899, 12, 30)


def chats(post, day, time):
    """Return a number of its own for each post, day and time."""
    return 100 * list(POSTS).index(post) + 10 * DAYS.index(day) + TIMES.index(time) + 1


def every(posts=POSTS):
    return [(post, day, time) for day in DAYS for time in TIMES for post in posts]


def clock(time):
    return f"{time[0]:02d}:{time[1]:02d}"


def stretch(time, dash="-"):
    end = (time[0] + 1, 0) if time[1] else (time[0], 30)
    return f"{clock(time)}{dash}{clock(end)}"


def listed(head, date=str, time=clock, posts=POSTS):
    """Return a list: ``head`` names its columns by d, t, p and n."""

    def row(post, day, at):
        said = {"d": date(day), "t": time(at), "p": POSTS[post], "n": chats(post, day, at)}
        return [said[key] for key, _ in head]

    return [[words for _, words in head], *(row(*one) for one in every(posts))]


HEAD = (("d", "日期"), ("t", "时段"), ("p", "岗位"), ("n", "咨询量"))


def grid(post, date=str, time=clock):
    """Return a grid: times down, dates across."""
    rows = ([time(at), *(chats(post, day, at) for day in DAYS)] for at in TIMES)
    return [["时段", *map(date, DAYS)], *rows]


def turned(post, date=str, time=clock):
    """Return a grid: dates down, times across."""
    rows = ([date(day), *(chats(post, day, at) for at in TIMES)] for day in DAYS)
    return [["日期", *map(time, TIMES)], *rows]


def no_year(day):
    return f"{day.month}/{day.day} 周{WEEK[day.weekday()]}"


def kanji(day):
    return f"{day.month}月{day.day}日"


def slashes(day):
    return f"{day.year}/{day.month}/{day.day}"


def midnight(day):
    return dt.datetime.combine(day, dt.time())


def wide(text):
    return "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in text)


def named(*columns):
    return [(key, said) for (key, _), said in zip(HEAD, columns, strict=True)]


def with_sums(rows):
    """Return a grid with a row and a column of sums."""
    body = [[*row, sum(row[1:])] for row in rows[1:]]
    sums = map(sum, zip(*(row[1:] for row in body), strict=True))
    return [[*rows[0], "合计"], *body, ["合计", *sums]]


def sums_of_days():
    rows = [sum(chats("presales", day, at) for at in TIMES) for day in DAYS]
    return [[str(day), "小计", "售前", one] for day, one in zip(DAYS, rows, strict=True)]


def sums_of_posts(*, label):
    for day in DAYS:
        for at in TIMES:
            yield [str(day), clock(at), label, sum(chats(post, day, at) for post in POSTS)]


def across(*, with_sum):
    head = ["日期", "时段", *POSTS.values(), *["合计"] * with_sum]
    rows = [
        [str(day), clock(at), *(chats(p, day, at) for p in POSTS)] for day in DAYS for at in TIMES
    ]
    return [head, *([*row, *[sum(row[2:])] * with_sum] for row in rows)]


def of_posts(head, row, *, is_merged=False):
    """Return a grid with a column of posts before its own."""
    found = [["岗位", *head]]
    for post, title in POSTS.items():
        for place, cells in enumerate(row(post)):
            found.append(["" if is_merged and place else title, *cells])
    return found


def below_dates():
    head = ["时段", *(str(day) if post == "presales" else "" for day in DAYS for post in POSTS)]
    posts = ["", *(title for _ in DAYS for title in POSTS.values())]
    rows = ([clock(at), *(chats(p, day, at) for day in DAYS for p in POSTS)] for at in TIMES)
    return [head, posts, *rows]


def with_weekdays():
    [head, *rows] = of_posts(grid("presales", kanji)[0], lambda post: grid(post)[1:])
    return [head, ["", "", *(f"周{WEEK[day.weekday()]}" for day in DAYS)], *rows]


def with_means():
    def rows(post):
        for day, cells in zip(DAYS, turned(post)[1:], strict=True):
            yield [str(day), *cells[1:], sum(cells[1:]) / len(TIMES)]

    return [*of_posts([*turned("presales")[0], "平均"], rows), ["平均", "", *[1.5] * 9]]


def stacked():
    return [row for p, title in POSTS.items() for row in ([f"{title}咨询量"], *grid(p), [])]


def sheets(name, made, *above):
    """Return a workbook with a sheet for each post."""
    each = ((*((one,) for one in above), *map(tuple, made(post))) for post in POSTS)
    found = (Sheet(rows, title) for rows, title in zip(each, POSTS.values(), strict=True))
    return Layout(name, tuple(found))


def one_column():
    rows = [[f"{day} {clock(at)}", POSTS[p], chats(p, day, at)] for p, day, at in every()]
    return [["时间", "岗位", "咨询量"], *rows]


def chinese_books():
    real = {"date": midnight, "time": lambda at: dt.time(*at)}
    in_november = {"date": lambda day: f"{day.day}日"}
    return [
        sheets("a grid a sheet", grid),
        sheets("grids of dates down", turned),
        sheets("grids of real dates", lambda post: grid(post, **real)),
        sheets("grids without years", lambda post: grid(post, no_year, stretch)),
        sheets("grids of dates down without years", lambda post: turned(post, no_year, stretch)),
        sheets("grids with sums", lambda post: with_sums(grid(post))),
        sheets("grids below titles", lambda p: grid(p, **in_november), "2026年11月咨询量", ""),
        table("in a book", listed(HEAD), is_book=True, title="导出数据"),
        table("dates of a book", listed(HEAD, date=midnight), is_book=True),
    ]


def lists():
    total = ["合计", "", "", sum(chats(*one) for one in every())]
    full_width = {"date": lambda day: wide(str(day)), "time": lambda at: wide(clock(at))}
    dotted = listed(HEAD, date=lambda day: f"{day:%Y.%m.%d}")
    with_weekday = listed(HEAD, date=lambda day: f"{slashes(day)} 周{WEEK[day.weekday()]}")
    return [
        table("two columns", listed(HEAD)),
        table("in gbk", listed(HEAD), encoding="gbk"),
        table("with a mark of bytes", listed(HEAD), encoding="utf-8-sig"),
        table("semicolons", listed(HEAD), delimiter=";"),
        table("tabs", listed(HEAD), delimiter="\t"),
        table("another order", listed(HEAD[::-1])),
        table("traditional", listed(named("統計日期", "時段", "崗位", "諮詢量"))),
        table("english", listed(named("Date", "Interval", "Queue", "Contacts"))),
        table("slashes", listed(HEAD, date=slashes)),
        table("dots", dotted),
        table("slashes and weekday", with_weekday),
        table("no year", listed(HEAD, date=no_year)),
        table("month and day", listed(HEAD, date=kanji)),
        table("serial numbers", listed(HEAD, date=lambda day: str((day - SERIAL).days))),
        table("full width", listed(HEAD, **full_width)),
        table("stretches", listed(HEAD, time=stretch)),
        table("stretches with a wave", listed(HEAD, time=lambda at: stretch(at, "~"))),
        table("one column of both", one_column()),
        below(table("below a title", listed(HEAD)), "旗舰店咨询量报表", "导出时间：2026-11-29"),
        table("a total below", [*listed(HEAD), total]),
        table("sums of days", [*listed(HEAD), *sums_of_days()]),
        table("a row twice", [*listed(HEAD), listed(HEAD)[7]]),
        table("a post that is the sum", [*listed(HEAD), *sums_of_posts(label="全店")]),
        table("a post called a sum", [*listed(HEAD), *sums_of_posts(label="合计")]),
    ]


def grids():
    rows = {"a column of posts": False, "a merged column of posts": True}
    return [
        table("posts across", across(with_sum=False)),
        table("posts across and their sum", across(with_sum=True)),
        table("grids one below the other", stacked()),
        *(
            table(name, of_posts(grid("presales")[0], lambda p: grid(p)[1:], is_merged=merged))
            for name, merged in rows.items()
        ),
        table("posts below dates", below_dates()),
        table("a row of weekdays", with_weekdays()),
        table("rows and columns of means", with_means()),
    ]


def read(layout, folder, **how):
    told = NamesTold(posts={title: post for post, title in POSTS.items()})
    with as_told(told):
        path = layout.write(folder)
        return read_volume_export(path, CLOCK, ExportColumns(), HowRead(near=TODAY, **how))


def found(export):
    volumes = export.volumes
    known = np.argwhere(np.isfinite(volumes.counts)).tolist()
    return {
        (volumes.posts[row], CLOCK.format(int(volumes.start_min[at]))): volumes.counts[row, at]
        for row, at in known
    }


EXPECTED = {(post, f"{day}T{clock(time)}"): chats(post, day, time) for post, day, time in every()}
LAYOUTS = (*lists(), *grids(), *chinese_books())


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_read_right(layout, tmp_path):
    assert found(read(layout, tmp_path)) == EXPECTED


def unclear():
    sunday = {"date": lambda day: f"{day.month}/{day.day} 周日"}
    day_first = {"date": lambda day: f"{day.day}/{day.month}/{day.year}"}
    words = {"time": lambda at: clock(at) if at[0] < 11 else "上午场"}
    return [
        ("duplicate_row", [*listed(HEAD), [*listed(HEAD)[7][:3], 999]]),
        ("weekday_differs", listed(HEAD, **sunday)),
        ("weekday_differs", grid("presales", lambda day: f"{kanji(day)}（周日）")),
        ("date_order", listed(HEAD, **day_first)),
        ("time_unreadable", listed(HEAD, **words)),
        ("missing_column", [["日期", "咨询量"], *([str(day), 40] for day in DAYS)]),
        ("not_number", [*listed(HEAD), [str(DAYS[0]), "12:00", "售前", "很多"]]),
        ("grid_row_unclear", [*grid("presales"), ["夜间", *[5] * 9]]),
    ]


@pytest.mark.parametrize(("code", "rows"), unclear())
def test_what_is_not_clear_is_asked(code, rows, tmp_path):
    with pytest.raises(InputError) as refused:
        read(table("unclear", rows), tmp_path)
    assert {fault.code for fault in refused.value.faults} == {code}
    assert all(fault.line for fault in refused.value.faults)


def test_without_a_day_of_reading_a_date_without_a_year_is_asked(tmp_path):
    for layout in (
        table("list", listed(HEAD, date=no_year)),
        table("grid", grid("presales", kanji)),
    ):
        with pytest.raises(InputError) as refused:
            read_volume_export(layout.write(tmp_path), CLOCK)
        assert {fault.code for fault in refused.value.faults} == {"date_without_year"}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [(Repeated.FIRST, 4), (Repeated.LAST, 9), (Repeated.LARGER, 9), (Repeated.SUM, 13)],
)
def test_of_numbers_that_differ_one_is_chosen(choice, expected, tmp_path):
    rows = listed(HEAD, posts=["presales"])
    rows[4][3] = 4
    again = [[*rows[4][:3], 9], rows[7]]
    export = read(table("twice", [*rows, *again]), tmp_path, repeated=choice)
    assert found(export)["presales", f"{DAYS[0]}T10:30"] == expected
    assert (export.repeats.equal, export.repeats.unlike) == (1, 1)
    assert export.repeats.examples == ((len(rows) + 1, 5),)
    assert export.kept_rows == len(rows) - 1


def test_what_was_passed_over_and_taken_is_counted(tmp_path):
    rows = listed(HEAD, date=no_year)
    export = read(table("total", [*rows, ["合计", "", "", 5]]), tmp_path)
    assert (export.passed.totals, export.passed.years) == (1, len(rows) - 1)
    assert (export.rows, export.kept_rows) == (len(rows), len(rows) - 1)
    whole = [["2026-11-02", "09:00", "全店", 1]]
    assert read(table("none", [*listed(HEAD), *whole]), tmp_path).passed.sum_posts == ()


def test_a_post_is_left_out_by_its_name(tmp_path):
    export = read(table("out", listed(HEAD)), tmp_path, posts_left_out=frozenset({"insales"}))
    assert export.volumes.posts == ("presales", "aftersales")
    assert export.passed.posts == {"insales": len(DAYS) * len(TIMES)}


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("平均处理时长(秒)", "330"),
        ("平均处理时长（分钟）", "5.5"),
        ("AHT", "0:05:30"),
        ("Average handle time", "5分30秒"),
    ],
)
def test_handling_time_is_read_where_there_is_one(head, cell, tmp_path):
    rows = listed(HEAD)
    timed = [[*rows[0], head], *([*row, cell] for row in rows[1:])]
    export = read(table("timed", timed), tmp_path)
    assert export.handle_s == dict.fromkeys(POSTS, 330.0)


def test_handling_time_weighs_by_chats(tmp_path):
    head = ["日期", "时段", "岗位", "咨询量", "AHT"]
    one, other = ["2026-11-02", "09:00", "售前", 1, 100], ["2026-11-02", "09:30", "售前", 3, 200]
    rows = [head, one, other]
    assert read(table("weighed", rows), tmp_path).handle_s == {"presales": 175.0}


def test_volumes_that_are_no_whole_numbers_are_counted(tmp_path):
    rows = listed(HEAD)
    rows[1][3] = "1.204"
    assert read(table("points", rows), tmp_path).fractions == 1

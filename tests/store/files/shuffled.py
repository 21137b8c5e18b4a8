"""
Made-up layouts of tables: the same rows under other names, orders, titles, encodings and dates.

A seed decides; every layout holds the same values, so that whoever reads it finds them or asks.
"""

import random
from dataclasses import dataclass, field

from store.files.heads import head_names
from tests.store.files.layouts import table

ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "utf-16")
DELIMITERS = (",", ";", "\t")
WEEKDAYS = "一二三四五六日"
FULL_WIDTH = str.maketrans("0123456789:", "０１２３４５６７８９：")
OF_NO_USE = ("备注", "部门主管", "Remark", "备用列1")


@dataclass(frozen=True)
class Content:
    """
    What a table holds.

    Parameters
    ----------
    table
        Whose names of columns it has.
    rows
        Cells by our name.
    dates, clocks, moments, months, numbers
        Columns of days, of times of the clock, of both together, of months, of numbers.
    words
        By column what people write for one of its values, any of it.
    is_log
        Whether its head is the first row, as a back office writes what no hand has touched.
    total
        A row of sums for it; None: its kind has none.
    """

    table: str
    rows: tuple[dict[str, str], ...]
    dates: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    words: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    is_log: bool = False
    total: dict[str, str] | None = None
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _date(chance, day):
    year, month, date = (int(part) for part in day.isoformat().split("-"))
    weekday = WEEKDAYS[day.weekday()]
    return chance.choice(
        (
            day.isoformat(),
            f"{year}/{month}/{date}",
            f"{year}.{month}.{date}",
            f"{year}年{month}月{date}日",
            f"{year}{month:02d}{date:02d}",
            f"{day.isoformat()} 星期{weekday}",
            f"{year}/{month}/{date}(周{weekday})",
            f"{year % 100}-{month:02d}-{date:02d} 星期{weekday}",
            str((day - type(day)(1899, 12, 30)).days),
        )
    )


def _clock(chance, time):
    hour, minute = time.split(":")
    if chance.random() < 0.15:
        return f"{time}(外勤)"
    return chance.choice((time, f"{int(hour)}:{minute}", f"{time}:00", time.translate(FULL_WIDTH)))


def _number(chance, text):
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}" + (f".{rest}" if rest else "")
    return chance.choice((text, grouped, f" {text} ", text.translate(FULL_WIDTH)))


def laid_out(content, seed, folder):
    """Return the path of a file that holds some content in the layout of a seed."""
    chance = random.Random(seed)
    columns = [name for name in content.rows[0] if any(row[name] for row in content.rows)]
    chance.shuffle(columns)
    names = head_names(content.table).names
    heads = [_head(chance, content.names.get(name) or names[name]) for name in columns]
    spare = chance.choice((*OF_NO_USE, None))
    body = [[_cell(chance, content, name, row[name]) for name in columns] for row in content.rows]
    if content.total is not None and chance.random() < 0.5 and columns[0] not in content.numbers:
        first = [
            chance.choice(("合计", "总计", "Total")),
            *(content.total.get(n, "") for n in columns[1:]),
        ]
        body.append(first)
    rows = [heads, *body]
    if spare is not None:
        rows = [[*row, spare if at == 0 else "x"] for at, row in enumerate(rows)]
        if len(rows) > len(content.rows) + 1:
            rows[-1][-1] = ""
    if not content.is_log and chance.random() < 0.4:
        rows = [["客服部统计表"], *([[]] if chance.random() < 0.5 else []), *rows]
    return _layout(chance, rows).write(folder)


def _head(chance, names):
    name = chance.choice(names)
    return chance.choice((name, f" {name} ", f"{name}*", name.upper(), f"{name}（必填）"))


def _cell(chance, content, name, value):
    if not value:
        return chance.choice(("", "-", "--"))
    for columns, write in WRITTEN:
        if name in getattr(content, columns):
            return write(chance, value)
    return chance.choice((value, *content.words.get(name, {}).get(value, ())))


def _moment(chance, text):
    date, time = text.split(" ")
    year, month, day = map(int, date.split("-"))
    hour, minute, *second = time.split(":")
    seconds = f"{second[0]}秒" if second else ""
    return chance.choice(
        (
            text,
            text.replace(" ", "T"),
            f"{year}/{month}/{day} {time}",
            f"{year}.{month}.{day} {time}",
            f"{year}年{month}月{day}日 {int(hour)}时{minute}分{seconds}",
            f"{year}年{month}月{day}日{time}",
        )
    )


def _month(chance, text):
    year, month = map(int, text.split("-"))
    return chance.choice((text, f"{year}年{month}月", f"{year}/{month}", f"{year}-{month}"))


def _layout(chance, rows):
    """Return a layout of rows as a workbook, or as CSV in any encoding with any delimiter."""
    width = max(map(len, rows))
    whole = [[*row, *[""] * (width - len(row))] for row in rows]  # as a spreadsheet saves it
    if chance.random() < 0.2:
        title = chance.choice(("Sheet1", "明细", "导出"))
        return table("", rows, title=title, is_book=True)
    encoding, delimiter = chance.choice(ENCODINGS), chance.choice(DELIMITERS)
    return table("", whole, encoding=encoding, delimiter=delimiter)


WRITTEN = (
    *(("dates", _date), ("clocks", _clock), ("moments", _moment)),
    *(("months", _month), ("numbers", _number)),
)
"""How cells of columns are written, by the field that names the columns."""

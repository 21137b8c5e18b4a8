"""What can be wrong with a file: bytes, cells, values, structure, and how it lies on the disk."""

import csv
import gzip
import io
import os
import re
import zipfile
from pathlib import Path
from random import Random

JUNK = (
    *("", " ", "-", "x", "0", "-1", "1e400", "-1e308", "nan", "inf", "1,5", "1.234,50", "９９"),
    *(
        "9" * 30,
        "2" * 400,
        "=1+1",
        "@x",
        "true",
        "是",
        "[]",
        "{}",
        '"',
        "'",
        "\\",
        "\ufeff",
        "\u202e",
    ),
    *("9999-12-31", "0001-01-01", "9026-10-01T10:00", "2026-02-30", "2026/11/3 9:30", "25:61"),
    *("9999-12-31T23:59", "0001-01-01T00:00", "2026-10-01T09:00+14:00", "1969-12-31", "12:00"),
    *("2026-11-30T24:00", "20261130", "44567", "1e5", "0x10", "1_000", "½", "٣", "a" * 5000, "\t"),
    *("presales|presales", "|", "|||", "presales|nobody", "K001", "../../x", "{value}", "%s"),
)
DATE = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"(?<![\d-])\d+(?:\.\d+)?(?![\d-])")
HUGE = 40_000_000_000


def damaged(path: Path, chance: Random) -> str:
    """Damage a file in one or two ways and return their names."""
    ways = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        kinds = [_bytes, _values, _values, _on_disk]
        if path.suffix == ".csv":
            kinds += [_cells] * 4 + [_structure] * 3 + [_packed, _as_workbook]
        if path.suffix == ".toml":
            kinds += [_pieces] * 5 + [_nested]
        if path.suffix in {".xlsx", ".zip"}:
            kinds = [_bytes, _on_disk, *[_inside] * 5]
        if not path.is_file() or path.is_symlink() or path.stat().st_size > 50_000_000:
            break
        way = chance.choice(kinds)
        way(path, chance)
        ways.append(way.__name__.strip("_"))
    return "+".join(ways)


def _bytes(path: Path, chance: Random) -> None:
    content = bytearray(path.read_bytes()) or bytearray(b"x")
    for _ in range(chance.choice((1, 1, 3, 20))):
        place = chance.randrange(len(content))
        kind = chance.randrange(5)
        if kind == 0:
            content[place] = chance.randrange(256)
        elif kind == 1:
            del content[place : place + chance.choice((1, 10, 1000))]
        elif kind == 2:
            content[place:place] = chance.choice(
                (b"\0", b"\xff", b"\n", b'"', b"\r", b"\xef\xbb\xbf")
            )
        elif kind == 3:
            content[place:place] = content[: chance.choice((1, 50, 4000))]
        else:
            content = content[: max(1, place)]
        content = content or bytearray(b"x")
    path.write_bytes(content)


def _recoded(path: Path, chance: Random) -> str:
    text = path.read_bytes().decode("utf-8", "replace")
    if chance.random() < 0.1:
        encoding = chance.choice(("utf-16", "gb18030", "utf-8-sig", "utf-32", "utf-16-be"))
        path.write_bytes(text.encode(encoding, "replace"))
    return text


def _values(path: Path, chance: Random) -> None:
    """Put extremes in the place of dates and numbers, wherever they stand."""
    text = _recoded(path, chance)
    found = list(chance.choice((DATE, NUMBER)).finditer(text))
    if not found:
        return
    for match in sorted(chance.sample(found, min(len(found), 3)), key=lambda each: -each.start()):
        text = text[: match.start()] + chance.choice(JUNK) + text[match.end() :]
    path.write_text(text, encoding="utf-8", newline="")


def _rows(path: Path, chance: Random) -> list[list[str]]:
    text = _recoded(path, chance).replace("\0", "")
    try:
        return list(csv.reader(io.StringIO(text))) or [[""]]
    except csv.Error:
        return [line.split(",") for line in text.splitlines()] or [[""]]


def _put(path: Path, rows: list[list[str]], **knobs: str) -> None:
    out = io.StringIO()
    csv.writer(out, **knobs).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _cells(path: Path, chance: Random) -> None:
    rows = _rows(path, chance)
    for _ in range(chance.choice((1, 1, 2, 5))):
        row = chance.choice(rows)
        if row:
            row[chance.randrange(len(row))] = chance.choice(JUNK)
    _put(path, rows)


def _structure(path: Path, chance: Random) -> None:
    rows = _rows(path, chance)
    column = chance.randrange(max(1, len(rows[0])))
    kind = chance.randrange(9)
    if kind == 0:
        rows = [row[:column] + row[column + 1 :] for row in rows]
    elif kind == 1:
        rows = [[*row, *row[column : column + 1]] for row in rows]
    elif kind == 2:
        rows = rows[:1]
    elif kind == 3:
        rows += [chance.choice(rows)] * chance.choice((1, 50, 3000))
    elif kind == 4:
        chance.shuffle(rows)
    elif kind == 5:
        del rows[0]
    elif kind == 6:
        rows[0] = [
            chance.choice(JUNK) if place == column else each for place, each in enumerate(rows[0])
        ]
    elif kind == 7:
        rows = [[*row, *["x"] * chance.choice((0, 0, 1, 40))] for row in rows]
    _put(path, rows or [[""]], delimiter=chance.choice(",,,;\t|"))


def _packed(path: Path, chance: Random) -> None:
    content = gzip.compress(path.read_bytes())
    if chance.random() < 0.5:
        content = content[: chance.randrange(1, len(content))]
    path.write_bytes(content)


def _as_workbook(path: Path, chance: Random) -> None:
    """Put something else under the name: a workbook, a database, a picture."""
    heads = (b"PK\x03\x04", b"SQLite format 3\0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n", b"\x7fELF")
    path.write_bytes(chance.choice(heads) + chance.randbytes(500))


def _pieces(path: Path, chance: Random) -> None:
    text = _recoded(path, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        found = list(re.finditer(r"[^\s,=\[\]]+|[\[\],=]", text))
        if not found:
            break
        piece = chance.choice(found)
        put_in = chance.choice((*JUNK, piece.group() * 2, "[", "]]", "=", "1 = 2", "[[seal]]"))
        text = text[: piece.start()] + put_in + text[piece.end() :]
    path.write_text(text, encoding="utf-8", newline="")


def _nested(path: Path, chance: Random) -> None:
    depth = chance.choice((15, 25, 900, 100_000))
    forms = ("x = " + "[" * depth, "x = " + "[" * depth + "]" * depth, ".".join("a" * depth) + "=1")
    text = path.read_text(encoding="utf-8", errors="replace")
    path.write_text(chance.choice(forms) + "\n" + text, encoding="utf-8")


def _inside(path: Path, chance: Random) -> None:
    """Damage a part of a workbook or archive, and close it again as if all were well."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile, ValueError):
        return
    name = chance.choice(sorted(parts) or ["x"])
    content = parts.get(name, b"")
    place = chance.randrange(len(content) + 1)
    kind = chance.randrange(5)
    if kind == 0:
        parts.pop(name, None)
    elif kind == 1:
        parts[name] = content[:place]
    elif kind == 2:
        parts[name] = content[:place] + chance.randbytes(4) + content[place + 4 :]
    elif kind == 3:
        found = list(re.finditer(rb">([^<>]+)<|\"([^\"]*)\"", content)) or [re.match(b"", content)]
        match = chance.choice(found)
        junk = chance.choice(JUNK).encode("utf-8", "replace").replace(b"<", b"")
        parts[name] = content[: match.start() + 1] + junk + content[match.end() - 1 :]
    else:
        parts[name] = bytes(chance.choice((0, 10, 1000, 100_000, 210_000_000)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, held in parts.items():
            archive.writestr(part, held)


def _on_disk(path: Path, chance: Random) -> None:
    """Put in the file's place what is no readable file."""
    path.unlink()
    kind = chance.randrange(8)
    if kind == 0:
        path.mkdir()
    elif kind == 1:
        path.symlink_to(path.name)
    elif kind == 2:
        path.symlink_to("nowhere")
    elif kind == 3:
        os.mkfifo(path)
    elif kind == 4:
        path.touch()
    elif kind == 5:
        with path.open("wb") as file:
            file.truncate(HUGE)
    elif kind == 6:
        path.symlink_to("/dev/zero")

"""The log: its lines with what they changed, and whether anybody tampered with them."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.desk import HOUSE
from store.address import name_of
from store.chain import Anchor
from store.chain_check import LogCheck, check_chain
from store.database import open_to_read
from store.files.csv_text import csv_text
from store.kept import note_kept
from store.log_lines import LogAsked, LogEntry
from store.witness import digest_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Anchor", "LogAsked", "LogCheck", "LogEntry"]

WITNESS = "witness"
HEADS = ("place", "version", "at", "by", "origin", "action", "subject", "details", "changed")


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """
    Where a chain ended, as it is written down outside the database.

    Parameters
    ----------
    links, hash
        How many lines it had, and the hash of the last.
    at
        When that was, ISO 8601.
    """

    links: int
    hash: str
    at: str


def verify(url: str, anchors: Path | None = None) -> LogCheck:
    """
    Check that nobody changed, removed, inserted or moved a line of the log.

    On a server also that no row of any table was changed past the program (``store.witness``).

    Parameters
    ----------
    url
        Of the database.
    anchors
        A file that ``write_anchor`` wrote; None: there is none, and whoever made the whole chain
        anew from some line on is not found.

    Raises
    ------
    InputError
        With each line that is wrong and how, in the order of the log; then with each change
        that was made past the program.
    """
    outside = () if anchors is None else read_anchors(anchors)
    with closing(open_to_read(url)) as database, database.read() as unit:
        found = _checked(unit, url, outside)
    if found.faults:
        raise InputError(found.faults)
    return found


def anchor(url: str, now: dt.datetime) -> AnchorLine:
    """Return where the chain ends now; raises InputError where somebody tampered with it."""
    end = verify(url).end
    return AnchorLine(end.links, end.hash, now.isoformat(timespec="seconds"))


def write_anchor(url: str, path: Path, now: dt.datetime) -> AnchorLine:
    """Add where the chain ends now to a file, whose anchors must all hold; return it."""
    before = read_anchors(path) if path.exists() else ()
    if before:
        verify(url, path)
    line = anchor(url, now)
    with path.open("a", encoding="utf-8") as file:
        print(json.dumps(asdict(line)), file=file)
    note_kept(str(path))
    return line


def log(desk: Desk, asked: LogAsked) -> tuple[LogEntry, ...]:
    """
    Return the lines of a shop's log that are asked for, newest first.

    Lines about pay and scores are there for those who may see these.
    """
    desk.require_reading("log")
    with desk.read() as unit:
        return unit.log_lines.of(desk.shop_id, asked)


def who_and_what(desk: Desk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who ever did something in a shop, and the names of what was done."""
    desk.require_reading("log")
    with desk.read() as unit:
        return unit.log_lines.who_and_what(desk.shop_id)


def check_log(desk: Desk) -> LogCheck:
    """Return whether the log of the database is whole, and what is wrong with it."""
    desk.require_reading("log")
    with desk.database.read() as unit:  # every line, also those that are not shown
        return _checked(unit, desk.database.url)


def _checked(unit: Unit, url: str, outside: Iterable[Anchor] = ()) -> LogCheck:
    """Return what is wrong with the chain, and then what was changed past the program."""
    found = check_chain(unit.connection, name_of(url), outside)
    told, explained = unit.witness.faults(name_of(url), _explained(unit))
    return replace(found, faults=(*found.faults, *told), explained=explained)


def _explained(unit: Unit) -> tuple[int, str] | None:
    lines = [one for one in unit.actions.of(HOUSE, WITNESS) if one.name == "witness_explained"]
    return (int(lines[0].details["through"]), lines[0].details["digest"]) if lines else None


def explain(desk: Desk, number: int, reason: str) -> int:
    """
    Note in the log why all that was changed past the program up to a number was meant.

    It stays told, as explained; what comes later is found as before. Returns how many changes.

    Raises
    ------
    InputError
        Without a reason, or when no change has that number.
    """
    with desk.write("witness_explained", unseen="it names the last change it explains") as unit:
        require(bool(reason.strip()), "audit_why", column="reason")
        seen = [one for one in unit.witness.all() if one.id <= number]
        require(bool(seen) and seen[-1].id == number, "audit_no_witness", value=number)
        told = {"through": str(number), "digest": digest_of(seen), "reason": reason.strip()}
        unit.note(WITNESS, told)
        return len(seen)


def log_csv(entries: Iterable[LogEntry]) -> bytes:
    """Return lines of the log as a CSV file, what they changed as JSON."""
    rows = [
        (
            *(one.place, one.number, one.done.done.at.isoformat(), one.done.done.by, one.origin),
            *(one.done.name, one.done.subject, _json(one.done.details)),
            _json([asdict(each) for each in one.tables]),
        )
        for one in entries
    ]
    return csv_text([HEADS, *rows]).encode("utf-8-sig")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_anchors(path: Path) -> tuple[Anchor, ...]:
    """Return the anchors of a file; raises InputError with each line that is none."""
    try:
        require(path.is_file() or not path.exists(), "not_a_file", file=str(path))
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        details = {"cause": str(error)}
        raise InputError(Fault("audit_anchor_file", value=str(path), details=details)) from error
    found, faults = [], []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        read = _anchor_of(text)
        if read is None:
            shown = text[:80]
            faults.append(Fault("audit_anchor_line", file=str(path), line=number, value=shown))
        else:
            found.append(read)
    if faults:
        raise InputError(faults)
    if not found:
        raise InputError(Fault("audit_anchor_none", file=str(path)))
    return tuple(found)


def _anchor_of(text: str) -> Anchor | None:
    try:
        said = json.loads(text)
        links, found = said["links"], said["hash"]
    except (ValueError, TypeError, KeyError):
        return None
    is_one = isinstance(links, int) and not isinstance(links, bool) and isinstance(found, str)
    return Anchor(links, found) if is_one and links >= 0 else None

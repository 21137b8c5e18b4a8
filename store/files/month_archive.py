"""
A locked month as one file or folder: all it was computed from, and what came out.

``month.json`` says whose and which month it is and what steps it took; ``inputs.json`` holds
schemes with their versions, targets, plans, the law and all else; ``facts.npz`` the facts (and
``facts.csv`` the same for people); ``scores.json`` and ``payouts.json`` what came out.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kpi.facts.facts import Facts
from kpi.month import Month
from kpi.pay.payout import Payout
from kpi.scheme.scheme import PostKind
from kpi.score.scorecard import AgentScore
from scheduler.agent import Agent
from scheduler.errors import Fault, InputError, StoreError, require
from scheduler.limits import MEGABYTE, require_within
from scheduler.post import Post
from store.documents import from_document, to_document
from store.facts import pack_facts, unpack_facts
from store.files.content import content_of
from store.files.kpi_facts import write_facts
from store.kept import keep_file
from store.months import RunInputs
from store.run_steps import RunStep
from store.shops import Shop
from store.stamp import Stamp

FORMAT = 1
NEEDED = ("month.json", "inputs.json", "facts.npz", "scores.json", "payouts.json")
MADE = (1980, 1, 1, 0, 0, 0)
"""What the files of an archive are dated, so that the same month gives the same bytes."""
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """
    Whose month an archive holds, and how it came to be locked.

    Parameters
    ----------
    format
        Version of the archive's form.
    shop, posts, kinds, agents
        The shop whose month it is, as it was then.
    month, number
        Which month, and which run of it.
    entered, steps
        By whom it was computed, reviewed, approved and locked, and when.
    """

    format: int
    shop: Shop
    posts: tuple[Post, ...]
    kinds: dict[str, PostKind]
    agents: tuple[Agent, ...]
    month: Month
    number: int
    entered: Stamp
    steps: tuple[RunStep, ...]


@dataclass(frozen=True, eq=False)
class MonthArchive:
    """A month with its inputs and results."""

    head: ArchiveHead
    inputs: RunInputs
    facts: Facts
    scores: tuple[AgentScore, ...]
    payouts: tuple[Payout, ...]


def write_archive(archive: MonthArchive, path: Path) -> None:
    """Write a month to a new ``.zip``, or into a new or empty folder."""
    is_free = not path.exists() or (path.is_dir() and not any(path.iterdir()))
    require(is_free, "file_exists", value=path)
    files = {
        "month.json": to_document(archive.head).encode(),
        "inputs.json": to_document(archive.inputs).encode(),
        "facts.npz": pack_facts(archive.facts),
        "facts.csv": _table_of(archive.facts),
        "scores.json": to_document(archive.scores).encode(),
        "payouts.json": to_document(archive.payouts).encode(),
    }
    if path.suffix.lower() == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in files.items():
                made.writestr(zipfile.ZipInfo(name, MADE), content)
        keep_file(path, packed.getvalue())
        return
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        keep_file(path / name, content)


def read_archive(path: Path) -> MonthArchive:
    """
    Return the month of a ``.zip`` or folder.

    Raises
    ------
    InputError
        When there is none, a part is missing or cannot be read, or it has a newer form.
    """
    files = _folder(path) if path.is_dir() else _zipped(path)
    head = _document(ArchiveHead, "month.json", files)
    require(head.format == FORMAT, "archive_format", value=str(head.format), known=FORMAT)
    try:
        facts = unpack_facts(files["facts.npz"])
    except (StoreError, KeyError, ValueError):
        raise InputError(Fault("archive_unreadable", "facts.npz")) from None
    return MonthArchive(
        head,
        _document(RunInputs, "inputs.json", files),
        facts,
        _document(tuple[AgentScore, ...], "scores.json", files),
        _document(tuple[Payout, ...], "payouts.json", files),
    )


def _document(kind: type[Kind], name: str, files: dict[str, bytes]) -> Kind:
    try:
        found: Kind = from_document(kind, files[name].decode())
    except (StoreError, UnicodeDecodeError):
        raise InputError(Fault("archive_unreadable", name)) from None
    return found


def _zipped(path: Path) -> dict[str, bytes]:
    content = content_of(path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_all(set(archive.namelist()), path)
            size = sum(archive.getinfo(name).file_size for name in NEEDED)
            require_within("file_mb", size // MEGABYTE, file=path.name)
            return {name: archive.read(name) for name in NEEDED}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        raise InputError(Fault("archive_unreadable", path.name)) from None


def _folder(path: Path) -> dict[str, bytes]:
    _require_all({each.name for each in path.iterdir()}, path)
    return {name: content_of(path / name) for name in NEEDED}


def _require_all(names: set[str], path: Path) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise InputError(Fault("archive_incomplete", path.name, value=name) for name in missing)


def _table_of(facts: Facts) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        write_facts(facts, path)
        return path.read_bytes()

"""What is kept about one person, in one archive to hand out to them."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.errors import require
from service.access.permit import reached
from store.files.csv_text import csv_text
from store.reached import require_reached

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.desk import Desk
    from store.unit import Unit

    Told = dict[str, list[dict[str, Any]]]

OF_RUNS = ("scorecard", "payout")


@dataclass(frozen=True, slots=True)
class OwnAbout:
    """
    What an archive says of itself.

    Parameters
    ----------
    person, shop
        Whose it is, and where they work.
    made_at, made_by
        When and by whom it was made.
    rows
        How many by table.
    is_own
        Whether the person made it: scores and pay that were not shown to them yet are left out.
    """

    person: str
    shop: str
    made_at: dt.datetime
    made_by: str
    rows: Mapping[str, int]
    is_own: bool


@dataclass(frozen=True, slots=True)
class OwnArchive:
    """
    What is kept about somebody.

    Parameters
    ----------
    content
        A ZIP file with a CSV and a JSON file for each table, and what there is to read first.
    about
        What it says of itself.
    """

    content: bytes
    about: OwnAbout


def own_archive(
    desk: Desk, agent_id: str, readme: Callable[[OwnAbout], Mapping[str, str]]
) -> OwnArchive:
    """
    Return everything that is kept about somebody; that it was handed out stands in the log.

    Parameters
    ----------
    readme
        Returns the texts to read first, by the names of their files.

    Raises
    ------
    InputError
        When nobody of that id is or was in the shop, or whoever asks does not reach them.
    """
    over = reached(desk.person, desk.shop_id, "person_exported")
    with desk.write("person_exported", unseen="it changes nothing") as unit:
        if not over.is_whole:
            require_reached(unit.connection, {agent_id}, over)
        found = unit.own_rows.of(desk.shop_id, agent_id)
        require("agent" in found, "unknown_agent", value=agent_id)
        found |= unit.own_rows.packed(desk.shop_id, agent_id)
        if not over.is_whole:
            found = _shown(unit, desk.shop_id, found)
        rows = {name: len(held) for name, held in found.items()}
        unit.note(agent_id, {"rows": str(sum(rows.values()))})
    about = OwnAbout(agent_id, desk.shop_id, desk.now, desk.by, rows, is_own=not over.is_whole)
    return OwnArchive(_zipped(readme(about), found), about)


def _shown(unit: Unit, shop_id: str, found: Told) -> Told:
    """Leave out scores and pay that nobody has shown to the agents yet."""
    runs = unit.own_rows.shown_runs(shop_id)
    kept = {
        name: [row for row in rows if row["run_id"] in runs] if name in OF_RUNS else rows
        for name, rows in found.items()
    }
    return {name: rows for name, rows in kept.items() if rows}


def _zipped(texts: Mapping[str, str], found: Told) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text.encode("utf-8-sig"))
        for name, rows in found.items():
            archive.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1))
            archive.writestr(f"{name}.csv", _csv(rows).encode("utf-8-sig"))
    return buffer.getvalue()


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    return csv_text([heads, *([row.get(name) for name in heads] for row in rows)])

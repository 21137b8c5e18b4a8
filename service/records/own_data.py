"""What is kept about one person, in one archive to hand out to them."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require

if TYPE_CHECKING:
    from service.desk import Desk

NOT_IN_IT = (
    "chats, messages, orders and facts of files in which many people stand: they are kept as whole"
    " files; passwords, sessions and personal links"
)


@dataclass(frozen=True, slots=True)
class OwnArchive:
    """
    What is kept about somebody.

    Parameters
    ----------
    content
        A ZIP file with one JSON file for each table, and ``about.json``.
    rows
        How many by table.
    """

    content: bytes
    rows: dict[str, int]


def own_archive(desk: Desk, agent_id: str) -> OwnArchive:
    """
    Return everything that is kept about somebody; that it was handed out stands in the log.

    Raises
    ------
    InputError
        When nobody of that id is or was in the shop.
    """
    with desk.write("person_exported", unseen="it changes nothing") as unit:
        found = unit.own_rows.of(desk.shop_id, agent_id)
        require("agent" in found, "unknown_agent", value=agent_id)
        rows = {name: len(held) for name, held in found.items()}
        unit.note(agent_id, {"rows": str(sum(rows.values()))})
    about = {
        "person": agent_id,
        "shop": desk.shop_id,
        "made_at": desk.now.isoformat(timespec="seconds"),
        "made_by": desk.by,
        "rows": rows,
        "not_in_it": NOT_IN_IT,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in {"about": about, **found}.items():
            archive.writestr(f"{name}.json", json.dumps(value, ensure_ascii=False, indent=1))
    return OwnArchive(buffer.getvalue(), rows)

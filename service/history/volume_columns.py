"""What columns a file of volumes has, and which of them say what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.files.source import open_table
from store.files.volume_export import ExportColumns

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ExportColumns"]

KNOWN = {
    "start": ("start", "time", "datetime", "timestamp", "开始", "开始时间", "时间", "时段"),
    "volume": ("volume", "chats", "count", "calls", "咨询量", "进线量", "会话数", "接入量", "数量"),
    "post": ("post", "queue", "skill", "岗位", "队列", "技能组", "分组"),
}
"""Names by which exports call a column, most usual first."""


def columns_of(path: Path) -> tuple[str, ...]:
    """
    Return the columns of a CSV file, or of the sheet ``volumes`` of a workbook.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    return open_table(path, "volumes").columns


def guessed(columns: tuple[str, ...], what: str) -> str | None:
    """Return the column that most likely says ``start``, ``volume`` or ``post``; None: none."""
    by_name = {column.strip().lower(): column for column in columns}
    return next((by_name[name] for name in KNOWN[what] if name in by_name), None)
